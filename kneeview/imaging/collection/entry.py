"""One line of a collection: a picture, a case or an archive, and how much it is worth to who measures legs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, IntEnum
from pathlib import Path
from typing import Final

from kneeview.imaging.zipped import path_of


class EntryKind(Enum):
    """What a file is."""

    DICOM = "DICOM"
    PHOTO = "photo"
    CASE = "case"
    ARCHIVE = "archive"
    OTHER = "other"


class Worth(IntEnum):
    """How near a file is to what is measured; the greatest is shown first."""

    OTHER = 0
    UNREAD = 1
    NO_PICTURE = 2
    ARCHIVE = 3
    CROSS_SECTION = 4
    PHOTO = 5
    PROJECTION = 6
    LIMB = 7
    LONG_LEG = 8
    CASE = 9


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is: on the disk, or a member of an archive on the disk."""

    file: Path
    member: str = ""

    @property
    def path(self) -> Path:
        """The path by which it is opened and found again."""
        return path_of(self.file, self.member) if self.member else self.file

    @property
    def name(self) -> str:
        """The name without its folder."""
        return re.split(r"[/\\]", self.member)[-1] if self.member else self.file.name


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a collection. Text is as the header has it, "" where it says nothing; sizes are 0 where not told.

    `format` is DICOM's modality, or the name of the photo's format. `remark` says why it cannot be opened; an entry
    with a remark is named and no more.
    """

    place: Place
    kind: EntryKind
    worth: Worth
    byte_count: int = 0
    patient_name: str = ""
    patient_id: str = ""
    date: str = ""
    description: str = ""
    view: str = ""
    format: str = ""
    rows: int = 0
    columns: int = 0
    frames: int = 1
    series_number: int = 0
    instance_number: int = 0
    remark: str = ""

    @property
    def path(self) -> Path:
        """The path by which it is opened."""
        return self.place.path

    @property
    def name(self) -> str:
        """The file's name."""
        return self.place.name

    @property
    def is_picture(self) -> bool:
        """Whether it has a picture of its own."""
        return not self.remark and self.kind in (EntryKind.DICOM, EntryKind.PHOTO)

    @property
    def order(self) -> tuple[object, ...]:
        """What entries are sorted by: worth, then the latest date, then patient, series and name."""
        return (
            -self.worth,
            _backwards(self.date),
            self.patient_name.casefold(),
            self.series_number,
            self.instance_number,
            natural(str(self.place.path)),
        )


def unread(place: Place, byte_count: int, why: str, kind: EntryKind = EntryKind.OTHER) -> Entry:
    """Return the line of a file that could not be read, with the reason in a sentence."""
    return Entry(place, kind, Worth.UNREAD, byte_count, remark=why)


def other(place: Place, byte_count: int) -> Entry:
    """Return the line of a file that is nothing to open."""
    why = "No picture, case or archive that kneeview knows." if byte_count else "The file is empty."
    return Entry(place, EntryKind.OTHER, Worth.OTHER, byte_count, remark=why)


_TO_NINES: Final = str.maketrans("0123456789", "9876543210")


def _backwards(date: str) -> str:
    """Return what sorts later dates first, and no date last."""
    digits = "".join(c for c in date if c.isascii() and c.isdigit())[:8]
    return digits.translate(_TO_NINES) if len(digits) == 8 else "~"


_DIGITS: Final = re.compile(r"(\d{1,18})", re.ASCII)


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return what sorts names as people do: film 2 before film 10."""
    parts = enumerate(_DIGITS.split(name.casefold()))
    return tuple((0, int(part), "") if i % 2 else (1, 0, part) for i, part in parts if part)
