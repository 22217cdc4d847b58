"""The drawing tools: click by click, or press, drag and release. One undo step for a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kneeview.case.session import Session
from kneeview.domain.drawing.shapes import FORMS, Drawing, DrawingKind
from kneeview.domain.geometry import ImagePoint
from kneeview.tools.drawings import Drawings
from kneeview.tools.drawn import DrawnHand
from kneeview.tools.hit import Hit
from kneeview.tools.pointer import DRAG_FROM_PX, NumberRequest, Pointer, Prompt

Points = tuple[ImagePoint, ...]

_PAIRS: Final = (DrawingKind.LINES_ANGLE, DrawingKind.COBB_ANGLE)
"""Their points are the ends of two lines, each of which can be drawn out."""

_LINES: Final = (
    "Click one end of the first line, or draw it out.",
    "Click its other end.",
    "Click one end of the second line, or draw it out.",
    "Click its other end.",
)

SENTENCES: Final[Mapping[DrawingKind, tuple[str, ...]]] = {
    DrawingKind.LENGTH: ("Click one end, or draw it out.", "Click the other end."),
    DrawingKind.POLYLINE: (
        "Click the first point.",
        "Click the next point.",
        "Click the next point; Enter or a second click on the last one ends it.",
    ),
    DrawingKind.ANGLE: (
        "Click the end of one arm.",
        "Click the point of the angle.",
        "Click the end of the other arm.",
    ),
    DrawingKind.LINES_ANGLE: _LINES,
    DrawingKind.COBB_ANGLE: _LINES,
    DrawingKind.CIRCLE: ("Click the centre, or draw the circle out from it.", "Click the rim."),
    DrawingKind.ELLIPSE: ("Click one end of an axis, or draw it out.", "Click its other end.", "Click the rim beside."),
    DrawingKind.LEVEL: ("Click one end of the line, or draw it out.", "Click its other end."),
    DrawingKind.VERTICAL: (
        "Click where the vertical hangs from.",
        "Click a point to read its distance; Enter or a second click on the first leaves it out.",
    ),
    DrawingKind.TEXT: ("Click where the text shall stand.",),
    DrawingKind.ARROW: ("Click the tail, or draw the arrow out from it.", "Click what it points at."),
}
"""What to do for the first point, the second and so on; the last sentence holds for all that follow."""


class DrawTool:
    """Draws one kind of drawing after the other. The points of the last one can be corrected at once by dragging."""

    def __init__(self, session: Session, kind: DrawingKind, drawings: Drawings) -> None:
        self.session = session
        self.kind = kind
        self._drawings = drawings
        self._drawn = DrawnHand(session)
        self._settled: Points = ()
        self._at: ImagePoint | None = None
        self._pressed: ImagePoint | None = None
        self._before: Points = ()

    # ------------------------------------------------------------------------------------------- what is shown

    @property
    def prompt(self) -> Prompt:
        """What to do now."""
        sentences = SENTENCES[self.kind]
        keys = (("Esc", "stop"), ("Backspace", "back")) if self._settled else (("Esc", "stop"),)
        sentence = sentences[min(len(self._settled), len(sentences) - 1)]
        return Prompt(FORMS[self.kind].name, sentence, (("Enter", "end"), *keys) if self.can_end else keys)

    @property
    def can_end(self) -> bool:
        """Whether what is drawn so far is complete."""
        return len(self._settled) >= FORMS[self.kind].fewest

    @property
    def is_drawing(self) -> bool:
        """Whether something is begun."""
        return bool(self._settled) or self._pressed is not None

    @property
    def number(self) -> int | None:
        """The number of what is being drawn."""
        return self.session.committed.drawn + 1 if self.is_drawing else None

    @property
    def pending(self) -> Points:
        """Nothing is pending: what is drawn is seen as it will be."""
        return ()

    @property
    def pending_is_line(self) -> bool:
        """Nothing is pending."""
        return False

    @property
    def hovered(self) -> Hit | None:
        """Nothing is lit while drawing."""
        return None

    @property
    def is_dragging(self) -> bool:
        """Whether a point follows the held pointer."""
        return self._pressed is not None or self._drawn.is_dragging

    @property
    def focus(self) -> ImagePoint | None:
        """The place of the point that follows the held pointer."""
        return self._at if self._pressed is not None and not self._drawn.holds else self._drawn.focus

    @property
    def request(self) -> NumberRequest | None:
        """No number is ever waited for."""
        return None

    # ------------------------------------------------------------------------------------------------ gestures

    def press(self, pointer: Pointer) -> None:
        """Set a point, or take hold of a point of the last drawing."""
        if not self.session.committed.image.shows(pointer.at):
            return
        under = None if self._settled else self._drawn.under(pointer)
        if under is not None and under.is_point and under.drawing.number == self.session.selected_drawing:
            self._drawn.take_hold(under, pointer)
        self._before = self._settled
        self._pressed = self._at = pointer.at
        if not self._drawn.holds:
            self._show()

    def move(self, pointer: Pointer) -> None:
        """Refine the point, draw a line out, or show what the next click would make."""
        if self._drawn.holds:
            self._drawn.move(pointer)
        elif self.is_drawing and self.session.committed.image.shows(pointer.at):
            if self._pressed is not None and self._draws_out and pointer.screen_distance(self._pressed) >= DRAG_FROM_PX:
                self._settled = (*self._settled, self._pressed)
            self._at = pointer.at
            self._show()

    @property
    def _draws_out(self) -> bool:
        """Whether a drag from here sets a first point and takes the second along."""
        begun = len(self._settled)
        return FORMS[self.kind].most > 1 and (begun == 0 or (begun == 2 and self.kind in _PAIRS))

    def release(self, pointer: Pointer) -> None:
        """Keep the point; the last one makes the drawing."""
        if self._drawn.is_dragging:
            self._drawn.release(pointer)
            self._pressed = self._at = None
            return
        if self._pressed is None:
            return
        self._drawn.drop()  # a click beside a point of the last drawing begins another one
        self.move(pointer)
        at, self._pressed = self._at or self._pressed, None
        if self._is_last_one(at, pointer):
            self.end()
        else:
            self._settled = (*self._settled, at)
            if self.kind is DrawingKind.TEXT:
                self._begin_anew()
                self._drawings.begin(at)
            elif len(self._settled) == FORMS[self.kind].most:
                self.end()
            else:
                self._show()

    def _is_last_one(self, at: ImagePoint, pointer: Pointer) -> bool:
        """Whether a point is the one that was set last, so that it ends what is drawn instead of adding nothing."""
        if not self._settled or self._draws_out:
            return False
        return at.distance(self._settled[-1]) < DRAG_FROM_PX * pointer.image_px_per_screen_px

    def end(self) -> None:
        """Keep what is drawn, where it is complete."""
        if not self.can_end:
            self._show()
            return
        drawing = Drawing(self.session.committed.drawn + 1, self.kind, self._settled)
        self._begin_anew()
        self.session.apply(self.session.committed.with_drawing(drawing), f"Draw {drawing.form.name.lower()}")
        self.session.select_drawing(drawing.number)

    def _show(self) -> None:
        """Preview what is drawn so far, with the point at the pointer."""
        points = self._settled if self._at is None else (*self._settled, self._at)
        if points and self.kind is not DrawingKind.TEXT:
            drawing = Drawing(self.session.committed.drawn + 1, self.kind, points)
            self.session.preview(self.session.committed.with_drawing(drawing))
        else:
            self.session.cancel()

    # ----------------------------------------------------------------------------------------------- stepping back

    def go_back(self) -> None:
        """Take the last point back."""
        self._pressed = None
        self._settled = self._settled[:-1]
        if not self._settled:
            self._at = None
        self._show()

    def cancel(self) -> bool:
        """Drop the drag of a point, else all points; False where there are none."""
        if self._drawn.drop() or self._pressed is not None:
            self._settled = self._before
            self._pressed = self._at = None
            self._show()
            return True
        had = bool(self._settled)
        self._begin_anew()
        return had

    def _begin_anew(self) -> None:
        self._settled, self._at, self._pressed = (), None, None
        self.session.cancel()

    def answer(self, value: float) -> None:
        """No number is ever waited for."""
        raise AssertionError(f"nobody asked for {value}")
