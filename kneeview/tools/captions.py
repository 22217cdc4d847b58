"""The captions of readings in the hand: taken hold of, put elsewhere, put back."""

from __future__ import annotations

from dataclasses import dataclass

from kneeview.case.case import Case
from kneeview.case.session import Session
from kneeview.domain.caption import CaptionKey, PlacedCaption
from kneeview.tools.pointer import DRAG_FROM_PX, Pointer, ReadingCaption


@dataclass(slots=True)
class _Hold:
    caption: ReadingCaption
    pressed: Pointer
    case: Case
    dragging: bool = False


class CaptionHand:
    """Takes hold of captions by their letters and moves them, one step a drag; dropped, it leaves no trace."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._hold: _Hold | None = None
        self.hovered: CaptionKey | None = None

    @property
    def holds(self) -> bool:
        """Whether a caption is held."""
        return self._hold is not None

    def take_hold(self, caption: ReadingCaption, pointer: Pointer) -> None:
        """Begin a hold on a caption."""
        self._hold = _Hold(caption, pointer, self.session.committed)

    def move(self, pointer: Pointer) -> None:
        """Preview the caption where the pointer takes it; its middle stays on the picture."""
        hold = self._hold
        if hold is None or (not hold.dragging and pointer.screen_distance(hold.pressed.at) < DRAG_FROM_PX):
            return
        hold.dragging = True
        caption, pressed = hold.caption, hold.pressed.at
        to = caption.middle.moved(pointer.at.x - pressed.x, pointer.at.y - pressed.y)
        if hold.case.image.shows(to):
            place = PlacedCaption(*caption.key, to.x - caption.anchor.x, to.y - caption.anchor.y)
            self.session.preview(hold.case.with_caption(place))

    def release(self, pointer: Pointer) -> None:
        """Let go; a drag becomes one step."""
        self.move(pointer)
        hold, self._hold = self._hold, None
        if hold is not None and hold.dragging:
            self.session.commit("Move caption")

    def drop(self) -> bool:
        """Let go without a trace; False where nothing was held."""
        held, self._hold = self._hold is not None, None
        if held:
            self.session.cancel()
        return held

    def put_back(self, key: CaptionKey) -> None:
        """Let a caption stand where it does by itself, as one step."""
        self.session.apply(self.session.committed.without_caption(key), "Put caption back")
