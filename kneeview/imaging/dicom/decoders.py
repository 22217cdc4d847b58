"""The decoders that may read a transfer syntax, the fastest exact one first, each in the place where it may work.

imagecodecs is used where it is installed; it alone reads 12-bit JPEG and JPEG XL. Large pictures are decoded in a
process of their own, because most decoders let nothing else run meanwhile.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom.pixels.decoders.base import get_decoder
from pydicom.uid import UID

from kneeview.imaging.dicom.apart import decoded_by_imagecodecs, decoded_by_pydicom
from kneeview.imaging.dicom.isolation import can_isolate, decoded_apart
from kneeview.imaging.dicom.layout import Layout
from kneeview.imaging.dicom.memory import MemoryFile
from kneeview.imaging.dicom.syntaxes import JPEG_XL
from kneeview.imaging.silence import silenced

Samples = NDArray[np.unsignedinteger[Any]]
"""Unsigned bit patterns as stored; a signed sample is its two's complement."""

# Pillow's OpenJPEG decodes a JPEG 2000 picture on all cores where this stands before its first use.
os.environ.setdefault("OPJ_NUM_THREADS", str(os.cpu_count() or 1))

_JPEG = "1.2.840.10008.1.2.4."

PREFERRED: Final = {
    "1.2.840.10008.1.2.5": ("pylibjpeg", "pydicom"),
    f"{_JPEG}50": ("pillow", "gdcm"),
    f"{_JPEG}51": ("pillow", "gdcm"),
    f"{_JPEG}57": ("gdcm",),
    f"{_JPEG}70": ("gdcm",),
    f"{_JPEG}80": ("pyjpegls", "gdcm"),
    f"{_JPEG}81": ("pyjpegls", "gdcm"),
    f"{_JPEG}90": ("pillow", "gdcm", "pylibjpeg"),
    f"{_JPEG}91": ("pillow", "pylibjpeg", "gdcm"),
}
"""The order of pydicom's plug-ins, by measured speed; what is not named here follows in pydicom's own order."""

RLE: Final = "1.2.840.10008.1.2.5"

IMAGECODECS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    RLE: ("dicomrle_decode", {}),
    **{f"{_JPEG}{n}": ("jpeg8_decode", {}) for n in (51, 53, 55)},
    **{f"{_JPEG}{n}": ("jpegsof3_decode", {}) for n in (57, 70)},
    **{f"{_JPEG}{n}": ("jpegls_decode", {}) for n in (80, 81)},
    **{f"{_JPEG}{n}": ("jpeg2k_decode", {"numthreads": os.cpu_count() or 1}) for n in (90, 91)},
    **{f"{_JPEG}{n}": ("jpegxl_decode", {"numthreads": os.cpu_count() or 1}) for n in (110, 111, 112)},
    **{f"{_JPEG}{n}": ("htj2k_decode", {}) for n in (201, 202, 203)},
}
"""What the optional imagecodecs reads, for grey pictures, where it is the fastest or the only one."""

ISOLATED: Final = frozenset({"gdcm"})
"""Plug-ins that end the process on damaged pictures; imagecodecs, which is none, does too."""

SMALL_PIXELS: Final = 1_000_000
"""Up to here a picture is decoded before another process is started or the window misses a beat."""

NOISY: Final = frozenset({"pylibjpeg"})
"""Plug-ins that write to the terminal what they think of a damaged picture."""


def as_unsigned(array: NDArray[Any]) -> Samples:
    """Return the bit patterns of an array of whole numbers, in this machine's byte order, without a copy."""
    native = array.astype(array.dtype.newbyteorder("="), copy=False)
    return np.ascontiguousarray(native).view(np.dtype(f"u{native.dtype.itemsize}"))


def options_for(layout: Layout, vr: str) -> dict[str, Any]:
    """Return what pydicom's decoders must know of a single frame."""
    return {
        "rows": layout.rows,
        "columns": layout.columns,
        "samples_per_pixel": layout.samples,
        "bits_allocated": layout.bits_allocated,
        "bits_stored": layout.bits_stored,
        "pixel_representation": int(layout.is_signed),
        "photometric_interpretation": layout.photometric,
        "planar_configuration": layout.planar,
        "number_of_frames": 1,
        "pixel_keyword": "PixelData",
        "pixel_vr": vr,
        # Bits above Bits Stored are cut off later; overlays of old files lie in them.
        "correct_unused_bits": False,
    }


LookUp = Callable[[], None]
"""Called now and then while a decoder works; stops it by raising."""


def _most_bytes(layout: Layout) -> int:
    return layout.rows * layout.columns * layout.samples * 4


def _plugin_here(syntax: str, plugin: str, wrapped: bytes | memoryview, layout: Layout) -> Samples:
    with silenced() if plugin in NOISY else nullcontext():
        source = MemoryFile(memoryview(wrapped))
        return as_unsigned(decoded_by_pydicom(source, syntax, plugin, options_for(layout, "OB")))


def _plugin_apart(syntax: str, plugin: str, wrapped: bytes | memoryview, layout: Layout, look_up: LookUp) -> Samples:
    request = {"syntax": syntax, "plugin": plugin, "options": options_for(layout, "OB")}
    return as_unsigned(decoded_apart(request, wrapped, _most_bytes(layout), look_up))


def _by_imagecodecs(syntax: str, source: bytes | memoryview, layout: Layout, look_up: LookUp) -> Samples:
    function, options = IMAGECODECS[syntax]
    if can_isolate():
        request = {"function": function, "options": options}
        array = decoded_apart(request, source, _most_bytes(layout), look_up)
    else:
        array = decoded_by_imagecodecs(bytes(source), function, options)
    if array.shape != (layout.rows, layout.columns) or 8 * array.itemsize > layout.bits_allocated:
        raise ValueError(f"decoded to {array.shape} of {array.dtype}")
    return as_unsigned(array)


def _rle_by_imagecodecs(source: bytes | memoryview, layout: Layout) -> Samples:
    """Return an RLE frame, decoded here: that takes less time than to bring it to another process and back.

    This decoder lets the window run, and survives damage: it writes into what it is given, and says how much.
    """
    cells = np.dtype(f"<u{layout.bits_allocated // 8}")
    room = bytearray(layout.frame_bytes)
    filled = importlib.import_module("imagecodecs").dicomrle_decode(source, cells, out=room)
    if len(filled) != len(room):
        raise ValueError(f"{len(filled)} of {len(room)} bytes")
    return as_unsigned(np.frombuffer(filled, cells).reshape(layout.rows, layout.columns))


def _plugins(syntax: str) -> list[str]:
    """Return pydicom's plug-ins for the syntax that are installed, the best first."""
    try:
        available = get_decoder(UID(syntax)).available_plugins
    except NotImplementedError:
        return []
    order = PREFERRED.get(syntax, ())
    return sorted(available, key=lambda plugin: order.index(plugin) if plugin in order else len(order))


@dataclass(frozen=True, slots=True)
class Attempt:
    """A decoder that may read the frame."""

    name: str
    call: Callable[[], Samples]
    is_apart: bool


def attempts(
    syntax: str, source: bytes | memoryview, layout: Layout, wrapped: bytes | memoryview, look_up: LookUp
) -> list[Attempt]:
    """Return the decoders of a syntax, the best first; for a small picture that is one that needs no other process."""
    is_small = layout.rows * layout.columns <= SMALL_PIXELS
    # How a sign would lie in JPEG XL is nowhere said.
    is_plain = layout.samples == 1 and not (layout.is_signed and syntax in JPEG_XL)
    found = []
    if is_plain and syntax in IMAGECODECS and importlib.util.find_spec("imagecodecs") is not None:
        if syntax == RLE:
            found.append(Attempt("imagecodecs", partial(_rle_by_imagecodecs, source, layout), is_apart=False))
        else:
            call = partial(_by_imagecodecs, syntax, source, layout, look_up)
            found.append(Attempt("imagecodecs", call, can_isolate()))
    for plugin in _plugins(syntax):
        is_apart = can_isolate() and (plugin in ISOLATED or not is_small)
        if is_apart:
            call = partial(_plugin_apart, syntax, plugin, wrapped, layout, look_up)
        else:
            call = partial(_plugin_here, syntax, plugin, wrapped, layout)
        found.append(Attempt(plugin, call, is_apart))
    return sorted(found, key=lambda attempt: attempt.is_apart) if is_small else found
