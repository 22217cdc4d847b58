"""What keys do with the selected landmark: nudging, locking, clearing. Quick nudges are one undo step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kneeview.case.placements import CircleMark, PointMark, is_locked, points_of
from kneeview.case.session import Session
from kneeview.domain.measurement import PlacedLandmark
from kneeview.tools.hit import nudged
from kneeview.tools.nudging import Nudging
from kneeview.tools.select import locked_sentence, step_name


class Landmarks:
    """The landmarks of the case. What is refused is told to `say`, in a sentence."""

    def __init__(
        self, session: Session, nudging: Nudging, say: Callable[[str], None], changed: Callable[[], None]
    ) -> None:
        self.session = session
        self._nudging = nudging
        self._say = say
        self._changed = changed

    @property
    def can_lock(self) -> bool:
        """Whether a landmark is selected that can be locked or unlocked."""
        selection = self.session.selection
        return selection is not None and isinstance(
            self.session.committed.placement(*selection), (PointMark, CircleMark)
        )

    @property
    def holds_locked(self) -> bool:
        """Whether the selected landmark is locked."""
        return self.session.selection is not None and self._is_locked(self.session.selection)

    def _is_locked(self, step: PlacedLandmark) -> bool:
        return is_locked(self.session.committed.placement(*step))

    def nudge(self, dx: float, dy: float) -> None:
        """Move the selected landmark by some pixels of the image; what is locked or at the edge stays."""
        selection = self.session.selection
        if selection is None:
            return
        moved = nudged(self.session.committed, selection, dx, dy)
        placement = moved.placement(*selection)
        if self._is_locked(selection):
            self._say(locked_sentence(selection))
        elif placement is not None and not all(map(moved.image.shows, points_of(placement))):
            self._say("That is the edge of the picture.")
        else:
            self._nudging.apply(moved, f"Nudge {step_name(selection).lower()}", selection)
        self._changed()

    def toggle_lock(self) -> None:
        """Lock the selected landmark, or unlock it."""
        selection = self.session.selection
        placement = None if selection is None else self.session.committed.placement(*selection)
        if selection is None or not isinstance(placement, (PointMark, CircleMark)):
            return
        what = "Unlock" if placement.locked else "Lock"
        turned = self.session.committed.with_placement(*selection, replace(placement, locked=not placement.locked))
        self.session.apply(turned, f"{what} {step_name(selection).lower()}")
        self._say("")
        self._changed()

    def clear(self) -> None:
        """Clear the selected landmark; one that is locked stays."""
        selection = self.session.selection
        if selection is None:
            return
        if self._is_locked(selection):
            self._say(locked_sentence(selection))
        else:
            self.session.apply(
                self.session.committed.without_placement(*selection), f"Clear {step_name(selection).lower()}"
            )
            self.session.select(None)
        self._changed()
