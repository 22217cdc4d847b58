"""The marks that make a scale: how many points, in which words, which sizes, and what they make of a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from kneeview.case.case import Case
from kneeview.domain.calibration import (
    BALL_DIAMETERS_MM,
    SHEETS_MM,
    Calibration,
    HeightCalibration,
    RectangleCalibration,
    RulerCalibration,
    RulerSegment,
    SphereCalibration,
)
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.plumb import PlumbLine
from kneeview.tools.pointer import NumberRequest, SizeAtHand

Points = tuple[ImagePoint, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who makes a scale, and when (ISO 8601)."""

    by: str
    at: str


class Outline(Enum):
    """What the points of a mark make together."""

    LINE = "line"
    ROUND = "round"
    CORNERS = "corners"


@dataclass(frozen=True, slots=True)
class ScaleMark:
    """What a scale tool draws, and what it makes.

    `sentences` ask for one point each, `requests` for one number each, which `ask` asks for. `put` returns the case
    with the mark made of points and numbers; it raises `CalibrationError`. `makes` is the kind of calibration, or of
    the plumb line.
    """

    title: str
    step: str
    outline: Outline
    sentences: tuple[str, ...]
    requests: tuple[NumberRequest, ...]
    makes: type[Calibration] | type[PlumbLine]
    put: Callable[[Case, Points, tuple[float, ...], Stamp], Case]
    ask: str = "Type its size and press Enter."

    @property
    def point_count(self) -> int:
        """How many points make the mark."""
        return len(self.sentences)

    def adds(self, calibration: Calibration) -> bool:
        """Whether the mark is added to the ones that are there, instead of taking their place."""
        return self.makes is RulerCalibration and isinstance(calibration, RulerCalibration)

    def label(self, case: Case) -> str:
        """Return what the undo step is called."""
        return f"Add {self.title.lower()}" if self.adds(case.calibration.calibration) else self.step


def _ruler(case: Case, points: Points, values: tuple[float, ...], stamp: Stamp) -> Case:
    segment = RulerSegment(points[0], points[1], values[0])
    before = case.calibration.calibration
    made = (
        replace(before, segments=(*before.segments, segment))
        if isinstance(before, RulerCalibration)
        else RulerCalibration((segment,))
    )
    return case.with_calibration(made, stamp.by, stamp.at)


def _ball(case: Case, points: Points, values: tuple[float, ...], stamp: Stamp) -> Case:
    return case.with_calibration(SphereCalibration(points, values[0]), stamp.by, stamp.at)


def _height(case: Case, points: Points, values: tuple[float, ...], stamp: Stamp) -> Case:
    return case.with_calibration(HeightCalibration(points[0], points[1], values[0]), stamp.by, stamp.at)


def _rectangle(case: Case, points: Points, values: tuple[float, ...], stamp: Stamp) -> Case:
    corners = (points[0], points[1], points[2], points[3])
    return case.with_calibration(RectangleCalibration(corners, values[0], values[1]), stamp.by, stamp.at)


def _plumb(case: Case, points: Points, values: tuple[float, ...], stamp: Stamp) -> Case:
    del values, stamp
    upper, lower = sorted(points, key=lambda point: point.y)
    return case.with_plumb(PlumbLine(upper, lower))


RULER = ScaleMark(
    "Ruler",
    "Scale from ruler",
    Outline.LINE,
    ("Click one end of a known length, the longer the better.", "Click its other end."),
    (NumberRequest("Known length", "mm", low=1.0, high=3000.0),),
    RulerCalibration,
    _ruler,
)

BALL = ScaleMark(
    "Scale ball",
    "Scale from ball",
    Outline.ROUND,
    (
        "Click a point on the rim of the ball.",
        "Click a second point on the rim, about a third of the way round.",
        "Click a third point on the rim.",
    ),
    (
        NumberRequest(
            "Diameter",
            "mm",
            BALL_DIAMETERS_MM[0],
            tuple(SizeAtHand(f"{size:g}", (size,)) for size in BALL_DIAMETERS_MM),
            low=1.0,
            high=300.0,
        ),
    ),
    SphereCalibration,
    _ball,
    ask="Is it this large? Enter takes the diameter in the field; else choose or type it.",
)

HEIGHT = ScaleMark(
    "Patient's height",
    "Scale from patient's height",
    Outline.LINE,
    ("Click the top of the head.", "Click the sole, straight below it."),
    (NumberRequest("Height", "mm", low=300.0, high=2500.0),),
    HeightCalibration,
    _height,
    ask="Type it as 1720, 172 cm or 1.72 m and press Enter.",
)

RECTANGLE = ScaleMark(
    "Rectangle",
    "Scale from rectangle",
    Outline.CORNERS,
    (
        "Click the upper left corner of a rectangle in the plane of the legs.",
        "Click its upper right corner.",
        "Click its lower right corner.",
        "Click its lower left corner.",
    ),
    (
        NumberRequest(
            "Width",
            "mm",
            choices=tuple(SizeAtHand(name, (long, short)) for name, long, short in SHEETS_MM),
            low=10.0,
            high=5000.0,
            is_last=False,
        ),
        NumberRequest("Height", "mm", low=10.0, high=5000.0),
    ),
    RectangleCalibration,
    _rectangle,
    ask="Type its size or choose a sheet.",
)

PLUMB = ScaleMark(
    "Plumb line",
    "Plumb line",
    Outline.LINE,
    ("Click the upper end of something that hangs or stands upright.", "Click its lower end."),
    (),
    PlumbLine,
    _plumb,
)
