"""Moves the view to where the next landmark is likely, and lets the user's own hand on the view have its way."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QVariantAnimation

from kneeview.domain.measurement import PlacedLandmark
from kneeview.gui.canvas import Canvas
from kneeview.gui.viewport import Viewport
from kneeview.gui.workbench import Workbench
from kneeview.tools.guide import Sight, sight_of
from kneeview.tools.tool_id import ToolId

_GLIDE_MS: Final = 170
_CLOSEST: Final = 3.0
"""Logical screen pixels per pixel of the image, beyond which nothing more is seen."""

_NEAR_ENOUGH: Final = 0.45
"""A view that shows the place at this share of the wanted zoom, or nearer, is left as it is."""

_INSET: Final = 0.06
"""What counts as in view lies this share of the view inside its borders."""


class Guide(QObject):
    """Follows the steps of one picture.

    It moves the view only when the next landmark changes; after the last one the view stays where the hand is. Where
    the place is in view already nothing moves. After the user has turned the wheel or panned, the zoom is the user's:
    the view is moved along, and only zoomed out where the place would not fit. Fitting the picture gives the zoom back
    to the guide.
    """

    def __init__(self, bench: Workbench, canvas: Canvas, parent: QObject) -> None:
        super().__init__(parent)
        self.is_on = True
        self._bench = bench
        self._canvas = canvas
        self._attended: tuple[PlacedLandmark | None, bool] | None = None
        self._steered = False
        self._moving = False
        self._shown = canvas.viewport_now
        self._from = self._to = canvas.viewport_now
        self._glide = QVariantAnimation(self)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setDuration(_GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(self._glided)
        bench.opened.connect(self._opened)
        bench.hand_changed.connect(self._look)
        bench.case_changed.connect(self._look)
        canvas.view_changed.connect(self._view_changed)
        canvas.installEventFilter(self)

    @property
    def is_gliding(self) -> bool:
        """Whether the view is on its way."""
        return self._glide.state() is QVariantAnimation.State.Running

    def finish(self) -> None:
        """Arrive at once."""
        if self.is_gliding:
            self._glide.stop()
            self._show(self._to)

    def show_step(self, step: PlacedLandmark) -> None:
        """Show where a landmark is or is likely to be, because the user asked."""
        sight = sight_of(self._bench.case, step)
        if sight is not None:
            self._go_to(sight)

    # -------------------------------------------------------------------------------------------------- when to move

    def _attention(self) -> tuple[PlacedLandmark | None, bool]:
        return self._bench.machine.step, self._bench.machine.asks is not None

    def _opened(self) -> None:
        """Leave a new picture as it was opened: the user wants to see the whole of it first."""
        self._glide.stop()
        self._steered = False
        self._attended = self._attention()
        self._shown = self._canvas.viewport_now

    def _look(self) -> None:
        machine = self._bench.machine
        if machine.current is not ToolId.PLACE or machine.tool.is_dragging or not self._bench.has_image:
            return
        before, self._attended = self._attended, self._attention()
        if not self.is_on or self._attended == before:
            return
        step, _ = self._attended
        if step is not None:  # after the last one the view stays: the hand may want to correct what it just placed
            self.show_step(step)

    def _view_changed(self) -> None:
        """Notice that the user moved the view; a glide on its way gives in."""
        view, before = self._canvas.viewport_now, self._shown
        self._shown = view
        if self._moving or view == before or (view.width, view.height) != (before.width, before.height):
            return  # its own move, none at all, or another size of the window
        self._glide.stop()
        self._steered = not self._canvas.is_fitted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold the view still under a press."""
        if event.type() is QEvent.Type.MouseButtonPress:
            self._glide.stop()
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------------------------------------ where to move

    def _go_to(self, sight: Sight) -> None:
        view = self._to if self.is_gliding else self._canvas.viewport_now
        wanted = min(min(view.width, view.height) / 2 / sight.radius, _CLOSEST)
        if self._is_in_view(sight, view) and view.zoom >= _NEAR_ENOUGH * wanted:
            return
        zoom = min(view.zoom, wanted) if self._steered else max(wanted, self._whole().zoom)
        self._start(replace(view, centre=sight.at, zoom=zoom))

    def _is_in_view(self, sight: Sight, view: Viewport) -> bool:
        x, y = view.to_screen(sight.at)
        around = min(0.5 * sight.radius * view.zoom, 0.3 * min(view.width, view.height))
        dx, dy = _INSET * view.width + around, _INSET * view.height + around
        return dx <= x <= view.width - dx and dy <= y <= view.height - dy

    def _whole(self) -> Viewport:
        image = self._bench.case.image
        return self._canvas.viewport_now.fitted(image.columns, image.rows)

    def _start(self, target: Viewport) -> None:
        self._glide.stop()
        self._from, self._to = self._canvas.viewport_now, target
        self._glide.start()

    def _glided(self, share: float) -> None:
        """Show the view on its way: the zoom grows evenly, and the target runs straight to the middle."""
        start, end = self._from, self._to
        zoom = start.zoom * (end.zoom / start.zoom) ** share
        away = (1 - share) * start.zoom / zoom
        dx, dy = start.centre.x - end.centre.x, start.centre.y - end.centre.y
        self._show(replace(end, centre=end.centre.moved(away * dx, away * dy), zoom=zoom) if share < 1 else end)

    def _show(self, view: Viewport) -> None:
        now = self._canvas.viewport_now
        self._moving = True
        whole = self._whole()
        view = replace(view, width=now.width, height=now.height, orientation=now.orientation)
        self._canvas.set_view(view, fitted=(view.centre, view.zoom) == (whole.centre, whole.zoom))
        self._moving = False
