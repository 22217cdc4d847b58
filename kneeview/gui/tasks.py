"""Work off the GUI thread, with progress and cancel; the answer comes back on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

from kneeview.imaging.radiograph import Cancelled

Answer = TypeVar("Answer")
Progress = Callable[[float], None]


class _Relay(QObject):
    """Carries what happens in the worker over to the GUI thread."""

    progressed = Signal(float)
    ended = Signal()


class Task(Generic[Answer]):
    """One piece of work. Exactly one of `done`, `failed` or `cancelled` is called, on the GUI thread.

    `refusals` are the exceptions whose message is a sentence for the user; any other is a fault of the program and is
    raised on the GUI thread, where it is seen.

    It is no QRunnable: the pool would own it, and keep for ever what it made - a whole film.
    """

    def __init__(
        self,
        work: Callable[[Progress], Answer],
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None],
        refusals: tuple[type[Exception], ...],
        progressed: Callable[[float], None],
    ) -> None:
        self._work = work
        self._done = done
        self._failed = failed
        self._refusals = refusals
        self._stop = Event()
        self._answers: list[Answer] = []
        self._error: Exception | None = None
        self.is_running = True
        self._is_lent = False
        self._relay = _Relay()
        self._relay.progressed.connect(progressed, Qt.ConnectionType.QueuedConnection)
        self._relay.ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin."""
        QThreadPool.globalInstance().start(self._run)

    def cancel(self) -> None:
        """Stop as soon as the work looks up; nothing of it is shown.

        Until then its thread does not count: a drive that hangs must not keep the next file from being opened.
        """
        if self.is_running and not self._stop.is_set():
            QThreadPool.globalInstance().releaseThread()
            self._is_lent = True
        self._stop.set()

    def _progress(self, share: float) -> None:
        if self._stop.is_set():
            raise Cancelled
        self._relay.progressed.emit(share)

    def _run(self) -> None:
        try:
            self._answers.append(self._work(self._progress))
        except Exception as error:  # noqa: BLE001, raised on the GUI thread, or told there
            self._error = error
        self._relay.ended.emit()

    def _end(self) -> None:
        self.is_running = False
        if self._is_lent:
            QThreadPool.globalInstance().reserveThread()
        if self._stop.is_set() or isinstance(self._error, Cancelled):
            return
        if self._error is None:
            self._done(self._answers[0])
        elif isinstance(self._error, self._refusals):
            self._failed(self._error)
        else:
            raise self._error
