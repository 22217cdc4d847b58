"""What happens with files: opening, browsing, saving and the report, each off the GUI thread where it can wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from kneeview.case.opening import Opened, OpeningError, OtherPixelsError, open_demo, open_path
from kneeview.case.persistence import SUFFIX, CaseError, save_case
from kneeview.case.sides import with_sides_exchanged
from kneeview.gui import dialogs, sides_question
from kneeview.gui.banner import Banner, BusyStrip
from kneeview.gui.pane import Pane
from kneeview.gui.preferences import Preferences
from kneeview.gui.sides_question import SidesAnswer, consequence, picture_of_sides
from kneeview.gui.table import Table
from kneeview.gui.tasks import Progress, Task
from kneeview.gui.workbench import Workbench
from kneeview.imaging.collection import Entry, EntryKind, is_collection
from kneeview.imaging.readers import IMAGE_SUFFIXES
from kneeview.imaging.zipped import file_of, stands
from kneeview.reports.exporters import ExportError, write_reports
from kneeview.reports.page import A4, LETTER


class Files(QObject):
    """Leads from a file to the workbench and back. The present work stays until the next is complete.

    `browse_wanted` carries places to look through.
    """

    browse_wanted = Signal(tuple)

    def __init__(
        self,
        window: QWidget,
        table: Table,
        preferences: Preferences,
        notices: tuple[Banner, BusyStrip, BusyStrip],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._table = table
        self._preferences = preferences
        self._banner, self._busy, self._writing = notices
        self._opening: Task[Opened] | Task[bool] | None = None
        self._reporting: Task[tuple[str, ...]] | None = None

    # ---------------------------------------------------------------------------------------------------- opening

    def choose_and_open(self, *, photos: bool = False) -> None:
        """Ask for a file and open it."""
        path = dialogs.ask_open(self._window, self._last_folder(), photos=photos)
        if path is not None:
            self.open(path)

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

    def open_all(self, paths: tuple[Path, ...]) -> None:
        """Open one file; of several show a list to choose from."""
        if len(paths) == 1:
            self.open(paths[0])
        elif paths:
            self.browse_wanted.emit(paths)

    def open(self, path: Path) -> None:
        """Open a film, a photo or a case, or show what a folder or an archive holds.

        The disk is never asked on the GUI thread. A failure leaves everything as it was.
        """
        if path.suffix.lower() in (*IMAGE_SUFFIXES, SUFFIX):
            self._open_file(path)
            return

        def done(is_many: bool) -> None:
            self._busy.end()
            if is_many:
                self.browse_wanted.emit((path,))
            else:
                self._open_file(path)

        self._start(Task(lambda _: is_collection(path), done, self._never_fails, (), self._busy.progress), path.name)

    def _open_file(self, path: Path, *, accept_other_pixels: bool = False) -> None:
        def work(progress: Progress) -> Opened:
            if is_collection(path):
                raise _CollectionChosenError
            return open_path(path, accept_other_pixels=accept_other_pixels, progress=progress)

        self._open(work, path)

    def open_entry(self, entry: Entry) -> None:
        """Open what was chosen in the list."""
        if entry.remark:
            self._banner.warn(f"{entry.name}: {entry.remark}")
        elif entry.kind is EntryKind.ARCHIVE:
            self.browse_wanted.emit((entry.path,))
        else:
            self._open_file(entry.path)

    def open_demo(self) -> None:
        """Open the built-in film."""
        self._open(lambda _: open_demo(), None)

    def open_frame(self, frame: int, pane: Pane) -> None:
        """Open another frame of the same file, with a case of its own, as any file is opened."""
        image = pane.bench.image
        path = None if image is None else image.path
        if path is not None:
            self._open(lambda progress: open_path(path, frame=frame, progress=progress), path, pane)

    def _open(self, work: Callable[[Progress], Opened], path: Path | None, pane: Pane | None = None) -> None:
        """Open into a pane, the active one unless another is meant; what is there stays until all is complete."""
        place = pane or self._table.active
        if not self.may_leave(place):
            place.frames.refresh()
            return

        def done(opened: Opened) -> None:
            self._busy.end()
            if path is not None:
                self._preferences.remember(path)
            place.bench.put(opened)

        def failed(error: Exception) -> None:
            self._busy.end()
            place.frames.refresh()
            name = "The demo" if path is None else path.name
            if isinstance(error, _CollectionChosenError) and path is not None:
                self.browse_wanted.emit((path,))
                return
            if isinstance(error, OtherPixelsError) and path is not None:
                self._banner.warn(
                    f"{name}: {error}.", "Open all the same", lambda: self._open_file(path, accept_other_pixels=True)
                )
                return
            self._banner.warn(f"{name}: {str(error).rstrip('.')}.")
            if path is not None and not stands(file_of(path)):
                self._preferences.forget(path)

        task = Task(work, done, failed, (OpeningError,), self._busy.progress)
        self._start(task, "the demo film" if path is None else path.name)

    @property
    def is_busy(self) -> bool:
        """Whether something is being opened or written."""
        return any(task is not None and task.is_running for task in (self._opening, self._reporting))

    def _start(self, task: Task[Opened] | Task[bool], name: str) -> None:
        """Begin to open, in the place of what was being opened."""
        self.cancel()
        self._opening = task

        def stop() -> None:
            task.cancel()
            for pane in self._table.panes:
                pane.frames.refresh()

        self._busy.begin(f"Opening {name} …", stop)
        task.start()

    def cancel(self) -> None:
        """Stop opening; nothing of it is shown. A report that is being written goes on."""
        if self._opening is not None and self._opening.is_running:
            self._opening.cancel()
            self._busy.end()

    def _never_fails(self, error: Exception) -> None:
        raise error

    # ----------------------------------------------------------------------------------------------------- saving

    def save(self) -> bool:
        """Save the case where it was; ask where if it was nowhere. Return whether it was saved."""
        return self.save_as() if self._bench.path is None else self._save_to(self._bench.path)

    def save_as(self) -> bool:
        """Save the case somewhere else. Return whether it was saved."""
        path = dialogs.ask_save(self._window, self._beside(SUFFIX))
        return path is not None and self._save_to(path)

    def _save_to(self, path: Path) -> bool:
        bench = self._bench
        self._table.active.canvas.setFocus()  # takes over what is being typed
        try:
            save_case(bench.session.committed, path)
        except CaseError as error:
            self._banner.warn(f"{path.name}: {error}.")
            return False
        self._preferences.remember(path)
        bench.saved_as(path)
        return True

    def _beside(self, suffix: str) -> Path:
        """Return a name beside the picture or the case."""
        image = self._bench.image
        place = self._bench.path or (None if image is None else image.path)
        if place is None:
            return Path.home() / f"kneeview{suffix}"
        place = file_of(place).with_name(place.name)  # beside the archive of a zipped picture
        return place.with_name(place.stem + suffix)

    def may_leave_all(self) -> bool:
        """Whether every open case may be left; each with unsaved changes is asked about."""
        return all(self.may_leave(pane) for pane in tuple(self._table.panes))

    def may_leave(self, pane: Pane) -> bool:
        """Whether a case may be left: saved, or given up on the user's word."""
        pane.canvas.setFocus()  # takes over what is being typed
        if not pane.bench.has_image or not pane.bench.session.is_dirty:
            return True
        self._table.switch_to(pane)
        answer = dialogs.ask_unsaved(self._window, pane.bench.title)
        if answer is dialogs.Answer.SAVE:
            return self.save()
        return answer is dialogs.Answer.DISCARD

    # ----------------------------------------------------------------------------------------------------- report

    def report(self) -> None:
        """Confirm the sides before a first report, ask where, and write it off the GUI thread."""
        self._table.active.canvas.setFocus()  # takes over what is being typed
        image = self._bench.image
        if image is None:
            return
        if not self._bench.case.sides_confirmed and not self._sides_are_settled():
            return
        path = dialogs.ask_report(self._window, self._beside("-report.pdf"))
        if path is None:
            return
        case, display = self._bench.session.committed, self._bench.display

        page_size = LETTER if self._preferences.letter_paper else A4

        def work(progress: Progress) -> tuple[str, ...]:
            return write_reports(case, image, display, (path,), page_size, progress=progress)

        def done(warnings: tuple[str, ...]) -> None:
            self._writing.end()
            said = " ".join((f"Report written to {path}.", *warnings))
            self._banner.tell(said, "Open", lambda: _open_outside(path))

        def failed(error: Exception) -> None:
            self._writing.end()
            self._banner.warn(f"{path.name}: {str(error).rstrip('.')}.")

        if self._reporting is not None and self._reporting.is_running:
            self._banner.tell("The report before is still being written.")
            return
        self._reporting = Task(work, done, failed, (ExportError,), self._writing.progress)
        self._writing.begin(f"Writing {path.name} …", self._reporting.cancel)
        self._reporting.start()

    def _sides_are_settled(self) -> bool:
        """Ask of right and left; False where the report is to wait, so that what was exchanged can be looked at."""
        picture = picture_of_sides(self._table.active.canvas, self._bench.case)
        match sides_question.ask_sides(self._window, self._bench.case, picture):
            case SidesAnswer.CHECKED:
                self._bench.edit(lambda case: replace(case, sides_confirmed=True), "Check the side marker")
                return True
            case SidesAnswer.EXCHANGED:
                self.exchange_sides()
                return False
            case SidesAnswer.NO_MARKER:
                return True
            case None:
                return False

    def exchange_sides(self) -> None:
        """Exchange right and left as one step, and say what followed."""
        before = self._bench.session.committed
        self._bench.edit(with_sides_exchanged, "Exchange right and left")
        self._banner.tell(consequence(before, self._bench.session.committed), "Report…", self.report)


class _CollectionChosenError(OpeningError):
    """What was to be opened as a file is a folder or an archive."""


def _open_outside(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
