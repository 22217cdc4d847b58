"""Identity, age, side and view from the header."""

from __future__ import annotations

from typing import Any

import pytest

from kneeview.domain.limb import Facing, Side, View
from kneeview.imaging.dicom.attributes import Header
from kneeview.imaging.dicom.patient import header_side_of, identity_of
from tests.imaging.dicom_files import item


def age(**attributes: Any) -> float | None:
    return identity_of(Header(item(**attributes)), []).age_years


def test_the_age_comes_from_both_dates() -> None:
    assert age(PatientBirthDate="20100301", StudyDate="20160901", PatientAge="099Y") == pytest.approx(6.5, abs=0.01)


def test_the_day_of_the_film_and_the_age_go_by_one_day_and_a_contradiction_is_told() -> None:
    found: list[str] = []
    made = item(PatientBirthDate="19790408", AcquisitionDate="19921225", StudyDate="20040826", SeriesDate="20040826")
    identity = identity_of(Header(made), found)
    assert identity.study_date == "19921225"
    assert identity.age_years == pytest.approx(13.7, abs=0.05)
    (said,) = found
    assert "Acquisition Date 1992-12-25, Study Date and Series Date 2004-08-26. The film is taken to be of 1992" in said


@pytest.mark.parametrize(
    ("attributes", "day"),
    [
        ({"AcquisitionDateTime": "20160901101500", "StudyDate": "20160902"}, "20160901"),
        ({"AcquisitionDate": "20160901", "StudyDate": "20160901"}, "20160901"),
        ({"StudyDate": "20160901", "ContentDate": "20160902"}, "20160901"),
        ({"AcquisitionDate": "", "StudyDate": "20160901"}, "20160901"),
        ({}, ""),
    ],
)
def test_days_that_agree_or_are_none_are_no_contradiction(attributes: dict[str, Any], day: str) -> None:
    found: list[str] = []
    assert identity_of(Header(item(**attributes)), found).study_date == day
    assert found == []


@pytest.mark.parametrize(("stated", "is_told"), [("005Y", False), ("006Y", False), ("004Y", True), ("008Y", True)])
def test_a_stated_age_that_the_birth_date_contradicts_is_told(stated: str, is_told: bool) -> None:
    found: list[str] = []
    identity_of(Header(item(PatientBirthDate="20100301", StudyDate="20160901", PatientAge=stated)), found)
    assert [text.startswith("By the header the patient is") for text in found] == [True] * is_told


def test_dates_with_dots_or_dashes_are_dates() -> None:
    made = item(StudyDate="20160901")
    made.add_new(0x00100030, "LO", "2010.03.01")
    assert identity_of(Header(made), []).age_years == pytest.approx(6.5, abs=0.01)


@pytest.mark.parametrize(("text", "years"), [("006Y", 6.0), ("018M", 1.5), ("052W", 0.996), ("010D", 0.027)])
def test_else_from_the_stated_age(text: str, years: float) -> None:
    assert age(PatientAge=text) == pytest.approx(years, abs=0.001)


@pytest.mark.parametrize("text", ["", "Y", "6", "xY", "999Y", "99999Y", "-06Y"])
def test_rubbish_is_no_age(text: str) -> None:
    made = item()
    made.add_new(0x00101010, "LO", text)
    assert identity_of(Header(made), []).age_years is None


@pytest.mark.parametrize("birth", ["11111111", "20300101", "20101332", "2010", "unknown!"])
def test_an_impossible_birth_date_leaves_the_stated_age(birth: str) -> None:
    made = item(StudyDate="20160901", PatientAge="006Y")
    made.add_new(0x00100030, "LO", birth)
    assert identity_of(Header(made), []).age_years == 6.0


def test_the_identity_is_as_written() -> None:
    identity = identity_of(
        Header(
            item(
                PatientName="Doe^Jane",
                PatientID=" 17 ",
                PatientSex="F",
                StudyDate="20160901",
                StudyDescription="Long leg",
                InstitutionName="Ward",
            )
        ),
        [],
    )
    assert (identity.patient_name, identity.patient_id, identity.sex) == ("Doe^Jane", "17", "F")
    assert (identity.study_date, identity.study_description, identity.institution) == ("20160901", "Long leg", "Ward")


@pytest.mark.parametrize(
    ("orientation", "position", "view"),
    [
        (["L", "F"], "AP", View()),
        (["L", "F"], "PA", View()),
        (["L", "FA"], "", View()),
        (["LA", "F"], "", View()),
        (["R", "F"], "AP", View(mirrored=True)),
        (["R", "F"], "PA", View(Facing.POSTERIOR)),
        (["R", "F"], "", View(Facing.POSTERIOR)),
        (["A", "F"], "LL", None),
        ([""], "", None),
        (None, "AP", None),
    ],
)
def test_the_direction_of_the_rows_tells_the_view(
    orientation: list[str] | None, position: str, view: View | None
) -> None:
    made = item(ViewPosition=position)
    if orientation is not None:
        made.PatientOrientation = orientation
    found: list[str] = []
    side = header_side_of(Header(made), found)
    assert side.view == view
    assert bool(found) == (position == "LL")


@pytest.mark.parametrize(
    ("orientation", "position", "warning"),
    [
        (["A", "F"], "", "no view from the front or behind (Patient Orientation A\\F)"),
        (["PL", "F"], "", "no view from the front or behind"),
        (["L", "P"], "", "no view from the front or behind (Patient Orientation L\\P)"),
        (None, "RL", "no view from the front or behind (View Position RL)"),
        (["L", "H"], "AP", "stands upside down (Patient Orientation L\\H)"),
        (["R", "H"], "AP", "stands upside down (Patient Orientation R\\H)"),
        (["F", "L"], "", "lies on its side (Patient Orientation F\\L)"),
        (["H", "R"], "PA", "lies on its side"),
    ],
)
def test_a_picture_that_is_no_upright_front_view_is_told_once(
    orientation: list[str] | None, position: str, warning: str
) -> None:
    made = item(ViewPosition=position)
    if orientation is not None:
        made.PatientOrientation = orientation
    found: list[str] = []
    header_side_of(Header(made), found)
    (sentence,) = found
    assert warning in sentence


@pytest.mark.parametrize(
    ("attributes", "laterality", "only"),
    [
        ({"ImageLaterality": "R"}, "R", Side.RIGHT),
        ({"ImageLaterality": "L", "Laterality": "R"}, "L", Side.LEFT),
        ({"Laterality": "L"}, "L", Side.LEFT),
        ({"ImageLaterality": "B", "Laterality": "L"}, "B", None),
        ({}, "", None),
    ],
)
def test_laterality_of_the_image_comes_before_that_of_the_series(
    attributes: dict[str, str], laterality: str, only: Side | None
) -> None:
    side = header_side_of(Header(item(**attributes)), [])
    assert (side.laterality, side.only) == (laterality, only)
