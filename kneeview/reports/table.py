"""The readings for other programs: CSV, JSON, and a table of plain text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, assert_never

from kneeview import __version__
from kneeview.case.case import Case
from kneeview.case.notation.circumstances import write_positioning, write_posture
from kneeview.case.notation.node import Json
from kneeview.domain.calibration import Calibration, RulerCalibration, SphereCalibration, difference_from
from kneeview.domain.drawing.readings import DrawnReading
from kneeview.domain.inequality import leg_length_methods
from kneeview.domain.landmarks import Kind, LandmarkId
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.malalignment import malalignment
from kneeview.domain.measurement import ClassValue, Mean, Missing, Range, Reading, Undefined, Value, Withheld
from kneeview.imaging.radiograph import Radiograph
from kneeview.reports.drawn import drawings_json, drawn_status
from kneeview.reports.identity import printable
from kneeview.reports.model import Row, report_of
from kneeview.reports.wording import range_text

SCHEMA: Final = "kneeview.measurements/1"

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


def side_word(reading: Reading) -> str:
    """Return right, left or both."""
    return "both" if reading.side is None else reading.side.value


def status(reading: Reading) -> str:
    """Return what became of the measurement, as files say it."""
    match reading.outcome:
        case Value() | ClassValue():
            return "value"
        case Missing():
            return "missing"
        case Undefined():
            return "undefined"
        case Withheld():
            return "withheld"
        case _:
            assert_never(reading.outcome)


def basis(case: Case) -> str:
    """Return what the readings were made on: a radiograph, or the surface of the skin."""
    return "radiograph" if case.kind is Kind.RADIOGRAPH else "surface"


def _placed_ids(places: Sequence[tuple[Side, LandmarkId]], *, sided: bool) -> list[str]:
    """Return ids, with the side before the dot where a reading is of both legs."""
    return [f"{side.value}.{landmark.value}" if sided else landmark.value for side, landmark in places]


# ---------------------------------------------------------------------------------------------------------- CSV


def _cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _fixed(value: float | None) -> str:
    text = "" if value is None else f"{value:.6f}"
    return text.removeprefix("-") if text == "-0.000000" else text


def _csv_row(reading: Reading, case: Case) -> dict[str, str]:
    row = {
        "id": reading.measurement.id,
        "side": side_word(reading),
        "status": status(reading),
        "unit": reading.measurement.unit.value,
        "text": _cell(reading.text),
        "basis": basis(case),
        "scale_state": case.scale.state.value,
        "name": _cell(reading.name),
        "scale_relative_sd": _fixed(case.scale.relative_sd),
        "scale_method": case.scale.method,
        "scale_level": str(case.scale.level),
        "scale_row_mm": _fixed(case.scale.row_mm),
        "scale_column_mm": _fixed(case.scale.column_mm),
        "used": " ".join(_placed_ids(reading.served.landmarks, sided=reading.side is None)),
    }
    match reading.outcome:
        case Value() as outcome:
            row |= _number_cells(outcome)
        case ClassValue(value=name):
            row["value"] = _cell(name)
        case Missing(landmarks=places):
            row["missing"] = " ".join(_placed_ids(places, sided=reading.side is None))
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
        "basis": basis(case),
        "scale_state": case.scale.state.value,
        "name": _cell(reading.title),
        "scale_relative_sd": _fixed(case.scale.relative_sd),
        "scale_method": case.scale.method,
        "scale_level": str(case.scale.level),
        "scale_row_mm": _fixed(case.scale.row_mm),
        "scale_column_mm": _fixed(case.scale.column_mm),
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


# --------------------------------------------------------------------------------------------------------- JSON


def _missing(outcome: Missing, *, both: bool) -> dict[str, Json]:
    ids = list(dict.fromkeys(landmark.value for _, landmark in outcome.landmarks))
    found: dict[str, Json] = {"missing": [*ids]}
    if both:
        found["missing_by_side"] = {
            side.value: [landmark.value for where, landmark in outcome.landmarks if where is side] for side in SIDES
        }
    return found


def _range(reading: Reading, quoted: Range) -> dict[str, Json]:
    return {
        "low": quoted.low,
        "high": quoted.high,
        "source": quoted.source,
        "population": quoted.population,
        "basis": quoted.basis,
        "high_included": not quoted.high_open,
        "printed": quoted.printed or None,
        "note": quoted.note or None,
        "text": range_text(reading.measurement, quoted),
    }


def _mean(quoted: Mean) -> dict[str, Json]:
    return {
        "mean": quoted.value,
        "sd": quoted.sd,
        "source": quoted.source,
        "population": quoted.population,
        "basis": quoted.basis,
        "note": quoted.note or None,
    }


def _norms(reading: Reading, outcome: Value) -> dict[str, Json]:
    """Return what is compared with, the means beside it, and what is only recalled and never a flag."""
    return {
        "ranges": [{**_range(reading, each.range), "outcome": each.outcome} for each in outcome.ranges],
        "means": [_mean(each) for each in outcome.means],
        "recalled": [_range(reading, each) if isinstance(each, Range) else _mean(each) for each in outcome.recalled],
    }


def reading_json(reading: Reading, case: Case) -> dict[str, Json]:
    """Return one reading as the contract says; values are not rounded."""
    both = reading.side is None
    found: dict[str, Json] = {
        "id": reading.measurement.id,
        "side": side_word(reading),
        "status": status(reading),
        "name": reading.name,
    }
    text: dict[str, Json] = {
        "unit": reading.measurement.unit.value,
        "text": reading.text,
        "basis": basis(case),
    }
    used: Mapping[str, Json] = {"used": [*_placed_ids(reading.served.landmarks, sided=both)]}
    match reading.outcome:
        case Value() as outcome:
            keys = _placed_ids([place for place, _ in outcome.sensitivity], sided=both)
            return {
                **found,
                "value": outcome.value,
                **text,
                "placement_sd": outcome.placement_sd,
                "scale_sd": outcome.scale_sd,
                "interval95": None if outcome.interval is None else [*outcome.interval],
                "sensitivity": dict(zip(keys, (slope for _, slope in outcome.sensitivity), strict=True)),
                "shares": dict(
                    zip(
                        _placed_ids([place for place, _ in outcome.shares], sided=both),
                        (share for _, share in outcome.shares),
                        strict=True,
                    )
                ),
                **_norms(reading, outcome),
                **used,
            }
        case ClassValue(value=name, borderline=borderline):
            return {**found, "value": name, **text, "borderline": borderline, "ranges": [], **used}
        case Missing() as outcome:
            return {**found, **text, **_missing(outcome, both=both)}
        case Undefined(reason=reason) | Withheld(reason=reason):
            return {**found, **text, "reason": reason}
        case _:
            assert_never(reading.outcome)


def scale_json(case: Case) -> dict[str, Json]:
    """Return the scale with its state and its explanation."""
    scale, record = case.scale, case.calibration
    return {
        "state": scale.state.value,
        "row_mm": scale.row_mm,
        "column_mm": scale.column_mm,
        "method": scale.method,
        "explanation": scale.explanation,
        "relative_sd": scale.relative_sd,
        "level": scale.level,
        "level_text": scale.level_words,
        "by": record.by,
        "at": record.at,
        "marker_depth_mm": _depth_mm(record.calibration),
        "header": {
            "state": case.header_scale.state.value,
            "row_mm": case.header_scale.row_mm,
            "column_mm": case.header_scale.column_mm,
            "explanation": case.header_scale.explanation,
            "difference": difference_from(case.header_scale, scale) if record.is_made else None,
        },
        "comparisons": [
            {
                "name": each.name,
                "column_mm": None if each.scale is None else each.scale.column_mm,
                "difference": each.difference,
                "by": made.by,
                "at": made.at,
            }
            for each, made in zip(case.compared, case.comparisons, strict=True)
        ],
    }


def _depth_mm(calibration: Calibration) -> float | None:
    return calibration.marker_depth_mm if isinstance(calibration, (RulerCalibration, SphereCalibration)) else None


def warnings_json(case: Case, image: Radiograph) -> list[Json]:
    """Return the notices on the case and what the reader of the file found, code and text."""
    found: list[Json] = []
    for notice in case.notices():
        entry: dict[str, Json] = {"code": notice.code, "text": notice.text}
        if notice.landmark is not None:
            side, landmark = notice.landmark
            entry |= {"side": side.value, "landmark": landmark.value}
        found.append(entry)
    found.extend({"code": "image", "text": text} for text in image.warnings)
    return found


def measurements(case: Case, image: Radiograph) -> dict[str, Json]:
    """Return the document of the readings."""
    readings = case.readings()
    return {
        "schema": SCHEMA,
        "program": {"name": "kneeview", "version": __version__},
        "image": {
            "name": image.name,
            "sha256": image.sha256,
            "pixels_sha256": image.pixels_sha256,
            "rows": image.rows,
            "columns": image.columns,
            "sop_instance_uid": image.sop_instance_uid,
        },
        "kind": case.kind.value,
        "sides": {
            "shown": [side.value for side in case.sides_shown],
            "confirmed": case.sides_confirmed,
            "text": case.side_facts.words,
        },
        "scale": scale_json(case),
        "placement_errors": "default" if case.placement_errors.are_default else "user",
        "readings": [reading_json(reading, case) for reading in readings],
        "malalignment": [*malalignment(readings).sentences],
        "inequality": [
            {
                "id": method.id,
                "name": method.name,
                "measures": method.measures,
                "differs": method.differs,
                "difference_mm": method.difference_mm,
                "interval95": None if method.interval is None else [*method.interval],
                "text": method.text,
                "corrected": method.corrected or None,
            }
            for method in leg_length_methods(case.subject())
        ],
        "drawings": drawings_json(case, basis(case)),
        "warnings": warnings_json(case, image),
        "posture": write_posture(case.posture),
        "positioning": write_positioning(case.positioning),
        "reader": case.reader,
        "comments": case.comments,
        "impression": case.impression,
    }


def as_json(document: Json) -> bytes:
    """Return a document as JSON in UTF-8. Half a surrogate pair, as in odd file names, becomes its escape."""
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return text.encode("utf-8", "backslashreplace")


def json_bytes(case: Case, image: Radiograph) -> bytes:
    """Return the document of the readings as JSON."""
    return as_json(measurements(case, image))


# --------------------------------------------------------------------------------------------------------- text


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _range_line(row: Row, index: int) -> str:
    quoted = row.ranges[index]
    outcomes = [f"{entry.side or 'both'} {entry.outcomes[index]}" for entry in row.entries if entry.outcomes]
    said = f"{quoted.text} ({quoted.population}) [{quoted.number}]"
    return f"{said}: {', '.join(outcomes)}" if outcomes else said


def text_of(case: Case, image: Radiograph) -> str:
    """Return what the report says of the readings, in aligned columns, right before left."""
    report = report_of(case, image, datetime.now(UTC))
    rows: list[tuple[str, ...]] = [("Measure", "Side", "Reading", "± 95 %", "Quoted range")]
    for row in (*report.rows, *report.inequality):
        ranges = [_range_line(row, k) for k in range(len(row.ranges))]
        sides = ["both" if entry.side is None else entry.side.value for entry in row.entries]
        for k in range(max(len(row.entries), len(ranges))):
            entry = row.entries[k] if k < len(row.entries) else None
            rows.append(
                (
                    row.title if k == 0 else "",
                    sides[k] if entry else "",
                    entry.text if entry else "",
                    entry.error if entry else "",
                    ranges[k] if k < len(ranges) else "",
                )
            )
    lines = [
        f"{report.title}: {printable(image.name)}",
        report.subtitle,
        f"Scale: {report.scale}",
        "",
        *_aligned(rows),
        "",
    ]
    if report.drawn:
        free = [("Free measurement", "Reading", "± 95 %"), *((row.title, row.text, row.error) for row in report.drawn)]
        lines += [*_aligned(free), ""]
    sources = [f"[{number}] {source}" for number, source in enumerate(report.sources, start=1)]
    lines += ["Sources of the quoted ranges:", *sources, ""] if sources else []
    lines += [*report.in_words, ""] if report.in_words else []
    lines += [f"Warning: {warning}" for warning in report.warnings]
    return "\n".join([*lines, *report.standing]) + "\n"
