"""The foot of the window: one line of constant height, so that nothing that is said lies on the picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy

from kneeview.gui.banner import Banner, BusyStrip
from kneeview.gui.live_label import LiveLabel

FOOT_HEIGHT: Final = 34
"""Logical pixels: a button, and no more."""

_COUNT_WIDTH: Final = 108


class Foot(QFrame):
    """Holds the banner, the progress of work, and how many notices there are; that number opens the list of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Foot")
        self.setFixedHeight(FOOT_HEIGHT)
        self.banner = Banner()
        self.opening, self.writing = BusyStrip(), BusyStrip()
        self._idle = LiveLabel(1, Qt.AlignmentFlag.AlignLeft)
        self._idle.setObjectName("Caption")
        self._idle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.count = QPushButton()
        self.count.setFixedWidth(_COUNT_WIDTH)
        self.count.setToolTip("Every notice in full, and where each one points (Escape closes the list)")
        self._counted: int | None = None
        self._of_case = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self._idle, 1)
        row.addWidget(self.banner, 1)
        for part in (self.opening, self.writing):
            row.addWidget(part)
        row.addWidget(self.count)
        self.banner.changed.connect(self._refresh)
        self._refresh()

    def show_list_by(self, show: Callable[[], None]) -> None:
        """Open the list of notices by this."""
        self.count.clicked.connect(show)

    def show_idle(self, sentence: str) -> None:
        """Say this where nothing else is to be said."""
        self._idle.show_words(sentence)

    def count_notices(self, of_case: int) -> None:
        """Count what a reader of the present case should know."""
        if of_case != self._of_case:
            self._of_case = of_case
            self._refresh()

    def _refresh(self) -> None:
        said = len(self.banner.said)
        self._idle.setHidden(said > 0)
        number = said + self._of_case
        if number == self._counted:
            return
        self._counted = number
        words = f"{number} {'notice' if number == 1 else 'notices'}"
        self.count.setText(f"{words} ▴")
        self.count.setAccessibleName(words)
        self.count.setVisible(number > 0)
