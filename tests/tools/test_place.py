"""Guided placing: order, circles, dragging, undo, and gestures that leave no trace."""

from __future__ import annotations

import pytest

from kneeview.case.placements import NOT_VISIBLE, CircleMark, PointMark
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.measurement import Value
from kneeview.domain.scale import Scale, ScaleState
from kneeview.tools.tool_id import ToolId
from tests.hand import Hand

R, LEFT = Side.RIGHT, Side.LEFT
MILLIMETRE_PIXELS = Scale(ScaleState.CALIBRATED, "header", "one", 1.0, 1.0, relative_sd=0.02, level=2)


def test_the_protocol_leads_right_leg_first_and_names_what_comes() -> None:
    hand = Hand()
    seen = []
    for x, y in ((320, 400), (400, 320), (480, 400), (390, 1600), (410, 2700)):
        seen.append(hand.machine.tool.prompt.title)
        hand.click(x, y)
    assert seen == ["Right hip centre"] * 3 + ["Right knee centre", "Right ankle centre"]
    assert hand.machine.step == (LEFT, L.HIP_CENTER)


def test_three_clicks_on_the_rim_make_the_circle() -> None:
    hand = Hand().click(320, 400).click(400, 320)
    assert hand.case.placement(R, L.HIP_CENTER) is None
    assert len(hand.pending()) == 2
    hand.click(480, 400)
    mark = hand.case.placement(R, L.HIP_CENTER)
    assert isinstance(mark, CircleMark)
    assert hand.pending() == []
    assert hand.session.undo_label == "Place right hip centre"


def test_rim_points_on_a_line_do_not_make_a_circle_and_the_third_is_asked_again() -> None:
    hand = Hand().click(300, 400).click(400, 400).click(500, 400)
    assert hand.case.placement(R, L.HIP_CENTER) is None
    assert len(hand.pending()) == 2
    hand.click(400, 300)
    assert isinstance(hand.case.placement(R, L.HIP_CENTER), CircleMark)


def test_ten_presses_measure_both_legs() -> None:
    hand = Hand(MILLIMETRE_PIXELS).quick_axis()
    assert hand.machine.step is None
    values = {r.measurement.id: r.outcome for r in hand.case.readings() if isinstance(r.outcome, Value)}
    assert {"mad", "hka", "leg_length", "lld", "femur_lld", "tibia_lld"} <= set(values)
    assert hand.machine.tool.prompt.title == "Every landmark of this protocol is placed or marked not visible"


def test_a_press_can_be_refined_by_dragging_before_the_release() -> None:
    hand = Hand().take(ToolId.PLACE)
    hand.machine.place.go_to((R, L.KNEE_CENTER))
    hand.press(100, 100).move(300, 300)
    assert hand.case.placement(R, L.KNEE_CENTER) == PointMark(ImagePoint(300, 300))
    assert hand.session.committed.placement(R, L.KNEE_CENTER) is None
    hand.move(310, 290).release()
    assert hand.session.committed.placement(R, L.KNEE_CENTER) == PointMark(ImagePoint(310, 290))
    hand.machine.undo()
    assert hand.case.placement(R, L.KNEE_CENTER) is None


def test_a_drag_keeps_the_grip() -> None:
    hand = Hand().quick_axis().drag(393, 1604, 493, 1704)
    assert hand.case.placement(R, L.KNEE_CENTER) == PointMark(ImagePoint(490, 1700))
    assert hand.session.undo_label == "Move right knee centre"


def test_a_tremble_on_a_mark_is_no_drag() -> None:
    hand = Hand().quick_axis()
    before = hand.case
    hand.press(390, 1600).move(391, 1601).release()
    assert hand.case == before
    assert hand.selection() == (R, L.KNEE_CENTER)


def test_a_click_near_a_mark_still_places_the_next_landmark() -> None:
    hand = Hand()
    hand.machine.place.go_to((R, L.KNEE_CENTER))
    hand.click(400, 1600)
    hand.click(404, 1603)
    assert hand.case.placement(R, L.KNEE_CENTER) == PointMark(ImagePoint(400, 1600))
    assert hand.case.placement(R, L.ANKLE_CENTER) == PointMark(ImagePoint(404, 1603))


def test_a_drag_of_a_mark_while_placing_moves_it_and_places_nothing() -> None:
    hand = Hand()
    hand.machine.place.go_to((R, L.KNEE_CENTER))
    hand.click(400, 1600).drag(400, 1600, 450, 1650)
    assert hand.case.placement(R, L.KNEE_CENTER) == PointMark(ImagePoint(450, 1650))
    assert hand.case.placement(R, L.ANKLE_CENTER) is None
    assert hand.machine.step == (R, L.ANKLE_CENTER)


@pytest.mark.parametrize("zoom", [0.25, 1.0, 4.0])
def test_the_reach_of_the_hand_is_measured_on_the_screen(zoom: float) -> None:
    hand = Hand(zoom=zoom).quick_axis()
    near, far = 390 + 8 / zoom, 390 + 30 / zoom
    hand.move(near, 1600)
    assert hand.machine.tool.hovered is not None
    hand.move(far, 1600)
    assert hand.machine.tool.hovered is None


def test_escape_leaves_no_trace_of_a_press() -> None:
    hand = Hand().quick_axis()
    before = hand.case
    hand.press(390, 1600).move(500, 1700).escape()
    assert hand.case == before
    hand.release()
    assert hand.case == before
    assert hand.session.undo_label == "Place left ankle centre"


def test_escape_leaves_no_trace_of_a_point_being_set() -> None:
    hand = Hand()
    hand.machine.place.go_to((R, L.KNEE_CENTER))
    hand.press(390, 1600).move(400, 1610).escape()
    hand.release()
    assert hand.case == Hand().case
    assert not hand.session.undo_label


def test_escape_drops_the_rim_points_of_an_unfinished_circle() -> None:
    hand = Hand().click(320, 400).click(400, 320).escape()
    assert hand.pending() == []
    assert not hand.session.is_dirty


def test_undo_takes_rim_points_back_one_at_a_time() -> None:
    hand = Hand().click(320, 400).click(400, 320)
    hand.machine.undo()
    assert len(hand.pending()) == 1
    hand.machine.undo()
    assert hand.pending() == []


def test_every_step_can_be_undone_and_redone() -> None:
    hand = Hand().quick_axis()
    done = hand.case
    for _ in range(6):
        hand.machine.undo()
    assert hand.case == Hand().case
    assert hand.machine.step == (R, L.HIP_CENTER)
    for _ in range(6):
        hand.machine.redo()
    assert hand.case == done


def test_pulling_the_rim_changes_the_radius_and_the_centre_moves_the_whole() -> None:
    hand = Hand(MILLIMETRE_PIXELS).quick_axis()
    hand.drag(480, 400, 500, 400)  # the ring at its rightmost place
    mark = hand.case.placement(R, L.HIP_CENTER)
    assert isinstance(mark, CircleMark)
    assert [round(p.x) for p in mark.rim] == [300, 400, 500]
    hand.drag(400, 400, 410, 420)
    moved = hand.case.placement(R, L.HIP_CENTER)
    assert isinstance(moved, CircleMark)
    assert [(round(p.x), round(p.y)) for p in moved.rim] == [(310, 420), (410, 320), (510, 420)]


def test_a_rim_point_of_the_selected_circle_can_be_dragged() -> None:
    hand = Hand().quick_axis()
    hand.session.select((R, L.HIP_CENTER))
    hand.drag(400, 320, 400, 300)
    mark = hand.case.placement(R, L.HIP_CENTER)
    assert isinstance(mark, CircleMark)
    assert mark.rim == (ImagePoint(320, 400), ImagePoint(400, 300), ImagePoint(480, 400))


def test_arrows_nudge_and_delete_clears_the_selected_landmark() -> None:
    hand = Hand().quick_axis().click(390, 1600)
    hand.machine.nudge(1, 0)
    hand.machine.nudge(0, -10)
    assert hand.case.placement(R, L.KNEE_CENTER) == PointMark(ImagePoint(391, 1590))
    hand.machine.clear()
    assert hand.case.placement(R, L.KNEE_CENTER) is None
    assert hand.machine.step == (R, L.KNEE_CENTER)
    hand.machine.undo()
    assert hand.case.placement(R, L.KNEE_CENTER) == PointMark(ImagePoint(391, 1590))


def test_a_nudge_moves_the_whole_circle() -> None:
    hand = Hand().quick_axis()
    hand.session.select((R, L.HIP_CENTER))
    hand.machine.nudge(2, 3)
    mark = hand.case.placement(R, L.HIP_CENTER)
    assert isinstance(mark, CircleMark)
    assert mark.rim[0] == ImagePoint(322, 403)


def test_not_visible_goes_on_and_can_be_taken_back() -> None:
    hand = Hand()
    hand.machine.mark_not_visible()
    assert hand.case.placement(R, L.HIP_CENTER) is NOT_VISIBLE
    assert hand.machine.step == (R, L.KNEE_CENTER)
    hand.machine.nudge(1, 1)
    assert hand.case.placement(R, L.HIP_CENTER) is NOT_VISIBLE
    hand.machine.undo()
    assert hand.machine.step == (R, L.HIP_CENTER)


def test_a_landmark_is_left_for_later_and_backspace_goes_back() -> None:
    hand = Hand()
    hand.machine.go_on()
    assert hand.machine.step == (R, L.KNEE_CENTER)
    hand.click(390, 1600)
    assert hand.machine.step == (R, L.ANKLE_CENTER)
    hand.machine.go_back()
    assert hand.machine.step == (R, L.KNEE_CENTER)
    assert hand.selection() == (R, L.KNEE_CENTER)
    hand.click(600, 1700)
    assert hand.case.placement(R, L.KNEE_CENTER) == PointMark(ImagePoint(600, 1700))


def test_accepting_never_skips_a_landmark_and_goes_on_from_one_that_is_placed() -> None:
    hand = Hand()
    hand.machine.accept()
    assert hand.machine.step == (R, L.HIP_CENTER)
    assert hand.machine.tool.prompt.sentence.startswith("Nothing is placed yet")
    hand.click(320, 400)
    hand.machine.accept()
    assert hand.pending() == [ImagePoint(320, 400)]
    assert hand.machine.tool.prompt.sentence.startswith("Nothing is placed yet")
    hand.click(400, 320).click(480, 400).click(390, 1600)
    before = hand.case
    hand.machine.accept()
    assert hand.machine.step == (R, L.ANKLE_CENTER)
    hand.machine.go_to((R, L.KNEE_CENTER))
    hand.machine.accept()
    assert hand.machine.step == (R, L.ANKLE_CENTER)
    assert hand.case == before
    hand.take(ToolId.SELECT).machine.accept()
    assert hand.case == before
    done = Hand().quick_axis()
    done.machine.accept()
    assert done.machine.step is None


def test_what_was_left_for_later_comes_round_again() -> None:
    hand = Hand()
    hand.machine.go_on()
    hand.click(390, 1600).click(410, 2700)
    hand.machine.go_to((LEFT, L.KNEE_CENTER))
    hand.click(1010, 1600).click(990, 2700)
    assert hand.machine.step == (R, L.HIP_CENTER)


def test_when_all_is_placed_a_click_on_nothing_lets_go_and_places_nothing() -> None:
    hand = Hand().quick_axis()
    before = hand.case
    hand.click(390, 1600)
    assert hand.selection() == (R, L.KNEE_CENTER)
    hand.click(700, 900)
    assert hand.selection() is None
    assert hand.case == before


def test_the_select_tool_places_nothing() -> None:
    hand = Hand().take(ToolId.SELECT).click(390, 1600)
    assert hand.case == Hand().case
    assert hand.machine.step is None
    assert hand.machine.tool.prompt.title == "Select and move"
    hand.machine.mark_not_visible()
    hand.machine.go_on()
    hand.machine.go_back()
    assert hand.case == Hand().case


def test_escape_steps_from_the_selection_to_the_tool_to_placing() -> None:
    hand = Hand().quick_axis().take(ToolId.SELECT).click(390, 1600)
    hand.escape()
    assert hand.selection() is None
    hand.escape()
    assert hand.tool() is ToolId.PLACE


def test_going_back_from_the_first_step_stays_there() -> None:
    hand = Hand()
    hand.machine.go_back()
    assert hand.machine.step == (R, L.HIP_CENTER)
    hand.machine.nudge(1, 1)
    hand.machine.clear()
    assert hand.case == Hand().case


def test_tools_that_ask_for_no_number_take_none() -> None:
    hand = Hand()
    assert hand.request() is None
    with pytest.raises(AssertionError):
        hand.machine.answer(1.0)
    hand.take(ToolId.SELECT)
    assert hand.request() is None
    with pytest.raises(AssertionError):
        hand.machine.answer(1.0)


def test_nothing_is_placed_or_taken_beyond_the_picture() -> None:
    hand = Hand()
    hand.machine.place.go_to((R, L.KNEE_CENTER))
    hand.click(-5, 100).click(1405, 100).click(100, 3001)
    assert hand.case == Hand().case
    hand.press(100, 100).move(-50, 100).release()
    assert hand.case.placement(R, L.KNEE_CENTER) == PointMark(ImagePoint(100, 100))
    hand.drag(100, 100, -300, 100)
    assert hand.case.placement(R, L.KNEE_CENTER) == PointMark(ImagePoint(100, 100))


def test_when_all_is_placed_not_visible_is_said_of_the_selected_landmark() -> None:
    hand = Hand().quick_axis()
    hand.session.select(None)
    before = hand.case
    hand.machine.mark_not_visible()
    assert hand.case == before
    hand.session.select((R, L.KNEE_CENTER))
    hand.machine.mark_not_visible()
    assert hand.case.placement(R, L.KNEE_CENTER) is NOT_VISIBLE


def test_undo_and_redo_keep_the_selection_and_end_a_gesture() -> None:
    hand = Hand().quick_axis()
    hand.session.select((R, L.KNEE_CENTER))
    hand.machine.undo()
    assert hand.selection() == (R, L.KNEE_CENTER)
    hand.machine.redo()
    assert hand.selection() == (R, L.KNEE_CENTER)
    hand.press(390, 1600).move(450, 1700)
    hand.machine.undo()
    assert not hand.session.is_previewing


def test_a_click_beyond_the_picture_near_a_mark_that_lies_there_places_nothing() -> None:
    hand = Hand()
    far = hand.case.with_placement(R, L.KNEE_CENTER, PointMark(ImagePoint(1500, 100)))
    hand.session.apply(far, "From a file")
    hand.machine.place.go_to((R, L.ANKLE_CENTER))
    hand.click(1500, 100)
    assert hand.case == far


def test_undo_in_the_middle_of_a_press_drops_the_press_only() -> None:
    hand = Hand().click(320, 400).press(400, 320)
    assert len(hand.pending()) == 2
    assert hand.machine.tool.is_dragging
    assert not hand.machine.tool.pending_is_line
    hand.machine.undo()
    assert hand.pending() == [ImagePoint(320, 400)]
    hand.machine.undo()
    assert hand.pending() == []


def test_a_press_that_outlives_the_last_step_places_nothing() -> None:
    done = Hand().quick_axis().case
    hand = Hand().press(320, 400)
    hand.session.apply(done, "Placed elsewhere")
    hand.move(330, 410).release()
    assert hand.case == done
    assert hand.pending() == []


def test_the_prompt_holds_the_landmark_in_the_hand_and_asks_for_the_next_again() -> None:
    hand = Hand()
    hand.machine.place.go_to((R, L.KNEE_CENTER))
    hand.click(400, 1600)
    hand.press(400, 1600).move(440, 1640)
    prompt = hand.machine.tool.prompt
    assert (prompt.title, prompt.held) == ("Right knee centre", (R, L.KNEE_CENTER))
    hand.release()
    prompt = hand.machine.tool.prompt
    assert (prompt.title, prompt.held) == ("Right ankle centre", None)


def test_when_all_is_placed_the_selected_landmark_is_held() -> None:
    hand = Hand().quick_axis()
    assert hand.machine.tool.prompt.title.startswith("Every landmark")
    assert hand.machine.tool.prompt.held == hand.session.selection
    hand.press(390, 1600).move(440, 1640)
    assert hand.machine.tool.prompt.title == "Right knee centre"
    hand.release().take(ToolId.SELECT)
    hand.session.select((R, L.KNEE_CENTER))
    assert hand.machine.tool.prompt.held == (R, L.KNEE_CENTER)
    hand.session.select(None)
    prompt = hand.machine.tool.prompt
    assert (prompt.title, prompt.held) == ("Select and move", None)
