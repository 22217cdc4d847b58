"""The place tool: leads from landmark to landmark, right leg and then left."""

from __future__ import annotations

from dataclasses import replace

from kneeview.case.placements import NOT_VISIBLE, CircleMark, Found, Placement, PointMark, is_locked, is_suggested
from kneeview.case.session import Session
from kneeview.domain.edges import EDGES
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.measurement import PlacedLandmark
from kneeview.tools.hit import Hit
from kneeview.tools.place.begun import Begun, is_circle
from kneeview.tools.place.course import Course
from kneeview.tools.place.look import FindLandmark, Look, Looking
from kneeview.tools.place.words import NOTHING_YET, Stage, done_prompt, dragging_prompt, prompt_of
from kneeview.tools.pointer import NumberRequest, Pointer, Prompt
from kneeview.tools.select import SelectTool, locked_sentence, step_name


class PlaceTool:
    """Places the landmarks of the protocol in their order.

    A press sets the point, a drag before the release refines it. Existing marks can be dragged all the while; a mere
    click near one still places, since joints are small at low zoom. The hip takes three presses on the rim.

    While `snaps`, a click asks `find` what the picture shows there, and stands as it was clicked until the answer
    comes. What is found is suggested: the landmark waits until it is accepted, or corrected by a click of the user's
    own. What is not found stays as it was clicked.
    """

    def __init__(self, session: Session, find: FindLandmark | None = None) -> None:
        self.session = session
        self.snaps = find is not None
        self._select = SelectTool(session)
        self._course = Course(session)
        self._begun = Begun()
        self._looking = Looking(session, find, self._looked)
        self._by_hand = False
        self._near: tuple[Hit, Pointer] | None = None
        self._left: PlacedLandmark | None = None
        self._remark = ""

    # -------------------------------------------------------------------------------------------------- the guide

    @property
    def step(self) -> PlacedLandmark | None:
        """The landmark that the next press places; None when the protocol is done."""
        return self._course.step

    @property
    def asks(self) -> PlacedLandmark | None:
        """The landmark that is suggested and waits for a word; None while a rim is being clicked instead."""
        step = self.step
        if step is None or self._begun.rim or not is_suggested(self.session.committed.placement(*step)):
            return None
        return step

    @property
    def is_looking(self) -> bool:
        """Whether the picture is asked about a click and has not answered yet."""
        return self._looking.now is not None

    @property
    def _looks(self) -> bool:
        """Whether the next click asks the picture."""
        step = self.step
        return (
            self.snaps
            and self._looking.can
            and self.session.committed.kind is Kind.RADIOGRAPH
            and step is not None
            and step[1] in EDGES
            and not self._by_hand
            and not self._begun.rim
            and self.asks is None
        )

    def go_to(self, step: PlacedLandmark | None) -> None:
        """Place that landmark next, whether or not it was placed before; None returns to the order."""
        self.cancel_gesture()
        self._looking.let_go()
        self._begun.clear()
        self._by_hand = False
        self._remark = ""
        self._course.wanted = step
        if step is not None:
            placed = self.session.committed.placement(*step) is not None
            self.session.select(step if placed else None)

    def accept(self) -> None:
        """Accept what is suggested; of a landmark that is placed, go on. A landmark that is not is never skipped.

        While the picture is asked nothing happens: nobody has seen yet what would be accepted.
        """
        asks, step = self.asks, self.step
        placement = None if asks is None else self.session.committed.placement(*asks)
        if asks is not None and isinstance(placement, (PointMark, CircleMark)):
            self._place(asks, replace(placement, found=Found.SNAPPED), f"Accept {step_name(asks).lower()}")
        elif self.is_looking or step is None:
            return
        elif self.session.committed.is_open(step):
            self.remark = NOTHING_YET
        else:
            self.go_on()

    def go_on(self) -> None:
        """Leave this landmark for later, a suggestion too, and go to the next one that is open."""
        if not self.is_looking:
            self.go_to(self._course.open_after(self.step))

    def go_back(self) -> None:
        """Take a click that is looked at, the last rim point or a suggestion back, else go to the step before."""
        asks, look = self.asks, self._looking.let_go()
        before = self._course.before(self.step)
        if look is not None:
            self._looking.take_back(look)
            self.go_to(look.step)
        elif self._begun.rim:
            self._begun.take_back()
        elif asks is not None:
            self.session.apply(self.session.committed.without_placement(*asks), f"Drop {step_name(asks).lower()}")
            self.go_to(asks)
            self._by_hand = True
        elif before is not None:
            self.go_to(before)

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

    def _place(self, step: PlacedLandmark, placement: Placement, label: str) -> None:
        self._begun.clear()
        self.session.apply(self.session.committed.with_placement(*step, placement), label)
        self._pass(step)

    def _pass(self, step: PlacedLandmark) -> None:
        """Go on from a landmark that is done; keys still act on it, or on what is selected instead."""
        self.go_to(self._course.open_after(step))
        self.session.select(step)

    # ------------------------------------------------------------------------------------------- what is shown

    @property
    def prompt(self) -> Prompt:
        """What to do now; while a landmark is dragged, its name."""
        step = self.step
        dragged = self.session.selection if self._select.is_dragging else None
        if step is None:
            return done_prompt(dragged, self.session.selection, self.remark)
        return prompt_of(step, self._stage, self._begun, self.remark) if dragged is None else dragging_prompt(dragged)

    @property
    def _stage(self) -> Stage:
        if self.is_looking:
            return Stage.LOOKING
        if self.asks is not None:
            return Stage.ASKING
        return Stage.ROUGHLY if self._looks else Stage.BY_HAND

    @property
    def remark(self) -> str:
        """A quiet sentence on what was refused or not found; "" where there is none."""
        return self._remark or self._select.remark

    @remark.setter
    def remark(self, sentence: str) -> None:
        self._remark, self._select.remark = sentence, ""

    @property
    def pending(self) -> tuple[ImagePoint, ...]:
        """The rim points so far, with the one being set; while a head is looked for, where it was clicked."""
        look = self._looking.now
        if look is not None and look.is_circle:
            return (look.at,)
        return self._begun.points if is_circle(self.step) else ()

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
        return self._begun.setting is not None or self._select.is_dragging

    @property
    def focus(self) -> ImagePoint | None:
        """The place of the part that follows the pointer."""
        return self._select.focus if self._begun.setting is None else self._begun.setting

    @property
    def request(self) -> NumberRequest | None:
        """No number is ever waited for."""
        return None

    # -------------------------------------------------------------------------------------------------- gestures

    def press(self, pointer: Pointer) -> None:
        """Set a point, or get ready to drag the mark under the pointer. A click that is looked at stands as it is."""
        self.remark = ""
        look = self._looking.let_go()
        self._left = look.step if look is not None and look.stands else None
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
        if self._begun.setting is not None:
            self._set(pointer.at)
            return
        self._select.move(pointer)
        if self._near is not None and self._select.is_pulling:
            self.session.select(self._near[0].landmark)
            self._near = None

    def release(self, pointer: Pointer) -> None:
        """Place the landmark, or end the drag."""
        near, self._near = self._near, None
        if self._begun.setting is not None:
            self._set(pointer.at)
            self._settle(pointer)
        elif near is not None:  # a click near a mark, not a drag of it
            self._select.drop()
            if self.step is None or not self._refuses(self.step):
                self._set(near[1].at)
                self._settle(near[1])
        else:
            waiting = self.asks or self._left
            self._select.release(pointer)
            if waiting is not None and not self.session.committed.is_open(waiting):
                dragged = self.session.selection
                self._pass(waiting)  # dragged to where it belongs, or left as it was clicked
                self.session.select(dragged)

    def cancel_gesture(self) -> bool:
        """Drop the gesture under way; False where there is none."""
        setting, self._begun.setting = self._begun.setting is not None, None
        self._near = None
        if setting:
            self.session.cancel()
        return self._select.drop() or setting

    def cancel(self) -> bool:
        """Drop the gesture, else wait no longer for the picture, else drop the rim points, else the selection."""
        if self.cancel_gesture():
            return True
        look = self._looking.let_go()
        if look is not None:
            if look.stands:
                self._pass(look.step)
            return True
        return self._begun.clear() or self._select.cancel()

    def answer(self, value: float) -> None:
        """No number is ever waited for."""
        raise AssertionError(f"nobody asked for {value}")

    def _set(self, at: ImagePoint) -> None:
        """Show the landmark with the point at a place; beyond the picture nothing can be seen, so nothing is set."""
        step = self.step
        if step is None or not self.session.committed.image.shows(at):
            return
        self._begun.setting = at
        placement = self._begun.placement(step, at)
        if placement is not None:
            self.session.preview(self.session.committed.with_placement(*step, placement))

    def _settle(self, pointer: Pointer) -> None:
        """Keep the point: as a question to the picture, as the landmark, or as one more point of its rim."""
        at, self._begun.setting = self._begun.setting, None
        step = self.step
        placement = None if at is None or step is None else self._begun.placement(step, at)
        if at is None or step is None:
            self.session.cancel()
        elif self._looks:
            self._course.wanted = step
            self._looking.begin(step, replace(pointer, at=at))
        elif placement is not None:
            self._place(step, placement, f"Place {step_name(step).lower()}")
        else:
            self._begun.add(at)

    def _looked(self, look: Look, found: bool) -> None:
        """Wait for the user's word on what was found; what was not stays as clicked, and a head is clicked by hand."""
        if found:
            self.go_to(look.step)
        elif look.is_circle:
            self._by_hand = True
            self._remark = "No rim stands out clearly there. Click three points on it."
        else:
            self._pass(look.step)
            self._remark = f"No clear edge there: {step_name(look.step).lower()} stands where you clicked."
