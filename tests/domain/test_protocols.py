"""The protocols."""

from __future__ import annotations

from dataclasses import fields

import pytest

from kneeview.domain.catalog import CATALOG
from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LANDMARKS, LandmarkId
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import Subject, read
from kneeview.domain.posture import Posture
from kneeview.domain.protocols import PROTOCOLS, Protocol, protocol
from tests.domain.subjects import scale_of

EACH = [pytest.param(entry, id=entry.id) for entry in PROTOCOLS]

ANSWERS = {
    "quick_axis": {"mad", "hka", "leg_length", "lld"},
    "leg_length": {
        "femur_length",
        "tibia_length",
        "leg_length",
        "leg_length_head_top",
        "lld",
        "femur_lld",
        "tibia_lld",
        "femoral_head_height_difference",
        "iliac_crest_height_difference",
    },
    "full_alignment": {
        "mad",
        "wbl_percent",
        "mad_zone",
        "hka",
        "fta",
        "mldfa",
        "aldfa",
        "mpta",
        "jlca",
        "ldta",
        "mlpfa",
    }
    | {"ampfa", "ama", "kjlo", "ajlo", "cpak", "patella_offset_percent"},
    "knees_touching": {"imd", "mad", "hka"},
    "ankles_touching": {"icd"},
    "pelvic_level": {"femoral_head_height_difference", "iliac_crest_height_difference", "pelvic_obliquity"},
    "photo_alignment": {"clinical_tfa"},
}
"""What each protocol is there to answer."""


def test_ids_names_and_questions_are_told_apart() -> None:
    for told in ("id", "name", "question"):
        assert len({getattr(entry, told) for entry in PROTOCOLS}) == len(PROTOCOLS)


@pytest.mark.parametrize("entry", EACH)
def test_no_landmark_is_asked_for_twice(entry: Protocol) -> None:
    assert len(set(entry.landmarks)) == len(entry.landmarks)


@pytest.mark.parametrize("entry", EACH)
def test_the_right_leg_is_placed_first_and_both_in_the_same_order(entry: Protocol) -> None:
    half = len(entry.landmarks)
    assert entry.steps()[:half] == tuple((Side.RIGHT, i) for i in entry.landmarks)
    assert entry.steps()[half:] == tuple((Side.LEFT, i) for i in entry.landmarks)


@pytest.mark.parametrize("entry", EACH)
def test_of_a_single_leg_only_its_landmarks_are_asked_for(entry: Protocol) -> None:
    assert entry.steps((Side.LEFT,)) == tuple((Side.LEFT, i) for i in entry.landmarks)
    assert entry.steps((Side.LEFT, Side.RIGHT)) == entry.steps()


@pytest.mark.parametrize("entry", EACH)
def test_a_protocol_answers_its_question(entry: Protocol) -> None:
    posture = Posture().with_attestation(entry.attest, attested=True) if entry.attest else Posture()
    typical: dict[LandmarkId, Vec] = {x.id: x.typical + Vec(-90, 0) for x in LANDMARKS if x.id in entry.landmarks}
    subject = Subject(dict.fromkeys(SIDES, typical), scale_of(), posture=posture)
    answered = {m.id for m in CATALOG if all(read(m, side, subject).is_value for side in m.sides)}
    assert answered >= ANSWERS[entry.id]


@pytest.mark.parametrize("entry", EACH)
def test_the_posture_to_attest_is_one_that_there_is(entry: Protocol) -> None:
    assert entry.attest is None or entry.attest in {field.name for field in fields(Posture)}


@pytest.mark.parametrize("entry", EACH)
def test_a_protocol_is_found_by_its_id(entry: Protocol) -> None:
    assert protocol(entry.id) is entry


def test_an_unknown_protocol_gives_the_first() -> None:
    assert protocol("of a later version") is PROTOCOLS[0]


def test_posture_is_attested_in_words() -> None:
    assert Posture().attested == ()
    assert Posture(patellae_forward=True, knees_touching=True).attested == ("patellae forward", "knees touching")
