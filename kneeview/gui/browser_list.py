"""The list of what was found: where the user went in it stays where it is while more is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from kneeview.gui.browser_line import BrowserDelegate
from kneeview.gui.browser_model import BrowserModel
from kneeview.imaging.collection import Entry

_GOING: Final = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_End)
_BELOW: Final = 3
"""So many entries below those in view are as good as seen."""


class BrowserList(QListView):
    """Until the user goes to an entry, the present one is the first that can be opened."""

    def __init__(self, model: BrowserModel, delegate: BrowserDelegate) -> None:
        super().__init__()
        self._model = model
        self._has_gone = False
        self.setObjectName("Browser")
        self.setAccessibleName("What was found")
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)  # the page's ground shows through
        self.verticalScrollBar().setSingleStep(44)
        self.pressed.connect(self._go)

    def _go(self) -> None:
        self._has_gone = True

    @property
    def current(self) -> Entry | None:
        """The present entry."""
        return self._model.entry(self.currentIndex())

    def begin(self) -> None:
        """Take it that the user has gone nowhere yet."""
        self._has_gone = False

    def keep_place(self, change: Callable[[], None]) -> None:
        """Change the list, and keep the entry that the user went to present and where it was on the screen."""
        current = self.current
        before = self.visualRect(self.currentIndex()).top() if current is not None else 0
        change()
        row = self._model.row_of(current) if self._has_gone else -1
        if row < 0:
            row = self._model.first_row
            self._has_gone = False
        if row >= 0:
            self.setCurrentIndex(self._model.index(row))
            if self._has_gone:
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + self.visualRect(self.currentIndex()).top() - before)
            else:
                self.scrollToTop()

    def pass_over(self, entry: Entry) -> None:
        """Go on from an entry that cannot be opened, unless the user went to it."""
        if entry is self.current and not self._has_gone:
            self.setCurrentIndex(self._model.index(self._model.first_row))

    def seen(self) -> list[Entry]:
        """Return the entries in view, and a few below."""
        first = self.indexAt(self.viewport().rect().topLeft())
        last = self.indexAt(self.viewport().rect().bottomLeft())
        start = first.row() if first.isValid() else 0
        end = last.row() + _BELOW if last.isValid() else self._model.rowCount()
        rows = range(start, min(end, self._model.rowCount()))
        return [entry for row in rows if (entry := self._model.entry(self._model.index(row))) is not None]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the list; Home is its first entry, below the heading."""
        if event.key() == Qt.Key.Key_Home:
            self.setCurrentIndex(self._model.index(min(1, self._model.rowCount() - 1)))
            self.scrollToTop()
            return
        if event.key() in _GOING:
            self._go()
        super().keyPressEvent(event)
