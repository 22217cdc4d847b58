"""One leg of the built-in film: its parameters, and where every landmark follows from them.

Directions are polar angles in degrees, measured from distal (0) towards medial (+90), so a direction p is the vector
(u, v) = (sin p, cos p). A leg is built along its femoral mechanical axis and then turned as a whole, until the line
from hip to ankle leans as asked.

The knee has two true points, as a radiograph has: the femoral axis ends in the notch, the tibial axis begins between
the spines, and the knee centre is midway between them. The parameters hold exactly where the pair is placed.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, degrees, radians, sin
from typing import Final

from kneeview.domain.geometry import Vec, dot
from kneeview.domain.landmarks import LandmarkId

ADULT_PLATEAU_MM: Final = 76.0
"""Plateau width of the adult whose proportions the constants below are; other legs are scaled by their own width."""

ADULT_HIP_SEPARATION_MM: Final = 180.0
"""Distance between the femoral heads of that adult; the pelvis is scaled by it."""

NOTCH_DEPTH_MM: Final = 11.0
SPINE_HEIGHT_MM: Final = 5.0
"""Apex of the notch above the condyle line, mid-point of the spines above the plateau line."""

CONDYLE_SPACING_MM: Final = 48.0
PLATEAU_SPACING_MM: Final = 52.0
PLAFOND_SPACING_MM: Final = 28.0
"""Distance between the two points of the condyle line, the plateau line and the plafond line."""

EDGE_DROP_MM: Final = 3.5
"""The outer edges of the plateau lie this far distal of the plateau line, for its corners are round."""

PATELLA_HEIGHT_MM: Final = 25.0
"""Centre of the patella above the condyle line."""

KNEE_SURFACE_MM: Final = Vec(41.0, -20.0)
"""Innermost prominence of the medial condyle from the middle of the condyle line, along and across that line."""

TUBEROSITY_MM: Final = Vec(-4.0, 38.0)
MEDIAL_MALLEOLUS_MM: Final = Vec(27.0, 2.0)
LATERAL_MALLEOLUS_MM: Final = Vec(-33.0, 10.0)
"""Tuberosity from the middle of the plateau, malleoli from the ankle centre; across and along the tibial axis."""

CREST_MM: Final = Vec(-22.0, -158.0)
ASIS_MM: Final = Vec(-34.0, -90.0)
"""Pelvic landmarks from the hip centre of a level adult pelvis."""

SHAFT_FRACTIONS: Final = (0.70, 0.30)
"""The two femoral shaft points, as fractions of the femur's length above the notch."""

TIBIAL_SHAFT_FRACTIONS: Final = (0.70, 0.26)
"""The two tibial shaft points, as fractions of the tibia's length above the ankle."""


@dataclass(frozen=True, slots=True)
class LegGeometry:
    """The shape of one leg, in millimetres at the depth of the bones, its angles as the readings of those names.

    `axis_tilt_deg` is the lean of the line hip-ankle against the vertical, above zero with the ankle nearer to the
    midline than the hip. `ama_deg` is the lean of the femoral shaft against its mechanical axis;
    `tibial_shaft_lean_deg` that of the tibial shaft against its own, above zero with the distal end medial.
    `patella_offset_mm` is above zero towards medial.
    """

    femur_length_mm: float = 430.0
    tibia_length_mm: float = 360.0
    mldfa_deg: float = 87.5
    mpta_deg: float = 87.5
    jlca_deg: float = 0.5
    ldta_deg: float = 89.0
    mlpfa_deg: float = 90.0
    ama_deg: float = 6.0
    mnsa_deg: float = 130.0
    tibial_shaft_lean_deg: float = 0.4
    axis_tilt_deg: float = 0.0
    head_radius_mm: float = 23.0
    neck_mm: float = 27.0
    trochanter_mm: float = 52.0
    plateau_width_mm: float = ADULT_PLATEAU_MM
    joint_space_mm: float = 5.0
    patella_offset_mm: float = 0.0
    open_physes: bool = False

    @property
    def girth(self) -> float:
        """The thickness of the bones against the adult's."""
        return self.plateau_width_mm / ADULT_PLATEAU_MM

    @property
    def varus_deg(self) -> float:
        """The bend between the mechanical axes: the identity of mLDFA, MPTA and JLCA."""
        return self.mldfa_deg - self.mpta_deg + self.jlca_deg


ADULT_LEG: Final = LegGeometry()
"""An adult's leg of average shape."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A place on a bone and the direction in which the bone runs on from there, as a polar angle in degrees."""

    origin: Vec
    polar_deg: float

    def at(self, across: float, along: float) -> Vec:
        """Return the point so many millimetres medially across and distally along the bone."""
        return self.origin + ray(self.polar_deg, along) + ray(self.polar_deg + 90, across)

    def inside(self, point: Vec) -> Vec:
        """Return the point as (across, along); the way back of `at`."""
        offset = point - self.origin
        return Vec(dot(offset, ray(self.polar_deg + 90, 1)), dot(offset, ray(self.polar_deg, 1)))


@dataclass(frozen=True, slots=True)
class LegFrames:
    """The frames of one leg, in its limb frame, with the hip centre at (0, 0)."""

    mechanical: Frame
    """Begins in the hip centre and runs to the notch."""
    shaft: Frame
    """Begins in the notch, runs distally along the femoral shaft's axis; the shaft has negative `along`."""
    condyles: Frame
    """Begins midway on the condyle line and runs distally at right angles to it."""
    plateau: Frame
    """Begins midway on the plateau line and runs distally at right angles to it."""
    tibia: Frame
    """Begins midway between the spines and runs along the tibial mechanical axis."""
    ankle: Frame
    """Begins in the ankle centre and runs on along the tibial mechanical axis."""
    tibial_shaft: Frame
    """Begins in the ankle centre and runs on along the tibial shaft's axis; the shaft has negative `along`."""
    plafond: Frame
    """Begins in the ankle centre and runs distally at right angles to the plafond line."""


def ray(polar_deg: float, length: float) -> Vec:
    """Return the vector of that direction and length."""
    return Vec(length * sin(radians(polar_deg)), length * cos(radians(polar_deg)))


def _frames_along_the_femur(geometry: LegGeometry) -> LegFrames:
    """Return the frames with the femoral mechanical axis pointing straight down."""
    girth, tibia_deg = geometry.girth, geometry.varus_deg
    notch = ray(0, geometry.femur_length_mm)
    condyles = Frame(notch + ray(0, NOTCH_DEPTH_MM * girth), geometry.mldfa_deg - 90)
    plateau = Frame(condyles.at(0, geometry.joint_space_mm), condyles.polar_deg + geometry.jlca_deg)
    tibia = Frame(plateau.origin - ray(tibia_deg, SPINE_HEIGHT_MM * girth), tibia_deg)
    ankle = Frame(tibia.at(0, geometry.tibia_length_mm), tibia_deg)
    return LegFrames(
        mechanical=Frame(Vec(0, 0), 0),
        shaft=Frame(notch, geometry.ama_deg),
        condyles=condyles,
        plateau=plateau,
        tibia=tibia,
        ankle=ankle,
        tibial_shaft=Frame(ankle.origin, tibia_deg + geometry.tibial_shaft_lean_deg),
        plafond=Frame(ankle.origin, tibia_deg + geometry.ldta_deg - 90),
    )


def frames_of(geometry: LegGeometry) -> LegFrames:
    """Return the frames of the leg's bones, with the hip centre at (0, 0) and the limb leaning as asked."""
    straight = _frames_along_the_femur(geometry)
    ankle = straight.ankle.origin
    turn = geometry.axis_tilt_deg - degrees(atan2(ankle.u, ankle.v))

    def turned(frame: Frame) -> Frame:
        return Frame(frame.origin.turned(-turn), frame.polar_deg + turn)

    return LegFrames(
        mechanical=turned(straight.mechanical),
        shaft=turned(straight.shaft),
        condyles=turned(straight.condyles),
        plateau=turned(straight.plateau),
        tibia=turned(straight.tibia),
        ankle=turned(straight.ankle),
        tibial_shaft=turned(straight.tibial_shaft),
        plafond=turned(straight.plafond),
    )


def landmarks_of(
    geometry: LegGeometry, hip_separation_mm: float = ADULT_HIP_SEPARATION_MM, pelvic_tilt_deg: float = 0.0
) -> dict[LandmarkId, Vec]:
    """Return where the landmarks of a leg lie, in millimetres of its limb frame, from the hip centre.

    The pelvic landmarks follow the size of the pelvis and its tilt, which is above zero where the other side of the
    pelvis is lower than this one.
    """
    frames, girth = frames_of(geometry), geometry.girth
    mechanical, shaft, condyles = frames.mechanical, frames.shaft, frames.condyles
    plateau, tibia, ankle = frames.plateau, frames.tibia, frames.ankle
    hip, pelvis = mechanical.origin, hip_separation_mm / ADULT_HIP_SEPARATION_MM
    half_condyles, half_plateau = CONDYLE_SPACING_MM * girth / 2, PLATEAU_SPACING_MM * girth / 2
    half_plafond, half_width = PLAFOND_SPACING_MM * girth / 2, geometry.plateau_width_mm / 2
    return {
        LandmarkId.HIP_CENTER: hip,
        LandmarkId.FEMORAL_HEAD_TOP: hip - Vec(0, geometry.head_radius_mm),
        LandmarkId.GREATER_TROCHANTER: hip + ray(mechanical.polar_deg - geometry.mlpfa_deg, geometry.trochanter_mm),
        LandmarkId.FEMORAL_NECK: hip - ray(shaft.polar_deg + geometry.mnsa_deg, geometry.neck_mm),
        LandmarkId.FEMORAL_SHAFT_PROXIMAL: shaft.at(0, -SHAFT_FRACTIONS[0] * geometry.femur_length_mm),
        LandmarkId.FEMORAL_SHAFT_DISTAL: shaft.at(0, -SHAFT_FRACTIONS[1] * geometry.femur_length_mm),
        LandmarkId.KNEE_CENTER: (shaft.origin + tibia.origin) * 0.5,
        LandmarkId.FEMORAL_NOTCH: shaft.origin,
        LandmarkId.TIBIAL_SPINES: tibia.origin,
        LandmarkId.FEMORAL_CONDYLE_LATERAL: condyles.at(-half_condyles, 0),
        LandmarkId.FEMORAL_CONDYLE_MEDIAL: condyles.at(half_condyles, 0),
        LandmarkId.TIBIAL_PLATEAU_LATERAL: plateau.at(-half_plateau, 0),
        LandmarkId.TIBIAL_PLATEAU_MEDIAL: plateau.at(half_plateau, 0),
        LandmarkId.TIBIAL_EDGE_LATERAL: plateau.at(-half_width, EDGE_DROP_MM * girth),
        LandmarkId.TIBIAL_EDGE_MEDIAL: plateau.at(half_width, EDGE_DROP_MM * girth),
        LandmarkId.TIBIAL_SHAFT_PROXIMAL: frames.tibial_shaft.at(
            0, -TIBIAL_SHAFT_FRACTIONS[0] * geometry.tibia_length_mm
        ),
        LandmarkId.TIBIAL_SHAFT_DISTAL: frames.tibial_shaft.at(
            0, -TIBIAL_SHAFT_FRACTIONS[1] * geometry.tibia_length_mm
        ),
        LandmarkId.ANKLE_CENTER: ankle.origin,
        LandmarkId.TIBIAL_PLAFOND_LATERAL: frames.plafond.at(-half_plafond, 0),
        LandmarkId.TIBIAL_PLAFOND_MEDIAL: frames.plafond.at(half_plafond, 0),
        LandmarkId.PATELLA_CENTER: condyles.at(geometry.patella_offset_mm, -PATELLA_HEIGHT_MM * girth),
        LandmarkId.TIBIAL_TUBEROSITY: Frame(plateau.origin, tibia.polar_deg).at(
            TUBEROSITY_MM.u * girth, TUBEROSITY_MM.v * girth
        ),
        LandmarkId.ILIAC_CREST: hip + (CREST_MM * pelvis).turned(pelvic_tilt_deg),
        LandmarkId.ASIS: hip + (ASIS_MM * pelvis).turned(pelvic_tilt_deg),
        LandmarkId.MEDIAL_MALLEOLUS: ankle.at(MEDIAL_MALLEOLUS_MM.u * girth, MEDIAL_MALLEOLUS_MM.v * girth),
        LandmarkId.LATERAL_MALLEOLUS: ankle.at(LATERAL_MALLEOLUS_MM.u * girth, LATERAL_MALLEOLUS_MM.v * girth),
        LandmarkId.MEDIAL_KNEE_SURFACE: condyles.at(KNEE_SURFACE_MM.u * girth, KNEE_SURFACE_MM.v * girth),
    }
