"""The frames of a file that holds several pictures: which is shown, and the way to another."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QLabel, QSpinBox, QToolButton, QWidget

from kneeview.gui.icons import icon
from kneeview.gui.theme import Tokens
from kneeview.gui.wheel import leave_wheel
from kneeview.gui.workbench import Workbench


class FrameBar(QWidget):
    """Stands below the picture while its file holds more than one; `go` is asked for a frame, counted from 0."""

    def __init__(self, workbench: Workbench, tokens: Tokens, go: Callable[[int], None]) -> None:
        super().__init__()
        self._bench = workbench
        self._go = go
        self._count = 1
        self._back, self._on = QToolButton(), QToolButton()
        for button, by, tip in ((self._back, -1, "Previous frame (Page Up)"), (self._on, 1, "Next frame (Page Down)")):
            button.setToolTip(tip)
            button.setAccessibleName(tip.split(" (")[0])
            button.setIconSize(QSize(20, 20))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self._step, by))
        self._number = QSpinBox()
        leave_wheel(self._number)
        self._number.setAccessibleName("Frame")
        self._number.setToolTip("Which picture of the file is shown; each has a case of its own")
        self._number.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self._number.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._number.setKeyboardTracking(False)
        self._number.setFixedSize(56, 28)
        self._number.valueChanged.connect(self._asked)
        self._of = QLabel()
        self._of.setObjectName("Quiet")
        frame = QLabel("Frame")
        frame.setObjectName("Quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addStretch()
        for part in (self._back, frame, self._number, self._of, self._on):
            row.addWidget(part)
        row.addStretch()
        self.retheme(tokens)
        self.hide()
        workbench.opened.connect(self.refresh)

    def retheme(self, tokens: Tokens) -> None:
        """Draw the arrows in the colour of the text."""
        self._back.setIcon(icon("chevron-left", tokens.text))
        self._on.setIcon(icon("chevron-right", tokens.text))

    @property
    def text(self) -> str:
        """What it says."""
        return f"Frame {self._number.value()} {self._of.text()}"

    def refresh(self) -> None:
        """Show which frame is on the table."""
        image = self._bench.image
        if image is None:
            return
        self._count = image.frame_count
        self.setVisible(self._count > 1)
        self._of.setText(f"of {self._count}")
        self._number.blockSignals(True)
        self._number.setRange(1, max(self._count, 1))
        self._number.setValue(image.frame + 1)
        self._number.blockSignals(False)
        self._show_ends()

    def step(self, by: int) -> None:
        """Go on or back by some frames; at either end it stays."""
        self._number.setValue(self._number.value() + by)

    def _step(self, by: int, *_: object) -> None:
        self.step(by)

    def _asked(self, number: int) -> None:
        self._show_ends()
        self._go(number - 1)

    def _show_ends(self) -> None:
        self._back.setEnabled(self._number.value() > 1)
        self._on.setEnabled(self._number.value() < self._count)
