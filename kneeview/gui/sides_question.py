"""The question of right and left before a first report: the picture with its letters, and what the marker says."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kneeview.case.case import Case
from kneeview.case.sides import denial, question
from kneeview.domain.landmarks import Kind
from kneeview.domain.limb import View
from kneeview.gui.canvas import Canvas
from kneeview.gui.orientation import Orientation

_PICTURE: Final = QSize(300, 400)
_WORDS_WIDTH: Final = 300


class SidesAnswer(Enum):
    """What the side marker says of right and left as they stand."""

    CHECKED = "checked"
    EXCHANGED = "exchanged"
    NO_MARKER = "no marker"


def picture_of_sides(canvas: Canvas) -> QPixmap:
    """Return the whole picture, head up and left for right as it is seen; the view is as before then."""
    before, was_fitted = canvas.viewport_now, canvas.is_fitted
    canvas.orient(Orientation(mirrored=before.orientation.mirrored))
    canvas.fit()
    picture = canvas.grab(canvas.picture_area().toAlignedRect())
    if canvas.viewport_now != before:
        canvas.set_view(before, fitted=was_fitted)
    return picture


def _told(case: Case) -> str:
    """Return what to compare with, and what the answer so far rests on."""
    if case.kind is Kind.PHOTO:
        with_what = "Compare with the patient or with what you know of the photo: a selfie is often a mirror image."
    else:
        with_what = "Compare with the side marker on the film."
    seen = f"The patient is taken to be seen {case.view.words}. " if case.view != View() else ""
    return f"{with_what} A report with the sides exchanged misleads.\n\n{seen}{_so_far(case)}"


def _so_far(case: Case) -> str:
    """Return what the answer so far rests on."""
    facts = case.side_facts
    if facts.header.view is None and facts.header.only is None:
        return f"The file does not tell right from left. So far it is {facts.source}."
    if facts.header.view is not None and not facts.view_is_of_header:
        return "The header says otherwise."
    return f"So far it is {facts.source}."


class SidesQuestion(QDialog):
    """Shows the picture with R and L as they stand. A mere Enter confirms nothing."""

    def __init__(self, parent: QWidget, case: Case, picture: QPixmap, turned_over: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle("Right and left")
        self.answer: SidesAnswer | None = None
        self._buttons: dict[SidesAnswer | None, QPushButton] = {}
        shown = QLabel()
        shown.setAccessibleName("The picture with R and L as they stand")
        size = _PICTURE * picture.devicePixelRatio()
        shown.setPixmap(
            picture.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
        title = QLabel(question(case, turned_over=turned_over))
        title.setObjectName("Title")
        told = QLabel(_told(case))
        for label in (title, told):
            label.setWordWrap(True)
            label.setFixedWidth(_WORDS_WIDTH)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(title)
        words.addWidget(told)
        words.addStretch()
        self._add(words, "&Yes, I checked", SidesAnswer.CHECKED, "Right and left agree with the side marker")
        self._add(
            words,
            f"&{denial(case, turned_over=turned_over)}",
            SidesAnswer.EXCHANGED,
            "Exchange right and left, as one undoable step",
        )
        self._add(words, "No marker to &check", SidesAnswer.NO_MARKER, "Go on; the report says that nobody checked")
        self._add(words, "Cancel", None, "Make no report")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(20)
        layout.addWidget(shown)
        layout.addLayout(words)
        self._buttons[None].setDefault(True)
        self._buttons[None].setFocus()

    def button(self, answer: SidesAnswer | None) -> QPushButton:
        """Return the button of an answer; None is to wait."""
        return self._buttons[answer]

    def _add(self, words: QVBoxLayout, text: str, answer: SidesAnswer | None, tip: str) -> None:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setToolTip(tip)

        def chosen() -> None:
            self.answer = answer
            self.done(0 if answer is None else 1)

        button.clicked.connect(chosen)
        self._buttons[answer] = button
        words.addWidget(button)


def ask_sides(parent: QWidget, case: Case, picture: QPixmap, turned_over: bool) -> SidesAnswer | None:
    """Ask whether right and left agree with the side marker; None where the report is to wait.

    `turned_over` is that the picture is seen left for right.
    """
    dialog = SidesQuestion(parent, case, picture, turned_over)
    dialog.exec()
    return dialog.answer
