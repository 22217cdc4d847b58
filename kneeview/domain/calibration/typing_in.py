"""A spacing as a user types it."""

from __future__ import annotations

from typing import Final

from kneeview.domain.calibration.kinds import CalibrationError, SpacingCalibration
from kneeview.domain.typed_numbers import number_from

TYPED_RANGE_MM: Final = (0.001, 10.0)
"""Typed spacings outside this range are slips of the hand."""


def typed_spacing(text: str, aspect: float) -> SpacingCalibration:
    """Return the calibration of a typed width of a pixel in millimetres; `aspect` is its height over its width.

    Raises `CalibrationError` for what is no number, or no spacing of any picture.
    """
    value = number_from(text)
    if value is None:
        raise CalibrationError(f"“{text}” is no number")
    if value <= 0:
        raise CalibrationError("the spacing must be more than zero")
    low, high = TYPED_RANGE_MM
    if not low <= value <= high:
        raise CalibrationError(f"the spacing lies between {low:g} and {high:g} mm a pixel")
    return SpacingCalibration(value * aspect, value)
