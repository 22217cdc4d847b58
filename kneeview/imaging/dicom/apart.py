"""One call of one decoder; run as a program, it makes that call in a process of its own.

GDCM and imagecodecs end the process on damaged pictures instead of raising. A film that was damaged on its way must
not take the user's case with it, so these two work apart: `decoding` starts this file as a program, which imports
nothing of kneeview, takes a line of JSON and the compressed bytes, and answers with the array in NumPy's own format.
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from pydicom.pixels.decoders.base import get_decoder
from pydicom.uid import UID

_AS_THEY_COME = frozenset({"1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"})
"""Of these the decoded bytes are the pixels, and need not be copied into an array: RLE and JPEG-LS."""


def decoded_by_pydicom(source: Any, syntax: str, plugin: str, options: dict[str, Any]) -> NDArray[Any]:
    """Return the frame of encapsulated or plain bytes, or a file of them, by one plug-in of pydicom, colour as RGB."""
    decoder = get_decoder(UID(syntax))
    if syntax in _AS_THEY_COME and options["samples_per_pixel"] == 1:
        buffer, told = decoder.as_buffer(source, index=0, decoding_plugin=plugin, **options)
        kind = "i" if options["pixel_representation"] else "u"
        cells = np.frombuffer(buffer, f"<{kind}{int(told['bits_allocated']) // 8}")
        shaped = cells.reshape(options["rows"], options["columns"])
        return shaped.astype(f"<{kind}{options['bits_allocated'] // 8}", copy=False)
    array, _ = decoder.as_array(source, index=0, decoding_plugin=plugin, **options)
    return array


def decoded_by_imagecodecs(source: bytes, function: str) -> NDArray[Any]:
    """Return the picture of a bare stream by one function of imagecodecs."""
    return np.asarray(getattr(importlib.import_module("imagecodecs"), function)(source))


def answer(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """Read a request, decode, and write the array."""
    request: dict[str, Any] = json.loads(incoming.readline())
    source = incoming.read()
    if "function" in request:
        array = decoded_by_imagecodecs(source, request["function"])
    else:
        array = decoded_by_pydicom(source, request["syntax"], request["plugin"], request["options"])
    np.save(outgoing, array, allow_pickle=False)


if __name__ == "__main__":
    answer(sys.stdin.buffer, sys.stdout.buffer)
