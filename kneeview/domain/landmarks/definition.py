"""What a landmark is: its names, how it is placed, how well it is placed, and where it usually lies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Literal

from kneeview.domain.geometry import Vec
from kneeview.domain.limb import Facing


class LandmarkId(StrEnum):
    """The names of landmarks in files."""

    HIP_CENTER = "hip_center"
    FEMORAL_HEAD_TOP = "femoral_head_top"
    GREATER_TROCHANTER = "greater_trochanter"
    FEMORAL_NECK = "femoral_neck"
    FEMORAL_SHAFT_PROXIMAL = "femoral_shaft_proximal"
    FEMORAL_SHAFT_DISTAL = "femoral_shaft_distal"
    KNEE_CENTER = "knee_center"
    FEMORAL_NOTCH = "femoral_notch"
    TIBIAL_SPINES = "tibial_spines"
    FEMORAL_CONDYLE_LATERAL = "femoral_condyle_lateral"
    FEMORAL_CONDYLE_MEDIAL = "femoral_condyle_medial"
    TIBIAL_PLATEAU_LATERAL = "tibial_plateau_lateral"
    TIBIAL_PLATEAU_MEDIAL = "tibial_plateau_medial"
    TIBIAL_EDGE_LATERAL = "tibial_edge_lateral"
    TIBIAL_EDGE_MEDIAL = "tibial_edge_medial"
    TIBIAL_SHAFT_PROXIMAL = "tibial_shaft_proximal"
    TIBIAL_SHAFT_DISTAL = "tibial_shaft_distal"
    ANKLE_CENTER = "ankle_center"
    TIBIAL_PLAFOND_LATERAL = "tibial_plafond_lateral"
    TIBIAL_PLAFOND_MEDIAL = "tibial_plafond_medial"
    PATELLA_CENTER = "patella_center"
    TIBIAL_TUBEROSITY = "tibial_tuberosity"
    ILIAC_CREST = "iliac_crest"
    ASIS = "asis"
    MEDIAL_MALLEOLUS = "medial_malleolus"
    LATERAL_MALLEOLUS = "lateral_malleolus"
    MEDIAL_KNEE_SURFACE = "medial_knee_surface"


class Kind(StrEnum):
    """What the picture is: bones seen by X-rays, or the skin."""

    RADIOGRAPH = "radiograph"
    PHOTO = "photo"


class Shape(Enum):
    """How a landmark is placed."""

    POINT = "point"
    CIRCLE = "circle"


ErrorStatus = Literal["derived", "assumed", "user"]
"""Where a placement error comes from."""


@dataclass(frozen=True, slots=True)
class PlacementError:
    """One standard deviation of placing a landmark, in millimetres of the limb frame.

    `derived` errors reproduce a published reliability study; `assumed` ones are assumptions of this program; those of
    the `user` come from a table or from repeat readings. Reports print which is which.
    """

    u_mm: float
    v_mm: float
    status: ErrorStatus = "assumed"


@dataclass(frozen=True, slots=True)
class Landmark:
    """One landmark of a leg.

    `typical` is where it lies on a straight adult leg of 430 and 360 mm, from the knee centre, in millimetres of the
    limb frame (u medial, v distal). It places the mark on the sketch and on the built-in film, and nothing else: no
    reading depends on it. `is_in_front` is that the skin over it is seen from the front only; X-rays show it from
    behind, too.
    """

    id: LandmarkId
    name: str
    instruction: str
    on_radiograph: PlacementError
    on_photo: PlacementError
    typical: Vec
    shape: Shape = Shape.POINT
    is_in_front: bool = False

    def is_hidden(self, kind: Kind, facing: Facing) -> bool:
        """Whether such a picture cannot show it."""
        return self.is_in_front and kind is Kind.PHOTO and facing is Facing.POSTERIOR

    @property
    def listed(self) -> str:
        """The name in the middle of a list, without a comma of its own: "proximal femoral shaft"."""
        return " ".join(reversed(self.name.lower().split(", ")))

    def placement_error(self, kind: Kind) -> PlacementError:
        """Return how well the landmark is placed on such a picture."""
        return self.on_radiograph if kind is Kind.RADIOGRAPH else self.on_photo
