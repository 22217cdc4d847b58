"""The line at the lower right: how the picture is shown now. It gives way where there is no room."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from kneeview.gui.canvas import Canvas
from kneeview.gui.grey_menu import greys_words
from kneeview.gui.workbench import Workbench

_BETWEEN: Final = "  ·  "


class ViewLine(QLabel):
    """Turns and flips, zoom and window in words; what does not fit is left out at the end."""

    def __init__(self, workbench: Workbench, canvas: Canvas) -> None:
        super().__init__()
        self._bench = workbench
        self._canvas = canvas
        self.setObjectName("Quiet")
        self.setAccessibleName("How the picture is shown")
        for signal in (workbench.opened, workbench.display_changed, canvas.view_changed):
            signal.connect(self.refresh)

    def tell_keys(self, fit: str, as_loaded: str) -> None:
        """Say how to come back from a zoom: undo is for what changes the case."""
        ways = [f"{key} {what}" for key, what in ((fit, "fits"), (as_loaded, "shows it as it was loaded")) if key]
        back = f" {' and '.join(ways)}." if ways else ""
        self.setToolTip(f"How the picture is shown.{back} Undo is for the case: the view has no steps.")

    def refresh(self) -> None:
        """Say how the picture is shown."""
        words = (
            self._canvas.orientation.words,
            f"{self._canvas.zoom_percent:.0f} %",
            greys_words(self._bench),
            "inverted" if self._bench.display.inverted else "",
            "sharpened" if self._bench.display.filters.sharpened else "",
            "local contrast" if self._bench.display.filters.evened else "",
        )
        self.setText(_BETWEEN.join(word for word in words if word))

    def minimumSizeHint(self) -> QSize:
        """Ask for no width: the window must not grow for a word."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write as many words as fit, from the first on."""
        del event
        text = self.text()
        while text and self.fontMetrics().horizontalAdvance(text) > self.width():
            text = text.rpartition(_BETWEEN)[0]
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        painter.end()
