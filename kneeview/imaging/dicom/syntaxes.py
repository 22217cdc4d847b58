"""Transfer syntaxes in plain words (DICOM PS3.5 annex A, PS3.6 annex A)."""

from __future__ import annotations

from typing import Final

_JPEG = "1.2.840.10008.1.2.4."

NATIVE: Final = frozenset({"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"})
"""Pixels as they are, though the file as a whole may be deflated."""

JPEG_2000: Final = frozenset(f"{_JPEG}{n}" for n in (90, 91, 201, 202, 203))

JPEG_XL: Final = frozenset(f"{_JPEG}{n}" for n in (110, 111, 112))

TWELVE_BIT_JPEG: Final = frozenset(f"{_JPEG}{n}" for n in (51, 53, 55))
"""Compressions that no decoder of the standard installation reads at 12 bits."""

LOSSY: Final = frozenset(f"{_JPEG}{n}" for n in (50, 51, 53, 55, 81, 91, 93, 203))
"""Compressions that change values; 91 and 203 need not, and are called lossy all the same."""

NAMES: Final = {
    "1.2.840.10008.1.2": "uncompressed, implicit VR little endian",
    "1.2.840.10008.1.2.1": "uncompressed, explicit VR little endian",
    "1.2.840.10008.1.2.1.99": "whole data set deflated, explicit VR little endian",
    "1.2.840.10008.1.2.2": "uncompressed, explicit VR big endian (retired)",
    "1.2.840.10008.1.2.5": "RLE lossless",
    "1.2.840.10008.1.2.8.1": "deflated image frames",
    f"{_JPEG}50": "JPEG baseline (8 bit, lossy)",
    f"{_JPEG}51": "JPEG extended (12 bit, lossy)",
    f"{_JPEG}53": "JPEG spectral selection (12 bit, lossy, retired)",
    f"{_JPEG}55": "JPEG full progression (12 bit, lossy, retired)",
    f"{_JPEG}57": "JPEG lossless, process 14",
    f"{_JPEG}70": "JPEG lossless, first-order prediction",
    f"{_JPEG}80": "JPEG-LS lossless",
    f"{_JPEG}81": "JPEG-LS near-lossless",
    f"{_JPEG}90": "JPEG 2000 lossless",
    f"{_JPEG}91": "JPEG 2000 (lossy)",
    f"{_JPEG}92": "JPEG 2000 part 2, lossless",
    f"{_JPEG}93": "JPEG 2000 part 2 (lossy)",
    **{f"{_JPEG}{n}": "MPEG-2 video" for n in (100, 101)},
    **{f"{_JPEG}{n}": "MPEG-4 video" for n in range(102, 107)},
    **{f"{_JPEG}{n}": "HEVC video" for n in (107, 108)},
    f"{_JPEG}110": "JPEG XL lossless",
    f"{_JPEG}111": "JPEG XL, recompressed JPEG",
    f"{_JPEG}112": "JPEG XL",
    f"{_JPEG}201": "HTJ2K lossless",
    f"{_JPEG}202": "HTJ2K lossless, by resolution",
    f"{_JPEG}203": "HTJ2K (lossy)",
}


def syntax_name(uid: str) -> str:
    """Return the transfer syntax in words, with its identifier where it is not a known one."""
    return NAMES.get(uid, f"an unknown compression ({uid[:64]})")


def short_name(uid: str) -> str:
    """Return the name for a sentence: without "lossy" and "retired", which explain nothing there."""
    name = syntax_name(uid)
    for word in (", lossy", ", retired", " (lossy)", " (retired)"):
        name = name.replace(word, "")
    return name
