"""A pen on the picture is a mouse with a finer point; while it is near, hands that rest on the screen do not count."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTabletEvent
from PySide6.QtWidgets import QApplication, QWidget

NEAR_S: Final = 0.6
"""So long after its last movement a pen still counts as near; one that is near is never quite still."""

_AS_MOUSE: Final = {
    QEvent.Type.TabletPress: QEvent.Type.MouseButtonPress,
    QEvent.Type.TabletMove: QEvent.Type.MouseMove,
    QEvent.Type.TabletRelease: QEvent.Type.MouseButtonRelease,
}


class Pen:
    """Sends what a pen does on as a mouse: hovering, pressing, dragging, its buttons, and a double tap as a click."""

    def __init__(self, widget: QWidget, clock: Callable[[], float] = monotonic) -> None:
        self._widget = widget
        self._clock = clock
        self._seen_at: float | None = None
        self._tapped: tuple[float, QPointF] | None = None
        widget.setTabletTracking(True)

    @property
    def is_near(self) -> bool:
        """Whether a pen was over the widget just now."""
        return self._seen_at is not None and self._clock() - self._seen_at <= NEAR_S

    def follow(self, event: QTabletEvent) -> None:
        """Do as a mouse would; the event is accepted, so that Qt makes no mouse of it once more."""
        event.accept()
        self._seen_at = self._clock()
        kind = _AS_MOUSE.get(event.type())
        if kind is None:
            return
        if kind is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            kind = self._tap(event.position())
        mouse = QMouseEvent(
            kind, event.position(), event.globalPosition(), event.button(), event.buttons(), event.modifiers()
        )
        QApplication.sendEvent(self._widget, mouse)

    def _tap(self, place: QPointF) -> QEvent.Type:
        """Return whether a press is the second of two at one place, by the system's measures for the mouse."""
        now, before = self._clock(), self._tapped
        self._tapped = now, place
        if before is None:
            return QEvent.Type.MouseButtonPress
        soon = 1000 * (now - before[0]) <= QApplication.doubleClickInterval()
        if not soon or (place - before[1]).manhattanLength() > QApplication.startDragDistance():
            return QEvent.Type.MouseButtonPress
        self._tapped = None
        return QEvent.Type.MouseButtonDblClick
