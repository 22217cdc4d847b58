"""The key of every landmark: it goes to that landmark of the leg in hand, and once more to that of the other leg."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kneeview.domain.landmarks import LandmarkId as L

LANDMARK_KEYS: Final[Mapping[L, str]] = {
    L.HIP_CENTER: "Shift+H",
    L.FEMORAL_HEAD_TOP: "Shift+E",
    L.GREATER_TROCHANTER: "Shift+G",
    L.FEMORAL_NECK: "Shift+R",
    L.FEMORAL_SHAFT_PROXIMAL: "Shift+U",
    L.FEMORAL_SHAFT_DISTAL: "Shift+D",
    L.KNEE_CENTER: "Shift+K",
    L.FEMORAL_NOTCH: "Shift+N",
    L.FEMORAL_CONDYLE_LATERAL: "Shift+Q",
    L.FEMORAL_CONDYLE_MEDIAL: "Shift+W",
    L.TIBIAL_SPINES: "Shift+S",
    L.TIBIAL_PLATEAU_LATERAL: "Shift+Z",
    L.TIBIAL_PLATEAU_MEDIAL: "Shift+X",
    L.TIBIAL_EDGE_LATERAL: "Shift+F7",
    L.TIBIAL_EDGE_MEDIAL: "Shift+F8",
    L.TIBIAL_SHAFT_PROXIMAL: "Shift+I",
    L.TIBIAL_SHAFT_DISTAL: "Shift+J",
    L.TIBIAL_PLAFOND_LATERAL: "Shift+V",
    L.TIBIAL_PLAFOND_MEDIAL: "Shift+B",
    L.ANKLE_CENTER: "Shift+A",
    L.PATELLA_CENTER: "Shift+P",
    L.TIBIAL_TUBEROSITY: "Shift+O",
    L.ILIAC_CREST: "Shift+C",
    L.ASIS: "Shift+Y",
    L.MEDIAL_MALLEOLUS: "Shift+M",
    L.LATERAL_MALLEOLUS: "Shift+L",
    L.MEDIAL_KNEE_SURFACE: "Shift+F",
}
"""Letters with Shift, as bare ones belong to tools and view; pairs lie beside each other on the keyboard."""
