"""Walking through folders, DICOMDIRs and archives: lazily, in bounded depth and number, past whatever is damaged."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import FileIO
from itertools import islice
from pathlib import Path
from typing import Final
from zipfile import ZipFile, ZipInfo

from kneeview.imaging.collection.entry import Entry, Place, Worth, natural, other, unread
from kneeview.imaging.collection.folders import content_of, is_system, resolved
from kneeview.imaging.collection.looking import HEAD_BYTES, entry_of
from kneeview.imaging.dicom.catalogue import referenced_files
from kneeview.imaging.ordinary import opened
from kneeview.imaging.radiograph import ImageError
from kneeview.imaging.zipped import archive, head_of, is_archive, is_encrypted, refusal

MAX_DEPTH: Final = 32
MAX_FILES: Final = 100_000
MAX_OTHERS: Final = 2_000
"""So many files that are nothing to open are listed; more are counted."""

_DICOMDIR_BYTES: Final = 200_000_000


class CollectionError(Exception):
    """What was chosen cannot be looked through; the message is one sentence for the user, without its name."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the search is, and what it could not look at. `now` is the file that is being looked at."""

    files: int = 0
    pictures: int = 0
    closed_folders: int = 0
    unreadable: int = 0
    protected: int = 0
    others: int = 0
    is_cut: bool = False
    now: str = ""
    notes: tuple[str, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was passed over, in sentences."""
        found = list(self.notes)
        if self.closed_folders:
            found.append(f"{_counted(self.closed_folders, 'folder')} could not be opened.")
        if self.unreadable:
            found.append(f"{_counted(self.unreadable, 'file')} could not be read: the list says why.")
        if self.protected:
            verb = "is" if self.protected == 1 else "are"
            found.append(
                f"{_counted(self.protected, 'file')} {verb} protected by a password; unpack the archive first."
            )
        if self.others:
            verb = "is" if self.others == 1 else "are"
            found.append(f"{_counted(self.others, 'file')} {verb} no picture, case or archive.")
        if self.is_cut:
            found.append("There is more than kneeview looks through; open a folder further in.")
        return tuple(found)


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"


Tell = Callable[[Tally], None]
"""Told after every file; raises `Cancelled` to stop."""


def _is_dicomdir(path: Path) -> bool:
    return path.name.upper().split(".")[0] == "DICOMDIR"


def is_collection(path: Path) -> bool:
    """Whether a path is looked through rather than opened: a folder, a DICOMDIR or a ZIP archive. It asks the disk."""
    try:
        if path.is_dir():
            return True
        if not _is_dicomdir(path) and path.suffix.lower() != ".zip":
            return False
        with opened(path) as stream:
            head = stream.read(132)
    except (OSError, ValueError):
        return False
    return head[128:132] == b"DICM" if _is_dicomdir(path) else is_archive(path, head)


def collected(paths: tuple[Path, ...], tell: Tell) -> Iterator[Entry]:
    """Yield what folders, archives, DICOMDIRs and files hold, as it is found.

    Raises `CollectionError` where a single path cannot be looked through at all; of several the others are.
    """
    search = _Search(tell)
    for path in paths:
        try:
            yield from search.through(path)
        except CollectionError as error:
            if len(paths) == 1:
                raise
            search.note(f"{path.name}: {error}")
    search.finish()


class _Search:
    """One search: what was seen, and how far it is."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._files = self._pictures = self._closed = self._unreadable = self._protected = self._others = 0
        self._is_cut = False
        self._notes: list[str] = []
        self._seen: set[tuple[int, int]] = set()

    def note(self, sentence: str) -> None:
        """Add a sentence to what is said at the end."""
        self._notes.append(sentence)

    def finish(self) -> None:
        """Say how it ended."""
        self._report("")

    def through(self, path: Path) -> Iterator[Entry]:
        """Yield what one path holds. Raises `CollectionError`."""
        try:
            if path.is_dir():
                yield from self._folder(path)
                return
            with opened(path) as stream:
                head = stream.read(HEAD_BYTES)
        except FileNotFoundError as error:
            raise CollectionError("There is no such folder or file.") from error
        except PermissionError as error:
            raise CollectionError("You are not allowed to read it.") from error
        except (OSError, ValueError) as error:
            raise CollectionError("It is no folder and no ordinary file.") from error
        if is_archive(path, head):
            yield from self._archive(path)
        elif _is_dicomdir(path) and head[128:132] == b"DICM":
            yield from self._dicomdir(path)
        else:
            yield from self._file(path)

    # ---------------------------------------------------------------------------------------------------- counting

    def _report(self, now: str) -> None:
        self._tell(
            Tally(
                self._files,
                self._pictures,
                self._closed,
                self._unreadable,
                self._protected,
                self._others,
                self._is_cut,
                now,
                tuple(self._notes),
            )
        )

    def _found(self, entry: Entry | None, place: Place, byte_count: int) -> Iterator[Entry]:
        if entry is not None:
            self._pictures += entry.is_picture
            self._unreadable += entry.worth is Worth.UNREAD
            yield entry
        elif not _is_dicomdir(Path(place.name)):
            self._others += 1
            if self._others <= MAX_OTHERS:
                yield other(place, byte_count)

    def _failed(self, place: Place, byte_count: int, error: Exception) -> Iterator[Entry]:
        self._unreadable += 1
        yield unread(place, byte_count, _reason(error))

    # ----------------------------------------------------------------------------------------------------- folders

    def _folder(self, folder: Path) -> Iterator[Entry]:
        stack = [(folder, 0)]
        while stack:
            here, depth = stack.pop()
            if not self._is_new(here):
                continue
            self._report(here.name)
            try:
                files, folders = content_of(here, MAX_FILES)
            except OSError as error:
                if here == folder:
                    reason = "You are not allowed to read this folder." if isinstance(error, PermissionError) else ""
                    raise CollectionError(reason or "The folder cannot be read.") from error
                self._closed += 1
                continue
            if len(files) + len(folders) > MAX_FILES:
                self._is_cut = True
            for path in files:
                if self._files >= MAX_FILES:
                    self._is_cut = True
                    return
                yield from self._file(path)
            if depth >= MAX_DEPTH:
                self._is_cut = self._is_cut or bool(folders)
                continue
            stack.extend((path, depth + 1) for path in reversed(folders))

    def _is_new(self, folder: Path) -> bool:
        """Whether a folder was not seen yet, by whatever name: links may lead in circles."""
        try:
            found = folder.stat()
        except OSError:
            self._closed += 1
            return False
        mark = found.st_dev, found.st_ino
        if found.st_ino and mark in self._seen:
            return False
        self._seen.add(mark)
        return True

    def _file(self, path: Path) -> Iterator[Entry]:
        self._files += 1
        self._report(path.name)
        place, size = Place(path), 0
        try:
            with opened(path) as stream:
                head = stream.read(HEAD_BYTES)
                size = os.fstat(stream.fileno()).st_size
                entry = entry_of(place, size, head, lambda count: _beginning(stream, count))
        except (OSError, ValueError, ImageError, MemoryError) as error:
            yield from self._failed(place, size, error)
            return
        yield from self._found(entry, place, size)

    # --------------------------------------------------------------------------------------------------- DICOMDIRs

    def _dicomdir(self, path: Path) -> Iterator[Entry]:
        """Yield what a DICOMDIR names; where that is not all on the disc, what its folder holds."""
        try:
            with opened(path) as stream:
                named = referenced_files(_beginning(stream, _DICOMDIR_BYTES))
        except (OSError, ImageError, MemoryError):
            named = ()
        content: dict[Path, dict[str, str]] = {}
        files = [resolved(path.parent, parts, content) for parts in named]
        if not files or not all(files):
            self.note("The DICOMDIR does not fit what is on the disc, so the whole folder was looked through.")
            yield from self._folder(path.parent)
            return
        for file in islice(files, MAX_FILES):
            if file is not None:
                yield from self._file(file)
        self._is_cut = len(files) > MAX_FILES

    # ---------------------------------------------------------------------------------------------------- archives

    def _archive(self, path: Path) -> Iterator[Entry]:
        try:
            with archive(path) as source:
                members = [m for m in source.infolist() if not m.is_dir() and not is_system(m.filename.split("/"))]
                members.sort(key=lambda member: natural(member.filename))
                for member in members[:MAX_FILES]:
                    self._files += 1
                    self._report(member.filename)
                    yield from self._member(path, source, member)
                self._is_cut = len(members) > MAX_FILES
        except ImageError as error:
            raise CollectionError(str(error)) from error

    def _member(self, path: Path, source: ZipFile, member: ZipInfo) -> Iterator[Entry]:
        place, size = Place(path, member.filename), member.file_size
        if is_encrypted(member):
            self._protected += 1
            yield unread(place, size, "Protected by a password; unpack the archive first.")
            return
        try:
            if refusal(member):
                raise ImageError(refusal(member))
            head = head_of(source, member, HEAD_BYTES)
            more = partial(head_of, source, member)
            entry = entry_of(place, size, head, more)
        except (ImageError, MemoryError) as error:
            yield from self._failed(place, size, error)
            return
        yield from self._found(entry, place, size)


def _reason(error: Exception) -> str:
    """Return why a file could not be read, in one sentence."""
    match error:
        case ImageError():
            return str(error)
        case PermissionError():
            return "You are not allowed to read it."
        case FileNotFoundError():
            return "It is gone."
        case MemoryError():
            return "The memory does not suffice to read it."
        case _:
            return "It is no ordinary file, or the disk cannot read it."


def _beginning(stream: FileIO, count: int) -> bytes:
    stream.seek(0)
    return stream.read(count)
