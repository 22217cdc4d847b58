"""Nudges by the arrow keys: those of one mark in quick succession are one undo step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kneeview.case.case import Case
from kneeview.case.session import Session
from kneeview.domain.measurement import PlacedLandmark

Clock = Callable[[], float]
"""Tells the time in seconds from any moment on, never backwards."""

SOON_S: Final = 1.0
"""A nudge that comes so soon after the last one goes on with its step."""


class Nudging:
    """Makes steps of nudges. A nudge goes on with the last one where nothing else was done in between."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._last: tuple[Case, PlacedLandmark | int, float] | None = None

    def apply(self, case: Case, label: str, moved: PlacedLandmark | int) -> None:
        """Make the case the present one, in which a landmark or the drawing of a number was moved."""
        now, before = self._clock(), self._session.committed
        if self._goes_on(before, moved, now):
            stands = self._session.amend(case, label)
        else:
            stands = case != before
            self._session.apply(case, label)
        self._last = (self._session.committed, moved, now) if stands else None

    def _goes_on(self, before: Case, moved: PlacedLandmark | int, now: float) -> bool:
        if self._last is None:
            return False
        after, same, at = self._last
        return after is before and same == moved and now - at <= SOON_S
