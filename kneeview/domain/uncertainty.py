"""First-order propagation of placement and scale errors.

The law: for independent errors the variance of a reading is the sum of its squared slopes times the squared errors
(JCGM 100:2008, section 5.1.2). A Monte Carlo simulation is the oracle of the tests, not the run-time method.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import hypot, sqrt
from typing import Final, TypeVar

from kneeview.domain.geometry import Vec

Interval = tuple[float, float]

COVERAGE_95: Final = 1.96
"""Half the width of the 95 % interval, in standard deviations."""

_STEP_MM: Final = 1e-4
"""How far a landmark is moved to find a slope: far below any placement error, far above rounding."""

_STEPS: Final = ((_STEP_MM, 0.0), (-_STEP_MM, 0.0), (0.0, _STEP_MM), (0.0, -_STEP_MM))
"""To either side along u, then along v."""

Key = TypeVar("Key")


def slopes(
    compute: Callable[..., float],
    points: Sequence[Vec],
    influences: Mapping[Key, Sequence[tuple[int, float]]],
) -> dict[Key, Vec]:
    """Return, per landmark, how much the value changes for 1 mm of movement medially (u) and distally (v).

    `influences` says which points a landmark moves, and by what share. Of the two one-sided slopes the steeper one
    counts, so that a value with a kink (an unsigned angle at zero) keeps its error.
    """
    at_rest = compute(*points)
    found: dict[Key, Vec] = {}
    shifted = list(points)
    for key, moves in influences.items():
        values: list[float] = []
        for u_mm, v_mm in _STEPS:
            for index, weight in moves:
                at = points[index]
                shifted[index] = Vec(at.u + u_mm * weight, at.v + v_mm * weight)
            values.append(compute(*shifted))
        for index, _ in moves:
            shifted[index] = points[index]
        medial, lateral, distal, proximal = values
        found[key] = Vec(
            _steeper(medial - at_rest, at_rest - lateral) / _STEP_MM,
            _steeper(distal - at_rest, at_rest - proximal) / _STEP_MM,
        )
    return found


def _steeper(forward: float, backward: float) -> float:
    return forward if abs(forward) >= abs(backward) else backward


def variance(slope: Vec, u_mm: float, v_mm: float) -> float:
    """Return the variance that a landmark brings into a value, from its slope and its errors along u and v in mm."""
    return (slope.u * u_mm) ** 2 + (slope.v * v_mm) ** 2


def standard_deviation(terms: Iterable[tuple[Vec, float, float]]) -> float:
    """Return one standard deviation from terms of slope, error along u and error along v in millimetres."""
    return sqrt(sum(variance(slope, u_mm, v_mm) for slope, u_mm, v_mm in terms))


def interval95(value: float, placement_sd: float, scale_sd: float) -> Interval:
    """Return the 95 % interval: the value and 1.96 times the root sum of squares of both errors to either side."""
    half = COVERAGE_95 * hypot(placement_sd, scale_sd)
    return value - half, value + half
