"""The list of a collection: entries under the headings of their worth, and how a line is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from kneeview.imaging.collection import Entry, EntryKind, Worth
from kneeview.reports.identity import day, person, printable

Index = QModelIndex | QPersistentModelIndex

ENTRY_ROLE: Final = Qt.ItemDataRole.UserRole
HEADINGS: Final = {
    Worth.CASE: "Cases",
    Worth.LONG_LEG: "Long-leg films",
    Worth.LIMB: "Pelvis, hip, knee, ankle and leg",
    Worth.PROJECTION: "Other X-rays",
    Worth.PHOTO: "Photos",
    Worth.CROSS_SECTION: "CT, MR, ultrasound and other: not for these measurements",
    Worth.ARCHIVE: "Archives",
    Worth.NO_PICTURE: "Without a picture",
    Worth.UNREAD: "Could not be read",
    Worth.OTHER: "No pictures, cases or archives",
}


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in words. `needle` is what the filter looks into."""

    title: str
    place: str
    patient: str
    patient_id: str
    date: str
    kind: str
    pixels: str
    size: str
    needle: str


def line_of(entry: Entry, roots: tuple[str, ...] = ()) -> Line:
    """Return an entry in words; its place is told from the folder or archive that was opened."""
    description = printable(entry.description)
    place = str(entry.path)
    root = next((root for root in roots if place.startswith(root)), "")
    place = place.removeprefix(root).lstrip("/\\!") or entry.name
    title = " · ".join(part for part in (description, printable(entry.view)) if part) or printable(entry.name)
    patient, date = person(entry.patient_name), day(entry.date)
    by_number = "-".join((entry.date[:4], entry.date[4:6], entry.date[6:]))  # as it may be typed to be found
    kind = {EntryKind.CASE: "Case", EntryKind.ARCHIVE: "Archive"}.get(entry.kind, printable(entry.format))
    frames = f"{entry.frames:,} frames" if entry.frames > 1 else ""
    pixels = f"{entry.columns} × {entry.rows}" if entry.rows and entry.columns else ""
    return Line(
        title,
        printable(place),
        patient,
        printable(entry.patient_id),
        date,
        kind,
        pixels,
        " · ".join(part for part in (frames, _size(entry.byte_count)) if part),
        " ".join(
            (title, printable(place), patient, entry.patient_name, entry.patient_id, date, entry.date, by_number, kind)
        ).casefold(),
    )


def _size(count: int) -> str:
    if count < 100_000:
        return f"{max(count / 1000, 0.1):.1f} kB"
    return f"{count / 1e6:.1f} MB" if count < 1e8 else f"{count / 1e6:,.0f} MB"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the entries of one worth."""

    text: str
    count: int


class BrowserModel(QAbstractListModel):
    """Entries in their order, with headings between; those that the filter leaves."""

    def __init__(self) -> None:
        super().__init__()
        self.roots: tuple[str, ...] = ()
        self._all: list[tuple[Any, Entry, Line]] = []
        self._rows: list[Heading | Entry] = []
        self._lines: dict[Entry, Line] = {}
        self._refusals: dict[Entry, str] = {}
        self._words: tuple[str, ...] = ()

    def clear(self, roots: tuple[str, ...]) -> None:
        """Begin with another collection."""
        self.roots = roots
        self._all = []
        self._lines = {}
        self._refusals = {}
        self._rebuild()

    def add(self, entries: Iterable[Entry]) -> None:
        """Put entries in their places."""
        for entry in entries:
            line = line_of(entry, self.roots)
            self._lines[entry] = line
            self._all.append((entry.order, entry, line))
        self._all.sort(key=_by_order)
        self._rebuild()

    def filter_by(self, text: str) -> None:
        """Show the entries in which every word of the text occurs."""
        self._words = tuple(text.casefold().split())
        self._rebuild()

    @property
    def count(self) -> int:
        """How many entries there are, whatever the filter leaves."""
        return len(self._all)

    def line(self, entry: Entry) -> Line:
        """Return an entry in words."""
        return self._lines[entry]

    def remark(self, entry: Entry) -> str:
        """Return why an entry cannot be opened, as its beginning or its pixels say; "" where it can."""
        return entry.remark or self._refusals.get(entry, "")

    def refuse(self, entry: Entry, why: str) -> None:
        """Keep why the pixels of an entry cannot be read; it stays where it is."""
        self._refusals[entry] = why
        row = self.row_of(entry)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    @property
    def first_row(self) -> int:
        """The row of the first entry that can be opened, else of the first one; -1 where there is none."""
        rows = [(k, row) for k, row in enumerate(self._rows) if isinstance(row, Entry)]
        return next((k for k, row in rows if not self.remark(row)), rows[0][0] if rows else -1)

    def entries(self) -> list[Entry]:
        """Return what is shown, in order."""
        return [row for row in self._rows if isinstance(row, Entry)]

    def row_of(self, entry: Entry | None) -> int:
        """Return where an entry is shown, -1 where it is not."""
        return next((k for k, row in enumerate(self._rows) if row is entry), -1) if entry is not None else -1

    def entry(self, index: Index) -> Entry | None:
        """Return the entry of a row, None for a heading."""
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Entry) else None

    def heading(self, index: Index) -> Heading | None:
        """Return the heading of a row, None for an entry."""
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Heading) else None

    def _rebuild(self) -> None:
        self.beginResetModel()
        words = self._words
        shown = [entry for _, entry, line in self._all if all(word in line.needle for word in words)]
        counts: dict[Worth, int] = {}
        for entry in shown:
            counts[entry.worth] = counts.get(entry.worth, 0) + 1
        self._rows = []
        last: Worth | None = None
        for entry in shown:
            if entry.worth is not last:
                last = entry.worth
                self._rows.append(Heading(HEADINGS[last], counts[last]))
            self._rows.append(entry)
        self.endResetModel()

    # ----------------------------------------------------------------------------------------------- Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that headings cannot be chosen."""
        if self.entry(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a row, for the screen reader and the tool tip."""
        row = self._rows[index.row()] if index.isValid() else None
        if isinstance(row, Heading):
            return row.text if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        if row is None:
            return None
        line, remark = self._lines[row], self.remark(row)
        if role == ENTRY_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(part for part in (line.title, line.patient, line.date, line.kind, remark) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.path}\n{remark}" if remark else str(row.path)
        return None


def _by_order(known: tuple[Any, Entry, Line]) -> Any:
    return known[0]
