"""The table of placement errors: how well each landmark is placed, the program's figures and the reader's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kneeview.case.persistence import CaseError, read_case, write_beside
from kneeview.case.repeats import RepeatError, errors_of_reader
from kneeview.domain.landmarks import LANDMARKS, Kind, PlacementError
from kneeview.domain.placement_errors import (
    DEFAULT_ERRORS,
    LARGEST_MM,
    PlacementErrors,
    PlacementErrorsError,
    errors_from,
    placement_errors_of,
    table_of,
)
from kneeview.domain.typed_numbers import number_from
from kneeview.gui import dialogs
from kneeview.gui.preferences import Preferences
from kneeview.gui.table import Table
from kneeview.gui.tasks import Task

_HEADS: Final = ("Landmark", "Film u", "Film v", "Photo u", "Photo v", "Source")
_CELLS: Final = tuple((kind, along) for kind in (Kind.RADIOGRAPH, Kind.PHOTO) for along in (False, True))
"""What the columns after the first hold: on which kind of picture, and whether along the leg (v) or across it (u)."""

_SOURCES: Final = {"derived": "from a study", "assumed": "assumed", "user": "own"}

_SAID: Final = (
    "One standard deviation in millimetres: u across the leg, v along it. Every ± follows from these. A change holds "
    "for what is open, as a step that can be undone, and for every new picture; a saved case keeps its own."
)


def remembered_errors(preferences: Preferences) -> PlacementErrors:
    """Return the reader's own placement errors; what is stored and cannot be read counts for nothing."""
    table = preferences.placement_errors
    try:
        return errors_from(table) if table else DEFAULT_ERRORS
    except PlacementErrorsError:
        return DEFAULT_ERRORS


class OwnErrors:
    """Shows the table, and keeps what the user makes of it for this and every later picture."""

    def __init__(self, window: QWidget, table: Table, preferences: Preferences) -> None:
        self._window = window
        self._table = table
        self._preferences = preferences
        self.dialog: PlacementErrorsDialog | None = None

    def show(self) -> None:
        """Show the table beside the work."""
        if self.dialog is None:
            self.dialog = PlacementErrorsDialog(self._window, self._use)
        self.dialog.show_errors(remembered_errors(self._preferences))
        self.dialog.show()
        self.dialog.raise_()

    def _use(self, errors: PlacementErrors) -> None:
        self._preferences.placement_errors = "" if errors.are_default else table_of(errors)
        for pane in self._table.panes:
            pane.bench.placement_errors = errors
            if pane.bench.has_image and pane.bench.case.placement_errors != errors:
                pane.bench.edit(lambda case: replace(case, placement_errors=errors), "Placement errors")


class PlacementErrorsDialog(QDialog):
    """Not modal: the readings can be watched while a figure is changed. `use` is told of every change."""

    def __init__(self, parent: QWidget, use: Callable[[PlacementErrors], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Placement errors")
        self.errors = DEFAULT_ERRORS
        self._use = use
        self._reading: Task[tuple[PlacementErrors, str]] | None = None
        self.said = QLabel(_SAID)
        self.said.setObjectName("Quiet")
        self.said.setWordWrap(True)
        self.table = QTableWidget(len(LANDMARKS), len(_HEADS))
        self.table.setAccessibleName("Placement errors in millimetres")
        self.table.setHorizontalHeaderLabels(_HEADS)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.itemChanged.connect(self._changed)
        buttons = QHBoxLayout()
        for words, tip, act in (
            ("Import CSV…", "Take the figures of a table; what it does not name keeps the program's", self._import),
            ("Export CSV…", "Write the whole table", self._export),
            ("From two cases…", "Your own figures from one picture that you measured twice", self._from_cases),
            ("Back to the defaults", "The program's own figures again", self._reset),
        ):
            button = QPushButton(words)
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        self.resize(720, 560)

    def show_errors(self, errors: PlacementErrors) -> None:
        """Show figures; the user's own stand bold."""
        self.errors = errors
        self.table.blockSignals(True)
        for row, entry in enumerate(LANDMARKS):
            figures = {kind: errors.of(kind).get(entry.id) or entry.placement_error(kind) for kind in Kind}
            self._put(row, 0, entry.name)
            for column, (kind, along) in enumerate(_CELLS, start=1):
                error = figures[kind]
                self._put(
                    row, column, f"{error.v_mm if along else error.u_mm:g}", own=error.status == "user", edit=True
                )
            self._put(row, len(_HEADS) - 1, _source(figures[Kind.RADIOGRAPH], figures[Kind.PHOTO]))
        self.table.blockSignals(False)

    def _put(self, row: int, column: int, text: str, *, own: bool = False, edit: bool = False) -> None:
        item = QTableWidgetItem(text)
        if edit:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip("Your own figure" if own else "Double-click to type your own figure")
        else:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
        font = item.font()
        font.setBold(own)
        item.setFont(font)
        self.table.setItem(row, column, item)

    # ------------------------------------------------------------------------------------------------------ changing

    def _changed(self, item: QTableWidgetItem) -> None:
        """Take a typed figure; what is no length of such a size is said, and the figure before stands again."""
        entry = LANDMARKS[item.row()]
        value = number_from(item.text())
        if value is None or not 0 < value <= LARGEST_MM:
            words = (
                f"{entry.name}: “{item.text()}” is no length above 0 and up to {LARGEST_MM:g} mm; nothing was changed."
            )
            self.show_errors(self.errors)
            self.said.setText(words)
            return
        kind, along = _CELLS[item.column() - 1]
        known = self.errors.own.get((entry.id, kind)) or entry.placement_error(kind)
        typed = (known.u_mm, value) if along else (value, known.v_mm)
        rows = [
            (i, k, error.u_mm, error.v_mm) for (i, k), error in self.errors.own.items() if (i, k) != (entry.id, kind)
        ]
        self._take(placement_errors_of([*rows, (entry.id, kind, *typed)]), _SAID)

    def _take(self, errors: PlacementErrors, words: str) -> None:
        self.show_errors(errors)
        self.said.setText(words)
        self._use(errors)

    def _reset(self) -> None:
        self._take(DEFAULT_ERRORS, "The program's own figures hold again.")

    def _import(self) -> None:
        path = dialogs.ask_errors(self)
        if path is not None:
            self._read(
                lambda: (errors_from(path.read_text("utf-8")), f"The figures of {path.name} hold now."), path.name
            )

    def _from_cases(self) -> None:
        paths = dialogs.ask_two_cases(self)
        if not paths:
            return
        if len(paths) != 2:
            self.said.setText("Choose two cases of one picture, measured once and again.")
            return

        def work() -> tuple[PlacementErrors, str]:
            first, again = (read_case(path) for path in paths)
            errors, lines = errors_of_reader([(first, again)])
            return errors, f"Your own figures hold now: {'; '.join(lines)}."

        self._read(work, " and ".join(path.name for path in paths))

    def _read(self, work: Callable[[], tuple[PlacementErrors, str]], name: str) -> None:
        """Read files off the GUI thread; what cannot be used changes nothing."""

        def failed(error: Exception) -> None:
            self.said.setText(f"{name}: {str(error).rstrip('.')}. Nothing was changed.")

        refusals = (PlacementErrorsError, RepeatError, CaseError, OSError, UnicodeDecodeError)
        self._reading = Task(lambda _: work(), lambda made: self._take(*made), failed, refusals, lambda _: None)
        self._reading.start()

    def _export(self) -> None:
        path = dialogs.ask_place_of_errors(self)
        if path is None:
            return
        try:
            write_beside(path, table_of(self.errors).encode())
        except OSError as error:
            self.said.setText(f"{path.name} could not be written: {error.strerror}.")
            return
        self.said.setText(f"Written to {path}.")


def _source(film: PlacementError, photo: PlacementError) -> str:
    on_film, on_photo = _SOURCES[film.status], _SOURCES[photo.status]
    return on_film if on_film == on_photo else f"film {on_film}, photo {on_photo}"
