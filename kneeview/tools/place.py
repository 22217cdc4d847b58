"""The place tool: leads from landmark to landmark, right leg and then left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kneeview.case.case import Case
from kneeview.case.placements import NOT_VISIBLE, CircleMark, Found, Placement, PointMark, is_locked, is_suggested
from kneeview.case.session import Session
from kneeview.domain.edges import EDGES
from kneeview.domain.geometry import DegenerateError, ImagePoint, circle_through
from kneeview.domain.landmarks import Kind, Shape, landmark
from kneeview.domain.measurement import PlacedLandmark
from kneeview.tools.hit import Hit
from kneeview.tools.pointer import NumberRequest, Pointer, Prompt
from kneeview.tools.select import SelectTool, locked_sentence, step_name

FindLandmark = Callable[[Case, PlacedLandmark, Pointer], PointMark | CircleMark | None]
"""Returns a landmark as the picture shows it near a place; None where no edge is certain."""

_KEYS: Final = (("Space", "next"), ("Backspace", "back"), ("N", "not visible"))
_ASKING_KEYS: Final = (("Space", "take it"), ("Backspace", "drop it"), ("N", "not visible"))
_RIM_POINTS: Final = 3
_ALL_PLACED: Final = "Every landmark of this protocol is placed or marked not visible"


class PlaceTool:
    """Places the landmarks of the protocol in their order.

    A press sets the point, a drag before the release refines it. Existing marks can be dragged all the while; a mere
    click near one still places, since joints are small at low zoom. The hip takes three presses on the rim.

    While `snaps`, a click asks `find` what the picture shows there. What is found is suggested: the landmark waits
    until it is accepted, or corrected by a click of the user's own. What is not found is placed as it was clicked.
    """

    def __init__(self, session: Session, find: FindLandmark | None = None) -> None:
        self.session = session
        self.snaps = find is not None
        self._find = find
        self._select = SelectTool(session)
        self._wanted: PlacedLandmark | None = None
        self._by_hand = False
        self._rim: tuple[ImagePoint, ...] = ()
        self._setting: ImagePoint | None = None
        self._near: tuple[Hit, Pointer] | None = None
        self._remark = ""

    # -------------------------------------------------------------------------------------------------- the guide

    @property
    def step(self) -> PlacedLandmark | None:
        """The landmark that the next press places; None when the protocol is done."""
        steps = self.session.committed.steps
        if self._wanted in steps:
            return self._wanted
        return self.session.committed.next_step

    @property
    def asks(self) -> PlacedLandmark | None:
        """The landmark that is suggested and waits for a word; None while a rim is being clicked instead."""
        step = self.step
        if step is None or self._rim or not is_suggested(self.session.committed.placement(*step)):
            return None
        return step

    @property
    def _looks(self) -> bool:
        """Whether the next click asks the picture."""
        step = self.step
        return (
            self.snaps
            and self._find is not None
            and self.session.committed.kind is Kind.RADIOGRAPH
            and step is not None
            and step[1] in EDGES
            and not self._by_hand
            and not self._rim
            and self.asks is None
        )

    def go_to(self, step: PlacedLandmark | None) -> None:
        """Place that landmark next, whether or not it was placed before; None returns to the order."""
        self.cancel_gesture()
        self._rim = ()
        self._by_hand = False
        self._remark = ""
        self._wanted = step
        if step is not None:
            placed = self.session.committed.placement(*step) is not None
            self.session.select(step if placed else None)

    def go_on(self) -> None:
        """Accept what is suggested; else leave this landmark for later. Then go to the next one that is open."""
        step = self.asks
        placement = None if step is None else self.session.committed.placement(*step)
        if step is not None and isinstance(placement, (PointMark, CircleMark)):
            self._place(step, replace(placement, found=Found.SNAPPED), f"Accept {step_name(step).lower()}")
        else:
            self._go_to_open_after(self.step)

    def go_back(self) -> None:
        """Take the last rim point or a suggestion back, else go to the step before."""
        asks = self.asks
        if self._rim:
            self._rim = self._rim[:-1]
            return
        if asks is not None:
            self.session.apply(self.session.committed.without_placement(*asks), f"Drop {step_name(asks).lower()}")
            self.go_to(asks)
            self._by_hand = True
            return
        steps = self.session.committed.steps
        here = steps.index(self.step) if self.step in steps else len(steps)
        if here > 0:
            self.go_to(steps[here - 1])

    def mark_not_visible(self) -> None:
        """Mark the present landmark as not visible and go on."""
        step = self.step or self.session.selection
        if step is not None and not self._refuses(step):
            self.cancel_gesture()
            self._place(step, NOT_VISIBLE, f"{step_name(step)} not visible")

    def _refuses(self, step: PlacedLandmark) -> bool:
        """Whether a landmark is locked, which is said."""
        locked = is_locked(self.session.committed.placement(*step))
        if locked:
            self._remark = locked_sentence(step)
        return locked

    def _go_to_open_after(self, step: PlacedLandmark | None) -> None:
        case = self.session.committed
        steps = case.steps
        first = steps.index(step) + 1 if step in steps else 0
        order = (*steps[first:], *steps[:first])
        self.go_to(next((each for each in order if case.is_open(each)), None))

    def _place(self, step: PlacedLandmark, placement: Placement, label: str) -> None:
        self._rim = ()
        self.session.apply(self.session.committed.with_placement(*step, placement), label)
        self._go_to_open_after(step)
        self.session.select(step)

    # ------------------------------------------------------------------------------------------- what is shown

    @property
    def prompt(self) -> Prompt:
        """What to do now; while a landmark is dragged, its name."""
        step = self.step
        dragged = self.session.selection if self._select.is_dragging else None
        if step is None:
            return Prompt(
                _ALL_PLACED if dragged is None else step_name(dragged),
                self.remark or "Drag a mark to correct it, or make the report.",
                (("L", "lock"), ("Ctrl+R", "report")),
                held=None if self.remark else self.session.selection,
            )
        keys = _KEYS if self.asks is None else _ASKING_KEYS
        if dragged is not None:
            return Prompt(step_name(dragged), landmark(dragged[1]).instruction, keys, *dragged, held=dragged)
        return Prompt(step_name(step), self.remark or self._sentence(step), keys, *step)

    def _sentence(self, step: PlacedLandmark) -> str:
        if self.asks is not None:
            other = "click three points on its rim" if self._is_circle else "click where it is"
            return f"Found in the picture. Right? Space takes it. If not, {other}."
        if self._rim:
            left = _RIM_POINTS - len(self._rim)
            return f"{left} more point{'s' if left > 1 else ''} on the rim."
        if self._is_circle and self._looks:
            return "Click near the middle of the femoral head: its rim is looked for."
        return landmark(step[1]).instruction

    @property
    def remark(self) -> str:
        """A quiet sentence on what was refused or not found; "" where there is none."""
        return self._remark or self._select.remark

    @remark.setter
    def remark(self, sentence: str) -> None:
        self._remark, self._select.remark = sentence, ""

    @property
    def pending(self) -> tuple[ImagePoint, ...]:
        """The rim points so far, with the one being set."""
        if self._setting is None or not self._is_circle or self._looks:
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
    def focus(self) -> ImagePoint | None:
        """The place of the part that follows the pointer."""
        return self._select.focus if self._setting is None else self._setting

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
        self.remark = ""
        found = self._select.under(pointer)
        if self.step is None:
            self._select.press(pointer)
        elif found is not None:
            self._near = (found, pointer)
            self._select.take_hold(found, pointer)
        elif self.session.committed.image.shows(pointer.at) and not self._refuses(self.step):
            self._set(pointer.at)

    def move(self, pointer: Pointer) -> None:
        """Refine the point, or drag the mark."""
        if self._setting is not None:
            self._set(pointer.at)
            return
        self._select.move(pointer)
        if self._near is not None and self._select.is_pulling:
            self.session.select(self._near[0].landmark)
            self._near = None

    def release(self, pointer: Pointer) -> None:
        """Place the landmark, or end the drag."""
        near, self._near = self._near, None
        if self._setting is not None:
            self._set(pointer.at)
            self._settle(pointer)
        elif near is not None:  # a click near a mark, not a drag of it
            self._select.drop()
            if self.step is None or not self._refuses(self.step):
                self._set(near[1].at)
                self._settle(near[1])
        else:
            asked = self.asks
            self._select.release(pointer)
            if asked is not None and not self.session.committed.is_open(asked):
                self._go_to_open_after(asked)  # dragged to where it belongs
                self.session.select(asked)

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

    def _settle(self, pointer: Pointer) -> None:
        """Keep the point: as what the picture shows there, as the landmark, or as one more point of its rim."""
        at, self._setting = self._setting, None
        step = self.step
        if at is None or step is None:
            self.session.cancel()
            return
        if self._looks and self._suggest(step, replace(pointer, at=at)):
            return
        placement = self._placement(at)
        if placement is not None:
            remark = self._remark
            self._place(step, placement, f"Place {step_name(step).lower()}")
            self._remark = remark
        elif len(self._rim) < _RIM_POINTS - 1:
            self._rim = (*self._rim, at)

    def _suggest(self, step: PlacedLandmark, pointer: Pointer) -> bool:
        """Suggest what the picture shows; False where it shows nothing certain and the click counts as it is."""
        found = None if self._find is None else self._find(self.session.committed, step, pointer)
        if found is not None:
            suggestion = replace(found, found=Found.SUGGESTED)
            self.session.apply(
                self.session.committed.with_placement(*step, suggestion), f"Suggest {step_name(step).lower()}"
            )
            self.go_to(step)
            return True
        if self._is_circle:
            self._by_hand = True
            self._remark = "No rim stands out clearly there. Click three points on it."
            return True
        self._remark = f"No clear edge there: {step_name(step).lower()} stands where you clicked."
        return False
