"""The thigh bone and the kneecap.

All numbers are millimetres of an adult of 76 mm plateau width and are scaled by the girth of the leg; the points that
landmarks name are taken from the landmarks themselves, so that the drawn edges pass through them.
"""

from __future__ import annotations

import math

import numpy as np

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LandmarkId as Id
from kneeview.imaging.phantom.bones import PHYSIS_MM, PHYSIS_SHARE, Leg, Shadow, shadow_of
from kneeview.imaging.phantom.leg import NOTCH_DEPTH_MM, SHAFT_FRACTIONS, Frame
from kneeview.imaging.phantom.solids import Bone, Outline


def femur(leg: Leg) -> Shadow:
    """Return the thigh bone: shaft, trochanters, neck, head, condyles."""
    k, frames, at = leg.geometry.girth, leg.frames, leg.at
    tip, notch, hip = at[Id.GREATER_TROCHANTER], frames.shaft.origin, at[Id.HIP_CENTER]
    length, kh = leg.geometry.femur_length_mm, leg.geometry.trochanter_mm / 52
    r = leg.geometry.head_radius_mm
    patch = leg.patch(
        Vec(min(tip.u - 24 * kh, notch.u - 50 * k), -r - 3), Vec(max(notch.u + 50 * k, r + 3), notch.v + 18 * k)
    )
    bone = Bone(patch)
    shaft, condyles = frames.shaft, frames.condyles
    up = shaft.inside(tip).v  # of the tip above the notch, negative

    def high(across: float, below_tip: float) -> Vec:
        return shaft.at(across * kh, up + below_tip * kh)

    def mid(across: float, fraction: float) -> Vec:
        return shaft.at(across * k, -fraction * length)

    def low(across: float, along: float) -> Vec:
        return condyles.at(across * k, along * k)

    def flare(across: float, along: float, share: float) -> Vec:
        """Return a point between shaft and condyles, whose axes differ by the share of the condyles."""
        from_shaft = shaft.at(across * k, (along + NOTCH_DEPTH_MM) * k)
        return from_shaft + (low(across, along) - from_shaft) * share

    lateral = [
        high(-9, 0), high(-16, 6), high(-20.5, 19), high(-20.5, 32), high(-18, 52), high(-16, 80), high(-14.8, 115),
        mid(-14.2, SHAFT_FRACTIONS[0]), mid(-13.8, 0.5), mid(-14.8, SHAFT_FRACTIONS[1]), flare(-17.2, -92, 0.1),
        flare(-21.5, -68, 0.3), flare(-28.5, -48, 0.6), low(-38, -31), low(-40.5, -22), low(-40.0, -10), low(-37, 2),
    ]  # fmt: skip
    medial = [
        high(-3, -2), high(8, 10), high(15, 24), high(19, 44), high(18, 62), high(16.2, 84), high(14.8, 115),
        mid(14.2, SHAFT_FRACTIONS[0]), mid(13.8, 0.5), mid(14.8, SHAFT_FRACTIONS[1]), flare(17.5, -92, 0.1),
        flare(23.5, -68, 0.3), flare(31.5, -47, 0.6), low(39, -31), at[Id.MEDIAL_KNEE_SURFACE], low(40.3, -10),
        low(37, 2),
    ]  # fmt: skip
    marks = [tip.v, tip.v + 60 * kh, tip.v + 130 * kh, -0.5 * length + notch.v, notch.v - 0.22 * length]
    marks += [notch.v - 52 * k, notch.v - 24 * k, notch.v + 6 * k]
    depth = patch.along(marks, [30 * kh, 34 * kh, 29 * k, 28 * k, 30 * k, 40 * k, 58 * k, 62 * k])
    cortex = patch.along(marks, [1.0 * kh, 3.6 * kh, 6.6 * k, 7.2 * k, 5.4 * k, 2.2 * k, 1.2 * k, 1.0 * k])
    squareness = patch.along(marks, [0.2, 0.1, 0, 0, 0.1, 0.35, 0.7, 0.8])
    spongy = patch.along(marks, [0.75, 0.7, 0.16, 0.05, 0.12, 0.62, 1.0, 1.05])
    apex = condyles.inside(notch) * (1 / k)
    bottom = patch.surface(
        condyles,
        (
            (-44, -26), (-41, -15), (-37.5, -6.5), (-32, -1.7), (-24, 0), (-16.5, -1.4), (-11, -5.0), (-6.5, -9.3),
            (apex.u, apex.v), (6.5, -9.0), (11, -5.2), (16.5, -1.5), (24, 0), (32, -1.5), (38, -6.5), (41.5, -15),
            (44, -26),
        ),
        k,
    )  # fmt: skip
    top = patch.surface(
        Frame(tip, 0),
        (
            (-22, 24), (-17, 10), (-11, 3), (-5, 0.5), (0, 0), (4.5, 1.6), (8.5, 7), (11, 11.4), (14.5, 13.6), (20, 18),
            (30, 34),
        ),
        kh,
    )  # fmt: skip
    bone.add(
        Outline(patch.edge(medial), patch.edge(lateral), depth, top, bottom, squareness, rounding=11 * k),
        cortex,
        1.3 * k,
    )
    _add_neck(bone, leg, kh)
    bone.add_ball(hip, r, 1.1 * k)
    _add_lesser_trochanter(bone, high(15.5, 62), kh)
    bone.line([high(-3, 16), high(4, 30), high(13, 50), high(15, 60)], 5 * kh, 3.0)
    bone.line([mid(-2, f) for f in (0.78, 0.7, 0.6, 0.5, 0.4, 0.3)], 4.5 * k, 4.0)
    bone.cut([condyles.at(0.5 * k, y * k) for y in (-28, -12)], 9 * k, 0.26)
    scar = [low(x, -25 - 4.5 * math.cos(x / 11)) for x in range(-41, 42, 2)]
    if leg.geometry.open_physes:
        head = Frame(hip, shaft.polar_deg + leg.geometry.mnsa_deg)
        cap = [head.at(x * r, (-0.30 + 0.12 * math.cos(3 * x)) * r) for x in np.linspace(-0.96, 0.96, 15)]
        for plate in (scar, cap, [high(-22, 15), high(-8, 19), high(4, 13), high(8, 6)]):
            bone.cut(plate, PHYSIS_MM * k, PHYSIS_SHARE)
    else:
        bone.line(scar, 1.1 * k, 1.6)
    return shadow_of(bone, spongy)


def _add_neck(bone: Bone, leg: Leg, kh: float) -> None:
    """Add the neck: a waisted tube about the line from its narrowest place to the hip centre."""
    neck, hip = leg.at[Id.FEMORAL_NECK], leg.at[Id.HIP_CENTER]
    kn = leg.geometry.neck_mm / 27
    to_head = hip - neck
    axis = Frame(neck, math.degrees(math.atan2(to_head.u, to_head.v)))
    across, along = bone.patch.inside(axis)
    marks = [v * kn for v in (-44, -34, -20, -9, 0, 9, 18, 27)]
    half = np.interp(along, marks, [v * kn for v in (30, 25, 19.3, 16.4, 15.6, 16.4, 18.4, 20)]).astype(np.float32)
    wall = np.interp(along, marks, [v * kh for v in (2.0, 2.2, 2.6, 2.6, 2.2, 1.6, 1.2, 1.0)]).astype(np.float32)
    # At its lower border (across below zero) the calcar makes the cortex thick.
    wall *= 1 - 0.4 * np.tanh(across / (7 * kh))
    span = np.clip((along + 33 * kn) / (26 * kn), 0, 1) * (along < 27 * kn)
    depth = 1.55 * half * np.sqrt(span * (2 - span))
    outer = depth * np.sqrt(np.maximum(1 - (across / half) ** 2, 0))
    hollow = half - wall
    inner = np.maximum(depth - 2 * wall, 0) * np.sqrt(np.maximum(1 - (across / hollow) ** 2, 0))
    bone.blend(outer, inner)


def _add_lesser_trochanter(bone: Bone, centre: Vec, kh: float) -> None:
    x, y = (bone.patch.u - centre.u) / (9.5 * kh), (bone.patch.v - centre.v) / (14 * kh)
    bump = np.maximum(1 - x * x - y * y, 0)
    bone.outer += 17 * kh * bump
    bone.inner += 12.5 * kh * bump


def patella(leg: Leg) -> Shadow:
    """Return the kneecap, a disc in front of the femur."""
    k, centre = leg.geometry.girth, leg.at[Id.PATELLA_CENTER]
    patch = leg.patch(centre - Vec(26 * k, 26 * k), centre + Vec(26 * k, 26 * k))
    bone = Bone(patch)
    x, y = (patch.u - centre.u) / (22.5 * k), (patch.v - centre.v) / (21.5 * k)
    x = x * (1 + 0.30 * np.maximum(y, 0) ** 2)  # narrower towards its lower pole
    y = y * (1 + 0.10 * (1 - np.minimum(np.abs(x), 1)) * (y < 0))  # and flatter at its base
    square = x * x + y * y
    bone.outer = 15.5 * k * np.sqrt(np.maximum(1 - square**2, 0))
    bone.inner = 13.2 * k * np.sqrt(np.maximum(1 - (square / 0.90) ** 2, 0))
    return shadow_of(bone, 0.6)
