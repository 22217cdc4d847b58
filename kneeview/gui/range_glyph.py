"""A thin bar: the quoted range shaded, each leg's 95 % interval as a whisker with a dot."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kneeview.domain.limb import Side
from kneeview.domain.measurement import RangeOutcome, Value
from kneeview.domain.quoted import Range
from kneeview.gui.theme import Tokens

Compared = tuple[Value, RangeOutcome]


def _shaded(quoted: Range) -> tuple[float, float]:
    """Return what is shaded; a range without one of its limits goes on to the end of the bar."""
    if quoted.low is not None and quoted.high is not None:
        return quoted.low, quoted.high
    limit = quoted.low if quoted.high is None else quoted.high
    at = 0.0 if limit is None else limit
    span = abs(at) or 1.0
    return (at - span, at) if quoted.low is None else (at, at + span)


class RangeGlyph(QWidget):
    """Right above left; grey where a limit lies inside the interval, so that nothing is claimed."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._outcomes: dict[Side | None, Compared] = {}
        self.setFixedSize(QSize(60, 16))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # else all that it lies on is painted with it

    def retheme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self._tokens = tokens
        self.update()

    def show_values(self, outcomes: dict[Side | None, Compared]) -> None:
        """Show the values of a row against its first range."""
        if outcomes != self._outcomes:
            self._outcomes = outcomes
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().window())
        if self._outcomes:
            self._paint_bar(painter)
        painter.end()

    def _paint_bar(self, painter: QPainter) -> None:
        quoted = next(iter(self._outcomes.values()))[1].range
        low, high = _shaded(quoted)
        span = high - low
        first = low if quoted.low is None else low - 0.8 * span
        last = high if quoted.high is None else high + 0.8 * span
        width = self.width() - 8

        def x(value: float) -> float:
            return 4 + width * (min(max(value, first), last) - first) / (last - first)

        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._tokens.line), 2))
        painter.drawLine(QPointF(4, 8), QPointF(4 + width, 8))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tokens.quiet))
        painter.setOpacity(0.45)
        painter.drawRoundedRect(QRectF(x(low), 5, x(high) - x(low), 6), 3, 3)
        painter.setOpacity(1)
        for (side, (value, outcome)), y in zip(self._outcomes.items(), (6.0, 10.0), strict=False):
            unsure = outcome.outcome == "indeterminate" or side is None
            colour = QColor(self._tokens.quiet if unsure else self._tokens.side(side or Side.RIGHT))
            painter.setPen(QPen(colour, 1.6))
            if value.interval is not None:
                painter.drawLine(QPointF(x(value.interval[0]), y), QPointF(x(value.interval[1]), y))
            painter.setBrush(colour)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(x(value.value), y), 2.6, 2.6)
