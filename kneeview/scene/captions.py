"""From the readings of a case to their captions on the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kneeview.case.case import Case
from kneeview.domain.geometry import DegenerateError, ImagePoint, Vec
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import LimbFrame, Side
from kneeview.domain.measurement import Reading, Value
from kneeview.domain.scale import Scale
from kneeview.scene.primitives import CaptionMark, Role

_CAPTIONED: Final = ("hka", "mad", "imd", "icd")

_BESIDE: Final = 0.125
"""How far lateral of the axis captions stand, as a share of the thigh: 54 of 430 mm, clear of shaft and joint."""


def on_image(position: Vec, side: Side, case: Case, scale: Scale) -> ImagePoint | None:
    """Return where a position of the limb frame is on the image; None where it is nowhere."""
    try:
        point = scale.to_image(LimbFrame(side, case.view).to_plane(position))
    except DegenerateError:
        return None
    return point if point.is_finite else None


def captioned_readings(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Return the readings that are written on the picture where they have a value."""
    return tuple(reading for reading in readings if reading.measurement.id in _CAPTIONED)


def reading_captions(case: Case, scale: Scale, readings: tuple[Reading, ...]) -> Iterator[CaptionMark]:
    """Return the captions of the readings that are written on the picture: where a hand put them, else beside."""
    positions = case.subject().positions
    for reading in captioned_readings(readings):
        if not isinstance(reading.outcome, Value):
            continue
        text = f"{reading.short} {_words(reading.outcome)}"
        mark = (
            _between_legs(case, scale, reading.outcome, text)
            if reading.side is None
            else _beside_leg(case, scale, reading, positions[reading.side].get(LandmarkId.HIP_CENTER), text)
        )
        if mark is None or mark.anchor is None:
            continue
        key = reading.measurement.id, reading.side
        put = case.caption(key)
        if put is None:
            yield replace(mark, reading=key)
        else:
            yield replace(mark, reading=key, at=put.beside(mark.anchor), offset=(0.0, 0.0), put=True)


def _words(value: Value) -> str:
    """Return the value and below it its direction, so that no bare number has to be understood.

    As in "185.8°" and "5.8° valgus", "20.2 mm" and "lateral"; what lateral means is left to the panel.
    """
    direction = value.words.direction.removesuffix(", surface").removesuffix(" (varus)").removesuffix(" (valgus)")
    return "\n".join(filter(None, (value.words.magnitude, direction)))


def _between_legs(case: Case, scale: Scale, value: Value, text: str) -> CaptionMark | None:
    ends = value.strokes[0]
    start, end = on_image(ends.start, Side.RIGHT, case, scale), on_image(ends.end, Side.LEFT, case, scale)
    if start is None or end is None:
        return None
    middle = ImagePoint((start.x + end.x) / 2, (start.y + end.y) / 2)
    return CaptionMark(middle, text, Role.DISTANCE, None, (0.0, 16.0), anchor=middle)


def _beside_leg(case: Case, scale: Scale, reading: Reading, hip: Vec | None, text: str) -> CaptionMark | None:
    """Return a caption lateral of the axis: that of the deviation at the knee, that of the angle on the thigh."""
    side, value, deviation = reading.side, reading.outcome, reading.measurement.id == "mad"
    if hip is None or side is None or not isinstance(value, Value):
        return None
    knee = value.strokes[1].start if deviation else value.strokes[0].end
    place = knee if deviation else hip + (knee - hip) * 0.55
    at = on_image(Vec(place.u - _BESIDE * (knee - hip).length, place.v), side, case, scale)
    anchor = on_image(place, side, case, scale)
    if at is None or anchor is None:
        return None
    lateral = -LimbFrame(side, case.view).medial_sign
    role = Role.DEVIATION if deviation else Role.MECHANICAL_AXIS
    return CaptionMark(at, text, role, side, (lateral * 8.0, 0.0), anchor=anchor)
