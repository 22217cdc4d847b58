"""The tools by name."""

from __future__ import annotations

from enum import Enum


class ToolId(Enum):
    """The tools that the user can take."""

    PLACE = "place"
    SELECT = "select"
    RULER = "ruler"
    BALL = "ball"
    HEIGHT = "height"
    RECTANGLE = "rectangle"
    PLUMB = "plumb"
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
