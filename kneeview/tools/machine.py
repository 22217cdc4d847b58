"""Which tool is in the hand, and what the keys do with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Final

from kneeview.case.scale_marks import ScalePiece, piece_name, without_piece
from kneeview.case.session import Change, Session
from kneeview.domain.measurement import PlacedLandmark
from kneeview.tools.calibrate import CalibrateTool, FindBall, is_usable
from kneeview.tools.hit import nudged
from kneeview.tools.place import PlaceTool, step_name
from kneeview.tools.pointer import Pointer, Tool
from kneeview.tools.scale_mark import BALL, HEIGHT, PLUMB, RECTANGLE, RULER, ScaleMark, Stamp
from kneeview.tools.select import SelectTool


class ToolId(Enum):
    """The tools that the user can take."""

    PLACE = "place"
    SELECT = "select"
    RULER = "ruler"
    BALL = "ball"
    HEIGHT = "height"
    RECTANGLE = "rectangle"
    PLUMB = "plumb"


_SCALE_MARKS: Final[Mapping[ToolId, ScaleMark]] = {
    ToolId.RULER: RULER,
    ToolId.BALL: BALL,
    ToolId.HEIGHT: HEIGHT,
    ToolId.RECTANGLE: RECTANGLE,
    ToolId.PLUMB: PLUMB,
}


class Machine:
    """The hand: one tool at a time. After a scale is made, the hand goes back to placing.

    `find_ball` looks for the rim of a ball at a place; without it every rim is clicked.
    """

    def __init__(
        self,
        session: Session,
        stamp: Callable[[], Stamp],
        changed: Callable[[], None],
        find_ball: FindBall | None = None,
    ) -> None:
        self.session = session
        self._changed = changed
        self.place = PlaceTool(session)
        self.select = SelectTool(session, takes_lines=True)
        self._tools: dict[ToolId, Tool] = {
            ToolId.PLACE: self.place,
            ToolId.SELECT: self.select,
        }
        for tool_id, mark in _SCALE_MARKS.items():
            self._tools[tool_id] = CalibrateTool(session, mark, stamp, self._back_to_placing, find_ball)
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
    def is_suggestion(self) -> bool:
        """Whether the pending mark was found and not set by the user."""
        return isinstance(self.tool, CalibrateTool) and self.tool.is_suggestion

    @property
    def step(self) -> PlacedLandmark | None:
        """The landmark that the next press places; None where placing is not what the hand does."""
        return self.place.step if self._current is ToolId.PLACE else None

    def can_take(self, tool_id: ToolId) -> bool:
        """Whether the tool is of use on this picture."""
        return tool_id not in _SCALE_MARKS or is_usable(_SCALE_MARKS[tool_id], self.session.committed)

    def take(self, tool_id: ToolId) -> None:
        """Take a tool that is of use here; what the other one had begun is dropped."""
        if not self.can_take(tool_id):
            return
        while self.tool.cancel():
            pass
        self._current = tool_id
        self._changed()

    @property
    def piece(self) -> ScalePiece | None:
        """The part of the scale that is selected."""
        return self.select.piece if self._current is ToolId.SELECT else None

    def remove_piece(self, piece: ScalePiece) -> None:
        """Take a part of the scale away, as one step."""
        case = self.session.committed
        self.session.apply(without_piece(case, piece), f"Remove {piece_name(case, piece)}")
        self.select.select_piece(None)
        self._changed()

    def _back_to_placing(self) -> None:
        self._current = ToolId.PLACE
        self._changed()

    def _session_changed(self, change: Change) -> None:
        if Change.OPENED in change:
            while self.tool.cancel():
                pass
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
        """Clear the selected landmark, or take the selected part of the scale away."""
        piece = self.piece
        if piece is not None:
            self.remove_piece(piece)
            return
        selection = self.session.selection
        if selection is not None:
            side, landmark_id = selection
            self.session.apply(
                self.session.committed.without_placement(side, landmark_id), f"Clear {step_name(selection).lower()}"
            )
            self.session.select(None)
            self._changed()

    def undo(self) -> None:
        """Take back a point that is not part of a step yet, else the last step."""
        tool = self.tool
        if tool.pending and isinstance(tool, (PlaceTool, CalibrateTool)):
            if not tool.cancel_gesture():
                tool.go_back()
        else:
            self._drop_gesture()
            self.session.undo()
            self.place.go_to(None)
        self._changed()

    def _drop_gesture(self) -> None:
        """End a gesture without a trace; what is selected stays selected."""
        selection = self.session.selection
        self.tool.cancel()
        self.session.select(selection)

    def redo(self) -> None:
        """Bring the last undone step back."""
        self._drop_gesture()
        self.session.redo()
        self.place.go_to(None)
        self._changed()
