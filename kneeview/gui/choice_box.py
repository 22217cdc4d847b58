"""A choice from a short list that only a deliberate click or key changes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

from kneeview.gui.wheel import leave_wheel

_ARROWS: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class ChoiceBox(QComboBox):
    """Leaves the wheel to the panel around it, and opens its list where an arrow would choose unseen.

    Neither scrolling nor an arrow that was meant to nudge a landmark must turn the patient round.
    """

    def __init__(self) -> None:
        super().__init__()
        leave_wheel(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the list to an arrow key; the list itself takes arrows as lists do."""
        if event.key() in _ARROWS:
            self.showPopup()
        else:
            super().keyPressEvent(event)
