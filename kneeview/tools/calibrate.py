"""The scale tools: draw a mark, then type its size. One undo step each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kneeview.case.case import Case
from kneeview.case.session import Session
from kneeview.domain.calibration import (
    Calibration,
    CalibrationError,
    HeightCalibration,
    RectangleCalibration,
    RulerCalibration,
    SphereCalibration,
    is_allowed,
)
from kneeview.domain.geometry import DegenerateError, ImagePoint, circle_through, rectangle_in_perspective
from kneeview.tools.hit import Hit
from kneeview.tools.pointer import DRAG_FROM_PX, NumberRequest, Pointer, Prompt, SizeAtHand
from kneeview.tools.scale_mark import Outline, Points, ScaleMark, Stamp

FindBall = Callable[[ImagePoint, Callable[[Points | None], None]], None]
"""Looks for the ball at a place and tells, at once or later, points on its rim; None where none is certain."""

_KEYS = (("Esc", "stop"), ("Backspace", "back"))


class CalibrateTool:
    """Draws the mark of a scale, then waits for its size. A ball is looked for at the first click."""

    def __init__(
        self,
        session: Session,
        mark: ScaleMark,
        stamp: Callable[[], Stamp],
        done: Callable[[], None],
        find_ball: FindBall | None = None,
    ) -> None:
        self.session = session
        self.mark = mark
        self._stamp = stamp
        self._done = done
        self._find = find_ball if mark.outline is Outline.ROUND else None
        self._points: Points = ()
        self._values: tuple[float, ...] = ()
        self._setting: ImagePoint | None = None
        self._pressed: ImagePoint | None = None
        self._looking_at: ImagePoint | None = None
        self._found = False
        self._by_hand = False
        self._complaint = ""

    # ------------------------------------------------------------------------------------------- what is shown

    @property
    def is_complete(self) -> bool:
        """Whether all points are set and only the size is missing."""
        return len(self._points) >= self.mark.point_count

    @property
    def _looks_for_ball(self) -> bool:
        return self._find is not None and not self._by_hand and not self._points

    @property
    def prompt(self) -> Prompt:
        """What to do now."""
        adds = self.mark.adds(self.session.committed.calibration.calibration)
        return Prompt(f"Add {self.mark.title.lower()}" if adds else self.mark.title, self._sentence, _KEYS)

    @property
    def _sentence(self) -> str:
        if self._found:
            return "Rim found. Choose its diameter, or Enter takes that in the field; Backspace lets you click the rim."
        if self.is_complete:
            return self.mark.ask
        if self._looking_at is not None:
            return "Looking for its rim …"
        if self._looks_for_ball:
            return "Click the ball: its rim is found by itself."
        return self._complaint or self.mark.sentences[len(self._points)]

    @property
    def pending(self) -> Points:
        """The points so far, with the one being set; while a ball is looked for, where it was clicked."""
        if self._looking_at is not None:
            return (self._looking_at,)
        return self._points if self._setting is None or self._looks_for_ball else (*self._points, self._setting)

    @property
    def pending_is_line(self) -> bool:
        """Whether the points are joined by straight lines."""
        return self.mark.outline is not Outline.ROUND

    @property
    def is_suggestion(self) -> bool:
        """Whether the points were found, not set by the user."""
        return self._found

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
        """The size that is waited for, once all points are set; what is in force is suggested."""
        if not self.is_complete or len(self._values) >= len(self.mark.requests):
            return None
        k = len(self._values)
        sizes = _sizes(self.session.committed.calibration.calibration)
        request = self.mark.requests[k]
        same = isinstance(self.session.committed.calibration.calibration, self.mark.makes)
        if self.mark.outline is Outline.CORNERS and request.choices:
            request = replace(request, choices=tuple(_as_it_lies(each, self._points) for each in request.choices))
        return replace(request, suggestion=sizes[k]) if same else request

    # ------------------------------------------------------------------------------------------------ gestures

    def press(self, pointer: Pointer) -> None:
        """Set a point; on a complete mark, begin anew."""
        if not self.session.committed.image.shows(pointer.at):
            return
        self._looking_at = None
        if self.is_complete:
            self._begin_anew(by_hand=self._by_hand)
        self._pressed = self._setting = pointer.at

    def move(self, pointer: Pointer) -> None:
        """Refine the point; a line is drawn out from its first end by dragging."""
        if self._setting is None or not self.session.committed.image.shows(pointer.at):
            return
        dragging = self._pressed is not None and pointer.screen_distance(self._pressed) >= DRAG_FROM_PX
        if self.mark.outline is Outline.LINE and not self._points and dragging and self._pressed is not None:
            self._points = (self._pressed,)
        self._setting = pointer.at

    def release(self, pointer: Pointer) -> None:
        """Keep the point; a mark that needs no size is made at once."""
        if self._setting is None:
            return
        self.move(pointer)
        at = self._setting
        looks_for_ball = self._looks_for_ball
        self._setting = self._pressed = None
        if looks_for_ball and self._find is not None:
            self._looking_at = at
            self._find(at, lambda rim: self._take_rim(at, rim))
            return
        points = (*self._points, at)
        self._complaint = self._why_not(points) if len(points) == self.mark.point_count else ""
        if self._complaint:
            return  # the last point is asked for again
        self._points = points
        if self.is_complete and not self.mark.requests:
            try:
                self._make()
            except CalibrationError as error:
                self._points = points[:-1]
                self._complaint = f"{str(error)[:1].upper()}{str(error)[1:]}."

    def _take_rim(self, at: ImagePoint, rim: Points | None) -> None:
        """Take over what was found, unless the user went on to something else in the meantime."""
        if self._looking_at is not at:
            return
        self._looking_at = None
        self._found, self._by_hand = rim is not None, rim is None
        self._points = rim or ()
        self._complaint = "" if rim else "No round rim stands out there. Click a point on the rim."

    def _why_not(self, points: Points) -> str:
        """Return a sentence on why the points make no mark; "" where they make one."""
        if self.mark.outline is Outline.LINE:
            return "" if points[0].distance(points[1]) >= 1 else "Both ends are at one place: click the other end."
        flat = [(point.x, point.y) for point in points]
        try:
            if self.mark.outline is Outline.ROUND:
                circle_through(flat)
            else:
                rectangle_in_perspective(flat, 1.0, 1.0)
        except DegenerateError:
            round_one = self.mark.outline is Outline.ROUND
            why = "The points lie on a line" if round_one else "The corners cross or are not clockwise"
            return f"{why}: click the last one again."
        return ""

    def go_back(self) -> None:
        """Take the last number or point back; of a rim that was found, all, so that it can be clicked."""
        self._complaint = ""
        if self._looking_at is not None:
            self._looking_at = None
        elif self._values:
            self._values = self._values[:-1]
        elif self._found:
            self._begin_anew(by_hand=True)
        else:
            self._points = self._points[:-1]

    def cancel_gesture(self) -> bool:
        """Drop the point being set; False where there is none."""
        setting = self._setting is not None
        self._setting = self._pressed = None
        return setting

    def cancel(self) -> bool:
        """Drop the point being set, else all points; False where there are none."""
        if self.cancel_gesture():
            return True
        had = bool(self._points) or self._looking_at is not None
        self._begin_anew(by_hand=False)
        return had

    def _begin_anew(self, *, by_hand: bool) -> None:
        self._points, self._values, self._found, self._complaint = (), (), False, ""
        self._looking_at = None
        self._by_hand = by_hand

    # ------------------------------------------------------------------------------------------------ the size

    def answer(self, value: float) -> None:
        """Take the number; the last one makes the scale, as one step.

        Raises `CalibrationError` where the number is no size of such a thing, or makes no scale.
        """
        request = self.request
        if request is None:
            raise CalibrationError("the mark is not complete")
        name = f"{request.label[:1].lower()}{request.label[1:]}"
        if value <= 0:
            raise CalibrationError(f"the {name} must be more than zero")
        if not request.low <= value <= request.high:
            raise CalibrationError(f"the {name} lies between {request.low:g} and {request.high:g} {request.unit}")
        before = self._values
        self._values = (*before, value)
        if len(self._values) < len(self.mark.requests):
            return
        try:
            self._make()
        except CalibrationError:
            self._values = before
            raise

    def _make(self) -> None:
        """Put the mark on the case. Raises `CalibrationError`."""
        case = self.session.committed
        label = self.mark.label(case)
        self.session.apply(self.mark.put(case, self._points, self._values, self._stamp()), label)
        self._begin_anew(by_hand=False)
        self._done()


def _as_it_lies(sheet: SizeAtHand, corners: Points) -> SizeAtHand:
    """Return a sheet with its sides as the corners show it, upright or wide; its name says which way."""
    long, short = sheet.values
    upper_left, upper_right, _, lower_left = corners
    is_wide = upper_left.distance(upper_right) >= upper_left.distance(lower_left)
    width, height = (long, short) if is_wide else (short, long)
    return SizeAtHand(f"{sheet.name} {width:g}×{height:g}", (width, height))


def _sizes(calibration: Calibration) -> tuple[float, ...]:
    """Return the numbers that a mark was given, to be suggested again."""
    match calibration:
        case RulerCalibration(segments):
            return (segments[-1].length_mm,)
        case SphereCalibration(_, diameter_mm):
            return (diameter_mm,)
        case HeightCalibration(_, _, height_mm):
            return (height_mm,)
        case RectangleCalibration(_, width_mm, height_mm):
            return (width_mm, height_mm)
        case _:
            return ()


def is_usable(mark: ScaleMark, case: Case) -> bool:
    """Whether a mark makes a scale on such a picture."""
    return is_allowed(mark.makes, case.kind)
