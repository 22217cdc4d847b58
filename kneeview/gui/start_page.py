"""The empty window: three large choices, recent work, and a drop anywhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kneeview.gui.icons import icon
from kneeview.gui.theme import Tokens

_MARGIN: Final = 32
_GAP: Final = 12
_LEAST_WIDTH: Final = 560
_LONGEST_NAME: Final = 480
"""Of a recent file, in logical pixels; the tip has the whole path."""


class StartPage(QWidget):
    """Shown while nothing is open."""

    def __init__(
        self,
        tokens: Tokens,
        open_film: Callable[[], None],
        open_photo: Callable[[], None],
        open_folder: Callable[[], None],
        show_demo: Callable[[], None],
        open_recent: Callable[[Path], None],
    ) -> None:
        super().__init__()
        self.setObjectName("Ground")
        self._open_recent = open_recent
        self._columns = 0
        title = QLabel("kneeview")
        title.setObjectName("Title")
        line = QLabel("Leg alignment and leg length on X-rays and photos, each value with its error.")
        line.setObjectName("Quiet")
        self._grid = choices = QGridLayout()
        choices.setSpacing(_GAP)
        self._choices: list[tuple[QPushButton, str]] = []
        for name, words, what, act in (
            ("film", "Open a film", "DICOM, from a file", open_film),
            ("photo", "Open a photo", "JPEG, PNG, TIFF or HEIC", open_photo),
            ("open", "Open a folder", "All films of a disk or CD", open_folder),
            ("demo", "See the demo", "Synthetic, no patient", show_demo),
        ):
            button = QPushButton(f"{words}\n{what}")
            button.setObjectName("Choice")
            button.setIconSize(QSize(32, 32))
            button.setMinimumSize(200, 84)
            button.setAccessibleName(words)
            button.clicked.connect(partial(_act, act))
            self._choices.append((button, name))
        self._left_heading = QLabel("NOT SAVED WHEN THE PROGRAM LAST ENDED")
        self._left_heading.setObjectName("Heading")
        self._left = QVBoxLayout()
        self._left.setSpacing(4)
        self._heading = QLabel("RECENT")
        self._heading.setObjectName("Heading")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        hint = QLabel("Or drop files, a folder or a ZIP archive anywhere in this window.")
        hint.setObjectName("Quiet")
        foot = QLabel("It measures and reports. It does not diagnose, size heel lifts or plan surgery.")
        foot.setObjectName("Caption")
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addStretch()
        for part in (title, line, choices, hint, self._left_heading, self._left, self._heading, self._recent):
            if isinstance(part, QLabel):
                column.addWidget(part)
            else:
                column.addLayout(part)
        column.addStretch()
        column.addWidget(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 24, _MARGIN, 24)
        layout.addStretch()
        layout.addLayout(column)
        layout.addStretch()
        self._arrange(len(self._choices))
        self.show_leftovers(())
        self.retheme(tokens)

    def _arrange(self, columns: int) -> None:
        """Put so many choices beside each other."""
        if columns != self._columns:
            self._columns = columns
            for k, (button, _) in enumerate(self._choices):
                self._grid.addWidget(button, k // columns, k % columns)

    def minimumSizeHint(self) -> QSize:
        """Ask for two choices beside each other: a small screen has no more room."""
        return QSize(_LEAST_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the choices in one row, or in two where the window is narrow."""
        super().resizeEvent(event)
        wide = sum(button.sizeHint().width() + _GAP for button, _ in self._choices) + 2 * _MARGIN
        self._arrange(len(self._choices) if self.width() >= wide else 2)

    def retheme(self, tokens: Tokens) -> None:
        """Take other colours."""
        for button, name in self._choices:
            button.setIcon(icon(name, tokens.text))

    def show_recent(self, paths: tuple[Path, ...]) -> None:
        """List recent work."""
        _empty(self._recent)
        self._heading.setVisible(bool(paths))
        for path in paths:
            name = self.fontMetrics().elidedText(path.name, Qt.TextElideMode.ElideMiddle, _LONGEST_NAME)
            button = QPushButton(name)
            button.setAccessibleName(path.name)
            button.setObjectName("Link")
            button.setToolTip(str(path))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(partial(_act, partial(self._open_recent, path)))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_leftovers(self, leftovers: tuple[tuple[str, Callable[[], None], Callable[[], None]], ...]) -> None:
        """List unsaved work of before: its words, how to recover it and how to discard it."""
        _empty(self._left)
        self._left_heading.setVisible(bool(leftovers))
        for words, recover, discard in leftovers:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            what = QLabel(words)
            what.setWordWrap(True)
            row.addWidget(what, 1)
            for text, name, act in (("Recover", "Primary", recover), ("Discard", "", discard)):
                button = QPushButton(text)
                button.setObjectName(name)
                button.setAccessibleName(f"{text}: {words}")
                button.setToolTip(f"{text} this work")
                button.clicked.connect(partial(_act, act))
                row.addWidget(button)
            self._left.addWidget(line)


def _empty(rows: QVBoxLayout) -> None:
    while (item := rows.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _act(act: Callable[[], None], *_: object) -> None:
    act()
