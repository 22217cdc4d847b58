"""Hypothesis strategies: legs as they occur, and pictures of them.

A leg is drawn in its limb frame (u medial, v distal, millimetres). `on_film` puts it on a picture by the screen's own
rule - the right leg of a patient seen from the front is on the left - without asking the limb frame under test.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hypothesis import strategies as st

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LANDMARKS, LandmarkId
from kneeview.domain.limb import SIDES, Side

Leg = Mapping[LandmarkId, Vec]
Legs = Mapping[Side, Leg]
Film = Mapping[Side, Mapping[LandmarkId, tuple[float, float]]]
"""Where landmarks lie on a picture: x to the right, y down."""

_HALF_PELVIS_MM: Final = 90.0
_BELOW_THE_KNEE: Final = frozenset(
    landmark.id for landmark in LANDMARKS if landmark.id.startswith("tibial_") or landmark.typical.v > 200
)

_JITTER: Final = st.integers(-25, 25).map(lambda tenths: tenths / 10)


@st.composite
def legs(draw: st.DrawFn, size: float = 1.0) -> Leg:
    """Draw one leg with all of its landmarks, bowed or knock-kneed, leaning a little, its hip a little up or down."""
    bend_deg = draw(st.floats(-15, 15))
    lean_deg = draw(st.floats(-6, 6))
    leg: dict[LandmarkId, Vec] = {}
    for landmark in LANDMARKS:
        place = landmark.typical + Vec(draw(_JITTER), draw(_JITTER))
        if landmark.id in _BELOW_THE_KNEE:
            place = place.turned(bend_deg)
        leg[landmark.id] = place.turned(lean_deg)
    hung = Vec(-_HALF_PELVIS_MM, draw(_JITTER)) - leg[LandmarkId.HIP_CENTER]
    return {i: (place + hung) * size for i, place in leg.items()}


def both_legs() -> st.SearchStrategy[Legs]:
    """Draw the legs of a child or an adult, each shaped by itself."""
    return st.floats(0.4, 1.2).flatmap(lambda size: st.fixed_dictionaries({side: legs(size) for side in SIDES}))


def on_film(limbs: Legs) -> Film:
    """Return the legs as a radiograph seen from the front shows them, one millimetre a unit."""
    return {
        side: {i: (1000 + (at.u if side is Side.RIGHT else -at.u), 1000 + at.v) for i, at in limbs[side].items()}
        for side in limbs
    }


def finite() -> st.SearchStrategy[float]:
    """Draw any finite number, subnormal and huge ones included."""
    return st.floats(allow_nan=False, allow_infinity=False)


def spacings() -> st.SearchStrategy[float]:
    """Draw the spacing of the pixels of a picture, in millimetres."""
    return st.floats(0.05, 1.5)
