"""The scale of a rectangle on a photo: the plane that it spans, and how sure that plane is away from it.

Four clicks make a plane. Within the rectangle the clicks' errors average out; outside it they are levered up by the
distance, so that a small sheet of paper says little of a leg beside it. The errors of the corners are therefore
carried through the map to every reading (`kneeview.domain.measurement`), not told as one percentage.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, sqrt
from typing import Final

from kneeview.domain.calibration.comparing import compared
from kneeview.domain.calibration.kinds import CalibrationError, RectangleCalibration, positive
from kneeview.domain.geometry import DegenerateError, Homography, rectangle_in_perspective
from kneeview.domain.scale import ASSUMED_SD, MarkedRectangle, Scale, ScaleState
from kneeview.domain.units import millimetres_per_pixel as spacing

IN_PLANE_SD: Final = 0.01
"""One standard deviation of a scale from an object in the plane of the legs, as a fraction: that plane is not quite
theirs."""

CORNER_SD_PX: Final = 1.0
"""One standard deviation of a corner as it is clicked, in pixels across and down (assumed)."""

LEANING: Final = 1.15
"""A rectangle in the plane of legs that stand before the camera shows no side longer than its opposite by more than
this ratio, nor is it shortened so: the cosine of 30 degrees (derived). One on the floor or on a side wall is."""

Corners = Sequence[tuple[float, float]]


def from_rectangle(calibration: RectangleCalibration, header: Scale) -> Scale:
    """Return the scale of a rectangle. Raises `CalibrationError` where the corners make none."""
    width = positive(calibration.width_mm, "the rectangle's width")
    height = positive(calibration.height_mm, "the rectangle's height")
    corners = [(p.x, p.y) for p in calibration.corners]
    try:
        perspective = rectangle_in_perspective(corners, width, height)
        back = perspective.inverse()
        left, right = back.apply(width * 0.495, height / 2), back.apply(width * 0.505, height / 2)
        top, bottom = back.apply(width / 2, height * 0.495), back.apply(width / 2, height * 0.505)
        wobbled = tuple(rectangle_in_perspective(each, width, height) for each in _wobbled(corners))
        placing_sd = max(
            _length_sd(wobbled, back.apply(0, height / 2), back.apply(width, height / 2), width),
            _length_sd(wobbled, back.apply(width / 2, 0), back.apply(width / 2, height), height),
        )
    except DegenerateError as error:
        raise CalibrationError(f"the corners make no rectangle: {error}") from error
    column_mm = width * 0.01 / hypot(right[0] - left[0], right[1] - left[1])
    row_mm = height * 0.01 / hypot(bottom[0] - top[0], bottom[1] - top[1])
    leans = _leans(corners, row_mm / column_mm / header.aspect)
    plane_sd = ASSUMED_SD if leans else IN_PLANE_SD
    rectified = Scale(
        ScaleState.ESTIMATED if leans else ScaleState.CALIBRATED,
        "rectangle",
        f"Rectangle of {width:g} x {height:g} mm in the leg plane: {spacing(column_mm)} mm a pixel in its middle.",
        row_mm=row_mm,
        column_mm=column_mm,
        aspect=row_mm / column_mm,
        relative_sd=hypot(plane_sd, placing_sd),
        level=1,
        perspective=perspective,
        rectangle=MarkedRectangle(width, height, wobbled, plane_sd),
        warnings=(leans,) if leans else (),
    )
    return compared(rectified, header)


def _wobbled(corners: Corners) -> list[list[tuple[float, float]]]:
    """Return the corners with each of their coordinates in turn out by one standard deviation."""
    steps = ((CORNER_SD_PX, 0.0), (0.0, CORNER_SD_PX))
    return [
        [(x + dx, y + dy) if k == moved else (x, y) for k, (x, y) in enumerate(corners)]
        for moved in range(len(corners))
        for dx, dy in steps
    ]


def _length_sd(
    wobbled: Sequence[Homography], start: tuple[float, float], end: tuple[float, float], length_mm: float
) -> float:
    """Return one standard deviation of a length between two places of the picture, as a fraction of it."""
    total = 0.0
    for plane in wobbled:
        (ax, ay), (bx, by) = plane.apply(*start), plane.apply(*end)
        total += (hypot(bx - ax, by - ay) / length_mm - 1) ** 2
    return sqrt(total)


def _leans(corners: Corners, shortened: float) -> str:
    """Return a warning where the rectangle does not face the camera as legs do; "" where it does."""
    sides = [hypot(bx - ax, by - ay) for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True)]
    ratio = max(*(max(sides[k], sides[k + 2]) / min(sides[k], sides[k + 2]) for k in (0, 1)))
    if max(ratio, shortened, 1 / shortened) <= LEANING:
        return ""
    said = (
        f"of its opposite sides one is {ratio:.2f} times as long as the other"
        if ratio > LEANING
        else f"it is shortened {max(shortened, 1 / shortened):.1f} times in one direction"
    )
    return (
        f"The rectangle does not face the camera ({said}): one on the floor or turned aside is not in the plane of the "
        "legs, and its scale is not theirs."
    )
