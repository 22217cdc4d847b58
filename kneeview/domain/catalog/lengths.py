"""Lengths of bones and legs, and what the legs differ by."""

from __future__ import annotations

from typing import Final

from kneeview.domain.catalog.points import (
    ANKLE,
    FEMORAL_KNEE,
    HIP,
    TIBIAL_KNEE,
    compared,
    plain,
    stroke,
)
from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.measurement import Measurement, Number, StrokeKind, placed
from kneeview.domain.units import Unit

_PALEY: Final = "Paley 2002, Principles of Deformity Correction"
_RADIOLOGY: Final = "Radiology practice: top of the femoral head to the middle of the tibial plafond"


def distance(start: Vec, end: Vec) -> float:
    """Return the straight distance in millimetres."""
    return (end - start).length


def length_difference(right_start: Vec, right_end: Vec, left_start: Vec, left_end: Vec) -> float:
    """Return right minus left in millimetres: above zero the right is longer."""
    return distance(right_start, right_end) - distance(left_start, left_end)


_LENGTH: Final = Number(Unit.MM, distance, plain(Unit.MM))
_DIFFERENCE: Final = Number(Unit.MM, length_difference, compared(Unit.MM, "right longer", "left longer", "equal"))

MEASUREMENTS: Final = (
    Measurement(
        "femur_length",
        "Femur length",
        "Femur",
        "Hip centre to the femoral notch where notch and spines are placed, else to the knee centre, which lies some "
        "millimetres farther down: compare only lengths that end alike.",
        _PALEY,
        _LENGTH,
        (HIP, FEMORAL_KNEE),
        lines=stroke(StrokeKind.MECHANICAL_AXIS, 0, 1),
    ),
    Measurement(
        "tibia_length",
        "Tibia length",
        "Tibia",
        "Tibial spines, where notch and spines are placed, else the knee centre, which lies some millimetres higher, "
        "to the ankle centre: compare only lengths that begin alike.",
        _PALEY,
        _LENGTH,
        (TIBIAL_KNEE, ANKLE),
        lines=stroke(StrokeKind.MECHANICAL_AXIS, 0, 1),
    ),
    Measurement(
        "leg_length",
        "Leg length",
        "Leg",
        "Hip centre to ankle centre in a straight line.",
        _PALEY,
        _LENGTH,
        (HIP, ANKLE),
        lines=stroke(StrokeKind.WEIGHT_BEARING, 0, 1),
    ),
    Measurement(
        "leg_length_head_top",
        "Leg length from head top",
        "Leg, head top",
        "Top of the femoral head to ankle centre in a straight line: the total limb length of radiology reports.",
        _RADIOLOGY,
        _LENGTH,
        (placed(LandmarkId.FEMORAL_HEAD_TOP), ANKLE),
    ),
    Measurement(
        "lld",
        "Leg-length inequality",
        "LLI",
        "Leg length (hip centre to ankle centre) of the right less that of the left.",
        _PALEY,
        _DIFFERENCE,
        (HIP, ANKLE),
        both_sides=True,
        on_photo="Surface leg-length inequality",
    ),
    Measurement(
        "femur_lld",
        "Femur-length inequality",
        "Femur-length inequality",
        "Femur length of the right less that of the left.",
        _PALEY,
        _DIFFERENCE,
        (HIP, FEMORAL_KNEE),
        both_sides=True,
        on_photo="Surface thigh-length inequality",
    ),
    Measurement(
        "tibia_lld",
        "Tibia-length inequality",
        "Tibia-length inequality",
        "Tibia length of the right less that of the left.",
        _PALEY,
        _DIFFERENCE,
        (TIBIAL_KNEE, ANKLE),
        both_sides=True,
        on_photo="Surface shin-length inequality",
    ),
)
