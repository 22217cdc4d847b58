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
    """Size in pixels, bits a sample and samples a pixel of a compressed picture, with the syntax it looks like."""

    rows: int
    columns: int
    precision: int
    samples: int
    syntax: str


def inspected(frame: bytes | memoryview) -> Codestream | None:
    """Return what the stream says, or None where it is neither JPEG, JPEG-LS nor JPEG 2000 or is cut off."""
    try:
        if frame[:2] == b"\xff\xd8":
            return _jpeg(frame)
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
