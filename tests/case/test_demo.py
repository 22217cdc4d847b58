"""The built-in film with its landmarks in their true places."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kneeview.case.case import Case
from kneeview.case.demo import measured_demo, measured_film, true_limbs
from kneeview.case.placements import CircleMark
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import SIDES
from kneeview.domain.measurement import Value
from kneeview.domain.posture import Posture
from kneeview.domain.scale import ScaleState
from kneeview.imaging.phantom import CHILD, DEMO, true_values


@pytest.fixture(scope="module")
def case() -> Case:
    """Return the demonstration as a perfect hand measured it."""
    return measured_demo().case


def test_every_landmark_is_placed_and_the_hips_by_their_rims(case: Case) -> None:
    for side in SIDES:
        assert case.limbs[side].keys() == set(LandmarkId)
        assert isinstance(case.placement(side, LandmarkId.HIP_CENTER), CircleMark)
    assert case.next_step is None


def test_a_perfect_hand_reads_the_truth(case: Case) -> None:
    touching = replace(case, posture=Posture(knees_touching=True, ankles_touching=True))
    read = {
        (reading.measurement.id, reading.side): reading.outcome.value
        for reading in touching.readings()
        if isinstance(reading.outcome, Value)
    }
    truth = true_values(DEMO)
    assert {key: read[key] for key in truth} == pytest.approx(truth, abs=1e-6)


def test_of_the_demonstration_nothing_is_to_be_warned(case: Case) -> None:
    assert case.scale.state is ScaleState.CALIBRATED
    assert [notice.text for notice in case.notices()] == []


def test_the_picture_of_the_demonstration_is_the_one_it_was_measured_on() -> None:
    opened = measured_demo()
    assert opened.path is None
    assert opened.case.image.is_of(opened.image)
    assert opened.case == measured_film(DEMO, opened.image)


def test_another_film_has_its_own_landmarks() -> None:
    assert true_limbs(CHILD) != true_limbs(DEMO)
