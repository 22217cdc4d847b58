"""The wheel scrolls and zooms; it never changes a choice or a number, and takes the keys to none."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QSlider, QWidget

TURNED_BY_WHEEL: Final = (QComboBox, QAbstractSpinBox, QSlider)
"""What Qt changes by the wheel and focuses by it, so that the next arrow key would change it too."""


class _Deaf(QObject):
    """Passes the wheel on to what lies around a control."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the wheel from the control: not taken, it goes to the control's parent."""
        if event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def leave_wheel(control: QWidget) -> None:
    """Let a control be changed by clicks and keys alone; the wheel over it scrolls what it lies in."""
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    control.installEventFilter(_Deaf(control))
