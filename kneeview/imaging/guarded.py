"""The one place where whatever a foreign library raises becomes a sentence for the user."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final, TypeVar

from kneeview.imaging.radiograph import Cancelled, ImageError

T = TypeVar("T")

_LET_THROUGH = (ImageError, Cancelled, MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit)


class _Silence:
    """Warnings are switched off for the whole process: the first thread in does it, the last one out undoes it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._kept = warnings.catch_warnings()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with self._lock:
            if self._inside == 0:
                self._kept = warnings.catch_warnings()
                self._kept.__enter__()
                warnings.simplefilter("ignore")
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                if self._inside == 0:
                    self._kept.__exit__(None, None, None)


_without_warnings: Final = _Silence()


def guarded(call: Callable[[], T], sentence: str) -> T:
    """Return what the call answers; raise `ImageError` with the sentence where it raises anything.

    pydicom, its decoders and Pillow raise many types for damaged files (a decoder in Rust one that is no `Exception`),
    and warn of values out of form that are told of where they matter. Lack of memory is let through: it is no fault of
    the file.
    """
    with _without_warnings():
        try:
            return call()
        except _LET_THROUGH:
            raise
        except BaseException as error:
            raise ImageError(sentence) from error
