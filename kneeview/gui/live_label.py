"""A label whose words change with every move of the hand: it asks for another layout only where its height changes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

_WRAPPED: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_TALLEST: Final = 10_000


class LiveLabel(QLabel):
    """Plain words at the right edge, wrapped. A style sheet sees a `QLabel`.

    A `QLabel` lays its whole column out anew for every word, and one whose text can be selected builds a document of
    it: with thirty of them that is half a frame.
    """

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        """Return the words."""
        return self._words

    def show_words(self, text: str) -> None:
        """Show other words."""
        if text == self._words:
            return
        self._words = text
        self.setAccessibleName(text)
        if self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped words."""
        metrics = self.fontMetrics()
        if not self._words:
            return 0
        if "\n" not in self._words and metrics.horizontalAdvance(self._words) <= width:
            return metrics.height()
        room = QRect(0, 0, max(width, 1), _TALLEST)
        return metrics.boundingRect(room, int(_WRAPPED), self._words).height()

    def sizeHint(self) -> QSize:
        """Return the size of the words in one line."""
        return QSize(self.fontMetrics().horizontalAdvance(self._words), self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Return the size of the longest word, which cannot be wrapped."""
        longest = max(map(self.fontMetrics().horizontalAdvance, self._words.split()), default=0)
        return QSize(longest, self.fontMetrics().height() if self._words else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the words."""
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(_WRAPPED), self._words)
        painter.end()
