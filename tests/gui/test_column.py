"""The column: nothing in it moves under the hand, and what norms go by stands where the user meets it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QScrollArea, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kneeview.case.case import Case
from kneeview.case.demo import measured_demo
from kneeview.case.opening import Opened
from kneeview.case.placements import Limb, Placement, PointMark
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side
from kneeview.gui.column import Column
from kneeview.gui.live_label import LiveLabel
from kneeview.gui.patient_line import PatientLine
from kneeview.gui.reading_row import ReadingRow
from kneeview.tools.tool_id import ToolId
from tests.e2e.window import Driver


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Driver:
    return Driver(qtbot, tmp_path)


@pytest.fixture(scope="module")
def demo() -> Opened:
    return measured_demo()


def column_of(driver: Driver) -> Column:
    return driver.window.table.active.column


def put(driver: Driver, demo: Opened, limbs: dict[Side, Limb] | None = None) -> None:
    case = replace(demo.case, limbs={side: {} for side in SIDES} if limbs is None else limbs)
    driver.window.bench.put(replace(demo, case=case))
    QTest.qWait(100)


def place_of(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def steady_parts(column: Column) -> list[QWidget]:
    """Return what the user answers and types in."""
    steps = next(area for area in column.findChildren(QScrollArea) if area.isAncestorOf(column.steps))
    return [steps, column.patient_line, column.drawers, column.positioning, column.case_panel]


def places(driver: Driver) -> list[QRect]:
    return [place_of(part, driver.main) for part in steady_parts(column_of(driver))]


def rows(driver: Driver) -> dict[str, QRect]:
    seen = [row for row in column_of(driver).findChildren(ReadingRow) if row.isVisible()]
    return {row.measurement.id: place_of(row, driver.main) for row in seen}


def placed(side: Side, landmark_id: L, placement: Placement, case: Case) -> Case:
    return case.with_placement(side, landmark_id, placement)


@pytest.mark.parametrize("drawer", ["positioning", "case_panel"])
@pytest.mark.parametrize("scrolled", [0, 90])
def test_nothing_moves_while_readings_gain_values(driver: Driver, demo: Opened, drawer: str, scrolled: int) -> None:
    put(driver, demo)
    column = column_of(driver)
    column.drawers.open(getattr(column, drawer))
    QTest.qWait(20)
    bar = next(a for a in column.findChildren(QScrollArea) if a.isAncestorOf(column.readings)).verticalScrollBar()
    bar.setValue(scrolled)
    assert bar.value() == scrolled
    before, own = places(driver), rows(driver)

    for side in SIDES:
        for landmark_id in driver.window.bench.case.protocol.landmarks:
            placement = demo.case.limbs[side][landmark_id]
            driver.window.bench.edit(partial(placed, side, landmark_id, placement), "Place")

            QTest.qWait(5)
            assert places(driver) == before
            now = rows(driver)
            assert all(now[i].height() == own[i].height() for i in own), "a value takes the room that was kept for it"


def test_nothing_moves_while_a_landmark_is_dragged(driver: Driver, demo: Opened) -> None:
    put(driver, demo, dict(demo.case.limbs))
    driver.window.go_to_positioning()
    QTest.qWait(100)
    before, own = places(driver), rows(driver)
    driver.window.bench.machine.take(ToolId.SELECT)
    canvas = driver.window.canvas
    knee = demo.case.limbs[Side.RIGHT][L.KNEE_CENTER]
    assert isinstance(knee, PointMark)
    at = driver.place_of(knee.point)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at)
    for k in range(1, 12):
        QTest.mouseMove(canvas, at + QPoint(4 * k, 3 * k))
        QTest.qWait(5)
        assert places(driver) == before
        now = rows(driver)
        assert {i: now.get(i) for i in own if now.get(i) != own[i]} == {}
    QTest.qWait(250)
    assert (places(driver), rows(driver)) == (before, own), "nor when the hand rests, and the notices follow"
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at + QPoint(44, 33))
    assert (places(driver), rows(driver)) == (before, own)


def test_an_answer_stays_under_the_pointer_that_gave_it(driver: Driver, demo: Opened) -> None:
    put(driver, demo)
    driver.window.bench.edit(lambda case: replace(case, posture=type(case.posture)()), "Posture")
    driver.window.go_to_positioning()
    QTest.qWait(20)
    answers = [b for b in column_of(driver).positioning.findChildren(QToolButton) if b.isVisible()]
    before = [place_of(button, driver.main) for button in answers]
    for button in answers:
        button.click()
        QTest.qWait(5)
        assert [place_of(each, driver.main) for each in answers] == before


def test_one_drawer_is_open_at_most_and_says_how_much_is_answered(driver: Driver, demo: Opened) -> None:
    put(driver, demo)
    column = column_of(driver)
    assert column.positioning.isHidden()
    assert column.case_panel.isHidden()
    heads = {head.accessibleName(): head for head in column.drawers.findChildren(QPushButton) if head.accessibleName()}
    QTest.mouseClick(heads["Positioning"], Qt.MouseButton.LeftButton)
    assert column.positioning.isVisible()
    QTest.mouseClick(heads["Sides and report"], Qt.MouseButton.LeftButton)
    assert (column.positioning.isVisible(), column.case_panel.isVisible()) == (False, True)
    QTest.mouseClick(heads["Sides and report"], Qt.MouseButton.LeftButton)
    assert column.case_panel.isHidden()
    assert "8 of 10" in heads["Positioning"].text()


def test_a_row_that_is_unfolded_stays_under_the_pointer_while_another_folds(driver: Driver, demo: Opened) -> None:
    put(driver, demo, dict(demo.case.limbs))
    column = column_of(driver)
    by_id = {row.measurement.id: row for row in column.findChildren(ReadingRow)}
    column.readings.toggle("mad")
    QTest.qWait(20)
    bar = next(a for a in column.findChildren(QScrollArea) if a.isAncestorOf(column.readings)).verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    QTest.qWait(20)
    before = place_of(by_id["hka"], driver.main).topLeft()
    column.readings.toggle("hka")
    QTest.qWait(20)
    assert place_of(by_id["hka"], driver.main).topLeft() == before
    assert not by_id["mad"].is_unfolded


def words_at(line: PatientLine) -> str:
    """Return what stands below the age."""
    return "" if line.age.complaint.isHidden() else line.age.complaint.text()


def test_age_and_sex_are_seen_without_scrolling_and_are_steps_of_their_own(driver: Driver, demo: Opened) -> None:
    put(driver, demo)
    column, bench = column_of(driver), driver.window.bench
    line = column.patient_line
    assert line.age.visibleRegion().boundingRect() == line.age.rect()
    line.age.setFocus()
    driver.type("8,5")
    driver.key(Qt.Key.Key_Return)
    assert bench.case.person.age_years == 8.5
    sex = next(box for box in line.findChildren(QComboBox))
    sex.setCurrentIndex(1)
    sex.activated.emit(1)
    assert bench.case.person.sex == "F"
    bench.machine.undo()
    assert (bench.case.person.sex, bench.case.person.age_years) == ("", 8.5)
    for typed in ("x", "800", "-3"):
        line.age.setText(typed)
        line.age.editingFinished.emit()
        line.refresh()
        assert (line.age.text(), bench.case.patient.age_years) == (typed, 8.5)
        assert words_at(line).startswith(f"“{typed}” is no age and was not taken: type 0 to 120 years")
    line.age.setText("8y 6m")
    line.age.editingFinished.emit()
    assert (bench.case.patient.age_years, words_at(line)) == (8.5, "")
    line.age.setText("abc")
    line.age.editingFinished.emit()
    driver.window.canvas.setFocus()
    bench.machine.undo()
    assert line.age.text() == ""
    assert bench.case.patient.age_years is None
    assert QApplication.focusWidget() is driver.window.canvas


def test_norms_stand_beside_a_reading_without_value_and_a_row_that_needs_the_age_leads_there(
    driver: Driver, demo: Opened
) -> None:
    put(driver, demo)
    column = column_of(driver)
    driver.window.bench.edit(lambda case: replace(case, protocol_id="knees_touching"), "Protocol")
    imd = next(row for row in column.findChildren(ReadingRow) if row.measurement.id == "imd")
    assert imd.isVisible()
    link = next(b for b in imd.findChildren(QPushButton) if b.isVisible())
    link.click()
    assert column.patient_line.age.hasFocus()
    driver.type("5")
    driver.key(Qt.Key.Key_Return)
    assert not link.isVisible()
    said = [label.text() for label in imd.findChildren(QLabel) if label.isVisible()]
    assert any("up to" in words or "mean" in words for words in said)
    assert any(label.toolTip() for label in imd.findChildren(QLabel)), "with population and source"


def test_a_reading_of_both_legs_stands_in_the_middle_of_both_columns(driver: Driver, demo: Opened) -> None:
    put(driver, demo, dict(demo.case.limbs))
    column = column_of(driver)
    rows_by_id = {row.measurement.id: row for row in column.findChildren(ReadingRow)}

    def middles(measurement_id: str) -> list[int]:
        row = rows_by_id[measurement_id]
        numbers = [label for label in row.findChildren(LiveLabel) if label.objectName() == "Reading"]
        return [place_of(label, driver.main).center().x() for label in numbers]

    right, left = middles("mad")
    assert abs(middles("lld")[0] - (right + left) / 2) <= 1
    edges = {label.edge for label in rows_by_id["lld"].findChildren(LiveLabel)}
    assert edges == {Qt.AlignmentFlag.AlignHCenter}
