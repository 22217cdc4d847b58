"""The protocols: which landmarks, in which order, for which question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side


@dataclass(frozen=True, slots=True)
class Protocol:
    """A named order of landmarks, placed on the right leg and then on the left.

    `attest` names the posture that the user is asked to confirm first, or None.
    """

    id: str
    name: str
    question: str
    landmarks: tuple[L, ...]
    attest: str | None = None

    def steps(self, sides: Sequence[Side] = SIDES) -> tuple[tuple[Side, L], ...]:
        """Return every step on those legs in order, right leg first."""
        return tuple((side, landmark) for side in SIDES if side in sides for landmark in self.landmarks)


PROTOCOLS: Final[tuple[Protocol, ...]] = (
    Protocol(
        "quick_axis",
        "Quick axis",
        "Where does the weight-bearing line pass the knee?",
        (L.HIP_CENTER, L.KNEE_CENTER, L.ANKLE_CENTER),
    ),
    Protocol(
        "leg_length",
        "Leg length",
        "Are the legs of equal length, and which bone makes the difference?",
        (L.HIP_CENTER, L.FEMORAL_HEAD_TOP, L.FEMORAL_NOTCH, L.TIBIAL_SPINES, L.ANKLE_CENTER, L.ILIAC_CREST),
    ),
    Protocol(
        "full_alignment",
        "Full alignment",
        "Which joint angles make the axis what it is?",
        (
            L.HIP_CENTER,
            L.GREATER_TROCHANTER,
            L.FEMORAL_SHAFT_PROXIMAL,
            L.FEMORAL_SHAFT_DISTAL,
            L.FEMORAL_NOTCH,
            L.FEMORAL_CONDYLE_LATERAL,
            L.FEMORAL_CONDYLE_MEDIAL,
            L.TIBIAL_SPINES,
            L.TIBIAL_PLATEAU_LATERAL,
            L.TIBIAL_PLATEAU_MEDIAL,
            L.TIBIAL_SHAFT_PROXIMAL,
            L.TIBIAL_SHAFT_DISTAL,
            L.TIBIAL_PLAFOND_LATERAL,
            L.TIBIAL_PLAFOND_MEDIAL,
            L.ANKLE_CENTER,
            L.PATELLA_CENTER,
        ),
    ),
    Protocol(
        "knees_touching",
        "Knees touching",
        "How far apart are the ankles when the knees touch?",
        (L.MEDIAL_MALLEOLUS, L.HIP_CENTER, L.KNEE_CENTER, L.ANKLE_CENTER),
        attest="knees_touching",
    ),
    Protocol(
        "ankles_touching",
        "Ankles touching",
        "How far apart are the knees when the ankles touch?",
        (L.MEDIAL_KNEE_SURFACE,),
        attest="ankles_touching",
    ),
    Protocol(
        "pelvic_level",
        "Pelvic level",
        "Is the pelvis level?",
        (L.FEMORAL_HEAD_TOP, L.ILIAC_CREST),
    ),
    Protocol(
        "photo_alignment",
        "Photo alignment",
        "How do thigh and shin stand to each other at the skin?",
        (L.ASIS, L.PATELLA_CENTER, L.ANKLE_CENTER, L.MEDIAL_MALLEOLUS),
    ),
)

_BY_ID: Final = {protocol.id: protocol for protocol in PROTOCOLS}


def protocol(protocol_id: str) -> Protocol:
    """Return the protocol of that id; the first one where no such protocol is known."""
    return _BY_ID.get(protocol_id, PROTOCOLS[0])
