"""Looking through a collection and making its small pictures, each on a thread that the window never waits for.

A disk that hangs cannot be interrupted: the thread is left behind, and does not keep the program from ending.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from kneeview.imaging.collection import CollectionError, Entry, Tally, TooLargeError, collected, thumbnail
from kneeview.imaging.radiograph import Cancelled, ImageError

THUMBNAIL_SIDE: Final = 192
"""Device pixels of the longer side: enough for the list at 200 %."""

_KEPT: Final = 600
_POLL_MS: Final = 40


class Search:
    """One search on a thread of its own; what it found is fetched, so that nothing is called on a closed window."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self._paths = paths
        self._stop = Event()
        self._lock = Lock()
        self._found: list[Entry] = []
        self._heard_at = monotonic()
        self.tally = Tally()
        self.refusal = ""
        self.fault: Exception | None = None
        self.is_over = False

    def start(self) -> None:
        """Begin."""
        Thread(target=self._run, name="search", daemon=True).start()

    def stop(self) -> None:
        """End as soon as the disk answers; what was found is kept."""
        self._stop.set()

    def take(self) -> list[Entry]:
        """Return what was found since the last time."""
        with self._lock:
            found, self._found = self._found, []
        return found

    @property
    def silent_s(self) -> float:
        """For how long the disk has not answered, in seconds."""
        return monotonic() - self._heard_at

    def _tell(self, tally: Tally) -> None:
        self.tally, self._heard_at = tally, monotonic()
        if self._stop.is_set():
            raise Cancelled

    def _run(self) -> None:
        try:
            for entry in collected(self._paths, self._tell):
                with self._lock:
                    self._found.append(entry)
        except Cancelled:
            pass
        except CollectionError as error:
            self.refusal = str(error)
        except Exception as error:  # noqa: BLE001, raised on the GUI thread, where it is seen
            self.fault = error
        self.is_over = True


class Thumbnails(QObject):
    """Small pictures of what is seen: made one after the other, dropped where they scrolled away, kept for a while.

    `refused` tells an entry of which none can be made because it is damaged, with the reason in a sentence.
    """

    changed = Signal()
    refused = Signal(object, str)

    def __init__(self, make: Callable[[Entry, int, Callable[[float], None]], NDArray[np.uint8]] = thumbnail) -> None:
        super().__init__()
        self._make = make
        self._lock = Lock()
        self._wanted: list[Entry] = []
        self._made: list[tuple[Entry, QImage | None, str]] = []
        self._pictures: OrderedDict[Entry, QImage | None] = OrderedDict()
        self._is_working = False
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._collect)

    def picture(self, entry: Entry) -> QImage | None:
        """Return the small picture, None where there is none or none yet."""
        return self._pictures.get(entry)

    def want(self, entries: list[Entry]) -> None:
        """Make the pictures of these, in this order, and of no others."""
        missing = [entry for entry in entries if entry.is_picture and entry not in self._pictures]
        with self._lock:
            self._wanted = missing
            begins = bool(missing) and not self._is_working
            self._is_working = self._is_working or begins
        if missing:
            self._timer.start()
        if begins:
            Thread(target=self._run, name="thumbnails", daemon=True).start()

    def stop(self) -> None:
        """Make no more."""
        self.want([])
        self._timer.stop()

    def _next(self) -> Entry | None:
        with self._lock:
            if self._wanted:
                return self._wanted[0]
            self._is_working = False
            return None

    def _run(self) -> None:
        while (entry := self._next()) is not None:
            made: QImage | None = None
            refusal = ""
            try:
                made = self._image(entry)
            except Cancelled:
                continue
            except (TooLargeError, MemoryError):
                pass
            except ImageError as error:
                refusal = str(error)
            with self._lock:
                self._made.append((entry, made, refusal))
                self._wanted = [other for other in self._wanted if other is not entry]

    def _image(self, entry: Entry) -> QImage:
        def still_wanted(_: float) -> None:
            with self._lock:
                if not any(other is entry for other in self._wanted):
                    raise Cancelled

        pixels = np.ascontiguousarray(self._make(entry, THUMBNAIL_SIDE, still_wanted))
        form = QImage.Format.Format_RGB888 if pixels.ndim == 3 else QImage.Format.Format_Grayscale8
        rows, columns = pixels.shape[:2]
        return QImage(pixels.tobytes(), columns, rows, pixels.strides[0], form).copy()

    def _collect(self) -> None:
        with self._lock:
            made, self._made = self._made, []
            if not self._is_working:
                self._timer.stop()
        for entry, picture, refusal in made:
            self._pictures[entry] = picture
            if refusal:
                self.refused.emit(entry, refusal)
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        if made:
            self.changed.emit()
