"""The catalogue as a table: ids, sides and units of the contract, sources, and the quoted ranges of the reference."""

from __future__ import annotations

import pytest

from kneeview.domain.catalog import CATALOG, measurement, readings
from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LANDMARKS, Kind, LandmarkId
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import Classes, Measurement, Number, Subject, Value
from tests.domain.subjects import scale_of, subject_on

# The table of readings in the contract: id, side, unit.
CONTRACT = {
    "mad": ("each", "mm"),
    "wbl_percent": ("each", "%"),
    "mad_zone": ("each", "class"),
    "hka": ("each", "deg"),
    "fta": ("each", "deg"),
    **dict.fromkeys(("mldfa", "aldfa", "mpta", "ldta", "mlpfa", "ampfa", "mnsa", "ama"), ("each", "deg")),
    "jlca": ("each", "deg"),
    **dict.fromkeys(("kjlo", "ajlo"), ("each", "deg")),
    "cpak": ("each", "class"),
    **dict.fromkeys(("femur_length", "tibia_length", "leg_length", "leg_length_head_top"), ("each", "mm")),
    **dict.fromkeys(("lld", "femur_lld", "tibia_lld"), ("both", "mm")),
    **dict.fromkeys(("femoral_head_height_difference", "iliac_crest_height_difference"), ("both", "mm")),
    "pelvic_obliquity": ("both", "deg"),
    **dict.fromkeys(("imd", "icd"), ("both", "mm")),
    "clinical_tfa": ("each", "deg"),
    "q_angle": ("each", "deg"),
    "patella_offset_percent": ("each", "%"),
}

# Clinical reference, section 2.1: low and high of the rows that are quoted or derived (recalled rows are not shown).
QUOTED = {
    "mad": {(1, 15)},
    "hka": {(177, 183), (168, 185)},
    "mldfa": {(85, 90)},
    "aldfa": {(79, 83)},
    "mpta": {(85, 90)},
    "ldta": {(86, 92)},
    "mlpfa": {(85, 95)},
    "ampfa": {(80, 89)},
    "fta": {(5, 10)},
    "ama": {(3, 9), (2.94, 6.80)},
    "wbl_percent": {(30.3, 48.7)},
    "q_angle": {(None, 15), (None, 20), (8, 14), (11, 20)},
}

EACH = [pytest.param(entry, id=entry.id) for entry in CATALOG]


def test_the_ids_are_those_of_the_contract_and_none_comes_twice() -> None:
    assert sorted(entry.id for entry in CATALOG) == sorted(CONTRACT)


@pytest.mark.parametrize("entry", EACH)
def test_sides_and_units_are_those_of_the_contract(entry: Measurement) -> None:
    assert ("both" if entry.both_sides else "each", entry.unit.value) == CONTRACT[entry.id]
    assert entry.sides == ((None,) if entry.both_sides else (Side.RIGHT, Side.LEFT))


@pytest.mark.parametrize("entry", EACH)
def test_a_measurement_says_what_it_is_and_where_it_comes_from(entry: Measurement) -> None:
    assert entry.name
    assert entry.short
    assert entry.source
    assert entry.definition.endswith(".")


@pytest.mark.parametrize("entry", EACH)
def test_only_quoted_ranges_are_shown_each_with_its_source_and_population(entry: Measurement) -> None:
    assert {(quoted.low, quoted.high) for quoted in entry.ranges} == QUOTED.get(entry.id, set())
    for quoted in entry.ranges:
        assert quoted.source
        assert quoted.population
        assert (quoted.basis == "derived") == (entry.id == "wbl_percent")


def test_names_are_told_apart() -> None:
    assert len({entry.name for entry in CATALOG}) == len(CATALOG)


def test_the_intermalleolar_distance_says_that_the_knees_touch() -> None:
    assert measurement("imd").name == "Intermalleolar distance, knees touching"
    assert {entry.id: entry.posture for entry in CATALOG if entry.posture} == {
        "imd": "knees_touching",
        "icd": "ankles_touching",
    }


def test_what_is_measured_at_the_skin_as_well_is_what_the_reference_lists_for_the_clinic() -> None:
    assert {entry.id for entry in CATALOG if entry.clinical} == {"imd", "icd", "clinical_tfa", "q_angle"}


@pytest.mark.parametrize("entry", EACH)
def test_a_measurement_is_found_by_its_id(entry: Measurement) -> None:
    assert measurement(entry.id) is entry


def test_an_unknown_id_is_no_measurement() -> None:
    with pytest.raises(KeyError):
        measurement("fujisawa")


@pytest.mark.parametrize("entry", EACH)
def test_what_may_serve_is_listed_once(entry: Measurement) -> None:
    ids = [x.id for x in entry.landmarks]
    assert ids
    assert len(set(ids)) == len(ids)


def test_every_landmark_but_one_serves_a_measurement() -> None:
    serving = {x.id for entry in CATALOG for x in entry.landmarks}
    assert set(LandmarkId) - serving == {LandmarkId.LATERAL_MALLEOLUS}


@pytest.mark.parametrize("entry", EACH)
def test_a_computation_takes_one_point_for_each_need_of_each_side(entry: Measurement) -> None:
    points = [Vec(7.0 * k, 11.0 * k * k) for k in range(len(entry.needs) * (2 if entry.both_sides else 1))]
    computed = [entry.rule] if isinstance(entry.rule, Number) else list(entry.rule.dimensions)
    for one in computed:
        assert isinstance(one.compute(*points), float)
    if isinstance(entry.rule, Classes):
        assert entry.rule.classify(*(d.compute(*points) for d in entry.rule.dimensions))
    if entry.lines:
        assert entry.lines(*points)


def test_readings_come_in_the_order_of_the_catalogue_with_right_before_left() -> None:
    limb = {x.id: x.typical for x in LANDMARKS}
    found = readings(Subject(dict.fromkeys(SIDES, limb), scale_of()))
    assert [(r.measurement.id, r.side) for r in found] == [
        (entry.id, side) for entry in CATALOG for side in entry.sides
    ]


def test_ranges_of_films_do_not_judge_a_photo() -> None:
    film = {
        side: {landmark.id: (200.0 + 50 * k + landmark.typical.u, 700.0 + landmark.typical.v) for landmark in LANDMARKS}
        for k, side in enumerate(SIDES)
    }
    judged = {
        kind: {
            r.measurement.id
            for r in readings(subject_on(film, kind=kind))
            if isinstance(r.outcome, Value) and r.outcome.ranges
        }
        for kind in Kind
    }
    assert {"mad", "hka", "mldfa", "q_angle"} <= judged[Kind.RADIOGRAPH]
    assert judged[Kind.PHOTO] == {"q_angle"}
