"""The chart by age in the window: for children, in both themes, beside every source."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kneeview.case.opening import Opened
from kneeview.case.patient import PatientFacts
from kneeview.domain.posture import Posture
from kneeview.gui.chart_panel import ChartPanel, chart_theme
from kneeview.gui.theme import DARK, LIGHT, Tokens
from kneeview.gui.workbench import Workbench
from tests.reports.cases import film, measured


def panel_of(qtbot: QtBot, years: float, tokens: Tokens = DARK) -> tuple[ChartPanel, Workbench]:
    bench = Workbench()
    panel = ChartPanel(bench, tokens)
    qtbot.addWidget(panel)
    panel.resize(400, 700)
    case = replace(measured(), patient=PatientFacts(age_years=years), posture=Posture(knees_touching=True))
    bench.put(Opened(case, film()))
    return panel, bench


def plot_name(panel: ChartPanel) -> str:
    names = [widget.accessibleName() for widget in panel.findChildren(QWidget)]
    return next(name for name in names if ": right" in name or ": both" in name or ": not measured" in name)


def test_the_chart_is_there_for_children_only(qtbot: QtBot) -> None:
    assert not panel_of(qtbot, 6.5)[0].isHidden()
    assert panel_of(qtbot, 30)[0].isHidden()


def test_each_chart_says_where_the_patient_lies(qtbot: QtBot) -> None:
    panel, bench = panel_of(qtbot, 6.5)
    age = "6 years, 6 months"
    assert plot_name(panel) == f"Tibiofemoral angle by age: right 11.3° valgus at {age}; left 7.8° valgus at {age}"
    next(b for b in panel.findChildren(QToolButton) if "distance" in b.accessibleName()).click()
    assert f"both legs 137.1 mm at {age}" in plot_name(panel)
    bench.edit(lambda case: replace(case, posture=Posture()), "Withdraw")
    assert plot_name(panel).endswith(": not measured")


def test_taking_the_age_away_takes_the_chart_away(qtbot: QtBot) -> None:
    panel, bench = panel_of(qtbot, 6.5)
    bench.edit(lambda case: replace(case, patient=PatientFacts()), "Age")
    assert panel.isHidden()


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_the_chart_is_drawn_in_the_colours_of_the_theme(qtbot: QtBot, tokens: Tokens) -> None:
    panel, _ = panel_of(qtbot, 6.5, LIGHT if tokens is DARK else DARK)
    panel.retheme(tokens)
    panel.show()
    picture = panel.grab().toImage()
    found = {picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in range(60, 300)}
    theme = chart_theme(tokens)
    assert {theme.band.upper(), theme.right.upper(), theme.left.upper()} <= found
    other = chart_theme(LIGHT if tokens is DARK else DARK)
    assert other.band.upper() not in found


def test_the_legend_is_not_set_anew_on_every_move_of_a_point(qtbot: QtBot) -> None:
    panel, bench = panel_of(qtbot, 6.5)
    before = panel._plot._lines
    bench.edit(lambda case: replace(case, reader="Dr B"), "Reader")
    assert panel._plot._lines is before
