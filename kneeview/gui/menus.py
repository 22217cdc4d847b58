"""The commands as Qt knows them: one entry for each line of `ACTIONS`, in the menus and with its key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from kneeview.gui.actions import ACTIONS
from kneeview.gui.command import BROWSING, NO_PICTURE, Action, Commands
from kneeview.gui.icons import icon
from kneeview.gui.key_map import KeyMap, native
from kneeview.gui.theme import Tokens


@dataclass(frozen=True, slots=True, eq=False)
class MenuLine:
    """A line of a menu, to be found by its words and by others; `menu` is where it stands, `why_not` why it is off."""

    text: str
    menu: str
    tip: str
    why_not: str
    entry: QAction
    words: str = ""

    @property
    def key(self) -> str:
        """Its key, as this system writes it; "" where it has none."""
        return self.entry.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


class Menus(QObject):
    """Makes the entries and keeps them true: what can be done now, and what is so."""

    def __init__(self, menus: Mapping[str, QMenu], commands: Commands, tokens: Tokens, keys: KeyMap) -> None:
        super().__init__()
        self._commands = commands
        self._keys = keys
        self.entries: dict[str, QAction] = {}
        self._menus = menus
        for action in ACTIONS:
            menu = menus[action.menu]
            menu.addAction(self._made(action))
            if action.ends_group:
                menu.addSeparator()
        self.retheme(tokens)
        self.show_keys()

    def show_keys(self) -> None:
        """Give each command its key."""
        for action in ACTIONS:
            key = self._keys.key_of(action.id)
            self.entries[action.id].setShortcuts([QKeySequence(each) for each in (key, action.also) if each])
            self.entries[action.id].setToolTip(f"{action.tip} ({native(key)})" if key else action.tip)

    def _made(self, action: Action) -> QAction:
        made = QAction(action.text, self)
        made.setCheckable(action.is_checked(self._commands) is not None)
        made.triggered.connect(partial(self._run, action))
        self.entries[action.id] = made
        return made

    def _run(self, action: Action, *_: object) -> None:
        action.run(self._commands)

    def lines(self) -> tuple[MenuLine, ...]:
        """Return everything that the menus offer now, those of the file and of recent work included."""
        named = {self.entries[action.id]: action for action in ACTIONS}
        found = {offer.entry: offer for title, menu in self._menus.items() for offer in self._lines(menu, title, named)}
        return tuple(found.values())

    def _lines(self, menu: QMenu, where: str, named: Mapping[QAction, Action]) -> Iterator[MenuLine]:
        menu.aboutToShow.emit()  # one that is listed when it opens is listed now
        for entry in menu.actions():
            below, action = _menu_of(entry), named.get(entry)
            if below is not None:
                yield from self._lines(below, f"{where}, {below.title().lower()}", named)
            elif action is not None:
                yield MenuLine(action.text, where, action.tip, action.why_not(self._commands), entry, action.words)
            elif entry.isVisible() and not entry.isSeparator():
                off = BROWSING if self._commands.is_browsing else NO_PICTURE
                text = entry.text().replace("&&", "&")
                yield MenuLine(text, where, entry.toolTip(), "" if menu.isEnabled() else off, entry)

    def place_after(self, action_id: str, menu: QMenu) -> None:
        """Put a menu of its own behind a command."""
        entry = self.entries[action_id]
        within = next(m for m in self._menus.values() if entry in m.actions())
        behind = within.actions()[within.actions().index(entry) + 1 :]
        if behind:
            within.insertMenu(behind[0], menu)
        else:
            within.addMenu(menu)

    def retheme(self, tokens: Tokens) -> None:
        """Draw the icons in the colour of the text."""
        for action in ACTIONS:
            if action.icon:
                self.entries[action.id].setIcon(icon(action.icon, tokens.text))

    def refresh(self) -> None:
        """Show what can be done."""
        for action in ACTIONS:
            self.entries[action.id].setEnabled(action.can_run(self._commands))
        session = self._commands.bench.session
        undo, redo = session.undo_label, session.redo_label
        self.entries["undo"].setText(f"Undo: {undo}" if undo else "Undo")
        self.entries["redo"].setText(f"Redo: {redo}" if redo else "Redo")
        self.tick()

    def tick(self) -> None:
        """Tick what is so."""
        for action in ACTIONS:
            self.entries[action.id].setChecked(bool(action.is_checked(self._commands)))


def _menu_of(entry: QAction) -> QMenu | None:
    below = entry.menu()
    return below if isinstance(below, QMenu) else None
