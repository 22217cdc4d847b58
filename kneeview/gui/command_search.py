"""The search for a command: type a few letters, go with the arrows, press Enter. It shows the key, and why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kneeview.gui.menus import MenuLine

_WIDTH: Final = 560
_ROW_HEIGHT: Final = 30
_MOST_ROWS: Final = 10


class CommandSearch(QFrame):
    """Lies over the window until a command is chosen, Escape is pressed or the keys go elsewhere."""

    def __init__(self, host: QWidget, lines: Callable[[], tuple[MenuLine, ...]], give_back: Callable[[], None]) -> None:
        super().__init__(host)
        self.setObjectName("Overlay")
        self._host = host
        self._lines = lines
        self._offered: tuple[MenuLine, ...] = ()
        self._found: tuple[MenuLine, ...] = ()
        self._give_back = give_back
        self._field = QLineEdit()
        self._field.setPlaceholderText("Find a command: type a few letters")
        self._field.setAccessibleName("Find a command")
        self._field.textChanged.connect(self._list)
        self._field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("Commands found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._field)
        layout.addWidget(self.list)
        self.hide()

    def begin(self) -> None:
        """Ask for a command."""
        self._offered = self._lines()
        self._field.clear()
        self._list("")
        self.show()
        self.raise_()
        self._field.setFocus()

    def found(self, words: str) -> tuple[MenuLine, ...]:
        """Return what holds every typed word, that whose name begins with the first one first."""
        typed = words.lower().split()
        hits = [
            o for o in self._offered if all(word in f"{o.text} {o.menu} {o.tip} {o.words}".lower() for word in typed)
        ]

        def rank(line: MenuLine) -> tuple[bool, bool, bool]:
            """Put what begins with the first word first, then what is named so, then what is called so too."""
            name, own = line.text.lower(), f"{line.text} {line.words}".lower().split()
            return (
                not name.startswith(tuple(typed[:1])),
                not all(word in name for word in typed),
                not all(any(each.startswith(word) for each in own) for word in typed),
            )

        return tuple(sorted(hits, key=rank)) if typed else tuple(hits)

    def _list(self, words: str) -> None:
        self.list.clear()
        self._found = self.found(words)
        for line in self._found:
            item = QListWidgetItem()
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            said = ", ".join(part for part in (line.text, line.key, line.why_not) if part)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            item.setToolTip(line.tip)
            self.list.addItem(item)
            self.list.setItemWidget(item, _row(line))
        if not self.list.count():
            nothing = QListWidgetItem("No command has these words")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self.list.setCurrentRow(0)
        rows = min(max(self.list.count(), 1), _MOST_ROWS)
        self.list.setFixedHeight(rows * _ROW_HEIGHT + 4)
        width = min(_WIDTH, self._host.width() - 24)
        self.setGeometry((self._host.width() - width) // 2, 12, width, self.sizeHint().height())

    def _run(self, item: QListWidgetItem | None) -> None:
        if item is None or not item.flags():
            return
        line = self._found[self.list.row(item)]
        if not line.why_not:
            self.leave()
            line.entry.trigger()

    def leave(self) -> None:
        """Go away, and give the keys back to the picture."""
        self.hide()
        self._give_back()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go through the list by the arrows, take by Enter, leave by Escape or with the focus."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            row = self.list.currentRow()
            match event.key():
                case Qt.Key.Key_Escape:
                    self.leave()
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._run(self.list.currentItem())
                case Qt.Key.Key_Down:
                    self.list.setCurrentRow(min(row + 1, self.list.count() - 1))
                case Qt.Key.Key_Up:
                    self.list.setCurrentRow(max(row - 1, 0))
                case _:
                    return super().eventFilter(watched, event)
            return True
        if (
            isinstance(event, QFocusEvent)
            and event.lostFocus()
            and event.reason() is not Qt.FocusReason.PopupFocusReason
        ):
            self.hide()
        return super().eventFilter(watched, event)


def _row(found: MenuLine) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(8, 0, 20, 0)
    name = QLabel(found.text.rstrip("…"))
    name.setObjectName("Quiet" if found.why_not else "Found")
    where = QLabel(f"{found.menu}: {found.why_not}" if found.why_not else found.menu)
    where.setObjectName("Caption")
    row.addWidget(name)
    row.addWidget(where)
    row.addStretch()
    if found.key:
        cap = QLabel(found.key)
        cap.setObjectName("Key")
        row.addWidget(cap, 0, Qt.AlignmentFlag.AlignVCenter)
    return line
