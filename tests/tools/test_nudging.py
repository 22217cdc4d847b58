"""Arrow keys: quick nudges of one mark are one step, and none leaves the picture."""

from __future__ import annotations

import pytest

from kneeview.case.case import Case
from kneeview.case.placements import CircleMark, Found, PointMark
from kneeview.case.session import Change
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.tools.nudging import SOON_S
from kneeview.tools.tool_id import ToolId
from tests.hand import Hand

R = Side.RIGHT
KNEE, ANKLE = (R, L.KNEE_CENTER), (R, L.ANKLE_CENTER)
RIM = (ImagePoint(320.0, 400.0), ImagePoint(400.0, 320.0), ImagePoint(480.0, 400.0))


def placed() -> Hand:
    """Return a hand with both legs placed and the right knee selected."""
    made = Hand().quick_axis()
    made.session.select(KNEE)
    return made


def knee_x(hand: Hand) -> float:
    mark = hand.case.placement(*KNEE)
    assert isinstance(mark, PointMark)
    return mark.point.x


def test_quick_nudges_of_one_landmark_are_one_step() -> None:
    made = placed()
    before = made.case
    for _ in range(12):
        made.machine.nudge(1, 0)
        made.wait(SOON_S / 2)
    assert knee_x(made) == 402
    assert made.session.undo_label == "Nudge right knee centre"
    made.machine.undo()
    assert made.case == before
    made.machine.redo()
    assert knee_x(made) == 402


@pytest.mark.parametrize(("pause", "left"), [(SOON_S, 390), (SOON_S + 0.01, 391)])
def test_after_a_pause_a_nudge_is_a_step_of_its_own(pause: float, left: float) -> None:
    made = placed()
    made.machine.nudge(1, 0)
    made.wait(pause).machine.nudge(1, 0)
    made.machine.undo()
    assert knee_x(made) == left


def test_another_landmark_has_a_step_of_its_own() -> None:
    made = placed()
    made.machine.nudge(1, 0)
    made.session.select(ANKLE)
    made.machine.nudge(1, 0)
    made.machine.undo()
    assert knee_x(made) == 391


def test_what_is_done_between_two_nudges_parts_them() -> None:
    made = placed()
    made.machine.nudge(1, 0)
    made.machine.landmarks.toggle_lock()
    made.machine.landmarks.toggle_lock()
    made.machine.nudge(1, 0)
    made.machine.undo()
    assert knee_x(made) == 391
    assert made.session.undo_label == "Unlock right knee centre"


def test_nudges_that_lead_back_leave_no_step_and_touch_no_other() -> None:
    made = placed()
    label, before = made.session.undo_label, made.case
    made.machine.nudge(1, 0)
    made.machine.nudge(-1, 0)
    assert (made.session.undo_label, made.case) == (label, before)
    made.machine.nudge(0, 3)
    made.machine.undo()
    assert (made.session.undo_label, made.case) == (label, before)


def test_a_nudge_after_an_undo_ends_the_way_forward() -> None:
    made = placed()
    made.machine.nudge(1, 0)
    made.machine.nudge(1, 0)
    made.machine.undo()
    made.machine.nudge(0, 1)
    assert made.session.redo_label == ""
    made.machine.undo()
    assert knee_x(made) == 390


def test_every_nudge_is_told_so_that_none_is_lost() -> None:
    made, told = placed(), list[Case]()

    def note(change: Change) -> None:
        if Change.CASE in change:
            told.append(made.session.committed)

    made.session.subscribe(note)
    for _ in range(4):
        made.machine.nudge(1, 0)
    assert len(told) == 4
    assert told[-1] is made.session.committed
    assert len({id(case) for case in told}) == 4
    assert made.session.is_dirty


def test_quick_nudges_of_a_drawing_are_one_step() -> None:
    made = Hand().take(ToolId.LENGTH).click(100, 100).click(300, 100)
    before = made.case
    for _ in range(5):
        made.machine.nudge(0, 10)
    assert made.case.drawings[0].points[0] == ImagePoint(100, 150)
    made.machine.undo()
    assert made.case == before


def test_a_nudge_cannot_leave_the_picture() -> None:
    made = Hand()
    made.machine.go_to(KNEE)
    made.click(1399.5, 1600)
    made.machine.nudge(1, 0)
    assert made.case.placement(*KNEE) == PointMark(ImagePoint(1399.5, 1600.0))
    assert "edge of the picture" in made.machine.tool.prompt.sentence
    made.machine.nudge(-1, 0)
    assert made.case.placement(*KNEE) == PointMark(ImagePoint(1398.5, 1600.0))


def test_a_nudge_makes_a_suggestion_the_users() -> None:
    made = Hand(find_landmark=lambda _, __, ___, tell: tell(CircleMark(RIM))).click(390, 410)
    made.machine.nudge(1, 1)
    mark = made.case.placement(R, L.HIP_CENTER)
    assert isinstance(mark, CircleMark)
    assert mark.found is Found.BY_HAND
