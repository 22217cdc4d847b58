"""One picture on the table with all that is its own: case, hand, canvas, prompt, scale line and column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from kneeview.case.case import Case
from kneeview.gui.canvas import Canvas
from kneeview.gui.column import Column
from kneeview.gui.frames import FrameBar
from kneeview.gui.guide import Guide
from kneeview.gui.icons import icon
from kneeview.gui.live_label import LiveLabel
from kneeview.gui.prompt_strip import PromptStrip
from kneeview.gui.scale_line import ScaleLine
from kneeview.gui.theme import Tokens
from kneeview.gui.view_line import ViewLine
from kneeview.gui.workbench import Workbench
from kneeview.reports.identity import who

_ALONE: Final = 320
_BESIDE: Final = 200
"""Least widths of a picture: two of them and the column fit a screen of 960 logical pixels."""


class Pane(QFrame):
    """Every part listens to this pane's workbench alone; nothing of another picture can reach it.

    `touched` says that the user turned to it: a press or the keyboard's focus anywhere in it.
    """

    touched = Signal()
    close_wanted = Signal()

    def __init__(self, reader: str, tokens: Tokens, open_frame: Callable[[Pane, int], None]) -> None:
        super().__init__()
        self.setObjectName("Pane")
        self.bench = Workbench(self)
        self.bench.reader = reader
        self.canvas = Canvas(self.bench)
        self.guide = Guide(self.bench, self.canvas, self)
        self.strip = PromptStrip(self.bench, self.canvas)
        self.frames = FrameBar(self.bench, tokens, lambda frame: open_frame(self, frame))
        self.scale_line = ScaleLine(self.bench, tokens)
        self.view_line = ViewLine(self.bench, self.canvas)
        self.column = Column(self.bench, self.canvas, self.guide.show_step, self.scale_line.open_card, tokens)
        self._head = QWidget()
        self._name = LiveLabel(1, Qt.AlignmentFlag.AlignLeft)
        self._close = QToolButton()
        self._close.setAccessibleName("Close this picture")
        self._close.setToolTip("Close this picture; the other one stays")
        self._close.clicked.connect(self.close_wanted)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(8, 2, 2, 2)
        head.addWidget(self._name, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._close)
        self._head.hide()
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        policy = self.scale_line.sizePolicy()
        self.scale_line.setSizePolicy(QSizePolicy.Policy.Maximum, policy.verticalPolicy())
        self.scale_line.setMinimumWidth(_BESIDE - 40)
        below.addWidget(self.scale_line)
        below.addStretch()
        below.addWidget(self.view_line)
        self._rows = rows = QVBoxLayout(self)
        rows.setSpacing(8)
        rows.addWidget(self._head)
        rows.addWidget(self.canvas, 1)
        rows.addWidget(self.frames)
        rows.addLayout(below)
        for part in (self, *self.findChildren(QWidget)):
            part.installEventFilter(self)
        self.retheme(tokens)

    def keep_typing(self) -> None:
        """Take over what is being typed, and give the keys to the picture."""
        self.canvas.setFocus()

    def retheme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.column.retheme(tokens)
        self.frames.retheme(tokens)
        self._close.setIcon(icon("close", tokens.text))

    def show_place(self, *, is_alone: bool, is_active: bool) -> None:
        """Show whether keys and panels are about this picture; alone, nothing needs to be said."""
        name = self.bench.title
        if self.bench.session.is_dirty:
            name = f"{name} *"
        self._head.setHidden(is_alone)
        whose = _whose(self.bench.case)
        named = f"{whose} · {name}" if whose else name
        self._name.show_words(named)
        self._name.setObjectName("Strong" if is_active else "Quiet")
        self._name.style().polish(self._name)
        self.column.name_picture(whose if is_alone else named)
        margin = 0 if is_alone else 4
        self.canvas.setMinimumWidth(_ALONE if is_alone else _BESIDE)
        self._rows.setContentsMargins(margin, 0, margin, margin)
        place = "alone" if is_alone else "active" if is_active else "beside"
        if self.property("place") != place:
            self.setProperty("place", place)
            self.style().polish(self)
        self.setAccessibleName(f"{name}, active" if place == "active" else name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the user turned to this picture; the event goes its way."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.FocusIn):
            self.touched.emit()
        return super().eventFilter(watched, event)


def _whose(case: Case) -> str:
    """Return whom the picture is of and when it was taken; before it, that the case was made on another one."""
    other = "" if case.made_on is None else f"Case of another picture ({case.made_on.name})"
    return " · ".join(filter(None, (other, who(case))))
