"""Films are taken apart in memory without copies, and come out the same."""

from __future__ import annotations

import struct
from io import SEEK_CUR, SEEK_END
from pathlib import Path

import numpy as np
import pytest
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from kneeview.imaging.dicom.memory import MemoryFile, items_of
from kneeview.imaging.radiograph import ImageError
from kneeview.imaging.readers import read_bytes, read_image
from tests.imaging.dicom_files import as_bytes, film, saved

LARGE = np.arange(300 * 200, dtype=np.uint16).reshape(300, 200)


def test_a_file_in_memory_is_read_like_one_on_the_disk() -> None:
    file = MemoryFile(memoryview(b"0123456789"))
    assert file.read(3) == b"012"
    assert file.seek(-1, SEEK_CUR) == file.tell() == 2
    assert file.seek(-2, SEEK_END) == 8
    assert file.read() == b"89"
    assert file.read(5) == b""
    assert file.seek(-50) == 0


def test_items_are_followed_as_far_as_they_are_whole() -> None:
    item = b"\xfe\xff\x00\xe0" + struct.pack("<I", 4) + b"abcd"
    assert list(items_of(memoryview(item + item + b"\xfe\xff\xdd\xe0\0\0\0\0"))) == [(8, 12), (20, 24)]
    assert list(items_of(memoryview(item + item[:-1]))) == [(8, 12)]
    assert list(items_of(memoryview(item[:4] + b"\xff" * 4 + b"abcd"))) == []


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian])
@pytest.mark.parametrize("bits", [12, 16])
def test_pixels_are_the_same_in_every_byte_order(syntax: str, bits: int) -> None:
    data = as_bytes(film(LARGE, syntax, BitsStored=bits, HighBit=bits - 1))
    for given in (data, memoryview(data)):
        assert (read_bytes("film.dcm", given).pixels == LARGE & ((1 << bits) - 1)).all()


def test_pixels_of_sixteen_bits_are_no_copy_of_the_file() -> None:
    data = as_bytes(film(LARGE, BitsStored=16, HighBit=15))
    assert np.shares_memory(read_bytes("film.dcm", data).pixels, np.frombuffer(data, np.uint8))


def test_a_film_that_is_cut_short_is_told(tmp_path: Path) -> None:
    path = saved(tmp_path, film(LARGE))
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(ImageError, match="cut short"):
        read_image(path)


def test_a_large_file_is_read_whole(tmp_path: Path) -> None:
    large = np.arange(3000 * 1500, dtype=np.uint32).astype(np.uint16).reshape(3000, 1500)
    path = saved(tmp_path, film(large, BitsStored=16, HighBit=15))
    image = read_image(path)
    assert (image.pixels == large).all()
    assert image.byte_count == path.stat().st_size
    assert image.sha256 == read_bytes("film.dcm", path.read_bytes()).sha256
