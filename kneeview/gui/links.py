"""Two pictures moved and windowed together, on request. What is linked is what is seen, never a measurement."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from kneeview.gui.pane import Pane
from kneeview.gui.table import Table
from kneeview.gui.viewport import Viewport
from kneeview.imaging.radiograph import Window


class Links(QObject):
    """Carries a zoom, a pan or a window over to the other picture while both are on the table."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._table = table
        self._views: dict[Pane, Viewport] = {}
        self._is_following = False
        self.views_linked = False
        self.greys_linked = False
        for pane in table.panes:
            self.watch(pane)
        table.added.connect(self.watch)

    def watch(self, pane: Pane) -> None:
        """Follow this pane from now on."""
        pane.canvas.view_changed.connect(partial(self._view_changed, pane))
        pane.bench.display_changed.connect(partial(self._greys_changed, pane))

    def link_views(self, linked: bool) -> None:
        """Zoom and pan both pictures together, from where each is now."""
        self.views_linked = linked
        self._views = {pane: pane.canvas.viewport_now for pane in self._table.panes}

    def link_greys(self, linked: bool) -> None:
        """Window both pictures together; the other one takes over the window of the active one at once."""
        self.greys_linked = linked
        if linked:
            self._greys_changed(self._table.active)

    def _partner(self, pane: Pane) -> Pane | None:
        """Return whom a change of this pane is carried to; None while nothing is."""
        if self._is_following or not pane.bench.has_image:
            return None
        return next((other for other in self._table.panes if other is not pane and other.bench.has_image), None)

    def _view_changed(self, pane: Pane) -> None:
        """Carry over what a zoom or pan did on the screen: by the same factor, by as many pixels of the screen."""
        now = pane.canvas.viewport_now
        before, self._views[pane] = self._views.get(pane, now), now
        other = self._partner(pane)
        if not self.views_linked or other is None:
            return
        is_moved_alone = (before.width, before.height) != (now.width, now.height)
        if is_moved_alone or before.orientation != now.orientation:
            return
        canvas = other.canvas
        if pane.canvas.is_fitted:
            self._is_following = True
            canvas.fit()
            self._is_following = False
            return
        middle = before.to_image(before.width / 2, before.height / 2)
        x, y = now.to_screen(middle)
        view = canvas.viewport_now
        view = view.zoomed(now.zoom / before.zoom, view.width / 2, view.height / 2)
        self._is_following = True
        canvas.set_view(view.panned(x - now.width / 2, y - now.height / 2))
        self._is_following = False

    def _greys_changed(self, pane: Pane) -> None:
        """Carry over a window in shares of each picture's automatic window: their values are not the same."""
        other = self._partner(pane)
        if not self.greys_linked or other is None:
            return
        here, there = pane.bench, other.bench
        window, own, its = here.window, here.automatic, there.automatic
        share = its.width / own.width if own.width else 1.0
        carried = Window(
            its.center + (window.center - own.center) * share, window.width * share, window.function, "linked"
        )
        self._is_following = True
        there.show(replace(there.display, voi=carried, inverted=here.display.inverted))
        self._is_following = False
