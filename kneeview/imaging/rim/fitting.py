"""The circle or ellipse through the places where rays cross a rim, however some of them err."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneeview.domain.ball import Ellipse, ball_shadow
from kneeview.domain.geometry import DegenerateError, circle_through
from kneeview.imaging.rim.rays import RAYS, Edges

_MUCH_CLOSER: Final = 0.6
"""An ellipse must leave less than this share of a circle's scatter to be preferred to it."""

_MOST_ELONGATED: Final = 1.2
ELLIPSE_REACH: Final = 0.12
"""Ellipses longer than this are no balls; how far their rim may lie from the circle, as a share of the radius."""

_ELLIPSE_FROM_PX: Final = 20.0
"""On smaller balls an ellipse cannot be told from the marks that a bone leaves on a circle."""


def agreed(edges: Edges, before: Ellipse) -> Ellipse | None:
    """Return the circle that most rays agree on, however the others err: the best of many through three of them."""
    points = edges.points[np.isfinite(edges.points[:, 0]) & (edges.steps > 0)]
    if len(points) < RAYS // 2:
        return None
    tolerance = max(0.04 * before.minor, 1.0)
    centre, radius = _best_of_three(points, tolerance)
    if centre is None:
        return None
    near = points[np.abs(np.hypot(points[:, 0] - centre[0], points[:, 1] - centre[1]) - radius) < tolerance]
    return circle_fitted(near) if len(near) >= RAYS // 2 else None


def circle_fitted(points: NDArray[np.float64]) -> Ellipse:
    """Return the algebraic circle through points all around (Kasa 1976)."""
    middle = points.mean(axis=0)
    local = points - middle
    system = np.column_stack([2 * local, np.ones(len(local))])
    (cx, cy, rest), *_ = np.linalg.lstsq(system, (local**2).sum(axis=1), rcond=None)
    radius = float(np.sqrt(max(rest + cx * cx + cy * cy, 0.0)))
    return Ellipse(float(middle[0] + cx), float(middle[1] + cy), radius, radius)


def _best_of_three(points: NDArray[np.float64], tolerance: float) -> tuple[tuple[float, float] | None, float]:
    n = len(points)
    thirds = n // 3
    starts = np.arange(thirds)
    a, b, c = points[starts], points[starts + thirds], points[np.minimum(starts + 2 * thirds, n - 1)]
    d = 2 * ((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0])
    d = np.where(np.abs(d) < 1e-9, np.inf, d)
    bb, cc = ((b - a) ** 2).sum(1), ((c - a) ** 2).sum(1)
    ux = ((c - a)[:, 1] * bb - (b - a)[:, 1] * cc) / d
    uy = ((b - a)[:, 0] * cc - (c - a)[:, 0] * bb) / d
    radii = np.hypot(ux, uy)
    centres = a + np.stack([ux, uy], 1)
    off = np.abs(np.hypot(points[None, :, 0] - centres[:, :1], points[None, :, 1] - centres[:, 1:]) - radii[:, None])
    agreeing = (off < tolerance).sum(1)
    best = int(np.argmax(agreeing))
    if agreeing[best] < RAYS // 3:
        return None, 0.0
    return (float(centres[best, 0]), float(centres[best, 1])), float(radii[best])


def shape_through(points: NDArray[np.float64]) -> Ellipse | None:
    """Return the circle through the points, or the ellipse where that lies much closer to them."""
    rim = [(float(px), float(py)) for px, py in points]
    try:
        shape, circle = ball_shadow(rim), circle_through(rim)
    except DegenerateError:
        return None
    plain = Ellipse(circle.x, circle.y, circle.radius, circle.radius)
    if shape.is_round or shape.elongation > _MOST_ELONGATED or shape.minor < _ELLIPSE_FROM_PX:
        return plain
    return shape if scatter(points, shape) < _MUCH_CLOSER * scatter(points, plain) else plain


def scatter(points: NDArray[np.float64], shape: Ellipse) -> float:
    """Return how far points scatter about a rim: the root mean square, in pixels."""
    return float(np.sqrt(np.mean(off_rim(points, shape) ** 2)))


def off_rim(points: NDArray[np.float64], shape: Ellipse) -> NDArray[np.float64]:
    """Return how far points lie outside a rim; infinity for those that are none."""
    u, v = points[:, 0] - shape.x, points[:, 1] - shape.y
    turned = np.arctan2(v, u) - np.radians(shape.turn_deg)
    rim = shape.major * shape.minor / np.hypot(shape.minor * np.cos(turned), shape.major * np.sin(turned))
    return np.asarray(np.nan_to_num(np.hypot(u, v) - rim, nan=np.inf), np.float64)
