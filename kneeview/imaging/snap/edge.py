"""Finds the border of bone along one direction near a click: profiles side by side, and the step they agree on.

Each profile runs along the normal; the mean of all says where steps are, each by itself says whether it has that step
too. A step is believed when most profiles have it at nearly one place, when it stands out of the grain, and when no
other step of its strength lies about as near. Lengths are in typical millimetres (`Film.unit`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kneeview.domain.geometry import ImagePoint
from kneeview.imaging.snap.part import Film, Part, cut_out, sampled

_PIXEL_MM: Final = 0.15
_STEP_MM: Final = 0.1
_BLUR_MM: Final = 0.5
"""How fine the picture and its profiles are looked at, and how much they are smoothed along the normal."""

_HALF_WIDTH_MM: Final = 2.5
_PROFILES: Final = 21
"""How far the profiles reach to either side of the click, and how many there are."""

_WEAKEST: Final = 0.45
"""Steps weaker than this share of the strongest are texture."""

_CLEAR: Final = 3.0
"""How many times the grain of the mean profile the step must be."""

_CLEAR_OF_SHAFT: Final = 5.0
"""The same for the outer borders of a shaft, which are looked for farther from the click."""

_AGREEING: Final = 0.7
_CLOSE_MM: Final = 0.8
"""The share of the profiles that must have the step, and how close to where their neighbours have it."""

_ABOVE_GRAIN: Final = 3.0
"""How many times the grain of the single profiles the step must be, in the mean along its line.

In mere grain, of any size, a step that most profiles have is found at one click in ten; but it is low.
"""

_TWICE: Final = 1.5
"""Another step that is less than so many times as far away makes the answer doubtful."""

_SHAFT_MM: Final = (7.0, 48.0)
"""Widths of shafts, from a small child's tibia to a femur."""


@dataclass(frozen=True, slots=True)
class _Profiles:
    """Grey along lines through a place, one a row: `along` is millimetres from the place, towards `out`."""

    along: NDArray[np.float64]
    rows: NDArray[np.float32]


def find_surface(film: Film, click: ImagePoint, out: tuple[float, float], reach_mm: float) -> ImagePoint | None:
    """Return the border of bone nearest to a click along `out`, which leads from bone into what is darker.

    `out` is a direction on the picture, x right and y down, of length 1. None where no border is certain.
    """
    part = cut_out(film, click, reach_mm + _HALF_WIDTH_MM + 3, _PIXEL_MM)
    if part is None:
        return None
    profiles = _profiles(part, part.of_image(click.x, click.y), out, reach_mm)
    at = None if profiles is None else _step(profiles, reach_mm)
    if at is None:
        return None
    here = part.of_image(click.x, click.y)
    return part.to_image(here[0] + at * part.per_mm * out[0], here[1] + at * part.per_mm * out[1])


def find_middle(film: Film, click: ImagePoint, across: tuple[float, float]) -> ImagePoint | None:
    """Return the middle between the outer borders of a shaft about a click; None where one of them is not certain."""
    widest = _SHAFT_MM[1]
    part = cut_out(film, click, widest + 3, 2 * _PIXEL_MM)
    if part is None:
        return None
    here = part.of_image(click.x, click.y)
    ends = []
    for sign in (1, -1):
        out = (sign * across[0], sign * across[1])
        profiles = _profiles(part, here, out, widest)
        end = None if profiles is None else _outer_border(profiles)
        if end is None:
            return None
        ends.append(end)
    if not _SHAFT_MM[0] <= ends[0] + ends[1] <= _SHAFT_MM[1]:
        return None
    at = (ends[0] - ends[1]) / 2 * part.per_mm
    return part.to_image(here[0] + at * across[0], here[1] + at * across[1])


def _profiles(part: Part, here: tuple[float, float], out: tuple[float, float], reach_mm: float) -> _Profiles | None:
    """Return the profiles, which begin a little inside the bone; None where the picture ends."""
    along = np.arange(-reach_mm - 2, reach_mm + 2 + _STEP_MM / 2, _STEP_MM)
    beside = np.linspace(-_HALF_WIDTH_MM, _HALF_WIDTH_MM, _PROFILES)
    u = here[0] + part.per_mm * (along[None, :] * out[0] - beside[:, None] * out[1])
    v = here[1] + part.per_mm * (along[None, :] * out[1] + beside[:, None] * out[0])
    height, width = part.grey.shape
    inside = (u > 0) & (u < width) & (v > 0) & (v < height)
    if inside.mean() < 0.9:
        return None
    return _Profiles(along, sampled(part, u, v))


def _falls(profiles: _Profiles) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return how steeply the mean and each profile fall outwards, a millimetre, and the grain of the mean's fall."""
    sigma = _BLUR_MM / _STEP_MM
    each = cv2.GaussianBlur(profiles.rows, (0, 0), sigmaX=sigma, sigmaY=2.0)
    falls = -np.gradient(each, _STEP_MM, axis=1).astype(np.float64)
    mean = np.asarray(falls.mean(axis=0), np.float64)
    grain = 1.4826 * float(np.median(np.abs(mean - np.median(mean))))
    return mean, falls, grain


def _peaks(mean: NDArray[np.float64]) -> NDArray[np.intp]:
    return np.flatnonzero((mean[1:-1] > mean[:-2]) & (mean[1:-1] >= mean[2:]) & (mean[1:-1] > 0)) + 1


def _step(profiles: _Profiles, reach_mm: float) -> float | None:
    """Return where the border lies, in millimetres from the click; None where none or several may be it."""
    mean, falls, grain = _falls(profiles)
    peaks = [k for k in _peaks(mean) if abs(profiles.along[k]) <= reach_mm]
    strongest = max((mean[k] for k in peaks), default=0.0)
    strong = [k for k in peaks if mean[k] >= _WEAKEST * strongest]
    if not strong or strongest < _CLEAR * grain:
        return None
    strong.sort(key=lambda k: abs(profiles.along[k]))
    best = strong[0]
    if len(strong) > 1:
        other = strong[1]
        near, far = abs(profiles.along[best]), abs(profiles.along[other])
        if far < _TWICE * near + 0.5:
            return None
    return _agreed(profiles, mean, falls, best)


def _agreed(
    profiles: _Profiles, mean: NDArray[np.float64], falls: NDArray[np.float64], best: int | np.intp
) -> float | None:
    """Return the place of a step to a fraction of a sample; None where too few profiles have it."""
    window = round(1.5 / _STEP_MM)
    low, high = max(int(best) - window, 0), min(int(best) + window + 1, len(mean))
    own = np.argmax(falls[:, low:high], axis=1) + low
    line = np.polyfit(np.arange(_PROFILES), own, 1)
    for _ in range(3):
        off = np.abs(own - np.polyval(line, np.arange(_PROFILES))) * _STEP_MM
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


def _outer_border(profiles: _Profiles) -> float | None:
    """Return how far out the last strong fall lies before the flesh; None where it is not certain."""
    mean, falls, grain = _falls(profiles)
    peaks = [k for k in _peaks(mean) if profiles.along[k] > 0]
    strongest = max((mean[k] for k in peaks), default=0.0)
    strong = [k for k in peaks if mean[k] >= _WEAKEST * strongest]
    if not strong or strongest < _CLEAR_OF_SHAFT * grain:
        return None
    return _agreed(profiles, mean, falls, strong[0])
