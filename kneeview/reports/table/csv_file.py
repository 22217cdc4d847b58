"""The readings as CSV."""

from __future__ import annotations

import csv
import io
from typing import Final, assert_never

from kneeview.case.case import Case
from kneeview.domain.drawing.readings import DrawnReading
from kneeview.domain.measurement import ClassValue, Missing, Reading, Undefined, Value, Withheld
from kneeview.reports.drawn import drawn_status
from kneeview.reports.table.words import basis, placed_ids, side_word, status

COLUMNS: Final = (
    "id",
    "side",
    "status",
    "value",
    "unit",
    "text",
    "interval95_low",
    "interval95_high",
    "basis",
    "scale_state",
    "name",
    "placement_sd",
    "scale_sd",
    "scale_relative_sd",
    "used",
    "missing",
    "reason",
    "scale_method",
    "scale_level",
    "scale_row_mm",
    "scale_column_mm",
)

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def _cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _fixed(value: float | None) -> str:
    text = "" if value is None else f"{value:.6f}"
    return text.removeprefix("-") if text == "-0.000000" else text


def _ground(case: Case) -> dict[str, str]:
    """Return what every number of the case rests on."""
    scale = case.scale
    return {
        "basis": basis(case),
        "scale_state": scale.state.value,
        "scale_relative_sd": _fixed(scale.relative_sd),
        "scale_method": scale.method,
        "scale_level": str(scale.level),
        "scale_row_mm": _fixed(scale.row_mm),
        "scale_column_mm": _fixed(scale.column_mm),
    }


def _csv_row(reading: Reading, case: Case) -> dict[str, str]:
    row = {
        "id": reading.measurement.id,
        "side": side_word(reading),
        "status": status(reading),
        "unit": reading.measurement.unit.value,
        "text": _cell(reading.text),
        **_ground(case),
        "name": _cell(reading.name),
        "used": " ".join(placed_ids(reading.served.landmarks, sided=reading.side is None)),
    }
    match reading.outcome:
        case Value() as outcome:
            row |= _number_cells(outcome)
        case ClassValue(value=name):
            row["value"] = _cell(name)
        case Missing(landmarks=places):
            row["missing"] = " ".join(placed_ids(places, sided=reading.side is None))
        case Undefined(reason=reason) | Withheld(reason=reason):
            row["reason"] = _cell(reason)
        case _:
            assert_never(reading.outcome)
    return row


def _number_cells(outcome: Value) -> dict[str, str]:
    low, high = outcome.interval if outcome.interval is not None else (None, None)
    return {
        "value": _fixed(outcome.value),
        "interval95_low": _fixed(low),
        "interval95_high": _fixed(high),
        "placement_sd": _fixed(outcome.placement_sd),
        "scale_sd": _fixed(outcome.scale_sd),
    }


def _drawn_row(reading: DrawnReading, case: Case) -> dict[str, str]:
    """Return a number of a drawing as a row: its id holds a dot, as no measurement's does, and it has no side."""
    outcome = reading.outcome
    return {
        "id": reading.id,
        "status": drawn_status(reading),
        "unit": reading.gauge.unit.value,
        "text": _cell(reading.text),
        **_ground(case),
        "name": _cell(reading.title),
        **(_number_cells(outcome) if isinstance(outcome, Value) else {"reason": _cell(outcome.reason)}),
    }


def csv_bytes(case: Case) -> bytes:
    """Return one row a reading, comma-separated with a fixed point, in UTF-8 with a mark; the unknown is empty."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_csv_row(reading, case) for reading in case.readings())
    writer.writerows(_drawn_row(reading, case) for reading in case.drawn_readings())
    return out.getvalue().encode("utf-8-sig", "replace")
