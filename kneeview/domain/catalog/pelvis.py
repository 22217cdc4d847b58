"""Heights of the two sides against the horizontal of the picture: true only if the picture's vertical is."""

from __future__ import annotations

from math import atan2, degrees
from typing import Final

from kneeview.domain.catalog.points import compared, directed
from kneeview.domain.geometry import COINCIDENT, DegenerateError, Vec
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.measurement import Measurement, Need, Number, Source, Stroke, StrokeKind
from kneeview.domain.units import Unit


def height_difference(right: Vec, left: Vec) -> float:
    """Return how much lower the right point is than the left, in millimetres."""
    return right.v - left.v


def obliquity(right: Vec, left: Vec) -> float:
    """Return the tilt of the line between the sides in degrees, above zero where the right is lower."""
    apart = abs(right.u + left.u)  # u points towards the midline on both sides, so the sum is the distance
    if apart < COINCIDENT and abs(right.v - left.v) < COINCIDENT:
        raise DegenerateError("the points of both sides coincide")
    return degrees(atan2(right.v - left.v, apart))


def _level(right: Vec, left: Vec) -> tuple[Stroke, ...]:
    return (Stroke(StrokeKind.LEVEL, right, left),)


_WORDS: Final = {
    L.HIP_CENTER: "hip centres",
    L.FEMORAL_HEAD_TOP: "tops of the femoral heads",
    L.ILIAC_CREST: "iliac crests",
    L.ASIS: "anterior superior iliac spines",
}


def _line(landmark: L, only: Kind | None = None) -> Source:
    """Return the way that takes one landmark of each side."""
    return Source(((landmark, 1.0),), words=_WORDS[landmark], only=only)


def _same_on_both_sides(*lines: Source, asked: int = -1) -> Need:
    return Need(lines, alike=True, asked=asked)


_LOWER_MM: Final = compared(Unit.MM, "right lower", "left lower", "level")

MEASUREMENTS: Final = (
    Measurement(
        "femoral_head_height_difference",
        "Femoral head height difference",
        "Head height",
        "Height of the femoral heads against each other (their tops, or their centres where a top is not placed); it "
        "includes the height of the feet.",
        "Friberg 1983, Spine 8:643-51 (standing film, horizontal beam at the heads)",
        Number(Unit.MM, height_difference, _LOWER_MM),
        (_same_on_both_sides(_line(L.FEMORAL_HEAD_TOP), _line(L.HIP_CENTER)),),
        both_sides=True,
        lines=_level,
        on_floor=True,
    ),
    Measurement(
        "iliac_crest_height_difference",
        "Iliac crest height difference",
        "Crest height",
        "Height of the tops of the iliac crests against each other.",
        "Friberg 1983, Spine 8:643-51",
        Number(Unit.MM, height_difference, _LOWER_MM),
        (_same_on_both_sides(_line(L.ILIAC_CREST)),),
        both_sides=True,
        lines=_level,
        on_floor=True,
    ),
    Measurement(
        "pelvic_obliquity",
        "Pelvic obliquity",
        "Pelvis",
        "Tilt of the line between the hip centres; where those are not placed, between the iliac crests, on a photo "
        "between the anterior superior iliac spines.",
        "Friberg 1983, Spine 8:643-51",
        Number(
            Unit.DEGREE,
            obliquity,
            directed(Unit.DEGREE, "with the right lower", "with the left lower", "level"),
            height_difference,
        ),
        (_same_on_both_sides(_line(L.HIP_CENTER), _line(L.ASIS, Kind.PHOTO), _line(L.ILIAC_CREST), asked=0),),
        both_sides=True,
        lines=_level,
        on_floor=True,
    ),
)
