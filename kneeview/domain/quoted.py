"""What a source says of a population: ranges and means, each with how it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Evidence = Literal["quoted", "derived", "recalled"]
"""How a number is known: read in its source or in a page that quotes it, following from such a number by geometry, or
remembered of the standard reference and not read again. What is only recalled is never a flag."""


@dataclass(frozen=True, slots=True)
class Range:
    """A range quoted from a source for a population, in the unit of the measurement; None where it has no limit.

    `high_open` where the upper limit itself lies outside: the source says "from 25 mm" or "below 40 mm" and not "above
    80 mm". `sex` ("M", "F") where the population is of one sex. `printed` is the limit as the source prints it, where
    that is not the range itself, and `note` what the source says of it. `from_age_y` is the age of the youngest of the
    population: younger patients are not compared with it.
    """

    low: float | None
    high: float | None
    source: str
    population: str
    basis: Evidence = "quoted"
    high_open: bool = False
    sex: str = ""
    printed: str = ""
    note: str = ""
    from_age_y: float = 0.0

    def holds(self, value: float) -> bool:
        """Whether a number without error lies within: a limit belongs to the range unless its source says else."""
        above_low = self.low is None or value >= self.low
        below_high = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above_low and below_high


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean that a source prints for a population, in the unit of the measurement, with its standard deviation.

    It is shown as it was quoted and never made into limits: a standard deviation of a group is no verdict on one.
    `from_age_y` is the age of the youngest of the population.
    """

    value: float
    sd: float | None
    source: str
    population: str
    basis: Evidence = "quoted"
    sex: str = ""
    note: str = ""
    from_age_y: float = 0.0
