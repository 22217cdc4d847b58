"""Asks the picture about a click. The answer may come late, and whatever the user did in the meantime comes first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from kneeview.case.case import Case
from kneeview.case.placements import CircleMark, Found, PointMark
from kneeview.case.session import Session
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Shape, landmark
from kneeview.domain.measurement import PlacedLandmark
from kneeview.tools.pointer import Pointer
from kneeview.tools.select import step_name

Seen = PointMark | CircleMark
"""A landmark as the picture shows it."""

FindLandmark = Callable[[Case, PlacedLandmark, Pointer, Callable[[Seen | None], None]], None]
"""Looks for a landmark near a place and tells, at once or later, how the picture shows it; None where it is unsure."""


_REACH_PX: Final = 12.0
_REACH_MM: Final = (3.0, 8.0)
"""How far from a click an edge is looked for: in screen pixels, and between which typical millimetres."""


def reach_mm(pointer: Pointer, mm_px: float) -> float:
    """Return how far from a click an edge is looked for, in millimetres; `mm_px` is how many pixels one of them has."""
    low, high = _REACH_MM
    return min(max(_REACH_PX * pointer.image_px_per_screen_px / mm_px, low), high)


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What is asked: which landmark, where was clicked, and the case before and after the click.

    The click on a point stands in the case until the answer comes. One on a head stands nowhere: it makes no circle.
    """

    step: PlacedLandmark
    at: ImagePoint
    before: Case
    after: Case

    @property
    def is_circle(self) -> bool:
        """Whether the rim of a head is looked for."""
        return landmark(self.step[1]).shape is Shape.CIRCLE

    @property
    def stands(self) -> bool:
        """Whether the click made a step."""
        return self.after is not self.before


class Looking:
    """Asks `find`, one question at a time, and tells `ended` whether the landmark of a look is suggested now."""

    def __init__(self, session: Session, find: FindLandmark | None, ended: Callable[[Look, bool], None]) -> None:
        self._session = session
        self._find = find
        self._ended = ended
        self.now: Look | None = None

    @property
    def can(self) -> bool:
        """Whether there is anything to ask."""
        return self._find is not None

    def begin(self, step: PlacedLandmark, pointer: Pointer) -> None:
        """Let the click stand, and ask what the picture shows there."""
        before = after = self._session.committed
        look = Look(step, pointer.at, before, before)
        if not look.is_circle:
            after = before.with_placement(*step, PointMark(pointer.at))
            self._session.apply(after, f"Place {step_name(step).lower()}")
            self._session.select(step)
            look = replace(look, after=before if after == before else after)
        self.now = look
        if self._find is not None:
            self._find(after, step, pointer, lambda seen: self._answer(look, seen))

    def let_go(self) -> Look | None:
        """Wait no longer, and return what was waited for; the click stands as it is."""
        look, self.now = self.now, None
        return look

    def take_back(self, look: Look) -> None:
        """Take the click back as if it had not been, unless something was done since."""
        if look.stands and self._session.committed is look.after:
            self._session.amend(look.before, "")

    def _answer(self, look: Look, seen: Seen | None) -> None:
        """Suggest what the picture shows, as part of the click's step, unless the user went on to something else."""
        if self.now is not look:
            return
        self.now = None
        case, step = self._session.committed, look.step
        if case.placement(*step) != look.after.placement(*step):
            return
        if seen is not None:
            suggested = case.with_placement(*step, replace(seen, found=Found.SUGGESTED))
            put = self._session.amend if look.stands and case is look.after else self._session.apply
            put(suggested, f"Suggest {step_name(step).lower()}")
        self._ended(look, seen is not None)
