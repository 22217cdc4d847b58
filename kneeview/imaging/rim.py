"""Looks for the rim of a ball about a likely centre, ray by ray, to a fraction of a pixel.

Along every ray the steepest place is found, then the circle that most rays agree on, then the circle or ellipse of
least squares. A rim is believed only if nearly all rays agree on it, if no wide gap is left, if leaving a quarter out
does not change it, and if it stands out of the grain. Everything is in square pixels of one grey picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kneeview.domain.ball import Ellipse, ball_shadow
from kneeview.domain.geometry import DegenerateError, circle_through

Grey = NDArray[np.float32]

_RAYS: Final = 96
_SAMPLES_PER_PX: Final = 2

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

_MUCH_CLOSER: Final = 0.6
"""An ellipse must leave less than this share of a circle's scatter to be preferred to it."""

_SMALLEST_PX: Final = 5.0
"""Rims of a smaller radius are too coarse to be believed."""

_MOST_ELONGATED: Final = 1.2
_ELLIPSE_REACH: Final = 0.12
"""Ellipses longer than this are no balls; how far their rim may lie from the circle, as a share of the radius."""

_ELLIPSE_FROM_PX: Final = 20.0
"""On smaller balls an ellipse cannot be told from the marks that a bone leaves on a circle."""

_SMOOTHING_PX: Final = 0.8
"""How much the rays are smoothed before their steepest place is looked for."""

_DENSITIES: Final = (1.0, 2.0, 4.0, 8.0, 20.0, 400.0)
"""Attenuation by the ball's diameter: from plastic over steel to a flat disc."""

_BLURS_PX: Final = tuple(0.5 * 1.25**k for k in range(9))
_OFFSETS_PX: Final = tuple(round(-1 + 0.05 * k, 2) for k in range(61))
"""What a mean edge is compared with: blurs from 0.5 to 3 pixels, rims from 1 inside the steepest place to 2 outside."""


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
        edges = _edges(grey, shape, reach, polarity)
        fitted = None if edges is None else _agreed(edges, shape)
        if fitted is None:
            return None
        shape = fitted
    edges = _edges(grey, shape, _ELLIPSE_REACH, polarity)
    return None if edges is None else _believed(grey, edges, shape, polarity)


@dataclass(frozen=True, slots=True)
class _Rays:
    """The picture along rays through a rim: `along` is the distance outside the rim, `out` the way outwards."""

    rim: NDArray[np.float64]
    out: NDArray[np.float64]
    along: NDArray[np.float64]
    profiles: Grey
    inside: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Edges:
    """Where each ray crosses the rim, how large its step is there, and the grain of the picture along the rays."""

    points: NDArray[np.float64]
    steps: NDArray[np.float64]
    grain: float


def _rays(grey: Grey, shape: Ellipse, inwards: float, outwards: float) -> _Rays | None:
    """Sample the picture along rays through the rim; None where too much of it lies off the picture."""
    angles = np.arange(_RAYS) * (2 * np.pi / _RAYS)
    turn = np.radians(shape.turn_deg)
    across = np.column_stack([shape.major * np.cos(angles - turn), shape.minor * np.sin(angles - turn)])
    c, s = np.cos(turn), np.sin(turn)
    out = across @ np.array([[c, s], [-s, c]])
    rim = out + np.array([shape.x, shape.y])
    out /= np.hypot(out[:, 0], out[:, 1])[:, None]
    along = np.linspace(-inwards, outwards, max(int((inwards + outwards) * _SAMPLES_PER_PX) + 1, 5))
    places = rim[:, None, :] + along[None, :, None] * out[:, None, :]
    height, width = grey.shape
    inside = ((places > 0.5) & (places < np.array([width, height]) - 0.5)).all(axis=(1, 2))
    if inside.mean() < 0.9:
        return None
    profiles = cv2.remap(
        grey,
        (places[..., 0] - 0.5).astype(np.float32),
        (places[..., 1] - 0.5).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return _Rays(rim, out, along, np.asarray(profiles, np.float32), inside)


def _edges(grey: Grey, shape: Ellipse, reach: float, polarity: int) -> _Edges | None:
    """Return the steepest place of every ray within a share of the radius; None where too much lies off the picture."""
    half = max(reach * shape.minor, 3.0)
    rays = _rays(grey, shape, half, half)
    if rays is None:
        return None
    profile = cv2.GaussianBlur(rays.profiles, (1, 5), sigmaX=0.01, sigmaY=0.9)  # neighbouring rays see the same rim
    smooth = cv2.GaussianBlur(profile, (0, 0), sigmaX=_SAMPLES_PER_PX * _SMOOTHING_PX, sigmaY=0.01)
    slope = -polarity * np.gradient(smooth, axis=1)
    best = np.argmax(slope[:, 1:-1], axis=1) + 1
    each = np.arange(_RAYS)
    before, here, after = slope[each, best - 1], slope[each, best], slope[each, best + 1]
    bend = before - 2 * here + after
    shift = np.where(bend < 0, 0.5 * (before - after) / np.where(bend < 0, bend, -1), 0.0)
    at = rays.along[best] + np.clip(shift, -1, 1) * (rays.along[1] - rays.along[0])
    points = rays.rim + at[:, None] * rays.out
    points[~rays.inside] = np.nan
    window = round(1.5 * _SAMPLES_PER_PX)
    low, high = np.maximum(best - window, 0), np.minimum(best + window, len(rays.along) - 1)
    steps = polarity * (smooth[each, low] - smooth[each, high])
    grain = 1.4826 * float(np.median(np.abs(np.diff(rays.profiles[:, ::_SAMPLES_PER_PX], axis=1)))) / np.sqrt(2)
    return _Edges(points, steps, grain)


def _agreed(edges: _Edges, before: Ellipse) -> Ellipse | None:
    """Return the circle that most rays agree on, however the others err: the best of many through three of them."""
    points = edges.points[np.isfinite(edges.points[:, 0]) & (edges.steps > 0)]
    if len(points) < _RAYS // 2:
        return None
    tolerance = max(0.04 * before.minor, 1.0)
    centre, radius = _best_of_three(points, tolerance)
    if centre is None:
        return None
    near = points[np.abs(np.hypot(points[:, 0] - centre[0], points[:, 1] - centre[1]) - radius) < tolerance]
    return _round(near) if len(near) >= _RAYS // 2 else None


def _round(points: NDArray[np.float64]) -> Ellipse:
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
    if agreeing[best] < _RAYS // 3:
        return None, 0.0
    return (float(centres[best, 0]), float(centres[best, 1])), float(radii[best])


def _fitted(points: NDArray[np.float64]) -> Ellipse | None:
    """Return the circle through the points, or the ellipse where that lies much closer to them."""
    rim = [(float(px), float(py)) for px, py in points]
    try:
        shape, circle = ball_shadow(rim), circle_through(rim)
    except DegenerateError:
        return None
    plain = Ellipse(circle.x, circle.y, circle.radius, circle.radius)
    if shape.is_round or shape.elongation > _MOST_ELONGATED or shape.minor < _ELLIPSE_FROM_PX:
        return plain
    return shape if _scatter(points, shape) < _MUCH_CLOSER * _scatter(points, plain) else plain


def _scatter(points: NDArray[np.float64], shape: Ellipse) -> float:
    return float(np.sqrt(np.mean(_off_rim(points, shape) ** 2)))


def _off_rim(points: NDArray[np.float64], shape: Ellipse) -> NDArray[np.float64]:
    """Return how far points lie outside a rim; infinity for those that are none."""
    u, v = points[:, 0] - shape.x, points[:, 1] - shape.y
    turned = np.arctan2(v, u) - np.radians(shape.turn_deg)
    rim = shape.major * shape.minor / np.hypot(shape.minor * np.cos(turned), shape.major * np.sin(turned))
    return np.asarray(np.nan_to_num(np.hypot(u, v) - rim, nan=np.inf), np.float64)


def _believed(grey: Grey, edges: _Edges, before: Ellipse, polarity: int) -> Rim | None:
    """Return the final rim if nearly all rays agree closely, no wide gap is left and the step is clear."""
    shape, near = _perhaps_elongated(edges, before), np.ones(_RAYS, bool)
    for _ in range(4):
        off = np.abs(_off_rim(edges.points, shape))
        tolerance = min(max(4 * float(np.median(off)), _CLOSE_PX), max(0.035 * shape.minor, 1.0))
        near = (off < tolerance) & (edges.steps > 0)
        fitted = _fitted(edges.points[near]) if near.mean() >= _AGREEING else None
        if fitted is None:
            return None
        shape = fitted
    step = float(np.median(edges.steps[near]))
    if (
        _scatter(edges.points[near], shape) > min(max(_SCATTER * shape.minor, _SCATTER_PX[0]), _SCATTER_PX[1])
        or _widest_gap(near) > _WIDEST_GAP
        or _unsteadiness(edges.points, near, shape) > _STEADY
        or step < _CLEAR_STEP * edges.grain
        or shape.minor < _SMALLEST_PX
    ):
        return None
    wider = _beyond_steepest(grey, shape, polarity, near)
    whole = Ellipse(shape.x, shape.y, shape.major + wider, shape.minor + wider, shape.turn_deg)
    return Rim(whole, float(near.mean()) * step)


def _perhaps_elongated(edges: _Edges, circle: Ellipse) -> Ellipse:
    """Return the ellipse that explains rays farther from the circle too; the circle where there is none."""
    loose = (np.abs(_off_rim(edges.points, circle)) < _ELLIPSE_REACH * circle.minor) & (edges.steps > 0)
    wider = _fitted(edges.points[loose])
    return circle if wider is None or wider.is_round else wider


def _beyond_steepest(grey: Grey, shape: Ellipse, polarity: int, near: NDArray[np.bool_]) -> float:
    """Return how far outside the steepest place the rim of a ball lies, in pixels.

    A ball is thin at its rim: blurred, the shadow is steepest a little inside. The mean edge of all agreeing rays is
    compared with edges of balls of every density and blur; the one that fits best says where its rim was. A disc is
    a ball without a thin rim: the densest.
    """
    reach = min(max(0.4 * shape.minor, 5.0), 14.0)
    rays = _rays(grey, shape, reach, max(0.6 * reach, 6.0))
    if rays is None:
        return 0.0
    slopes = -polarity * np.gradient(rays.profiles[near & rays.inside], rays.along, axis=1)
    mean = np.median(slopes, axis=0)
    mean -= mean.mean()
    templates, offsets = _templates(rays.along, shape.minor)
    templates -= templates.mean(axis=1, keepdims=True)  # a slope of the surroundings does not count
    sizes = (templates @ mean) / (templates**2).sum(axis=1)
    left = ((mean[None, :] - sizes[:, None] * templates) ** 2).sum(axis=1)
    left[sizes <= 0] = np.inf
    return float(offsets[int(np.argmin(left))])


def _templates(along: NDArray[np.float64], radius: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the slopes of blurred rims of balls, one a row, and where the rim of each lies."""
    fine = 0.1
    wide = np.arange(along[0] - 14, along[-1] + 14, fine)
    kernel = np.arange(-80, 81) * fine
    rows, offsets = [], []
    for density in _DENSITIES:
        depth = np.clip(-wide / radius, 0, 1)
        shadow = 1 - np.exp(-density * np.sqrt(1 - (1 - depth) ** 2))
        for blur in _BLURS_PX:
            weights = np.exp(-0.5 * (kernel / blur) ** 2)
            slope = -np.gradient(np.convolve(shadow, weights / weights.sum(), "same"), fine)
            for offset in _OFFSETS_PX:
                rows.append(np.interp(along - offset, wide, slope))
                offsets.append(offset)
    return np.array(rows), np.array(offsets)


def _unsteadiness(points: NDArray[np.float64], near: NDArray[np.bool_], shape: Ellipse) -> float:
    """Return by how much the rim changes at most when a quarter of it is left out, as a share of its radius."""
    c, s = np.cos(np.radians(shape.turn_deg)), np.sin(np.radians(shape.turn_deg))
    round_one = (
        (points - np.array([shape.x, shape.y])) @ np.array([[c, -s], [s, c]]) / np.array([shape.major, shape.minor])
    )
    worst = 0.0
    for eighth in range(8):
        kept = near & (np.abs((np.arange(_RAYS) - eighth * _RAYS // 8) % _RAYS - _RAYS // 8) > _RAYS // 8)
        rest = _round(round_one[kept])
        worst = max(worst, abs(rest.major - 1), hypot(rest.x, rest.y))
    return worst


def _widest_gap(near: NDArray[np.bool_]) -> float:
    """Return the longest run of rays that do not agree, around the circle, as a share of all."""
    longest = run = 0
    for agrees in (*near, *near):
        run = 0 if agrees else run + 1
        longest = max(longest, run)
    return min(longest, len(near)) / len(near)
