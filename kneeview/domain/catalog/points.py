"""The working points that measurements share, and the words of their directions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.measurement import Need, Source, Stroke, StrokeKind, placed
from kneeview.domain.units import Unit, Words, is_shown_as_zero, written

KOREAN: Final = "Korean series, PMC4349645"

HIP: Final = placed(L.HIP_CENTER)
ANKLE: Final = placed(L.ANKLE_CENTER)

# The knee centre policy: where notch and spines are both placed, the femoral axis ends in the notch and the tibial
# axis begins at the spines; a single one of the pair is not used.
FEMORAL_KNEE: Final = Need(
    (
        Source(((L.FEMORAL_NOTCH, 1.0),), also=(L.TIBIAL_SPINES,), words="femoral notch"),
        Source(((L.KNEE_CENTER, 1.0),), words="knee centre"),
    )
)
TIBIAL_KNEE: Final = Need(
    (
        Source(((L.TIBIAL_SPINES, 1.0),), also=(L.FEMORAL_NOTCH,), words="tibial spines"),
        Source(((L.KNEE_CENTER, 1.0),), words="knee centre"),
    )
)
KNEE: Final = Need(
    (
        Source(((L.KNEE_CENTER, 1.0),), words="knee centre"),
        Source(((L.FEMORAL_NOTCH, 0.5), (L.TIBIAL_SPINES, 0.5)), words="midway between notch and spines"),
    ),
    asked=0,
)
"""The knee centre for the axis deviation: as placed, else midway between notch and spines.

With one of that pair placed, the knee centre is asked for, as it is for the axes."""

PLATEAU_EDGE_LATERAL: Final = Need(
    (
        Source(((L.TIBIAL_EDGE_LATERAL, 1.0),), also=(L.TIBIAL_EDGE_MEDIAL,), words="outer edges"),
        Source(((L.TIBIAL_PLATEAU_LATERAL, 1.0),), also=(L.TIBIAL_PLATEAU_MEDIAL,), words="points of the joint line"),
    )
)
PLATEAU_EDGE_MEDIAL: Final = Need(
    (
        Source(((L.TIBIAL_EDGE_MEDIAL, 1.0),), also=(L.TIBIAL_EDGE_LATERAL,), words="outer edges"),
        Source(((L.TIBIAL_PLATEAU_MEDIAL, 1.0),), also=(L.TIBIAL_PLATEAU_LATERAL,), words="points of the joint line"),
    )
)

CONDYLE_LATERAL: Final = placed(L.FEMORAL_CONDYLE_LATERAL)
CONDYLE_MEDIAL: Final = placed(L.FEMORAL_CONDYLE_MEDIAL)
PLATEAU_LATERAL: Final = placed(L.TIBIAL_PLATEAU_LATERAL)
PLATEAU_MEDIAL: Final = placed(L.TIBIAL_PLATEAU_MEDIAL)
PLAFOND_LATERAL: Final = placed(L.TIBIAL_PLAFOND_LATERAL)
PLAFOND_MEDIAL: Final = placed(L.TIBIAL_PLAFOND_MEDIAL)
FEMORAL_SHAFT_PROXIMAL: Final = placed(L.FEMORAL_SHAFT_PROXIMAL)
FEMORAL_SHAFT_DISTAL: Final = placed(L.FEMORAL_SHAFT_DISTAL)


def plain(unit: Unit) -> Callable[[float], Words]:
    """Return words for a value without a direction."""

    def words(value: float) -> Words:
        magnitude = written(value, unit)
        return Words(magnitude, magnitude)

    return words


def directed(unit: Unit, above: str, below: str, at_zero: str) -> Callable[[float], Words]:
    """Return words that put the direction behind the magnitude, as in "7.5 mm medial (varus)"."""

    def words(value: float) -> Words:
        magnitude = written(abs(value), unit)
        if is_shown_as_zero(value, unit):
            return Words(f"{magnitude} ({at_zero})", magnitude, at_zero)
        direction = above if value > 0 else below
        return Words(f"{magnitude} {direction}", magnitude, direction)

    return words


def compared(unit: Unit, above: str, below: str, at_zero: str) -> Callable[[float], Words]:
    """Return words that put the direction first, as in "right longer by 12.0 mm"."""

    def words(value: float) -> Words:
        magnitude = written(abs(value), unit)
        if is_shown_as_zero(value, unit):
            return Words(f"{at_zero} ({magnitude})", magnitude, at_zero)
        direction = above if value > 0 else below
        return Words(f"{direction} by {magnitude}", magnitude, direction)

    return words


def stroke(kind: StrokeKind, *needs_points: int) -> Callable[..., tuple[Stroke, ...]]:
    """Return lines of one kind between the working points of the given numbers, taken in pairs."""
    pairs = tuple(zip(needs_points[::2], needs_points[1::2], strict=True))
    return lambda *points: tuple(Stroke(kind, points[a], points[b]) for a, b in pairs)
