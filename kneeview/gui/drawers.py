"""What is asked of the case, folded to one row above the readings: a press opens a drawer, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget


class Drawers(QWidget):
    """A row of heads, one for each panel; one panel at most is open.

    The panels stand at the top of what scrolls, above everything whose height follows the readings: an answer is
    never moved away under the hand. `opened` is called when one is opened, so that it comes into view.
    """

    def __init__(self, opened: Callable[[], None]) -> None:
        super().__init__()
        self._opened = opened
        self._heads: dict[QWidget, tuple[QPushButton, str]] = {}
        self._counts: dict[QWidget, str] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 6)
        self._row.setSpacing(16)
        self._row.addStretch()

    def add(self, panel: QWidget, title: str, tip: str) -> None:
        """Put a panel into a drawer, which is closed at first."""
        head = QPushButton()
        head.setObjectName("Fold")
        head.setToolTip(tip)
        head.clicked.connect(partial(self._press, panel))
        self._heads[panel] = head, title
        self._row.insertWidget(self._row.count() - 1, head)
        self._fold(panel, closed=True)

    def count(self, panel: QWidget, words: str) -> None:
        """Say behind a title how much of the drawer is answered, as in "2 of 8"."""
        if self._counts.get(panel, "") != words:
            self._counts[panel] = words
            self._name(panel)

    def open(self, panel: QWidget) -> None:
        """Open one drawer, and close the others."""
        for each in self._heads:
            self._fold(each, closed=each is not panel)
        self._opened()

    def _press(self, panel: QWidget, *_: object) -> None:
        if panel.isHidden():
            self.open(panel)
        else:
            self._fold(panel, closed=True)

    def _fold(self, panel: QWidget, *, closed: bool) -> None:
        panel.setHidden(closed)
        self._name(panel)

    def _name(self, panel: QWidget) -> None:
        head, title = self._heads[panel]
        words = " ".join(part for part in (title.upper(), self._counts.get(panel, "")) if part)
        head.setText(f"{words} {'▸' if panel.isHidden() else '▾'}")
        head.setAccessibleName(title)
        head.setAccessibleDescription("Folded" if panel.isHidden() else "Unfolded")
