"""Units, and the one place that writes a number with its unit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Unit(Enum):
    """The unit of a reading; the value is what the files say."""

    MM = "mm"
    DEGREE = "deg"
    PERCENT = "%"
    CLASS = "class"

    @property
    def decimals(self) -> int:
        """How many decimals are shown: one for millimetres and degrees, none for percentages."""
        return 1 if self in (Unit.MM, Unit.DEGREE) else 0

    @property
    def mark(self) -> str:
        """What follows the number on screen and paper."""
        return {Unit.MM: " mm", Unit.DEGREE: "°", Unit.PERCENT: " %", Unit.CLASS: ""}[self]


def number(value: float, unit: Unit) -> str:
    """Return the value rounded as the unit asks, without the unit; a rounded zero has no sign."""
    text = f"{value:.{unit.decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def written(value: float, unit: Unit) -> str:
    """Return the value with its unit, as in "7.5 mm", "174.3°", "40 %"."""
    return number(value, unit) + unit.mark


def is_shown_as_zero(value: float, unit: Unit) -> bool:
    """Whether the value rounds to zero, so that no direction may be said of it."""
    return float(number(value, unit)) == 0


@dataclass(frozen=True, slots=True)
class Words:
    """A value in words: the whole text, and its two parts for places where they stand apart."""

    text: str
    magnitude: str
    direction: str = ""


def millimetres_per_pixel(value: float) -> str:
    """Return a spacing with four decimals, as the scale line prints it."""
    return f"{value:.4f}"
