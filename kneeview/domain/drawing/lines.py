"""The lines that show a drawing, in pixels of the image: what is painted, and what a hand can take hold of.

They are found in the film plane, so that a circle is round where pixels are oblong and a vertical follows the plumb
line, and then brought back to the image.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import atan2, cos, pi, sin
from typing import Final

from kneeview.domain.drawing.readings import opposite_rims
from kneeview.domain.drawing.shapes import Drawing, DrawingKind
from kneeview.domain.geometry import DegenerateError, ImagePoint, PlanePoint, Vec, crossing, dot
from kneeview.domain.scale import Scale

Points = tuple[ImagePoint, ...]

_CORNERS_OF_A_CIRCLE: Final = 96
_CORNERS_OF_AN_ARC: Final = 25
_ARC_SHARE: Final = 0.3
"""The radius of the arc of an angle, as a share of its shorter arm."""


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line through points of the image. A guide only helps the eye; ticks end what is measured from end to end."""

    points: tuple[ImagePoint, ...]
    guide: bool = False
    closed: bool = False
    ticks: bool = False


@dataclass(frozen=True, slots=True)
class Extent:
    """How large a picture is, in pixels; 0 and 0 where that is not known."""

    columns: float
    rows: float

    def holds(self, point: ImagePoint) -> bool:
        """Whether a point lies on the picture."""
        return 0 <= point.x <= self.columns and 0 <= point.y <= self.rows


def drawn_lines(drawing: Drawing, scale: Scale, extent: Extent) -> tuple[DrawnLine, ...]:
    """Return the lines of a drawing, also of one that is not complete."""
    try:
        lines = tuple(_lines(drawing, _Sheet(scale, extent)))
    except DegenerateError:
        lines = (DrawnLine(drawing.points),)
    return tuple(line for line in lines if len(line.points) > 1 and all(point.is_finite for point in line.points))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The film plane to draw on."""

    scale: Scale
    extent: Extent

    def at(self, point: ImagePoint) -> Vec:
        """Return where a point of the image lies: u to the right, v down the vertical."""
        place = self.scale.to_plane(point)
        return Vec(place.x, place.y)

    def line(self, *places: Vec, guide: bool = False, closed: bool = False, ticks: bool = False) -> DrawnLine:
        """Return a line through places of the plane."""
        points = tuple(self.scale.to_image(PlanePoint(place.u, place.v)) for place in places)
        return DrawnLine(points, guide, closed, ticks)


def _lines(drawing: Drawing, sheet: _Sheet) -> Iterator[DrawnLine]:
    return _LINES[drawing.kind](sheet, drawing.points) if drawing.is_complete else _unfinished(drawing)


def _unfinished(drawing: Drawing) -> Iterator[DrawnLine]:
    """Return what there is of a drawing whose last points are missing."""
    if drawing.kind in (DrawingKind.LINES_ANGLE, DrawingKind.COBB_ANGLE):
        yield DrawnLine(drawing.points[:2], ticks=True)
    else:
        yield DrawnLine(drawing.points)


def _straight(_: _Sheet, points: Points) -> Iterator[DrawnLine]:
    yield DrawnLine(points)


def _measured(_: _Sheet, points: Points) -> Iterator[DrawnLine]:
    yield DrawnLine(points, ticks=True)


def _angle(sheet: _Sheet, points: Points) -> Iterator[DrawnLine]:
    yield DrawnLine(points)
    first, apex, second = (sheet.at(point) for point in points)
    yield _arc(sheet, apex, first - apex, second - apex)


def _two_lines(sheet: _Sheet, points: Points) -> Iterator[DrawnLine]:
    yield DrawnLine(points[:2], ticks=True)
    yield DrawnLine(points[2:], ticks=True)
    yield from _between(sheet, points, smaller=False)


def _cobb(sheet: _Sheet, points: Points) -> Iterator[DrawnLine]:
    yield DrawnLine(points[:2], ticks=True)
    yield DrawnLine(points[2:], ticks=True)
    yield from _between(sheet, points, smaller=True)


def _circle(sheet: _Sheet, points: Points) -> Iterator[DrawnLine]:
    centre, rim = (sheet.at(point) for point in points)
    radius = (rim - centre).length
    yield _round(sheet, centre, Vec(radius, 0), Vec(0, radius))


def _ellipse(sheet: _Sheet, points: Points) -> Iterator[DrawnLine]:
    start, end, beside = (sheet.at(point) for point in points)
    across = opposite_rims(start, end, beside)
    middle = (start + end) * 0.5
    yield _round(sheet, middle, end - middle, across[1] - middle)
    yield sheet.line(start, end, guide=True)
    yield sheet.line(*across, guide=True)


def _level(sheet: _Sheet, points: Points) -> Iterator[DrawnLine]:
    yield DrawnLine(points, ticks=True)
    higher, lower = sorted((sheet.at(point) for point in points), key=lambda place: place.v)
    yield sheet.line(higher, Vec(lower.u, higher.v), lower, guide=True)


def _nothing(_: _Sheet, __: Points) -> Iterator[DrawnLine]:
    return iter(())


def _round(sheet: _Sheet, middle: Vec, one: Vec, other: Vec) -> DrawnLine:
    """Return the ellipse with these half axes."""
    turns = (2 * pi * k / _CORNERS_OF_A_CIRCLE for k in range(_CORNERS_OF_A_CIRCLE))
    return sheet.line(*(middle + one * cos(turn) + other * sin(turn) for turn in turns), closed=True)


def _arc(sheet: _Sheet, apex: Vec, first: Vec, second: Vec) -> DrawnLine:
    """Return the arc from one direction the short way round to the other."""
    radius = _ARC_SHARE * min(first.length, second.length)
    begin, end = atan2(first.v, first.u), atan2(second.v, second.u)
    sweep = (end - begin + pi) % (2 * pi) - pi
    turns = (begin + sweep * k / (_CORNERS_OF_AN_ARC - 1) for k in range(_CORNERS_OF_AN_ARC))
    return sheet.line(*(apex + Vec(cos(turn), sin(turn)) * radius for turn in turns))


def _between(sheet: _Sheet, points: Points, *, smaller: bool) -> Iterator[DrawnLine]:
    """Return what joins two lines: where they meet on the picture the angle itself, else a line between them."""
    a, b, c, d = (sheet.at(point) for point in points)
    try:
        meeting = crossing(a, b, c, d)
        seen = sheet.extent.holds(sheet.scale.to_image(PlanePoint(meeting.u, meeting.v)))
    except DegenerateError:  # parallel
        seen = False
    if not seen:
        yield sheet.line((a + b) * 0.5, (c + d) * 0.5, guide=True)
        return
    one, other = b - a, d - c
    if smaller and dot(one, other) < 0:
        other = other * -1
    for near in (min(a, b, key=lambda end: (end - meeting).length), min(c, d, key=lambda end: (end - meeting).length)):
        yield sheet.line(near, meeting, guide=True)
    if dot(one, (a + b) * 0.5 - meeting) < 0 and dot(other, (c + d) * 0.5 - meeting) < 0:
        one, other = one * -1, other * -1  # the equal angle on the side where the lines are
    radius = min(one.length, other.length)
    one, other = one * (radius / one.length), other * (radius / other.length)
    for arm in (one, other):
        yield sheet.line(meeting, meeting + arm * _ARC_SHARE, guide=True)
    yield _arc(sheet, meeting, one, other)


def _vertical(sheet: _Sheet, points: Points) -> Iterator[DrawnLine]:
    """Return the vertical from where it hangs to the foot of the picture, and the way to a point beside it."""
    top, places = points[0], [sheet.at(point) for point in points]
    hangs = places[0]
    step = sheet.line(hangs, hangs + Vec(0, 1)).points[1]
    down = step.y - top.y
    share = max(sheet.extent.rows - top.y, 0.0) / down if down > 0 else 0.0
    foot = sheet.at(top.moved((step.x - top.x) * share, down * share))
    beside = places[-1]
    corner = Vec(hangs.u, beside.v)
    ends = sorted((hangs, foot, corner), key=lambda place: place.v)
    yield sheet.line(ends[0], ends[-1])
    if len(places) > 1:
        yield sheet.line(corner, beside, guide=True)


_LINES: Final[Mapping[DrawingKind, Callable[[_Sheet, Points], Iterator[DrawnLine]]]] = {
    DrawingKind.LENGTH: _measured,
    DrawingKind.POLYLINE: _straight,
    DrawingKind.ANGLE: _angle,
    DrawingKind.LINES_ANGLE: _two_lines,
    DrawingKind.COBB_ANGLE: _cobb,
    DrawingKind.CIRCLE: _circle,
    DrawingKind.ELLIPSE: _ellipse,
    DrawingKind.LEVEL: _level,
    DrawingKind.VERTICAL: _vertical,
    DrawingKind.TEXT: _nothing,
    DrawingKind.ARROW: _straight,
}
"""The lines of each kind once it is complete."""
