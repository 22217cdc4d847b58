"""Where a landmark is likely to lie, from those that are placed and from anatomy. No reading depends on it.

The leg is taken for a similar copy of the straight adult leg of `Landmark.typical`, fitted to what is placed with the
near landmarks counting most; where the other leg shows the landmark, that leg is the better model. All places are in
the limb frame of the leg (u medial, v distal) in units of the film plane: millimetres, or pixel widths without a scale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LandmarkId, landmark
from kneeview.domain.limb import LimbFrame, Side, View
from kneeview.domain.measurement import PlacedLandmark

Places = Mapping[LandmarkId, Vec]

_NEAR_MM: Final = 25.0
"""Landmarks nearer than this count alike: their own placement errors rule."""

_TRUST_MM: Final = 60.0
"""Landmarks must lie this far apart before they are believed more of size and turn than the size known before."""

_VAGUE: Final = frozenset(
    {
        LandmarkId.FEMORAL_SHAFT_PROXIMAL,
        LandmarkId.FEMORAL_SHAFT_DISTAL,
        LandmarkId.TIBIAL_SHAFT_PROXIMAL,
        LandmarkId.TIBIAL_SHAFT_DISTAL,
    }
)
_VAGUE_WEIGHT: Final = 0.2
_VAGUE_MM: Final = 45.0
"""Landmarks that may stand anywhere along a shaft: they count less, and next to them more room is left."""

_LONG_FILM: Final = 1.9
"""A film this many times as high as wide shows both legs from hip to ankle."""

_HIP_AT: Final = 0.175
_ANKLE_AT: Final = 0.915
_HIPS_APART: Final = 0.41
"""How such a film is usually taken: height of hips and ankles as shares of its height, distance as one of its width."""

_TYPICAL_LEG_MM: Final = landmark(LandmarkId.ANKLE_CENTER).typical.v - landmark(LandmarkId.HIP_CENTER).typical.v


@dataclass(frozen=True, slots=True)
class Stand:
    """A picture as far as anatomy goes: size and middle in the film plane, how it is seen, and what is placed."""

    width: float
    height: float
    middle: float
    view: View
    right: Places
    left: Places
    in_mm: bool

    def of(self, side: Side) -> Places:
        """Return what is placed on that leg."""
        return self.right if side is Side.RIGHT else self.left

    @property
    def is_long_film(self) -> bool:
        """Whether both legs are likely to stand on it from hip to ankle."""
        return self.height >= _LONG_FILM * self.width > 0


@dataclass(frozen=True, slots=True)
class Likely:
    """Where a landmark should be: the middle, how far off it may be, and how long a typical millimetre is there."""

    at: Vec
    reach: float
    unit: float


def _complex(position: Vec) -> complex:
    return complex(position.u, position.v)


def _vec(number: complex) -> Vec:
    return Vec(number.real, number.imag)


def _typical(landmark_id: LandmarkId) -> complex:
    return _complex(landmark(landmark_id).typical)


def unit_of(stand: Stand) -> float | None:
    """Return how long a typical millimetre is in units of the film plane; None where nothing tells.

    What is placed comes first, then the usual make of a long film, then the millimetre of the scale.
    """
    sizes = []
    for side in Side:
        here = stand.of(side)
        ends = [i for i in here if abs(landmark(i).typical.u) < _TRUST_MM and i not in _VAGUE]
        if len(ends) >= 2:
            top = min(ends, key=lambda i: landmark(i).typical.v)
            bottom = max(ends, key=lambda i: landmark(i).typical.v)
            typical = landmark(bottom).typical.v - landmark(top).typical.v
            if typical >= 2 * _TRUST_MM:
                sizes.append((here[bottom] - here[top]).length / typical)
    if sizes:
        return max(sizes)
    if stand.is_long_film:
        return (_ANKLE_AT - _HIP_AT) * stand.height / _TYPICAL_LEG_MM
    return 1.0 if stand.in_mm else None


def likely(step: PlacedLandmark, stand: Stand) -> Likely | None:
    """Return where a landmark should be; None where nothing tells."""
    side, landmark_id = step
    unit = unit_of(stand)
    if unit is None or unit <= 0:
        return None
    here = {i: at for i, at in stand.of(side).items() if i is not landmark_id}
    there = stand.of(side.other)
    if landmark_id in there:
        shared = [i for i in here if i in there]
        if shared:
            return _beside_the_other(landmark_id, here, there, shared, unit)
        if not here:
            return Likely(_mirrored(there[landmark_id], side, stand), 45 * unit, unit)
    if here:
        return _as_usual(landmark_id, here, unit)
    if there:
        of_the_other = _as_usual(landmark_id, there, unit)
        return Likely(_mirrored(of_the_other.at, side, stand), of_the_other.reach + 40 * unit, unit)
    return _on_a_long_film(step, stand, unit) if stand.is_long_film else None


def _weights(landmark_id: LandmarkId, near: list[LandmarkId]) -> list[float]:
    target = _typical(landmark_id)
    return [(_VAGUE_WEIGHT if i in _VAGUE else 1.0) / (abs(_typical(i) - target) + _NEAR_MM) ** 2 for i in near]


def _reach(landmark_id: LandmarkId, near: list[LandmarkId], share: float, unit: float) -> float:
    nearest = min(near, key=lambda i: abs(_typical(i) - _typical(landmark_id)))
    away = abs(_typical(nearest) - _typical(landmark_id))
    return (15 + share * away + (_VAGUE_MM if nearest in _VAGUE else 0.0)) * unit


def _beside_the_other(
    landmark_id: LandmarkId, here: Places, there: Places, shared: list[LandmarkId], unit: float
) -> Likely:
    """Return the place on the other leg, moved as far as the landmarks that both legs have are apart."""
    weights = _weights(landmark_id, shared)
    shift = sum(w * _complex(here[i] - there[i]) for w, i in zip(weights, shared, strict=True)) / sum(weights)
    return Likely(_vec(_complex(there[landmark_id]) + shift), _reach(landmark_id, shared, 0.13, unit), unit)


def _as_usual(landmark_id: LandmarkId, here: Places, unit: float) -> Likely:
    """Return the place on the typical leg, fitted to the landmarks of this leg: moved, and turned and sized with care.

    The fit is least squares on complex numbers, z = a t + b; a is drawn towards the size known before.
    """
    near = list(here)
    weights = _weights(landmark_id, near)
    total = sum(weights)
    mean_z = sum(w * _complex(here[i]) for w, i in zip(weights, near, strict=True)) / total
    mean_t = sum(w * _typical(i) for w, i in zip(weights, near, strict=True)) / total
    drawn = total * _TRUST_MM**2
    top, below = complex(drawn * unit), drawn
    for weight, i in zip(weights, near, strict=True):
        t = _typical(i) - mean_t
        top += weight * t.conjugate() * (_complex(here[i]) - mean_z)
        below += weight * abs(t) ** 2
    place = mean_z + top / below * (_typical(landmark_id) - mean_t)
    return Likely(_vec(place), _reach(landmark_id, near, 0.12, unit), unit)


def _midline(side: Side, stand: Stand) -> float:
    """Return the place of the midline along u of that leg: amid landmarks of both legs, else amid the picture."""
    here, there = stand.of(side), stand.of(side.other)
    both = [(here[i].u - there[i].u) / 2 for i in here if i in there]
    sign = LimbFrame(side, stand.view).medial_sign
    return sum(both) / len(both) if both else sign * stand.middle


def _mirrored(at: Vec, side: Side, stand: Stand) -> Vec:
    """Return a place of the other leg, mirrored at the midline, in the limb frame of this one."""
    return Vec(2 * _midline(side, stand) + at.u, at.v)


def _on_a_long_film(step: PlacedLandmark, stand: Stand, unit: float) -> Likely:
    side, landmark_id = step
    typical = _typical(landmark_id) - _typical(LandmarkId.HIP_CENTER)
    hip_u = _midline(side, stand) - _HIPS_APART / 2 * stand.width
    place = complex(hip_u, _HIP_AT * stand.height) + unit * typical
    return Likely(_vec(place), 75 * unit, unit)
