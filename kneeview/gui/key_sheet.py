"""The one sheet of keys and mouse: to read, to print, and to change a key by pressing another."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMarginsF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPageSize, QPdfWriter, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kneeview.gui.actions import ACTIONS
from kneeview.gui.key_map import MOUSE, ON_THE_PICTURE, KeyMap, native

_COLUMN_WIDTH: Final = 300
_MODIFIERS: Final = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)

Line = tuple[str, str, str]
"""The id of a command ("" where the key is fixed), what it does, and its key."""


def groups(keys: KeyMap) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Return every key in the order of the menus, then those of hand and mouse."""
    made: dict[str, list[Line]] = {}
    for action in ACTIONS:
        made.setdefault(action.menu, []).append((action.id, action.text.rstrip("…"), native(keys.key_of(action.id))))
    held = [("", words, name) for name, _, words in ON_THE_PICTURE]
    mouse = [("", words, gesture) for gesture, words in MOUSE]
    return (
        *((menu, tuple(lines)) for menu, lines in made.items()),
        ("Over the picture", tuple(held)),
        ("Mouse", tuple(mouse)),
    )


class KeyButton(QPushButton):
    """A key of a command. Pressed, it waits for other keys; Escape leaves it as it was."""

    def __init__(self, key: str, name: str, pressed: Callable[[str], None]) -> None:
        super().__init__(key or "–")
        self._key = key
        self._pressed = pressed
        self._is_listening = False
        self.setObjectName("Key")
        self.setAccessibleName(f"Key of {name}: {key or 'none'}")
        self.setToolTip("Click, then press the new keys")
        self.clicked.connect(self._listen)

    def _listen(self) -> None:
        self._is_listening = True
        self.setText("press keys…")

    def _stop(self) -> None:
        self._is_listening = False
        self.setText(self._key or "–")

    def event(self, event: QEvent) -> bool:
        """Take the keys before they do what they do elsewhere."""
        if not self._is_listening or not isinstance(event, QKeyEvent):
            if self._is_listening and event.type() is QEvent.Type.FocusOut:
                self._stop()
            return super().event(event)
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() is QEvent.Type.KeyPress and event.key() not in _MODIFIERS:
            self._stop()
            if event.key() != Qt.Key.Key_Escape:
                self._pressed(_sequence(event))
        return True


def _sequence(event: QKeyEvent) -> str:
    """Return the keys of an event; a sign that needs Shift to be typed is that sign alone."""
    is_sign = bool(event.text()) and event.text().isprintable() and not event.text().isalnum() and event.text() != " "
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if is_sign:
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    written = QKeySequence(modifiers.value | event.key())
    return written.toString(QKeySequence.SequenceFormat.PortableText)


class KeySheet(QFrame):
    """Covers the window until it is closed. `changed` is called where a key is another one now."""

    def __init__(
        self, host: QWidget, keys: KeyMap, changed: Callable[[], None], ask_place: Callable[[], Path | None],
        left: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__(host)
        self.setObjectName("Ground")
        self._host = host
        self._keys = keys
        self._changed = changed
        self._ask_place = ask_place
        self._left = left
        self._columns = 0
        title = QLabel("Keys and mouse")
        title.setObjectName("Title")
        self.said = QLabel("Click a key to change it, then press the new keys.")
        self.said.setObjectName("Quiet")
        self.said.setWordWrap(True)
        self._reset = QPushButton("All keys as at first")
        self._reset.clicked.connect(self._as_at_first)
        save = QPushButton("Save as PDF…")
        save.setToolTip("Write the sheet on one page, to print it")
        save.clicked.connect(self._save)
        close = QPushButton("Close")
        close.setToolTip("Back to the picture (Esc)")
        close.clicked.connect(self.leave)
        self._close = close
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(title)
        top.addWidget(self.said, 1)
        for button in (self._reset, save, close):
            top.addWidget(button)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.addLayout(top)
        layout.addWidget(self._area, 1)
        self.hide()

    def begin(self) -> None:
        """Show the sheet."""
        self.resize(self._host.size())
        self._say("Click a key to change it, then press the new keys.")
        self._build()
        self.show()
        self.raise_()
        self._close.setFocus()

    def leave(self) -> None:
        """Go away."""
        self.hide()
        self._left()

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)

    def _build(self) -> None:
        """Lay the groups out in as many columns as there is room for, each next one in the shortest."""
        place = self._area.verticalScrollBar().value()
        self._columns = max((self.width() - 60) // _COLUMN_WIDTH, 1)
        inside = QWidget()
        inside.setObjectName("Ground")
        row = QHBoxLayout(inside)
        row.setSpacing(24)
        columns: list[QVBoxLayout] = []
        heights = [0] * self._columns
        for _ in range(self._columns):
            column = QVBoxLayout()
            column.setSpacing(16)
            columns.append(column)
            row.addLayout(column, 1)
        for title, lines in sorted(groups(self._keys), key=lambda group: -len(group[1])):
            shortest = heights.index(min(heights))
            columns[shortest].addWidget(self._group(title, lines))
            heights[shortest] += len(lines) + 2
        for column in columns:
            column.addStretch()
        self._area.setWidget(inside)
        self._area.verticalScrollBar().setValue(place)
        self._reset.setEnabled(self._keys.is_changed)

    def _group(self, title: str, lines: tuple[Line, ...]) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        heading = QLabel(title.upper())
        heading.setObjectName("Heading")
        grid.addWidget(heading, 0, 0, 1, 2)
        for k, (action_id, words, key) in enumerate(lines, start=1):
            name = QLabel(words if action_id else f"<b>{escape(key)}</b>&ensp;{escape(words)}")
            name.setWordWrap(True)
            if action_id:
                grid.addWidget(name, k, 0)
                cap = KeyButton(key, words, partial(self._assign, action_id))
                grid.addWidget(cap, k, 1, Qt.AlignmentFlag.AlignRight)
            else:
                grid.addWidget(name, k, 0, 1, 2)
        return box

    def _assign(self, action_id: str, key: str) -> None:
        refusal = self._keys.assign(action_id, key)
        if not refusal:
            self._changed()
            name = next(action.text.rstrip("…") for action in ACTIONS if action.id == action_id)
            self._build()
            self._close.setFocus()
            refusal = f"{native(key)} is the key of “{name}” now."
        self._say(refusal)

    def _as_at_first(self) -> None:
        self._keys.reset()
        self._changed()
        self._build()
        self._say("Every key is as it was at first.")

    def _save(self) -> None:
        path = self._ask_place()
        if path is not None:
            write_sheet(path, self._keys)
            self._say(f"Written to {path}.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the window's commands from acting under the sheet."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room that there is."""
        super().resizeEvent(event)
        if self.isVisible() and max((self.width() - 60) // _COLUMN_WIDTH, 1) != self._columns:
            self._build()

    def sizeHint(self) -> QSize:
        """Ask for no room of its own: it lies over the window."""
        return QSize(0, 0)


def write_sheet(path: Path, keys: KeyMap) -> None:
    """Write the sheet as PDF, in black on white."""
    tables = "".join(
        f"<h3>{escape(title)}</h3><table width='100%' cellspacing='2'>"
        + "".join(
            f"<tr><td>{escape(words)}</td><td align='right'><b>{escape(key)}</b></td></tr>" for _, words, key in lines
        )
        + "</table>"
        for title, lines in groups(keys)
    )
    document = QTextDocument()
    document.setDefaultStyleSheet("* { font-size: 8pt; } h1 { font-size: 14pt; } h3 { font-size: 9pt; }")
    document.setHtml(f"<h1>kneeview: keys and mouse</h1>{tables}")
    writer = QPdfWriter(str(path))
    writer.setTitle("kneeview: keys and mouse")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(15, 15, 15, 15))
    document.print_(writer)
