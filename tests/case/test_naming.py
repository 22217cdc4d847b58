"""What a file is called by default: when and what, never who, and never the name of a file that stands there."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.case.naming import free_place, name_of_case
from kneeview.case.patient import PatientFacts

TODAY = date(2026, 11, 22)
CASE = Case(
    ImageReference("Doe_Jane_12345.png"),
    patient=PatientFacts("DOE^Jane", "12345", "F", "20140302"),
    header_patient=PatientFacts("ROE^Jane", "6789", study_date="20260504"),
    protocol_id="full_alignment",
)


def test_the_day_of_the_picture_and_the_protocol_make_the_name() -> None:
    assert name_of_case(CASE, TODAY) == "2026-05-04-full-alignment"
    told = replace(CASE, patient=replace(CASE.patient, study_date="2026-05-03"))
    assert name_of_case(told, TODAY) == "2026-05-03-full-alignment"


@pytest.mark.parametrize("told", ["", "last spring"])
def test_without_a_day_of_the_picture_the_name_says_that_it_is_that_of_the_measuring(told: str) -> None:
    undated = replace(CASE, header_patient=PatientFacts(study_date=told))
    assert name_of_case(undated, TODAY) == "full-alignment-measured-2026-11-22"
    assert name_of_case(replace(undated, protocol_id=""), TODAY) == "legs-measured-2026-11-22"


def test_the_name_holds_nothing_of_the_patient() -> None:
    for case in (CASE, replace(CASE, header_patient=PatientFacts())):
        name = name_of_case(case, TODAY).casefold()
        assert not any(part in name for part in ("doe", "roe", "jane", "12345", "6789", "2014"))


def test_a_name_that_stands_there_is_never_suggested(tmp_path: Path) -> None:
    suggested = [free_place(tmp_path, "a-report", ".pdf")]
    for _ in range(2):
        suggested[-1].touch()
        suggested.append(free_place(tmp_path, "a-report", ".pdf"))
    assert [path.name for path in suggested] == ["a-report.pdf", "a-report-2.pdf", "a-report-3.pdf"]


def test_beside_a_picture_on_a_disc_that_is_only_read_the_place_is_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert free_place(Path("/media/disc"), "a", ".kneeview") == tmp_path / "a.kneeview"
