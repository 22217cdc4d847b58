"""The table: one picture, or two side by side. Prompt and column are those of the active one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from kneeview.gui.column import WIDTH
from kneeview.gui.pane import Pane
from kneeview.gui.prompt_strip import STRIP_HEIGHT


class Table(QWidget):
    """Holds the panes. There is always one, and `active` is the one that commands, keys and panels are about.

    `switched` says that another pane is active now, or that one went; `added` carries the pane that came.
    """

    switched = Signal()
    added = Signal(object)

    def __init__(self, new_pane: Callable[[], Pane]) -> None:
        super().__init__()
        self._new_pane = new_pane
        self.panes: list[Pane] = []
        self._strips = QStackedWidget()
        self._strips.setFixedHeight(STRIP_HEIGHT)
        self._views = QSplitter(Qt.Orientation.Horizontal)
        self._views.setHandleWidth(8)
        self._views.setChildrenCollapsible(False)
        self._columns = QStackedWidget()
        middle = QWidget()
        middle.setObjectName("Ground")
        rows = QVBoxLayout(middle)
        rows.setContentsMargins(12, 8, 12, 6)
        rows.setSpacing(8)
        rows.addWidget(self._strips)
        rows.addWidget(self._views, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(middle)
        self.splitter.addWidget(self._columns)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setSizes([860, WIDTH])
        self.splitter.setHandleWidth(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.active = self.add()
        self.switch_to(self.active)

    @property
    def is_alone(self) -> bool:
        """Whether one picture has the whole table."""
        return len(self.panes) == 1

    @property
    def other(self) -> Pane | None:
        """The pane that is not active; None where there is one only."""
        return next((pane for pane in self.panes if pane is not self.active), None)

    def add(self) -> Pane:
        """Put another pane at the right; it is not active yet."""
        pane = self._new_pane()
        self.panes.append(pane)
        self._strips.addWidget(pane.strip)
        self._views.addWidget(pane)
        self._columns.addWidget(pane.column)
        pane.touched.connect(partial(self.switch_to, pane))
        self.share_evenly()
        self.added.emit(pane)
        return pane

    def switch_to(self, pane: Pane) -> None:
        """Make commands, keys and panels be about this pane."""
        if pane is self.active and self._strips.currentWidget() is pane.strip:
            return
        self.active = pane
        self._strips.setCurrentWidget(pane.strip)
        self._columns.setCurrentWidget(pane.column)
        self.show_places()
        self.switched.emit()

    @property
    def has_column(self) -> bool:
        """Whether the column of steps and readings is shown."""
        return not self._columns.isHidden()

    def show_column(self, shown: bool) -> None:
        """Show the column, or give its room to the picture."""
        self._columns.setVisible(shown)

    def show_places(self) -> None:
        """Show in each pane whose turn it is."""
        for pane in self.panes:
            pane.show_place(is_alone=self.is_alone, is_active=pane is self.active)

    def share_evenly(self) -> None:
        """Give both pictures the same room."""
        self._views.setSizes([self._views.width()] * len(self.panes))

    def remove(self, pane: Pane) -> None:
        """Take a pane away; the other one is active then. The last one stays."""
        if self.is_alone:
            return
        self.panes.remove(pane)
        self.switch_to(self.panes[0])
        for part in (pane, pane.strip, pane.column):
            part.hide()
            part.setParent(None)
            part.deleteLater()
        self.show_places()
        self.switched.emit()

    def pane_at(self, place: QPoint) -> Pane | None:
        """Return the pane at a place of the table, in its own coordinates."""
        for pane in self.panes:
            if pane.rect().contains(pane.mapFrom(self, place)):
                return pane
        return None
