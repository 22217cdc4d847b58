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

from kneeview.imaging.dicom import decoders, isolation
from kneeview.imaging.dicom.layout import Layout
from kneeview.imaging.radiograph import Cancelled, Radiograph
from kneeview.imaging.readers import ImageError, read_image
from tests.imaging.dicom_files import RAMP, as_bytes, film, saved, with_syntax

BASELINE = "1.2.840.10008.1.2.4.50"
LOSSLESS = "1.2.840.10008.1.2.4.70"
JPEG_LS = "1.2.840.10008.1.2.4.80"
JPEG_2000 = "1.2.840.10008.1.2.4.90"
HTJ2K = "1.2.840.10008.1.2.4.201"
JPEG_XL = "1.2.840.10008.1.2.4.110"
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


@pytest.mark.parametrize("syntax", [RLE, JPEG_LS, JPEG_2000])
@pytest.mark.parametrize("kind", ["unsigned", "signed"])
@pytest.mark.parametrize("with_extra", [True, False])
def test_a_large_film_is_exact_by_whichever_decoder_reads_it(
    syntax: str, kind: str, with_extra: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoders, "SMALL_PIXELS", 0)
    if not with_extra:
        monkeypatch.setattr(decoders, "IMAGECODECS", {})
    pixels = RAMP if kind == "unsigned" else (RAMP.astype(np.int16) - 2048).astype(np.int16)
    dataset = film(pixels, syntax, (encoded(pixels, syntax, 12),))
    assert np.array_equal(stored(read_image(saved(tmp_path, dataset))), pixels)


@pytest.mark.parametrize(
    ("syntax", "encoder", "options"),
    [
        (LOSSLESS, "ljpeg_encode", {"bitspersample": 12}),
        (JPEG_LS, "jpegls_encode", {}),
        (JPEG_2000, "jpeg2k_encode", {"reversible": True, "bitspersample": 12}),
        (HTJ2K, "htj2k_encode", {"reversible": True}),
        (JPEG_XL, "jpegxl_encode", {"lossless": True, "bitspersample": 12}),
        (JPEG_XL, "jpegxl_encode", {"lossless": True}),
    ],
)
def test_the_extra_reads_what_it_is_the_fastest_for(
    syntax: str, encoder: str, options: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = bytes(getattr(pytest.importorskip("imagecodecs"), encoder)(RAMP, **options))
    monkeypatch.setattr(decoders, "SMALL_PIXELS", 0)
    monkeypatch.setattr(decoders, "_plugins", lambda _: [])
    path = tmp_path / "film.dcm"
    path.write_bytes(with_syntax(as_bytes(film(RAMP, JPEG_LS, (stream,))), syntax))
    assert np.array_equal(read_image(path).pixels, RAMP)


def test_the_fastest_decoder_comes_first_and_for_a_small_picture_one_that_is_here() -> None:
    pytest.importorskip("imagecodecs")

    def order(columns: int) -> list[tuple[str, bool]]:
        layout = Layout(1000, columns, 1, 16, 12, 11, False, "MONOCHROME2", 0, 1)
        attempts = decoders.attempts(JPEG_2000, b"", layout, b"", lambda: None)
        return [(attempt.name, attempt.is_apart) for attempt in attempts]

    assert order(1001) == [("imagecodecs", True), ("pillow", True), ("gdcm", True), ("pylibjpeg", True)]
    assert order(1000) == [("pillow", False), ("pylibjpeg", False), ("imagecodecs", True), ("gdcm", True)]


@pytest.mark.parametrize("share", [0.2, 0.55, 0.8, 0.99])
@pytest.mark.parametrize("with_extra", [True, False])
def test_a_run_length_film_that_is_cut_short_is_refused(
    share: float, with_extra: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not with_extra:
        monkeypatch.setattr(decoders, "IMAGECODECS", {})
    whole = encoded(RAMP, RLE, 12)
    part = whole[: int(len(whole) * share) // 2 * 2]
    with pytest.raises(ImageError, match="damaged or cut short"):
        read_image(saved(tmp_path, film(RAMP, RLE, (part,))))


def test_run_lengths_far_beyond_the_picture_never_reach_a_decoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reached(*_: object) -> None:
        pytest.fail("a decoder was asked")

    monkeypatch.setattr("kneeview.imaging.dicom.decoding.attempts", reached)
    segments = np.array([2, 64, 200_064, *[0] * 13], "<u4").tobytes()
    path = saved(tmp_path, film(RAMP, RLE, (segments + b"\x81\x01" * 200_000,)))
    with pytest.raises(ImageError, match="damaged or cut short"):
        read_image(path)


def test_a_signed_film_in_jpeg_xl_is_refused(tmp_path: Path) -> None:
    stream = bytes(pytest.importorskip("imagecodecs").jpegxl_encode(RAMP, lossless=True))
    path = tmp_path / "film.dcm"
    path.write_bytes(with_syntax(as_bytes(film(RAMP, JPEG_LS, (stream,), PixelRepresentation=1)), JPEG_XL))
    with pytest.raises(ImageError, match="JPEG XL lossless, which kneeview cannot read"):
        read_image(path)


def test_jpeg_xl_that_is_cut_short_or_of_another_size_is_refused(tmp_path: Path) -> None:
    stream = bytes(pytest.importorskip("imagecodecs").jpegxl_encode(RAMP, lossless=True))
    for pixels, part, words in ((RAMP, stream[:-20], "damaged"), (RAMP[:32], stream, "64 x 32 pixels")):
        path = tmp_path / "film.dcm"
        path.write_bytes(with_syntax(as_bytes(film(pixels, JPEG_LS, (part,))), JPEG_XL))
        with pytest.raises(ImageError, match=words):
            read_image(path)


def test_a_large_film_can_be_given_up_while_it_is_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoders, "SMALL_PIXELS", 0)
    monkeypatch.setattr(isolation, "_LOOK_UP_S", 0)
    told: list[float] = []

    def progress(share: float) -> None:
        told.append(share)
        if told.count(0.3) > 1:
            raise Cancelled

    path = saved(tmp_path, film(RAMP, JPEG_2000, (encoded(RAMP, JPEG_2000, 12),)))
    isolation.end_workers()
    with pytest.raises(Cancelled):
        read_image(path, progress=progress)


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
    monkeypatch.setattr("kneeview.imaging.dicom.decoders.IMAGECODECS", {})
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
