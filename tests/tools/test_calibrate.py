"""Scales by hand: draw, type, Enter; one undo step, and numbers only."""

from __future__ import annotations

import pytest

from kneeview.domain.calibration import CalibrationError, RulerCalibration, SphereCalibration
from kneeview.domain.scale import ScaleState
from kneeview.tools.machine import ToolId
from tests.hand import MADE_AT, Hand


def test_two_clicks_and_a_number_make_a_ruler() -> None:
    hand = Hand().take(ToolId.RULER).click(100, 100)
    assert hand.request() is None
    hand.click(100, 550)
    request = hand.request()
    assert request is not None
    assert request.label == "Known length"
    hand.machine.answer(300.0)
    scale = hand.case.scale
    assert scale.state is ScaleState.CALIBRATED
    assert scale.column_mm == pytest.approx(300 / 450)
    assert (hand.case.calibration.by, hand.case.calibration.at) == (MADE_AT.by, MADE_AT.at)
    assert hand.tool() is ToolId.PLACE


def test_a_ruler_can_be_drawn_in_one_drag() -> None:
    hand = Hand().take(ToolId.RULER).press(100, 100).move(100, 300)
    assert len(hand.pending()) == 2
    assert hand.machine.tool.pending_is_line
    hand.move(100, 550).release()
    assert hand.request() is not None


def test_three_clicks_and_a_diameter_make_a_ball() -> None:
    hand = Hand().take(ToolId.BALL).click(100, 100).click(150, 50).click(200, 100)
    request = hand.request()
    assert request is not None
    assert {25.0, 25.4, 30.0} <= set(request.choices)
    hand.machine.answer(25.0)
    assert isinstance(hand.case.calibration.calibration, SphereCalibration)
    assert hand.case.scale.column_mm == pytest.approx(0.25)


def test_a_new_scale_is_one_step_and_changes_numbers_only() -> None:
    hand = Hand().quick_axis()
    limbs = hand.case.limbs
    hand.take(ToolId.RULER).click(100, 100).click(100, 550)
    hand.machine.answer(300.0)
    assert hand.case.limbs == limbs
    assert hand.session.undo_label == "Scale from ruler"
    hand.machine.undo()
    assert hand.case.scale.state is ScaleState.UNCALIBRATED
    assert hand.case.limbs == limbs


def test_a_length_of_nothing_is_refused_and_nothing_changes() -> None:
    hand = Hand().take(ToolId.RULER).click(100, 100).click(100, 550)
    with pytest.raises(CalibrationError, match="more than zero"):
        hand.machine.answer(0.0)
    assert hand.case == Hand().case
    hand.machine.answer(10.0)
    assert hand.case.scale.is_calibrated


def test_an_incomplete_mark_makes_no_scale() -> None:
    hand = Hand().take(ToolId.RULER).click(100, 100)
    with pytest.raises(CalibrationError, match="not complete"):
        hand.machine.answer(10.0)


def test_coincident_ends_and_rims_on_a_line_ask_for_the_last_point_again() -> None:
    hand = Hand().take(ToolId.RULER).click(100, 100).click(100, 100)
    assert hand.request() is None
    hand.click(100, 200)
    assert hand.request() is not None
    hand = Hand().take(ToolId.BALL).click(100, 100).click(200, 100).click(300, 100)
    assert hand.request() is None
    hand.click(200, 200)
    assert hand.request() is not None


def test_backspace_and_escape_take_points_back() -> None:
    hand = Hand().take(ToolId.BALL).click(100, 100).click(150, 50)
    hand.machine.go_back()
    assert len(hand.pending()) == 1
    assert "second" in hand.machine.tool.prompt.sentence
    hand.press(10, 10).escape()
    hand.release()
    assert len(hand.pending()) == 1
    hand.escape()
    assert hand.pending() == []
    hand.escape()
    assert hand.tool() is ToolId.PLACE


def test_a_complete_mark_can_be_drawn_anew() -> None:
    hand = Hand().take(ToolId.RULER).click(100, 100).click(100, 550).click(0, 0)
    assert hand.request() is None
    assert len(hand.pending()) == 1


def test_the_mark_of_the_scale_can_be_moved_and_the_scale_follows() -> None:
    hand = Hand().take(ToolId.RULER).click(100, 100).click(100, 550)
    hand.machine.answer(300.0)
    hand.take(ToolId.SELECT).press(100, 550).move(100, 700)
    assert hand.case.scale.column_mm == pytest.approx(0.5)
    hand.release()
    assert hand.session.undo_label == "Move the scale's mark"
    ruler = hand.case.calibration.calibration
    assert isinstance(ruler, RulerCalibration)
    assert ruler.segments[0].end.y == 700
    hand.press(100, 100).move(100, 400).release()
    assert hand.case.scale.column_mm == pytest.approx(1.0)


def test_a_ruler_is_not_made_by_ends_that_meet_while_dragging() -> None:
    hand = Hand().take(ToolId.RULER).click(100, 100).click(100, 550)
    hand.machine.answer(300.0)
    before = hand.case.scale
    hand.take(ToolId.SELECT).press(100, 550).move(100, 100).release()
    assert hand.case.scale == before


def test_the_ball_can_be_corrected_by_its_rim_points() -> None:
    hand = Hand().take(ToolId.BALL).click(100, 100).click(150, 50).click(200, 100)
    hand.machine.answer(25.0)
    hand.take(ToolId.SELECT).drag(150, 50, 150, 49)
    assert hand.case.scale.column_mm == pytest.approx(0.25, rel=0.02)
    before = hand.case
    hand.drag(150, 49, 150, 60)
    assert hand.case != before


def test_taking_another_tool_drops_what_was_begun() -> None:
    hand = Hand().take(ToolId.RULER).click(100, 100).take(ToolId.BALL).take(ToolId.RULER)
    assert hand.pending() == []
    assert hand.machine.tool.hovered is None
    assert not hand.machine.tool.is_dragging


def test_a_movement_without_a_press_sets_nothing() -> None:
    hand = Hand().take(ToolId.RULER).move(10, 10).release()
    assert hand.pending() == []
