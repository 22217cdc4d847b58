"""The shadow of a ball: a circle, or an ellipse where the ball lies far from the central ray.

Off the central ray a ball throws an ellipse whose long axis points away from that ray; its short axis is the one that
the ball's diameter stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin, sqrt
from typing import Final

from kneeview.domain.geometry import COINCIDENT, DegenerateError, circle_through

ELLIPSE_FROM: Final = 6
"""An ellipse has five unknowns: with one rim point more it can be told from a badly placed circle."""

ELONGATED_FROM: Final = 1.01
"""A shadow less elongated than this is taken for round."""

_RIM_ERROR_PX: Final = 0.25
"""No rim point is trusted to be placed better than this, so that a few good-looking ones make no ellipse."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ellipse:
    """An ellipse by its centre, its half axes and the turn of the long one from x towards y, in degrees."""

    x: float
    y: float
    major: float
    minor: float
    turn_deg: float = 0.0

    @property
    def elongation(self) -> float:
        """The long axis over the short one."""
        return self.major / self.minor

    @property
    def is_round(self) -> bool:
        """Whether both axes are the same."""
        return self.major == self.minor

    def at(self, angle_deg: float) -> Point:
        """Return the place on the rim at a parameter: 0 lies at the end of the long axis."""
        c, s = cos(radians(self.turn_deg)), sin(radians(self.turn_deg))
        along, across = self.major * cos(radians(angle_deg)), self.minor * sin(radians(angle_deg))
        return self.x + c * along - s * across, self.y + s * along + c * across

    def radius_towards(self, x: float, y: float) -> float:
        """Return the distance from the centre to the rim, in the direction of a point."""
        angle = atan2(y - self.y, x - self.x) - radians(self.turn_deg)
        return self.major * self.minor / hypot(self.minor * cos(angle), self.major * sin(angle))

    def off_rim(self, x: float, y: float) -> float:
        """Return how far a point lies outside the rim, along the line from the centre; below zero inside."""
        return hypot(x - self.x, y - self.y) - self.radius_towards(x, y)


def ellipse_through(points: Sequence[Point]) -> Ellipse:
    """Return the ellipse of least algebraic distance to five or more points.

    The conic A x^2 + B xy + C y^2 + D x + E y + F = 0 is scaled to A + C = 1, which no turn changes and which every
    ellipse can meet (Rosin 1993, A note on the least squares fitting of ellipses); what remains is linear. Raises
    `DegenerateError` where the points make no ellipse.
    """
    n = len(points)
    if n < 5:
        raise DegenerateError("an ellipse needs five points on its rim")
    mx, my = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    size = max(hypot(x - mx, y - my) for x, y in points)
    if not COINCIDENT < size < 1e150:
        raise DegenerateError("the points of the ellipse make no ellipse")
    unit = [((x - mx) / size, (y - my) / size) for x, y in points]
    rows = [(x * x - y * y, x * y, x, y, 1.0) for x, y in unit]
    p, b, d, e, f = _least_squares(rows, [-(x * x + y * y) / 2 for x, y in unit])
    half_gap = hypot(p, b / 2)  # the two eigenvalues of the quadratic form are 1/2 + and - this
    if half_gap >= 0.5 - 1e-9:  # a hyperbola or a parabola
        raise DegenerateError("the points of the ellipse make no ellipse")
    determinant = 1 - 4 * p * p - b * b
    cx = (b * e - 2 * (0.5 - p) * d) / determinant
    cy = (b * d - 2 * (0.5 + p) * e) / determinant
    inside = -(f + (d * cx + e * cy) / 2)  # above zero, since the conic is zero in the mean of the points
    return Ellipse(
        mx + cx * size,
        my + cy * size,
        sqrt(inside / (0.5 - half_gap)) * size,
        sqrt(inside / (0.5 + half_gap)) * size,
        degrees(atan2(b, 2 * p)) / 2 + 90,
    )


def _least_squares(rows: Sequence[Sequence[float]], targets: Sequence[float]) -> list[float]:
    """Solve the normal equations by elimination with pivots. Raises `DegenerateError` where they have no solution."""
    size = len(rows[0])
    table = [
        [sum(row[i] * row[j] for row in rows) for j in range(size)]
        + [sum(row[i] * target for row, target in zip(rows, targets, strict=True))]
        for i in range(size)
    ]
    for k in range(size):
        best = max(range(k, size), key=lambda i: abs(table[i][k]))
        if abs(table[best][k]) < 1e-10 * len(rows):
            raise DegenerateError("the points of the ellipse make no ellipse")
        table[k], table[best] = table[best], table[k]
        for i in range(size):
            if i != k:
                share = table[i][k] / table[k][k]
                table[i] = [a - share * b for a, b in zip(table[i], table[k], strict=True)]
    return [table[k][size] / table[k][k] for k in range(size)]


def ball_shadow(rim: Sequence[Point]) -> Ellipse:
    """Return the shadow of a ball through three or more points of its rim, on square pixels.

    It is the circle of least squares unless six points or more show an ellipse: one that is elongated by more than a
    hundredth, and by more than three times what the scatter of the points about it makes likely. Raises
    `DegenerateError` where the points make no circle.
    """
    circle = circle_through(rim)
    if len(rim) >= ELLIPSE_FROM:
        try:
            ellipse = ellipse_through(rim)
        except DegenerateError:
            pass
        else:
            if ellipse.elongation > ELONGATED_FROM and _is_significant(ellipse, rim):
                return ellipse
    return Ellipse(circle.x, circle.y, circle.radius, circle.radius)


def _is_significant(ellipse: Ellipse, rim: Sequence[Point]) -> bool:
    """Whether the axes differ by more than chance: the radius swings by the cosine of twice the angle."""
    n = len(rim)
    scatter = sqrt(sum(ellipse.off_rim(x, y) ** 2 for x, y in rim) / (n - 5))
    swing = (ellipse.major - ellipse.minor) / 2
    return swing > 3 * max(scatter, _RIM_ERROR_PX) * sqrt(2 / n)
