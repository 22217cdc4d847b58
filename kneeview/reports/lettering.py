"""Letters on a picture: their shapes and halos, their colours, and where captions stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainterPath, QPainterPathStroker, QTransform

from kneeview.domain.geometry import ImagePoint
from kneeview.scene.primitives import CaptionMark, Scene, SideLetterMark

_CAPTION_SIZE: Final = 12.0
_TEXT_HALO: Final = 3.0
_LETTER_SIZE: Final = 24.0
_LETTER_INSET: Final = 12.0

_AROUND: Final = (-3.0, -3.0, 3.0, 5.0)
"""How far around its letters nothing else is written: the halo, and what hangs below the baseline."""

_REACH: Final = 40.0
"""How far beyond the area a place may lie whose text is still written inside."""

_STEP: Final = 4.5
_MOST_STEPS: Final = 72
"""By how much at a time a caption makes way up or down, in screen units, and how often at most: a crowd is left so."""

_BRIGHT_ENOUGH: Final = 0.35
"""Captions in a colour darker than this are lightened: text needs more contrast than a line."""


def stroked(path: QPainterPath, width: float) -> QPainterPath:
    """Return the area that a pen of that width covers along a path."""
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    stroker.setCapStyle(Qt.PenCapStyle.FlatCap)
    return stroker.createStroke(path).simplified()


@lru_cache(maxsize=64)
def _font(size: float, weight: int) -> QFont:
    font = QFont()
    font.setPixelSize(max(round(size), 1))
    font.setWeight(QFont.Weight(weight))
    return font


@dataclass(frozen=True, slots=True)
class Lettering:
    """A text whose last baseline begins at (0, 0): its font, its box without descenders, its halo.

    `lines` are its lines, each with its place below that baseline; those before the last stand above it.
    """

    font: QFont
    box: QRectF
    halo: QPainterPath
    lines: tuple[tuple[float, str], ...]


@lru_cache(maxsize=256)
def lettering(text: str, size: float, weight: int, unit: float) -> Lettering:
    """Return a text in a font of that size, laid out once."""
    font = _font(size, weight)
    metrics = QFontMetricsF(font)
    path = QPainterPath()
    words = text.split("\n")
    lines = tuple(((k + 1 - len(words)) * float(round(metrics.lineSpacing())), line) for k, line in enumerate(words))
    for below, line in lines:
        path.addText(QPointF(0, below), font, line)
    top = lines[0][0] - metrics.capHeight()
    box = QRectF(0, top, max(metrics.horizontalAdvance(line) for line in words), -top)
    return Lettering(font, box, stroked(path, _TEXT_HALO * unit), lines)


@lru_cache(maxsize=32)
def readable(colour: str) -> QColor:
    """Return the colour, lightened as far as text on a dark ground needs."""
    found = QColor(colour)
    while found.lightnessF() < 1 and _luminance(found) < _BRIGHT_ENOUGH:
        lighter = QColor.fromHslF(found.hslHueF(), found.hslSaturationF(), min(found.lightnessF() + 0.03, 1.0))
        found = lighter
    return found


def _luminance(colour: QColor) -> float:
    """Return the relative luminance of a colour, 0 to 1 (WCAG 2.2)."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand: the way from the image to the device, one screen unit in it, and the area to keep inside."""

    to_device: QTransform
    unit: float
    area: QRectF

    def at(self, point: ImagePoint) -> QPointF:
        """Return where a point of the image is seen."""
        return self.to_device.map(QPointF(point.x, point.y))

    def caption_text(self, mark: CaptionMark) -> Lettering:
        """Return the letters of a caption."""
        return lettering(mark.text, _CAPTION_SIZE * self.unit, QFont.Weight.DemiBold, self.unit)

    def caption_box(self, mark: CaptionMark) -> QRectF:
        """Return where a caption stands, without its halo."""
        at, text = self.at(mark.at), self.caption_text(mark)
        width, height = text.box.width(), text.box.height()
        dx, dy = self.turned(mark.offset[0] * self.unit, mark.offset[1] * self.unit)
        left = at.x() + dx - (width if dx < 0 else width / 2 if dx == 0 else 0)
        top = at.y() + dy - (height if dy < 0 else height / 2 if dy == 0 else 0)
        return self.inside(QRectF(left, top, width, height), 4 * self.unit)

    @property
    def reach(self) -> QRectF:
        """The area, and what is so near to it that its mark or text may be seen."""
        reach = _REACH * self.unit
        return self.area.adjusted(-reach, -reach, reach, reach)

    def letter_text(self, mark: SideLetterMark) -> Lettering:
        """Return the shape of R or L."""
        return lettering(mark.letter, _LETTER_SIZE * self.unit, QFont.Weight.Bold, self.unit)

    def letter_box(self, mark: SideLetterMark) -> QRectF:
        """Return where R or L stands: inside its edge, at the upper end that is seen of it."""
        inset, area = _LETTER_INSET * self.unit, self.area
        width, height = self.letter_text(mark).box.width(), self.letter_text(mark).box.height()
        edge = QRectF(self.at(mark.at), self.at(mark.foot or mark.at)).normalized()
        dx, dy = self.turned(-1.0 if mark.at_right_edge else 1.0, 0.0)
        if dx:
            left = edge.left() + (inset if dx > 0 else -inset - width)
            return QRectF(left, max(edge.top(), area.top()) + inset, width, height)
        middle = (max(edge.left(), area.left()) + min(edge.right(), area.right())) / 2
        top = edge.top() + (inset if dy > 0 else -inset - height)
        return QRectF(middle - width / 2, top, width, height)

    def turned(self, dx: float, dy: float) -> tuple[float, float]:
        """Return a step of the upright picture, in the painter's units, as it is seen after turns and flips."""
        m = self.to_device
        return _sign(m.m11()) * dx + _sign(m.m21()) * dy, _sign(m.m12()) * dx + _sign(m.m22()) * dy

    def inside(self, box: QRectF, margin: float) -> QRectF:
        """Return the box, moved as little as keeps it inside the area."""
        room = self.area.adjusted(margin, margin, -margin, -margin)
        left = max(min(box.left(), room.right() - box.width()), room.left())
        top = max(min(box.top(), room.bottom() - box.height()), room.top())
        return QRectF(left, top, box.width(), box.height())


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def caption_boxes(scene: Scene, layout: Layout) -> tuple[tuple[CaptionMark, QRectF], ...]:
    """Return the captions that are seen and where each is written, from the bottom to the top, none on another.

    R, L and what a hand has put stand where they stand. The others make way for them and for those below, up or down
    and as little as is needed; the same marks in the same view are always laid out alike.
    """
    seen = [mark for mark in scene if isinstance(mark, CaptionMark) and layout.reach.contains(layout.at(mark.at))]
    letters = (layout.letter_box(mark) for mark in scene if isinstance(mark, SideLetterMark))
    taken = [_with_halo(box, layout.unit) for box in letters]
    boxes: dict[int, QRectF] = {}
    for mark in sorted(seen, key=lambda mark: not mark.put):
        box = layout.caption_box(mark)
        if not mark.put:
            box = _making_way(box, taken, layout)
        boxes[id(mark)] = box
        taken.append(_with_halo(box, layout.unit))
    return tuple((mark, boxes[id(mark)]) for mark in seen)


def _with_halo(box: QRectF, unit: float) -> QRectF:
    return box.adjusted(*(unit * each for each in _AROUND))


def _making_way(box: QRectF, taken: list[QRectF], layout: Layout) -> QRectF:
    """Return the box where it touches nothing that is taken, moved as little as that needs."""
    step = _STEP * layout.unit
    for k in range(_MOST_STEPS + 1):
        for way in (1, -1) if k else (1,):
            moved = layout.inside(box.translated(0.0, way * k * step), 4 * layout.unit)
            if not any(_with_halo(moved, layout.unit).intersects(other) for other in taken):
                return moved
    return box
