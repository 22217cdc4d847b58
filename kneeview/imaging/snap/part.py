"""The surroundings of a click, cut out, in grey, bone bright, on square pixels of a known size."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from kneeview.domain.geometry import ImagePoint

Grey = NDArray[np.float32]
Pixels = NDArray[np.uint8] | NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Film:
    """A grey picture to be asked: `unit` is how many columns a typical millimetre covers.

    `aspect` is the height of a pixel over its width; `inverse` says that the greatest value is shown black.
    """

    pixels: Pixels
    unit: float
    aspect: float = 1.0
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A cut-out. Places in it are in its own pixels from its outer corner, `per_mm` of them a typical millimetre."""

    grey: Grey
    left: float
    top: float
    step: tuple[float, float]
    per_mm: float
    aspect: float

    def to_image(self, u: float, v: float) -> ImagePoint:
        """Return a place of the part in pixels of the image."""
        return ImagePoint(self.left + u * self.step[0], self.top + v * self.step[1])

    def of_image(self, x: float, y: float) -> tuple[float, float]:
        """Return a place of the image in the part."""
        return (x - self.left) / self.step[0], (y - self.top) / self.step[1]


def cut_out(film: Film, at: ImagePoint, half_mm: float, pixel_mm: float) -> Part | None:
    """Return what lies within half a side of a place, in pixels no finer than the picture's; None where nothing does.

    Lengths are in typical millimetres. The part ends where the picture ends.
    """
    rows, columns = film.pixels.shape[:2]
    across, down = half_mm * film.unit, half_mm * film.unit / film.aspect
    left, right = max(int(at.x - across), 0), min(ceil(at.x + across), columns)
    top, bottom = max(int(at.y - down), 0), min(ceil(at.y + down), rows)
    if right - left < 8 or bottom - top < 8:
        return None
    cut = film.pixels[top:bottom, left:right].astype(np.float32)
    grey = -cut if film.inverse else cut
    shrink = max(pixel_mm * film.unit, 1.0)
    width = max(round((right - left) / shrink), 8)
    height = max(round((bottom - top) * film.aspect / shrink), 8)
    if (height, width) != grey.shape:
        grey = np.asarray(cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA), np.float32)
    step = ((right - left) / width, (bottom - top) / height)
    return Part(grey, float(left), float(top), step, film.unit / step[0], film.aspect)


def sampled(part: Part, u: NDArray[np.float64], v: NDArray[np.float64]) -> Grey:
    """Return the grey at places of a part, between its pixels too; beyond its border it goes on as at the border."""
    return np.asarray(
        cv2.remap(
            part.grey,
            (u - 0.5).astype(np.float32),
            (v - 0.5).astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.float32,
    )
