"""Whom and what the header says the picture shows: identity, age, side and view."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from kneeview.domain.limb import Facing, Side, View
from kneeview.domain.sides import HeaderSide
from kneeview.imaging.dicom.attributes import Header
from kneeview.imaging.dicom.functional_groups import FRAME_ANATOMY, group_of
from kneeview.imaging.radiograph import Identity

_DAYS_A_YEAR: Final = 365.25
_YEARS_IN: Final = {"D": 1 / _DAYS_A_YEAR, "W": 7 / _DAYS_A_YEAR, "M": 1 / 12, "Y": 1.0}
_OLDEST_YEARS: Final = 130.0
_FROM_THE_SIDE: Final = ("LL", "RL")
"""View Positions of lateral pictures (DICOM PS3.3 C.8.1.1)."""
_TAKEN_ON: Final = ("AcquisitionDate", "StudyDate", "SeriesDate", "ContentDate")


def _date(text: str) -> date | None:
    """Return a date such as 19930224 or 1993.02.24, None where it is none."""
    digits = text.replace(".", "").replace("-", "")
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _age_years(header: Header) -> float | None:
    """Return the age when the picture was taken: from both dates, else as stated (DICOM PS3.5 6.2, AS).

    An age beyond 130 years comes from a placeholder such as 1111-11-11 and is no age.
    """
    born = _date(header.text("PatientBirthDate"))
    taken = next((day for keyword in _TAKEN_ON if (day := _date(header.text(keyword)))), None)
    if born and taken:
        years = (taken - born).days / _DAYS_A_YEAR
        if 0 <= years <= _OLDEST_YEARS:
            return years
    text = header.word("PatientAge")
    count, unit = text[:-1], _YEARS_IN.get(text[-1:])
    if unit is None or not (count.isascii() and count.isdigit() and len(count) <= 4):
        return None
    return int(count) * unit if int(count) * unit <= _OLDEST_YEARS else None


def identity_of(header: Header) -> Identity:
    """Return the identity as the header has it."""
    return Identity(
        patient_name=header.text("PatientName"),
        patient_id=header.text("PatientID"),
        sex=header.word("PatientSex"),
        birth_date=header.text("PatientBirthDate"),
        age_years=_age_years(header),
        study_date=header.text("StudyDate") or header.text("AcquisitionDate"),
        study_description=header.text("StudyDescription"),
        institution=header.text("InstitutionName"),
    )


def _view(row_direction: str, position: str) -> View | None:
    """Return the view that the direction of the rows implies (DICOM PS3.3 C.7.6.1.1.1), None where they tell none.

    Rows that run to the patient's left are ordinary hanging. Rows that run to the right are a view from behind, or a
    front view in mirror image; the signs of the measurements are the same for both.
    """
    match row_direction[:1]:
        case "L":
            return View()
        case "R":
            return View(mirrored=True) if position == "AP" else View(Facing.POSTERIOR)
        case _:
            return None


def _unusual_hanging(orientation: Sequence[str], position: str) -> str | None:
    """Return what to say of a picture that is no upright view from the front or behind, None where it is one.

    The first letter of each direction is the main one (DICOM PS3.3 C.7.6.1.1.1): rows of a front view run to the
    patient's left or right, columns to the feet. Signs and heights are read in such a picture only.
    """
    directions = "\\".join(orientation)
    row, column = (*(text[:1] for text in orientation), "", "")[:2]
    if row in ("A", "P") or column in ("A", "P") or position in _FROM_THE_SIDE:
        told = f"Patient Orientation {directions}" if directions else f"View Position {position}"
        return f"By the header this is no view from the front or behind ({told}): what is measured here belongs to one."
    if row in ("H", "F"):
        return (
            f"By the header the picture lies on its side (Patient Orientation {directions}): signs and heights would "
            "be false. Have it sent upright."
        )
    if column == "H":
        return (
            f"By the header the picture stands upside down (Patient Orientation {directions}): varus and valgus, "
            "higher and lower would be reversed. Have it sent upright."
        )
    return None


def header_side_of(header: Header, found: list[str], frame: int = 0) -> HeaderSide:
    """Return side and view, and warn where the picture does not hang as a front view does."""
    orientation = tuple(text.upper() for text in header.texts("PatientOrientation"))
    position = header.word("ViewPosition")
    of_frame = group_of(header, frame, FRAME_ANATOMY).word("FrameLaterality")
    of_image = header.word("ImageLaterality")
    laterality = of_image or of_frame or header.word("Laterality")
    view = _view(orientation[0], position) if orientation else None
    if (unusual := _unusual_hanging(orientation, position)) is not None:
        found.append(unusual)
    return HeaderSide(
        laterality=laterality,
        view_position=position,
        patient_orientation="\\".join(orientation),
        view=view,
        only={"R": Side.RIGHT, "L": Side.LEFT}.get(laterality),
        laterality_tag="Image Laterality" if of_image else "Frame Laterality" if of_frame else "Laterality",
    )
