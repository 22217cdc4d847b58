"""What the program remembers between runs: recent files, the reader's name, the window's place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings

from kneeview.gui.theme import Appearance
from kneeview.reports.paper import letter_is_usual

RECENT_COUNT: Final = 8


class Preferences:
    """Settings of the user, each with its key and kind in one place."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def recent(self) -> tuple[Path, ...]:
        """Recently opened files, the latest first."""
        stored = self._settings.value("recent", [])
        names = [stored] if isinstance(stored, str) else stored
        return tuple(Path(str(name)) for name in names) if isinstance(names, list) else ()

    def remember(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        full = path.absolute()
        names = [str(full), *(str(other) for other in self.recent if other != full)]
        self._settings.setValue("recent", names[:RECENT_COUNT])

    def forget(self, path: Path) -> None:
        """Take a file off the recent ones: it is gone."""
        full = path.absolute()
        self._settings.setValue("recent", [str(other) for other in self.recent if other != full])

    @property
    def reader(self) -> str:
        """The name of who reads on this machine."""
        return str(self._settings.value("reader", "") or "")

    @reader.setter
    def reader(self, name: str) -> None:
        self._settings.setValue("reader", name)

    @property
    def letter_paper(self) -> bool:
        """Whether reports are printed on US Letter; at first as the system's country has it."""
        stored = self._settings.value("letter_paper")
        return letter_is_usual() if stored is None else str(stored).lower() == "true"

    @letter_paper.setter
    def letter_paper(self, wanted: bool) -> None:
        self._settings.setValue("letter_paper", wanted)

    @property
    def snapping(self) -> bool:
        """Whether clicks suggest what the picture shows."""
        return self._is_so("snapping")

    @snapping.setter
    def snapping(self, wanted: bool) -> None:
        self._settings.setValue("snapping", wanted)

    @property
    def following(self) -> bool:
        """Whether the view goes to the next landmark."""
        return self._is_so("following")

    @following.setter
    def following(self, wanted: bool) -> None:
        self._settings.setValue("following", wanted)

    def _is_so(self, key: str) -> bool:
        """Return what was remembered; at first yes."""
        return str(self._settings.value(key, "true")).lower() == "true"

    @property
    def appearance(self) -> Appearance:
        """Whether the window is dark, light, or as the system."""
        stored = str(self._settings.value("appearance", "") or "")
        return next((each for each in Appearance if each.value == stored), Appearance.SYSTEM)

    @appearance.setter
    def appearance(self, wanted: Appearance) -> None:
        self._settings.setValue("appearance", wanted.value)

    @property
    def placement_errors(self) -> str:
        """The table of the reader's own placement errors, as CSV; "" where the program's own hold."""
        return str(self._settings.value("placement_errors", "") or "")

    @placement_errors.setter
    def placement_errors(self, table: str) -> None:
        self._settings.setValue("placement_errors", table)

    @property
    def keys(self) -> dict[str, str]:
        """The keys that the user gave to commands, by the commands' ids."""
        self._settings.beginGroup("keys")
        stored = {str(i): str(self._settings.value(i, "") or "") for i in self._settings.childKeys()}
        self._settings.endGroup()
        return stored

    @keys.setter
    def keys(self, keys: Mapping[str, str]) -> None:
        self._settings.remove("keys")
        for action_id, key in keys.items():
            self._settings.setValue(f"keys/{action_id}", key)

    @property
    def layout(self) -> QByteArray:
        """How picture and column share the window."""
        stored = self._settings.value("layout")
        return stored if isinstance(stored, QByteArray) else QByteArray()

    @layout.setter
    def layout(self, layout: QByteArray) -> None:
        self._settings.setValue("layout", layout)

    @property
    def column_shown(self) -> bool:
        """Whether the column of steps and readings stands beside the picture."""
        return str(self._settings.value("column_shown", "true")).lower() == "true"

    @column_shown.setter
    def column_shown(self, shown: bool) -> None:
        self._settings.setValue("column_shown", shown)

    @property
    def patient_page(self) -> bool:
        """Whether the PDF has a page for the patient, in plain words; at first it has none."""
        return str(self._settings.value("patient_page", "false")).lower() == "true"

    @patient_page.setter
    def patient_page(self, wanted: bool) -> None:
        self._settings.setValue("patient_page", wanted)

    @property
    def geometry(self) -> QByteArray:
        """Where the window was."""
        stored = self._settings.value("geometry")
        return stored if isinstance(stored, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)
