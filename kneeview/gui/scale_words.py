"""A scale in words, as the scale line and the calibration card say it."""

from __future__ import annotations

from typing import Final

from kneeview.domain.scale import Scale
from kneeview.domain.units import millimetres_per_pixel

_METHODS: Final = {
    "header": "from the header",
    "ruler": "ruler",
    "sphere": "ball",
    "spacing": "typed",
    "height": "patient's height",
    "rectangle": "rectangle",
    "magnification": "header's magnification",
}


def spacing_words(scale: Scale) -> str:
    """Return the spacing of a scale in words; rows and columns apart where they differ."""
    if scale.row_mm is None or scale.column_mm is None:
        return "No scale: no lengths"
    if abs(scale.row_mm / scale.column_mm - 1) < 1e-3:
        return f"{millimetres_per_pixel(scale.column_mm)} mm a pixel"
    return f"{millimetres_per_pixel(scale.row_mm)} mm a row, {millimetres_per_pixel(scale.column_mm)} mm a column"


def method_words(scale: Scale) -> str:
    """Return where a scale comes from."""
    return _METHODS.get(scale.method, "set one here")
