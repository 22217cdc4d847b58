"""A DICOM picture for a small view: a JPEG 2000 stream is decoded at a fraction of its size, any other as it is."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from math import log2
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydicom.dataset import FileDataset
from pydicom.uid import ExplicitVRLittleEndian

from kneeview.imaging.dicom.attributes import Header
from kneeview.imaging.dicom.codestream import inspected
from kneeview.imaging.dicom.decoding import compressed_frame
from kneeview.imaging.dicom.layout import Layout, layout_of
from kneeview.imaging.dicom.reading import parsed, radiograph_of, read_dicom
from kneeview.imaging.guarded import guarded
from kneeview.imaging.radiograph import ImageError, Radiograph
from kneeview.imaging.source import Source

_JPEG_2000: Final = ("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91")
_MOST_HALVINGS: Final = 5


def read_reduced(side: int) -> Callable[[Source], Radiograph]:
    """Return a reader whose pictures may be smaller than in the file, but not below `side` pixels in both ways."""

    def read(source: Source) -> Radiograph:
        dataset = parsed(source.data)
        if str(Header(dataset.file_meta).text("TransferSyntaxUID")) not in _JPEG_2000:
            return radiograph_of(dataset, source)
        try:
            _shrink(dataset, layout_of(Header(dataset)), source.frame, side)
        except ImageError:
            return read_dicom(source)
        return radiograph_of(dataset, source)

    return read


def _shrink(dataset: FileDataset, layout: Layout, frame: int, side: int) -> None:
    """Put an uncompressed small picture into the place of a grey JPEG 2000 one. Raises `ImageError` where it cannot."""
    halvings = min(int(log2(max(layout.rows, layout.columns, 1) / side)), _MOST_HALVINGS) if side else 0
    if halvings < 1 or layout.samples != 1 or layout.is_signed or layout.bits_allocated not in (8, 16):
        raise ImageError("There is no need or no way to decode less.")

    def small() -> NDArray[np.uint16]:
        stream = compressed_frame(Header(dataset), frame, layout.frames)
        told = inspected(stream)
        if told is None or (told.rows, told.columns) != (layout.rows, layout.columns):
            raise ValueError("another size than the header's")
        with Image.open(BytesIO(stream), formats=("JPEG2000",)) as image:
            image.reduce = halvings  # type: ignore[method-assign, assignment]
            image.load()
            pixels = np.asarray(image)
        # Pillow puts values of 9 to 15 bits into the high bits of 16.
        return np.right_shift(pixels.astype(np.uint16), np.uint16(16 - told.precision if told.precision > 8 else 0))

    pixels = guarded(small, "The stream cannot be decoded in part.")
    dataset.Rows, dataset.Columns = pixels.shape
    dataset.NumberOfFrames = 1
    dataset.BitsAllocated = 16
    dataset.add_new(0x7FE00010, "OW", pixels.tobytes())
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
