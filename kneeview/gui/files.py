"""What happens with files: opening and browsing, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kneeview.case.journal import JournalEntry
from kneeview.case.opening import (
    Opened,
    OpeningError,
    OtherPixelsError,
    PictureGoneError,
    open_case,
    open_demo,
    open_path,
)
from kneeview.case.persistence import SUFFIX
from kneeview.gui import dialogs
from kneeview.gui.banner import Banner, BusyStrip
from kneeview.gui.pane import Pane
from kneeview.gui.preferences import Preferences
from kneeview.gui.saving import Saving
from kneeview.gui.table import Table
from kneeview.gui.tasks import Progress, Task
from kneeview.gui.workbench import Workbench
from kneeview.imaging.collection import Entry, EntryKind, is_collection
from kneeview.imaging.readers import IMAGE_SUFFIXES
from kneeview.imaging.zipped import file_of, stands


class Files(QObject):
    """Leads from a file to the workbench and back. The present work stays until the next is complete.

    `browse_wanted` carries places to look through.
    """

    browse_wanted = Signal(tuple)

    def __init__(
        self,
        window: QWidget,
        table: Table,
        saving: Saving,
        preferences: Preferences,
        banner: Banner,
        busy: BusyStrip,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._table = table
        self._saving = saving
        self._preferences = preferences
        self._banner, self._busy = banner, busy
        self._opening: Task[Opened] | Task[bool] | None = None

    # ---------------------------------------------------------------------------------------------------- opening

    def choose_and_open(self, *, photos: bool = False, beside: bool = False) -> None:
        """Ask for a file and open it, beside the present picture if wished."""
        path = dialogs.ask_open(self._window, self._last_folder(), photos=photos)
        if path is not None:
            self.open(path, beside=beside)

    def choose_and_browse(self) -> None:
        """Ask for a folder and show what it holds."""
        path = dialogs.ask_folder(self._window, self._last_folder())
        if path is not None:
            self.browse_wanted.emit((path,))

    @property
    def _bench(self) -> Workbench:
        return self._table.active.bench

    def _last_folder(self) -> str:
        recent = self._preferences.recent
        return str(file_of(recent[0]).parent) if recent else ""

    def open_all(self, paths: tuple[Path, ...], *, beside: bool = False) -> None:
        """Open one file; of several show a list to choose from."""
        if len(paths) == 1:
            self.open(paths[0], beside=beside)
        elif paths:
            self.browse_wanted.emit(paths)

    def open(self, path: Path, *, beside: bool = False) -> None:
        """Open a film, a photo or a case, or show what a folder or an archive holds.

        The disk is never asked on the GUI thread. A failure leaves everything as it was.
        """
        if path.suffix.lower() in (*IMAGE_SUFFIXES, SUFFIX):
            self._open_file(path, beside=beside)
            return

        def done(is_many: bool) -> None:
            self._busy.end()
            if is_many:
                self.browse_wanted.emit((path,))
            else:
                self._open_file(path, beside=beside)

        self._start(Task(lambda _: is_collection(path), done, self._never_fails, (), self._busy.progress), path.name)

    def _open_file(self, path: Path, *, beside: bool = False) -> None:
        def read(progress: Progress, accept_other_pixels: bool, picture: Path | None) -> Opened:
            if is_collection(path):
                raise _CollectionChosenError
            return open_path(path, accept_other_pixels=accept_other_pixels, progress=progress, picture=picture)

        self._read(_Wish(path, read, beside, lambda: self._preferences.remember(path)))

    def recover(self, entries: tuple[JournalEntry, ...], done: Callable[[], None], *, beside: bool = False) -> None:
        """Open work that was never saved, the second of two beside the first; `done` is called when all is open."""
        first, *others = entries

        def read(progress: Progress, accept_other_pixels: bool, picture: Path | None) -> Opened:
            found = open_case(
                first.case, first.case_path, accept_other_pixels=accept_other_pixels, progress=progress, picture=picture
            )
            return replace(found, is_saved=False)

        def next_one() -> None:
            if others:
                self.recover(tuple(others), done, beside=True)
            else:
                done()

        path = first.case_path or Path(first.case.image.path or first.case.image.name)
        self._read(_Wish(path, read, beside, next_one))

    def _read(self, wish: _Wish, *, accept_other_pixels: bool = False, picture: Path | None = None) -> None:
        """Open what is wished for; `picture` is where the user found the picture of a case."""

        def refused(error: Exception) -> bool:
            find = ("Find the picture…", find_picture)
            if isinstance(error, _CollectionChosenError):
                self.browse_wanted.emit((wish.path,))
            elif isinstance(error, OtherPixelsError):
                self._banner.warn(f"{wish.path.name}: {error}.", find, ("Open all the same", open_all_the_same))
            elif isinstance(error, PictureGoneError):
                self._banner.warn(f"{wish.path.name}: {error}.", find)
            else:
                return False
            return True

        def find_picture() -> None:
            found = dialogs.ask_open(self._window, str(wish.path.parent), title="Find the picture of the case")
            if found is not None:
                self._read(wish, picture=found)

        def open_all_the_same() -> None:
            self._read(wish, accept_other_pixels=True, picture=picture)

        def work(progress: Progress) -> Opened:
            return wish.read(progress, accept_other_pixels, picture)

        self._open(work, wish.path, beside=wish.beside, refused=refused, then=wish.then)

    def open_entry(self, entry: Entry, *, beside: bool = False) -> None:
        """Open what was chosen in the list."""
        if entry.remark:
            self._banner.warn(f"{entry.name}: {entry.remark}")
        elif entry.kind is EntryKind.ARCHIVE:
            self.browse_wanted.emit((entry.path,))
        else:
            self._open_file(entry.path, beside=beside)

    def open_demo(self) -> None:
        """Open the built-in film."""
        self._open(lambda _: open_demo(), None)

    def open_frame(self, frame: int, pane: Pane) -> None:
        """Open another frame of the same file, with a case of its own, as any file is opened."""
        image = pane.bench.image
        path = None if image is None else image.path
        if path is not None:
            self._table.switch_to(pane)
            self._open(lambda progress: open_path(path, frame=frame, progress=progress), path)

    def _open(
        self,
        work: Callable[[Progress], Opened],
        path: Path | None,
        *,
        beside: bool = False,
        refused: Callable[[Exception], bool] = lambda _: False,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        """Open in place of the active picture, or beside it; what is there stays until all is complete.

        `refused` is asked first what to say of a failure, and returns whether it said something; `then` comes last.
        """
        beside = beside and self._bench.has_image
        leaving = self._table.other if beside else self._table.active
        if leaving is not None and not self._saving.may_leave(leaving):
            leaving.frames.refresh()
            return

        def done(opened: Opened) -> None:
            self._busy.end()
            pane = leaving if leaving in self._table.panes else None
            if pane is None:
                pane = self._table.add() if beside else self._table.active
            pane.bench.put(opened)
            then()

        def failed(error: Exception) -> None:
            self._busy.end()
            self._show_frames()
            if not refused(error):
                name = "The demo" if path is None else path.name
                self._banner.warn(f"{name}: {str(error).rstrip('.')}.")
            if path is not None and not stands(file_of(path)):
                self._preferences.forget(path)

        task = Task(work, done, failed, (OpeningError,), self._busy.progress)
        self._start(task, "the demo film" if path is None else path.name)

    def _show_frames(self) -> None:
        """Show again which frames are open: what was asked for did not come."""
        for pane in self._table.panes:
            pane.frames.refresh()

    @property
    def is_busy(self) -> bool:
        """Whether something is being opened."""
        return self._opening is not None and self._opening.is_running

    def _start(self, task: Task[Opened] | Task[bool], name: str) -> None:
        """Begin to open, in the place of what was being opened."""
        self.cancel()
        self._opening = task

        def stop() -> None:
            task.cancel()
            self._show_frames()

        self._busy.begin(f"Opening {name} …", stop)
        task.start()

    def cancel(self) -> None:
        """Stop opening; nothing of it is shown. A report that is being written goes on."""
        if self._opening is not None and self.is_busy:
            self._opening.cancel()
            self._busy.end()

    def _never_fails(self, error: Exception) -> None:
        raise error


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be opened, how it is read, and what comes after.

    `read` takes progress, whether other pixels are accepted, and where the user found the picture of a case.
    """

    path: Path
    read: Callable[[Progress, bool, Path | None], Opened]
    beside: bool
    then: Callable[[], None]


class _CollectionChosenError(OpeningError):
    """What was to be opened as a file is a folder or an archive."""
