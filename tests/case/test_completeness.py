"""What a protocol asks for and a case lacks: named by leg, and silent where nothing is lacking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from kneeview.case.case import Case
from kneeview.case.completeness import completeness
from kneeview.case.image_reference import ImageReference
from kneeview.case.placements import NOT_VISIBLE, Absent, Found, Limb, Placement, PointMark
from kneeview.domain.drawing.shapes import Drawing, DrawingKind
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.protocols import protocol
from kneeview.domain.sides import LegsShown

R, L_ = Side.RIGHT, Side.LEFT
AT = PointMark(ImagePoint(10, 10))
SUGGESTED = PointMark(ImagePoint(10, 10), Found.SUGGESTED)
QUICK: Limb = dict.fromkeys(protocol("quick_axis").landmarks, AT)
EMPTY = Case(ImageReference("film", rows=100, columns=100))


def text_of(limbs: Mapping[Side, Limb], protocol_id: str = "quick_axis") -> str:
    found = completeness(replace(EMPTY, limbs=limbs, protocol_id=protocol_id))
    assert found is not None
    assert found.is_complete is (found.text == "") is (found.brief == ())
    return found.text


def without(landmark: L, limb: Limb = QUICK) -> Limb:
    return {i: mark for i, mark in limb.items() if i is not landmark}


@pytest.mark.parametrize(
    ("limbs", "text"),
    [
        ({R: QUICK, L_: QUICK}, ""),
        ({R: {}, L_: {}}, "No landmark of the protocol Quick axis is placed."),
        ({R: QUICK, L_: {}}, "3 of 6 landmarks of the protocol Quick axis not placed: the whole left leg."),
        (
            {R: without(L.KNEE_CENTER), L_: {L.ANKLE_CENTER: AT}},
            "3 of 6 landmarks of the protocol Quick axis not placed: right knee centre; left hip centre, knee centre.",
        ),
        ({R: QUICK, L_: {**QUICK, L.HIP_CENTER: NOT_VISIBLE}}, "Marked as not visible: left hip centre."),
        (
            {R: {**QUICK, L.HIP_CENTER: Absent("implant")}, L_: {**QUICK, L.HIP_CENTER: NOT_VISIBLE}},
            "Marked as implant: right hip centre. Marked as not visible: left hip centre.",
        ),
        (
            {R: QUICK, L_: {**QUICK, L.KNEE_CENTER: SUGGESTED}},
            "Only suggested, not accepted and not measured: left knee centre.",
        ),
    ],
)
def test_what_is_lacking_is_named_by_leg(limbs: Mapping[Side, Limb], text: str) -> None:
    assert text_of(limbs) == text


def test_a_name_with_a_comma_is_turned_round_in_the_list() -> None:
    full: Limb = dict.fromkeys(protocol("full_alignment").landmarks, AT)
    left = without(L.FEMORAL_SHAFT_DISTAL, without(L.FEMORAL_SHAFT_PROXIMAL, full))
    assert "left proximal femoral shaft, distal femoral shaft." in text_of({R: full, L_: left}, "full_alignment")


def test_notch_and_spines_serve_for_the_knee_centre_only_where_both_are_placed() -> None:
    served: Limb = {**without(L.KNEE_CENTER), L.FEMORAL_NOTCH: AT, L.TIBIAL_SPINES: AT}
    assert text_of({R: served, L_: served}) == ""
    spoilt: Placement
    for spoilt in (NOT_VISIBLE, SUGGESTED):
        assert "left knee centre" in text_of({R: served, L_: {**served, L.TIBIAL_SPINES: spoilt}})
    assert "left ankle centre" in text_of({R: served, L_: without(L.ANKLE_CENTER, served)})


def test_a_leg_that_the_picture_does_not_show_is_not_lacking() -> None:
    found = completeness(replace(EMPTY, limbs={R: QUICK, L_: {}}, legs=LegsShown.RIGHT))
    assert found is not None
    assert found.is_complete


def test_in_short_a_few_are_named_and_of_many_the_number_is_told() -> None:
    few = completeness(replace(EMPTY, limbs={R: QUICK, L_: without(L.HIP_CENTER)}))
    many = completeness(replace(EMPTY, limbs={R: without(L.HIP_CENTER), L_: {}}))
    assert few is not None
    assert many is not None
    assert few.brief == ("Incomplete: 1 of 6 landmarks not placed", "left hip centre")
    assert many.brief == ("Incomplete: 4 of 6 landmarks not placed", "1 on the right, 3 on the left")


def test_where_no_protocol_was_followed_nothing_is_lacking() -> None:
    line = Drawing(1, DrawingKind.LENGTH, (ImagePoint(0, 0), ImagePoint(5, 5)))
    assert completeness(replace(EMPTY, protocol_id="")) is None
    assert completeness(replace(EMPTY, drawings=(line,))) is None
    assert completeness(replace(EMPTY, drawings=(line,), limbs={R: QUICK, L_: {}})) is not None
