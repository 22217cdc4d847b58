"""Pictures inside ZIP archives, read in memory and never unpacked to the disk.

A picture in an archive is named like a file, `discs/visit.zip!DICOM/IM0001`, so that a case finds it again.
"""

from __future__ import annotations

import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final, TypeVar

from kneeview.imaging.ordinary import NotOrdinaryError, opened
from kneeview.imaging.radiograph import ImageError

T = TypeVar("T")

MAX_MEMBER_BYTES: Final = 1_000_000_000
"""A picture in an archive is held in memory as a whole."""

MAX_TOTAL_BYTES: Final = 50_000_000_000
"""What all members together may grow to."""

_SUSPICIOUS_RATIO: Final = 250
_SUSPICIOUS_MEMBER_BYTES: Final = 200_000_000
_SUSPICIOUS_TOTAL_BYTES: Final = 2_000_000_000
_LIST_BYTES: Final = 64_000_000
_TAIL_BYTES: Final = 65_557
_ENCRYPTED: Final = 0x1
_MARK: Final = re.compile(r"\.zip!", re.IGNORECASE)

_DAMAGED: Final = "The ZIP archive is damaged or cut short."
_BOMB: Final = "The archive grows to more than it can honestly hold and is not unpacked."


def is_archive(path: Path, head: bytes) -> bool:
    """Whether a file of this name that begins so is a ZIP archive, and no document of the same build."""
    return path.suffix.lower() == ".zip" and head[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def path_of(archive: Path, member: str) -> Path:
    """Return how a picture in an archive is named."""
    return Path(f"{archive}!{member}")


def parts_of(path: Path) -> tuple[Path, str] | None:
    """Return archive and member of such a name, None for any other; the disk is not asked."""
    text = str(path)
    found = _MARK.search(text)
    return None if found is None else (Path(text[: found.end() - 1]), text[found.end() :].replace(os.sep, "/"))


def stands(path: Path) -> bool:
    """Whether there is such a file; a place that may not be looked at, or that no disk can have, has none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def file_of(path: Path) -> Path:
    """Return the file on the disk that a picture lies in: itself, or its archive."""
    parts = parts_of(path)
    return path if parts is None or stands(path) else parts[0]


def _guarded(call: Callable[[], T]) -> T:
    try:
        return call()
    except FileNotFoundError as error:
        raise ImageError("There is no such file.") from error
    except PermissionError as error:
        raise ImageError("You are not allowed to read this file.") from error
    except NotOrdinaryError as error:
        raise ImageError("This is not an ordinary file.") from error
    except NotImplementedError as error:
        raise ImageError(
            "The archive is packed in a way that kneeview cannot read; pack it as ordinary ZIP."
        ) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OverflowError, struct.error, RuntimeError) as error:
        raise ImageError(_DAMAGED) from error
    except OSError as error:
        raise ImageError(f"The archive cannot be read ({error.strerror or 'input error'}).") from error


def _require_short_list(tail: bytes) -> None:
    """Refuse an archive whose list of members alone would fill the memory (APPNOTE.TXT 4.3.14 and 4.3.16)."""
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 16 > len(tail):
        raise ImageError(_DAMAGED)
    (size,) = struct.unpack_from("<I", tail, at + 12)
    large = tail.rfind(b"PK\x06\x06", 0, at)
    if size == 0xFFFFFFFF and large >= 0 and large + 48 <= len(tail):
        (size,) = struct.unpack_from("<Q", tail, large + 40)
    if size > _LIST_BYTES:
        raise ImageError("The archive lists more files than kneeview looks through.")


@contextmanager
def archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive. Raises `ImageError` with one sentence where it is none, is damaged or grows without measure."""

    def begun() -> zipfile.ZipFile:
        end = stream.seek(0, 2)
        stream.seek(max(0, end - _TAIL_BYTES))
        _require_short_list(stream.read(_TAIL_BYTES))
        stream.seek(0)
        made = zipfile.ZipFile(stream)
        total = sum(member.file_size for member in made.infolist())
        if total > MAX_TOTAL_BYTES or (total > _SUSPICIOUS_TOTAL_BYTES and total > _SUSPICIOUS_RATIO * end):
            raise ImageError(_BOMB)
        return made

    with _guarded(lambda: opened(path)) as stream, _guarded(begun) as made:
        yield made


def is_encrypted(member: zipfile.ZipInfo) -> bool:
    """Whether a member needs a password."""
    return bool(member.flag_bits & _ENCRYPTED)


def refusal(member: zipfile.ZipInfo) -> str:
    """Return why a member is not read, as one sentence; "" where nothing speaks against it."""
    if is_encrypted(member):
        return "The picture is protected by a password; unpack the archive first."
    size = member.file_size
    if size > MAX_MEMBER_BYTES:
        return "The picture is too large to be read out of an archive; unpack the archive first."
    if size > _SUSPICIOUS_MEMBER_BYTES and size > _SUSPICIOUS_RATIO * max(member.compress_size, 1):
        return _BOMB
    return ""


def head_of(source: zipfile.ZipFile, member: zipfile.ZipInfo, size: int) -> bytes:
    """Return the first bytes of a member. Raises `ImageError`."""

    def begun() -> bytes:
        with source.open(member) as stream:
            return stream.read(size)

    return _guarded(begun)


def _named(source: zipfile.ZipFile, name: str) -> zipfile.ZipInfo | None:
    """Return the member of that name, which a path may have written a little otherwise."""
    members = {member.filename: member for member in source.infolist()}
    if name in members:
        return members[name]
    return next((member for other, member in members.items() if PurePosixPath(other) == PurePosixPath(name)), None)


def member_bytes(path: Path, name: str) -> bytes:
    """Return the bytes of one file in an archive. Raises `ImageError` with one sentence."""
    with archive(path) as source:
        member = _named(source, name)
        if member is None:
            raise ImageError("The archive holds no such file.")
        if refused := refusal(member):
            raise ImageError(refused)
        data = head_of(source, member, member.file_size + 1)
    if not data:
        raise ImageError("The file is empty.")
    if len(data) != member.file_size:
        raise ImageError(_DAMAGED)
    return data
