"""From the first kilobytes of one file to its line in the list. What is no picture has no line."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any, Final

from PIL import Image

from kneeview.imaging.collection.entry import Entry, EntryKind, Place, Worth, unread
from kneeview.imaging.collection.judging import worth_of
from kneeview.imaging.dicom.catalogue import DICOMDIR_CLASS, HeaderFacts, header_facts
from kneeview.imaging.guarded import guarded
from kneeview.imaging.radiograph import ImageError
from kneeview.imaging.readers import READERS, Reader

HEAD_BYTES: Final = 1 << 15
"""Of most files no more is read."""

_PHOTO_HEAD_BYTES: Final = 1 << 20
_CASE_BYTES: Final = 1 << 22
_CASE_MARK: Final = b'"kneeview.case/'
_CASE_SUFFIX: Final = ".kneeview"
_PACKED: Final = (b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08")
_PACKED_SUFFIXES: Final = (".zip", ".7z", ".rar", ".gz", ".tgz")
_ORIENTATION: Final = 0x0112
_EXIF_BLOCK: Final = 0x8769
_TAKEN: Final = 0x9003

More = Callable[[int], bytes]
"""Gives up to so many bytes from the beginning of the file."""


def entry_of(place: Place, byte_count: int, head: bytes, more: More) -> Entry | None:
    """Return the line of a file that begins so, None where it is nothing to list. Raises `ImageError` for damage."""
    if _CASE_MARK in head or (place.name.lower().endswith(_CASE_SUFFIX) and head[:1] == b"{"):
        return _case(place, byte_count, more)
    if head.startswith(_PACKED) and place.name.lower().endswith(_PACKED_SUFFIXES):
        return _packed(place, byte_count, head)
    reader = next((reader for reader in READERS if reader.recognises(head[:1024])), None)
    if reader is None:
        return None
    if reader.name != "DICOM":
        return _photo(place, byte_count, head, more, reader)
    try:
        found = header_facts(head, more)
    except ImageError as error:
        if head[128:132] == b"DICM":
            raise ImageError("This DICOM file is damaged or cut short.") from error
        return None  # a few letters that look like a first group are no promise
    return None if found.texts["sop_class"] == DICOMDIR_CLASS else _dicom(place, byte_count, found)


def _packed(place: Place, byte_count: int, head: bytes) -> Entry:
    """Return an archive: on the disk it can be opened as a collection, in another archive it is named, not entered."""
    is_zip = head[:2] == b"PK"
    if place.member:
        remark = "An archive inside an archive; unpack it first."
    else:
        remark = "" if is_zip else "An archive of a kind that kneeview does not open; unpack it first."
    return Entry(place, EntryKind.ARCHIVE, Worth.ARCHIVE, byte_count, format="ZIP" if is_zip else "", remark=remark)


def _integer(text: str) -> int:
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 12 else 0


def _dicom(place: Place, byte_count: int, found: HeaderFacts) -> Entry:
    texts = found.texts
    words = [texts[key] for key in ("series_description", "body_part", "study_description", "protocol")]
    modality = texts["modality"].upper()
    worth = worth_of(modality, texts["image_type"], found.rows, found.columns, *words)
    side = texts["image_laterality"] or texts["laterality"]
    view = " ".join(part for part in (texts["view_position"], {"R": "right", "L": "left"}.get(side, "")) if part)
    kind = found.class_name or "a DICOM file"
    return Entry(
        place,
        EntryKind.DICOM,
        worth,
        byte_count,
        patient_name=texts["patient_name"],
        patient_id=texts["patient_id"],
        date=texts["acquisition_date"] or texts["study_date"],
        description=_description(words) or (kind if worth is Worth.NO_PICTURE else ""),
        view=view,
        format=modality,
        rows=found.rows,
        columns=found.columns,
        frames=found.frames,
        series_number=_integer(texts["series_number"]),
        instance_number=_integer(texts["instance_number"]),
        remark=f"Holds no picture ({kind})." if worth is Worth.NO_PICTURE else "",
    )


def _description(words: list[str]) -> str:
    """Return body part and description, unless one says the other."""
    series, part, study, protocol = words
    first = series or protocol or study
    if not part or part.casefold() in first.casefold():
        return first
    part = part if any(c.islower() for c in part) else part.capitalize()
    return f"{part} · {first}" if first else part


def _photo(place: Place, byte_count: int, head: bytes, more: More, reader: Reader) -> Entry:
    if reader.name == "HEIC":
        columns, rows, date = *_heic_size(head), ""
    else:
        columns, rows, date = _pillow_size(head if byte_count <= len(head) else more(_PHOTO_HEAD_BYTES))
    return Entry(
        place, EntryKind.PHOTO, Worth.PHOTO, byte_count, date=date, format=reader.name, rows=rows, columns=columns
    )


def _heic_size(head: bytes) -> tuple[int, int]:
    """Return the greatest image spatial extent that the file's beginning names (ISO/IEC 23008-12 6.5.3)."""
    largest, at = (0, 0), head.find(b"ispe")
    while 0 <= at <= len(head) - 16:
        largest = max(largest, struct.unpack_from(">II", head, at + 8), key=lambda size: size[0] * size[1])
        at = head.find(b"ispe", at + 4)
    return largest


def _pillow_size(beginning: bytes) -> tuple[int, int, str]:
    """Return width, height and day as the beginning of a photo tells them, upright; zeros where it does not."""

    def told() -> tuple[int, int, str]:
        with Image.open(BytesIO(beginning)) as image:
            width, height = image.size
            if image.format not in ("JPEG", "MPO", "TIFF"):
                return width, height, ""
            exif = image.getexif()
            taken = str(exif.get_ifd(_EXIF_BLOCK).get(_TAKEN, "")).strip(" \0")[:10].replace(":", "-")
            is_turned = exif.get(_ORIENTATION, 1) in (5, 6, 7, 8)
            return (height, width, taken) if is_turned else (width, height, taken)

    try:
        return guarded(told, "The photo's size is not told.")
    except (ImageError, MemoryError):
        return 0, 0, ""


def _case(place: Place, byte_count: int, more: More) -> Entry:
    """Return a saved case with the patient it is of, as far as its file is in order."""
    document: Any = {}
    with suppress(ValueError, RecursionError):
        document = json.loads(more(_CASE_BYTES))
    if not document and byte_count <= _CASE_BYTES:
        return unread(place, byte_count, "The case is damaged or cut short.", EntryKind.CASE)

    def text(section: str, key: str) -> str:
        part = document.get(section) if isinstance(document, dict) else None
        value = part.get(key) if isinstance(part, dict) else None
        return value if isinstance(value, str) else ""

    return Entry(
        place,
        EntryKind.CASE,
        Worth.NO_PICTURE if place.member else Worth.CASE,
        byte_count,
        patient_name=text("patient", "name"),
        patient_id=text("patient", "id"),
        date=text("patient", "study_date"),
        description=text("image", "name"),
        format="case",
        remark="A case inside an archive; unpack it first." if place.member else "",
    )
