"""The JSON of points, placements, calibrations, view and posture, both ways, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeview.case.notation.circumstances import (
    read_positioning,
    read_posture,
    read_view,
    write_positioning,
    write_posture,
    write_view,
)
from kneeview.case.notation.landmarks import (
    read_limbs,
    read_placement,
    read_states,
    write_limbs,
    write_placement,
    write_states,
)
from kneeview.case.notation.node import Json, Node, NotationError, parse
from kneeview.case.notation.scale import read_calibration, write_calibration
from kneeview.case.placements import Absent, CircleMark, Found, Limb, PointMark
from kneeview.domain.calibration import FROM_HEADER, Calibration, RulerCalibration, RulerSegment, SpacingCalibration
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import SIDES, Facing, Side, View
from kneeview.domain.positioning import QUESTIONS, Positioning
from kneeview.domain.posture import Posture, Underlay
from tests.case.cases import calibrations, limbs, placements, positionings, postures, views


def again(written: Json) -> Node:
    """Return what was written as it is read from a file."""
    return parse(json.dumps(written).encode())


# -------------------------------------------------------------------------------------------------- both ways


@given(views())
def test_a_view_reads_as_it_was_written(view: View) -> None:
    assert read_view(again(write_view(view))) == view


@given(postures())
def test_a_posture_reads_as_it_was_written(posture: Posture) -> None:
    assert read_posture(again(write_posture(posture))) == posture


@given(calibrations())
def test_a_calibration_reads_as_it_was_written(calibration: Calibration) -> None:
    assert read_calibration(again(write_calibration(calibration))) == calibration


@given(limbs())
def test_both_legs_read_as_they_were_written_and_in_the_same_order(placed: dict[Side, Limb]) -> None:
    read = read_states(again(write_states(placed)), read_limbs(again(write_limbs(placed))))
    assert read == placed
    assert [list(read[side]) for side in SIDES] == [list(placed[side]) for side in SIDES]


@given(st.sampled_from(LandmarkId).flatmap(lambda i: st.tuples(st.just(i), placements(i))))
def test_a_placement_reads_as_it_was_written(placed: tuple[LandmarkId, PointMark | CircleMark | Absent]) -> None:
    _, placement = placed
    if not isinstance(placement, Absent):
        placement = replace(placement, found=Found.BY_HAND, locked=False)  # those stand in a section of their own
    assert read_placement(again(write_placement(placement))) == placement


# ------------------------------------------------------------------------------------------- the words of files


def test_a_placement_is_written_as_the_contract_says() -> None:
    assert write_placement(PointMark(ImagePoint(1.5, 2))) == [1.5, 2]
    assert write_placement(Absent("outside the film")) == {"absent": "outside the film"}
    rim = (ImagePoint(0, 0), ImagePoint(8, 0), ImagePoint(4, 8))
    assert write_placement(CircleMark(rim)) == {"rim": [[0, 0], [8, 0], [4, 8]]}


def test_a_calibration_is_written_as_the_contract_says() -> None:
    assert write_calibration(FROM_HEADER) == {"method": "header"}
    assert write_calibration(SpacingCalibration(0.2, 0.1)) == {"method": "spacing", "row_mm": 0.2, "column_mm": 0.1}
    ruler = RulerCalibration((RulerSegment(ImagePoint(1, 2), ImagePoint(3, 4), 100),))
    assert write_calibration(ruler) == {
        "method": "ruler",
        "segments": [{"from": [1, 2], "to": [3, 4], "length_mm": 100}],
    }


def test_view_and_posture_are_written_as_the_contract_says() -> None:
    assert write_view(View(Facing.POSTERIOR, mirrored=True)) == {"facing": "posterior", "mirrored": True}
    assert write_posture(Posture(weight_bearing=True)) == {
        "weight_bearing": True,
        "patellae_forward": False,
        "knees_touching": False,
        "ankles_touching": False,
    }


def test_blocks_and_lifts_are_written_where_there_are_any() -> None:
    raised = Posture(under_left=Underlay(10, 4.5))
    assert write_posture(raised)["under_foot"] == {
        "right": {"block_mm": 0, "lift_mm": 0},
        "left": {"block_mm": 10, "lift_mm": 4.5},
    }
    assert read_posture(again(write_posture(raised))) == raised
    assert read_posture(again({"under_foot": {"right": {"block_mm": 5}}})) == Posture(under_right=Underlay(5))


@pytest.mark.parametrize("height", [-1, 300.5])
def test_a_block_that_nobody_stands_on_is_refused(height: float) -> None:
    with pytest.raises(NotationError, match=r"under_foot\.left\.lift_mm: must be 0 to 300 mm"):
        read_posture(again({"under_foot": {"left": {"lift_mm": height}}}))


def test_what_is_left_out_has_its_default() -> None:
    nothing = Node(None)
    assert read_view(nothing) == read_view(again({})) == View()
    assert read_posture(nothing) == read_posture(again({})) == Posture()
    assert read_calibration(nothing) == read_calibration(again({})) == FROM_HEADER
    assert read_limbs(nothing) == read_limbs(again({})) == {side: {} for side in SIDES}


def test_null_is_the_same_as_left_out() -> None:
    assert read_limbs(again({"right": None, "left": {"hip_center": None}})) == {side: {} for side in SIDES}
    assert read_view(again({"facing": None, "mirrored": None})) == View()
    assert read_posture(again({"weight_bearing": None})) == Posture()
    assert read_calibration(again({"method": None})) == FROM_HEADER


def test_a_number_may_be_whole_or_broken() -> None:
    assert [again(value).number() for value in (3, -2.5, 1e300, 10**20)] == [3, -2.5, 1e300, 1e20]


def test_texts_whole_numbers_and_truths_have_their_defaults() -> None:
    nothing = Node(None, "place")
    assert (nothing.text(), nothing.text("else"), nothing.whole(), nothing.whole(7)) == ("", "else", 0, 7)
    assert (nothing.truth(), nothing.truth(default=True)) == (False, True)
    assert (again("text").text(), again(12).whole(), again(12.0).whole(), again(True).truth()) == ("text", 12, 12, True)


def test_a_key_is_there_or_it_is_not() -> None:
    node = again({"rim": None})
    assert node.has("rim")
    assert not node.has("absent")
    assert not again([1]).has("rim")
    assert not node.at("rim").is_present


# ---------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize("value", [True, False, "1", None, [1], {"x": 1}])
def test_what_is_no_number_is_refused_and_its_place_is_named(value: Json) -> None:
    with pytest.raises(NotationError, match=r"^top\.x: must be a number$"):
        Node({"x": value}, "top").at("x").number()


@pytest.mark.parametrize("text", ["1e999", "-1e999", "1" + "0" * 400, "NaN", "Infinity", "-Infinity"])
def test_a_number_beyond_all_numbers_is_refused(text: str) -> None:
    with pytest.raises(NotationError, match=r"^x: must be a finite number$"):
        parse('{"x": %s}' % text).at("x").number()  # noqa: UP031


@pytest.mark.parametrize("value", [-1, 0.5, 1e999, "3", True])
def test_what_is_no_whole_number_is_refused(value: Json) -> None:
    with pytest.raises(NotationError, match=r"^x: must be a"):
        Node({"x": value}).at("x").whole()


@pytest.mark.parametrize(
    ("ask", "value", "sentence"),
    [
        ("text", 3, "must be a text in quotation marks"),
        ("truth", 1, "must be true or false"),
        ("truth", "true", "must be true or false"),
        ("items", {"0": 1}, "must be a list in brackets"),
        ("members", [1], "must be an object in braces"),
        ("point", [1], r"must be a point \[x, y\]"),
        ("point", [1, 2, 3], r"must be a point \[x, y\]"),
        ("point", "1, 2", "must be a list in brackets"),
    ],
)
def test_what_is_of_another_kind_is_refused(ask: str, value: Json, sentence: str) -> None:
    with pytest.raises(NotationError, match=f"^place: {sentence}$"):
        getattr(Node(value, "place"), ask)()


def test_a_member_of_what_is_no_object_is_refused() -> None:
    with pytest.raises(NotationError, match=r"^place: must be an object in braces$"):
        Node([1], "place").at("key")


def test_a_word_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(NotationError, match=r"^view\.facing: must be one of anterior, posterior$"):
        read_view(Node({"facing": "from behind"}, "view"))
    with pytest.raises(NotationError, match=r"^view\.facing: must be a text"):
        read_view(Node({"facing": 3}, "view"))


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1, ]", "not json", '{"a": 1} 2', "\ud800"],
)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(NotationError, match="no readable JSON"):
        parse(text.encode("utf-8", "surrogatepass"))


def test_the_line_of_a_slip_is_named() -> None:
    with pytest.raises(NotationError, match=r"^this is no readable JSON \(line 3\)$"):
        parse('{\n"a": 1,\nb: 2}')


def test_bytes_that_are_no_text_and_nesting_without_end_are_refused() -> None:
    for content in (b"\xff\xfe{}", b"[" * 200_000, b"1" * 10_000):
        with pytest.raises(NotationError, match="no readable JSON"):
            parse(content)


def test_a_byte_order_mark_is_no_slip() -> None:
    assert parse(b'\xef\xbb\xbf{"a": 1}').at("a").number() == 1


@given(positionings())
def test_the_positioning_card_is_read_as_it_was_written(positioning: Positioning) -> None:
    written = write_positioning(positioning)
    assert read_positioning(again(written)) == positioning
    assert written.keys() == {question.point for question in QUESTIONS}


def test_an_answer_that_nobody_can_give_names_its_place() -> None:
    with pytest.raises(NotationError, match=r"feet: must be one of apart, together"):
        read_positioning(Node({"feet": "sideways"}))
    assert read_positioning(Node(None)) == Positioning()


def test_states_are_of_legs_and_landmarks_that_are_there() -> None:
    limbs = read_limbs(again({"right": {"knee_center": [1, 2], "ankle_center": {"absent": "cut off"}}}))
    read = read_states(again({"right": {"knee_center": {"locked": True}, "ankle_center": {"locked": True}}}), limbs)
    assert read[Side.RIGHT] == {
        LandmarkId.KNEE_CENTER: PointMark(ImagePoint(1, 2), locked=True),
        LandmarkId.ANKLE_CENTER: Absent("cut off"),
    }
    assert read_states(again({"left": {"knee_center": {"found": "snapped"}}}), limbs) == limbs
    assert read_states(again(None), limbs) == limbs
    with pytest.raises(NotationError, match="right or left"):
        read_states(again({"middle": {}}), limbs)
    with pytest.raises(NotationError, match="found"):
        read_states(again({"right": {"knee_center": {"found": "guessed"}}}), limbs)
