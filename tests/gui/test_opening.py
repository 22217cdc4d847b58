"""Opening a file in the window: beside it, to be given up at any time, and never at the cost of what is open."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from kneeview.case.persistence import read_case, save_case
from kneeview.domain.geometry import ImagePoint
from kneeview.imaging.radiograph import Pixels, pixels_digest
from tests.e2e.window import Driver


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Driver:
    return Driver(qtbot, tmp_path)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "film.png"
    Image.linear_gradient("L").resize((600, 900)).save(path)
    return path


def test_a_picture_is_shown_and_measured_on_while_its_hash_is_still_worked_out(
    driver: Driver, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def slow(pixels: Pixels) -> str:
        assert go_on.wait(30)
        return pixels_digest(pixels)

    monkeypatch.setattr("kneeview.imaging.readers.pixels_digest", slow)
    driver.open(picture)
    driver.click(ImagePoint(300, 300))
    image = driver.window.bench.image
    assert image is not None
    assert not driver.window.canvas.grab().isNull()
    assert len(list(driver.window.bench.case.placements())) == 1
    go_on.set()
    save_case(driver.window.bench.case, tmp_path / "case.kneeview")
    assert read_case(tmp_path / "case.kneeview").image.pixels_sha256 == pixels_digest(image.pixels)
