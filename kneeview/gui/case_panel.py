"""View, and what belongs to the report: who the patient is, who reads, what the reader says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from kneeview.case.case import Case
from kneeview.case.patient import facts_of, typed_day
from kneeview.domain.limb import Facing, View
from kneeview.domain.sides import LegsShown
from kneeview.gui.choice_box import ChoiceBox
from kneeview.gui.typed_field import TypedField
from kneeview.gui.workbench import Workbench
from kneeview.imaging.radiograph import Identity

_VIEWS: Final = (
    ("Seen from the front", View()),
    ("Seen from behind", View(Facing.POSTERIOR)),
    ("From the front, mirror image", View(mirrored=True)),
    ("From behind, mirror image", View(Facing.POSTERIOR, mirrored=True)),
)

_LEGS: Final = (
    ("Both legs on the picture", LegsShown.BOTH),
    ("Right leg only", LegsShown.RIGHT),
    ("Left leg only", LegsShown.LEFT),
)

_DAYS: Final = (
    ("birth_date", "Born", "As 2014-03-02 or 2.3.2014; the age follows from it and the day of the picture"),
    ("study_date", "Picture taken", "As 2026-11-22 or 22.11.2026. Empty: as the file has it"),
)

_OWN_WORDS: Final = (("comments", "Comments"), ("impression", "Impression"))


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("Heading")
    return label


class CasePanel(QWidget):
    """What the user attests and enters. Every change is one undo step."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self._bench = workbench
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 16)
        layout.setSpacing(6)
        self._view = ChoiceBox()
        self._view.setAccessibleName("How the patient is seen")
        for words, _ in _VIEWS:
            self._view.addItem(words)
        self._view.activated.connect(self._turn)
        layout.addWidget(self._view)
        self._legs = ChoiceBox()
        self._legs.setAccessibleName("Which legs the picture shows")
        self._legs.setToolTip("Only the landmarks of these legs are asked for")
        for words, _ in _LEGS:
            self._legs.addItem(words)
        self._legs.activated.connect(self._show_legs)
        layout.addWidget(self._legs)
        self._sides = QCheckBox("Right and left checked against the side marker")
        self._sides.clicked.connect(self._confirm_sides)
        layout.addWidget(self._sides)
        layout.addSpacing(8)
        layout.addWidget(_heading("PATIENT AND REPORT"))
        form = QFormLayout()
        form.setHorizontalSpacing(10)
        self._fields: dict[str, QLineEdit] = {}
        for name, words in (("name", "Name"), ("patient_id", "Identifier")):
            field = QLineEdit()
            field.setAccessibleName(words)
            field.editingFinished.connect(self._keep_patient)
            self._fields[name] = field
            form.addRow(words, field)
        self._days: dict[str, TypedField] = {}
        for name, words, tip in _DAYS:
            day = TypedField()
            day.setAccessibleName(words)
            day.setToolTip(tip)
            day.editingFinished.connect(partial(self._keep_day, name))
            self._days[name] = day
            form.addRow(words, day)
            form.addRow(day.complaint)
        self._reader = QLineEdit()
        self._reader.setAccessibleName("Reader")
        self._reader.editingFinished.connect(self._keep_reader)
        form.addRow("Reader", self._reader)
        layout.addLayout(form)
        self._words = {name: _OwnWords(words, partial(self._keep_words, name)) for name, words in _OWN_WORDS}
        for field_of_words in self._words.values():
            layout.addWidget(field_of_words)
        layout.addStretch()
        workbench.case_changed.connect(self.refresh)

    @property
    def sides(self) -> QCheckBox:
        """Where right and left are confirmed."""
        return self._sides

    # --------------------------------------------------------------------------------------------------- showing

    def refresh(self) -> None:
        """Show the case as it stands; a field that is being typed in is left alone."""
        case = self._bench.case
        self._view.setCurrentIndex([view for _, view in _VIEWS].index(case.view))
        legs = case.legs or case.header_side.legs
        self._legs.setCurrentIndex([each for _, each in _LEGS].index(legs))
        self._sides.setChecked(case.sides_confirmed)
        source = f"So far: {case.side_facts.source}"
        if self._sides.toolTip() != source:
            self._sides.setToolTip(source)
        identity = None if self._bench.image is None else self._bench.image.identity
        patient = case.patient
        _show(self._fields["name"], patient.name, "" if identity is None else identity.patient_name)
        _show(self._fields["patient_id"], patient.patient_id, "" if identity is None else identity.patient_id)
        known = facts_of(identity or Identity())
        for name, day in self._days.items():
            day.show_kept(getattr(patient, name), case.image)
            day.setPlaceholderText(getattr(known, name))
        _show(self._reader, case.reader, "")
        self._words["comments"].show_text(case.comments)
        self._words["impression"].show_text(case.impression)

    # --------------------------------------------------------------------------------------------------- keeping

    def _turn(self, index: int) -> None:
        words, view = _VIEWS[index]
        self._bench.edit(lambda case: case.with_view(view), words)

    def _show_legs(self, index: int) -> None:
        words, legs = _LEGS[index]
        self._bench.edit(lambda case: replace(case, legs=legs), words)

    def _confirm_sides(self, confirmed: bool) -> None:
        self._bench.machine.sides.confirm(confirmed)

    def _keep_patient(self) -> None:
        name, patient_id = (self._fields[field].text().strip() for field in ("name", "patient_id"))
        self._bench.edit(
            lambda case: replace(case, patient=replace(case.patient, name=name, patient_id=patient_id)), "Patient"
        )

    def _keep_day(self, name: str) -> None:
        """Keep a day as it was typed; what is none, or is still to come, stays in the field and is not taken."""
        field = self._days[name]
        text = field.text().strip()
        day = typed_day(text) if text else None
        if text and (day is None or day > datetime.now().astimezone().date()):
            field.refuse(f"“{text}” was not taken: type a day that has been, as 2014-03-02 or 2.3.2014.")
            return
        field.take()
        kept = "" if day is None else day.isoformat()

        def keep(case: Case) -> Case:
            known = case.patient
            born, taken = (kept, known.study_date) if name == "birth_date" else (known.birth_date, kept)
            return replace(case, patient=replace(known, birth_date=born, study_date=taken))

        self._bench.edit(keep, "Day of birth" if name == "birth_date" else "Picture taken")

    def _keep_reader(self) -> None:
        self._bench.reader = self._reader.text().strip()
        self._bench.edit(lambda case: replace(case, reader=self._bench.reader), "Reader")

    def _keep_words(self, name: str, text: str) -> None:
        if name == "comments":
            self._bench.edit(lambda case: replace(case, comments=text), "Comments")
        else:
            self._bench.edit(lambda case: replace(case, impression=text), "Impression")


class _OwnWords(QPlainTextEdit):
    """A text of the reader's own; leaving the field keeps it, as one step."""

    def __init__(self, name: str, keep: Callable[[str], None]) -> None:
        super().__init__()
        self._keep = keep
        self.setPlaceholderText(f"{name}, in your own words")
        self.setAccessibleName(name)
        self.setToolTip(f"{name}: printed in the report as typed")
        self.setTabChangesFocus(True)
        self.setFixedHeight(72)

    def show_text(self, text: str) -> None:
        """Show a text, unless another is being typed."""
        if not self.hasFocus() and self.toPlainText() != text:
            self.setPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was typed."""
        self._keep(self.toPlainText())
        super().focusOutEvent(event)


def _show(field: QLineEdit, entered: str, of_header: str) -> None:
    if field.hasFocus():
        return
    if field.text() != entered:
        field.setText(entered)
    field.setPlaceholderText(of_header)
