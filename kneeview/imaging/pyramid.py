"""Reduced levels of a picture, and the part that is seen at the resolution of the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, log2
from threading import Lock
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kneeview.imaging.filters import Ground, as_pixels, level_for_ground, sharpened
from kneeview.imaging.radiograph import NO_FILTERS, Filters, Pixels, Radiograph

NEAREST_FROM: Final = 8.0
"""Magnified by this much or more, pixels are shown as squares: the eye should see what was measured."""

_SMALLEST: Final = 64

_LONGEST: Final = 16_000
"""Half of what OpenCV can count in source pixels: where more is seen at once, a reduced level is taken."""


@dataclass(frozen=True, slots=True)
class ScreenArea:
    """The part of a view that the picture covers, in whole screen pixels; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the picture is seen."""
        return self.left >= self.right or self.top >= self.bottom


class Pyramid:
    """Octave levels by area mean, each built from the one below: when it is first needed, or beforehand by `build`.

    Image coordinates have their origin at the outer corner of the first pixel, whose centre is (0.5, 0.5). One thread
    may build while another looks.
    """

    def __init__(self, radiograph: Radiograph) -> None:
        self._levels: list[Pixels] = [radiograph.pixels]
        self._ground: Ground | None = None
        self._building = Lock()

    @property
    def rows(self) -> int:
        """The height of the picture in pixels."""
        return int(self._levels[0].shape[0])

    @property
    def columns(self) -> int:
        """The width of the picture in pixels."""
        return int(self._levels[0].shape[1])

    def level(self, number: int) -> Pixels:
        """Return the picture reduced by 2 to the power of `number`; small pictures stop being reduced."""
        with self._building:
            while len(self._levels) <= number and not self._is_complete:
                finer = self._levels[-1]
                rows, columns = finer.shape[:2]
                size = (columns + 1) // 2, (rows + 1) // 2
                self._levels.append(as_pixels(cv2.resize(finer, size, interpolation=cv2.INTER_AREA)))
        return self._levels[min(number, len(self._levels) - 1)]

    @property
    def _is_complete(self) -> bool:
        rows, columns = self._levels[-1].shape[:2]
        return int(rows) < _SMALLEST and int(columns) < _SMALLEST

    def build(self, is_dropped: Callable[[], bool]) -> None:
        """Build every level that is still to be built, until the picture is dropped."""
        while not self._is_complete and not is_dropped():
            self.level(len(self._levels))

    def visible(
        self,
        rect_x: float,
        rect_y: float,
        rect_w: float,
        rect_h: float,
        out_w: int,
        out_h: int,
        smooth: bool = True,
        filters: Filters = NO_FILTERS,
    ) -> Pixels:
        """Return the rectangle of the image (pixels, may reach beyond it) at out_w x out_h screen pixels.

        A point (x, y) of the image lands at ((x - rect_x) * out_w / rect_w, (y - rect_y) * out_h / rect_h), counted
        from the outer corner of the first screen pixel. Values between pixels are bilinear; where `smooth` is False
        or the picture is magnified by `NEAREST_FROM`, the nearest pixel is taken. Beyond the picture the value is 0:
        use `shown` with `covered`, because 0 is white on an inverted film. `filters` change what is seen and no place.
        """
        out = np.zeros((max(out_h, 0), max(out_w, 0), *self._levels[0].shape[2:]), dtype=self._levels[0].dtype)
        area = self.covered(rect_x, rect_y, rect_w, rect_h, out_w, out_h)
        if area.is_empty:
            return as_pixels(out)
        step_x, step_y = rect_w / out_w, rect_h / out_h
        reduction = max(min(step_x, step_y), max(rect_w, rect_h) / _LONGEST, 1.0)
        source = self.level(floor(log2(reduction) + 1e-9))
        # A level's pixel is columns / level columns wide: not quite a power of two where a side is odd.
        shrink_x, shrink_y = self.columns / source.shape[1], self.rows / source.shape[0]
        scale_x, scale_y = step_x / shrink_x, step_y / shrink_y
        left, top = rect_x + (area.left + 0.5) * step_x, rect_y + (area.top + 0.5) * step_y
        first_x, first_y = left / shrink_x - 0.5, top / shrink_y - 0.5
        width, height = area.right - area.left, area.bottom - area.top
        # Cropped first: OpenCV counts source pixels in 16 bits, and the small offset keeps its fractions exact.
        crop_x, end_x = _crop(first_x, scale_x, width, source.shape[1])
        crop_y, end_y = _crop(first_y, scale_y, height, source.shape[0])
        part = source[crop_y:end_y, crop_x:end_x]
        # Magnified, the pixels of the picture are sharpened; made smaller, those of the screen: always the fewer.
        is_magnified = min(scale_x, scale_y) < 1
        if filters.sharpened and is_magnified:
            part = sharpened(part)
        nearest = not smooth or min(1 / step_x, 1 / step_y) >= NEAREST_FROM
        seen = as_pixels(
            cv2.warpAffine(
                part,
                np.array([[scale_x, 0, first_x - crop_x], [0, scale_y, first_y - crop_y]]),
                (width, height),
                flags=(cv2.INTER_NEAREST if nearest else cv2.INTER_LINEAR) | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            )
        )
        if filters.evened:
            seen = self._broad().evened(seen, left, top, step_x, step_y)
        if filters.sharpened and not is_magnified:
            seen = sharpened(seen)
        out[area.top : area.bottom, area.left : area.right] = seen
        return as_pixels(out)

    def _broad(self) -> Ground:
        if self._ground is None:
            reduced = self.level(level_for_ground(self.columns, self.rows))
            self._ground = Ground(reduced, self.columns, self.rows)
        return self._ground

    def covered(self, rect_x: float, rect_y: float, rect_w: float, rect_h: float, out_w: int, out_h: int) -> ScreenArea:
        """Return the screen pixels of such a view whose centres lie on the picture."""
        if out_w < 1 or out_h < 1 or rect_w <= 0 or rect_h <= 0:
            return ScreenArea(0, 0, 0, 0)
        step_x, step_y = rect_w / out_w, rect_h / out_h
        return ScreenArea(
            min(max(ceil(-rect_x / step_x - 0.5), 0), out_w),
            min(max(ceil(-rect_y / step_y - 0.5), 0), out_h),
            max(min(ceil((self.columns - rect_x) / step_x - 0.5), out_w), 0),
            max(min(ceil((self.rows - rect_y) / step_y - 0.5), out_h), 0),
        )


def _crop(first: float, scale: float, count: int, size: int) -> tuple[int, int]:
    """Return start and end of the source pixels that `count` samples from `first` on need, with a margin of two."""
    start = min(max(floor(first) - 2, 0), size - 1)
    return start, max(min(ceil(first + scale * (count - 1)) + 3, size), start + 1)


def shown(visible: Pixels, table: NDArray[np.uint8], covered: ScreenArea | None = None) -> NDArray[np.uint8]:
    """Return the view through a grey table; outside `covered`, where it is given, the screen is black."""
    grey = np.asarray(cv2.LUT(visible, table), dtype=np.uint8)
    if covered is not None:
        grey[: covered.top] = 0
        grey[covered.bottom :] = 0
        grey[:, : covered.left] = 0
        grey[:, covered.right :] = 0
    return grey
