"""What commands read and write."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from kneeview.case.demo import measured_demo
from kneeview.case.landmark_file import read_landmark_file
from kneeview.case.notation.node import NotationError
from kneeview.case.opening import Opened, OpeningError, open_path
from kneeview.case.persistence import SUFFIX, write_beside
from kneeview.imaging.zipped import file_of
from kneeview.reports.refusals import is_same_file

DEMO: Final = "demo"


class UsageError(Exception):
    """Wrong usage; the message is one line."""


class InputError(Exception):
    """An input that cannot be read, measured or written; the message names the file and the reason in one line."""


def opened_case(path: Path, landmarks: Path | None) -> Opened:
    """Return the case and its picture. Raises `InputError`, or `UsageError` for a case with a landmark file."""
    if path.suffix.lower() == SUFFIX and landmarks is not None:
        raise UsageError(f"{path}: a case has its landmarks already; leave --landmarks out")
    if str(path) == DEMO and not path.exists():
        opened = measured_demo()
    else:
        try:
            opened = open_path(path.absolute())
        except OpeningError as error:
            raise InputError(f"{path}: {error}") from error
    if landmarks is None:
        return opened
    try:
        return replace(opened, case=read_landmark_file(landmarks, opened.image))
    except NotationError as error:
        raise InputError(f"{landmarks}: {error}") from error


def refuse_inputs(outputs: Sequence[Path], inputs: Sequence[Path | None]) -> None:
    """Raise `UsageError` where an output would take the place of an input."""
    for output in outputs:
        if any(path is not None and is_same_file(path, output) for path in inputs):
            raise UsageError(f"{output}: this is the input itself; choose another name for the output")


def picture_of(opened: Opened) -> Path | None:
    """Return the file of the picture, which may be another one than the case that was named."""
    return None if opened.image.path is None else file_of(opened.image.path)


def write_file(path: Path, content: bytes) -> None:
    """Write a file beside and put it in its place. Raises `InputError`."""
    try:
        write_beside(path, content)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise InputError(f"{path}: the file could not be written: {reason}") from error


def say(content: bytes) -> None:
    """Write to standard output, in UTF-8 whatever the terminal is."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise InputError(f"standard output: it could not be written: {reason}") from error
