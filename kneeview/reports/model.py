"""What a report says: one text for every output."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kneeview import __version__
from kneeview.case.case import Case
from kneeview.case.completeness import completeness
from kneeview.case.persistence import to_json
from kneeview.domain.checks import ERRORS_COVER, NOT_A_DIAGNOSIS, NOT_FOR_DIAGNOSIS
from kneeview.domain.inequality import Method, leg_length_methods, remainder
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.malalignment import malalignment
from kneeview.domain.measurement import Measurement, Missing, Reading, Subject, Value
from kneeview.domain.positioning import Effect, effects
from kneeview.domain.quoted import Mean, Range
from kneeview.imaging.radiograph import Radiograph
from kneeview.reports.calibration import calibration_card
from kneeview.reports.chart import Chart, charts_of
from kneeview.reports.drawn import DrawnRow, assumed_error, drawn_rows
from kneeview.reports.errors import ErrorRow, error_rows
from kneeview.reports.identity import Fact, facts, image_identity, printable, subtitle
from kneeview.reports.provenance import placement_errors, points_used, positioning_text, scale_text
from kneeview.reports.wording import (
    ages_in_words,
    axis_in_words,
    capitalised,
    error_words,
    half_width,
    made_with,
    outcome_words,
    population_words,
    quoted_text,
    ranges_in_words,
    value_and_direction,
)

_INEQUALITY: Final = ("lld", "femur_lld", "tibia_lld")

_SHARED_POINTS: Final = frozenset(
    {L.HIP_CENTER, L.KNEE_CENTER, L.FEMORAL_NOTCH, L.TIBIAL_SPINES, L.ANKLE_CENTER, L.PATELLA_CENTER}
)
"""What many measurements need: only what one needs besides tells whether it was begun."""


@dataclass(frozen=True, slots=True)
class QuotedRange:
    """A range or a mean with its population and its source; `number` is that of the source in the report's list."""

    text: str
    population: str
    source: str
    number: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading as it is printed. `text` is the whole of it; `value` and `direction` are its two parts.

    `error` is half the 95 % interval, `errors` says what it is made of; `outcomes` stand in the order of what the row
    quotes, "" where nothing is to be compared. `side` None is both legs together.
    """

    side: Side | None
    text: str
    value: str
    direction: str
    error: str
    errors: str
    outcomes: tuple[str, ...]

    @property
    def is_value(self) -> bool:
        """Whether there is something to read."""
        return self.value != ""


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: right, then left, or one entry for both.

    `ranges` are what is quoted: of a child what is quoted for the age first, its means as well.
    """

    id: str
    name: str
    short: str
    definition: str
    made_with: str
    source: str
    entries: tuple[Entry, ...]
    ranges: tuple[QuotedRange, ...]

    @property
    def title(self) -> str:
        """The name, and behind it the abbreviation where it is one."""
        is_abbreviation = sum(character.isupper() for character in self.short) > 1 and " " not in self.short
        return f"{self.name} ({self.short})" if is_abbreviation else self.name


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report says, in words. `by_age` are the rows of a child for whose age something is quoted."""

    title: str
    subtitle: str
    letterhead: str
    lacking: str
    sides: tuple[Side, ...]
    facts: tuple[Fact, ...]
    rows: tuple[Row, ...]
    inequality: tuple[Row, ...]
    drawn: tuple[DrawnRow, ...]
    remainder: str
    in_words: tuple[str, ...]
    by_age: tuple[str, ...]
    sources: tuple[str, ...]
    errors: tuple[tuple[ErrorRow, ...], ...]
    angles: tuple[str, ...]
    methods: tuple[Method, ...]
    effects: tuple[Effect, ...]
    charts: tuple[Chart, ...]
    scale: str
    calibration: tuple[Fact, ...]
    positioning: str
    points: tuple[Fact, ...]
    placement_errors: tuple[str, ...]
    image: str
    comments: str
    impression: str
    warnings: tuple[str, ...]
    standing: tuple[str, ...]
    version: str
    case_id: str


def case_id(case: Case) -> str:
    """Return the name of this state of the case: the same landmarks and facts on the same picture have the same."""
    document = to_json(case)
    document.pop("program")
    image = document["image"]
    if isinstance(image, dict):
        image.pop("path")
    text = json.dumps(document, sort_keys=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:8]


_TURNED_OVER: Final = " The picture is printed left for right."


def report_of(case: Case, image: Radiograph, made_at: datetime, *, turned_over: bool = False) -> Report:
    """Return the report on a case, made at that moment; `turned_over` is that its picture is left for right."""
    subject, readings = case.subject(), case.readings()
    on_picture = [reading for reading in readings if reading.side is None or reading.side in case.sides_shown]
    shown = shown_readings(on_picture, subject)
    numbers = _source_numbers(shown, subject)
    surface = case.kind is Kind.PHOTO
    by_age = tuple(dict.fromkeys(r.measurement.id for r in shown if goes_by_age(r.measurement, subject)))
    in_words = (
        *ages_in_words(shown, subject, numbers),
        axis_in_words(readings, surface=surface),
        *ranges_in_words(shown, numbers, told=by_age),
    )
    return Report(
        title="Leg alignment report (surface)" if surface else "Leg alignment report",
        subtitle=subtitle(case, image),
        letterhead=printable(image.identity.institution),
        lacking=lacking_words(case),
        sides=case.sides_shown,
        facts=facts(case, image, made_at),
        rows=tuple(row for row in _rows(shown, subject, numbers) if row.id not in _INEQUALITY),
        inequality=tuple(row for row in _rows(shown, subject, numbers) if row.id in _INEQUALITY),
        drawn=drawn_rows(case),
        remainder="" if (rest := remainder(readings)) is None else rest.text,
        by_age=by_age,
        in_words=tuple(sentence for sentence in in_words if sentence),
        sources=tuple(numbers),
        errors=error_rows(shown),
        angles=malalignment(readings).sentences,
        methods=methods_compared(subject),
        effects=effects(case.kind, case.posture, case.positioning),
        charts=tuple(chart for chart in charts_of(case, readings) if chart.points),
        scale=printable(scale_text(case)),
        calibration=tuple(Fact(each.label, printable(each.text)) for each in calibration_card(case)),
        positioning=positioning_text(case) + (_TURNED_OVER if turned_over else ""),
        points=tuple(Fact(label, capitalised(words)) for label, words in points_used(case, subject)),
        placement_errors=(*placement_errors(shown, subject), *filter(None, (assumed_error(case),))),
        image=image_identity(case, image),
        comments=_lines(case.comments),
        impression=_lines(case.impression),
        warnings=tuple(printable(text) for text in (*(n.text for n in case.notices()), *image.warnings)),
        standing=(ERRORS_COVER, NOT_A_DIAGNOSIS, NOT_FOR_DIAGNOSIS),
        version=__version__,
        case_id=case_id(case),
    )


def lacking_words(case: Case) -> str:
    """Return what an unfinished case lacks; "" where its protocol is done or none was followed."""
    found = completeness(case)
    return "" if found is None else found.text


def _lines(text: str) -> str:
    """Return the user's own words as typed, line by line."""
    return "\n".join(printable(line) for line in text.strip().splitlines())


def methods_compared(subject: Subject) -> tuple[Method, ...]:
    """Return the methods of the inequality that have a number; one alone has nothing to be compared with."""
    known = tuple(method for method in leg_length_methods(subject) if method.is_known)
    return known if len(known) > 1 else ()


# --------------------------------------------------------------------------------------------------------- rows


def _was_begun(measurement: Measurement, subject: Subject) -> bool:
    """Whether a landmark was placed that this measurement needs and the others do not all need as well."""
    needed = {landmark.id for landmark in measurement.landmarks}
    telling = needed - _SHARED_POINTS or needed
    return any(landmark_id in subject.positions[side] for side in SIDES for landmark_id in telling)


def shown_readings(readings: Iterable[Reading], subject: Subject) -> tuple[Reading, ...]:
    """Return the readings that a report prints: those that were begun, and the other leg's beside them."""
    readings = tuple(readings)
    answered = {reading.measurement.id for reading in readings if not isinstance(reading.outcome, Missing)}
    return tuple(
        reading
        for reading in readings
        if reading.measurement.id in answered
        or (
            not reading.measurement.both_sides
            and (subject.kind is Kind.RADIOGRAPH or reading.measurement.clinical)
            and _was_begun(reading.measurement, subject)
        )
    )


def _source_numbers(readings: Iterable[Reading], subject: Subject) -> dict[str, int]:
    """Return the sources of the quoted ranges, numbered in the order of the report."""
    sources = dict.fromkeys(q.source for reading in readings for q in _quoted(reading.measurement, subject))
    return {source: number for number, source in enumerate(sources, start=1)}


def goes_by_age(measurement: Measurement, subject: Subject) -> bool:
    """Whether the patient is a child for whose very age something is quoted."""
    return subject.person.is_child and subject.quotes_age(measurement)


def _quoted(measurement: Measurement, subject: Subject) -> tuple[Range | Mean, ...]:
    """Return what a row quotes: ranges, and of a child the means by age before those that are not for the age."""
    ranges = subject.ranges_for(measurement)
    if not goes_by_age(measurement, subject):
        return ranges
    here = [each for each in ranges if subject.person.is_as_old_as(each)]
    return (*here, *subject.norms.means(measurement.id, subject.person), *ranges[len(here) :])


def _entry(reading: Reading, quoted: Sequence[Range | Mean]) -> Entry:
    value, direction = value_and_direction(reading)
    compared = reading.outcome.ranges if isinstance(reading.outcome, Value) else ()
    words = {each.range: outcome_words(each) for each in compared}
    return Entry(
        reading.side,
        reading.text,
        value,
        direction,
        half_width(reading),
        error_words(reading),
        tuple(words[each] if isinstance(each, Range) and each in words else "" for each in quoted),
    )


def _rows(readings: Sequence[Reading], subject: Subject, numbers: dict[str, int]) -> tuple[Row, ...]:
    grouped: dict[str, list[Reading]] = {}
    for reading in readings:
        grouped.setdefault(reading.measurement.id, []).append(reading)
    return tuple(
        Row(
            measurement.id,
            group[0].name,
            group[0].short,
            measurement.definition,
            made_with(group),
            measurement.source,
            tuple(_entry(reading, quoted) for reading in group),
            tuple(
                QuotedRange(
                    quoted_text(measurement, each),
                    population_words(each, subject.person),
                    each.source,
                    numbers[each.source],
                )
                for each in quoted
            ),
        )
        for group in grouped.values()
        for measurement in (group[0].measurement,)
        for quoted in (_quoted(measurement, subject),)
    )
