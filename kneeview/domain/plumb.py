"""The plumb line: a vertical marked on the picture, and the roll of the picture that follows from it.

Only readings against the horizontal change: turning the whole plane moves no landmark against another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import atan2, degrees, isfinite
from typing import Final

from kneeview.domain.calibration import CalibrationError
from kneeview.domain.geometry import DegenerateError, ImagePoint
from kneeview.domain.scale import Scale

MOST_DEG: Final = 30.0
"""A line that leans more than this was not drawn along a vertical."""


@dataclass(frozen=True, slots=True)
class PlumbLine:
    """Two points along a vertical of the room, as the picture shows it."""

    top: ImagePoint
    bottom: ImagePoint


def roll_deg(line: PlumbLine, scale: Scale) -> float:
    """Return the lean of a plumb line in the film plane in degrees, above zero where its bottom lies to the right.

    Which of the two points is the upper one follows from the picture. Raises `CalibrationError` where the line has no
    direction.
    """
    if line.top.distance(line.bottom) < 1:
        raise CalibrationError("the two ends of the plumb line coincide")
    level = replace(scale, roll_deg=0.0)
    try:
        top, bottom = level.to_plane(line.top), level.to_plane(line.bottom)
    except DegenerateError as error:
        raise CalibrationError("the plumb line leaves the plane of the rectangle") from error
    across, down = bottom.x - top.x, bottom.y - top.y
    if not (isfinite(across) and isfinite(down)):
        raise CalibrationError("the plumb line lies beyond every picture")
    return degrees(atan2(across, down) if down >= 0 else atan2(-across, -down))


def check_upright(line: PlumbLine, scale: Scale) -> None:
    """Raise `CalibrationError` where a line that was drawn leans too far to be a vertical."""
    roll = roll_deg(line, scale)
    if abs(roll) > MOST_DEG:
        raise CalibrationError(f"the line leans by {abs(roll):.0f}°, but a vertical leans by less than {MOST_DEG:.0f}°")


def levelled(scale: Scale, line: PlumbLine | None) -> Scale:
    """Return the scale turned so that the plumb line is vertical. Raises `CalibrationError` as `roll_deg` does."""
    if line is None:
        return scale
    roll = roll_deg(line, scale)
    return replace(scale, roll_deg=roll, explanation=f"{scale.explanation} {roll_words(roll)}")


def roll_words(roll: float) -> str:
    """Return a roll as a sentence."""
    if abs(roll) < 0.05:
        return "By the plumb line the picture stands upright."
    way = "anticlockwise" if roll > 0 else "clockwise"
    return f"By the plumb line the picture leans {abs(roll):.1f}° {way}; readings against the horizontal allow for it."
