"""Cases that reports are made on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import numpy as np

from kneeview.case.calibration_record import CalibrationRecord
from kneeview.case.case import Case, new_case
from kneeview.case.demo import measured_film
from kneeview.case.opening import Opened
from kneeview.case.patient import PatientFacts
from kneeview.case.placements import PointMark
from kneeview.domain.calibration import HeightCalibration
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.posture import Posture
from kneeview.domain.protocols import protocol
from kneeview.imaging.digests import Digests
from kneeview.imaging.phantom import DEMO
from kneeview.imaging.radiograph import Identity, Radiograph

MADE_AT = datetime(2026, 11, 22, 0, 5, tzinfo=UTC)

QUICK = protocol("quick_axis").landmarks
FULL = protocol("full_alignment").landmarks

PATIENT = PatientFacts("DEMO^Leg", "DEMO-1", "F", "20140302", None, "20261122")


@cache
def film() -> Radiograph:
    """Return a picture of the demonstration's size, without its bones: they take time to draw."""
    pixels = np.full((DEMO.rows, DEMO.columns), 700, np.uint16)
    return Radiograph(
        "film.dcm", pixels, bits_stored=12, digests=Digests.known(pixels="0" * 64), identity=Identity("HEADER^Name")
    )


@cache
def measured() -> Case:
    """Return the case with every landmark of the demonstration."""
    return replace(measured_film(DEMO, film()), patient=PATIENT, reader="Dr Reader", impression="Valgus on both sides.")


def aged(age_years: float) -> Case:
    """Return the case of a patient of that age."""
    return replace(measured(), patient=replace(PATIENT, birth_date="", study_date="", age_years=age_years))


def adult() -> Case:
    """Return the case of a patient whom the ranges of adults are for."""
    return aged(30)


def with_gap(case: Case, gap_mm: float) -> Case:
    """Return the case with the inner ankle bones so far apart while the knees touch."""
    width = case.scale.column_mm or 1.0
    for side, place in ((Side.RIGHT, ImagePoint(800, 2000)), (Side.LEFT, ImagePoint(800 + gap_mm / width, 2000))):
        case = case.with_placement(side, L.MEDIAL_MALLEOLUS, PointMark(place))
    return replace(case, posture=replace(case.posture, knees_touching=True))


def only(landmarks: Collection[L], case: Case | None = None, sides: Collection[Side] = tuple(Side)) -> Case:
    """Return the case with nothing but these landmarks on these legs."""
    case = case or measured()
    limbs = {
        side: {i: mark for i, mark in limb.items() if i in landmarks and side in sides}
        for side, limb in case.limbs.items()
    }
    return replace(case, limbs=limbs)


def uncalibrated(case: Case) -> Case:
    """Return the case without a scale, and with nothing attested."""
    return replace(case, calibration=CalibrationRecord(), posture=Posture(), sides_confirmed=False)


def photo(columns: int = 600, rows: int = 900) -> Opened:
    """Return a photo with a few landmarks, calibrated by the patient's height."""
    pixels = np.full((rows, columns, 3), (180, 150, 120), np.uint8)
    image = Radiograph(
        "photo.jpg", pixels, Kind.PHOTO, "JPEG", photometric="RGB", digests=Digests.known(pixels="1" * 64)
    )
    case = new_case(image)
    for side, x, lateral in ((Side.RIGHT, 0.4, -1), (Side.LEFT, 0.6, 1)):
        for landmark, offset, y in ((L.ASIS, 0.03, 0.3), (L.PATELLA_CENTER, -0.02, 0.6), (L.ANKLE_CENTER, 0.01, 0.9)):
            place = ImagePoint((x + lateral * offset) * columns, y * rows)
            case = case.with_placement(side, landmark, PointMark(place))
    ends = ImagePoint(columns / 2, 0.05 * rows), ImagePoint(columns / 2, 0.95 * rows)
    return Opened(case.with_calibration(HeightCalibration(*ends, 1500.0), "Reader", "2026-01-02T03:04"), image)
