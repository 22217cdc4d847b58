"""Opening ordinary files only: never a pipe, a device or a folder, whatever took the file's place meanwhile."""

from __future__ import annotations

import os
import stat
from io import FileIO
from pathlib import Path
from typing import Final

# A pipe without a writer would keep an ordinary opening waiting for ever; Windows knows no such flags.
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)


class NotOrdinaryError(OSError):
    """What has this name is no ordinary file."""


def _descriptor(path: str, _: int) -> int:
    descriptor = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotOrdinaryError(path)
    return descriptor


def opened(path: Path) -> FileIO:
    """Return the file, open for reading and without a buffer. Raises `OSError`, never waits for a pipe."""
    return FileIO(str(path), "rb", opener=_descriptor)
