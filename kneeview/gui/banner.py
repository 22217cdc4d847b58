"""One quiet line over the picture: what happened, to which file, what to do; and the progress of work."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton

_PATIENCE_MS = 500
"""Work that takes longer than this is shown."""

_STAY_MS: Final = 12_000
"""How long a sentence stays that asks for nothing."""

_MOST_OFFERS: Final = 2


Offer = tuple[str, Callable[[], None]]
"""What a sentence offers to do: the words of its button, and the deed."""


class Banner(QFrame):
    """Says a sentence, and offers what can be done about it.

    What went wrong stays until it is closed or its cause goes; what was merely done leaves by itself, but not from
    under the pointer.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Banner")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._offers = tuple(QPushButton() for _ in range(_MOST_OFFERS))
        self._deeds: tuple[Callable[[], None], ...] = ()
        close = QPushButton("Close")
        close.setToolTip("Close this notice")
        close.clicked.connect(self.hide)
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(_STAY_MS)
        self._leaving.timeout.connect(self._leave)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.addWidget(self._text, 1)
        for k, button in enumerate(self._offers):
            button.setAccessibleName("Do what is offered")
            button.clicked.connect(partial(self.act, k))
            layout.addWidget(button)
        layout.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; "" while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def warn(self, sentence: str, *offers: Offer) -> None:
        """Say what went wrong, and offer the ways out, if there are some."""
        self._leaving.stop()
        self._say("warning", sentence, offers)

    def tell(self, sentence: str, *offers: Offer) -> None:
        """Say what was done."""
        self._leaving.start()
        self._say("info", sentence, offers)

    def retract(self, sentence: str) -> None:
        """Say it no longer, since its cause is gone; another sentence stays."""
        if self.text == sentence:
            self.hide()

    def _say(self, kind: str, sentence: str, offers: tuple[Offer, ...]) -> None:
        self.hide()
        self._text.setText(sentence)
        self._deeds = tuple(deed for _, deed in offers)
        for button, words in zip(self._offers, [label for label, _ in offers] + [""] * _MOST_OFFERS, strict=False):
            button.setText(words)
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.setVisible(bool(words))
        self.setProperty("kind", kind)
        self.style().polish(self)
        self.show()

    def _leave(self) -> None:
        if self.underMouse() or any(button.hasFocus() for button in self.findChildren(QPushButton)):
            self._leaving.start()
        else:
            self.hide()

    def act(self, which: int = 0, *_: object) -> None:
        """Do what it offers."""
        self.hide()
        if which < len(self._deeds):
            self._deeds[which]()


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
