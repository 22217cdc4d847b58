"""Keeps unsaved work in the journal while it is done, and finds what a crash left."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final
from uuid import uuid4

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from kneeview.case.case import Case
from kneeview.case.journal import ENDING, JournalEntry, read_entries, remove_folder, write_entry
from kneeview.gui.workbench import Workbench

_PATIENCE_MS: Final = 2_000
"""After a step it is written within this time; steps in between wait for the same writing."""

_LOCK: Final = "running.lock"


@dataclass(frozen=True, slots=True)
class Leftover:
    """Unsaved work of a program that did not end in good order, and the folder that it lies in."""

    folder: Path
    entries: tuple[JournalEntry, ...]


class Autosave(QObject):
    """Writes the unsaved work of every pane, off the GUI thread and in order. `failed` says once that it cannot."""

    failed = Signal(str)

    def __init__(self, place: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._folder = place / uuid4().hex
        self._lock: QLockFile | None = None
        self._writer = ThreadPoolExecutor(1, "autosave")
        self._files: dict[Workbench, Path] = {}
        self._written: dict[Workbench, Case] = {}
        self._has_failed = False
        self._has_ended = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self.write)

    def watch(self, bench: Workbench) -> None:
        """Keep the work on this picture from now on."""
        self._files[bench] = self._folder / f"{uuid4().hex}{ENDING}"
        for signal in (bench.case_changed, bench.saved, bench.opened):
            signal.connect(self._begin)

    def forget(self, bench: Workbench) -> None:
        """Keep a picture no longer: it was closed, and its work saved or given up."""
        self._written.pop(bench, None)
        self._writer.submit(self._files.pop(bench).unlink, missing_ok=True)

    def _begin(self) -> None:
        if not self._has_ended and not self._timer.isActive():
            self._timer.start()

    def write(self) -> None:
        """Write what changed since it was last written, and remove what is saved."""
        for bench, file in self._files.items():
            case = bench.session.committed
            if not bench.has_image or not bench.session.is_dirty:
                if self._written.pop(bench, None) is not None:
                    self._writer.submit(file.unlink, missing_ok=True)
            elif self._written.get(bench) is not case:
                self._written[bench] = case
                at = datetime.now().astimezone().isoformat(timespec="seconds")
                done = self._writer.submit(self._put, file, JournalEntry(case, at, bench.path))
                done.add_done_callback(self._note)

    def _put(self, file: Path, entry: JournalEntry) -> None:
        if self._lock is None:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = QLockFile(str(self._folder / _LOCK))
            self._lock.setStaleLockTime(0)
            self._lock.tryLock(0)
        write_entry(file, entry)

    def _note(self, done: Future[None]) -> None:
        error = done.exception()
        if error is not None and not self._has_failed:
            self._has_failed = True
            reason = (error.strerror or "unknown reason") if isinstance(error, OSError) else str(error)
            self.failed.emit(f"Unsaved work cannot be kept for a crash ({reason.lower()}). Please save often.")

    # --------------------------------------------------------------------------------------------------- the start

    def leftovers(self) -> tuple[Leftover, ...]:
        """Return what programs left that run no more, the latest first."""
        found: list[Leftover] = []
        folders = [path for path in self._place.glob("*") if path.is_dir() and path != self._folder]
        for folder in folders:
            lock = QLockFile(str(folder / _LOCK))
            lock.setStaleLockTime(0)  # it is stale when its program is gone, however old
            if not lock.tryLock(0):
                continue
            entries = read_entries(folder)
            lock.unlock()
            if entries:
                found.append(Leftover(folder, entries))
            else:
                remove_folder(folder)
        return tuple(sorted(found, key=lambda each: each.entries[0].at, reverse=True))

    def discard(self, leftover: Leftover) -> None:
        """Forget what was left."""
        self._writer.submit(remove_folder, leftover.folder)

    # ----------------------------------------------------------------------------------------------------- the end

    def finish(self, *, keep: bool = False) -> None:
        """End in good order: nothing is left to recover; with `keep` the last state is written, to be offered."""
        if self._has_ended:
            return
        self._has_ended = True
        self._timer.stop()
        if keep:
            self.write()
        self._writer.submit(partial(self._leave, keep=keep))
        self._writer.shutdown(wait=True)

    def _leave(self, *, keep: bool) -> None:
        if self._lock is not None:
            self._lock.unlock()
        if not keep:
            with suppress(OSError):
                remove_folder(self._folder)
