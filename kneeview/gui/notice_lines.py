"""What a reader should know before believing the readings: one sentence below the other, each with its place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kneeview.domain.checks import Notice
from kneeview.gui.banner import Offer

_BETWEEN: Final = 6
"""Between two sentences, and between a sentence and its button, in logical pixels."""


class NoticeLines(QWidget):
    """Sentences that come and go with every move of the hand.

    It lays its lines out itself: where a sentence changes, nothing around the list is laid out anew. While a mark is
    dragged the list takes more room where it needs some and gives none back, so that what lies below does not jump
    each time a limit is crossed. `resized` tells by how much it became higher, or lower.
    """

    resized = Signal(int)

    def __init__(self, offers: Callable[[Notice], tuple[Offer, ...]]) -> None:
        super().__init__()
        self._offers = offers
        self._notices: tuple[Notice, ...] = ()
        self._lines: list[tuple[QLabel, QPushButton]] = []
        self._keeps_room = False
        self.setFixedHeight(0)

    def show_notices(self, notices: tuple[Notice, ...], *, keeps_room: bool) -> None:
        """Show other sentences; with `keeps_room` the list does not become lower than it is."""
        if notices == self._notices and keeps_room is self._keeps_room:
            return
        before, self._notices, self._keeps_room = self._notices, notices, keeps_room
        while len(self._lines) < len(notices):
            self._lines.append(self._line(len(self._lines)))
        for number, (label, button) in enumerate(self._lines):
            notice = notices[number] if number < len(notices) else None
            if notice == (before[number] if number < len(before) else None):
                continue
            label.setVisible(notice is not None)
            offered = () if notice is None else self._offers(notice)
            button.setVisible(bool(offered))
            if notice is not None:
                label.setText(notice.text)
            for words, _ in offered[:1]:
                button.setText(words.lower())
                button.setAccessibleName(f"{words}: {label.text()}")
                button.setToolTip(f"{words}: go where this notice points")
        self._place()

    def _line(self, number: int) -> tuple[QLabel, QPushButton]:
        label, button = QLabel(self), QPushButton(self)
        label.setObjectName("Caption")
        label.setWordWrap(True)
        label.hide()
        button.setObjectName("Link")
        button.setAccessibleName("Go where this notice points")
        button.clicked.connect(partial(self._act, number))
        button.hide()
        return label, button

    def _act(self, number: int) -> None:
        for _, deed in self._offers(self._notices[number])[:1]:
            deed()

    def _place(self) -> None:
        """Put the lines below each other, and take the room that they need."""
        height = 0
        for label, button in self._lines[: len(self._notices)]:
            aside = None if button.isHidden() else button.sizeHint()
            room = self.width() - (0 if aside is None else aside.width() + _BETWEEN)
            top = height + _BETWEEN if height else 0
            tall = label.heightForWidth(room)
            label.setGeometry(0, top, room, tall)
            if aside is not None:
                button.setGeometry(self.width() - aside.width(), top, aside.width(), aside.height())
            height = top + max(tall, 0 if aside is None else aside.height())
        before = self.height()
        if height > before or (height < before and not self._keeps_room):
            self.setFixedHeight(height)
            self.resized.emit(height - before)

    def event(self, event: QEvent) -> bool:
        """Lay out anew where a line became larger, as by another font."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._place()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew where the column became wider or narrower."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place()
