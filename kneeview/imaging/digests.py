"""The hashes that prove which picture a case was made on: worked out beside the picture, never in its way."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, Thread
from typing import Final


class _Digest:
    """A SHA-256 in hexadecimal; whoever asks first works it out, and whoever asks meanwhile waits."""

    def __init__(self, work: Callable[[], str]) -> None:
        self._work: Callable[[], str] | None = work
        self._text = ""
        self._lock = Lock()

    @property
    def text(self) -> str:
        with self._lock:
            if self._work is not None:
                # Let go of the work only when it is done: it holds the bytes that are hashed.
                self._text = self._work()
                self._work = None
        return self._text


class Digests:
    """The SHA-256 of a file and of the upright pixels in it, "" where there is none.

    Hashing a large film takes longer than showing it. So the hashes are worked out when they are first asked for, or
    beside, once `begin` was called; to read one may wait for that. The bytes and pixels given to the work must not
    change: readers hand out pixels that cannot be written.
    """

    __slots__ = ("_file", "_pixels")

    def __init__(self, file: Callable[[], str], pixels: Callable[[], str]) -> None:
        self._file = _Digest(file)
        self._pixels = _Digest(pixels)

    @staticmethod
    def known(file: str = "", pixels: str = "") -> Digests:
        """Return hashes that were worked out before."""
        return Digests(lambda: file, lambda: pixels)

    @property
    def file(self) -> str:
        """The SHA-256 of the file."""
        return self._file.text

    @property
    def pixels(self) -> str:
        """The SHA-256 of the upright pixels."""
        return self._pixels.text

    def begin(self) -> None:
        """Work them out beside; hashing lets go of the interpreter."""
        Thread(target=lambda: (self.file, self.pixels), name="digests", daemon=True).start()

    def are_of_file(self, other: Digests) -> bool:
        """Whether both are of the very same file."""
        return self is other or (bool(self.file) and self.file == other.file)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Digests):
            return NotImplemented
        return self is other or (self.file, self.pixels) == (other.file, other.pixels)

    def __hash__(self) -> int:
        return hash((self.file, self.pixels))

    def __repr__(self) -> str:
        return f"Digests({self.file!r}, {self.pixels!r})"


NO_DIGESTS: Final = Digests.known()
"""Of a picture that is in no file."""
