"""From the drawings of a case to their marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from kneeview.case.case import Case
from kneeview.domain.drawing.lines import DrawnLine, Extent, drawn_lines
from kneeview.domain.drawing.readings import DrawnReading
from kneeview.domain.drawing.shapes import Drawing, DrawingKind
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.measurement import Value
from kneeview.scene.primitives import (
    ArrowMark,
    CaptionMark,
    CrossMark,
    CurveMark,
    LineMark,
    Mark,
    OutlineMark,
    Role,
)

_BESIDE: Final = 10.0
"""How far captions keep from their lines, in screen units."""

_LYING: Final = 0.1
"""A line of less slope than this lies; of more than its inverse, it stands."""


def drawing_marks(
    case: Case, selected: int | None, hovered: int | None, *, captions: bool, points: bool
) -> Iterator[Mark]:
    """Return the marks of all drawings: lines, then points of those that are lit, then captions.

    A caption of the selected drawing is shown even where `captions` is False: its number is what the hand looks at.
    """
    scale, extent = case.scale, Extent(case.image.columns, case.image.rows)
    shown = [(drawing, drawn_lines(drawing, scale, extent)) for drawing in case.drawings]
    for drawing, lines in shown:
        role = Role.SELECTED if drawing.number in (selected, hovered) else Role.DRAWING
        for line in lines:
            yield _mark(line, role, arrow=drawing.kind is DrawingKind.ARROW)
        if points and drawing.number in (selected, hovered) and drawing.kind is not DrawingKind.TEXT:
            yield from (CrossMark(point, Role.RIM) for point in drawing.points)
    readings = {number: tuple(of) for number, of in groupby(case.drawn_readings(), lambda r: r.drawing.number)}
    for drawing, lines in shown:
        text = caption_text(drawing, readings.get(drawing.number, ()))
        if text and (captions or drawing.number == selected):
            role = Role.SELECTED if drawing.number in (selected, hovered) else Role.DRAWING
            yield _caption(drawing, lines, text, role)


def _mark(line: DrawnLine, role: Role, *, arrow: bool) -> Mark:
    points = line.points
    if line.guide:
        role = Role.DRAWING_GUIDE
    if arrow:
        return ArrowMark(points[0], points[-1], role)
    if line.closed:
        return OutlineMark(points, role)
    return LineMark(points[0], points[1], role, None, line.ticks) if len(points) == 2 else CurveMark(points, role)


def caption_text(drawing: Drawing, readings: Sequence[DrawnReading]) -> str:
    """Return what stands beside a drawing: its name, or its number in the list, and what it reads."""
    if drawing.kind is DrawingKind.TEXT:
        return drawing.name
    values = [reading.gauge.words(reading.outcome.value) for reading in readings if isinstance(reading.outcome, Value)]
    if not readings:
        return drawing.name
    if values:
        join = " × " if drawing.kind is DrawingKind.ELLIPSE else ", "
        said = join.join((values[0].text, *(words.magnitude for words in values[1:])))
    else:
        said = readings[0].text
    return f"{drawing.name or drawing.number} · {said}"


def _caption(drawing: Drawing, lines: Sequence[DrawnLine], text: str, role: Role) -> CaptionMark:
    """Return the caption of a drawing: where it was put, else beside its lines; a text stands where it was written."""
    at, offset = _place(drawing, lines)
    if drawing.caption_at is not None:
        return CaptionMark(drawing.caption_at, text, role, None, (0.0, 0.0), drawing.number, anchor=at, put=True)
    return CaptionMark(at, text, role, None, offset, drawing.number, put=drawing.kind is DrawingKind.TEXT)


def _place(drawing: Drawing, lines: Sequence[DrawnLine]) -> tuple[ImagePoint, tuple[float, float]]:
    """Return where a caption stands by itself: beside the lines."""
    points = drawing.points
    if drawing.kind is DrawingKind.TEXT or not lines:
        return points[-1], (_BESIDE if lines else 0.0, 0.0)
    match drawing.kind:
        case DrawingKind.ANGLE:
            return _outside(points)
        case DrawingKind.CIRCLE | DrawingKind.ELLIPSE:
            return max(lines[0].points, key=lambda point: point.x), (_BESIDE, 0.0)
        case DrawingKind.POLYLINE | DrawingKind.VERTICAL:
            return points[-1], (_BESIDE, 0.0)
        case DrawingKind.ARROW:
            return points[0], _away(points[1], points[0])
        case DrawingKind.LINES_ANGLE | DrawingKind.COBB_ANGLE:
            return _beside(*points[2:4]) if drawing.is_complete else _beside(*points[:2])
        case _:
            return _beside(points[0], points[-1])


def _beside(start: ImagePoint, end: ImagePoint) -> tuple[ImagePoint, tuple[float, float]]:
    """Return the middle of a line, and the way to where it does not run: above a lying line, else at the right.

    At the right of a slanted line that is above it where it falls to the right, and below it where it rises.
    """
    dx, dy = end.x - start.x, end.y - start.y
    middle = ImagePoint((start.x + end.x) / 2, (start.y + end.y) / 2)
    if abs(dy) < _LYING * abs(dx):
        return middle, (0.0, -_BESIDE)
    if abs(dx) < _LYING * abs(dy) or dx == dy == 0:
        return middle, (_BESIDE, 0.0)
    return middle, (_BESIDE, -_BESIDE if dx * dy > 0 else _BESIDE)


def _away(origin: ImagePoint, point: ImagePoint) -> tuple[float, float]:
    """Return the offset that leads on from one point to another and beyond."""
    dx, dy = point.x - origin.x, point.y - origin.y
    if abs(dx) >= abs(dy):
        return (_BESIDE if dx >= 0 else -_BESIDE), 0.0
    return 0.0, (_BESIDE if dy >= 0 else -_BESIDE)


def _outside(points: Sequence[ImagePoint]) -> tuple[ImagePoint, tuple[float, float]]:
    """Return the apex of an angle, and the way from between its arms to beyond it."""
    apex = points[1]
    between = ImagePoint((points[0].x + points[-1].x) / 2, (points[0].y + points[-1].y) / 2)
    return apex, _away(between, apex)
