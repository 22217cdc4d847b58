"""Which part of the picture is shown: pan, zoom, fit, turns and flips."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, Signal
from PySide6.QtGui import QCursor, QResizeEvent, QTransform
from PySide6.QtWidgets import QWidget

from kneeview.case.placements import position_on_film
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.measurement import PlacedLandmark
from kneeview.gui.orientation import UPRIGHT, Orientation
from kneeview.gui.picture import Picture
from kneeview.gui.viewport import Viewport
from kneeview.gui.workbench import Workbench
from kneeview.imaging.digests import NO_DIGESTS

_KEY_ZOOM: Final = 1.25


class PictureView(QWidget):
    """A view of the picture of the workbench, which tells when it changes."""

    view_changed = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = workbench
        self._picture: Picture | None = None
        self._shown = (NO_DIGESTS, 0)
        self.overlays_shown = True
        self.viewport_now = Viewport(1, 1)
        self._fitted = True
        workbench.opened.connect(self._picture_opened)

    def _picture_opened(self) -> None:
        """Show a new picture upright and whole; another frame of the same file is shown as the last one was."""
        image = self._bench.image
        if image is None:
            return
        before, file, frame = self._picture, *self._shown
        if before is not None:
            before.drop()
        self._picture, self._shown = Picture(image), (image.digests, image.frame)
        is_other_frame = frame != image.frame and file.are_of_file(image.digests)
        if is_other_frame and before is not None and (before.columns, before.rows) == (image.columns, image.rows):
            self.update()
            return
        stretch = self._bench.case.header_scale.aspect
        self.viewport_now = Viewport(self.width(), self.height(), row_stretch=stretch)
        self.as_loaded()

    def set_view(self, viewport: Viewport, *, fitted: bool = False) -> None:
        """Show another part of the picture."""
        self.viewport_now = viewport
        self._fitted = fitted
        self.update()
        self.view_changed.emit()

    def fit(self) -> None:
        """Show the whole picture."""
        if self._picture is not None:
            self.set_view(self.viewport_now.fitted(self._picture.columns, self._picture.rows), fitted=True)

    @property
    def is_fitted(self) -> bool:
        """Whether the whole picture is shown, and stays so when the room changes."""
        return self._fitted

    def one_to_one(self) -> None:
        """Show one pixel of the picture on one pixel of the screen, about the pointer or the middle."""
        x, y = self._pointer_or_middle()
        self.set_view(self.viewport_now.zoomed(1 / (self.devicePixelRatioF() * self.viewport_now.zoom), x, y))

    def zoom_by(self, factor: float) -> None:
        """Zoom about the pointer or the middle."""
        self.set_view(self.viewport_now.zoomed(factor, *self._pointer_or_middle()))

    def zoom_in(self) -> None:
        """Zoom in by a step."""
        self.zoom_by(_KEY_ZOOM)

    def zoom_out(self) -> None:
        """Zoom out by a step."""
        self.zoom_by(1 / _KEY_ZOOM)

    @property
    def orientation(self) -> Orientation:
        """How the picture lies on the screen."""
        return self.viewport_now.orientation

    def orient(self, orientation: Orientation) -> None:
        """Turn and flip the view about its middle; a fitted picture stays fitted."""
        self.set_view(self.viewport_now.oriented(orientation), fitted=self._fitted)
        if self._fitted:
            self.fit()

    def turn_right(self) -> None:
        """Turn what is seen by a right angle to the right."""
        self.orient(self.orientation.turned_right())

    def turn_left(self) -> None:
        """Turn what is seen by a right angle to the left."""
        self.orient(self.orientation.turned_left())

    def flip_left_right(self) -> None:
        """Flip what is seen, left for right."""
        self.orient(self.orientation.flipped_left_right())

    def flip_up_down(self) -> None:
        """Flip what is seen, up for down."""
        self.orient(self.orientation.flipped_up_down())

    def upright(self) -> None:
        """Show the picture as its file has it."""
        self.orient(UPRIGHT)

    def as_loaded(self) -> None:
        """Show the whole picture as it was when it was opened: a mirror image that was checked, the right way round."""
        self.orient(Orientation(mirrored=self._bench.case.is_turned_over))
        self.fit()

    def toggle_overlays(self) -> None:
        """Show or hide the overlays of the file."""
        self.overlays_shown = not self.overlays_shown
        self.update()
        self.view_changed.emit()

    def show_landmark(self, key: PlacedLandmark) -> None:
        """Bring a placed landmark into view."""
        case = self._bench.case
        placement = case.placement(*key)
        position = None if placement is None else position_on_film(placement, case.scale)
        if position is None:
            return
        self.show_point(case.scale.to_image(position))

    def picture_area(self) -> QRectF:
        """Return where the whole picture lies on the widget."""
        size = (0, 0) if self._picture is None else (self._picture.columns, self._picture.rows)
        return self.to_device().mapRect(QRectF(0, 0, *size))

    def place_of(self, point: ImagePoint) -> QPointF:
        """Return where a point of the image is seen on the widget."""
        return QPointF(*self.viewport_now.to_screen(point))

    def show_point(self, at: ImagePoint) -> None:
        """Bring a place of the picture into view."""
        x, y = self.viewport_now.to_screen(at)
        if not self.rect().adjusted(24, 24, -24, -24).contains(QPoint(round(x), round(y))):
            dx, dy = self.width() / 2 - x, self.height() / 2 - y
            self.set_view(self.viewport_now.panned(dx, dy))

    def _pointer_or_middle(self) -> tuple[float, float]:
        place = self.mapFromGlobal(QCursor.pos())
        if self.rect().contains(place):
            return place.x(), place.y()
        return self.width() / 2, self.height() / 2

    @property
    def zoom_percent(self) -> float:
        """Pixels of the screen per pixel of the picture, in percent."""
        return 100 * self.viewport_now.zoom * self.devicePixelRatioF()

    def to_device(self) -> QTransform:
        """Return the map from the image to the widget."""
        return QTransform(*self.viewport_now.affine)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle in the middle; a fitted picture stays fitted."""
        del event
        self.viewport_now = self.viewport_now.resized(self.width(), self.height())
        if self._fitted:
            self.fit()
        else:
            self.view_changed.emit()
