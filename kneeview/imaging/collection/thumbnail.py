"""A small picture of an entry, by the cheapest decoding that its format allows."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from kneeview.imaging.collection.entry import Entry
from kneeview.imaging.dicom.reduced import read_reduced
from kneeview.imaging.guarded import guarded
from kneeview.imaging.radiograph import MAX_PIXELS, ImageError, Progress, Radiograph
from kneeview.imaging.readers import bytes_of, reader_of
from kneeview.imaging.source import Source
from kneeview.imaging.windowing import colour_table, grey_table

MAX_BYTES: Final = 400_000_000
"""Of larger files no small picture is made."""

_SENTENCE: Final = "The picture is damaged, cut short or of a rare kind."


class TooLargeError(ImageError):
    """The picture may be in order; to make a small one of it takes too long."""


def thumbnail(entry: Entry, side: int, progress: Progress) -> NDArray[np.uint8]:
    """Return grey or RGB that fits into side x side pixels.

    Raises `ImageError` where the picture is damaged, `TooLargeError` where it need not be, and what `progress` raises.
    """
    if entry.byte_count > MAX_BYTES or entry.rows * entry.columns > MAX_PIXELS:
        raise TooLargeError("No small picture is made of so large a file.")
    try:
        data = bytes_of(entry.path)
        progress(0.1)
        reader = reader_of(data[:1024])
        if reader.name == "JPEG":
            return _from_jpeg(data, side)
        source = Source(data, entry.name, entry.path, 0, progress)
        read = read_reduced(side) if reader.name == "DICOM" else reader.read
        return _reduced(guarded(lambda: read(source), _SENTENCE), side)
    except MemoryError as error:
        raise TooLargeError("The memory does not suffice for a small picture.") from error


def _fitting(columns: int, rows: int, side: int) -> tuple[int, int]:
    shrink = min(side / max(columns, rows), 1.0)
    return max(round(columns * shrink), 1), max(round(rows * shrink), 1)


def _reduced(radiograph: Radiograph, side: int) -> NDArray[np.uint8]:
    """Return the picture as it is shown at first, small."""
    size = _fitting(radiograph.columns, radiograph.rows, side)
    display = radiograph.default_display
    small = cv2.resize(radiograph.pixels, size, interpolation=cv2.INTER_AREA)
    table = colour_table(display) if radiograph.is_colour else grey_table(radiograph, display)
    return np.asarray(small if table is None else cv2.LUT(small, table), dtype=np.uint8)


def _from_jpeg(data: bytes, side: int) -> NDArray[np.uint8]:
    """Return a JPEG decoded at an eighth, a quarter or a half of its size, turned upright."""

    def small() -> NDArray[np.uint8]:
        with Image.open(BytesIO(data), formats=("JPEG", "MPO")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise TooLargeError("No small picture is made of so large a photo.")
            image.draft("RGB", (2 * side, 2 * side))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((side, side))
            return np.ascontiguousarray(np.asarray(upright.convert("RGB")))

    return guarded(small, _SENTENCE)
