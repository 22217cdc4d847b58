"""The marks of a scale on the picture: their points, how they are moved and taken away. Pure functions on a case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from kneeview.case.case import Case
from kneeview.domain.ball import Ellipse, ball_shadow
from kneeview.domain.calibration import (
    Calibration,
    HeaderCalibration,
    HeightCalibration,
    MagnificationCalibration,
    RectangleCalibration,
    RulerCalibration,
    SpacingCalibration,
    SphereCalibration,
)
from kneeview.domain.geometry import DegenerateError, ImagePoint
from kneeview.domain.plumb import PlumbLine

Points = tuple[ImagePoint, ...]


@dataclass(frozen=True, slots=True)
class ScalePiece:
    """What can be taken away by itself: the plumb line, one stretch of the ruler, or any other mark as a whole."""

    plumb: bool = False
    segment: int = 0


def marked_points(calibration: Calibration) -> Points:
    """Return the points that a calibration was marked by; those of a ruler in pairs."""
    match calibration:
        case RulerCalibration(segments):
            return tuple(point for segment in segments for point in (segment.start, segment.end))
        case SphereCalibration(rim):
            return rim
        case HeightCalibration(top, bottom):
            return (top, bottom)
        case RectangleCalibration(corners):
            return corners
        case HeaderCalibration() | SpacingCalibration() | MagnificationCalibration():
            return ()
        case _:
            assert_never(calibration)


def with_points(calibration: Calibration, points: Points) -> Calibration:
    """Return the calibration with its points elsewhere, as many as it has."""
    match calibration:
        case RulerCalibration(segments):
            pairs = zip(segments, points[::2], points[1::2], strict=True)
            return replace(calibration, segments=tuple(replace(s, start=a, end=b) for s, a, b in pairs))
        case SphereCalibration():
            return replace(calibration, rim=points)
        case HeightCalibration():
            return replace(calibration, top=points[0], bottom=points[1])
        case RectangleCalibration():
            return replace(calibration, corners=(points[0], points[1], points[2], points[3]))
        case _:
            return calibration


def is_lines(calibration: Calibration) -> bool:
    """Whether the points are the ends of straight lines, two by two."""
    return isinstance(calibration, (RulerCalibration, HeightCalibration))


def ball_on_plane(case: Case) -> Ellipse | None:
    """Return the shadow of the ball in use on square pixels; None where there is no ball."""
    calibration = case.calibration.calibration
    if not isinstance(calibration, SphereCalibration):
        return None
    return shadow_on_plane(calibration, case.header_scale.aspect)


def shadow_on_plane(ball: SphereCalibration, aspect: float) -> Ellipse | None:
    """Return the shadow of a ball on square pixels (x, and y times the aspect); None where its rim makes none."""
    try:
        return ball_shadow([(point.x, point.y * aspect) for point in ball.rim])
    except DegenerateError:
        return None


def plumb_points(case: Case) -> Points:
    """Return the ends of the plumb line; none where there is no line."""
    return () if case.plumb is None else (case.plumb.top, case.plumb.bottom)


def with_scale_points(case: Case, points: Points, *, plumb: bool) -> Case:
    """Return the case with the points of its scale, or of its plumb line, elsewhere; who made it stays.

    Raises `CalibrationError` where they make none.
    """
    if plumb:
        return case.with_plumb(PlumbLine(points[0], points[1]))
    record = case.calibration
    return case.with_calibration(with_points(record.calibration, points), record.by, record.at)


def has_piece(case: Case, piece: ScalePiece) -> bool:
    """Whether the piece stands in the case."""
    if piece.plumb:
        return case.plumb is not None
    points = marked_points(case.calibration.calibration)
    return piece.segment < (len(points) // 2 if isinstance(case.calibration.calibration, RulerCalibration) else 1) and (
        bool(points)
    )


def without_piece(case: Case, piece: ScalePiece) -> Case:
    """Return the case without a piece of its scale; without its last one the header's scale is in force again."""
    if piece.plumb:
        return case.with_plumb(None)
    record = case.calibration
    if isinstance(record.calibration, RulerCalibration) and len(record.calibration.segments) > 1:
        left = tuple(s for k, s in enumerate(record.calibration.segments) if k != piece.segment)
        return case.with_calibration(replace(record.calibration, segments=left), record.by, record.at)
    return case.without_calibration()


def piece_name(case: Case, piece: ScalePiece) -> str:
    """Return what a piece is called, in the middle of a sentence."""
    if piece.plumb:
        return "plumb line"
    match case.calibration.calibration:
        case RulerCalibration():
            return "ruler"
        case SphereCalibration():
            return "ball"
        case HeightCalibration():
            return "patient's height"
        case _:
            return "rectangle"
