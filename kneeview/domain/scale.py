"""The scale: how many millimetres a pixel is, where that comes from, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import cos, hypot, radians, sin
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


MEASURED_SD: Final = 0.02
ASSUMED_SD: Final = 0.05
"""One standard deviation of a scale, as a fraction: measured on an object, and by an assumed magnification."""

SILENT_RANGE_MM: Final = (0.05, 1.5)
"""Spacings inside this range are accepted without a word; outside it they are warned of."""


LEVELS: Final[Mapping[int, str]] = {
    1: "made on this picture by the user",
    2: "calibrated on an object of known size, or a section",
    3: "corrected for an assumed magnification",
    4: "corrected by the sender, who does not say how",
    5: "the detector's spacing, repeated as that of the patient",
    6: "the detector's spacing, divided by a magnification",
    7: "the detector's spacing alone",
    8: "a spacing that does not say in which plane",
    9: "the spacing of a scanned film",
    10: "no spacing at all",
}
"""What each level of the ladder stands on, the surest first."""


@dataclass(frozen=True, slots=True)
class MarkedRectangle:
    """The rectangle that a plane was made of, in millimetres, and what its corners may be out by.

    `wobbled` are the maps to the plane with each coordinate of each corner out by one standard deviation. `plane_sd` is
    one standard deviation of the scale, as a fraction, since the plane is not quite that of the legs.
    """

    width_mm: float
    height_mm: float
    wobbled: tuple[Homography, ...]
    plane_sd: float

    def sizes_away(self, point: PlanePoint) -> float:
        """Return how far a point of the plane lies outside, in lengths of the longer side; 0 inside."""
        across = max(-point.x, point.x - self.width_mm, 0.0)
        down = max(-point.y, point.y - self.height_mm, 0.0)
        return hypot(across, down) / max(self.width_mm, self.height_mm)


@dataclass(frozen=True, slots=True)
class Scale:
    """The spacing of pixels in the film plane, in millimetres, with its provenance.

    `row_mm` is the distance between rows (vertical), `column_mm` that between columns; both are None without a scale.
    `aspect` is row over column and serves angles where there are no millimetres. `relative_sd` is one standard
    deviation as a fraction of the scale; None where only a one-sided magnification is known to lie between.
    `explanation` is one sentence with the arithmetic. `offered_factor` is a magnification in the header that the user
    may apply. `perspective` maps image points to the plane where a rectangle was marked on a photo; the spacings are
    then those at the rectangle's middle. `roll_deg` is how far the picture leans: the plane is turned about its origin
    from x towards y by so many degrees, which makes a plumb line of that lean vertical.
    `rectangle` is what the perspective was made of: `relative_sd` then holds of lengths in it, and not outside it.
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
    roll_deg: float = 0.0
    rectangle: MarkedRectangle | None = None

    @property
    def level_words(self) -> str:
        """Which of the ten levels of the ladder this is, and what it stands on."""
        return f"level {self.level} of {len(LEVELS)}, {LEVELS[self.level]}"

    @property
    def wobbles(self) -> tuple[Scale, ...]:
        """The scales with each coordinate of each corner of the rectangle out by one standard deviation; else none."""
        wobbled = self.rectangle.wobbled if self.rectangle is not None else ()
        return tuple(replace(self, perspective=plane, rectangle=None) for plane in wobbled)

    def sizes_outside(self, point: ImagePoint) -> float:
        """Return how far a point lies outside the rectangle, in lengths of its longer side; 0 inside or without one.

        Raises `DegenerateError` for a point beyond the vanishing line of the rectangle's plane.
        """
        return 0.0 if self.rectangle is None else self.rectangle.sizes_away(self._flat(point))

    @property
    def is_calibrated(self) -> bool:
        """Whether there are millimetres at all."""
        return self.row_mm is not None and self.column_mm is not None

    def to_plane(self, point: ImagePoint) -> PlanePoint:
        """Return the point in the film plane: millimetres, or widths of a pixel where there is no scale."""
        return _turned(self._flat(point), self.roll_deg)

    def to_image(self, point: PlanePoint) -> ImagePoint:
        """Return the plane point in pixels of the image; the way back of `to_plane`."""
        flat = _turned(point, -self.roll_deg)
        if self.perspective is not None:
            return ImagePoint(*self.perspective.inverse().apply(flat.x, flat.y))
        if self.row_mm is None or self.column_mm is None:
            return ImagePoint(flat.x, flat.y / self.aspect)
        return ImagePoint(flat.x / self.column_mm, flat.y / self.row_mm)

    def _flat(self, point: ImagePoint) -> PlanePoint:
        if self.perspective is not None:
            return PlanePoint(*self.perspective.apply(point.x, point.y))
        if self.row_mm is None or self.column_mm is None:
            return PlanePoint(point.x, point.y * self.aspect)
        return PlanePoint(point.x * self.column_mm, point.y * self.row_mm)


def _turned(point: PlanePoint, angle_deg: float) -> PlanePoint:
    """Return the point turned about the origin from x towards y; without a turn, the very point."""
    if angle_deg == 0:
        return point
    c, s = cos(radians(angle_deg)), sin(radians(angle_deg))
    return PlanePoint(c * point.x - s * point.y, s * point.x + c * point.y)


NO_SCALE: Final = Scale(
    ScaleState.UNCALIBRATED,
    "none",
    "Nothing in this picture says how large a pixel is, so no lengths are given.",
)
"""The scale of a picture that tells nothing: angles on square pixels, no lengths."""
