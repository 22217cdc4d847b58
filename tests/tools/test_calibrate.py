"""Scales by hand: draw, type, Enter; one undo step, and numbers only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kneeview.case.scale_marks import ScalePiece
from kneeview.domain.calibration import (
    CalibrationError,
    HeightCalibration,
    RectangleCalibration,
    RulerCalibration,
    SphereCalibration,
)
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.limb import Side
from kneeview.domain.measurement import Value
from kneeview.domain.scale import NO_SCALE, ScaleState
from kneeview.tools.tool_id import ToolId
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
    assert {(25.0,), (25.4,), (30.0,)} <= {choice.values for choice in request.choices}
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


# ------------------------------------------------------------------------------------------ a ball by one click

Tell = Callable[[tuple[ImagePoint, ...] | None], None]

RIM = (ImagePoint(150, 50), ImagePoint(193.30127, 125), ImagePoint(106.69873, 125))


def seeing(x: float, y: float) -> Hand:
    """Return a hand on a picture with one ball of 50 pixels' radius."""

    def find(at: ImagePoint, tell: Tell) -> None:
        tell(RIM if at.distance(ImagePoint(x, y)) < 60 else None)

    return Hand(find_ball=find)


def test_while_a_ball_is_looked_for_the_hand_is_free() -> None:
    told: list[Tell] = []
    hand = Hand(find_ball=lambda _, tell: told.append(tell)).take(ToolId.BALL).click(150, 100)
    assert "Looking" in hand.machine.tool.prompt.sentence
    assert hand.pending() == [ImagePoint(150, 100)]
    assert not hand.machine.is_suggestion
    told[0](RIM)
    assert hand.pending() == list(RIM)
    assert "found" in hand.machine.tool.prompt.sentence


@pytest.mark.parametrize("leave", ["escape", "undo", "back", "another click", "another tool"])
def test_what_is_found_too_late_is_not_taken(leave: str) -> None:
    told: list[Tell] = []
    hand = Hand(find_ball=lambda _, tell: told.append(tell)).take(ToolId.BALL).click(150, 100)
    match leave:
        case "escape":
            hand.escape()
            assert hand.tool() is ToolId.BALL
        case "undo":
            hand.machine.undo()
        case "back":
            hand.machine.go_back()
        case "another click":
            hand.click(900, 900)
        case _:
            hand.take(ToolId.RULER)
    told[0](RIM)
    assert hand.pending() == ([ImagePoint(900, 900)] if leave == "another click" else [])
    assert not hand.machine.is_suggestion
    assert hand.case == Hand().case


def test_one_click_finds_the_ball_and_asks_for_its_diameter() -> None:
    hand = seeing(150, 100).take(ToolId.BALL)
    assert "by itself" in hand.machine.tool.prompt.sentence
    hand.press(160, 90)
    assert hand.pending() == []
    hand.release()
    assert "found" in hand.machine.tool.prompt.sentence
    assert hand.machine.is_suggestion
    assert hand.pending() == list(RIM)
    assert hand.request() is not None
    assert "found" in hand.machine.tool.prompt.sentence
    hand.machine.answer(25.4)
    assert hand.case.calibration.calibration == SphereCalibration(RIM, 25.4)
    assert hand.session.undo_label == "Scale from ball"
    again = hand.take(ToolId.BALL).click(150, 100).request()
    assert again is not None
    assert again.suggestion == 25.4
    hand.escape().machine.undo()
    assert hand.case == Hand().case


def test_where_no_ball_is_found_three_clicks_make_it() -> None:
    hand = seeing(150, 100).take(ToolId.BALL).click(900, 900)
    assert "No round rim" in hand.machine.tool.prompt.sentence
    assert hand.pending() == []
    hand.click(100, 100)
    assert "second" in hand.machine.tool.prompt.sentence
    hand.click(150, 50).click(200, 100)
    assert hand.request() is not None
    assert not hand.machine.is_suggestion
    hand.machine.answer(25.0)
    assert hand.case.scale.column_mm == pytest.approx(0.25)
    assert "by itself" in hand.take(ToolId.BALL).machine.tool.prompt.sentence


def test_a_found_rim_can_be_refused_and_clicked_instead() -> None:
    hand = seeing(150, 100).take(ToolId.BALL).click(150, 100)
    hand.machine.go_back()
    assert hand.pending() == []
    hand.click(150, 100)
    assert hand.pending() == [ImagePoint(150, 100)]
    hand.escape()
    assert hand.tool() is ToolId.BALL
    hand.click(150, 100)
    assert "found" in hand.machine.tool.prompt.sentence
    hand.click(900, 900)
    assert hand.pending() == []


def test_escape_leaves_nothing_of_a_found_ball() -> None:
    hand = seeing(150, 100).take(ToolId.BALL).click(150, 100).escape()
    assert hand.pending() == []
    assert hand.escape().tool() is ToolId.PLACE
    assert hand.case == Hand().case
    assert not hand.session.undo_label


def test_undo_takes_back_what_was_drawn_before_it_takes_back_a_step() -> None:
    hand = Hand().take(ToolId.RULER).click(100, 100).click(100, 550)
    hand.machine.answer(300.0)
    hand.take(ToolId.RULER).click(300, 100)
    hand.machine.undo()
    assert hand.pending() == []
    assert hand.case.scale.is_calibrated
    hand.machine.undo()
    assert not hand.case.scale.is_calibrated


# ------------------------------------------------------------------------------------------------------- rulers


def piece(hand: Hand) -> ScalePiece | None:
    return hand.machine.piece


def two_rulers() -> Hand:
    hand = Hand().take(ToolId.RULER).click(100, 100).click(100, 550)
    hand.machine.answer(300.0)
    hand.take(ToolId.RULER).click(300, 100).click(300, 400)
    return hand


def test_a_second_ruler_is_added_and_averaged() -> None:
    hand = two_rulers()
    assert hand.machine.tool.prompt.title == "Add ruler"
    request = hand.request()
    assert request is not None
    assert request.suggestion == 300.0
    hand.machine.answer(190.0)
    ruler = hand.case.calibration.calibration
    assert isinstance(ruler, RulerCalibration)
    assert [segment.length_mm for segment in ruler.segments] == [300.0, 190.0]
    assert hand.case.scale.column_mm == pytest.approx(490 / 750)
    assert hand.session.undo_label == "Add ruler"
    hand.machine.undo()
    assert hand.case.scale.column_mm == pytest.approx(300 / 450)


def test_an_added_ruler_keeps_the_depth_of_the_first() -> None:
    hand = two_rulers()
    ruler = hand.case.calibration.calibration
    assert isinstance(ruler, RulerCalibration)
    hand.session.apply(hand.case.with_calibration(replace(ruler, marker_depth_mm=20.0), "", ""), "Depth")
    hand.machine.answer(200.0)
    assert "20 mm in front" in hand.case.scale.explanation


def test_a_ruler_is_selected_by_its_line_and_deleted_in_one_step() -> None:
    hand = two_rulers()
    hand.machine.answer(190.0)
    hand.take(ToolId.SELECT).click(300, 250)
    assert piece(hand) == ScalePiece(segment=1)
    hand.machine.clear()
    assert piece(hand) is None
    assert hand.session.undo_label == "Remove ruler"
    assert hand.case.scale.column_mm == pytest.approx(300 / 450)
    hand.click(100, 100)
    assert piece(hand) == ScalePiece()
    hand.machine.clear()
    assert hand.case.scale.state is ScaleState.UNCALIBRATED
    hand.machine.undo()
    hand.machine.undo()
    assert hand.case.scale.column_mm == pytest.approx(490 / 750)


def test_a_piece_is_let_go_by_escape_by_a_press_elsewhere_and_by_another_tool() -> None:
    hand = two_rulers()
    hand.machine.answer(190.0)
    hand.take(ToolId.SELECT).click(100, 300)
    assert piece(hand) is not None
    assert piece(hand.escape()) is None
    assert hand.tool() is ToolId.SELECT
    hand.click(100, 300).click(900, 900)
    assert piece(hand) is None
    hand.click(100, 300).take(ToolId.PLACE)
    assert piece(hand) is None


def test_a_line_moves_as_a_whole_with_the_select_tool_only() -> None:
    hand = two_rulers()
    hand.machine.answer(190.0)
    before = hand.case.scale
    hand.take(ToolId.SELECT).drag(100, 300, 140, 320)
    ruler = hand.case.calibration.calibration
    assert isinstance(ruler, RulerCalibration)
    assert (ruler.segments[0].start, ruler.segments[0].end) == (ImagePoint(140, 120), ImagePoint(140, 570))
    assert ruler.segments[1].start == ImagePoint(300, 100)
    assert hand.case.scale == before
    hand.take(ToolId.PLACE).press(140, 300)
    assert not hand.machine.tool.hovered
    hand.release()
    assert len(hand.pending()) == 1


# --------------------------------------------------------------------------------------- correcting a ball live


def set_ball() -> Hand:
    hand = seeing(150, 100).take(ToolId.BALL).click(150, 100)
    hand.machine.answer(25.0)
    return hand


def test_the_ring_of_a_ball_changes_its_radius_and_the_scale_follows() -> None:
    hand = set_ball()
    hand.press(185.3553, 64.6447).move(220.7107, 29.2893)
    assert hand.case.scale.column_mm == pytest.approx(0.125)
    hand.release()
    assert hand.session.undo_label == "Move the scale's mark"


def test_the_centre_of_a_ball_moves_it_and_keeps_the_scale() -> None:
    hand = set_ball()
    before = hand.case.scale.column_mm
    hand.drag(150, 100, 180, 120)
    assert hand.case.scale.column_mm == pytest.approx(before)
    sphere = hand.case.calibration.calibration
    assert isinstance(sphere, SphereCalibration)
    assert sphere.rim[0] == ImagePoint(180, 70)


def test_a_ball_pulled_to_nothing_keeps_its_last_size() -> None:
    hand = set_ball()
    hand.press(185.3553, 64.6447).move(160, 90).move(150, 100)
    assert hand.case.scale.is_calibrated
    hand.escape()
    assert hand.case.scale.column_mm == pytest.approx(0.25)


def test_a_ball_on_oblong_pixels_is_pulled_in_the_plane() -> None:
    flat = tuple(ImagePoint(point.x, point.y / 2) for point in RIM)
    hand = Hand(replace(NO_SCALE, aspect=2.0), find_ball=lambda _, tell: tell(flat)).take(ToolId.BALL).click(150, 50)
    hand.machine.answer(25.0)
    assert hand.case.scale.column_mm == pytest.approx(0.25)
    hand.drag(185.3553, 32.32235, 220.7107, 14.64465)
    assert hand.case.scale.column_mm == pytest.approx(0.125)


# --------------------------------------------------------------------------------------------- photos and plumb


def test_the_height_of_the_patient_makes_a_scale_on_a_photo() -> None:
    hand = Hand(kind=Kind.PHOTO).take(ToolId.HEIGHT).click(500, 100).click(500, 1820)
    assert "172 cm" in hand.machine.tool.prompt.sentence
    hand.machine.answer(1720.0)
    assert isinstance(hand.case.calibration.calibration, HeightCalibration)
    assert hand.case.scale.column_mm == pytest.approx(1.0)
    assert hand.session.undo_label == "Scale from patient's height"
    hand.take(ToolId.HEIGHT).click(500, 100).click(500, 960)
    request = hand.request()
    assert request is not None
    assert request.suggestion == 1720.0
    hand.escape().take(ToolId.SELECT).drag(500, 1820, 500, 960)
    assert hand.case.scale.column_mm == pytest.approx(2.0)


@pytest.mark.parametrize("tool", [ToolId.HEIGHT, ToolId.RECTANGLE])
def test_what_needs_one_plane_is_not_taken_on_a_film(tool: ToolId) -> None:
    hand = Hand()
    assert not hand.machine.can_take(tool)
    assert hand.take(tool).tool() is ToolId.PLACE
    assert Hand(kind=Kind.PHOTO).take(tool).tool() is tool


def test_a_photo_that_turned_into_a_film_takes_no_height() -> None:
    hand = Hand(kind=Kind.PHOTO).take(ToolId.HEIGHT).click(500, 100).click(500, 1820)
    hand.session.apply(replace(hand.case, kind=Kind.RADIOGRAPH), "A film after all")
    with pytest.raises(CalibrationError, match="photos only"):
        hand.machine.answer(1720.0)


CORNERS = ((100, 100), (1100, 110), (1000, 900), (200, 910))


def rectangle() -> Hand:
    hand = Hand(kind=Kind.PHOTO).take(ToolId.RECTANGLE)
    for x, y in CORNERS:
        hand.click(x, y)
    return hand


def test_four_corners_and_two_sizes_rectify_the_plane() -> None:
    hand = rectangle()
    assert hand.machine.tool.pending_is_line
    request = hand.request()
    assert request is not None
    assert (request.label, request.is_last) == ("Width", False)
    hand.machine.answer(800.0)
    request = hand.request()
    assert request is not None
    assert (request.label, request.is_last) == ("Height", True)
    hand.machine.go_back()
    assert hand.request() is not None
    hand.machine.answer(1000.0)
    hand.machine.answer(700.0)
    scale = hand.case.scale
    width = scale.to_plane(ImagePoint(1100, 110)).x - scale.to_plane(ImagePoint(100, 100)).x
    assert width == pytest.approx(1000.0)
    assert hand.session.undo_label == "Scale from rectangle"
    hand.take(ToolId.RECTANGLE)
    for x, y in CORNERS:
        hand.click(x, y)
    request = hand.request()
    assert request is not None
    assert request.suggestion == 1000.0


def test_no_size_is_made_up_but_that_of_a_ball() -> None:
    suggested = {}
    for tool, points in (
        (ToolId.RULER, ((100, 100), (100, 500))),
        (ToolId.HEIGHT, ((100, 100), (100, 500))),
        (ToolId.RECTANGLE, CORNERS),
        (ToolId.BALL, ((100, 100), (150, 50), (200, 100))),
    ):
        hand = Hand(kind=Kind.PHOTO).take(tool)
        for x, y in points:
            hand.click(x, y)
        request = hand.request()
        assert request is not None
        suggested[tool] = request.suggestion
    assert suggested == {ToolId.RULER: None, ToolId.HEIGHT: None, ToolId.RECTANGLE: None, ToolId.BALL: 25.0}


@pytest.mark.parametrize(
    ("lower", "names"),
    [
        (900, ["A4 297×210", "Letter 279.4×215.9", "Card 85.6×53.98"]),
        (1900, ["A4 210×297", "Letter 215.9×279.4", "Card 53.98×85.6"]),
    ],
)
def test_sheets_at_hand_lie_as_they_were_clicked(lower: float, names: list[str]) -> None:
    hand = Hand(kind=Kind.PHOTO).take(ToolId.RECTANGLE)
    for x, y in ((100, 100), (1100, 100), (1100, lower), (100, lower)):
        hand.click(x, y)
    request = hand.request()
    assert request is not None
    assert [choice.name for choice in request.choices] == names
    for value in request.choices[0].values:
        hand.machine.answer(value)
    made = hand.case.calibration.calibration
    assert isinstance(made, RectangleCalibration)
    assert f"A4 {made.width_mm:g}×{made.height_mm:g}" == names[0]


def test_corners_that_cross_are_refused_with_a_sentence_and_the_last_is_asked_again() -> None:
    hand = Hand(kind=Kind.PHOTO).take(ToolId.RECTANGLE).click(100, 100).click(1100, 100).click(200, 900)
    hand.click(1000, 950)
    assert "cross" in hand.machine.tool.prompt.sentence
    assert hand.request() is None
    hand.machine.go_back()
    assert "lower right" in hand.machine.tool.prompt.sentence
    hand.click(1000, 950).click(200, 900)
    assert hand.request() is not None


def test_a_corner_can_be_dragged_live_but_not_across_another() -> None:
    hand = rectangle()
    hand.machine.answer(1000.0)
    hand.machine.answer(700.0)
    before = hand.case.scale
    hand.take(ToolId.SELECT).press(1100, 110).move(1150, 100)
    assert hand.case.scale != before
    here = hand.case.scale
    hand.move(100, 950).release()
    assert hand.case.scale == here
    rectangle_now = hand.case.calibration.calibration
    assert isinstance(rectangle_now, RectangleCalibration)
    assert rectangle_now.corners[1] == ImagePoint(1150, 100)


def test_a_size_that_makes_no_scale_leaves_the_first_size_standing() -> None:
    hand = rectangle()
    hand.machine.answer(800.0)
    with pytest.raises(CalibrationError, match="the height lies between 10 and 5000 mm"):
        hand.machine.answer(9.0)
    request = hand.request()
    assert request is not None
    assert request.label == "Height"


def values(hand: Hand) -> dict[tuple[str, Side | None], float]:
    return {(r.measurement.id, r.side): r.outcome.value for r in hand.case.readings() if isinstance(r.outcome, Value)}


def test_a_plumb_line_needs_no_number_and_is_one_step() -> None:
    hand = Hand().quick_axis()
    before = values(hand)
    hand.take(ToolId.PLUMB).click(720, 2900).click(700, 100)
    assert hand.tool() is ToolId.PLACE
    assert hand.session.undo_label == "Plumb line"
    assert hand.case.plumb is not None
    assert hand.case.plumb.top == ImagePoint(700, 100)
    assert hand.case.scale.roll_deg == pytest.approx(0.4092, abs=1e-3)
    after = values(hand)
    changed = {key[0] for key, value in after.items() if value != pytest.approx(before[key], abs=1e-9)}
    assert changed == {"pelvic_obliquity"}
    hand.take(ToolId.SELECT).drag(720, 2900, 700, 2900)
    assert hand.session.undo_label == "Move plumb line"
    assert hand.case.scale.roll_deg == pytest.approx(0.0)
    hand.click(700, 1400)
    assert piece(hand) == ScalePiece(plumb=True)
    hand.machine.clear()
    assert hand.session.undo_label == "Remove plumb line"
    assert hand.case.plumb is None


def test_a_line_that_leans_too_far_is_no_plumb_line() -> None:
    hand = Hand().take(ToolId.PLUMB).click(100, 100).click(900, 700)
    assert "leans by 53°" in hand.machine.tool.prompt.sentence
    assert hand.case == Hand().case
    hand.click(110, 900)
    assert hand.case.plumb is not None


# ------------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("tool", "clicks", "value", "reason"),
    [
        (ToolId.RULER, 2, -5.0, "the known length must be more than zero"),
        (ToolId.RULER, 2, 30000.0, "the known length lies between 1 and 3000 mm"),
        (ToolId.BALL, 3, 0.0, "the diameter must be more than zero"),
        (ToolId.BALL, 3, 2500.0, "the diameter lies between 1 and 300 mm"),
        (ToolId.HEIGHT, 2, 172.0, "the height lies between 300 and 2500 mm"),
        (ToolId.RECTANGLE, 4, 1e9, "the width lies between 10 and 5000 mm"),
    ],
)
def test_absurd_sizes_are_refused_in_a_sentence(tool: ToolId, clicks: int, value: float, reason: str) -> None:
    hand = Hand(kind=Kind.PHOTO).take(tool)
    for x, y in CORNERS[:clicks]:
        hand.click(x, y)
    with pytest.raises(CalibrationError, match=reason):
        hand.machine.answer(value)
    assert hand.case == Hand(kind=Kind.PHOTO).case
    assert hand.request() is not None


def test_a_size_too_small_for_its_mark_is_refused_by_the_domain() -> None:
    hand = Hand().take(ToolId.BALL).click(10, 10).click(10.5, 10.5).click(11, 10)
    with pytest.raises(CalibrationError, match="too small"):
        hand.machine.answer(25.0)
    assert hand.request() is not None


def test_points_beyond_the_picture_are_not_set() -> None:
    hand = Hand().take(ToolId.RULER).click(-5, 100)
    assert hand.pending() == []
    hand.press(100, 100).move(100, 2900).move(100, 4000).release()
    assert hand.pending() == [ImagePoint(100, 100), ImagePoint(100, 2900)]


def test_opening_another_picture_drops_what_was_drawn() -> None:
    hand = Hand().take(ToolId.RULER).click(100, 100)
    hand.session.open(Hand().case)
    assert hand.take(ToolId.RULER).pending() == []
