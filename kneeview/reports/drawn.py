"""What a report says of the drawings, in words, as JSON and as rows of the CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from kneeview.case.case import Case
from kneeview.case.notation.node import Json
from kneeview.domain.drawing.readings import CLICK_ERROR, DrawnReading
from kneeview.domain.drawing.shapes import Drawing
from kneeview.domain.measurement import Undefined, Value, Withheld
from kneeview.reports.identity import printable
from kneeview.reports.wording import error_words, half_width


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One number of a drawing as it is printed; `error` is half the 95 % interval, `errors` what it is made of."""

    title: str
    definition: str
    text: str
    is_value: bool
    error: str
    errors: str


def drawn_rows(case: Case) -> tuple[DrawnRow, ...]:
    """Return the numbers of all drawings, in the order of drawing; texts and arrows stand on the picture only."""
    return tuple(
        DrawnRow(
            printable(reading.title),
            reading.drawing.form.definition,
            reading.text,
            isinstance(reading.outcome, Value),
            half_width(reading),
            error_words(reading),
        )
        for reading in case.drawn_readings()
    )


def assumed_error(case: Case) -> str:
    """Return how well the points of drawings are assumed to be placed, in words; "" where no error is printed."""
    if not any(reading.has_error for reading in case.drawn_readings()):
        return ""
    return f"Assumed: each point of a free measurement {CLICK_ERROR[case.kind].u_mm:g}."


# --------------------------------------------------------------------------------------------------------- JSON


def drawings_json(case: Case, basis: str) -> list[Json]:
    """Return every drawing with its points in pixels of the image and what it reads; values are not rounded."""
    readings = case.drawn_readings()
    return [
        {
            "id": drawing.id,
            "kind": drawing.kind.value,
            "name": drawing.name,
            "title": drawing.title,
            "points": [[point.x, point.y] for point in drawing.points],
            "readings": [_reading_json(r, basis) for r in _of(drawing, readings)],
        }
        for drawing in case.drawings
    ]


def _of(drawing: Drawing, readings: tuple[DrawnReading, ...]) -> Iterator[DrawnReading]:
    return (reading for reading in readings if reading.drawing.number == drawing.number)


def drawn_status(reading: DrawnReading) -> str:
    """Return what became of the number, as files say it."""
    match reading.outcome:
        case Value():
            return "value"
        case Undefined():
            return "undefined"
        case Withheld():
            return "withheld"
        case _:
            assert_never(reading.outcome)


def _reading_json(reading: DrawnReading, basis: str) -> dict[str, Json]:
    found: dict[str, Json] = {
        "id": reading.id,
        "status": drawn_status(reading),
        "name": reading.gauge.name,
        "unit": reading.gauge.unit.value,
        "text": reading.text,
        "basis": basis,
    }
    outcome = reading.outcome
    if not isinstance(outcome, Value):
        return {**found, "reason": outcome.reason}
    return {
        **found,
        "value": outcome.value,
        "placement_sd": outcome.placement_sd,
        "scale_sd": outcome.scale_sd,
        "interval95": None if outcome.interval is None else [*outcome.interval],
    }
