"""Whole files: with and without preamble and meta group, and headers that cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.uid import UID

from kneeview.imaging.dicom import is_dicom
from kneeview.imaging.radiograph import Identity
from kneeview.imaging.readers import ImageError, read_image
from tests.imaging.dicom_files import RAMP, as_bytes, film, saved


def end_of_meta(data: bytes) -> int:
    return 144 + int.from_bytes(data[140:144], "little")


@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"])
def test_a_file_without_preamble_and_meta_group_is_read(syntax: str, tmp_path: Path) -> None:
    data = as_bytes(film(syntax=syntax))
    path = tmp_path / "bare.dcm"
    path.write_bytes(data[end_of_meta(data) :])
    radiograph = read_image(path)
    assert np.array_equal(radiograph.pixels, RAMP)
    assert radiograph.transfer_syntax.startswith("uncompressed")


@pytest.mark.parametrize("start", [128, 132])
def test_a_file_without_preamble_is_read(start: int, tmp_path: Path) -> None:
    path = tmp_path / "bare.dcm"
    path.write_bytes(as_bytes(film())[start:])
    assert np.array_equal(read_image(path).pixels, RAMP)


def test_the_ending_does_not_matter(tmp_path: Path) -> None:
    assert read_image(saved(tmp_path, film(), "film.jpg")).format == "DICOM"
    assert read_image(saved(tmp_path, film(), "film")).format == "DICOM"


def test_a_tiff_header_in_the_preamble_does_not_make_it_a_photo(tmp_path: Path) -> None:
    path = tmp_path / "dual.tif"
    path.write_bytes(b"II*\0" + as_bytes(film())[4:])
    assert read_image(path).format == "DICOM"


@pytest.mark.parametrize(
    "head", [b"", b"\x08\0", b"Hello, world", b"\x08\0\xff\xff\0\0\0\0", b"\x08\0\x16\0\xff\xff\xff\xff"]
)
def test_other_bytes_are_not_taken_for_dicom(head: bytes) -> None:
    assert not is_dicom(head)


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"Rows": None}, "how large"),
        ({"Columns": 0}, "how large"),
        ({"BitsAllocated": None}, "how many bits"),
        ({"BitsAllocated": 32, "BitsStored": 32}, "32 bits a pixel"),
        ({"BitsAllocated": 1}, "1 bits a pixel"),
        ({"SamplesPerPixel": 4}, "4 values a pixel"),
        ({"PhotometricInterpretation": "HSV"}, "“HSV”"),
        ({"Rows": 60000, "Columns": 60000}, "claims 60000 x 60000 pixels"),
        ({"Rows": 65}, "cut short: 8192 of 8320 bytes"),
        ({"NumberOfFrames": 3}, "cut short: 8192 of 24576 bytes"),
        ({"PixelData": None}, "damaged or cut short"),
        ({"PixelData": b""}, "holds no picture"),
        ({"PixelData": None, "Rows": None}, "holds no picture"),
        ({"PixelData": None, "FloatPixelData": b"\0" * 16}, "fractional numbers"),
        ({"SOPClassUID": UID("1.2.840.10008.5.1.4.1.1.88.33")}, "structured report"),
        ({"SOPClassUID": UID("1.2.840.10008.5.1.4.1.1.11.1")}, "presentation state"),
        ({"SOPClassUID": UID("1.2.840.10008.5.1.4.1.1.104.1")}, "a document inside DICOM"),
        ({"SOPClassUID": UID("1.2.840.10008.5.1.4.1.1.66.1")}, "registration"),
    ],
)
def test_what_makes_no_picture_is_said(attributes: dict[str, Any], words: str, tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=words):
        read_image(saved(tmp_path, film(**attributes)))


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"PhotometricInterpretation": None}, "MONOCHROME2 is assumed"),
        ({"BitsStored": None}, "16 are assumed"),
        ({"BitsStored": 17}, "16 are assumed"),
        ({"NumberOfFrames": 0}, "given as “0”"),
    ],
)
def test_what_had_to_be_assumed_is_said(attributes: dict[str, Any], words: str, tmp_path: Path) -> None:
    radiograph = read_image(saved(tmp_path, film(**attributes)))
    assert np.array_equal(radiograph.pixels, RAMP)
    assert any(words in warning for warning in radiograph.warnings)


@pytest.mark.parametrize(
    "attributes", [{"SamplesPerPixel": None}, {"HighBit": None}, {"HighBit": 3}, {"PixelRepresentation": None}]
)
def test_what_a_film_can_do_without_is_taken_as_usual(attributes: dict[str, Any], tmp_path: Path) -> None:
    radiograph = read_image(saved(tmp_path, film(**attributes)))
    assert np.array_equal(radiograph.pixels, RAMP)
    assert radiograph.warnings == ()


def test_a_value_in_the_high_bits_is_moved_down(tmp_path: Path) -> None:
    radiograph = read_image(saved(tmp_path, film(RAMP << 4, HighBit=15)))
    assert np.array_equal(radiograph.pixels, RAMP)


def test_a_film_without_identity_has_none(tmp_path: Path) -> None:
    radiograph = read_image(saved(tmp_path, film()))
    assert radiograph.identity == Identity()
    assert (radiograph.frame, radiograph.frame_count, radiograph.lossy) == (0, 1, False)


def test_loss_before_the_present_form_is_told(tmp_path: Path) -> None:
    radiograph = read_image(saved(tmp_path, film(LossyImageCompression="01")))
    assert radiograph.lossy
    assert radiograph.warnings == ("The picture was compressed with loss; fine edges may be blurred.",)


def test_text_behind_the_mark_of_dicom_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fake.dcm"
    path.write_bytes(b"\0" * 128 + b"DICM" + b"not a data set at all, but a line of text" * 20)
    with pytest.raises(ImageError):
        read_image(path)


def test_sequences_without_bottom_are_refused(tmp_path: Path) -> None:
    deep = b"\x08\0\x15\x11\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff" * 20000
    path = tmp_path / "deep.dcm"
    path.write_bytes(deep)
    with pytest.raises(ImageError):
        read_image(path)
