"""Influence: what 1 mm of a landmark does, in words, and which landmarks bring in most of the error."""

from __future__ import annotations

import pytest

from kneeview.domain.catalog import readings
from kneeview.domain.influence import influence_of, influence_words, ranked
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.scale import NO_SCALE
from tests.domain.subjects import reading_of, subject_on
from tests.domain.test_worked_examples import O1, O5

R = Side.RIGHT


def test_what_a_millimetre_does_is_said_of_the_readings_that_it_moves_most() -> None:
    found = readings(subject_on({R: O1}))
    assert influence_words((R, L.KNEE_CENTER), found) == (
        "1 mm here changes MAD by 1.00 mm, HKA by 0.30°, Tibia by 1.00 mm"
    )
    assert influence_words((R, L.KNEE_CENTER), found, at_most=1) == "1 mm here changes MAD by 1.00 mm"


def test_the_axis_is_told_first() -> None:
    words = influence_words((R, L.HIP_CENTER), readings(subject_on({R: O1})), at_most=9)
    assert words == "1 mm here changes MAD by 0.47 mm, HKA by 0.14°, Leg by 1.00 mm, Femur by 1.00 mm"


def test_a_percentage_changes_by_points() -> None:
    found = readings(subject_on({R: O5}))
    words = influence_words((R, L.TIBIAL_PLATEAU_MEDIAL), found, at_most=9)
    assert "WBL by 0.75 points" in words
    assert "MPTA by 0.72°" in words


def test_a_landmark_that_moves_nothing_says_nothing() -> None:
    found = readings(subject_on({R: O1}))
    assert influence_words((R, L.ILIAC_CREST), found) == ""
    assert influence_words((Side.LEFT, L.KNEE_CENTER), found) == ""
    assert influence_words((R, L.KNEE_CENTER), readings(subject_on({R: O1}, NO_SCALE))) == ""


def test_changes_that_cannot_be_seen_are_not_said() -> None:
    stiff = {**O1, L.FEMORAL_SHAFT_PROXIMAL: (100, 0), L.FEMORAL_SHAFT_DISTAL: (100, 100000)}
    found = readings(subject_on({R: {**stiff, L.TIBIAL_SHAFT_PROXIMAL: (100, 0), L.TIBIAL_SHAFT_DISTAL: (100, 1e5)}}))
    assert influence_of((R, L.TIBIAL_SHAFT_DISTAL), found) != ()
    assert influence_words((R, L.TIBIAL_SHAFT_DISTAL), found) == ""


def test_the_readings_are_ranked_by_the_share_of_their_own_error() -> None:
    found = influence_of((R, L.HIP_CENTER), readings(subject_on({R: O1})))
    assert [reading.measurement.id for reading, _ in found] == ["leg_length", "femur_length", "mad", "hka"]
    assert [round(change, 2) for _, change in found] == [1.0, 1.0, 0.47, 0.14]


def test_the_knee_centre_brings_in_most_of_the_error_of_the_deviation() -> None:
    shares = ranked(reading_of("mad", R, subject_on({R: O1})))
    assert [landmark_id for (_, landmark_id), _ in shares] == [L.KNEE_CENTER, L.ANKLE_CENTER, L.HIP_CENTER]
    assert sum(share for _, share in shares) == pytest.approx(1)
    assert shares[0][1] == pytest.approx(1.5**2 / (1.5**2 + (1.2 * 400 / 760) ** 2 + (1.2 * 360 / 760) ** 2))
    assert ranked(reading_of("mldfa", R, subject_on({R: O1}))) == ()
