"""Filters of the view: what is seen is made clearer, the pixels are left alone, and no reading depends on them.

Both are unsharp masks: a picture less its blurred self is its detail, which is added again. The blur of `sharpened`
is narrow, so edges become crisp; that of `evened` is as wide as a thigh, so hip, knee and ankle are seen in one window.
A wide blur comes from a reduced level of the whole picture: the view does not flicker while it is panned, as it does
where the contrast is worked out anew from the part that is seen (CLAHE).
"""

from __future__ import annotations

from math import ceil, floor, log2
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kneeview.imaging.radiograph import Pixels

_SHARPENING: Final = 1.2
_SHARP_SIGMA: Final = 1.1
"""How much of the fine detail is added, and the width of its blur in pixels."""

_DETAIL: Final = 1.7
_BROAD: Final = 0.45
"""What becomes of detail and of broad brightness, as factors: the one is lifted, the other drawn together."""

_GROUND_ROWS: Final = 48
"""The shorter side of the reduced picture that tells the broad brightness: some 64 pixels of a film make one of it."""


def as_pixels(array: NDArray[np.generic]) -> Pixels:
    """Return an array of OpenCV as the pixels that it is."""
    return array.astype(np.uint8, copy=False) if array.dtype == np.uint8 else array.astype(np.uint16, copy=False)


def sharpened(values: Pixels) -> Pixels:
    """Return the values with their edges made crisp; values that would leave the range of the type stop at its end."""
    blurred = cv2.GaussianBlur(values, (0, 0), _SHARP_SIGMA)
    return as_pixels(cv2.addWeighted(values, 1 + _SHARPENING, blurred, -_SHARPENING, 0))


class Ground:
    """The broad brightness of a picture, and the picture without most of it."""

    def __init__(self, reduced: Pixels, columns: int, rows: int) -> None:
        """Take a reduced level of a picture of so many columns and rows."""
        shrink = max(min(reduced.shape[:2]) / _GROUND_ROWS, 1.0)
        size = max(ceil(reduced.shape[1] / shrink), 1), max(ceil(reduced.shape[0] / shrink), 1)
        small = cv2.resize(reduced, size, interpolation=cv2.INTER_AREA)
        self._level = as_pixels(cv2.GaussianBlur(small, (0, 0), 1.0))
        self._mean = float(np.mean(self._level))
        self._step_x, self._step_y = columns / size[0], rows / size[1]

    def evened(self, values: Pixels, left: float, top: float, step_x: float, step_y: float) -> Pixels:
        """Return values with the broad brightness drawn together and the detail lifted.

        The centre of the first value lies at (left, top) of the picture, the next ones `step_x` and `step_y` further.
        """
        scale_x, scale_y = step_x / self._step_x, step_y / self._step_y
        first_x, first_y = left / self._step_x - 0.5, top / self._step_y - 0.5
        broad = cv2.warpAffine(
            self._level,
            np.array([[scale_x, 0, first_x], [0, scale_y, first_y]]),
            (values.shape[1], values.shape[0]),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return as_pixels(cv2.addWeighted(values, _DETAIL, broad, _BROAD - _DETAIL, (1 - _BROAD) * self._mean))


def level_for_ground(columns: int, rows: int) -> int:
    """Return the number of the reduced level from which the broad brightness is taken."""
    return max(floor(log2(max(min(columns, rows) / _GROUND_ROWS, 1.0))), 0)
