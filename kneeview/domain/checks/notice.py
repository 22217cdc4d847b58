"""A notice: what a reader should know before believing the numbers, and what stands under every report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kneeview.domain.measurement import PlacedLandmark

NOT_FOR_DIAGNOSIS: Final = (
    "Not for diagnosis or surgical planning. Measurement aid; values depend on landmark placement and positioning."
)
NOT_A_DIAGNOSIS: Final = (
    "Normal ranges are quoted from the named source for the named population; outside the range is not a diagnosis."
)
ERRORS_COVER: Final = (
    "The errors are of placement and scale; they do not include positioning (rotation, flexion, stance)."
)


@dataclass(frozen=True, slots=True)
class Notice:
    """One warning: a code for programs, a sentence for people, and the landmark to look at, if there is one.

    `doubts` are landmarks whose very place is questioned: the `question` stands at their points, as short as it goes.
    """

    code: str
    text: str
    landmark: PlacedLandmark | None = None
    doubts: tuple[PlacedLandmark, ...] = ()
    question: str = ""
