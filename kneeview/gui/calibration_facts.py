"""What the calibration card tells, a fact a row, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

_WIDTH: Final = 428
_LEAST_HEIGHT: Final = 180


class CalibrationFacts(QScrollArea):
    """Rows of a name and what is said beside it; what does not fit is scrolled."""

    def __init__(self) -> None:
        super().__init__()
        self._row = 0
        self._facts = QGridLayout()
        self._facts.setContentsMargins(0, 0, 8, 0)
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        self._inside = QWidget()
        rows = QVBoxLayout(self._inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._facts)
        rows.addStretch()
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFixedWidth(_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def add(self, name: str, says: QWidget) -> None:
        """Add a row."""
        row, self._row = self._row, self._row + 1
        label = QLabel(name)
        label.setObjectName("Quiet")
        label.setFixedWidth(70)
        self._facts.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._facts.addWidget(says, row, 1)
        says.show()

    def clear(self, kept: QWidget) -> None:
        """Take every row away; one widget is used again."""
        while (item := self._facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                if widget is not kept:
                    widget.deleteLater()
        self._row = 0

    def fit(self, room: int) -> None:
        """Take the height that the facts need, as far as there is room, in logical pixels."""
        inside = self._inside
        wanted = max(inside.heightForWidth(_WIDTH - 12), inside.minimumSizeHint().height(), _LEAST_HEIGHT)
        self.setFixedHeight(min(wanted, max(room, _LEAST_HEIGHT)))


def plain_button(text: str, run: Callable[[], None]) -> QPushButton:
    """Return a button that Enter elsewhere does not press."""
    button = QPushButton(text)
    button.setAutoDefault(False)

    def pressed(*_: object) -> None:
        run()

    button.clicked.connect(pressed)
    return button


def linked(text: str, *links: tuple[str, str, Callable[[], None]]) -> QWidget:
    """Return words with what can be done about them: each with its word, its name and what it does."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(words(text), 1)
    for word, name, run in links:
        button = plain_button(word, run)
        button.setObjectName("Link")
        button.setAccessibleName(name)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return line


def words(text: str) -> QLabel:
    """Return words that can be copied."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
