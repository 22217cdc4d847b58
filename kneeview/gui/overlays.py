"""What lies over the window until it is left: the search for a command, the sheet of keys, the list of notices."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from kneeview.domain.checks import NOT_FOR_DIAGNOSIS
from kneeview.gui import dialogs
from kneeview.gui.banner import Banner, Said
from kneeview.gui.browsing import Browsing
from kneeview.gui.command_search import CommandSearch
from kneeview.gui.key_map import KeyMap, native
from kneeview.gui.key_sheet import KeySheet
from kneeview.gui.menus import Menus
from kneeview.gui.notice_list import Line, NoticeList
from kneeview.gui.pane import Pane
from kneeview.gui.table import Table
from kneeview.gui.window import MainWindow


class Overlays(QObject):
    """Each gives the keys back to the picture when it goes."""

    def __init__(self, window: MainWindow, table: Table, browsing: Browsing, menus: Menus, keys: KeyMap) -> None:
        super().__init__(window)
        self._window = window
        self._table = table
        self._browsing = browsing
        self._menus = menus
        self._keys = keys
        self._banner: Banner = window.banner
        ground, back = window.ground, self._give_back
        self.search = CommandSearch(ground, menus.lines, back)
        self.key_sheet = KeySheet(ground, keys, self._show_keys, self._place_of_sheet, back)
        self.notice_list = NoticeList(ground, window.foot, back)
        window.foot.show_list_by(self.show_notices)
        table.added.connect(self.tell_keys)
        for pane in table.panes:
            self.tell_keys(pane)

    def _give_back(self) -> None:
        active = self._table.active
        (active.canvas if active.bench.has_image else self._window.start_page).setFocus()

    # ------------------------------------------------------------------------------------------------------- keys

    def _place_of_sheet(self) -> Path | None:
        return dialogs.ask_sheet(self._window)

    def tell_keys(self, pane: Pane) -> None:
        """Say beside the zoom of a picture how to come back."""
        pane.view_line.tell_keys(*(native(self._keys.key_of(each)) for each in ("fit", "as_loaded")))

    def _show_keys(self) -> None:
        """Say everywhere which key does what, after one was changed."""
        self._menus.show_keys()
        for pane in self._table.panes:
            self.tell_keys(pane)

    # ----------------------------------------------------------------------------------------------------- notices

    @property
    def _has_case_in_sight(self) -> bool:
        return self._table.active.bench.has_image and not self._browsing.is_on

    def count_notices(self) -> None:
        """Say at the foot how many notices the active case has; none while there is no picture."""
        self._window.foot.show_idle(NOT_FOR_DIAGNOSIS if self._has_case_in_sight else "")
        self._window.foot.count_notices(len(self._table.active.bench.notices) if self._has_case_in_sight else 0)

    def show_notices(self) -> None:
        """List every notice in full, or put the list away."""
        if self.notice_list.isVisible():
            self.notice_list.leave()
            return
        column = self._table.active.column
        of_case = self._table.active.bench.notices if self._has_case_in_sight else ()
        lines = (
            *(self._line_of(said) for said in self._banner.said),
            *(Line(notice.text, column.offers(notice)) for notice in of_case),
        )
        if lines:
            self.notice_list.begin(lines)

    def _line_of(self, said: Said) -> Line:
        offers = [(words, partial(self._banner.act_on, said, which)) for which, (words, _) in enumerate(said.offers)]
        close = ("Close", partial(self._banner.retract, said.sentence))
        return Line(said.sentence, (*offers, close), said.is_warning)
