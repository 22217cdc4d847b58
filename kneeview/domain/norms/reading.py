"""From CSV to norms: every cell is checked, and what is wrong is named by its row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Final

from kneeview.domain.norms.table import Norm, NormKind
from kneeview.domain.quoted import Evidence


class NormsError(ValueError):
    """A table that does not say what it should; the message names the row."""


COLUMNS: Final = (
    "id",
    "study",
    "method",
    "kind",
    "population",
    "sex",
    "age_from_y",
    "age_below_y",
    "value",
    "sd",
    "low",
    "high",
    "printed",
    "note",
    "source",
    "status",
)


def _records(text: str, columns: tuple[str, ...]) -> Iterable[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(text.splitlines(), strict=True)
    if tuple(reader.fieldnames or ()) != columns:
        raise NormsError(f"the columns must be {', '.join(columns)}")
    for number, record in enumerate(reader, start=2):
        if None in record or None in record.values():
            raise NormsError(f"row {number} does not have {len(columns)} cells")
        yield number, {key: cell.strip() for key, cell in record.items()}


def _number(cell: str, number: int, column: str) -> float | None:
    if not cell:
        return None
    try:
        value = float(cell)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise NormsError(f'row {number}: {column} "{cell}" is no number')
    return value


def _evidence(cell: str, number: int) -> Evidence:
    if cell == "quoted":
        return "quoted"
    if cell == "derived":
        return "derived"
    if cell == "recalled":
        return "recalled"
    raise NormsError(f'row {number}: status "{cell}" is none of quoted, derived, recalled')


def _norm(number: int, cells: Mapping[str, str], sources: Mapping[str, str]) -> Norm:
    if cells["kind"] not in tuple(NormKind):
        raise NormsError(f'row {number}: kind "{cells["kind"]}" is none of {", ".join(NormKind)}')
    if not cells["population"]:
        raise NormsError(f"row {number} names no population")
    if cells["source"] not in sources:
        raise NormsError(f'row {number}: source "{cells["source"]}" is not in the list of sources')
    if cells["sex"] not in ("", "M", "F"):
        raise NormsError(f'row {number}: sex "{cells["sex"]}" is none of M, F or empty')
    numbers = {
        column: _number(cells[column], number, column)
        for column in ("age_from_y", "age_below_y", "value", "sd", "low", "high")
    }
    kind = NormKind(cells["kind"])
    lacking = numbers["low"] is None and numbers["high"] is None if kind is NormKind.RANGE else numbers["value"] is None
    if lacking:
        raise NormsError(f"row {number} has no figure")
    return Norm(
        cells["id"],
        cells["study"],
        cells["method"],
        kind,
        cells["population"],
        cells["sex"],
        numbers["age_from_y"],
        numbers["age_below_y"],
        numbers["value"],
        numbers["sd"],
        numbers["low"],
        numbers["high"],
        cells["printed"],
        cells["note"],
        sources[cells["source"]],
        _evidence(cells["status"], number),
    )


def sources_from(text: str) -> dict[str, str]:
    """Return the sources by their key, from a CSV of `key,source`. Raises `NormsError`."""
    return {cells["key"]: cells["source"] for _, cells in _records(text, ("key", "source"))}


def norms_from(text: str, sources: Mapping[str, str]) -> tuple[Norm, ...]:
    """Return the norms of a CSV with the columns of `COLUMNS`. Raises `NormsError` that names the row."""
    return tuple(_norm(number, cells, sources) for number, cells in _records(text, COLUMNS))


def points_from(text: str) -> tuple[tuple[float, float], ...]:
    """Return the points of a curve, from a CSV of `age_y,value`. Raises `NormsError` that names the row."""
    points: list[tuple[float, float]] = []
    for number, cells in _records(text, ("age_y", "value")):
        age, value = (_number(cells[column], number, column) for column in ("age_y", "value"))
        if age is None or value is None:
            raise NormsError(f"row {number} has no figure")
        points.append((age, value))
    return tuple(points)
