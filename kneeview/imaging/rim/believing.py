"""Looks for the rim of a ball about a likely centre, ray by ray, to a fraction of a pixel.

Along every ray the steepest place is found, then the circle that most rays agree on, then the circle or ellipse of
least squares. A rim is believed only if nearly all rays agree on it, if no wide gap is left, if leaving a quarter out
does not change it, and if it stands out of the grain. Everything is in square pixels of one grey picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneeview.domain.ball import Ellipse
from kneeview.imaging.rim.fitting import ELLIPSE_REACH, agreed, circle_fitted, off_rim, scatter, shape_through
from kneeview.imaging.rim.rays import RAYS, Edges, Grey, edges_near
from kneeview.imaging.rim.thinning import beyond_steepest

_AGREEING: Final = 0.72
"""The share of rays that must agree on the rim."""

_WIDEST_GAP: Final = 0.16
"""The widest stretch of rim, as a share of the whole, where no ray agrees."""

_SCATTER: Final = 0.02
_SCATTER_PX: Final = (0.3, 1.0)
"""How far the agreeing rays may scatter about the rim: a share of the radius, between these limits in pixels."""

_STEADY: Final = 0.012
"""By how much radius and centre may change when a quarter of the rim is left out, as a share of the radius."""

_CLOSE_PX: Final = 0.5
"""Rays this close to the rim agree with it, in pixels."""

_CLEAR_STEP: Final = 1.0
"""How many times the grain the step at the rim must be."""

_SMALLEST_PX: Final = 5.0
"""Rims of a smaller radius are too coarse to be believed."""


@dataclass(frozen=True, slots=True)
class Rim:
    """A rim that is believed, and how much speaks for it: how many rays agree, on how clear a step."""

    shape: Ellipse
    worth: float


def rim_about(grey: Grey, start: Ellipse, polarity: int) -> Rim | None:
    """Return the rim of a ball near a likely one; None where the rays do not agree on it.

    `polarity` is +1 where the ball is brighter than its surroundings, else -1.
    """
    shape = start
    for reach in (0.25, 0.15, 0.1):
        edges = edges_near(grey, shape, reach, polarity)
        fitted = None if edges is None else agreed(edges, shape)
        if fitted is None:
            return None
        shape = fitted
    edges = edges_near(grey, shape, ELLIPSE_REACH, polarity)
    return None if edges is None else _believed(grey, edges, shape, polarity)


def _believed(grey: Grey, edges: Edges, before: Ellipse, polarity: int) -> Rim | None:
    """Return the final rim if nearly all rays agree closely, no wide gap is left and the step is clear."""
    shape, near = _perhaps_elongated(edges, before), np.ones(RAYS, bool)
    for _ in range(4):
        off = np.abs(off_rim(edges.points, shape))
        tolerance = min(max(4 * float(np.median(off)), _CLOSE_PX), max(0.035 * shape.minor, 1.0))
        near = (off < tolerance) & (edges.steps > 0)
        fitted = shape_through(edges.points[near]) if near.mean() >= _AGREEING else None
        if fitted is None:
            return None
        shape = fitted
    step = float(np.median(edges.steps[near]))
    if (
        scatter(edges.points[near], shape) > min(max(_SCATTER * shape.minor, _SCATTER_PX[0]), _SCATTER_PX[1])
        or _widest_gap(near) > _WIDEST_GAP
        or _unsteadiness(edges.points, near, shape) > _STEADY
        or step < _CLEAR_STEP * edges.grain
        or shape.minor < _SMALLEST_PX
    ):
        return None
    wider = beyond_steepest(grey, shape, polarity, near)
    whole = Ellipse(shape.x, shape.y, shape.major + wider, shape.minor + wider, shape.turn_deg)
    return Rim(whole, float(near.mean()) * step)


def _perhaps_elongated(edges: Edges, circle: Ellipse) -> Ellipse:
    """Return the ellipse that explains rays farther from the circle too; the circle where there is none."""
    loose = (np.abs(off_rim(edges.points, circle)) < ELLIPSE_REACH * circle.minor) & (edges.steps > 0)
    wider = shape_through(edges.points[loose])
    return circle if wider is None or wider.is_round else wider


def _unsteadiness(points: NDArray[np.float64], near: NDArray[np.bool_], shape: Ellipse) -> float:
    """Return by how much the rim changes at most when a quarter of it is left out, as a share of its radius."""
    c, s = np.cos(np.radians(shape.turn_deg)), np.sin(np.radians(shape.turn_deg))
    round_one = (
        (points - np.array([shape.x, shape.y])) @ np.array([[c, -s], [s, c]]) / np.array([shape.major, shape.minor])
    )
    worst = 0.0
    for eighth in range(8):
        kept = near & (np.abs((np.arange(RAYS) - eighth * RAYS // 8) % RAYS - RAYS // 8) > RAYS // 8)
        rest = circle_fitted(round_one[kept])
        worst = max(worst, abs(rest.major - 1), hypot(rest.x, rest.y))
    return worst


def _widest_gap(near: NDArray[np.bool_]) -> float:
    """Return the longest run of rays that do not agree, around the circle, as a share of all."""
    longest = run = 0
    for agrees in (*near, *near):
        run = 0 if agrees else run + 1
        longest = max(longest, run)
    return min(longest, len(near)) / len(near)
