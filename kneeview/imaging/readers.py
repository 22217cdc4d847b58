"""The formats that can be opened, and the one way to open a file of any of them."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np

from kneeview.imaging.dicom import is_dicom, read_dicom
from kneeview.imaging.digests import Digests
from kneeview.imaging.guarded import guarded
from kneeview.imaging.heif import is_heif
from kneeview.imaging.ordinary import opened
from kneeview.imaging.photo import read_photo
from kneeview.imaging.radiograph import Cancelled, ImageError, Progress, Radiograph, pixels_digest
from kneeview.imaging.source import Source
from kneeview.imaging.zipped import member_bytes, parts_of, stands

__all__ = ["IMAGE_SUFFIXES", "READERS", "Cancelled", "ImageError", "Reader", "bytes_of", "read_bytes", "read_image"]

_MAX_BYTES: Final = 2_000_000_000
_HEAD: Final = 1024
_LARGE_BYTES: Final = 1 << 23


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: its name, the endings its files usually have, how it is recognised by content, how it is read."""

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes], bool]
    read: Callable[[Source], Radiograph]


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(marks)


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


READERS: Final[tuple[Reader, ...]] = (
    Reader("DICOM", (".dcm", ".dicom", ".dic", ".ima"), is_dicom, read_dicom),
    Reader("JPEG", (".jpg", ".jpeg", ".jpe", ".jfif"), _begins(b"\xff\xd8\xff"), read_photo("JPEG", "JPEG", "MPO")),
    Reader("PNG", (".png",), _begins(b"\x89PNG\r\n\x1a\n"), read_photo("PNG", "PNG")),
    Reader("TIFF", (".tif", ".tiff"), _begins(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"), read_photo("TIFF", "TIFF")),
    Reader("WebP", (".webp",), _is_webp, read_photo("WebP", "WEBP")),
    Reader("GIF", (".gif",), _begins(b"GIF87a", b"GIF89a"), read_photo("GIF", "GIF")),
    Reader("BMP", (".bmp", ".dib"), _begins(b"BM"), read_photo("BMP", "BMP")),
    Reader("HEIC", (".heic", ".heif", ".hif"), is_heif, read_photo("HEIC", "HEIF")),
)
"""In the order of trying: a DICOM file may carry a TIFF header before its mark, and is DICOM all the same."""

IMAGE_SUFFIXES: Final = tuple(suffix for reader in READERS for suffix in reader.suffixes)
"""The endings for file dialogs; what a file is, its content decides."""

_STRANGERS: Final[tuple[tuple[Callable[[bytes], bool], str], ...]] = (
    (_begins(b"%PDF"), "This is a PDF document, not a picture; export the radiograph as DICOM, PNG or JPEG."),
    (
        _begins(b"PK\x03\x04"),
        "This is a ZIP archive; open it in the window, or unpack it and open the picture inside.",
    ),
    (_begins(b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!"), "This is a packed archive; unpack it and open the picture inside."),
    (
        _begins(b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51"),
        "This is a JPEG 2000 picture without DICOM; save it as PNG.",
    ),
    (_begins(b"\x00\x00\x00\x0cJXL ", b"\xff\x0a"), "This is a JPEG XL picture; save it as PNG or JPEG."),
    (lambda head: head[4:8] == b"ftyp", "This is a film or a picture of a kind kneeview cannot read; save it as JPEG."),
    (lambda head: b'"kneeview.' in head, "This is a case or landmark file of kneeview, not a picture."),
)


def _regular_file(path: Path) -> int:
    """Return the size of an ordinary file that is there, is no folder and is no pipe."""
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise ImageError("There is no such file.") from error
    except PermissionError as error:
        raise ImageError("You are not allowed to read this file.") from error
    except (OSError, ValueError) as error:
        raise ImageError("A file of this name cannot be opened.") from error
    if stat.S_ISDIR(found.st_mode):
        raise ImageError("This is a folder, not a picture.")
    if not stat.S_ISREG(found.st_mode):
        raise ImageError("This is not an ordinary file.")
    if found.st_size == 0:
        raise ImageError("The file is empty.")
    if found.st_size > _MAX_BYTES:
        raise ImageError("The file is larger than two thousand million bytes; kneeview does not open it.")
    return found.st_size


def _is_zipped(path: Path) -> bool:
    return parts_of(path) is not None and not stands(path)


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file, or of a picture inside an archive (`visit.zip!IM0001`). Raises `ImageError`."""
    parts = parts_of(path)
    if parts is not None and _is_zipped(path):
        return member_bytes(*parts)
    return bytes(_content_of(path))


def _content_of(path: Path) -> bytes | memoryview:
    """Return the bytes of a file; large ones in memory of large pages, which is had in half the time."""
    size = _regular_file(path)
    try:
        return path.read_bytes() if size < _LARGE_BYTES else _large_content(path, size)
    except PermissionError as error:
        raise ImageError("You are not allowed to read this file.") from error
    except OSError as error:
        raise ImageError(f"The file cannot be read ({error.strerror or 'input error'}).") from error


def _large_content(path: Path, size: int) -> memoryview:
    """Return the bytes of a file that has about that size. Raises `OSError`."""
    content = np.empty(size, np.uint8).data
    filled = 0
    with opened(path) as stream:
        while filled < size and (count := stream.readinto(content[filled:])):
            filled += count
    return content[:filled].toreadonly()


def reader_of(head: bytes) -> Reader:
    """Return the format of a file that begins so. Raises `ImageError` that says what else it is."""
    for reader in READERS:
        if reader.recognises(head):
            return reader
    for is_stranger, sentence in _STRANGERS:
        if is_stranger(head):
            raise ImageError(sentence)
    raise ImageError("This is no picture that kneeview knows: neither DICOM nor " + _listed() + ".")


def _listed() -> str:
    names = [reader.name for reader in READERS[1:]]
    return ", ".join(names[:-1]) + " or " + names[-1]


def read_image(path: str | Path, frame: int = 0, progress: Progress | None = None) -> Radiograph:
    """Return the picture in the file, frame number `frame` counted from 0; its pixels cannot be written.

    The content decides the format, not the ending. Raises `ImageError` with one sentence for the user where there is
    no picture to show, and nothing else, but what `progress` raises.
    """
    path = Path(path)
    data = bytes_of(path) if _is_zipped(path) else _content_of(path)
    return read_bytes(path.name, data, path, frame, progress)


def read_bytes(
    name: str, data: bytes | memoryview, path: Path | None = None, frame: int = 0, progress: Progress | None = None
) -> Radiograph:
    """Return the picture in bytes that were a file of that name, as `read_image` does."""
    source = Source(data, name, path, frame, progress)
    source.report(0.1)
    reader = reader_of(bytes(data[:_HEAD]))
    try:
        radiograph = guarded(lambda: reader.read(source), "The file is damaged in a way that kneeview cannot name.")
    except MemoryError as error:
        raise ImageError("The picture is too large for the memory of this computer.") from error
    pixels = radiograph.pixels
    pixels.flags.writeable = False
    digests = Digests(lambda: sha256(data).hexdigest(), lambda: pixels_digest(pixels))
    source.report(1.0)
    return replace(radiograph, digests=digests)
