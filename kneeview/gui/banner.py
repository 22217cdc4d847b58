"""One quiet line at the foot of the window: what happened, to which file, what to do; and the progress of work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy

from kneeview.gui.live_label import LiveLabel

_PATIENCE_MS = 500
"""Work that takes longer than this is shown."""

_STAY_MS: Final = 12_000
"""How long a sentence stays that asks for nothing."""

_MOST_OFFERS: Final = 2
_PROGRESS_WIDTH: Final = 120
_BUSY_WIDTH: Final = 420


Offer = tuple[str, Callable[[], None]]
"""What a sentence offers to do: the words of its button, and the deed."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that stands; a warning stays until it is closed or its cause goes."""

    sentence: str
    offers: tuple[Offer, ...]
    is_warning: bool


class Banner(QFrame):
    """Says a sentence, and offers what can be done about it. The latest is shown, and those before it still stand.

    What went wrong stays until it is closed or its cause goes; what was merely done leaves by itself, but not from
    under the pointer. It takes one line: what does not fit is told by the tip, and in the list of notices.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Banner")
        self._said: list[Said] = []
        self._sign = QLabel("!")
        self._sign.setObjectName("Attention")
        self._sign.setAccessibleName("Warning")
        self._text = _sentence()
        self._offers = tuple(QPushButton() for _ in range(_MOST_OFFERS))
        for button in self._offers:
            button.setAccessibleName("Do what is offered")
        close = QPushButton("Close")
        close.setToolTip("Close this notice")
        close.clicked.connect(self._close)
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(_STAY_MS)
        self._leaving.timeout.connect(self._leave)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._sign)
        layout.addWidget(self._text, 1)
        for k, button in reversed(tuple(enumerate(self._offers))):
            # The first offer has the same place beside one other or none: a second click hits nothing else.
            button.clicked.connect(partial(self.act, k))
            layout.addWidget(button)
        layout.addWidget(close)
        self._show_latest()

    @property
    def text(self) -> str:
        """What it says; "" where nothing is said."""
        return self._said[-1].sentence if self._said else ""

    @property
    def said(self) -> tuple[Said, ...]:
        """Everything that stands, the latest first."""
        return tuple(reversed(self._said))

    def warn(self, sentence: str, *offers: Offer) -> None:
        """Say what went wrong, and offer the ways out, if there are some."""
        self._say(Said(sentence, offers, is_warning=True))

    def tell(self, sentence: str, *offers: Offer) -> None:
        """Say what was done."""
        self._say(Said(sentence, offers, is_warning=False))
        self._leaving.start()

    def retract(self, sentence: str) -> None:
        """Say it no longer, since its cause is gone; other sentences stay."""
        self._keep([each for each in self._said if each.sentence != sentence])

    def clear(self) -> None:
        """Say nothing any more: what was said is of what was open before."""
        self._keep([])

    def _say(self, said: Said) -> None:
        """Say it; of what was merely done only the latest stands, and no sentence twice."""
        self._leaving.stop()
        self._keep([*(each for each in self._said if each.is_warning and each.sentence != said.sentence), said])

    def _keep(self, said: list[Said]) -> None:
        self._said = said
        self._show_latest()
        self.changed.emit()

    def _show_latest(self) -> None:
        self.setVisible(bool(self._said))
        if not self._said:
            self._leaving.stop()
            return
        latest = self._said[-1]
        self._text.show_words(latest.sentence)
        self._sign.setVisible(latest.is_warning)
        for button, words in zip(
            self._offers, [label for label, _ in latest.offers] + [""] * _MOST_OFFERS, strict=False
        ):
            button.setText(words)
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.setVisible(bool(words))

    def _close(self) -> None:
        self._keep(self._said[:-1])

    def _leave(self) -> None:
        if self.underMouse() or any(button.hasFocus() for button in self.findChildren(QPushButton)):
            self._leaving.start()
        else:
            self._keep([each for each in self._said if each.is_warning])

    def act(self, which: int = 0, *_: object) -> None:
        """Do what the latest sentence offers, which is said no longer then."""
        if self._said:
            self.act_on(self._said[-1], which)

    def act_on(self, said: Said, which: int) -> None:
        """Do what a sentence offers, which is said no longer then."""
        self.retract(said.sentence)
        if which < len(said.offers):
            said.offers[which][1]()


class BusyStrip(QFrame):
    """Shows the progress of work that takes longer than half a second, and stops it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Banner")
        self._text = _sentence()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(_PROGRESS_WIDTH, 10)
        self._bar.setAccessibleName("Progress")
        stop = QPushButton("Cancel")
        stop.setToolTip("Stop this work; nothing is changed")
        stop.clicked.connect(self._cancel)
        self._stop: Callable[[], None] | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._bar)
        layout.addWidget(stop)
        self.setFixedWidth(_BUSY_WIDTH)
        self.hide()

    def begin(self, sentence: str, stop: Callable[[], None]) -> None:
        """Get ready to show that work is under way."""
        self._text.show_words(sentence)
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


def _sentence() -> LiveLabel:
    """Return the label of one line, which never asks for room."""
    label = LiveLabel(1, Qt.AlignmentFlag.AlignLeft)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return label
