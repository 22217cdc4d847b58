"""The quick protocol from the start page to the saved report, by mouse, wheel and keys, with every input counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit, QWidget

from kneeview.case.placements import PointMark
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import Value
from kneeview.gui.sides_question import SidesAnswer, SidesQuestion
from kneeview.imaging.phantom import DEMO, landmark_points, true_values
from tests.e2e.window import Driver

CONTROL = Qt.KeyboardModifier.ControlModifier

INPUTS = 15
"""Demo; B, the ball, Enter; per leg the head, Space, knee and ankle; Ctrl+R; the side marker is checked; the place is
taken. Whoever needs more has made the program slower to use."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that the program takes for the user's own."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setattr(Path, "home", lambda: folder)
    return folder


def start_button(driver: Driver, name: str) -> QAbstractButton:
    found = driver.main.start_page.findChildren(QAbstractButton)
    return next(button for button in found if button.accessibleName() == name)


def measure_quick_axis(driver: Driver) -> None:
    """Open, scale and place. The view goes along by itself: the hand does nothing for it."""
    points = landmark_points(DEMO)
    driver.press_button(start_button(driver, "See the demo"))
    driver.wait_for_picture()
    driver.key(Qt.Key.Key_B)
    driver.click(DEMO.image_point(DEMO.ball))
    driver.wait_for_rim()
    driver.key(Qt.Key.Key_Return)
    for side in SIDES:
        driver.wait_for_rest()
        driver.click(points[side][L.HIP_CENTER].moved(14, -9))
        driver.wait_for_rest()
        driver.key(Qt.Key.Key_Space)
        for landmark in (L.KNEE_CENTER, L.ANKLE_CENTER):
            driver.wait_for_rest()
            driver.click(points[side][landmark])
    driver.wait_for_rest()


def report(driver: Driver) -> None:
    """Ask for the report, say that the side marker was checked, and take the place that is suggested."""

    def check(box: QWidget) -> None:
        assert isinstance(box, SidesQuestion)
        driver.press_button(box.button(SidesAnswer.CHECKED))

    def take(box: QWidget) -> None:
        assert isinstance(box, QFileDialog)
        field = box.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        driver.inputs += 1
        QTest.keyClick(field, Qt.Key.Key_Return)

    driver.answer_with(check, take)
    driver.key(Qt.Key.Key_R, CONTROL)
    driver.wait_for_task()


def test_the_quick_protocol_needs_no_more_inputs_from_the_start_page_to_the_saved_report(
    driver: Driver, home: Path
) -> None:
    measure_quick_axis(driver)
    report(driver)
    (written,) = home.glob("*.pdf")
    assert "Incomplete" not in PdfReader(written).pages[0].extract_text()
    found = {(r.measurement.id, r.side): r.outcome for r in driver.window.bench.readings}
    for side in SIDES:
        angle = found["hka", side]
        assert isinstance(angle, Value)
        assert angle.value == pytest.approx(true_values(DEMO)["hka", side], abs=0.5)
    assert driver.inputs == INPUTS, "fewer are welcome: then that number goes down"


def test_open_scale_protocol_drag_undo_and_report_by_mouse_wheel_and_keys(driver: Driver, home: Path) -> None:
    measure_quick_axis(driver)
    bench = driver.window.bench
    knee = bench.case.placement(Side.RIGHT, L.KNEE_CENTER)
    assert isinstance(knee, PointMark)
    before, zoom = bench.case, driver.window.canvas.viewport_now.zoom
    driver.key(Qt.Key.Key_F)
    driver.turn(knee.point, 6)
    assert driver.window.canvas.viewport_now.zoom != zoom
    assert bench.case == before, "to look closer changes no case"
    driver.drag(knee.point, knee.point.moved(40, 60))
    moved = bench.case.placement(Side.RIGHT, L.KNEE_CENTER)
    assert isinstance(moved, PointMark)
    assert moved.point.distance(knee.point.moved(40, 60)) < 2 / driver.window.canvas.viewport_now.zoom
    driver.key(Qt.Key.Key_Z, CONTROL)
    assert bench.case == before
    driver.key(Qt.Key.Key_2, CONTROL)
    assert bench.case.protocol.name == "Leg length"
    driver.key(Qt.Key.Key_Z, CONTROL)
    assert bench.case == before
    driver.key(Qt.Key.Key_2, CONTROL)
    report(driver)
    (written,) = home.glob("leg-length-*.pdf")
    assert "of the protocol Leg length not placed" in PdfReader(written).pages[0].extract_text()
    assert driver.window.banner.text.startswith("Report written to")
