"""Which edge of a bone a landmark lies on, as far as a picture can be asked for it.

On a radiograph bone is bright and joint space, fat and air are dark. The way out of the bone stands in the limb frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LandmarkId as L


@dataclass(frozen=True, slots=True)
class Surface:
    """A border of bone: `out` is the way from bone into what is darker, of length 1."""

    out: Vec


@dataclass(frozen=True, slots=True)
class Middle:
    """The middle between two borders of a shaft, which lie either way along `across`, of length 1."""

    across: Vec


@dataclass(frozen=True, slots=True)
class Round:
    """The centre of a round head; towards `neck`, of length 1, its rim runs into the bone and is not seen."""

    neck: Vec


Edge = Surface | Middle | Round

_PROXIMAL: Final = Vec(0.0, -1.0)
_DISTAL: Final = Vec(0.0, 1.0)
_MEDIAL: Final = Vec(1.0, 0.0)
_LATERAL: Final = Vec(-1.0, 0.0)

EDGES: Final[Mapping[L, Edge]] = {
    L.HIP_CENTER: Round(Vec(-0.766, 0.643)),
    L.FEMORAL_HEAD_TOP: Surface(_PROXIMAL),
    L.FEMORAL_SHAFT_PROXIMAL: Middle(_MEDIAL),
    L.FEMORAL_SHAFT_DISTAL: Middle(_MEDIAL),
    L.FEMORAL_CONDYLE_LATERAL: Surface(_DISTAL),
    L.FEMORAL_CONDYLE_MEDIAL: Surface(_DISTAL),
    L.TIBIAL_PLATEAU_LATERAL: Surface(_PROXIMAL),
    L.TIBIAL_PLATEAU_MEDIAL: Surface(_PROXIMAL),
    L.TIBIAL_EDGE_LATERAL: Surface(_LATERAL),
    L.TIBIAL_EDGE_MEDIAL: Surface(_MEDIAL),
    L.TIBIAL_SHAFT_PROXIMAL: Middle(_MEDIAL),
    L.TIBIAL_SHAFT_DISTAL: Middle(_MEDIAL),
    L.TIBIAL_PLAFOND_LATERAL: Surface(_DISTAL),
    L.TIBIAL_PLAFOND_MEDIAL: Surface(_DISTAL),
    L.ILIAC_CREST: Surface(_PROXIMAL),
    L.MEDIAL_MALLEOLUS: Surface(_MEDIAL),
    L.LATERAL_MALLEOLUS: Surface(_LATERAL),
}
"""The other landmarks are tips, notches and middles of joints: no one edge says where they are."""
