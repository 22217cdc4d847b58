"""The scale tools: draw a ruler or a ball, then type its size. One undo step each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kneeview.case.session import Session
from kneeview.domain.calibration import (
    BALL_DIAMETERS_MM,
    Calibration,
    CalibrationError,
    RulerCalibration,
    RulerSegment,
    SphereCalibration,
)
from kneeview.domain.geometry import DegenerateError, ImagePoint, circle_through
from kneeview.tools.hit import Hit
from kneeview.tools.pointer import DRAG_FROM_PX, NumberRequest, Pointer, Prompt


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who makes a scale, and when (ISO 8601)."""

    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ScaleMark:
    """What a scale tool draws: how many points, in which words, and what its size makes."""

    title: str
    sentences: tuple[str, ...]
    request: NumberRequest
    is_line: bool
    made: Callable[[tuple[ImagePoint, ...], float], Calibration]

    @property
    def point_count(self) -> int:
        """How many points make the mark."""
        return len(self.sentences)


RULER = ScaleMark(
    "Ruler",
    ("Click one end of a known length, the longer the better.", "Click its other end."),
    NumberRequest("Known length", "mm", 100.0),
    is_line=True,
    made=lambda points, length_mm: RulerCalibration((RulerSegment(points[0], points[1], length_mm),)),
)

BALL = ScaleMark(
    "Scale ball",
    (
        "Click a point on the rim of the ball.",
        "Click a second point on the rim, about a third of the way round.",
        "Click a third point on the rim.",
    ),
    NumberRequest("Diameter of the ball", "mm", BALL_DIAMETERS_MM[0], BALL_DIAMETERS_MM),
    is_line=False,
    made=SphereCalibration,
)


class CalibrateTool:
    """Draws the mark of a scale, then waits for its size."""

    def __init__(self, session: Session, mark: ScaleMark, stamp: Callable[[], Stamp], done: Callable[[], None]) -> None:
        self.session = session
        self._mark = mark
        self._stamp = stamp
        self._done = done
        self._points: tuple[ImagePoint, ...] = ()
        self._setting: ImagePoint | None = None
        self._pressed: ImagePoint | None = None

    @property
    def is_complete(self) -> bool:
        """Whether all points are set and only the size is missing."""
        return len(self._points) == self._mark.point_count

    @property
    def prompt(self) -> Prompt:
        """What to do now."""
        keys = (("Esc", "stop"), ("Backspace", "back"))
        if self.is_complete:
            return Prompt(self._mark.title, "Type its size and press Enter.", keys)
        return Prompt(self._mark.title, self._mark.sentences[len(self._points)], keys)

    @property
    def pending(self) -> tuple[ImagePoint, ...]:
        """The points so far, with the one being set."""
        return self._points if self._setting is None else (*self._points, self._setting)

    @property
    def pending_is_line(self) -> bool:
        """Whether two points are the ends of a line."""
        return self._mark.is_line

    @property
    def hovered(self) -> Hit | None:
        """Nothing is lit while a scale is drawn."""
        return None

    @property
    def is_dragging(self) -> bool:
        """Whether a point follows the pointer."""
        return self._setting is not None

    @property
    def request(self) -> NumberRequest | None:
        """The size, once all points are set."""
        return self._mark.request if self.is_complete else None

    def press(self, pointer: Pointer) -> None:
        """Set a point; on a complete mark, begin anew."""
        if self.is_complete:
            self._points = ()
        self._pressed = self._setting = pointer.at

    def move(self, pointer: Pointer) -> None:
        """Refine the point; a line is drawn out from its first end by dragging."""
        if self._setting is None:
            return
        dragging = self._pressed is not None and pointer.screen_distance(self._pressed) >= DRAG_FROM_PX
        if self._mark.is_line and not self._points and dragging and self._pressed is not None:
            self._points = (self._pressed,)
        self._setting = pointer.at

    def release(self, pointer: Pointer) -> None:
        """Keep the point."""
        if self._setting is None:
            return
        self.move(pointer)
        points = (*self._points, pointer.at)
        self._setting = self._pressed = None
        if len(points) == self._mark.point_count and not self._makes_a_mark(points):
            return  # the last point is asked for again
        self._points = points

    def _makes_a_mark(self, points: tuple[ImagePoint, ...]) -> bool:
        if self._mark.is_line:
            return points[0].distance(points[1]) >= 1
        try:
            circle_through([(point.x, point.y) for point in points])
        except DegenerateError:
            return False
        return True

    def go_back(self) -> None:
        """Take the last point back."""
        self._points = self._points[:-1]

    def cancel(self) -> bool:
        """Drop the point being set, else all points; False where there are none."""
        if self._setting is not None:
            self._setting = self._pressed = None
            return True
        had = bool(self._points)
        self._points = ()
        return had

    def answer(self, value: float) -> None:
        """Make the scale, as one step. Raises `CalibrationError` where the size makes none."""
        if not self.is_complete:
            raise CalibrationError("the mark is not complete")
        stamp = self._stamp()
        case = self.session.committed.with_calibration(self._mark.made(self._points, value), stamp.by, stamp.at)
        self.session.apply(case, f"Scale from {self._mark.title.lower()}")
        self._points = ()
        self._done()
