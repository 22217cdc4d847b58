"""The readings: right, left, how sure, and the quoted range."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from kneeview.domain.catalog import CATALOG
from kneeview.domain.checks import Notice
from kneeview.domain.landmarks import Kind
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import Measurement, Missing, Reading
from kneeview.domain.person import Person
from kneeview.gui.banner import Offer
from kneeview.gui.notice_lines import NoticeLines
from kneeview.gui.quoted_norms import QuotedNorms, quoted_norms_for
from kneeview.gui.reading_row import COLUMNS, ReadingRow
from kneeview.gui.theme import Tokens
from kneeview.gui.workbench import Workbench

_NEEDED_ROWS: Final = frozenset({"mad", "hka", "leg_length", "lld"})
"""Rows that are shown from the start, so that the user sees what will come."""


class ReadingsPanel(QWidget):
    """Every reading that has begun, in the order of the report.

    `toggled` carries the row that was unfolded or folded, and where it stood.
    """

    toggled = Signal(object, int)
    age_wanted = Signal()

    def __init__(self, workbench: Workbench, tokens: Tokens, offers: Callable[[Notice], tuple[Offer, ...]]) -> None:
        super().__init__()
        self._bench = workbench
        heading = QLabel("READINGS")
        heading.setObjectName("Heading")
        self._titles: dict[str, QLabel] = {}
        titles = QGridLayout()
        titles.setHorizontalSpacing(8)
        for column, (text, name) in enumerate(
            (("", "Quiet"), ("Right", "Right"), ("Left", "Left"), ("Quoted", "Caption"))
        ):
            title = QLabel(text)
            title.setObjectName(name)
            title.setAlignment(Qt.AlignmentFlag.AlignRight)
            titles.addWidget(title, 0, column)
            self._titles[text] = title
        for column, width in enumerate(COLUMNS):
            titles.setColumnMinimumWidth(column, width)
            titles.setColumnStretch(column, 1 if column in (1, 2) else 0)
        self._rows = [
            ReadingRow(measurement, tokens, self._light, self.toggle, self.age_wanted.emit) for measurement in CATALOG
        ]
        self._unfolded = ""
        self._quoted: dict[str, QuotedNorms] = {}
        self._quoted_for: tuple[Person, Kind] | None = None
        self._moment: tuple[object, ...] = ()
        self.notices = NoticeLines(offers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(0)
        layout.addWidget(heading)
        layout.addLayout(titles)
        for row in self._rows:
            layout.addWidget(row)
        layout.addSpacing(8)
        layout.addWidget(self.notices)
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        workbench.case_changed.connect(self.refresh)

    def retheme(self, tokens: Tokens) -> None:
        """Take other colours."""
        for row in self._rows:
            row.retheme(tokens)

    def toggle(self, measurement_id: str) -> None:
        """Unfold one measurement, whose lines stay lit, and fold the one before; or fold it."""
        self._unfolded = "" if measurement_id == self._unfolded else measurement_id
        toggled = next(row for row in self._rows if row.measurement.id == measurement_id)
        was_at = toggled.y()
        for row in self._rows:
            if row.is_unfolded is not (row.measurement.id == self._unfolded):
                row.unfold(not row.is_unfolded)
        self.toggled.emit(toggled, was_at)
        self._bench.highlight(self._unfolded)

    def _light(self, measurement_id: str, lit: bool) -> None:
        self._bench.highlight(measurement_id if lit else self._unfolded)

    def refresh(self) -> None:
        """Show the readings as they stand."""
        by_id: dict[str, dict[Side | None, Reading]] = {}
        for reading in self._bench.readings:
            by_id.setdefault(reading.measurement.id, {})[reading.side] = reading
        shown = self._bench.case.sides_shown
        for side in SIDES:
            self._name_column(side, on_picture=side in shown)
        subject = self._bench.subject
        circumstances = subject.person, subject.kind
        if circumstances != self._quoted_for:
            self._quoted_for = circumstances
            self._quoted = {entry.id: quoted_norms_for(entry, subject) for entry in CATALOG}
        placed = {landmark_id for (_, landmark_id), _ in self._bench.case.placements()}
        moment = shown, placed, self._bench.case.protocol_id, circumstances
        stays, self._moment = moment == self._moment, moment
        for row in self._rows:
            of_both = by_id.get(row.measurement.id, {})
            readings = {side: each for side, each in of_both.items() if side is None or side in shown}
            if stays and row.shows(readings):
                continue
            row.setVisible(self._is_worth_showing(row.measurement, readings))
            if row.isVisibleTo(self):
                row.show_readings(
                    readings, self._quoted[row.measurement.id], begun=not placed.isdisjoint(row.landmarks)
                )
        self.notices.show_notices(self._bench.notices, keeps_room=self._bench.session.is_previewing)

    def _name_column(self, side: Side, *, on_picture: bool) -> None:
        name = side.value.capitalize()
        title, text = self._titles[name], name if on_picture else f"{name}: not on\nthis picture"
        if title.text() == text:
            return
        title.setText(text)
        title.setObjectName(name if on_picture else "Caption")
        title.style().polish(title)

    def _is_worth_showing(self, measurement: Measurement, readings: dict[Side | None, Reading]) -> bool:
        if any(not isinstance(reading.outcome, Missing) for reading in readings.values()):
            return True
        if measurement.both_sides and len(self._bench.case.sides_shown) < len(SIDES):
            return False
        if measurement.id in _NEEDED_ROWS and self._bench.case.kind is Kind.RADIOGRAPH:
            return True
        wanted = set(self._bench.case.protocol.landmarks)
        return all(any(wanted.issuperset(source.landmarks) for source in need.sources) for need in measurement.needs)
