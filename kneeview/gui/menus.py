"""The commands as Qt knows them: one entry for each line of `ACTIONS`, in the menus and with its key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from kneeview.gui.actions import ACTIONS
from kneeview.gui.command import Action, Commands
from kneeview.gui.icons import icon
from kneeview.gui.key_map import KeyMap, native
from kneeview.gui.theme import Tokens


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
