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
_DAY_OF_MOMENT: Final = len("20140302")
_STATED_MAY_LAG: Final = 2.0
"""Ages are stated in completed years, so a stated one may lag by one; another year is a contradiction."""
_FROM_THE_SIDE: Final = ("LL", "RL")
"""View Positions of lateral pictures (DICOM PS3.3 C.8.1.1)."""
_TAKEN_ON: Final = (
    ("AcquisitionDate", "Acquisition Date"),
    ("AcquisitionDateTime", "Acquisition DateTime"),
    ("StudyDate", "Study Date"),
    ("SeriesDate", "Series Date"),
    ("ContentDate", "Content Date"),
)
"""Where the day of the film is sought, in this order: when it was exposed comes before when its study, which may hold
older films, was entered (DICOM PS3.3 C.7.6.1 and C.7.2.1)."""

_SAME_DAYS: Final = 1
"""Days of one header that lie no farther apart do not contradict each other: a night may lie between."""


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
    by_dates = _years_by_dates(header)
    return _stated_years(header) if by_dates is None else by_dates


def _days(header: Header) -> list[tuple[str, date]]:
    """Return every day that the header gives the film, by the name of its attribute, the one to believe first."""
    found = []
    for keyword, name in _TAKEN_ON:
        text = header.text(keyword)
        day = _date(text[:_DAY_OF_MOMENT] if keyword.endswith("Time") else text)
        if day is not None:
            found.append((name, day))
    return found


def _years_by_dates(header: Header) -> float | None:
    """Return the age by birth date and day of the film; None where one is not known or it is nobody's age."""
    born, days = _date(header.text("PatientBirthDate")), _days(header)
    if born is None or not days:
        return None
    years = (days[0][1] - born).days / _DAYS_A_YEAR
    return years if 0 <= years <= _OLDEST_YEARS else None


def _stated_years(header: Header) -> float | None:
    """Return the age as stated; None where none is."""
    text = header.word("PatientAge")
    count, unit = text[:-1], _YEARS_IN.get(text[-1:])
    if unit is None or not (count.isascii() and count.isdigit() and len(count) <= 4):
        return None
    return int(count) * unit if int(count) * unit <= _OLDEST_YEARS else None


def _warn_of_days(header: Header, found: list[str]) -> None:
    """Tell where days of the film, or its day and the stated age, contradict each other."""
    days = _days(header)
    if days and any(abs((day - days[0][1]).days) > _SAME_DAYS for _, day in days):
        told: dict[date, list[str]] = {}
        for name, day in days:
            told.setdefault(day, []).append(name)
        listed = ", ".join(f"{' and '.join(names)} {day.isoformat()}" for day, names in told.items())
        found.append(
            f"The header gives more than one day: {listed}. The film is taken to be of {days[0][1].isoformat()}, and "
            "the age is that of this day."
        )
    by_dates, stated = _years_by_dates(header), _stated_years(header)
    if by_dates is not None and stated is not None and not stated - 1 <= by_dates <= stated + _STATED_MAY_LAG:
        found.append(
            f"By the header the patient is {stated:.1f} years old (Patient's Age), by the birth date and the day of "
            f"the film {by_dates:.1f}: the dates are believed."
        )


def identity_of(header: Header, found: list[str]) -> Identity:
    """Return the identity as the header has it, and warn where its dates contradict each other."""
    _warn_of_days(header, found)
    days = _days(header)
    return Identity(
        patient_name=header.text("PatientName"),
        patient_id=header.text("PatientID"),
        sex=header.word("PatientSex"),
        birth_date=header.text("PatientBirthDate"),
        age_years=_age_years(header),
        study_date=f"{days[0][1]:%Y%m%d}" if days else header.text("StudyDate"),
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
