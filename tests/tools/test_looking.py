"""A picture that answers late: the click stands meanwhile, and whatever the user does comes before the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.case.placements import NOT_VISIBLE, CircleMark, Found, PointMark, is_locked
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.measurement import PlacedLandmark
from kneeview.tools.place.look import Looking, Seen
from kneeview.tools.pointer import Pointer
from kneeview.tools.tool_id import ToolId
from tests.hand import Hand

R = Side.RIGHT
HIP, KNEE = (R, L.HIP_CENTER), (R, L.KNEE_CENTER)
LATERAL, MEDIAL = (R, L.FEMORAL_CONDYLE_LATERAL), (R, L.FEMORAL_CONDYLE_MEDIAL)
CLICK = ImagePoint(300.0, 1500.0)
EDGE = PointMark(ImagePoint(300.0, 1505.0))
RIM = CircleMark((ImagePoint(320.0, 400.0), ImagePoint(400.0, 320.0), ImagePoint(480.0, 400.0)))


class SlowEye:
    """Is asked, and answers when the test says so."""

    def __init__(self) -> None:
        self.tells: list[Callable[[Seen | None], None]] = []

    def __call__(self, _: Case, __: PlacedLandmark, ___: Pointer, tell: Callable[[Seen | None], None]) -> None:
        self.tells.append(tell)

    def answer(self, seen: Seen | None, index: int = -1) -> None:
        self.tells[index](seen)


def at_head() -> tuple[Hand, SlowEye]:
    """Return a hand that has just clicked a femoral head."""
    eye = SlowEye()
    return Hand(find_landmark=eye).click(390, 410), eye


def at_edge() -> tuple[Hand, SlowEye]:
    """Return a hand that has just clicked a condyle."""
    eye = SlowEye()
    made = Hand(find_landmark=eye)
    made.session.apply(replace(made.case, protocol_id="full_alignment"), "Protocol")
    made.machine.go_to(LATERAL)
    return made.click(CLICK.x, CLICK.y), eye


# ------------------------------------------------------------------------------------------------------ in order


def test_a_clicked_edge_stands_at_once_and_the_suggestion_replaces_it_as_one_step() -> None:
    made, eye = at_edge()
    assert made.case.placement(*LATERAL) == PointMark(CLICK)
    assert made.machine.place.is_looking
    assert made.machine.step == LATERAL
    asked = [made.machine.asks]
    assert made.machine.tool.prompt.sentence == "Looking for its edge …"
    eye.answer(EDGE)
    assert made.case.placement(*LATERAL) == replace(EDGE, found=Found.SUGGESTED)
    asked.append(made.machine.asks)
    assert asked == [None, LATERAL]
    assert made.session.undo_label == "Suggest right lateral femoral condyle"
    made.machine.undo()
    assert made.case.placement(*LATERAL) is None
    assert made.session.undo_label == "Protocol"


def test_a_clicked_head_is_marked_where_it_was_clicked_until_its_rim_is_found() -> None:
    made, eye = at_head()
    assert made.pending() == [ImagePoint(390, 410)]
    assert made.case.placement(*HIP) is None
    assert made.machine.tool.prompt.sentence == "Looking for its rim …"
    eye.answer(RIM)
    assert made.pending() == []
    assert made.case.placement(*HIP) == replace(RIM, found=Found.SUGGESTED)
    assert made.machine.asks == HIP


def test_an_edge_that_is_not_found_leaves_the_click_and_goes_on() -> None:
    made, eye = at_edge()
    eye.answer(None)
    assert made.case.placement(*LATERAL) == PointMark(CLICK)
    assert made.machine.step == MEDIAL
    assert "stands where you clicked" in made.machine.tool.prompt.sentence
    assert made.session.undo_label == "Place right lateral femoral condyle"


def test_a_head_that_is_not_found_is_clicked_by_hand() -> None:
    made, eye = at_head()
    eye.answer(None)
    assert made.pending() == []
    assert "Click three points" in made.machine.tool.prompt.sentence
    made.click(320, 400)
    assert made.pending() == [ImagePoint(320, 400)]


def test_while_nothing_is_seen_space_accepts_nothing_and_leaves_nothing() -> None:
    for made, eye in (at_edge(), at_head()):
        before = made.machine.step
        made.machine.accept()
        made.machine.go_on()
        assert made.machine.step == before
        assert made.machine.place.is_looking
        eye.answer(None)
        assert not made.machine.place.is_looking


def test_a_second_click_at_the_very_place_joins_no_older_step() -> None:
    made, eye = at_edge()
    eye.answer(None)
    made.machine.go_to(LATERAL)
    made.click(CLICK.x, CLICK.y)
    eye.answer(EDGE)
    made.machine.undo()
    assert made.case.placement(*LATERAL) == PointMark(CLICK)


# ------------------------------------------------------------------------------------- what comes before the answer


def test_another_click_is_looked_at_instead() -> None:
    made, eye = at_edge()
    made.click(500, 1600)
    eye.answer(EDGE, 0)
    assert made.case.placement(*LATERAL) == PointMark(ImagePoint(500.0, 1600.0))
    eye.answer(PointMark(ImagePoint(500.0, 1602.0)), 1)
    assert made.case.placement(*LATERAL) == PointMark(ImagePoint(500.0, 1602.0), Found.SUGGESTED)
    head, eye = at_head()
    head.click(420, 430)
    assert head.pending() == [ImagePoint(420, 430)]
    eye.answer(RIM, 0)
    assert head.case.placement(*HIP) is None


def test_a_press_alone_drops_the_answer() -> None:
    made, eye = at_head()
    made.press(700, 900)
    eye.answer(RIM)
    assert made.case.placement(*HIP) is None
    assert made.pending() == [ImagePoint(700, 900)]


def test_dragging_the_clicked_point_corrects_it_and_goes_on() -> None:
    made, eye = at_edge()
    made.drag(CLICK.x, CLICK.y, 360, 1540)
    eye.answer(EDGE)
    assert made.case.placement(*LATERAL) == PointMark(ImagePoint(360.0, 1540.0))
    assert made.machine.step == MEDIAL
    assert made.selection() == LATERAL


def test_dragging_another_mark_leaves_the_click_as_it_is() -> None:
    eye = SlowEye()
    made = Hand(find_landmark=eye)
    made.session.apply(replace(made.case, protocol_id="full_alignment"), "Protocol")
    made.machine.go_to((R, L.FEMORAL_NOTCH))
    made.click(600, 1500)
    made.machine.go_to(LATERAL)
    made.click(CLICK.x, CLICK.y).drag(600, 1500, 620, 1500)
    eye.answer(EDGE)
    assert made.case.placement(*LATERAL) == PointMark(CLICK)
    assert made.machine.step == MEDIAL
    assert made.selection() == (R, L.FEMORAL_NOTCH)


def test_backspace_takes_the_click_back_without_a_trace() -> None:
    made, eye = at_edge()
    made.machine.go_back()
    eye.answer(EDGE)
    assert made.case.placement(*LATERAL) is None
    assert made.machine.step == LATERAL
    assert made.session.undo_label == "Protocol"
    assert made.selection() is None
    head, eye = at_head()
    head.machine.go_back()
    eye.answer(RIM)
    assert head.case == Hand().case
    assert head.pending() == []
    head.click(400, 400)
    assert len(eye.tells) == 2


def test_backspace_takes_nothing_back_that_was_done_since() -> None:
    made, eye = at_edge()
    made.session.apply(replace(made.case, comments="seen"), "Comment")
    made.machine.go_back()
    eye.answer(EDGE)
    assert made.case.placement(*LATERAL) == PointMark(CLICK)
    assert made.session.undo_label == "Comment"


def test_escape_stops_looking_and_the_point_stands_as_clicked() -> None:
    made, eye = at_edge()
    made.escape()
    eye.answer(EDGE)
    assert made.case.placement(*LATERAL) == PointMark(CLICK)
    assert made.machine.step == MEDIAL
    head, eye = at_head()
    head.escape()
    eye.answer(RIM)
    assert head.case == Hand().case
    assert head.machine.step == HIP


@pytest.mark.parametrize("go", ["list", "key", "not visible", "tool"])
def test_going_elsewhere_drops_the_answer_and_keeps_the_click(go: str) -> None:
    made, eye = at_edge()
    if go == "list":
        made.machine.go_to(MEDIAL)
    elif go == "key":
        made.machine.go_to_landmark(L.FEMORAL_CONDYLE_MEDIAL)
    elif go == "tool":
        made.take(ToolId.SELECT)
    else:
        made.machine.mark_not_visible()
    eye.answer(EDGE)
    kept = NOT_VISIBLE if go == "not visible" else PointMark(CLICK)
    assert made.case.placement(*LATERAL) == kept


def test_undo_takes_the_click_back_and_the_answer_is_too_late() -> None:
    made, eye = at_edge()
    made.machine.undo()
    eye.answer(EDGE)
    assert made.case.placement(*LATERAL) is None
    head, eye = at_head()
    head.machine.undo()
    eye.answer(RIM)
    assert head.case == Hand().case


def test_a_point_that_was_nudged_or_locked_in_between_stays() -> None:
    made, eye = at_edge()
    made.machine.nudge(0, 7)
    eye.answer(EDGE)
    assert made.case.placement(*LATERAL) == PointMark(CLICK.moved(0, 7))
    assert not made.machine.place.is_looking
    locked, eye = at_edge()
    locked.machine.landmarks.toggle_lock()
    eye.answer(EDGE)
    assert is_locked(locked.case.placement(*LATERAL))


def test_what_is_said_elsewhere_in_between_keeps_its_own_step() -> None:
    made, eye = at_edge()
    made.session.apply(replace(made.case, comments="seen"), "Comment")
    eye.answer(EDGE)
    assert made.case.placement(*LATERAL) == replace(EDGE, found=Found.SUGGESTED)
    made.machine.undo()
    assert (made.case.comments, made.case.placement(*LATERAL)) == ("seen", PointMark(CLICK))


def test_an_answer_about_a_picture_that_was_closed_changes_nothing() -> None:
    for made, eye in (at_edge(), at_head()):
        other = Case(ImageReference("other", rows=900, columns=700), protocol_id=made.case.protocol_id)
        made.session.open(other)
        eye.answer(EDGE)
        assert made.case is other
        assert made.pending() == []


def test_where_there_is_nobody_to_ask_the_click_stands() -> None:
    session = Hand().session
    looking = Looking(session, None, lambda *_: None)
    assert not looking.can
    looking.begin(LATERAL, Pointer(CLICK))
    assert session.committed.placement(*LATERAL) == PointMark(CLICK)
