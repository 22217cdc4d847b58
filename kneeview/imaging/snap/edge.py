"""Finds the border of bone along one direction near a click: the step that profiles side by side agree on.

A step is believed when most profiles have it at nearly one place, when it stands out of the grain, and when no other
step of its strength lies about as near. Lengths are in typical millimetres (`Film.unit`).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneeview.domain.geometry import ImagePoint
from kneeview.imaging.snap.part import Film, cut_out
from kneeview.imaging.snap.profiles import HALF_WIDTH_MM, PIXEL_MM, Profiles, agreed, falls_of, profiles_through

_WEAKEST: Final = 0.45
"""Steps weaker than this share of the strongest are texture."""

_CLEAR: Final = 3.0
"""How many times the grain of the mean profile the step must be."""

_TWICE: Final = 1.5
"""Another step that is less than so many times as far away makes the answer doubtful."""


def find_surface(film: Film, click: ImagePoint, out: tuple[float, float], reach_mm: float) -> ImagePoint | None:
    """Return the border of bone nearest to a click along `out`, which leads from bone into what is darker.

    `out` is a direction on the picture, x right and y down, of length 1. None where no border is certain.
    """
    part = cut_out(film, click, reach_mm + HALF_WIDTH_MM + 3, PIXEL_MM)
    if part is None:
        return None
    here = part.of_image(click.x, click.y)
    profiles = profiles_through(part, here, out, -reach_mm - 2, reach_mm + 2)
    at = None if profiles is None else _step(profiles, reach_mm)
    if at is None:
        return None
    return part.to_image(here[0] + at * part.per_mm * out[0], here[1] + at * part.per_mm * out[1])


def _peaks(mean: NDArray[np.float64]) -> NDArray[np.intp]:
    return np.flatnonzero((mean[1:-1] > mean[:-2]) & (mean[1:-1] >= mean[2:]) & (mean[1:-1] > 0)) + 1


def _step(profiles: Profiles, reach_mm: float) -> float | None:
    """Return where the border lies, in millimetres from the click; None where none or several may be it."""
    mean, falls, grain = falls_of(profiles)
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
    return agreed(profiles, falls, best)
