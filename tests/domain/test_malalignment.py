"""The malalignment statement: which angles lie outside their quoted ranges, in words, and nothing beyond that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kneeview.domain.catalog import measurement, readings
from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.malalignment import malalignment
from kneeview.domain.measurement import Subject, Value
from kneeview.domain.person import Person
from kneeview.domain.scale import NO_SCALE
from tests.domain.subjects import scale_of


def bones(*, femur_deg: float = 87.5, tibia_deg: float = 87.5, trochanter_v: float = -430) -> dict[L, Vec]:
    """Return a leg with an upright mechanical axis, whose joint lines make these angles with it."""
    condyle = Vec(30, 0).turned(90 - femur_deg)
    plateau = Vec(30, 0).turned(90 - tibia_deg)
    return {
        L.HIP_CENTER: Vec(-90, -430),
        L.KNEE_CENTER: Vec(-90, 0),
        L.ANKLE_CENTER: Vec(-90, 360),
        L.FEMORAL_CONDYLE_LATERAL: Vec(-90, 0) - condyle,
        L.FEMORAL_CONDYLE_MEDIAL: Vec(-90, 0) + condyle,
        L.TIBIAL_PLATEAU_LATERAL: Vec(-90, 4) - plateau,
        L.TIBIAL_PLATEAU_MEDIAL: Vec(-90, 4) + plateau,
        L.TIBIAL_PLAFOND_LATERAL: Vec(-105, 360),
        L.TIBIAL_PLAFOND_MEDIAL: Vec(-75, 360),
        L.GREATER_TROCHANTER: Vec(-142, trochanter_v),
    }


def said(right: dict[L, Vec], left: dict[L, Vec] | None = None, **subject: Any) -> tuple[str, ...]:
    placed = Subject({Side.RIGHT: right, Side.LEFT: left or {}}, scale_of())
    return malalignment(readings(replace(placed, **subject))).sentences


RANGES = "Ranges: Paley's nomenclature table, via public report templates (adult). Outside a range is not a diagnosis."
NO_RANGE = "has no quoted range; 0–2° (adult) is recalled, not re-read, and no flag"


@pytest.mark.parametrize(
    ("femur_deg", "tibia_deg", "words"),
    [
        (95, 87.5, "the femur contributes to varus (mLDFA 95.0°, above 85–90°)"),
        (80, 87.5, "the femur contributes to valgus (mLDFA 80.0°, below 85–90°)"),
        (87.5, 80, "the tibia contributes to varus (MPTA 80.0°, below 85–90°)"),
        (87.5, 95, "the tibia contributes to valgus (MPTA 95.0°, above 85–90°)"),
    ],
)
def test_an_angle_outside_its_range_says_which_bone_contributes_to_what(
    femur_deg: float, tibia_deg: float, words: str
) -> None:
    (leg, source) = said(bones(femur_deg=femur_deg, tibia_deg=tibia_deg))
    assert leg.startswith(f"Right: {words[:1].upper()}{words[1:]}. ")
    assert source == RANGES


def test_both_bones_are_named_and_what_lies_within_as_well() -> None:
    leg, _ = said(bones(femur_deg=95, tibia_deg=80))
    assert leg == (
        "Right: The femur contributes to varus (mLDFA 95.0°, above 85–90°); the tibia contributes to varus "
        "(MPTA 80.0°, below 85–90°). Indeterminate against a limit: LDTA 90.0° (86–92°), mLPFA 90.0° (85–95°). "
        f"JLCA 15.0° opening medially {NO_RANGE}."
    )


def test_an_angle_without_a_direction_is_named_with_its_place() -> None:
    leg, _ = said(bones(trochanter_v=-450))
    assert "At the hip mLPFA 111.0°, above 85–95°." in leg


def test_where_everything_lies_within_that_is_said() -> None:
    wanted = {L.HIP_CENTER, L.KNEE_CENTER, L.FEMORAL_CONDYLE_LATERAL, L.FEMORAL_CONDYLE_MEDIAL}
    assert said({i: at for i, at in bones().items() if i in wanted}) == (
        "Right: No angle lies outside its quoted range. Within: mLDFA 87.5° (85–90°).",
        RANGES,
    )


def test_what_cannot_be_told_from_a_limit_is_said_to_be_so() -> None:
    leg, _ = said(bones(femur_deg=90.2))
    assert "Indeterminate against a limit: mLDFA 90.2° (85–90°), LDTA 90.0° (86–92°)" in leg
    assert "contributes" not in leg


def test_the_legs_are_compared_where_they_differ_by_more_than_placing() -> None:
    right, left, compared, _ = said(bones(femur_deg=95), bones(femur_deg=87.5))
    assert (right[:6], left[:5]) == ("Right:", "Left:")
    assert compared == (
        "Right against left: mLDFA larger on the right by 7.5°; JLCA more open laterally on the left by 7.5°; "
        "no difference beyond the placement error in MPTA, LDTA, mLPFA."
    )
    assert "larger on the left by 7.5°" in said(bones(femur_deg=87.5), bones(femur_deg=95))[2]
    assert said(bones(), bones())[2] == (
        "Right against left: no difference beyond the placement error in mLDFA, MPTA, JLCA, LDTA, mLPFA."
    )


def test_legs_that_differ_in_everything_leave_nothing_alike() -> None:
    wanted = {L.HIP_CENTER, L.KNEE_CENTER, L.GREATER_TROCHANTER}
    right, left = ({i: at for i, at in bones(trochanter_v=v).items() if i in wanted} for v in (-430, -470))
    assert said(right, left)[2] == "Right against left: mLPFA larger on the left by 37.6°."


def test_without_a_scale_nothing_is_told_from_a_limit() -> None:
    leg, *_ = said(bones(femur_deg=95), bones(), scale=NO_SCALE)
    assert leg.startswith("Right: Indeterminate against a limit: mLDFA 95.0° (85–90°)")
    assert not any("against left" in sentence for sentence in said(bones(), bones(), scale=NO_SCALE))


def test_a_photo_and_an_empty_film_have_no_statement() -> None:
    assert said(bones(femur_deg=95), kind=Kind.PHOTO) == ()
    assert said({}) == ()


def test_an_angle_without_range_and_recollection_says_so_plainly() -> None:
    found = readings(Subject(dict.fromkeys(SIDES, bones()), scale_of()))
    plain = [
        replace(reading, outcome=replace(reading.outcome, recalled=()))
        for reading in found
        if reading.measurement.id == "jlca" and isinstance(reading.outcome, Value)
    ]
    assert malalignment(plain).sentences[0] == "Right: JLCA 0.0° (parallel) has no quoted range."


def test_the_findings_carry_the_numbers() -> None:
    statement = malalignment(readings(Subject({Side.RIGHT: bones(femur_deg=95), Side.LEFT: {}}, scale_of())))
    outside = [found for found in statement.findings if found.is_outside]
    assert [(found.measurement_id, found.part, found.towards) for found in outside] == [("mldfa", "femur", "varus")]
    assert outside[0].value == pytest.approx(95)


@pytest.mark.parametrize("measurement_id", ["mldfa", "mpta", "ldta", "mlpfa"])
def test_the_angles_of_bones_are_quoted_with_both_limits(measurement_id: str) -> None:
    for quoted in measurement(measurement_id).ranges:
        assert quoted.low is not None
        assert quoted.high is not None


def test_angles_of_a_child_are_not_compared_with_the_ranges_of_adults() -> None:
    (leg, source) = said(bones(femur_deg=80), person=Person("F", 4.0))
    assert leg.startswith(
        "Right: Not compared, since the ranges are not of this age: mLDFA 80.0° (85–90°), MPTA 87.5° (85–90°), "
    )
    assert source == RANGES
