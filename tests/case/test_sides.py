"""Right and left exchanged after the side marker was read: nothing is lost, and the readings go to the right leg."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference, OtherPicture
from kneeview.case.placements import Absent, Limb, PointMark
from kneeview.case.sides import (
    consequence,
    denial,
    follows_view,
    landmarks_moved,
    only_side,
    question,
    turned_over,
    with_sides_confirmed,
    with_sides_exchanged,
)
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Facing, Side, View
from kneeview.domain.measurement import Value
from kneeview.domain.sides import HeaderSide, LegsShown
from tests.domain.subjects import scale_of

R, L_ = Side.RIGHT, Side.LEFT
VIEWS = [View(), View(Facing.POSTERIOR), View(mirrored=True), View(Facing.POSTERIOR, mirrored=True)]


def leg(hip: float, knee: float, ankle: float) -> Limb:
    return {
        L.HIP_CENTER: PointMark(ImagePoint(hip, 100)),
        L.KNEE_CENTER: PointMark(ImagePoint(knee, 500)),
        L.ANKLE_CENTER: PointMark(ImagePoint(ankle, 900)),
    }


BOTH: Mapping[Side, Limb] = {R: leg(200, 180, 200), L_: leg(800, 790, 805)}
CASE = Case(ImageReference("film", rows=1000, columns=1000), header_scale=scale_of(1.0), limbs=BOTH)


def values(case: Case) -> dict[tuple[str, Side | None], float]:
    found = case.readings()
    return {(r.measurement.id, r.side): r.outcome.value for r in found if isinstance(r.outcome, Value)}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_turned_over_has_right_at_the_other_edge_and_comes_back(view: View, kind: Kind) -> None:
    turned = turned_over(view, kind)
    assert turned.right_leg_on_the_left != view.right_leg_on_the_left
    assert turned_over(turned, kind).right_leg_on_the_left == view.right_leg_on_the_left


def test_a_film_is_taken_to_be_seen_from_behind_and_a_photo_to_be_mirrored() -> None:
    assert turned_over(View(), Kind.RADIOGRAPH) == View(Facing.POSTERIOR)
    assert turned_over(View(), Kind.PHOTO) == View(mirrored=True)


@pytest.mark.parametrize("view", VIEWS)
def test_landmarks_that_followed_the_view_go_to_the_other_leg_with_the_same_readings(view: View) -> None:
    case = replace(CASE, view=view, sides_confirmed=True)
    if not view.right_leg_on_the_left:
        case = replace(case, limbs={R: BOTH[L_], L_: BOTH[R]})
    after = with_sides_exchanged(case)
    assert not after.sides_confirmed
    assert after.limbs == {R: case.limbs[L_], L_: case.limbs[R]}
    assert landmarks_moved(case, after) == 6
    before = values(case)
    for (reading, side), value in values(after).items():
        if side is not None:
            assert value == pytest.approx(before[reading, side.other])
        elif reading.endswith("lld"):
            assert value == pytest.approx(-before[reading, None])


def test_landmarks_set_against_the_view_stay_and_only_the_view_turns() -> None:
    case = replace(CASE, view=View(mirrored=True))
    assert "sides_swapped" in {notice.code for notice in case.notices()}
    after = with_sides_exchanged(case)
    assert (after.limbs, after.view) == (BOTH, View())
    assert landmarks_moved(case, after) == 0
    assert "sides_swapped" not in {notice.code for notice in after.notices()}


@pytest.mark.parametrize(
    ("limbs", "follows"),
    [
        ({R: BOTH[R], L_: {}}, True),
        ({R: {}, L_: BOTH[R]}, False),
        ({R: BOTH[L_], L_: {}}, False),
        ({R: {}, L_: BOTH[L_]}, True),
        ({R: {L.HIP_CENTER: Absent("cut off")}, L_: BOTH[L_]}, True),
    ],
)
def test_one_leg_is_judged_by_its_half_of_the_picture(limbs: Mapping[Side, Limb], follows: bool) -> None:
    assert follows_view(replace(CASE, limbs=limbs)) == follows


def test_a_single_leg_becomes_the_other_one_and_its_lateral_points_medial() -> None:
    lateral, medial = PointMark(ImagePoint(460, 500)), PointMark(ImagePoint(540, 500))
    placed: Limb = {**leg(500, 500, 510), L.TIBIAL_EDGE_LATERAL: lateral, L.TIBIAL_EDGE_MEDIAL: medial}
    case = replace(CASE, limbs={R: placed, L_: {}}, header_side=HeaderSide("R", only=R))
    assert only_side(case) is R
    after = with_sides_exchanged(with_sides_confirmed(case))
    assert (after.legs, after.view, after.sides_confirmed, only_side(after)) == (LegsShown.LEFT, View(), False, L_)
    assert after.limbs[R] == {}
    assert after.limbs[L_] == {**leg(500, 500, 510), L.TIBIAL_EDGE_MEDIAL: lateral, L.TIBIAL_EDGE_LATERAL: medial}
    assert "order" not in {notice.code for notice in after.notices()}
    assert values(after)["mad", L_] == pytest.approx(-values(case)["mad", R])
    assert with_sides_exchanged(after).limbs == case.limbs


def test_a_picture_of_both_legs_has_no_only_side() -> None:
    assert only_side(CASE) is None


def test_question_and_denial_speak_of_the_picture_or_of_the_one_leg() -> None:
    assert question(CASE) == "Is the patient's right leg on the left of the picture?"
    assert denial(CASE) == "No, it is on the right"
    behind = replace(CASE, view=View(Facing.POSTERIOR))
    assert (question(behind), denial(behind)) == (
        "Is the patient's right leg on the right of the picture?",
        "No, it is on the left",
    )
    one = replace(CASE, legs=LegsShown.LEFT, limbs={R: {}, L_: BOTH[L_]})
    assert (question(one), denial(one)) == ("Is this the patient's left leg?", "No, it is the right leg")


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (
            replace(CASE, limbs={R: {}, L_: {}}),
            "right of the picture now. The view was changed from “from the front” to “from behind”. Nobody has checked",
        ),
        (replace(CASE, limbs={R: BOTH[L_], L_: BOTH[R]}), "“from behind”. The landmarks stay where they are. Nobody"),
        (CASE, "“from behind”. 6 landmarks went to the other leg. Nobody"),
        (replace(CASE, legs=LegsShown.RIGHT, limbs={R: leg(500, 500, 500), L_: {}}), "shows the left leg now. 3 "),
        (replace(CASE, limbs={R: {L.HIP_CENTER: PointMark(ImagePoint(200, 100))}, L_: {}}), "1 landmark went to"),
    ],
)
def test_what_followed_from_an_exchange_is_said(before: Case, said: str) -> None:
    after = with_sides_exchanged(before)
    assert said in consequence(before, after)
    assert "Nobody has checked" not in consequence(before, with_sides_confirmed(after))


CHANGES: Mapping[str, Callable[[Case], Case]] = {
    "another view": lambda case: replace(case, view=View(Facing.POSTERIOR)),
    "a mirror image": lambda case: case.with_view(View(mirrored=True)),
    "other legs": lambda case: replace(case, legs=LegsShown.LEFT),
    "another picture": lambda case: replace(case, made_on=OtherPicture("other.dcm", "ab")),
    "an exchange": with_sides_exchanged,
    "another view, said to be checked by whoever changes it": lambda case: replace(
        case, view=View(mirrored=True), sides_confirmed=True
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_right_and_left_rest_on_takes_the_word_on_them_along(name: str) -> None:
    confirmed = with_sides_confirmed(CASE)
    changed = CHANGES[name](confirmed)
    assert not changed.sides_confirmed
    back = replace(changed, view=CASE.view, legs=CASE.legs, made_on=None, limbs=CASE.limbs)
    assert not back.sides_confirmed, "what was checked once is not checked again by coming back"
    assert with_sides_confirmed(changed).sides_confirmed


def test_what_right_and_left_do_not_rest_on_leaves_the_word_standing() -> None:
    confirmed = with_sides_confirmed(CASE)
    assert replace(confirmed, reader="Dr A").without_placement(R, L.HIP_CENTER).sides_confirmed


def test_a_photo_seen_from_behind_stays_so_when_the_sides_are_exchanged() -> None:
    photo = replace(CASE, kind=Kind.PHOTO).with_view(View(Facing.POSTERIOR))
    assert with_sides_exchanged(photo).view == View(Facing.POSTERIOR, mirrored=True)


def test_a_film_that_is_looked_at_left_for_right_is_a_mirror_image_and_not_seen_from_behind() -> None:
    assert with_sides_exchanged(CASE, as_mirror=True).view == View(mirrored=True)
    behind = replace(CASE, view=View(Facing.POSTERIOR))
    checked = with_sides_confirmed(behind, as_mirror=True)
    assert (checked.view, checked.sides_confirmed) == (View(mirrored=True), True)
    told = CASE.with_view(View(Facing.POSTERIOR))
    assert with_sides_confirmed(told, as_mirror=True).view == told.view, "what somebody said stays"
    assert with_sides_confirmed(behind, False, as_mirror=True) == behind


def test_only_a_mirror_image_that_was_checked_is_shown_left_for_right() -> None:
    mirrored = CASE.with_view(View(mirrored=True))
    assert not mirrored.is_turned_over
    assert with_sides_confirmed(mirrored).is_turned_over
    assert not with_sides_confirmed(CASE).is_turned_over


def test_question_denial_and_consequence_are_about_the_picture_as_it_is_seen() -> None:
    assert question(CASE, turned_over=True) == "Is the patient's right leg on the right of the picture?"
    assert denial(CASE, turned_over=True) == "No, it is on the left"
    after = with_sides_exchanged(CASE, as_mirror=True)
    assert consequence(CASE, after, turned_over=True).startswith("The patient's right leg is on the left of the pict")
