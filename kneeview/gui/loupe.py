"""The loupe: the pixels under a point that is being set, larger, with a cross-hair; and the name at the pointer."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from kneeview.domain.geometry import ImagePoint
from kneeview.gui.picture import SURROUND, NotShownError, Picture
from kneeview.gui.viewport import Viewport
from kneeview.imaging.radiograph import Display

SIZE: Final = 184.0
GAIN: Final = 4.0
"""The side of the loupe in logical pixels, and how many times the present zoom it shows."""

_AWAY: Final = 56.0
"""Between the point and the near border of the loupe, in logical pixels."""

_MARGIN: Final = 8.0
_GAP: Final = 7.0
_CROSS: Final = 64.0
_HAIR: Final = QColor("#F0E442")
_EDGE: Final = QColor("#C9D1D9")
_PILL: Final = QColor(10, 12, 14, 190)


def loupe_frame(place: QPointF, room: QSizeF) -> QRectF:
    """Return where the loupe stands for a point: above it, else below, never over it and never under the hand."""
    left = min(max(place.x() - SIZE / 2, _MARGIN), max(room.width() - SIZE - _MARGIN, _MARGIN))
    above = place.y() - _AWAY - SIZE
    if above >= _MARGIN:
        return QRectF(left, above, SIZE, SIZE)
    beside = place.x() - _AWAY - SIZE
    if beside < _MARGIN:
        beside = place.x() + _AWAY
    return QRectF(beside, _MARGIN, SIZE, SIZE)


def paint_loupe(
    painter: QPainter,
    picture: Picture,
    frame: QRectF,
    view: Viewport,
    point: ImagePoint,
    ratio: float,
    display: Display,
) -> None:
    """Show the pixels about a point of the image in the present greys, so many times the present zoom.

    Where they cannot be shown there is no cross-hair either: nothing may be aimed at what is not seen.
    """
    detail = replace(view, width=SIZE, height=SIZE, centre=point, zoom=view.zoom * GAIN)
    painter.save()
    painter.setClipRect(frame)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    try:
        picture.paint_detail(painter, frame, detail, ratio, display)
    except NotShownError:
        painter.fillRect(frame, SURROUND)
        painter.setPen(_EDGE)
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, "Not enough memory")
    else:
        paint_cross_hair(painter, frame)
    painter.setClipping(False)
    painter.setPen(QPen(_EDGE, 1.0))
    painter.drawRect(frame)
    painter.restore()


def cross_box(place: QPointF) -> QRectF:
    """Return where the cross-hair that the keys move is painted about a place."""
    return QRectF(place.x() - _CROSS / 2, place.y() - _CROSS / 2, _CROSS, _CROSS)


def paint_cross_hair(painter: QPainter, frame: QRectF) -> None:
    """Draw four hairs to the borders of a square frame; its middle stays free, for the pixel that is meant."""
    middle, half = frame.center(), frame.width() / 2
    for colour, width in ((QColor(0, 0, 0, 150), 3.0), (_HAIR, 1.0)):
        painter.setPen(QPen(colour, width))
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            step = QPointF(dx, dy)
            painter.drawLine(middle + step * _GAP, middle + step * half)


def _name_font() -> QFont:
    font = QFont()
    font.setPixelSize(12)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def name_box(place: QPointF, room: QSizeF, text: str) -> QRectF:
    """Return where the name stands beside the pointer, inside the room."""
    metrics = QFontMetricsF(_name_font())
    size = QSizeF(metrics.horizontalAdvance(text) + 12, metrics.height() + 4)
    left = place.x() + 18 if place.x() + 18 + size.width() <= room.width() else place.x() - 18 - size.width()
    top = place.y() + 14 if place.y() + 14 + size.height() <= room.height() else place.y() - 14 - size.height()
    return QRectF(QPointF(left, top), size)


def paint_name(painter: QPainter, box: QRectF, text: str, colour: str) -> None:
    """Write in its box what a press would place at the pointer."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PILL)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(_name_font())
    painter.setPen(QColor(colour))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
