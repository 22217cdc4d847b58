"""Where the window was; on a screen that is gone it comes back to one that is there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from kneeview.gui.preferences import Preferences

_FIRST_SIZE: Final = QSize(1440, 900)
_SEEN: Final = 64
"""Logical pixels of the title bar that must be on a screen, so that the window can be taken hold of."""


def restore_place(window: QMainWindow, preferences: Preferences) -> None:
    """Put the window where it was, or in the middle of the first screen."""
    room = QGuiApplication.primaryScreen().availableGeometry()
    window.resize(_FIRST_SIZE.boundedTo(room.size()))
    window.restoreGeometry(preferences.geometry)
    title = window.frameGeometry()
    title.setHeight(_SEEN)
    on_screens = (title.intersected(screen.availableGeometry()) for screen in QGuiApplication.screens())
    if not any(part.width() >= _SEEN and part.height() > 0 for part in on_screens):
        window.resize(window.size().boundedTo(room.size()))
        window.move(room.center() - window.rect().center())


def remember_place(window: QMainWindow, preferences: Preferences) -> None:
    """Keep where the window is."""
    preferences.geometry = window.saveGeometry()
