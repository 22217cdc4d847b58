"""The scale line: what a millimetre is on this picture, why, and the ways to make it better. It is never hidden."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kneeview.domain.calibration import (
    CalibrationError,
    HeaderCalibration,
    MagnificationCalibration,
    SpacingCalibration,
)
from kneeview.domain.scale import Scale, ScaleState
from kneeview.domain.units import millimetres_per_pixel
from kneeview.gui.numbers import number_from
from kneeview.gui.theme import Tokens
from kneeview.gui.workbench import Workbench
from kneeview.tools.machine import ToolId

_GOOD, _DOUBTFUL, _NONE = "#4FB286", "#E6B450", "#A9B3BE"


def state_colour(state: ScaleState) -> str:
    """Return the colour of a state; the word beside it says the same."""
    if state is ScaleState.CALIBRATED:
        return _GOOD
    return _NONE if state is ScaleState.UNCALIBRATED else _DOUBTFUL


def _dot(colour: str, ratio: float) -> QIcon:
    pixmap = QPixmap(round(12 * ratio), round(12 * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(colour))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(2, 2, 8, 8)
    painter.end()
    return QIcon(pixmap)


def spacing_words(scale: Scale) -> str:
    """Return the spacing of a scale in words; rows and columns apart where they differ."""
    if scale.row_mm is None or scale.column_mm is None:
        return "No scale: no lengths"
    if abs(scale.row_mm / scale.column_mm - 1) < 1e-3:
        return f"{millimetres_per_pixel(scale.column_mm)} mm a pixel"
    return f"{millimetres_per_pixel(scale.row_mm)} mm a row, {millimetres_per_pixel(scale.column_mm)} mm a column"


class CalibrationCard(QFrame):
    """The card behind the scale line: source, arithmetic, error, who and when; and the ways to set a scale."""

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("Panel")
        self._bench = workbench
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(4)
        self._offer = QPushButton("Divide by the header's magnification")
        self._offer.clicked.connect(self._accept_offer)
        self._header = QPushButton("Back to the header's scale")
        self._header.clicked.connect(self._back_to_header)
        ruler, ball = QPushButton("Ruler of known length"), QPushButton("Ball of known diameter")
        ruler.clicked.connect(lambda: self._take(ToolId.RULER))
        ball.clicked.connect(lambda: self._take(ToolId.BALL))
        self._typed = QLineEdit()
        self._typed.setPlaceholderText("mm a pixel, e.g. 0.143")
        self._typed.setAccessibleName("Spacing in millimetres a pixel")
        self._typed.returnPressed.connect(self._type)
        set_typed = QPushButton("Set")
        set_typed.clicked.connect(self._type)
        self._complaint = QLabel()
        self._complaint.setObjectName("Quiet")
        self._complaint.setWordWrap(True)
        title = QLabel("Where the millimetre comes from")
        title.setObjectName("Title")
        typing = QHBoxLayout()
        typing.addWidget(self._typed, 1)
        typing.addWidget(set_typed)
        ways = QHBoxLayout()
        ways.addWidget(ruler)
        ways.addWidget(ball)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(title)
        layout.addLayout(self._facts)
        layout.addWidget(self._offer)
        layout.addLayout(ways)
        layout.addLayout(typing)
        layout.addWidget(self._header)
        layout.addWidget(self._complaint)
        self.setFixedWidth(460)

    def refresh(self) -> None:
        """Show the scale as it stands."""
        case, scale = self._bench.case, self._bench.case.scale
        while (item := self._facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        rows = [("Scale", spacing_words(scale)), ("State", scale.state.words), ("Why", scale.explanation)]
        if scale.relative_sd is not None:
            rows.append(("Error", f"± {100 * 1.96 * scale.relative_sd:.1f} % of every length (95 %)"))
        if case.calibration.at:
            rows.append(("Made", " ".join(part for part in (case.calibration.by, case.calibration.at) if part)))
        rows += [("Note", warning) for warning in scale.warnings]
        for k, (name, text) in enumerate(rows):
            label, says = QLabel(name), QLabel(text)
            label.setObjectName("Quiet")
            says.setWordWrap(True)
            says.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addWidget(label, k, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(says, k, 1)
        self._facts.setColumnStretch(1, 1)
        factor = case.header_scale.offered_factor
        offered = factor is not None and scale.state is ScaleState.DETECTOR_PLANE
        self._offer.setVisible(offered)
        if factor is not None:
            self._offer.setText(f"Divide by the header's magnification of {factor:.4g}")
        self._header.setVisible(not isinstance(case.calibration.calibration, HeaderCalibration))
        self._complaint.hide()

    def open_above(self, anchor: QWidget) -> None:
        """Open above the scale line."""
        self.refresh()
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(0, 0))
        self.move(corner.x(), corner.y() - self.sizeHint().height() - 6)
        self.show()
        self._typed.setFocus()

    def _take(self, tool_id: ToolId) -> None:
        self.hide()
        self._bench.machine.take(tool_id)

    def _accept_offer(self) -> None:
        factor = self._bench.case.header_scale.offered_factor
        if factor is not None:
            self._bench.calibrate(MagnificationCalibration(factor), "Scale from the header's magnification")
            self.refresh()

    def _back_to_header(self) -> None:
        self._bench.edit(lambda case: case.with_header_scale(), "Header's scale")
        self.refresh()

    def _type(self) -> None:
        value = number_from(self._typed.text())
        try:
            if value is None:
                raise CalibrationError(f"“{self._typed.text()}” is no number")
            aspect = self._bench.case.header_scale.aspect
            self._bench.calibrate(SpacingCalibration(value * aspect, value), "Typed scale")
        except CalibrationError as error:
            self._complaint.setText(f"{str(error)[:1].upper()}{str(error)[1:]}.")
            self._complaint.show()
            return
        self.hide()


class ScaleLine(QToolButton):
    """Below the picture at all times: the spacing, its state and its reason."""

    def __init__(self, workbench: Workbench, tokens: Tokens) -> None:
        super().__init__()
        self._bench = workbench
        self._tokens = tokens
        self.setObjectName("Scale")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.card = CalibrationCard(workbench, self)
        self.clicked.connect(self.open_card)
        workbench.case_changed.connect(self.refresh)

    def open_card(self) -> None:
        """Open the calibration card."""
        self.card.open_above(self)

    def refresh(self) -> None:
        """Show the scale as it stands."""
        scale = self._bench.case.scale
        self.setIcon(_dot(state_colour(scale.state), self.devicePixelRatioF()))
        state = "" if scale.state is ScaleState.UNCALIBRATED else f"  ·  {scale.state.words}"
        text = f"{spacing_words(scale)}{state}  ·  {_method_words(scale)}"
        self.setText(f"{text}   ▸")
        self.setToolTip(scale.explanation)
        self.setAccessibleName(f"Scale: {text}")


def _method_words(scale: Scale) -> str:
    words = {
        "header": "from the header",
        "ruler": "ruler",
        "sphere": "ball",
        "spacing": "typed",
        "height": "patient's height",
        "rectangle": "rectangle",
        "magnification": "header's magnification",
    }
    return words.get(scale.method, "set one here")
