"""The foot, seen end on: the talus under the plafond, then everything that lies one behind the other in the beam."""

from __future__ import annotations

import math

import numpy as np

from kneeview.domain.geometry import Vec
from kneeview.imaging.phantom.bones import Leg, Shadow, shadow_of, unsharp_shadow
from kneeview.imaging.phantom.leg import Frame
from kneeview.imaging.phantom.solids import Array, Bone, Outline, Patch, single

_HINDFOOT = ((-5.0, 50.0, 21.0, 23.0, 34.0), (3.0, 38.0, 27.0, 14.0, 24.0))
"""Calcaneus and midfoot: middle across and along from the ankle centre, half width, half height, depth."""

_RAYS = ((13.0, 25.0, 7.5), (8.0, 12.0, 5.0), (2.0, 2.0, 4.8), (-5.0, -8.0, 4.8), (-12.0, -19.0, 5.0))
"""The metatarsals, from the great toe: where they begin and end across, and their half width."""

_RAY_BEGINS_MM, _RAY_MM = 30.0, 42.0
"""Where the metatarsals begin below the ankle centre, and how long they seem, foreshortened as they are."""


def foot(leg: Leg) -> list[Shadow]:
    """Return the shadows of the bones below the ankle."""
    k, ankle = leg.geometry.girth, leg.frames.ankle.origin
    patch = leg.patch(ankle + Vec(-60 * k, 0), ankle + Vec(60 * k, 84 * k))
    hind = Bone(patch)
    for across, along, wide, high, thick in _HINDFOOT:
        centre = leg.frames.ankle.at(across * k, along * k)
        x, y = (patch.u - centre.u) / (wide * k), (patch.v - centre.v) / (high * k)
        hind.add_chords(
            single(thick * k * np.sqrt(np.maximum(1 - x * x - y * y, 0))), np.zeros(patch.shape, np.float32)
        )
    fore = Bone(patch)
    for ray in _RAYS:
        outer, inner = _metatarsal(leg, patch, *ray)
        fore.outer += outer
        fore.inner += inner
    return [
        _talus(leg, patch),
        unsharp_shadow(hind, 0.62 * hind.outer, 1.6 * k),
        unsharp_shadow(fore, 0.55 * fore.inner, 1.1 * k),
    ]


def _talus(leg: Leg, patch: Patch) -> Shadow:
    """Return the talus: its dome follows the plafond, its body is lost among the other bones."""
    k, plafond, ankle = leg.geometry.girth, leg.frames.plafond, leg.frames.ankle.origin
    talus = Bone(patch)
    medial = [plafond.at(x * k, y * k) for x, y in ((12.0, 0), (12.8, 7), (13.5, 14), (19, 24), (20, 34))]
    lateral = [plafond.at(x * k, y * k) for x, y in ((-16.8, 0), (-17.4, 7), (-19, 14), (-22, 22), (-19, 34))]
    top = patch.surface(plafond, ((-24, 16), (-17, 5.2), (-14, 3.7), (0, 3.9), (9, 3.6), (12, 5), (24, 20)), k)
    depth = np.full_like(patch.v, 44 * k)
    outline = Outline(patch.edge(medial), patch.edge(lateral), depth, top, None, 0.6, 6 * k)
    talus.add(outline, 1.2 * k, 1.4 * k)
    lost = np.clip((ankle.v + 44 * k - patch.v) / (30 * k), 0, 1)
    talus.outer *= lost * (2 - lost)
    talus.inner *= lost * (2 - lost)
    return shadow_of(talus, 0.95)


def _metatarsal(leg: Leg, patch: Patch, near: float, far: float, wide: float) -> tuple[Array, Array]:
    """Return the chords of a metatarsal and of its marrow."""
    k, ankle = leg.geometry.girth, leg.frames.ankle
    lean = math.degrees(math.atan2(far - near, _RAY_MM))
    across, along = patch.inside(Frame(ankle.at(near * k, _RAY_BEGINS_MM * k), ankle.polar_deg + lean))
    half = wide * k * (0.8 + 0.25 * np.cos(np.clip(along / (_RAY_MM * k), 0, 1) * 2 * np.pi))
    span = np.clip(along / (20 * k), 0, 1) * np.clip((_RAY_MM * k - along) / (6 * k), 0, 1)
    ends = span * (2 - span)
    outer = 3.2 * half * ends * np.sqrt(np.maximum(1 - (across / half) ** 2, 0))
    inner = 2.8 * half * ends * np.sqrt(np.maximum(1 - (across / (0.74 * half)) ** 2, 0))
    return single(outer), single(inner)
