"""Which part of the leg and which bones are shown for each landmark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LandmarkId as Id
from kneeview.domain.landmarks import landmark
from kneeview.gui.sketch.bones import HEAD_RADIUS, HIP, Bone


@dataclass(frozen=True, slots=True)
class Region:
    """What is in sight at the least: a rectangle of the limb frame."""

    middle: Vec
    width: float
    height: float


_PELVIS: Final = Region(Vec(14, -497), 196, 232)
_HIP_JOINT: Final = Region(Vec(-14, -418), 122, 122)
_UPPER_THIGH: Final = Region(Vec(-24, -356), 130, 224)
_LOWER_THIGH: Final = Region(Vec(-4, -80), 130, 224)
KNEE: Final = Region(Vec(0, 0), 104, 104)
_KNEE_FRONT: Final = Region(Vec(-2, 6), 120, 140)
_UPPER_SHIN: Final = Region(Vec(-2, 72), 120, 200)
_LOWER_SHIN: Final = Region(Vec(-2, 303), 110, 196)
_ANKLE: Final = Region(Vec(-3, 359), 84, 84)


@dataclass(frozen=True, slots=True)
class Plan:
    """How one landmark is shown: where, on which bones, and from it to the border of a bone whose middle it is."""

    region: Region
    bones: tuple[Bone, ...]
    to_border: Vec | None = None


def _across(half: float, along: Vec) -> Vec:
    """Return half the way across a bone, square to its direction."""
    return Vec(along.v, -along.u) * (half / along.length)


_FEMORAL_SHAFT: Final = landmark(Id.FEMORAL_SHAFT_DISTAL).typical - landmark(Id.FEMORAL_SHAFT_PROXIMAL).typical
_NECK: Final = HIP - landmark(Id.FEMORAL_NECK).typical

PLANS: Final[Mapping[Id, Plan]] = {
    Id.HIP_CENTER: Plan(_HIP_JOINT, (Bone.FEMUR,)),
    Id.FEMORAL_HEAD_TOP: Plan(_HIP_JOINT, (Bone.FEMUR,)),
    Id.GREATER_TROCHANTER: Plan(_HIP_JOINT, (Bone.FEMUR,)),
    Id.FEMORAL_NECK: Plan(_HIP_JOINT, (Bone.FEMUR,), _across(15, _NECK)),
    Id.FEMORAL_SHAFT_PROXIMAL: Plan(_UPPER_THIGH, (Bone.FEMUR,), _across(15, _FEMORAL_SHAFT)),
    Id.FEMORAL_SHAFT_DISTAL: Plan(_LOWER_THIGH, (Bone.FEMUR,), _across(15, _FEMORAL_SHAFT)),
    Id.KNEE_CENTER: Plan(KNEE, (Bone.FEMUR, Bone.TIBIA)),
    Id.FEMORAL_NOTCH: Plan(KNEE, (Bone.FEMUR,)),
    Id.FEMORAL_CONDYLE_LATERAL: Plan(KNEE, (Bone.FEMUR,)),
    Id.FEMORAL_CONDYLE_MEDIAL: Plan(KNEE, (Bone.FEMUR,)),
    Id.TIBIAL_SPINES: Plan(KNEE, (Bone.TIBIA,)),
    Id.TIBIAL_PLATEAU_LATERAL: Plan(KNEE, (Bone.TIBIA,)),
    Id.TIBIAL_PLATEAU_MEDIAL: Plan(KNEE, (Bone.TIBIA,)),
    Id.TIBIAL_EDGE_LATERAL: Plan(KNEE, (Bone.TIBIA,)),
    Id.TIBIAL_EDGE_MEDIAL: Plan(KNEE, (Bone.TIBIA,)),
    Id.TIBIAL_SHAFT_PROXIMAL: Plan(_UPPER_SHIN, (Bone.TIBIA,), _across(14, Vec(0, 1))),
    Id.TIBIAL_SHAFT_DISTAL: Plan(_LOWER_SHIN, (Bone.TIBIA,), _across(12, Vec(0, 1))),
    Id.TIBIAL_PLAFOND_LATERAL: Plan(_ANKLE, (Bone.TIBIA,)),
    Id.TIBIAL_PLAFOND_MEDIAL: Plan(_ANKLE, (Bone.TIBIA,)),
    Id.ANKLE_CENTER: Plan(_ANKLE, (Bone.TIBIA, Bone.TALUS)),
    Id.PATELLA_CENTER: Plan(_KNEE_FRONT, (Bone.PATELLA,)),
    Id.TIBIAL_TUBEROSITY: Plan(_KNEE_FRONT, (Bone.TIBIA,)),
    Id.ILIAC_CREST: Plan(_PELVIS, (Bone.HIP_BONE,)),
    Id.ASIS: Plan(_PELVIS, (Bone.HIP_BONE,)),
    Id.MEDIAL_MALLEOLUS: Plan(_ANKLE, (Bone.TIBIA,)),
    Id.LATERAL_MALLEOLUS: Plan(_ANKLE, (Bone.FIBULA,)),
    Id.MEDIAL_KNEE_SURFACE: Plan(_KNEE_FRONT, ()),
}
WITH_PATELLA: Final = frozenset({Id.PATELLA_CENTER, Id.TIBIAL_TUBEROSITY})

RIM_POINTS: Final = tuple(HIP + Vec(HEAD_RADIUS, 0).turned(a) for a in (-140, -60, 20))
"""Three points on the rim of the femoral head, as they would be clicked."""
