"""Libraries below Python are kept from writing to the terminal, and only while they are asked."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kneeview.imaging.readers import ImageError, read_image
from kneeview.imaging.silence import silenced


def test_silence_ends(capfd: pytest.CaptureFixture[str]) -> None:
    with silenced():
        os.write(2, b"noise")
    os.write(2, b"voice")
    assert capfd.readouterr().err == "voice"


def test_silence_ends_with_an_error_too(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError), silenced():
        raise ZeroDivisionError
    os.write(2, b"voice")
    assert capfd.readouterr().err == "voice"


def test_silence_needs_no_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_: int) -> int:
        raise OSError

    monkeypatch.setattr(os, "dup", closed)
    with silenced():
        pass


def test_a_damaged_tiff_makes_no_noise(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    stream = BytesIO()
    Image.fromarray(np.zeros((64, 64, 3), np.uint8)).save(stream, "TIFF", compression="jpeg")
    data = bytearray(stream.getvalue())
    start = data.index(b"\xff\xda")
    data[start : start + 2] = b"\xff\xf5"
    path = tmp_path / "scan.tif"
    path.write_bytes(bytes(data))
    with pytest.raises(ImageError, match="damaged"):
        read_image(path)
    assert capfd.readouterr().err == ""
