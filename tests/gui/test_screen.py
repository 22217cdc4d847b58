"""The picture on the screen: filters, the grid of pixels, fingers, very long pictures, and pictures that fail."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QInputDevice, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kneeview.case.case import new_case
from kneeview.case.opening import Opened
from kneeview.case.placements import PointMark
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.gui import picture as picture_module
from kneeview.gui.canvas import Canvas
from kneeview.gui.picture import SURROUND
from kneeview.gui.workbench import Workbench
from kneeview.imaging.pyramid import NEAREST_FROM
from kneeview.imaging.radiograph import Filters, Radiograph
from kneeview.scene.palette import ORANGE
from tests.e2e.window import Driver

NONE = Qt.KeyboardModifier.NoModifier


def put(bench: Workbench, pixels: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> None:
    image = Radiograph("picture", pixels)
    bench.put(Opened(new_case(image), image))


@pytest.fixture
def canvas(canvas: Canvas, bench: Workbench) -> Canvas:
    put(bench, np.random.default_rng(1).integers(0, 255, (600, 500)).astype(np.uint8))
    return canvas


def grabbed(canvas: Canvas) -> QImage:
    return canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


# ----------------------------------------------------------------------------------------------------------- filters


def test_each_filter_has_a_key_is_said_in_words_and_dropped_by_reset(qtbot: QtBot, tmp_path: Path) -> None:
    driver = Driver(qtbot, tmp_path)
    driver.open_demo()
    window = driver.window
    window.bench.hide_marks(True)
    plain = grabbed(window.canvas)
    readings = window.bench.readings
    for name, key, words in (
        ("sharpen", Qt.Key.Key_E, "sharpened"),
        ("local_contrast", Qt.Key.Key_C, "local contrast"),
    ):
        QTest.keyClick(window.canvas, key)
        assert window.actions_by_id[name].isChecked()
        assert words in window.view_line.text()
        assert grabbed(window.canvas) != plain
        window.bench.window_by(0.1, 0.1)
        window.actions_by_id["automatic"].trigger()
        window.actions_by_id["invert"].trigger()
        assert words in window.view_line.text(), "greys and filters are chosen apart"
        window.actions_by_id["reset"].trigger()
        assert not window.actions_by_id[name].isChecked()
        assert grabbed(window.canvas) == plain
    assert window.bench.readings == readings
    assert not window.bench.session.is_dirty


def test_a_window_is_changed_without_filtering_anew(
    bench: Workbench, canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.switch_sharpening()
    assert bench.display.filters == Filters(sharpened=True)
    grabbed(canvas)
    monkeypatch.setattr(picture_module, "_seen", None)
    bench.window_by(0.1, 0.0)
    grabbed(canvas)


# -------------------------------------------------------------------------------------------------------------- grid


@pytest.mark.parametrize("zoom", [NEAREST_FROM, 13.0, 40.0])
def test_magnified_the_borders_of_pixels_are_drawn_where_the_squares_meet(
    bench: Workbench, canvas: Canvas, monkeypatch: pytest.MonkeyPatch, zoom: float
) -> None:
    monkeypatch.setattr(bench, "scene", tuple)
    put(bench, np.full((60, 50), 40, np.uint8))
    ratio = canvas.devicePixelRatioF()
    canvas.set_view(canvas.viewport_now.zoomed(zoom / ratio / canvas.viewport_now.zoom, 210, 200))
    shown = grabbed(canvas)
    ground = shown.pixelColor(*_device(canvas, 24.5, 30.5))
    for column in (23, 25, 26):
        assert shown.pixelColor(*_device(canvas, column, 30.5)) != ground, column
    for row in (29, 31):
        assert shown.pixelColor(*_device(canvas, 24.5, row)) != ground
    canvas.set_view(canvas.viewport_now.zoomed(0.9 * NEAREST_FROM / zoom, 210, 200))
    plain = grabbed(canvas)
    assert plain.pixelColor(*_device(canvas, 25, 30.5)) == plain.pixelColor(*_device(canvas, 24.5, 30.5))


def _device(canvas: Canvas, x: float, y: float) -> tuple[int, int]:
    """Return the device pixel in which a point of the image begins."""
    place = canvas.viewport_now.to_screen(ImagePoint(x, y))
    ratio = canvas.devicePixelRatioF()
    return int(place[0] * ratio + 0.5), int(place[1] * ratio + 0.5)


# ----------------------------------------------------------------------------------------------------------- fingers


def wheel(
    canvas: Canvas,
    pixels: QPoint,
    angle: QPoint,
    *,
    phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase,
    device: QPointingDevice | None = None,
    modifiers: Qt.KeyboardModifier = NONE,
) -> None:
    place = QPointF(100, 120)
    event = QWheelEvent(
        place,
        QPointF(canvas.mapToGlobal(place)),
        pixels,
        angle,
        Qt.MouseButton.NoButton,
        modifiers,
        phase,
        False,
        Qt.MouseEventSource.MouseEventNotSynthesized,
        device or QPointingDevice.primaryPointingDevice(),
    )
    QApplication.sendEvent(canvas, event)


def pad() -> QPointingDevice:
    return QPointingDevice(
        "pad",
        77,
        QInputDevice.DeviceType.TouchPad,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position | QInputDevice.Capability.PixelScroll,
        2,
        3,
    )


def moved(canvas: Canvas, point: ImagePoint, place: tuple[float, float]) -> tuple[float, float]:
    x, y = canvas.viewport_now.to_screen(point)
    return x - place[0], y - place[1]


def test_two_fingers_move_the_picture_with_them_and_a_wheel_zooms(canvas: Canvas) -> None:
    point = canvas.viewport_now.to_image(100, 120)
    zoom = canvas.viewport_now.zoom
    wheel(canvas, QPoint(14, -9), QPoint(28, -18), device=pad())
    assert moved(canvas, point, (100, 120)) == pytest.approx((14, -9))
    wheel(canvas, QPoint(-14, 9), QPoint(-28, 18), phase=Qt.ScrollPhase.ScrollUpdate)
    assert moved(canvas, point, (100, 120)) == pytest.approx((0, 0))
    wheel(canvas, QPoint(), QPoint(0, 240), device=pad())
    assert moved(canvas, point, (100, 120)) == pytest.approx((0, 120))
    wheel(canvas, QPoint(), QPoint(0, -240), device=pad())
    assert canvas.viewport_now.zoom == zoom
    wheel(canvas, QPoint(0, 30), QPoint(0, 120))
    assert canvas.viewport_now.zoom == pytest.approx(1.2 * zoom)
    assert moved(canvas, point, (100, 120)) == pytest.approx((0, 0))
    wheel(canvas, QPoint(0, 30), QPoint(0, -120), device=pad(), modifiers=Qt.KeyboardModifier.ControlModifier)
    assert canvas.viewport_now.zoom == pytest.approx(zoom)


def native(canvas: Canvas, kind: Qt.NativeGestureType, value: float = 0.0, delta: QPointF | None = None) -> None:
    place = QPointF(100, 120)
    globally = QPointF(canvas.mapToGlobal(place))
    QApplication.sendEvent(
        canvas, QNativeGestureEvent(kind, pad(), 2, place, place, globally, value, delta or QPointF())
    )


def test_a_pinch_on_a_pad_zooms_about_the_fingers(canvas: Canvas) -> None:
    point = canvas.viewport_now.to_image(100, 120)
    zoom = canvas.viewport_now.zoom
    native(canvas, Qt.NativeGestureType.ZoomNativeGesture, 0.25)
    assert canvas.viewport_now.zoom == pytest.approx(1.25 * zoom)
    assert moved(canvas, point, (100, 120)) == pytest.approx((0, 0))
    native(canvas, Qt.NativeGestureType.PanNativeGesture, delta=QPointF(6, 7))
    assert moved(canvas, point, (100, 120)) == pytest.approx((6, 7))
    native(canvas, Qt.NativeGestureType.SmartZoomNativeGesture)
    assert canvas.viewport_now.zoom == pytest.approx(zoom)
    native(canvas, Qt.NativeGestureType.SmartZoomNativeGesture)
    assert canvas.zoom_percent == pytest.approx(100)
    before = canvas.viewport_now
    native(canvas, Qt.NativeGestureType.RotateNativeGesture, 30)
    assert canvas.viewport_now == before


def test_a_pinch_on_a_touch_screen_zooms_and_places_nothing(bench: Workbench, canvas: Canvas, qtbot: QtBot) -> None:
    screen = QTest.createTouchDevice()
    zoom = canvas.viewport_now.zoom
    bench.machine.go_to((Side.RIGHT, L.KNEE_CENTER))

    def at(x: int, y: int) -> QPoint:
        return QPoint(x, y)

    QTest.touchEvent(canvas, screen).press(0, at(180, 200), canvas).commit()
    QTest.touchEvent(canvas, screen).move(0, at(180, 200), canvas).press(1, at(240, 200), canvas).commit()
    for step in range(1, 9):
        QTest.touchEvent(canvas, screen).move(0, at(180 - 5 * step, 200), canvas).move(
            1, at(240 + 5 * step, 200), canvas
        ).commit()
        qtbot.wait(1)
    assert not bench.session.is_previewing
    QTest.touchEvent(canvas, screen).release(0, at(140, 200), canvas).release(1, at(280, 200), canvas).commit()
    assert canvas.viewport_now.zoom > 1.3 * zoom
    middle = canvas.viewport_now.to_image(210, 200)
    assert middle.distance(ImagePoint(250, 300)) < 12 / zoom
    assert bench.case.placement(Side.RIGHT, L.KNEE_CENTER) is None
    QTest.touchEvent(canvas, screen).press(0, at(200, 210), canvas).commit()
    QTest.touchEvent(canvas, screen).move(0, at(205, 212), canvas).commit()
    QTest.touchEvent(canvas, screen).release(0, at(205, 212), canvas).commit()
    mark = bench.case.placement(Side.RIGHT, L.KNEE_CENTER)
    assert isinstance(mark, PointMark), "one finger is the mouse"
    assert mark.point.distance(canvas.viewport_now.to_image(205, 212)) < 1e-6


# -------------------------------------------------------------------------------------------------- limits and faults


@pytest.mark.parametrize("size", [(40_000, 300), (300, 40_000)])
def test_pictures_longer_than_any_of_qt_are_shown_and_marked(
    bench: Workbench, canvas: Canvas, size: tuple[int, int]
) -> None:
    rows, columns = size
    pixels = np.full(size, 30, np.uint8)
    pixels[rows - 60 :, columns - 60 :] = 220
    put(bench, pixels)
    grabbed(canvas)
    bench.edit(
        lambda case: case.with_placement(Side.RIGHT, L.KNEE_CENTER, PointMark(ImagePoint(columns - 30.5, rows - 30.5))),
        "Place",
    )
    canvas.one_to_one()
    canvas.show_landmark((Side.RIGHT, L.KNEE_CENTER))
    shown = grabbed(canvas)
    x, y = canvas.viewport_now.to_screen(ImagePoint(columns - 30.5, rows - 30.5))
    assert canvas.rect().contains(QPoint(round(x), round(y)))
    ratio = canvas.devicePixelRatioF()
    assert shown.pixelColor(int(x * ratio), int(y * ratio)).lightness() > 150, "the open middle shows the pixel"
    around = {
        shown.pixelColor(int((x + dx) * ratio), int((y + dy) * ratio)).name().upper()
        for dx in range(-8, 9)
        for dy in range(-8, 9)
    }
    assert ORANGE in around


def test_nothing_is_marked_and_no_mark_stands_on_a_picture_that_is_not_shown(
    bench: Workbench, canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.edit(
        lambda case: case.with_placement(Side.LEFT, L.KNEE_CENTER, PointMark(ImagePoint(250, 300))),
        "Place",
    )
    seen = picture_module._seen

    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(picture_module, "_seen", full)
    canvas.zoom_in()
    bench.machine.go_to((Side.RIGHT, L.KNEE_CENTER))
    shown = grabbed(canvas)
    assert not canvas.is_seen
    names = {shown.pixelColor(x, y).name() for x in range(shown.width()) for y in range(shown.height())}
    assert SURROUND.name() in names
    greys = [QColor(name) for name in names]
    assert all(abs(c.red() - c.blue()) < 12 for c in greys), "words in grey, and no coloured mark"
    assert any(c.lightness() > 60 for c in greys), "it says why"
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert bench.case.placement(Side.RIGHT, L.KNEE_CENTER) is None
    monkeypatch.setattr(picture_module, "_seen", seen)
    grabbed(canvas)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert bench.case.placement(Side.RIGHT, L.KNEE_CENTER) is not None


def test_a_picture_that_was_closed_is_not_worked_on(bench: Workbench, canvas: Canvas) -> None:
    before = canvas._picture
    assert before is not None
    put(bench, np.full((60, 50), 40, np.uint8))
    assert before._dropped.is_set()
    assert canvas._picture is not before


# ---------------------------------------------------------------------------------------------------------- many events


def test_a_hundred_moves_of_a_drag_are_read_and_painted_once(bench: Workbench, canvas: Canvas, qtbot: QtBot) -> None:
    bench.edit(
        lambda case: case.with_placement(Side.LEFT, L.KNEE_CENTER, PointMark(ImagePoint(250, 300))),
        "Place",
    )
    qtbot.wait(5)
    told: list[str] = []
    bench.case_changed.connect(lambda: told.append("case"))
    place = QPoint(*map(round, canvas.viewport_now.to_screen(ImagePoint(250, 300))))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=place)
    for k in range(100):
        bench.session.preview(
            bench.session.committed.with_placement(Side.LEFT, L.KNEE_CENTER, PointMark(ImagePoint(250 + k, 300)))
        )
    mark = bench.case.placement(Side.LEFT, L.KNEE_CENTER)
    assert mark == PointMark(ImagePoint(349, 300)), "what is asked for is never old"
    assert not told
    qtbot.waitUntil(lambda: bool(told))
    assert len(told) == 1
    bench.session.preview(bench.session.committed)
    bench.session.commit("Move")
    assert len(told) == 2, "a step is told at once"
    qtbot.wait(5)
    assert len(told) == 2
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=place)
