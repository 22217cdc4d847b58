"""The start: the window answers before what works on pictures is loaded, and nothing is lost in between."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QRect, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kneeview.gui import dialogs
from kneeview.gui.actions import ACTIONS
from kneeview.gui.preferences import Preferences
from kneeview.gui.window import MENUS, MainWindow

ROOT = Path(__file__).parents[2]

HEAVY = ("numpy", "cv2", "PIL", "pydicom", "gdcm", "kneeview.domain.landmarks", "kneeview.imaging", "kneeview.gui.desk")

CHILD = f"""
import os, sys
from PySide6.QtCore import QTimer
from kneeview import app
def answered():
    from PySide6.QtWidgets import QApplication
    window = next(each for each in QApplication.topLevelWidgets() if each.isVisible())
    window.repaint()
    print(type(window).__name__, *(name for name in {HEAVY!r} if name in sys.modules), flush=True)
    os._exit(0)
QTimer.singleShot(0, answered)
app.main([])
"""


def said_by(program: str, folder: Path) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return ran.stdout.strip()


def started(qtbot: QtBot, folder: Path) -> MainWindow:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(application, Preferences(settings), folder / "work")
    qtbot.addWidget(window)
    window.resize(1280, 720)
    return window


def has_desk(window: MainWindow) -> bool:
    return bool(window.menus["File"].actions())


def test_a_window_that_answers_has_loaded_nothing_that_works_on_pictures(tmp_path: Path) -> None:
    assert said_by(CHILD, tmp_path) == "MainWindow"


def test_the_desk_comes_by_itself_and_nothing_moves(qtbot: QtBot, tmp_path: Path) -> None:
    window = started(qtbot, tmp_path)
    window.show()
    assert not has_desk(window)

    def places() -> list[QRect]:
        buttons = window.start_page.findChildren(QPushButton)
        return [QRect(button.mapTo(window, button.rect().topLeft()), button.size()) for button in buttons]

    before = places()
    qtbot.waitUntil(lambda: has_desk(window), timeout=30_000)
    qtbot.wait(50)
    assert places() == before
    assert window.actions()


def test_what_is_asked_for_first_brings_the_desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(dialogs, "ask_open", lambda *_, photos=False, **__: asked.append(photos))
    window = started(qtbot, tmp_path)
    window.show()
    photo = next(b for b in window.start_page.findChildren(QPushButton) if b.accessibleName() == "Open a photo")
    photo.click()
    assert asked == [True]
    assert has_desk(window)


def test_a_key_that_comes_before_the_desk_is_followed(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "ask_open", lambda *_, **__: asked.append("file"))
    window = started(qtbot, tmp_path)
    assert not has_desk(window)
    pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(window, pressed)
    assert asked == ["file"]


def test_a_menu_that_is_opened_before_the_desk_is_full(qtbot: QtBot, tmp_path: Path) -> None:
    window = started(qtbot, tmp_path)
    window.menus["Help"].aboutToShow.emit()
    entries = [entry.text() for entry in window.menus["Help"].actions()]
    assert entries == [
        "Find a command…",
        "Keys and mouse",
        "About kneeview",
    ]


def test_a_window_that_is_closed_before_the_desk_keeps_its_place(qtbot: QtBot, tmp_path: Path) -> None:
    window = started(qtbot, tmp_path)
    window.show()
    assert window.close()
    assert not has_desk(window)
    assert not window.preferences.geometry.isEmpty()


def test_every_menu_has_its_commands_and_stands_in_their_order() -> None:
    assert tuple(dict.fromkeys(action.menu for action in ACTIONS)) == MENUS
