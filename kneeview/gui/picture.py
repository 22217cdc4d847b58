"""The picture as it is painted: the part that is seen, through its greys, with the overlays of its file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor
from threading import Event, Thread
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from kneeview.domain.geometry import ImagePoint
from kneeview.gui.orientation import Orientation
from kneeview.gui.viewport import Viewport
from kneeview.imaging.pyramid import NEAREST_FROM, Pyramid, ScreenArea, shown
from kneeview.imaging.radiograph import NO_FILTERS, Display, Filters, Pixels, Radiograph
from kneeview.imaging.windowing import colour_table, grey_table

SURROUND: Final = QColor("#0A0C0E")
"""The ground around the picture: dark in both themes, so that the eye keeps its adaptation."""

EDGE: Final = QColor("#2A3138")
"""The hairline around the picture: it tells dark film from ground."""

OVERLAY: Final = QColor("#9FD8CB")
"""The overlays of the file: paler than any mark, so that they are not taken for one."""

GRID: Final = QColor(70, 140, 210, 75)
"""The borders between pixels, where those are shown as squares: bluish, so that no grey hides them, and no mark."""


class NotShownError(Exception):
    """The picture could not be painted: nothing may be measured on what is not seen."""


@dataclass(frozen=True, slots=True)
class _Key:
    """Which part is seen and how: while it is the same, the pixels are the same."""

    rect: tuple[float, float, float, float]
    width: int
    height: int
    orientation: Orientation
    filters: Filters = NO_FILTERS


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """The part of the picture that is seen, as it lies on the screen, and where, in device pixels."""

    key: _Key
    area: ScreenArea
    values: Pixels


def _key(view: Viewport, ratio: float, filters: Filters) -> _Key:
    """Return what a view shows; width and height are those of the upright raster in device pixels."""
    width, height = max(round(view.width * ratio), 1), max(round(view.height * ratio), 1)
    rect = view.image_rect(width / ratio, height / ratio)
    across = view.orientation.is_across
    return _Key(rect, height if across else width, width if across else height, view.orientation, filters)


def _seen(pyramid: Pyramid, key: _Key, *, smooth: bool = True) -> _Part | None:
    """Return the part of a pyramid that is seen; None where nothing of it is."""
    area = pyramid.covered(*key.rect, key.width, key.height)
    if area.is_empty:
        return None
    values = pyramid.visible(*key.rect, key.width, key.height, smooth, key.filters)
    crop = values[area.top : area.bottom, area.left : area.right]
    return _Part(key, key.orientation.seen_area(area, key.width, key.height), key.orientation.seen_pixels(crop))


def _mask(image: Radiograph) -> NDArray[np.uint8]:
    """Return the overlays of a file as one plane of the picture's size, 255 where they draw."""
    mask = np.zeros((image.rows, image.columns), np.uint8)
    for overlay in image.overlays:
        rows, columns = overlay.plane.shape
        top, left = max(overlay.row, 0), max(overlay.column, 0)
        bottom, right = min(overlay.row + rows, image.rows), min(overlay.column + columns, image.columns)
        if top < bottom and left < right:
            of_plane = np.s_[top - overlay.row : bottom - overlay.row, left - overlay.column : right - overlay.column]
            mask[top:bottom, left:right][overlay.plane[of_plane]] = 255
    return mask


def _overlay_table(reduction: float) -> NDArray[np.uint8]:
    """Return the colour of every share of coverage, premultiplied, in the order of Qt's 32-bit pixels.

    Coverage is strengthened so that a stroke of one pixel is still seen when the picture is made smaller.
    """
    gain = 1 if reduction <= 1 else round(2 * reduction)
    alpha = np.minimum(np.arange(256) * gain, 255)
    red, green, blue = (alpha * channel // 255 for channel in (OVERLAY.red(), OVERLAY.green(), OVERLAY.blue()))
    pixels = (alpha << 24 | red << 16 | green << 8 | blue).astype(np.uint32)
    return np.asarray(pixels.view(np.uint8).reshape(256, 1, 4), dtype=np.uint8)


class Picture:
    """One radiograph, painted again and again. What is seen is kept while only the greys change."""

    def __init__(self, image: Radiograph) -> None:
        self._image = image
        self._pyramid = Pyramid(image)
        self._dropped = Event()
        Thread(target=self._pyramid.build, args=(self._dropped.is_set,), daemon=True, name="reduced levels").start()
        self._overlays: Pyramid | None = None
        self._part: _Part | None = None
        self._drawn: tuple[_Key, ScreenArea, NDArray[np.uint8]] | None = None
        self._table: tuple[Display, NDArray[np.uint8] | None] | None = None
        self._greyed: tuple[_Part, Display, NDArray[np.uint8]] | None = None

    def drop(self) -> None:
        """Stop what is still worked out for it: another picture takes its place."""
        self._dropped.set()

    @property
    def columns(self) -> int:
        """The width in pixels."""
        return self._pyramid.columns

    @property
    def rows(self) -> int:
        """The height in pixels."""
        return self._pyramid.rows

    def paint(self, painter: QPainter, view: Viewport, ratio: float, display: Display, *, overlays: bool) -> None:
        """Fill the view, whose device has `ratio` pixels a logical one: ground, edge, picture, grid, overlays.

        Raises `NotShownError` where the picture cannot be shown.
        """
        key = _key(view, ratio, display.filters)
        try:
            if self._part is None or self._part.key != key:
                self._part = _seen(self._pyramid, key)
            grey = self._grey(self._part, display)
        except (cv2.error, MemoryError) as error:
            self._part = self._greyed = None
            raise NotShownError from error
        self._paint_part(painter, QRectF(0, 0, view.width, view.height), self._part, grey, ratio)
        if view.zoom * ratio >= NEAREST_FROM and self._part is not None:
            self._paint_grid(painter, view, ratio)
        if overlays and self._image.overlays and self._part is not None:
            self._paint_overlays(painter, key, ratio)

    def paint_detail(self, painter: QPainter, frame: QRectF, view: Viewport, ratio: float, display: Display) -> None:
        """Fill a frame with another view of the frame's size; it is not kept.

        Raises `NotShownError` where the picture cannot be shown.
        """
        try:
            part = _seen(self._pyramid, _key(view, ratio, display.filters))
            grey = None if part is None else self._through_greys(part.values, display)
        except (cv2.error, MemoryError) as error:
            raise NotShownError from error
        self._paint_part(painter, frame, part, grey, ratio)

    def _paint_grid(self, painter: QPainter, view: Viewport, ratio: float) -> None:
        """Draw the borders between the pixels that are seen, one device pixel wide."""
        left, top, width, height = view.image_rect(view.width, view.height)
        first, last = max(ceil(left), 0), min(floor(left + width), self.columns)
        upper, lower = max(ceil(top), 0), min(floor(top + height), self.rows)
        ends_x = max(left, 0.0), min(left + width, float(self.columns))
        ends_y = max(top, 0.0), min(top + height, float(self.rows))

        def line(x0: float, y0: float, x1: float, y1: float) -> QLineF:
            # On whole device pixels, where the squares meet: half a pixel off, a line would be two grey ones.
            places = (*view.to_screen(ImagePoint(x0, y0)), *view.to_screen(ImagePoint(x1, y1)))
            return QLineF(*((floor(place * ratio + 0.5) + 0.5) / ratio for place in places))

        lines = [line(x, ends_y[0], x, ends_y[1]) for x in range(first, last + 1)]
        lines += [line(ends_x[0], y, ends_x[1], y) for y in range(upper, lower + 1)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(GRID, 0))
        painter.drawLines(lines)

    def _paint_part(
        self, painter: QPainter, frame: QRectF, part: _Part | None, grey: NDArray[np.uint8] | None, ratio: float
    ) -> None:
        if part is None or grey is None:
            painter.fillRect(frame, SURROUND)
            return
        area, corner = part.area, frame.topLeft()
        line = max(round(ratio), 1)
        picture = QRect(area.left, area.top, area.right - area.left, area.bottom - area.top)
        edge = picture.adjusted(-line, -line, line, line)
        room = QRect(0, 0, round(frame.width() * ratio), round(frame.height() * ratio))
        for around, within, colour in ((room, edge, SURROUND), (edge & room, picture, EDGE)):
            for band in _bands(around, within):
                place = QRectF(QPointF(band.topLeft()) / ratio + corner, QSizeF(band.size()) / ratio)
                painter.fillRect(place, colour)
        _draw(painter, corner, area, grey, ratio)

    def _grey(self, part: _Part | None, display: Display) -> NDArray[np.uint8] | None:
        """Return a part in its greys; the last one is kept while part and greys are the same."""
        if part is None:
            return None
        if self._greyed is None or self._greyed[0] is not part or self._greyed[1] is not display:
            self._greyed = (part, display, self._through_greys(part.values, display))
        return self._greyed[2]

    def _through_greys(self, values: Pixels, display: Display) -> NDArray[np.uint8]:
        if self._table is None or self._table[0] is not display:
            made = colour_table(display) if self._image.is_colour else grey_table(self._image, display)
            self._table = (display, made)
        table = self._table[1]
        return np.asarray(values, dtype=np.uint8) if table is None else shown(values, table)

    def _paint_overlays(self, painter: QPainter, key: _Key, ratio: float) -> None:
        if self._overlays is None:
            self._overlays = Pyramid(Radiograph("overlays", _mask(self._image)))
        if self._drawn is None or self._drawn[0] != key:
            reduction = max(key.rect[2] / key.width, key.rect[3] / key.height)
            part = _seen(self._overlays, replace(key, filters=NO_FILTERS), smooth=reduction > 1)
            if part is None:
                return
            colours = cv2.LUT(cv2.merge([part.values] * 4), _overlay_table(reduction))
            self._drawn = (key, part.area, np.asarray(colours, dtype=np.uint8))
        _, area, pixels = self._drawn
        _draw(painter, QPointF(0, 0), area, pixels, ratio)


_FORMATS: Final = {
    1: QImage.Format.Format_Grayscale8,
    3: QImage.Format.Format_RGB888,
    4: QImage.Format.Format_ARGB32_Premultiplied,
}


def _bands(around: QRect, within: QRect) -> tuple[QRect, ...]:
    """Return what of one rectangle is beyond another, in up to four: the ground is not painted where the film lies."""
    inner = around & within
    if inner.isEmpty():
        return (around,)
    above = QRect(around.left(), around.top(), around.width(), inner.top() - around.top())
    below = QRect(around.left(), inner.bottom() + 1, around.width(), around.bottom() - inner.bottom())
    left = QRect(around.left(), inner.top(), inner.left() - around.left(), inner.height())
    right = QRect(inner.right() + 1, inner.top(), around.right() - inner.right(), inner.height())
    return tuple(band for band in (above, below, left, right) if not band.isEmpty())


def _draw(painter: QPainter, corner: QPointF, area: ScreenArea, pixels: NDArray[np.uint8], ratio: float) -> None:
    """Draw pixels on as many device pixels, without a copy: the array outlives the drawing."""
    rows, columns = pixels.shape[:2]
    form = _FORMATS[pixels.shape[2] if pixels.ndim == 3 else 1]
    image = QImage(pixels.data, columns, rows, pixels.strides[0], form)
    if image.isNull():
        raise NotShownError
    image.setDevicePixelRatio(ratio)
    painter.drawImage(corner + QPointF(area.left / ratio, area.top / ratio), image)
