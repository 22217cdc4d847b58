"""What a header says of the size of a pixel, before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Final

Pair = tuple[float, float]
"""Row spacing (vertical), then column spacing (horizontal), in millimetres: the order of the header."""

EQUAL: Final = 0.005
"""Spacings that differ by less than this fraction are the same: headers round to three decimals."""


@dataclass(frozen=True, slots=True)
class SpacingTags:
    """What a header says of the size of a pixel; absent or unreadable numbers are None.

    Pairs are row (vertical) before column, in millimetres. `magnification` is the Estimated Radiographic
    Magnification Factor. `source_detector_mm` and `source_patient_mm` are the distances of those names; Distance
    Source to Entrance is not among them, because it is not the distance to the bone. `aspect_ratio` is vertical before
    horizontal. `field_of_view_mm` are the sides of the exposed area in any order, `cassette_mm` those of the cassette.
    `is_projection` is False for pictures whose spacing is in the patient by construction (CT, MR ...). `repaired` and
    `rejected` name the values, with their text, that were understood in spite of their form, and that were not.
    """

    pixel_spacing: Pair | None = None
    imager_pixel_spacing: Pair | None = None
    scanned_pixel_spacing: Pair | None = None
    calibration_type: str = ""
    magnification: float | None = None
    source_detector_mm: float | None = None
    source_patient_mm: float | None = None
    aspect_ratio: Pair | None = None
    field_of_view_mm: Pair | None = None
    cassette_mm: Pair | None = None
    rows: int = 0
    columns: int = 0
    is_projection: bool = True
    is_secondary_capture: bool = False
    modality: str = ""
    repaired: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()

    @property
    def pixel(self) -> Pair | None:
        """Pixel Spacing where it is a spacing."""
        return usable(self.pixel_spacing)

    @property
    def imager(self) -> Pair | None:
        """Imager Pixel Spacing where it is a spacing."""
        return usable(self.imager_pixel_spacing)

    @property
    def scanned(self) -> Pair | None:
        """Nominal Scanned Pixel Spacing where it is a spacing."""
        return usable(self.scanned_pixel_spacing)

    @property
    def is_placeholder(self) -> bool:
        """Whether Pixel Spacing is the 1 mm that a captured screen carries where nothing is known."""
        return self.is_secondary_capture and self.pixel == (1.0, 1.0) and not self.is_typed

    @property
    def is_typed(self) -> bool:
        """Whether Calibration Type is one of the two that the standard knows."""
        return self.calibration_type in ("FIDUCIAL", "GEOMETRY")

    @property
    def stated_factor(self) -> float | None:
        """The magnification by its own tag; None where it cannot be believed."""
        return _magnification(self.magnification)

    @property
    def distance_factor(self) -> float | None:
        """The magnification by the distances: source to detector over source to patient."""
        detector, patient = self.source_detector_mm, self.source_patient_mm
        if detector is None or patient is None or not (_is_length(detector) and _is_length(patient)):
            return None
        return _magnification(detector / patient)

    @property
    def factor(self) -> float | None:
        """The magnification of the header, by its own tag before the distances."""
        return self.stated_factor or self.distance_factor


def _is_length(value: float) -> bool:
    return isfinite(value) and value > 0


def usable(pair: Pair | None) -> Pair | None:
    """Return the pair where both are finite and above zero; anything else counts as absent (PS3.3 10.7.1.3)."""
    return pair if pair is not None and _is_length(pair[0]) and _is_length(pair[1]) else None


def _magnification(value: float | None) -> float | None:
    """Return a factor above 1 and up to 3. Exactly 1 tells nothing: devices write it for "unknown"."""
    return value if value is not None and isfinite(value) and 1 < value <= 3 else None


def same(one: Pair | None, other: Pair | None) -> bool:
    """Whether both are there and agree but for rounding."""
    if one is None or other is None:
        return False
    return all(abs(a / b - 1) <= EQUAL for a, b in zip(one, other, strict=True))
