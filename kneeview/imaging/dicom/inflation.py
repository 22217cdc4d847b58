"""A guard against deflated files that grow without end, before the parser inflates them in one piece."""

from __future__ import annotations

import struct
import zlib
from typing import Final

from kneeview.imaging.radiograph import ImageError

DEFLATED: Final = b"1.2.840.10008.1.2.1.99"
_LIMIT_BYTES: Final = 1_000_000_000
_PIECE_BYTES: Final = 1 << 24
_LONG_FORMS: Final = frozenset({b"OB", b"OW", b"OF", b"OD", b"OL", b"OV", b"SQ", b"UC", b"UN", b"UR", b"UT"})


def end_of_meta(data: bytes) -> int:
    """Return where the meta group of a file with preamble ends (DICOM PS3.10 7.1): always explicit, little endian."""
    at = 132
    while data[at : at + 2] == b"\x02\x00" and at + 12 <= len(data):
        if data[at + 4 : at + 6] in _LONG_FORMS:
            at += 12 + int(struct.unpack_from("<I", data, at + 8)[0])
        else:
            at += 8 + int(struct.unpack_from("<H", data, at + 6)[0])
    return at


def refuse_endless_inflation(data: bytes) -> None:
    """Inflate a deflated file piece by piece and drop the pieces. Raises `ImageError` where they do not end."""
    end = end_of_meta(data) if data[128:132] == b"DICM" else 0
    if DEFLATED not in data[:end]:
        return
    inflater, size, rest = zlib.decompressobj(-zlib.MAX_WBITS), 0, data[end:]
    try:
        while rest and not inflater.eof:
            size += len(inflater.decompress(rest, _PIECE_BYTES))
            rest = inflater.unconsumed_tail
            if size > _LIMIT_BYTES:
                raise ImageError("The deflated file grows beyond a thousand million bytes and is refused.")
    except zlib.error as error:
        raise ImageError("The deflated data in the file are damaged or cut short.") from error
    if not inflater.eof:
        raise ImageError("The deflated data in the file are damaged or cut short.")
