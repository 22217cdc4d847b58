"""Saving: where a case goes, what is said of it, and whether unsaved work may be left."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from kneeview.case.naming import free_place, name_of_case
from kneeview.case.persistence import SUFFIX, CaseError, save_case
from kneeview.gui import dialogs
from kneeview.gui.banner import Banner
from kneeview.gui.pane import Pane
from kneeview.gui.preferences import Preferences
from kneeview.gui.table import Table
from kneeview.imaging.zipped import file_of


class Saving:
    """Writes the active case, or the one that is asked about. The picture's own file is never written."""

    def __init__(self, window: QWidget, table: Table, preferences: Preferences, banner: Banner) -> None:
        self._window = window
        self._table = table
        self._preferences = preferences
        self._banner = banner

    def save(self) -> bool:
        """Save the case where it was; ask where if it was nowhere. Return whether it was saved."""
        path = self._table.active.bench.path
        return self.save_as() if path is None else self._save_to(path)

    def save_as(self) -> bool:
        """Save the case somewhere else, and say where. Return whether it was saved."""
        path = dialogs.ask_save(self._window, place_beside(self._table.active, SUFFIX))
        if path is None or not self._save_to(path):
            return False
        self._banner.tell(f"Case saved as {path.name} in {path.parent}.")
        return True

    def _save_to(self, path: Path) -> bool:
        pane = self._table.active
        pane.keep_typing()
        try:
            save_case(pane.bench.session.committed, path)
        except CaseError as error:
            self._banner.warn(f"{path.name}: {error}.")
            return False
        self._preferences.remember(path)
        pane.bench.saved_as(path)
        return True

    def may_leave_all(self) -> bool:
        """Whether every open case may be left; each with unsaved changes is asked about."""
        return all(self.may_leave(pane) for pane in tuple(self._table.panes))

    def may_leave(self, pane: Pane) -> bool:
        """Whether a case may be left: saved, or given up on the user's word."""
        pane.keep_typing()
        if not pane.bench.has_image or not pane.bench.session.is_dirty:
            return True
        self._table.switch_to(pane)
        answer = dialogs.ask_unsaved(self._window, pane.bench.title)
        if answer is dialogs.Answer.SAVE:
            return self.save()
        return answer is dialogs.Answer.DISCARD


def place_beside(pane: Pane, suffix: str, of: str = "") -> Path:
    """Return a place beside the pane's case or picture where no file stands: a case that has a name keeps it.

    `of` stands behind the name, as in "-report".
    """
    bench, image = pane.bench, pane.bench.image
    if bench.path is not None:
        return free_place(bench.path.parent, f"{bench.path.stem}{of}", suffix)
    place = None if image is None else image.path
    folder = Path.home() if place is None else file_of(place).parent  # beside the archive of a zipped picture
    name = name_of_case(bench.session.committed, datetime.now().astimezone().date())
    return free_place(folder, f"{name}{of}", suffix)
