"""Classes: zones and types that follow from numbers, said to be borderline where the error reaches a bound."""

from __future__ import annotations

from typing import Final

from kneeview.domain.catalog.axis import plateau_percent
from kneeview.domain.catalog.points import (
    ANKLE,
    CONDYLE_LATERAL,
    CONDYLE_MEDIAL,
    FEMORAL_KNEE,
    HIP,
    PLATEAU_EDGE_LATERAL,
    PLATEAU_EDGE_MEDIAL,
    PLATEAU_LATERAL,
    PLATEAU_MEDIAL,
    TIBIAL_KNEE,
)
from kneeview.domain.geometry import Vec, angle_between_lines
from kneeview.domain.measurement import Classes, Dimension, Measurement
from kneeview.domain.units import Unit

# A zone on a bound is the one nearer to the middle; 50 itself is M1.
_TYPES: Final = (("I", "II", "III"), ("IV", "V", "VI"), ("VII", "VIII", "IX"))
_NEUTRAL_AXIS: Final = (-2.0, 2.0)
_NEUTRAL_OBLIQUITY: Final = (177.0, 183.0)

# Sums and differences of printed angles carry rounding noise: a value this near to a bound lies on it.
_ON_BOUND_DEG: Final = 1e-9


def deviation_zone(percent: float) -> str:
    """Return the zone of a crossing of the plateau, in percent from medial."""
    mirrored = min(percent, 100 - percent)
    zone = "3" if mirrored < 0 else "2" if mirrored < 25 else "1"
    return ("M" if percent <= 50 else "L") + zone


def _third(value: float, bounds: tuple[float, float]) -> int:
    return (value > bounds[0] - _ON_BOUND_DEG) + (value > bounds[1] + _ON_BOUND_DEG)


def coronal_type(axis_deg: float, obliquity_deg: float) -> str:
    """Return the CPAK type of an arithmetic HKA (varus below zero) and a joint line obliquity.

    A value exactly on a bound is neutral.
    """
    return _TYPES[_third(obliquity_deg, _NEUTRAL_OBLIQUITY)][_third(axis_deg, _NEUTRAL_AXIS)]


def _femoral_and_tibial(
    hip: Vec,
    femoral_knee: Vec,
    condyle_lateral: Vec,
    condyle_medial: Vec,
    tibial_knee: Vec,
    ankle: Vec,
    plateau_lateral: Vec,
    plateau_medial: Vec,
) -> tuple[float, float]:
    return (
        angle_between_lines(femoral_knee, hip, condyle_medial, condyle_lateral),
        angle_between_lines(tibial_knee, ankle, plateau_lateral, plateau_medial),
    )


def arithmetic_axis(*points: Vec) -> float:
    """Return MPTA less mLDFA in degrees: below zero varus."""
    femoral, tibial = _femoral_and_tibial(*points)
    return tibial - femoral


def joint_line_obliquity(*points: Vec) -> float:
    """Return MPTA plus mLDFA in degrees: below 180 the joint line's apex points distally."""
    femoral, tibial = _femoral_and_tibial(*points)
    return tibial + femoral


MEASUREMENTS: Final = (
    Measurement(
        "mad_zone",
        "Axis deviation zone",
        "Zone",
        "Quadrants of the plateau that the weight-bearing line crosses: 1 inner, 2 outer, 3 beyond the edge, M medial, "
        "L lateral.",
        "Stevens 1999, J Pediatr Orthop 19:645-9; Müller and Müller-Färber 1984",
        Classes(
            (Dimension(Unit.PERCENT, plateau_percent, (0.0, 25.0, 50.0, 75.0, 100.0)),),
            deviation_zone,
            lambda name: f"zone {name}",
        ),
        (HIP, ANKLE, PLATEAU_EDGE_LATERAL, PLATEAU_EDGE_MEDIAL),
    ),
    Measurement(
        "cpak",
        "Coronal plane alignment of the knee",
        "CPAK",
        "Type from MPTA - mLDFA (neutral from -2° to 2°) and MPTA + mLDFA (neutral from 177° to 183°).",
        "MacDessi et al. 2021, Bone Joint J 103-B:329-37",
        Classes(
            (
                Dimension(Unit.DEGREE, arithmetic_axis, _NEUTRAL_AXIS),
                Dimension(Unit.DEGREE, joint_line_obliquity, _NEUTRAL_OBLIQUITY),
            ),
            coronal_type,
            lambda name: f"type {name}",
        ),
        (
            HIP,
            FEMORAL_KNEE,
            CONDYLE_LATERAL,
            CONDYLE_MEDIAL,
            TIBIAL_KNEE,
            ANKLE,
            PLATEAU_LATERAL,
            PLATEAU_MEDIAL,
        ),
    ),
)
