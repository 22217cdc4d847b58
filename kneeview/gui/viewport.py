"""Where the picture lies in the view: the only conversion between the widget and the image."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from kneeview.domain.geometry import ImagePoint
from kneeview.gui.orientation import UPRIGHT, Orientation

ZOOM_RANGE: Final = (0.01, 64.0)
"""Logical screen pixels per pixel of the image, least and greatest."""

FIT_MARGIN: Final = 12.0
"""Room left around a picture that is fitted, in logical pixels."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """A view of width x height logical pixels with an image point in its middle.

    `zoom` is logical screen pixels per pixel of the image across; `row_stretch` is how much taller than wide a pixel of
    the image is (row over column spacing), so that oblong pixels look as they are. Across and down are those of the
    upright picture; `orientation` turns and flips what comes of it.
    """

    width: float
    height: float
    centre: ImagePoint = field(default_factory=lambda: ImagePoint(0.0, 0.0))
    zoom: float = 1.0
    row_stretch: float = 1.0
    orientation: Orientation = UPRIGHT

    @property
    def zoom_down(self) -> float:
        """Logical screen pixels per pixel of the image down."""
        return self.zoom * self.row_stretch

    def to_image(self, x: float, y: float) -> ImagePoint:
        """Return the image point under a place of the widget (logical pixels)."""
        across, down = self.orientation.upright(x - self.width / 2, y - self.height / 2)
        return ImagePoint(self.centre.x + across / self.zoom, self.centre.y + down / self.zoom_down)

    def to_screen(self, point: ImagePoint) -> tuple[float, float]:
        """Return where an image point lies in the widget (logical pixels)."""
        across, down = (point.x - self.centre.x) * self.zoom, (point.y - self.centre.y) * self.zoom_down
        x, y = self.orientation.seen(across, down)
        return self.width / 2 + x, self.height / 2 + y

    @property
    def affine(self) -> tuple[float, float, float, float, float, float]:
        """The map to the widget as Qt writes it: x' = m11 x + m21 y + dx and y' = m12 x + m22 y + dy, in that order."""
        xx, xy, yx, yy = self.orientation.matrix
        dx, dy = self.to_screen(ImagePoint(0.0, 0.0))
        return xx * self.zoom, yx * self.zoom, xy * self.zoom_down, yy * self.zoom_down, dx, dy

    def image_rect(self, width: float, height: float) -> tuple[float, float, float, float]:
        """Return x, y, width and height on the image of the view's first width x height logical pixels."""
        one, other = self.to_image(0.0, 0.0), self.to_image(width, height)
        left, right = sorted((one.x, other.x))
        top, bottom = sorted((one.y, other.y))
        return left, top, right - left, bottom - top

    def image_step(self, x: float, y: float) -> tuple[float, float]:
        """Return the step on the image, in its pixels, that is seen as going x pixels right and y pixels down."""
        return self.orientation.upright(x, y)

    # ----------------------------------------------------------------------------------------------- other views

    def fitted(self, columns: int, rows: int) -> Viewport:
        """Return the view that shows the whole picture."""
        width, height = max(float(columns), 1.0), max(rows * self.row_stretch, 1.0)
        if self.orientation.is_across:
            width, height = height, width
        across = max(self.width - 2 * FIT_MARGIN, 1.0) / width
        down = max(self.height - 2 * FIT_MARGIN, 1.0) / height
        return replace(self, centre=ImagePoint(columns / 2, rows / 2), zoom=_clamped(min(across, down)))

    def zoomed(self, factor: float, x: float, y: float) -> Viewport:
        """Return the view zoomed by a factor about a place of the widget, which keeps its image point."""
        fixed = self.to_image(x, y)
        nearer = replace(self, zoom=_clamped(self.zoom * factor))
        moved = nearer.to_image(x, y)
        return replace(nearer, centre=self.centre.moved(fixed.x - moved.x, fixed.y - moved.y))

    def panned(self, dx: float, dy: float) -> Viewport:
        """Return the view with the picture moved by some logical pixels."""
        across, down = self.orientation.upright(dx, dy)
        return replace(self, centre=self.centre.moved(-across / self.zoom, -down / self.zoom_down))

    def oriented(self, orientation: Orientation) -> Viewport:
        """Return the view turned and flipped otherwise about the same middle."""
        return replace(self, orientation=orientation)

    def resized(self, width: float, height: float) -> Viewport:
        """Return the view of another size about the same middle."""
        return replace(self, width=width, height=height)


def _clamped(zoom: float) -> float:
    return min(max(zoom, ZOOM_RANGE[0]), ZOOM_RANGE[1])
