"""Pages: their size, what is placed on them, and the flow of blocks from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageSize

from kneeview.reports.fonts import PT
from kneeview.reports.text import Block, Paragraph


class PageSize(Enum):
    """The papers of the world's two habits."""

    A4 = "A4"
    LETTER = "Letter"

    @property
    def qt(self) -> QPageSize:
        """The paper as Qt names it."""
        return QPageSize(QPageSize.PageSizeId.A4 if self is PageSize.A4 else QPageSize.PageSizeId.Letter)

    @property
    def size(self) -> QSizeF:
        """Width and height in device units."""
        return self.qt.size(QPageSize.Unit.Point) * PT


A4: Final = PageSize.A4
LETTER: Final = PageSize.LETTER

MARGIN: Final = 40 * PT
FOOT: Final = 44 * PT
"""The margins of a page, and the room that the footer takes above the lower edge."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and where its upper left corner lies on the page."""

    block: Block
    x: float
    y: float

    @property
    def box(self) -> QRectF:
        """The rectangle that the block takes."""
        return QRectF(self.x, self.y, self.block.width, self.block.height)


Page = tuple[Placed, ...]

_ROUNDING: Final = 0.01 * PT
"""What a sum of heights may be off by."""


@dataclass(slots=True)
class Flow:
    """Places blocks below each other and begins a new page where one does not fit."""

    size: PageSize
    pages: list[list[Placed]] = field(default_factory=lambda: [[]])
    y: float = MARGIN

    @property
    def width(self) -> float:
        """The width between the margins."""
        return self.size.size.width() - 2 * MARGIN

    @property
    def bottom(self) -> float:
        """Where the room for blocks ends."""
        return self.size.size.height() - FOOT

    @property
    def room(self) -> float:
        """The height left on the page."""
        return self.bottom - self.y

    def place(self, block: Block, x: float = 0.0, y: float | None = None) -> None:
        """Put a block at a distance from the left margin, at y or where the flow is; the flow stays."""
        self.pages[-1].append(Placed(block, MARGIN + x, self.y if y is None else y))

    def add(self, block: Block, gap: float = 0.0) -> None:
        """Put a block below the last one. A paragraph is divided between pages, anything else goes on whole."""
        if block.height > self.room + _ROUNDING:
            if isinstance(block, Paragraph):
                self._divide(block)
                self.y += gap
                return
            self.new_page()
        self.place(block)
        self.y += block.height + gap

    def _divide(self, paragraph: Paragraph) -> None:
        rest: Paragraph | None = paragraph
        while rest is not None:
            head, rest = rest.split(self.room)
            if head is not None:
                self.place(head)
                self.y += head.height
            if rest is not None:
                self.new_page()

    def new_page(self) -> None:
        """Begin a new page."""
        self.pages.append([])
        self.y = MARGIN

    def keep_with_next(self, heading: Block, following: float, gap: float) -> None:
        """Put a heading where the next block begins on the same page."""
        if heading.height + gap + following > self.room:
            self.new_page()
        self.add(heading, gap)

    def add_columns(self, blocks: Sequence[Block], gap: float, gutter: float) -> None:
        """Put blocks in two columns of equal height, as far as the page has room, and go on on the next."""
        rest = list(blocks)
        while rest:
            if _filled(rest, self.room, gap) < len(rest):
                height, count = self.room, _filled(rest, self.room, gap)
            else:
                height, count = _least_height(rest, self.room, gap), len(rest)
            if count == 0 and self.y > MARGIN:
                self.new_page()
                continue
            y, column, lowest = 0.0, 0, 0.0
            for block in rest[: max(count, 1)]:
                if y > 0 and y + block.height > height + _ROUNDING and column == 0:
                    y, column = 0.0, 1
                self.place(block, column * ((self.width + gutter) / 2), self.y + y)
                y += block.height + gap
                lowest = max(lowest, y - gap)
            rest = rest[max(count, 1) :]
            self.y += lowest
            if rest:
                self.new_page()

    def finished(self) -> Sequence[Page]:
        """Return the pages."""
        return tuple(tuple(page) for page in self.pages)


def _filled(blocks: Sequence[Block], height: float, gap: float) -> int:
    """Return how many of the blocks fit in two columns of that height."""
    count = 0
    for _ in range(2):
        y = 0.0
        while count < len(blocks) and y + blocks[count].height <= height + _ROUNDING:
            y += blocks[count].height + gap
            count += 1
    return count


def _least_height(blocks: Sequence[Block], enough: float, gap: float) -> float:
    """Return the least height of two columns that hold all of the blocks."""
    low, high = 0.0, enough
    while high - low > PT:
        middle = (low + high) / 2
        low, high = (low, middle) if _filled(blocks, middle, gap) == len(blocks) else (middle, high)
    return high
