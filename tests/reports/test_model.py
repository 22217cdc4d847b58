"""What a report says, whatever it is written on."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from kneeview.case.case import Case, new_case
from kneeview.case.patient import PatientFacts
from kneeview.case.placements import Absent, CircleMark, Found, PointMark
from kneeview.case.sides import with_sides_confirmed
from kneeview.domain.calibration import SpacingCalibration
from kneeview.domain.catalog import CATALOG, measurement
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Facing, Side, View
from kneeview.domain.measurement import Range
from kneeview.domain.positioning import Positioning
from kneeview.domain.posture import Posture
from kneeview.imaging.radiograph import Identity
from kneeview.reports.identity import day, person
from kneeview.reports.model import Report, case_id, report_of
from kneeview.reports.short_table import ShortTable
from kneeview.reports.wording import joined, range_text
from tests.reports.cases import FULL, MADE_AT, QUICK, adult, aged, film, measured, only, photo, uncalibrated, with_gap


def words_of(thing: Any) -> list[str]:
    """Return every text in a report."""
    if isinstance(thing, str):
        return [thing]
    if isinstance(thing, tuple):
        return [text for part in thing for text in words_of(part)]
    if is_dataclass(thing):
        return [text for field in fields(thing) for text in words_of(getattr(thing, field.name))]
    return []


def report(case: Any = None) -> Report:
    return report_of(case or measured(), film(), MADE_AT)


def fact(of: Report, label: str) -> str:
    return next(each.text for each in of.facts if each.label == label)


def test_what_the_user_entered_outranks_the_header() -> None:
    assert fact(report(), "Patient") == "DEMO, Leg"
    assert fact(report(replace(measured(), patient=PatientFacts())), "Patient") == "HEADER, Name"


def test_the_head_of_the_report() -> None:
    found = {each.label: each.text for each in report().facts}
    assert found == {
        "Patient": "DEMO, Leg",
        "Born · sex · age": "2 Mar 2014 · F · 12 years, 8 months",
        "Identifier": "DEMO-1",
        "Film taken": "22 Nov 2026",
        "Reader": "Dr Reader",
        "Report made": "22 Nov 2026, 00:05",
        "Image": "film.dcm",
        "View": "from the front",
    }


def test_what_nobody_told_is_a_dash_and_never_the_word_none() -> None:
    image = replace(film(), identity=Identity())
    empty = report_of(new_case(image), image, MADE_AT)
    assert [fact(empty, label) for label in ("Patient", "Born · sex · age", "Identifier", "Film taken", "Reader")] == [
        "—"
    ] * 5
    assert not [text for text in words_of(empty) if re.search(r"\bNone\b|\bnan\b", text)]


def test_an_entered_age_needs_no_dates() -> None:
    case = replace(measured(), patient=PatientFacts(age_years=6.5, sex="M"))
    assert fact(report(case), "Born · sex · age") == "M · 6 years, 6 months"
    assert fact(report(replace(case, patient=PatientFacts(age_years=41.2))), "Born · sex · age") == "41 years"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("DEMO^Leg", "DEMO, Leg"),
        ("Demo, Leg", "Demo, Leg"),
        ("Yamada^Tarou=山田^太郎=やまだ^たろう", "Yamada, Tarou (山田, 太郎; やまだ, たろう)"),
        ("Doe^John^Q^Dr^Jr", "Doe, John Q Dr Jr"),
        ("^Given", "Given"),
        ("Fam\nily\0^", "Fam ily"),
        ("", ""),
        ("=太郎", "太郎"),
    ],
)
def test_names_as_they_are_read(name: str, shown: str) -> None:
    assert person(name) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("20140302", "2 Mar 2014"),
        ("2014.03.02", "2 Mar 2014"),
        ("2014-03-02", "2 Mar 2014"),
        ("20141399", "20141399"),
        ("spring", "spring"),
        ("", ""),
    ],
)
def test_dates_as_they_are_read(text: str, shown: str) -> None:
    assert day(text) == shown


def test_right_comes_before_left_in_every_row_and_rows_stand_in_the_order_of_the_catalogue() -> None:
    rows = report().rows
    order = [entry.id for entry in CATALOG]
    assert [order.index(row.id) for row in rows] == sorted(order.index(row.id) for row in rows)
    for row in rows:
        assert [entry.side for entry in row.entries] in ([Side.RIGHT, Side.LEFT], [None])


def test_the_quick_axis_makes_a_short_report() -> None:
    rows = [row.id for row in report(only(QUICK)).rows]
    assert rows == [
        *("mad", "hka", "femur_length", "tibia_length", "leg_length"),
        *("femoral_head_height_difference", "pelvic_obliquity"),
    ]


def test_a_row_that_was_begun_says_what_is_missing() -> None:
    case = only(FULL).without_placement(Side.LEFT, L.FEMORAL_CONDYLE_MEDIAL)
    row = next(row for row in report(case).rows if row.id == "mldfa")
    assert row.entries[0].is_value
    assert (row.entries[1].value, row.entries[1].text) == ("", "needs medial femoral condyle")


def test_every_shown_range_names_its_source_and_its_population() -> None:
    shown = report()
    ranges = [each for row in shown.rows for each in row.ranges]
    assert ranges
    for each in ranges:
        assert each.text
        assert each.population
        assert shown.sources[each.number - 1] == each.source


@pytest.mark.parametrize(
    ("name", "low", "high", "shown"),
    [
        ("mad", 1, 15, "1–15 mm medial"),
        ("mad", -5, 15, "5 mm lateral to 15 mm medial"),
        ("hka", 177, 183, "177–183°"),
        ("fta", 5, 10, "5–10° valgus"),
        ("wbl_percent", 30.3, 48.7, "30.3–48.7 %"),
        ("mldfa", None, 90, "up to 90°"),
        ("mldfa", 85, None, "from 85°"),
        ("lld", -10, 10, "10 mm left longer to 10 mm right longer"),
        ("q_angle", 0, 15, "0–15°"),
    ],
)
def test_ranges_have_no_bare_sign(name: str, low: float | None, high: float | None, shown: str) -> None:
    assert range_text(measurement(name), Range(low, high, "source", "population")) == shown


def test_no_signed_number_and_no_verdict_stands_in_a_report() -> None:
    texts = [text for row in report().rows for entry in row.entries for text in (entry.text, entry.error, entry.errors)]
    assert not [text for text in texts if re.search(r"(^|\s|\()[-+−]\d", text)]
    everything = " ".join(words_of(report())).lower()
    assert "abnormal" not in everything
    assert "pathological" not in everything


def test_the_axis_in_words() -> None:
    assert report(adult()).in_words[0] == (
        "The weight-bearing line passes through the middle third of the lateral tibial plateau on the right "
        "(18.9 mm lateral to the knee centre) and through the medial third of the lateral tibial plateau on the left "
        "(7.8 mm lateral to the knee centre)."
    )
    assert report(uncalibrated(adult())).in_words[0] == (
        "The weight-bearing line passes through the middle third of the lateral tibial plateau on the right and "
        "through the medial third of the lateral tibial plateau on the left."
    )
    assert report(only(QUICK, sides=(Side.RIGHT,))).in_words[0] == (
        "The weight-bearing line passes 18.9 mm lateral to the knee centre on the right."
    )


def test_readings_outside_a_range_are_named_with_its_source() -> None:
    found = report(only(QUICK, adult()))
    assert found.in_words[1] == "Outside the quoted range. Right: MAD [1]. Left: MAD [1]."
    assert found.sources[0].startswith("Paley")


def test_where_sources_disagree_all_of_them_are_told_and_none_is_the_verdict() -> None:
    found = report(only(QUICK, adult()))
    assert found.in_words[-1] == (
        "HKA, right: outside [2] 177–183° (adult); cannot be told from [3] 168–185° (100 volunteers, 17-62 y)."
    )
    (gap,) = (words for words in report(with_gap(adult(), 60.0)).in_words if words.startswith("IMD"))
    assert re.fullmatch(
        r"IMD, both legs: within 4 of 5 quoted ranges (\[\d+\] )+\[\d+\]; outside \[\d+\] below 25 mm \(any age\)\.",
        gap,
    )


@pytest.mark.parametrize("age", [4.0, 7.0, 12.0, 16.9])
def test_a_child_is_compared_with_no_range_of_adults(age: float) -> None:
    found = report(aged(age))
    assert not [words for words in found.in_words if words.startswith(("Outside", "Indeterminate", "MAD", "HKA"))]
    axis = [row for row in found.rows if row.id in ("mad", "wbl_percent", "hka", "mldfa", "mpta")]
    for row in axis:
        assert all(each.population.endswith(", not for this age") for each in row.ranges)
        assert not any("".join(entry.outcomes) for entry in row.entries)
    assert "contributes" not in " ".join(found.angles)


def test_what_goes_by_age_comes_first_and_names_its_sources() -> None:
    found = report(aged(4))
    assert found.in_words[0] == (
        "Tibiofemoral angle at 4 years: right 11.3° valgus, left 7.8° valgus.\n"
        "Means, quoted without limits: [5] 7.8° valgus (Korean children, 4 y, maximum)."
    )
    angle = found.in_words[1].splitlines()
    assert angle[0] == "Clinical tibiofemoral angle at 4 years: right 8.9° valgus, left 7.0° valgus."
    assert re.fullmatch(r"\[\d+\] 0–11° valgus \(Turkish children, 3-17 y\): right within, left within\.", angle[1])
    rows = {row.id: row for row in found.rows}
    assert [each.text for each in rows["fta"].ranges] == ["mean 7.8° valgus", "5–10° valgus"]
    assert [row.id for row in ShortTable(found, tuple(Side)).rows][:2] == ["clinical_tfa", "fta"]


def test_of_many_sources_on_a_gap_those_are_told_that_it_is_outside_of() -> None:
    (gap,) = (words for words in report(with_gap(aged(4), 60.0)).in_words if words.startswith("Intermalleolar"))
    assert gap.splitlines()[0].endswith("at 4 years: 60.0 mm.")
    assert re.search(r"IMD, both legs: within \d of 9 quoted ranges", gap)
    assert "25–50 mm (children, 3-7 y)" in gap


def test_at_seventeen_the_series_that_begins_there_is_compared() -> None:
    hka = next(row for row in report(aged(17)).rows if row.id == "hka")
    assert [each.population for each in hka.ranges] == ["100 volunteers, 17-62 y", "adult, not for this age"]
    assert [entry.outcomes for entry in hka.entries] == [("indeterminate", ""), ("within", "")]


def test_many_readings_that_cannot_be_told_from_a_limit_are_counted() -> None:
    assert re.fullmatch(
        r"Indeterminate against a limit: right \d+, left \d+ readings, told one by one on the next pages\.",
        report(adult()).in_words[2],
    )


def test_without_a_scale_nothing_is_said_of_ranges() -> None:
    found = report(uncalibrated(adult()))
    assert found.in_words[-1].startswith("Without a scale no error is known")
    assert found.warnings[0] == "UNCALIBRATED - no lengths; angles and percentages only."
    assert [entry.text for row in found.inequality for entry in row.entries] == ["needs a scale"] * 3
    assert found.remainder == ""


def test_the_remainder_of_the_inequality_is_said() -> None:
    found = report()
    values = [entry.value for row in found.inequality for entry in row.entries]
    assert [row.id for row in found.inequality] == ["lld", "femur_lld", "tibia_lld"]
    assert values == ["11.7 mm", "8.5 mm", "4.0 mm"]
    assert found.remainder == "left longer by 0.8 mm"


def test_warnings_are_those_of_the_case_word_for_word() -> None:
    case = uncalibrated(measured())
    assert report(case).warnings == tuple(notice.text for notice in case.notices())
    image = replace(film(), warnings=("The file was repaired.",))
    assert report_of(case, image, MADE_AT).warnings[-1] == "The file was repaired."


def test_on_a_photo_everything_says_surface() -> None:
    opened = photo()
    found = report_of(opened.case, opened.image, MADE_AT)
    assert "surface" in found.title
    assert "surface" in found.subtitle
    assert found.rows
    for row in found.rows:
        assert "surface" in row.name
        assert all("surface" in entry.text for entry in row.entries if entry.is_value)
    assert "Photo taken" in [each.label for each in found.facts]


def test_the_scale_says_how_it_was_made_and_by_whom() -> None:
    opened = photo()
    scale = report_of(opened.case, opened.image, MADE_AT).scale
    assert scale.startswith("1.8519 mm a pixel, calibrated, ± 3.9 % of every length (95 %).")
    assert scale.endswith("Patient's height: 1500 mm / 810.0 px = 1.8519 mm a pixel. Set by Reader 2 Jan 2026, 03:04.")


def test_oblong_pixels_are_told_by_rows_and_columns() -> None:
    case = measured().with_calibration(SpacingCalibration(0.5, 0.25), "", "an hour ago")
    assert report(case).scale.startswith("0.5000 mm a row, 0.2500 mm a column, calibrated")
    assert report(case).scale.endswith("Set an hour ago.")


CHECKED = "right and left checked against the side marker."


@pytest.mark.parametrize(
    ("posture", "view", "said"),
    [
        (Posture(), View(), "Nothing is attested of the positioning. Seen from the front; " + CHECKED),
        (
            Posture(weight_bearing=True, knees_touching=True),
            View(Facing.POSTERIOR, mirrored=True),
            "Weight-bearing, knees touching. Not attested: on one leg or two, patellae forward, feet apart or "
            "together, knees straight, where the central ray was, barefoot or in shoes, one exposure or several. "
            "Seen from behind, mirror image; " + CHECKED,
        ),
    ],
)
def test_positioning(posture: Posture, view: View, said: str) -> None:
    case = with_sides_confirmed(replace(measured(), posture=posture, positioning=Positioning(), view=view))
    assert report(case).positioning == said


def test_a_picture_that_is_printed_left_for_right_is_said_to_be() -> None:
    assert report_of(measured(), film(), MADE_AT, turned_over=True).positioning.endswith("is printed left for right.")
    assert "printed" not in report().positioning


def test_which_points_served_is_told() -> None:
    pairs = {each.label: each.text for each in report().points}
    assert pairs == {
        "Hip centre": "Circle through 3 points of the rim",
        "Knee": "Femoral axis to the notch, tibial axis from the spines, knee centre as placed",
        "Plateau for the weight-bearing line": "Outer edges",
        "Head heights": "Tops of the femoral heads",
        "Pelvic line": "Hip centres",
    }
    mixed = measured().without_placement(Side.LEFT, L.FEMORAL_NOTCH)
    knee = next(each.text for each in report(mixed).points if each.label == "Knee")
    assert knee.endswith("(right), knee centre for both axes (left)")


def test_a_hip_that_is_not_visible_or_only_suggested_served_nothing() -> None:
    case = measured()
    hip = case.placement(Side.RIGHT, L.HIP_CENTER)
    assert isinstance(hip, CircleMark)
    for mark in (Absent("not visible"), replace(hip, found=Found.SUGGESTED)):
        of = case.with_placement(Side.RIGHT, L.HIP_CENTER, mark)
        words = next(each.text for each in report(of).points if each.label == "Hip centre")
        assert words == "Circle through 3 points of the rim (left)"


def test_placement_errors_say_what_is_assumed() -> None:
    derived, assumed = report(only(FULL)).placement_errors
    assert derived.startswith("Derived from published reliability: hip centre 1.2 × 1.5; ")
    assert assumed.startswith("Assumed: ")
    assert report(uncalibrated(measured())).placement_errors == ()


def test_the_case_has_a_name_that_changes_with_it_and_not_with_its_place() -> None:
    case = measured()
    assert case_id(case) == case_id(replace(case, image=replace(case.image, path="/elsewhere/film.dcm")))
    assert case_id(case) != case_id(case.without_placement(Side.RIGHT, L.HIP_CENTER))


def test_an_absent_landmark_is_said_to_be_marked_so() -> None:
    case = only(FULL).with_placement(Side.LEFT, L.ANKLE_CENTER, Absent("outside the film"))
    row = next(row for row in report(case).rows if row.id == "leg_length")
    assert row.entries[1].text == "ankle centre marked not visible"


def test_legs_of_the_subtitle() -> None:
    assert report().subtitle == "Radiograph, weight-bearing, both legs"
    assert report(only(FULL, sides=(Side.LEFT,))).subtitle == "Radiograph, weight-bearing, left leg"
    assert report(replace(only(()), kind=Kind.PHOTO)).subtitle == "Photograph, surface landmarks, weight-bearing"


def test_lists_in_sentences() -> None:
    assert [joined(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


def test_a_length_says_at_its_definition_where_it_ends() -> None:
    def told(case: Case, name: str) -> str:
        report = report_of(case, film(), MADE_AT)
        return next(row.made_with for row in (*report.rows, *report.inequality) if row.id == name)

    quick, full = only(QUICK), only(FULL)
    assert told(quick, "femur_length") == told(quick, "femur_lld") == "Made with the knee centre."
    assert told(full, "femur_length") == "Made with the femoral notch."
    assert told(full, "hka") == "Made with the femoral notch and the tibial spines."
    assert told(full, "leg_length") == ""
    mixed = replace(full, limbs={Side.RIGHT: full.limbs[Side.RIGHT], Side.LEFT: quick.limbs[Side.LEFT]})
    for name in ("femur_length", "femur_lld"):
        assert told(mixed, name) == "Made with the femoral notch on the right, the knee centre on the left."


def test_what_was_suggested_and_accepted_is_said() -> None:
    label, case = "Placed with a suggestion from the picture", measured()
    assert label not in [each.label for each in report(case).points]
    for side in Side:
        for landmark_id in (L.HIP_CENTER, L.TIBIAL_SHAFT_DISTAL):
            mark = case.placement(side, landmark_id)
            assert isinstance(mark, (PointMark, CircleMark))
            if (side, landmark_id) != (Side.LEFT, L.TIBIAL_SHAFT_DISTAL):
                case = case.with_placement(side, landmark_id, replace(mark, found=Found.SNAPPED))
    words = next(each.text for each in report(case).points if each.label == label)
    assert words == "Hip centre (right and left); tibial shaft, distal (right)"
