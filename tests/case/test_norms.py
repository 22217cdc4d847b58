"""The norms that the program brings along: every row of the clinical reference, and whom it is compared with."""

from __future__ import annotations

from datetime import date

import pytest

from kneeview.case.norms import quoted_norms
from kneeview.case.patient import PatientFacts, are_different, date_of, facts_of, person_from, typed_day
from kneeview.domain.catalog import measurement
from kneeview.domain.norms import Norm, NormKind
from kneeview.domain.person import Person
from kneeview.domain.quoted import Range
from kneeview.imaging.radiograph import Identity


def figures(rows: tuple[Norm, ...]) -> set[tuple[float | None, float | None]]:
    return {(row.value, row.sd) for row in rows if row.kind is NormKind.MEAN}


def test_children_are_compared_with_the_means_of_their_age_and_sex_side_by_side() -> None:
    girl = quoted_norms().comparable("clinical_tfa", Person("F", 5.5))
    assert figures(girl) == {(7.27, 1.14), (7.56, 0.95), (7.25, 0.64), (7.1, 0.38)}
    assert {row.study for row in girl} == {
        "Malaysia 2015",
        "South India 2013",
        "Iran 2020",
        "Turkey 2001",
        "Heath 1993",
    }


def test_what_was_measured_on_films_stands_beside_the_angle_of_the_shafts() -> None:
    four = Person("M", 4.0)
    assert figures(quoted_norms().comparable("fta", four)) == {(7.8, None)}
    assert quoted_norms().of("hka") == ()
    assert {row.method for row in quoted_norms().of("clinical_tfa")} == {"clinical", "photo"}


@pytest.mark.parametrize(
    ("person", "limits"),
    [
        (Person(), [(None, 76.2, True), (None, 80, False), (None, 25, True), (None, 80, False)]),
        (
            Person("F", 6.5),
            [
                (None, 80, False),  # Heath
                (25, 50, False),  # Perth
                (None, 76.2, True),
                (None, 80, False),
                (None, 25, True),
                (None, 80, False),
                (None, 50.8, False),  # the 2 inch rule
                (None, 90, False),  # lying down
            ],
        ),
        (
            Person("M", 30),
            [(None, 76.2, True), (None, 80, False), (None, 25, True), (None, 80, False), (None, 50, False)],
        ),
    ],
)
def test_the_distance_of_the_ankles_has_the_limits_of_the_clinical_reference(
    person: Person, limits: list[tuple[float | None, float, bool]]
) -> None:
    found = quoted_norms().ranges("imd", person)
    assert [(quoted.low, quoted.high, quoted.high_open) for quoted in found] == limits


def test_the_recalled_limits_of_schoolchildren_are_kept_apart() -> None:
    boy = Person("M", 12)
    assert [quoted.high for quoted in quoted_norms().recalled("imd", boy) if isinstance(quoted, Range)] == [40]
    assert 40 not in {quoted.high for quoted in quoted_norms().ranges("imd", boy)}


def test_every_norm_is_of_a_measurement_and_names_population_and_source() -> None:
    for norm in quoted_norms().norms:
        assert measurement(norm.measurement_id).id == norm.measurement_id
        assert norm.population
        assert norm.source
        assert "abnormal" not in f"{norm.note} {norm.printed}"


def test_the_recalled_curve_is_a_guide_for_the_angle_of_the_shafts() -> None:
    curve = quoted_norms().curve_of("fta")
    assert curve is not None
    by_age = dict(curve.points)
    assert (by_age[0], by_age[3], by_age[13]) == (-15, 11, 5.5)
    assert list(by_age) == sorted(by_age)
    assert (curve.band_for(""), curve.band_for("M"), curve.band_for("F")) == (8, 10, 7)


# ---------------------------------------------------------------------------------------------------- the person

HEADER = PatientFacts("Name", "1", "F", "20080101", 6.2, "20140302")


def test_what_was_entered_outranks_the_header() -> None:
    assert person_from(PatientFacts(), HEADER) == Person("F", 6.2)
    assert person_from(PatientFacts(sex="M", age_years=7), HEADER) == Person("M", 7)


def test_without_an_age_the_dates_tell_it() -> None:
    born_later = person_from(PatientFacts(birth_date="2010-03-02"), HEADER)
    assert born_later.age_years == pytest.approx(4, abs=0.01)
    header_without_age = PatientFacts(birth_date="20080302", study_date="2014.03.02")
    assert person_from(PatientFacts(), header_without_age).age_years == pytest.approx(6, abs=0.01)
    assert person_from(PatientFacts(study_date="some day"), HEADER).age_years == 6.2
    assert person_from(PatientFacts(birth_date="some day"), PatientFacts()).age_years is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20140302", date(2014, 3, 2)),
        (" 2014.03.02 ", date(2014, 3, 2)),
        ("2014-03-02", date(2014, 3, 2)),
        ("20141332", None),
        ("2014", None),
        ("２０１４０３０２", None),
        ("", None),
    ],
)
def test_a_day_is_read_in_the_forms_of_headers(text: str, day: date | None) -> None:
    assert date_of(text) == day


def test_the_facts_of_a_header_are_its_identity() -> None:
    identity = Identity("Name", "1", "F", "20080101", 6.2, "20140302")
    assert facts_of(identity) == HEADER


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (PatientFacts(patient_id="1"), PatientFacts(patient_id="2"), True),
        (PatientFacts(patient_id="1 "), PatientFacts(patient_id="1"), False),
        (PatientFacts("DOE^Jane"), PatientFacts("Doe, Jane"), False),
        (PatientFacts("DOE^Jane"), PatientFacts("DOE^Jill"), True),
        (PatientFacts(birth_date="20140302"), PatientFacts(birth_date="2014-03-02"), False),
        (PatientFacts(birth_date="20140302"), PatientFacts(birth_date="2014-03-03"), True),
        (PatientFacts("DOE^Jane", "1"), PatientFacts(), False),
        (PatientFacts("DOE^Jane"), PatientFacts(patient_id="1"), False),
    ],
)
def test_two_patients_are_told_by_what_is_known_of_both(one: PatientFacts, other: PatientFacts, differ: bool) -> None:
    nothing = PatientFacts()
    assert are_different((one, nothing), (nothing, other)) == differ
    assert are_different((other, nothing), (one, nothing)) == differ


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *((same, date(2014, 3, 2)) for same in ("2014-03-02", "20140302", "2.3.2014", "02.03.2014", " 2. 3. 2014 ")),
        *((none, None) for none in ("", "2/3/2014", "31.2.2014", "March", "2014", "2.3.14")),
    ],
)
def test_days_are_read_as_they_are_typed_and_none_is_guessed(text: str, day: date | None) -> None:
    assert typed_day(text) == day
