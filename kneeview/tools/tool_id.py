"""The tools by name."""

from __future__ import annotations

from enum import Enum

from kneeview.domain.drawing.shapes import DrawingKind


class ToolId(Enum):
    """The tools that the user can take; one that draws has the name of what it draws."""

    PLACE = "place"
    SELECT = "select"
    RULER = "ruler"
    BALL = "ball"
    HEIGHT = "height"
    RECTANGLE = "rectangle"
    PLUMB = "plumb"
    LENGTH = DrawingKind.LENGTH
    POLYLINE = DrawingKind.POLYLINE
    ANGLE = DrawingKind.ANGLE
    LINES_ANGLE = DrawingKind.LINES_ANGLE
    COBB_ANGLE = DrawingKind.COBB_ANGLE
    CIRCLE = DrawingKind.CIRCLE
    ELLIPSE = DrawingKind.ELLIPSE
    LEVEL = DrawingKind.LEVEL
    VERTICAL = DrawingKind.VERTICAL
    TEXT = DrawingKind.TEXT
    ARROW = DrawingKind.ARROW
