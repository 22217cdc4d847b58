"""The kinds of calibration: what was marked on the picture or typed, and on which pictures it makes a scale."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Final, assert_never

from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind

BALL_DIAMETERS_MM: Final = (25.0, 25.4, 28.0, 30.0)
"""Balls that are sold for the purpose."""

SHEETS_MM: Final = (("A4", 297.0, 210.0), ("Letter", 279.4, 215.9), ("Card", 85.60, 53.98))
"""Flat things that lie at hand, the longer side first: sheets of paper, and a bank card (ISO/IEC 7810, ID-1)."""


class CalibrationError(ValueError):
    """The marks do not make a scale; the message says why in the user's words."""


def positive(value: float, what: str) -> float:
    """Return a size that is above zero. Raises `CalibrationError` that names it."""
    if not isfinite(value) or value <= 0:
        raise CalibrationError(f"{what} must be more than zero")
    return value


@dataclass(frozen=True, slots=True)
class HeaderCalibration:
    """The file's own tags decide."""


@dataclass(frozen=True, slots=True)
class SpacingCalibration:
    """The user typed the spacing, in millimetres a pixel."""

    row_mm: float
    column_mm: float


@dataclass(frozen=True, slots=True)
class RulerSegment:
    """Two points on a ruler and the millimetres between them."""

    start: ImagePoint
    end: ImagePoint
    length_mm: float


@dataclass(frozen=True, slots=True)
class RulerCalibration:
    """One or more stretches of known length.

    `marker_depth_mm` is how far the ruler lies in front (above zero) or behind the bone; None where nobody said.
    """

    segments: tuple[RulerSegment, ...]
    marker_depth_mm: float | None = None


@dataclass(frozen=True, slots=True)
class SphereCalibration:
    """A ball of known diameter, marked by three or more points of its rim; from six on it may be an ellipse.

    `marker_depth_mm` is how far the ball lies in front (above zero) or behind the bone; None where nobody said.
    """

    rim: tuple[ImagePoint, ...]
    diameter_mm: float
    marker_depth_mm: float | None = None


@dataclass(frozen=True, slots=True)
class HeightCalibration:
    """A patient of known height, on a photo."""

    top: ImagePoint
    bottom: ImagePoint
    height_mm: float


@dataclass(frozen=True, slots=True)
class RectangleCalibration:
    """A rectangle of known size in the plane of the legs, corners clockwise from the upper left, on a photo."""

    corners: tuple[ImagePoint, ImagePoint, ImagePoint, ImagePoint]
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class MagnificationCalibration:
    """The detector spacing of the header, divided by a magnification that the user accepted."""

    factor: float


MadeByUser = (
    SpacingCalibration
    | RulerCalibration
    | SphereCalibration
    | HeightCalibration
    | RectangleCalibration
    | MagnificationCalibration
)
Calibration = HeaderCalibration | MadeByUser

FROM_HEADER: Final = HeaderCalibration()


def name_of(calibration: Calibration) -> str:
    """Return what a calibration is called in the middle of a sentence, with its size."""
    match calibration:
        case HeaderCalibration():
            return "the header"
        case SpacingCalibration():
            return "typed spacing"
        case RulerCalibration(segments):
            return f"ruler of {segments[0].length_mm:g} mm" if len(segments) == 1 else f"{len(segments)} rulers"
        case SphereCalibration(_, diameter_mm):
            return f"ball of {diameter_mm:g} mm"
        case HeightCalibration(_, _, height_mm):
            return f"patient's height of {height_mm:g} mm"
        case RectangleCalibration(_, width_mm, height_mm):
            return f"rectangle of {width_mm:g} x {height_mm:g} mm"
        case MagnificationCalibration(factor):
            return f"header's magnification of {factor:g}"
        case _:
            assert_never(calibration)


ON_PHOTOS_ONLY: Final = "On photos only: a film shows more of the patient than one plane, so this would be wrong there."
"""Why a patient's height or a rectangle makes no scale on a film."""

_PHOTO_KINDS: Final = (HeightCalibration, RectangleCalibration)


def is_allowed(made: type[object], kind: Kind) -> bool:
    """Whether a kind of calibration makes a scale on such a picture."""
    return kind is Kind.PHOTO or made not in _PHOTO_KINDS


def check_kind(calibration: Calibration, kind: Kind) -> None:
    """Raise `CalibrationError` where such a calibration makes no scale on such a picture."""
    if not is_allowed(type(calibration), kind):
        raise CalibrationError(
            "a patient's height or a rectangle makes a scale on photos only: a film shows more than one plane"
        )
