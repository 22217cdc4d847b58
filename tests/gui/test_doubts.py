"""A point in doubt is questioned at once, at the point and in its row, and nothing is moved or asked in between."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kneeview.case.placements import PointMark
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.gui.steps_panel import StepButton
from kneeview.imaging.phantom import DEMO, landmark_points
from kneeview.scene.primitives import CaptionMark, Role
from tests.e2e.window import Driver

R = Side.RIGHT
POINTS = landmark_points(DEMO)


@pytest.fixture
def demo(qtbot: QtBot, tmp_path: Path) -> Driver:
    driver = Driver(qtbot, tmp_path)
    driver.open_demo()
    return driver


def questions(demo: Driver) -> list[str]:
    scene = demo.window.bench.scene()
    return sorted(mark.text for mark in scene if isinstance(mark, CaptionMark) and mark.role is Role.DOUBT)


def row(demo: Driver, name: str) -> StepButton:
    return next(b for b in demo.window.steps.findChildren(StepButton) if name in b.accessibleName())


def test_an_ankle_between_the_knees_is_questioned_at_the_point_and_in_its_row(demo: Driver) -> None:
    bench = demo.window.bench
    bench.machine.use_snapping(False)
    bench.machine.go_to((R, L.HIP_CENTER))
    hip = POINTS[R][L.HIP_CENTER]
    for dx, dy in ((-90, 0), (0, -90), (90, 0)):
        demo.click(hip.moved(dx, dy))
    demo.click(POINTS[R][L.KNEE_CENTER])
    assert questions(demo) == []
    knee, other = POINTS[R][L.KNEE_CENTER], POINTS[Side.LEFT][L.KNEE_CENTER]
    between = ImagePoint((knee.x + other.x) / 2, knee.y + 60)
    demo.look_at(between, 0.5)
    demo.click(between)
    placed = bench.case.placement(R, L.ANKLE_CENTER)
    assert isinstance(placed, PointMark)
    assert placed.point.distance(between) < 3
    question = "Right ankle centre lies too near to the knee centre for this leg: is one of them misplaced?"
    assert questions(demo) == ["?", "Ankle centre too near to the knee centre?"]
    assert row(demo, "Right ankle").text() == "? Ankle centre"
    assert row(demo, "Right ankle").accessibleName().endswith("done, questioned")
    assert question in row(demo, "Right ankle").toolTip()
    assert question in [notice.text for notice in bench.case.notices()]
    bench.session.select(None)
    assert questions(demo) == ["?", "?"]
    bench.hide_marks(True)
    assert questions(demo) == []
    bench.hide_marks(False)
    ankle = POINTS[R][L.ANKLE_CENTER]
    bench.edit(lambda case: case.with_placement(R, L.ANKLE_CENTER, PointMark(ankle)), "Place")
    assert questions(demo) == []
    assert row(demo, "Right ankle").text() == "Ankle centre"
