"""What is known of the patient: as the user entered it, else as the header has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from kneeview.domain.person import Person, person_of
from kneeview.imaging.radiograph import Identity


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """What the user entered about the patient; "" and None where the picture's header is to speak."""

    name: str = ""
    patient_id: str = ""
    sex: str = ""
    birth_date: str = ""
    age_years: float | None = None
    study_date: str = ""


def facts_of(identity: Identity) -> PatientFacts:
    """Return what a picture's header says of the patient."""
    return PatientFacts(
        identity.patient_name,
        identity.patient_id,
        identity.sex,
        identity.birth_date,
        identity.age_years,
        identity.study_date,
    )


def are_different(one: tuple[PatientFacts, PatientFacts], other: tuple[PatientFacts, PatientFacts]) -> bool:
    """Whether two pictures are of two patients, each told by what was entered and what its header says.

    They are where identifier, birth date or name are known of both and are not the same; where nothing can be compared
    nobody knows.
    """

    def told(of: tuple[PatientFacts, PatientFacts]) -> tuple[object, ...]:
        entered, header = of
        born = entered.birth_date or header.birth_date
        return (
            (entered.patient_id or header.patient_id).strip(),
            date_of(born) or born.strip(),
            " ".join(re.findall(r"\w+", (entered.name or header.name).casefold())),
        )

    return any(a != b for a, b in zip(told(one), told(other), strict=True) if a and b)


def date_of(text: str) -> date | None:
    """Return the day of a text such as 20140302, 2014.03.02 or 2014-03-02; None where it is no day."""
    digits = text.strip().replace(".", "").replace("-", "")
    if len(digits) != 8 or not digits.isascii() or not digits.isdigit():
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


_DAY_FIRST: Final = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")


def typed_day(text: str) -> date | None:
    """Return the day that a text says, as in 2014-03-02, 20140302 or 2.3.2014; None where it says none.

    With strokes nobody knows which is the day and which the month, so that such a text is refused.
    """
    found = _DAY_FIRST.fullmatch(text.strip())
    if found is None:
        return date_of(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def person_from(entered: PatientFacts, header: PatientFacts) -> Person:
    """Return sex and age at the examination: as entered, else as the header has them, else from the dates."""
    born = date_of(entered.birth_date or header.birth_date)
    taken = date_of(entered.study_date or header.study_date)
    by_dates = None if born is None or taken is None else (taken - born).days / 365.25
    told = header.age_years
    from_picture = by_dates if entered.birth_date or entered.study_date or told is None else told
    age = entered.age_years if entered.age_years is not None else from_picture if from_picture is not None else told
    return person_of(entered.sex or header.sex, age)
