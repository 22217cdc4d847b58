"""The report: the sides are settled, the user says where, and it is written off the GUI thread."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from kneeview.gui import dialogs
from kneeview.gui.banner import Banner, BusyStrip
from kneeview.gui.preferences import Preferences
from kneeview.gui.saving import place_beside
from kneeview.gui.side_check import SideCheck
from kneeview.gui.table import Table
from kneeview.gui.tasks import Progress, Task
from kneeview.gui.workbench import Workbench
from kneeview.reports.exporters import write_reports
from kneeview.reports.page import A4, LETTER
from kneeview.reports.refusals import ExportError


class Reporting:
    """Writes the report on the active picture, and on that one alone."""

    def __init__(
        self,
        window: QWidget,
        table: Table,
        sides: SideCheck,
        preferences: Preferences,
        banner: Banner,
        writing: BusyStrip,
    ) -> None:
        self._window = window
        self._table = table
        self._sides = sides
        self._preferences = preferences
        self._banner, self._writing = banner, writing
        self._reporting: Task[tuple[str, ...]] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a report is being written."""
        return self._reporting is not None and self._reporting.is_running

    @property
    def _bench(self) -> Workbench:
        return self._table.active.bench

    def report(self) -> None:
        """Confirm the sides before a first report, ask where, and write it off the GUI thread."""
        self._table.active.keep_typing()
        image = self._bench.image
        if image is None:
            return
        self._table.active.guide.finish()  # the view that is left is the one that is come back to
        if not self._sides.settle():
            return
        path = dialogs.ask_report(self._window, place_beside(self._table.active, ".pdf", "-report"))
        if path is None:
            return
        case, name = self._bench.session.committed, self._bench.title
        display = replace(self._bench.display, turned_over=self._table.active.canvas.orientation.mirrored)

        page_size = LETTER if self._preferences.letter_paper else A4
        for_patient = self._preferences.patient_page

        def work(progress: Progress) -> tuple[str, ...]:
            return write_reports(case, image, display, (path,), page_size, progress=progress, patient_page=for_patient)

        def done(warnings: tuple[str, ...]) -> None:
            self._writing.end()
            of = "" if self._table.is_alone else f" on {name}"
            said = " ".join((f"Report{of} written to {path}.", *warnings))
            self._banner.tell(said, ("Open", lambda: self._show_outside(path)))

        def failed(error: Exception) -> None:
            self._writing.end()
            self._banner.warn(f"{path.name}: {str(error).rstrip('.')}.")

        if self.is_busy:
            self._banner.tell("The report before is still being written.")
            return
        self._reporting = Task(work, done, failed, (ExportError,), self._writing.progress)
        self._writing.begin(f"Writing {path.name} …", self._reporting.cancel)
        self._reporting.start()

    def _show_outside(self, path: Path) -> None:
        """Open a written file with the system's own program; where there is none, say where the file is."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._banner.warn(f"No program here opens {path.suffix} files; the report is {path}.")
