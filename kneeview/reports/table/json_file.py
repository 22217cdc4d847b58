"""The readings as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, assert_never

from kneeview import __version__
from kneeview.case.case import Case
from kneeview.case.completeness import completeness
from kneeview.case.notation.circumstances import write_positioning, write_posture
from kneeview.case.notation.node import Json, as_json
from kneeview.domain.calibration import Calibration, RulerCalibration, SphereCalibration, difference_from
from kneeview.domain.inequality import leg_length_methods
from kneeview.domain.limb import SIDES
from kneeview.domain.malalignment import malalignment
from kneeview.domain.measurement import ClassValue, Mean, Missing, Range, Reading, Undefined, Value, Withheld
from kneeview.imaging.radiograph import Radiograph
from kneeview.reports.drawn import drawings_json
from kneeview.reports.table.words import basis, placed_ids, side_word, status
from kneeview.reports.wording import range_text

SCHEMA: Final = "kneeview.measurements/1"


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
        "ranges": [
            {**_range(reading, each.range), "outcome": each.outcome, "for_this_age": each.is_for_age}
            for each in outcome.ranges
        ],
        "means": [_mean(each) for each in outcome.means],
        "recalled": [_range(reading, each) if isinstance(each, Range) else _mean(each) for each in outcome.recalled],
    }


def reading_json(reading: Reading, case: Case) -> dict[str, Json]:
    """Return one reading; values are not rounded."""
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
    used: Mapping[str, Json] = {
        "used": [*placed_ids(reading.served.landmarks, sided=both)],
        "made_with": [way if side is None else f"{side.value}: {way}" for side, way in reading.served.ways],
    }
    match reading.outcome:
        case Value() as outcome:
            keys = placed_ids([place for place, _ in outcome.sensitivity], sided=both)
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
                        placed_ids([place for place, _ in outcome.shares], sided=both),
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


def completeness_json(case: Case) -> dict[str, Json] | None:
    """Return what the protocol asks for and the case lacks; None where no protocol was followed."""
    found = completeness(case)
    if found is None:
        return None
    return {
        "protocol": case.protocol.id,
        "complete": found.is_complete,
        "landmarks": len(found.steps),
        "not_placed": [*placed_ids(found.open, sided=True)],
        "only_suggested": [*placed_ids(found.suggested, sided=True)],
        "absent": {name: why for step, why in found.absent for name in placed_ids([step], sided=True)},
        "text": found.text,
    }


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
        "completeness": completeness_json(case),
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


def json_bytes(case: Case, image: Radiograph) -> bytes:
    """Return the document of the readings as JSON."""
    return as_json(measurements(case, image))
