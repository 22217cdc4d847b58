"""What lies under the pointer, and what dragging it does. Pure functions on a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from math import hypot

from kneeview.case.case import Case
from kneeview.case.placements import CircleMark, Placement, PointMark, circle_on_film, position_on_film
from kneeview.case.scale_marks import (
    Points,
    ScalePiece,
    ball_on_plane,
    is_lines,
    marked_points,
    plumb_points,
    with_scale_points,
)
from kneeview.domain.calibration import RulerCalibration
from kneeview.domain.geometry import DegenerateError, ImagePoint
from kneeview.domain.measurement import PlacedLandmark
from kneeview.domain.scale import Scale


class Part(Enum):
    """Which part of a mark was hit."""

    CENTRE = "centre"
    RIM_POINT = "rim point"
    RING = "ring"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Hit:
    """A mark under the pointer.

    `landmark` None stands for the mark of the scale, or for the plumb line where `plumb` says so; `index` counts its
    points, and for the body of a line it is that of its first end.
    """

    landmark: PlacedLandmark | None
    part: Part
    at: ImagePoint
    index: int = 0
    plumb: bool = False

    def piece(self, case: Case) -> ScalePiece | None:
        """Return the piece of the scale that was hit; None for a landmark."""
        if self.landmark is not None:
            return None
        ruler = isinstance(case.calibration.calibration, RulerCalibration)
        return ScalePiece(self.plumb, self.index // 2 if ruler and not self.plumb else 0)


def _parts(key: PlacedLandmark, placement: Placement, scale: Scale, *, rim_points: bool) -> Iterator[Hit]:
    position = position_on_film(placement, scale)
    if position is not None:
        yield Hit(key, Part.CENTRE, scale.to_image(position))
    if rim_points and isinstance(placement, CircleMark):
        for index, point in enumerate(placement.rim):
            yield Hit(key, Part.RIM_POINT, point, index)


def _scale_parts(case: Case) -> Iterator[Hit]:
    for index, point in enumerate(marked_points(case.calibration.calibration)):
        yield Hit(None, Part.RIM_POINT, point, index)
    for index, point in enumerate(plumb_points(case)):
        yield Hit(None, Part.RIM_POINT, point, index, plumb=True)
    ball = ball_on_plane(case)
    if ball is not None:
        yield Hit(None, Part.CENTRE, ImagePoint(ball.x, ball.y / case.header_scale.aspect))


def _ball_ring(case: Case, at: ImagePoint) -> Iterator[tuple[float, Hit]]:
    """Return the nearest place on the rim of the ball and its distance in pixels of the image."""
    ball, aspect = ball_on_plane(case), case.header_scale.aspect
    if ball is None or (at.x, at.y * aspect) == (ball.x, ball.y):
        return
    share = ball.radius_towards(at.x, at.y * aspect) / hypot(at.x - ball.x, at.y * aspect - ball.y)
    place = ImagePoint(ball.x + share * (at.x - ball.x), (ball.y + share * (at.y * aspect - ball.y)) / aspect)
    yield at.distance(place), Hit(None, Part.RING, place)


def _bodies(case: Case, at: ImagePoint) -> Iterator[tuple[float, Hit]]:
    """Return the nearest place on every line of the scale, and its distance in pixels of the image."""
    calibration = case.calibration.calibration
    lines: list[tuple[Points, bool]] = [(plumb_points(case), True)]
    if is_lines(calibration):
        lines.append((marked_points(calibration), False))
    for points, plumb in lines:
        for index in range(0, len(points), 2):
            place = nearest_on(points[index], points[index + 1], at)
            yield at.distance(place), Hit(None, Part.BODY, place, index, plumb=plumb)


def nearest_on(start: ImagePoint, end: ImagePoint, at: ImagePoint) -> ImagePoint:
    """Return the place on a line between two points that is nearest to a third; the start where both are one."""
    dx, dy = end.x - start.x, end.y - start.y
    square = dx * dx + dy * dy
    share = ((at.x - start.x) * dx + (at.y - start.y) * dy) / square if square else 0.0
    share = min(max(share, 0.0), 1.0)
    return start.moved(share * dx, share * dy)


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


def hit(
    case: Case, at: ImagePoint, within: float, selected: PlacedLandmark | None = None, *, bodies: bool = False
) -> Hit | None:
    """Return the nearest mark within a distance in pixels of the image; None where there is none.

    Points come before rings, and rings before the lines of rulers, which count with `bodies` only. The rim points of a
    circle can be hit while it is selected.
    """
    scale = case.scale
    points = [
        part
        for key, placement in case.placements()
        for part in _parts(key, placement, scale, rim_points=key == selected)
    ]
    points += _scale_parts(case)
    rings = [
        found
        for key, placement in case.placements()
        if isinstance(placement, CircleMark) and (found := _ring(key, placement, scale, at)) is not None
    ]
    rings += _ball_ring(case, at)
    lines = list(_bodies(case, at)) if bodies else []
    for candidates in ([(at.distance(part.at), part) for part in points], rings, lines):
        distance, best = min(candidates, key=lambda pair: pair[0], default=(within + 1, None))
        if distance <= within:
            return best
    return None


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


def _dragged_scale(case: Case, grip: Hit, to: ImagePoint) -> Case:
    """Return the case with the mark of the scale moved. Raises `CalibrationError` where it would make none."""
    points = plumb_points(case) if grip.plumb else marked_points(case.calibration.calibration)
    dx, dy = to.x - grip.at.x, to.y - grip.at.y
    match grip.part:
        case Part.RIM_POINT:
            moved = tuple(point.moved(dx, dy) if k == grip.index else point for k, point in enumerate(points))
        case Part.BODY:
            ends = (grip.index, grip.index + 1)
            moved = tuple(point.moved(dx, dy) if k in ends else point for k, point in enumerate(points))
        case Part.CENTRE:
            moved = tuple(point.moved(dx, dy) for point in points)
        case _:
            moved = _pulled(case, points, to)
    return with_scale_points(case, moved, plumb=grip.plumb)


def _pulled(case: Case, rim: Points, to: ImagePoint) -> Points:
    """Return the rim of a ball grown or shrunk about its centre, so that it passes through a point."""
    ball, aspect = ball_on_plane(case), case.header_scale.aspect
    if ball is None:
        return rim
    share = hypot(to.x - ball.x, to.y * aspect - ball.y) / ball.radius_towards(to.x, to.y * aspect)
    centre = ImagePoint(ball.x, ball.y / aspect)
    return tuple(centre.moved((p.x - centre.x) * share, (p.y - centre.y) * share) for p in rim)


def dragged(case: Case, grip: Hit, to: ImagePoint) -> Case:
    """Return the case with the gripped mark at a new place, computed from where the drag began.

    Raises `CalibrationError` where the mark of the scale would make none.
    """
    if grip.landmark is None:
        return _dragged_scale(case, grip, to)
    side, landmark_id = grip.landmark
    match case.placement(side, landmark_id):
        case PointMark() as point:
            return case.with_placement(side, landmark_id, point.moved(to.x - grip.at.x, to.y - grip.at.y))
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
        case PointMark() | CircleMark() as mark:
            return case.with_placement(side, landmark_id, mark.moved(dx, dy))
        case _:
            return case
