"""Opening a file in the window: beside it, to be given up at any time, and never at the cost of what is open."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from threading import Event

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QThreadPool
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kneeview.case.persistence import read_case, save_case
from kneeview.domain.geometry import ImagePoint
from kneeview.gui.dialogs import Answer
from kneeview.imaging.radiograph import Pixels, Progress, Radiograph, pixels_digest
from kneeview.imaging.readers import read_image
from tests.e2e.window import Driver
from tests.imaging.dicom_files import as_bytes, film


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """Return a window whose user gives up unsaved work when asked; it is given up when the other file is open."""
    monkeypatch.setattr("kneeview.gui.dialogs.ask_unsaved", lambda *_: Answer.DISCARD)
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


def test_files_that_hang_hold_neither_the_window_nor_the_next_file(
    driver: Driver, picture: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive_is_back, asked = Event(), list[str]()

    def hanging(path: Path, frame: int, progress: Progress | None) -> Radiograph:
        asked.append(path.name)
        if path.name.startswith("far"):
            assert drive_is_back.wait(60)
        return read_image(path, frame, progress)

    monkeypatch.setattr("kneeview.case.opening.read_image", hanging)
    driver.open(picture)
    driver.click(ImagePoint(300, 300))
    before = driver.window.bench.case
    more_than_the_pool = QThreadPool.globalInstance().maxThreadCount() + 2
    try:
        for k in range(more_than_the_pool):
            driver.window.files.open(tmp_path / f"far{k}.png")
            qtbot.waitUntil(partial(_is_in, f"far{k}.png", asked))
            assert driver.window.bench.case is before
            driver.window.files.cancel()
        other = tmp_path / "other.png"
        Image.linear_gradient("L").save(other)
        driver.open(other)
        assert driver.window.bench.case.image.name == "other.png"
    finally:
        drive_is_back.set()
    qtbot.waitUntil(lambda: QThreadPool.globalInstance().activeThreadCount() == 0)
    assert driver.window.bench.case.image.name == "other.png"
    assert not driver.window.banner.text


def _is_in(name: str, names: list[str]) -> bool:
    return name in names


def test_a_file_that_cannot_be_opened_leaves_the_present_work(driver: Driver, picture: Path, tmp_path: Path) -> None:
    driver.open(picture)
    driver.click(ImagePoint(300, 300))
    before = driver.window.bench.case
    bad = tmp_path / "bad.dcm"
    huge = film()
    huge.Rows = huge.Columns = 65535
    for content, words in (
        (as_bytes(huge), "claims 65535 x 65535 pixels"),
        (as_bytes(film())[:5000], "cut short"),
        (b"", "empty"),
        (b"\0" * 5000, "no picture that kneeview knows"),
    ):
        bad.write_bytes(content)
        driver.open(bad)
        assert words in driver.window.banner.text
        assert driver.window.bench.case is before
        assert driver.window.bench.session.is_dirty


def test_a_file_that_vanishes_while_it_is_read_is_a_sentence(
    driver: Driver, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.open(picture)
    before = driver.window.bench.case
    gone = tmp_path / "gone.png"
    gone.write_bytes(picture.read_bytes())
    whole = Path.read_bytes

    def vanished(path: Path) -> bytes:
        if path == gone:
            path.unlink()
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", vanished)
    driver.open(gone)
    assert "gone.png: The file cannot be read (No such file or directory)." in driver.window.banner.text
    assert driver.window.bench.case is before


def test_a_case_on_other_pixels_is_opened_by_a_button_of_its_own_and_says_so_as_long_as_it_stands(
    driver: Driver, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.open(picture)
    save_case(driver.window.bench.case, tmp_path / "case.kneeview")
    picture.rename(tmp_path / "moved.bin")
    other = tmp_path / "other.png"
    Image.linear_gradient("L").rotate(90).resize((600, 900)).save(other)
    monkeypatch.setattr("kneeview.gui.dialogs.ask_open", lambda *_, **__: other)
    banner = driver.window.banner
    driver.open(tmp_path / "case.kneeview")
    QApplication.processEvents()  # the banner lays itself out before it is painted
    find = next(b for b in banner.findChildren(QPushButton) if b.text() == "Find the picture…")
    place, find_right = find.mapTo(driver.main, find.rect().topLeft()), find.geometry().right()
    find.click()
    driver.wait_for_task()
    assert "the picture other.png (for film.png) does not have the pixels" in banner.text
    QApplication.processEvents()
    under = banner.childAt(banner.mapFrom(driver.main, place + QPoint(5, 5)))
    assert isinstance(under, QPushButton)
    assert under.text() == "Find the picture…", "a second click must not open it"
    assert find.geometry().right() == find_right
    next(b for b in banner.findChildren(QPushButton) if b.text() == "Open all the same").click()
    driver.wait_for_task()
    assert banner.text.startswith("This case was made on film.png, whose pixels are not those of other.png")
    head = driver.window.table.active.column.of
    assert head.isVisible()
    assert head.text().startswith("Case of another picture (film.png)")
    save_case(driver.window.bench.case, tmp_path / "again.kneeview")
    driver.open(tmp_path / "again.kneeview")
    assert head.text().startswith("Case of another picture (film.png)")
