"""What the sources say of a measurement for the patient, whether or not it has a value yet."""

from __future__ import annotations

from dataclasses import dataclass

from kneeview.domain.landmarks import Kind
from kneeview.domain.measurement import Measurement, Subject
from kneeview.domain.person import NOBODY, Person
from kneeview.domain.quoted import Mean, Range
from kneeview.reports.wording import capitalised, population_words, quoted_text, range_parts


@dataclass(frozen=True, slots=True)
class QuotedNorms:
    """Ranges, means and what is only recalled; `lacks_age` where more would be quoted if the age were known."""

    ranges: tuple[Range, ...] = ()
    means: tuple[Mean, ...] = ()
    recalled: tuple[Range | Mean, ...] = ()
    lacks_age: bool = False
    person: Person = NOBODY

    @property
    def compared(self) -> tuple[Range, ...]:
        """The ranges of the patient's own age."""
        return tuple(each for each in self.ranges if self.person.is_as_old_as(each))

    @property
    def first(self) -> Range | Mean | None:
        """What stands in the narrow column: a range of the patient's age, else a mean of it, else what there is."""
        quoted: tuple[Range | Mean, ...] = (*self.ranges, *self.means)
        return next((each for each in quoted if self.person.is_as_old_as(each)), quoted[0] if quoted else None)


NOTHING_QUOTED = QuotedNorms()


def quoted_norms_for(measurement: Measurement, subject: Subject) -> QuotedNorms:
    """Return what is quoted for the patient's age and sex."""
    ranges, means = subject.ranges_for(measurement), subject.means_for(measurement)
    is_judged = measurement.clinical or subject.kind is Kind.RADIOGRAPH
    lacks_age = is_judged and subject.norms.needs_age(measurement.id, subject.person)
    return QuotedNorms(ranges, means, subject.recalled_for(measurement), lacks_age, subject.person)


def first_words(measurement: Measurement, quoted: QuotedNorms) -> str:
    """Return what stands in the narrow column, range or mean; "" where nothing is quoted.

    What is not for the age of a child says of whom it is.
    """
    first = quoted.first
    if first is None:
        return ""
    if isinstance(first, Range):
        words = "\n".join(filter(None, range_parts(measurement, first)))
    else:
        number, _, direction = quoted_text(measurement, first).partition(" ±")[0].rpartition(" ")
        words = f"{number}\n{direction}"
    return words if quoted.person.is_as_old_as(first) else f"{words}\nof adults"


def first_at_length(measurement: Measurement, quoted: QuotedNorms) -> str:
    """Return the same with its population and source, for a tip."""
    first = quoted.first
    if first is None:
        return ""
    population = population_words(first, quoted.person)
    return f"{capitalised(quoted_text(measurement, first))}: {population}\n{first.source}"
