"""How far outside the steepest place the rim of a ball lies: a ball is thin where its shadow ends."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneeview.domain.ball import Ellipse
from kneeview.imaging.rim.rays import Grey, rays_through

_DENSITIES: Final = (1.0, 2.0, 4.0, 8.0, 20.0, 400.0)
"""Attenuation by the ball's diameter: from plastic over steel to a flat disc."""

_BLURS_PX: Final = tuple(0.5 * 1.25**k for k in range(9))
_OFFSETS_PX: Final = tuple(round(-1 + 0.05 * k, 2) for k in range(61))
"""What a mean edge is compared with: blurs from 0.5 to 3 pixels, rims from 1 inside the steepest place to 2 outside."""


def beyond_steepest(grey: Grey, shape: Ellipse, polarity: int, near: NDArray[np.bool_]) -> float:
    """Return how far outside the steepest place the rim of a ball lies, in pixels.

    A ball is thin at its rim: blurred, the shadow is steepest a little inside. The mean edge of all agreeing rays is
    compared with edges of balls of every density and blur; the one that fits best says where its rim was. A disc is
    a ball without a thin rim: the densest.
    """
    reach = min(max(0.4 * shape.minor, 5.0), 14.0)
    rays = rays_through(grey, shape, reach, max(0.6 * reach, 6.0))
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
