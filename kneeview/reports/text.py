"""Text on paper: measured before it is set, so that nothing overlaps and nothing is cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from kneeview.reports.fonts import PT, paper_font

INK: Final = "#15181C"
GREY: Final = "#5B6470"
HAIRLINE: Final = "#D9DEE3"
BOX: Final = "#F4F6F8"


@dataclass(frozen=True, slots=True)
class Type:
    """Size in points, weight and colour of letters."""

    size: float
    weight: QFont.Weight = QFont.Weight.Normal
    colour: str = INK

    def bold(self) -> Type:
        """Return the same letters in bold."""
        return replace(self, weight=QFont.Weight.DemiBold)

    def grey(self) -> Type:
        """Return the same letters in grey."""
        return replace(self, colour=GREY)


TITLE: Final = Type(17, QFont.Weight.Bold)
SUBTITLE: Final = Type(9.5, colour=GREY)
BODY: Final = Type(8.5)
SMALL: Final = Type(7.2)
FINE: Final = Type(6.8, colour=GREY)
HEADING: Final = Type(7, QFont.Weight.DemiBold, GREY)

_LEADING: Final = 1.32
"""Distance of lines, in sizes of the letters."""


@dataclass(frozen=True, slots=True)
class Span:
    """Letters of one type."""

    text: str
    type: Type = BODY


class Align(Enum):
    """To which edge lines are set."""

    LEFT = Qt.AlignmentFlag.AlignLeft
    RIGHT = Qt.AlignmentFlag.AlignRight
    CENTRE = Qt.AlignmentFlag.AlignHCenter


class Block(Protocol):
    """Something with a size that can be drawn."""

    @property
    def width(self) -> float:
        """The width in device units."""

    @property
    def height(self) -> float:
        """The height in device units."""

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw it with its upper left corner there."""


class Paragraph:
    """Lines of text in a given width. Words too long for a line are broken anywhere."""

    def __init__(self, spans: Sequence[Span] | Span, width: float, align: Align = Align.LEFT) -> None:
        self._spans = (spans,) if isinstance(spans, Span) else tuple(spans)
        self._align = align
        self.width = width
        self._layout = self._laid_out()
        self._first, self._last = 0, self._layout.lineCount()

    def _laid_out(self) -> QTextLayout:
        text = "".join(span.text for span in self._spans).replace("\n", "\u2028")
        first = self._spans[0].type if self._spans else BODY
        layout = QTextLayout(text, paper_font(first.size, first.weight))
        option = QTextOption(self._align.value)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        leading = _LEADING * PT * max((span.type.size for span in self._spans), default=BODY.size)
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width)
            line.setPosition(QPointF(0, y + max(leading - line.height(), 0) / 2))
            y += max(leading, line.height())
        layout.endLayout()
        self._tops = [0.0]
        for number in range(layout.lineCount()):
            self._tops.append(self._tops[-1] + max(leading, layout.lineAt(number).height()))
        return layout

    def _formats(self) -> list[QTextLayout.FormatRange]:
        formats: list[QTextLayout.FormatRange] = []
        start = 0
        for span in self._spans:
            look = QTextCharFormat()
            look.setFont(paper_font(span.type.size, span.type.weight))
            look.setForeground(QColor(span.type.colour))
            found = QTextLayout.FormatRange()
            found.start, found.length, found.format = start, _utf16_length(span.text), look
            formats.append(found)
            start += found.length
        return formats

    @property
    def height(self) -> float:
        """The height of the lines."""
        return self._tops[self._last] - self._tops[self._first]

    @property
    def natural_width(self) -> float:
        """The width of the longest line."""
        lines = (self._layout.lineAt(number) for number in range(self._first, self._last))
        return max((line.naturalTextWidth() for line in lines), default=0.0)

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return self._last - self._first

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw the lines."""
        for number in range(self._first, self._last):
            self._layout.lineAt(number).draw(painter, QPointF(x, y - self._tops[self._first]))

    def split(self, height: float) -> tuple[Paragraph | None, Paragraph | None]:
        """Return the lines that fit in the height, and the rest."""
        last = self._first
        while last < self._last and self._tops[last + 1] - self._tops[self._first] <= height:
            last += 1
        return self._part(self._first, last), self._part(last, self._last)

    def _part(self, first: int, last: int) -> Paragraph | None:
        if first == last:
            return None
        part = Paragraph(self._spans, self.width, self._align)
        part._first, part._last = first, last
        return part


def _utf16_length(text: str) -> int:
    """Return the length as Qt counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, type_: Type, width: float, lines: int) -> Paragraph:
    """Return the text in so many lines at most, its end left out with dots where it is too long."""
    whole = Paragraph(Span(text, type_), width)
    if whole.line_count <= lines:
        return whole
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if Paragraph(Span(text[:middle].rstrip() + "…", type_), width).line_count <= lines:
            fits = middle
        else:
            too_long = middle
    return Paragraph(Span(text[:fits].rstrip() + "…", type_), width)


def labelled(label: str, text: str, type_: Type = BODY) -> tuple[Span, ...]:
    """Return a label in bold with its text behind it."""
    return Span(f"{label}  ", type_.bold()), Span(text, type_)


def section(title: str, block: Block, width: float) -> Block:
    """Return a block below a heading."""
    return Stack((Paragraph(Span(title, HEADING), width), block), width, 3 * PT)


@dataclass(frozen=True, slots=True)
class Stack:
    """Blocks below each other with a gap between them."""

    blocks: tuple[Block, ...]
    width: float
    gap: float = 0.0

    @property
    def height(self) -> float:
        """The height of all blocks and gaps."""
        return sum(block.height for block in self.blocks) + self.gap * max(len(self.blocks) - 1, 0)

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw the blocks from the top."""
        for block in self.blocks:
            block.draw(painter, x, y)
            y += block.height + self.gap


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks beside each other, each at its own distance from the left; `padding` above and below."""

    blocks: tuple[tuple[float, Block], ...]
    width: float
    padding: float = 0.0
    hairline: bool = False

    @property
    def height(self) -> float:
        """The height of the tallest block with the padding."""
        return max((block.height for _, block in self.blocks), default=0.0) + 2 * self.padding

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw the blocks with their upper edges on one line, and the hairline below."""
        for offset, block in self.blocks:
            block.draw(painter, x + offset, y + self.padding)
        if self.hairline:
            Rule(self.width, HAIRLINE, 0.5 * PT).draw(painter, x, y + self.height)


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line; it takes no room of its own."""

    width: float
    colour: str = INK
    thickness: float = 1.0 * PT
    height: float = 0.0

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw the line below y."""
        painter.fillRect(QRectF(x, y, self.width, self.thickness), QColor(self.colour))


@dataclass(frozen=True, slots=True)
class Panel:
    """A block on a light ground with room around it."""

    block: Block
    width: float
    margin: float

    @property
    def height(self) -> float:
        """The height with the room above and below."""
        return self.block.height + 2 * self.margin

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw the ground and the block on it."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(BOX))
        painter.drawRoundedRect(QRectF(x, y, self.width, self.height), 4 * PT, 4 * PT)
        self.block.draw(painter, x + self.margin, y + self.margin)
