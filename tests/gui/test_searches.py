"""What the picture is asked goes on beside the work: nothing waits for it, and a late answer harms nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.case.placements import CircleMark, is_suggested
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.gui import searches
from kneeview.imaging.phantom import DEMO, landmark_points
from kneeview.imaging.radiograph import Radiograph
from kneeview.imaging.snap.landmark import find_edge
from kneeview.tools.pointer import Pointer
from tests.e2e.window import Driver

R = Side.RIGHT
HEAD = landmark_points(DEMO)[R][L.HIP_CENTER]


@pytest.fixture
def demo(qtbot: QtBot, tmp_path: Path) -> Driver:
    driver = Driver(qtbot, tmp_path)
    driver.open_demo()
    return driver


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Return what the search waits for, as on a machine that has no time."""
    opened = Event()
    real: Callable[..., tuple[ImagePoint, ...] | None] = find_edge

    def slow(*asked: object) -> tuple[ImagePoint, ...] | None:
        assert opened.wait(30)
        return real(*asked)

    monkeypatch.setattr(searches, "find_edge", slow)
    return opened


def hip(demo: Driver) -> object:
    return demo.window.bench.case.placement(R, L.HIP_CENTER)


def test_the_window_answers_while_a_rim_is_looked_for(demo: Driver, gate: Event) -> None:
    demo.click_in_a_hurry(HEAD.moved(10, -8))
    bench = demo.window.bench
    assert bench.machine.place.is_looking
    assert "Looking" in bench.machine.tool.prompt.sentence
    assert bench.machine.tool.pending[0].distance(HEAD) < 20
    before = demo.window.canvas.viewport_now
    demo.key(Qt.Key.Key_Plus)
    assert demo.window.canvas.viewport_now.zoom > before.zoom
    gate.set()
    demo.wait_for_rim()
    assert isinstance(hip(demo), CircleMark)
    assert bench.machine.asks == (R, L.HIP_CENTER)


def test_an_answer_about_a_picture_that_was_left_is_dropped(demo: Driver, gate: Event) -> None:
    demo.click_in_a_hurry(HEAD.moved(10, -8))
    first = demo.window.bench.image
    demo.window.files.open_demo()
    demo.wait_for_task()
    assert demo.window.bench.image is not first
    gate.set()
    demo.wait_for_rim()
    assert hip(demo) is None
    assert demo.window.bench.machine.tool.pending == ()


def test_an_answer_for_a_pane_that_was_closed_reaches_nobody(demo: Driver, gate: Event, qtbot: QtBot) -> None:
    pane = demo.window.table.add()
    demo.window.files.open_demo()
    demo.wait_for_task()
    demo.window.table.switch_to(demo.window.table.panes[0])
    demo.click_in_a_hurry(HEAD.moved(10, -8))
    asked = demo.window.bench.searches
    demo.window.table.switch_to(pane)
    demo.window.table.remove(demo.window.table.panes[0])
    qtbot.wait(10)
    gate.set()
    qtbot.waitUntil(lambda: not asked.is_running)
    assert demo.window.table.panes == [pane]


def test_a_fault_of_the_search_ends_the_look_and_is_seen(
    demo: Driver, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(searches, "find_edge", broken)
    with qtbot.captureExceptions() as seen:
        demo.click(HEAD.moved(10, -8))
    assert [kind for kind, *_ in seen] == [ZeroDivisionError]
    assert not demo.window.bench.machine.place.is_looking
    assert not is_suggested(demo.window.bench.case.placement(R, L.HIP_CENTER))


def test_without_a_picture_and_on_colour_nothing_is_found() -> None:
    told: list[object] = []
    case, at = Case(ImageReference("")), ImagePoint(1, 1)
    colour = Radiograph("photo", np.zeros((8, 8, 3), np.uint8))
    of_nothing = searches.Searches(lambda: (None, case), lambda: None)
    of_colour = searches.Searches(lambda: (colour, case), lambda: None)
    for ask in (of_nothing, of_colour):
        ask.find_landmark(case, (R, L.HIP_CENTER), Pointer(at), told.append)
        assert not ask.is_running
    of_nothing.find_ball(at, told.append)
    assert told == [None, None, None]
