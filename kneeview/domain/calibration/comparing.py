"""Two scales of one picture side by side: by how much they differ, in words, and when that is too much."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kneeview.domain.scale import Scale
from kneeview.domain.units import millimetres_per_pixel as spacing

SCALE_DISAGREEMENT: Final = 0.03
"""Two scales of one picture that differ by more than this are warned of."""


def difference_from(header: Scale, calibrated: Scale) -> float | None:
    """Return by what share a calibration differs from the header's own scale; None where one of them has no size."""
    if header.column_mm is None or calibrated.column_mm is None:
        return None
    return calibrated.column_mm / header.column_mm - 1


def disagreement(header: Scale, calibrated: Scale) -> str:
    """Return a warning where the header's own scale differs by more than 3 %, else ""."""
    difference = difference_from(header, calibrated)
    if header.column_mm is None or difference is None or abs(difference) <= SCALE_DISAGREEMENT:
        return ""
    return (
        f"The header says {spacing(header.column_mm)} mm a pixel ({header.state.words}); "
        f"your calibration differs by {100 * difference:+.1f} %."
    )


def compared(calibrated: Scale, header: Scale) -> Scale:
    """Return a calibration with a warning where the header's own scale differs by more than 3 %."""
    warning = disagreement(header, calibrated)
    return replace(calibrated, warnings=(*calibrated.warnings, warning)) if warning else calibrated
