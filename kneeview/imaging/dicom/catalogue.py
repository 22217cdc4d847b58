"""What a list of pictures shows of a DICOM file, from its first kilobytes; and the files that a DICOMDIR names.

Text is taken from the raw elements, which is several times as fast as letting each be converted.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from pydicom import dcmread
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
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
_ROWS: Final = 0x00280010
_IMPLICIT: Final = b"1.2.840.10008.1.2\0"
_BIG_ENDIAN: Final = b"1.2.840.10008.1.2.2\0"
_DICOMDIR_ID: Final = DICOMDIR_CLASS.encode()

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


def _text(dataset: Dataset, tag: int, element: object) -> str:
    """Return a value as text; what is plain is decoded on the spot, the rest by pydicom."""
    if element is None:
        return ""
    if isinstance(element, RawDataElement):
        value = element.value
        if value is None:
            return ""
        if value.isascii():
            return value.decode("ascii").strip(" \0\t\r\n")
    return Header(dataset).text(tag)


def _number(dataset: Dataset, tag: int, element: object) -> int:
    if isinstance(element, RawDataElement) and element.value is not None and len(element.value) == 2:
        return int.from_bytes(element.value, "little" if element.is_little_endian else "big")
    return 0 if element is None else (Header(dataset).integer(tag) or 0)


def _dataset(head: bytes, stop_when: Callable[[BaseTag, str | None, int], bool]) -> Dataset:
    """Return what the beginning of a file holds of its header; a deflated one is inflated as far as it goes.

    Of the meta group only the transfer syntax is looked for: reading it whole takes as long as all the rest.
    """
    if head[128:132] != b"DICM":
        stream = BytesIO(head[4:] if head[:4] == b"DICM" else head)
        return read_partial(stream, stop_when=stop_when, defer_size=_LARGEST_VALUE, force=True)
    end = end_of_meta(head)
    meta, rest = head[:end], head[end:]
    if DEFLATED in meta:
        rest = zlib.decompressobj(-zlib.MAX_WBITS).decompress(rest, _LONG_HEAD_BYTES)
    is_implicit, is_big_endian = _IMPLICIT in meta, _BIG_ENDIAN in meta
    return read_dataset(BytesIO(rest), is_implicit, not is_big_endian, stop_when=stop_when, defer_size=_LARGEST_VALUE)


def header_facts(head: bytes, more: Callable[[int], bytes]) -> HeaderFacts:
    """Return the facts from the first bytes of a file; `more` gives up to as many bytes from its beginning.

    Raises `ImageError` for what is no DICOM data set. Memory is bounded whatever lengths the elements claim.
    """
    if _DICOMDIR_ID in head[: end_of_meta(head)]:
        return HeaderFacts(dict.fromkeys(_TEXTS, "") | {"sop_class": DICOMDIR_CLASS})
    is_past = False

    def stop_when(tag: BaseTag, _: str | None, __: int) -> bool:
        nonlocal is_past
        is_past = int(tag) > _COLUMNS
        return is_past

    def facts() -> HeaderFacts:
        dataset = _dataset(head, stop_when)
        if not is_past and len(head) >= _HEAD_BYTES:
            dataset = _dataset(more(_LONG_HEAD_BYTES), stop_when)
        raw: dict[int, object] = {int(element.tag): element for element in dataset.values()}
        texts = {name: _text(dataset, tag, raw.get(tag)) for name, tag in _TEXTS.items()}
        rows, columns = (_number(dataset, tag, raw.get(tag)) for tag in (_ROWS, _COLUMNS))
        return HeaderFacts(texts, rows, columns)

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
