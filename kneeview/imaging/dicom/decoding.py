"""From the bytes of Pixel Data to an array of samples, by the best decoder that is installed.

The decoders of each transfer syntax are tried in turn: an archive's file may be read by one and refused by another.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
from pydicom.encaps import encapsulate, get_frame

from kneeview.imaging.dicom.apart import decoded_by_pydicom
from kneeview.imaging.dicom.attributes import Header
from kneeview.imaging.dicom.codestream import Codestream, inspected
from kneeview.imaging.dicom.decoders import RLE, LookUp, Samples, as_unsigned, attempts, options_for
from kneeview.imaging.dicom.layout import Layout
from kneeview.imaging.dicom.memory import items_of
from kneeview.imaging.dicom.syntaxes import NAMES, NATIVE, TWELVE_BIT_JPEG, short_name
from kneeview.imaging.guarded import guarded
from kneeview.imaging.radiograph import ImageError

_log = logging.getLogger(__name__)

_PADDING_BYTES: Final = 1 << 16
_DAMAGED: Final = "The compressed picture in the file is damaged or cut short."


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame as decoded: rows x columns, or rows x columns x 3 in RGB.

    `stream` is what the compressed bytes said of themselves, None where they were not compressed or did not say.
    """

    samples: Samples
    stream: Codestream | None = None


def pixel_bytes(header: Header) -> bytes | memoryview:
    """Return the value of Pixel Data, b"" where there is none; of an uncompressed file it may be a part of the file."""
    value = header.value("PixelData")
    return value if isinstance(value, bytes | memoryview) else b""


def _is_encapsulated(value: bytes | memoryview) -> bool:
    """Whether the value begins with an item, as compressed pictures do (DICOM PS3.5 A.4)."""
    return value[:4] == b"\xfe\xff\x00\xe0"


def compressed_frame(header: Header, frame: int, frames: int) -> bytes | memoryview:
    """Return the compressed bytes of one frame, its fragments joined (DICOM PS3.5 A.4); without a copy if it is one."""
    value = memoryview(pixel_bytes(header))
    items = list(islice(items_of(value), 3))
    if frames == 1 and len(items) == 2:  # the offset table, and all of the picture
        return value[slice(*items[1])]
    offsets, lengths = header.value("ExtendedOffsetTable"), header.value("ExtendedOffsetTableLengths")
    extended = (offsets, lengths) if offsets and isinstance(offsets, bytes) and isinstance(lengths, bytes) else None
    return guarded(
        lambda: get_frame(bytes(pixel_bytes(header)), frame, number_of_frames=frames, extended_offsets=extended),
        _DAMAGED,
    )


def syntax_of(header: Header, stated: str, is_implicit: bool) -> str:
    """Return the transfer syntax as stated; where the file names none or a false one, as its bytes look."""
    value = pixel_bytes(header)
    if _is_encapsulated(value) and (stated not in NAMES or stated in NATIVE):
        element = header.dataset["PixelData"]
        if element.is_undefined_length or not stated:
            stream = inspected(compressed_frame(header, 0, 1))
            return stream.syntax if stream is not None else stated
    if stated:
        return stated
    if is_implicit:
        return "1.2.840.10008.1.2"
    return "1.2.840.10008.1.2.1" if header.is_little_endian else "1.2.840.10008.1.2.2"


def _require_same_size(stream: Codestream | None, layout: Layout) -> None:
    """Refuse a stream whose own size is not the header's: a decoder would reserve memory by the stream."""
    if stream is None or (stream.rows, stream.columns) == (layout.rows, layout.columns):
        return
    raise ImageError(
        f"The header speaks of {layout.columns} x {layout.rows} pixels, the compressed picture of "
        f"{stream.columns} x {stream.rows}; the file is damaged."
    )


def _require_end(source: bytes | memoryview, stream: Codestream | None) -> None:
    """Refuse a stream that is cut off: some decoders fill up what is missing with grey (ISO/IEC 10918-1 B.1.1.3).

    The end marker of JPEG, JPEG-LS and JPEG 2000 is the same and occurs nowhere else; a little padding may follow it.
    """
    if stream is not None and stream.has_end and b"\xff\xd9" not in bytes(source[-4096:]):
        raise ImageError(_DAMAGED)


def _require_no_bomb(source: bytes | memoryview, layout: Layout, syntax: str) -> None:
    """Refuse run lengths that are far longer than the picture itself could need: decoded, they fill the memory.

    At the worst RLE adds a byte to 128, and one to each row (DICOM PS3.5 G.3.1).
    """
    if syntax == RLE and len(source) > 2 * layout.frame_bytes + _PADDING_BYTES:
        raise ImageError(_DAMAGED)


def _decompressed(header: Header, layout: Layout, syntax: str, frame: int, look_up: LookUp) -> Frame:
    source = compressed_frame(header, frame, layout.frames)
    stream = inspected(source)
    _require_same_size(stream, layout)
    _require_end(source, stream)
    _require_no_bomb(source, layout, syntax)
    # Pixel Data as a whole, where it holds one frame, need not be put into an item again.
    whole = pixel_bytes(header) if layout.frames == 1 else guarded(lambda: encapsulate([bytes(source)]), _DAMAGED)
    # Files with JPEG-LS under the name of lossless JPEG exist: what the stream looks like is tried last.
    syntaxes = (syntax, stream.syntax) if stream is not None and stream.syntax != syntax else (syntax,)
    found = [attempt for one in syntaxes for attempt in attempts(one, source, layout, whole, look_up)]
    for attempt in found:
        try:
            return Frame(guarded(attempt.call, _DAMAGED), stream)
        except ImageError as error:
            _log.debug("%s does not decode %s: %s", attempt.name, short_name(syntax), error.__cause__)
    if found and syntax not in TWELVE_BIT_JPEG:
        raise ImageError(_DAMAGED)
    raise ImageError(
        f"This file is compressed with {short_name(syntax)}, which kneeview cannot read; ask for an uncompressed copy."
    )


def _native(header: Header, layout: Layout, syntax: str, frame: int) -> Frame:
    """Return one uncompressed frame (DICOM PS3.5 8.1.1)."""
    value = pixel_bytes(header)
    start, size = frame * layout.frame_bytes, layout.frame_bytes
    if len(value) < size * layout.frames:
        raise ImageError(f"The picture is cut short: {len(value)} of {size * layout.frames} bytes are in the file.")
    vr = header.vr("PixelData")
    if syntax == "1.2.840.10008.1.2.2" and vr == "OW" and layout.bits_allocated == 8 and len(value) % 2 == 0:
        # Bytes in big endian words change places in pairs, across the borders of frames (PS3.5 8.1.1).
        value, vr = np.frombuffer(value, np.uint16).byteswap().tobytes(), "OB"
    part = value[start : start + size]
    if layout.samples == 1 and layout.bits_allocated in (8, 16):
        order = ">" if syntax == "1.2.840.10008.1.2.2" else "<"
        samples = np.frombuffer(part, np.dtype(f"{order}u{layout.bits_allocated // 8}"))
        return Frame(as_unsigned(samples.reshape(layout.rows, layout.columns)))
    return Frame(
        guarded(
            lambda: as_unsigned(decoded_by_pydicom(bytes(part), syntax, "", options_for(layout, vr))),
            "The picture in the file cannot be put together from its header.",
        )
    )


def decoded(header: Header, layout: Layout, syntax: str, frame: int, look_up: LookUp = lambda: None) -> Frame:
    """Return the samples of frame number `frame`, colour as RGB. Raises `ImageError` in plain words.

    The samples are as stored: bits above Bits Stored may hold anything (DICOM PS3.5 8.1.1).
    """
    value = pixel_bytes(header)
    if not value:
        raise ImageError("The file holds no picture.")
    if syntax in NATIVE:
        return _native(header, layout, syntax, frame)
    if not _is_encapsulated(value):
        raise ImageError(f"The picture is stored as {short_name(syntax)}, which kneeview cannot read.")
    return _decompressed(header, layout, syntax, frame, look_up)
