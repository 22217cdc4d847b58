"""The head of the browser: what was opened, the way back, the filter, and how far the search is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kneeview.gui.icons import icon
from kneeview.gui.looking_through import Search
from kneeview.gui.theme import Tokens

PATIENCE_S: Final = 5.0
"""A disk that is silent for longer is spoken of."""


class BrowserHead(QWidget):
    """Two lines of controls and words."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("Ground")
        self.back = QPushButton("Back")
        self.back.setToolTip("Go back without opening anything (Esc)")
        self._title = QLabel()
        self._title.setObjectName("Title")
        self._path = QLabel()
        self._path.setObjectName("Quiet")
        for label in (self._title, self._path):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter by patient, date, view, name")
        self.filter.setAccessibleName("Filter")
        self.filter.setToolTip("Shows what has every word that is typed here")
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(280)
        place = QLineEdit.ActionPosition.LeadingPosition
        self._filter_icon = self.filter.addAction(icon("search", tokens.quiet), place)
        self.progress_line = QLabel()
        self.progress_line.setObjectName("Quiet")
        self.progress_line.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 6)
        self.stop_button = QPushButton("Cancel")
        self.stop_button.setToolTip("Look no further; what was found stays")
        self._lay_out()
        self.retheme(tokens)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._path)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.back)
        head.addLayout(names, 1)
        head.addWidget(self.filter)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._bar)
        line.addWidget(self.progress_line, 1)
        line.addWidget(self.stop_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(line)

    def retheme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.back.setIcon(icon("back", tokens.text))
        self._filter_icon.setIcon(icon("search", tokens.quiet))

    def name(self, paths: tuple[Path, ...], *, has_picture: bool) -> None:
        """Say what was opened, and where the way back leads."""
        first = paths[0]
        several = len(paths) > 1
        self._title.setText(f"{len(paths):,} files and folders" if several else first.name or str(first))
        self._path.setText(str(first.parent) if several else str(first))
        self._path.setToolTip(self._path.text())
        self.back.setText("Back to the picture" if has_picture else "Back")

    def tell(self, search: Search, *, is_searching: bool, is_stopped: bool) -> None:
        """Say how far the search is; at its end also what was passed over."""
        tally = search.tally
        counts = f"{_counted(tally.files, 'file')}, {_counted(tally.pictures, 'picture')}"
        if search.refusal:
            words = search.refusal
        elif is_searching and search.silent_s > PATIENCE_S:
            words = f"The disk has not answered for {search.silent_s:.0f} seconds ({tally.now}). Cancel leaves it."
        elif is_stopped:
            words = f"Stopped after {counts}. There may be more."
        else:
            words = counts + (" so far" if is_searching else "")
        remarks = () if is_searching else tally.remarks
        self.progress_line.setText("  ".join((words + ("." if remarks and words[-1:] != "." else ""), *remarks)))
        self._bar.setVisible(is_searching)
        self.stop_button.setVisible(is_searching)


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"
