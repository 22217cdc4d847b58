"""What a list of pictures shows of a DICOM file, from its first kilobytes; and the files that a DICOMDIR names.

Text is taken from the raw elements, which is several times as fast as letting each be converted.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from pydicom import dcmread
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset, FileDataset
from pydicom.filereader import read_dataset, read_partial
from pydicom.tag import BaseTag
from pydicom.uid import UID

from kneeview.imaging.dicom.attributes import Header
from kneeview.imaging.dicom.inflation import DEFLATED, end_of_meta
from kneeview.imaging.guarded import guarded
from kneeview.imaging.radiograph import ImageError

DICOMDIR_CLASS: Final = "1.2.840.10008.1.3.10"

_HEAD_BYTES: Final = 1 << 15
_LONG_HEAD_BYTES: Final = 1 << 24
_LARGEST_VALUE: Final = 1 << 16
_COLUMNS: Final = 0x00280011
_DIRECTORY_GROUP: Final = 0x0004
_META_CLASS: Final = 0x00020002

_TEXTS: Final = {
    "sop_class": 0x00080016,
    "study_date": 0x00080020,
    "acquisition_date": 0x00080022,
    "modality": 0x00080060,
    "study_description": 0x00081030,
    "series_description": 0x0008103E,
    "image_type": 0x00080008,
    "patient_name": 0x00100010,
    "patient_id": 0x00100020,
    "body_part": 0x00180015,
    "protocol": 0x00181030,
    "view_position": 0x00185101,
    "laterality": 0x00200060,
    "image_laterality": 0x00200062,
    "series_number": 0x00200011,
    "instance_number": 0x00200013,
    "frames": 0x00280008,
}
_NUMBERS: Final = {"rows": 0x00280010, "columns": _COLUMNS, "samples": 0x00280002}


@dataclass(frozen=True, slots=True)
class HeaderFacts:
    """Text as the file has it, "" where it says nothing; numbers 0 where they are not told."""

    texts: dict[str, str]
    rows: int = 0
    columns: int = 0

    @property
    def frames(self) -> int:
        """The number of pictures in the file, 1 where it is not told."""
        text = self.texts["frames"]
        return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1

    @property
    def class_name(self) -> str:
        """What kind of object the file is, in the standard's words; "" where it is not told."""
        uid = self.texts["sop_class"]
        name = UID(uid).name if uid else ""
        return "" if name == uid else name.removesuffix(" Storage")


def _text(dataset: Dataset, tag: int) -> str:
    element: object = dataset.get_item(tag, keep_deferred=True)
    if isinstance(element, RawDataElement):
        value = element.value
        if value is None:
            return ""
        if value.isascii():
            return value.decode("ascii").strip(" \0\t\r\n")
    elif element is None:
        return ""
    return Header(dataset).text(tag)


def _number(dataset: Dataset, tag: int) -> int:
    element: object = dataset.get_item(tag, keep_deferred=True)
    if isinstance(element, RawDataElement) and element.value is not None and len(element.value) == 2:
        return int(struct.unpack("<H" if element.is_little_endian else ">H", element.value)[0])
    return 0 if element is None else (Header(dataset).integer(tag) or 0)


def _dataset(head: bytes, stop_when: Callable[[BaseTag, str | None, int], bool]) -> Dataset:
    """Return what the beginning of a file holds of its header; a deflated one is inflated as far as it goes."""
    start = 4 if head[:4] == b"DICM" else 0
    end = end_of_meta(head) if head[128:132] == b"DICM" else 0
    if DEFLATED in head[:end]:
        inflated = zlib.decompressobj(-zlib.MAX_WBITS).decompress(head[end:], _LONG_HEAD_BYTES)
        return read_dataset(BytesIO(inflated), False, True, stop_when=stop_when)
    stream = BytesIO(head)
    stream.seek(start)
    return read_partial(stream, stop_when=stop_when, defer_size=_LARGEST_VALUE, force=True)


def header_facts(head: bytes, more: Callable[[int], bytes]) -> HeaderFacts:
    """Return the facts from the first bytes of a file; `more` gives up to as many bytes from its beginning.

    Raises `ImageError` for what is no DICOM data set. Memory is bounded whatever lengths the elements claim.
    """
    is_past = False

    def stop_when(tag: BaseTag, _: str | None, __: int) -> bool:
        nonlocal is_past
        is_past = int(tag) > _COLUMNS or tag.group == _DIRECTORY_GROUP
        return is_past

    def facts() -> HeaderFacts:
        dataset = _dataset(head, stop_when)
        if not is_past and len(head) >= _HEAD_BYTES:
            dataset = _dataset(more(_LONG_HEAD_BYTES), stop_when)
        texts = {name: _text(dataset, tag) for name, tag in _TEXTS.items()}
        if not texts["sop_class"] and isinstance(dataset, FileDataset):
            texts["sop_class"] = _text(dataset.file_meta, _META_CLASS)
        numbers = {name: _number(dataset, tag) for name, tag in _NUMBERS.items()}
        return HeaderFacts(texts, numbers["rows"], numbers["columns"])

    found = guarded(facts, "This DICOM file is damaged or cut short.")
    if not found.texts["sop_class"] and not found.rows:
        raise ImageError("This is no DICOM file.")
    return found


def referenced_files(data: bytes) -> tuple[tuple[str, ...], ...]:
    """Return the files that a DICOMDIR names, each as folders and name (DICOM PS3.10 8.6), in its order.

    Raises `ImageError` where it cannot be read. Parts that would lead out of the folder are left out.
    """

    def files() -> tuple[tuple[str, ...], ...]:
        records = Header(dcmread(BytesIO(data), force=True)).items("DirectoryRecordSequence")
        named = (tuple(part.strip() for part in record.texts("ReferencedFileID")) for record in records)
        return tuple(parts for parts in named if parts and all(map(_is_plain, parts)))

    return guarded(files, "The DICOMDIR is damaged.")


def _is_plain(part: str) -> bool:
    return part not in ("", ".", "..") and not any(c in part for c in "/\\:\0")
