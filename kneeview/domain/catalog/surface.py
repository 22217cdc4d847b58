"""What is measured at the skin as well as on a film: gaps between the legs, the clinical angle, the kneecap."""

from __future__ import annotations

from math import hypot
from typing import Final

from kneeview.domain.catalog.points import ANKLE, CONDYLE_LATERAL, CONDYLE_MEDIAL, directed, plain
from kneeview.domain.geometry import COINCIDENT, DegenerateError, Vec, angle_between, dot, varus_between
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.measurement import Measurement, Number, Range, Stroke, StrokeKind, placed
from kneeview.domain.person import ADULT_YEARS
from kneeview.domain.units import Unit

_SPINE: Final = placed(LandmarkId.ASIS)
_PATELLA: Final = placed(LandmarkId.PATELLA_CENTER)


def gap(right: Vec, left: Vec) -> float:
    """Return the straight distance between a point of the right leg and one of the left, in millimetres."""
    return hypot(right.u + left.u, right.v - left.v)


def clinical_tibiofemoral(spine: Vec, patella: Vec, ankle: Vec) -> float:
    """Return the angle of thigh and shin in degrees, above zero in valgus."""
    return -varus_between(patella - spine, ankle - patella)


def quadriceps_angle(spine: Vec, patella: Vec, tuberosity: Vec) -> float:
    """Return the acute angle between the lines spine-patella and patella-tuberosity in degrees."""
    angle = angle_between(patella - spine, tuberosity - patella)
    return min(angle, 180 - angle)


def patella_offset(patella: Vec, condyle_lateral: Vec, condyle_medial: Vec) -> float:
    """Return how far the patella lies medial of the middle of the condyles, in percent of their distance."""
    across = condyle_medial - condyle_lateral
    if across.length < COINCIDENT:
        raise DegenerateError("two of its points coincide")
    middle = (condyle_lateral + condyle_medial) * 0.5
    return 100 * dot(patella - middle, across) / dot(across, across)


def _between_legs(right: Vec, left: Vec) -> tuple[Stroke, ...]:
    return (Stroke(StrokeKind.DISTANCE, right, left),)


def _two_segments(start: Vec, middle: Vec, end: Vec) -> tuple[Stroke, ...]:
    return (
        Stroke(StrokeKind.ANATOMICAL_AXIS, start, middle),
        Stroke(StrokeKind.ANATOMICAL_AXIS, middle, end),
    )


MEASUREMENTS: Final = (
    Measurement(
        "imd",
        "Intermalleolar distance, knees touching",
        "IMD",
        "Straight distance between the inner prominences of the medial malleoli while the knees touch.",
        "Heath and Staheli 1993, J Pediatr Orthop 13:259-62",
        Number(Unit.MM, gap, plain(Unit.MM)),
        (placed(LandmarkId.MEDIAL_MALLEOLUS),),
        both_sides=True,
        posture="knees_touching",
        clinical=True,
        lines=_between_legs,
    ),
    Measurement(
        "icd",
        "Intercondylar distance, ankles touching",
        "ICD",
        "Straight distance between the inner sides of the knees while the ankles touch.",
        "Heath and Staheli 1993, J Pediatr Orthop 13:259-62",
        Number(Unit.MM, gap, plain(Unit.MM)),
        (placed(LandmarkId.MEDIAL_KNEE_SURFACE),),
        both_sides=True,
        posture="ankles_touching",
        clinical=True,
        lines=_between_legs,
    ),
    Measurement(
        "clinical_tfa",
        "Clinical tibiofemoral angle",
        "Clinical TFA",
        "Angle between the lines from pelvic spine to patella and from patella to ankle centre.",
        "Cheng et al. 1991, J Pediatr Orthop 11:154-61",
        Number(Unit.DEGREE, clinical_tibiofemoral, directed(Unit.DEGREE, "valgus", "varus", "straight")),
        (_SPINE, _PATELLA, ANKLE),
        lines=_two_segments,
        clinical=True,
    ),
    Measurement(
        "q_angle",
        "Quadriceps angle",
        "Q",
        "Acute angle between the lines from pelvic spine to patella and from patella to tibial tuberosity.",
        "Oxford Dictionary of Sports Science",
        Number(Unit.DEGREE, quadriceps_angle, plain(Unit.DEGREE)),
        (_SPINE, _PATELLA, placed(LandmarkId.TIBIAL_TUBEROSITY)),
        ranges=(
            Range(
                None,
                15,
                "Oxford Dictionary of Sports Science (below 15)",
                "men, relaxed",
                high_open=True,
                sex="M",
                from_age_y=ADULT_YEARS,
            ),
            Range(
                None,
                20,
                "Oxford Dictionary of Sports Science (below 20)",
                "women, relaxed",
                high_open=True,
                sex="F",
                from_age_y=ADULT_YEARS,
            ),
            Range(8, 14, "text of trial NCT05894551", "men", sex="M", from_age_y=ADULT_YEARS),
            Range(11, 20, "text of trial NCT05894551", "women", sex="F", from_age_y=ADULT_YEARS),
        ),
        lines=_two_segments,
        clinical=True,
    ),
    Measurement(
        "patella_offset_percent",
        "Patella offset",
        "Patella",
        "Distance of the patella centre from the middle of the condyles, in percent of the condyles' distance: "
        "a sign of rotation.",
        "BMC Musculoskelet Disord s12891-020-03487-9 (above 3 % called rotated)",
        Number(
            Unit.PERCENT,
            patella_offset,
            directed(Unit.PERCENT, "medial of the middle", "lateral of the middle", "in the middle"),
        ),
        (_PATELLA, CONDYLE_LATERAL, CONDYLE_MEDIAL),
    ),
)
