"""Reading anew after an edit gives what reading everything gives."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneeview.domain import rereading
from kneeview.domain.catalog import readings
from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LANDMARKS, Kind, LandmarkId
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import Measurement, Reading, Subject, read
from kneeview.domain.posture import Posture
from kneeview.domain.rereading import reread
from tests.domain.subjects import scale_of

_PLACES = st.builds(Vec, st.floats(-500, 500), st.floats(-1500, 1500))
_LEGS = st.dictionaries(st.sampled_from([mark.id for mark in LANDMARKS]), _PLACES)
_SUBJECTS = st.builds(
    lambda right, left, kind: Subject({Side.RIGHT: right, Side.LEFT: left}, scale_of(), kind),
    _LEGS,
    _LEGS,
    st.sampled_from(Kind),
)


def _typical() -> Subject:
    legs = {side: {mark.id: Vec(30 + 7 * k % 11, 60.0 * k) for k, mark in enumerate(LANDMARKS)} for side in SIDES}
    return Subject(legs, scale_of())


def _with(subject: Subject, side: Side, landmark_id: LandmarkId, at: Vec | None) -> Subject:
    rest = {i: place for i, place in subject.positions[side].items() if i is not landmark_id}
    own = rest if at is None else {**rest, landmark_id: at}
    return replace(subject, positions={**subject.positions, side: own})


@settings(max_examples=60)
@given(_SUBJECTS, st.sampled_from(SIDES), st.sampled_from([mark.id for mark in LANDMARKS]), st.none() | _PLACES)
def test_rereading_after_one_landmark_changed_is_reading(
    before: Subject, side: Side, landmark_id: LandmarkId, at: Vec | None
) -> None:
    now = _with(before, side, landmark_id, at)
    assert reread(before, readings(before), now) == readings(now)


@pytest.mark.parametrize("landmark_id", [mark.id for mark in LANDMARKS])
def test_each_landmark_of_full_legs_is_reread(landmark_id: LandmarkId) -> None:
    before = _typical()
    for side in SIDES:
        now = _with(before, side, landmark_id, Vec(41.5, 333.25))
        assert reread(before, readings(before), now) == readings(now)


def test_a_change_of_anything_else_is_reread() -> None:
    before = _typical()
    for now in (
        replace(before, scale=scale_of(relative_sd=0.1)),
        replace(before, kind=Kind.PHOTO),
        replace(before, posture=Posture(knees_touching=True)),
    ):
        assert reread(before, readings(before), now) == readings(now) != readings(before)


def test_only_what_the_landmark_serves_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    before = _typical()
    known = readings(before)
    again: list[tuple[str, Side | None]] = []

    def counted(measurement: Measurement, side: Side | None, subject: Subject) -> Reading:
        again.append((measurement.id, side))
        return read(measurement, side, subject)

    monkeypatch.setattr(rereading, "read", counted)
    reread(before, known, _with(before, Side.RIGHT, LandmarkId.ILIAC_CREST, Vec(1, 2)))
    assert again
    assert all(side is None or side is Side.RIGHT for _, side in again)
    assert len(again) < len(known) / 4
    again.clear()
    assert reread(before, known, before) == known
    assert not again
