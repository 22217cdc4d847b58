"""Which tool is in the hand, and what the keys do with it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from kneeview.case.session import Change, Session
from kneeview.domain.measurement import PlacedLandmark
from kneeview.tools.calibrate import BALL, RULER, CalibrateTool, Stamp
from kneeview.tools.hit import nudged
from kneeview.tools.place import PlaceTool, step_name
from kneeview.tools.pointer import Pointer, Tool
from kneeview.tools.select import SelectTool


class ToolId(Enum):
    """The tools that the user can take."""

    PLACE = "place"
    SELECT = "select"
    RULER = "ruler"
    BALL = "ball"


class Machine:
    """The hand: one tool at a time. After a scale is made, the hand goes back to placing."""

    def __init__(self, session: Session, stamp: Callable[[], Stamp], changed: Callable[[], None]) -> None:
        self.session = session
        self._changed = changed
        self.place = PlaceTool(session)
        self.select = SelectTool(session)
        self._tools: dict[ToolId, Tool] = {
            ToolId.PLACE: self.place,
            ToolId.SELECT: self.select,
            ToolId.RULER: CalibrateTool(session, RULER, stamp, self._back_to_placing),
            ToolId.BALL: CalibrateTool(session, BALL, stamp, self._back_to_placing),
        }
        self._current = ToolId.PLACE
        session.subscribe(self._session_changed)

    @property
    def current(self) -> ToolId:
        """Which tool is in the hand."""
        return self._current

    @property
    def tool(self) -> Tool:
        """The tool in the hand."""
        return self._tools[self._current]

    @property
    def step(self) -> PlacedLandmark | None:
        """The landmark that the next press places; None where placing is not what the hand does."""
        return self.place.step if self._current is ToolId.PLACE else None

    def take(self, tool_id: ToolId) -> None:
        """Take a tool; what the other one had begun is dropped."""
        while self.tool.cancel():
            pass
        self._current = tool_id
        self._changed()

    def _back_to_placing(self) -> None:
        self._current = ToolId.PLACE
        self._changed()

    def _session_changed(self, change: Change) -> None:
        if Change.OPENED in change:
            self._current = ToolId.PLACE
            self.place.go_to(None)

    # -------------------------------------------------------------------------------------------------- gestures

    def press(self, pointer: Pointer) -> None:
        """Begin a gesture."""
        self.tool.press(pointer)
        self._changed()

    def move(self, pointer: Pointer) -> None:
        """Go on with a gesture, or hover."""
        self.tool.move(pointer)
        self._changed()

    def release(self, pointer: Pointer) -> None:
        """End a gesture."""
        self.tool.release(pointer)
        self._changed()

    def answer(self, value: float) -> None:
        """Give the number that the tool waits for. Raises `CalibrationError`."""
        self.tool.answer(value)
        self._changed()

    # ------------------------------------------------------------------------------------------------------ keys

    def cancel(self) -> None:
        """Step back one: gesture, then tool, then selection."""
        if not self.tool.cancel() and self._current is not ToolId.PLACE:
            self._current = ToolId.PLACE
        self._changed()

    def go_on(self) -> None:
        """Go to the next landmark."""
        if self._current is ToolId.PLACE:
            self.place.go_on()
            self._changed()

    def go_back(self) -> None:
        """Go one point or one step back."""
        tool = self.tool
        if isinstance(tool, (PlaceTool, CalibrateTool)):
            tool.go_back()
            self._changed()

    def go_to(self, step: PlacedLandmark) -> None:
        """Go to a step of the list."""
        self.take(ToolId.PLACE)
        self.place.go_to(step)
        self._changed()

    def mark_not_visible(self) -> None:
        """Mark the present landmark as not visible."""
        if self._current is ToolId.PLACE:
            self.place.mark_not_visible()
            self._changed()

    def nudge(self, dx: float, dy: float) -> None:
        """Move the selected landmark by some pixels of the image, as one step."""
        selection = self.session.selection
        if selection is not None:
            moved = nudged(self.session.committed, selection, dx, dy)
            self.session.apply(moved, f"Nudge {step_name(selection).lower()}")
            self._changed()

    def clear(self) -> None:
        """Clear the selected landmark."""
        selection = self.session.selection
        if selection is not None:
            side, landmark_id = selection
            self.session.apply(
                self.session.committed.without_placement(side, landmark_id), f"Clear {step_name(selection).lower()}"
            )
            self.session.select(None)
            self._changed()

    def undo(self) -> None:
        """Take back a rim point that is not part of a step yet, else the last step."""
        if self.place.pending and self._current is ToolId.PLACE:
            self.place.go_back()
        else:
            self.tool.cancel()
            self.session.undo()
            self.place.go_to(None)
        self._changed()

    def redo(self) -> None:
        """Bring the last undone step back."""
        self.tool.cancel()
        self.session.redo()
        self.place.go_to(None)
        self._changed()
