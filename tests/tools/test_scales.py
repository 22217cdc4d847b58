"""The scale typed, taken from the header, told its depth and exchanged: one step each, and refused with a sentence."""

from __future__ import annotations

import pytest

from kneeview.domain.calibration import CalibrationError, RulerCalibration
from kneeview.domain.scale import Scale, ScaleState
from kneeview.tools.scales import Scales
from kneeview.tools.tool_id import ToolId
from tests.hand import MADE_AT, Hand

DETECTOR = Scale(
    ScaleState.DETECTOR_PLANE, "header", "Detector.", 0.4, 0.2, aspect=2.0, level=7, offered_factor=1.25
)  # fmt: skip


def is_made(hand: Hand) -> bool:
    return hand.machine.scales.is_made


def offered(hand: Hand) -> float | None:
    return hand.machine.scales.offered_factor


def ruled(hand: Hand) -> Scales:
    hand.take(ToolId.RULER).click(200, 300).click(200, 1300)
    hand.machine.answer(300)
    return hand.machine.scales


@pytest.mark.parametrize("typed", ["0.15", "0,15", " 0.15 "])
def test_a_typed_spacing_is_across_and_keeps_the_shape_of_the_pixel(typed: str) -> None:
    hand = Hand(DETECTOR)
    hand.machine.scales.type_spacing(typed)
    assert hand.case.scale.column_mm == 0.15
    assert hand.case.scale.row_mm == pytest.approx(0.3)
    assert (hand.case.calibration.by, hand.case.calibration.at) == (MADE_AT.by, MADE_AT.at)
    hand.machine.undo()
    assert hand.case.scale == DETECTOR


@pytest.mark.parametrize(
    ("typed", "why"),
    [("wide", "is no number"), ("0", "more than zero"), ("-1", "more than zero"), ("11", "lies between")],
)
def test_what_is_no_spacing_is_refused_and_changes_nothing(typed: str, why: str) -> None:
    hand = Hand()
    with pytest.raises(CalibrationError, match=why):
        hand.machine.scales.type_spacing(typed)
    assert hand.session.undo_label == ""


def test_the_header_s_magnification_is_divided_by_once() -> None:
    hand = Hand(DETECTOR)
    scales = hand.machine.scales
    assert offered(hand) == 1.25
    scales.accept_offer()
    assert hand.case.scale.column_mm == pytest.approx(0.16)
    assert offered(hand) is None
    scales.accept_offer()
    assert hand.case.scale.column_mm == pytest.approx(0.16)


def test_the_header_s_scale_comes_back_and_the_own_one_stays_to_compare() -> None:
    hand = Hand(DETECTOR)
    scales = ruled(hand)
    assert is_made(hand)
    scales.use_header()
    assert not is_made(hand)
    assert hand.case.scale.column_mm == 0.2
    scales.use_comparison(0)
    assert is_made(hand)
    assert hand.session.undo_label == "Use ruler of 300 mm"
    scales.use_header()
    scales.remove_comparison(0)
    assert hand.case.comparisons == ()
    assert hand.session.undo_label == "Remove ruler of 300 mm"


def test_the_depth_of_a_marker_is_set_once_and_forgotten() -> None:
    hand = Hand()
    scales = ruled(hand)
    for typed, depth in (("3 cm", 30.0), ("30", 30.0), ("", None)):
        scales.set_depth(typed)
        ruler = hand.case.calibration.calibration
        assert isinstance(ruler, RulerCalibration)
        assert ruler.marker_depth_mm == depth
    hand.machine.undo()
    hand.machine.undo()
    assert hand.session.undo_label != "Depth of the marker", "the same depth again was no step"
    with pytest.raises(CalibrationError, match="“deep” is no number"):
        scales.set_depth("deep")


def test_without_a_marker_there_is_no_depth_to_set() -> None:
    hand = Hand()
    hand.machine.scales.set_depth("30")
    assert hand.session.undo_label == ""
