"""Where words are typed on the picture: the text of a drawing, or its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from kneeview.domain.geometry import ImagePoint
from kneeview.gui.workbench import Workbench
from kneeview.tools.drawings import WordsRequest

_NARROWEST: Final = 140
_MARGIN: Final = 4
_MOST_LETTERS: Final = 120


class WordsField(QLineEdit):
    """A field over the picture, as wide as its words. Enter and a click elsewhere keep them, Escape drops them.

    `place_of` returns where a point of the image is seen, in the coordinates of the parent.
    """

    def __init__(self, workbench: Workbench, place_of: Callable[[ImagePoint], QPointF], parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = workbench
        self._place_of = place_of
        self._room = parent
        self._request: WordsRequest | None = None
        self.setMaxLength(_MOST_LETTERS)
        self.setAccessibleName("Words on the picture")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hide()
        self.textChanged.connect(self.follow)
        workbench.hand_changed.connect(self.refresh)
        workbench.case_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the field where words are waited for."""
        request = self._bench.machine.drawings.request
        if request == self._request:
            return
        self._request = request
        if request is None:
            had_focus = self.hasFocus()
            self.hide()
            if had_focus:
                self._room.setFocus()
            return
        is_text = request.number is None
        self.setAccessibleName("Text on the picture" if is_text else "Name of the drawing")
        self.setToolTip("Enter keeps it, Escape drops it")
        self.setPlaceholderText("Text" if is_text else "Name")
        self.setText(request.words)
        self.follow()
        self.show()
        self.selectAll()
        self.setFocus()

    def follow(self) -> None:
        """Stand about the place that the words are for, inside the picture's room."""
        if self._request is None:
            return
        room = self._room
        width = max(_NARROWEST, self.fontMetrics().horizontalAdvance(self.text()) + 40)
        self.resize(min(width, room.width() - 2 * _MARGIN), self.sizeHint().height())
        middle = self._place_of(self._request.at)
        left = min(max(round(middle.x() - self.width() / 2), _MARGIN), room.width() - self.width() - _MARGIN)
        top = min(max(round(middle.y() - self.height() / 2), _MARGIN), room.height() - self.height() - _MARGIN)
        self.move(left, top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the words on Enter, drop them on Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        elif event.key() == Qt.Key.Key_Escape:
            self._bench.machine.cancel()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was typed, as every field does."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._keep()

    def _keep(self) -> None:
        if self._request is not None:
            self._bench.machine.drawings.answer(self.text())
