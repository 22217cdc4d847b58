"""What lies in a folder, and where a DICOMDIR's names lead."""

from __future__ import annotations

import os
import stat
from itertools import islice
from pathlib import Path
from typing import Final

from kneeview.imaging.collection.entry import natural

_HIDDEN_ON_WINDOWS: Final = 0x2 | 0x4
_SYSTEM_NAMES: Final = frozenset(
    {"$recycle.bin", "system volume information", "__macosx", "thumbs.db", "desktop.ini", "lost+found"}
)


def is_system(parts: list[str]) -> bool:
    """Whether a part of a path is hidden or belongs to the operating system."""
    return any(part.startswith(".") or part.lower() in _SYSTEM_NAMES for part in parts)


def _is_hidden(found: os.DirEntry[str]) -> bool:
    if is_system([found.name]):
        return True
    attributes = getattr(found.stat(follow_symlinks=False), "st_file_attributes", 0) if os.name == "nt" else 0
    return bool(attributes & _HIDDEN_ON_WINDOWS)


def content_of(folder: Path, limit: int) -> tuple[list[Path], list[Path]]:
    """Return the ordinary files and the folders in a folder, in the order of their names. Raises `OSError`.

    Of more than `limit` names one more is looked at, so that the caller sees that there are too many.
    """
    files, folders = [], []
    with os.scandir(folder) as found:
        for one in islice(found, limit + 1):
            try:
                if _is_hidden(one):
                    continue
                mode = one.stat().st_mode if one.is_symlink() else 0
                if one.is_dir():
                    folders.append(one.path)
                elif one.is_file() and (not mode or stat.S_ISREG(mode)):
                    files.append(one.path)
            except OSError:
                continue  # it vanished, or is a link to nowhere
    return [Path(p) for p in sorted(files, key=natural)], [Path(p) for p in sorted(folders, key=natural)]


def resolved(folder: Path, parts: tuple[str, ...], content: dict[Path, dict[str, str]]) -> Path | None:
    """Return the file of that name in whatever case the disc has it, None where there is none.

    Names in a DICOMDIR are in capitals; a mounted CD often shows small letters, or a version or a dot at the end.
    """
    here = folder
    for part in parts:
        if here not in content:
            try:
                names = [one.name for one in here.iterdir()]
                content[here] = {name.upper().split(";")[0].rstrip("."): name for name in names}
            except OSError:
                return None
        name = content[here].get(part.upper())
        if name is None:
            return None
        here = here / name
    return here
