"""What a compressed picture says of itself, read from its first bytes before any decoder may reserve memory for it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

_STANDALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_FRAME_HEADERS: Final = frozenset({*range(0xC0, 0xD0), 0xF7}) - {0xC4, 0xC8, 0xCC}

JPEG_SYNTAXES: Final = {
    0xC0: "1.2.840.10008.1.2.4.50",
    0xC1: "1.2.840.10008.1.2.4.51",
    0xC2: "1.2.840.10008.1.2.4.55",
    0xC3: "1.2.840.10008.1.2.4.57",
    0xF7: "1.2.840.10008.1.2.4.80",
}
"""By the marker of the frame header (ISO/IEC 10918-1 table B.1, 14495-1), for files that do not name their syntax."""


@dataclass(frozen=True, slots=True)
class Codestream:
    """Size in pixels, bits a sample and samples a pixel of a compressed picture, with the syntax it looks like.

    Of JPEG XL only the size is read, and it has no mark at its end.
    """

    rows: int
    columns: int
    precision: int
    samples: int
    syntax: str
    has_end: bool = True


def inspected(frame: bytes | memoryview) -> Codestream | None:
    """Return what the stream says, or None where it is no JPEG of any kind or is cut off."""
    try:
        if frame[:2] == b"\xff\xd8":
            return _jpeg(frame)
        if (start_xl := _start_of_jpeg_xl(frame)) is not None:
            return _jpeg_xl(frame, start_xl)
        start = bytes(frame[:65536]).find(b"\xff\x4f\xff\x51")
        return _jpeg_2000(frame, start) if start >= 0 else None
    except (struct.error, IndexError):
        return None


def _jpeg(frame: bytes | memoryview) -> Codestream | None:
    """Walk the marker segments to the frame header (ISO/IEC 10918-1 B.2.2)."""
    at = 2
    while at + 4 <= len(frame):
        if frame[at] != 0xFF:
            return None
        marker = frame[at + 1]
        if marker == 0xFF or marker in _STANDALONE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAME_HEADERS:
            precision, rows, columns, samples = struct.unpack_from(">BHHB", frame, at + 4)
            return Codestream(rows, columns, precision, samples, JPEG_SYNTAXES.get(marker, ""))
        at += 2 + int(struct.unpack_from(">H", frame, at + 2)[0])
    return None


def _jpeg_2000(frame: bytes | memoryview, start: int) -> Codestream:
    """Read the SIZ segment (ISO/IEC 15444-1 A.5.1); a CAP segment marks high throughput (15444-15)."""
    right, bottom, left, top = struct.unpack_from(">4I", frame, start + 8)
    samples, depth = struct.unpack_from(">HB", frame, start + 40)
    is_fast = b"\xff\x50" in frame[start + 40 : start + 256]
    syntax = "1.2.840.10008.1.2.4.203" if is_fast else "1.2.840.10008.1.2.4.91"
    return Codestream(bottom - top, right - left, (depth & 0x7F) + 1, samples, syntax)


def _start_of_jpeg_xl(frame: bytes | memoryview) -> int | None:
    """Return where a JPEG XL codestream begins, bare or in its boxes (ISO/IEC 18181-2 9), None where there is none."""
    if frame[:2] == b"\xff\x0a":
        return 0
    if frame[:12] != b"\x00\x00\x00\x0cJXL \r\n\x87\n":
        return None
    found = [(at, kind) for kind in (b"jxlc", b"jxlp") if (at := bytes(frame[:65536]).find(kind)) >= 0]
    at, kind = min(found, default=(0, b""))
    # A part of a codestream is numbered before it begins.
    return at + (4 if kind == b"jxlc" else 8) if kind else None


class _Bits:
    """Bits of a stream, the lowest first."""

    def __init__(self, data: bytes) -> None:
        self._bits, self._left = int.from_bytes(data, "little"), 8 * len(data)

    def number(self, count: int) -> int:
        if count > self._left:
            raise IndexError
        value = self._bits & ((1 << count) - 1)
        self._bits, self._left = self._bits >> count, self._left - count
        return value


_SIDE_BITS: Final = (9, 13, 18, 30)
_RATIOS: Final = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))


def _jpeg_xl(frame: bytes | memoryview, start: int) -> Codestream:
    """Read the size header (ISO/IEC 18181-1, SizeHeader): sides in eights or in one of four lengths, or by a ratio."""
    bits = _Bits(bytes(frame[start + 2 : start + 16]))
    is_in_eights = bits.number(1)

    def side() -> int:
        return 8 * (1 + bits.number(5)) if is_in_eights else 1 + bits.number(_SIDE_BITS[bits.number(2)])

    rows = side()
    ratio = bits.number(3)
    columns = rows * _RATIOS[ratio - 1][0] // _RATIOS[ratio - 1][1] if ratio else side()
    return Codestream(rows, columns, 0, 0, "1.2.840.10008.1.2.4.112", has_end=False)
