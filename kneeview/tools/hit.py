"""What lies under the pointer, and what dragging it does. Pure functions on a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from math import hypot

from kneeview.case.case import Case, CircleMark, Placement, PointMark, circle_on_film, position_on_film
from kneeview.domain.calibration import Calibration, RulerCalibration, SphereCalibration
from kneeview.domain.geometry import DegenerateError, ImagePoint
from kneeview.domain.measurement import PlacedLandmark
from kneeview.domain.scale import Scale


class Part(Enum):
    """Which part of a mark was hit."""

    CENTRE = "centre"
    RIM_POINT = "rim point"
    RING = "ring"


@dataclass(frozen=True, slots=True)
class Hit:
    """A mark under the pointer. `landmark` None stands for the mark of the scale; `index` counts its points."""

    landmark: PlacedLandmark | None
    part: Part
    at: ImagePoint
    index: int = 0


def _parts(key: PlacedLandmark, placement: Placement, scale: Scale, *, rim_points: bool) -> Iterator[Hit]:
    position = position_on_film(placement, scale)
    if position is not None:
        yield Hit(key, Part.CENTRE, scale.to_image(position))
    if rim_points and isinstance(placement, CircleMark):
        for index, point in enumerate(placement.rim):
            yield Hit(key, Part.RIM_POINT, point, index)


def _scale_parts(calibration: Calibration) -> Iterator[Hit]:
    points: tuple[ImagePoint, ...] = ()
    if isinstance(calibration, RulerCalibration):
        points = tuple(point for segment in calibration.segments for point in (segment.start, segment.end))
    elif isinstance(calibration, SphereCalibration):
        points = calibration.rim
    for index, point in enumerate(points):
        yield Hit(None, Part.RIM_POINT, point, index)


def _ring(key: PlacedLandmark, mark: CircleMark, scale: Scale, at: ImagePoint) -> tuple[float, Hit] | None:
    """Return the nearest place on the ring of a circle and its distance in pixels of the image."""
    circle = circle_on_film(mark, scale)
    if circle is None or scale.perspective is not None:
        return None
    here = scale.to_plane(at)
    distance = hypot(here.x - circle.x, here.y - circle.y)
    if distance == 0:
        return None
    share = circle.radius / distance
    nearest = scale.to_image(
        replace(here, x=circle.x + (here.x - circle.x) * share, y=circle.y + (here.y - circle.y) * share)
    )
    return at.distance(nearest), Hit(key, Part.RING, nearest)


def hit(case: Case, at: ImagePoint, within: float, selected: PlacedLandmark | None = None) -> Hit | None:
    """Return the nearest mark within a distance in pixels of the image; None where there is none.

    Points come before rings. The rim points of a circle can be hit while it is selected.
    """
    scale = case.scale
    points = [
        part
        for key, placement in case.placements()
        for part in _parts(key, placement, scale, rim_points=key == selected)
    ]
    points += _scale_parts(case.calibration.calibration)
    near = [(at.distance(part.at), part) for part in points]
    best = min(near, key=lambda pair: pair[0], default=None)
    if best is not None and best[0] <= within:
        return best[1]
    rings = [
        found
        for key, placement in case.placements()
        if isinstance(placement, CircleMark) and (found := _ring(key, placement, scale, at)) is not None
    ]
    ring = min(rings, key=lambda pair: pair[0], default=None)
    return ring[1] if ring is not None and ring[0] <= within else None


def _dragged_circle(mark: CircleMark, grip: Hit, to: ImagePoint, scale: Scale) -> CircleMark:
    dx, dy = to.x - grip.at.x, to.y - grip.at.y
    if grip.part is Part.CENTRE:
        return mark.moved(dx, dy)
    if grip.part is Part.RIM_POINT:
        return CircleMark(tuple(point.moved(dx, dy) if k == grip.index else point for k, point in enumerate(mark.rim)))
    circle = circle_on_film(mark, scale)
    if circle is None:
        return mark
    here = scale.to_plane(to)
    share = hypot(here.x - circle.x, here.y - circle.y) / circle.radius
    rim = []
    for point in mark.rim:
        on_film = scale.to_plane(point)
        pulled = replace(
            on_film, x=circle.x + (on_film.x - circle.x) * share, y=circle.y + (on_film.y - circle.y) * share
        )
        rim.append(scale.to_image(pulled))
    return CircleMark(tuple(rim))


def _dragged_scale(calibration: Calibration, index: int, dx: float, dy: float) -> Calibration:
    if isinstance(calibration, RulerCalibration):
        segments = list(calibration.segments)
        segment = segments[index // 2]
        segments[index // 2] = (
            replace(segment, end=segment.end.moved(dx, dy))
            if index % 2
            else replace(segment, start=segment.start.moved(dx, dy))
        )
        return RulerCalibration(tuple(segments))
    if isinstance(calibration, SphereCalibration):
        rim = (point.moved(dx, dy) if k == index else point for k, point in enumerate(calibration.rim))
        return replace(calibration, rim=tuple(rim))
    return calibration


def dragged(case: Case, grip: Hit, to: ImagePoint) -> Case:
    """Return the case with the gripped mark at a new place, computed from where the drag began.

    Raises `CalibrationError` where the mark of the scale would make none.
    """
    if grip.landmark is None:
        record = case.calibration
        moved = _dragged_scale(record.calibration, grip.index, to.x - grip.at.x, to.y - grip.at.y)
        return case.with_calibration(moved, record.by, record.at)
    side, landmark_id = grip.landmark
    match case.placement(side, landmark_id):
        case PointMark(point):
            moved_point = point.moved(to.x - grip.at.x, to.y - grip.at.y)
            return case.with_placement(side, landmark_id, PointMark(moved_point))
        case CircleMark() as mark:
            try:
                return case.with_placement(side, landmark_id, _dragged_circle(mark, grip, to, case.scale))
            except DegenerateError:
                return case
        case _:
            return case


def nudged(case: Case, landmark: PlacedLandmark, dx: float, dy: float) -> Case:
    """Return the case with a landmark moved by some pixels of the image."""
    side, landmark_id = landmark
    match case.placement(side, landmark_id):
        case PointMark(point):
            return case.with_placement(side, landmark_id, PointMark(point.moved(dx, dy)))
        case CircleMark() as mark:
            return case.with_placement(side, landmark_id, mark.moved(dx, dy))
        case _:
            return case
