"""From stored values to grey: modality LUT, then VOI, then inversion (DICOM PS3.4 N.2). View state, never pixels.

A grey picture is shown through one table from pixel value to grey, so a change of window costs a table of at most
65,536 entries and one look-up for the part that is seen. pydicom's own chain is not used: it fails for negative
slopes, for MONOCHROME1 without a presentation LUT, and for LUTs with 8-bit entries.
"""

from __future__ import annotations

from typing import Final, assert_never

import cv2
import numpy as np
from numpy.typing import NDArray

from kneeview.imaging.radiograph import Display, LookupTable, Radiograph, Voi, VoiFunction, Window

Grey = NDArray[np.uint8]
Values = NDArray[np.float64]

LOW_PERCENT: Final = 0.5
HIGH_PERCENT: Final = 99.5
"""The automatic window leaves out this much at either end: markers, collimator edges and dead pixels."""

_SAMPLES: Final = 1_000_000
_CURVE_START: Final = 0.02
_ROUNDING: Final = 1e-6

NARROWEST: Final = 0.002
"""The narrowest window by hand, as a share of the range of the data."""

BY_HAND: Final = "by hand"
"""What a window is called that the user made."""


def _modality_values(radiograph: Radiograph) -> Values:
    """Return the value after the modality LUT of every possible pixel value (PS3.3 C.11.1)."""
    stored = np.arange(1 << min(max(radiograph.bits_stored, 1), 16), dtype=np.float64) + radiograph.stored_offset
    modality = radiograph.modality
    if modality.table is not None:
        return looked_up(modality.table, stored)
    return np.asarray(stored * modality.slope + modality.intercept)


def looked_up(table: LookupTable, values: Values) -> Values:
    """Return the entry for each value; values beyond either end take the end's entry (PS3.3 C.11.1.1.1)."""
    index = np.clip(np.floor(values) - table.first, 0, len(table.entries) - 1).astype(np.intp)
    return np.asarray(table.entries[index])


def windowed(window: Window, values: Values) -> Values:
    """Return the brightness, 0 to 1, of each value. A width too small for its formula makes a step."""
    center, width = window.center, window.width
    match window.function:
        case VoiFunction.LINEAR:  # PS3.3 C.11.2.1.2.1
            if width <= 1:
                return (values > center - 0.5).astype(np.float64)
            return np.clip((values - (center - 0.5)) / (width - 1) + 0.5, 0, 1)
        case VoiFunction.LINEAR_EXACT:  # PS3.3 C.11.2.1.3.2
            if width <= 0:
                return (values > center).astype(np.float64)
            return np.clip((values - center) / width + 0.5, 0, 1)
        case VoiFunction.SIGMOID:  # PS3.3 C.11.2.1.3.1
            if width <= 0:
                return (values > center).astype(np.float64)
            return np.asarray(1 / (1 + np.exp(np.clip(-4 * (values - center) / width, -700, 700))))
        case _:
            assert_never(window.function)


def _brightness(voi: Voi, values: Values) -> Values:
    match voi:
        case Window():
            return windowed(voi, values)
        case LookupTable():  # PS3.3 C.11.2.1.1
            # As many equal steps of the table as there are greys, so that both ends are reached.
            return np.minimum(np.floor(looked_up(voi, values) * 256 / (voi.top + 1)), 255) / 255
        case _:
            assert_never(voi)


def _as_grey(brightness: Values) -> Grey:
    """Return 256 greys, the fraction cut off as DCMTK does; the standard leaves open how it is rounded."""
    return np.asarray(np.floor(brightness * 255 + _ROUNDING).astype(np.uint8))


def _sampled(radiograph: Radiograph) -> NDArray[np.int64]:
    """Return how often each pixel value occurs, from a regular sample, without padding (PS3.3 C.7.5.1.1.2)."""
    step = max(1, int((radiograph.rows * radiograph.columns / _SAMPLES) ** 0.5))
    size = 1 << min(max(radiograph.bits_stored, 1), 16)
    counts = np.bincount(radiograph.pixels[::step, ::step].ravel(), minlength=size)[:size]
    if radiograph.padding is not None:
        low, high = (value - radiograph.stored_offset for value in radiograph.padding)
        without = counts.copy()
        without[max(low, 0) : max(high + 1, 0)] = 0
        counts = without if without.any() else counts
    return counts


def value_range(radiograph: Radiograph) -> tuple[float, float]:
    """Return the least and greatest value after the modality LUT that occur in the picture, padding left out."""
    if radiograph.is_colour:
        return 0.0, 255.0
    values = _modality_values(radiograph)[np.flatnonzero(_sampled(radiograph))]
    return float(values.min()), float(values.max())


def automatic_window(radiograph: Radiograph) -> Window:
    """Return the window from the 0.5th to the 99.5th percentile of the picture, padding left out.

    A uniform picture is shown mid-grey by a window one value wide.
    """
    if radiograph.is_colour:
        return Window(128, 256)
    counts = _sampled(radiograph)
    values = _modality_values(radiograph)
    order = np.argsort(values, kind="stable")
    share = np.cumsum(counts[order]) / counts.sum() * 100
    low = float(values[order][np.searchsorted(share, LOW_PERCENT, side="right")])
    high = float(values[order][np.searchsorted(share, HIGH_PERCENT, side="left")])
    if high <= low:
        low, high = value_range(radiograph)
    width = high - low if high > low else 1.0
    return Window((low + high) / 2, width, VoiFunction.LINEAR_EXACT, "automatic")


def moved_window(window: Window, limits: tuple[float, float], across: float, up: float) -> Window:
    """Return a window moved by hand, by shares of the data's range: across widens it, up lowers its centre.

    It is never wider than four times the range, never so narrow that the picture is all white or all black, and its
    centre stays in the range. The linear formula of PS3.3 C.11.2.1.2.1 counts whole values: below two of them it would
    be a step, and the exact one is taken.
    """
    low, high = limits
    span = max(high - low, 1e-9)
    width = min(max(window.width + across * span, NARROWEST * span), 4 * span)
    centre = min(max(window.center - up * span, low), high)
    exact = window.function is VoiFunction.LINEAR and width < 2
    return Window(centre, width, VoiFunction.LINEAR_EXACT if exact else window.function, BY_HAND)


def effective_window(radiograph: Radiograph, display: Display) -> Window:
    """Return the window whose centre and width tell what is shown; for a table, the values between which it rises."""
    match display.voi:
        case None:
            return automatic_window(radiograph)
        case Window():
            return display.voi
        case LookupTable(first, entries, top):
            bright = entries / top
            rising = np.flatnonzero((bright > bright.min() + _CURVE_START) & (bright < bright.max() - _CURVE_START))
            start, end = (rising[0], rising[-1]) if rising.size else (0, len(entries) - 1)
            low, high = float(first + start), float(first + end)
            return Window((low + high) / 2, max(high - low, 1.0), VoiFunction.LINEAR_EXACT, display.voi.explanation)
        case _:
            assert_never(display.voi)


def grey_table(radiograph: Radiograph, display: Display) -> Grey:
    """Return the grey of every pixel value: 256 entries for 8-bit pixels, 65,536 for 16-bit ones.

    The order is that of PS3.4 N.2: modality LUT, VOI, and inversion last, of the shown range and not of the stored.
    """
    size = 256 if radiograph.pixels.dtype == np.uint8 else 65536
    brightness = _brightness(display.voi or automatic_window(radiograph), _modality_values(radiograph))
    if radiograph.inverse != display.inverted:  # PS3.3 C.11.4 and C.7.6.3.1.2
        brightness = 1 - brightness
    grey = _as_grey(brightness)
    table = np.full(size, grey[-1], dtype=np.uint8)
    table[: min(size, len(grey))] = grey[:size]
    return table


def colour_table(display: Display) -> Grey | None:
    """Return brightness and contrast for a photo, or None where it is shown as it is."""
    if display.voi is None and not display.inverted:
        return None
    brightness = _brightness(display.voi or Window(128, 256), np.arange(256, dtype=np.float64))
    return _as_grey(1 - brightness if display.inverted else brightness)


def rendered(radiograph: Radiograph, display: Display) -> Grey:
    """Return the whole picture as shown, 8 bits a channel: rows x columns for grey, x 3 for colour."""
    table = colour_table(display) if radiograph.is_colour else grey_table(radiograph, display)
    if table is None:
        return np.asarray(radiograph.pixels, dtype=np.uint8)
    return np.asarray(cv2.LUT(radiograph.pixels, table), dtype=np.uint8)
