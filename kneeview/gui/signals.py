"""The system's wish to end: Control-C in the terminal, or a polite kill."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer

_LOOK_EVERY_MS: Final = 250
"""Python runs a signal's handler only between two of its own instructions; Qt's loop has to come back for that."""


def end_on_signal(leave: Callable[[], None]) -> QTimer:
    """Call `leave` on the GUI thread when the system asks the program to end. Stop the timer to stop listening."""
    asked: list[int] = []

    def look() -> None:
        if asked:
            asked.clear()
            leave()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda got, _: asked.append(got))
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(_LOOK_EVERY_MS)
    return timer
