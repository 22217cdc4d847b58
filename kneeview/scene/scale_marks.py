"""From the scale of a case to its marks: what it was made by, what it is compared with, and the plumb line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from kneeview.case.case import Case
from kneeview.case.scale_marks import ScalePiece, marked_points, plumb_points, shadow_on_plane
from kneeview.domain.ball import Ellipse
from kneeview.domain.calibration import (
    Calibration,
    HeightCalibration,
    RectangleCalibration,
    RulerCalibration,
    SphereCalibration,
)
from kneeview.domain.geometry import ImagePoint
from kneeview.scene.primitives import CaptionMark, CrossMark, LineMark, Mark, OutlineMark, Role

CORNERS_OF_A_CIRCLE: Final = 96


def calibration_marks(case: Case, piece: ScalePiece | None, *, lit: bool, points: bool) -> Iterator[Mark]:
    """Return the marks of the scale in use and of those it is compared with; `piece` is the selected part of it.

    Its points are shown where `points` lets them, while it is `lit` or selected.
    """
    chosen = piece is not None and not piece.plumb
    calibration, aspect = case.calibration.calibration, case.header_scale.aspect
    for record in case.comparisons:
        yield from _marks_of(record.calibration, aspect, Role.COMPARISON)
    if isinstance(calibration, RulerCalibration):
        yield from _marks_of(calibration, aspect, Role.CALIBRATION, piece)
    else:
        yield from _marks_of(calibration, aspect, Role.SELECTED if chosen else Role.CALIBRATION)
    if points and (lit or chosen):
        yield from (CrossMark(point, Role.CALIBRATION) for point in marked_points(calibration))


def _marks_of(calibration: Calibration, aspect: float, role: Role, piece: ScalePiece | None = None) -> Iterator[Mark]:
    """Return what a calibration was marked by; of a ruler, the piece that is selected stands out."""
    size = Role.COMPARISON if role is Role.COMPARISON else Role.CALIBRATION
    match calibration:
        case RulerCalibration(segments):
            for k, segment in enumerate(segments):
                own = Role.SELECTED if piece == ScalePiece(segment=k) else role
                yield LineMark(segment.start, segment.end, own, None, ticks=True)
                yield CaptionMark(segment.end, f"{segment.length_mm:g} mm", size)
        case SphereCalibration(_, diameter_mm):
            ball = shadow_on_plane(calibration, aspect)
            if ball is not None:
                outline = ellipse_outline(ball, aspect)
                yield OutlineMark(outline, role)
                lowest = max(outline, key=lambda point: point.y)
                yield CaptionMark(lowest, f"{diameter_mm:g} mm", size, None, (0.0, 14.0))
        case HeightCalibration(top, bottom, height_mm):
            yield LineMark(top, bottom, role, None, ticks=True)
            yield CaptionMark(bottom, f"{height_mm:g} mm", size)
        case RectangleCalibration(corners):
            yield OutlineMark(corners, role)
        case _:
            return


def plumb_marks(case: Case, piece: ScalePiece | None, *, lit: bool, points: bool) -> Iterator[Mark]:
    """Return the marks of the plumb line, if there is one."""
    ends = plumb_points(case)
    if not ends:
        return
    chosen = piece == ScalePiece(plumb=True)
    yield LineMark(ends[0], ends[1], Role.SELECTED if chosen else Role.CALIBRATION, None, ticks=True)
    yield CaptionMark(ends[1], "plumb", Role.CALIBRATION)
    if points and (lit or chosen):
        yield from (CrossMark(point, Role.CALIBRATION) for point in ends)


@lru_cache(maxsize=32)
def ellipse_outline(ellipse: Ellipse, aspect: float) -> tuple[ImagePoint, ...]:
    """Return an ellipse on square pixels as a polygon on the image, whose pixels are `aspect` times as high as wide."""
    step = 360 / CORNERS_OF_A_CIRCLE
    places = (ellipse.at(k * step) for k in range(CORNERS_OF_A_CIRCLE))
    return tuple(ImagePoint(x, y / aspect) for x, y in places)
