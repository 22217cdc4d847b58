"""From a case to its scene: which marks are drawn, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import pairwise
from math import cos, pi, sin
from typing import Final

from kneeview.case.case import Case
from kneeview.case.placements import (
    Absent,
    CircleMark,
    Placement,
    PointMark,
    circle_on_film,
    is_suggested,
    position_on_film,
)
from kneeview.case.scale_marks import ScalePiece
from kneeview.domain.ball import ball_shadow
from kneeview.domain.geometry import Circle, DegenerateError, ImagePoint, PlanePoint
from kneeview.domain.landmarks import Kind, LandmarkId
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import (
    ClassValue,
    PlacedLandmark,
    Reading,
    Stroke,
    StrokeKind,
    Value,
)
from kneeview.domain.scale import NO_SCALE, Scale
from kneeview.scene.captions import captioned_readings, on_image, reading_captions
from kneeview.scene.doubts import Doubts, doubt_marks
from kneeview.scene.drawings import drawing_marks
from kneeview.scene.parts import Parts
from kneeview.scene.primitives import (
    CrossMark,
    LineMark,
    Mark,
    OutlineMark,
    Role,
    Scene,
    SideLetterMark,
)
from kneeview.scene.scale_marks import CORNERS_OF_A_CIRCLE, calibration_marks, ellipse_outline, plumb_marks

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

_ORDER: Final = {_ROLES[kind]: place for place, kind in enumerate(_DRAWING_ORDER)}


_TURNS: Final = tuple(
    (cos(2 * pi * k / CORNERS_OF_A_CIRCLE), sin(2 * pi * k / CORNERS_OF_A_CIRCLE)) for k in range(CORNERS_OF_A_CIRCLE)
)
"""The corners of a circle of radius 1."""


@dataclass(frozen=True, slots=True)
class SceneOptions:
    """What the moment asks for.

    `selected` and `hovered` are landmarks to light up. `highlighted` is the id of a measurement whose lines are shown
    even if they usually are not. `captions` and `points` False leave those out (while dragging; while a key is held).
    `pending` are points of a mark that is not complete yet, joined by lines where `pending_is_line` says so;
    where they were found and not clicked, their outline alone is shown.
    `drawings` False leaves out what was drawn beside the protocols; `drawing_selected` and `drawing_hovered` are lit.
    `doubts` are landmarks whose place is questioned, each with the question.
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
    doubts: Doubts = ()


def build_scene(case: Case, readings: Iterable[Reading], options: SceneOptions | None = None) -> Scene:
    """Return the marks of a case, from the bottom to the top."""
    return SceneBuilder().build(case, readings, options)


class SceneBuilder:
    """Builds one scene after another: marks that stay are the very same objects, so that a frame of a drag is cheap.

    That is no cache: a law holds each scene equal to one that is built alone.
    """

    def __init__(self) -> None:
        self._parts = Parts()

    def build(self, case: Case, readings: Iterable[Reading], options: SceneOptions | None = None) -> Scene:
        """Return the marks of a case, from the bottom to the top."""
        options = options or SceneOptions()
        scale = case.scale
        readings = tuple(readings)
        part = self._parts.part
        self._parts.begin()
        letters = case.image.columns, case.image.rows, case.view, case.sides_shown
        marks = list(part("letters", letters, lambda: _side_letters(case)))
        if options.calibration:
            piece, lit, points = options.scale_piece, options.scale_lit, options.points
            made_of: tuple[object, ...] = (
                case.calibration,
                case.comparisons,
                case.header_scale.aspect,
                piece,
                lit,
                points,
            )
            marks += part("calibration", made_of, lambda: calibration_marks(case, piece, lit=lit, points=points))
            made_of = case.plumb, piece, lit, points
            marks += part("plumb", made_of, lambda: plumb_marks(case, piece, lit=lit, points=points))
        marks += self._lines(case, scale, readings, options)
        marks += self._landmarks(case, scale, options)
        in_full = (options.selected, options.hovered) if options.captions else ()
        places = tuple(case.placement(*key) for key, _ in options.doubts)
        made_of = options.doubts, places, scale, in_full
        marks += part("doubts", made_of, lambda: doubt_marks(case, options.doubts, in_full))
        if options.drawings:
            selected, hovered = options.drawing_selected, options.drawing_hovered
            captions, points = options.captions, options.points
            place = case.image.columns, case.image.rows, case.view, case.kind, scale
            marks += part(
                "drawings",
                (case.drawings, *place, selected, hovered, captions, points),
                lambda: drawing_marks(case, selected, hovered, captions=captions, points=points),
            )
        if options.captions:
            captioned = captioned_readings(readings)
            hips = tuple(case.placement(side, LandmarkId.HIP_CENTER) for side in SIDES)
            told = *captioned, *hips, case.captions, case.view, scale
            marks += part("captions", told, lambda: reading_captions(case, scale, captioned))
        marks += _pending(options, case.header_scale.aspect)
        return tuple(marks)

    def _lines(self, case: Case, scale: Scale, readings: tuple[Reading, ...], options: SceneOptions) -> list[Mark]:
        """Return the lines of the readings, each once, those of one kind together."""
        lines: dict[Mark, int] = {}
        for reading in readings:
            if not _strokes(reading):
                continue
            wanted = reading.measurement.id == options.highlighted
            for mark in self._parts.part(
                ("lines", reading.measurement.id, reading.side),
                (reading, scale, case.view, wanted),
                partial(_lines_of, reading, case, scale, wanted=wanted),
            ):
                lines[mark] = _ORDER[mark.role] if isinstance(mark, LineMark) else 0
        return sorted(lines, key=lambda mark: lines[mark])

    def _landmarks(self, case: Case, scale: Scale, options: SceneOptions) -> Iterator[Mark]:
        for key, placement in case.placements():
            chosen = key == options.selected
            lit = chosen or key == options.hovered
            yield from self._parts.part(
                ("landmark", *key),
                (placement, scale, chosen, lit, options.points),
                partial(_landmark, key, placement, scale, chosen=chosen, lit=lit, points=options.points),
            )


@lru_cache(maxsize=32)
def circle_outline(rim: tuple[ImagePoint, ...], scale: Scale = NO_SCALE) -> tuple[ImagePoint, ...]:
    """Return the circle of a rim as a polygon on the image; empty where the rim makes none."""
    circle = circle_on_film(CircleMark(rim), scale)
    if circle is None:
        return ()
    try:
        if scale.perspective is None:
            return _affine_outline(circle, scale)
        return tuple(
            scale.to_image(PlanePoint(circle.x + circle.radius * c, circle.y + circle.radius * s)) for c, s in _TURNS
        )
    except DegenerateError:
        return ()


def _affine_outline(circle: Circle, scale: Scale) -> tuple[ImagePoint, ...]:
    """Return a circle on the image where equal steps in the plane are equal steps on the image."""
    middle = scale.to_image(PlanePoint(circle.x, circle.y))
    across = scale.to_image(PlanePoint(circle.x + circle.radius, circle.y))
    down = scale.to_image(PlanePoint(circle.x, circle.y + circle.radius))
    ax, ay, dx, dy = across.x - middle.x, across.y - middle.y, down.x - middle.x, down.y - middle.y
    return tuple(ImagePoint(middle.x + c * ax + s * dx, middle.y + c * ay + s * dy) for c, s in _TURNS)


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


def _lines_of(reading: Reading, case: Case, scale: Scale, *, wanted: bool) -> Iterator[LineMark]:
    """Return the lines of a reading: those that always stand on the picture, and all of one that is wanted."""
    on_skin = reading.kind is Kind.PHOTO and reading.measurement.clinical
    for stroke in _strokes(reading):
        if stroke.kind not in _ALWAYS and not wanted and not on_skin:
            continue
        start = on_image(stroke.start, reading.side or Side.RIGHT, case, scale)
        end = on_image(stroke.end, reading.side or Side.LEFT, case, scale)
        if start is not None and end is not None:
            ticks = stroke.kind in (StrokeKind.JOINT_LINE, StrokeKind.DISTANCE)
            yield LineMark(start, end, _ROLES[stroke.kind], reading.side, ticks)


def _landmark(
    key: PlacedLandmark, placement: Placement, scale: Scale, *, chosen: bool, lit: bool, points: bool
) -> Iterator[Mark]:
    side, _ = key
    suggested = is_suggested(placement)
    role = Role.SUGGESTED if suggested else Role.SELECTED if chosen else Role.LANDMARK
    match placement:
        case CircleMark(rim):
            outline = circle_outline(rim, scale)
            if outline:
                yield OutlineMark(outline, Role.HEAD_CIRCLE if role is Role.LANDMARK else role, side)
            if points and lit:
                yield from (CrossMark(point, Role.RIM, side, key) for point in rim)
        case PointMark():
            pass
        case Absent():
            return
    position = position_on_film(placement, scale)
    if position is not None and points:
        yield CrossMark(scale.to_image(position), role, side, key, lit or suggested)


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
