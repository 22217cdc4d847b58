"""The drawings there are, and how many points each is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kneeview.domain.geometry import ImagePoint


class DrawingKind(StrEnum):
    """The names of drawings in files."""

    LENGTH = "length"
    POLYLINE = "polyline"
    ANGLE = "angle"
    LINES_ANGLE = "lines_angle"
    COBB_ANGLE = "cobb_angle"
    CIRCLE = "circle"
    ELLIPSE = "ellipse"
    LEVEL = "level"
    VERTICAL = "vertical"
    TEXT = "text"
    ARROW = "arrow"


@dataclass(frozen=True, slots=True)
class Form:
    """What a kind of drawing is called, how many points make it, and what it reads, in a sentence.

    From `fewest` points on it is complete; at `most` it takes no further one.
    """

    name: str
    fewest: int
    most: int
    definition: str


MANY_POINTS: Final = 200
"""A polyline takes no more points than this."""

FORMS: Final[Mapping[DrawingKind, Form]] = {
    DrawingKind.LENGTH: Form("Length", 2, 2, "Distance between both ends."),
    DrawingKind.POLYLINE: Form("Polyline", 2, MANY_POINTS, "Length along all of its pieces."),
    DrawingKind.ANGLE: Form("Angle", 3, 3, "Angle at the second point, 0 to 180°."),
    DrawingKind.LINES_ANGLE: Form(
        "Angle between lines", 4, 4, "Angle between two lines as each was drawn, from first to last point, 0 to 180°."
    ),
    DrawingKind.COBB_ANGLE: Form("Cobb angle", 4, 4, "Angle between two lines, the smaller one, 0 to 90°."),
    DrawingKind.CIRCLE: Form("Circle", 2, 2, "Diameter of a circle around its first point."),
    DrawingKind.ELLIPSE: Form("Ellipse", 3, 3, "Long and short axis."),
    DrawingKind.LEVEL: Form("Level", 2, 2, "Height of both ends against each other, and tilt against the horizontal."),
    DrawingKind.VERTICAL: Form("Vertical", 1, 2, "Horizontal distance of a point from the vertical."),
    DrawingKind.TEXT: Form("Text", 1, 1, ""),
    DrawingKind.ARROW: Form("Arrow", 2, 2, ""),
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing: its number, which no other of the case ever had, its kind and its points on the picture.

    The points stand in the order of drawing: an angle has its apex second; two lines are two pairs; a circle has its
    centre and a point of its rim; an ellipse both ends of one axis and a point as far off that axis as the other
    reaches; a vertical the point it hangs from and, if wanted, one whose distance is read; an arrow ends at its tip.
    `name` is what the user calls it, and the words of a text. `caption_at` is where its caption was put by hand.
    """

    number: int
    kind: DrawingKind
    points: tuple[ImagePoint, ...]
    name: str = ""
    caption_at: ImagePoint | None = None

    @property
    def id(self) -> str:
        """The name in files, which no other drawing of the case has or had."""
        return f"{self.kind.value}_{self.number}"

    @property
    def form(self) -> Form:
        """What its kind is called and made of."""
        return FORMS[self.kind]

    @property
    def title(self) -> str:
        """What the list and the report call it."""
        return self.name or f"{self.form.name} {self.number}"

    @property
    def is_complete(self) -> bool:
        """Whether it has the points that it is made of."""
        return len(self.points) >= self.form.fewest

    def with_point(self, index: int, point: ImagePoint) -> Drawing:
        """Return the drawing with one point elsewhere."""
        return replace(self, points=(*self.points[:index], point, *self.points[index + 1 :]))

    def moved(self, dx: float, dy: float) -> Drawing:
        """Return the drawing moved as a whole, its caption with it, in pixels."""
        caption = None if self.caption_at is None else self.caption_at.moved(dx, dy)
        return replace(self, points=tuple(point.moved(dx, dy) for point in self.points), caption_at=caption)
