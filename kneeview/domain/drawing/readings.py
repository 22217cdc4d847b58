"""What drawings read: numbers with their words and their errors, as the measurements have them.

All geometry is done in the film plane, in a frame whose u runs towards the patient's right and whose v runs down the
vertical of the picture, so that the words of direction are the patient's whatever the screen shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, degrees
from typing import Final

from kneeview.domain.catalog.points import directed, plain
from kneeview.domain.drawing.shapes import Drawing, DrawingKind
from kneeview.domain.geometry import COINCIDENT, DegenerateError, Vec, angle_between, foot_on_line
from kneeview.domain.landmarks import Kind, PlacementError
from kneeview.domain.limb import LimbFrame, Side, View
from kneeview.domain.measurement import FARTHEST_MM, Undefined, Value, Withheld, said_of, scale_error
from kneeview.domain.scale import Scale
from kneeview.domain.uncertainty import interval95, slopes, standard_deviation
from kneeview.domain.units import Unit, Words, is_shown_as_zero, number, written

CLICK_ERROR: Final[Mapping[Kind, PlacementError]] = {
    Kind.RADIOGRAPH: PlacementError(1.0, 1.0),
    Kind.PHOTO: PlacementError(2.0, 2.0),
}
"""How well a point of a drawing is placed, in millimetres: assumed, and printed as such."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A number that a drawing reads. `compute` takes the working points of the drawing, in its frame."""

    id: str
    name: str
    unit: Unit
    compute: Callable[..., float]
    words: Callable[[float], Words]


@dataclass(frozen=True, slots=True)
class DrawnReading:
    """The outcome of one gauge of a drawing."""

    drawing: Drawing
    gauge: Gauge
    outcome: Value | Undefined | Withheld

    @property
    def id(self) -> str:
        """The name in files."""
        return f"{self.drawing.id}.{self.gauge.id}"

    @property
    def title(self) -> str:
        """The name of the drawing, and of the number where the drawing reads more than one."""
        several = len(GAUGES[self.drawing.kind]) > 1
        return f"{self.drawing.title}, {self.gauge.name.lower()}" if several else self.drawing.title

    @property
    def has_error(self) -> bool:
        """Whether its error is known, which rests on `CLICK_ERROR`."""
        return isinstance(self.outcome, Value) and self.outcome.placement_sd is not None

    @property
    def text(self) -> str:
        """What list, picture and report show."""
        return self.outcome.text


# ------------------------------------------------------------------------------------------------- computations


def _span(start: Vec, end: Vec) -> float:
    """Return the distance of two points in millimetres. Raises `DegenerateError` where they coincide."""
    length = (end - start).length
    if length < COINCIDENT:
        raise DegenerateError("its ends coincide")
    return length


def _path(*points: Vec) -> float:
    """Return the length along a path in millimetres. Raises `DegenerateError` where all of its points coincide."""
    length = sum((b - a).length for a, b in pairwise(points))
    if length < COINCIDENT:
        raise DegenerateError("its points coincide")
    return length


def _at_apex(first: Vec, apex: Vec, second: Vec) -> float:
    return angle_between(first - apex, second - apex)


def _between_lines(a: Vec, b: Vec, c: Vec, d: Vec) -> float:
    return angle_between(b - a, d - c)


def _smaller_between_lines(a: Vec, b: Vec, c: Vec, d: Vec) -> float:
    angle = _between_lines(a, b, c, d)
    return min(angle, 180 - angle)


def _long_axis(a: Vec, b: Vec, c: Vec, d: Vec) -> float:
    return max(_span(a, b), _span(c, d))


def _short_axis(a: Vec, b: Vec, c: Vec, d: Vec) -> float:
    return min(_span(a, b), _span(c, d))


def _right_and_left(a: Vec, b: Vec) -> tuple[Vec, Vec]:
    """Return the end on the patient's right and the other. Raises `DegenerateError` for a line straight down."""
    if abs(a.u - b.u) < COINCIDENT:
        raise DegenerateError("the line runs straight down, so that neither end is the right one")
    return (a, b) if a.u > b.u else (b, a)


def _right_lower(a: Vec, b: Vec) -> float:
    """Return how much lower the end on the patient's right is, in millimetres."""
    right, left = _right_and_left(a, b)
    return right.v - left.v


def _tilt(a: Vec, b: Vec) -> float:
    """Return the tilt against the horizontal in degrees, above zero where the end on the patient's right is lower."""
    right, left = _right_and_left(a, b)
    return degrees(atan2(right.v - left.v, right.u - left.u))


def _aside(top: Vec, point: Vec) -> float:
    """Return how far a point lies from the vertical, in millimetres, above zero towards the patient's right."""
    return point.u - top.u


def opposite_rims(start: Vec, end: Vec, beside: Vec) -> tuple[Vec, Vec]:
    """Return both ends of the other axis of an ellipse; the second is on the side of the point beside.

    Raises `DegenerateError` where start and end coincide.
    """
    half = beside - foot_on_line(beside, start, end)
    middle = (start + end) * 0.5
    return middle - half, middle + half


def _working_points(kind: DrawingKind, points: Sequence[Vec]) -> tuple[Vec, ...]:
    """Return what is computed with, each point placed by itself.

    A circle is fitted by eye to both sides of a rim, and an ellipse to four, so those are the points that err.
    """
    if kind is DrawingKind.CIRCLE:
        centre, rim = points
        return centre + (centre - rim), rim
    if kind is DrawingKind.ELLIPSE:
        start, end, beside = points
        return (start, end, *opposite_rims(start, end, beside))
    return tuple(points)


# -------------------------------------------------------------------------------------------------------- words


def _with_supplement(value: float) -> Words:
    """Return an angle with the one beside it; both add up to 180 as they are printed."""
    magnitude = written(value, Unit.DEGREE)
    other = f"supplement {written(180 - float(number(value, Unit.DEGREE)), Unit.DEGREE)}"
    return Words(f"{magnitude} ({other})", magnitude, other)


def _lower_end(value: float) -> Words:
    magnitude = written(abs(value), Unit.MM)
    if is_shown_as_zero(value, Unit.MM):
        return Words(f"level ({magnitude})", magnitude, "level")
    side = "right" if value > 0 else "left"
    return Words(f"{side} end {magnitude} lower", magnitude, f"{side} end lower")


_MM, _DEGREES = plain(Unit.MM), plain(Unit.DEGREE)
_TILTED: Final = directed(Unit.DEGREE, "with the right end lower", "with the left end lower", "level")
_TO_THE_SIDE: Final = directed(Unit.MM, "to the patient's right", "to the patient's left", "on the vertical")

GAUGES: Final[Mapping[DrawingKind, tuple[Gauge, ...]]] = {
    DrawingKind.LENGTH: (Gauge("length", "Length", Unit.MM, _span, _MM),),
    DrawingKind.POLYLINE: (Gauge("length", "Length", Unit.MM, _path, _MM),),
    DrawingKind.ANGLE: (Gauge("angle", "Angle", Unit.DEGREE, _at_apex, _DEGREES),),
    DrawingKind.LINES_ANGLE: (Gauge("angle", "Angle", Unit.DEGREE, _between_lines, _with_supplement),),
    DrawingKind.COBB_ANGLE: (Gauge("angle", "Angle", Unit.DEGREE, _smaller_between_lines, _DEGREES),),
    DrawingKind.CIRCLE: (Gauge("diameter", "Diameter", Unit.MM, _span, _MM),),
    DrawingKind.ELLIPSE: (
        Gauge("long_axis", "Long axis", Unit.MM, _long_axis, _MM),
        Gauge("short_axis", "Short axis", Unit.MM, _short_axis, _MM),
    ),
    DrawingKind.LEVEL: (
        Gauge("height_difference", "Height difference", Unit.MM, _right_lower, _lower_end),
        Gauge("tilt", "Tilt", Unit.DEGREE, _tilt, _TILTED),
    ),
    DrawingKind.VERTICAL: (Gauge("distance", "Distance", Unit.MM, _aside, _TO_THE_SIDE),),
    DrawingKind.TEXT: (),
    DrawingKind.ARROW: (),
}
"""What each kind of drawing reads, in the order of the report."""


# ------------------------------------------------------------------------------------------------------ reading


def read_drawing(drawing: Drawing, scale: Scale, view: View, kind: Kind) -> tuple[DrawnReading, ...]:
    """Return what a drawing reads; nothing while points are missing. Finite points never raise."""
    if not drawing.is_complete or (drawing.kind is DrawingKind.VERTICAL and len(drawing.points) == 1):
        return ()
    return tuple(
        DrawnReading(drawing, gauge, _outcome(drawing, gauge, scale, view, kind)) for gauge in GAUGES[drawing.kind]
    )


def _outcome(drawing: Drawing, gauge: Gauge, scale: Scale, view: View, kind: Kind) -> Value | Undefined | Withheld:
    if gauge.unit is Unit.MM and not scale.is_calibrated:
        return Withheld("uncalibrated", "needs a scale")
    towards_the_right = LimbFrame(Side.LEFT, view)  # the midline lies to the patient's right of the left leg
    try:
        points = [towards_the_right.to_limb(scale.to_plane(point)) for point in drawing.points]
        if not all(abs(point.u) < FARTHEST_MM and abs(point.v) < FARTHEST_MM for point in points):
            return Undefined("its points lie beyond every picture")
        wobbled = [_number_on(wobble, drawing, gauge, towards_the_right) for wobble in scale.wobbles]
        return _value(gauge, _working_points(drawing.kind, points), scale, kind, wobbled)
    except DegenerateError as error:
        return Undefined(str(error))


def _number_on(scale: Scale, drawing: Drawing, gauge: Gauge, frame: LimbFrame) -> float | None:
    """Return what a gauge reads on another scale; None where it reads nothing."""
    try:
        points = [frame.to_limb(scale.to_plane(point)) for point in drawing.points]
        return gauge.compute(*_working_points(drawing.kind, points))
    except DegenerateError:
        return None


def _value(gauge: Gauge, points: Sequence[Vec], scale: Scale, kind: Kind, wobbled: Sequence[float | None]) -> Value:
    value = gauge.compute(*points)
    steepness = slopes(gauge.compute, points, {k: ((k, 1.0),) for k in range(len(points))})
    error = CLICK_ERROR[kind]
    placement_sd = interval = None
    scale_sd = scale_error(value, gauge.unit, scale, wobbled)
    if scale.is_calibrated:
        placement_sd = standard_deviation((slope, error.u_mm, error.v_mm) for slope in steepness.values())
    if placement_sd is not None and None not in wobbled:
        interval = interval95(value, placement_sd, scale_sd or 0.0)
    return Value(value, gauge.unit, said_of(gauge.words(value), kind), placement_sd, scale_sd, interval, (), (), ())
