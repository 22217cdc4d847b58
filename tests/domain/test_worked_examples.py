"""Examples worked by hand, at least one for every measurement, on both legs and in both directions.

Coordinates are [x, y] in pixels of a radiograph seen from the front: the right leg is on the left, so medial is towards
greater x on the right leg and towards smaller x on the left leg. The numbered ones (O1 ...) are those of the clinical
reference; all expected values are written down here, none is computed by the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import cos, radians, sin

import pytest

from kneeview.domain.calibration import (
    MagnificationCalibration,
    RectangleCalibration,
    RulerCalibration,
    RulerSegment,
    SphereCalibration,
    scale_from,
)
from kneeview.domain.catalog import CATALOG, measurement
from kneeview.domain.catalog.axis import place_on_plateau
from kneeview.domain.catalog.classes import arithmetic_axis, coronal_type, deviation_zone, joint_line_obliquity
from kneeview.domain.geometry import ImagePoint, circle_through
from kneeview.domain.landmarks import LANDMARKS, Kind, LandmarkId, PlacementError
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.measurement import ClassValue, Range, Value, outcome_in
from kneeview.domain.scale import Scale, ScaleState
from tests.domain.subjects import reading_of, scale_of, subject_on, value_of, working_points

Points = Mapping[LandmarkId, tuple[float, float]]

R, B = Side.RIGHT, None


@dataclass(frozen=True)
class Example:
    """One measurement on one leg, or on both: points, the value and the words expected of it."""

    id: str
    points: Points
    value: float | str
    text: str
    left: Points | None = None
    mm_per_pixel: float = 1.0
    kind: Kind = Kind.RADIOGRAPH

    @property
    def film(self) -> dict[Side, Points]:
        """Return the points as they are given: of a right leg alone, or of both."""
        return {Side.RIGHT: self.points} if self.left is None else {Side.RIGHT: self.points, Side.LEFT: self.left}


O1: Points = {L.HIP_CENTER: (100, 100), L.KNEE_CENTER: (100, 500), L.ANKLE_CENTER: (100, 860)}
O2: Points = {L.HIP_CENTER: (100, 100), L.KNEE_CENTER: (80, 500), L.ANKLE_CENTER: (100, 900)}
O4: Points = {L.HIP_CENTER: (0, 0), L.KNEE_CENTER: (30, 420), L.ANKLE_CENTER: (0, 780)}
O5: Points = {
    L.HIP_CENTER: (500, 100),
    L.KNEE_CENTER: (500, 520),
    L.ANKLE_CENTER: (514, 880),
    L.FEMORAL_CONDYLE_LATERAL: (460, 518),
    L.FEMORAL_CONDYLE_MEDIAL: (540, 522),
    L.TIBIAL_PLATEAU_LATERAL: (460, 528),
    L.TIBIAL_PLATEAU_MEDIAL: (540, 530),
    L.GREATER_TROCHANTER: (448, 96),
    L.FEMORAL_NECK: (478, 118),
    L.FEMORAL_SHAFT_PROXIMAL: (466, 220),
    L.FEMORAL_SHAFT_DISTAL: (494, 460),
    L.TIBIAL_SHAFT_PROXIMAL: (502, 580),
    L.TIBIAL_SHAFT_DISTAL: (512, 850),
    L.TIBIAL_PLAFOND_LATERAL: (499, 879.5),
    L.TIBIAL_PLAFOND_MEDIAL: (529, 880.5),
}


def crossed_at(lateral_x: float, medial_x: float) -> Points:
    """Return a vertical weight-bearing line at x = 100 that crosses a level plateau with these edges."""
    return {
        L.HIP_CENTER: (100, 0),
        L.ANKLE_CENTER: (100, 800),
        L.TIBIAL_EDGE_LATERAL: (lateral_x, 400),
        L.TIBIAL_EDGE_MEDIAL: (medial_x, 400),
    }


def femur(*, condyle_lateral_y: float, condyle_medial_y: float) -> Points:
    """Return a vertical femur, mechanical axis and shaft alike, 400 px long."""
    return {
        L.HIP_CENTER: (100, 100),
        L.KNEE_CENTER: (100, 500),
        L.FEMORAL_SHAFT_PROXIMAL: (100, 200),
        L.FEMORAL_SHAFT_DISTAL: (100, 400),
        L.FEMORAL_CONDYLE_LATERAL: (60, condyle_lateral_y),
        L.FEMORAL_CONDYLE_MEDIAL: (140, condyle_medial_y),
    }


def tibia(*, plateau_lateral_y: float = 500, plateau_medial_y: float = 500, plafond_medial_y: float = 880) -> Points:
    """Return a vertical tibia of 380 px."""
    return {
        L.KNEE_CENTER: (100, 500),
        L.ANKLE_CENTER: (100, 880),
        L.TIBIAL_PLATEAU_LATERAL: (60, plateau_lateral_y),
        L.TIBIAL_PLATEAU_MEDIAL: (140, plateau_medial_y),
        L.TIBIAL_PLAFOND_LATERAL: (85, 880),
        L.TIBIAL_PLAFOND_MEDIAL: (115, plafond_medial_y),
    }


def hip(**at: tuple[float, float]) -> Points:
    """Return a vertical femur under a hip centre at (100, 100), with other points of the proximal femur as told."""
    upright: dict[LandmarkId, tuple[float, float]] = {
        L.HIP_CENTER: (100, 100),
        L.KNEE_CENTER: (100, 500),
        L.FEMORAL_SHAFT_PROXIMAL: (70, 200),
        L.FEMORAL_SHAFT_DISTAL: (70, 400),
    }
    return {**upright, **{LandmarkId(name): point for name, point in at.items()}}


def one(landmark: LandmarkId, x: float, y: float) -> Points:
    """Return one landmark alone."""
    return {landmark: (x, y)}


def leg(hip_y: float, knee_y: float, ankle_y: float, x: float = 100) -> Points:
    """Return a leg that hangs straight down."""
    return {L.HIP_CENTER: (x, hip_y), L.KNEE_CENTER: (x, knee_y), L.ANKLE_CENTER: (x, ankle_y)}


def skin(*, ankle_x: float) -> Points:
    """Return a thigh and a shin of 400 px each, the thigh vertical."""
    return {L.ASIS: (100, 0), L.PATELLA_CENTER: (100, 400), L.ANKLE_CENTER: (ankle_x, 800)}


def kneecap(x: float) -> Points:
    """Return a kneecap above level condyles, 80 px apart with their middle at x = 100."""
    return {
        L.PATELLA_CENTER: (x, 480),
        L.FEMORAL_CONDYLE_LATERAL: (60, 500),
        L.FEMORAL_CONDYLE_MEDIAL: (140, 500),
    }


EXAMPLES = (
    # ---- axis: O1, O2, O4 and crossings in fours of the plateau's 80 px
    Example("mad", O1, 0.0, "0.0 mm (through the knee centre)"),
    Example("mad", O2, 10.0, "10.0 mm medial (varus)", mm_per_pixel=0.5),
    Example("mad", O4, -30.0, "30.0 mm lateral (valgus)"),
    Example("wbl_percent", crossed_at(60, 140), 50.0, "50 % from the medial edge (intercondylar region)"),
    Example("wbl_percent", crossed_at(28, 108), 10.0, "10 % from the medial edge (medial third of medial plateau)"),
    Example("wbl_percent", crossed_at(92, 172), 90.0, "90 % from the medial edge (lateral third of lateral plateau)"),
    Example("wbl_percent", crossed_at(0, 80), -25.0, "25 % beyond the medial edge (medial to the joint)"),
    Example("wbl_percent", crossed_at(120, 200), 125.0, "125 % from the medial edge (lateral to the joint)"),
    Example("hka", O1, 180.0, "180.0° (straight)"),
    Example("hka", O2, 174.275190, "174.3° (5.7° varus)"),
    Example("hka", O4, 188.849258, "188.8° (8.8° valgus)"),
    # ---- lengths: O2 and O4; triangles of 3 : 4 : 5
    Example("femur_length", O2, 200.249844, "200.2 mm", mm_per_pixel=0.5),
    Example("femur_length", O4, 421.070065, "421.1 mm"),
    Example("tibia_length", O2, 200.249844, "200.2 mm", mm_per_pixel=0.5),
    Example("tibia_length", O4, 361.247837, "361.2 mm"),
    Example("leg_length", O2, 400.0, "400.0 mm", mm_per_pixel=0.5),
    Example("leg_length", {L.HIP_CENTER: (0, 0), L.ANKLE_CENTER: (480, 640)}, 800.0, "800.0 mm"),
    Example("leg_length_head_top", {L.FEMORAL_HEAD_TOP: (100, 76), L.ANKLE_CENTER: (100, 880)}, 804.0, "804.0 mm"),
    Example("leg_length_head_top", {L.FEMORAL_HEAD_TOP: (0, 0), L.ANKLE_CENTER: (-300, 400)}, 500.0, "500.0 mm"),
    Example("lld", leg(0, 400, 812), 12.0, "right longer by 12.0 mm", leg(0, 400, 800, 300)),
    Example("lld", leg(0, 400, 800), -5.5, "left longer by 5.5 mm", leg(0, 400, 805.5, 300)),
    Example("lld", leg(0, 400, 800), 0.0, "equal (0.0 mm)", leg(10, 400, 810, 300)),
    Example("femur_lld", leg(0, 407, 800), 7.0, "right longer by 7.0 mm", leg(0, 400, 810, 300)),
    Example("femur_lld", leg(0, 400, 800), -9.0, "left longer by 9.0 mm", leg(0, 409, 800, 300)),
    Example("tibia_lld", leg(0, 400, 803), 3.0, "right longer by 3.0 mm", leg(10, 400, 800, 300)),
    Example("tibia_lld", leg(0, 404, 800), -4.0, "left longer by 4.0 mm", leg(0, 400, 800, 300)),
    # ---- angles: slopes of 2, 4 and 1 in 80, 80 and 30; atan(0.05) = 2.862405, atan(0.025) = 1.432096
    Example(
        "fta",
        {
            L.FEMORAL_SHAFT_PROXIMAL: (100, 0),
            L.FEMORAL_SHAFT_DISTAL: (100, 100),
            L.TIBIAL_SHAFT_PROXIMAL: (100, 200),
            L.TIBIAL_SHAFT_DISTAL: (90, 300),
        },
        5.710593,
        "5.7° valgus",
    ),
    Example(
        "fta",
        {
            L.FEMORAL_SHAFT_PROXIMAL: (100, 0),
            L.FEMORAL_SHAFT_DISTAL: (100, 100),
            L.TIBIAL_SHAFT_PROXIMAL: (100, 200),
            L.TIBIAL_SHAFT_DISTAL: (110, 300),
        },
        -5.710593,
        "5.7° varus",
    ),
    Example("mldfa", femur(condyle_lateral_y=498, condyle_medial_y=502), 87.137595, "87.1°"),
    Example("mldfa", femur(condyle_lateral_y=502, condyle_medial_y=498), 92.862405, "92.9°"),
    Example("aldfa", femur(condyle_lateral_y=498, condyle_medial_y=502), 87.137595, "87.1°"),
    Example("aldfa", femur(condyle_lateral_y=502, condyle_medial_y=498), 92.862405, "92.9°"),
    Example("mpta", tibia(plateau_medial_y=502), 88.567904, "88.6°"),
    Example("mpta", tibia(plateau_medial_y=498), 91.432096, "91.4°"),
    Example(
        "jlca",
        {**femur(condyle_lateral_y=498, condyle_medial_y=502), **tibia(plateau_lateral_y=510, plateau_medial_y=510)},
        2.862405,
        "2.9° opening laterally",
    ),
    Example(
        "jlca",
        {**femur(condyle_lateral_y=500, condyle_medial_y=500), **tibia(plateau_lateral_y=508, plateau_medial_y=510)},
        -1.432096,
        "1.4° opening medially",
    ),
    Example(
        "jlca",
        {**femur(condyle_lateral_y=500, condyle_medial_y=502), **tibia(plateau_lateral_y=508, plateau_medial_y=510)},
        0.0,
        "0.0° (parallel)",
    ),
    Example("ldta", tibia(plafond_medial_y=881), 88.090848, "88.1°"),
    Example("ldta", tibia(plafond_medial_y=879), 91.909152, "91.9°"),
    Example("mlpfa", hip(greater_trochanter=(48, 96)), 94.398705, "94.4°"),
    Example("mlpfa", hip(greater_trochanter=(48, 104)), 85.601295, "85.6°"),
    Example("ampfa", hip(greater_trochanter=(48, 96)), 85.601295, "85.6°"),
    Example("ampfa", hip(greater_trochanter=(48, 104)), 94.398705, "94.4°"),
    Example("mnsa", hip(femoral_neck=(80, 120)), 135.0, "135.0°"),
    Example("mnsa", hip(femoral_neck=(80, 110)), 116.565051, "116.6°"),
    Example("ama", hip(femoral_shaft_distal=(90, 400)), 5.710593, "5.7°"),
    Example("ama", hip(femoral_shaft_distal=(50, 400)), 5.710593, "5.7°"),
    Example("kjlo", tibia(plateau_medial_y=502), 1.432096, "1.4° with the medial end lower"),
    Example("kjlo", tibia(plateau_medial_y=496), -2.862405, "2.9° with the lateral end lower"),
    Example("kjlo", tibia(), 0.0, "0.0° (level)"),
    Example("ajlo", tibia(plafond_medial_y=881), 1.909152, "1.9° with the medial end lower"),
    Example("ajlo", tibia(plafond_medial_y=879), -1.909152, "1.9° with the lateral end lower"),
    # ---- classes
    Example("mad_zone", crossed_at(28, 108), "M2", "zone M2"),
    Example("mad_zone", crossed_at(52, 132), "M1", "zone M1"),
    Example("mad_zone", crossed_at(68, 148), "L1", "zone L1"),
    Example("mad_zone", crossed_at(92, 172), "L2", "zone L2"),
    Example("mad_zone", crossed_at(0, 80), "M3", "zone M3"),
    Example("mad_zone", crossed_at(120, 200), "L3", "zone L3"),
    Example("cpak", O5, "II", "type II, borderline"),  # the axis -0.8, 1.2 from the bound, with an error of about 0.9
    Example(  # mldfa 92.86, mpta 88.57: the axis -4.3 is varus, the sum 181.4 neutral
        "cpak",
        {**femur(condyle_lateral_y=502, condyle_medial_y=498), **tibia(plateau_medial_y=502)},
        "IV",
        "type IV",
    ),
    Example(  # mldfa 87.14, mpta 91.43: the axis +4.3 is valgus, the sum 178.6 neutral
        "cpak",
        {**femur(condyle_lateral_y=498, condyle_medial_y=502), **tibia(plateau_medial_y=498)},
        "VI",
        "type VI",
    ),
    # ---- pelvis
    Example(
        "femoral_head_height_difference",
        one(L.FEMORAL_HEAD_TOP, 100, 205),
        5.0,
        "right lower by 5.0 mm",
        one(L.FEMORAL_HEAD_TOP, 300, 200),
    ),
    Example(
        "femoral_head_height_difference",
        one(L.HIP_CENTER, 100, 200),
        -3.0,
        "left lower by 3.0 mm",
        one(L.HIP_CENTER, 300, 203),
    ),
    Example(
        "iliac_crest_height_difference",
        one(L.ILIAC_CREST, 60, 52),
        2.0,
        "right lower by 2.0 mm",
        one(L.ILIAC_CREST, 340, 50),
    ),
    Example(
        "iliac_crest_height_difference",
        one(L.ILIAC_CREST, 60, 50),
        -8.0,
        "left lower by 8.0 mm",
        one(L.ILIAC_CREST, 340, 58),
    ),
    Example(
        "iliac_crest_height_difference",
        one(L.ILIAC_CREST, 60, 50),
        0.0,
        "level (0.0 mm)",
        one(L.ILIAC_CREST, 340, 50),
    ),
    Example(
        "pelvic_obliquity",
        one(L.HIP_CENTER, 100, 205),
        1.432096,
        "1.4° with the right lower, 5.0 mm between the hip centres",
        one(L.HIP_CENTER, 300, 200),
    ),
    Example(
        "pelvic_obliquity",
        one(L.ILIAC_CREST, 60, 50),
        -2.862405,
        "2.9° with the left lower, 14.0 mm between the iliac crests",
        one(L.ILIAC_CREST, 340, 64),
    ),
    Example(
        "pelvic_obliquity",
        one(L.ASIS, 100, 50),
        0.0,
        "0.0° (level), 0.0 mm between the anterior superior iliac spines, surface",
        one(L.ASIS, 300, 50),
        kind=Kind.PHOTO,
    ),
    # ---- the skin
    Example("imd", one(L.MEDIAL_MALLEOLUS, 200, 800), 80.0, "80.0 mm", one(L.MEDIAL_MALLEOLUS, 280, 800)),
    Example("imd", one(L.MEDIAL_MALLEOLUS, 200, 800), 50.0, "50.0 mm", one(L.MEDIAL_MALLEOLUS, 230, 840)),
    Example(
        "icd",
        one(L.MEDIAL_KNEE_SURFACE, 200, 500),
        30.0,
        "30.0 mm, surface",
        one(L.MEDIAL_KNEE_SURFACE, 260, 500),
        mm_per_pixel=0.5,
        kind=Kind.PHOTO,
    ),
    Example("icd", one(L.MEDIAL_KNEE_SURFACE, 200, 500), 65.0, "65.0 mm", one(L.MEDIAL_KNEE_SURFACE, 260, 475)),
    Example("clinical_tfa", skin(ankle_x=60), 5.710593, "5.7° valgus, surface", kind=Kind.PHOTO),
    Example("clinical_tfa", skin(ankle_x=140), -5.710593, "5.7° varus"),
    Example("clinical_tfa", skin(ankle_x=100), 0.0, "0.0° (straight)"),
    Example(
        "q_angle",
        {L.ASIS: (70, 0), L.PATELLA_CENTER: (100, 400), L.TIBIAL_TUBEROSITY: (100, 460)},
        4.289153,
        "4.3°",
    ),
    Example(  # thigh 4.289153 to one side, tendon atan(5/50) = 5.710593 to the other
        "q_angle",
        {L.ASIS: (70, 0), L.PATELLA_CENTER: (100, 400), L.TIBIAL_TUBEROSITY: (95, 450)},
        9.999746,
        "10.0°",
    ),
    Example(  # a tuberosity marked above the kneecap: the acute angle of the two lines still
        "q_angle",
        {L.ASIS: (70, 0), L.PATELLA_CENTER: (100, 400), L.TIBIAL_TUBEROSITY: (100, 340)},
        4.289153,
        "4.3°",
    ),
    Example("patella_offset_percent", kneecap(104), 5.0, "5 % medial of the middle"),
    Example("patella_offset_percent", kneecap(97), -3.75, "4 % lateral of the middle"),
    Example("patella_offset_percent", kneecap(100), 0.0, "0 % (in the middle)"),
)


def on_the_other_leg(points: Points) -> dict[LandmarkId, tuple[float, float]]:
    """Return the same leg on the other side of the picture, about the line x = 500."""
    return {landmark: (1000 - x, y) for landmark, (x, y) in points.items()}


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.left is None], ids=lambda e: f"{e.id}: {e.text}")
def test_a_worked_example_of_one_leg_comes_out_on_either_leg(example: Example, side: Side) -> None:
    points = example.points if side is Side.RIGHT else on_the_other_leg(example.points)
    subject = subject_on({side: points}, scale_of(example.mm_per_pixel), kind=example.kind)
    assert_reads(example, side, subject_reading=reading_of(example.id, side, subject).outcome)


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.left is not None], ids=lambda e: f"{e.id}: {e.text}")
def test_a_worked_example_of_both_legs_comes_out(example: Example) -> None:
    subject = subject_on(example.film, scale_of(example.mm_per_pixel), kind=example.kind)
    assert_reads(example, None, subject_reading=reading_of(example.id, None, subject).outcome)


def assert_reads(example: Example, side: Side | None, subject_reading: object) -> None:
    assert isinstance(subject_reading, (Value, ClassValue)), subject_reading
    expected = example.value if isinstance(example.value, str) else pytest.approx(example.value, abs=1e-6)
    assert (subject_reading.value, subject_reading.text) == (expected, example.text)


@pytest.mark.parametrize("measurement_id", [entry.id for entry in CATALOG])
def test_every_measurement_has_worked_examples_in_both_directions(measurement_id: str) -> None:
    values = {example.value for example in EXAMPLES if example.id == measurement_id}
    assert len(values) > 1 or measurement_id == "ama"  # unsigned: both directions read the same


def test_no_example_is_of_a_measurement_that_is_gone() -> None:
    assert {example.id for example in EXAMPLES} == {entry.id for entry in CATALOG}


def test_every_landmark_serves_a_worked_example() -> None:
    used = {landmark for example in EXAMPLES for points in example.film.values() for landmark in points}
    unused = {landmark.id for landmark in LANDMARKS} - used
    assert unused == {L.FEMORAL_NOTCH, L.TIBIAL_SPINES, L.LATERAL_MALLEOLUS}  # O7; and the one that nothing reads


# --------------------------------------------------------------------------------- the clinical reference, in whole


@pytest.mark.parametrize(
    ("points", "mm_per_pixel", "expected"),
    [
        (O1, 1.0, {"mad": 0.0, "hka": 180.0, "femur_length": 400.0, "tibia_length": 360.0, "leg_length": 760.0}),
        (
            O2,
            0.5,
            {
                "mad": 10.0,
                "hka": 174.275190,
                "femur_length": 200.249844,
                "tibia_length": 200.249844,
                "leg_length": 400.0,
            },
        ),
        (
            O4,
            1.0,
            {
                "mad": -30.0,
                "hka": 188.849258,
                "femur_length": 421.070065,
                "tibia_length": 361.247837,
                "leg_length": 780.0,
            },
        ),
        (
            O5,
            1.0,
            {
                "mad": 7.537248,
                "wbl_percent": 40.370679,
                "mad_zone": "M1",
                "hka": 177.772953,
                "mldfa": 87.137595,
                "aldfa": 80.483170,
                "mpta": 86.340857,
                "jlca": 1.430309,
                "ldta": 85.863801,
                "mlpfa": 94.398705,
                "ampfa": 78.946870,
                "mnsa": 122.634982,
                "fta": 4.533329,
                "ama": 6.654425,
                "kjlo": 1.432096,
                "ajlo": 1.909152,
                "cpak": "II",
                "femur_length": 420.0,
                "tibia_length": 360.272119,
                "leg_length": 780.125631,
            },
        ),
    ],
    ids=["O1", "O2", "O4", "O5"],
)
def test_the_numbered_legs_read_as_the_reference_says(
    points: Points, mm_per_pixel: float, expected: Mapping[str, float | str]
) -> None:
    subject = subject_on({R: points}, scale_of(mm_per_pixel))
    for measurement_id, value in expected.items():
        outcome = reading_of(measurement_id, R, subject).outcome
        assert isinstance(outcome, (Value, ClassValue))
        wanted = value if isinstance(value, str) else pytest.approx(value, abs=1e-6)
        assert (measurement_id, outcome.value) == (measurement_id, wanted)


def test_o2_femur_and_tibia_together_are_longer_than_the_leg() -> None:
    subject = subject_on({R: O2}, scale_of(0.5))
    bones = value_of("femur_length", R, subject).value + value_of("tibia_length", R, subject).value
    assert bones == pytest.approx(400.499688, abs=1e-6)


def test_o4_turned_by_three_degrees_and_moved_reads_the_same() -> None:
    turned: Points = {
        L.HIP_CENTER: (500, 200),
        L.KNEE_CENTER: (507.9778, 620.9945),
        L.ANKLE_CENTER: (459.1780, 978.9310),
    }
    here, there = subject_on({R: O4}), subject_on({R: turned})
    for measurement_id in ("mad", "hka", "femur_length", "tibia_length", "leg_length"):
        assert value_of(measurement_id, R, there).value == pytest.approx(
            value_of(measurement_id, R, here).value, abs=1e-3
        )


@pytest.mark.parametrize(("side", "change"), [(Side.RIGHT, 3.0), (Side.LEFT, -3.0)])
@pytest.mark.parametrize("measurement_id", ["kjlo", "ajlo"])
def test_o4_joint_lines_turn_with_the_picture(measurement_id: str, side: Side, change: float) -> None:
    c, s = cos(radians(3)), sin(radians(3))
    points = O5 if side is Side.RIGHT else on_the_other_leg(O5)
    turned = {landmark: (c * x - s * y + 500, s * x + c * y + 200) for landmark, (x, y) in points.items()}
    before = value_of(measurement_id, side, subject_on({side: points})).value
    after = value_of(measurement_id, side, subject_on({side: turned})).value
    assert after - before == pytest.approx(change, abs=1e-9)


def test_o5_also_has_the_arithmetic_axis_the_obliquity_and_the_plateau_width() -> None:
    subject = subject_on({R: O5})
    points = working_points(measurement("cpak"), R, subject)
    assert arithmetic_axis(*points) == pytest.approx(-0.796738, abs=1e-6)
    assert joint_line_obliquity(*points) == pytest.approx(173.478452, abs=1e-6)
    _, _, lateral, medial = working_points(measurement("wbl_percent"), R, subject)
    width = (lateral - medial).length
    assert width == pytest.approx(80.024996, abs=1e-6)
    along_the_plateau = (50 - value_of("wbl_percent", R, subject).value) / 100 * width
    assert along_the_plateau == pytest.approx(7.706, abs=5e-4)


def test_o5_crosses_the_lateral_third_of_the_medial_plateau() -> None:
    text = value_of("wbl_percent", R, subject_on({R: O5})).text
    assert text == "40 % from the medial edge (lateral third of medial plateau)"


def test_o5_without_its_plateau_edges_uses_them_once_they_are_placed() -> None:
    edges: Points = {**O5, L.TIBIAL_EDGE_LATERAL: (450, 529), L.TIBIAL_EDGE_MEDIAL: (550, 529)}
    crossing = 550 - (500 + 14 * 429 / 780)  # of the line hip-ankle at y = 529, from the medial edge, of 100 px
    assert value_of("wbl_percent", R, subject_on({R: edges})).value == pytest.approx(crossing, abs=1e-6)


def test_notch_and_spines_end_the_axes_and_their_middle_is_the_knee_centre() -> None:
    # The femur ends 10 px lateral of the tibia's beginning: a shifted knee, with both axes vertical.
    shifted: Points = {
        L.HIP_CENTER: (100, 100),
        L.FEMORAL_NOTCH: (100, 490),
        L.TIBIAL_SPINES: (110, 500),
        L.ANKLE_CENTER: (110, 880),
    }
    subject = subject_on({R: shifted})
    assert value_of("hka", R, subject).value == pytest.approx(180, abs=1e-9)
    assert value_of("femur_length", R, subject).value == pytest.approx(390, abs=1e-9)
    assert value_of("tibia_length", R, subject).value == pytest.approx(380, abs=1e-9)
    # The line from hip to ankle is 100 + 10 * 395 / 780 at the middle's height, the middle itself at 105.
    length = (10**2 + 780**2) ** 0.5
    assert value_of("mad", R, subject).value == pytest.approx((10 * 395 - 5 * 780) / length, abs=1e-9)


def test_a_placed_knee_centre_serves_the_deviation_though_notch_and_spines_end_the_axes() -> None:
    all_three: Points = {**O2, L.FEMORAL_NOTCH: (100, 490), L.TIBIAL_SPINES: (100, 500)}
    subject = subject_on({R: all_three}, scale_of(0.5))
    assert value_of("mad", R, subject).value == pytest.approx(10, abs=1e-9)
    assert value_of("hka", R, subject).value == pytest.approx(180, abs=1e-9)


@pytest.mark.parametrize("alone", [L.FEMORAL_NOTCH, L.TIBIAL_SPINES])
def test_notch_or_spines_alone_are_not_used(alone: LandmarkId) -> None:
    subject = subject_on({R: {**O2, alone: (100, 490)}}, scale_of(0.5))
    assert value_of("hka", R, subject).value == pytest.approx(174.275190, abs=1e-6)
    assert value_of("tibia_length", R, subject).value == pytest.approx(200.249844, abs=1e-6)


@pytest.mark.parametrize("fuller", Side)
def test_heights_are_compared_of_the_same_landmark_on_both_sides(fuller: Side) -> None:
    # One side has its head top 24 px above the centre, the other has the centre alone: centres are compared.
    centres: dict[Side, Points] = {
        Side.RIGHT: one(L.HIP_CENTER, 100, 204),
        Side.LEFT: one(L.HIP_CENTER, 300, 200),
    }
    top = (centres[fuller][L.HIP_CENTER][0], centres[fuller][L.HIP_CENTER][1] - 24)
    film = {**centres, fuller: {**centres[fuller], L.FEMORAL_HEAD_TOP: top}}
    assert value_of("femoral_head_height_difference", B, subject_on(film)).value == 4


@pytest.mark.parametrize("fuller", Side)
def test_the_pelvis_is_judged_by_the_same_landmark_on_both_sides(fuller: Side) -> None:
    crests: dict[Side, Points] = {
        Side.RIGHT: one(L.ILIAC_CREST, 60, 55),
        Side.LEFT: one(L.ILIAC_CREST, 260, 50),
    }
    film = {**crests, fuller: {**crests[fuller], L.HIP_CENTER: (150, 900)}}
    assert value_of("pelvic_obliquity", B, subject_on(film)).value == pytest.approx(1.432096, abs=1e-6)


def test_o7_the_bones_of_a_published_report_leave_the_joint_space_over() -> None:
    def reported(femur_mm: float, tibia_mm: float, total_mm: float) -> Points:
        space = total_mm - femur_mm - tibia_mm
        return {
            L.HIP_CENTER: (0, 0),
            L.FEMORAL_HEAD_TOP: (0, 0),
            L.FEMORAL_NOTCH: (0, femur_mm),
            L.TIBIAL_SPINES: (0, femur_mm + space),
            L.ANKLE_CENTER: (0, total_mm),
        }

    subject = subject_on({Side.RIGHT: reported(424.6, 340.0, 768.9), Side.LEFT: reported(421.5, 322.9, 747.6)})
    expected = {"leg_length_head_top": (768.9, 747.6), "femur_length": (424.6, 421.5), "tibia_length": (340.0, 322.9)}
    for measurement_id, lengths in expected.items():
        for side, length in zip(Side, lengths, strict=True):
            assert value_of(measurement_id, side, subject).value == pytest.approx(length, abs=1e-9)
    femur_mm, tibia_mm, total_mm = (value_of(i, B, subject).value for i in ("femur_lld", "tibia_lld", "lld"))
    assert (femur_mm, tibia_mm, total_mm) == pytest.approx((3.1, 17.1, 21.3), abs=1e-9)
    assert total_mm - femur_mm - tibia_mm == pytest.approx(1.1, abs=1e-9)
    assert value_of("lld", B, subject).text == "right longer by 21.3 mm"


def test_o9_a_circle_through_three_points_is_exact() -> None:
    circle = circle_through([(0, 0), (8, 0), (4, 8)])
    assert (circle.x, circle.y, circle.radius) == pytest.approx((4, 3, 5), abs=1e-12)


@pytest.mark.parametrize(("diameter_mm", "mm_per_pixel"), [(25.4, 0.169333), (25.0, 0.166667)])
def test_o9_a_ball_over_150_pixels_gives_the_scale(diameter_mm: float, mm_per_pixel: float) -> None:
    rim = (ImagePoint(225, 100), ImagePoint(150, 175), ImagePoint(75, 100), ImagePoint(150, 25))
    scale = scale_from(SphereCalibration(rim, diameter_mm))
    assert (scale.row_mm, scale.column_mm) == pytest.approx((mm_per_pixel, mm_per_pixel), abs=5e-7)


def test_o9_a_magnification_divides_the_spacing_of_the_detector() -> None:
    detector = Scale(ScaleState.DETECTOR_PLANE, "header", "Detector.", row_mm=0.2, column_mm=0.2, level=7)
    scale = scale_from(MagnificationCalibration(1.05), detector)
    assert scale.column_mm == pytest.approx(0.190476, abs=5e-7)
    assert scale.to_plane(ImagePoint(100, 0)).x == pytest.approx(19.047619, abs=5e-7)


def test_o9_a_ruler_of_300_mm_over_450_pixels_gives_the_scale() -> None:
    scale = scale_from(RulerCalibration((RulerSegment(ImagePoint(10, 20), ImagePoint(10, 470), 300),)))
    assert scale.column_mm == pytest.approx(0.666667, abs=5e-7)


def test_o10_a_marked_rectangle_takes_the_perspective_away() -> None:
    corners = (ImagePoint(0, 0), ImagePoint(1000, 0), ImagePoint(2500 / 3, 2500 / 3), ImagePoint(0, 2500 / 3))
    scale = scale_from(RectangleCalibration(corners, 1000, 1000))
    right, left = (300 / 1.1, 500 / 1.1), (400 / 1.1, 500 / 1.1)
    there = scale.to_plane(ImagePoint(*right))
    assert (there.x, there.y) == pytest.approx((300, 500), abs=1e-6)
    subject = subject_on(
        {Side.RIGHT: one(L.MEDIAL_MALLEOLUS, *right), Side.LEFT: one(L.MEDIAL_MALLEOLUS, *left)},
        scale,
        kind=Kind.PHOTO,
    )
    assert value_of("imd", B, subject).value == pytest.approx(100, abs=1e-6)
    by_the_top_edge_alone = (left[0] - right[0]) * 1000 / 1000
    assert by_the_top_edge_alone == pytest.approx(90.9, abs=0.05)


def test_o11_a_gap_of_80_mm_can_not_be_told_from_a_limit_of_80_mm() -> None:
    ruler = RulerCalibration((RulerSegment(ImagePoint(100, 700), ImagePoint(550, 700), 300),))
    scale = replace(scale_from(ruler), relative_sd=0.02)
    subject = subject_on(
        {Side.RIGHT: one(L.MEDIAL_MALLEOLUS, 400, 900), Side.LEFT: one(L.MEDIAL_MALLEOLUS, 520, 900)},
        scale,
        kind=Kind.PHOTO,
    )
    reading = value_of("imd", B, subject)
    assert reading.value == pytest.approx(80.0, abs=1e-9)
    assert reading.text == "80.0 mm, surface"
    assert reading.placement_sd is not None
    assert reading.scale_sd is not None
    assert reading.placement_sd**2 == pytest.approx(2 * 2**2, rel=1e-6)  # 2 mm mediolaterally for each malleolus
    assert reading.scale_sd == pytest.approx(0.02 * 80, rel=1e-9)
    assert (reading.placement_sd**2 + reading.scale_sd**2) ** 0.5 == pytest.approx(3.25, abs=0.005)
    assert reading.interval == pytest.approx((73.6, 86.4), abs=0.05)
    assert outcome_in(Range(None, 80, "NHS", "any age"), reading.interval) == "indeterminate"
    assert outcome_in(Range(None, 76.2, "three inches", "any age"), reading.interval) == "indeterminate"


@pytest.mark.parametrize(
    ("mpta", "mldfa", "expected"),
    [
        (87, 88, "II"),
        (85, 88, "I"),
        (89, 86, "III"),
        (89, 91, "V"),
        (88, 91, "IV"),
        (92, 89, "VI"),
        (92, 92, "VIII"),
        (91, 86, "VI"),
        # the two rows of the proximal apex that the reference leaves out, and all four bounds exactly
        (91, 94, "VII"),
        (94, 91, "IX"),
        (87.5, 89.5, "V"),
        (89.5, 87.5, "V"),
        (92.5, 90.5, "V"),
        (90.5, 92.5, "V"),
    ],
)
def test_o15_the_coronal_types_on_and_near_the_bounds(mpta: float, mldfa: float, expected: str) -> None:
    assert coronal_type(mpta - mldfa, mpta + mldfa) == expected


@pytest.mark.parametrize(
    ("axis", "obliquity", "expected"),
    [(-2.001, 180, "IV"), (2.001, 180, "VI"), (0, 176.999, "II"), (0, 183.001, "VIII"), (0.1 + 1.9, 183, "V")],
)
def test_a_coronal_type_changes_just_beyond_the_bound_and_rounding_does_not_change_it(
    axis: float, obliquity: float, expected: str
) -> None:
    assert coronal_type(axis, obliquity) == expected


@pytest.mark.parametrize(
    ("percent", "zone"),
    [
        (-0.001, "M3"),
        (0, "M2"),
        (24.999, "M2"),
        (25, "M1"),
        (50, "M1"),
        (50.001, "L1"),
        (75, "L1"),
        (75.001, "L2"),
        (100, "L2"),
        (100.001, "L3"),
    ],
)
def test_a_crossing_on_a_bound_belongs_to_the_zone_nearer_to_the_middle(percent: float, zone: str) -> None:
    assert deviation_zone(percent) == zone


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        (-0.01, "medial to the joint"),
        (0, "medial third of medial plateau"),
        (14.99, "medial third of medial plateau"),
        (15, "middle third of medial plateau"),
        (30, "lateral third of medial plateau"),
        (45, "intercondylar region"),
        (54.99, "intercondylar region"),
        (55, "medial third of lateral plateau"),
        (70, "middle third of lateral plateau"),
        (85, "lateral third of lateral plateau"),
        (100, "lateral third of lateral plateau"),
        (100.01, "lateral to the joint"),
    ],
)
def test_a_crossing_is_told_by_its_third_of_the_plateau(percent: float, words: str) -> None:
    assert place_on_plateau(percent) == words


def test_o17_errors_of_one_millimetre_give_the_closed_forms() -> None:
    errors = {landmark: PlacementError(1, 1) for landmark in O1}
    other = on_the_other_leg(O1)
    subject = subject_on({Side.RIGHT: O1, Side.LEFT: other}, scale_of(relative_sd=0), errors=errors)
    expected = {"mad": 1.225310, "hka": 0.370527, "leg_length": 1.414214, "lld": 2.0}
    for measurement_id, sd in expected.items():
        side = B if measurement_id == "lld" else R
        assert value_of(measurement_id, side, subject).placement_sd == pytest.approx(sd, abs=2e-6)
