"""Finds the rim of a femoral head about a rough click, from the part of it that is seen, or admits that it is not.

The rim stands out where the dark joint space runs along it; towards the neck it runs into bone. Circles of every size
are compared by how much of such a step lies along their seen part (a correlation of the direction of the slope with
rings: Duda and Hart 1972, with the direction as Kimme et al. 1975 use it); about the best one the step is followed ray
by ray, and a circle is fitted to the rays that agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kneeview.domain.ball import ellipse_through
from kneeview.domain.geometry import DegenerateError, ImagePoint
from kneeview.imaging.snap.part import Film, Grey, Part, cut_out, sampled

_RADII_MM: Final = tuple(round(13 * 1.07**k, 2) for k in range(14))
"""Radii that are tried, in typical millimetres: 13 to 31, those of a small child on a film of unknown size included."""

_COARSE_MM: Final = 1.0
_FINE_MM: Final = 0.3
_REACH_MM: Final = 16.0
"""How far from the centre a click may lie."""

_HIDDEN_DEG: Final = 55.0
"""Half the sector towards the neck where no rim is looked for."""

_RAYS: Final = 120
_AGREEING: Final = 0.80
_CLOSE: Final = 0.028
"""The share of the rays outside the neck that must agree, and how closely: a share of the radius."""

_LONGEST_GAP: Final = 0.1
"""The longest stretch outside the neck where no ray agrees, as a share of the circle."""

_STEADY: Final = 0.035
"""By how much the circle may change when an eighth of it is left out, as a share of its radius."""

_SCATTER: Final = 0.016
_CLEAR: Final = 2.0
"""How far agreeing rays may scatter, as a share of the radius; how many times the grain the step must be."""

_AHEAD: Final = 1.2
_WORTH: Final = 0.4
"""How many times as much as for the next best one must speak for a circle; the share of its arc that runs inwards."""

_EVEN: Final = 0.5
"""The least step of three quarters of the agreeing rays, as a share of the middle one: a rim, not pieces of borders."""

_SECOND: Final = (0.8, 1.4)
"""How many radii towards the neck the middle of a second disc is looked for."""

_MOST_ELONGATED: Final = 1.06
"""An ellipse through all clear steps near the rim that is longer than this is no head: a kidney, a patella, a cyst."""

_BRIGHTER_INSIDE: Final = 0.85
_OPEN_DEG: Final = 30.0
_CLOSED: Final = 0.5
"""The share of the rays outside the neck on which the head is brighter than what is around it; half the sector that
leads into the neck, and which share of it may be closed by as clear a rim: a coin, a ball and a bubble are round."""


@dataclass(frozen=True, slots=True)
class _Circle:
    u: float
    v: float
    radius: float
    worth: float = 0.0

    def is_like(self, other: _Circle) -> bool:
        away = np.hypot(self.u - other.u, self.v - other.v)
        return bool(away < 0.2 * other.radius and abs(self.radius / other.radius - 1) < 0.2)


def find_head(film: Film, click: ImagePoint, neck: tuple[float, float]) -> tuple[ImagePoint, ...] | None:
    """Return three points on the rim of the femoral head at a click, in pixels of the image; None where unsure.

    `neck` is the way towards the neck on the picture, x right and y down, of length 1. What looks like a head seen
    from there too is the second of two discs, such as coins, that lie on each other.
    """
    head = _round_near(film, click, neck)
    if head is None:
        return None
    part, found = head
    for away in (share * found.radius for share in _SECOND):
        beyond = part.to_image(found.u + away * neck[0], found.v + away * neck[1])
        if _round_near(film, beyond, (-neck[0], -neck[1])) is not None:
            return None
    turns = np.arctan2(-neck[1], -neck[0]) + np.radians((-100.0, 0.0, 100.0))
    return tuple(part.to_image(found.u + found.radius * np.cos(a), found.v + found.radius * np.sin(a)) for a in turns)


def _round_near(film: Film, click: ImagePoint, neck: tuple[float, float]) -> tuple[Part, _Circle] | None:
    """Return what is round about a click, but for the side towards a neck, and where; None where unsure."""
    coarse = cut_out(film, click, _REACH_MM + 1.35 * _RADII_MM[-1], _COARSE_MM)
    if coarse is None:
        return None
    seeds = _seeds(coarse, coarse.of_image(click.x, click.y), neck)
    if not seeds or seeds[0].worth < _WORTH or (len(seeds) > 1 and seeds[0].worth < _AHEAD * seeds[1].worth):
        return None
    middle = coarse.to_image(seeds[0].u, seeds[0].v)
    fine = cut_out(film, middle, 1.5 * seeds[0].radius / coarse.per_mm, _FINE_MM)
    if fine is None:
        return None
    start = _Circle(*fine.of_image(middle.x, middle.y), seeds[0].radius / coarse.per_mm * fine.per_mm)
    found = _followed(fine, start, neck)
    return None if found is None else (fine, found)


# -------------------------------------------------------------------------------------------------- coarse search


def _slopes(grey: Grey) -> tuple[Grey, Grey]:
    """Return the slope across and down, strong ones made equal, so that one bright border does not outweigh an arc."""
    smooth = cv2.GaussianBlur(grey, (0, 0), 1.0)
    gx, gy = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    size = np.hypot(gx, gy)
    weight = 1 / (size + np.float32(max(2 * float(np.median(size)), 1e-6)))
    return np.asarray(gx * weight, np.float32), np.asarray(gy * weight, np.float32)


def _rings(radius: float, neck: tuple[float, float]) -> tuple[Grey, Grey]:
    """Return the kernels that sum the inward slope along the seen part of a ring."""
    half = int(radius + 4)
    v, u = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float64)
    away = np.hypot(u, v)
    on = np.exp(-0.5 * ((away - radius) / 1.2) ** 2)
    on[(u * neck[0] + v * neck[1]) > np.cos(np.radians(_HIDDEN_DEG)) * away] = 0
    on /= on.sum()
    away[half, half] = 1
    return np.asarray(-on * u / away, np.float32), np.asarray(-on * v / away, np.float32)


def _seeds(part: Part, click: tuple[float, float], neck: tuple[float, float]) -> list[_Circle]:
    """Return the likeliest circles near the click, the best first, none like another."""
    gx, gy = _slopes(part.grey)
    height, width = part.grey.shape
    v, u = np.mgrid[0:height, 0:width]
    away = np.hypot(u + 0.5 - click[0], v + 0.5 - click[1])
    voted = []
    for radius_mm in _RADII_MM:
        radius = radius_mm * part.per_mm
        kx, ky = _rings(radius, neck)
        field = cv2.filter2D(gx, -1, kx) + cv2.filter2D(gy, -1, ky)
        field[away > min(0.85 * radius, _REACH_MM * part.per_mm)] = 0
        _, top, _, (px, py) = cv2.minMaxLoc(field)
        if top > 0:
            voted.append(_Circle(px + 0.5, py + 0.5, radius, float(top)))
    found: list[_Circle] = []
    for each in sorted(voted, key=lambda circle: -circle.worth):
        if not any(each.is_like(other) for other in found):
            found.append(each)
    return found


# ------------------------------------------------------------------------------------------------------ the rim


@dataclass(frozen=True, slots=True)
class _Rim:
    """Where rays cross the rim, whether each was seen, and how large the steps are against the grain."""

    points: NDArray[np.float64]
    seen: NDArray[np.bool_]
    steps: NDArray[np.float64]
    grain: float


def _crossings(part: Part, circle: _Circle, reach: float, neck: tuple[float, float]) -> _Rim:
    """Return the steepest fall outwards on every ray within a share of the radius."""
    angles = np.arange(_RAYS) * (2 * np.pi / _RAYS)
    out = np.column_stack([np.cos(angles), np.sin(angles)])
    half = max(reach * circle.radius, 3.0)
    along = np.arange(-half, half + 0.25, 0.5)
    u = circle.u + (circle.radius + along)[None, :] * out[:, :1]
    v = circle.v + (circle.radius + along)[None, :] * out[:, 1:]
    profiles = sampled(part, u, v)
    smooth = cv2.GaussianBlur(profiles, (0, 0), sigmaX=2.0, sigmaY=1.0)
    slope = -np.gradient(smooth, axis=1)
    best = np.argmax(slope[:, 1:-1], axis=1) + 1
    each = np.arange(_RAYS)
    before, here, after = slope[each, best - 1], slope[each, best], slope[each, best + 1]
    bend = before - 2 * here + after
    shift = np.where(bend < 0, 0.5 * (before - after) / np.where(bend < 0, bend, -1), 0.0)
    at = circle.radius + along[best] + np.clip(shift, -1, 1) * 0.5
    points = np.column_stack([circle.u, circle.v]) + at[:, None] * out
    height, width = part.grey.shape
    inside = (points > 1).all(axis=1) & (points[:, 0] < width - 1) & (points[:, 1] < height - 1)
    seen = inside & (out @ np.array(neck) < np.cos(np.radians(_HIDDEN_DEG)))
    low, high = np.maximum(best - 4, 0), np.minimum(best + 4, len(along) - 1)
    steps = smooth[each, low] - smooth[each, high]
    grain = 1.4826 * float(np.median(np.abs(np.diff(profiles[:, ::2], axis=1)))) / np.sqrt(2)
    return _Rim(points, seen & (here > 0), steps, grain)


def _fit(points: NDArray[np.float64]) -> _Circle:
    """Return the circle of least squares (Kasa 1976, then two rounds of Gauss and Newton on the distances)."""
    middle = points.mean(axis=0)
    local = points - middle
    system = np.column_stack([2 * local, np.ones(len(local))])
    (cu, cv, rest), *_ = np.linalg.lstsq(system, (local**2).sum(axis=1), rcond=None)
    radius = float(np.sqrt(max(rest + cu * cu + cv * cv, 1e-9)))
    for _ in range(2):
        offset = local - np.array([cu, cv])
        away = np.maximum(np.hypot(offset[:, 0], offset[:, 1]), 1e-9)
        jacobian = np.column_stack([-offset / away[:, None], -np.ones(len(away))])
        step, *_ = np.linalg.lstsq(jacobian, -(away - radius), rcond=None)
        cu, cv, radius = cu + step[0], cv + step[1], radius + step[2]
    return _Circle(float(middle[0] + cu), float(middle[1] + cv), float(radius))


def _off(points: NDArray[np.float64], circle: _Circle) -> NDArray[np.float64]:
    return np.asarray(np.hypot(points[:, 0] - circle.u, points[:, 1] - circle.v) - circle.radius, np.float64)


def _followed(part: Part, start: _Circle, neck: tuple[float, float]) -> _Circle | None:
    """Return the circle that the rays agree on; None where too few do, or not steadily."""
    circle = start
    near = np.zeros(_RAYS, bool)
    rim = _crossings(part, circle, 0.16, neck)
    for reach, close in ((0.16, 0.08), (0.12, 0.05), (0.09, _CLOSE), (0.09, _CLOSE)):
        rim = _crossings(part, circle, reach, neck)
        for _ in range(3):
            near = rim.seen & (np.abs(_off(rim.points, circle)) < max(close * circle.radius, 1.0))
            if near.sum() < _RAYS // 4:
                return None
            circle = _fit(rim.points[near])
    wanted = _RAYS * (1 - _HIDDEN_DEG / 180)
    scatter = float(np.sqrt(np.mean(_off(rim.points[near], circle) ** 2))) / circle.radius
    mm = circle.radius / part.per_mm
    if (
        near.sum() < _AGREEING * wanted
        or _gap(near, neck) > _LONGEST_GAP
        or scatter > _SCATTER
        or float(np.median(rim.steps[near])) < _CLEAR * rim.grain
        or not 0.9 * _RADII_MM[0] < mm < 1.1 * _RADII_MM[-1]
        or float(np.quantile(rim.steps[near], 0.25)) < _EVEN * float(np.median(rim.steps[near]))
        or _unsteadiness(rim.points, near, circle) > _STEADY
        or not _is_round(part, circle, neck, float(np.median(rim.steps[near])))
        or not _is_bone(part, circle, neck)
    ):
        return None
    return circle


def _is_round(part: Part, circle: _Circle, neck: tuple[float, float], step: float) -> bool:
    """Whether all rays with a clear step, also those that do not agree with the circle, lie on no long ellipse."""
    rim = _crossings(part, circle, 0.16, neck)
    points = rim.points[rim.seen & (rim.steps > 0.5 * step)]
    try:
        return ellipse_through([(float(u), float(v)) for u, v in points]).elongation <= _MOST_ELONGATED
    except DegenerateError:
        return False


def _is_bone(part: Part, circle: _Circle, neck: tuple[float, float]) -> bool:
    """Whether a disc is brighter than what is around it all along, and runs on into the neck."""
    angles = np.arange(_RAYS) * (2 * np.pi / _RAYS)
    out = np.column_stack([np.cos(angles), np.sin(angles)])

    def grey(shares: tuple[float, ...]) -> NDArray[np.float64]:
        away = circle.radius * np.array(shares)
        return np.asarray(
            sampled(part, circle.u + away * out[:, :1], circle.v + away * out[:, 1:]).mean(axis=1), np.float64
        )

    falls = grey((0.82, 0.86, 0.9, 0.94)) - grey((1.06, 1.1, 1.14, 1.18))
    along = out @ np.array(neck)
    seen = falls[along < np.cos(np.radians(_HIDDEN_DEG))]
    open_to_neck = falls[along > np.cos(np.radians(_OPEN_DEG))]
    closed = float((open_to_neck > 0.5 * float(np.median(seen))).mean())
    return bool((seen > 0).mean() >= _BRIGHTER_INSIDE and closed <= _CLOSED)


def _gap(near: NDArray[np.bool_], neck: tuple[float, float]) -> float:
    """Return the longest stretch without a ray that agrees, outside the neck, as a share of the circle."""
    angles = np.arange(_RAYS) * (2 * np.pi / _RAYS)
    towards_neck = np.cos(angles) * neck[0] + np.sin(angles) * neck[1]
    first = int(np.argmax(towards_neck))
    longest = run = 0
    for k in range(_RAYS):
        ray = (first + k) % _RAYS
        hidden = towards_neck[ray] > np.cos(np.radians(_HIDDEN_DEG))
        run = 0 if near[ray] or hidden else run + 1
        longest = max(longest, run)
    return longest / _RAYS


def _unsteadiness(points: NDArray[np.float64], near: NDArray[np.bool_], circle: _Circle) -> float:
    """Return by how much the circle changes at most when an eighth of it is left out, as a share of its radius."""
    worst = 0.0
    for eighth in range(8):
        kept = near & (np.arange(_RAYS) * 8 // _RAYS != eighth)
        rest = _fit(points[kept])
        moved = np.hypot(rest.u - circle.u, rest.v - circle.v)
        worst = max(worst, float(moved), abs(rest.radius - circle.radius))
    return worst / circle.radius
