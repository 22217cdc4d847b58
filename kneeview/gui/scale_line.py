"""The scale line: what a millimetre is on this picture, why, and the ways to make it better. It is never hidden."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QToolButton

from kneeview.domain.scale import Scale, ScaleState
from kneeview.gui.calibration_card import CalibrationCard
from kneeview.gui.scale_words import method_words
from kneeview.gui.theme import Tokens
from kneeview.gui.workbench import Workbench
from kneeview.reports.calibration import spacing_words

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


class ScaleLine(QToolButton):
    """Below the picture at all times: the spacing, its state and its reason."""

    def __init__(self, workbench: Workbench, tokens: Tokens) -> None:
        super().__init__()
        self._bench = workbench
        self._tokens = tokens
        self._shown: tuple[Scale, float] | None = None
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
        shown = (scale, self.devicePixelRatioF())
        if shown == self._shown:
            return  # another icon would lay the whole window out anew, for every move of a drag
        self._shown = shown
        doubtful = scale.is_calibrated and bool(scale.warnings)
        self.setIcon(_dot(_DOUBTFUL if doubtful else state_colour(scale.state), self.devicePixelRatioF()))
        state = "" if scale.state is ScaleState.UNCALIBRATED else f"  ·  {scale.state.words}"
        text = f"{spacing_words(scale)}{state}  ·  {method_words(scale)}"
        self.setText(f"{text}   ▸")
        self.setToolTip(f"{text}\n{scale.explanation}")
        self.setAccessibleName(f"Scale: {text}")
