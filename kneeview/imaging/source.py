"""What a reader is given: the bytes of one file, which picture of it is wanted, and whom to tell of the progress."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kneeview.imaging.radiograph import Progress


@dataclass(frozen=True, slots=True)
class Source:
    """A file in memory. `frame` counts from 0."""

    data: bytes | memoryview
    name: str
    path: Path | None = None
    frame: int = 0
    progress: Progress | None = None

    def report(self, share: float) -> None:
        """Tell how much is done, 0 to 1; the listener may raise `Cancelled`."""
        if self.progress is not None:
            self.progress(share)
