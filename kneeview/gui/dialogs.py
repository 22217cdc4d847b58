"""The questions that stop the work: which file, and what of unsaved changes. That of the sides is beside this."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from kneeview.case.persistence import SUFFIX
from kneeview.imaging.readers import IMAGE_SUFFIXES, READERS
from kneeview.reports.exporters import EXPORTERS

_PHOTOS: Final = tuple(suffix for reader in READERS if reader.name != "DICOM" for suffix in reader.suffixes)


class Answer(Enum):
    """What to do with unsaved changes."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


def _pattern(suffixes: tuple[str, ...]) -> str:
    return " ".join(f"*{suffix}" for suffix in suffixes)


def ask_open(parent: QWidget, folder: str, *, photos: bool = False, title: str = "Open") -> Path | None:
    """Ask for a picture or a case."""
    every = f"Films, photos and cases ({_pattern((*IMAGE_SUFFIXES, SUFFIX, '.zip'))} DICOMDIR)"
    filters = [every, f"Photos ({_pattern(_PHOTOS)})", f"Cases ({_pattern((SUFFIX,))})", "All files (*)"]
    chosen, _ = QFileDialog.getOpenFileName(
        parent, title, folder, ";;".join(filters), filters[1] if photos else filters[0]
    )
    return Path(chosen) if chosen else None


def ask_folder(parent: QWidget, folder: str) -> Path | None:
    """Ask for a folder to look through."""
    chosen = QFileDialog.getExistingDirectory(parent, "Open folder", folder)
    return Path(chosen) if chosen else None


def ask_save(parent: QWidget, suggestion: Path) -> Path | None:
    """Ask where to write the case."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save the case", str(suggestion), f"Cases (*{SUFFIX})")
    return _with_suffix(chosen, SUFFIX)


def ask_report(parent: QWidget, suggestion: Path) -> Path | None:
    """Ask where to write the report, and as what."""
    exporters = {f"{e.name} ({_pattern(e.suffixes)})": e for e in EXPORTERS if SUFFIX not in e.suffixes}
    chosen, kind = QFileDialog.getSaveFileName(parent, "Report", str(suggestion), ";;".join(exporters))
    suffix = exporters[kind].suffixes[0] if kind in exporters else EXPORTERS[0].suffixes[0]
    return _with_suffix(chosen, suffix)


def ask_sheet(parent: QWidget) -> Path | None:
    """Ask where to write the sheet of keys."""
    suggestion = str(Path.home() / "kneeview-keys.pdf")
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save the sheet of keys", suggestion, "PDF (*.pdf)")
    return _with_suffix(chosen, ".pdf")


_TABLES: Final = "Tables (*.csv)"


def ask_errors(parent: QWidget) -> Path | None:
    """Ask for a table of placement errors."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "Placement errors", "", f"{_TABLES};;All files (*)")
    return Path(chosen) if chosen else None


def ask_place_of_errors(parent: QWidget) -> Path | None:
    """Ask where to write the table of placement errors."""
    suggestion = str(Path.home() / "placement-errors.csv")
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save the placement errors", suggestion, _TABLES)
    return _with_suffix(chosen, ".csv")


def ask_two_cases(parent: QWidget) -> tuple[Path, ...]:
    """Ask for two cases of one picture, measured once and again."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, "Two cases of one picture", "", f"Cases (*{SUFFIX})")
    return tuple(Path(each) for each in chosen)


def _with_suffix(chosen: str, suffix: str) -> Path | None:
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_name(path.name + suffix)


def ask_unsaved(parent: QWidget, title: str) -> Answer:
    """Ask what to do with unsaved changes."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("Unsaved changes")
    box.setText(f"{title} has changes that are not saved.")
    save = box.addButton("Save", QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton("Discard", QMessageBox.ButtonRole.DestructiveRole)
    box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.exec()
    if box.clickedButton() is save:
        return Answer.SAVE
    return Answer.DISCARD if box.clickedButton() is discard else Answer.CANCEL
