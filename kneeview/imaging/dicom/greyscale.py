"""The display pipeline of the header: modality LUT, windows and VOI LUTs, inversion, padding (DICOM PS3.4 N.2)."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydicom.multival import MultiValue

from kneeview.imaging.dicom.attributes import Header
from kneeview.imaging.radiograph import LookupTable, Modality, Voi, VoiFunction, Window

_FUNCTIONS: Final = {function.value: function for function in VoiFunction}


def _entries(item: Header, count: int) -> NDArray[np.float64] | None:
    """Return the entries of a LUT, None where they are no numbers. Entries of 8 bits may lie two in a word."""
    raw = item.value("LUTData")
    if isinstance(raw, bytes):
        wide = "<u2" if item.is_little_endian else ">u2"
        return np.frombuffer(raw, "u1" if len(raw) < 2 * count else wide, min(count, len(raw))).astype(np.float64)
    if isinstance(raw, MultiValue | list):
        numbers = item.numbers("LUTData")[:count]
        return None if None in numbers else np.asarray(numbers, dtype=np.float64)
    return None


def _table(item: Header, is_signed: bool) -> LookupTable | None:
    """Return a LUT of the header, None where it cannot be one (DICOM PS3.3 C.11.1.1).

    The descriptor is number of entries (0 for 65,536), first value, bits of an entry. The first value is signed where
    the pixels are, whatever its value representation says.
    """
    descriptor = item.integers("LUTDescriptor")
    if len(descriptor) != 3 or descriptor[0] is None or descriptor[1] is None or descriptor[2] is None:
        return None
    count, first, depth = descriptor[0] or 65536, descriptor[1], descriptor[2]
    if is_signed and first >= 32768:
        first -= 65536
    entries = _entries(item, count) if 1 <= count <= 65536 else None
    if entries is None or not entries.size or entries.min() < 0:
        return None
    # Entries beyond the stated depth exist; the greatest one then tells the depth.
    bits = max(min(depth, 16), int(entries.max()).bit_length(), 1)
    return LookupTable(first, entries, float((1 << bits) - 1), item.text("LUTExplanation"))


def modality_of(header: Header, is_signed: bool, found: list[str]) -> Modality:
    """Return the modality LUT or the rescale (DICOM PS3.3 C.11.1); a slope of zero is no slope."""
    for item in header.items("ModalityLUTSequence")[:1]:
        table = _table(item, is_signed)
        if table is not None:
            return Modality(table=table)
        found.append("The modality table of the file is damaged and is not applied; the brightness may be wrong.")
    slope, intercept = header.number("RescaleSlope"), header.number("RescaleIntercept")
    if slope == 0:
        found.append("The rescale slope of the file is zero and is not applied; the brightness may be wrong.")
    return Modality(slope or 1.0, intercept or 0.0)


def _window(center: float, width: float, function: VoiFunction, name: str) -> Window | None:
    """Return the window, None where its width is no width (PS3.3 C.11.2.1.2.1, C.11.2.1.3.2).

    A linear window narrower than 1, which the standard forbids, is found on files with fractional values; they mean
    the exact formula.
    """
    if width <= 0:
        return None
    if function is VoiFunction.LINEAR and width < 1:
        function = VoiFunction.LINEAR_EXACT
    return Window(center, width, function, name)


def vois_of(header: Header, is_signed: bool) -> tuple[Voi, ...]:
    """Return the windows and then the VOI LUTs of the file, with their names (DICOM PS3.3 C.11.2)."""
    function = _FUNCTIONS.get(header.word("VOILUTFunction"), VoiFunction.LINEAR)
    pairs = tuple(zip(header.numbers("WindowCenter"), header.numbers("WindowWidth"), strict=False))
    names = (*header.texts("WindowCenterWidthExplanation"), *("" for _ in pairs))
    windows = (
        _window(center, width, function, name)
        for (center, width), name in zip(pairs, names, strict=False)
        if center is not None and width is not None
    )
    tables = (_table(item, is_signed) for item in header.items("VOILUTSequence"))
    return (*(window for window in windows if window), *(table for table in tables if table))


def is_inverse(header: Header, photometric: str, found: list[str]) -> bool:
    """Whether the greatest value is shown black: **one** decision of two attributes (PS3.3 C.11.6.1.2).

    A presentation LUT shape, where there is one, decides; MONOCHROME1 with INVERSE says the same thing twice.
    """
    shape = header.word("PresentationLUTShape")
    is_first_kind = photometric == "MONOCHROME1"
    if shape not in ("IDENTITY", "INVERSE"):
        return is_first_kind
    if (shape == "INVERSE") != is_first_kind:
        found.append(
            f"The file contradicts itself on which end is bright ({photometric}, presentation shape {shape}); "
            "if bone is dark, invert the picture."
        )
    return shape == "INVERSE"


def padding_of(header: Header, is_signed: bool, bits_stored: int) -> tuple[int, int] | None:
    """Return the range of stored values that are no picture (DICOM PS3.3 C.7.5.1.1.2)."""
    value, limit = header.integer("PixelPaddingValue"), header.integer("PixelPaddingRangeLimit")
    if value is None:
        return None
    ends = [value, value if limit is None else limit]
    if is_signed:
        ends = [_signed(end, bits_stored) for end in ends]
    return min(ends), max(ends)


def _signed(value: int, bits_stored: int) -> int:
    """Return a padding value with the sign of the pixels: it may be written as an unsigned pattern."""
    if value >= 1 << 15:
        return value - (1 << 16)
    return value - (1 << bits_stored) if value >= 1 << (bits_stored - 1) else value
