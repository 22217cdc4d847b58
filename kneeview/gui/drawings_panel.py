"""The list of what was drawn beside the protocols: name, number, error; a hover lights it on the picture."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from kneeview.domain.drawing.readings import CLICK_ERROR, GAUGES, DrawnReading
from kneeview.domain.drawing.shapes import Drawing
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.measurement import Value
from kneeview.domain.units import number
from kneeview.gui.icons import icon
from kneeview.gui.theme import Tokens
from kneeview.gui.workbench import Workbench

_ICON: Final = QSize(18, 18)
_NUMBERS_WIDTH: Final = 168


def _said(reading: DrawnReading) -> str:
    return reading.outcome.words.magnitude if isinstance(reading.outcome, Value) else reading.text


def _subtext(reading: DrawnReading) -> str:
    """Return the error and the direction of a number."""
    outcome = reading.outcome
    if not isinstance(outcome, Value):
        return ""
    half = outcome.half_width
    error = "" if half is None else f"± {number(half, outcome.unit)}"
    return " · ".join(part for part in (error, outcome.words.direction) if part)


def _number_label(column: QVBoxLayout, name: str = "") -> QLabel:
    """Return a label of a number, put below the others of its column."""
    label = QLabel()
    label.setObjectName(name)
    label.setAlignment(Qt.AlignmentFlag.AlignRight)
    label.setFixedWidth(_NUMBERS_WIDTH)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    column.addWidget(label)
    return label


class _NameField(QLineEdit):
    """The name of a drawing, to be typed over; Enter and leaving the field keep it."""

    def __init__(self, taken: Callable[[], None]) -> None:
        super().__init__()
        self._taken = taken
        self.setObjectName("Name")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the drawing whose name this is."""
        super().focusInEvent(event)
        self._taken()


class _Row(QWidget):
    """One drawing."""

    def __init__(self, drawing: Drawing, bench: Workbench, show: Callable[[ImagePoint], None]) -> None:
        super().__init__()
        self.drawing = drawing
        self._bench = bench
        self._show = show
        self._sign = QToolButton()
        self._sign.setIconSize(_ICON)
        self._sign.setCheckable(True)
        self._sign.clicked.connect(self._point_at)
        self._name = _NameField(self._select)
        self._name.editingFinished.connect(self._rename)
        numbers = QVBoxLayout()
        numbers.setSpacing(0)
        self._numbers = [(_number_label(numbers), _number_label(numbers, "Caption")) for _ in GAUGES[drawing.kind]]
        self._remove = QToolButton()
        self._remove.setIconSize(_ICON)
        self._remove.clicked.connect(lambda: bench.machine.drawings.remove(self.drawing.number))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(6)
        layout.addWidget(self._sign)
        layout.addWidget(self._name, 1)
        layout.addLayout(numbers)
        layout.addWidget(self._remove)

    def retheme(self, tokens: Tokens) -> None:
        """Draw the icons in the colour of the text."""
        self._sign.setIcon(icon(self.drawing.kind.value.replace("_", "-"), tokens.text))
        self._remove.setIcon(icon("close", tokens.quiet))

    def show_drawing(self, drawing: Drawing, readings: tuple[DrawnReading, ...], *, chosen: bool) -> None:
        """Show the drawing as it stands; a name that is being typed is left alone."""
        self.drawing = drawing
        title = drawing.title
        if not self._name.hasFocus() and self._name.text() != drawing.name:
            self._name.setText(drawing.name)
        self._name.setPlaceholderText(f"{drawing.form.name} {drawing.number}")
        self._name.setAccessibleName(f"Name of {drawing.form.name.lower()} {drawing.number}")
        self._name.setToolTip(f"{drawing.form.definition} Type a name over it.".strip())
        for (main, sub), reading in zip_longest(self._numbers, readings):
            main.setText("" if reading is None else _said(reading))
            sub.setText("" if reading is None else _subtext(reading))
            sub.setVisible(bool(sub.text()))
        self.mark(chosen=chosen)
        self._sign.setAccessibleName(f"Show {title}")
        self._sign.setToolTip(f"Show {title} on the picture")
        self._remove.setAccessibleName(f"Remove {title}")
        self._remove.setToolTip(f"Remove {title} (Del)")

    def mark(self, *, chosen: bool) -> None:
        """Show whether the drawing is the selected one."""
        self._sign.setChecked(chosen)

    def _select(self) -> None:
        self._bench.session.select_drawing(self.drawing.number)

    def _point_at(self) -> None:
        self._select()
        self._sign.setChecked(True)
        self._show(self.drawing.points[0])

    def _rename(self) -> None:
        words = self._name.text()
        if words.strip() != self.drawing.name:
            self._bench.machine.drawings.rename(self.drawing.number, words)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light the drawing up."""
        self._bench.point_at_drawing(self.drawing.number)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Stop lighting it up."""
        self._bench.point_at_drawing(None)
        super().leaveEvent(event)


class DrawingsPanel(QWidget):
    """Every drawing in the order of drawing; without any the panel is not there."""

    def __init__(self, bench: Workbench, tokens: Tokens, show: Callable[[ImagePoint], None]) -> None:
        super().__init__()
        self._bench = bench
        self._tokens = tokens
        self._show = show
        self._rows: list[_Row] = []
        heading = QLabel("FREE MEASUREMENTS")
        heading.setObjectName("Heading")
        self._assumed = QLabel()
        self._assumed.setObjectName("Caption")
        self._assumed.setWordWrap(True)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addWidget(heading)
        layout.addLayout(self._list)
        layout.addWidget(self._assumed)
        bench.case_changed.connect(self.refresh)
        bench.hand_changed.connect(self._mark)
        self.refresh()

    def retheme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self._tokens = tokens
        for row in self._rows:
            row.retheme(tokens)

    def refresh(self) -> None:
        """Show the drawings as they stand."""
        case = self._bench.case
        drawings = [drawing for drawing in case.drawings if drawing.is_complete]
        if [row.drawing.id for row in self._rows] != [drawing.id for drawing in drawings]:
            self._match(drawings)
        readings = case.drawn_readings()
        for row, drawing in zip(self._rows, drawings, strict=True):
            own = tuple(reading for reading in readings if reading.drawing.number == drawing.number)
            row.show_drawing(drawing, own, chosen=drawing.number == self._bench.machine.drawing)
        error = CLICK_ERROR[case.kind].u_mm
        self._assumed.setText(f"The errors assume {error:g} mm (one standard deviation) at each point.")
        self._assumed.setVisible(any(reading.has_error for reading in readings))
        self.setVisible(bool(drawings))

    def _mark(self) -> None:
        chosen = self._bench.machine.drawing
        for row in self._rows:
            row.mark(chosen=row.drawing.number == chosen)

    def _match(self, drawings: list[Drawing]) -> None:
        """Have a row for each drawing, in their order; rows that stay are left alone, so that typing goes on."""
        wanted = {drawing.id for drawing in drawings}
        known = {row.drawing.id: row for row in self._rows}
        for row in self._rows:
            if row.drawing.id not in wanted:
                self._list.removeWidget(row)
                row.hide()
                row.setParent(None)
                row.deleteLater()
        self._rows = [known.get(drawing.id) or self._new_row(drawing) for drawing in drawings]
        for place, row in enumerate(self._rows):
            if self._list.indexOf(row) != place:
                self._list.insertWidget(place, row)
                row.show()

    def _new_row(self, drawing: Drawing) -> _Row:
        row = _Row(drawing, self._bench, self._show)
        row.retheme(self._tokens)
        return row
