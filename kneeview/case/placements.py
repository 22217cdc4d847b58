"""How a landmark was placed: at a point, by a circle through points of its rim, or not at all and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

from kneeview.domain.geometry import Circle, DegenerateError, ImagePoint, PlanePoint, circle_through
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.scale import Scale


class Found(StrEnum):
    """How a placement was found. A suggestion was found in the picture and is waiting to be accepted."""

    BY_HAND = "by hand"
    SUGGESTED = "suggested"
    SNAPPED = "snapped"


@dataclass(frozen=True, slots=True)
class PointMark:
    """A landmark at a point. A locked one stays where it is until it is unlocked."""

    point: ImagePoint
    found: Found = Found.BY_HAND
    locked: bool = False

    def moved(self, dx: float, dy: float) -> PointMark:
        """Return the point moved by hand, in pixels."""
        return PointMark(self.point.moved(dx, dy))


@dataclass(frozen=True, slots=True)
class CircleMark:
    """A landmark at the centre of the circle through three or more points of its rim."""

    rim: tuple[ImagePoint, ...]
    found: Found = Found.BY_HAND
    locked: bool = False

    def moved(self, dx: float, dy: float) -> CircleMark:
        """Return the circle moved as a whole by hand, in pixels."""
        return CircleMark(tuple(point.moved(dx, dy) for point in self.rim))


@dataclass(frozen=True, slots=True)
class Absent:
    """A landmark that cannot be placed, and why."""

    reason: str


Placement = PointMark | CircleMark | Absent

NOT_VISIBLE: Final = Absent("not visible")

Limb = Mapping[LandmarkId, Placement]


def circle_on_film(mark: CircleMark, scale: Scale) -> Circle | None:
    """Return the circle of a rim in the film plane (mm, or pixel widths without a scale); None for a rim on a line."""
    try:
        rim = [scale.to_plane(point) for point in mark.rim]
        return circle_through([(point.x, point.y) for point in rim])
    except DegenerateError:
        return None


def points_of(placement: Placement) -> tuple[ImagePoint, ...]:
    """Return the points that were set for a placement; none for one that is absent."""
    match placement:
        case PointMark(point):
            return (point,)
        case CircleMark(rim):
            return rim
        case Absent():
            return ()
        case _:
            assert_never(placement)


def is_locked(placement: Placement | None) -> bool:
    """Whether a placement is locked."""
    return isinstance(placement, (PointMark, CircleMark)) and placement.locked


def is_suggested(placement: Placement | None) -> bool:
    """Whether a placement was found in the picture and nobody accepted it yet."""
    return isinstance(placement, (PointMark, CircleMark)) and placement.found is Found.SUGGESTED


def position_on_film(placement: Placement, scale: Scale) -> PlanePoint | None:
    """Return where a placement lies in the film plane; None where it lies nowhere."""
    match placement:
        case PointMark(point):
            try:
                return scale.to_plane(point)
            except DegenerateError:
                return None
        case CircleMark():
            circle = circle_on_film(placement, scale)
            return None if circle is None else PlanePoint(circle.x, circle.y)
        case Absent():
            return None
        case _:
            assert_never(placement)


def why_nowhere(placement: Placement, scale: Scale) -> str:
    """Return why a placement lies nowhere in the film plane, after the landmark's name."""
    try:
        for point in points_of(placement):
            scale.to_plane(point)
    except DegenerateError:
        return "lies beyond the horizon of the rectangle's plane"
    return "has a rim that makes no circle"
