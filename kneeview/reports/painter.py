"""Draws a scene on a QPainter: the same marks on the screen, in a picture, in a PDF and on paper.

What is drawn, in which order, and where two scenes differ; how a mark is drawn is the pencil's.
"""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QTransform

from kneeview.domain.geometry import ImagePoint
from kneeview.reports.lettering import Layout, caption_boxes
from kneeview.reports.pencil import REACH, Pencil, polygon_of
from kneeview.scene.primitives import (
    ArrowMark,
    CaptionMark,
    CrossMark,
    CurveMark,
    LineMark,
    Mark,
    OutlineMark,
    Role,
    Scene,
    SideLetterMark,
)


def paint_scene(
    painter: QPainter,
    scene: Scene,
    to_device: QTransform,
    unit: float,
    area: QRectF | None = None,
    part: QRectF | None = None,
) -> None:
    """Draw the marks from the bottom to the top.

    `to_device` leads from image pixels to the painter's coordinates, `unit` is one screen unit of the theme in the
    painter's coordinates. Captions and letters are kept inside `area`; without one inside what the painter shows.
    Marks wholly outside `part` are left out: a painter that is clipped to it shows the same.
    """
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pencil = Pencil(painter, to_device, unit, _shown(painter) if area is None else area)
    marks = _without_doubles(scene)
    pencil.boxes.update(caption_boxes(scene, pencil.layout))
    if part is not None:
        marks = [mark for mark in marks if _reaches(mark, pencil.layout, part)]
    for mark in marks:
        if isinstance(mark, (LineMark, OutlineMark, CurveMark, ArrowMark)):
            pencil.halo(mark)
    for mark in marks:
        pencil.draw(mark)
    painter.restore()


def changed_areas(before: Scene, now: Scene, to_device: QTransform, unit: float, area: QRectF) -> list[QRectF] | None:
    """Return where two scenes look different on the same view; None where that cannot be told, thus everywhere."""
    if before is now:
        return []
    if len(before) != len(now):
        return None
    layout = Layout(to_device, unit, area)
    areas: list[QRectF] = []
    for pair in zip(before, now, strict=True):
        if pair[0] != pair[1]:
            for mark in pair:
                bounds = _bounds(mark, layout)
                if bounds is None:
                    return None
                areas.append(bounds)
    return areas


def _reaches(mark: Mark, layout: Layout, part: QRectF) -> bool:
    bounds = _bounds(mark, layout)
    return bounds is None or bounds.intersects(part)


def _bounds(mark: Mark, layout: Layout) -> QRectF | None:
    """Return an area outside which a mark draws nothing; None where that is not known."""
    match mark:
        case LineMark(start, end) | ArrowMark(start, end):
            box = QRectF(layout.at(start), layout.at(end)).normalized()
        case CrossMark(at):
            at_device = layout.at(at)
            box = QRectF(at_device, at_device)
        case OutlineMark(points) | CurveMark(points):
            box = layout.to_device.mapRect(polygon_of(points).boundingRect())
        case CaptionMark() | SideLetterMark():
            return None  # captions make way for each other and for the letters
        case _:
            assert_never(mark)
    reach = REACH * layout.unit
    return box.adjusted(-reach, -reach, reach, reach)


def _without_doubles(scene: Scene) -> list[Mark]:
    """Return the marks without the lines that run where another of their kind runs: several readings share an axis."""
    seen: set[tuple[frozenset[ImagePoint], Role, bool]] = set()
    marks: list[Mark] = []
    for mark in scene:
        if isinstance(mark, LineMark):
            key = frozenset((mark.start, mark.end)), mark.role, mark.ticks
            if key in seen:
                continue
            seen.add(key)
        marks.append(mark)
    return marks


def _shown(painter: QPainter) -> QRectF:
    """Return what the painter shows, in its own coordinates."""
    if painter.hasClipping():
        return painter.clipBoundingRect()
    back, _ = painter.combinedTransform().inverted()
    return back.mapRect(QRectF(painter.viewport()))
