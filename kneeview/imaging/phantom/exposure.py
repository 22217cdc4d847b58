"""From attenuation to the numbers in the file: beam, blur, scatter, quanta, and the development of the picture.

The light behind the patient follows Beer and Lambert. Blur and scatter act on the light, the noise is that of the
quanta counted, the detector answers with the logarithm. The development takes most of the flesh away, as the
harmonising step of every radiography machine does, so that hip and ankle are seen in one window.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kneeview.imaging.phantom.film import Film
from kneeview.imaging.phantom.marks import lay_marks
from kneeview.imaging.phantom.solids import Array, single

COMPACT_PER_MM: Final = 0.044
SPONGY_PER_MM: Final = 0.0105
"""Attenuation by a millimetre of bone beyond that of the soft tissue in whose place it is."""

TRABECULAE: Final = 0.65
"""How rough spongy bone is: the deviation behind 1 mm of it, as a share; it grows with the root of the depth."""

UNEVEN: Final = 0.0035
"""How uneven flesh is, as a share of its attenuation."""

SCATTER_SHARE: Final = 0.10
SCATTER_MM: Final = 28.0
SCATTER_CEILING: Final = 0.12
"""Scattered light behind a grid: its share of the light around, its reach, and the light beyond which a grid and an
automatic exposure hold it, so that the open beam does not flood the skin."""

QUANTA: Final = 1.0e5
"""Quanta that a pixel of 0.3 x 0.3 mm counts in the open beam."""

BLUR_MM: Final = 0.17
"""One standard deviation of the blur by focal spot and detector."""

HEEL: Final = 0.10
"""The heel effect: the beam is by this share stronger at the feet than at the pelvis."""

HARMONISED: Final = 0.74
"""The share of the flesh that the development takes away."""

WHITE_AT: Final = 2.1
"""What is left of the attenuation of the densest bone of an adult."""

SHUTTER_MM: Final = 4.0
"""The edge of the field, beyond which the picture is black."""

TOP: Final = 4095
"""The greatest value of twelve bits."""


def developed(film: Film, flesh: Array, compact: Array, spongy: Array) -> NDArray[np.uint16]:
    """Return the stored values for so much flesh (attenuation) and bone (millimetres)."""
    draw = np.random.Generator(np.random.SFC64(film.seed))
    grain = draw.standard_normal(flesh.shape, np.float32)
    mottle = _mottle(film, grain)
    attenuation = flesh * (1 + np.float32(UNEVEN) * mottle)
    texture = _fibres(film, grain)
    texture += 0.4 * mottle
    texture *= np.sqrt(spongy) * np.float32(TRABECULAE)
    texture += spongy
    attenuation += COMPACT_PER_MM * compact
    attenuation += SPONGY_PER_MM * texture
    lay_marks(film, attenuation)

    light = np.exp(-attenuation, out=attenuation)
    light *= 1 + HEEL * (np.arange(film.rows, dtype=np.float32)[:, None] / film.rows - 0.5)
    light = blurred(film, light, BLUR_MM)
    light += _scatter(film, light)
    sigma = np.float32(film.noise / np.sqrt(QUANTA * film.column_mm * film.row_mm / 0.09))
    draw.standard_normal(dtype=np.float32, out=grain)
    seen = single(grain * (sigma / np.sqrt(light)))
    seen -= np.log(light)
    seen -= HARMONISED * blurred(film, flesh, 2.0)
    return _stored(film, seen)


def blurred(film: Film, layer: Array, sigma_mm: float) -> Array:
    """Return the layer blurred by a bell of that standard deviation."""
    return single(cv2.GaussianBlur(layer, (0, 0), sigmaX=sigma_mm / film.column_mm, sigmaY=sigma_mm / film.row_mm))


def _scatter(film: Film, light: Array) -> Array:
    coarse = single(cv2.resize(light, None, fx=1 / 16, fy=1 / 16, interpolation=cv2.INTER_AREA))
    haze = blurred(film, np.minimum(coarse, np.float32(SCATTER_CEILING)), SCATTER_MM / 16)
    haze *= np.float32(SCATTER_SHARE)
    return single(cv2.resize(haze, (film.columns, film.rows), interpolation=cv2.INTER_LINEAR))


def _fibres(film: Film, grain: Array) -> Array:
    """Return a grain of unit size, drawn out along the leg as trabeculae are."""
    across, along = 0.24 / film.column_mm, 0.75 / film.row_mm
    fine = single(cv2.GaussianBlur(grain, (0, 0), sigmaX=across, sigmaY=along))
    fine *= np.float32(2 * np.sqrt(np.pi * across * along))
    return fine


def _mottle(film: Film, grain: Array) -> Array:
    """Return slow changes of unit size, some 3 mm wide."""
    small = cv2.GaussianBlur(np.ascontiguousarray(grain[::8, ::8]), (0, 0), 1.2)
    mottle = single(cv2.resize(small, (film.columns, film.rows), interpolation=cv2.INTER_LINEAR))
    mottle *= np.float32(1 / (small.std() + 1e-6))
    return mottle


def _stored(film: Film, seen: Array) -> NDArray[np.uint16]:
    """Return the values of twelve bits: straight in the middle, gentle towards white, black beyond the shutter."""
    size = (film.right.girth + film.left.girth) / 2
    x = np.maximum(seen, 0) / np.float32(WHITE_AT * size**0.8)
    grey = 1 - np.exp(-1.5 * x ** np.float32(1.25))
    grey *= np.float32(0.98 / (1 - np.exp(-1.5)))
    grey += 0.012
    for axis, step in ((0, film.row_mm), (1, film.column_mm)):
        count = grey.shape[axis]
        place = (np.arange(count, dtype=np.float32) + 0.5) * step
        from_edge = np.minimum(place, count * step - place) - SHUTTER_MM
        window = np.clip(from_edge / 0.6 + 0.5, 0, 1)
        grey *= window[:, None] if axis == 0 else window[None, :]
    return np.clip(np.round(TOP * grey), 0, TOP).astype(np.uint16)
