"""Recent work as a menu, listed when it opens."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from kneeview.gui.files import Files
from kneeview.gui.preferences import Preferences


class RecentMenu(QMenu):
    """Opens what was open lately, in place of the active picture or beside it."""

    def __init__(self, parent: QWidget, files: Files, preferences: Preferences, *, beside: bool) -> None:
        super().__init__("Open recent beside" if beside else "Open recent", parent)
        self._files = files
        self._preferences = preferences
        self._beside = beside
        self._listed: tuple[Path, ...] = ()
        self.aboutToShow.connect(self._list)

    def _list(self) -> None:
        recent = tuple(self._preferences.recent)
        if recent == self._listed:
            return  # the search holds the entries while it is open
        self._listed = recent
        self.clear()
        for path in recent:
            self.addAction(path.name, partial(self._files.open, path, beside=self._beside)).setToolTip(str(path))
