"""Landmarks that lie where the rest of the leg leaves no room for them: too near, too far, on the other leg.

Each landmark is compared with the one that lies nearest to it on the typical leg. The room is wide: bones are bent,
short, long and turned, and what is asked about without need is soon asked about in vain. All limits are assumed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice, pairwise, product
from math import hypot
from typing import Final

from kneeview.domain.checks.notice import Notice
from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.landmarks import landmark
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import PlacedLandmark, Subject

_ROOM_MM: Final = 40.0
_ROOM_SHARE: Final = 0.72
"""How far off its place a landmark may lie: so many typical millimetres and so much of the way to its neighbour.

With all of it sideways a leg is bent by 45 degrees and more.
"""

_MORE_ROOM_MM: Final = 60.0
"""So much more have landmarks that may stand anywhere along a shaft, and those of the pelvis, whose size is its own."""

_ENDS: Final = (
    (L.HIP_CENTER, L.FEMORAL_HEAD_TOP, L.GREATER_TROCHANTER, L.ASIS),
    (L.KNEE_CENTER, L.FEMORAL_NOTCH, L.TIBIAL_SPINES, L.PATELLA_CENTER, L.FEMORAL_CONDYLE_LATERAL),
    (L.ANKLE_CENTER, L.TIBIAL_PLAFOND_LATERAL, L.TIBIAL_PLAFOND_MEDIAL, L.MEDIAL_MALLEOLUS),
)
_OF_EACH: Final = 2
"""The ends of the bones, down the leg: two of each that are placed tell the size of the leg."""

_SIZES: Final = (0.2, 1.5)
"""Legs from a newborn's to a giant's, as shares of the typical one."""

_ROAMING: Final = frozenset(
    {
        *(L.FEMORAL_SHAFT_PROXIMAL, L.FEMORAL_SHAFT_DISTAL, L.TIBIAL_SHAFT_PROXIMAL, L.TIBIAL_SHAFT_DISTAL),
        *(L.ILIAC_CREST, L.ASIS),
    }
)

_APART_MM: Final[Mapping[L, float]] = {
    L.HIP_CENTER: 60.0,
    L.FEMORAL_HEAD_TOP: 60.0,
    L.KNEE_CENTER: 35.0,
    L.FEMORAL_NOTCH: 35.0,
    L.TIBIAL_SPINES: 35.0,
    L.PATELLA_CENTER: 35.0,
    L.ANKLE_CENTER: 22.0,
}
"""How far the same landmark of both legs is apart at least, in typical millimetres; touching joints are farther."""

Pair = tuple[L, L]


def astray(subject: Subject) -> Iterator[Notice]:
    """Return the landmarks that are too near to another one, too far from it, or on the other leg."""
    unit = _unit(subject)
    if unit is None:
        return
    for side in SIDES:
        here = subject.positions[side]
        failing = [pair for pair in _neighbours(frozenset(here)) if not _fits(here, pair, unit)]
        yield from (_notice(side, here, pair, unit) for pair in _one_each(failing))
    yield from _on_one_leg(subject, unit)


@lru_cache(maxsize=256)
def _neighbours(placed: frozenset[L]) -> tuple[Pair, ...]:
    """Return every landmark with the one that is nearest to it on the typical leg, from the hip down, no pair twice."""
    order = sorted(placed, key=lambda i: (landmark(i).typical.v, landmark(i).typical.u))
    pairs: dict[frozenset[L], Pair] = {}
    for each in order:
        others = [i for i in order if i is not each]
        if others:
            nearest = min(others, key=lambda i: _typical(each, i).length)
            pairs.setdefault(frozenset((each, nearest)), (each, nearest))
    return tuple(pairs.values())


def _typical(one: L, other: L) -> Vec:
    return landmark(other).typical - landmark(one).typical


@lru_cache(maxsize=1024)
def _expected(one: L, other: L) -> tuple[Vec, float]:
    """Return the typical way from one to the other, and how far off it the other may lie, in typical millimetres."""
    typical = _typical(one, other)
    more = 0.0 if _ROAMING.isdisjoint((one, other)) else _MORE_ROOM_MM
    return typical, _ROOM_MM + _ROOM_SHARE * typical.length + more


def _fits(here: Mapping[L, Vec], pair: Pair, unit: float) -> bool:
    one, other = pair
    typical, room = _expected(one, other)
    start, end = here[one], here[other]  # in numbers: a frame of a drag asks this some hundred times
    return hypot(end.u - start.u - typical.u * unit, end.v - start.v - typical.v * unit) <= room * unit


def _unit(subject: Subject) -> float | None:
    """Return how long a typical millimetre is on these legs: the size under which most neighbours fit, or the larger.

    None where nothing tells: then no landmark can be doubted.
    """
    legs = [(subject.positions[side], _neighbours(frozenset(subject.positions[side]))) for side in SIDES]
    sizes = [size for here, _ in legs for size in _sizes(here)]
    if subject.scale.is_calibrated:
        sizes = [size for size in sizes if _SIZES[0] <= size <= _SIZES[1]]
    best: tuple[int, float] | None = None
    for size in sorted((size for size in sizes if size > 0), reverse=True):
        enough = None if best is None else best[0]  # with so many failing it is no better
        misfits = (pair for here, pairs in legs for pair in pairs if not _fits(here, pair, size))
        failing = sum(1 for _ in islice(misfits, enough))
        if failing == 0:
            return size
        if best is None or failing < best[0]:
            best = failing, size
    return None if best is None else best[1]


def _sizes(here: Mapping[L, Vec]) -> Iterator[float]:
    """Return how long a typical millimetre is by thigh and by shank."""
    ends = [[i for i in group if i in here][:_OF_EACH] for group in _ENDS]
    for upper, lower in pairwise(ends):
        for one, other in product(upper, lower):
            yield (here[other] - here[one]).length / _expected(one, other)[0].length


def _one_each(failing: list[Pair]) -> Iterator[Pair]:
    """Return one pair for each landmark that many pairs fail for: what is misplaced is asked about once."""
    while failing:
        counts = Counter(chain.from_iterable(failing))
        worst = max(counts, key=lambda i: counts[i])
        mine = [pair for pair in failing if worst in pair]
        yield mine[0]
        failing = [pair for pair in failing if worst not in pair]


def _notice(side: Side, here: Mapping[L, Vec], pair: Pair, unit: float) -> Notice:
    one, other = pair
    apart, typical = (here[other] - here[one]).length, _typical(one, other).length * unit
    how = "too near to" if apart < 0.6 * typical else "too far from" if apart > 1.4 * typical else "too far beside"
    return Notice(
        "astray",
        f"{_name((side, other))} lies {how} the {landmark(one).name.lower()} for this leg: is one of them misplaced?",
        (side, other),
        ((side, one), (side, other)),
        f"{landmark(other).name} {how} the {landmark(one).name.lower()}?",
    )


def _on_one_leg(subject: Subject, unit: float) -> Iterator[Notice]:
    right, left = (subject.positions[side] for side in SIDES)
    for landmark_id, least in _APART_MM.items():
        if landmark_id not in right or landmark_id not in left:
            continue
        across = Vec(right[landmark_id].u + left[landmark_id].u, right[landmark_id].v - left[landmark_id].v)
        if across.length < least * unit:
            name = landmark(landmark_id).name.lower()
            yield Notice(
                "astray",
                f"Right and left {name} lie at almost one place: is one of them on the wrong leg?",
                (Side.LEFT, landmark_id),
                ((Side.RIGHT, landmark_id), (Side.LEFT, landmark_id)),
                "On the wrong leg?",
            )


def _name(step: PlacedLandmark) -> str:
    return f"{step[0].value.capitalize()} {landmark(step[1]).name.lower()}"
