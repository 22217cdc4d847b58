"""A calibration as a case keeps it: what was marked, by whom and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kneeview.domain.calibration import FROM_HEADER, Calibration, HeaderCalibration


@dataclass(frozen=True, slots=True)
class CalibrationRecord:
    """How the scale was made, and by whom and when (ISO 8601); both "" for the header's own."""

    calibration: Calibration = FROM_HEADER
    by: str = ""
    at: str = ""

    @property
    def is_made(self) -> bool:
        """Whether the user made it; else the header decides."""
        return not isinstance(self.calibration, HeaderCalibration)


def comparisons_to(in_use: CalibrationRecord, others: Iterable[CalibrationRecord]) -> tuple[CalibrationRecord, ...]:
    """Return those of `others` that stay beside the one in use: what the user made of another kind."""
    return tuple(each for each in others if each.is_made and type(each.calibration) is not type(in_use.calibration))
