"""From decoded samples to the pixels of a `Radiograph`: bits cut, signs shifted, colour in 8 bits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pydicom.pixels.processing import apply_color_lut

from kneeview.imaging.dicom.attributes import Header
from kneeview.imaging.dicom.decoders import Samples
from kneeview.imaging.dicom.decoding import Frame
from kneeview.imaging.dicom.layout import PALETTE, Layout
from kneeview.imaging.dicom.syntaxes import JPEG_2000
from kneeview.imaging.guarded import guarded
from kneeview.imaging.radiograph import Pixels

P = TypeVar("P", np.uint8, np.uint16)


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels as `Radiograph` wants them: grey pixel p stands for the stored value p + `stored_offset`."""

    pixels: Pixels
    stored_offset: int = 0
    bits_stored: int = 8


def picture_of(header: Header, layout: Layout, syntax: str, frame: Frame) -> Picture:
    """Return the pixels of a decoded frame. Raises `ImageError` for a palette that is missing or damaged."""
    if layout.is_colour:
        return Picture(_colour(frame.samples, layout.bits_stored))
    bits = _bits_in_use(frame, layout, syntax)
    is_signed = layout.is_signed and layout.photometric != PALETTE
    grey = _grey(frame.samples, layout, bits, is_signed)
    if layout.photometric == PALETTE:
        return Picture(_palette_colours(header, grey))
    return Picture(grey, -(1 << (bits - 1)) if is_signed else 0, bits)


def _bits_in_use(frame: Frame, layout: Layout, syntax: str) -> int:
    """Return Bits Stored, or the stream's own depth where a JPEG 2000 picture does not fit into what the header says.

    There the values come from the stream and are right even under a wrong header; elsewhere bits above Bits Stored
    may hold anything.
    """
    stored, stream = layout.bits_stored, frame.stream
    if syntax not in JPEG_2000 or stream is None or stream.precision <= stored:
        return stored
    fits = frame.samples.max() < 1 << stored
    if layout.is_signed:
        signed = frame.samples.view(np.dtype(f"i{frame.samples.dtype.itemsize}"))
        fits = -(1 << (stored - 1)) <= signed.min() and signed.max() < 1 << (stored - 1)
    return stored if fits else min(stream.precision, 8 * frame.samples.dtype.itemsize, 16)


def _grey(samples: Samples, layout: Layout, bits: int, is_signed: bool) -> Pixels:
    """Return pixels in which the least stored value is 0.

    Bits above those in use are cut off, whatever they hold (PS3.5 8.1.1); files before 2013 may keep the value in the
    high bits of its cell. Turning over the sign bit of a two's complement shifts it by half its range.
    """
    shift = layout.high_bit + 1 - layout.bits_stored if bits == layout.bits_stored else 0
    values = samples >> shift if shift else samples
    if layout.bits_allocated == 8:
        return _cut(values.astype(np.uint8, copy=False), bits, is_signed)
    return _cut(values.astype(np.uint16, copy=False), bits, is_signed)


def _cut(values: NDArray[P], bits: int, is_signed: bool) -> NDArray[P]:
    """Return the lowest bits, the highest of them turned over where it is a sign."""
    if bits < 8 * values.itemsize and values.max(initial=0) >> bits:
        values = np.bitwise_and(values, (1 << bits) - 1)
    return np.bitwise_xor(values, 1 << (bits - 1)) if is_signed else values


def _colour(samples: Samples, bits_stored: int) -> NDArray[np.uint8]:
    """Return RGB of 8 bits a channel; deeper colour is reduced, which serves the eye and no measurement."""
    return (samples >> max(bits_stored - 8, 0)).astype(np.uint8, copy=False)


def _palette_colours(header: Header, indices: Pixels) -> NDArray[np.uint8]:
    """Return RGB for palette indices (DICOM PS3.3 C.7.6.3.1.5). Entries of 16 bits are reduced to 8."""
    colours = guarded(
        lambda: np.asarray(apply_color_lut(indices, header.dataset)),
        "The colour palette of the picture is missing or damaged.",
    )
    is_deep = colours.dtype.itemsize > 1 and colours.max() > 255  # some devices put 8 bits into 16
    return (colours >> 8 if is_deep else colours).astype(np.uint8)
