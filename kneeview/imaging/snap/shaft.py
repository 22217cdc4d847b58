"""Finds the middle of a shaft about a click: amid the two outer borders of one bone, and of no other.

The grey across a bone lies above that of the flesh on either side all the way from border to border: two bright
cortices, and between them the medulla, which cortex in front and behind keeps brighter than flesh. So the stretch that
is brighter than some grey reaches from one outer border to the other, whichever grey is chosen between that of the
flesh and that of the medulla. Two bones with a gap between them make no such stretch, nor does one cortex with the
flesh beside it. How large the range of such greys is tells how sure the bone is. Lengths are in typical millimetres
(`Film.unit`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kneeview.domain.geometry import ImagePoint
from kneeview.imaging.snap.part import Film, Part, cut_out
from kneeview.imaging.snap.profiles import PIXEL_MM, STEP_MM, Profiles, agreed, falls_of, profiles_through

_WIDTH_MM: Final = (13.0, 44.0)
"""Widths of the shafts of femur and tibia. A fibula is narrower, two bones with their gap are wider."""

_BONE_MM: Final = 6.0
"""What is narrower is no bone but a cortex, or texture."""

_BESIDE_MM: Final = 4.0
"""How far outside a bone a click may lie that means it."""

_NEARER_BY_MM: Final = 3.0
"""How much nearer to the click than to any other bone the bone must be."""

_THIN: Final = 0.7
"""A bone that is narrower than this share of one beside it is the fibula, not the tibia."""

_LOOKED_MM: Final = 75.0
"""How far to either side of the click is looked: to the far border of the widest bone, and to what lies beyond."""

_ALONG_MM: Final = 8.0
_LEANS_MM: Final = 3.0
_WIDENS: Final = 0.12
"""How far higher and lower the shaft is looked at once more, how far its middle may lie aside there, and by which share
it may be wider or narrower."""

_ABOUT_MM: Final = 30.0
"""How far from the click the greys are taken from that are tried: the border of the field may be brighter."""

_LEVELS: Final = 64
_STAYS_MM: Final = 1.2
"""How many greys are tried, and how far the borders of a stretch may move while it is the same one."""

_BLUR_MM: Final = 0.8
"""How much the mean profile is smoothed for that: no grain cuts a bone in two."""

_DIMMER: Final = 0.25
_UNEVEN: Final = 0.6
"""How much darker than the medulla a cortex may be, and how uneven the medulla, as shares of the range of greys."""

_CLEAR: Final = 0.3
_CLEAR_OF_GRAIN: Final = 6.0
_CLEAR_OF_OTHERS: Final = 2.0
"""How large the range of greys must be: as a share of the bone's height above the flesh, as so many times the grain of
the mean profile, and as so many times that of any other stretch about the click."""

_STEEP: Final = 3.0
"""How many times the grain of the mean fall each border must be."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What is brighter than a grey, from sample to sample; it is so above `ground`, over a range of greys `clear`."""

    first: int
    last: int
    ground: float
    clear: float

    def off(self, at: int) -> float:
        """Return how far outside a sample lies, in millimetres; 0 inside."""
        return STEP_MM * max(self.first - at, at - self.last, 0)

    @property
    def width(self) -> float:
        return STEP_MM * (self.last - self.first)

    @property
    def middle(self) -> float:
        return (self.first + self.last) / 2


def find_middle(film: Film, click: ImagePoint, across: tuple[float, float]) -> ImagePoint | None:
    """Return the middle of the shaft about a click; None where its borders are not certain, or which bone is meant.

    A little higher and lower it must be the same shaft: where two bones overlap or one widens to a joint it is not.
    """
    part = cut_out(film, click, _LOOKED_MM + 3, 2 * PIXEL_MM)
    if part is None:
        return None
    here = part.of_image(click.x, click.y)
    ends = _ends(part, here, across)
    if ends is None:
        return None
    middle = _moved(part, here, across, (ends[0] + ends[1]) / 2)
    down = (-across[1], across[0])
    for away in (-_ALONG_MM, _ALONG_MM):
        there = _ends(part, _moved(part, middle, down, away), across)
        if there is None or not _goes_on(ends[1] - ends[0], there):
            return None
    return part.to_image(*middle)


def _moved(part: Part, place: tuple[float, float], way: tuple[float, float], by_mm: float) -> tuple[float, float]:
    return place[0] + by_mm * part.per_mm * way[0], place[1] + by_mm * part.per_mm * way[1]


def _goes_on(width: float, there: tuple[float, float]) -> bool:
    """Whether a shaft of a width goes on between two borders, which stand in millimetres from its middle."""
    off = abs(there[0] + there[1]) / 2
    return off <= _LEANS_MM and abs(there[1] - there[0] - width) <= _WIDENS * width


def _ends(part: Part, here: tuple[float, float], across: tuple[float, float]) -> tuple[float, float] | None:
    """Return where the borders of the shaft about a place lie, in millimetres from it along `across`."""
    back, ahead = (_room_mm(part, here, (sign * across[0], sign * across[1])) for sign in (-1, 1))
    if min(back, ahead) <= 0:
        return None
    profiles = profiles_through(part, here, across, -back, ahead)
    bone = None if profiles is None else _meant(profiles)
    return None if profiles is None or bone is None else _borders(profiles, bone)


def _room_mm(part: Part, here: tuple[float, float], way: tuple[float, float]) -> float:
    """Return how far is looked one way: no further than the picture goes, less what the profiles need beside."""
    room = [_LOOKED_MM]
    for at, size, along in zip(here, reversed(part.grey.shape), way, strict=True):
        if along:
            room.append(((size if along > 0 else 0) - at) / along / part.per_mm)
    return min(room) - STEP_MM


def _meant(profiles: Profiles) -> _Stretch | None:
    """Return the bone that a click means; None where none or several may be it."""
    mean = profiles.rows.mean(axis=0, dtype=np.float64)
    smooth = np.asarray(cv2.GaussianBlur(mean[None, :], (0, 0), sigmaX=_BLUR_MM / STEP_MM)[0], np.float64)
    grain = 1.4826 * float(np.median(np.abs(mean - smooth)))
    click = int(np.argmin(np.abs(profiles.along)))
    bones = [
        each for each in _stretches(smooth, click) if each.clear > _CLEAR_OF_GRAIN * grain and _is_tall(each, smooth)
    ]
    shafts = [each for each in bones if each.off(click) <= _BESIDE_MM and _is_shaft(each, smooth)]
    best = max(shafts, key=lambda each: each.clear, default=None)
    if best is None or any(_is_doubted(best, other) for other in shafts):
        return None
    return None if any(_lies_beside(best, other, click) for other in bones) else best


def _stretches(grey: NDArray[np.float64], click: int) -> list[_Stretch]:
    """Return the stretches that are brighter than a grey, each with the range of greys at which it is much the same."""
    about = grey[max(click - round(_ABOUT_MM / STEP_MM), 0) : click + round(_ABOUT_MM / STEP_MM) + 1]
    levels = np.linspace(float(about.min()), float(about.max()), _LEVELS + 2)[1:-1]
    step, runs = float(levels[1] - levels[0]), [_runs(grey, level) for level in levels]
    found = []
    for k, here in enumerate(runs):
        for run in here:
            below, above = _same(run, reversed(runs[:k])), _same(run, runs[k + 1 :])
            found.append(_Stretch(int(run[0]), int(run[1]), levels[k] - step * below, (below + 1 + above) * step))
    return found


def _same(run: NDArray[np.intp], levels: Iterable[NDArray[np.intp]]) -> int:
    """Return at how many greys, one after the other, there is much the same stretch."""
    stays = round(_STAYS_MM / STEP_MM)
    return sum(1 for _ in takewhile(lambda runs: bool((np.abs(runs - run) <= stays).all(axis=1).any()), levels))


def _runs(grey: NDArray[np.float64], level: float) -> NDArray[np.intp]:
    """Return first and last sample of each stretch above a grey that is wide enough for a bone and ends either way."""
    change = np.diff((grey > level).astype(np.int8))
    first, last = np.flatnonzero(change == 1) + 1, np.flatnonzero(change == -1)
    if len(first) and len(last):
        last = last[last >= first[0]]
        first = first[: len(last)]
    both = np.stack((first[: len(last)], last[: len(first)]), axis=1)
    return both[(both[:, 1] - both[:, 0]) * STEP_MM >= _BONE_MM]


def _is_tall(stretch: _Stretch, grey: NDArray[np.float64]) -> bool:
    height = grey[stretch.first : stretch.last + 1].max() - stretch.ground
    return bool(stretch.clear >= _CLEAR * height)


def _is_shaft(stretch: _Stretch, grey: NDArray[np.float64]) -> bool:
    """Whether a stretch is as wide as a shaft, and as bright on either side of its medulla as within, which is even.

    Flesh about a bone is darker than it; the cortex of one of two bones runs through what seems their medulla.
    """
    if not _WIDTH_MM[0] <= stretch.width <= _WIDTH_MM[1]:
        return False
    third = (stretch.last - stretch.first) // 3
    one, medulla, other = (grey[stretch.first + k * third : stretch.first + (k + 1) * third] for k in range(3))
    is_even = np.ptp(medulla) < _UNEVEN * stretch.clear
    return bool(is_even and min(one.max(), other.max()) > np.median(medulla) - _DIMMER * stretch.clear)


def _is_doubted(bone: _Stretch, other: _Stretch) -> bool:
    """Whether another stretch about the click may as well be the bone."""
    apart_mm = STEP_MM * abs(other.middle - bone.middle)
    return apart_mm > _STAYS_MM and other.clear * _CLEAR_OF_OTHERS > bone.clear


def _lies_beside(bone: _Stretch, other: _Stretch, click: int) -> bool:
    """Whether another bone is about as near to the click, or shows that this is the thin one of two."""
    if other.first <= bone.last and other.last >= bone.first:
        return False
    return other.off(click) < bone.off(click) + _NEARER_BY_MM or bone.width < _THIN * other.width


def _borders(profiles: Profiles, bone: _Stretch) -> tuple[float, float] | None:
    """Return where the two borders of a bone lie, in millimetres from the click; None where one is not certain."""
    last = len(profiles.along) - 1
    left = _border(profiles.turned, last - bone.first)
    right = _border(profiles, bone.last)
    return None if left is None or right is None else (-left, right)


def _border(profiles: Profiles, near: int) -> float | None:
    """Return where the profiles fall most steeply near a sample; None where they do not agree on it."""
    mean, falls, grain = falls_of(profiles)
    reach = round(_STAYS_MM / STEP_MM)
    low = max(near - reach, 0)
    best = low + int(np.argmax(mean[low : near + reach + 1]))
    return None if mean[best] < _STEEP * grain else agreed(profiles, falls, best)
