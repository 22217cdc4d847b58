"""Drawing in the real window: keys, mouse, words typed on the picture, and the list beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from kneeview.case.persistence import read_case, save_case
from kneeview.domain.drawing.shapes import Drawing, DrawingKind
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.measurement import Value
from kneeview.tools.tool_id import ToolId
from tests.case.cases import grey_picture
from tests.e2e.window import LEFT, Driver

START, END = ImagePoint(60.0, 60.0), ImagePoint(160.0, 60.0)


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Driver:
    """Return a window with a picture of 300 x 200 pixels, a quarter of a millimetre each."""
    made = Driver(qtbot, tmp_path)
    made.open(grey_picture(tmp_path, rows=200, columns=300))
    return made


def take(driver: Driver, letter: Qt.Key) -> None:
    """Take a drawing tool by its two keys."""
    driver.window.canvas.setFocus()
    driver.key(Qt.Key.Key_D)
    driver.key(letter)


def drawings(driver: Driver) -> tuple[Drawing, ...]:
    return driver.window.bench.session.committed.drawings


def chosen(driver: Driver) -> int | None:
    """Return the number of the selected drawing."""
    return driver.window.bench.session.selected_drawing


def button_named(driver: Driver, name: str) -> QToolButton:
    """Return the button of the list with that name for screen readers."""
    panel = driver.window.table.active.column.drawings
    return next(button for button in panel.findChildren(QToolButton) if button.accessibleName() == name)


def near(point: ImagePoint, other: ImagePoint) -> bool:
    return point.distance(other) < 1


def test_a_length_is_drawn_read_undone_and_saved(driver: Driver, tmp_path: Path) -> None:
    take(driver, Qt.Key.Key_L)
    assert driver.window.bench.machine.current is ToolId.LENGTH
    driver.drag(START, END)
    (drawing,) = drawings(driver)
    assert drawing.kind is DrawingKind.LENGTH
    assert near(drawing.points[0], START)
    assert near(drawing.points[1], END)
    driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert drawings(driver) == ()
    driver.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    path = tmp_path / "drawn.kneeview"
    save_case(driver.window.bench.case, path)
    assert read_case(path).drawings == (drawing,)


def test_a_polyline_ends_with_enter_and_an_angle_by_itself(driver: Driver) -> None:
    take(driver, Qt.Key.Key_P)
    for place in (START, END, ImagePoint(160, 120)):
        driver.click(place)
    driver.key(Qt.Key.Key_Return)
    take(driver, Qt.Key.Key_A)
    for place in (START, END, ImagePoint(160, 120)):
        driver.click(place)
    assert [len(drawing.points) for drawing in drawings(driver)] == [3, 3]
    (angle,) = [r for r in driver.window.bench.case.drawn_readings() if r.drawing.kind is DrawingKind.ANGLE]
    assert isinstance(angle.outcome, Value)
    assert angle.outcome.value == pytest.approx(90, abs=1.5)


@pytest.mark.parametrize("turned", [False, True])
def test_a_text_is_typed_on_the_picture_however_it_is_seen(driver: Driver, turned: bool) -> None:
    if turned:
        driver.window.canvas.turn_right()
        driver.window.canvas.flip_left_right()
    take(driver, Qt.Key.Key_T)
    driver.click(START)
    field = driver.window.canvas.words
    assert field.isVisible()
    middle = driver.place_of(START)
    assert (field.geometry().center() - middle).manhattanLength() < 8
    driver.type("old scar")
    driver.key(Qt.Key.Key_Return)
    assert not field.isVisible()
    assert driver.window.canvas.hasFocus()
    (text,) = drawings(driver)
    assert (text.name, near(text.points[0], START)) == ("old scar", True)
    take(driver, Qt.Key.Key_T)
    driver.click(END)
    driver.type("none")
    driver.key(Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert drawings(driver) == (text,)


def test_a_click_elsewhere_keeps_the_words(driver: Driver) -> None:
    take(driver, Qt.Key.Key_T)
    driver.click(START)
    driver.type("one")
    driver.click(END)
    assert [drawing.name for drawing in drawings(driver)] == ["one"]
    assert driver.window.canvas.words.isVisible()


def test_a_double_click_names_a_drawing(driver: Driver) -> None:
    take(driver, Qt.Key.Key_L)
    driver.drag(START, END)
    driver.key(Qt.Key.Key_V)
    middle = driver.place_of(ImagePoint(130, 60))
    QTest.mouseMove(driver.window.canvas, middle)
    QTest.mouseDClick(driver.window.canvas, LEFT, pos=middle)
    assert driver.window.canvas.words.isVisible()
    driver.type("leg scar")
    driver.key(Qt.Key.Key_Return)
    assert drawings(driver)[0].name == "leg scar"


def test_a_caption_is_taken_by_its_letters_and_stays_where_it_is_put(driver: Driver) -> None:
    canvas = driver.window.canvas
    take(driver, Qt.Key.Key_L)
    driver.drag(START, END)
    driver.key(Qt.Key.Key_V)
    on_letters = driver.place_of(ImagePoint(110, 60)) - QPoint(0, 14)
    QTest.mousePress(canvas, LEFT, pos=on_letters)
    for k in range(1, 6):
        QTest.mouseMove(canvas, on_letters + QPoint(10 * k, 20 * k))
    QTest.mouseRelease(canvas, LEFT, pos=on_letters + QPoint(50, 100))
    (drawing,) = drawings(driver)
    assert drawing.caption_at is not None
    assert near(drawing.points[0], START)
    moved = driver.place_of(drawing.caption_at) - on_letters
    assert (moved - QPoint(50, 100)).manhattanLength() < 12


def test_the_list_names_selects_lights_and_removes(driver: Driver) -> None:
    panel = driver.window.table.active.column.drawings
    assert panel.isHidden()
    take(driver, Qt.Key.Key_L)
    driver.drag(START, END)
    driver.drag(ImagePoint(60, 120), ImagePoint(160, 140))
    assert not panel.isHidden()
    fields = panel.findChildren(QLineEdit)
    assert [field.placeholderText() for field in fields] == ["Length 1", "Length 2"]
    QTest.mouseClick(button_named(driver, "Show Length 1"), LEFT)
    assert chosen(driver) == 1
    fields[1].setFocus()
    assert chosen(driver) == 2
    QTest.keyClicks(fields[1], "leg scar")
    QTest.keyClick(fields[1], Qt.Key.Key_Return)
    assert drawings(driver)[1].name == "leg scar"
    assert driver.window.bench.session.undo_label == "Name length"
    QTest.mouseClick(button_named(driver, "Remove Length 1"), LEFT)
    assert [drawing.name for drawing in drawings(driver)] == ["leg scar"]
    driver.window.bench.machine.undo()
    driver.window.bench.machine.undo()
    assert [drawing.name for drawing in drawings(driver)] == ["", ""]


def test_a_drawing_is_nudged_and_cleared_by_keys(driver: Driver) -> None:
    take(driver, Qt.Key.Key_L)
    driver.drag(START, END)
    before = drawings(driver)[0].points[0]
    driver.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert drawings(driver)[0].points[0] == before.moved(10, 0)
    driver.key(Qt.Key.Key_Delete)
    assert drawings(driver) == ()


def test_escape_leaves_the_tool_and_no_trace(driver: Driver) -> None:
    take(driver, Qt.Key.Key_K)
    driver.click(START)
    driver.key(Qt.Key.Key_Escape)
    driver.key(Qt.Key.Key_Escape)
    assert driver.window.bench.machine.current is ToolId.PLACE
    assert drawings(driver) == ()
    assert driver.window.bench.case.drawn == 0
