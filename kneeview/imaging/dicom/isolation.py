"""Calling a decoder in a process of its own, which may end as it likes."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kneeview.imaging.dicom import apart

_PROGRAM: Final = Path(apart.__file__)
_PATIENCE_S: Final = 300


class DecoderError(Exception):
    """The decoder gave no picture: it raised, ended its process, or took too long."""


def can_isolate() -> bool:
    """Whether this Python can start another; in a frozen program the executable is the program itself."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def decoded_apart(request: dict[str, Any], source: bytes) -> NDArray[Any]:
    """Return the array that `apart` answers for the request. Raises `DecoderError` where there is none."""
    try:
        # Fixed program, fixed arguments: nothing of the file reaches the command line.
        finished = subprocess.run(  # noqa: S603
            [sys.executable, "-P", str(_PROGRAM)],
            input=json.dumps(request).encode() + b"\n" + source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE_S,
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise DecoderError(str(error)) from error
    array: NDArray[Any] = np.load(BytesIO(finished.stdout), allow_pickle=False)
    return array
