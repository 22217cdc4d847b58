"""The session: the only thing that changes. It holds the present case, its history and the selection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, auto

from kneeview.case.case import Case
from kneeview.domain.measurement import PlacedLandmark


class Change(Flag):
    """What a listener is told of."""

    CASE = auto()
    SELECTION = auto()
    SAVED = auto()
    OPENED = auto()


Listener = Callable[[Change], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One undoable edit: what it was called, and the case before it."""

    label: str
    before: Case


class Session:
    """The present case and the way back.

    A gesture calls `preview` as often as it likes and ends with `commit` (one step) or `cancel` (no trace). Undo keeps
    references to earlier cases; nothing is computed backwards.
    """

    def __init__(self, case: Case) -> None:
        self._committed = case
        self._preview: Case | None = None
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._saved = case
        self._selection: PlacedLandmark | None = None
        self._drawing: int | None = None
        self._listeners: list[Listener] = []

    # ------------------------------------------------------------------------------------------------ reading

    @property
    def case(self) -> Case:
        """The case as it is shown: the preview of a gesture, else the committed case."""
        return self._committed if self._preview is None else self._preview

    @property
    def committed(self) -> Case:
        """The case without any gesture under way."""
        return self._committed

    @property
    def is_previewing(self) -> bool:
        """Whether a gesture is under way."""
        return self._preview is not None

    @property
    def is_dirty(self) -> bool:
        """Whether there is something that was not saved."""
        return self._committed != self._saved

    @property
    def selection(self) -> PlacedLandmark | None:
        """The landmark that keys act on."""
        return self._selection

    @property
    def selected_drawing(self) -> int | None:
        """The number of the drawing that keys act on; None where it is gone."""
        return None if self._drawing is None or self.case.drawing(self._drawing) is None else self._drawing

    @property
    def has_selection(self) -> bool:
        """Whether a landmark or a drawing is selected."""
        return self.selection is not None or self.selected_drawing is not None

    @property
    def undo_label(self) -> str:
        """What undo would take back; "" where there is nothing."""
        return self._undo[-1].label if self._undo else ""

    @property
    def redo_label(self) -> str:
        """What redo would bring back; "" where there is nothing."""
        return self._redo[-1].label if self._redo else ""

    # ------------------------------------------------------------------------------------------------ changing

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell the listener of every change; return the way to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            listener(change)

    def preview(self, case: Case) -> None:
        """Show a case that is not decided yet."""
        self._preview = case
        self._tell(Change.CASE)

    def commit(self, label: str) -> None:
        """Make the preview the present case, as one step; without a difference there is no step."""
        preview, self._preview = self._preview, None
        if preview is not None:
            self.apply(preview, label)

    def cancel(self) -> None:
        """Drop the preview; nothing of the gesture remains."""
        if self._preview is not None:
            self._preview = None
            self._tell(Change.CASE)

    def apply(self, case: Case, label: str) -> None:
        """Make the case the present one, as one step; without a difference there is no step."""
        self._take(case, label, [])

    def apply_throughout(self, change: Callable[[Case], Case], label: str) -> None:
        """Change what no earlier step is about, as one step; what was undone is changed alike and can be redone."""
        self._take(change(self._committed), label, [Step(step.label, change(step.before)) for step in self._redo])

    def _take(self, case: Case, label: str, redo: list[Step]) -> None:
        self._preview = None
        if case != self._committed:
            self._undo.append(Step(label, self._committed))
            self._redo = redo
            self._committed = case
        self._tell(Change.CASE)

    def amend(self, case: Case, label: str) -> bool:
        """Make the case the present one, as part of the last step, which is called so now; return whether it stands.

        What brings the case back to where that step began takes the step away. Without a step it is one of its own.
        """
        before = self._undo.pop().before if self._undo else self._committed
        self._preview = None
        if case != self._committed:
            self._redo.clear()
        if case != before:
            self._undo.append(Step(label, before))
        self._committed = case
        self._tell(Change.CASE)
        return case != before

    def undo(self) -> None:
        """Take the last step back."""
        self._swap(self._undo, self._redo)

    def redo(self) -> None:
        """Bring the last undone step back."""
        self._swap(self._redo, self._undo)

    def _swap(self, source: list[Step], target: list[Step]) -> None:
        self._preview = None
        if source:
            step = source.pop()
            target.append(Step(step.label, self._committed))
            self._committed = step.before
        self._tell(Change.CASE)

    def select(self, landmark: PlacedLandmark | None) -> None:
        """Select a landmark, or nothing."""
        self._select(landmark, None)

    def select_drawing(self, number: int) -> None:
        """Select a drawing and nothing else."""
        self._select(None, number)

    def _select(self, landmark: PlacedLandmark | None, drawing: int | None) -> None:
        if (landmark, drawing) != (self._selection, self._drawing):
            self._selection, self._drawing = landmark, drawing
            self._tell(Change.SELECTION)

    def mark_saved(self) -> None:
        """Remember the present case as the one on disk."""
        self._saved = self._committed
        self._tell(Change.SAVED)

    def open(self, case: Case, *, saved: bool = True) -> None:
        """Begin anew with another case; `saved` False where it exists nowhere on disk yet but is worth keeping."""
        self._committed, self._preview, self._selection, self._drawing = case, None, None, None
        self._undo, self._redo = [], []
        self._saved = case if saved else Case(case.image)
        self._tell(Change.OPENED | Change.CASE | Change.SELECTION)
