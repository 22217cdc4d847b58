"""The calibration card: what a millimetre is on this picture, why, how sure that is, and every way to set it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kneeview.case.case import Case
from kneeview.case.scale_marks import ScalePiece
from kneeview.domain.calibration import (
    ON_PHOTOS_ONLY,
    Calibration,
    CalibrationError,
    RulerCalibration,
    SphereCalibration,
    difference_from,
    scale_from,
)
from kneeview.gui.calibration_facts import CalibrationFacts, linked, plain_button, words
from kneeview.gui.workbench import Workbench
from kneeview.reports.calibration import calibration_card, spacing_words
from kneeview.tools.tool_id import ToolId

_WAYS_WIDTH: Final = 236
_MARGIN: Final = 16

_WAYS: Final = (
    (ToolId.RULER, "Ruler", "Draw along a known length"),
    (ToolId.BALL, "Ball", "Click a ball of known diameter"),
    (ToolId.HEIGHT, "Patient's height", "Click the top of the head and the sole"),
    (ToolId.RECTANGLE, "Rectangle", "Click four corners of a rectangle of known size in the plane of the legs"),
    (ToolId.PLUMB, "Plumb line", "Mark a vertical; readings against the horizontal then allow for a leaning picture"),
)


class CalibrationCard(QFrame):
    """Opens above the scale line; what is set here is one undo step each."""

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("Panel")
        self.setAccessibleName("Calibration")
        self._bench = workbench
        self._scales = workbench.machine.scales
        self._anchor = parent
        self._facts = CalibrationFacts()
        self._depth = QLineEdit()
        self._depth.setFixedWidth(84)
        self._depth.setPlaceholderText("unknown")
        self._depth.setAccessibleName("Depth of the marker in front of the bone, in millimetres")
        self._depth.setToolTip("In front of the bone +, behind it -; every centimetre adds 2 % to the error (95 %)")
        self._depth.editingFinished.connect(self._set_depth)
        self._depth_row = self._made_depth_row()
        self._complaint = QLabel()
        self._complaint.setObjectName("Strong")
        self._complaint.setWordWrap(True)
        title = QLabel("Where the millimetre comes from")
        title.setObjectName("Title")
        halves = QHBoxLayout()
        halves.setSpacing(20)
        halves.addWidget(self._facts)
        halves.addLayout(self._made_ways())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, _MARGIN, 20, _MARGIN)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addLayout(halves)
        layout.addWidget(self._complaint)
        workbench.case_changed.connect(self._refresh_if_open)

    # ------------------------------------------------------------------------------------------------ building

    def _made_depth_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._depth)
        line.addWidget(QLabel("mm in front of the bone, - behind"))
        line.addStretch()
        return row

    def _made_ways(self) -> QVBoxLayout:
        ways = QVBoxLayout()
        ways.setSpacing(8)
        heading = QLabel("SET IT BY")
        heading.setObjectName("Heading")
        ways.addWidget(heading)
        grid = QGridLayout()
        grid.setSpacing(8)
        self._ways: dict[ToolId, QPushButton] = {}
        for k, (tool, text, tip) in enumerate(_WAYS):
            button = plain_button(text, partial(self._take, tool))
            button.setToolTip(tip)
            self._ways[tool] = button
            if tool is ToolId.PLUMB:
                grid.addWidget(button, 2, 0, 1, 2)
            else:
                grid.addWidget(button, k // 2, k % 2)
        ways.addLayout(grid)
        self._typed = QLineEdit()
        self._typed.setPlaceholderText("mm a pixel, e.g. 0.143")
        self._typed.setAccessibleName("Spacing in millimetres a pixel")
        self._typed.returnPressed.connect(self._type)
        typing = QHBoxLayout()
        typing.addWidget(self._typed, 1)
        typing.addWidget(plain_button("Set", self._type))
        ways.addLayout(typing)
        self._offer = plain_button("Divide by the header's magnification", self._accept_offer)
        self._header = plain_button("Back to the header's scale", self._back_to_header)
        ways.addWidget(self._offer)
        ways.addWidget(self._header)
        ways.addStretch()
        self._offer.setMaximumWidth(_WAYS_WIDTH)
        return ways

    # ------------------------------------------------------------------------------------------------- showing

    def _refresh_if_open(self) -> None:
        if self.isVisible():
            self.refresh()
            self._fit()

    def refresh(self) -> None:
        """Show the scale as it stands."""
        case = self._bench.session.committed
        self._facts.clear(self._depth_row)
        compared = 0
        for fact in calibration_card(case):
            match fact.label:
                case "Depth":
                    self._add_rulers(case)
                    self._show_depth(case.calibration.calibration)
                case "Compared":
                    self._facts.add(fact.label, self._comparison(fact.text, compared))
                    compared += 1
                case "Upright":
                    self._facts.add(fact.label, self._removable(fact.text, "plumb line", ScalePiece(plumb=True)))
                case _:
                    self._facts.add(fact.label, words(fact.text))
        self._show_ways(case)
        self._complaint.hide()

    def _show_depth(self, calibration: Calibration) -> None:
        if isinstance(calibration, (RulerCalibration, SphereCalibration)):
            self._facts.add("Depth", self._depth_row)
            depth = calibration.marker_depth_mm
            self._depth.setText("" if depth is None else f"{depth:g}")

    def _comparison(self, text: str, index: int) -> QWidget:
        """Return a measurement that is not in use, with the ways to use it and to take it away."""
        return linked(
            text,
            ("Use", f"Use: {text}", partial(self._use_comparison, index)),
            ("Remove", f"Remove: {text}", partial(self._scales.remove_comparison, index)),
        )

    def _add_rulers(self, case: Case) -> None:
        calibration = case.calibration.calibration
        if not isinstance(calibration, RulerCalibration):
            return
        for k, segment in enumerate(calibration.segments):
            own = scale_from(RulerCalibration((segment,)), case.header_scale)
            apart = difference_from(case.scale, own)
            told = f"{segment.length_mm:g} mm, {spacing_words(own)}"
            if len(calibration.segments) > 1 and apart is not None:
                told += f" ({100 * apart:+.1f} %)"
            name = f"Ruler {k + 1}"
            self._facts.add(name, self._removable(told, name.lower(), ScalePiece(segment=k)))

    def _show_ways(self, case: Case) -> None:
        factor = self._scales.offered_factor
        self._offer.setVisible(factor is not None)
        self._offer.setText("" if factor is None else f"Divide by the header's {factor:.4g}")
        self._offer.setToolTip("" if factor is None else f"The header tells a magnification of {factor:.4g}")
        self._header.setVisible(self._scales.is_made)
        self._header.setText("Back to the header's scale" if case.header_scale.is_calibrated else "Use no scale")
        self._header.setToolTip("What is in use stays on the card as a comparison")
        adds = isinstance(case.calibration.calibration, RulerCalibration)
        self._ways[ToolId.RULER].setText("Add ruler" if adds else "Ruler")
        for tool, _, tip in _WAYS:
            usable = self._bench.machine.can_take(tool)
            self._ways[tool].setEnabled(usable)
            self._ways[tool].setToolTip(tip if usable else ON_PHOTOS_ONLY)

    def _removable(self, text: str, name: str, piece: ScalePiece) -> QWidget:
        return linked(text, ("Remove", f"Remove {name}", partial(self._remove, piece)))

    def open_above(self, anchor: QWidget) -> None:
        """Open above the scale line, inside the window."""
        self._anchor = anchor
        self.refresh()
        self._typed.clear()
        self._fit()
        self.show()
        self._fit()
        self._typed.setFocus()

    def _fit(self) -> None:
        """Give the facts the room they need, as far as the window has it."""
        window = self._anchor.window()
        corner = self._anchor.mapToGlobal(QPoint(0, 0))
        left, top = window.mapToGlobal(QPoint(8, 8)).x(), window.mapToGlobal(QPoint(8, 8)).y()
        self._facts.fit(corner.y() - top - 120)
        self.adjustSize()
        size = self.sizeHint()
        right = window.mapToGlobal(QPoint(window.width() - 8, 0)).x()
        self.move(max(min(corner.x(), right - size.width()), left), max(corner.y() - size.height() - 6, top))

    # ------------------------------------------------------------------------------------------------- changing

    def _take(self, tool_id: ToolId) -> None:
        self.hide()
        self._bench.machine.take(tool_id)

    def _try(self, change: Callable[[], None]) -> bool:
        """Change the scale; what makes none is said on the card. Return whether it was done."""
        try:
            change()
        except CalibrationError as error:
            self._complaint.setText(f"{str(error)[:1].upper()}{str(error)[1:]}.")
            self._complaint.show()
            self._fit()
            return False
        return True

    def _accept_offer(self) -> None:
        self._scales.accept_offer()
        self.refresh()

    def _back_to_header(self) -> None:
        self._scales.use_header()
        self.refresh()

    def _remove(self, piece: ScalePiece) -> None:
        self._bench.machine.remove_piece(piece)

    def _use_comparison(self, index: int) -> None:
        self._try(lambda: self._scales.use_comparison(index))

    def _set_depth(self) -> None:
        self._try(lambda: self._scales.set_depth(self._depth.text()))

    def _type(self) -> None:
        if self._try(lambda: self._scales.type_spacing(self._typed.text())):
            self.hide()
