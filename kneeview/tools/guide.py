"""Where to look for the next landmark: what the view is asked to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kneeview.case.case import Case
from kneeview.case.placements import CircleMark, circle_on_film, position_on_film
from kneeview.domain.geometry import DegenerateError, ImagePoint, PlanePoint, Vec
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.likely import Stand, likely, unit_of
from kneeview.domain.limb import LimbFrame, Side
from kneeview.domain.measurement import PlacedLandmark

_JOINT_MM: Final = 52.0
"""How far around a landmark the eye needs to see, on a typical leg."""

_ROOM: Final = 1.25
"""How much more than the likely place is shown."""

_HEADS: Final = 2.4
"""How many radii of a femoral head are shown around its centre."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A place of the picture worth seeing, and how far around it, in pixels of the image across."""

    at: ImagePoint
    radius: float


def _positions(case: Case, side: Side) -> Mapping[LandmarkId, Vec]:
    frame, scale = LimbFrame(side, case.view), case.scale
    found = {i: position_on_film(mark, scale) for i, mark in case.limbs[side].items()}
    return {i: frame.to_limb(place) for i, place in found.items() if place is not None}


def stand_of(case: Case) -> Stand | None:
    """Return the picture as far as anatomy goes; None where its size is not known."""
    if not case.image.columns:
        return None
    try:
        corner = case.scale.to_plane(ImagePoint(case.image.columns, case.image.rows))
        origin = case.scale.to_plane(ImagePoint(0.0, 0.0))
    except DegenerateError:
        return None
    right, left = (_positions(case, side) for side in (Side.RIGHT, Side.LEFT))
    width, height = abs(corner.x - origin.x), abs(corner.y - origin.y)
    middle = (corner.x + origin.x) / 2
    return Stand(width, height, middle, case.view, right, left, case.scale.is_calibrated)


def typical_mm(case: Case) -> float | None:
    """Return how many pixels of the image across a typical millimetre is; None where nothing tells."""
    stand = stand_of(case)
    unit = None if stand is None else unit_of(stand)
    return None if stand is None or not unit else unit * case.image.columns / stand.width


def sight_of(case: Case, step: PlacedLandmark) -> Sight | None:
    """Return where a landmark is, or is likely to be; None where nothing tells."""
    stand = stand_of(case)
    if stand is None:
        return None
    side, landmark_id = step
    per_unit = case.image.columns / stand.width
    placement = case.placement(side, landmark_id)
    place = None if placement is None else position_on_film(placement, case.scale)
    if place is not None:
        around = _JOINT_MM * (unit_of(stand) or stand.width / 8 / _JOINT_MM)
        circle = circle_on_film(placement, case.scale) if isinstance(placement, CircleMark) else None
        return _sight(case, place, (around if circle is None else _HEADS * circle.radius) * per_unit)
    found = likely(step, stand)
    if found is None:
        return None
    radius = max(_ROOM * found.reach, _JOINT_MM * found.unit)
    return _sight(case, LimbFrame(side, case.view).to_plane(found.at), radius * per_unit)


def _sight(case: Case, place: PlanePoint, radius: float) -> Sight | None:
    """Return the sight of a place of the film plane, no further out than the picture goes."""
    try:
        at = case.scale.to_image(place)
    except DegenerateError:
        return None
    if not at.is_finite:
        return None
    return Sight(ImagePoint(min(max(at.x, 0.0), case.image.columns), min(max(at.y, 0.0), case.image.rows)), radius)
