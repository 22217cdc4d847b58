"""What must hold of a HEIC file before its decoder may have it: the decoder is C, and trusts the boxes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

HEIF_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx")
"""Brands of pictures in HEVC (ISO/IEC 23008-12 annex B)."""

PLAIN_ITEMS: Final = frozenset({b"hvc1", b"grid", b"Exif", b"mime", b"tmap", b"uri "})
"""What the photos of telephones are made of: HEVC tiles, their grid, metadata, and a gain map (ISO/IEC 23008-12)."""

_ITEM_ID_BYTES: Final = {2: 2, 3: 4}


def is_heif(head: bytes) -> bool:
    """Whether the main or a compatible brand of a file that begins so is one of HEVC pictures."""
    return head[4:8] == b"ftyp" and any(brand in head[8:64] for brand in HEIF_BRANDS)


class BoxError(ValueError):
    """A box that reaches beyond what holds it."""


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the type of each box, where its content begins, and where it ends (ISO/IEC 14496-12 4.2)."""
    at = start
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        header = 8
        if size == 1 and at + 16 <= end:
            size, header = struct.unpack_from(">Q", data, at + 8)[0], 16
        stop = end if size == 0 else at + size
        if stop > end or stop < at + header:
            raise BoxError(kind)
        yield kind, at + header, stop
        at = stop


def _texts_of_items(data: bytes, start: int, end: int) -> Iterator[bytes]:
    """Yield the type of each entry of the item information box, and its name behind it (ISO/IEC 14496-12 8.11.6)."""
    counted = 2 if data[start] == 0 else 4
    for kind, begin, stop in _boxes(data, start + 4 + counted, end):
        id_bytes = _ITEM_ID_BYTES.get(data[begin]) if kind == b"infe" else None
        if id_bytes is not None:
            yield data[begin + 4 + id_bytes + 2 : stop]


def _items(data: bytes) -> Iterator[bytes]:
    """Yield type and name of every item. Raises where a box reaches beyond what holds it."""
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind != b"meta":
            continue
        for inner, begin, stop in _boxes(data, start + 4, end):
            if inner == b"iinf":
                yield from _texts_of_items(data, begin, stop)


def is_whole(data: bytes) -> bool:
    """Whether every box lies within its file and the items are named in letters.

    Of a file that is cut short the decoder would draw the missing tiles grey, and a name that is no text makes it
    fall over and take the program with it.
    """
    try:
        for text in _items(data):
            text.decode("utf-8")
    except (BoxError, IndexError, UnicodeDecodeError):
        return False
    return True


def is_plain(data: bytes) -> bool:
    """Whether a whole file holds nothing but what telephones write: no film, and items of the plain kinds only.

    The holes that are known in the decoder (decision 10) lie in the other kinds: pictures derived from pictures,
    overlays, masks, uncompressed pictures, and films.
    """
    has_film = any(kind in (b"moov", b"moof") for kind, _, _ in _boxes(data, 0, len(data)))
    return not has_film and all(text[:4] in PLAIN_ITEMS for text in _items(data))
