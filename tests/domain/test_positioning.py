"""The positioning card: answers, what is left open, and what each can do to the numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kneeview.domain.landmarks import Kind, LandmarkId
from kneeview.domain.positioning import (
    QUESTIONS,
    YES,
    Point,
    Positioning,
    Question,
    answered,
    attested,
    effects,
    left_open,
    positioning_notices,
    questions_for,
)
from kneeview.domain.posture import Posture, Underlay
from tests.domain.test_laws import having

NOTHING = Positioning()
HEADS = having(frozenset(LandmarkId))
NO_HEADS = having(frozenset({LandmarkId.ANKLE_CENTER}))


def question(point: Point) -> Question:
    return next(each for each in QUESTIONS if each.point is point)


def notices(positioning: Positioning, *, heads: bool = True, posture: Posture | None = None) -> list[tuple[str, str]]:
    subject = replace(HEADS if heads else NO_HEADS, posture=posture or Posture())
    found = positioning_notices(subject, positioning)
    return [(each.code, each.text) for each in found]


@pytest.mark.parametrize("each", QUESTIONS, ids=lambda q: q.point)
def test_every_point_is_asked_once_and_every_effect_names_its_source(each: Question) -> None:
    assert [q.point for q in QUESTIONS].count(each.point) == 1
    assert len({answer.name for answer in each.answers}) == len(each.answers) >= 2
    assert bool(each.effect) == bool(each.source)


@pytest.mark.parametrize("each", QUESTIONS, ids=lambda q: q.point)
def test_every_answer_is_given_and_withdrawn(each: Question) -> None:
    assert NOTHING.answer(each, Posture()) is None
    for answer in each.answers:
        posture, positioning = answered(each, answer.name, Posture(), NOTHING)
        assert positioning.answer(each, posture) == answer
        assert answered(each, "", posture, positioning) == (Posture(), NOTHING)


def test_the_yes_of_the_posture_stands_in_the_posture_alone() -> None:
    touching = question(Point.KNEES_TOUCHING)
    posture, positioning = answered(touching, YES, Posture(), NOTHING)
    assert posture.knees_touching
    assert positioning == NOTHING
    contradiction = Positioning({Point.KNEES_TOUCHING: YES})
    assert contradiction.answer(touching, Posture()) is None
    denied = Positioning({Point.KNEES_TOUCHING: "no"})
    assert denied.answer(touching, Posture(knees_touching=True)) == touching.answer(YES)


def test_attested_points_are_told_in_words_with_what_stood_under_the_feet() -> None:
    posture = Posture(weight_bearing=True, under_left=Underlay(block_mm=10))
    positioning = Positioning({Point.FEET: "apart", Point.PATELLAE_FORWARD: "no"})
    assert attested(Kind.RADIOGRAPH, posture, positioning) == (
        "weight-bearing",
        "not patellae forward",
        "feet apart",
        "a 10 mm block under the left foot",
    )
    assert attested(Kind.RADIOGRAPH, Posture(), NOTHING) == ()


def test_what_is_left_open_is_told_where_it_matters_for_the_numbers() -> None:
    open_points = left_open(Kind.RADIOGRAPH, Posture(weight_bearing=True), Positioning({Point.KNEES: "straight"}))
    assert "where the central ray was" in open_points
    assert not {"weight-bearing", "knees straight", "knees touching"} & set(open_points)


def test_a_photo_is_not_asked_for_rays_and_exposures() -> None:
    asked = {each.point for each in questions_for(Kind.PHOTO)}
    assert not asked & {Point.CENTRAL_RAY, Point.EXPOSURES}
    assert len(questions_for(Kind.RADIOGRAPH)) == len(QUESTIONS)
    assert "where the central ray was" not in left_open(Kind.PHOTO, Posture(), NOTHING)


def test_an_effect_is_told_until_the_harmless_answer_is_attested() -> None:
    points = {each.words for each in effects(Kind.RADIOGRAPH, Posture(), NOTHING)}
    assert "patellae forward" in points
    assert "knees touching" not in points
    straight = Positioning({Point.KNEES: "straight", Point.STANCE: "one_leg"})
    told = {each.words for each in effects(Kind.RADIOGRAPH, Posture(patellae_forward=True), straight)}
    assert "standing on one leg" in told
    assert not {"patellae forward", "knees straight"} & told


@pytest.mark.parametrize(
    ("answer", "said"),
    [("", "not attested"), ("umbilicus", "at the umbilicus"), ("knees", "at the knees")],
)
def test_head_heights_are_no_inequality_until_the_ray_is_attested_at_the_hips(answer: str, said: str) -> None:
    asked = Positioning({Point.CENTRAL_RAY: answer} if answer else {})
    ((code, text),) = notices(asked)
    assert code == "central_ray"
    assert f"the central ray is {said};" in text
    assert notices(asked, heads=False) == []
    assert notices(Positioning({Point.CENTRAL_RAY: "hips"})) == []


def test_what_is_attested_and_not_harmless_is_warned_of() -> None:
    asked = Positioning({Point.STANCE: "one_leg", Point.FEET: "together", Point.SHOES: "barefoot"})
    ((code, text),) = notices(asked, heads=False, posture=Posture(weight_bearing=True))
    assert code == "positioning"
    assert text.startswith("Standing on one leg: From one leg to both, HKA changed by 1.11°")
