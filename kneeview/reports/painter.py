"""Draws a scene on a QPainter: the same marks on the screen, in a picture, in a PDF and on paper.

What is drawn, in which order, and where two scenes differ; how a mark is drawn is in `traces`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import is_
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QRegion, QTransform

from kneeview.domain.geometry import ImagePoint
from kneeview.reports.lettering import Layout, caption_boxes
from kneeview.reports.traces import Trace, trace_of
from kneeview.scene.primitives import CaptionMark, LineMark, Mark, Role, Scene, SideLetterMark


def paint_scene(
    painter: QPainter, scene: Scene, to_device: QTransform, unit: float, area: QRectF | None = None
) -> None:
    """Draw the marks from the bottom to the top.

    `to_device` leads from image pixels to the painter's coordinates, `unit` is one screen unit of the theme in the
    painter's coordinates. Captions and letters are kept inside `area`; without one inside what the painter shows.
    """
    Tracing(scene, Layout(to_device, unit, _shown(painter) if area is None else area)).paint(painter)


_LineKey = tuple[frozenset[ImagePoint], Role, bool]


@dataclass(frozen=True, slots=True, eq=False)
class _Traced:
    """A mark with its trace: None where nothing is seen. `box` is where a caption is written, `key` what a line is."""

    mark: Mark
    box: QRectF | None
    trace: Trace | None
    key: _LineKey | None


class Tracing:
    """A scene as it lies on one view, ready to be painted whole or in part.

    Made after another one it takes over the traces of the marks that stayed. That is no cache: it is a function of
    scene, layout and the other one, and a law holds it equal to a tracing that is made afresh.
    """

    def __init__(self, scene: Scene, layout: Layout, before: Tracing | None = None) -> None:
        self.scene: Final = scene
        self.layout: Final = layout
        self.traced: tuple[_Traced, ...]
        self.captions: Final = self._placed(before)
        """The captions that are seen and where each is written, from the bottom to the top."""
        boxes = {id(mark): box for mark, box in self.captions}
        known = _Known(before.traced if before is not None and before.layout == layout else (), scene)
        traced = ((mark, boxes.get(id(mark))) for mark in scene)
        self.traced = tuple(known.traced(mark, box) or _traced(mark, box, layout) for mark, box in traced)
        self._seen = tuple(_without_doubles(self.traced))

    def _placed(self, before: Tracing | None) -> tuple[tuple[CaptionMark, QRectF], ...]:
        """Return where captions stand: they make way for each other and for the letters, and for nothing else."""
        self.words = [mark for mark in self.scene if isinstance(mark, (CaptionMark, SideLetterMark))]
        if before is None or before.layout != self.layout or len(before.words) != len(self.words):
            return caption_boxes(self.scene, self.layout)
        stayed = all(map(is_, before.words, self.words))
        return before.captions if stayed else caption_boxes(self.scene, self.layout)

    def paint(self, painter: QPainter, part: QRegion | None = None) -> None:
        """Paint the marks from the bottom to the top; those that reach nothing of a part are left out."""
        traces = self._seen if part is None else [trace for trace in self._seen if part.intersects(trace.bounds)]
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for trace in traces:
            trace.paint_halo(painter)
        for trace in traces:
            trace.paint(painter)
        painter.restore()

    def changed_since(self, before: Tracing) -> QRegion | None:
        """Return where it looks other than the tracing that it was made after; None for everywhere."""
        if before.layout != self.layout:
            return None
        gone, come = set(before._seen).difference(self._seen), set(self._seen).difference(before._seen)
        if [each for each in before._seen if each not in gone] != [each for each in self._seen if each not in come]:
            return None  # one lies on another that it lay below
        region = QRegion()
        for trace in (*gone, *come):
            region += trace.bounds
        return region


class _Known:
    """Finds what was traced before, by what the mark is: the very same one first, which takes no comparing."""

    def __init__(self, traced: Sequence[_Traced], scene: Scene) -> None:
        self._same = {id(each.mark): each for each in traced}
        staying = {id(mark) for mark in scene}
        self._equal = {each.mark: each for each in traced if id(each.mark) not in staying}

    def traced(self, mark: Mark, box: QRectF | None) -> _Traced | None:
        """Return a mark as it was traced, if it is written in the same box."""
        found = self._same.get(id(mark)) or self._equal.get(mark)
        return found if found is not None and found.box == box else None


def _traced(mark: Mark, box: QRectF | None, layout: Layout) -> _Traced:
    key = (frozenset((mark.start, mark.end)), mark.role, mark.ticks) if isinstance(mark, LineMark) else None
    return _Traced(mark, box, trace_of(mark, layout, box), key)


def _without_doubles(traced: Sequence[_Traced]) -> Iterator[Trace]:
    """Return what is seen, without the lines that run where another of their kind runs: several share an axis."""
    lines: set[_LineKey] = set()
    for each in traced:
        if each.key is not None:
            if each.key in lines:
                continue
            lines.add(each.key)
        if each.trace is not None:
            yield each.trace


def _shown(painter: QPainter) -> QRectF:
    """Return what the painter shows, in its own coordinates."""
    if painter.hasClipping():
        return painter.clipBoundingRect()
    back, _ = painter.combinedTransform().inverted()
    return back.mapRect(QRectF(painter.viewport()))
