"""The catalogue: every measurement, declared once, in the order of the report."""

from __future__ import annotations

from typing import Final

from kneeview.domain.catalog import angles, axis, classes, lengths, pelvis, surface
from kneeview.domain.measurement import Measurement, Reading, Subject, read

CATALOG: Final[tuple[Measurement, ...]] = (
    *axis.MEASUREMENTS,
    *lengths.MEASUREMENTS,
    *angles.MEASUREMENTS,
    *classes.MEASUREMENTS,
    *pelvis.MEASUREMENTS,
    *surface.MEASUREMENTS,
)

_BY_ID: Final = {measurement.id: measurement for measurement in CATALOG}


def measurement(measurement_id: str) -> Measurement:
    """Return the measurement of that id. Raises `KeyError` for an unknown one."""
    return _BY_ID[measurement_id]


def readings(subject: Subject) -> tuple[Reading, ...]:
    """Return every reading of the catalogue, right before left."""
    return tuple(read(entry, side, subject) for entry in CATALOG for side in entry.sides)
