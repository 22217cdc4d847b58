"""The self-test: films of known geometry, measured as a user's films are, against what must come out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

import numpy as np

from kneeview import __version__
from kneeview.case.case import Case
from kneeview.case.demo import true_limbs
from kneeview.case.landmark_file import SCHEMA as LANDMARK_SCHEMA
from kneeview.case.landmark_file import case_from_landmarks
from kneeview.case.notation.circumstances import write_posture, write_view
from kneeview.case.notation.landmarks import write_limbs
from kneeview.case.notation.node import Json, as_json
from kneeview.case.notation.scale import write_calibration
from kneeview.domain.calibration import SpacingCalibration, SphereCalibration
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import Side
from kneeview.domain.measurement import Reading, Value
from kneeview.domain.posture import Posture
from kneeview.imaging.phantom import MEASURED_FILMS, Film, KneePoints, ball_rim, true_values
from kneeview.imaging.radiograph import Radiograph

TOLERANCE: Final = 1e-6
"""How far a reading may be from the truth, in its unit: rounding, and nothing else."""

_ATTESTED: Final = Posture(weight_bearing=True, patellae_forward=True, knees_touching=True, ankles_touching=True)
_PAIR: Final = (LandmarkId.FEMORAL_NOTCH, LandmarkId.TIBIAL_SPINES)


@dataclass(frozen=True, slots=True)
class Check:
    """One reading of one film; `measured` None where no value came out, and `text` says why."""

    film: str
    measurement: str
    side: Side | None
    expected: float
    measured: float | None
    text: str

    @property
    def passed(self) -> bool:
        """Whether the reading is the truth."""
        return self.measured is not None and abs(self.measured - self.expected) <= TOLERANCE


def _landmark_file(film: Film, knee: KneePoints) -> bytes:
    """Return the landmark file of a film, as another program would write it."""
    limbs = {
        side: {i: mark for i, mark in limb.items() if knee is KneePoints.PAIR or i not in _PAIR}
        for side, limb in true_limbs(film).items()
    }
    square = film.row_mm == film.column_mm
    ball = SphereCalibration(ball_rim(film), film.ball_diameter_mm)
    calibration = ball if square else SpacingCalibration(film.row_mm, film.column_mm)
    document: dict[str, Json] = {
        "schema": LANDMARK_SCHEMA,
        "kind": "radiograph",
        "view": write_view(film.view),
        "posture": write_posture(_ATTESTED),
        "calibration": write_calibration(calibration),
        "landmarks": write_limbs(limbs),
    }
    return json.dumps(document).encode()


def _measured(film: Film, knee: KneePoints) -> Case:
    blank = Radiograph(film.name, np.zeros((film.rows, film.columns), np.uint8))
    return case_from_landmarks(_landmark_file(film, knee), blank)


def _checks(film: Film, knee: KneePoints) -> tuple[Check, ...]:
    readings: dict[tuple[str, Side | None], Reading] = {
        (reading.measurement.id, reading.side): reading for reading in _measured(film, knee).readings()
    }
    name = film.name if knee is KneePoints.PAIR else f"{film.name}, knee centre alone"
    order = {key: number for number, key in enumerate(readings)}
    return tuple(
        Check(
            name,
            key[0],
            key[1],
            expected,
            outcome.value if isinstance(outcome := readings[key].outcome, Value) else None,
            readings[key].text,
        )
        for key, expected in sorted(true_values(film, knee).items(), key=lambda item: order[item[0]])
    )


def run_checks() -> tuple[Check, ...]:
    """Measure every film of the self-test, with both ways to mark the knee."""
    return tuple(check for film in MEASURED_FILMS for knee in KneePoints for check in _checks(film, knee))


def text_of_checks(checks: tuple[Check, ...]) -> bytes:
    """Return the self-test value by value, and its outcome on the last line."""
    rows = [("film", "measurement", "side", "true", "measured", "")]
    rows += [
        (
            check.film,
            check.measurement,
            _side(check),
            f"{check.expected:.6f}",
            check.text if check.measured is None else f"{check.measured:.6f}",
            "passed" if check.passed else "FAILED",
        )
        for check in checks
    ]
    widths = [max(len(row[k]) for row in rows) for k in range(6)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    good = sum(check.passed for check in checks)
    outcome = "passed" if good == len(checks) else "FAILED"
    return ("\n".join([*lines, f"{outcome}: {good} of {len(checks)} values are true"]) + "\n").encode()


def json_of_checks(checks: tuple[Check, ...]) -> bytes:
    """Return the self-test as JSON."""
    document: dict[str, Json] = {
        "schema": "kneeview.selftest/1",
        "program": {"name": "kneeview", "version": __version__},
        "passed": all(check.passed for check in checks),
        "tolerance": TOLERANCE,
        "values": [
            {
                "film": check.film,
                "id": check.measurement,
                "side": _side(check),
                "expected": check.expected,
                **({} if check.measured is None else {"measured": check.measured}),
                "text": check.text,
                "passed": check.passed,
            }
            for check in checks
        ],
    }
    return as_json(document)


def _side(check: Check) -> str:
    return "both" if check.side is None else check.side.value
