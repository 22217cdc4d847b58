"""From a calibration to the scale that follows, with its arithmetic, its error and its warnings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from math import hypot, isfinite, sqrt
from typing import Final, assert_never

from kneeview.domain.ball import ball_shadow
from kneeview.domain.calibration.comparing import SCALE_DISAGREEMENT, compared
from kneeview.domain.calibration.kinds import (
    Calibration,
    CalibrationError,
    HeaderCalibration,
    HeightCalibration,
    MadeByUser,
    MagnificationCalibration,
    RectangleCalibration,
    RulerCalibration,
    SpacingCalibration,
    SphereCalibration,
    positive,
)
from kneeview.domain.calibration.rectangle import IN_PLANE_SD, from_rectangle
from kneeview.domain.geometry import DegenerateError, ImagePoint
from kneeview.domain.scale import ASSUMED_SD, MEASURED_SD, NO_SCALE, SILENT_RANGE_MM, Scale, ScaleState
from kneeview.domain.uncertainty import COVERAGE_95
from kneeview.domain.units import millimetres_per_pixel as spacing

RULER_SD: Final = IN_PLANE_SD
"""One standard deviation of a scale from a ruler in the plane of the bones, as a fraction."""

_RIM_SD_PX: Final = 0.7
"""One standard deviation of a ball's diameter as it is marked, in pixels: on a small ball this outweighs the rest."""

DEPTH_SD_PER_MM: Final = 0.001
"""What each millimetre between the depths of marker and bone adds to the relative error: 1 % a centimetre, from the
evidence on scale balls."""

FARTHEST_MARKER_MM: Final = 500.0
"""No marker in the beam lies farther from the bone."""

_ODD_ELONGATION: Final = 1.25
"""A ball's shadow is not this long on any film: the cone of rays would have to be wider than 70 degrees."""


def _with_depth(base_sd: float, depth_mm: float | None) -> float:
    """Return the relative error with that of the marker's depth added, as a root sum of squares."""
    if depth_mm is None:
        return base_sd
    if not abs(depth_mm) <= FARTHEST_MARKER_MM:
        raise CalibrationError(f"a marker lies within {FARTHEST_MARKER_MM:g} mm of the bone")
    return hypot(base_sd, DEPTH_SD_PER_MM * depth_mm)


def depth_words(depth_mm: float) -> str:
    """Return how far a marker lies before or behind the bone, and half the 95 % interval of the error that it adds."""
    if depth_mm == 0:
        return "at the depth of the bone"
    where = "in front of" if depth_mm > 0 else "behind"
    return (
        f"{abs(depth_mm):g} mm {where} the bone (± {100 * COVERAGE_95 * DEPTH_SD_PER_MM * abs(depth_mm):.1f} %, 95 %)"
    )


def _with_depth_words(depth_mm: float | None, otherwise: str) -> str:
    return otherwise if depth_mm is None else f", {depth_words(depth_mm)}"


def _calibrated(header: Scale, column_mm: float, method: str, explanation: str, relative_sd: float) -> Scale:
    """Return a level-1 scale; the header's pixel shape decides the rows, one measured length cannot."""
    calibrated = Scale(
        ScaleState.CALIBRATED,
        method,
        explanation,
        row_mm=column_mm * header.aspect,
        column_mm=column_mm,
        aspect=header.aspect,
        relative_sd=relative_sd,
        level=1,
    )
    return compared(calibrated, header)


def _pixel_length(start: ImagePoint, end: ImagePoint, aspect: float) -> float:
    """Return the distance in widths of a pixel. Raises `CalibrationError` for coincident points."""
    length = hypot(end.x - start.x, (end.y - start.y) * aspect)
    if length < 1:
        raise CalibrationError("the two ends of the known length coincide")
    return length


def _from_ruler(calibration: RulerCalibration, header: Scale) -> Scale:
    segments, depth_mm = calibration.segments, calibration.marker_depth_mm
    if not segments:
        raise CalibrationError("a ruler needs at least one stretch of known length")
    lengths_mm = [positive(segment.length_mm, "the known length") for segment in segments]
    lengths_px = [_pixel_length(segment.start, segment.end, header.aspect) for segment in segments]
    total_mm, total_px = sum(lengths_mm), sum(lengths_px)
    column_mm = total_mm / total_px
    depth = _with_depth_words(depth_mm, "")
    sum_words = f"{total_mm:g} mm / {total_px:.1f} px = {spacing(column_mm)} mm a pixel{depth}"
    relative_sd = _with_depth(RULER_SD, depth_mm)
    if len(segments) == 1:
        return _calibrated(header, column_mm, "ruler", f"Ruler: {sum_words}.", relative_sd)
    differences = [mm / px / column_mm - 1 for mm, px in zip(lengths_mm, lengths_px, strict=True)]
    spread = max(abs(difference) for difference in differences)
    relative_sd = _with_depth(max(RULER_SD, _error_of_mean(differences)), depth_mm)
    explanation = f"{len(segments)} rulers: {sum_words}; they differ from it by up to {100 * spread:.1f} %."
    scale = _calibrated(header, column_mm, "ruler", explanation, relative_sd)
    if spread <= SCALE_DISAGREEMENT:
        return scale
    warning = f"The rulers differ from their mean by up to {100 * spread:.1f} %: check their ends and lengths."
    return replace(scale, warnings=(warning, *scale.warnings))


def _error_of_mean(differences: Sequence[float]) -> float:
    """Return one standard deviation of the mean of two or more that scatter so: rulers that disagree are less sure."""
    n = len(differences)
    return sqrt(sum(each * each for each in differences) / (n * (n - 1)))


def _from_sphere(calibration: SphereCalibration, header: Scale) -> Scale:
    diameter_mm, depth_mm = positive(calibration.diameter_mm, "the ball's diameter"), calibration.marker_depth_mm
    try:
        shadow = ball_shadow([(p.x, p.y * header.aspect) for p in calibration.rim])
    except DegenerateError as error:
        raise CalibrationError(f"the ball's rim makes no circle: {error}") from error
    diameter_px = 2 * shadow.minor
    if diameter_px < 2:
        raise CalibrationError("the ball's rim is too small to measure")
    column_mm = diameter_mm / diameter_px
    depth_words = _with_depth_words(depth_mm, ", at the ball's own depth")
    ellipse = "" if shadow.is_round else f" (the short axis of an ellipse {shadow.elongation:.2f} times as long)"
    scale = _calibrated(
        header,
        column_mm,
        "sphere",
        f"Ball: {diameter_mm:g} mm / {diameter_px:.1f} px{ellipse} = {spacing(column_mm)} mm a pixel{depth_words}.",
        _with_depth(max(MEASURED_SD, _RIM_SD_PX / diameter_px), depth_mm),
    )
    if shadow.elongation <= _ODD_ELONGATION:
        return scale
    warning = f"The rim is {shadow.elongation:.2f} times as long as wide, which no ball is: check its points."
    return replace(scale, warnings=(warning, *scale.warnings))


def _from_magnification(factor: float, header: Scale) -> Scale:
    if header.row_mm is None or header.column_mm is None:
        raise CalibrationError("the header has no detector spacing to divide")
    if not isfinite(factor) or not 1 <= factor < 3:
        raise CalibrationError("a magnification lies between 1 and 3")
    if header.state not in (ScaleState.DETECTOR_PLANE, ScaleState.UNKNOWN):
        raise CalibrationError(f"the header's scale is {header.state.words} already; a magnification is divided once")
    column_mm = header.column_mm / factor
    return Scale(
        ScaleState.ESTIMATED,
        "magnification",
        f"Detector {spacing(header.column_mm)} / {factor:g} = {spacing(column_mm)} mm a pixel; "
        "the magnification was accepted by the user.",
        row_mm=header.row_mm / factor,
        column_mm=column_mm,
        aspect=header.aspect,
        relative_sd=ASSUMED_SD,
        level=6,
    )


@lru_cache(maxsize=32)
def scale_from(calibration: Calibration, header: Scale = NO_SCALE) -> Scale:
    """Return the scale that follows from a calibration on a picture whose header says `header`.

    It is asked for at every turn and mostly the same, so the last few are kept by their value. Raises
    `CalibrationError` where the marks make none.
    """
    if isinstance(calibration, HeaderCalibration):
        return header
    try:
        scale = _made(calibration, header)
    except ArithmeticError as error:  # finite numbers, but so large or so small that no picture has them
        raise CalibrationError("the known length and its pixels make no spacing") from error
    if not all(n is not None and isfinite(n) and n > 0 for n in (scale.row_mm, scale.column_mm, scale.aspect)):
        raise CalibrationError("the known length and its pixels make no spacing")
    return _checked(scale)


def _checked(scale: Scale) -> Scale:
    """Add a warning where a pixel is smaller or larger than on any picture of legs."""
    low, high = SILENT_RANGE_MM
    if scale.column_mm is None or low <= scale.column_mm <= high:
        return scale
    warning = f"{spacing(scale.column_mm)} mm a pixel is outside {low:g} to {high:g} mm: check the known length."
    return replace(scale, warnings=(*scale.warnings, warning))


def _made(calibration: MadeByUser, header: Scale) -> Scale:
    match calibration:
        case SpacingCalibration(row_mm, column_mm):
            row, column = positive(row_mm, "the row spacing"), positive(column_mm, "the column spacing")
            typed = Scale(
                ScaleState.CALIBRATED,
                "spacing",
                f"Typed by the user: {spacing(column)} mm a pixel across, {spacing(row)} mm down.",
                row_mm=row,
                column_mm=column,
                aspect=row / column,
                relative_sd=MEASURED_SD,
                level=1,
            )
            return compared(typed, header)
        case RulerCalibration():
            return _from_ruler(calibration, header)
        case SphereCalibration():
            return _from_sphere(calibration, header)
        case HeightCalibration(top, bottom, height_mm):
            length_mm = positive(height_mm, "the patient's height")
            length_px = _pixel_length(top, bottom, header.aspect)
            column_mm = length_mm / length_px
            return _calibrated(
                header,
                column_mm,
                "height",
                f"Patient's height: {length_mm:g} mm / {length_px:.1f} px = {spacing(column_mm)} mm a pixel.",
                MEASURED_SD,
            )
        case RectangleCalibration():
            return from_rectangle(calibration, header)
        case MagnificationCalibration(factor):
            return _from_magnification(factor, header)
        case _:
            assert_never(calibration)
