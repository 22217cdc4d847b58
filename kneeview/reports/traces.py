"""The trace of a mark on a view: its halo, its strokes, its letters, ready to be painted again and again.

Places come from the image through the layout; sizes and widths come from the theme and are multiplied by its unit, so
that marks keep their size at every zoom. Every mark has a dark halo, which reads on bone and on air.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, assert_never

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from kneeview.domain.geometry import ImagePoint
from kneeview.reports.clipping import clipped
from kneeview.reports.lettering import Layout, Lettering, readable, stroked
from kneeview.scene.primitives import (
    ArrowMark,
    CaptionMark,
    CrossMark,
    CurveMark,
    LineMark,
    Mark,
    OutlineMark,
    Role,
    SideLetterMark,
)
from kneeview.scene.theme import Style, style

_HALO: Final = QBrush(QColor(0, 0, 0))
_HALO_WIDTH: Final = 1.0
"""How far the halo reaches beyond a stroke on either side, in screen units. Opaque: a frame has no time to blend."""

_TICK: Final = 5.0
_RING: Final = 6.5
_LIT_RING: Final = 11.0
_RIM_RING: Final = 3.0
_GAP: Final = 0.45
"""Half a tick; the ring of a landmark at rest and lit, and of a rim point; the open middle as a share of the ring."""

_BARB: Final = 11.0
_BARB_DEG: Final = 24.0
"""The length of the barbs of an arrow in screen units, and how far they stand off its shaft."""

_DASH_DEG: Final = 30
"""How much of a dashed ring one dash is."""

_MANY_CORNERS: Final = 48
_SMALL: Final = 120.0
"""A curve of so many corners that is no taller than this looks as round with every second corner, at half the time."""

_LEADER_FROM: Final = 30.0
"""From how far off a caption a line leads to what it is about, in screen units."""

_SOFT: Final = 2.0
"""How far the soft edge of a stroke reaches beyond it, in the painter's coordinates."""


@lru_cache(maxsize=32)
def _brush(colour: str) -> QBrush:
    return QBrush(QColor(colour))


@lru_cache(maxsize=512)
def _pen(look: Style, unit: float, *, halo: bool = False) -> QPen:
    """Return the pen of a line or of its halo. Its ends are flat: Qt draws round ones ten times as slowly."""
    width = look.width + 2 * _HALO_WIDTH if halo else look.width
    pen = QPen(_HALO if halo else _brush(look.colour), width * unit)
    if look.dash:
        pen.setDashPattern([length * look.width / width for length in look.dash])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    return pen


@lru_cache(maxsize=32)
def _polygon_of(points: tuple[ImagePoint, ...]) -> QPolygonF:
    """Return the corners of a curve, in image pixels."""
    return QPolygonF([QPointF(point.x, point.y) for point in points])


@lru_cache(maxsize=64)
def _cross(width: float, radius: float, gap: float, *, dashed: bool = False) -> QPainterPath:
    """Return the area of a ring with a cross around (0, 0); without a gap the ring alone. A dashed ring is in parts."""
    path = QPainterPath()
    if dashed:
        box = QRectF(-radius, -radius, 2 * radius, 2 * radius)
        for first in range(_DASH_DEG // 2, 360 + _DASH_DEG // 2, 2 * _DASH_DEG):
            path.arcMoveTo(box, first)
            path.arcTo(box, first, _DASH_DEG)
    else:
        path.addEllipse(QPointF(0, 0), radius, radius)
    if gap:
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            path.moveTo(dx * gap, dy * gap)
            path.lineTo(dx * radius, dy * radius)
    return stroked(path, width)


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """Straight strokes, each with its pen and that of its halo."""

    bounds: QRect
    strokes: tuple[tuple[QLineF, QPen, QPen | None], ...]

    def paint_halo(self, painter: QPainter) -> None:
        """Paint the dark ground."""
        for line, _, halo in self.strokes:
            if halo is not None:
                painter.setPen(halo)
                painter.drawLine(line)

    def paint(self, painter: QPainter) -> None:
        """Paint the strokes."""
        for line, pen, _ in self.strokes:
            painter.setPen(pen)
            painter.drawLine(line)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A curve, closed or open."""

    bounds: QRect
    polygon: QPolygonF
    is_closed: bool
    pen: QPen
    halo: QPen | None

    def paint_halo(self, painter: QPainter) -> None:
        """Paint the dark ground."""
        if self.halo is not None:
            self._paint(painter, self.halo)

    def paint(self, painter: QPainter) -> None:
        """Paint the curve."""
        self._paint(painter, self.pen)

    def _paint(self, painter: QPainter, pen: QPen) -> None:
        painter.setPen(pen)
        if self.is_closed:
            painter.drawPolygon(self.polygon)
        else:
            painter.drawPolyline(self.polygon)


@dataclass(frozen=True, slots=True, eq=False)
class Ring:
    """A ring with its cross, around its place; it has its halo with it."""

    bounds: QRect
    fills: tuple[tuple[QPainterPath, QBrush], ...]

    def paint_halo(self, painter: QPainter) -> None:
        """Paint nothing yet: landmarks lie on lines, and their halos too."""

    def paint(self, painter: QPainter) -> None:
        """Paint halo and ring."""
        for path, brush in self.fills:
            painter.fillPath(path, brush)


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """Words on their halo, and the line that leads to what they are about."""

    bounds: QRect
    baseline: QPointF
    text: Lettering
    colour: QColor
    leader: tuple[tuple[QLineF, QPen], ...] = ()

    def paint_halo(self, painter: QPainter) -> None:
        """Paint nothing yet: words lie on all else, and their halos too."""

    def paint(self, painter: QPainter) -> None:
        """Write over the halo. The letters are letters, so that a PDF can be searched for them."""
        for line, pen in self.leader:
            painter.setPen(pen)
            painter.drawLine(line)
        painter.translate(self.baseline)
        painter.fillPath(self.text.halo, _HALO)
        painter.setFont(self.text.font)
        painter.setPen(self.colour)
        for below, words in self.text.lines:
            painter.drawText(QPointF(0, below), words)
        painter.translate(-self.baseline)


Trace = Strokes | Curve | Ring | Letters
"""`bounds` is an area of the painter outside which a trace paints nothing."""


def trace_of(mark: Mark, layout: Layout, box: QRectF | None) -> Trace | None:
    """Return the trace of a mark; None where nothing of it is seen. `box` is where a caption is written."""
    match mark:
        case LineMark():
            return _strokes(mark, layout, _straight(mark, layout))
        case ArrowMark():
            return _strokes(mark, layout, _arrow(mark, layout))
        case OutlineMark() | CurveMark():
            return _curve(mark, layout)
        case CrossMark():
            return _ring(mark, layout)
        case CaptionMark():
            return None if box is None else _caption(mark, layout, box)
        case SideLetterMark():
            return _letter(mark, layout)
        case _:
            assert_never(mark)


def _bounds(box: QRectF, reach: float) -> QRect:
    reach += _SOFT
    return box.adjusted(-reach, -reach, reach, reach).toAlignedRect()


def _stroke(start: QPointF, end: QPointF, pen: QPen, reach: QRectF) -> tuple[QLineF, QPen] | None:
    """Return a line as far as it is seen: a dashed line of which a thousandth is seen would cost a frame."""
    seen = clipped(start, end, reach)
    if seen is None:
        return None
    visible, skipped = seen
    if skipped and pen.style() is Qt.PenStyle.CustomDashLine:
        pen = QPen(pen)
        pen.setDashOffset(skipped / pen.widthF())
    return visible, pen


def _strokes(mark: LineMark | ArrowMark, layout: Layout, lines: Iterator[tuple[QPointF, QPointF]]) -> Strokes | None:
    look = style(mark.role, mark.side)
    pen = _pen(look, layout.unit)
    ground = _pen(look, layout.unit, halo=True) if look.halo else None
    found: list[tuple[QLineF, QPen, QPen | None]] = []
    box = QRectF()
    for start, end in lines:
        stroke = _stroke(start, end, pen, layout.reach)
        if stroke is None:
            continue
        halo = None if ground is None else _stroke(start, end, ground, layout.reach)
        found.append((*stroke, None if halo is None else halo[1]))
        box |= QRectF(stroke[0].p1(), stroke[0].p2()).normalized()
    return Strokes(_bounds(box, (look.width + 2 * _HALO_WIDTH) * layout.unit), tuple(found)) if found else None


def _straight(mark: LineMark, layout: Layout) -> Iterator[tuple[QPointF, QPointF]]:
    """Return a line, and the ticks at its ends."""
    start, end = layout.at(mark.start), layout.at(mark.end)
    yield start, end
    line = QLineF(start, end)
    length = line.length()
    if not mark.ticks or length == 0:
        return
    across = QPointF(-line.dy() / length, line.dx() / length) * (_TICK * layout.unit)
    for place in (start, end):
        yield place - across, place + across


def _arrow(mark: ArrowMark, layout: Layout) -> Iterator[tuple[QPointF, QPointF]]:
    """Return the shaft, and both barbs of the tip."""
    tail, tip = layout.at(mark.tail), layout.at(mark.tip)
    yield tail, tip
    back = QLineF(tip, tail)
    if back.length() == 0:
        return
    back.setLength(_BARB * layout.unit)
    barb = QLineF(back)
    for turn in (_BARB_DEG, -_BARB_DEG):
        barb.setAngle(back.angle() + turn)
        yield tip, barb.p2()


def _curve(mark: OutlineMark | CurveMark, layout: Layout) -> Curve | None:
    points = mark.points
    if isinstance(mark, OutlineMark) and len(points) >= _MANY_CORNERS:
        heights = [layout.at(point).y() for point in points[:: len(points) // 4]]
        if max(heights) - min(heights) < _SMALL * layout.unit:
            points = points[::2]
    polygon = layout.to_device.map(_polygon_of(points))
    box = polygon.boundingRect()
    if not box.intersects(layout.reach):
        return None
    look = style(mark.role, mark.side)
    halo = _pen(look, layout.unit, halo=True) if look.halo else None
    bounds = _bounds(box, (look.width + 2 * _HALO_WIDTH) * layout.unit)
    return Curve(bounds, polygon, isinstance(mark, OutlineMark), _pen(look, layout.unit), halo)


def _ring(mark: CrossMark, layout: Layout) -> Ring | None:
    """Return a landmark: a ring, and a cross that leaves the marked pixel open."""
    at, unit = layout.at(mark.at), layout.unit
    if not layout.reach.contains(at):
        return None
    look = style(mark.role, mark.side)
    rim = mark.role is Role.RIM
    radius = (_RIM_RING if rim else _LIT_RING if mark.lit else _RING) * unit
    gap = 0.0 if rim else radius * _GAP
    dashed = bool(look.dash)
    fills = [(_cross(look.width * unit, radius, gap, dashed=dashed).translated(at), _brush(look.colour))]
    if look.halo:
        halo = _cross((look.width + 2 * _HALO_WIDTH) * unit, radius, gap, dashed=dashed)
        fills.insert(0, (halo.translated(at), _HALO))
    return Ring(_bounds(QRectF(at, at), radius + (look.width + 2 * _HALO_WIDTH) * unit), tuple(fills))


def _caption(mark: CaptionMark, layout: Layout, box: QRectF) -> Letters:
    """Return a text in its box; from one that was put far off, a dashed line leads to what it is about."""
    colour = style(mark.role, mark.side).colour
    leader: list[tuple[QLineF, QPen]] = []
    if mark.put and mark.anchor is not None:
        end = layout.at(mark.anchor)
        start = QPointF(min(max(end.x(), box.left()), box.right()), min(max(end.y(), box.top()), box.bottom()))
        if QLineF(start, end).length() > _LEADER_FROM * layout.unit:
            look = replace(style(Role.LEADER, None), colour=colour)
            pens = (_pen(look, layout.unit, halo=True), _pen(look, layout.unit))
            strokes = (_stroke(start, end, pen, layout.reach) for pen in pens)
            leader = [stroke for stroke in strokes if stroke is not None]
    return _letters(box.bottomLeft(), layout.caption_text(mark), colour, tuple(leader))


def _letter(mark: SideLetterMark, layout: Layout) -> Letters | None:
    """Return R or L inside its edge; as much of the edge as is beyond the area is left out."""
    baseline = layout.letter_box(mark).bottomLeft()
    if not layout.reach.contains(baseline):
        return None
    return _letters(baseline, layout.letter_text(mark), style(Role.SIDE, mark.side).colour, ())


def _letters(baseline: QPointF, text: Lettering, colour: str, leader: tuple[tuple[QLineF, QPen], ...]) -> Letters:
    baseline = QPointF(round(baseline.x()), round(baseline.y()))  # between pixels Qt puts letters to either side
    box = (text.halo.boundingRect() | text.box).translated(baseline)
    for line, pen in leader:
        reach = pen.widthF()
        box |= QRectF(line.p1(), line.p2()).normalized().adjusted(-reach, -reach, reach, reach)
    return Letters(_bounds(box, 0.0), baseline, text, readable(colour), leader)
