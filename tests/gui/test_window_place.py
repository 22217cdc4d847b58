"""The window comes back where it was, with its rooms as they were, and always on a screen that is there."""

from __future__ import annotations

from pathlib import Path

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
