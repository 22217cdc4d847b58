"""What the readings say together, as the report prints it: the angles in words, and the ways to the inequality."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from kneeview.domain.malalignment import malalignment
from kneeview.gui.reading_row import RESTING_MS
from kneeview.gui.theme import Tokens
from kneeview.gui.workbench import Workbench
from kneeview.reports.model import methods_compared
from kneeview.reports.wording import method_meaning, method_words


class _Section(QWidget):
    """A heading that unfolds to rich text, made by `says` when it is seen; without words it is not there."""

    def __init__(self, title: str, tip: str, says: Callable[[], str]) -> None:
        super().__init__()
        self._title = title
        self._says = says
        self._head = QPushButton()
        self._head.setObjectName("Fold")
        self._head.setCheckable(True)
        self._head.setAccessibleName(title)
        self._head.setToolTip(tip)
        self._head.toggled.connect(self._unfold)
        self._text = QLabel()
        self._text.setObjectName("Caption")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._head)
        layout.addWidget(self._text)
        self._unfold(False)

    @property
    def text(self) -> str:
        """What it says; "" while it is folded."""
        return self._text.text() if self._head.isChecked() else ""

    def _unfold(self, unfolded: bool) -> None:
        self._head.setText(f"{self._title.upper()} {'▾' if unfolded else '▸'}")
        self._head.setAccessibleDescription("Unfolded" if unfolded else "Folded")
        self._text.setVisible(unfolded)
        self.refresh()

    def refresh(self) -> None:
        """Say it anew."""
        words = self._says()
        self.setVisible(bool(words))
        if self._head.isChecked() and words != self._text.text():
            self._text.setText(words)


class StatementPanel(QWidget):
    """Two sections, folded at first. They follow when the hand rests, so that a drag lays nothing out."""

    def __init__(self, workbench: Workbench, tokens: Tokens) -> None:
        super().__init__()
        self._bench = workbench
        self._tokens = tokens
        self.angles = _Section(
            "What the angles say",
            "Which angles lie outside their quoted ranges, and so which bone contributes; no diagnosis",
            self._angles,
        )
        self.inequality = _Section(
            "Leg-length inequality, by method",
            "Each way measures something else; they stand side by side and are not merged",
            self._methods,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self.angles)
        layout.addWidget(self.inequality)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(RESTING_MS)
        self._resting.timeout.connect(self.refresh)
        workbench.case_changed.connect(self._resting.start)

    def retheme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self._tokens = tokens
        self.refresh()

    def refresh(self) -> None:
        """Show the case as it stands."""
        self.angles.refresh()
        self.inequality.refresh()

    def _angles(self) -> str:
        return _paragraphs(escape(sentence) for sentence in malalignment(self._bench.readings).sentences)

    def _methods(self) -> str:
        return _paragraphs(
            f"<span style='color: {self._tokens.text}'>{escape(method.name)}: {escape(method_words(method))}</span>"
            f"<br>{escape(method_meaning(method))}"
            for method in methods_compared(self._bench.case.subject())
        )


_PARAGRAPH: Final = "<p style='margin: 0 0 6px 0'>{}</p>"


def _paragraphs(texts: Iterable[str]) -> str:
    return "".join(_PARAGRAPH.format(text) for text in texts)
