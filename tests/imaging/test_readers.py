"""Opening any file: by content, with its hashes, and one sentence where there is nothing to show."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kneeview.imaging.photo import read_photo
from kneeview.imaging.radiograph import Cancelled, pixels_digest
from kneeview.imaging.readers import IMAGE_SUFFIXES, READERS, ImageError, Reader, read_image
from kneeview.imaging.source import Source
from tests.imaging.dicom_files import film, saved


def photo(folder: Path, name: str, form: str) -> Path:
    path = folder / name
    Image.fromarray(np.arange(192, dtype=np.uint8).reshape(8, 8, 3)).save(path, form)
    return path


@pytest.mark.parametrize("reader", READERS, ids=[reader.name for reader in READERS])
def test_every_format_has_endings_and_says_no_to_nothing(reader: Reader) -> None:
    assert reader.suffixes
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.suffixes)
    assert not reader.recognises(b"")
    assert set(reader.suffixes) <= set(IMAGE_SUFFIXES)


def test_no_ending_is_claimed_twice() -> None:
    assert len(set(IMAGE_SUFFIXES)) == len(IMAGE_SUFFIXES)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP"])
def test_the_content_decides_and_not_the_ending(form: str, tmp_path: Path) -> None:
    assert read_image(photo(tmp_path, "picture.dcm", form)).format.upper() == form


def test_a_path_may_be_text(tmp_path: Path) -> None:
    assert read_image(str(saved(tmp_path, film()))).name == "film.dcm"


def test_hashes_are_those_of_the_file_and_of_the_upright_pixels(tmp_path: Path) -> None:
    path = saved(tmp_path, film())
    radiograph = read_image(path)
    assert radiograph.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert radiograph.pixels_sha256 == pixels_digest(radiograph.pixels)


def test_the_hash_of_pixels_knows_shape_and_type_but_no_byte_order() -> None:
    pixels = np.arange(12, dtype=np.uint8).reshape(3, 4)
    digests = {
        pixels_digest(pixels),
        pixels_digest(pixels.reshape(4, 3)),
        pixels_digest(pixels.astype(np.uint16)),
        pixels_digest(np.zeros((3, 4, 3), np.uint8)),
    }
    assert len(digests) == 4
    deep = pixels.astype(np.uint16)
    assert pixels_digest(deep.astype(">u2")) == pixels_digest(deep)
    assert pixels_digest(np.asfortranarray(deep)) == pixels_digest(deep)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="There is no such file"):
        read_image(tmp_path / "absent.dcm")


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="folder"):
        read_image(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.dcm")
    with pytest.raises(ImageError, match="not an ordinary file"):
        read_image(tmp_path / "pipe.dcm")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no devices in folders")
def test_a_device_is_refused() -> None:
    with pytest.raises(ImageError, match="not an ordinary file"):
        read_image("/dev/zero")


def test_an_empty_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty.heic").touch()
    with pytest.raises(ImageError, match=r"^The file is empty\.$"):
        read_image(tmp_path / "empty.heic")


def test_a_name_that_cannot_be_is_said() -> None:
    with pytest.raises(ImageError, match="cannot be opened"):
        read_image("a\0b")


def test_a_file_that_may_not_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, film())

    def forbidden(_: Path) -> bytes:
        raise PermissionError

    def broken(_: Path) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    with pytest.raises(ImageError, match="not allowed"):
        read_image(path)
    monkeypatch.setattr(Path, "read_bytes", broken)
    with pytest.raises(ImageError, match="Input/output error"):
        read_image(path)


def test_a_folder_that_may_not_be_entered_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_: Path) -> os.stat_result:
        raise PermissionError

    monkeypatch.setattr(Path, "stat", forbidden)
    with pytest.raises(ImageError, match="not allowed"):
        read_image("film.dcm")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.dcm"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)
    with pytest.raises(ImageError, match="larger than"):
        read_image(path)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04rest", "unpack it"),
        (b"\x1f\x8b\x08", "unpack it"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
        (b"\xff\x0a", "JPEG XL"),
        (b"\0\0\0\x20ftypavif\0\0\0\0", "film or a picture of a kind"),
        (b"\0\0\0\x20ftypisom\0\0\0\0", "film or a picture of a kind"),
        (b'{\n  "schema": "kneeview.case/1"', "case or landmark file"),
        (b"Dear colleague,\n", "neither DICOM nor JPEG, PNG, TIFF, WebP, GIF, BMP or HEIC"),
    ],
)
def test_what_is_no_picture_is_told_apart(head: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(head)
    with pytest.raises(ImageError, match=words):
        read_image(path)


def test_every_sentence_is_one_sentence(tmp_path: Path) -> None:
    for content in (b"", b"x", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"\0" * 128 + b"DICM"):
        path = tmp_path / "file"
        path.write_bytes(content)
        with pytest.raises(ImageError) as caught:
            read_image(path)
        assert str(caught.value).endswith(".")
        assert "\n" not in str(caught.value)


def test_progress_rises_to_the_end(tmp_path: Path) -> None:
    for path in (saved(tmp_path, film()), photo(tmp_path, "photo.png", "PNG")):
        told: list[float] = []
        read_image(path, progress=told.append)
        assert told == sorted(told)
        assert told[-1] == 1.0
        assert len(told) >= 3


@pytest.mark.parametrize("at", [0.0, 0.3, 0.7, 1.0])
def test_reading_can_be_stopped_at_every_report(at: float, tmp_path: Path) -> None:
    def stop(share: float) -> None:
        if share >= at:
            raise Cancelled

    for path in (saved(tmp_path, film()), photo(tmp_path, "photo.png", "PNG")):
        with pytest.raises(Cancelled):
            read_image(path, progress=stop)


def test_lack_of_memory_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = photo(tmp_path, "photo.png", "PNG")

    def too_much(_: Image.Image) -> None:
        raise MemoryError

    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", too_much)
    with pytest.raises(ImageError, match="memory"):
        read_image(path)


def test_what_nobody_foresaw_is_a_sentence_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, film())

    def surprise(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kneeview.imaging.dicom.reading.layout_of", surprise)
    with pytest.raises(ImageError, match="cannot name"):
        read_image(path)


def test_a_reader_works_on_bytes_alone() -> None:
    with pytest.raises(ImageError, match="PNG"):
        read_photo("PNG", "PNG")(Source(b"\x89PNG\r\n\x1a\n", "x.png"))
