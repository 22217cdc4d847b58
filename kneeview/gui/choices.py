"""What the user chose to be so from now on: on every picture, and at the next start."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kneeview.gui.pane import Pane
from kneeview.gui.placement_errors import remembered_errors
from kneeview.gui.preferences import Preferences
from kneeview.gui.table import Table
from kneeview.gui.theme import Appearance


class Choices(QObject):
    """Keeps each choice and brings it to the pictures on the table.

    `changed` says that something is so now that was not; `recoloured` that the window is to take other colours; `said`
    tells in a sentence what is not seen at once.
    """

    changed = Signal()
    said = Signal(str)
    recoloured = Signal()

    def __init__(self, table: Table, preferences: Preferences) -> None:
        super().__init__(table)
        self._table = table
        self._preferences = preferences

    @staticmethod
    def begin(pane: Pane, preferences: Preferences) -> None:
        """Bring what is chosen to a picture that comes to the table."""
        pane.bench.reader = preferences.reader
        pane.bench.placement_errors = remembered_errors(preferences)
        pane.bench.machine.place.snaps = preferences.snapping
        pane.guide.is_on = preferences.following

    @property
    def letter_paper(self) -> bool:
        """Whether reports are printed on US Letter."""
        return self._preferences.letter_paper

    def switch_letter_paper(self) -> None:
        """Print reports on US Letter, or on A4."""
        self._preferences.letter_paper = not self.letter_paper

    @property
    def patient_page(self) -> bool:
        """Whether the PDF has a page for the patient."""
        return self._preferences.patient_page

    def switch_patient_page(self) -> None:
        """Add a page for the patient to the PDF, or none."""
        self._preferences.patient_page = not self.patient_page

    @property
    def snapping(self) -> bool:
        """Whether clicks suggest what the picture shows."""
        return self._preferences.snapping

    def switch_snapping(self) -> None:
        """Suggest what the picture shows, or do not."""
        self._preferences.snapping = not self.snapping
        for pane in self._table.panes:
            pane.bench.machine.use_snapping(self.snapping)
        self.said.emit(
            "Suggestions are on: a click near a femoral head or an edge of bone shows what the picture has there."
            if self.snapping
            else "Suggestions are off: every landmark stands where it is clicked."
        )
        self.changed.emit()

    @property
    def following(self) -> bool:
        """Whether the view goes to the next landmark."""
        return self._preferences.following

    def switch_following(self) -> None:
        """Let the view go to the next landmark, or leave it alone."""
        self._preferences.following = not self.following
        for pane in self._table.panes:
            pane.guide.is_on = self.following
        self.said.emit(
            "The view goes to where the next landmark is likely."
            if self.following
            else "The view stays where it is while landmarks are placed."
        )
        self.changed.emit()

    @property
    def appearance(self) -> Appearance:
        """Whether the window is dark, light, or as the system."""
        return self._preferences.appearance

    def use_appearance(self, wanted: Appearance) -> None:
        """Make the window dark, light, or as the system."""
        self._preferences.appearance = wanted
        self.recoloured.emit()
        self.changed.emit()

    @property
    def has_column(self) -> bool:
        """Whether the column of steps and readings is shown."""
        return self._table.has_column

    def switch_column(self) -> None:
        """Show the column of steps and readings, or give its room to the picture."""
        self._table.show_column(not self.has_column)
        self.changed.emit()

    def remember(self) -> None:
        """Keep what is as it is for the next start: how the table is divided, and who reads."""
        self._preferences.layout = self._table.splitter.saveState()
        self._preferences.column_shown = self.has_column
        self._preferences.reader = self._table.active.bench.reader

    def restore(self) -> None:
        """Divide the table as it was left."""
        self._table.splitter.restoreState(self._preferences.layout)
        self._table.show_column(self._preferences.column_shown)
