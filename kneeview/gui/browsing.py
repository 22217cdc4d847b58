"""Looking for a picture: the browser comes and goes, and what is dropped or chosen there is opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from kneeview.gui.banner import Banner
from kneeview.gui.browser import Browser
from kneeview.gui.files import Files
from kneeview.gui.preferences import Preferences
from kneeview.gui.table import Table
from kneeview.imaging.collection import Entry

_SHIFT = Qt.KeyboardModifier.ShiftModifier


class Browsing(QObject):
    """`is_on` while the browser lies over the work; `changed` says that it came or went."""

    changed = Signal()

    def __init__(self, browser: Browser, table: Table, files: Files, preferences: Preferences, banner: Banner) -> None:
        super().__init__(browser)
        self.is_on = False
        self._browser = browser
        self._table = table
        self._files = files
        self._preferences = preferences
        self._banner = banner
        browser.chosen.connect(self._choose)
        browser.left.connect(self.leave)
        files.browse_wanted.connect(self.begin)

    def begin(self, paths: tuple[Path, ...]) -> None:
        """Show what folders, archives and files hold; what is open stays open."""
        self._files.cancel()
        self._banner.clear()
        self.is_on = True
        if len(paths) == 1:
            self._preferences.remember(paths[0])
        self.changed.emit()
        self._browser.browse(paths, has_picture=self._table.active.bench.has_image)

    def _choose(self, entry: Entry) -> None:
        self._files.open_entry(entry, beside=bool(QApplication.keyboardModifiers() & _SHIFT))
        self._browser.list.setFocus()

    def leave(self) -> None:
        """Go back to the picture, or to the start."""
        self._files.cancel()
        self.end()
        self.changed.emit()
        self._table.active.canvas.setFocus()

    def end(self) -> None:
        """Look no further: something was opened, or the window closes."""
        self._browser.close_search()
        self.is_on = False

    def drop(self, event: QDropEvent, window: QWidget) -> None:
        """Open what was dropped; of several files and folders show what they hold.

        With Shift it is opened beside. Where two pictures are open, it takes the place of the one it is dropped on.
        """
        pane = self._table.pane_at(self._table.mapFrom(window, event.position().toPoint()))
        if pane is not None:
            self._table.switch_to(pane)
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        self._files.open_all(paths, beside=bool(event.modifiers() & _SHIFT))
