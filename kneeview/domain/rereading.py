"""The readings after an edit: those whose landmarks stayed where they were are taken over, the others are read anew.

While a landmark is dragged, the readings of the other leg and most of its own leg's are not touched. Errors take the
longest: every reading is computed four times for each of its landmarks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kneeview.domain.catalog import CATALOG, readings
from kneeview.domain.limb import SIDES
from kneeview.domain.measurement import PlacedLandmark, Reading, Subject, read

_SERVING: Final = {entry.id: frozenset(mark.id for mark in entry.landmarks) for entry in CATALOG}
"""By measurement, every landmark that it can depend on."""


def reread(before: Subject, readings_before: tuple[Reading, ...], now: Subject) -> tuple[Reading, ...]:
    """Return every reading of `now`, given those of another subject; the same as reading the whole catalogue.

    A reading depends on the landmarks that serve it on its own side, and on the circumstances. Where anything but the
    landmarks differs, all is read anew.
    """
    if replace(before, positions=now.positions) != now:
        return readings(now)
    moved = frozenset(_moved(before, now))
    return tuple(
        read(known.measurement, known.side, now) if _touches(known, moved) else known for known in readings_before
    )


def _moved(before: Subject, now: Subject) -> list[PlacedLandmark]:
    """Return the landmarks that were placed, moved or cleared."""
    return [
        (side, landmark_id)
        for side in SIDES
        for landmark_id in {**before.positions[side], **now.positions[side]}
        if before.positions[side].get(landmark_id) != now.positions[side].get(landmark_id)
    ]


def _touches(reading: Reading, moved: frozenset[PlacedLandmark]) -> bool:
    serving = _SERVING[reading.measurement.id]
    return any(reading.side in (None, side) and landmark_id in serving for side, landmark_id in moved)
