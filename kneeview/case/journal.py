"""The journal: unsaved work, written again and again while it is done, so that a crash loses seconds at most.

Each running program has a folder of its own below one place of the user's; it goes when the program ends in good
order. A folder without a running program is what a crash left. Who runs is known by the caller, not here.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kneeview.case.case import Case
from kneeview.case.notation.node import Json, NotationError, as_json, parse
from kneeview.case.persistence import from_json, to_json, write_beside

SCHEMA: Final = "kneeview.journal/1"
ENDING: Final = ".journal"


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """Unsaved work on one picture: when it was written (local time, ISO 8601), and the case's file if it has one."""

    case: Case
    at: str
    case_path: Path | None = None

    @property
    def time(self) -> str:
        """The time of day, as in "10:32"."""
        return self.at[11:16]

    @property
    def name(self) -> str:
        """What the work is on."""
        return self.case.image.name if self.case_path is None else self.case_path.name


def write_entry(file: Path, entry: JournalEntry) -> None:
    """Write unsaved work as a whole, or not at all. The name of the file tells nothing of the patient.

    Raises `OSError`; what stood before still stands then.
    """
    document: dict[str, Json] = {
        "schema": SCHEMA,
        "at": entry.at,
        "case_path": "" if entry.case_path is None else str(entry.case_path),
        "case": to_json(entry.case),
    }
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_beside(file, as_json(document, indent=None))


def read_entries(folder: Path) -> tuple[JournalEntry, ...]:
    """Return what a folder holds, the latest first. What cannot be read is passed over: it never hinders the start."""
    entries: list[JournalEntry] = []
    for file in sorted(folder.glob(f"*{ENDING}")):
        try:
            entries.append(_entry(file.read_bytes()))
        except (OSError, NotationError):
            continue
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


def _entry(text: bytes) -> JournalEntry:
    root = parse(text)
    if root.at("schema").text() != SCHEMA:
        root.at("schema").fail("this is no journal")
    case_path = root.at("case_path").text()
    case = from_json(json.dumps(root.at("case").value).encode())
    return JournalEntry(case, root.at("at").text(), Path(case_path) if case_path else None)


def remove_folder(folder: Path) -> None:
    """Forget what a folder holds. What cannot be removed stays: it is offered again, which harms nobody."""
    shutil.rmtree(folder, ignore_errors=True)
