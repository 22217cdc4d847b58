"""What right and left rest on, in words, and what is told where header, view and landmarks disagree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kneeview.domain.checks import Notice
from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LATERAL_AND_MEDIAL, LandmarkId
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Facing, Side, View
from kneeview.domain.measurement import Subject
from kneeview.domain.sides import UNUSUAL_SIDES, HeaderSide, LegsShown, SideFacts, side_conflicts, side_source
from tests.domain.test_checks import SOUND

FRONT, BEHIND = View(), View(Facing.POSTERIOR)
ORIENTED = HeaderSide(patient_orientation="L\\F", view=FRONT)
FROM_BEHIND = HeaderSide(patient_orientation="R\\F", view=BEHIND)
RIGHT_ONLY = HeaderSide("R", only=Side.RIGHT, laterality_tag="Image Laterality")


def said(facts: SideFacts, subject: Subject = SOUND) -> list[tuple[str, str]]:
    return [(notice.code, notice.text) for notice in (*side_conflicts(subject, facts), *side_source(facts))]


SOURCES = {
    "nobody said anything": (SideFacts(), "assumed (seen from the front, no mirror image)"),
    "the user, who said just that": (SideFacts(told=True), "taken from user"),
    "the header's orientation": (SideFacts(FRONT, ORIENTED), "taken from the header (Patient Orientation L\\F)"),
    "a view from behind by the header": (
        SideFacts(BEHIND, FROM_BEHIND),
        "taken from the header (Patient Orientation R\\F)",
    ),
    "a mirror image of the header's view from behind": (
        SideFacts(View(mirrored=True), FROM_BEHIND),
        "taken from the header (Patient Orientation R\\F)",
    ),
    "the user against the header": (SideFacts(BEHIND, ORIENTED), "taken from user"),
    "the header's laterality alone": (
        SideFacts(FRONT, RIGHT_ONLY),
        "taken from the header (Image Laterality R), the view assumed (seen from the front, no mirror image)",
    ),
    "the header's laterality and the user's view": (
        SideFacts(FRONT, RIGHT_ONLY, told=True),
        "taken from the header (Image Laterality R), the view from user",
    ),
    "laterality, and the user against the orientation": (
        SideFacts(BEHIND, replace(ORIENTED, laterality="R", only=Side.RIGHT)),
        "taken from user",
    ),
}


@pytest.mark.parametrize("name", SOURCES)
def test_it_is_told_where_right_and_left_come_from(name: str) -> None:
    facts, source = SOURCES[name]
    assert facts.source == source
    assert facts.words == f"right and left {source}, not checked against a side marker"
    subject = replace(SOUND, positions={Side.RIGHT: SOUND.positions[Side.RIGHT], Side.LEFT: {}})
    assert said(facts, subject)[-1] == (
        "side_unconfirmed",
        f"Left/right {source}, no side marker confirmed.",
    )


@pytest.mark.parametrize(
    ("facts", "is_told"),
    [
        (SideFacts(BEHIND, FROM_BEHIND), True),
        (SideFacts(BEHIND, FROM_BEHIND, confirmed=True), False),
        (SideFacts(View(mirrored=True), FROM_BEHIND, told=True), False),
        (SideFacts(FRONT, ORIENTED), False),
    ],
)
def test_a_header_with_right_on_the_right_is_told_of_until_somebody_answered(facts: SideFacts, is_told: bool) -> None:
    assert (UNUSUAL_SIDES in side_conflicts(SOUND, facts)) == is_told


def test_a_confirmed_marker_needs_no_notice() -> None:
    facts = SideFacts(confirmed=True)
    assert said(facts) == []
    assert facts.words == "right and left checked against the side marker"


@pytest.mark.parametrize(("confirmed", "end"), [(False, "check the side marker."), (True, "marker was checked.")])
def test_a_view_against_the_header_is_told(confirmed: bool, end: str) -> None:
    code, text = said(SideFacts(BEHIND, ORIENTED, confirmed))[0]
    assert code == "side_header"
    assert text.startswith(
        "By the header the patient's right is on the left of the picture (Patient Orientation L\\F), "
        "by the view set here on the right; "
    )
    assert text.endswith(end)


def test_landmarks_on_the_leg_that_the_header_does_not_name_are_told_and_shown() -> None:
    (notice,) = side_conflicts(SOUND, SideFacts(FRONT, RIGHT_ONLY, confirmed=True))
    assert notice == Notice(
        "side_header",
        "By the header the film shows the right leg (Image Laterality R), but landmarks stand on the left leg; the "
        "side marker was checked.",
        (Side.LEFT, next(iter(SOUND.positions[Side.LEFT]))),
    )


def test_a_right_leg_on_the_left_of_the_left_one_is_told_once_and_shown() -> None:
    crossed = {side: {i: Vec(-at.u, at.v) for i, at in SOUND.positions[side].items()} for side in SIDES}
    assert side_conflicts(replace(SOUND, positions=crossed), SideFacts(confirmed=True)) == (
        Notice(
            "sides_swapped",
            "The right hip centre lies on the patient's left of the left one: are right and left swapped, or is the "
            "picture a mirror image?",
            (Side.RIGHT, L.HIP_CENTER),
        ),
    )


def test_a_single_landmark_on_the_wrong_side_is_doubted_itself() -> None:
    right, left = SOUND.positions[Side.RIGHT], SOUND.positions[Side.LEFT]
    ankle = LandmarkId.ANKLE_CENTER
    stray = {**left, ankle: Vec(-right[ankle].u + 40, right[ankle].v)}
    found = side_conflicts(replace(SOUND, positions={Side.RIGHT: right, Side.LEFT: stray}), SideFacts(confirmed=True))
    assert [notice.doubts for notice in found] == [((Side.RIGHT, ankle), (Side.LEFT, ankle))]


def leg(*lateral: LandmarkId) -> Subject:
    """Return a right leg with every pair across its bones, these of which are the wrong way round."""
    turned = {i: at for pair in LATERAL_AND_MEDIAL[:3] for i, at in zip(pair, (Vec(-40, 9), Vec(40, 9)), strict=True)}
    for outer, inner in LATERAL_AND_MEDIAL:
        if outer in lateral:
            turned[outer], turned[inner] = turned[inner], turned[outer]
    return replace(SOUND, positions={Side.RIGHT: turned, Side.LEFT: {}})


OUTER = [pair[0] for pair in LATERAL_AND_MEDIAL[:3]]


@pytest.mark.parametrize(("lateral", "told"), [(OUTER, True), (OUTER[:2], False), ([], False)])
def test_a_leg_that_is_inside_out_may_be_the_other_one(lateral: list[LandmarkId], told: bool) -> None:
    found = side_conflicts(leg(*lateral), SideFacts())
    expected = Notice(
        "sides_swapped",
        "All that is lateral of the right leg lies on its medial side: is it the left leg, or is the picture a mirror "
        "image?",
        (Side.RIGHT, OUTER[0]),
    )
    assert found == ((expected,) if told else ())


def test_one_pair_alone_tells_nothing_of_the_side() -> None:
    one = {OUTER[0]: Vec(40, 9), LATERAL_AND_MEDIAL[0][1]: Vec(-40, 9)}
    assert side_conflicts(replace(SOUND, positions={Side.RIGHT: one, Side.LEFT: {}}), SideFacts()) == ()


def test_which_legs_a_picture_shows() -> None:
    assert LegsShown.BOTH.sides == SIDES
    assert LegsShown.LEFT.sides == (Side.LEFT,)
    assert HeaderSide().legs is LegsShown.BOTH
    assert RIGHT_ONLY.legs is LegsShown.RIGHT
