"""The one place that tells what to do now, with a sketch, the keys, and the field of a number that is waited for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kneeview.domain.calibration import CalibrationError
from kneeview.domain.influence import influence_parts, influence_sentence
from kneeview.domain.typed_numbers import length_from, number_from
from kneeview.gui.canvas import Canvas
from kneeview.gui.live_label import LiveLabel
from kneeview.gui.sketch.widget import LandmarkSketch
from kneeview.gui.workbench import Workbench
from kneeview.tools.pointer import NumberRequest, Prompt, SizeAtHand
from kneeview.tools.select import step_name

STRIP_HEIGHT: Final = 68
"""Always the same: a strip that grows would move the picture under the hand."""

_ROOM_FOR_CHOICES: Final = 700
_BESIDE_WORDS: Final = 100
"""What the sketch and the margins take of the strip's width, in logical pixels."""

_TWO_LINES: Final = 1.7
"""So much of a room's width do two lines hold, which are broken between words."""

_ROOM_FOR_CAPTIONS: Final = 560


class NumberField(QLineEdit):
    """A field that gives its number on Enter and steps back on Escape."""

    def __init__(self, strip: PromptStrip) -> None:
        super().__init__()
        self._strip = strip
        self.setFixedWidth(84)
        self.setAccessibleName("Size")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer on Enter, stop on Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._strip.answer(self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self._strip.stop()
        else:
            super().keyPressEvent(event)


class PromptStrip(QFrame):
    """Above the picture: title, sentence, keys. Of a landmark in the hand it tells what 1 mm of it does."""

    def __init__(self, workbench: Workbench, picture: Canvas) -> None:
        super().__init__()
        self._bench = workbench
        self._picture = picture
        self._prompt: Prompt | None = None
        self._request: NumberRequest | None = None
        self.setObjectName("Strip")
        self.setFixedHeight(STRIP_HEIGHT)
        self._sketch = LandmarkSketch()
        self._sketch.setFixedSize(48, 48)
        self._title = QLabel()
        self._title.setObjectName("Strong")
        self._title.setWordWrap(True)
        self._sentence = QLabel()
        self._sentence.setObjectName("Quiet")
        self._sentence.setWordWrap(True)
        self._influence = LiveLabel(edge=Qt.AlignmentFlag.AlignLeft)
        self._influence.setObjectName("Quiet")
        self._influence.hide()
        self._keys = QHBoxLayout()
        self._keys.setSpacing(6)
        self._answering = QWidget()
        self._label = QLabel()
        self._field = NumberField(self)
        self._unit = QLabel()
        self._choices = QHBoxLayout()
        self._choices.setSpacing(4)
        self._take = QPushButton("Set scale")
        self._take.setObjectName("Primary")
        self._take.clicked.connect(lambda: self.answer(self._field.text()))
        answering = QHBoxLayout(self._answering)
        answering.setContentsMargins(0, 0, 0, 0)
        answering.addWidget(self._label)
        answering.addWidget(self._field)
        answering.addWidget(self._unit)
        answering.addLayout(self._choices)
        answering.addWidget(self._take)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(12)
        layout.addWidget(self._sketch)
        layout.addLayout(self._words(), 1)
        layout.addWidget(self._answering)
        layout.addLayout(self._keys)
        self._answering.hide()
        picture.view_changed.connect(lambda: self._sketch.turn(picture.orientation))
        workbench.hand_changed.connect(self.refresh)
        workbench.case_changed.connect(self.refresh)

    def _words(self) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        for label in (self._title, self._sentence, self._influence):
            words.addWidget(label)
        words.addStretch()
        return words

    def refresh(self) -> None:
        """Show what the tool asks for."""
        tool = self._bench.machine.tool
        if tool.prompt != self._prompt:
            self._show_prompt(tool.prompt)
        self._tell_influence(tool.prompt)
        if tool.request != self._request:
            self._show_request(tool.request)

    def _tell_influence(self, prompt: Prompt) -> None:
        """Tell what a landmark moves in place of the sentence; the room of words that follow the hand never changes."""
        parts = () if prompt.held is None else influence_parts(prompt.held, self._bench.readings)
        told = [self._influence_of(prompt, parts, count) for count in (3, 2, 1)]
        metrics, room = self._influence.fontMetrics(), self._title.width()
        words = next((each for each in told if metrics.horizontalAdvance(each) <= room), told[-1])
        self._influence.show_words(words, told[0] if words != told[0] else "")
        if self._influence.isHidden() is bool(words):
            self._influence.setVisible(bool(words))
            self._sentence.setVisible(not words)

    def _influence_of(self, prompt: Prompt, parts: Sequence[str], at_most: int) -> str:
        """Return what 1 mm of the landmark in the hand does, with its name where the title says something else."""
        words = influence_sentence(parts, at_most)
        if prompt.held is None or not words or prompt.landmark is not None:
            return words
        return f"{step_name(prompt.held)}: {words}"

    def _show_prompt(self, prompt: Prompt) -> None:
        before, self._prompt = self._prompt, prompt
        self._title.setText(prompt.title)
        self._sentence.setText(prompt.sentence)
        self._sentence.setToolTip(prompt.sentence)
        self._sketch.setVisible(prompt.landmark is not None)
        if prompt.landmark is not None:
            on_the_left = self._bench.case.view.right_leg_on_the_left
            self._sketch.show_landmark(prompt.side, prompt.landmark, on_the_left)
        if before is None or prompt.keys != before.keys:
            self._show_keys(prompt)
        else:
            self._fit_choices()

    def _show_keys(self, prompt: Prompt) -> None:
        _clear(self._keys)
        for key, what in prompt.keys:
            cap, says = QLabel(key), QLabel(what)
            cap.setObjectName("Key")
            says.setObjectName("Caption")
            self._keys.addWidget(cap, 0, Qt.AlignmentFlag.AlignVCenter)
            self._keys.addWidget(says, 0, Qt.AlignmentFlag.AlignVCenter)
            cap.setToolTip(f"{key}: {what}")
        self._fit_choices()

    def _show_request(self, request: NumberRequest | None) -> None:
        self._request = request
        self._answering.setVisible(request is not None)
        self._fit_choices()
        if request is None:
            self._picture.setFocus()
            return
        self._label.setText(request.label)
        self._unit.setText(request.unit)
        self._take.setText("Set scale" if request.is_last else "Next")
        self._field.setText("" if request.suggestion is None else f"{request.suggestion:g}")
        self._field.setPlaceholderText("type it")
        self._field.setAccessibleName(f"{request.label} in {request.unit}")
        _clear(self._choices)
        for choice in request.choices:
            button = QPushButton(choice.name)
            size = " x ".join(f"{value:g}" for value in choice.values)
            button.setToolTip(f"{choice.name}: {size} {request.unit}" if len(choice.values) > 1 else f"{size} mm")
            button.clicked.connect(partial(self._choose, choice))
            self._choices.addWidget(button)
        self._fit_choices()
        self._field.setFocus()
        self._field.selectAll()

    def _fit_choices(self) -> None:
        """Show the sizes at hand, and what keys do, where there is room beside the sentence."""
        for widget in _widgets(self._choices):
            widget.setVisible(self.width() >= _ROOM_FOR_CHOICES)
        for widget in _widgets(self._keys):
            captions = self._request is None and self.width() >= _ROOM_FOR_CAPTIONS
            caps = self._request is None and (captions or self._has_room_for_caps())
            widget.setVisible(captions if widget.objectName() == "Caption" else caps)

    def _has_room_for_caps(self) -> bool:
        """Whether the title takes one line beside the keys, and the sentence two."""
        caps = [cap for cap in _widgets(self._keys) if cap.objectName() != "Caption"]
        room = self.width() - _BESIDE_WORDS - sum(cap.sizeHint().width() + self._keys.spacing() for cap in caps)
        title, sentence = (
            label.fontMetrics().horizontalAdvance(label.text()) for label in (self._title, self._sentence)
        )
        return title <= room and sentence <= _TWO_LINES * room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the sizes at hand where they no longer fit."""
        super().resizeEvent(event)
        self._fit_choices()

    def answer(self, text: str, *_: object) -> None:
        """Give the number of a text to the tool; what is no number is said in the strip."""
        in_mm = self._request is not None and self._request.unit == "mm"
        value = length_from(text) if in_mm else number_from(text)
        if value is None:
            asked = "" if self._request is None else f"{self._request.label.lower()} in {self._request.unit}"
            self._complain(f"“{text}” is no number." if text.strip() else f"Type the {asked} as it really is.")
            return
        try:
            self._bench.machine.answer(value)
        except CalibrationError as error:
            self._complain(f"{str(error)[:1].upper()}{str(error)[1:]}.")

    def _choose(self, choice: SizeAtHand, *_: object) -> None:
        """Give the numbers of a size at hand, one after the other."""
        for value in choice.values:
            self.answer(f"{value:g}")

    def _complain(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self._field.setFocus()
        self._field.selectAll()

    def stop(self) -> None:
        """Step back."""
        self._bench.machine.cancel()
        self._picture.setFocus()


def _widgets(layout: QHBoxLayout) -> list[QWidget]:
    """Return what a row holds."""
    items = (layout.itemAt(k) for k in range(layout.count()))
    return [widget for item in items if item is not None and (widget := item.widget()) is not None]


def _clear(layout: QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
