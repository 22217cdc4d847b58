"""What is said over the work: it lies on top, so that the picture never moves under the hand when it comes or goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

_WIDEST: Final = 760
_MARGIN: Final = 12


class Notices(QWidget):
    """Lies at the upper middle of the room that `room` returns, in coordinates of the host."""

    def __init__(self, host: QWidget, parts: tuple[QFrame, ...], room: Callable[[], QRect]) -> None:
        super().__init__(host)
        self._room = room
        self._parts = parts
        self._settling = QTimer(self)  # what changes the room at the same time is laid out a turn later
        self._settling.setSingleShot(True)
        self._settling.setInterval(0)
        self._settling.timeout.connect(self.place)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in parts:
            layout.addWidget(part)
            part.installEventFilter(self)
        host.installEventFilter(self)
        self.place()

    def place(self) -> None:
        """Take the room that is needed, and none where nothing is said."""
        shown = any(not part.isHidden() for part in self._parts)
        self.setVisible(shown)
        if not shown:
            return
        room = self._room()
        width = max(min(room.width() - 2 * _MARGIN, _WIDEST), 240)
        layout = self.layout()
        if layout is None:
            return
        layout.invalidate()
        height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else self.sizeHint().height()
        self.setGeometry(room.center().x() - width // 2, room.top() + _MARGIN, width, height)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the host's size and what comes and goes."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent, QEvent.Type.Resize) and (
            watched is self.parent() or event.type() is not QEvent.Type.Resize
        ):
            self.place()
            self._settling.start()
        return super().eventFilter(watched, event)
