"""The landmarks, from the hip to the ankle."""

from __future__ import annotations

from typing import Final

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks.definition import Landmark, LandmarkId, PlacementError, Shape

_ASSUMED_PHOTO = PlacementError(5.0, 8.0)
_JOINT_LINE = PlacementError(2.0, 0.5, status="derived")
_SHAFT = PlacementError(1.0, 3.0)

# Placement errors: joint-line points are placed well across the line and badly along it. Those marked derived
# reproduce Braun et al. 2023 (J Orthop Surg Res 18:69) in a simulation of an adult limb, for the hip on a photo Bell
# et al. 1989 (Human Movement Science 8:3-16). All others are assumed.
LANDMARKS: Final[tuple[Landmark, ...]] = (
    Landmark(
        LandmarkId.HIP_CENTER,
        "Hip centre",
        "Click three points on the rim of the femoral head.",
        PlacementError(1.2, 1.5, status="derived"),
        PlacementError(13.0, 13.0, status="derived"),
        Vec(0, -430),
        Shape.CIRCLE,
    ),
    Landmark(
        LandmarkId.FEMORAL_HEAD_TOP,
        "Top of femoral head",
        "Click the topmost point of the femoral head.",
        PlacementError(2.0, 1.0),
        _ASSUMED_PHOTO,
        Vec(0, -453),
    ),
    Landmark(
        LandmarkId.GREATER_TROCHANTER,
        "Greater trochanter",
        "Click the tip of the greater trochanter.",
        PlacementError(2.0, 2.0),
        _ASSUMED_PHOTO,
        Vec(-52, -430),
    ),
    Landmark(
        LandmarkId.FEMORAL_NECK,
        "Femoral neck",
        "Click the middle of the femoral neck where it is narrowest.",
        PlacementError(2.0, 2.0),
        _ASSUMED_PHOTO,
        Vec(-21, -412),
    ),
    Landmark(
        LandmarkId.FEMORAL_SHAFT_PROXIMAL,
        "Femoral shaft, proximal",
        "Click the middle of the femoral shaft at its upper third.",
        _SHAFT,
        _ASSUMED_PHOTO,
        Vec(-33, -300),
    ),
    Landmark(
        LandmarkId.FEMORAL_SHAFT_DISTAL,
        "Femoral shaft, distal",
        "Click the middle of the femoral shaft at its lower third.",
        _SHAFT,
        _ASSUMED_PHOTO,
        Vec(-14, -130),
    ),
    Landmark(
        LandmarkId.KNEE_CENTER,
        "Knee centre",
        "Click the middle of the knee joint.",
        PlacementError(1.5, 1.5, status="derived"),
        PlacementError(5.0, 8.0),
        Vec(0, 0),
    ),
    Landmark(
        LandmarkId.FEMORAL_NOTCH,
        "Femoral notch",
        "Click the top of the notch between the femoral condyles.",
        PlacementError(1.5, 1.5),
        _ASSUMED_PHOTO,
        Vec(0, -9),
    ),
    Landmark(
        LandmarkId.FEMORAL_CONDYLE_LATERAL,
        "Lateral femoral condyle",
        "Click the lowest point of the outer femoral condyle.",
        _JOINT_LINE,
        _ASSUMED_PHOTO,
        Vec(-24, -2.2),
    ),
    Landmark(
        LandmarkId.FEMORAL_CONDYLE_MEDIAL,
        "Medial femoral condyle",
        "Click the lowest point of the inner femoral condyle.",
        _JOINT_LINE,
        _ASSUMED_PHOTO,
        Vec(24, 0.3),
    ),
    Landmark(
        LandmarkId.TIBIAL_SPINES,
        "Tibial spines",
        "Click midway between the two tibial spines.",
        PlacementError(1.5, 1.5),
        _ASSUMED_PHOTO,
        Vec(0, 2),
    ),
    Landmark(
        LandmarkId.TIBIAL_PLATEAU_LATERAL,
        "Lateral tibial plateau",
        "Click the joint surface of the tibia under the outer condyle.",
        _JOINT_LINE,
        _ASSUMED_PHOTO,
        Vec(-26, 4.6),
    ),
    Landmark(
        LandmarkId.TIBIAL_PLATEAU_MEDIAL,
        "Medial tibial plateau",
        "Click the joint surface of the tibia under the inner condyle.",
        _JOINT_LINE,
        _ASSUMED_PHOTO,
        Vec(26, 7.4),
    ),
    Landmark(
        LandmarkId.TIBIAL_EDGE_LATERAL,
        "Lateral tibial edge",
        "Click the outermost edge of the tibial plateau.",
        PlacementError(1.0, 1.5),
        _ASSUMED_PHOTO,
        Vec(-38, 6),
    ),
    Landmark(
        LandmarkId.TIBIAL_EDGE_MEDIAL,
        "Medial tibial edge",
        "Click the innermost edge of the tibial plateau.",
        PlacementError(1.0, 1.5),
        _ASSUMED_PHOTO,
        Vec(38, 9),
    ),
    Landmark(
        LandmarkId.TIBIAL_SHAFT_PROXIMAL,
        "Tibial shaft, proximal",
        "Click the middle of the tibial shaft at its upper third.",
        _SHAFT,
        _ASSUMED_PHOTO,
        Vec(0, 110),
    ),
    Landmark(
        LandmarkId.TIBIAL_SHAFT_DISTAL,
        "Tibial shaft, distal",
        "Click the middle of the tibial shaft at its lower third.",
        _SHAFT,
        _ASSUMED_PHOTO,
        Vec(0, 265),
    ),
    Landmark(
        LandmarkId.TIBIAL_PLAFOND_LATERAL,
        "Lateral tibial plafond",
        "Click the outer end of the joint surface above the talus.",
        PlacementError(2.0, 0.5),
        _ASSUMED_PHOTO,
        Vec(-14, 357.8),
    ),
    Landmark(
        LandmarkId.TIBIAL_PLAFOND_MEDIAL,
        "Medial tibial plafond",
        "Click the inner end of the joint surface above the talus.",
        PlacementError(2.0, 0.5),
        _ASSUMED_PHOTO,
        Vec(14, 358.3),
    ),
    Landmark(
        LandmarkId.ANKLE_CENTER,
        "Ankle centre",
        "Click the middle of the joint surface above the talus.",
        PlacementError(1.2, 1.2, status="derived"),
        PlacementError(2.0, 4.0),
        Vec(0, 360),
    ),
    Landmark(
        LandmarkId.PATELLA_CENTER,
        "Patella centre",
        "Click the middle of the kneecap.",
        PlacementError(2.0, 2.0),
        PlacementError(4.0, 4.0),
        Vec(0, -26),
        is_in_front=True,
    ),
    Landmark(
        LandmarkId.TIBIAL_TUBEROSITY,
        "Tibial tuberosity",
        "Click the bump below the kneecap where its tendon ends.",
        PlacementError(3.0, 3.0),
        PlacementError(5.0, 8.0),
        Vec(-4, 44),
        is_in_front=True,
    ),
    Landmark(
        LandmarkId.ILIAC_CREST,
        "Iliac crest",
        "Click the highest point of the pelvic rim.",
        PlacementError(5.0, 1.5),
        PlacementError(8.0, 5.0),
        Vec(-38, -590),
    ),
    Landmark(
        LandmarkId.ASIS,
        "Anterior superior iliac spine",
        "Click the bony point at the front of the pelvis.",
        PlacementError(3.0, 3.0),
        PlacementError(5.0, 5.0),
        Vec(-34, -520),
        is_in_front=True,
    ),
    Landmark(
        LandmarkId.MEDIAL_MALLEOLUS,
        "Medial malleolus",
        "Click the innermost bulge of the inner ankle bone.",
        PlacementError(1.5, 2.0),
        PlacementError(2.0, 4.0),
        Vec(27, 362),
    ),
    Landmark(
        LandmarkId.LATERAL_MALLEOLUS,
        "Lateral malleolus",
        "Click the outermost bulge of the outer ankle bone.",
        PlacementError(1.5, 2.0),
        PlacementError(2.0, 4.0),
        Vec(-33, 370),
    ),
    Landmark(
        LandmarkId.MEDIAL_KNEE_SURFACE,
        "Inner side of the knee",
        "Click the innermost bulge of the knee.",
        PlacementError(2.0, 4.0),
        PlacementError(3.0, 8.0),
        Vec(46, -18),
    ),
)

_BY_ID: Final = {landmark.id: landmark for landmark in LANDMARKS}


def landmark(landmark_id: LandmarkId) -> Landmark:
    """Return the landmark of that id."""
    return _BY_ID[landmark_id]


LATERAL_AND_MEDIAL: Final = (
    (LandmarkId.FEMORAL_CONDYLE_LATERAL, LandmarkId.FEMORAL_CONDYLE_MEDIAL),
    (LandmarkId.TIBIAL_PLATEAU_LATERAL, LandmarkId.TIBIAL_PLATEAU_MEDIAL),
    (LandmarkId.TIBIAL_EDGE_LATERAL, LandmarkId.TIBIAL_EDGE_MEDIAL),
    (LandmarkId.TIBIAL_PLAFOND_LATERAL, LandmarkId.TIBIAL_PLAFOND_MEDIAL),
    (LandmarkId.LATERAL_MALLEOLUS, LandmarkId.MEDIAL_MALLEOLUS),
)
"""Pairs of landmarks across a bone: what is lateral on a right leg would be medial if it were the left one."""
