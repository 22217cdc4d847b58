"""One quiet line above the picture: what happened, to which file, what to do; and the progress of work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton

_PATIENCE_MS = 500
"""Work that takes longer than this is shown."""


class Banner(QFrame):
    """Says a sentence until its cause goes, or offers one thing to do."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Banner")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._act = QPushButton()
        self._act.setAccessibleName("Do what is offered")
        self._act.clicked.connect(self.act)
        self._close = QPushButton("Close")
        self._close.clicked.connect(self.hide)
        self._action: Callable[[], None] | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._act)
        layout.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; "" while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def warn(self, sentence: str, label: str = "", action: Callable[[], None] | None = None) -> None:
        """Say what went wrong, and offer the way out, if there is one."""
        self._say("warning", sentence, label, action)

    def tell(self, sentence: str, label: str = "", action: Callable[[], None] | None = None) -> None:
        """Say what was done."""
        self._say("info", sentence, label, action)

    def _say(self, kind: str, sentence: str, label: str, action: Callable[[], None] | None) -> None:
        self._text.setText(sentence)
        self._act.setText(label)
        self._act.setAccessibleName(label)
        self._act.setVisible(action is not None)
        self._action = action
        self.setProperty("kind", kind)
        self.style().polish(self)
        self.show()

    def act(self) -> None:
        """Do what it offers."""
        self.hide()
        if self._action is not None:
            self._action()


class BusyStrip(QFrame):
    """Shows the progress of work that takes longer than half a second, and stops it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Banner")
        self._text = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        stop = QPushButton("Cancel")
        stop.clicked.connect(self._cancel)
        self._stop: Callable[[], None] | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._bar)
        layout.addWidget(stop)
        self.hide()

    def begin(self, sentence: str, stop: Callable[[], None]) -> None:
        """Get ready to show that work is under way."""
        self._text.setText(sentence)
        self._bar.setRange(0, 0)
        self._stop = stop
        self._patience.start()

    def progress(self, share: float) -> None:
        """Show how much is done, from 0 to 1."""
        self._bar.setRange(0, 100)
        self._bar.setValue(round(100 * share))

    def end(self) -> None:
        """Show nothing any more."""
        self._patience.stop()
        self.hide()

    def _cancel(self) -> None:
        if self._stop is not None:
            self._stop()
        self.end()
