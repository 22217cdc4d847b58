"""What the camera says of how and when the photo was taken; nothing of whom, where and with which device."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Final

WIDE_ANGLE_MM: Final = 40
"""Lenses of a shorter focal length (35 mm equivalent) stretch what lies near the edges, and tempt to stand near."""

NEAR_M: Final = 2.0
"""From a shorter distance, what is nearer to the camera is drawn noticeably larger."""

_FOCAL_LENGTH_35_MM: Final = 0xA405
_SUBJECT_DISTANCE: Final = 0x9206
_LENS_MODEL: Final = 0xA434
_TAKEN: Final = 0x9003
_CLOCK_SET_FROM: Final = 1990
"""A camera whose clock nobody set counts from an earlier year."""

_ADVICE: Final = "photograph from 3 to 5 m with zoom"


def _number(value: object) -> float:
    """Return the number that a tag holds, 0 where it holds none; the standard writes 0 for "unknown" too."""
    try:
        number = float(str(value))
    except ValueError:
        return 0.0
    return number if isfinite(number) and number > 0 else 0.0


def camera_warnings(block: Mapping[int, object]) -> tuple[str, ...]:
    """Return what lens and distance mean for measuring, from the EXIF block by tag (EXIF 2.32, 4.6.5)."""
    focal_length, distance = _number(block.get(_FOCAL_LENGTH_35_MM)), _number(block.get(_SUBJECT_DISTANCE))
    found = []
    if 0 < focal_length < WIDE_ANGLE_MM:
        found.append(
            f"The photo was taken with a wide-angle lens ({focal_length:.0f} mm equivalent), "
            f"which stretches the edges; {_ADVICE}."
        )
    if 0 < distance < NEAR_M:
        found.append(f"The photo was taken from {distance:.1f} m, which enlarges what is nearer; {_ADVICE}.")
    if "front" in str(block.get(_LENS_MODEL, "")).lower():
        found.append(
            "The photo was taken with a front camera, which may save a mirror image; check right and left, and set the "
            "view."
        )
    return tuple(found)


def day_taken(block: Mapping[int, object]) -> str:
    """Return the day on which the shutter opened, as 20260503, by the camera's clock (DateTimeOriginal, EXIF 2.32).

    "" where the camera says none, or its clock was never set.
    """
    digits = str(block.get(_TAKEN, ""))[: len("2026:05:03")].replace(":", "")
    try:
        taken = date.fromisoformat(digits)
    except ValueError:
        return ""
    return f"{taken:%Y%m%d}" if taken.year >= _CLOCK_SET_FROM else ""
