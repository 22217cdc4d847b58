"""Which tool is in the hand, and what the keys do with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Final

from kneeview.case.scale_marks import ScalePiece
from kneeview.case.session import Change, Session
from kneeview.domain.drawing.shapes import DrawingKind
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import Side
from kneeview.domain.measurement import PlacedLandmark
from kneeview.tools.calibrate import CalibrateTool, FindBall, is_usable
from kneeview.tools.draw import DrawTool
from kneeview.tools.drawings import Drawings
from kneeview.tools.landmarks import Landmarks
from kneeview.tools.nudging import Clock, Nudging
from kneeview.tools.place import FindLandmark, PlaceTool
from kneeview.tools.pointer import Pointer, Tool
from kneeview.tools.scale_mark import BALL, HEIGHT, PLUMB, RECTANGLE, RULER, ScaleMark, Stamp
from kneeview.tools.scales import Scales
from kneeview.tools.select import SelectTool
from kneeview.tools.sides import Sides
from kneeview.tools.tool_id import ToolId

_SCALE_MARKS: Final[Mapping[ToolId, ScaleMark]] = {
    ToolId.RULER: RULER,
    ToolId.BALL: BALL,
    ToolId.HEIGHT: HEIGHT,
    ToolId.RECTANGLE: RECTANGLE,
    ToolId.PLUMB: PLUMB,
}

_DRAWINGS: Final[Mapping[ToolId, DrawingKind]] = {ToolId(kind): kind for kind in DrawingKind}


class Machine:
    """The hand: one tool at a time. After a scale is made, the hand goes back to placing.

    `find_ball` looks for the rim of a ball at a place, `find_landmark` for the edge that a landmark lies on; without
    them every point is clicked. Nudges that come soon after each other by the `clock` are one step.
    """

    def __init__(
        self,
        session: Session,
        stamp: Callable[[], Stamp],
        changed: Callable[[], None],
        find_ball: FindBall | None = None,
        find_landmark: FindLandmark | None = None,
        clock: Clock = monotonic,
    ) -> None:
        self.session = session
        self._changed = changed
        self.place = PlaceTool(session, find_landmark)
        self.select = SelectTool(session, takes_lines=True)
        self._tools: dict[ToolId, Tool] = {
            ToolId.PLACE: self.place,
            ToolId.SELECT: self.select,
        }
        for tool_id, mark in _SCALE_MARKS.items():
            self._tools[tool_id] = CalibrateTool(session, mark, stamp, self._back_to_placing, find_ball)
        self.scales = Scales(session, stamp)
        self.sides = Sides(session)
        nudging = Nudging(session, clock)
        self.drawings = Drawings(session, nudging, changed)
        self.landmarks = Landmarks(session, nudging, self._say, changed)
        for tool_id, kind in _DRAWINGS.items():
            self._tools[tool_id] = DrawTool(session, kind, self.drawings)
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

    @property
    def asks(self) -> PlacedLandmark | None:
        """The landmark that is suggested and waits to be accepted."""
        return self.place.asks if self._current is ToolId.PLACE else None

    @property
    def focus(self) -> ImagePoint | None:
        """The place of the part that follows the pointer; None while nothing does."""
        tool = self.tool
        if isinstance(tool, (PlaceTool, SelectTool, DrawTool)):
            return tool.focus
        return tool.pending[-1] if tool.is_dragging and tool.pending else None

    def can_take(self, tool_id: ToolId) -> bool:
        """Whether the tool is of use on this picture."""
        return tool_id not in _SCALE_MARKS or is_usable(_SCALE_MARKS[tool_id], self.session.committed)

    def take(self, tool_id: ToolId) -> None:
        """Take a tool that is of use here; what the other one had begun is dropped."""
        if not self.can_take(tool_id):
            return
        self.drawings.cancel()
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
        self.scales.remove(piece)
        self.select.select_piece(None)
        self._changed()

    # -------------------------------------------------------------------------------------------------- drawings

    @property
    def drawing(self) -> int | None:
        """The number of the drawing that keys act on: the one that is being drawn, else the selected one."""
        tool = self.tool
        drawn = tool.number if isinstance(tool, DrawTool) else None
        return self.session.selected_drawing if drawn is None else drawn

    @property
    def hovered_drawing(self) -> int | None:
        """The number of the drawing under the pointer."""
        return self.select.hovered_drawing if self._current is ToolId.SELECT else None

    @property
    def can_undo(self) -> bool:
        """Whether there is a step, or a point that is not part of a step yet, to take back."""
        tool = self.tool
        begun = tool.is_drawing if isinstance(tool, DrawTool) else bool(tool.pending)
        return begun or bool(self.session.undo_label)

    def put_caption_back(self) -> bool:
        """Let the caption under the pointer stand where it does by itself; False where none is there."""
        captions = self.select.captions
        if self._current is not ToolId.SELECT or captions.hovered is None:
            return False
        captions.put_back(captions.hovered)
        self._changed()
        return True

    def end(self) -> None:
        """End a drawing that may have more points."""
        if isinstance(self.tool, DrawTool):
            self.tool.end()
            self._changed()

    def _back_to_placing(self) -> None:
        self._current = ToolId.PLACE
        self._changed()

    def _session_changed(self, change: Change) -> None:
        if Change.OPENED in change:
            self.drawings.cancel()
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
        if not self.drawings.cancel() and not self.tool.cancel() and self._current is not ToolId.PLACE:
            self._current = ToolId.PLACE
        self._changed()

    def accept(self) -> None:
        """Accept what is suggested; nothing is skipped."""
        if self._current is ToolId.PLACE:
            self.place.accept()
            self._changed()

    def go_on(self) -> None:
        """Leave the present landmark for later."""
        if self._current is ToolId.PLACE:
            self.place.go_on()
            self._changed()

    def go_back(self) -> None:
        """Go one point or one step back."""
        tool = self.tool
        if isinstance(tool, (PlaceTool, CalibrateTool, DrawTool)):
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
        """Move what is selected by some pixels of the image; what is locked or at the edge stays."""
        if self.session.selected_drawing is not None:
            self.drawings.nudge(self.session.selected_drawing, dx, dy)
        self.landmarks.nudge(dx, dy)

    def _say(self, sentence: str) -> None:
        self.place.remark = self.select.remark = sentence

    def use_snapping(self, wanted: bool) -> None:
        """Look for edges at clicks, or do not."""
        self.place.snaps = wanted
        self._changed()

    def go_to_landmark(self, landmark_id: LandmarkId) -> None:
        """Go to a landmark of the leg that is being placed; once more, to that of the other leg."""
        at = self.step or self.session.selection
        side = Side.RIGHT if at is None else at[0]
        step = side.other if at == (side, landmark_id) else side, landmark_id
        if step in self.session.committed.steps:
            self.go_to(step)

    def clear(self) -> None:
        """Clear the selected landmark, or take the selected part of the scale away."""
        piece = self.piece
        if piece is not None:
            self.remove_piece(piece)
            return
        if self.session.selected_drawing is not None:
            self.drawings.remove(self.session.selected_drawing)
            return
        self.landmarks.clear()

    def undo(self) -> None:
        """Take back a point that is not part of a step yet, else the last step."""
        tool = self.tool
        if tool.pending and isinstance(tool, (PlaceTool, CalibrateTool)):
            if not tool.cancel_gesture():
                tool.go_back()
        elif isinstance(tool, DrawTool) and tool.is_drawing:
            tool.go_back()
        else:
            self._drop_gesture()
            self.session.undo()
            self.place.go_to(None)
        self._changed()

    def _drop_gesture(self) -> None:
        """End a gesture without a trace; what is selected stays selected."""
        selection, drawing = self.session.selection, self.session.selected_drawing
        self.tool.cancel()
        if drawing is not None:
            self.session.select_drawing(drawing)
        else:
            self.session.select(selection)

    def redo(self) -> None:
        """Bring the last undone step back."""
        self._drop_gesture()
        self.session.redo()
        self.place.go_to(None)
        self._changed()
