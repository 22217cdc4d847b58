"""The way through the landmarks of a protocol: which one the next press places."""

from __future__ import annotations

from kneeview.case.session import Session
from kneeview.domain.measurement import PlacedLandmark


class Course:
    """`wanted` is the landmark that was asked for, whether or not it was placed before; None follows the order."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.wanted: PlacedLandmark | None = None

    @property
    def step(self) -> PlacedLandmark | None:
        """The landmark that the next press places; None when the protocol is done."""
        case = self._session.committed
        return self.wanted if self.wanted in case.steps else case.next_step

    def open_after(self, step: PlacedLandmark | None) -> PlacedLandmark | None:
        """Return the first open landmark after one, round from the last to the first; None where all are placed."""
        case = self._session.committed
        steps = case.steps
        first = steps.index(step) + 1 if step in steps else 0
        return next((each for each in (*steps[first:], *steps[:first]) if case.is_open(each)), None)

    def before(self, step: PlacedLandmark | None) -> PlacedLandmark | None:
        """Return the landmark before one, or the last where the protocol is done; None before the first."""
        steps = self._session.committed.steps
        here = steps.index(step) if step in steps else len(steps)
        return steps[here - 1] if here > 0 else None
