"""Finds the rim of a scale ball near a click, to a fraction of a pixel, or admits that there is none.

Every strong edge votes for the centres that it may be the rim of (radial symmetry: Loy and Zelinsky 2003); about the
best of them the rim is looked for, and the one that most speaks for is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import hypot
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kneeview.domain.ball import Ellipse
from kneeview.domain.geometry import ImagePoint
from kneeview.imaging.rim import Grey, Rim, rim_about

Pixels = NDArray[np.uint8] | NDArray[np.uint16]

_STEPS: Final = (1, 2, 4, 8)
"""The picture is looked at in full and shrunk by these factors, so that large balls cost no more than small ones."""

_RADII: Final = tuple(round(6 * 1.09**k, 2) for k in range(27))
_LARGE_RADII: Final = tuple(radius for radius in _RADII if radius > 26)
"""Radii that are voted for: 6 to 56 pixels in the full picture, and in each shrunk one those that are new to it."""

_HALF: Final = 128
"""Half the side of the part that is looked at around the click, in pixels of the step."""

_NEAR: Final = 1.25
"""The click must lie within this many radii of the centre: inside the ball, or just outside its rim."""

_RIVAL: Final = 0.4
"""A rim for which so much speaks, as a share of what speaks for the best, makes the answer doubtful."""

_CANDIDATES: Final = 6
"""How many centres are tried at each step and polarity."""


def find_ball(pixels: Pixels, x: float, y: float, aspect: float = 1.0) -> tuple[ImagePoint, ...] | None:
    """Return points on the rim of the ball at a click, in pixels of the image; None where no rim is certain.

    `pixels` are grey or RGB; the ball may be brighter or darker than its surroundings. `aspect` is the height of a
    pixel over its width. Three points stand for a circle, eight for an ellipse.
    """
    rows, columns = pixels.shape[:2]
    if not (0 <= x < columns and 0 <= y < rows):
        return None
    rims: list[Rim] = []
    for step in _STEPS:
        part = _part(pixels, x, y, _HALF * step, step, aspect)
        seeds = list(_seeds(part))
        if not seeds:
            continue
        fine = _part(pixels, x, y, (_NEAR + 1.6) * max(seed.radius for seed in seeds) * step + 8, 1, aspect)
        for seed in seeds:
            radius = seed.radius * step
            u, v = part.left + seed.x * step - fine.left, part.top + seed.y * step - fine.top
            rim = rim_about(fine.grey, Ellipse(u, v, radius, radius), seed.polarity)
            if rim is not None and _is_near(fine.click, rim.shape):
                rims.append(replace(rim, shape=replace(rim.shape, x=rim.shape.x + fine.left, y=rim.shape.y + fine.top)))
    best = _likeliest(rims)
    if best is None:
        return None
    shape = best.shape
    angles = (-90.0, 30.0, 150.0) if shape.is_round else tuple(45.0 * k for k in range(8))
    return tuple(ImagePoint(u, v / aspect) for u, v in (shape.at(angle) for angle in angles))


def _likeliest(rims: list[Rim]) -> Rim | None:
    """Return the rim that most speaks for; None where another one lies across it: two balls, or none."""
    best: Rim | None = None
    for rim in rims:
        if best is None or rim.worth > 1.02 * best.worth:
            best = rim
    if best is None or any(_lies_across(rim.shape, best.shape) for rim in rims if rim.worth > _RIVAL * best.worth):
        return None
    return best


def _lies_across(one: Ellipse, other: Ellipse) -> bool:
    """Whether two rims cross each other: neither is about the same, nor does one lie within the other."""
    apart, sizes = hypot(one.x - other.x, one.y - other.y), sorted((one.minor, other.minor))
    return apart > max(0.15 * sizes[0], 1.1 * (sizes[1] - sizes[0]))


def _is_near(click: tuple[float, float], shape: Ellipse) -> bool:
    return hypot(click[0] - shape.x, click[1] - shape.y) <= _NEAR * shape.radius_towards(*click)


@dataclass(frozen=True, slots=True)
class _Part:
    """The surroundings of a click in grey, on square pixels of `step` columns of the picture."""

    grey: Grey
    left: float
    top: float
    step: int
    click: tuple[float, float]


def _part(pixels: Pixels, x: float, y: float, half: float, step: int, aspect: float) -> _Part:
    """Cut out and shrink the surroundings of a click; coordinates of the part begin at its outer corner."""
    rows, columns = pixels.shape[:2]
    across, down = int(np.ceil(half)), int(np.ceil(half / aspect))
    left, right = max(int(x) - across, 0), min(int(x) + across, columns)
    top, bottom = max(int(y) - down, 0), min(int(y) + down, rows)
    cut = pixels[top:bottom, left:right].astype(np.float32)
    grey = cut if cut.ndim == 2 else cut @ np.array([0.299, 0.587, 0.114], np.float32)
    if step > 1 or aspect != 1:
        size = max(round((right - left) / step), 1), max(round((bottom - top) * aspect / step), 1)
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return _Part(grey, left, top * aspect, step, ((x - left) / step, (y - top) * aspect / step))


# ------------------------------------------------------------------------------------------------------- voting


@dataclass(frozen=True, slots=True)
class _Seed:
    """A likely ball: centre and radius in pixels of the part; polarity +1 where it is brighter than around."""

    x: float
    y: float
    radius: float
    polarity: int
    votes: float

    def is_like(self, other: _Seed) -> bool:
        return (
            hypot(self.x - other.x, self.y - other.y) < 0.3 * other.radius
            and abs(self.radius / other.radius - 1) < 0.25
        )


@dataclass(frozen=True, slots=True)
class _Votes:
    """Strong edges of a part, and the unit direction in which each grows brighter."""

    columns: NDArray[np.intp]
    rows: NDArray[np.intp]
    ux: NDArray[np.floating]
    uy: NDArray[np.floating]


def _strong_edges(grey: Grey) -> _Votes:
    smooth = cv2.GaussianBlur(grey, (0, 0), 1.2)
    gx, gy = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    strength = np.hypot(gx, gy)
    rows, columns = np.nonzero(strength > max(float(np.quantile(strength, 0.75)), 1e-6))
    size = strength[rows, columns]
    return _Votes(columns, rows, gx[rows, columns] / size, gy[rows, columns] / size)


def _seeds(part: _Part) -> Iterator[_Seed]:
    """Return likely centres near the click, the likeliest of each polarity first."""
    height, width = part.grey.shape
    if min(height, width) < 16:
        return
    edges = _strong_edges(part.grey)
    v, u = np.mgrid[0:height, 0:width]
    away = np.hypot(u + 0.5 - part.click[0], v + 0.5 - part.click[1])
    for polarity in (1, -1):
        voted: list[_Seed] = []
        for radius in _RADII if part.step == 1 else _LARGE_RADII:
            field = _field(edges, away, radius, polarity)
            for _ in range(2):
                _, top, _, (px, py) = cv2.minMaxLoc(field)
                if top > 0:
                    voted.append(_Seed(px + 0.5, py + 0.5, radius, polarity, float(top)))
                    cv2.circle(field, (px, py), round(max(radius / 3, 2)), 0.0, -1)
        yield from _apart(sorted(voted, key=lambda seed: -seed.votes))


def _field(edges: _Votes, away: NDArray[np.float64], radius: float, polarity: int) -> Grey:
    """Return how many edges, per length of rim, may belong to a ball of that radius about each place."""
    height, width = away.shape
    x = np.rint(edges.columns + polarity * radius * edges.ux).astype(np.intp)
    y = np.rint(edges.rows + polarity * radius * edges.uy).astype(np.intp)
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    counted = np.bincount(y[inside] * width + x[inside], minlength=height * width)
    spread = max(0.06 * radius, 1.0)
    field = cv2.GaussianBlur(counted.reshape(height, width).astype(np.float32), (0, 0), spread)
    weighed = np.asarray(field * (spread**2 / radius), np.float32)
    weighed[away > _NEAR * radius] = 0
    return weighed


def _apart(seeds: list[_Seed]) -> list[_Seed]:
    """Return the first of the seeds that are not nearly the same as one before."""
    taken: list[_Seed] = []
    for seed in seeds:
        if len(taken) == _CANDIDATES:
            break
        if not any(seed.is_like(other) for other in taken):
            taken.append(seed)
    return taken
