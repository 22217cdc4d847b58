"""The calibration card: every row in words, for the window and for the report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.domain.calibration import RulerCalibration, RulerSegment, SpacingCalibration, SphereCalibration
from kneeview.domain.geometry import ImagePoint as P
from kneeview.domain.plumb import PlumbLine
from kneeview.domain.scale import LEVELS, NO_SCALE, ScaleState
from kneeview.imaging.spacing import SpacingTags, decide_scale
from kneeview.reports.calibration import calibration_card, spacing_words
from kneeview.reports.table.json_file import scale_json
from tests.domain.subjects import scale_of

EMPTY = Case(ImageReference("film", rows=3000, columns=1400))
DETECTOR = decide_scale(SpacingTags(None, (0.2, 0.2)))
ESTIMATED = decide_scale(SpacingTags(None, (0.2, 0.2), magnification=1.05))
RULER = RulerCalibration((RulerSegment(P(0, 0), P(0, 500), 95),))
BALL = SphereCalibration((P(-66, 0), P(66, 0), P(0, 66)), 25, 20.0)


def card(case: Case) -> list[tuple[str, str]]:
    return [(fact.label, fact.text) for fact in calibration_card(case)]


def test_a_divided_header_shows_its_arithmetic_its_level_and_its_error() -> None:
    assert card(replace(EMPTY, header_scale=ESTIMATED)) == [
        ("Scale", "0.1905 mm a pixel"),
        ("State", "Estimated: level 6 of 10, the detector's spacing, divided by a magnification"),
        (
            "Why",
            "Estimated: imager spacing 0.2000 / 1.05 = 0.1905 mm a pixel (magnification from the header).",
        ),
        ("Error", "± 9.8 % of every length (95 %)"),
    ]


def test_without_a_scale_the_card_says_why_angles_have_no_interval() -> None:
    rows = dict(card(EMPTY))
    assert rows["Scale"] == "No scale: no lengths"
    assert rows["State"].endswith("level 10 of 10, no spacing at all")
    assert "no interval, because the error of placing a landmark is known in millimetres" in rows["Error"]


def test_a_magnified_scale_has_no_known_error() -> None:
    assert dict(card(replace(EMPTY, header_scale=DETECTOR)))["Error"].startswith("Not known: lengths are too long")


def test_hand_ball_and_header_stand_side_by_side() -> None:
    case = replace(EMPTY, header_scale=DETECTOR).with_calibration(BALL, "A. Reader", "2026-01-02T03:04:05+00:00")
    case = case.with_calibration(RULER, "B. Reader", "2026-01-03T03:04:05+00:00")
    assert card(case)[3:] == [
        ("Error", "± 2.0 % of every length (95 %)"),
        ("Made", "by B. Reader, 3 Jan 2026, 03:04"),
        ("Depth", "Not told. The scale holds at the marker; every centimetre to the bone changes it by about 1 %."),
        ("Header", "0.2000 mm a pixel, at the detector; what is in use is 5.0 % less: find out which is right."),
        ("Compared", "Ball of 25 mm gives 0.1894 mm a pixel, 0.3 % less."),
    ]
    swapped = dict(card(case.with_comparison_used(0)))
    assert swapped["Made"] == "by A. Reader, 2 Jan 2026, 03:04"
    assert swapped["Depth"] == "20 mm in front of the bone (± 3.9 %, 95 %)."


def test_what_differs_too_much_is_noted_once() -> None:
    case = EMPTY.with_calibration(BALL, "", "").with_calibration(SpacingCalibration(0.5, 0.5), "", "")
    rows = card(case)
    assert ("Compared", "Ball of 25 mm gives 0.1894 mm a pixel, 62.1 % less.") in rows
    assert [text for label, text in rows if label == "Note"] == [
        "What was measured differs by more than 3 %: find out which is right."
    ]
    assert "Made" not in dict(rows)


def test_header_notes_and_the_plumb_line_have_rows() -> None:
    odd = decide_scale(SpacingTags((0.286, 0.286), (0.143, 0.143)))
    case = replace(EMPTY, header_scale=odd).with_plumb(PlumbLine(P(100, 100), P(120, 900)))
    rows = card(case)
    assert dict(rows)["Upright"].startswith("By the plumb line the picture leans 1.4° anticlockwise")
    assert "plumb" not in dict(rows)["Why"]
    assert "resized" in dict(rows)["Note"]


def test_a_header_that_says_nothing_is_quoted_beside_the_hand() -> None:
    assert dict(card(EMPTY.with_calibration(RULER, "", "")))["Header"] == "Says nothing of the size of a pixel."


def test_oblong_pixels_are_told_apart() -> None:
    assert spacing_words(scale_of(0.2, 0.1)) == "0.2000 mm a row, 0.1000 mm a column"


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_has_its_words(level: int) -> None:
    assert replace(NO_SCALE, level=level).level_words == f"level {level} of 10, {LEVELS[level]}"


def test_files_for_programs_carry_the_card() -> None:
    case = replace(EMPTY, header_scale=DETECTOR).with_calibration(BALL, "A", "1").with_calibration(RULER, "B", "2")
    found = scale_json(case)
    assert found["level_text"] == "level 1 of 10, made on this picture by the user"
    assert found["marker_depth_mm"] is None
    assert scale_json(case.with_comparison_used(0))["marker_depth_mm"] == 20.0
    assert found["header"] == {
        "state": ScaleState.DETECTOR_PLANE.value,
        "row_mm": 0.2,
        "column_mm": 0.2,
        "explanation": DETECTOR.explanation,
        "difference": pytest.approx(-0.05),
    }
    assert found["comparisons"] == [
        {
            "name": "ball of 25 mm",
            "column_mm": pytest.approx(25 / 132),
            "difference": pytest.approx(25 / 132 / 0.19 - 1),
            "by": "A",
            "at": "1",
        }
    ]
    header = scale_json(replace(EMPTY, header_scale=DETECTOR))["header"]
    assert isinstance(header, dict)
    assert header["difference"] is None
