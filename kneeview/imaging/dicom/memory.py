"""A file in memory that is taken apart without copies: a film is held once, not once for every layer."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import SEEK_CUR, SEEK_SET
from typing import Final

from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset

_UNDEFINED: Final = 0xFFFFFFFF
_ITEM: Final = b"\xfe\xff\x00\xe0"


class MemoryFile:
    """Bytes in memory as a file to read from; only what is read is copied."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._at = 0

    def read(self, count: int = -1, /) -> bytes:
        """Return the next bytes."""
        part = bytes(self._data[self._at : None if count < 0 else self._at + count])
        self._at += len(part)
        return part

    def tell(self) -> int:
        """Return where the next byte is."""
        return self._at

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        """Go somewhere else."""
        start = {SEEK_SET: 0, SEEK_CUR: self._at}.get(whence, len(self._data))
        self._at = max(start + offset, 0)
        return self._at


def items_of(value: memoryview) -> Iterator[tuple[int, int]]:
    """Yield start and end of what each item holds, in little endian (DICOM PS3.5 A.4), as far as items follow."""
    at = 0
    while bytes(value[at : at + 4]) == _ITEM and at + 8 <= len(value):
        (length,) = struct.unpack_from("<I", value, at + 4)
        if length == _UNDEFINED or at + 8 + length > len(value):
            return
        yield at + 8, at + 8 + length
        at += 8 + length


def share_pixels(dataset: Dataset, data: memoryview) -> None:
    """Let Pixel Data that the parser passed over be a part of the file's bytes."""
    raw: object = dataset.get_item("PixelData", keep_deferred=True) if "PixelData" in dataset else None
    if not isinstance(raw, RawDataElement) or raw.value is not None:
        return
    part = data[raw.value_tell : None if raw.length == _UNDEFINED else raw.value_tell + raw.length]
    if raw.length == _UNDEFINED:
        part = part[: max((end for _, end in items_of(part)), default=0)]
    dataset[raw.tag] = raw._replace(value=part)  # type: ignore[arg-type]
