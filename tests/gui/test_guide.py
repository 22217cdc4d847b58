"""The view goes to the next landmark, and the user's hand on the view has its way."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kneeview.case.placements import CircleMark, Found, PointMark
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LANDMARKS
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.gui.actions import ACTIONS
from kneeview.gui.guide import Guide
from kneeview.gui.landmark_keys import LANDMARK_KEYS
from kneeview.gui.loupe import SIZE, loupe_frame
from kneeview.gui.orientation import Orientation
from kneeview.gui.steps_panel import StepButton
from kneeview.imaging.phantom import DEMO, landmark_points
from tests.e2e.window import Driver

R = Side.RIGHT
POINTS = landmark_points(DEMO)


@pytest.fixture
def demo(qtbot: QtBot, tmp_path: Path) -> Driver:
    driver = Driver(qtbot, tmp_path)
    driver.open_demo()
    return driver


def guide(driver: Driver) -> Guide:
    return driver.window.table.active.guide


def arrive(driver: Driver) -> None:
    guide(driver).finish()


def is_in_view(driver: Driver, point: ImagePoint) -> bool:
    return driver.window.canvas.rect().contains(driver.place_of(point))


def place_hip(driver: Driver) -> None:
    arrive(driver)
    driver.click(POINTS[R][L.HIP_CENTER].moved(10, -8))
    arrive(driver)
    driver.key(Qt.Key.Key_Space)


def test_a_new_picture_is_left_whole_until_something_is_placed(demo: Driver) -> None:
    assert demo.window.canvas.is_fitted
    assert not guide(demo).is_gliding


def test_a_suggested_head_is_shown_large_and_accepted_by_enter(demo: Driver) -> None:
    whole = demo.window.canvas.viewport_now.zoom
    demo.click(POINTS[R][L.HIP_CENTER].moved(10, -8))
    assert guide(demo).is_gliding
    arrive(demo)
    assert demo.window.canvas.viewport_now.zoom > 3 * whole
    mark = demo.window.bench.case.placement(R, L.HIP_CENTER)
    assert isinstance(mark, CircleMark)
    assert mark.found is Found.SUGGESTED
    demo.key(Qt.Key.Key_Return)
    accepted = demo.window.bench.case.placement(R, L.HIP_CENTER)
    assert isinstance(accepted, CircleMark)
    assert accepted.found is Found.SNAPPED


def test_a_landmark_is_placed_by_keys_alone(demo: Driver) -> None:
    canvas, machine = demo.window.canvas, demo.window.bench.machine
    demo.key(Qt.Key.Key_N)
    assert machine.step == (R, L.KNEE_CENTER)
    demo.key(Qt.Key.Key_Return)
    begun = canvas.aimed_at
    assert begun is not None
    assert "Right knee centre" in canvas.accessibleDescription()
    demo.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    demo.key(Qt.Key.Key_Up)
    step = max(1.0, 1 / canvas.viewport_now.zoom)
    demo.key(Qt.Key.Key_Return)
    mark = demo.window.bench.case.placement(R, L.KNEE_CENTER)
    assert isinstance(mark, PointMark)
    assert mark.point.distance(begun.moved(10 * step, -step)) < 1e-6
    aims = [canvas.aimed_at]
    demo.key(Qt.Key.Key_Left)
    aims.append(canvas.aimed_at)
    assert aims == [None, None], "the arrows nudge what was just placed"
    demo.key(Qt.Key.Key_Return)
    aims.append(canvas.aimed_at)
    QTest.mouseMove(canvas, demo.canvas_place)
    QTest.mouseMove(canvas, demo.canvas_place + QPoint(5, 5))
    aims.append(canvas.aimed_at)
    assert "cross-hair" not in machine.tool.prompt.sentence
    demo.key(Qt.Key.Key_Return)
    aims.append(canvas.aimed_at)
    demo.key(Qt.Key.Key_Escape)
    aims.append(canvas.aimed_at)
    assert [each is not None for each in aims[2:]] == [True, False, True, False]
    assert machine.step == (R, L.ANKLE_CENTER)


def test_every_next_landmark_comes_into_view_and_after_the_last_the_view_stays_under_the_hand(demo: Driver) -> None:
    for side in Side:
        arrive(demo)
        assert is_in_view(demo, POINTS[side][L.HIP_CENTER])
        demo.click(POINTS[side][L.HIP_CENTER].moved(10, -8))
        demo.key(Qt.Key.Key_Space)
        for landmark in (L.KNEE_CENTER, L.ANKLE_CENTER):
            arrive(demo)
            assert is_in_view(demo, POINTS[side][landmark])
            view = demo.window.canvas.viewport_now
            demo.click(POINTS[side][landmark])
    assert demo.window.bench.machine.step is None
    assert not guide(demo).is_gliding
    assert demo.window.canvas.viewport_now == view
    ankle = POINTS[Side.LEFT][L.ANKLE_CENTER]
    demo.drag(ankle, ankle.moved(6, 4))
    assert demo.window.bench.case.placement(Side.LEFT, L.ANKLE_CENTER) != PointMark(ankle)
    demo.key(Qt.Key.Key_F)
    assert demo.window.canvas.is_fitted


def test_a_click_on_the_way_counts_where_it_was_seen(demo: Driver) -> None:
    place_hip(demo)
    assert guide(demo).is_gliding
    QTest.qWait(60)
    demo.click(ImagePoint(500.0, 1500.0))
    mark = demo.window.bench.case.placement(R, L.KNEE_CENTER)
    assert isinstance(mark, PointMark)
    assert mark.point.distance(ImagePoint(500.0, 1500.0)) < 1.5 / demo.window.canvas.viewport_now.zoom


def test_told_not_to_the_view_stays_and_that_is_remembered(demo: Driver) -> None:
    demo.key(Qt.Key.Key_G)
    assert not demo.preferences.following
    before = demo.window.canvas.viewport_now
    place_hip(demo)
    assert demo.window.canvas.viewport_now == before
    demo.key(Qt.Key.Key_G)
    assert demo.preferences.following


def test_the_users_zoom_is_kept_and_what_is_in_view_does_not_move(demo: Driver) -> None:
    place_hip(demo)
    arrive(demo)
    knee = POINTS[R][L.KNEE_CENTER]
    demo.look_at(knee, 1.4)
    before = demo.window.canvas.viewport_now
    demo.window.bench.machine.go_to((R, L.KNEE_CENTER))
    assert not guide(demo).is_gliding
    assert demo.window.canvas.viewport_now == before
    demo.look_at(knee, 0.3)
    demo.click(knee)
    arrive(demo)
    assert demo.window.canvas.viewport_now.zoom == pytest.approx(0.3)
    assert is_in_view(demo, POINTS[R][L.ANKLE_CENTER])


def test_turning_the_wheel_stops_the_view_on_its_way(demo: Driver) -> None:
    place_hip(demo)
    assert guide(demo).is_gliding
    demo.window.canvas.zoom_in()
    assert not guide(demo).is_gliding


def test_a_command_that_leaves_the_view_as_it_is_does_not_stop_it(demo: Driver) -> None:
    place_hip(demo)
    demo.window.canvas.upright()
    assert guide(demo).is_gliding


def test_a_click_on_a_step_goes_there_even_if_it_is_not_placed(demo: Driver) -> None:
    button = next(b for b in demo.window.steps.findChildren(StepButton) if "Left ankle" in b.accessibleName())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    arrive(demo)
    assert is_in_view(demo, POINTS[Side.LEFT][L.ANKLE_CENTER])
    assert demo.window.bench.machine.step == (Side.LEFT, L.ANKLE_CENTER)


def test_the_pointer_on_a_step_lights_the_landmark_and_the_other_way_round(demo: Driver) -> None:
    place_hip(demo)
    arrive(demo)
    bench = demo.window.bench
    button = next(b for b in demo.window.steps.findChildren(StepButton) if "Right hip" in b.accessibleName())
    bench.point_at((R, L.HIP_CENTER))
    assert any(getattr(mark, "lit", False) for mark in bench.scene())
    bench.point_at(None)
    assert button.property("lit") is False
    guide(demo).show_step((R, L.HIP_CENTER))
    arrive(demo)
    QTest.mouseMove(demo.window.canvas, demo.place_of(POINTS[R][L.HIP_CENTER]))
    assert button.property("lit") is True


def test_the_steps_say_what_is_suggested_and_locked(demo: Driver) -> None:
    demo.click(POINTS[R][L.HIP_CENTER].moved(10, -8))
    button = next(b for b in demo.window.steps.findChildren(StepButton) if "Right hip" in b.accessibleName())
    assert button.accessibleName().endswith("suggested")
    demo.key(Qt.Key.Key_Space)
    demo.key(Qt.Key.Key_L)
    assert button.accessibleName().endswith("locked")
    demo.key(Qt.Key.Key_L)
    assert button.accessibleName().endswith("done")


def test_every_landmark_has_a_key_of_its_own_that_no_command_has() -> None:
    assert LANDMARK_KEYS.keys() == {landmark.id for landmark in LANDMARKS}
    keys = [QKeySequence(action.shortcut).toString() for action in ACTIONS if action.shortcut]
    assert len(keys) == len(set(keys))
    assert set(map(QKeySequence.toString, map(QKeySequence, LANDMARK_KEYS.values()))) <= set(keys)


def test_the_key_of_a_landmark_goes_to_it(demo: Driver) -> None:
    demo.key(Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert demo.window.bench.machine.step == (R, L.ANKLE_CENTER)
    demo.key(Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert demo.window.bench.machine.step == (Side.LEFT, L.ANKLE_CENTER)


def test_suggesting_is_turned_off_by_a_key_and_remembered(demo: Driver) -> None:
    demo.key(Qt.Key.Key_M)
    assert not demo.preferences.snapping
    demo.click(POINTS[R][L.HIP_CENTER])
    assert len(demo.window.bench.machine.tool.pending) == 1


@pytest.mark.parametrize("place", [(5, 5), (400, 300), (795, 5), (795, 595), (5, 595), (90, 100), (700, 120)])
def test_the_loupe_never_lies_over_its_point_and_stays_in_the_view(place: tuple[int, int]) -> None:
    frame = loupe_frame(QPointF(*place), QSizeF(800, 600))
    assert not frame.adjusted(-40, -40, 40, 40).contains(QPointF(*place))
    assert 0 <= frame.left() <= 800 - SIZE
    assert 0 <= frame.top() <= 600 - SIZE


def test_a_nudge_shows_the_loupe_for_a_while(demo: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[ImagePoint] = []

    def note(*arguments: object) -> None:
        shown.extend(each for each in arguments if isinstance(each, ImagePoint))

    monkeypatch.setattr("kneeview.gui.canvas.painting.paint_loupe", note)
    place_hip(demo)
    demo.window.canvas.grab()
    assert not shown
    demo.key(Qt.Key.Key_Right)
    demo.window.canvas.grab()
    assert shown
    assert shown[-1].distance(POINTS[R][L.HIP_CENTER]) < 4


def test_the_sketch_is_turned_with_the_picture(demo: Driver) -> None:
    sketch = demo.window.strip._sketch
    upright = sketch.picture(1.0)
    demo.window.canvas.flip_left_right()
    assert sketch.picture(1.0) != upright
    assert sketch._orientation == Orientation(0, mirrored=True)
    demo.window.canvas.flip_left_right()
    assert sketch.picture(1.0) == upright
