"""One call of one decoder; run as a program, it answers such calls in a process of its own.

GDCM and imagecodecs end the process on damaged pictures instead of raising, and all decoders but imagecodecs keep the
interpreter to themselves for the whole of a large film. Neither must reach the window: `isolation` starts this file
as a program, which imports nothing of kneeview. A request is a line of JSON and as many compressed bytes as it says;
the answer is a line of JSON and the bytes of the array that it describes.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

_AS_THEY_COME = frozenset({"1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"})
"""Of these the decoded bytes are the pixels, and need not be copied into an array: RLE and JPEG-LS."""


def decoded_by_pydicom(source: Any, syntax: str, plugin: str, options: dict[str, Any]) -> NDArray[Any]:
    """Return the frame of encapsulated or plain bytes, or a file of them, by one plug-in of pydicom, colour as RGB."""
    # Imported when it is needed: imagecodecs does without, and starts in half the time.
    decoder = importlib.import_module("pydicom.pixels.decoders.base").get_decoder(syntax)
    if syntax in _AS_THEY_COME and options["samples_per_pixel"] == 1:
        buffer, told = decoder.as_buffer(source, index=0, decoding_plugin=plugin, **options)
        kind = "i" if options["pixel_representation"] else "u"
        cells = np.frombuffer(buffer, f"<{kind}{int(told['bits_allocated']) // 8}")
        shaped = cells.reshape(options["rows"], options["columns"])
        return shaped.astype(f"<{kind}{options['bits_allocated'] // 8}", copy=False)
    array: NDArray[Any] = decoder.as_array(source, index=0, decoding_plugin=plugin, **options)[0]
    return array


def decoded_by_imagecodecs(source: bytes | memoryview, function: str, options: dict[str, Any]) -> NDArray[Any]:
    """Return the picture of a bare stream by one function of imagecodecs."""
    return np.asarray(getattr(importlib.import_module("imagecodecs"), function)(source, **options))


def decoded_for(request: dict[str, Any], source: bytes) -> NDArray[Any]:
    """Return the array that is asked for."""
    if "function" in request:
        return decoded_by_imagecodecs(source, request["function"], request["options"])
    return decoded_by_pydicom(source, request["syntax"], request["plugin"], request["options"])


def answer(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """Answer one request after the other, until there are no more."""
    while line := incoming.readline():
        request: dict[str, Any] = json.loads(line)
        try:
            array = decoded_for(request, incoming.read(request["bytes"]))
        except BaseException as error:  # noqa: BLE001, a decoder in Rust raises one that is no `Exception`
            outgoing.write(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode() + b"\n")
        else:
            outgoing.write(json.dumps({"type": array.dtype.str, "shape": array.shape}).encode() + b"\n")
            outgoing.write(np.ascontiguousarray(array).data.cast("B"))
            del array
        outgoing.flush()


def main() -> None:
    """Answer what comes by standard input, and keep what decoders print out of the answers."""
    with open(os.dup(1), "wb") as outgoing:  # noqa: PTH123, a handle and no path
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        answer(sys.stdin.buffer, outgoing)


if __name__ == "__main__":
    main()
