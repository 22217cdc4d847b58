"""Norms by age and sex: which rows suit whom, what is a limit and what is not, and tables that are refused."""

from __future__ import annotations

import pytest

from kneeview.domain.catalog import CATALOG, measurement
from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.measurement import Subject, Value, read
from kneeview.domain.norms import COLUMNS, NO_NORMS, Curve, NormKind, NormsError, NormTable, norms_from, points_from
from kneeview.domain.norms import sources_from as read_sources
from kneeview.domain.person import NOBODY, Person, person_of
from kneeview.domain.quoted import Mean, Range
from tests.domain.subjects import scale_of

SOURCES = {"KEY": "A source, 2020"}

TABLE = """\
imd,Study,clinical,mean,"children, 3 y",,3,4,28,9,,,2.8 cm,maximum,KEY,quoted
imd,Study,clinical,range,"children, 3-7 y",,3,8,,,25,50,2.5-5 cm,,KEY,quoted
imd,Study,clinical,up_to,"children, 2-11 y",,2,12,80,,,,8 cm,,KEY,quoted
imd,Study,clinical,above,any age,,,,80,,,,>8 cm,,KEY,quoted
imd,Study,clinical,from,any age,,,,25,,,,>=2.5 cm,,KEY,quoted
imd,Study,clinical,below,boys,M,10,17,40,,,,<4 cm,,KEY,recalled
imd,Study,clinical,mean,girls,F,8,17,22.9,,,,,,KEY,recalled
imd,Study,clinical,above,men,M,18,,50,,,,,,KEY,derived
icd,Study,clinical,above,newborns,,,0.5,80,,,,,,KEY,quoted
"""


def table(rows: str = TABLE) -> NormTable:
    return NormTable(norms_from(",".join(COLUMNS) + "\n" + rows, SOURCES))


@pytest.mark.parametrize(
    ("age_years", "limits"),
    [
        (1.9, {(None, 80), (None, 25)}),
        (2.0, {(None, 80), (None, 25)}),
        (3.0, {(25, 50), (None, 80), (None, 25)}),
        (7.99, {(25, 50), (None, 80), (None, 25)}),
        (8.0, {(None, 80), (None, 25)}),
        (40.0, {(None, 50), (None, 80), (None, 25)}),
        (None, {(None, 80), (None, 25)}),
    ],
)
def test_a_row_holds_from_its_first_birthday_to_the_day_before_its_last(
    age_years: float | None, limits: set[tuple[float | None, float]]
) -> None:
    found = table().ranges("imd", Person("M", age_years))
    assert {(quoted.low, quoted.high) for quoted in found} == limits


def test_a_row_with_one_open_end_holds_on_its_other_side() -> None:
    assert [norm.suits(Person(age_years=age)) for norm in table().of("icd") for age in (0.0, 0.49, 0.5)] == [
        True,
        True,
        False,
    ]


def test_rows_of_the_other_sex_are_left_out_and_those_of_both_are_not() -> None:
    men = [quoted for quoted in table().ranges("imd", Person("F", 40)) if quoted.sex]
    assert men == []
    assert [quoted.sex for quoted in table().ranges("imd", Person("", 40)) if quoted.sex] == ["M"]
    assert [q.sex for q in table().recalled("imd", Person("F", 12))] == ["F"]
    assert [q.sex for q in table().recalled("imd", Person("", 12))] == ["M", "F"]


def test_what_is_only_recalled_is_no_range_and_no_mean_to_show_as_quoted() -> None:
    boy = Person("M", 12)
    assert {quoted.basis for quoted in table().ranges("imd", boy)} == {"quoted"}
    assert table().means("imd", Person("F", 12)) == ()
    assert table().recalled("imd", boy) == (
        Range(None, 40, "A source, 2020", "boys", "recalled", high_open=True, sex="M", printed="<4 cm"),
    )
    assert table().recalled("imd", Person("F", 12)) == (Mean(22.9, None, "A source, 2020", "girls", "recalled", "F"),)


def test_a_mean_is_shown_with_its_standard_deviation_and_never_made_into_limits() -> None:
    three = Person("", 3.5)
    assert table().means("imd", three) == (Mean(28, 9, "A source, 2020", "children, 3 y", note="maximum"),)
    assert all(quoted.high not in {28, 37, 46} for quoted in table().ranges("imd", three))


@pytest.mark.parametrize(
    ("kind", "at_the_limit"), [("up_to", True), ("above", True), ("from", False), ("below", False)]
)
def test_whether_the_limit_itself_is_flagged_is_what_the_source_says(kind: str, at_the_limit: bool) -> None:
    (norm,) = table(f"imd,S,c,{kind},any,,,,80,,,,,,KEY,quoted\n").of("imd")
    assert norm.kind is NormKind(kind)
    assert norm.as_mean is None
    limit = norm.as_range
    assert limit is not None
    assert [limit.holds(value) for value in (79.9, 80.0, 80.1)] == [True, at_the_limit, False]


def test_both_limits_of_a_range_belong_to_it() -> None:
    quoted = Range(25, 50, "source", "population")
    assert [quoted.holds(value) for value in (24.9, 25, 50, 50.1)] == [False, True, True, False]
    assert Range(None, None, "source", "population").holds(7)


def test_without_an_age_a_table_with_ages_says_so() -> None:
    assert table().needs_age("imd", NOBODY)
    assert not table().needs_age("imd", Person(age_years=4))
    assert not table().needs_age("hka", NOBODY)
    assert NO_NORMS.ranges("imd", Person(age_years=4)) == ()


def test_a_row_stands_in_the_middle_of_its_ages_on_a_chart() -> None:
    assert [norm.middle_age_y for norm in table().of("imd")] == [3.5, 5.5, 7, None, None, 13.5, 12.5, None]


def test_a_curve_has_the_band_of_the_sex() -> None:
    curve = Curve("fta", "Study", ((0, -15), (4, 9)), 8.0, (("M", 10.0), ("F", 7.0)), "Source", "uncertain by 2°")
    guided = NormTable(curves=(curve,))
    assert guided.curve_of("fta") is curve
    assert guided.curve_of("hka") is None
    assert [curve.band_for(sex) for sex in ("", "M", "F")] == [8, 10, 7]
    assert curve.basis == "recalled"


# --------------------------------------------------------------------------------------------------- the tables


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("imd,S,c,maybe,any,,,,80,,,,,,KEY,quoted", 'row 2: kind "maybe" is none of'),
        ("imd,S,c,above,,,,,80,,,,,,KEY,quoted", "row 2 names no population"),
        ("imd,S,c,above,any,,,,80,,,,,,OTHER,quoted", 'row 2: source "OTHER" is not in the list'),
        ("imd,S,c,above,any,X,,,80,,,,,,KEY,quoted", 'row 2: sex "X" is none of'),
        ("imd,S,c,above,any,,,,eighty,,,,,,KEY,quoted", 'row 2: value "eighty" is no number'),
        ("imd,S,c,above,any,,,,nan,,,,,,KEY,quoted", 'row 2: value "nan" is no number'),
        ("imd,S,c,above,any,,,,,,,,,,KEY,quoted", "row 2 has no figure"),
        ("imd,S,c,range,any,,,,80,,,,,,KEY,quoted", "row 2 has no figure"),
        ("imd,S,c,above,any,,,,80,,,,,,KEY,certain", 'row 2: status "certain" is none of'),
        ("imd,S,c,above,any", "row 2 does not have 16 cells"),
        ("imd,S,c,above,any,,,,80,,,,,,KEY,quoted,more", "row 2 does not have 16 cells"),
    ],
)
def test_a_row_that_does_not_say_what_it_should_is_named(row: str, message: str) -> None:
    with pytest.raises(NormsError) as error:
        table(row + "\n")
    assert str(error.value).startswith(message)


def test_other_columns_are_refused() -> None:
    with pytest.raises(NormsError, match="the columns must be id, study"):
        norms_from("id,value\nimd,80\n", SOURCES)
    with pytest.raises(NormsError, match="the columns must be key, source"):
        read_sources("")


def test_a_curve_is_read_point_by_point() -> None:
    assert points_from("age_y,value\n0,-15\n4,9\n") == ((0, -15), (4, 9))
    for row in ("0,", ",9"):
        with pytest.raises(NormsError, match="row 2 has no figure"):
            points_from(f"age_y,value\n{row}\n")


def test_sources_are_found_by_their_key() -> None:
    assert read_sources('key,source\nKEY,"A source, 2020"\n') == SOURCES


# --------------------------------------------------------------------------------------------------- the person


@pytest.mark.parametrize(
    ("sex", "letter"), [("M", "M"), ("m", "M"), ("female", "F"), (" F ", "F"), ("O", ""), ("", ""), ("Männlich", "M")]
)
def test_a_sex_is_told_by_its_first_letter(sex: str, letter: str) -> None:
    assert person_of(sex, None) == Person(letter, None)


@pytest.mark.parametrize(("age_years", "known"), [(-1, None), (0, 0), (17.9, 17.9), (149, 149), (150, None)])
def test_an_age_that_nobody_has_is_not_known(age_years: float, known: float | None) -> None:
    assert person_of("", age_years).age_years == known


def test_a_child_is_below_eighteen() -> None:
    assert [person_of("", age).is_child for age in (17.99, 18.0, None)] == [True, False, False]


# ------------------------------------------------------------------------------------------- whose ranges they are


def test_every_range_of_the_catalogue_says_from_which_age_it_is() -> None:
    quoted = [each for entry in CATALOG for each in (*entry.ranges, *entry.means, *entry.recalled)]
    assert quoted
    assert all(each.from_age_y >= 17 for each in quoted)


@pytest.mark.parametrize(("age", "is_for_age"), [(4.0, False), (17.9, False), (18.0, True), (None, True)])
def test_a_range_of_adults_is_not_for_a_child(age: float | None, is_for_age: bool) -> None:
    positions = {Side.RIGHT: {L.HIP_CENTER: Vec(0, 0), L.KNEE_CENTER: Vec(-30, 420), L.ANKLE_CENTER: Vec(0, 780)}}
    subject = Subject({**positions, Side.LEFT: {}}, scale_of(), person=Person("F", age))
    value = read(measurement("mad"), Side.RIGHT, subject).outcome
    assert isinstance(value, Value)
    assert [each.is_for_age for each in value.ranges] == [is_for_age]
    assert [each.outcome for each in value.ranges] != ["within"]
    assert len(value.compared) == int(is_for_age)


def test_ranges_of_the_patients_age_come_first_and_those_of_others_stay() -> None:
    ranges = {
        age: [
            each.population for each in Subject({}, scale_of(), person=Person("", age)).ranges_for(measurement("hka"))
        ]
        for age in (17.0, 30.0)
    }
    assert ranges == {17.0: ["100 volunteers, 17-62 y", "adult"], 30.0: ["adult", "100 volunteers, 17-62 y"]}


def test_what_is_quoted_for_any_age_does_not_go_by_age() -> None:
    of_all = table("imd,S,clinical,above,any age,,,,80,,,,,,KEY,quoted\n")
    of_three = table("imd,S,clinical,above,children,,3,4,80,,,,,,KEY,quoted\n")
    for norms, goes in ((of_all, False), (of_three, True)):
        subject = Subject({}, scale_of(), person=Person("", 3.5), norms=norms)
        assert subject.quotes_age(measurement("imd")) is goes
        assert not subject.quotes_age(measurement("mad"))
