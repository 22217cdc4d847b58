"""The window comes back where it was, with its rooms as they were, and always on a screen that is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from kneeview.gui.window_place import restore_place
from tests.e2e.window import Driver


def test_the_column_that_was_put_away_stays_away(qtbot: QtBot, tmp_path: Path) -> None:
    first = Driver(qtbot, tmp_path)
    assert first.window.table.has_column
    first.window.choices.switch_column()
    first.main.close()
    again = Driver(qtbot, tmp_path)
    assert not again.window.table.has_column
    again.window.choices.switch_column()
    assert again.window.table.has_column


def test_a_window_of_a_screen_that_is_gone_comes_to_one_that_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    driver = Driver(qtbot, tmp_path, 700, 500)
    window = driver.main
    window.move(30_000, 20_000)
    driver.preferences.geometry = window.saveGeometry()
    restore_place(window, driver.preferences)
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert room.intersects(window.frameGeometry())


def test_picture_and_column_share_the_window_as_they_did(qtbot: QtBot, tmp_path: Path) -> None:
    first = Driver(qtbot, tmp_path, 1600, 900)
    first.open_demo()
    first.window.table.splitter.setSizes([1000, 600])
    shares = first.window.table.splitter.sizes()
    first.main.close()
    again = Driver(qtbot, tmp_path, 1600, 900)
    again.open_demo()
    qtbot.waitUntil(lambda: again.window.table.splitter.sizes() == shares)
    assert shares[1] > 500


# ----------------------------------------------------------------------------------------------------- several screens

ROOT = Path(__file__).parents[2]

SCREENS = {"one": (0, 1600, 1000), "two": (1600, 1920, 1080), "small": (0, 1024, 700)}
"""Where each begins, its width and its height, in pixels."""

CHILD = """
import json, os, sys
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from kneeview.gui.preferences import Preferences
from kneeview.gui.window import MainWindow
settings, *commands = sys.argv[1:]
application = QApplication([])
store = QSettings(settings, QSettings.Format.IniFormat)
window = MainWindow(application, Preferences(store), Path(settings).parent / "work")
window.show()
for command in ("", *commands):
    if command == "second":
        room = application.screens()[1].availableGeometry()
        window.setGeometry(room.x() + 100, room.y() + 80, 900, 700)
    elif command == "maximise":
        window.showMaximized()
    for _ in range(20):
        application.processEvents()
place, room = window.geometry(), window.screen().availableGeometry()
seen = place.intersected(room)
print(json.dumps({
    "screen": window.screen().name(),
    "maximised": window.isMaximized(),
    "place": [place.x() - room.x(), place.y() - room.y(), place.width(), place.height()],
    "hidden": place.width() * place.height() - seen.width() * seen.height(),
}))
window.close()
store.sync()
sys.stdout.flush()
os._exit(0)
"""


def run_on(folder: Path, screens: tuple[str, ...], *commands: str) -> Mapping[str, object]:
    """Start the window with these screens, do what is told, and return where it was when it was closed."""
    parts = [(name, *SCREENS[name]) for name in screens]
    listed = [
        {"name": name, "x": x, "y": 0, "width": wide, "height": high, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        for name, x, wide, high in parts
    ]
    (folder / "screens.json").write_text(json.dumps({"screens": listed}))
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={folder / 'screens.json'}"}
    ran = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder / "settings.ini"), *commands],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(ran.stdout.splitlines()[-1])
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("maximised", [False, True])
def test_the_window_comes_back_to_its_screen_and_to_another_where_that_is_gone(tmp_path: Path, maximised: bool) -> None:
    before = run_on(tmp_path, ("one", "two"), "second", *(["maximise"] if maximised else []))
    assert (before["screen"], before["maximised"]) == ("two", maximised)
    assert run_on(tmp_path, ("one", "two")) == before
    gone = run_on(tmp_path, ("one",))
    assert (gone["screen"], gone["maximised"], gone["hidden"]) == ("one", maximised, 0)


def test_a_window_of_a_large_screen_is_seen_whole_on_a_small_one(tmp_path: Path) -> None:
    run_on(tmp_path, ("one", "two"), "second")
    found = run_on(tmp_path, ("small",))
    place = found["place"]
    assert found["screen"] == "small"
    assert isinstance(place, list)
    assert place[2] <= 1024
    assert place[3] <= 700
