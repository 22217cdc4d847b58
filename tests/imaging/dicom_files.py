"""DICOM files made for a test: a small film with the attributes that the test is about."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

COMPUTED_RADIOGRAPHY = "1.2.840.10008.5.1.4.1.1.1"
SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
CT = "1.2.840.10008.5.1.4.1.1.2"

RAMP: NDArray[np.uint16] = np.arange(4096, dtype=np.uint16).reshape(64, 64)
"""Every value of 12 bits once."""


def item(**attributes: Any) -> Dataset:
    """Return an item of a sequence."""
    dataset = Dataset()
    for keyword, value in attributes.items():
        setattr(dataset, keyword, value)
    return dataset


def lut(first: int, entries: NDArray[Any], bits: int, name: str = "", packed: bool = False) -> Dataset:
    """Return an item of a Modality LUT or VOI LUT Sequence; packed puts two 8-bit entries into a word."""
    made = item()
    # A first value below zero is signed, and stands as the same bits in the unsigned descriptor.
    made.add_new(0x00283002, "US", [len(entries) % 65536, first & 0xFFFF, bits])
    made.add_new(0x00283006, "OW", entries.astype("u1" if packed else "<u2").tobytes())
    if name:
        made.LUTExplanation = name
    return made


def film(
    pixels: NDArray[Any] = RAMP, syntax: str = ExplicitVRLittleEndian, frames: tuple[bytes, ...] = (), **attributes: Any
) -> Dataset:
    """Return a computed radiograph of those pixels, with attributes added, changed or (None) taken away.

    `frames` are compressed pictures, for a compressed syntax.
    """
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = UID(COMPUTED_RADIOGRAPHY)
    meta.MediaStorageSOPInstanceUID = UID("1.2.3.4")
    meta.TransferSyntaxUID = UID(syntax)
    dataset = Dataset()
    dataset.file_meta = meta
    dataset.SOPClassUID = UID(COMPUTED_RADIOGRAPHY)
    dataset.SOPInstanceUID = UID("1.2.3.4")
    dataset.Modality = "CR"
    dataset.Rows, dataset.Columns = pixels.shape[:2]
    dataset.SamplesPerPixel = 3 if pixels.ndim == 3 else 1
    dataset.PhotometricInterpretation = "RGB" if pixels.ndim == 3 else "MONOCHROME2"
    if pixels.ndim == 3:
        dataset.PlanarConfiguration = 0
    dataset.BitsAllocated = 8 * pixels.itemsize
    dataset.BitsStored = 12 if pixels.itemsize == 2 else 8
    dataset.HighBit = dataset.BitsStored - 1
    dataset.PixelRepresentation = 1 if pixels.dtype.kind == "i" else 0
    if frames:
        dataset.PixelData = encapsulate(list(frames))
        dataset["PixelData"].VR = "OB"
        dataset["PixelData"].is_undefined_length = True
    else:
        order = pixels.dtype.newbyteorder(">" if syntax == ExplicitVRBigEndian else "<")
        raw = pixels.astype(order).tobytes()
        dataset.PixelData = raw + b"\0" * (len(raw) % 2)
        dataset["PixelData"].VR = "OW" if pixels.itemsize == 2 else "OB"
    for keyword, value in attributes.items():
        if value is None:
            delattr(dataset, keyword)
        else:
            setattr(dataset, keyword, value)
    return dataset


def as_bytes(dataset: Dataset) -> bytes:
    """Return the file."""
    syntax = dataset.file_meta.TransferSyntaxUID
    stream = BytesIO()
    dataset.save_as(
        stream,
        implicit_vr=syntax == ImplicitVRLittleEndian,
        little_endian=syntax != ExplicitVRBigEndian,
        enforce_file_format=True,
    )
    return stream.getvalue()


def saved(folder: Path, dataset: Dataset, name: str = "film.dcm") -> Path:
    """Write the file into a folder and return its path."""
    path = folder / name
    path.write_bytes(as_bytes(dataset))
    return path


def with_raw_value(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return a file in which a text value is replaced by another of the same length, however wrong it is."""
    assert data.count(old) == 1
    assert len(old) == len(new)
    return data.replace(old, new)


def with_syntax(data: bytes, uid: str) -> bytes:
    """Return a file that names another transfer syntax, even one that pydicom would not write."""
    mark = data.index(b"\x02\0\x10\0UI")
    old = int.from_bytes(data[mark + 6 : mark + 8], "little")
    value = uid.encode() + b"\0" * (len(uid) % 2)
    group = int.from_bytes(data[140:144], "little") + len(value) - old
    renamed = data[: mark + 6] + len(value).to_bytes(2, "little") + value + data[mark + 8 + old :]
    return renamed[:140] + group.to_bytes(4, "little") + renamed[144:]
