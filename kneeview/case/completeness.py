"""What the protocol asks for and the case lacks, so that a report of unfinished work says so at its head."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from kneeview.case.case import Case
from kneeview.case.placements import Absent, is_suggested
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.landmarks import landmark
from kneeview.domain.limb import SIDES
from kneeview.domain.measurement import PlacedLandmark

_FEW: Final = 3
"""So many landmarks are named where there is little room; of more only their number is told."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """The steps of a protocol: those not placed (`open`), only suggested, and marked as absent with the reason."""

    protocol: str
    steps: tuple[PlacedLandmark, ...]
    open: tuple[PlacedLandmark, ...]
    suggested: tuple[PlacedLandmark, ...]
    absent: tuple[tuple[PlacedLandmark, str], ...]

    @property
    def is_complete(self) -> bool:
        """Whether every landmark is placed."""
        return not (self.open or self.suggested or self.absent)

    @property
    def brief(self) -> tuple[str, ...]:
        """What is lacking in two short lines, as for a picture; none where nothing is."""
        lacking = (*self.open, *self.suggested, *(step for step, _ in self.absent))
        if not lacking:
            return ()
        counts = [f"{n} on the {side.value}" for side in SIDES if (n := sum(on is side for on, _ in lacking))]
        which = self._names(lacking) if len(lacking) <= _FEW else ", ".join(counts)
        return f"Incomplete: {len(lacking)} of {len(self.steps)} landmarks not placed", which

    @property
    def text(self) -> str:
        """What is lacking, in words; "" where nothing is."""
        return " ".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        of = f"{len(self.open)} of {len(self.steps)} landmarks of the protocol {self.protocol} not placed"
        if len(self.open) == len(self.steps):
            yield f"No landmark of the protocol {self.protocol} is placed."
        elif self.open:
            yield f"{of}: {self._names(self.open)}."
        if self.suggested:
            yield f"Only suggested, not accepted and not measured: {self._names(self.suggested)}."
        for reason in dict.fromkeys(reason for _, reason in self.absent):
            steps = [step for step, why in self.absent if why == reason]
            yield f"Marked as {reason}: {self._names(steps)}."

    def _names(self, steps: Collection[PlacedLandmark]) -> str:
        """Return landmarks by their legs; of a leg that lacks all of them only that."""
        legs = []
        for side in SIDES:
            names = [landmark(i).listed for on, i in steps if on is side]
            if len(names) > 1 and len(names) == sum(on is side for on, _ in self.steps):
                legs.append(f"the whole {side.value} leg")
            elif names:
                legs.append(f"{side.value} {', '.join(names)}")
        return "; ".join(legs)


def _serves(case: Case, step: PlacedLandmark) -> bool:
    """Whether a landmark that is open is not wanting: notch and spines serve for the knee centre."""
    side, wanted = step
    instead = (case.placement(side, L.FEMORAL_NOTCH), case.placement(side, L.TIBIAL_SPINES))
    return wanted is L.KNEE_CENTER and not any(
        mark is None or isinstance(mark, Absent) or is_suggested(mark) for mark in instead
    )


def completeness(case: Case) -> Completeness | None:
    """Return what the protocol of the case asks for and what of it is lacking.

    None where no protocol was followed: the landmarks came from a file, or there are free measurements alone.
    """
    if not case.protocol_id or (case.drawings and not any(case.limbs.values())):
        return None
    marks = [(step, case.placement(*step)) for step in case.steps]
    return Completeness(
        case.protocol.name,
        case.steps,
        tuple(step for step, mark in marks if mark is None and not _serves(case, step)),
        tuple(step for step, mark in marks if mark is not None and is_suggested(mark)),
        tuple((step, mark.reason) for step, mark in marks if isinstance(mark, Absent)),
    )
