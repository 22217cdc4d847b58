"""Points, vectors, angles, circles and plane projections.

Three kinds of position are kept apart by type. An `ImagePoint` is in pixels of the oriented image (x right, y down,
origin at the outer corner of the first pixel). A `PlanePoint` is in millimetres of the film plane. A `Vec` is in the
limb frame: u towards the patient's midline, v towards the foot, both in millimetres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, isfinite, radians, sin
from typing import Final

COINCIDENT: Final = 1e-9
"""Two points nearer than this (in their own unit) are the same point: no direction leads from one to the other."""

PARALLEL: Final = 1e-12
"""Two directions whose sine is below this never cross."""


_COINCIDING: Final = "two of its points coincide"
_PARALLEL_LINES: Final = "two of its lines are parallel"


class DegenerateError(ValueError):
    """The points do not determine what was asked for; the message says why in the user's words."""


@dataclass(frozen=True, slots=True)
class ImagePoint:
    """A place on the oriented image, in pixels; the centre of the first pixel is (0.5, 0.5)."""

    x: float
    y: float

    def moved(self, dx: float, dy: float) -> ImagePoint:
        """Return the point dx pixels to the right and dy pixels down."""
        return ImagePoint(self.x + dx, self.y + dy)

    def distance(self, other: ImagePoint) -> float:
        """Return the distance in pixels."""
        return hypot(self.x - other.x, self.y - other.y)

    @property
    def is_finite(self) -> bool:
        """Whether both coordinates are finite numbers."""
        return isfinite(self.x) and isfinite(self.y)


@dataclass(frozen=True, slots=True)
class PlanePoint:
    """A place in the film plane, in millimetres; x to the right, y down."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Vec:
    """A position or a direction in the limb frame: u medial, v distal, in millimetres."""

    u: float
    v: float

    def __add__(self, other: Vec) -> Vec:
        return Vec(self.u + other.u, self.v + other.v)

    def __sub__(self, other: Vec) -> Vec:
        return Vec(self.u - other.u, self.v - other.v)

    def __mul__(self, factor: float) -> Vec:
        return Vec(self.u * factor, self.v * factor)

    @property
    def length(self) -> float:
        """The length in millimetres."""
        return hypot(self.u, self.v)

    def turned(self, angle_deg: float) -> Vec:
        """Return the vector turned by the angle from the medial towards the distal direction."""
        c, s = cos(radians(angle_deg)), sin(radians(angle_deg))
        return Vec(c * self.u - s * self.v, s * self.u + c * self.v)


def cross(a: Vec, b: Vec) -> float:
    """Return the cross product a.u * b.v - a.v * b.u."""
    return a.u * b.v - a.v * b.u


def dot(a: Vec, b: Vec) -> float:
    """Return the scalar product."""
    return a.u * b.u + a.v * b.v


def _direction(a: Vec) -> Vec:
    if hypot(a.u, a.v) < COINCIDENT:
        raise DegenerateError(_COINCIDING)
    return a


def angle_between(a: Vec, b: Vec) -> float:
    """Return the unsigned angle from 0 to 180 degrees.

    Raises `DegenerateError` where a or b has no length.
    """
    _direction(a)
    _direction(b)
    return degrees(atan2(abs(cross(a, b)), dot(a, b)))


def angle_between_lines(start_a: Vec, end_a: Vec, start_b: Vec, end_b: Vec) -> float:
    """Return the unsigned angle between the directions of two lines, from 0 to 180 degrees.

    Raises `DegenerateError` where a line has no length.
    """
    # Written out in numbers, because every angle is asked for some thirty times a frame to know its error.
    au, av = end_a.u - start_a.u, end_a.v - start_a.v
    bu, bv = end_b.u - start_b.u, end_b.v - start_b.v
    if hypot(au, av) < COINCIDENT or hypot(bu, bv) < COINCIDENT:
        raise DegenerateError(_COINCIDING)
    return degrees(atan2(abs(au * bv - av * bu), au * bu + av * bv))


def varus_between(proximal: Vec, distal: Vec) -> float:
    """Return the bend from one bone axis to the next in degrees, above zero in varus.

    Both axes run from proximal to distal. The sign comes from the limb frame, never from the screen: the mirror image
    of a limb has the same value. Raises `DegenerateError` where an axis has no length.
    """
    return degrees(atan2(cross(_direction(distal), _direction(proximal)), dot(proximal, distal)))


def varus_between_lines(start_a: Vec, end_a: Vec, start_b: Vec, end_b: Vec) -> float:
    """Return `varus_between` the directions of two bone axes, each given by its proximal and its distal point."""
    au, av = end_a.u - start_a.u, end_a.v - start_a.v  # written out as above
    bu, bv = end_b.u - start_b.u, end_b.v - start_b.v
    if hypot(au, av) < COINCIDENT or hypot(bu, bv) < COINCIDENT:
        raise DegenerateError(_COINCIDING)
    return degrees(atan2(av * bu - au * bv, au * bu + av * bv))


def tilt(lateral: Vec, medial: Vec) -> float:
    """Return the tilt of a joint line against the horizontal in degrees, above zero where the medial end is lower.

    Raises `DegenerateError` where the two ends coincide.
    """
    line = _direction(medial - lateral)
    return degrees(atan2(line.v, line.u))


def offset_from_line(point: Vec, start: Vec, end: Vec) -> float:
    """Return how far the line start-end passes medial of the point, in millimetres, for a line that runs distally.

    Below zero the line passes lateral of it. Raises `DegenerateError` where start and end coincide.
    """
    line_u, line_v = end.u - start.u, end.v - start.v  # written out, for the same reason as the angles
    length = hypot(line_u, line_v)
    if length < COINCIDENT:
        raise DegenerateError(_COINCIDING)
    return (line_u * (point.v - start.v) - line_v * (point.u - start.u)) / length


def foot_on_line(point: Vec, start: Vec, end: Vec) -> Vec:
    """Return the foot of the perpendicular from the point on the line start-end.

    Raises `DegenerateError` where start and end coincide.
    """
    line = _direction(end - start)
    return start + line * (dot(line, point - start) / dot(line, line))


def crossing(a: Vec, b: Vec, c: Vec, d: Vec) -> Vec:
    """Return where the line a-b meets the line c-d.

    Raises `DegenerateError` where a line has no direction or the two are parallel.
    """
    first, second = _direction(b - a), _direction(d - c)
    sine = cross(first, second) / (first.length * second.length)
    if abs(sine) < PARALLEL:
        raise DegenerateError(_PARALLEL_LINES)
    return a + first * (cross(c - a, second) / cross(first, second))


def share_at_crossing(start: Vec, end: Vec, first: Vec, second: Vec) -> float:
    """Return where the line start-end meets the line first-second, as a share of the way from first to second.

    Raises `DegenerateError` where a line has no direction or the two are parallel.
    """
    line_u, line_v = end.u - start.u, end.v - start.v  # written out, for the same reason as the angles
    way_u, way_v = second.u - first.u, second.v - first.v
    lengths = hypot(line_u, line_v), hypot(way_u, way_v)
    if min(lengths) < COINCIDENT:
        raise DegenerateError(_COINCIDING)
    area = way_u * line_v - way_v * line_u
    if abs(area / (lengths[0] * lengths[1])) < PARALLEL:
        raise DegenerateError(_PARALLEL_LINES)
    return ((start.u - first.u) * line_v - (start.v - first.v) * line_u) / area


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle: its centre and its radius, in the unit of the points that it was fitted to."""

    x: float
    y: float
    radius: float


def circle_through(points: Sequence[tuple[float, float]]) -> Circle:
    """Return the circle of least squared distance to three or more points.

    Three points give the circle through them. More are fitted geometrically: the algebraic circle (Kasa 1976) starts
    a Gauss-Newton iteration on the distances to the rim. Raises `DegenerateError` for fewer than three points or for
    points on a line.
    """
    if len(points) < 3:
        raise DegenerateError("a circle needs three points on its rim")
    n = len(points)
    mx, my = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    centred = [(x - mx, y - my) for x, y in points]
    size = max(hypot(x, y) for x, y in centred)
    if not all(isfinite(hypot(x, y)) for x, y in centred):
        raise DegenerateError("the points of the circle lie beyond every picture")
    if size < COINCIDENT:
        raise DegenerateError("the points of the circle coincide")
    unit = [(x / size, y / size) for x, y in centred]
    sxx, sxy, syy = (sum(x * x for x, _ in unit), sum(x * y for x, y in unit), sum(y * y for _, y in unit))
    sxz, syz = sum(x * (x * x + y * y) for x, y in unit), sum(y * (x * x + y * y) for x, y in unit)
    determinant = sxx * syy - sxy * sxy
    if determinant < 1e-10 * n * n:
        raise DegenerateError("the points of the circle lie on a line")
    cx, cy = (syy * sxz - sxy * syz) / (2 * determinant), (sxx * syz - sxy * sxz) / (2 * determinant)
    radius = (cx * cx + cy * cy + (sxx + syy) / n) ** 0.5
    if n > 3:
        cx, cy, radius = _geometric_fit(unit, cx, cy, radius)
    return Circle(mx + cx * size, my + cy * size, radius * size)


def _geometric_fit(
    points: Sequence[tuple[float, float]], cx: float, cy: float, radius: float
) -> tuple[float, float, float]:
    """Improve a circle by Gauss-Newton steps on the radial distances until it stands still."""
    n = len(points)
    for _ in range(50):
        rays = [(x - cx, y - cy, hypot(x - cx, y - cy)) for x, y in points]
        if min(r for _, _, r in rays) < COINCIDENT:
            break
        units = [(dx / r, dy / r, r) for dx, dy, r in rays]
        mean_u, mean_v = sum(u for u, _, _ in units) / n, sum(v for _, v, _ in units) / n
        mean_r = sum(r for _, _, r in units) / n
        suu = sum((u - mean_u) ** 2 for u, _, _ in units)
        suv = sum((u - mean_u) * (v - mean_v) for u, v, _ in units)
        svv = sum((v - mean_v) ** 2 for _, v, _ in units)
        sur = sum((u - mean_u) * (r - mean_r) for u, _, r in units)
        svr = sum((v - mean_v) * (r - mean_r) for _, v, r in units)
        determinant = suu * svv - suv * suv
        if determinant < 1e-14:
            break
        step_x, step_y = (svv * sur - suv * svr) / determinant, (suu * svr - suv * sur) / determinant
        cx, cy, radius = cx + step_x, cy + step_y, mean_r - mean_u * step_x - mean_v * step_y
        if hypot(step_x, step_y) < 1e-13:
            break
    return cx, cy, radius


Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Homography:
    """A projective map of the plane, as a 3 x 3 matrix on (x, y, 1), whose third product is above zero in view."""

    matrix: Matrix

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Return the image of a point. Raises `DegenerateError` for a point on the vanishing line or beyond it."""
        (a, b, c), (d, e, f), (g, h, i) = self.matrix
        w = g * x + h * y + i
        if w < COINCIDENT:
            raise DegenerateError("a point lies on the vanishing line of the plane or beyond it")
        return (a * x + b * y + c) / w, (d * x + e * y + f) / w

    def inverse(self) -> Homography:
        """Return the map back. Raises `DegenerateError` where there is none."""
        (a, b, c), (d, e, f), (g, h, i) = self.matrix
        co = (
            (e * i - f * h, c * h - b * i, b * f - c * e),
            (f * g - d * i, a * i - c * g, c * d - a * f),
            (d * h - e * g, b * g - a * h, a * e - b * d),
        )
        determinant = a * co[0][0] + b * co[1][0] + c * co[2][0]
        if abs(determinant) < COINCIDENT:
            raise DegenerateError("the four corners do not make a rectangle in perspective")
        rows = [(x / determinant, y / determinant, z / determinant) for x, y, z in co]
        return Homography((rows[0], rows[1], rows[2]))


def rectangle_in_perspective(corners: Sequence[tuple[float, float]], width: float, height: float) -> Homography:
    """Return the map that takes four image corners (clockwise from the upper left) to a width x height rectangle.

    The closed form of the map from the unit square to a quadrilateral (Heckbert 1989, section 2.2.3), inverted and
    stretched. Raises `DegenerateError` where three corners lie on a line, or the corners do not go clockwise from the
    upper left: the first edge must run more to the right than up or down, else the plane would lie on its side.
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    ring = [corners[k % 4] for k in range(6)]
    for (ax, ay), (bx, by), (cx, cy) in zip(ring, ring[1:], ring[2:], strict=False):
        if (bx - ax) * (cy - by) - (by - ay) * (cx - bx) <= COINCIDENT:
            raise DegenerateError("the four corners must go clockwise from the upper left and span an area")
    if x1 - x0 <= abs(y1 - y0):
        raise DegenerateError("the four corners must go clockwise from the upper left")
    sx, sy = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    dx1, dx2, dy1, dy2 = x1 - x2, x3 - x2, y1 - y2, y3 - y2
    determinant = dx1 * dy2 - dx2 * dy1
    g, h = (sx * dy2 - dx2 * sy) / determinant, (dx1 * sy - sx * dy1) / determinant
    square = Homography(
        (
            (x1 - x0 + g * x1, x3 - x0 + h * x3, x0),
            (y1 - y0 + g * y1, y3 - y0 + h * y3, y0),
            (g, h, 1.0),
        )
    )
    (a, b, c), (d, e, f), last = square.inverse().matrix
    return Homography(((a * width, b * width, c * width), (d * height, e * height, f * height), last))
