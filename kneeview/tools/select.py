"""The select tool: takes hold of marks and moves them; a press on nothing lets go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kneeview.case.case import Case
from kneeview.case.placements import is_locked
from kneeview.case.scale_marks import ScalePiece, has_piece
from kneeview.case.session import Session
from kneeview.domain.calibration import CalibrationError
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import landmark
from kneeview.domain.measurement import PlacedLandmark
from kneeview.tools.captions import CaptionHand
from kneeview.tools.drawn import DrawnHand, DrawnHit
from kneeview.tools.hit import Hit, Part, dragged, hit
from kneeview.tools.pointer import DRAG_FROM_PX, HIT_WITHIN_PX, NumberRequest, Pointer, Prompt, ReadingCaption


@dataclass(slots=True)
class Grip:
    """A hold on a mark: what was hit, where the press was, the case at that moment, and whether it became a drag.

    The mark keeps its distance to the pointer: taking hold beside it does not make it jump. What is locked stays.
    `at` is where the part in the hand is now.
    """

    hit: Hit
    pressed_at: ImagePoint
    case: Case
    dragging: bool = False
    at: ImagePoint | None = None

    @property
    def locked(self) -> bool:
        """Whether the mark cannot be moved."""
        return self.hit.landmark is not None and is_locked(self.case.placement(*self.hit.landmark))

    def drag(self, session: Session, pointer: Pointer) -> None:
        """Preview the mark where the pointer takes it."""
        if not self.dragging and pointer.screen_distance(self.pressed_at) < DRAG_FROM_PX:
            return
        self.dragging = True
        dx, dy = pointer.at.x - self.pressed_at.x, pointer.at.y - self.pressed_at.y
        to = self.hit.at.moved(dx, dy)
        if self.locked or not self.case.image.shows(to):
            return  # a mark stays on the picture
        self.at = to
        try:
            session.preview(dragged(self.case, self.hit, to))
        except CalibrationError:
            return  # the ends of the ruler coincide for a moment: the last scale stays

    @property
    def label(self) -> str:
        """What the step is called."""
        if self.hit.landmark is None:
            return "Move plumb line" if self.hit.plumb else "Move the scale's mark"
        return f"Move {step_name(self.hit.landmark).lower()}"


def step_name(step: PlacedLandmark) -> str:
    """Return a step in words, as in "Right hip centre"."""
    side, landmark_id = step
    return f"{side.value.capitalize()} {landmark(landmark_id).name.lower()}"


def locked_sentence(step: PlacedLandmark) -> str:
    """Return why a landmark stays as it is."""
    return f"{step_name(step)} is locked: L unlocks it."


_ON_A_CAPTION: Final = "Drag the caption to where it hides nothing; a double click puts it back."


class SelectTool:
    """Selects and moves; places nothing. With `takes_lines` it takes hold of rulers by their lines, and of drawings."""

    def __init__(self, session: Session, *, takes_lines: bool = False) -> None:
        self.session = session
        self._takes_lines = takes_lines
        self._drawn = DrawnHand(session)
        self.captions = CaptionHand(session)
        self._grip: Grip | None = None
        self._hovered: Hit | None = None
        self._piece: ScalePiece | None = None
        self.remark = ""

    @property
    def prompt(self) -> Prompt:
        """What to do now; of a selected landmark, its name."""
        remark = self.remark or (_ON_A_CAPTION if self.captions.hovered else "")
        sentence = (
            remark or "Drag a mark to move it; the arrow keys move the selected one by a pixel, with Shift by ten."
        )
        keys = (("L", "lock"), ("Delete", "clear"), ("P", "place"))
        selected = self.session.selection
        if selected is None:
            return Prompt("Select and move", sentence, keys)
        return Prompt(step_name(selected), sentence, keys, *selected, held=None if remark else selected)

    @property
    def pending(self) -> tuple[ImagePoint, ...]:
        """Nothing is ever pending."""
        return ()

    @property
    def pending_is_line(self) -> bool:
        """Nothing is ever pending."""
        return False

    @property
    def piece(self) -> ScalePiece | None:
        """The part of the scale that is selected; None while a landmark is, or where that part is gone."""
        piece = self._piece
        if piece is None or self.session.has_selection or not has_piece(self.session.case, piece):
            return None
        return piece

    def select_piece(self, piece: ScalePiece | None) -> None:
        """Select a part of the scale, or none."""
        self._piece = piece

    @property
    def hovered(self) -> Hit | None:
        """The mark under the pointer."""
        return self._hovered

    @property
    def is_dragging(self) -> bool:
        """Whether a mark follows the pointer."""
        return (self.is_pulling and not self._holds_locked) or self._drawn.is_dragging

    @property
    def hovered_drawing(self) -> int | None:
        """The number of the drawing under the pointer."""
        return None if self._drawn.hovered is None else self._drawn.hovered.drawing.number

    @property
    def is_pulling(self) -> bool:
        """Whether the pointer has left where it took hold of a mark, be that locked or not."""
        return self._grip is not None and self._grip.dragging

    @property
    def _holds_locked(self) -> bool:
        return self._grip is not None and self._grip.locked

    @property
    def focus(self) -> ImagePoint | None:
        """The place of the part that follows the pointer."""
        return self._grip.at if self._grip is not None and self.is_dragging else self._drawn.focus

    @property
    def request(self) -> NumberRequest | None:
        """No number is ever waited for."""
        return None

    def under(self, pointer: Pointer) -> Hit | None:
        """Return the mark under the pointer."""
        within = HIT_WITHIN_PX * pointer.image_px_per_screen_px
        return hit(self.session.committed, pointer.at, within, self.session.selection, bodies=self._takes_lines)

    def _drawing_under(self, pointer: Pointer, found: Hit | None) -> DrawnHit | None:
        """Return the drawing under the pointer, unless the mark that was found there comes first.

        Points of landmarks and of the scale come before all, then the points of drawings, then rings and lines.
        """
        drawn = self._drawn.under(pointer) if self._takes_lines else None
        beside = found is None or found.part in (Part.RING, Part.BODY)
        return drawn if drawn is not None and (found is None or (drawn.is_point and beside)) else None

    def _caption_under(self, pointer: Pointer, found: Hit | None, drawn: DrawnHit | None) -> ReadingCaption | None:
        """Return the caption of a reading under the pointer, unless a point lies there too."""
        caption = pointer.caption if self._takes_lines and isinstance(pointer.caption, ReadingCaption) else None
        beside = found is None or found.part in (Part.RING, Part.BODY)
        return caption if beside and (drawn is None or not drawn.is_point) else None

    def take_hold(self, found: Hit, pointer: Pointer) -> None:
        """Begin a hold on a mark."""
        self._grip = Grip(found, pointer.at, self.session.committed)

    def press(self, pointer: Pointer) -> None:
        """Take hold of the mark under the pointer, or let go of all."""
        self.remark = ""
        found = self.under(pointer)
        drawn = self._drawing_under(pointer, found)
        caption = self._caption_under(pointer, found, drawn)
        if caption is not None:
            self._piece = None
            self.session.select(None)
            self.captions.take_hold(caption, pointer)
            return
        if drawn is not None:
            self._piece = None
            self._drawn.take_hold(drawn, pointer)
            return
        self._piece = None if found is None else found.piece(self.session.committed)
        self.session.select(None if found is None else found.landmark)
        if found is not None:
            self.take_hold(found, pointer)

    def move(self, pointer: Pointer) -> None:
        """Move what is held, or look what is under the pointer."""
        if self._drawn.holds:
            self._drawn.move(pointer)
        elif self.captions.holds:
            self.captions.move(pointer)
        elif self._grip is not None:
            self._grip.drag(self.session, pointer)
            if self._grip.dragging and self._grip.locked and self._grip.hit.landmark is not None:
                self.remark = locked_sentence(self._grip.hit.landmark)
        else:
            found = self.under(pointer)
            self._drawn.hovered = self._drawing_under(pointer, found)
            caption = self._caption_under(pointer, found, self._drawn.hovered)
            self.captions.hovered = None if caption is None else caption.key
            self._drawn.hovered = self._drawn.hovered if caption is None else None
            self._hovered = found if self._drawn.hovered is None and caption is None else None

    def release(self, pointer: Pointer) -> None:
        """Let go; a drag becomes one step."""
        self._drawn.release(pointer)
        self.captions.release(pointer)
        grip, self._grip = self._grip, None
        if grip is not None and grip.dragging:
            grip.drag(self.session, pointer)
            self.session.commit(grip.label)  # of a locked mark there is nothing to keep

    def drop(self) -> bool:
        """Let go without a trace; False where nothing was held."""
        held, self._grip = self._grip is not None, None
        if held:
            self.session.cancel()
        return self._drawn.drop() or self.captions.drop() or held

    def cancel(self) -> bool:
        """Drop the drag, else the selection."""
        if self.drop():
            return True
        if self.session.has_selection or self.piece is not None:
            self._piece = None
            self.session.select(None)
            return True
        return False

    def answer(self, value: float) -> None:
        """No number is ever waited for."""
        raise AssertionError(f"nobody asked for {value}")
