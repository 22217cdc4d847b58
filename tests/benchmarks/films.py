"""Large films for measuring: 3000 x 9000, with the smoothness and the noise of a radiograph."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.imaging.dicom_files import as_bytes, film

ROWS, COLUMNS = 9000, 3000
PIXEL_BYTES = ROWS * COLUMNS * 2

_FOLDER = TemporaryDirectory(prefix="kneeview-benchmark-")


@cache
def large_pixels(bits: int = 16) -> NDArray[np.uint16]:
    """Return the pixels of a large film."""
    random = np.random.default_rng(1)
    coarse = random.random((90, 30)).astype(np.float32)
    smooth = np.clip(cv2.resize(coarse, (COLUMNS, ROWS), interpolation=cv2.INTER_CUBIC), 0, 1)
    noise = random.normal(0, 0.002, (ROWS, COLUMNS)).astype(np.float32)
    return np.asarray((np.clip(0.05 + 0.9 * smooth + noise, 0, 1) * ((1 << bits) - 1)).astype(np.uint16))


def folder(name: str) -> Path:
    """Return an empty folder that goes with the process."""
    made = Path(_FOLDER.name) / name
    made.mkdir()
    return made


@cache
def large_film() -> Path:
    """Return an uncompressed film of 16 bits, 54 MB."""
    path = Path(_FOLDER.name) / "film.dcm"
    path.write_bytes(as_bytes(film(large_pixels(), BitsStored=16, HighBit=15, WindowCenter=32768, WindowWidth=60000)))
    return path
