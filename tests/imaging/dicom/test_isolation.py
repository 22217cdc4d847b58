"""Decoders that may end their process do so in a process of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.data import get_testdata_file
from pydicom.encaps import encapsulate, get_frame

from kneeview.imaging.dicom.apart import answer
from kneeview.imaging.dicom.isolation import DecoderError, can_isolate, decoded_apart
from kneeview.imaging.readers import ImageError, read_image
from tests.imaging.dicom_files import film, saved

OPTIONS = {
    "rows": 1024,
    "columns": 256,
    "samples_per_pixel": 1,
    "bits_allocated": 16,
    "bits_stored": 16,
    "pixel_representation": 0,
    "photometric_interpretation": "MONOCHROME2",
    "number_of_frames": 1,
    "pixel_keyword": "PixelData",
}
REQUEST = {"syntax": "1.2.840.10008.1.2.4.70", "plugin": "gdcm", "options": OPTIONS}


def lossless_jpeg() -> tuple[Path, bytes]:
    found = get_testdata_file("JPEG-LL.dcm", download=False)
    assert isinstance(found, str)
    return Path(found), get_frame(dcmread(found).PixelData, 0, number_of_frames=1)


def test_the_answer_is_the_picture() -> None:
    _, frame = lossless_jpeg()
    picture = decoded_apart(REQUEST, encapsulate([frame]))
    outgoing = BytesIO()
    answer(BytesIO(json.dumps(REQUEST).encode() + b"\n" + encapsulate([frame])), outgoing)
    assert np.array_equal(np.load(BytesIO(outgoing.getvalue())), picture)
    assert (picture.shape, picture.max()) == ((1024, 256), 278)


def test_imagecodecs_answers_for_a_bare_stream() -> None:
    pytest.importorskip("imagecodecs")
    _, frame = lossless_jpeg()
    outgoing = BytesIO()
    answer(BytesIO(b'{"function": "jpegsof3_decode"}\n' + frame), outgoing)
    assert np.load(BytesIO(outgoing.getvalue())).max() == 278


def test_a_decoder_that_ends_its_process_ends_no_other(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DecoderError):
        decoded_apart(REQUEST, encapsulate([b"\xff\xd8rubbish\xff\xd9"]))
    assert capfd.readouterr().err == ""


def test_a_decoder_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kneeview.imaging.dicom.isolation._PATIENCE_S", 0.001)
    with pytest.raises(DecoderError):
        decoded_apart(REQUEST, b"")


def test_a_process_that_cannot_be_started_is_a_decoder_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/absent/python")
    with pytest.raises(DecoderError):
        decoded_apart(REQUEST, b"")


def test_a_damaged_film_is_a_sentence_whatever_its_decoder_does(tmp_path: Path) -> None:
    _, frame = lossless_jpeg()
    damaged = frame[: frame.index(b"\xff\xda")] + b"\xff\xd9"
    pixels = np.zeros((1024, 256), np.uint16)
    with pytest.raises(ImageError, match="damaged"):
        read_image(saved(tmp_path, film(pixels, "1.2.840.10008.1.2.4.70", (damaged,))))


def test_a_frozen_program_decodes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def started(*_: object, **__: object) -> None:
        pytest.fail("a process was started")

    path, _ = lossless_jpeg()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(subprocess, "run", started)
    assert not can_isolate()
    assert int(read_image(path).pixels.max()) - 32768 == 278
    monkeypatch.setattr("kneeview.imaging.dicom.decoding.IMAGECODECS", {})
    assert int(read_image(path).pixels.max()) - 32768 == 278
