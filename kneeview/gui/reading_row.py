"""One measurement in the panel: both legs, how sure, the quoted range; it unfolds to what stands behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import ClassValue, Measurement, Missing, Number, Reading, Undefined, Value, Withheld
from kneeview.domain.units import number
from kneeview.gui.live_label import LiveLabel
from kneeview.gui.quoted_norms import NOTHING_QUOTED, QuotedNorms, first_at_length, first_words
from kneeview.gui.range_glyph import Compared, RangeGlyph
from kneeview.gui.reading_detail import detail
from kneeview.gui.theme import Tokens

COLUMNS: Final = (104, 92, 92, 60)
"""Widths of name, right, left and range, in logical pixels."""

_VERDICTS: Final = {"within": "", "below": "outside", "above": "outside", "indeterminate": "unclear"}
"""How a value stands to the first quoted range of the patient's age; within it nothing is said."""

RESTING_MS: Final = 150
"""After so long without a change the hand rests."""

_SHORT: Final = 16
"""Letters of a direction that fit in one line."""

_SOME: Final = (-10.0, 10.0, 170.0, 190.0)
"""Values of either direction, to know whether a measurement has words for them."""


def _subtext(outcome: Value) -> str:
    half = outcome.half_width
    error = "" if half is None else f"± {number(half, outcome.unit)}"
    verdict = _VERDICTS[outcome.compared[0].outcome] if outcome.compared else ""
    return " · ".join(part for part in (error, outcome.words.direction, verdict) if part)


def _missing_words(outcome: Missing) -> str:
    """Return what is missing in few words: the landmark, or how many."""
    count = len(outcome.landmarks)
    return outcome.text if count == 1 else f"needs {count} points"


def _lines_below(measurement: Measurement) -> int:
    """Return how many lines the words below a value take: a direction or an attestation needs two, a long one three."""
    rule = measurement.rule
    longest = max((len(rule.words(value).direction) for value in _SOME), default=0) if isinstance(rule, Number) else 0
    if longest > _SHORT:
        return 3
    return 2 if longest or measurement.posture is not None else 1


@dataclass(slots=True)
class _Cell:
    main: LiveLabel
    sub: LiveLabel

    def show_reading(self, reading: Reading | None, *, begun: bool) -> None:
        outcome = None if reading is None else reading.outcome
        match outcome:
            case None:
                self._show("", "")
            case Value():
                self._show(outcome.words.magnitude, _subtext(outcome))
            case ClassValue():
                name, _, doubt = outcome.text.partition(", ")
                self._show(name, doubt)
            case Missing() if begun:
                self._show("–", _missing_words(outcome), outcome.text)
            case Missing():
                self._show("–", "")
            case Undefined() | Withheld():
                self._show("–", outcome.text)

    def _show(self, main: str, sub: str, full: str = "") -> None:
        self.main.show_words(main)
        self.sub.show_words(sub, full)


def _cell(lines: int, edge: Qt.AlignmentFlag) -> tuple[QWidget, _Cell]:
    main, sub = LiveLabel(1, edge, fills=True), LiveLabel(lines, edge, fills=True)
    main.setObjectName("Reading")
    sub.setObjectName("Caption")
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(main)
    layout.addWidget(sub)
    layout.addStretch()
    return box, _Cell(main, sub)


class ReadingRow(QWidget):
    """`light` is told that the pointer or the keys came (True) or went; `toggle` that the row is to unfold or fold."""

    def __init__(
        self,
        measurement: Measurement,
        tokens: Tokens,
        light: Callable[[str, bool], None],
        toggle: Callable[[str], None],
        ask_age: Callable[[], None],
    ) -> None:
        super().__init__()
        self.measurement = measurement
        self.landmarks = frozenset(landmark.id for landmark in measurement.landmarks)
        self._light = light
        self._toggle = toggle
        self._cells: dict[Side | None, _Cell] = {}
        self._readings: dict[Side | None, Reading] = {}
        self._begun = False
        self._named = ""
        self._name = QLabel(measurement.name)
        self._name.setWordWrap(True)
        self._name.setFixedWidth(COLUMNS[0])  # so that the numbers of all rows stand below each other
        self._short = QLabel()
        self._short.setObjectName("Caption")
        self._range = QLabel()
        self._range.setObjectName("Caption")
        self._range.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._quoted = NOTHING_QUOTED
        self._by_age = QPushButton("by age")
        self._by_age.setObjectName("Link")
        self._by_age.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._by_age.setAccessibleName(f"{measurement.name}: enter the age")
        self._by_age.setToolTip("Norms of this reading go by age, which is not known: enter it above the readings")
        self._by_age.clicked.connect(ask_age)
        self._by_age.hide()
        self._tokens = tokens
        self._glyph = RangeGlyph(tokens)
        self._detail = QLabel()
        self._detail.setObjectName("Detail")
        self._detail.setWordWrap(True)
        self._detail.setTextFormat(Qt.TextFormat.RichText)
        self._detail.hide()
        self._resting = QTimer(self)  # what is unfolded is told anew when the hand rests: a drag lays nothing out
        self._resting.setSingleShot(True)
        self._resting.setInterval(RESTING_MS)
        self._resting.timeout.connect(self._tell)
        self._lay_out(_lines_below(measurement))
        self._name_fold()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(measurement.name)
        self.setToolTip(f"{measurement.definition}\nClick for sources and what it depends on.")

    def _lay_out(self, lines: int) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._short)
        names.addStretch()
        ranges = QVBoxLayout()
        ranges.setSpacing(0)
        ranges.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignRight)
        ranges.addWidget(self._range)
        ranges.addWidget(self._by_age, 0, Qt.AlignmentFlag.AlignRight)
        ranges.addStretch()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 5, 0, 0)
        grid.setVerticalSpacing(5)
        grid.setHorizontalSpacing(8)
        grid.addLayout(names, 0, 0)
        if self.measurement.both_sides:
            box, self._cells[None] = _cell(lines, Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(box, 0, 1, 1, 2)
        else:
            for column, side in enumerate(SIDES, start=1):
                box, self._cells[side] = _cell(lines, Qt.AlignmentFlag.AlignRight)
                grid.addWidget(box, 0, column)
        grid.addLayout(ranges, 0, 3)
        for column, width in enumerate(COLUMNS):
            grid.setColumnMinimumWidth(column, width)
            grid.setColumnStretch(column, 1 if column in (1, 2) else 0)
        grid.addWidget(self._detail, 1, 0, 1, 4)
        rule = QWidget()
        rule.setObjectName("Rule")
        rule.setFixedHeight(1)
        grid.addWidget(rule, 2, 0, 1, 4)

    def retheme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self._tokens = tokens
        self._glyph.retheme(tokens)
        self._tell()

    # ---------------------------------------------------------------------------------------------------- unfolding

    @property
    def is_unfolded(self) -> bool:
        """Whether it shows what stands behind it."""
        return not self._detail.isHidden()

    def unfold(self, unfolded: bool) -> None:
        """Show what stands behind the values, or hide it."""
        self._detail.setVisible(unfolded)
        self._name_fold()
        self._tell()

    @property
    def _full_name(self) -> str:
        """The name on such a picture."""
        return next((reading.name for reading in self._readings.values()), self.measurement.name)

    def _name_fold(self) -> None:
        """Show by a small triangle whether there is more to see: behind the short name, else behind the name."""
        sign = "▾" if self.is_unfolded else "▸"
        self._named = name = self._full_name
        short = self.measurement.short
        if short.lower() in self.measurement.name.lower():
            name, short = f"{name} {sign}", ""
        else:
            short = f"{short} {sign}"
        for label, text in ((self._name, name), (self._short, short)):
            if label.text() != text:
                label.setText(text)
        self._short.setVisible(bool(short))
        self.setAccessibleDescription("Unfolded" if self.is_unfolded else "Press Space to unfold")

    def _tell(self) -> None:
        if self.is_unfolded:
            self._detail.setText(detail(self.measurement, tuple(self._readings.values()), self._tokens, self._quoted))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Unfold or fold."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._toggle(self.measurement.id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press, so that the release comes here."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Unfold or fold by the keys."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._toggle(self.measurement.id)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the lines of this measurement."""
        self._light(self.measurement.id, True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Stop showing them."""
        self._light(self.measurement.id, False)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the lines of this measurement."""
        self._light(self.measurement.id, True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop showing them."""
        self._light(self.measurement.id, False)
        super().focusOutEvent(event)

    # ------------------------------------------------------------------------------------------------------ showing

    def shows(self, readings: dict[Side | None, Reading]) -> bool:
        """Whether it was shown these very readings: one that was taken over is the same object."""
        shown = self._readings
        return readings.keys() == shown.keys() and all(shown[side] is reading for side, reading in readings.items())

    def show_readings(self, readings: dict[Side | None, Reading], quoted: QuotedNorms, *, begun: bool) -> None:
        """Show the readings of both legs; what is missing is named once something of the row is placed.

        What is quoted for the patient stands there also where there is no value yet.
        """
        if quoted != self._quoted:
            self._quoted = quoted
            words = first_words(self.measurement, quoted)
            self._range.setText(words)
            self._range.setToolTip(first_at_length(self.measurement, quoted))
            self._range.setVisible(bool(words))
            self._glyph.setVisible(bool(quoted.compared))
            self._by_age.setVisible(quoted.lacks_age)
            self._resting.start()
        if begun is self._begun and readings == self._readings:
            return
        self._readings, self._begun = readings, begun
        for side, cell in self._cells.items():
            cell.show_reading(readings.get(side), begun=begun)
        if self._full_name != self._named:
            self._name_fold()
        glyph: dict[Side | None, Compared] = {
            side: (reading.outcome, reading.outcome.compared[0])
            for side, reading in readings.items()
            if isinstance(reading.outcome, Value) and reading.outcome.compared
        }
        self._glyph.show_values(glyph)
        if self.is_unfolded:
            self._resting.start()
