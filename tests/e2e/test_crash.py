"""Nothing is lost: work that was not saved comes back after a crash, and goes when it is saved or given up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kneeview.case.placements import PointMark
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.gui import dialogs
from tests.e2e.window import Driver

ANKLE = (Side.RIGHT, L.ANKLE_CENTER)

CHILD = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from kneeview.case.placements import PointMark
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import Side
from kneeview.gui.window import MainWindow
from kneeview.gui.preferences import Preferences
from kneeview.gui.signals import end_on_signal

folder = Path(sys.argv[1])
application = QApplication(["kneeview"])
settings = QSettings(str(folder / "child.ini"), QSettings.Format.IniFormat)
window = MainWindow(application, Preferences(settings), folder / "work")

def leave():
    window.leave_at_once()
    application.exit()

timer = end_on_signal(leave)
window.show()

def place():
    mark = PointMark(ImagePoint(123.5, 234.5))
    window.desk.bench.edit(lambda case: case.with_placement(Side.RIGHT, LandmarkId.ANKLE_CENTER, mark), "Place")
    print("placed", flush=True)

window.desk.bench.opened.connect(lambda: QTimer.singleShot(0, place))
window.files().open(folder / "film.png")
sys.exit(application.exec())
"""


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.png"
    Image.linear_gradient("L").resize((600, 900)).save(path)
    return path


@pytest.fixture
def child(film: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a window in a process of its own, which opens the film and places the right ankle."""
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "placed\n"
        yield process
        process.kill()


def end(child: subprocess.Popen[str], number: int) -> int:
    child.send_signal(number)
    return child.wait(30)


def journals(folder: Path) -> list[Path]:
    return sorted((folder / "work").glob("*/*.journal"))


def offered(driver: Driver) -> list[str]:
    page = driver.window.start_page
    shown = [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]
    return [words for words in shown if words.startswith("Work from")]


def press(driver: Driver, words: str) -> None:
    next(b for b in driver.window.start_page.findChildren(QPushButton) if b.text() == words).click()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_work_of_a_window_that_was_killed_comes_back(
    child: subprocess.Popen[str], film: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    deadline = time.monotonic() + 30
    while not journals(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.05)
    running = Driver(qtbot, tmp_path)
    assert offered(running) == [], "a window that still runs is not to be recovered"
    assert end(child, signal.SIGKILL) == -signal.SIGKILL
    assert film.stem not in journals(tmp_path)[0].name
    driver = Driver(qtbot, tmp_path)
    assert [words.partition(": ")[2] for words in offered(driver)] == ["film.png"]
    press(driver, "Recover")
    driver.wait_for_task()
    placed = driver.window.bench.case.placement(*ANKLE)
    assert isinstance(placed, PointMark)
    assert placed.point == ImagePoint(123.5, 234.5)
    assert driver.window.bench.session.is_dirty
    driver.window.bench.session.mark_saved()
    driver.main.close()
    assert journals(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a program without asking it")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_polite_kill_ends_the_window_and_keeps_the_work(
    child: subprocess.Popen[str], tmp_path: Path, number: int
) -> None:
    assert end(child, number) == 0
    assert len(journals(tmp_path)) == 1


def edited(driver: Driver, film: Path, qtbot: QtBot) -> None:
    driver.open(film)
    driver.window.bench.machine.go_to(ANKLE)
    driver.click(ImagePoint(300, 400))
    driver.window.autosave.write()


def test_saving_takes_the_work_out_of_the_journal(
    driver: Driver, film: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(driver, film, qtbot)
    qtbot.waitUntil(lambda: len(journals(tmp_path)) == 1)
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: tmp_path / "film.kneeview")
    assert driver.window.saving.save()
    assert driver.window.banner.text == f"Case saved as film.kneeview in {tmp_path}."
    driver.window.autosave.write()
    qtbot.waitUntil(lambda: journals(tmp_path) == [])


def test_an_undone_step_is_written_too(driver: Driver, film: Path, tmp_path: Path, qtbot: QtBot) -> None:
    edited(driver, film, qtbot)
    qtbot.waitUntil(lambda: len(journals(tmp_path)) == 1)
    driver.window.bench.machine.undo()
    driver.window.autosave.write()
    qtbot.waitUntil(lambda: journals(tmp_path) == [])


def test_steps_are_written_by_themselves_and_a_given_up_case_goes(
    driver: Driver, film: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.open(film)
    driver.window.bench.machine.go_to(ANKLE)
    driver.click(ImagePoint(300, 400))
    qtbot.waitUntil(lambda: len(journals(tmp_path)) == 1, timeout=10_000)
    monkeypatch.setattr(dialogs, "ask_unsaved", lambda *_: dialogs.Answer.DISCARD)
    assert driver.main.close()
    assert journals(tmp_path) == []


def test_discarding_what_a_crash_left_asks_nothing_and_stays_gone(
    film: Path, tmp_path: Path, qtbot: QtBot, driver: Driver
) -> None:
    edited(driver, film, qtbot)
    driver.main.leave_at_once()
    again = Driver(qtbot, tmp_path)
    assert len(offered(again)) == 1
    press(again, "Discard")
    assert offered(again) == []
    qtbot.waitUntil(lambda: journals(tmp_path) == [])


def test_where_nothing_can_be_kept_it_is_said_once(driver: Driver, film: Path, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "work").write_text("no folder", encoding="utf-8")
    edited(driver, film, qtbot)
    qtbot.waitUntil(lambda: "save often" in driver.window.banner.text)
    driver.window.banner.clear()
    driver.window.bench.machine.undo()
    driver.window.bench.machine.redo()
    driver.window.autosave.write()
    qtbot.wait(50)
    assert driver.window.banner.text == ""
