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

_FARTHER: Final = 3.0
"""Another step that is less than so many times as far away makes the answer doubtful."""

_BEYOND_MM: Final = 4.0
"""So much farther than a border may lie another one is looked for: in a child's knee the bone across the joint ends a
few millimetres on, and a click between the two may mean either."""

_SEEN_BEYOND_MM: Final = _BEYOND_MM + 2


def find_surface(film: Film, click: ImagePoint, out: tuple[float, float], reach_mm: float) -> ImagePoint | None:
    """Return the border of bone nearest to a click along `out`, which leads from bone into what is darker.

    `out` is a direction on the picture, x right and y down, of length 1. None where no border is certain.
    """
    part = cut_out(film, click, reach_mm + HALF_WIDTH_MM + _SEEN_BEYOND_MM + 1, PIXEL_MM)
    if part is None:
        return None
    here = part.of_image(click.x, click.y)
    profiles = profiles_through(part, here, out, -reach_mm - _SEEN_BEYOND_MM, reach_mm + _SEEN_BEYOND_MM)
    at = None if profiles is None else _step(profiles, reach_mm)
    if at is None:
        return None
    return part.to_image(here[0] + at * part.per_mm * out[0], here[1] + at * part.per_mm * out[1])


def _peaks(mean: NDArray[np.float64]) -> NDArray[np.intp]:
    return np.flatnonzero((mean[1:-1] > mean[:-2]) & (mean[1:-1] >= mean[2:]) & (mean[1:-1] > 0)) + 1


def _step(profiles: Profiles, reach_mm: float) -> float | None:
    """Return where the border lies, in millimetres from the click; None where none or several may be it."""
    mean, falls, grain = falls_of(profiles)
    away = np.abs(profiles.along)
    peaks = [k for k in _peaks(mean) if away[k] <= reach_mm + _BEYOND_MM]
    strongest = max((mean[k] for k in peaks), default=0.0)
    if strongest < _CLEAR * grain:
        return None
    strong = sorted((k for k in peaks if mean[k] >= _WEAKEST * strongest), key=away.__getitem__)
    if not strong or away[strong[0]] > reach_mm:
        return None
    if len(strong) > 1 and away[strong[1]] < _FARTHER * away[strong[0]] + 0.5:
        return None
    return agreed(profiles, falls, strong[0])
