"""From a case to its scene: which marks are drawn, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import cos, pi, sin
from typing import Final

from kneeview.case.case import Case
from kneeview.case.placements import Absent, CircleMark, PointMark, circle_on_film, is_suggested, position_on_film
from kneeview.case.scale_marks import ScalePiece, marked_points, plumb_points, shadow_on_plane
from kneeview.domain.ball import Ellipse, ball_shadow
from kneeview.domain.calibration import (
    Calibration,
    HeightCalibration,
    RectangleCalibration,
    RulerCalibration,
    SphereCalibration,
)
from kneeview.domain.geometry import DegenerateError, ImagePoint, PlanePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.limb import Side
from kneeview.domain.measurement import (
    ClassValue,
    PlacedLandmark,
    Reading,
    Stroke,
    StrokeKind,
    Value,
)
from kneeview.domain.scale import NO_SCALE, Scale
from kneeview.scene.captions import on_image, reading_captions
from kneeview.scene.drawings import drawing_marks
from kneeview.scene.primitives import (
    CaptionMark,
    CrossMark,
    LineMark,
    Mark,
    OutlineMark,
    Role,
    Scene,
    SideLetterMark,
)

_ALWAYS: Final = frozenset(
    {
        StrokeKind.MECHANICAL_AXIS,
        StrokeKind.WEIGHT_BEARING,
        StrokeKind.DEVIATION,
        StrokeKind.JOINT_LINE,
        StrokeKind.DISTANCE,
    }
)
"""Lines that stand on the picture at all times; the others appear with their reading."""

_DRAWING_ORDER: Final = (
    StrokeKind.LEVEL,
    StrokeKind.WEIGHT_BEARING,
    StrokeKind.ANATOMICAL_AXIS,
    StrokeKind.MECHANICAL_AXIS,
    StrokeKind.JOINT_LINE,
    StrokeKind.DISTANCE,
    StrokeKind.DEVIATION,
)

_ROLES: Final = {kind: Role(kind.value) for kind in StrokeKind}

_CORNERS_OF_A_CIRCLE: Final = 96


@dataclass(frozen=True, slots=True)
class SceneOptions:
    """What the moment asks for.

    `selected` and `hovered` are landmarks to light up. `highlighted` is the id of a measurement whose lines are shown
    even if they usually are not. `captions` and `points` False leave those out (while dragging; while a key is held).
    `pending` are points of a mark that is not complete yet, joined by lines where `pending_is_line` says so;
    where they were found and not clicked, their outline alone is shown.
    `drawings` False leaves out what was drawn beside the protocols; `drawing_selected` and `drawing_hovered` are lit.
    `scale_lit` shows the points of the scale's marks, `scale_piece` is the one of its pieces that is selected.
    """

    selected: PlacedLandmark | None = None
    hovered: PlacedLandmark | None = None
    highlighted: str = ""
    captions: bool = True
    points: bool = True
    calibration: bool = True
    pending: tuple[ImagePoint, ...] = field(default=())
    pending_is_line: bool = False
    pending_is_found: bool = False
    drawings: bool = True
    drawing_selected: int | None = None
    drawing_hovered: int | None = None
    scale_lit: bool = False
    scale_piece: ScalePiece | None = None


def build_scene(case: Case, readings: Iterable[Reading], options: SceneOptions | None = None) -> Scene:
    """Return the marks of a case, from the bottom to the top."""
    options = options or SceneOptions()
    scale = case.scale
    readings = tuple(readings)
    marks: list[Mark] = list(_side_letters(case))
    if options.calibration:
        marks += _calibration_marks(case, options)
        marks += _plumb_marks(case, options)
    marks += _lines(case, scale, readings, options)
    marks += _landmarks(case, scale, options)
    if options.drawings:
        selected, hovered = options.drawing_selected, options.drawing_hovered
        marks += drawing_marks(case, selected, hovered, captions=options.captions, points=options.points)
    if options.captions:
        marks += reading_captions(case, scale, readings)
    marks += _pending(options, case.header_scale.aspect)
    return tuple(marks)


@lru_cache(maxsize=32)
def circle_outline(rim: tuple[ImagePoint, ...], scale: Scale = NO_SCALE) -> tuple[ImagePoint, ...]:
    """Return the circle of a rim as a polygon on the image; empty where the rim makes none."""
    circle = circle_on_film(CircleMark(rim), scale)
    if circle is None:
        return ()
    turns = (2 * pi * k / _CORNERS_OF_A_CIRCLE for k in range(_CORNERS_OF_A_CIRCLE))
    try:
        return tuple(
            scale.to_image(PlanePoint(circle.x + circle.radius * cos(t), circle.y + circle.radius * sin(t)))
            for t in turns
        )
    except DegenerateError:
        return ()


def _side_letters(case: Case) -> Iterator[Mark]:
    width, height = float(case.image.columns), float(case.image.rows)
    if not width:
        return
    for side in case.sides_shown:
        at_right_edge = (side is Side.LEFT) == case.view.right_leg_on_the_left
        edge = width if at_right_edge else 0.0
        yield SideLetterMark(ImagePoint(edge, 0.0), side.letter, side, at_right_edge, ImagePoint(edge, height))


def _strokes(reading: Reading) -> tuple[Stroke, ...]:
    return reading.outcome.strokes if isinstance(reading.outcome, (Value, ClassValue)) else ()


def _lines(case: Case, scale: Scale, readings: tuple[Reading, ...], options: SceneOptions) -> list[Mark]:
    lines: dict[Mark, int] = {}
    for reading in readings:
        wanted = reading.measurement.id == options.highlighted
        for stroke in _strokes(reading):
            on_skin = reading.kind is Kind.PHOTO and reading.measurement.clinical
            if stroke.kind not in _ALWAYS and not wanted and not on_skin:
                continue
            start = on_image(stroke.start, reading.side or Side.RIGHT, case, scale)
            end = on_image(stroke.end, reading.side or Side.LEFT, case, scale)
            if start is not None and end is not None:
                ticks = stroke.kind in (StrokeKind.JOINT_LINE, StrokeKind.DISTANCE)
                mark = LineMark(start, end, _ROLES[stroke.kind], reading.side, ticks)
                lines[mark] = _DRAWING_ORDER.index(stroke.kind)
    return sorted(lines, key=lambda mark: lines[mark])


def _landmarks(case: Case, scale: Scale, options: SceneOptions) -> Iterator[Mark]:
    for key, placement in case.placements():
        side, _ = key
        chosen = key == options.selected
        lit = chosen or key == options.hovered
        suggested = is_suggested(placement)
        role = Role.SUGGESTED if suggested else Role.SELECTED if chosen else Role.LANDMARK
        match placement:
            case CircleMark(rim):
                outline = circle_outline(rim, scale)
                if outline:
                    yield OutlineMark(outline, Role.HEAD_CIRCLE if role is Role.LANDMARK else role, side)
                if options.points and lit:
                    yield from (CrossMark(point, Role.RIM, side, key) for point in rim)
            case PointMark():
                pass
            case Absent():
                continue
        position = position_on_film(placement, scale)
        if position is not None and options.points:
            yield CrossMark(scale.to_image(position), role, side, key, lit or suggested)


def _calibration_marks(case: Case, options: SceneOptions) -> Iterator[Mark]:
    piece = options.scale_piece
    chosen = piece is not None and not piece.plumb
    calibration, aspect = case.calibration.calibration, case.header_scale.aspect
    for record in case.comparisons:
        yield from _marks_of(record.calibration, aspect, Role.COMPARISON)
    if isinstance(calibration, RulerCalibration):
        yield from _marks_of(calibration, aspect, Role.CALIBRATION, piece)
    else:
        yield from _marks_of(calibration, aspect, Role.SELECTED if chosen else Role.CALIBRATION)
    if options.points and (options.scale_lit or chosen):
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


def _plumb_marks(case: Case, options: SceneOptions) -> Iterator[Mark]:
    points = plumb_points(case)
    if not points:
        return
    chosen = options.scale_piece == ScalePiece(plumb=True)
    yield LineMark(points[0], points[1], Role.SELECTED if chosen else Role.CALIBRATION, None, ticks=True)
    yield CaptionMark(points[1], "plumb", Role.CALIBRATION)
    if options.points and (options.scale_lit or chosen):
        yield from (CrossMark(point, Role.CALIBRATION) for point in points)


@lru_cache(maxsize=32)
def ellipse_outline(ellipse: Ellipse, aspect: float) -> tuple[ImagePoint, ...]:
    """Return an ellipse on square pixels as a polygon on the image, whose pixels are `aspect` times as high as wide."""
    step = 360 / _CORNERS_OF_A_CIRCLE
    places = (ellipse.at(k * step) for k in range(_CORNERS_OF_A_CIRCLE))
    return tuple(ImagePoint(x, y / aspect) for x, y in places)


def _pending(options: SceneOptions, aspect: float) -> Iterator[Mark]:
    points = options.pending
    if options.pending_is_line and len(points) == 4:
        yield OutlineMark(points, Role.PENDING)
    elif options.pending_is_line:
        yield from (LineMark(a, b, Role.PENDING, None, ticks=len(points) == 2) for a, b in pairwise(points))
    elif len(points) >= 3:
        try:
            shadow = ball_shadow([(point.x, point.y * aspect) for point in points])
        except DegenerateError:
            return
        yield OutlineMark(ellipse_outline(shadow, aspect), Role.PENDING)
    if not options.pending_is_found:
        yield from (CrossMark(point, Role.PENDING) for point in points)
