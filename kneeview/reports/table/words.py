"""What files call the sides, the outcomes and the ground of readings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from kneeview.case.case import Case
from kneeview.domain.landmarks import Kind, LandmarkId
from kneeview.domain.limb import Side
from kneeview.domain.measurement import ClassValue, Missing, Reading, Undefined, Value, Withheld


def side_word(reading: Reading) -> str:
    """Return right, left or both."""
    return "both" if reading.side is None else reading.side.value


def status(reading: Reading) -> str:
    """Return what became of the measurement, as files say it."""
    match reading.outcome:
        case Value() | ClassValue():
            return "value"
        case Missing():
            return "missing"
        case Undefined():
            return "undefined"
        case Withheld():
            return "withheld"
        case _:
            assert_never(reading.outcome)


def basis(case: Case) -> str:
    """Return what the readings were made on: a radiograph, or the surface of the skin."""
    return "radiograph" if case.kind is Kind.RADIOGRAPH else "surface"


def placed_ids(places: Sequence[tuple[Side, LandmarkId]], *, sided: bool) -> list[str]:
    """Return ids, with the side before the dot where a reading is of both legs."""
    return [f"{side.value}.{landmark.value}" if sided else landmark.value for side, landmark in places]
