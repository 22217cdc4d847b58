"""The page that shows what a folder, a DICOMDIR, an archive or several files hold, to choose a picture from.

The work on the table stays as it is until one is chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kneeview.gui.browser_head import BrowserHead
from kneeview.gui.browser_line import BrowserDelegate
from kneeview.gui.browser_list import BrowserList
from kneeview.gui.browser_model import BrowserModel
from kneeview.gui.looking_through import Search, Thumbnails
from kneeview.gui.theme import Tokens
from kneeview.imaging.collection import Entry

_POLL_MS: Final = 80
_SHARE_OF_TIME: Final = 5
"""Sorting in what was found takes at most one part in so many of the window's time."""

_FILTER_MS: Final = 90


class Browser(QWidget):
    """Header, list and filter. `chosen` carries an `Entry`; `left` asks to go back."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("Ground")
        self.search: Search | None = None
        self.model = BrowserModel()
        self.thumbnails = Thumbnails()
        self.delegate = BrowserDelegate(self.model, tokens, self.thumbnails.picture)
        self._next_sorting = 0.0
        self._is_stopped = False
        self.head = BrowserHead(tokens)
        self.list = BrowserList(self.model, self.delegate)
        self._nothing = QLabel()
        self._nothing.setObjectName("Quiet")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._either = QStackedWidget()
        self._either.addWidget(self.list)
        self._either.addWidget(self._nothing)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        hint = QLabel("Enter opens   ·   Esc goes back   ·   type to filter")
        hint.setObjectName("Caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 10)
        column.setSpacing(10)
        column.addWidget(self.head)
        rule = QFrame()
        rule.setObjectName("Rule")
        column.addWidget(rule)
        column.addWidget(self._either, 1)
        column.addWidget(hint)

    def _connect(self) -> None:
        self.head.back.clicked.connect(self.left)
        self.head.stop_button.clicked.connect(self.stop)
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self.look_up)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_FILTER_MS)
        self._typing.timeout.connect(self._filter)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(30)
        self._settling.timeout.connect(self._want_visible)
        self.head.filter.textChanged.connect(lambda _: self._typing.start())
        self.list.verticalScrollBar().valueChanged.connect(lambda _: self._settling.start())
        self.list.doubleClicked.connect(self._open_index)
        self.thumbnails.changed.connect(self.list.viewport().update)
        self.thumbnails.refused.connect(self._refuse)
        for watched in (self.list, self.head.filter):
            watched.installEventFilter(self)

    def retheme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.delegate.retheme(tokens)
        self.head.retheme(tokens)
        self.list.viewport().update()

    # --------------------------------------------------------------------------------------------------- searching

    def browse(self, paths: tuple[Path, ...], *, has_picture: bool) -> None:
        """Show what these hold. `has_picture` tells that there is one to go back to."""
        self.close_search()
        paths = tuple(path.absolute() for path in paths)
        self.head.name(paths, has_picture=has_picture)
        self._is_stopped = False
        self.list.begin()
        self._next_sorting = 0.0
        self.head.filter.clear()
        self._typing.stop()
        self.model.filter_by("")
        first = paths[0]
        root = first.parent if len(paths) > 1 or first.name.upper().startswith("DICOMDIR") else first
        self.model.clear((str(root),))
        self.search = Search(paths)
        self.search.start()
        self._poll.start()
        self._show_progress()
        self.list.setFocus()

    def stop(self) -> None:
        """Look no further; what was found stays."""
        if self.search is not None and self._poll.isActive():
            self._is_stopped = True
            self.search.stop()
            self._poll.stop()
            self.add(self.search.take())
            self._show_progress()

    def close_search(self) -> None:
        """Drop the search and all that waits."""
        if self.search is not None:
            self.search.stop()
        self._poll.stop()
        self.thumbnails.stop()

    @property
    def is_searching(self) -> bool:
        """Whether something may still be found."""
        return self._poll.isActive()

    def look_up(self) -> None:
        """Take in what was found since the last time; called by a timer."""
        search = self.search
        if search is None:
            return
        is_over = search.is_over
        if is_over or monotonic() >= self._next_sorting:
            begun = monotonic()
            self.add(search.take())
            self._next_sorting = monotonic() + (monotonic() - begun) * _SHARE_OF_TIME
        if is_over:
            self._poll.stop()
        self._show_progress()
        if search.fault is not None:
            fault, search.fault = search.fault, None
            raise fault

    def add(self, entries: list[Entry]) -> None:
        """Put entries into the list."""
        if entries:
            self._change(lambda: self.model.add(entries))

    def _filter(self) -> None:
        self._change(lambda: self.model.filter_by(self.head.filter.text()))
        self._show_progress()

    def _change(self, change: Callable[[], None]) -> None:
        """Change the list; small pictures of what comes into view are asked for."""
        self.list.keep_place(change)
        self._settling.start()

    # ----------------------------------------------------------------------------------------------------- showing

    def _show_progress(self) -> None:
        search = self.search
        if search is None:
            return
        self.head.tell(search, is_searching=self.is_searching, is_stopped=self._is_stopped)
        self._show_list_or_words()
        if self.model.count:
            self._nothing.setText(f"Nothing here has “{self.head.filter.text()}” in it.")
        elif self.is_searching:
            self._nothing.setText("Looking …")
        else:
            self._nothing.setText(search.refusal or "There is no picture, case or archive here.")

    def _show_list_or_words(self) -> None:
        """Show the list where it has something, and give it the keys unless a filter is being typed."""
        page = 0 if self.model.rowCount() else 1
        is_typing = self.head.filter.hasFocus()
        if page != self._either.currentIndex():
            self._either.setCurrentIndex(page)
            if not is_typing and self.isVisible():
                (self.list if page == 0 else self.head.back).setFocus()

    @property
    def empty_words(self) -> str:
        """What is said in the place of the list; "" where there is one."""
        return self._nothing.text() if self._either.currentIndex() else ""

    def _refuse(self, entry: Entry, why: str) -> None:
        """Grey an entry whose pixels cannot be read; Enter opens the next one, unless the user went to this one."""
        self.model.refuse(entry, why)
        self.list.pass_over(entry)

    def _want_visible(self) -> None:
        """Ask for the small pictures of what is seen, and a little below."""
        if not self.isVisible() or not self.model.rowCount():
            return
        self.thumbnails.want(self.list.seen())

    # ---------------------------------------------------------------------------------------------------- choosing

    @property
    def current(self) -> Entry | None:
        """The entry that Enter opens."""
        return self.list.current

    def open_current(self) -> None:
        """Choose the present entry."""
        self._open_index(self.list.currentIndex())

    def _open_index(self, index: QModelIndex) -> None:
        entry = self.model.entry(index)
        if entry is not None:
            self.chosen.emit(entry)

    # ------------------------------------------------------------------------------------------------- Qt's events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the keys their meaning in the list and in the filter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(watched, event) or super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Resize:
            self._settling.start()
        return super().eventFilter(watched, event)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        in_filter = watched is self.head.filter
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self._typing.isActive():
                    self._typing.stop()
                    self._filter()
                self.open_current()
            case Qt.Key.Key_Escape:
                self._step_back()
            case Qt.Key.Key_Down | Qt.Key.Key_Up | Qt.Key.Key_PageDown | Qt.Key.Key_PageUp if in_filter:
                self.list.setFocus()
            case _ if not in_filter and event.text().strip() and event.text().isprintable():
                self.head.filter.setFocus()
                self.head.filter.setText(self.head.filter.text() + event.text())
            case _:
                return False
        return True

    def _step_back(self) -> None:
        """Drop the filter; where there is none, leave."""
        if self.head.filter.text():
            self.head.filter.clear()
            self.list.setFocus()
        else:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape from whatever has the keys."""
        if event.key() == Qt.Key.Key_Escape:
            self._step_back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the pictures that come into view."""
        super().resizeEvent(event)
        self._settling.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the pictures that are in view."""
        super().showEvent(event)
        self._settling.start()
