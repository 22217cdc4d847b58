"""The column beside the picture: steps, readings, positioning and what belongs to the report."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kneeview.domain.checks import Notice
from kneeview.domain.measurement import PlacedLandmark
from kneeview.gui.banner import Offer
from kneeview.gui.canvas import Canvas
from kneeview.gui.case_panel import CasePanel
from kneeview.gui.chart_panel import ChartPanel
from kneeview.gui.drawers import Drawers
from kneeview.gui.drawings_panel import DrawingsPanel
from kneeview.gui.live_label import LiveLabel
from kneeview.gui.patient_line import PatientLine
from kneeview.gui.positioning_panel import PositioningPanel
from kneeview.gui.readings_panel import ReadingsPanel
from kneeview.gui.statement_panel import StatementPanel
from kneeview.gui.steps_panel import StepsPanel
from kneeview.gui.theme import Tokens
from kneeview.gui.workbench import Workbench

WIDTH: Final = 420
"""The least width, in logical pixels: two legs, their errors and the quoted range side by side."""

_SHARE_OF_STEPS: Final = 0.43

_OF_SCALE: Final = frozenset(
    {
        "uncalibrated",
        "magnified",
        "film_plane",
        "scale_unknown",
        "estimated",
        "scale",
        "head_size",
        "plateau_size",
        "leg_size",
    }
)
"""Notices whose cause is to be sought in the scale."""


class Column(QWidget):
    """Shows one picture's case. Two pictures have a column each, so that no number can be of the other one."""

    def __init__(
        self,
        bench: Workbench,
        canvas: Canvas,
        show_step: Callable[[PlacedLandmark], None],
        open_scale_card: Callable[[], None],
        tokens: Tokens,
    ) -> None:
        super().__init__()
        self.setObjectName("Panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(WIDTH)
        self._bench = bench
        self._show_landmark = canvas.show_landmark
        self._open_scale_card = open_scale_card
        self.of = LiveLabel(1, Qt.AlignmentFlag.AlignLeft)
        self.of.setObjectName("Caption")
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(12, 8, 12, 0)
        head.addWidget(self.of)
        self._head.hide()
        self.steps = StepsPanel(bench, tokens, show_step)
        self.patient_line = PatientLine(bench)
        self.readings = ReadingsPanel(bench, tokens, self.offers)
        self.statement = StatementPanel(bench, tokens)
        self.drawings = DrawingsPanel(bench, tokens, canvas.show_point)
        self.chart = ChartPanel(bench, tokens)
        self.positioning = PositioningPanel(bench)
        self.case_panel = CasePanel(bench)
        self._steps_area = _scrolling(_stacked(self.steps))
        self._inside = _stacked(
            self.positioning, self.case_panel, self.readings, self.statement, self.drawings, self.chart
        )
        self._readings_area = _scrolling(self._inside)
        self.drawers = Drawers(self._show_top)
        self.drawers.add(self.positioning, "Positioning", "How the picture was taken, as far as it is attested")
        self.drawers.add(self.case_panel, "Sides and report", "Which side is which, who the patient is, your own words")
        parts = QVBoxLayout(self)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        parts.addWidget(self._head)
        parts.addWidget(self._steps_area)
        parts.addWidget(self.patient_line)
        parts.addWidget(self.drawers)
        parts.addWidget(self._readings_area, 1)
        self.readings.notices.resized.connect(self._make_room)
        bench.opened.connect(self._opened)
        bench.case_changed.connect(self._count)
        self.readings.toggled.connect(self._hold)
        self.readings.age_wanted.connect(self.patient_line.age.setFocus)
        for signal in (bench.opened, bench.case_changed, bench.hand_changed):
            signal.connect(self.fit_steps)

    def retheme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.steps.retheme(tokens)
        self.drawings.retheme(tokens)
        self.chart.retheme(tokens)
        self.readings.retheme(tokens)
        self.statement.retheme(tokens)

    def name_picture(self, name: str) -> None:
        """Say whose readings these are; "" where nothing is known of the only picture."""
        self.of.show_words(name)
        self._head.setHidden(not name)

    def fit_steps(self) -> None:
        """Give the steps the room they need, up to a share of the height; the present one stays in view."""
        room = round(self.height() * _SHARE_OF_STEPS)
        self._steps_area.setFixedHeight(min(self.steps.sizeHint().height() + 4, room))
        button = self.steps.current_button
        if button is not None:
            self._steps_area.ensureWidgetVisible(button, 0, 24)

    def go_to_positioning(self) -> None:
        """Bring the positioning card into view, with the keyboard on its first answer."""
        self.drawers.open(self.positioning)
        self.positioning.first_answer.setFocus()

    def offers(self, notice: Notice) -> tuple[Offer, ...]:
        """Return what leads from a notice to where it points; nothing where it points nowhere."""
        if notice.landmark is not None:
            return (("Show", partial(self._point_out, notice.landmark)),)
        if notice.code in _OF_SCALE:
            return (("Scale", self._open_scale_card),)
        if notice.code in ("posture", "positioning"):
            return (("Answer", self.go_to_positioning),)
        if notice.code == "age_unknown":
            return (("Enter", self.patient_line.age.setFocus),)
        if notice.code.startswith("side"):
            return (("Sides", self._go_to_sides),)
        return ()

    def _point_out(self, landmark: PlacedLandmark) -> None:
        self._bench.session.select(landmark)
        self._show_landmark(landmark)

    def _hold(self, row: QWidget, was_at: int) -> None:
        """Keep a row under the pointer when one above it folds."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        bar = self._readings_area.verticalScrollBar()
        bar.setValue(bar.value() + row.y() - was_at)

    def _count(self) -> None:
        self.drawers.count(self.positioning, self.positioning.answered)

    def _go_to_sides(self) -> None:
        self.drawers.open(self.case_panel)
        self.case_panel.sides.setFocus()

    def _show_top(self) -> None:
        self._readings_area.verticalScrollBar().setValue(0)

    def _make_room(self, by: int) -> None:
        """Give the readings as much more height at once: from inside outwards every row would be squeezed before."""
        self.readings.updateGeometry()
        self._inside.resize(self._inside.width(), self._inside.height() + by)

    def _opened(self) -> None:
        self._show_top()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew."""
        super().resizeEvent(event)
        self.fit_steps()


def _stacked(*panels: QWidget) -> QWidget:
    """Return panels one below the other; where one grows, what stands above it is not painted again."""
    inside = QWidget()
    inside.setObjectName("Panel")
    inside.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
    parts = QVBoxLayout(inside)
    parts.setContentsMargins(0, 0, 0, 0)
    parts.setSpacing(0)
    for panel in panels:
        parts.addWidget(panel)
    parts.addStretch()
    return inside


def _scrolling(inside: QWidget) -> QScrollArea:
    """Return an area that scrolls down over what is inside."""
    area = QScrollArea()
    area.setObjectName("Panel")
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
