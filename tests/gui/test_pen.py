"""A pen hovers, places, drags and windows as a mouse does, and a hand that rests beside it does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kneeview.case.placements import PointMark
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.gui.pen import NEAR_S
from kneeview.imaging.phantom import DEMO, landmark_points
from kneeview.tools.tool_id import ToolId
from tests.e2e.window import Driver

R = Side.RIGHT
KNEE = landmark_points(DEMO)[R][L.KNEE_CENTER]
LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton


class Stylus:
    """A pen over the canvas of a window, on a clock that only the test moves."""

    def __init__(self, driver: Driver) -> None:
        self.canvas = driver.window.canvas
        self.time_s = 100.0
        self.canvas._pen._clock = lambda: self.time_s
        self._device = QPointingDevice(
            "pen",
            7,
            QInputDevice.DeviceType.Stylus,
            QPointingDevice.PointerType.Pen,
            QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
            1,
            2,
        )

    def send(self, kind: QEvent.Type, at: QPoint, button: Qt.MouseButton, held: Qt.MouseButton) -> bool:
        place = QPointF(at)
        pressure = 0.0 if held is NONE else 0.6
        keys = Qt.KeyboardModifier.NoModifier
        globally = self.canvas.mapToGlobal(place)
        event = QTabletEvent(kind, self._device, place, globally, pressure, 0.0, 0.0, 0.0, 0.0, 0.0, keys, button, held)
        event.ignore()
        QApplication.sendEvent(self.canvas, event)
        return event.isAccepted()

    def hover(self, at: QPoint) -> bool:
        return self.send(QEvent.Type.TabletMove, at, NONE, NONE)

    def press(self, at: QPoint, button: Qt.MouseButton = LEFT) -> bool:
        return self.send(QEvent.Type.TabletPress, at, button, button)

    def move(self, at: QPoint, button: Qt.MouseButton = LEFT) -> bool:
        return self.send(QEvent.Type.TabletMove, at, NONE, button)

    def release(self, at: QPoint, button: Qt.MouseButton = LEFT) -> bool:
        return self.send(QEvent.Type.TabletRelease, at, button, NONE)


@pytest.fixture
def demo(qtbot: QtBot, tmp_path: Path) -> Driver:
    driver = Driver(qtbot, tmp_path)
    driver.open_demo()
    driver.window.bench.machine.go_to((R, L.KNEE_CENTER))
    driver.look_at(KNEE, 1.0)
    return driver


@pytest.fixture
def pen(demo: Driver) -> Stylus:
    return Stylus(demo)


def knee(demo: Driver) -> ImagePoint | None:
    mark = demo.window.bench.case.placement(R, L.KNEE_CENTER)
    return mark.point if isinstance(mark, PointMark) else None


def test_a_tap_places_and_qt_makes_no_mouse_of_it_once_more(demo: Driver, pen: Stylus) -> None:
    at = demo.place_of(KNEE)
    assert pen.hover(at)
    assert pen.press(at)
    assert pen.release(at)
    placed = knee(demo)
    assert placed is not None
    assert placed.distance(KNEE) < 1.5
    assert demo.window.bench.machine.step == (R, L.ANKLE_CENTER)


def test_a_press_that_is_drawn_along_refines_the_point(demo: Driver, pen: Stylus) -> None:
    at = demo.place_of(KNEE)
    pen.press(at - QPoint(30, 20))
    pen.move(at - QPoint(10, 10))
    assert demo.window.bench.machine.focus is not None
    assert knee(demo) is not None
    pen.move(at)
    pen.release(at)
    placed = knee(demo)
    assert placed is not None
    assert placed.distance(KNEE) < 1.5


def test_a_mark_is_lit_by_hovering_and_dragged(demo: Driver, pen: Stylus) -> None:
    at = demo.place_of(KNEE)
    pen.press(at)
    pen.release(at)
    bench = demo.window.bench
    bench.machine.take(ToolId.SELECT)
    at = demo.place_of(KNEE)
    pen.time_s += 5
    pen.hover(at + QPoint(2, 1))
    assert bench.machine.tool.hovered is not None
    pen.press(at)
    for step in (10, 25, 40):
        pen.move(at + QPoint(step, 0))
    pen.release(at + QPoint(40, 0))
    placed = knee(demo)
    assert placed is not None
    assert placed.x == pytest.approx(KNEE.x + 40, abs=1.5)
    assert bench.session.undo_label == "Move right knee centre"


def test_the_button_of_the_pen_windows(demo: Driver, pen: Stylus) -> None:
    before, at = demo.window.bench.window, demo.place_of(KNEE)
    pen.press(at, RIGHT)
    pen.move(at + QPoint(60, 0), RIGHT)
    pen.release(at + QPoint(60, 0), RIGHT)
    assert demo.window.bench.window != before
    assert knee(demo) is None


@pytest.mark.parametrize(("later_s", "away", "fits"), [(0.1, 1, True), (3.0, 1, False), (0.1, 60, False)])
def test_two_quick_taps_at_one_place_are_a_double_click(
    demo: Driver, pen: Stylus, later_s: float, away: int, fits: bool
) -> None:
    demo.window.bench.machine.take(ToolId.SELECT)
    at = QPoint(40, 40)
    pen.press(at)
    pen.release(at)
    pen.time_s += later_s
    pen.press(at + QPoint(away, 0))
    pen.release(at + QPoint(away, 0))
    assert demo.window.canvas.is_fitted is fits


def test_a_palm_beside_a_pen_places_nothing(demo: Driver, pen: Stylus) -> None:
    screen = QTest.createTouchDevice()
    canvas, at = demo.window.canvas, demo.place_of(KNEE)
    pen.hover(at)
    QTest.touchEvent(canvas, screen).press(0, at + QPoint(60, 90), canvas)
    QTest.touchEvent(canvas, screen).move(0, at + QPoint(62, 92), canvas)
    QTest.touchEvent(canvas, screen).release(0, at + QPoint(62, 92), canvas)
    assert knee(demo) is None
    pen.time_s += NEAR_S + 0.1
    QTest.touchEvent(canvas, screen).press(1, at, canvas)
    QTest.touchEvent(canvas, screen).release(1, at, canvas)
    assert knee(demo) is not None


def test_what_a_palm_had_begun_is_dropped_when_the_pen_comes(demo: Driver, pen: Stylus) -> None:
    screen = QTest.createTouchDevice()
    canvas, at = demo.window.canvas, demo.place_of(KNEE)
    palm = at + QPoint(60, 90)
    QTest.touchEvent(canvas, screen).press(0, palm, canvas)
    assert knee(demo) is not None
    pen.hover(at)
    assert knee(demo) is None
    QTest.touchEvent(canvas, screen).move(0, palm + QPoint(3, 3), canvas)
    pen.press(at)
    pen.release(at)
    QTest.touchEvent(canvas, screen).release(0, palm, canvas)
    placed = knee(demo)
    assert placed is not None
    assert placed.distance(KNEE) < 1.5
