"""Which landmark moves which reading by how much, in words, and which landmarks bring in most of the error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kneeview.domain.measurement import PlacedLandmark, Reading, Value
from kneeview.domain.units import Unit

# What a reading changes by for one millimetre says most in the unit that the user judges by.
_SMALLEST_SHOWN = 0.005

_AXIS = ("mad", "hka")


def influence_of(key: PlacedLandmark, readings: Iterable[Reading]) -> tuple[tuple[Reading, float], ...]:
    """Return the readings that a landmark moves, each with its greatest change for 1 mm of movement.

    The reading that changes by most of its own error comes first: millimetres and degrees cannot be ranked otherwise.
    """
    found: list[tuple[float, Reading, float]] = []
    for reading in readings:
        if isinstance(reading.outcome, Value):
            for each, change in reading.outcome.sensitivity:
                sd = reading.outcome.placement_sd
                if each == key and sd:
                    found.append((change / sd, reading, change))
    return tuple((reading, change) for _, reading, change in sorted(found, key=lambda item: -item[0]))


def influence_parts(key: PlacedLandmark, readings: Iterable[Reading]) -> tuple[str, ...]:
    """Return "MAD by 0.54 mm" and so on, for each reading that 1 mm of the landmark changes by what can be told.

    The axis comes first, since that is what the user judges by; then what moves by most of its own error.
    """
    return tuple(
        f"{reading.short} by {change:.2f}{_mark(reading)}"
        for reading, change in sorted(influence_of(key, readings), key=lambda found: _place(found[0]))
        if change >= _SMALLEST_SHOWN
    )


def influence_words(key: PlacedLandmark, readings: Iterable[Reading], *, at_most: int = 3) -> str:
    """Return in a sentence what 1 mm of a landmark changes; "" where it moves nothing."""
    return influence_sentence(influence_parts(key, readings), at_most)


def influence_sentence(parts: Sequence[str], at_most: int) -> str:
    """Return "1 mm here changes MAD by 0.54 mm, HKA by 0.16°" of the first parts; "" where there are none."""
    return f"1 mm here changes {', '.join(parts[:at_most])}" if parts else ""


def _place(reading: Reading) -> int:
    """Return where a reading is told: those of the axis first, the others after them in the order they have."""
    return _AXIS.index(reading.measurement.id) if reading.measurement.id in _AXIS else len(_AXIS)


def _mark(reading: Reading) -> str:
    """Return the unit of a change: percentages change by points."""
    unit = reading.measurement.unit
    return " points" if unit is Unit.PERCENT else unit.mark


def ranked(reading: Reading) -> tuple[tuple[PlacedLandmark, float], ...]:
    """Return the landmarks of a reading with their shares of its placement error's variance, the greatest first."""
    if not isinstance(reading.outcome, Value):
        return ()
    return tuple(sorted(reading.outcome.shares, key=lambda item: -item[1]))
