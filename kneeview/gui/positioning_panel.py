"""The positioning card: how the picture was taken, each point attested with one click or key, or left open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kneeview.case.case import Case
from kneeview.domain.landmarks import Kind
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.positioning import QUESTIONS, Positioning, Question, questions_for
from kneeview.domain.posture import HIGHEST_UNDERLAY_MM, Posture, Underlay
from kneeview.domain.typed_numbers import length_from
from kneeview.gui.typed_field import TypedField
from kneeview.gui.workbench import Workbench


class PositioningPanel(QWidget):
    """A row for each question: its answers beside each other, none of them down while it is not attested.

    The arrow keys and Tab go from answer to answer, the space bar gives or withdraws one; each is one undo step.
    """

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self._bench = workbench
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 4)
        layout.setSpacing(6)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        self._rows = {question.point: _Row(question, self._give) for question in QUESTIONS}
        for number, row in enumerate(self._rows.values()):
            grid.addWidget(row.label, number, 0)
            grid.addWidget(row, number, 1)
        self._shown: tuple[Kind, Positioning, Posture] | None = None
        self._heights: dict[tuple[Side, str], TypedField] = {}
        for number, (name, words) in enumerate((("block_mm", "Block"), ("lift_mm", "Shoe lift"))):
            grid.addWidget(_quiet(f"{words}, mm"), len(self._rows) + number, 0)
            grid.addLayout(self._both_feet(name, words), len(self._rows) + number, 1)
        layout.addLayout(grid)
        for field in self._heights.values():
            layout.addWidget(field.complaint)
        self._answered = "0 of 0"
        workbench.case_changed.connect(self._follow)

    @property
    def answered(self) -> str:
        """How many of the questions are answered, as in "2 of 8"."""
        return self._answered

    @property
    def first_answer(self) -> QToolButton:
        """Where the keyboard begins."""
        return next(iter(self._rows.values())).first

    def _both_feet(self, name: str, words: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for side in SIDES:
            field = TypedField()
            field.setAccessibleName(f"{words}, {side.value}, millimetres")
            field.setToolTip(f"{words} on the {side.value} while the picture was taken; empty where nothing was there")
            field.setMaximumWidth(64)
            field.editingFinished.connect(partial(self._keep_height, side, name))
            label = QLabel(side.value.capitalize())
            label.setObjectName(side.value.capitalize())
            row.addWidget(label)
            row.addWidget(field)
            self._heights[side, name] = field
        row.addStretch()
        return row

    def _follow(self) -> None:
        """Show the answers as they stand; a gesture on the picture mostly changes none."""
        case = self._bench.case
        if not self._bench.session.is_previewing or (case.kind, case.positioning, case.posture) != self._shown:
            self.refresh()

    def refresh(self) -> None:
        """Show the answers as they stand; a field that is being typed in is left alone."""
        case = self._bench.case
        self._shown = case.kind, case.positioning, case.posture
        asked = questions_for(case.kind)
        given = sum(case.positioning.answer(question, case.posture) is not None for question in asked)
        self._answered = f"{given} of {len(asked)}"
        for question in QUESTIONS:
            answer = case.positioning.answer(question, case.posture)
            self._rows[question.point].show_answer("" if answer is None else answer.name, asked=question in asked)
        for (side, name), field in self._heights.items():
            under = case.posture.under(side)
            height = under.block_mm if name == "block_mm" else under.lift_mm
            field.show_kept(f"{height:g}" if height else "", case.image)

    def _give(self, question: Question, name: str) -> None:
        answer = question.answer(name)
        label = f"{question.label}: not attested" if answer is None else f"{question.label}: {answer.label}"
        self._bench.edit(lambda case: case.with_answer(question, name), label)

    def _keep_height(self, side: Side, name: str) -> None:
        field = self._heights[side, name]
        height = length_from(field.text()) if field.text().strip() else 0.0
        if height is None or not 0 <= height <= HIGHEST_UNDERLAY_MM:
            field.refuse(f"“{field.text().strip()}” was not taken: type 0 to {HIGHEST_UNDERLAY_MM:g} mm.")
            return
        field.take()
        raised = height

        def keep(case: Case) -> Case:
            under = case.posture.under(side)
            changed = replace(under, block_mm=raised) if name == "block_mm" else replace(under, lift_mm=raised)
            return replace(case, posture=_with_underlay(case.posture, side, changed))

        self._bench.edit(keep, "Block under the foot" if name == "block_mm" else "Lift in the shoe")


def _with_underlay(posture: Posture, side: Side, under: Underlay) -> Posture:
    return replace(posture, under_right=under) if side is Side.RIGHT else replace(posture, under_left=under)


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("Quiet")
    return label


class _Row(QWidget):
    """The answers of one question."""

    def __init__(self, question: Question, give: Callable[[Question, str], None]) -> None:
        super().__init__()
        self._question = question
        self._give = give
        self.label = _quiet(question.label)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        why = f"\n{question.effect} ({question.source})" if question.effect else ""
        self._buttons: dict[str, QToolButton] = {}
        for answer in question.answers:
            button = QToolButton()
            button.setObjectName("Segment")
            button.setText(answer.label)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(f"{question.label}: {answer.label}")
            button.setToolTip(f"Attest: {answer.words}. Once more: not attested.{why}")
            button.clicked.connect(partial(self._clicked, answer.name))
            self._buttons[answer.name] = button
            row.addWidget(button)
        row.addStretch()

    @property
    def first(self) -> QToolButton:
        """The button of the first answer."""
        return next(iter(self._buttons.values()))

    def _clicked(self, name: str) -> None:
        self._give(self._question, name if self._buttons[name].isChecked() else "")

    def show_answer(self, name: str, *, asked: bool) -> None:
        """Show which answer is given, "" for none; a question that is not asked of the picture goes."""
        for each, button in self._buttons.items():
            button.setChecked(each == name)
        self.label.setVisible(asked)
        self.setVisible(asked)
