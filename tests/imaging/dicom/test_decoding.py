"""Compressed and uncompressed pixels: forms, falsities and damages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydicom.encaps import encapsulate
from pydicom.pixels.encoders.base import get_encoder
from pydicom.uid import UID

from kneeview.imaging.radiograph import Radiograph
from kneeview.imaging.readers import ImageError, read_image
from tests.imaging.dicom_files import RAMP, as_bytes, film, saved, with_syntax

BASELINE = "1.2.840.10008.1.2.4.50"
LOSSLESS = "1.2.840.10008.1.2.4.70"
JPEG_LS = "1.2.840.10008.1.2.4.80"
JPEG_2000 = "1.2.840.10008.1.2.4.90"
RLE = "1.2.840.10008.1.2.5"

BYTES = (RAMP >> 4).astype(np.uint8)


def encoded(pixels: np.ndarray[Any, Any], syntax: str, bits_stored: int) -> bytes:
    return bytes(
        get_encoder(UID(syntax)).encode(
            pixels,
            rows=pixels.shape[0],
            columns=pixels.shape[1],
            samples_per_pixel=1,
            bits_allocated=8 * pixels.itemsize,
            bits_stored=bits_stored,
            pixel_representation=int(pixels.dtype.kind == "i"),
            photometric_interpretation="MONOCHROME2",
            number_of_frames=1,
        )
    )


def as_jpeg(pixels: np.ndarray[Any, Any], **options: Any) -> bytes:
    stream = BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=95, **options)
    return stream.getvalue()


def stored(radiograph: Radiograph) -> np.ndarray[Any, Any]:
    return radiograph.pixels.astype(int) + radiograph.stored_offset


@pytest.mark.parametrize("syntax", [RLE, JPEG_LS, JPEG_2000])
@pytest.mark.parametrize("kind", ["unsigned", "signed"])
def test_twelve_of_sixteen_bits_are_exact(syntax: str, kind: str, tmp_path: Path) -> None:
    pixels = RAMP if kind == "unsigned" else (RAMP.astype(np.int16) - 2048).astype(np.int16)
    dataset = film(pixels, syntax, (encoded(pixels, syntax, 12),))
    assert np.array_equal(stored(read_image(saved(tmp_path, dataset))), pixels)


def test_bits_stored_that_are_too_few_for_jpeg_2000_are_corrected(tmp_path: Path) -> None:
    dataset = film(RAMP, JPEG_2000, (encoded(RAMP, JPEG_2000, 12),), BitsStored=10, HighBit=9)
    radiograph = read_image(saved(tmp_path, dataset))
    assert radiograph.bits_stored == 12
    assert np.array_equal(radiograph.pixels, RAMP)


def test_bits_stored_that_are_too_few_for_signed_jpeg_2000_are_corrected(tmp_path: Path) -> None:
    pixels = (RAMP.astype(np.int16) - 2048).astype(np.int16)
    dataset = film(pixels, JPEG_2000, (encoded(pixels, JPEG_2000, 12),), BitsStored=11, HighBit=10)
    radiograph = read_image(saved(tmp_path, dataset))
    assert radiograph.bits_stored == 12


def test_another_compression_than_the_stated_one_is_found_out(tmp_path: Path) -> None:
    dataset = film(RAMP, LOSSLESS, (encoded(RAMP, JPEG_LS, 12),))
    assert np.array_equal(read_image(saved(tmp_path, dataset)).pixels, RAMP)


@pytest.mark.parametrize("stated", ["1.2.840.10008.1.2.1", "1.2.840.113619.5.99"])
def test_a_false_or_private_syntax_is_found_out_from_the_bytes(stated: str, tmp_path: Path) -> None:
    path = tmp_path / "film.dcm"
    path.write_bytes(with_syntax(as_bytes(film(RAMP, JPEG_LS, (encoded(RAMP, JPEG_LS, 12),))), stated))
    assert np.array_equal(read_image(path).pixels, RAMP)


def test_colour_jpeg_is_converted_once(tmp_path: Path) -> None:
    red = np.zeros((16, 16, 3), np.uint8)
    red[:, :, 0] = 200
    dataset = film(red, BASELINE, (as_jpeg(red),), PhotometricInterpretation="YBR_FULL_422")
    pixels = read_image(saved(tmp_path, dataset)).pixels
    assert np.abs(pixels.astype(int) - red).max() <= 3


def test_fragments_of_one_frame_are_joined(tmp_path: Path) -> None:
    jpeg = as_jpeg(BYTES)
    dataset = film(BYTES, BASELINE, (jpeg,))
    whole = read_image(saved(tmp_path, dataset)).pixels_sha256
    dataset.PixelData = encapsulate([jpeg], fragments_per_frame=4)
    assert read_image(saved(tmp_path, dataset)).pixels_sha256 == whole
    dataset.PixelData = encapsulate([jpeg], fragments_per_frame=4, has_bot=False)
    assert read_image(saved(tmp_path, dataset)).pixels_sha256 == whole


def test_an_extended_offset_table_is_used(tmp_path: Path) -> None:
    frames = [as_jpeg(BYTES), as_jpeg(255 - BYTES)]
    dataset = film(BYTES, BASELINE, (frames[0],), NumberOfFrames=2)
    dataset.PixelData = encapsulate(frames, has_bot=False)
    lengths = [len(frame) + len(frame) % 2 for frame in frames]
    dataset.ExtendedOffsetTable = np.array([0, lengths[0] + 8], "<u8").tobytes()
    dataset.ExtendedOffsetTableLengths = np.array(lengths, "<u8").tobytes()
    first, second = (read_image(saved(tmp_path, dataset), frame) for frame in (0, 1))
    assert np.abs(first.pixels.astype(int) + second.pixels - 255).max() <= 6


def test_a_stream_of_another_size_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    dataset = film(BYTES, BASELINE, (as_jpeg(BYTES),), Rows=32)
    with pytest.raises(ImageError, match="64 x 32 pixels, the compressed picture of 64 x 64"):
        read_image(saved(tmp_path, dataset))


def test_a_stream_without_its_end_is_refused(tmp_path: Path) -> None:
    jpeg = as_jpeg(BYTES)
    with pytest.raises(ImageError, match="damaged or cut short"):
        read_image(saved(tmp_path, film(BYTES, BASELINE, (jpeg[: len(jpeg) // 2],))))


@pytest.mark.parametrize("syntax", [BASELINE, LOSSLESS, JPEG_LS, JPEG_2000, RLE])
def test_rubbish_in_place_of_a_stream_is_refused_and_makes_no_noise(
    syntax: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rubbish = bytes(range(256)) * 8
    with pytest.raises(ImageError, match="damaged or cut short"):
        read_image(saved(tmp_path, film(BYTES, syntax, (rubbish,))))
    assert capfd.readouterr().err == ""


def test_a_run_that_overflows_its_segment_makes_no_noise(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    frame = bytearray(encoded(RAMP, RLE, 12))
    frame[64:] = bytes([127, *range(128)]) * 200
    with pytest.raises(ImageError, match="damaged or cut short"):
        read_image(saved(tmp_path, film(RAMP, RLE, (bytes(frame),))))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("syntax", "words"),
    [
        ("1.2.840.10008.1.2.4.53", r"JPEG spectral selection \(12 bit\), which kneeview cannot read"),
        ("1.2.840.10008.1.2.4.55", r"JPEG full progression \(12 bit\), which kneeview cannot read"),
        ("1.2.840.10008.1.2.4.110", "JPEG XL lossless, which kneeview cannot read; ask for an uncompressed copy"),
        ("1.2.840.10008.1.2.4.103", "MPEG-4 video, which kneeview cannot read"),
        ("1.2.840.10008.1.2.8.1", "deflated image frames, which kneeview cannot read"),
        ("1.2.3.4.5", r"an unknown compression \(1.2.3.4.5\), which kneeview cannot read"),
    ],
)
def test_a_compression_that_cannot_be_read_is_named(
    syntax: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kneeview.imaging.dicom.decoding.IMAGECODECS", {})
    path = tmp_path / "film.dcm"
    path.write_bytes(with_syntax(as_bytes(film(RAMP, JPEG_LS, (b"\x01" * 100,))), syntax))
    with pytest.raises(ImageError, match=words):
        read_image(path)


def test_a_picture_that_is_not_as_compressed_as_it_says_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "film.dcm"
    path.write_bytes(with_syntax(as_bytes(film(BYTES)), RLE))
    with pytest.raises(ImageError, match="stored as RLE lossless, which kneeview cannot read"):
        read_image(path)


def test_frames_without_compression_are_cut_out(tmp_path: Path) -> None:
    both = np.stack([BYTES, 255 - BYTES])
    dataset = film(BYTES, NumberOfFrames=2, PixelData=both.tobytes())
    assert np.array_equal(read_image(saved(tmp_path, dataset), 1).pixels, 255 - BYTES)


def test_an_odd_frame_in_big_endian_words_is_put_in_order(tmp_path: Path) -> None:
    both = np.arange(30, dtype=np.uint8)
    dataset = film(both[:15].reshape(3, 5), "1.2.840.10008.1.2.2", NumberOfFrames=2)
    dataset.PixelData = both.view("u2").byteswap().tobytes()
    dataset["PixelData"].VR = "OW"
    first, second = (read_image(saved(tmp_path, dataset), frame).pixels for frame in (0, 1))
    assert np.array_equal(np.concatenate([first.ravel(), second.ravel()]), both)


def test_colour_by_planes_is_put_together(tmp_path: Path) -> None:
    colour = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    dataset = film(colour, PlanarConfiguration=1, PixelData=np.moveaxis(colour, 2, 0).tobytes())
    assert np.array_equal(read_image(saved(tmp_path, dataset)).pixels, colour)


def test_deflated_data_that_grow_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kneeview.imaging.dicom.inflation._LIMIT_BYTES", 1_000_000)
    small = as_bytes(film(np.zeros((4, 4), np.uint8), "1.2.840.10008.1.2.1.99"))
    path = tmp_path / "bomb.dcm"
    path.write_bytes(as_bytes(film(np.zeros((2000, 2000), np.uint8), "1.2.840.10008.1.2.1.99")))
    assert path.stat().st_size < 20_000
    with pytest.raises(ImageError, match="grows beyond"):
        read_image(path)
    path.write_bytes(small[:-6])
    with pytest.raises(ImageError, match="deflated data in the file are damaged"):
        read_image(path)
    path.write_bytes(small[:-60] + b"\xff" * 60)
    with pytest.raises(ImageError, match="deflated data in the file are damaged"):
        read_image(path)
