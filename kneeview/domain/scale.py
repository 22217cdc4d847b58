"""The scale: how many millimetres a pixel is, where that comes from, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kneeview.domain.geometry import Homography, ImagePoint, PlanePoint


class ScaleState(StrEnum):
    """What the millimetre of a picture means."""

    CALIBRATED = "calibrated"
    ESTIMATED = "estimated"
    DETECTOR_PLANE = "detector_plane"
    FILM_PLANE = "film_plane"
    UNKNOWN = "unknown"
    UNCALIBRATED = "uncalibrated"

    @property
    def words(self) -> str:
        """The state as the scale line prints it."""
        return {
            ScaleState.CALIBRATED: "calibrated",
            ScaleState.ESTIMATED: "estimated",
            ScaleState.DETECTOR_PLANE: "at the detector",
            ScaleState.FILM_PLANE: "at the film",
            ScaleState.UNKNOWN: "of unknown meaning",
            ScaleState.UNCALIBRATED: "no scale",
        }[self]


SILENT_RANGE_MM: Final = (0.05, 1.5)
"""Spacings inside this range are accepted without a word; outside it they are warned of."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The spacing of pixels in the film plane, in millimetres, with its provenance.

    `row_mm` is the distance between rows (vertical), `column_mm` that between columns; both are None without a scale.
    `aspect` is row over column and serves angles where there are no millimetres. `relative_sd` is one standard
    deviation as a fraction of the scale; None where only a one-sided magnification is known to lie between.
    `explanation` is one sentence with the arithmetic. `offered_factor` is a magnification in the header that the user
    may apply. `perspective` maps image points to the plane where a rectangle was marked on a photo; the spacings are
    then those at the rectangle's middle.
    """

    state: ScaleState
    method: str
    explanation: str
    row_mm: float | None = None
    column_mm: float | None = None
    aspect: float = 1.0
    relative_sd: float | None = None
    level: int = 10
    offered_factor: float | None = None
    warnings: tuple[str, ...] = ()
    perspective: Homography | None = None

    @property
    def is_calibrated(self) -> bool:
        """Whether there are millimetres at all."""
        return self.row_mm is not None and self.column_mm is not None

    def to_plane(self, point: ImagePoint) -> PlanePoint:
        """Return the point in the film plane: millimetres, or widths of a pixel where there is no scale."""
        if self.perspective is not None:
            return PlanePoint(*self.perspective.apply(point.x, point.y))
        if self.row_mm is None or self.column_mm is None:
            return PlanePoint(point.x, point.y * self.aspect)
        return PlanePoint(point.x * self.column_mm, point.y * self.row_mm)

    def to_image(self, point: PlanePoint) -> ImagePoint:
        """Return the plane point in pixels of the image; the way back of `to_plane`."""
        if self.perspective is not None:
            return ImagePoint(*self.perspective.inverse().apply(point.x, point.y))
        if self.row_mm is None or self.column_mm is None:
            return ImagePoint(point.x, point.y / self.aspect)
        return ImagePoint(point.x / self.column_mm, point.y / self.row_mm)


NO_SCALE: Final = Scale(
    ScaleState.UNCALIBRATED,
    "none",
    "Nothing in this picture says how large a pixel is, so no lengths are given.",
)
"""The scale of a picture that tells nothing: angles on square pixels, no lengths."""
