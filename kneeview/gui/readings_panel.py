"""The readings: right, left, how sure, and the quoted range; then what to know before believing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kneeview.domain.catalog import CATALOG
from kneeview.domain.checks import Notice
from kneeview.domain.landmarks import Kind
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import (
    ClassValue,
    Measurement,
    Missing,
    Number,
    PlacedLandmark,
    Range,
    RangeOutcome,
    Reading,
    Undefined,
    Value,
    Withheld,
)
from kneeview.domain.units import number
from kneeview.gui.live_label import LiveLabel
from kneeview.gui.theme import Tokens
from kneeview.gui.workbench import Workbench

_COLUMNS: Final = (104, 92, 92, 60)
"""Widths of name, right, left and range, in logical pixels."""

_NEEDED_ROWS: Final = frozenset({"mad", "hka", "leg_length", "lld"})
"""Rows that are shown from the start, so that the user sees what will come."""


_VERDICTS: Final = {"within": "", "below": "outside", "above": "outside", "indeterminate": "unclear"}
"""How a value stands to its first quoted range; within it nothing is said."""


def _subtext(outcome: Value) -> str:
    half = outcome.half_width
    error = "" if half is None else f"± {number(half, outcome.unit)}"
    verdict = _VERDICTS[outcome.ranges[0].outcome] if outcome.ranges else ""
    return " · ".join(part for part in (error, outcome.words.direction, verdict) if part)


def _range_words(measurement: Measurement, first: Range) -> str:
    """Return the first quoted range with the direction that both its limits have, as in "1–15 medial"."""
    if first.low is None and first.high is not None:
        return f"{'below' if first.high_open else 'up to'} {first.high:g}"
    if first.low is None or first.high is None or not isinstance(measurement.rule, Number):
        return ""
    low, high = measurement.rule.words(first.low).direction, measurement.rule.words(first.high).direction
    direction = f"\n{low.partition(' (')[0]}" if low == high else ""
    return f"{first.low:g}–{first.high:g}{direction}"


class RangeGlyph(QWidget):
    """A thin bar: the quoted range shaded, each leg's 95 % interval as a whisker with a dot."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._outcomes: dict[Side | None, tuple[Value, RangeOutcome]] = {}
        self.setFixedSize(QSize(60, 16))

    def show_values(self, outcomes: dict[Side | None, tuple[Value, RangeOutcome]]) -> None:
        """Show the values of a row against its first range."""
        if outcomes != self._outcomes:
            self._outcomes = outcomes
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar."""
        del event
        if not self._outcomes:
            return
        quoted = next(iter(self._outcomes.values()))[1].range
        if quoted.low is None or quoted.high is None:
            return
        span = quoted.high - quoted.low
        first, last = quoted.low - 0.8 * span, quoted.high + 0.8 * span
        width = self.width() - 8

        def x(value: float) -> float:
            return 4 + width * (min(max(value, first), last) - first) / (last - first)

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._tokens.line), 2))
        painter.drawLine(QPointF(4, 8), QPointF(4 + width, 8))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tokens.quiet))
        painter.setOpacity(0.45)
        painter.drawRoundedRect(QRectF(x(quoted.low), 5, x(quoted.high) - x(quoted.low), 6), 3, 3)
        painter.setOpacity(1)
        for (side, (value, outcome)), y in zip(self._outcomes.items(), (6.0, 10.0), strict=False):
            unsure = outcome.outcome == "indeterminate" or side is None
            colour = QColor(self._tokens.quiet if unsure else self._tokens.side(side or Side.RIGHT))
            painter.setPen(QPen(colour, 1.6))
            if value.interval is not None:
                painter.drawLine(QPointF(x(value.interval[0]), y), QPointF(x(value.interval[1]), y))
            painter.setBrush(QColor(self._tokens.quiet if side is None else self._tokens.side(side)))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(x(value.value), y), 2.6, 2.6)
        painter.end()


@dataclass(slots=True)
class _Cell:
    main: LiveLabel
    sub: LiveLabel

    def show(self, main: str, sub: str, *, quiet: bool) -> None:
        self.main.show_words(main)
        self.sub.show_words(sub)
        self.sub.setVisible(bool(sub))
        name = "Quiet" if quiet else "Reading"
        if self.main.objectName() != name:
            self.main.setObjectName(name)
            self.main.style().polish(self.main)


def _say(label: QLabel, text: str) -> None:
    """Write into a label what it does not say already: Qt lays the column out anew for every word."""
    if label.text() != text:
        label.setText(text)


def _cell() -> tuple[QWidget, _Cell]:
    main, sub = LiveLabel(), LiveLabel()
    sub.setObjectName("Caption")
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for label in (main, sub):
        layout.addWidget(label)
    layout.addStretch()
    return box, _Cell(main, sub)


class _Row(QWidget):
    """One measurement on both legs."""

    def __init__(self, measurement: Measurement, tokens: Tokens, highlight: Callable[[str], None]) -> None:
        super().__init__()
        self.measurement = measurement
        self._highlight = highlight
        self._name = QLabel(measurement.name)
        self._name.setWordWrap(True)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        if measurement.short.lower() not in measurement.name.lower():
            short = QLabel(measurement.short)
            short.setObjectName("Caption")
            names.addWidget(short)
        names.addStretch()
        self._range = QLabel()
        self._range.setObjectName("Caption")
        self._range.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._glyph = RangeGlyph(tokens)
        ranges = QVBoxLayout()
        ranges.setSpacing(0)
        ranges.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignRight)
        ranges.addWidget(self._range)
        ranges.addStretch()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 5, 0, 0)
        grid.setVerticalSpacing(5)
        grid.setHorizontalSpacing(8)
        grid.addLayout(names, 0, 0)
        self._cells: dict[Side | None, _Cell] = {}
        self._readings: dict[Side | None, Reading] = {}
        self._begun = False
        if measurement.both_sides:
            box, self._cells[None] = _cell()
            grid.addWidget(box, 0, 1, 1, 2)
        else:
            for column, side in enumerate(SIDES, start=1):
                box, self._cells[side] = _cell()
                grid.addWidget(box, 0, column)
        grid.addLayout(ranges, 0, 3)
        for column, width in enumerate(_COLUMNS):
            grid.setColumnMinimumWidth(column, width)
            grid.setColumnStretch(column, 0 if column == 3 else 1)
        rule = QWidget()
        rule.setObjectName("Rule")
        rule.setFixedHeight(1)
        grid.addWidget(rule, 1, 0, 1, 4)
        quoted = "".join(
            f"\nQuoted: {r.low:g} to {r.high:g} - {r.source}; {r.population}."
            for r in measurement.ranges
            if r.low is not None and r.high is not None
        )
        self.setToolTip(f"{measurement.definition}\nDefined after: {measurement.source}.{quoted}")

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the lines of this measurement."""
        self._highlight(self.measurement.id)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Stop showing them."""
        self._highlight("")
        super().leaveEvent(event)

    def show_readings(self, readings: dict[Side | None, Reading], *, begun: bool) -> None:
        """Show the readings of both legs; what is missing is named once something of the row is placed."""
        if begun is self._begun and readings == self._readings:
            return
        self._readings, self._begun = readings, begun
        glyph: dict[Side | None, tuple[Value, RangeOutcome]] = {}
        for side in self._cells.keys() - readings.keys():
            self._cells[side].show("", "", quiet=True)
        for side, reading in readings.items():
            outcome = reading.outcome
            match outcome:
                case Value():
                    self._cells[side].show(outcome.words.magnitude, _subtext(outcome), quiet=False)
                    if outcome.ranges:
                        glyph[side] = (outcome, outcome.ranges[0])
                case ClassValue():
                    self._cells[side].show(outcome.text, "", quiet=False)
                case Missing() if not begun:
                    self._cells[side].show("–", "", quiet=True)
                case Missing() | Undefined() | Withheld():
                    self._cells[side].show("", outcome.text, quiet=True)
            _say(self._name, reading.name)
        for _, compared in glyph.values():
            _say(self._range, _range_words(self.measurement, compared.range))
        self._glyph.show_values(glyph)
        self._glyph.setVisible(bool(glyph))
        self._range.setVisible(bool(glyph))


class ReadingsPanel(QWidget):
    """Every reading that has begun, in the order of the report."""

    def __init__(self, workbench: Workbench, tokens: Tokens, show: Callable[[PlacedLandmark], None]) -> None:
        super().__init__()
        self._bench = workbench
        self._show = show
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
        for column, width in enumerate(_COLUMNS):
            titles.setColumnMinimumWidth(column, width)
            titles.setColumnStretch(column, 0 if column == 3 else 1)
        self._rows = [_Row(measurement, tokens, workbench.highlight) for measurement in CATALOG]
        self._notices = QVBoxLayout()
        self._notices.setSpacing(6)
        self._notices_shown: tuple[Notice, ...] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(0)
        layout.addWidget(heading)
        layout.addLayout(titles)
        for row in self._rows:
            layout.addWidget(row)
        layout.addSpacing(8)
        layout.addLayout(self._notices)
        workbench.case_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the readings as they stand."""
        by_id: dict[str, dict[Side | None, Reading]] = {}
        for reading in self._bench.readings:
            by_id.setdefault(reading.measurement.id, {})[reading.side] = reading
        shown = self._bench.case.sides_shown
        for side in SIDES:
            self._name_column(side, on_picture=side in shown)
        placed = {landmark_id for (_, landmark_id), _ in self._bench.case.placements()}
        for row in self._rows:
            of_both = by_id.get(row.measurement.id, {})
            readings = {side: each for side, each in of_both.items() if side is None or side in shown}
            row.setVisible(self._is_worth_showing(row.measurement, readings))
            if row.isVisibleTo(self):
                row.show_readings(readings, begun=any(i.id in placed for i in row.measurement.landmarks))
        if self._bench.notices != self._notices_shown:
            self._show_notices(self._bench.notices)

    def _name_column(self, side: Side, *, on_picture: bool) -> None:
        name = side.value.capitalize()
        title = self._titles[name]
        title.setText(name if on_picture else f"{name}: not on\nthis picture")
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

    def _show_notices(self, notices: tuple[Notice, ...]) -> None:
        self._notices_shown = notices
        while (item := self._notices.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for notice in notices:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            text = QLabel(notice.text)
            text.setObjectName("Caption")
            text.setWordWrap(True)
            text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            row.addWidget(text)
            if notice.landmark is not None:
                button = QPushButton("show")
                button.setObjectName("Link")
                button.setAccessibleName(f"Show: {notice.text}")
                button.clicked.connect(partial(self._point_out, notice.landmark))
                row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self._notices.addWidget(line)

    def _point_out(self, landmark: PlacedLandmark) -> None:
        self._bench.session.select(landmark)
        self._show(landmark)
