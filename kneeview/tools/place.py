"""The place tool: leads from landmark to landmark, right leg and then left."""

from __future__ import annotations

from kneeview.case.case import NOT_VISIBLE, CircleMark, Placement, PointMark
from kneeview.case.session import Session
from kneeview.domain.geometry import DegenerateError, ImagePoint, circle_through
from kneeview.domain.landmarks import Shape, landmark
from kneeview.domain.measurement import PlacedLandmark
from kneeview.tools.hit import Hit
from kneeview.tools.pointer import NumberRequest, Pointer, Prompt
from kneeview.tools.select import SelectTool

_KEYS = (("Space", "next"), ("Backspace", "back"), ("N", "not visible"))
_RIM_POINTS = 3


def step_name(step: PlacedLandmark) -> str:
    """Return a step in words, as in "Right hip centre"."""
    side, landmark_id = step
    return f"{side.value.capitalize()} {landmark(landmark_id).name.lower()}"


class PlaceTool:
    """Places the landmarks of the protocol in their order.

    A press sets the point, a drag before the release refines it. Existing marks can be dragged all the while; a mere
    click near one still places, since joints are small at low zoom. The hip takes three presses on the rim.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._select = SelectTool(session)
        self._wanted: PlacedLandmark | None = None
        self._rim: tuple[ImagePoint, ...] = ()
        self._setting: ImagePoint | None = None
        self._near: tuple[Hit, Pointer] | None = None

    # -------------------------------------------------------------------------------------------------- the guide

    @property
    def step(self) -> PlacedLandmark | None:
        """The landmark that the next press places; None when the protocol is done."""
        steps = self.session.committed.steps
        if self._wanted in steps:
            return self._wanted
        return self.session.committed.next_step

    def go_to(self, step: PlacedLandmark | None) -> None:
        """Place that landmark next, whether or not it was placed before; None returns to the order."""
        self.cancel_gesture()
        self._rim = ()
        self._wanted = step
        if step is not None:
            side, landmark_id = step
            placed = self.session.committed.placement(side, landmark_id) is not None
            self.session.select(step if placed else None)

    def go_on(self) -> None:
        """Leave this landmark for later and go to the next one that is not placed."""
        self._go_to_open_after(self.step)

    def go_back(self) -> None:
        """Take the last rim point back, else go to the step before."""
        if self._rim:
            self._rim = self._rim[:-1]
            return
        steps = self.session.committed.steps
        here = steps.index(self.step) if self.step in steps else len(steps)
        if here > 0:
            self.go_to(steps[here - 1])

    def mark_not_visible(self) -> None:
        """Mark the present landmark as not visible and go on."""
        step = self.step or self.session.selection
        if step is not None:
            self.cancel_gesture()
            self._place(step, NOT_VISIBLE, f"{step_name(step)} not visible")

    def _go_to_open_after(self, step: PlacedLandmark | None) -> None:
        case = self.session.committed
        steps = case.steps
        first = steps.index(step) + 1 if step in steps else 0
        order = (*steps[first:], *steps[:first])
        self.go_to(next(((s, i) for s, i in order if case.placement(s, i) is None), None))

    def _place(self, step: PlacedLandmark, placement: Placement, label: str) -> None:
        side, landmark_id = step
        self._rim = ()
        self.session.apply(self.session.committed.with_placement(side, landmark_id, placement), label)
        self._go_to_open_after(step)
        self.session.select(step)

    # ------------------------------------------------------------------------------------------- what is shown

    @property
    def prompt(self) -> Prompt:
        """What to do now."""
        step = self.step
        if step is None:
            return Prompt(
                "Every landmark of this protocol is placed or marked not visible",
                "Drag a mark to correct it, or make the report.",
                (("Ctrl+R", "report"),),
            )
        side, landmark_id = step
        sentence = landmark(landmark_id).instruction
        if self._rim:
            left = _RIM_POINTS - len(self._rim)
            sentence = f"{left} more point{'s' if left > 1 else ''} on the rim."
        return Prompt(step_name(step), sentence, _KEYS, side, landmark_id)

    @property
    def pending(self) -> tuple[ImagePoint, ...]:
        """The rim points so far, with the one being set."""
        if self._setting is None or not self._is_circle:
            return self._rim
        return (*self._rim, self._setting)

    @property
    def pending_is_line(self) -> bool:
        """Rim points make no line."""
        return False

    @property
    def hovered(self) -> Hit | None:
        """The mark under the pointer."""
        return self._select.hovered

    @property
    def is_dragging(self) -> bool:
        """Whether a mark follows the pointer."""
        return self._setting is not None or self._select.is_dragging

    @property
    def request(self) -> NumberRequest | None:
        """No number is ever waited for."""
        return None

    @property
    def _is_circle(self) -> bool:
        return self.step is not None and landmark(self.step[1]).shape is Shape.CIRCLE

    # -------------------------------------------------------------------------------------------------- gestures

    def press(self, pointer: Pointer) -> None:
        """Set a point, or get ready to drag the mark under the pointer."""
        found = self._select.under(pointer)
        if self.step is None:
            self._select.press(pointer)
        elif found is not None:
            self._near = (found, pointer)
            self._select.take_hold(found, pointer)
        elif self.session.committed.image.shows(pointer.at):
            self._set(pointer.at)

    def move(self, pointer: Pointer) -> None:
        """Refine the point, or drag the mark."""
        if self._setting is not None:
            self._set(pointer.at)
            return
        self._select.move(pointer)
        if self._near is not None and self._select.is_dragging:
            self.session.select(self._near[0].landmark)
            self._near = None

    def release(self, pointer: Pointer) -> None:
        """Place the landmark, or end the drag."""
        near, self._near = self._near, None
        if self._setting is not None:
            self._set(pointer.at)
            self._settle()
        elif near is not None:  # a click near a mark, not a drag of it
            self._select.drop()
            self._set(near[1].at)
            self._settle()
        else:
            self._select.release(pointer)

    def cancel_gesture(self) -> bool:
        """Drop the gesture under way; False where there is none."""
        setting, self._setting = self._setting is not None, None
        self._near = None
        if setting:
            self.session.cancel()
        return self._select.drop() or setting

    def cancel(self) -> bool:
        """Drop the gesture, else the rim points so far, else the selection."""
        if self.cancel_gesture():
            return True
        if self._rim:
            self._rim = ()
            return True
        return self._select.cancel()

    def answer(self, value: float) -> None:
        """No number is ever waited for."""
        raise AssertionError(f"nobody asked for {value}")

    def _set(self, at: ImagePoint) -> None:
        """Show the landmark with the point at a place; beyond the picture nothing can be seen, so nothing is set."""
        step = self.step
        if step is None or not self.session.committed.image.shows(at):
            return
        self._setting = at
        placement = self._placement(at)
        if placement is not None:
            self.session.preview(self.session.committed.with_placement(*step, placement))

    def _placement(self, at: ImagePoint) -> Placement | None:
        """Return the landmark as it would be with this point; None while its circle is not determined."""
        if not self._is_circle:
            return PointMark(at)
        rim = (*self._rim, at)
        if len(rim) < _RIM_POINTS:
            return None
        try:
            circle_through([(point.x, point.y) for point in rim])
        except DegenerateError:
            return None
        return CircleMark(rim)

    def _settle(self) -> None:
        """Keep the point: as the landmark, or as one more point of its rim."""
        at, self._setting = self._setting, None
        step = self.step
        if at is None or step is None:
            self.session.cancel()
            return
        placement = self._placement(at)
        if placement is not None:
            self._place(step, placement, f"Place {step_name(step).lower()}")
        elif len(self._rim) < _RIM_POINTS - 1:
            self._rim = (*self._rim, at)
