"""Who is measured, as far as quoted ranges ask: sex and age."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kneeview.domain.quoted import Mean, Range

ADULT_YEARS: Final = 18.0
"""From this age on ranges of adults are of the patient's own population."""


_IN_MONTHS_YEARS: Final = 2.0
"""Below this age people say months."""


def age_words(years: float) -> str:
    """Return an age as people say it, in whole months that have passed: "13 years, 8 months"; of adults the years."""
    months = int(years * 12 + 1e-6)
    whole, rest = divmod(months, 12)
    if years >= ADULT_YEARS:
        return f"{whole} years"
    if years < _IN_MONTHS_YEARS:
        return _counted(months, "month")
    return ", ".join(filter(None, (_counted(whole, "year"), _counted(rest, "month") if rest else "")))


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Person:
    """The patient's sex ("M" or "F", "" where it is not known or neither) and age in years (None where not known)."""

    sex: str = ""
    age_years: float | None = None

    @property
    def is_child(self) -> bool:
        """Whether the age is known and below that of adults."""
        return self.age_years is not None and self.age_years < ADULT_YEARS

    def suits(self, sex: str) -> bool:
        """Whether a population of that sex ("" is both) may be compared; where the sex is not known, either may."""
        return not (sex and self.sex) or sex == self.sex

    def is_as_old_as(self, quoted: Range | Mean) -> bool:
        """Whether a population is of the person's age; where the age is not known it may be.

        A series of children that finds means at the adult level from some age on (Indian J Orthop 2022, after 8 years)
        quotes no limits, so ranges of adults are those of adults alone.
        """
        return self.age_years is None or self.age_years >= quoted.from_age_y


NOBODY: Final = Person()
"""Of whom neither sex nor age is known."""


def person_of(sex: str, age_years: float | None) -> Person:
    """Return the person with that sex, as typed or as a header has it ("m", "F", "O"), and that age.

    Ages that nobody has are not known.
    """
    letter = sex.strip()[:1].upper()
    known_age = age_years if age_years is not None and 0 <= age_years < 150 else None
    return Person(letter if letter in ("M", "F") else "", known_age)
