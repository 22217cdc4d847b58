"""The error table of a report: what each reading's error is made of, and which landmark brings in the most of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from kneeview.domain.landmarks import landmark
from kneeview.domain.limb import Side
from kneeview.domain.measurement import Reading, Value
from kneeview.domain.units import number
from kneeview.reports.wording import error_words


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One reading: its short name, side (None: both) and text, and what its error is made of ("" where not known)."""

    id: str
    short: str
    side: Side | None
    text: str
    parts: str


def error_rows(readings: Iterable[Reading]) -> tuple[tuple[ErrorRow, ...], ...]:
    """Return the readings that have a value, those of one measurement together."""
    rows = [
        ErrorRow(reading.measurement.id, reading.short, reading.side, reading.text, _parts(reading))
        for reading in readings
        if reading.is_value
    ]
    return tuple(tuple(group) for _, group in groupby(rows, key=lambda row: row.id))


def _parts(reading: Reading) -> str:
    outcome = reading.outcome
    if not isinstance(outcome, Value):
        return ""
    return "; ".join(part for part in (error_words(reading), _influence(reading, outcome)) if part)


def _influence(reading: Reading, outcome: Value) -> str:
    """Return the landmark with the greatest share of the placement error, and what 1 mm of it does to the reading."""
    if not outcome.shares:
        return ""
    place, share = max(outcome.shares, key=lambda each: each[1])
    slope = dict(outcome.sensitivity).get(place, 0.0)
    side = f"{place[0].value} " if reading.side is None else ""
    moved = number(slope, outcome.unit)
    return f"{side}{landmark(place[1]).name.lower()} {100 * share:.0f} %, 1 mm is {moved}{outcome.unit.mark}"
