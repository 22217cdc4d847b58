"""The icons: one family drawn for this program, in whatever colour the palette asks for."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kneeview.resources import resource

ICON_NAMES: Final = (
    "open", "save", "undo", "redo", "place", "select", "scale", "ruler", "ball", "spacing", "fit", "one-to-one",
    "window-level", "invert", "rotate", "flip", "report", "close", "warning", "info", "photo", "film", "demo", "recent",
    "not-visible", "next", "back", "clear", "lock", "search", "settings", "help", "chevron-left", "chevron-right",
    "chevron-down", "plus", "minus", "confirm", "side", "attest", "people", "rotate-left", "flip-vertical",
    "length", "polyline", "angle", "lines-angle", "cobb-angle", "circle", "ellipse", "level", "vertical", "text",
    "arrow",
)  # fmt: skip
"""Every icon there is; each is the file of that name in `resources/icons`."""

_APPLICATION: Final = "app"
_DISABLED_OPACITY: Final = 0.38


def icon(name: str, colour: QColor | str) -> QIcon:
    """Return the icon of that name in that colour, paler where its button is disabled.

    The name is one of `ICON_NAMES`. A running QGuiApplication is needed, as for every pixmap.
    """
    if name not in ICON_NAMES:
        message = f"no icon is named {name!r}"
        raise ValueError(message)
    ink = QColor(colour)
    if not ink.isValid():
        message = f"no colour is named {colour!r}"
        raise ValueError(message)
    return QIcon(_Engine(name, ink))


class _Engine(QIconEngine):
    """Draws the sizes that are shown, when they are: all of them at the start would take half of it."""

    def __init__(self, name: str, ink: QColor) -> None:
        super().__init__()
        self._name = name
        self._ink = ink

    def clone(self) -> QIconEngine:
        """Return another one of the same drawing."""
        return _Engine(self._name, self._ink)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the drawing in device pixels, as large as fits."""
        del state
        opacity = _DISABLED_OPACITY if mode is QIcon.Mode.Disabled else 1.0
        pixels = max(min(size.width(), size.height()), 1)
        return QPixmap.fromImage(_drawn(self._name, self._ink.name(), round(self._ink.alphaF() * opacity, 3), pixels))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into a place of a painter, in the pixels of its device."""
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.pixmap(rect.size() * ratio, mode, state))


def application_icon() -> QIcon:
    """Return the icon of the program: the axes of two legs, one straight, one bent."""
    return QIcon(_Engine(_APPLICATION, QColor()))  # it has its own colours


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=4096)
def _drawn(name: str, colour: str, opacity: float, pixels: int) -> QImage:
    """Return the drawing on a transparent square. Images outlive any application object, so they may be cached."""
    text = _source(name).replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(text.encode()))
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    everything = QRectF(0, 0, pixels, pixels)
    painter = QPainter(image)
    renderer.render(painter, everything)
    if opacity < 1:
        # As a whole, so that strokes do not show through where they cross.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        painter.fillRect(everything, QColor.fromRgbF(0, 0, 0, opacity))
    painter.end()
    return image
