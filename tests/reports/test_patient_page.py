"""The page for the patient: plain words, the right side, no promise."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from kneeview.case.case import Case
from kneeview.case.patient import PatientFacts
from kneeview.domain.limb import Side
from kneeview.domain.posture import Posture
from kneeview.reports.model import report_of
from kneeview.reports.patient_page import legs_of, sentences_for_the_patient, whose
from kneeview.reports.pdf import pdf_of
from tests.reports.cases import MADE_AT, QUICK, film, measured, only, photo, uncalibrated

JARGON = ("valgus", "varus", "mad", "hka", "deviation", "axis", "malleol", "abnormal", "normal", "medial", "lateral")


def said(case: Case) -> str:
    return " ".join(sentences_for_the_patient(case, film()))


@pytest.mark.parametrize(
    "case",
    [measured(), only(QUICK), uncalibrated(measured()), only(QUICK, sides=(Side.LEFT,)), photo().case],
    ids=["every landmark", "quick axis", "no scale", "one leg", "photo"],
)
def test_the_page_speaks_plainly_and_promises_nothing(case: Case) -> None:
    words = said(case).lower().replace(",", " ").replace(".", " ").split()
    assert not [word for word in words for term in JARGON if word.startswith(term)]
    assert "no diagnosis" in said(case)
    assert not {"will", "cure", "heal"} & set(words)


def test_the_page_says_what_was_measured_right_before_left() -> None:
    text = said(replace(measured(), posture=Posture(knees_touching=True)))
    assert "taken on 22 Nov 2026" in text
    assert "on the right leg 19 mm to the outer side of the middle of the knee, and on the left leg 8 mm to" in text
    assert "The right leg measured 12 mm longer than the left, give or take 5 mm." in text
    assert "With the knees together the ankles were 137 mm apart, give or take" in text


def test_a_difference_within_its_error_is_not_called_one() -> None:
    mirrored = only(QUICK)
    same = replace(mirrored, limbs=dict.fromkeys(Side, mirrored.limbs[Side.RIGHT]))
    assert "No sure difference in length was found between the legs (0 mm, give or take" in said(same)


def test_without_a_scale_there_are_no_millimetres() -> None:
    assert " mm" not in said(uncalibrated(measured()))


def test_only_parents_of_young_children_are_told_what_is_said_of_many() -> None:
    for years, told in ((4.0, True), (8.0, True), (9.0, False), (40.0, False)):
        case = replace(measured(), patient=PatientFacts(age_years=years))
        assert ("75 of 100 children" in said(case)) is told
    assert "75 of 100 children" not in said(replace(measured(), patient=PatientFacts()))


def test_a_photo_is_said_to_be_less_exact() -> None:
    assert "less exact" in said(photo().case)
    assert "less exact" not in said(measured())


def test_the_drawing_has_the_legs_of_which_all_is_placed() -> None:
    assert [leg.side for leg in legs_of(measured())] == [Side.RIGHT, Side.LEFT]
    assert [leg.side for leg in legs_of(only(QUICK, sides=(Side.LEFT,)))] == [Side.LEFT]
    assert [leg.side for leg in legs_of(photo().case)] == [Side.RIGHT, Side.LEFT]
    assert legs_of(only(())) == ()


@pytest.mark.parametrize("case", [measured(), only(())], ids=["measured", "nothing placed"])
def test_the_page_is_the_last_and_only_there_when_it_is_wanted(case: Case) -> None:
    report = report_of(case, film(), MADE_AT)

    def pages(*, wanted: bool) -> list[str]:
        content = pdf_of(report, case, film(), film().default_display, patient_page=wanted)
        return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]

    without, added = pages(wanted=False), pages(wanted=True)
    assert len(added) == len(without) + 1
    assert not any("About the picture of your legs" in page for page in without)
    assert "About the picture of your legs" in added[-1]
    assert f"page {len(added)} of {len(added)}" in added[-1]


def test_the_page_says_whose_it_is_and_of_which_day() -> None:
    assert whose(measured(), film()) == "DEMO, Leg, 22 Nov 2026"
    nobody = photo()
    assert whose(nobody.case, nobody.image) == ""
