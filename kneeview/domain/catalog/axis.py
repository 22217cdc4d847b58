"""The mechanical axis: where the line from hip to ankle passes the knee."""

from __future__ import annotations

from typing import Final

from kneeview.domain.catalog.points import (
    ANKLE,
    FEMORAL_KNEE,
    HIP,
    KNEE,
    KOREAN,
    PLATEAU_EDGE_LATERAL,
    PLATEAU_EDGE_MEDIAL,
    TIBIAL_KNEE,
    directed,
)
from kneeview.domain.geometry import Vec, foot_on_line, offset_from_line, share_at_crossing, varus_between_lines
from kneeview.domain.measurement import Mean, Measurement, Number, Range, Stroke, StrokeKind
from kneeview.domain.person import ADULT_YEARS
from kneeview.domain.units import Unit, Words, is_shown_as_zero, written


def axis_deviation(hip: Vec, knee: Vec, ankle: Vec) -> float:
    """Return how far the line hip-ankle passes medial of the knee centre, in millimetres (varus above zero)."""
    return offset_from_line(knee, hip, ankle)


def plateau_percent(hip: Vec, ankle: Vec, lateral: Vec, medial: Vec) -> float:
    """Return where the line hip-ankle crosses the plateau, in percent from its medial edge."""
    return 100 * share_at_crossing(hip, ankle, medial, lateral)


def hip_knee_ankle(hip: Vec, femoral_knee: Vec, tibial_knee: Vec, ankle: Vec) -> float:
    """Return the medial angle between the mechanical axes in degrees: below 180 varus, above 180 valgus."""
    return 180 - varus_between_lines(hip, femoral_knee, tibial_knee, ankle)


def _hka_words(value: float) -> Words:
    angle, deviation = written(value, Unit.DEGREE), value - 180
    direction = "straight"
    if not is_shown_as_zero(deviation, Unit.DEGREE):
        direction = f"{written(abs(deviation), Unit.DEGREE)} {'valgus' if deviation > 0 else 'varus'}"
    return Words(f"{angle} ({direction})", angle, direction)


def _plateau_words(value: float) -> Words:
    percent, place = written(abs(value), Unit.PERCENT), place_on_plateau(value)
    start = "beyond" if value < 0 and not is_shown_as_zero(value, Unit.PERCENT) else "from"
    return Words(f"{percent} {start} the medial edge ({place})", percent, place)


# Thirds of the part of each plateau outside a central band of 10 %, mirrored about the middle.
_PLATEAU_PLACES: Final = (
    (0.0, "medial to the joint"),
    (15.0, "medial third of medial plateau"),
    (30.0, "middle third of medial plateau"),
    (45.0, "lateral third of medial plateau"),
    (55.0, "intercondylar region"),
    (70.0, "medial third of lateral plateau"),
    (85.0, "middle third of lateral plateau"),
    (100.0, "lateral third of lateral plateau"),
)


def place_on_plateau(percent: float) -> str:
    """Return in words where a crossing lies; a value on a bound belongs to the place on its lateral side."""
    if percent > 100:
        return "lateral to the joint"
    return next((words for bound, words in _PLATEAU_PLACES if percent < bound), _PLATEAU_PLACES[-1][1])


def _deviation_lines(hip: Vec, knee: Vec, ankle: Vec) -> tuple[Stroke, ...]:
    return (
        Stroke(StrokeKind.WEIGHT_BEARING, hip, ankle),
        Stroke(StrokeKind.DEVIATION, knee, foot_on_line(knee, hip, ankle)),
    )


def _axis_lines(hip: Vec, femoral_knee: Vec, tibial_knee: Vec, ankle: Vec) -> tuple[Stroke, ...]:
    return (
        Stroke(StrokeKind.MECHANICAL_AXIS, hip, femoral_knee),
        Stroke(StrokeKind.MECHANICAL_AXIS, tibial_knee, ankle),
    )


def _plateau_lines(hip: Vec, ankle: Vec, lateral: Vec, medial: Vec) -> tuple[Stroke, ...]:
    return (
        Stroke(StrokeKind.WEIGHT_BEARING, hip, ankle),
        Stroke(StrokeKind.JOINT_LINE, medial, lateral),
    )


MEASUREMENTS: Final = (
    Measurement(
        "mad",
        "Mechanical axis deviation",
        "MAD",
        "Distance from the knee centre to the line from hip centre to ankle centre, at right angles to that line.",
        "Paley and Tetsworth 1992, Clin Orthop 280:48-64",
        Number(
            Unit.MM,
            axis_deviation,
            directed(Unit.MM, "medial (varus)", "lateral (valgus)", "through the knee centre"),
        ),
        (HIP, KNEE, ANKLE),
        ranges=(Range(1, 15, "Paley (8 ± 7 medial), via Appropedia 2021", "adult", from_age_y=ADULT_YEARS),),
        lines=_deviation_lines,
        on_photo="Offset of the surface line hip-ankle at the knee",
    ),
    Measurement(
        "wbl_percent",
        "Weight-bearing line on the plateau",
        "WBL",
        "Where the line from hip centre to ankle centre crosses the tibial plateau: 0 % at the medial edge, 100 % at "
        "the lateral edge.",
        "Fujisawa 1979, Orthop Clin North Am 10:585-608 (the scale, from medial)",
        Number(
            Unit.PERCENT,
            plateau_percent,
            _plateau_words,
        ),
        (HIP, ANKLE, PLATEAU_EDGE_LATERAL, PLATEAU_EDGE_MEDIAL),
        ranges=(
            Range(
                30.3,
                48.7,
                "50 - 100 x MAD / 76 mm for Paley's MAD of 1 to 15 mm",
                "adult with a plateau of 76 mm",
                "derived",
                from_age_y=ADULT_YEARS,
            ),
        ),
        lines=_plateau_lines,
    ),
    Measurement(
        "hka",
        "Hip-knee-ankle angle",
        "HKA",
        "Medial angle between the mechanical axes of femur and tibia: 180° straight, less varus, more valgus.",
        "Paley 2002, Principles of Deformity Correction",
        Number(Unit.DEGREE, hip_knee_ankle, _hka_words),
        (HIP, FEMORAL_KNEE, TIBIAL_KNEE, ANKLE),
        ranges=(
            Range(177, 183, "rule 180 ± 3, via Appropedia 2021", "adult", from_age_y=ADULT_YEARS),
            Range(168, 185, "French series, extremes observed", "100 volunteers, 17-62 y", from_age_y=17),
        ),
        lines=_axis_lines,
        means=(
            Mean(179, 3, "French series", "100 volunteers, 17-62 y", from_age_y=17),
            Mean(178.65, 2.04, KOREAN, "118 women, 20-39 y, Korea", from_age_y=20, sex="F"),
        ),
        recalled=(
            Mean(
                178.8, 2.2, "Hsu et al. 1990, Clin Orthop 255:215-27", "120 adults", "recalled", from_age_y=ADULT_YEARS
            ),
        ),
        on_photo="Surface hip-knee-ankle angle",
    ),
)
