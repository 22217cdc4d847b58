"""Drawings that are there: which one lies under the pointer, and what dragging it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from kneeview.case.case import Case
from kneeview.case.session import Session
from kneeview.domain.drawing.lines import DrawnLine, Extent, drawn_lines
from kneeview.domain.drawing.shapes import Drawing, DrawingKind
from kneeview.domain.geometry import COINCIDENT, DegenerateError, ImagePoint, PlanePoint, Vec, cross, foot_on_line
from kneeview.domain.scale import Scale
from kneeview.tools.hit import nearest_on
from kneeview.tools.pointer import DRAG_FROM_PX, HIT_WITHIN_PX, CaptionUnder, Pointer


@dataclass(frozen=True, slots=True)
class DrawnHit:
    """A drawing under the pointer: one of its points by its index, its caption, or its lines.

    `at` is the place that was hit, of a caption its middle.
    """

    drawing: Drawing
    at: ImagePoint
    index: int | None = None
    caption: bool = False

    @property
    def is_point(self) -> bool:
        """Whether one of its points was hit."""
        return self.index is not None


def drawn_under(case: Case, pointer: Pointer) -> DrawnHit | None:
    """Return the drawing under the pointer: points come before captions, and captions before lines."""
    within = HIT_WITHIN_PX * pointer.image_px_per_screen_px
    points = ((pointer.at.distance(hit.at), hit) for hit in _points(case))
    distance, best = min(points, key=lambda pair: pair[0], default=(within + 1, None))
    if distance <= within:
        return best
    under = pointer.caption
    captioned = case.drawing(under.drawing) if isinstance(under, CaptionUnder) else None
    if under is not None and captioned is not None:
        return DrawnHit(captioned, under.middle, caption=True)
    bodies = ((pointer.at.distance(hit.at), hit) for hit in _bodies(case, pointer.at))
    distance, best = min(bodies, key=lambda pair: pair[0], default=(within + 1, None))
    return best if distance <= within else None


def _points(case: Case) -> Iterator[DrawnHit]:
    for drawing in case.drawings:
        for index, point in enumerate(drawing.points):
            yield DrawnHit(drawing, point, index)


def _bodies(case: Case, at: ImagePoint) -> Iterator[DrawnHit]:
    scale, extent = case.scale, Extent(case.image.columns, case.image.rows)
    for drawing in case.drawings:
        for line in drawn_lines(drawing, scale, extent):
            if not line.guide:
                yield DrawnHit(drawing, _nearest(line, at))


def _nearest(line: DrawnLine, at: ImagePoint) -> ImagePoint:
    points = (*line.points, line.points[0]) if line.closed else line.points
    return min((nearest_on(a, b, at) for a, b in pairwise(points)), key=at.distance)


def drawn_dragged(hit: DrawnHit, to: ImagePoint, scale: Scale) -> Drawing:
    """Return a drawing with what was hit at another place.

    The centre of a circle moves it and its rim changes its size, as with the femoral head; an ellipse keeps its width
    while an end of its axis is pulled.
    """
    drawing = hit.drawing
    if hit.caption and drawing.kind is not DrawingKind.TEXT:
        return replace(drawing, caption_at=to)
    if drawing.kind is DrawingKind.CIRCLE and hit.index != 0:
        return drawing.with_point(1, to)
    if hit.index is None or drawing.kind in (DrawingKind.CIRCLE, DrawingKind.TEXT):
        return drawing.moved(to.x - hit.at.x, to.y - hit.at.y)
    pulled = drawing.with_point(hit.index, to)
    if drawing.kind is DrawingKind.ELLIPSE and hit.index < 2:
        return _as_wide(pulled, drawing, scale)
    return pulled


def _as_wide(pulled: Drawing, before: Drawing, scale: Scale) -> Drawing:
    """Return an ellipse whose long axis was pulled, as wide as it was and to the same side."""
    try:
        start, end, beside = (_on_plane(point, scale) for point in before.points)
        width = (beside - foot_on_line(beside, start, end)).length
        side = 1.0 if cross(end - start, beside - start) >= 0 else -1.0
        start, end = (_on_plane(point, scale) for point in pulled.points[:2])
    except DegenerateError:
        return pulled
    along = end - start
    if along.length < COINCIDENT:
        return before
    place = (start + end) * 0.5 + Vec(-along.v, along.u) * (side * width / along.length)
    return pulled.with_point(2, scale.to_image(PlanePoint(place.u, place.v)))


def _on_plane(point: ImagePoint, scale: Scale) -> Vec:
    place = scale.to_plane(point)
    return Vec(place.x, place.y)


@dataclass(slots=True)
class _Hold:
    hit: DrawnHit
    pressed_at: ImagePoint
    case: Case
    dragging: bool = False
    at: ImagePoint | None = None


class DrawnHand:
    """Takes hold of drawings and moves them. It keeps its distance to what it holds, and drops it without a trace."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._hold: _Hold | None = None
        self.hovered: DrawnHit | None = None

    @property
    def holds(self) -> bool:
        """Whether a drawing is held."""
        return self._hold is not None

    @property
    def is_dragging(self) -> bool:
        """Whether a drawing follows the pointer."""
        return self._hold is not None and self._hold.dragging

    @property
    def focus(self) -> ImagePoint | None:
        """The place of the point that follows the pointer; None for lines and captions."""
        return self._hold.at if self._hold is not None and self._hold.hit.is_point else None

    def under(self, pointer: Pointer) -> DrawnHit | None:
        """Return the drawing under the pointer."""
        return drawn_under(self.session.committed, pointer)

    def take_hold(self, hit: DrawnHit, pointer: Pointer) -> None:
        """Begin a hold on a drawing, which is selected."""
        self._hold = _Hold(hit, pointer.at, self.session.committed)
        self.session.select_drawing(hit.drawing.number)

    def move(self, pointer: Pointer) -> None:
        """Preview the drawing where the pointer takes it; it stays on the picture."""
        hold = self._hold
        if hold is None or (not hold.dragging and pointer.screen_distance(hold.pressed_at) < DRAG_FROM_PX):
            return
        hold.dragging = True
        to = hold.hit.at.moved(pointer.at.x - hold.pressed_at.x, pointer.at.y - hold.pressed_at.y)
        moved = drawn_dragged(hold.hit, to, hold.case.scale)
        if all(map(hold.case.image.shows, moved.points)):
            hold.at = to
            self.session.preview(hold.case.with_drawing(moved))

    def release(self, pointer: Pointer) -> None:
        """Let go; a drag becomes one step."""
        self.move(pointer)
        hold, self._hold = self._hold, None
        if hold is not None and hold.dragging:
            name = hold.hit.drawing.form.name.lower()
            self.session.commit(f"Move caption of {name}" if hold.hit.caption else f"Move {name}")

    def drop(self) -> bool:
        """Let go without a trace; False where nothing was held."""
        held, self._hold = self._hold is not None, None
        if held:
            self.session.cancel()
        return held
