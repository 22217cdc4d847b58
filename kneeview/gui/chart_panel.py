"""A child's readings by age beside what the sources print: the report's charts, in the colours of the window."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from kneeview.domain.person import age_words
from kneeview.gui.theme import DARK, Tokens
from kneeview.gui.workbench import Workbench
from kneeview.reports.chart import Chart, charts_of
from kneeview.reports.chart_painter import ChartBlock, ChartTheme, legend
from kneeview.reports.fonts import PT
from kneeview.reports.text import Paragraph

_PIXELS_PER_POINT: Final = 1.6
"""The fine print of paper is the captions' size of the window."""

_PLOT_HEIGHT: Final = 165 * PT
_GAP: Final = 4 * PT

_NAMES: Final = ("Angle by age", "Ankle distance by age")


def chart_theme(tokens: Tokens) -> ChartTheme:
    """Return the colours of charts on the window's panels."""
    dark = tokens is DARK
    return ChartTheme(
        ground=tokens.panel,
        ink=tokens.text,
        quiet=tokens.quiet,
        grid=tokens.line,
        guide="#D98CB8" if dark else "#A6477F",
        band="#2C2630" if dark else "#F1E3EC",
        limit="#FF9A4D" if dark else "#A33F00",
        right=tokens.right,
        left=tokens.left,
    )


class ChartPanel(QWidget):
    """One of the two charts with its legend; it is there for children only."""

    def __init__(self, workbench: Workbench, tokens: Tokens) -> None:
        super().__init__()
        self._bench = workbench
        self._charts: tuple[Chart, ...] = ()
        self._shown = 0
        heading = QLabel("BY AGE")
        heading.setObjectName("Heading")
        self._plot = _Plot(chart_theme(tokens))
        choices = QHBoxLayout()
        choices.setSpacing(3)
        self._buttons: list[QToolButton] = []
        for number, name in enumerate(_NAMES):
            button = QToolButton()
            button.setObjectName("Segment")
            button.setText(name)
            button.setCheckable(True)
            button.setAccessibleName(f"Chart: {name.lower()}")
            button.setToolTip("Show this chart; it compares with every source and judges nothing")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(partial(self._show, number))
            choices.addWidget(button)
            self._buttons.append(button)
        choices.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(heading)
        layout.addLayout(choices)
        layout.addWidget(self._plot)
        self.hide()
        workbench.case_changed.connect(self.refresh)

    def retheme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self._plot.retheme(chart_theme(tokens))

    def refresh(self) -> None:
        """Show the readings as they stand."""
        self._charts = charts_of(self._bench.case, self._bench.readings)
        self.setVisible(bool(self._charts))
        self._show(self._shown)

    def _show(self, number: int) -> None:
        self._shown = number
        for each, button in enumerate(self._buttons):
            button.setChecked(each == number)
        if self._charts:
            self._plot.show_chart(self._charts[number])


class _Plot(QWidget):
    """Draws a chart in the units of a page, made smaller to pixels."""

    def __init__(self, theme: ChartTheme) -> None:
        super().__init__()
        self._theme = theme
        self._chart: Chart | None = None
        self._lines: list[Paragraph] = []
        self._lines_of: tuple[Chart, float] | None = None

    @property
    def _unit(self) -> float:
        return _PIXELS_PER_POINT / PT

    @property
    def _page_width(self) -> float:
        return self.width() / self._unit

    def retheme(self, theme: ChartTheme) -> None:
        """Take other colours."""
        self._theme = theme
        self._lines_of = None
        self._set_legend()
        self.update()

    def show_chart(self, chart: Chart) -> None:
        """Show a chart, and tell screen readers where the patient lies."""
        self._chart = chart
        points = "; ".join(
            f"{point.side.value if point.side else 'both legs'} {point.text} at {age_words(point.age)}"
            for point in chart.points
        )
        self.setAccessibleName(f"{chart.title}: {points or 'not measured'}")
        self.setToolTip("\n".join(("Sources", *("  ".join(each) for each in chart.sources))))
        self._set_legend()
        self.update()

    def _set_legend(self) -> None:
        """Set the legend anew where the sources or the width are others: not on every move of the mouse."""
        if self._chart is None:
            return
        key = replace(self._chart, points=(), ticks=()), self._page_width
        if key != self._lines_of:
            self._lines_of = key
            self._lines = list(legend(self._chart, self._page_width, self._theme))
            height = _PLOT_HEIGHT + sum(line.height + _GAP for line in self._lines)
            self.setFixedHeight(round(height * self._unit) + 4)

    def sizeHint(self) -> QSize:
        """Ask for no width of its own."""
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the legend for the new width."""
        super().resizeEvent(event)
        self._set_legend()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw plot and legend."""
        del event
        if self._chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(self._unit, self._unit)
        ChartBlock(self._chart, self._page_width, _PLOT_HEIGHT, self._theme).draw(painter, 0, 0)
        y = _PLOT_HEIGHT + _GAP
        for line in self._lines:
            line.draw(painter, 0, y)
            y += line.height + _GAP
        painter.end()
