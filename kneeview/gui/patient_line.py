"""Age and sex in one line above the readings: the norms of a child go by them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kneeview.domain.person import age_words
from kneeview.domain.typed_numbers import OLDEST_YEARS, age_from
from kneeview.gui.choice_box import ChoiceBox
from kneeview.gui.typed_field import TypedField
from kneeview.gui.workbench import Workbench

_SEXES: Final = (("not told", ""), ("female", "F"), ("male", "M"))

_AGE_TIP: Final = (
    "Age when the picture was taken, as in 9.5, 4y 6m, 4;6 or 54 months; norms go by it. Empty: as the header has it"
)
_SEX_TIP: Final = "Norms of the other sex are left out; not told: as the header has it"


class PatientLine(QWidget):
    """What is entered outranks the header, which shows through where nothing is entered."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self._bench = workbench
        self.age = TypedField()
        self.age.setAccessibleName("Age, years")
        self.age.setToolTip(_AGE_TIP)
        self.age.editingFinished.connect(self._keep_age)
        self._sex = ChoiceBox()
        self._sex.setAccessibleName("Sex")
        self._sex.setToolTip(_SEX_TIP)
        for words, _ in _SEXES:
            self._sex.addItem(words)
        self._sex.activated.connect(self._keep_sex)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(12, 4, 12, 4)
        lines.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        lines.addLayout(row)
        lines.addWidget(self.age.complaint)
        for words, control in (("Age, years", self.age), ("Sex", self._sex)):
            label = QLabel(words)
            label.setObjectName("Quiet")
            row.addWidget(label)
            row.addWidget(control, 1)
        workbench.case_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what is entered, and behind it what else is known; a field that is being typed in is left alone."""
        case = self._bench.case
        patient, known = case.patient, case.person
        entered = patient.age_years
        self.age.show_kept("" if entered is None else f"{entered:.4g}", case.image)
        behind = "" if known.age_years is None else age_words(known.age_years)
        _change(self.age.setPlaceholderText, self.age.placeholderText(), behind)
        sex = patient.sex or known.sex
        self._sex.setCurrentIndex(next((k for k, (_, code) in enumerate(_SEXES) if code == sex), 0))

    def _keep_age(self) -> None:
        """Keep a typed age; what is none stays in the field and is not taken."""
        text = self.age.text().strip()
        age = age_from(text) if text else None
        if text and age is None:
            self.age.refuse(
                f"“{text}” is no age and was not taken: type 0 to {OLDEST_YEARS:g} years, as 4.5, 4y 6m or 54 months."
            )
            return
        self.age.take()
        before = self._bench.case.patient.age_years
        if before is not None and text == f"{before:.4g}":
            return  # what is shown is rounded, and nothing else was typed
        self._bench.edit(lambda case: replace(case, patient=replace(case.patient, age_years=age)), "Age")

    def _keep_sex(self, index: int) -> None:
        chosen = _SEXES[index][1]
        case = self._bench.case
        entered = "" if not case.patient.sex and chosen == case.person.sex else chosen
        self._bench.edit(lambda case: replace(case, patient=replace(case.patient, sex=entered)), "Sex")


def _change(put: Callable[[str], None], before: str, after: str) -> None:
    """Put other words, where they are others: a drag lays nothing out."""
    if after != before:
        put(after)
