"""Where the picture lies in the view: the only conversion between the widget and the image."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from kneeview.domain.geometry import ImagePoint

ZOOM_RANGE: Final = (0.01, 64.0)
"""Logical screen pixels per pixel of the image, least and greatest."""

FIT_MARGIN: Final = 12.0
"""Room left around a picture that is fitted, in logical pixels."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """A view of width x height logical pixels with an image point in its middle.

    `zoom` is logical screen pixels per pixel of the image across; `row_stretch` is how much taller than wide a pixel of
    the image is (row over column spacing), so that oblong pixels look as they are.
    """

    width: float
    height: float
    centre: ImagePoint = field(default_factory=lambda: ImagePoint(0.0, 0.0))
    zoom: float = 1.0
    row_stretch: float = 1.0

    @property
    def zoom_down(self) -> float:
        """Logical screen pixels per pixel of the image down."""
        return self.zoom * self.row_stretch

    def to_image(self, x: float, y: float) -> ImagePoint:
        """Return the image point under a place of the widget (logical pixels)."""
        return ImagePoint(
            self.centre.x + (x - self.width / 2) / self.zoom, self.centre.y + (y - self.height / 2) / self.zoom_down
        )

    def to_screen(self, point: ImagePoint) -> tuple[float, float]:
        """Return where an image point lies in the widget (logical pixels)."""
        return (
            self.width / 2 + (point.x - self.centre.x) * self.zoom,
            self.height / 2 + (point.y - self.centre.y) * self.zoom_down,
        )

    def fitted(self, columns: int, rows: int) -> Viewport:
        """Return the view that shows the whole picture."""
        across = max(self.width - 2 * FIT_MARGIN, 1.0) / max(columns, 1)
        down = max(self.height - 2 * FIT_MARGIN, 1.0) / max(rows * self.row_stretch, 1.0)
        return replace(self, centre=ImagePoint(columns / 2, rows / 2), zoom=_clamped(min(across, down)))

    def zoomed(self, factor: float, x: float, y: float) -> Viewport:
        """Return the view zoomed by a factor about a place of the widget, which keeps its image point."""
        fixed = self.to_image(x, y)
        zoom = _clamped(self.zoom * factor)
        centre = ImagePoint(
            fixed.x - (x - self.width / 2) / zoom, fixed.y - (y - self.height / 2) / (zoom * self.row_stretch)
        )
        return replace(self, zoom=zoom, centre=centre)

    def panned(self, dx: float, dy: float) -> Viewport:
        """Return the view with the picture moved by some logical pixels."""
        return replace(self, centre=self.centre.moved(-dx / self.zoom, -dy / self.zoom_down))

    def resized(self, width: float, height: float) -> Viewport:
        """Return the view of another size about the same middle."""
        return replace(self, width=width, height=height)


def _clamped(zoom: float) -> float:
    return min(max(zoom, ZOOM_RANGE[0]), ZOOM_RANGE[1])
