"""The calibration card and the strip that asks for sizes, driven as a user does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kneeview.domain.calibration import HeightCalibration, RectangleCalibration, RulerCalibration, SphereCalibration
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.scale import Scale, ScaleState
from kneeview.gui.calibration_card import CalibrationCard
from kneeview.imaging.phantom import DEMO, ball_rim
from kneeview.tools.tool_id import ToolId
from tests.e2e.window import Driver

RIM = ball_rim(DEMO)
BALL = ImagePoint(sum(p.x for p in RIM) / 3, sum(p.y for p in RIM) / 3)
DETECTOR = Scale(ScaleState.DETECTOR_PLANE, "header", "Detector.", 0.32, 0.32, level=7, offered_factor=1.05)


@pytest.fixture
def demo(qtbot: QtBot, tmp_path: Path) -> Driver:
    """Return a window with the built-in film."""
    driver = Driver(qtbot, tmp_path)
    driver.open_demo()
    return driver


def card_of(driver: Driver) -> CalibrationCard:
    driver.window.open_scale_card()
    card: CalibrationCard = driver.window.scale_line.card
    assert card.isVisible()
    return card


def words(card: CalibrationCard) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())


def button(card: CalibrationCard, name: str) -> QPushButton:
    return next(b for b in card.findChildren(QPushButton) if b.isVisible() and name in (b.text(), b.accessibleName()))


def field(card: CalibrationCard, name: str) -> QLineEdit:
    return next(f for f in card.findChildren(QLineEdit) if f.accessibleName().startswith(name))


def rule(driver: Driver, x: float, length_mm: str) -> None:
    driver.window.bench.machine.take(ToolId.RULER)
    driver.click(ImagePoint(x, 900))
    driver.click(ImagePoint(x, 1900))
    driver.type(length_mm)
    driver.key(Qt.Key.Key_Return)


def test_a_ball_is_one_click_and_enter(demo: Driver) -> None:
    bench = demo.window.bench
    view = demo.window.canvas.viewport_now
    bench.machine.take(ToolId.BALL)
    demo.click(BALL)
    demo.wait_for_rim()
    entry = QApplication.focusWidget()
    assert isinstance(entry, QLineEdit)
    assert entry.selectedText() == entry.text() == "25"
    demo.key(Qt.Key.Key_Return)
    assert isinstance(bench.case.calibration.calibration, SphereCalibration)
    assert bench.case.scale.column_mm == pytest.approx(DEMO.column_mm, rel=0.005)
    assert demo.window.canvas.viewport_now == view
    bench.machine.undo()
    assert not bench.case.scale.is_calibrated


def test_an_empty_size_is_asked_for_and_a_sheet_is_one_click(demo: Driver) -> None:
    bench = demo.window.bench
    bench.session.open(replace(bench.case, kind=Kind.PHOTO))
    bench.machine.take(ToolId.RECTANGLE)
    for x, y in ((300, 500), (600, 500), (600, 920), (300, 920)):
        demo.click(ImagePoint(x, y))
    entry = QApplication.focusWidget()
    assert isinstance(entry, QLineEdit)
    assert (entry.text(), entry.placeholderText()) == ("", "type it")
    demo.key(Qt.Key.Key_Return)
    assert not bench.case.scale.is_calibrated
    told = [label.text() for label in demo.window.strip.findChildren(QLabel) if label.isVisible()]
    assert "Type the width in mm as it really is." in told
    next(b for b in demo.window.strip.findChildren(QPushButton) if b.text() == "A4 210×297").click()
    made = bench.case.calibration.calibration
    assert isinstance(made, RectangleCalibration)
    assert (made.width_mm, made.height_mm) == (210, 297)


def test_where_no_ball_is_the_strip_says_so(demo: Driver) -> None:
    demo.window.bench.machine.take(ToolId.BALL)
    demo.click(ImagePoint(60, 300))
    demo.wait_for_rim()
    told = [label.text() for label in demo.window.strip.findChildren(QLabel) if label.isVisible()]
    assert any("No round rim" in text for text in told)


def test_the_card_tells_arithmetic_state_error_and_who(demo: Driver) -> None:
    demo.window.bench.reader = "Dr B"
    rule(demo, 200, "300")
    text = words(card_of(demo))
    assert "Ruler: 300 mm / " in text
    assert "Calibrated: level 1 of 10" in text
    assert "± 2.0 % of every length" in text
    assert "by Dr B, " in text


def test_rulers_are_listed_and_removed_one_by_one(demo: Driver) -> None:
    rule(demo, 200, "30 cm")
    rule(demo, 1250, "321,5")
    bench = demo.window.bench
    card = card_of(demo)
    assert "2 rulers" in words(card)
    assert "check their ends" in words(card)
    assert button(card, "Add ruler").isEnabled()
    button(card, "Remove ruler 1").click()
    ruler = bench.case.calibration.calibration
    assert isinstance(ruler, RulerCalibration)
    assert [segment.length_mm for segment in ruler.segments] == [321.5]
    assert "2 rulers" not in words(card)
    button(card, "Remove ruler 1").click()
    assert not bench.case.scale.is_calibrated
    assert button(card, "Ruler").isEnabled()
    bench.machine.undo()
    bench.machine.undo()
    assert "2 rulers" in words(card)


def test_the_depth_of_the_marker_is_typed_and_taken_back(demo: Driver) -> None:
    rule(demo, 200, "300")
    bench = demo.window.bench
    card = card_of(demo)
    depth = field(card, "Depth of the marker")
    for text, stored in (("30", 30.0), ("-1,5 cm", -15.0), ("", None)):
        depth.setText(text)
        QTest.keyClick(depth, Qt.Key.Key_Return)
        ruler = bench.case.calibration.calibration
        assert isinstance(ruler, RulerCalibration)
        assert ruler.marker_depth_mm == stored
        assert bench.session.undo_label == "Depth of the marker"
    bench.machine.undo()
    assert "15 mm behind the bone" in words(card)
    for text in ("deep", "900"):
        before = bench.case
        depth.setText(text)
        QTest.keyClick(depth, Qt.Key.Key_Return)
        assert bench.case == before
        assert text in words(card) or "within 500 mm" in words(card)


def test_header_and_hand_stand_side_by_side(demo: Driver) -> None:
    bench = demo.window.bench
    bench.session.open(replace(bench.case, header_scale=DETECTOR))
    card = card_of(demo)
    assert button(card, "Divide by the header's 1.05").isEnabled()
    card.hide()
    rule(demo, 200, "300")
    text = words(card_of(demo))
    assert "0.3200 mm a pixel, at the detector; what is in use is " in text
    assert "find out which is right" in text
    assert text.count("0.3200") == 1


def test_the_plumb_line_stands_on_the_card_and_goes_from_there(demo: Driver) -> None:
    bench = demo.window.bench
    button(card_of(demo), "Plumb line").click()
    assert bench.machine.current is ToolId.PLUMB
    demo.click(ImagePoint(700, 400))
    demo.click(ImagePoint(750, 3000))
    card = card_of(demo)
    assert "By the plumb line the picture leans 1." in words(card)
    button(card, "Remove plumb line").click()
    assert bench.case.plumb is None
    assert "plumb line the picture" not in words(card)


def test_height_and_rectangle_are_for_photos_and_say_so(demo: Driver) -> None:
    bench = demo.window.bench
    card = card_of(demo)
    for name in ("Patient's height", "Rectangle"):
        assert not button(card, name).isEnabled()
        assert "photos only" in button(card, name).toolTip()
    assert not demo.window.actions_by_id["height"].isEnabled()
    card.hide()
    bench.session.open(replace(bench.case, kind=Kind.PHOTO))
    button(card_of(demo), "Patient's height").click()
    demo.click(ImagePoint(700, 100))
    demo.click(ImagePoint(700, 3500))
    demo.type("172")
    demo.key(Qt.Key.Key_Return)
    assert not bench.case.scale.is_calibrated
    demo.type("1.72 m")
    demo.key(Qt.Key.Key_Return)
    height = bench.case.calibration.calibration
    assert isinstance(height, HeightCalibration)
    assert height.height_mm == 1720


def test_a_rectangle_asks_for_width_then_height(demo: Driver) -> None:
    bench = demo.window.bench
    bench.session.open(replace(bench.case, kind=Kind.PHOTO))
    bench.machine.take(ToolId.RECTANGLE)
    for x, y in ((300, 500), (1100, 520), (1000, 2500), (350, 2400)):
        demo.click(ImagePoint(x, y))
    next_button = next(b for b in demo.window.strip.findChildren(QPushButton) if b.text() == "Next")
    assert next_button.isVisible()
    demo.type("80 cm")
    demo.key(Qt.Key.Key_Return)
    demo.type("2000")
    demo.key(Qt.Key.Key_Return)
    made = bench.case.calibration.calibration
    assert isinstance(made, RectangleCalibration)
    assert (made.width_mm, made.height_mm) == (800, 2000)
    assert bench.session.undo_label == "Scale from rectangle"


@pytest.mark.parametrize("text", ["0", "-0.2", "nothing", "200"])
def test_absurd_spacings_are_refused_on_the_card(demo: Driver, text: str) -> None:
    card = card_of(demo)
    typed = field(card, "Spacing")
    typed.setText(text)
    QTest.keyClick(typed, Qt.Key.Key_Return)
    assert card.isVisible()
    assert not demo.window.bench.case.scale.is_calibrated
    assert any(hint in words(card) for hint in ("more than zero", "no number", "lies between"))


def test_escape_closes_the_card_and_tab_reaches_every_way(demo: Driver) -> None:
    card = card_of(demo)
    reached = set()
    for _ in range(12):
        here = QApplication.focusWidget()
        if isinstance(here, QPushButton):
            reached.add(here.text())
        card.focusNextChild()
    assert {"Ruler", "Ball", "Plumb line", "Set"} <= reached
    QTest.keyClick(field(card, "Spacing"), Qt.Key.Key_Escape)
    assert not card.isVisible()


@pytest.mark.parametrize("size", [(1280, 720), (960, 540)])
def test_the_card_stays_inside_the_window(qtbot: QtBot, tmp_path: Path, size: tuple[int, int]) -> None:
    driver = Driver(qtbot, tmp_path, *size)
    driver.open_demo()
    for x in (200, 300, 1150, 1250):
        rule(driver, x, "300")
    card = card_of(driver)
    window = driver.main
    inside = window.rect().translated(window.mapToGlobal(window.rect().topLeft()))
    assert inside.contains(card.geometry())


def test_a_ball_beside_a_ruler_is_compared_used_and_removed(demo: Driver) -> None:
    bench = demo.window.bench
    rule(demo, 200, "300")
    ruled = bench.case.scale.column_mm
    demo.window.bench.calibrate(SphereCalibration(RIM, 30), "Scale from ball")
    card = card_of(demo)
    assert f"Ruler of 300 mm gives {ruled:.4f} mm a pixel" in words(card)
    button(card, next(b.accessibleName() for b in card.findChildren(QPushButton) if b.text() == "Use")).click()
    assert bench.case.scale.column_mm == ruled
    assert bench.session.undo_label == "Use ruler of 300 mm"
    assert "Ball of 30 mm gives" in words(card)
    next(b for b in card.findChildren(QPushButton) if b.accessibleName().startswith("Remove: Ball")).click()
    assert bench.case.comparisons == ()
    bench.machine.undo()
    assert len(bench.case.comparisons) == 1
