"""Keeping decoders written in C and Rust from writing to the terminal what they think of a damaged file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

_STDERR: Final = 2
_only_one: Final = Lock()


def _copy_of_stderr() -> int | None:
    """Return a second handle of standard error, None where the process has none, as a windowed program may."""
    try:
        return os.dup(_STDERR)
    except OSError:
        return None


@contextmanager
def silenced() -> Iterator[None]:
    """Send standard error to nowhere for a while, below Python, where those libraries write.

    One at a time: two that overlap would put the wrong end back.
    """
    with _only_one:
        kept = _copy_of_stderr()
        if kept is None:
            yield
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, _STDERR)
            yield
        finally:
            os.dup2(kept, _STDERR)
            os.close(kept)
            os.close(nowhere)
