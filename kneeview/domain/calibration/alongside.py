"""What else was measured on a picture, beside the scale in use: by how much it differs, and when that is too much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kneeview.domain.calibration.comparing import SCALE_DISAGREEMENT, difference_from
from kneeview.domain.calibration.kinds import Calibration, CalibrationError, name_of
from kneeview.domain.calibration.making import scale_from
from kneeview.domain.scale import Scale
from kneeview.domain.units import millimetres_per_pixel as spacing


@dataclass(frozen=True, slots=True)
class Comparison:
    """Another measurement of the same picture. `scale` is None where its marks make none on it.

    `difference` is by what share it is more than the scale in use; None where one of them has no size.
    """

    name: str
    scale: Scale | None = None
    difference: float | None = None

    @property
    def is_odd(self) -> bool:
        """Whether it differs from the scale in use by more than 3 %."""
        return self.difference is not None and abs(self.difference) > SCALE_DISAGREEMENT

    @property
    def words(self) -> str:
        """What it gives, as in "ball of 25 mm gives 0.1881 mm a pixel, 1.2 % less"."""
        if self.scale is None or self.scale.column_mm is None:
            return f"{self.name} makes no scale on this picture"
        words = f"{self.name} gives {spacing(self.scale.column_mm)} mm a pixel"
        if self.difference is None:
            return words
        percent = f"{100 * abs(self.difference):.1f}"
        return f"{words}, {'the same' if percent == '0.0' else f'{percent} % {_more(self.difference)}'}"

    @property
    def warning(self) -> str:
        """A sentence where it differs by more than 3 %, else ""."""
        return f"Also measured: {self.words} than the scale in use. Find out which is right." if self.is_odd else ""


def _more(difference: float) -> str:
    return "more" if difference > 0 else "less"


def comparison(calibration: Calibration, header: Scale, in_use: Scale) -> Comparison:
    """Return what a calibration that is not in use would give on the same picture."""
    name = name_of(calibration)
    try:
        own = scale_from(calibration, header)
    except CalibrationError:
        return Comparison(name)
    return Comparison(name, own, difference_from(in_use, own))


def beside(in_use: Scale, comparisons: Iterable[Comparison]) -> Scale:
    """Return the scale in use with a warning for each measurement that differs by more than 3 %."""
    warnings = tuple(each.warning for each in comparisons if each.is_odd)
    return replace(in_use, warnings=(*in_use.warnings, *warnings)) if warnings else in_use
