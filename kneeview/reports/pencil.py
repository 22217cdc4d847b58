"""Draws one mark of a scene: its halo, its stroke, its letters.

Places come from the image through `to_device`; sizes and widths come from the theme and are multiplied by `unit`, so
that marks keep their size at every zoom. Every mark has a dark halo, which reads on bone and on air.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final, assert_never

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

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

_HALO_COLOUR: Final = QColor(0, 0, 0)
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

REACH: Final = 16.0
"""No stroke, ring, barb, descender or halo of a mark reaches farther beyond its places or letters, in screen units."""


@lru_cache(maxsize=512)
def _pen(look: Style, unit: float, *, halo: bool = False) -> QPen:
    """Return the pen of a line or of its halo. Its ends are flat: Qt draws round ones ten times as slowly."""
    width = look.width + 2 * _HALO_WIDTH if halo else look.width
    pen = QPen(QBrush(_HALO_COLOUR if halo else QColor(look.colour)), width * unit)
    if look.dash:
        pen.setDashPattern([length * look.width / width for length in look.dash])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    return pen


@lru_cache(maxsize=32)
def polygon_of(points: tuple[ImagePoint, ...]) -> QPolygonF:
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


class Pencil:
    """Draws one mark at a time."""

    def __init__(self, painter: QPainter, to_device: QTransform, unit: float, area: QRectF) -> None:
        self._painter = painter
        self.layout = Layout(to_device, unit, area)
        self.boxes: dict[CaptionMark, QRectF] = {}
        self._to_device = to_device
        self._unit = unit
        self._polygons: dict[int, QPolygonF] = {}
        self._reach = self.layout.reach

    def _at(self, point: ImagePoint) -> QPointF:
        return self.layout.at(point)

    def _stroke(self, start: QPointF, end: QPointF, pen: QPen) -> None:
        """Draw a line as far as it is seen: a dashed line of which a thousandth is seen would cost a frame."""
        seen = clipped(start, end, self._reach)
        if seen is None:
            return
        visible, skipped = seen
        if skipped and pen.style() is Qt.PenStyle.CustomDashLine:
            pen = QPen(pen)
            pen.setDashOffset(skipped / pen.widthF())
        self._painter.setPen(pen)
        self._painter.drawLine(visible)

    def _straight(self, mark: LineMark, pen: QPen) -> None:
        start, end = self._at(mark.start), self._at(mark.end)
        self._stroke(start, end, pen)
        line = QLineF(start, end)
        length = line.length()
        if not mark.ticks or length == 0:
            return
        across = QPointF(-line.dy() / length, line.dx() / length) * (_TICK * self._unit)
        for place in (start, end):
            self._stroke(place - across, place + across, pen)

    def _arrow(self, mark: ArrowMark, pen: QPen) -> None:
        """Draw the shaft, and both barbs of the tip."""
        tail, tip = self._at(mark.tail), self._at(mark.tip)
        self._stroke(tail, tip, pen)
        back = QLineF(tip, tail)
        if back.length() == 0:
            return
        back.setLength(_BARB * self._unit)
        barb = QLineF(back)
        for turn in (_BARB_DEG, -_BARB_DEG):
            barb.setAngle(back.angle() + turn)
            self._stroke(tip, barb.p2(), pen)

    def _curve(self, mark: OutlineMark | CurveMark, pen: QPen) -> None:
        polygon = self._polygons.get(id(mark))
        if polygon is None:
            polygon = self._to_device.map(polygon_of(mark.points))
            is_round = isinstance(mark, OutlineMark) and len(mark.points) >= _MANY_CORNERS
            if is_round and polygon.boundingRect().height() < _SMALL * self._unit:
                polygon = QPolygonF(polygon.toList()[::2])
            self._polygons[id(mark)] = polygon
        if polygon.boundingRect().intersects(self._reach):
            self._painter.setPen(pen)
            if isinstance(mark, OutlineMark):
                self._painter.drawPolygon(polygon)
            else:
                self._painter.drawPolyline(polygon)

    def draw(self, mark: Mark) -> None:
        """Draw a mark, a line or a curve without its halo."""
        match mark:
            case LineMark():
                self.line(mark)
            case OutlineMark() | CurveMark():
                self.curve(mark)
            case ArrowMark():
                self.arrow(mark)
            case CrossMark():
                self.cross(mark)
            case CaptionMark():
                self.caption(mark)
            case SideLetterMark():
                self.letter(mark)
            case _:
                assert_never(mark)

    def halo(self, mark: LineMark | OutlineMark | CurveMark | ArrowMark) -> None:
        """Draw the dark ground of a line or a curve."""
        look = style(mark.role, mark.side)
        if not look.halo:
            return
        pen = _pen(look, self._unit, halo=True)
        if isinstance(mark, LineMark):
            self._straight(mark, pen)
        elif isinstance(mark, ArrowMark):
            self._arrow(mark, pen)
        else:
            self._curve(mark, pen)

    def line(self, mark: LineMark) -> None:
        """Draw a straight line."""
        self._straight(mark, _pen(style(mark.role, mark.side), self._unit))

    def curve(self, mark: OutlineMark | CurveMark) -> None:
        """Draw a curve, closed or open."""
        self._curve(mark, _pen(style(mark.role, mark.side), self._unit))

    def arrow(self, mark: ArrowMark) -> None:
        """Draw an arrow."""
        self._arrow(mark, _pen(style(mark.role, mark.side), self._unit))

    def cross(self, mark: CrossMark) -> None:
        """Draw a landmark: a ring, and a cross that leaves the marked pixel open."""
        at = self._at(mark.at)
        if not self._reach.contains(at):
            return
        look, unit = style(mark.role, mark.side), self._unit
        rim = mark.role is Role.RIM
        radius = (_RIM_RING if rim else _LIT_RING if mark.lit else _RING) * unit
        gap = 0.0 if rim else radius * _GAP
        dashed = bool(look.dash)
        self._painter.translate(at)
        if look.halo:
            halo = _cross((look.width + 2 * _HALO_WIDTH) * unit, radius, gap, dashed=dashed)
            self._painter.fillPath(halo, _HALO_COLOUR)
        self._painter.fillPath(_cross(look.width * unit, radius, gap, dashed=dashed), QColor(look.colour))
        self._painter.translate(-at)

    def caption(self, mark: CaptionMark) -> None:
        """Draw a text in its box; from one that was put far off, a dashed line leads to what it is about."""
        box, look = self.boxes.get(mark), style(mark.role, mark.side)
        if box is None:
            return
        if mark.put and mark.anchor is not None:
            end = self._at(mark.anchor)
            start = QPointF(min(max(end.x(), box.left()), box.right()), min(max(end.y(), box.top()), box.bottom()))
            if QLineF(start, end).length() > _LEADER_FROM * self._unit:
                leader = replace(style(Role.LEADER, None), colour=look.colour)
                self._stroke(start, end, _pen(leader, self._unit, halo=True))
                self._stroke(start, end, _pen(leader, self._unit))
        self._write(box.bottomLeft(), mark.text, self.layout.caption_text(mark), look.colour)

    def letter(self, mark: SideLetterMark) -> None:
        """Draw R or L inside its edge; as much of the edge as is beyond the area is left out."""
        baseline = self.layout.letter_box(mark).bottomLeft()
        if self._reach.contains(baseline):
            text = self.layout.letter_text(mark)
            self._write(baseline, mark.letter, text, style(Role.SIDE, mark.side).colour)

    def _write(self, baseline: QPointF, words: str, text: Lettering, colour: str) -> None:
        """Write over the halo. The letters are letters, so that a PDF can be searched for them."""
        self._painter.translate(baseline)
        self._painter.fillPath(text.halo, _HALO_COLOUR)
        self._painter.setFont(text.font)
        self._painter.setPen(readable(colour))
        self._painter.drawText(QPointF(0, 0), words)
        self._painter.translate(-baseline)
