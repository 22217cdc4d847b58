"""A landmark that is being set, point by point: a point by one press, a circle by three on its rim."""

from __future__ import annotations

from typing import Final

from kneeview.case.placements import CircleMark, PointMark
from kneeview.domain.geometry import DegenerateError, ImagePoint, circle_through
from kneeview.domain.landmarks import Shape, landmark
from kneeview.domain.measurement import PlacedLandmark

_RIM_POINTS: Final = 3


def is_circle(step: PlacedLandmark | None) -> bool:
    """Whether a landmark is the centre of a circle."""
    return step is not None and landmark(step[1]).shape is Shape.CIRCLE


class Begun:
    """What was set so far: `rim` are the points that stand, `setting` is the one under a held press."""

    def __init__(self) -> None:
        self.rim: tuple[ImagePoint, ...] = ()
        self.setting: ImagePoint | None = None

    @property
    def points(self) -> tuple[ImagePoint, ...]:
        """The points of the rim, with the one that is being set."""
        return self.rim if self.setting is None else (*self.rim, self.setting)

    @property
    def left(self) -> int:
        """How many points the circle still needs."""
        return _RIM_POINTS - len(self.rim)

    def placement(self, step: PlacedLandmark, at: ImagePoint) -> PointMark | CircleMark | None:
        """Return the landmark as it would be with this point; None while its circle is not determined."""
        if not is_circle(step):
            return PointMark(at)
        rim = (*self.rim, at)
        if len(rim) < _RIM_POINTS:
            return None
        try:
            circle_through([(point.x, point.y) for point in rim])
        except DegenerateError:
            return None
        return CircleMark(rim)

    def add(self, at: ImagePoint) -> None:
        """Let a point of the rim stand; the last one does only where it makes a circle."""
        if self.left > 1:
            self.rim = (*self.rim, at)

    def take_back(self) -> None:
        """Take the last point of the rim back."""
        self.rim = self.rim[:-1]

    def clear(self) -> bool:
        """Begin anew; False where nothing stood."""
        had, self.rim = bool(self.rim), ()
        return had
