"""The grey scales to choose from: those of the file by their names, the automatic one, and a few for bone and flesh."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from kneeview.gui.workbench import Workbench
from kneeview.imaging.radiograph import Radiograph, Voi, VoiFunction, Window
from kneeview.imaging.windowing import BY_HAND, effective_window

_BONE_SHARE: Final = 0.6
_FLESH_SHARE: Final = 0.65
"""Shares of the automatic window: the preset for bone takes its bright end, that for soft tissue its dark end."""


@dataclass(frozen=True, slots=True, eq=False)
class GreyChoice:
    """One grey scale of the menu; `voi` None is the automatic window, and a photo as it was taken."""

    text: str
    voi: Voi | None
    tip: str = ""
    begins_group: bool = False


def window_words(window: Window) -> str:
    """Return width and level of a window, as precise as the eye needs."""
    return f"W {_written(window.width)}  L {_written(window.center)}"


def greys_words(bench: Workbench) -> str:
    """Return how the greys of a film, or the light of a photo, are shown: a photo has no window to speak of."""
    image = bench.image
    if image is None or not image.is_colour:
        return window_words(bench.window)
    if bench.display.voi is None:
        return "as taken"
    taken, window = effective_window(image, replace(bench.display, voi=None)), bench.window
    contrast, brightness = taken.width / window.width, (taken.center - window.center) / taken.width
    return f"contrast {100 * contrast:.0f} %  brightness {100 * brightness:+.0f} %"


def _written(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 10 or value == round(value) else f"{value:.3g}"


def _name(voi: Voi, number: int) -> str:
    """Return the file's explanation of a window or table, else its kind and number, with the window's values."""
    if isinstance(voi, Window):
        return f"{voi.explanation or f'Window {number}'}:  {window_words(voi)}"
    return voi.explanation or f"Table {number}"


def _of_the_file(image: Radiograph) -> list[GreyChoice]:
    """Return the windows and tables of the file, each kind counted from 1; a doubled one is offered once."""
    choices: list[GreyChoice] = []
    counts = {True: 0, False: 0}
    for voi in image.vois:
        counts[isinstance(voi, Window)] += 1
        if not any(choice.voi == voi for choice in choices):
            choices.append(GreyChoice(_name(voi, counts[isinstance(voi, Window)]), voi, "From the file"))
    return choices


def grey_choices(image: Radiograph, automatic: Window) -> tuple[GreyChoice, ...]:
    """Return what the menu offers for a picture, in order."""
    if image.is_colour:
        return (GreyChoice("As taken", None, "Brightness and contrast of the photo"),)
    low, span = automatic.center - automatic.width / 2, automatic.width
    bone, flesh = _BONE_SHARE * span, _FLESH_SHARE * span
    # Bone is the bright end: on an inverse film the small values are bright.
    bone_low = low if image.inverse else low + span - bone
    flesh_low = low + span - flesh if image.inverse else low
    return (
        *_of_the_file(image),
        GreyChoice("Automatic", None, "From the picture: all but the extremes", bool(image.vois)),
        GreyChoice("Bone", _preset(bone_low, bone, "Bone"), "The bright part of the picture"),
        GreyChoice("Soft tissue", _preset(flesh_low, flesh, "Soft tissue"), "The dark part of the picture"),
    )


def _preset(low: float, width: float, name: str) -> Window:
    return Window(low + width / 2, width, VoiFunction.LINEAR_EXACT, name)


class GreyMenu(QMenu):
    """Lists the grey scales of a picture and ticks the one in force; a window made by hand is listed while it is."""

    def __init__(self, reset: QAction) -> None:
        super().__init__("Grey scale")
        self._bench: Workbench | None = None
        self._reset = reset
        self._choices: tuple[GreyChoice, ...] = ()
        self._by_hand: QAction | None = None
        self._group = QActionGroup(self)
        self.setToolTipsVisible(True)

    def follow(self, workbench: Workbench) -> None:
        """Be about this picture from now on."""
        if self._bench is not None:
            self._bench.display_changed.disconnect(self.refresh)
        self._bench = workbench
        workbench.display_changed.connect(self.refresh)
        self._fill(workbench)

    def _fill(self, bench: Workbench) -> None:
        image = bench.image
        if image is None:
            return
        self.clear()  # deletes the entries, not the command of the window
        self._choices = grey_choices(image, bench.automatic)
        for choice in self._choices:
            if choice.begins_group:
                self.addSeparator()
            action = self._entry(choice.text, choice.tip)
            action.triggered.connect(partial(_choose, bench, choice))
        self._by_hand = self._entry("", "Drag over the picture with the right button")
        self.addSeparator()
        self.addAction(self._reset)
        self.refresh()

    def _entry(self, text: str, tip: str) -> QAction:
        entry = QAction(text.replace("&", "&&"), self)
        entry.setToolTip(tip)
        entry.setCheckable(True)
        self._group.addAction(entry)
        self.addAction(entry)
        return entry

    def refresh(self) -> None:
        """Tick the grey scale in force."""
        if self._by_hand is None or self._bench is None:
            return
        voi = self._bench.display.voi
        in_force = next((k for k, choice in enumerate(self._choices) if choice.voi == voi), len(self._choices))
        self._by_hand.setVisible(in_force == len(self._choices))
        self._by_hand.setText(f"{BY_HAND.capitalize()}:  {greys_words(self._bench)}")
        self._group.actions()[in_force].setChecked(True)


def _choose(bench: Workbench, choice: GreyChoice, *_: object) -> None:
    bench.show(replace(bench.display, voi=choice.voi))
