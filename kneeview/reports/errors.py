"""The error table of a report: what each reading's error is made of, and which landmark brings in the most of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from kneeview.domain.limb import Side
from kneeview.domain.measurement import Reading
from kneeview.reports.wording import error_words, share_words


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One reading: its name, side (None: both) and text, and what its error is made of ("" where not known).

    The name is the short one; what compares both legs is named in full, so that no bone stands for a difference.
    """

    id: str
    name: str
    side: Side | None
    text: str
    parts: str


def error_rows(readings: Iterable[Reading]) -> tuple[tuple[ErrorRow, ...], ...]:
    """Return the readings that have a value, those of one measurement together."""
    rows = [
        ErrorRow(reading.measurement.id, _name(reading), reading.side, reading.text, _parts(reading))
        for reading in readings
        if reading.is_value
    ]
    return tuple(tuple(group) for _, group in groupby(rows, key=lambda row: row.id))


def _name(reading: Reading) -> str:
    return reading.name if reading.side is None else reading.short


def _parts(reading: Reading) -> str:
    return "; ".join(part for part in (error_words(reading), share_words(reading, most=1)) if part)
