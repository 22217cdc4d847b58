"""The wheel over the window changes no choice and no number and takes the keys to none."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from kneeview.case.placements import PointMark
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side, View
from kneeview.gui.wheel import TURNED_BY_WHEEL
from tests.e2e.window import Driver


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Driver:
    driver = Driver(qtbot, tmp_path)
    driver.open_demo()
    return driver


def controls(window: QWidget) -> list[QWidget]:
    """Return everything in a window that Qt changes by the wheel."""
    return [each for kind in TURNED_BY_WHEEL for each in window.findChildren(kind)]


def turn_over(control: QWidget, notches: int) -> QWheelEvent:
    place = QPointF(control.rect().center())
    event = QWheelEvent(
        place,
        control.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(control, event)
    return event


def shown(control: QWidget) -> object:
    return control.property("currentIndex") if isinstance(control, QComboBox) else control.property("value")


def test_no_control_of_the_window_is_changed_or_focused_by_the_wheel(driver: Driver) -> None:
    found = controls(driver.main)
    assert {"How the patient is seen", "Protocol", "Frame", "Sex"} <= {each.accessibleName() for each in found}
    case = driver.window.bench.case
    driver.window.canvas.setFocus()
    for control in found:
        name, before = control.accessibleName(), shown(control)
        for notches in (-1, 1, 1):
            turn_over(control, notches)
        assert shown(control) == before, name
        assert not control.focusPolicy() & ~Qt.FocusPolicy.StrongFocus, f"{name} takes the keys by the wheel"
    assert driver.window.bench.case == case


def test_an_arrow_after_the_wheel_over_the_view_nudges_the_landmark(driver: Driver) -> None:
    window, bench = driver.window, driver.window.bench
    knee = (Side.RIGHT, L.KNEE_CENTER)
    bench.edit(lambda case: case.with_placement(*knee, PointMark(ImagePoint(300, 300))), "Place")
    column = window.table.active.column
    column.drawers.open(column.case_panel)
    bench.session.select(knee)
    window.canvas.setFocus()
    box = next(b for b in controls(column) if b.accessibleName() == "How the patient is seen")
    assert box.isVisible()
    driver.main.activateWindow()
    turn_over(box, -2)
    QTest.keyClick(QApplication.focusWidget() or driver.main, Qt.Key.Key_Down)
    assert bench.case.view == View()
    moved = bench.case.placement(*knee)
    assert isinstance(moved, PointMark)
    assert moved.point.y > 300


def test_an_arrow_on_a_list_opens_it_and_changes_nothing(driver: Driver) -> None:
    column = driver.window.table.active.column
    column.drawers.open(column.case_panel)
    box = next(b for b in column.findChildren(QComboBox) if b.accessibleName() == "How the patient is seen")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.view().isVisible()
    assert driver.window.bench.case.view == View()
    box.hidePopup()
