"""Norms as they are compared with: a figure of one source, a recalled curve, and the table of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kneeview.domain.person import Person
from kneeview.domain.quoted import Evidence, Mean, Range


class NormKind(StrEnum):
    """What a row says (see the package)."""

    MEAN = "mean"
    RANGE = "range"
    UP_TO = "up_to"
    ABOVE = "above"
    FROM = "from"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Norm:
    """One figure of one source. `value` is the mean or the one limit, in the unit of the measurement."""

    measurement_id: str
    study: str
    method: str
    kind: NormKind
    population: str
    sex: str
    age_from_y: float | None
    age_below_y: float | None
    value: float | None
    sd: float | None
    low: float | None
    high: float | None
    printed: str
    note: str
    source: str
    basis: Evidence

    @property
    def has_age(self) -> bool:
        """Whether the row holds for some ages only, so that the patient's must be known."""
        return self.age_from_y is not None or self.age_below_y is not None

    @property
    def middle_age_y(self) -> float | None:
        """Where the row stands on a chart by age: the middle of its ages; None where one end is open."""
        if self.age_from_y is None or self.age_below_y is None:
            return None
        return (self.age_from_y + self.age_below_y) / 2

    def suits(self, person: Person) -> bool:
        """Whether the row is of the person's population: of the age, and not of the other sex."""
        if not person.suits(self.sex):
            return False
        if not self.has_age:
            return True
        age = person.age_years
        if age is None:
            return False
        return (self.age_from_y is None or self.age_from_y <= age) and (
            self.age_below_y is None or age < self.age_below_y
        )

    @property
    def as_range(self) -> Range | None:
        """The row as a range to compare with; None for a mean."""
        limits = {
            NormKind.MEAN: None,
            NormKind.RANGE: (self.low, self.high, False),
            NormKind.UP_TO: (None, self.value, False),
            NormKind.ABOVE: (None, self.value, False),
            NormKind.FROM: (None, self.value, True),
            NormKind.BELOW: (None, self.value, True),
        }[self.kind]
        if limits is None:
            return None
        low, high, high_open = limits
        return Range(low, high, self.source, self.population, self.basis, high_open, self.sex, self.printed, self.note)

    @property
    def as_mean(self) -> Mean | None:
        """The row as a mean; None for a limit."""
        if self.kind is not NormKind.MEAN or self.value is None:
            return None
        return Mean(self.value, self.sd, self.source, self.population, self.basis, self.sex, self.note)


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve by age that is only recalled: a dashed guide on a chart, never compared with.

    `points` are (age in years, value). `band_sd` is the standard deviation around it, of all, boys and girls, where
    that is quoted; `uncertainty` is how far the read-off itself may be out, in words.
    """

    measurement_id: str
    study: str
    points: tuple[tuple[float, float], ...]
    band_sd: float
    band_sd_by_sex: tuple[tuple[str, float], ...]
    source: str
    uncertainty: str
    basis: Evidence = "recalled"

    def band_for(self, sex: str) -> float:
        """Return the standard deviation around the curve for a sex; that of all where the sex is not known."""
        return dict(self.band_sd_by_sex).get(sex, self.band_sd)


@dataclass(frozen=True, slots=True)
class NormTable:
    """All norms that there are, in the order of their tables, and the curves."""

    norms: tuple[Norm, ...] = ()
    curves: tuple[Curve, ...] = ()

    def of(self, measurement_id: str) -> tuple[Norm, ...]:
        """Return every row of a measurement, whatever its population."""
        return tuple(norm for norm in self.norms if norm.measurement_id == measurement_id)

    def comparable(self, measurement_id: str, person: Person) -> tuple[Norm, ...]:
        """Return the rows of a measurement whose population the person belongs to, several sources side by side."""
        return tuple(norm for norm in self.of(measurement_id) if norm.suits(person))

    def needs_age(self, measurement_id: str, person: Person) -> bool:
        """Whether rows of a measurement cannot be compared since the age is not known."""
        return person.age_years is None and any(norm.has_age for norm in self.of(measurement_id))

    def ranges(self, measurement_id: str, person: Person) -> tuple[Range, ...]:
        """Return the ranges to compare a person's reading with; none that is only recalled."""
        found = (norm.as_range for norm in self.comparable(measurement_id, person) if norm.basis != "recalled")
        return tuple(each for each in found if each is not None)

    def means(self, measurement_id: str, person: Person) -> tuple[Mean, ...]:
        """Return the quoted means to show beside a person's reading."""
        found = (norm.as_mean for norm in self.comparable(measurement_id, person) if norm.basis != "recalled")
        return tuple(each for each in found if each is not None)

    def recalled(self, measurement_id: str, person: Person) -> tuple[Range | Mean, ...]:
        """Return what is only recalled of a person's population."""
        rows = (norm for norm in self.comparable(measurement_id, person) if norm.basis == "recalled")
        found = (norm.as_range or norm.as_mean for norm in rows)
        return tuple(each for each in found if each is not None)

    def curve_of(self, measurement_id: str) -> Curve | None:
        """Return the recalled curve that guides a chart of a measurement; None where there is none."""
        return next((curve for curve in self.curves if curve.measurement_id == measurement_id), None)


NO_NORMS: Final = NormTable()


@dataclass(frozen=True, slots=True)
class Advice:
    """What the literature advises in words, with its source: shown as text, computed with by nobody."""

    text: str
    source: str


PERSISTENCE: Final = (
    Advice("Refer if knock-knees persist or worsen after 7 to 8 years of age", "NHS; Perth Children's Hospital"),
    Advice(
        "Bow legs after 2 to 3 years of age are outside what is expected",
        "Arazi et al. 2001; Heath and Staheli 1993; NHS",
    ),
    Advice("One leg alone, pain, short stature or a limp: see a doctor at any age", "NHS"),
)
"""Until when an alignment of children is expected to correct itself."""
