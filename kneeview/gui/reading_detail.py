"""What stands behind a reading, in plain sentences: definition, quoted ranges, and which landmarks it hangs on."""

from __future__ import annotations

from typing import Final

from kneeview.domain.landmarks import landmark
from kneeview.domain.measurement import Measurement, Reading, Value
from kneeview.domain.quoted import Range
from kneeview.domain.units import number

_MOST: Final = 3
"""How many landmarks of a reading are told: those that move it most."""


def detail(measurement: Measurement, readings: tuple[Reading, ...]) -> str:
    """Return the paragraphs that a row unfolds to."""
    parts = [measurement.definition, f"Defined after {measurement.source}."]
    parts += [_quoted(quoted) for quoted in measurement.ranges]
    parts += [words for reading in readings if (words := _dependence(reading))]
    return "\n".join(parts)


def _quoted(quoted: Range) -> str:
    return f"{quoted.basis.capitalize()} {_limits(quoted)}: {quoted.source}; {quoted.population}."


def _limits(quoted: Range) -> str:
    if quoted.low is None and quoted.high is None:
        return "without limits"
    if quoted.low is None:
        return f"{'below' if quoted.high_open else 'up to'} {quoted.high:g}"
    return f"from {quoted.low:g}" if quoted.high is None else f"{quoted.low:g} to {quoted.high:g}"


def _dependence(reading: Reading) -> str:
    """Return by how much a value changes for 1 mm of the landmarks that move it most, and why it is unsure."""
    value = reading.outcome
    if not isinstance(value, Value):
        return ""
    leg = "" if reading.side is None else f"{reading.side.value.capitalize()}: "
    most = sorted(value.sensitivity, key=lambda each: -each[1])[:_MOST]
    moved = ", ".join(
        f"{f'{side.value} ' if reading.side is None else ''}{landmark(i).name.lower()} {number(change, value.unit)}"
        for (side, i), change in most
    )
    errors = [
        f"{name} {number(1.96 * sd, value.unit)}"
        for name, sd in (("placement", value.placement_sd), ("scale", value.scale_sd))
        if sd
    ]
    told = [
        f"± {' and '.join(errors)} (95 %)" if errors else "",
        f"1 mm of movement changes it by: {moved}" if moved else "",
    ]
    words = "; ".join(part for part in told if part)
    return f"{leg}{words}." if words else ""
