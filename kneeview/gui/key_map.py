"""Which key does what: those of the commands, which the user can change, and what hand and mouse do by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtGui import QKeySequence

from kneeview.gui.actions import ACTIONS
from kneeview.gui.preferences import Preferences

ON_THE_PICTURE: Final = (
    ("Space", ("Space",), "Take a suggestion; held, the left button pans"),
    ("H", ("H",), "Hide the marks while held"),
    ("Arrows", ("Left", "Right", "Up", "Down"), "Nudge the selected point by a pixel, or move the cross-hair"),
    ("Shift and arrows", ("Shift+Left", "Shift+Right", "Shift+Up", "Shift+Down"), "The same by ten pixels"),
    ("Enter", ("Return", "Enter"), "Take a suggestion or a typed number; else show a cross-hair, and place there"),
)
"""Keys that are held or repeated over the picture: their name, the keys, what they do. They belong to no command."""

MOUSE: Final = (
    ("Left button", "Place or move a point; what the tool in hand does"),
    ("Left button on a ring", "Change the radius of a circle"),
    ("Double click", "Fit the picture, with the tool Select"),
    ("Wheel", "Zoom about the pointer"),
    ("Middle button", "Pan; a double click fits"),
    ("Space and left button", "Pan"),
    ("Right button", "Window: across the width, up and down the level"),
    ("Two fingers", "Pan on a touch pad; with Ctrl, zoom"),
    ("Drop a file", "Open it; with Shift, beside the picture that is open"),
    ("Click on a step or a reading", "Go to the landmark; unfold the reading"),
)


def native(key: str) -> str:
    """Return a key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _written(key: str) -> str:
    """Return a key as it is compared and stored."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


_HELD: Final[Mapping[str, str]] = {
    **{_written(key): words for _, keys, words in ON_THE_PICTURE for key in keys},
    **{_written(action.also): action.text for action in ACTIONS if action.also},
}


def _clash(one: str, other: str) -> bool:
    """Whether keys, as written, stand in each other's way: the same, or one begins the other, as D does with D, L."""
    first, second = one.split(", "), other.split(", ")
    shared = min(len(first), len(second))
    return bool(one and other) and first[:shared] == second[:shared]


class KeyMap:
    """The keys as the user has them. No key ever stands for two things."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences
        known = {action.id for action in ACTIONS}
        own = {i: _written(key) for i, key in preferences.keys.items() if i in known}
        self._own = {i: key for i, key in own.items() if not any(_clash(key, held) for held in _HELD)}
        self._keys = self._worked_out()

    def key_of(self, action_id: str) -> str:
        """Return the key of a command; "" where it has none, also because the user gave its key to another one."""
        return self._keys[action_id]

    def _worked_out(self) -> dict[str, str]:
        keys: dict[str, str] = {}
        for own in (True, False):  # what the user chose goes before what was there at first
            for action in ACTIONS:
                if (action.id in self._own) is own:
                    key = self._own.get(action.id, _written(action.shortcut))
                    keys[action.id] = "" if any(_clash(key, taken) for taken in keys.values()) else key
        return keys

    def assign(self, action_id: str, key: str) -> str:
        """Give a command another key, and keep it. Return why not, as a sentence, where something else has that key."""
        wanted = _written(key)
        held = next((key for key in _HELD if _clash(key, wanted)), None)
        if held is not None:
            return f"{native(held)} cannot be changed: {_HELD[held][0].lower()}{_HELD[held][1:]}."
        keys = self._keys
        owner = next((a for a in ACTIONS if a.id != action_id and _clash(keys[a.id], wanted)), None)
        if owner is not None:
            name, taken = owner.text.rstrip("…"), native(keys[owner.id])
            return f"{taken} is the key of “{name}”. Choose another one, or change that one first."
        self._own[action_id] = wanted
        self._preferences.keys = self._own
        self._keys = self._worked_out()
        return ""

    def reset(self) -> None:
        """Give every command the key that it had at first."""
        self._own = {}
        self._preferences.keys = {}
        self._keys = self._worked_out()

    @property
    def is_changed(self) -> bool:
        """Whether any key is the user's own."""
        return bool(self._own)
