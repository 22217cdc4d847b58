"""What the sources say of a measurement for the patient, whether or not it has a value yet."""

from __future__ import annotations

from dataclasses import dataclass

from kneeview.domain.landmarks import Kind
from kneeview.domain.measurement import Measurement, Subject
from kneeview.domain.quoted import Mean, Range
from kneeview.reports.wording import capitalised, quoted_text, range_parts


@dataclass(frozen=True, slots=True)
class QuotedNorms:
    """Ranges, means and what is only recalled; `lacks_age` where more would be quoted if the age were known."""

    ranges: tuple[Range, ...] = ()
    means: tuple[Mean, ...] = ()
    recalled: tuple[Range | Mean, ...] = ()
    lacks_age: bool = False
    is_child: bool = False


NOTHING_QUOTED = QuotedNorms()


def quoted_norms_for(measurement: Measurement, subject: Subject) -> QuotedNorms:
    """Return what is quoted for the patient's age and sex."""
    ranges, means = subject.ranges_for(measurement), subject.means_for(measurement)
    is_judged = measurement.clinical or subject.kind is Kind.RADIOGRAPH
    lacks_age = is_judged and subject.norms.needs_age(measurement.id, subject.person)
    return QuotedNorms(ranges, means, subject.recalled_for(measurement), lacks_age, subject.person.is_child)


def first_words(measurement: Measurement, quoted: QuotedNorms) -> str:
    """Return what stands in the narrow column: the first range, else the first mean; "" where there is neither."""
    if quoted.ranges:
        return "\n".join(filter(None, range_parts(measurement, quoted.ranges[0])))
    if quoted.means:
        number, _, direction = quoted_text(measurement, quoted.means[0]).partition(" ±")[0].rpartition(" ")
        return f"{number}\n{direction}"
    return ""


def first_at_length(measurement: Measurement, quoted: QuotedNorms) -> str:
    """Return the same with its population and source, for a tip."""
    found: tuple[Range | Mean, ...] = (*quoted.ranges, *quoted.means)
    if not found:
        return ""
    first = found[0]
    return f"{capitalised(quoted_text(measurement, first))}: {first.population}\n{first.source}"
