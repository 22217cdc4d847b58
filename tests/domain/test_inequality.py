"""Leg-length inequality by its methods: the published report, blocks under the feet, and what is left over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kneeview.domain.catalog import readings
from kneeview.domain.geometry import Vec
from kneeview.domain.inequality import Method, leg_length_methods, remainder
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import Subject
from kneeview.domain.posture import Posture, Underlay
from kneeview.domain.scale import NO_SCALE
from tests.domain.subjects import reading_of, scale_of


def leg(top: float, femur: float, joint: float, tibia: float) -> dict[L, Vec]:
    """Return a leg that stands straight on the floor at 0, its ankle 80 mm above it."""
    ankle = Vec(-90, -80)
    spines = ankle + Vec(0, -tibia)
    notch = spines + Vec(0, -joint)
    hip = notch + Vec(0, -femur)
    return {
        L.HIP_CENTER: hip,
        L.FEMORAL_HEAD_TOP: hip + Vec(0, -top),
        L.FEMORAL_NOTCH: notch,
        L.TIBIAL_SPINES: spines,
        L.ANKLE_CENTER: ankle,
        L.ILIAC_CREST: hip + Vec(0, -150),
    }


# O7 of the clinical reference: the lengths of a published report, its femur and tibia as the report measures them.
O7 = Subject({Side.RIGHT: leg(0, 424.6, 4.3, 340.0), Side.LEFT: leg(0, 421.5, 3.2, 322.9)}, scale_of(relative_sd=0.0))


def methods(subject: Subject) -> dict[str, Method]:
    return {method.id: method for method in leg_length_methods(subject)}


def test_the_published_report_comes_out_with_its_remainder() -> None:
    found = methods(O7)
    assert found["lld"].difference_mm == pytest.approx(21.3)
    assert found["leg_length_head_top_difference"].difference_mm == pytest.approx(21.3)
    assert found["femur_and_tibia_difference"].difference_mm == pytest.approx(20.2)
    assert found["lld"].text == "right longer by 21.3 mm"
    rest = remainder(readings(O7))
    assert rest is not None
    assert rest.text == "right longer by 1.1 mm"


def test_a_longer_leg_that_stands_carries_its_hip_and_its_crest_higher() -> None:
    found = methods(O7)
    for method_id in ("femoral_head_height_difference", "iliac_crest_height_difference"):
        assert found[method_id].difference_mm == pytest.approx(21.3)
        assert found[method_id].text == "right longer by 21.3 mm"
        assert found[method_id].corrected == ""
        low, high = found[method_id].interval or (0, 0)
        assert low < 21.3 < high
    assert found["femoral_head_height_difference"].measures == (
        "height of the tops of the femoral heads against the horizontal"
    )


def standing_on(left_mm: float, right_mm: float = 0.0) -> Subject:
    """Return the patient of O7 with blocks under the feet, which lift every landmark of that leg."""
    lift = {Side.RIGHT: right_mm, Side.LEFT: left_mm}
    return replace(
        O7,
        positions={s: {i: at + Vec(0, -lift[s]) for i, at in O7.positions[s].items()} for s in SIDES},
        posture=Posture(under_right=Underlay(lift_mm=right_mm), under_left=Underlay(left_mm)),
    )


@pytest.mark.parametrize(("left_mm", "right_mm"), [(10, 0), (0, 10), (30, 5), (21.3, 0)])
def test_blocks_do_not_change_what_any_method_says(left_mm: float, right_mm: float) -> None:
    plain, raised = methods(O7), methods(standing_on(left_mm, right_mm))
    for method_id, method in plain.items():
        assert raised[method_id].difference_mm == pytest.approx(method.difference_mm)
        assert raised[method_id].interval == pytest.approx(method.interval)


def test_blocks_are_said_wherever_heights_are_read() -> None:
    subject = standing_on(10)
    found = methods(subject)
    assert found["iliac_crest_height_difference"].corrected == "a 10 mm block under the left foot taken off"
    assert found["lld"].corrected == ""
    assert reading_of("femoral_head_height_difference", None, subject).text == (
        "left lower by 11.3 mm, with a 10 mm block under the left foot"
    )
    assert reading_of("pelvic_obliquity", None, subject).text.endswith(
        "between the hip centres, with a 10 mm block under the left foot"
    )
    assert "block" not in reading_of("lld", None, subject).text


def test_blocks_that_were_typed_in_are_a_method_of_their_own() -> None:
    assert "blocks" not in methods(O7)
    blocks = methods(standing_on(21.3))["blocks"]
    assert blocks.difference_mm == pytest.approx(21.3)
    assert blocks.interval is None
    assert blocks.text == "right longer by 21.3 mm, if the pelvis stood level on them"
    assert blocks.measures == "what was typed in: a 21.3 mm block under the left foot"


def test_what_is_not_placed_is_said_and_is_no_number() -> None:
    bare = replace(O7, positions={s: {L.ANKLE_CENTER: Vec(-90, 0)} for s in SIDES})
    for method in leg_length_methods(bare):
        assert not method.is_known
        assert method.text.startswith("needs ")
        assert method.interval is None
    assert remainder(readings(bare)) is None


def test_without_a_scale_no_method_has_a_number() -> None:
    assert {method.text for method in leg_length_methods(replace(O7, scale=NO_SCALE))} == {"needs a scale"}


def test_on_a_photo_the_methods_say_surface() -> None:
    for method in leg_length_methods(replace(O7, kind=Kind.PHOTO)):
        assert method.text.endswith(", surface")


def test_every_method_says_why_it_differs_from_the_others() -> None:
    reasons = [method.differs for method in leg_length_methods(standing_on(10))]
    assert len(set(reasons)) == len(reasons) == 6
    assert all(method.is_known for method in leg_length_methods(standing_on(10)))


def test_a_height_without_an_error_has_no_interval() -> None:
    """Heights need millimetres, and where there are millimetres there are errors: the other way is closed."""
    found = methods(replace(O7, scale=scale_of(relative_sd=None)))
    assert found["iliac_crest_height_difference"].interval is not None
