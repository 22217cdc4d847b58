"""From points on a picture to what is measured, and from a subject to its numbers."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kneeview.domain.catalog import CATALOG, measurement, readings
from kneeview.domain.geometry import ImagePoint, Vec
from kneeview.domain.landmarks import Kind, LandmarkId, PlacementError
from kneeview.domain.limb import SIDES, LimbFrame, Side, View
from kneeview.domain.measurement import Classes, Measurement, Reading, Subject, Value, read
from kneeview.domain.posture import Posture
from kneeview.domain.scale import Scale, ScaleState
from tests.strategies import Film

AGAINST_THE_HORIZONTAL = frozenset(
    {"kjlo", "ajlo", "femoral_head_height_difference", "iliac_crest_height_difference", "pelvic_obliquity"}
)
"""Readings that turn with the picture."""

ATTESTED = Posture(weight_bearing=True, patellae_forward=True, knees_touching=True, ankles_touching=True)

Key = tuple[str, Side | None]


def scale_of(row_mm: float = 1.0, column_mm: float | None = None, relative_sd: float | None = 0.02) -> Scale:
    """Return a calibrated scale; square pixels unless a column spacing is given."""
    column = row_mm if column_mm is None else column_mm
    return Scale(
        ScaleState.CALIBRATED,
        "spacing",
        "Given.",
        row_mm=row_mm,
        column_mm=column,
        aspect=row_mm / column,
        relative_sd=relative_sd,
        level=1,
    )


def subject_on(
    film: Film,
    scale: Scale | None = None,
    view: View | None = None,
    *,
    kind: Kind = Kind.RADIOGRAPH,
    posture: Posture = ATTESTED,
    errors: Mapping[LandmarkId, PlacementError] | None = None,
) -> Subject:
    """Return what is measured where landmarks lie at these pixels."""
    scale, view = scale or scale_of(), view or View()
    return Subject(
        {
            side: {
                i: LimbFrame(side, view).to_limb(scale.to_plane(ImagePoint(*at)))
                for i, at in film.get(side, {}).items()
            }
            for side in SIDES
        },
        scale,
        kind,
        posture,
        errors or {},
    )


def reading_of(measurement_id: str, side: Side | None, subject: Subject) -> Reading:
    """Return one reading."""
    return read(measurement(measurement_id), side, subject)


def value_of(measurement_id: str, side: Side | None, subject: Subject) -> Value:
    """Return a reading that must be a number."""
    outcome = reading_of(measurement_id, side, subject).outcome
    assert isinstance(outcome, Value), outcome
    return outcome


def serving(entry: Measurement, side: Side | None, subject: Subject) -> list[list[tuple[Side, LandmarkId, float]]]:
    """Return, per working point, the landmarks that it is the weighted mean of: the first way that is fully placed."""
    sides = SIDES if side is None else (side,)
    chosen = []
    for own in sides:
        for need in entry.needs:
            asked = sides if need.alike else (own,)
            source = next(s for s in need.sources if all(i in subject.positions[a] for a in asked for i in s.landmarks))
            chosen.append([(own, i, weight) for i, weight in source.weights])
    return chosen


def working_points(entry: Measurement, side: Side | None, subject: Subject) -> list[Vec]:
    """Return the arguments of a measurement's computation, found without the code under test."""
    return [
        Vec(
            sum(subject.positions[s][i].u * weight for s, i, weight in mean),
            sum(subject.positions[s][i].v * weight for s, i, weight in mean),
        )
        for mean in serving(entry, side, subject)
    ]


def numbers(subject: Subject) -> dict[Key, float]:
    """Return every number of a fully placed subject, those that classes depend on included."""
    found: dict[Key, float] = {}
    for reading in readings(subject):
        if isinstance(reading.outcome, Value):
            found[reading.measurement.id, reading.side] = reading.outcome.value
    for entry in CATALOG:
        if isinstance(entry.rule, Classes):
            for side in entry.sides:
                points = working_points(entry, side, subject)
                for k, dimension in enumerate(entry.rule.dimensions):
                    found[f"{entry.id}[{k}]", side] = dimension.compute(*points)
    return found


def without(values: Mapping[Key, float], ids: frozenset[str]) -> dict[Key, float]:
    """Return the numbers of all other measurements."""
    return {key: value for key, value in values.items() if key[0] not in ids}


def assert_alike(found: Mapping[Key, float], expected: Mapping[Key, float]) -> None:
    """Fail and name the readings that differ by more than rounding."""
    assert found.keys() == expected.keys()
    different = {
        key: (value, expected[key])
        for key, value in found.items()
        if value != pytest.approx(expected[key], rel=1e-9, abs=1e-6)
    }
    assert not different
