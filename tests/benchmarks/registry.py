"""What a benchmark answers, and how times are taken."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Final

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure beside its peer's; times are 95th percentiles unless the name says otherwise.

    `goal` is the greatest ratio that is good enough, or the greatest figure where there is no peer. `floor` is what no
    program can go below, measured in the same run.
    """

    name: str
    figure: float
    unit: str
    goal: float
    peer: str = ""
    peer_figure: float | None = None
    floor: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the peer's figure it is."""
        return self.figure / self.peer_figure if self.peer_figure else None

    @property
    def met(self) -> bool:
        """Whether the goal is met."""
        return (self.figure if self.ratio is None else self.ratio) <= self.goal

    def as_json(self) -> dict[str, object]:
        """Return the figure as it is written."""
        return {
            "name": self.name,
            "figure": round(self.figure, 3),
            "unit": self.unit,
            "peer": self.peer or None,
            "peer_figure": None if self.peer_figure is None else round(self.peer_figure, 3),
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "floor": None if self.floor is None else round(self.floor, 3),
            "goal": self.goal,
            "met": self.met,
        }


Benchmark = Callable[[], Iterable[Figure]]


def percentile_95(values: Sequence[float]) -> float:
    """Return the 95th percentile, of few values near the greatest."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


_BLOCK: Final = 8
"""How many rounds one block of a floor has."""


def steady(times: Sequence[float]) -> float:
    """Return the median of the 95th percentiles of short blocks: a floor, which sets how long a frame may take.

    One burst of other work on the machine would raise the 95th percentile of the whole row, and the bound with it, many
    times over; it falls into a block or two.
    """
    return statistics.median(percentile_95(times[k : k + _BLOCK]) for k in range(0, len(times), _BLOCK))


def times_ms(calls: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Return the 95th percentile of each call's time in milliseconds; in turns, so that the machine's moods are shared.

    Each is called once before, for what is loaded at the first use.
    """
    return [percentile_95(times) for times in _taken_ms(calls, rounds)]


def frame_ms(frame: Callable[[], object], floor: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the 95th percentile of a frame and the steady floor, in milliseconds, taken in turns."""
    frames, floors = _taken_ms((frame, floor), rounds)
    return percentile_95(frames), steady(floors)


def _taken_ms(calls: Sequence[Callable[[], object]], rounds: int) -> list[list[float]]:
    for call in calls:
        call()
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, times in zip(calls, taken, strict=True):
            gc.collect()
            begun = perf_counter()
            call()
            times.append((perf_counter() - begun) * 1000)
    return taken
