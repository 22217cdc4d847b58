"""The annotated picture at its full resolution, drawn from the model and never from the screen."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QTransform

from kneeview.case.case import Case
from kneeview.imaging.radiograph import Display, Radiograph
from kneeview.imaging.windowing import rendered
from kneeview.reports.encoding import Colours
from kneeview.reports.painter import paint_scene
from kneeview.reports.paper_picture import qt_image
from kneeview.scene.build import build_scene
from kneeview.scene.notes import incomplete_marks

_TILE: Final = 4096
"""Qt draws on 32,767 pixels a side at most: the picture is drawn in tiles."""

_SCREEN_SIDE: Final = 1300.0
"""A screen unit in a picture is what it is where the longer side has so many pixels, but one pixel at least."""


def screen_unit(image: Radiograph) -> float:
    """Return how many of its pixels one screen unit of the theme takes on a picture."""
    return max(1.0, max(image.rows, image.columns) / _SCREEN_SIDE)


def annotated_picture(case: Case, image: Radiograph, display: Display) -> Colours:
    """Return the picture as it is shown, rows x columns x RGB, with the lines of the case."""
    shown = rendered(image, display)
    across = QTransform()
    if display.turned_over:
        shown = shown[:, ::-1]
        across = QTransform(-1, 0, 0, 1, image.columns, 0)
    scene = (*build_scene(case, case.readings()), *incomplete_marks(case))
    unit, area = screen_unit(image), QRectF(0, 0, image.columns, image.rows)
    picture = np.empty((image.rows, image.columns, 3), np.uint8)
    for top in range(0, image.rows, _TILE):
        for left in range(0, image.columns, _TILE):
            part = slice(top, top + _TILE), slice(left, left + _TILE)
            tile = qt_image(shown[part]).convertToFormat(QImage.Format.Format_RGB32)
            painter = QPainter(tile)
            painter.translate(-left, -top)
            paint_scene(painter, scene, across, unit, area)
            painter.end()
            picture[part] = _rgb(tile)
    return picture


def _rgb(tile: QImage) -> Colours:
    raw = np.frombuffer(tile.constBits(), np.uint32).reshape(tile.height(), tile.bytesPerLine() // 4)[:, : tile.width()]
    return np.stack([(raw >> shift).astype(np.uint8) for shift in (16, 8, 0)], axis=-1)
