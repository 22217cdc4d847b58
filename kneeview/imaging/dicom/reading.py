"""From the bytes of a DICOM file to a `Radiograph`."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Final

from pydicom import dcmread
from pydicom.dataset import FileDataset

from kneeview.domain.landmarks import Kind
from kneeview.imaging.dicom.attributes import Header
from kneeview.imaging.dicom.decoding import decoded, syntax_of
from kneeview.imaging.dicom.functional_groups import FRAME_VOI_LUT, PIXEL_VALUE_TRANSFORMATION, group_of
from kneeview.imaging.dicom.greyscale import is_inverse, modality_of, padding_of, vois_of
from kneeview.imaging.dicom.inflation import DEFLATED, end_of_meta, refuse_endless_inflation
from kneeview.imaging.dicom.layout import Layout, layout_of
from kneeview.imaging.dicom.memory import MemoryFile, share_pixels
from kneeview.imaging.dicom.overlays import overlays_of
from kneeview.imaging.dicom.patient import header_side_of, identity_of
from kneeview.imaging.dicom.pixels import picture_of
from kneeview.imaging.dicom.spacing_header import CROSS_SECTIONAL, is_cross_sectional, spacing_tags_of
from kneeview.imaging.dicom.syntaxes import LOSSY, short_name, syntax_name
from kneeview.imaging.guarded import guarded
from kneeview.imaging.radiograph import ImageError, Modality, Radiograph
from kneeview.imaging.source import Source
from kneeview.imaging.spacing import decide_scale

_DAMAGED: Final = "This DICOM file is damaged or cut short."

_LARGE_BYTES: Final = 1 << 16
_META_BYTES: Final = 1 << 13

_STORAGE = "1.2.840.10008.5.1.4.1.1."
_NO_PICTURE: Final = {
    "1.2.840.10008.1.3.10": "This is a DICOMDIR, the list of contents of a disc; open one of the pictures beside it.",
    f"{_STORAGE}9": "This file holds no picture (a waveform).",
    f"{_STORAGE}11": "This file holds no picture (a presentation state, which belongs to a picture in another file).",
    f"{_STORAGE}66.4": "This is a segmentation, not a radiograph.",
    f"{_STORAGE}66": "This file holds no picture (registration or raw data).",
    f"{_STORAGE}88": "This file holds no picture (a structured report).",
    f"{_STORAGE}104": "This file holds no picture (a document inside DICOM).",
    f"{_STORAGE}481.2": "This is a radiotherapy dose grid, not a radiograph.",
    f"{_STORAGE}481.3": "This file holds no picture (outlines for radiotherapy).",
    f"{_STORAGE}481.5": "This file holds no picture (a radiotherapy plan).",
}
"""By the beginning of the SOP class: what kneeview does not show, in words."""


def is_dicom(head: bytes) -> bool:
    """Whether a file that begins so is DICOM: the mark behind the preamble, or a first group 2 or 8 without one."""
    if head[128:132] == b"DICM" or head[:4] == b"DICM":
        return True
    if len(head) < 8:
        return False
    starts = struct.unpack("<HH", head[:4]), struct.unpack(">HH", head[:4])
    if not any(group in (2, 8) and element <= 0x2200 for group, element in starts):
        return False
    is_explicit = head[4:6].isalpha() and head[4:6].isupper()
    return is_explicit or struct.unpack("<I", head[4:8])[0] < 1024


def parsed(data: bytes | memoryview) -> FileDataset:
    """Return the data set. Reading by force takes files without preamble, and any bytes: `_require_picture` decides."""
    if _has_plain_meta(bytes(data[:_META_BYTES])):
        view = memoryview(data)
        # A value that is large is passed over; of the pixels it becomes a part of the file's bytes, and no copy.
        dataset = guarded(lambda: dcmread(MemoryFile(view), force=True, defer_size=_LARGE_BYTES), _DAMAGED)
        share_pixels(dataset, view)
        return dataset
    whole = bytes(data)
    refuse_endless_inflation(whole)
    begin = 4 if whole[:4] == b"DICM" else 0
    return guarded(lambda: dcmread(BytesIO(whole[begin:]), force=True), _DAMAGED)


def _has_plain_meta(head: bytes) -> bool:
    """Whether the file has a meta group that names a transfer syntax, and not the deflated one."""
    meta = head[: end_of_meta(head)] if head[128:132] == b"DICM" else b""
    return b"\x02\0\x10\0UI" in meta and DEFLATED not in meta


def _require_picture(header: Header, meta: Header) -> None:
    """Raise `ImageError` that says what the file is where it is no picture."""
    sop_class = header.text("SOPClassUID") or meta.text("MediaStorageSOPClassUID")
    for beginning, sentence in _NO_PICTURE.items():
        if sop_class == beginning or sop_class.startswith(f"{beginning}."):
            raise ImageError(sentence)
    if "PixelData" in header:
        return
    if "FloatPixelData" in header or "DoubleFloatPixelData" in header:
        raise ImageError("The picture is stored as fractional numbers, as no radiograph is.")
    # A parser that meets the end of the file inside the pixels drops them, and sometimes all before them.
    raise ImageError(_DAMAGED if "Rows" in header or not len(header.dataset) else "This file holds no picture.")


def read_dicom(source: Source) -> Radiograph:
    """Return the picture of a DICOM file. Raises `ImageError` in plain words for whatever cannot be shown."""
    dataset = parsed(source.data)
    source.report(0.3)
    return radiograph_of(dataset, source)


def radiograph_of(dataset: FileDataset, source: Source) -> Radiograph:
    """Return the picture of a data set that was read from the source. Raises `ImageError` in plain words."""
    is_implicit, is_little_endian = dataset.original_encoding
    header, meta = Header(dataset, is_little_endian is not False), Header(dataset.file_meta)
    _require_picture(header, meta)
    layout = layout_of(header)
    if not 0 <= source.frame < layout.frames:
        raise ImageError(f"The file holds {layout.frames} pictures; there is no number {source.frame + 1}.")
    syntax = syntax_of(header, meta.text("TransferSyntaxUID"), is_implicit is not False)
    frame = decoded(header, layout, syntax, source.frame, lambda: source.report(0.3))
    picture = picture_of(header, layout, syntax, frame)
    source.report(0.9)
    is_grey = picture.pixels.ndim == 2
    values = group_of(header, source.frame, PIXEL_VALUE_TRANSFORMATION)
    greys = group_of(header, source.frame, FRAME_VOI_LUT)
    found = [*layout.repairs, *_remarks(header, layout, syntax, source.frame)]
    return Radiograph(
        name=source.name,
        pixels=picture.pixels,
        kind=Kind.RADIOGRAPH,
        format="DICOM",
        path=source.path,
        byte_count=len(source.data),
        stored_offset=picture.stored_offset,
        bits_stored=picture.bits_stored,
        photometric=layout.photometric,
        transfer_syntax=syntax_name(syntax),
        modality=modality_of(values, layout.is_signed, found) if is_grey else Modality(),
        vois=vois_of(greys, layout.is_signed) if is_grey else (),
        inverse=is_grey and is_inverse(header, layout.photometric, found),
        padding=padding_of(header, layout.is_signed, picture.bits_stored) if is_grey else None,
        scale=decide_scale(spacing_tags_of(header, layout, source.frame)),
        identity=identity_of(header, found),
        header_side=header_side_of(header, found, source.frame),
        sop_instance_uid=header.text("SOPInstanceUID"),
        sop_class=header.text("SOPClassUID"),
        dicom_modality=header.word("Modality"),
        frame=source.frame,
        frame_count=layout.frames,
        overlays=overlays_of(header, layout, frame.samples),
        lossy=_is_lossy(header, syntax),
        warnings=tuple(found),
    )


def _is_lossy(header: Header, syntax: str) -> bool:
    """Whether values were changed by compression, now or before (DICOM PS3.3 C.7.6.1.1.5)."""
    return syntax in LOSSY or header.word("LossyImageCompression") == "01"


def _remarks(header: Header, layout: Layout, syntax: str, frame: int) -> list[str]:
    """Return what the user should know of the picture as a whole."""
    found = []
    if layout.frames > 1:
        found.append(f"The file holds {layout.frames} pictures; number {frame + 1} is shown.")
    if is_cross_sectional(header):
        kind = CROSS_SECTIONAL[header.word("Modality")]
        found.append(f"This is {kind} picture; the measurements are defined for radiographs.")
    if _is_lossy(header, syntax):
        form = f" ({short_name(syntax)})" if syntax in LOSSY else ""
        found.append(f"The picture was compressed with loss{form}; fine edges may be blurred.")
    return found
