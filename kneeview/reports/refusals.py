"""Why a file is not handed out. It stands apart from the exporters, as it needs no Qt."""

from __future__ import annotations

from pathlib import Path


class ExportError(Exception):
    """A file that could not be written; the message is one sentence for the user, without the file's name."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


class UnknownEndingError(ExportError):
    """An ending that no exporter has; the message names those that are known."""


def is_same_file(one: Path, other: Path) -> bool:
    """Whether both paths lead to one file that is there."""
    try:
        return one.samefile(other)
    except OSError:
        return False
