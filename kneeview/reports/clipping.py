"""The part of a line that is seen."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF


def clipped(start: QPointF, end: QPointF, area: QRectF) -> tuple[QLineF, float] | None:
    """Return the part of a line inside the area and the length cut off at its start (Liang and Barsky 1984)."""
    if area.contains(start) and area.contains(end):
        return QLineF(start, end), 0.0
    dx, dy = end.x() - start.x(), end.y() - start.y()
    first, last = 0.0, 1.0
    for step, room in (
        (-dx, start.x() - area.left()),
        (dx, area.right() - start.x()),
        (-dy, start.y() - area.top()),
        (dy, area.bottom() - start.y()),
    ):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            first = max(first, room / step)
        else:
            last = min(last, room / step)
    if first > last:
        return None
    line = QLineF(start.x() + first * dx, start.y() + first * dy, start.x() + last * dx, start.y() + last * dy)
    return line, first * (dx * dx + dy * dy) ** 0.5
