"""Grey along lines beside each other across a border of bone, and whether they agree on where the border is.

The mean of all says where steps are, each by itself says whether it has that step too. Lengths are in typical
millimetres (`Film.unit`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kneeview.imaging.snap.part import Part, sampled

PIXEL_MM: Final = 0.15
STEP_MM: Final = 0.1
_BLUR_MM: Final = 0.5
"""How fine the picture and its profiles are looked at, and how much they are smoothed along the normal."""

HALF_WIDTH_MM: Final = 2.5
_PROFILES: Final = 21
"""How far the profiles reach to either side of the click, and how many there are."""

_AGREEING: Final = 0.7
_CLOSE_MM: Final = 0.8
"""The share of the profiles that must have the step, and how close to where their neighbours have it."""

_ABOVE_GRAIN: Final = 3.0
"""How many times the grain of the single profiles the step must be, in the mean along its line.

In mere grain, of any size, a step that most profiles have is found at one click in ten; but it is low.
"""


@dataclass(frozen=True, slots=True)
class Profiles:
    """Grey along lines through a place, one a row: `along` is millimetres from the place, towards `out`."""

    along: NDArray[np.float64]
    rows: NDArray[np.float32]

    @property
    def turned(self) -> Profiles:
        """The same lines the other way round."""
        return Profiles(-self.along[::-1], np.ascontiguousarray(self.rows[:, ::-1]))


def profiles_through(
    part: Part, here: tuple[float, float], out: tuple[float, float], first_mm: float, last_mm: float
) -> Profiles | None:
    """Return the profiles along `out` from one distance to another; None where the picture ends before."""
    along = np.arange(first_mm, last_mm + STEP_MM / 2, STEP_MM)
    beside = np.linspace(-HALF_WIDTH_MM, HALF_WIDTH_MM, _PROFILES)
    u = here[0] + part.per_mm * (along[None, :] * out[0] - beside[:, None] * out[1])
    v = here[1] + part.per_mm * (along[None, :] * out[1] + beside[:, None] * out[0])
    height, width = part.grey.shape
    inside = (u > 0) & (u < width) & (v > 0) & (v < height)
    if inside.mean() < 0.9:
        return None
    return Profiles(along, sampled(part, u, v))


def falls_of(profiles: Profiles) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return how steeply the mean and each profile fall outwards, a millimetre, and the grain of the mean's fall."""
    sigma = _BLUR_MM / STEP_MM
    each = cv2.GaussianBlur(profiles.rows, (0, 0), sigmaX=sigma, sigmaY=2.0)
    falls = -np.gradient(each, STEP_MM, axis=1).astype(np.float64)
    mean = np.asarray(falls.mean(axis=0), np.float64)
    grain = 1.4826 * float(np.median(np.abs(mean - np.median(mean))))
    return mean, falls, grain


def agreed(profiles: Profiles, falls: NDArray[np.float64], best: int | np.intp) -> float | None:
    """Return the place of a fall to a fraction of a sample; None where too few profiles have it."""
    window = round(1.5 / STEP_MM)
    low, high = max(int(best) - window, 0), min(int(best) + window + 1, falls.shape[1])
    own = np.argmax(falls[:, low:high], axis=1) + low
    line = np.polyfit(np.arange(_PROFILES), own, 1)
    for _ in range(3):
        off = np.abs(own - np.polyval(line, np.arange(_PROFILES))) * STEP_MM
        near = off < _CLOSE_MM
        if near.mean() < _AGREEING:
            return None
        line = np.polyfit(np.flatnonzero(near), own[near], 1)
    if not _stands_out(falls, line):
        return None
    middle = float(np.polyval(line, (_PROFILES - 1) / 2))
    return float(np.interp(middle, np.arange(len(profiles.along)), profiles.along))


def _stands_out(falls: NDArray[np.float64], line: NDArray[np.float64]) -> bool:
    """Whether a step along a line through the profiles is higher than grain."""
    each = np.arange(_PROFILES)
    at = np.clip(np.rint(np.polyval(line, each)).astype(np.intp), 0, falls.shape[1] - 1)
    grain = 1.4826 * float(np.median(np.abs(falls - np.median(falls))))
    return bool(falls[each, at].mean() > _ABOVE_GRAIN * grain)
