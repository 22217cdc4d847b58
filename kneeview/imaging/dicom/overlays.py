"""The overlay planes of a file (DICOM PS3.3 C.9.2)."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneeview.imaging.dicom.attributes import Header
from kneeview.imaging.dicom.decoders import Samples
from kneeview.imaging.dicom.layout import Layout
from kneeview.imaging.radiograph import Overlay

_GROUPS: Final = range(0x6000, 0x6020, 2)
_ROWS, _COLUMNS, _ORIGIN, _ALLOCATED, _POSITION, _LABEL, _DATA = 0x10, 0x11, 0x50, 0x100, 0x102, 0x1500, 0x3000

Plane = NDArray[np.bool_]


def overlays_of(header: Header, layout: Layout, samples: Samples) -> tuple[Overlay, ...]:
    """Return the planes that are whole; a plane that is damaged or far larger than the picture is left out."""
    planes = ((group << 16, _plane(header, group << 16, layout, samples)) for group in _GROUPS)
    found = [(base, plane) for base, plane in planes if plane is not None]
    return tuple(
        Overlay(header.text(base + _LABEL) or f"Overlay {number}", *_origin(header, base), plane)
        for number, (base, plane) in enumerate(found, start=1)
    )


def _origin(header: Header, base: int) -> tuple[int, int]:
    """Return row and column of the plane's first pixel; the header counts from 1, kneeview from 0."""
    origin = header.integers(base + _ORIGIN)
    if len(origin) != 2 or origin[0] is None or origin[1] is None:
        return 0, 0
    return origin[0] - 1, origin[1] - 1


def _plane(header: Header, base: int, layout: Layout, samples: Samples) -> Plane | None:
    rows, columns = header.integer(base + _ROWS), header.integer(base + _COLUMNS)
    if rows is None or columns is None or rows < 1 or columns < 1:
        return None
    if rows * columns > 4 * layout.rows * layout.columns:
        return None
    if base + _DATA in header:
        return _packed(header, base + _DATA, rows, columns)
    position = header.integer(base + _POSITION)
    if header.integer(base + _ALLOCATED) == layout.bits_allocated and (rows, columns) == samples.shape:
        return _in_high_bits(samples, layout, position)
    return None


def _packed(header: Header, tag: int, rows: int, columns: int) -> Plane | None:
    """Return a plane of its own, first pixel in the lowest bit (PS3.5 8.1.2); words lie in the file's byte order."""
    value = header.value(tag)
    if not isinstance(value, bytes) or len(value) * 8 < rows * columns:
        return None
    packed = np.frombuffer(value, np.uint8)
    if not header.is_little_endian and header.vr(tag) == "OW" and len(packed) % 2 == 0:
        packed = packed.reshape(-1, 2)[:, ::-1].ravel()
    return np.unpackbits(packed, count=rows * columns, bitorder="little").astype(np.bool_).reshape(rows, columns)


def _in_high_bits(samples: Samples, layout: Layout, position: int | None) -> Plane | None:
    """Return a plane in a bit of the pixels that their value does not use (retired, PS3.3-2004 C.9.2)."""
    low = layout.high_bit + 1 - layout.bits_stored
    if position is None or low <= position <= layout.high_bit or not 0 <= position < 8 * samples.itemsize:
        return None
    return ((samples >> position) & 1).astype(np.bool_)
