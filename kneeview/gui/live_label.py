"""A label whose words change with every move of the hand: its room is fixed, so that nothing else ever moves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QToolTip

_RIGHT: Final = Qt.AlignmentFlag.AlignRight
_TALLEST: Final = 10_000


class LiveLabel(QLabel):
    """Plain words at one edge (the right one) or in the middle, in a fixed number of lines.

    A style sheet sees a `QLabel`. What does not fit ends in an ellipsis and is told in full by the tooltip. Figures
    all have the same width. A `QLabel` lays its whole column out anew for every word, and one whose text can be
    selected builds a document of it: with thirty of them that is half a frame. One that `fills` its room paints the
    ground of the palette itself: else every widget below it, up to the window, is painted for each word.
    """

    def __init__(self, lines: int = 1, edge: Qt.AlignmentFlag = _RIGHT, *, fills: bool = False) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, fills)
        self._fills = fills
        self.edge = edge
        self._wrapped = int(Qt.TextFlag.TextWordWrap | edge | Qt.AlignmentFlag.AlignTop)
        self._one_line = int(Qt.TextFlag.TextSingleLine | edge | Qt.AlignmentFlag.AlignTop)
        self._words = ""
        self._full = ""
        self._lines = lines
        self._tabular()

    def text(self) -> str:
        """Return the words."""
        return self._words

    def show_words(self, text: str, full: str = "") -> None:
        """Show other words; `full` says the same at length."""
        self._full = full
        if text == self._words:
            return
        self._words = text
        self.setAccessibleName(text)
        self.update()

    @property
    def told(self) -> str:
        """What the tooltip says: the words at length where they are shortened, else nothing."""
        return self._full or ("" if self._fits() else self._words)

    def event(self, event: QEvent) -> bool:
        """Tell under the pointer what is shortened; else what stands around it speaks."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self.told:
            QToolTip.showText(event.globalPos(), self.told, self)
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        """Return the room, which does not depend on the words."""
        return QSize(0, self._lines * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Return the same: no word widens the column."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the figures' width where a style sheet brings another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._tabular()

    def _tabular(self) -> None:
        font, figures = self.font(), QFont.Tag("tnum")
        if not font.isFeatureSet(figures):
            font.setFeature(figures, 1)
            self.setFont(font)

    def _fits(self) -> bool:
        room = QRect(0, 0, max(self.width(), 1), _TALLEST)
        return self._holds(self.fontMetrics().boundingRect(room, self._wrapped, self._words))

    def _holds(self, needed: QRect) -> bool:
        """Whether words that take so much room are seen whole."""
        half_a_line = self.fontMetrics().height() / 2  # a line of fallback glyphs is a pixel taller than the font says
        return needed.height() < self.sizeHint().height() + half_a_line and needed.width() <= max(self.width(), 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the words."""
        del event
        painter, palette = QPainter(self), self.palette()
        if self._fills:
            painter.fillRect(self.rect(), palette.window())
        painter.setPen(palette.color(self.foregroundRole()))
        if self._fills:
            # Laid out once: only words that do not fit are written a second time.
            if not self._holds(painter.drawText(self.rect(), self._wrapped, self._words)):
                painter.fillRect(self.rect(), palette.window())
                self._write_short(painter)
        elif self._fits():
            painter.drawText(self.rect(), self._wrapped, self._words)
        else:
            self._write_short(painter)
        painter.end()

    def _write_short(self, painter: QPainter) -> None:
        short = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), self._one_line, short)
