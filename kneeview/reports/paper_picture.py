"""The picture on paper: the grey at print quality, the lines over it as vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from kneeview.imaging.radiograph import Display, Radiograph
from kneeview.imaging.windowing import rendered
from kneeview.reports.fonts import PT
from kneeview.reports.painter import paint_scene
from kneeview.reports.text import HAIRLINE
from kneeview.scene.primitives import Scene

PRINT_DPI: Final = 300.0
"""Finer than this the eye sees nothing on paper, and files grow."""

_SCREEN_HEIGHT: Final = 900.0
"""How tall a picture usually is on the screen: its lines keep that proportion on paper."""


MAT: Final = "#000000"
"""The ground beside a picture, as dark as the air on most films."""


def qt_image(shown: NDArray[np.uint8]) -> QImage:
    """Return an 8-bit picture, grey or RGB, as Qt's, with pixels of its own."""
    shown = np.ascontiguousarray(shown)
    rows, columns = shown.shape[:2]
    grey = shown.ndim == 2
    form = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888
    return QImage(shown.data, columns, rows, columns * (1 if grey else 3), form).copy()


def reduced(shown: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """Return the picture at no more than that many pixels, by area mean; a smaller one stays as it is."""
    rows, columns = shown.shape[:2]
    if columns <= width and rows <= height:
        return shown
    size = min(columns, max(width, 1)), min(rows, max(height, 1))
    return np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def paint_picture(
    painter: QPainter, image: Radiograph, display: Display, target: QRectF, units_per_inch: float
) -> None:
    """Draw the picture as it is shown into a rectangle of the painter, no finer than print needs."""
    width, height = (round(side / units_per_inch * PRINT_DPI) for side in (target.width(), target.height()))
    shown = reduced(rendered(image, display), width, height)
    painter.drawImage(target, qt_image(shown[:, ::-1] if display.turned_over else shown))


@dataclass(frozen=True, slots=True)
class PaperPicture:
    """The picture with its lines as a block of a page.

    `mat` is how much of the width lies dark beside the picture, at each side: captions that are too long for the room
    beside the leg stand there, and not on the bones.
    """

    image: Radiograph
    display: Display
    scene: Scene
    width: float
    height: float
    mat: float = 0.0

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw the picture, its lines and a thin frame."""
        ground, wide = QRectF(x, y, self.width, self.height), self.width - 2 * self.mat
        target = QRectF(x + self.mat, y, wide, self.height)
        painter.fillRect(ground, QColor(MAT))
        paint_picture(painter, self.image, self.display, target, 72 * PT)
        to_page = QTransform()
        to_page.translate(target.x(), y)
        if self.display.turned_over:
            to_page.translate(wide, 0)
            to_page.scale(-1, 1)
        to_page.scale(wide / self.image.columns, self.height / self.image.rows)
        unit = min(max(max(wide, self.height) / _SCREEN_HEIGHT, 0.5 * PT), 0.6 * PT)
        painter.save()
        painter.setClipRect(ground)
        paint_scene(painter, self.scene, to_page, unit, ground)
        painter.restore()
        painter.setPen(QPen(QColor(HAIRLINE), 0.5 * PT))
        painter.setBrush(QColor(0, 0, 0, 0))
        painter.drawRect(ground)


def picture_size(image: Radiograph, row_over_column: float, width: float, height: float) -> tuple[float, float]:
    """Return the largest size of the picture inside a room, with its pixels as oblong as they are."""
    tall, wide = image.rows * row_over_column, float(image.columns)
    scale = min(width / wide, height / tall)
    return wide * scale, tall * scale
