"""The angles of hip, knee and ankle in the frontal plane."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kneeview.domain.catalog.points import (
    ANKLE,
    CONDYLE_LATERAL,
    CONDYLE_MEDIAL,
    FEMORAL_KNEE,
    FEMORAL_SHAFT_DISTAL,
    FEMORAL_SHAFT_PROXIMAL,
    HIP,
    KOREAN,
    PLAFOND_LATERAL,
    PLAFOND_MEDIAL,
    PLATEAU_LATERAL,
    PLATEAU_MEDIAL,
    TIBIAL_KNEE,
    directed,
    plain,
)
from kneeview.domain.geometry import Vec, angle_between_lines, tilt, varus_between_lines
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.measurement import Mean, Measurement, Number, Range, Stroke, StrokeKind, placed
from kneeview.domain.person import ADULT_YEARS
from kneeview.domain.units import Unit

_PALEY: Final = "Paley 2002, Principles of Deformity Correction"
_PALEY_TABLE: Final = "Paley's nomenclature table, via public report templates"
_FRENCH: Final = ("French series", "100 volunteers, 17-62 y")
_KOREAN: Final = (KOREAN, "118 women, 20-39 y, Korea")

TROCHANTER: Final = placed(LandmarkId.GREATER_TROCHANTER)
NECK: Final = placed(LandmarkId.FEMORAL_NECK)
TIBIAL_SHAFT_PROXIMAL: Final = placed(LandmarkId.TIBIAL_SHAFT_PROXIMAL)
TIBIAL_SHAFT_DISTAL: Final = placed(LandmarkId.TIBIAL_SHAFT_DISTAL)

_DEGREES: Final = plain(Unit.DEGREE)
_MEDIAL_LOWER: Final = directed(Unit.DEGREE, "with the medial end lower", "with the lateral end lower", "level")


def tibiofemoral(femur_up: Vec, femur_down: Vec, tibia_up: Vec, tibia_down: Vec) -> float:
    """Return the angle between the shafts in degrees, above zero in valgus."""
    return -varus_between_lines(femur_up, femur_down, tibia_up, tibia_down)


def joint_line_convergence(
    condyle_lateral: Vec, condyle_medial: Vec, plateau_lateral: Vec, plateau_medial: Vec
) -> float:
    """Return the angle between the joint lines of femur and tibia in degrees, above zero where it opens laterally."""
    return varus_between_lines(condyle_lateral, condyle_medial, plateau_lateral, plateau_medial)


def _two_lines(first: StrokeKind, second: StrokeKind) -> Callable[..., tuple[Stroke, ...]]:
    """Return the lines of an angle between the first two and the last two working points."""
    return lambda a, b, c, d: (Stroke(first, a, b), Stroke(second, c, d))


_MECHANICAL_TO_JOINT: Final = _two_lines(StrokeKind.MECHANICAL_AXIS, StrokeKind.JOINT_LINE)
_SHAFT_TO_JOINT: Final = _two_lines(StrokeKind.ANATOMICAL_AXIS, StrokeKind.JOINT_LINE)
_TWO_SHAFTS: Final = _two_lines(StrokeKind.ANATOMICAL_AXIS, StrokeKind.ANATOMICAL_AXIS)
_TWO_JOINT_LINES: Final = _two_lines(StrokeKind.JOINT_LINE, StrokeKind.JOINT_LINE)
_SHAFT_TO_MECHANICAL: Final = _two_lines(StrokeKind.ANATOMICAL_AXIS, StrokeKind.MECHANICAL_AXIS)


def _one_joint_line(lateral: Vec, medial: Vec) -> tuple[Stroke, ...]:
    return (Stroke(StrokeKind.JOINT_LINE, lateral, medial),)


MEASUREMENTS: Final = (
    Measurement(
        "fta",
        "Tibiofemoral angle",
        "FTA",
        "Angle between the shafts of femur and tibia.",
        "Salenius and Vankka 1975, J Bone Joint Surg Am 57:259-61 (the angle, valgus positive)",
        Number(Unit.DEGREE, tibiofemoral, directed(Unit.DEGREE, "valgus", "varus", "straight")),
        (FEMORAL_SHAFT_PROXIMAL, FEMORAL_SHAFT_DISTAL, TIBIAL_SHAFT_PROXIMAL, TIBIAL_SHAFT_DISTAL),
        ranges=(Range(5, 10, "Danish knee-replacement registry, class normal", "adult", from_age_y=ADULT_YEARS),),
        lines=_TWO_SHAFTS,
        means=(Mean(6.85, 1.4, "Quoted in public report templates", "adult", from_age_y=ADULT_YEARS),),
    ),
    Measurement(
        "mldfa",
        "Mechanical lateral distal femoral angle",
        "mLDFA",
        "Lateral angle between the femoral mechanical axis and the line of the condyles.",
        _PALEY,
        Number(Unit.DEGREE, angle_between_lines, _DEGREES),
        (FEMORAL_KNEE, HIP, CONDYLE_MEDIAL, CONDYLE_LATERAL),
        ranges=(Range(85, 90, _PALEY_TABLE, "adult", from_age_y=ADULT_YEARS),),
        lines=_MECHANICAL_TO_JOINT,
        means=(Mean(89, 2, *_FRENCH, from_age_y=17, note="printed as a medial angle of 91"),),
        recalled=(
            Range(85, 90, _PALEY, "adult", "recalled", from_age_y=ADULT_YEARS),
            Mean(87.5, 2.5, _PALEY, "adult", "recalled", from_age_y=ADULT_YEARS),
        ),
    ),
    Measurement(
        "aldfa",
        "Anatomical lateral distal femoral angle",
        "aLDFA",
        "Lateral angle between the femoral shaft and the line of the condyles.",
        _PALEY,
        Number(Unit.DEGREE, angle_between_lines, _DEGREES),
        (FEMORAL_SHAFT_DISTAL, FEMORAL_SHAFT_PROXIMAL, CONDYLE_MEDIAL, CONDYLE_LATERAL),
        ranges=(Range(79, 83, _PALEY_TABLE, "adult", from_age_y=ADULT_YEARS),),
        lines=_SHAFT_TO_JOINT,
    ),
    Measurement(
        "mpta",
        "Medial proximal tibial angle",
        "MPTA",
        "Medial angle between the tibial mechanical axis and the line of the plateau.",
        _PALEY,
        Number(Unit.DEGREE, angle_between_lines, _DEGREES),
        (TIBIAL_KNEE, ANKLE, PLATEAU_LATERAL, PLATEAU_MEDIAL),
        ranges=(Range(85, 90, _PALEY_TABLE, "adult", from_age_y=ADULT_YEARS),),
        lines=_MECHANICAL_TO_JOINT,
        means=(
            Mean(88, 2, *_FRENCH, from_age_y=17),
            Mean(86.8, 1.61, *_KOREAN, from_age_y=20, sex="F", note="printed as 3.18 varus"),
        ),
    ),
    Measurement(
        "jlca",
        "Joint line convergence angle",
        "JLCA",
        "Angle between the line of the condyles and the line of the plateau.",
        _PALEY,
        Number(
            Unit.DEGREE,
            joint_line_convergence,
            directed(Unit.DEGREE, "opening laterally", "opening medially", "parallel"),
        ),
        (CONDYLE_LATERAL, CONDYLE_MEDIAL, PLATEAU_LATERAL, PLATEAU_MEDIAL),
        lines=_TWO_JOINT_LINES,
        recalled=(Range(0, 2, f"{_PALEY} (other texts: 0 to 3)", "adult", "recalled", from_age_y=ADULT_YEARS),),
    ),
    Measurement(
        "ldta",
        "Lateral distal tibial angle",
        "LDTA",
        "Lateral angle between the tibial mechanical axis and the line of the plafond.",
        _PALEY,
        Number(Unit.DEGREE, angle_between_lines, _DEGREES),
        (ANKLE, TIBIAL_KNEE, PLAFOND_MEDIAL, PLAFOND_LATERAL),
        ranges=(Range(86, 92, _PALEY_TABLE, "adult", from_age_y=ADULT_YEARS),),
        lines=_MECHANICAL_TO_JOINT,
    ),
    Measurement(
        "mlpfa",
        "Mechanical lateral proximal femoral angle",
        "mLPFA",
        "Lateral angle between the femoral mechanical axis and the line from hip centre to trochanter tip.",
        _PALEY,
        Number(Unit.DEGREE, angle_between_lines, _DEGREES),
        (HIP, FEMORAL_KNEE, HIP, TROCHANTER),
        ranges=(Range(85, 95, _PALEY_TABLE, "adult", from_age_y=ADULT_YEARS),),
        lines=_MECHANICAL_TO_JOINT,
    ),
    Measurement(
        "ampfa",
        "Anatomical medial proximal femoral angle",
        "aMPFA",
        "Medial angle between the femoral shaft and the line from trochanter tip to hip centre.",
        _PALEY,
        Number(Unit.DEGREE, angle_between_lines, _DEGREES),
        (FEMORAL_SHAFT_PROXIMAL, FEMORAL_SHAFT_DISTAL, TROCHANTER, HIP),
        ranges=(Range(80, 89, _PALEY_TABLE, "adult", from_age_y=ADULT_YEARS),),
        lines=_SHAFT_TO_JOINT,
    ),
    Measurement(
        "mnsa",
        "Medial neck-shaft angle",
        "MNSA",
        "Medial angle between the femoral neck and the femoral shaft.",
        _PALEY,
        Number(Unit.DEGREE, angle_between_lines, _DEGREES),
        (NECK, HIP, FEMORAL_SHAFT_PROXIMAL, FEMORAL_SHAFT_DISTAL),
        lines=_TWO_SHAFTS,
        recalled=(
            Range(124, 136, _PALEY, "adult", "recalled", from_age_y=ADULT_YEARS),
            Mean(130, None, _PALEY, "adult", "recalled", from_age_y=ADULT_YEARS),
        ),
    ),
    Measurement(
        "ama",
        "Anatomical-mechanical angle",
        "AMA",
        "Angle between the shaft and the mechanical axis of the femur.",
        _PALEY,
        Number(Unit.DEGREE, angle_between_lines, _DEGREES),
        (FEMORAL_SHAFT_PROXIMAL, FEMORAL_SHAFT_DISTAL, HIP, FEMORAL_KNEE),
        ranges=(
            Range(3, 9, *_FRENCH, from_age_y=17),
            Range(2.94, 6.80, "CT study PMC7875943, range observed", "age 67-91 y", from_age_y=67),
        ),
        lines=_SHAFT_TO_MECHANICAL,
        means=(Mean(6, 1, *_FRENCH, from_age_y=17), Mean(5.99, 0.70, *_KOREAN, from_age_y=20, sex="F")),
        recalled=(
            Range(5, 9, _PALEY, "adult", "recalled", from_age_y=ADULT_YEARS),
            Mean(7, 2, _PALEY, "adult", "recalled", from_age_y=ADULT_YEARS),
        ),
    ),
    Measurement(
        "kjlo",
        "Knee joint line obliquity",
        "KJLO",
        "Tilt of the tibial plateau against the horizontal of the picture; true only if that is level.",
        "J Orthop 2023;40:57-64 (PMC10172862), measured on the tibia",
        Number(Unit.DEGREE, tilt, _MEDIAL_LOWER),
        (PLATEAU_LATERAL, PLATEAU_MEDIAL),
        lines=_one_joint_line,
    ),
    Measurement(
        "ajlo",
        "Ankle joint line obliquity",
        "AJLO",
        "Tilt of the tibial plafond against the horizontal of the picture; true only if that is level.",
        "J Orthop Surg Res s13018-025-05800-5, measured against the horizontal",
        Number(Unit.DEGREE, tilt, _MEDIAL_LOWER),
        (PLAFOND_LATERAL, PLAFOND_MEDIAL),
        lines=_one_joint_line,
    ),
)
