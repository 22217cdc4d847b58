"""The two bones of the shank.

All numbers are millimetres of an adult of 76 mm plateau width and are scaled by the girth of the leg; the points that
landmarks name are taken from the landmarks themselves, so that the drawn edges pass through them.
"""

from __future__ import annotations

import math

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LandmarkId as Id
from kneeview.imaging.phantom.bones import PHYSIS_MM, PHYSIS_SHARE, Leg, Shadow, shadow_of
from kneeview.imaging.phantom.leg import TIBIAL_SHAFT_FRACTIONS
from kneeview.imaging.phantom.solids import Bone, Outline


def tibia(leg: Leg) -> Shadow:
    """Return the shin bone: plateau with spines, shaft, plafond and medial malleolus."""
    k, frames, at = leg.geometry.girth, leg.frames, leg.at
    plateau, shaft, plafond = frames.plateau, frames.tibial_shaft, frames.plafond
    length, ankle = leg.geometry.tibia_length_mm, frames.ankle.origin
    middle = plateau.origin
    patch = leg.patch(
        Vec(min(middle.u, ankle.u) - 46 * k, middle.v - 14 * k), Vec(max(middle.u, ankle.u) + 46 * k, ankle.v + 24 * k)
    )
    bone = Bone(patch)

    def high(across: float, along: float) -> Vec:
        return plateau.at(across * k, along * k)

    def mid(across: float, fraction: float) -> Vec:
        return shaft.at(across * k, -fraction * length)

    def low(across: float, along: float) -> Vec:
        return frames.ankle.at(across * k, along * k)

    below = shaft.inside(middle).v

    def flare(across: float, along: float, share: float) -> Vec:
        """Return a point between plateau and shaft, whose axes differ by the share of the plateau."""
        from_shaft = shaft.at(across * k, below + along * k)
        return from_shaft + (high(across, along) - from_shaft) * share

    lateral = [
        high(-37.2, -4), at[Id.TIBIAL_EDGE_LATERAL], high(-37, 10), high(-33.5, 19), flare(-26.5, 33, 0.6),
        flare(-20.5, 50, 0.3), flare(-16.8, 72, 0.1), mid(-14.2, TIBIAL_SHAFT_FRACTIONS[0]), mid(-12.6, 0.5),
        mid(-11.6, 0.36), mid(-11.6, TIBIAL_SHAFT_FRACTIONS[1]), mid(-13.5, 0.16), low(-17.5, -28), low(-21, -12),
        low(-20.5, 0), low(-18, 10),
    ]  # fmt: skip
    medial = [
        high(37.2, -4), at[Id.TIBIAL_EDGE_MEDIAL], high(37, 10), high(33, 20), flare(26.5, 35, 0.6),
        flare(20.5, 52, 0.3), flare(16.8, 73, 0.1), mid(14.2, TIBIAL_SHAFT_FRACTIONS[0]), mid(12.6, 0.5),
        mid(11.6, 0.36), mid(11.6, TIBIAL_SHAFT_FRACTIONS[1]), mid(13.5, 0.16), low(18.5, -28), low(24, -12),
        at[Id.MEDIAL_MALLEOLUS], low(25.5, 10), low(23, 16),
    ]  # fmt: skip
    marks = [middle.v, middle.v + 14 * k, middle.v + 55 * k, middle.v + 0.3 * length, middle.v + 0.55 * length]
    marks += [ankle.v - 0.2 * length, ankle.v - 30 * k, ankle.v - 6 * k, ankle.v + 4 * k]
    depth = patch.along(marks, [46 * k, 47 * k, 34 * k, 29 * k, 26 * k, 24 * k, 30 * k, 36 * k, 24 * k])
    cortex = patch.along(marks, [1.0 * k, 1.2 * k, 3.0 * k, 5.4 * k, 5.8 * k, 4.4 * k, 1.9 * k, 1.2 * k, 1.2 * k])
    squareness = patch.along(marks, [0.9, 0.8, 0.3, 0.05, 0, 0.05, 0.2, 0.5, 0.5])
    spongy = patch.along(marks, [1.1, 1.0, 0.5, 0.1, 0.05, 0.12, 0.7, 1.05, 1.0])
    spines = plateau.inside(frames.tibia.origin) * (1 / k)
    top = patch.surface(
        plateau,
        (
            (-41, 14), (-38, 2.2), (-36, 0.6), (-33, 0.05), (-26, 0), (-15, 0), (-11.5, -1.2), (spines.u - 6, spines.v),
            (spines.u, spines.v + 2.4), (spines.u + 6, spines.v), (11.5, -1.4), (15, 0), (26, 0), (33, 0.05), (36, 0.6),
            (38, 2.2), (41, 14),
        ),
        k,
    )  # fmt: skip
    bottom = patch.surface(
        plafond,
        (
            (-26, -10), (-21, -1.5), (-18, -0.2), (-14, 0), (0, 0), (14, 0), (15.3, 1.0), (16.4, 6), (17.6, 12.5),
            (20.5, 15.8), (24, 13), (26.5, 8), (29, -4),
        ),
        k,
    )  # fmt: skip
    bone.add(
        Outline(patch.edge(medial), patch.edge(lateral), depth, top, bottom, squareness, rounding=5 * k),
        cortex,
        1.5 * k,
    )
    crest = [mid(-6, f) for f in (0.86, 0.8)] + [mid(-4, f) for f in (0.7, 0.6, 0.5, 0.4)] + [mid(-1, 0.3)]
    bone.line(crest, 3.5 * k, 3.5)
    bone.line([high(x, y) for x, y in ((-33, 4), (-26, 4.6), (-16, 3.4), (-10, 2.5))], 1.4 * k, 3.0)
    bone.line([high(x, y) for x, y in ((33, 4.4), (26, 5.4), (17, 4.2), (10, 2.5))], 1.4 * k, 3.0)
    scars = (
        [high(x, 15.5 + 2.0 * math.cos(x / 9)) for x in range(-41, 42, 2)],
        [low(x, -11 + 1.2 * math.cos(x / 6)) for x in range(-25, 28, 2)],
    )
    for scar in scars:
        if leg.geometry.open_physes:
            bone.cut(scar, PHYSIS_MM * k, PHYSIS_SHARE)
        else:
            bone.line(scar, 1.1 * k, 1.3)
    tuberosity = at[Id.TIBIAL_TUBEROSITY]
    bone.line([tuberosity + Vec(-7 * k, -14 * k), tuberosity, tuberosity + Vec(0, 16 * k)], 4 * k, 3.0)
    return shadow_of(bone, spongy)


def fibula(leg: Leg) -> Shadow:
    """Return the calf bone, from its head behind the tibia to the lateral malleolus."""
    k, frames, at = leg.geometry.girth, leg.frames, leg.at
    plateau, ankle, length = frames.plateau, frames.ankle, leg.geometry.tibia_length_mm
    patch = leg.patch(
        Vec(min(plateau.origin.u, ankle.origin.u) - 56 * k, plateau.origin.v),
        Vec(max(plateau.origin.u, ankle.origin.u) - 5 * k, ankle.origin.v + 32 * k),
    )
    bone = Bone(patch)

    def high(across: float, along: float) -> Vec:
        return plateau.at(across * k, along * k)

    def mid(across: float, fraction: float) -> Vec:
        return ankle.at(across * k, -fraction * length)

    def low(across: float, along: float) -> Vec:
        return ankle.at(across * k, along * k)

    lateral = [
        high(-42, 12), high(-45.5, 20), high(-44.5, 29), high(-40.5, 42), high(-38, 58), mid(-36.5, 0.7),
        mid(-35.5, 0.5), mid(-32.5, 0.3), mid(-29.5, 0.17), low(-29.5, -28), low(-31, -6),
        at[Id.LATERAL_MALLEOLUS], low(-30.5, 19), low(-28, 24),
    ]  # fmt: skip
    medial = [
        high(-33, 12), high(-24, 21), high(-24.5, 29), high(-28, 42), high(-27.5, 58), mid(-25, 0.7), mid(-23.5, 0.5),
        mid(-21, 0.3), mid(-17.5, 0.17), low(-15.5, -28), low(-15.2, -8), low(-19.2, 2), low(-20.2, 12), low(-23, 24),
    ]  # fmt: skip
    marks = [plateau.origin.v + v * k for v in (10, 28, 60)] + [ankle.origin.v + v * k for v in (-60, -10, 20)]
    depth = patch.along(marks, [15 * k, 19 * k, 12 * k, 12 * k, 19 * k, 15 * k])
    cortex = patch.along(marks, [0.8 * k, 1.2 * k, 3.2 * k, 3.0 * k, 1.3 * k, 1.1 * k])
    spongy = patch.along(marks, [0.9, 0.8, 0.1, 0.2, 0.9, 1.0])
    top = patch.surface(plateau, ((-48, 26), (-44.5, 15), (-41.5, 11), (-38, 10.6), (-33, 13), (-27, 17), (-22, 24)), k)
    bottom = patch.surface(ankle, ((-36, 8), (-31, 20), (-27.5, 24.5), (-24, 22), (-19, 8), (-10, 0)), k)
    bone.add(Outline(patch.edge(medial), patch.edge(lateral), depth, top, bottom, 0.1, 5 * k), cortex, 1.1 * k)
    if leg.geometry.open_physes:
        bone.cut([low(-34, 1), low(-24, 2), low(-14, 0)], PHYSIS_MM * k, PHYSIS_SHARE)
        bone.cut([high(-47, 24), high(-34, 26), high(-23, 24)], PHYSIS_MM * k, PHYSIS_SHARE)
    return shadow_of(bone, spongy)
