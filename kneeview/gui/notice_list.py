"""Every notice in full, while it is asked for: what it says, and a button that goes where it points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kneeview.gui.banner import Offer

_WIDTH: Final = 620
_MARGIN: Final = 12
_GREATEST_SHARE: Final = 0.7
"""Of the host's height; longer lists scroll."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, and what can be done about it."""

    sentence: str
    offers: tuple[Offer, ...]
    is_warning: bool = False


class NoticeList(QFrame):
    """Lies above the foot until something is done, Escape is pressed or the hand goes elsewhere."""

    def __init__(self, host: QWidget, foot: QWidget, give_back: Callable[[], None]) -> None:
        super().__init__(host)
        self.setObjectName("Overlay")
        self.setAccessibleName("Notices")
        self._host = host
        self._foot = foot
        self._give_back = give_back
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 6, 12)
        layout.addWidget(self._area)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def begin(self, lines: tuple[Line, ...]) -> None:
        """Show these notices."""
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 6, 0)
        rows.setSpacing(8)
        for number, line in enumerate(lines, start=1):
            rows.addWidget(self._row(number, line))
        self._area.setWidget(inside)
        width = min(_WIDTH, self._host.width() - 2 * _MARGIN)
        wanted = rows.totalHeightForWidth(width - 32) + 28
        height = min(wanted, round(self._host.height() * _GREATEST_SHARE))
        bottom = self._foot.y() - 4
        self.setGeometry(self._host.width() - width - _MARGIN, bottom - height, width, height)
        self.show()
        self.raise_()
        buttons = inside.findChildren(QPushButton)
        (buttons[0] if buttons else self).setFocus()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def _row(self, number: int, line: Line) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        sign = QLabel("!" if line.is_warning else f"{number}")
        sign.setObjectName("Attention" if line.is_warning else "Caption")
        sign.setFixedWidth(18)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        text = QLabel(line.sentence)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(text, 1)
        for words, deed in line.offers:
            button = QPushButton(words)
            button.setAccessibleName(f"{words}: {line.sentence}")
            button.setToolTip(line.sentence)
            button.clicked.connect(partial(self._do, deed))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _do(self, deed: Callable[[], None], *_: object) -> None:
        self.leave()
        deed()

    def leave(self) -> None:
        """Go away, and give the keys back to the picture."""
        self._put_away()
        self._give_back()

    def _put_away(self) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go away when the hand or the keys turn elsewhere; that press goes its way."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.FocusIn) and isinstance(watched, QWidget):
            if watched not in (self, self._foot) and not any(p.isAncestorOf(watched) for p in (self, self._foot)):
                self._put_away()
        elif event.type() is QEvent.Type.Resize and watched is self._host:
            self._put_away()
        return False

    def event(self, event: QEvent) -> bool:
        """Let Escape close the list, and nothing behind it hear of it."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self.leave()
                return True
        return super().event(event)
