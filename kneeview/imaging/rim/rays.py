"""A grey picture along rays through a likely rim, and where each ray crosses the rim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kneeview.domain.ball import Ellipse

Grey = NDArray[np.float32]

RAYS: Final = 96

SAMPLES_PER_PX: Final = 2

_SMOOTHING_PX: Final = 0.8
"""How much the rays are smoothed before their steepest place is looked for."""


@dataclass(frozen=True, slots=True)
class Rays:
    """The picture along rays through a rim: `along` is the distance outside the rim, `out` the way outwards."""

    rim: NDArray[np.float64]
    out: NDArray[np.float64]
    along: NDArray[np.float64]
    profiles: Grey
    inside: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Edges:
    """Where each ray crosses the rim, how large its step is there, and the grain of the picture along the rays."""

    points: NDArray[np.float64]
    steps: NDArray[np.float64]
    grain: float


def rays_through(grey: Grey, shape: Ellipse, inwards: float, outwards: float) -> Rays | None:
    """Sample the picture along rays through the rim; None where too much of it lies off the picture."""
    angles = np.arange(RAYS) * (2 * np.pi / RAYS)
    turn = np.radians(shape.turn_deg)
    across = np.column_stack([shape.major * np.cos(angles - turn), shape.minor * np.sin(angles - turn)])
    c, s = np.cos(turn), np.sin(turn)
    out = across @ np.array([[c, s], [-s, c]])
    rim = out + np.array([shape.x, shape.y])
    out /= np.hypot(out[:, 0], out[:, 1])[:, None]
    along = np.linspace(-inwards, outwards, max(int((inwards + outwards) * SAMPLES_PER_PX) + 1, 5))
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
    return Rays(rim, out, along, np.asarray(profiles, np.float32), inside)


def edges_near(grey: Grey, shape: Ellipse, reach: float, polarity: int) -> Edges | None:
    """Return the steepest place of every ray within a share of the radius; None where too much lies off the picture."""
    half = max(reach * shape.minor, 3.0)
    rays = rays_through(grey, shape, half, half)
    if rays is None:
        return None
    profile = cv2.GaussianBlur(rays.profiles, (1, 5), sigmaX=0.01, sigmaY=0.9)  # neighbouring rays see the same rim
    smooth = cv2.GaussianBlur(profile, (0, 0), sigmaX=SAMPLES_PER_PX * _SMOOTHING_PX, sigmaY=0.01)
    slope = -polarity * np.gradient(smooth, axis=1)
    best = np.argmax(slope[:, 1:-1], axis=1) + 1
    each = np.arange(RAYS)
    before, here, after = slope[each, best - 1], slope[each, best], slope[each, best + 1]
    bend = before - 2 * here + after
    shift = np.where(bend < 0, 0.5 * (before - after) / np.where(bend < 0, bend, -1), 0.0)
    at = rays.along[best] + np.clip(shift, -1, 1) * (rays.along[1] - rays.along[0])
    points = rays.rim + at[:, None] * rays.out
    points[~rays.inside] = np.nan
    window = round(1.5 * SAMPLES_PER_PX)
    low, high = np.maximum(best - window, 0), np.minimum(best + window, len(rays.along) - 1)
    steps = polarity * (smooth[each, low] - smooth[each, high])
    grain = 1.4826 * float(np.median(np.abs(np.diff(rays.profiles[:, ::SAMPLES_PER_PX], axis=1)))) / np.sqrt(2)
    return Edges(points, steps, grain)
