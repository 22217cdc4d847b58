"""Fingers on touch pads and touch screens, as steps of the view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QLineF, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QNativeGestureEvent, QTouchEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

_PIXELS_PER_NOTCH: Final = 60.0
"""How far two fingers move the picture where the system tells notches and no pixels."""


@dataclass(frozen=True, slots=True)
class Fingers:
    """What fingers ask of the view: a factor of zoom about a place of the widget, and a step in logical pixels."""

    factor: float = 1.0
    place: QPointF | None = None
    step: QPointF | None = None
    switches_fit: bool = False


def two_finger_step(event: QWheelEvent) -> QPointF | None:
    """Return how far two fingers on a touch pad move the picture; None for a wheel, and for fingers that zoom (Ctrl).

    A wheel has no phases; where the system tells none for a touch pad either, its kind of device is asked.
    """
    is_pad = event.device().type() is QInputDevice.DeviceType.TouchPad
    has_phases = event.phase() is not Qt.ScrollPhase.NoScrollPhase and not event.pixelDelta().isNull()
    if not (is_pad or has_phases) or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return None
    if event.pixelDelta().isNull():
        return QPointF(event.angleDelta()) * (_PIXELS_PER_NOTCH / 120)
    return QPointF(event.pixelDelta())


def fingers_of(event: QNativeGestureEvent) -> Fingers:
    """Return what a gesture of the system on a touch pad asks for."""
    match event.gestureType():
        case Qt.NativeGestureType.ZoomNativeGesture:
            return Fingers(max(1 + event.value(), 0.1), event.position())
        case Qt.NativeGestureType.PanNativeGesture:
            return Fingers(step=QPointF(event.delta()))
        case Qt.NativeGestureType.SmartZoomNativeGesture:
            return Fingers(switches_fit=True)
        case _:
            return Fingers()


_AS_MOUSE: Final = {
    QEvent.Type.TouchBegin: QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchUpdate: QEvent.Type.MouseMove,
    QEvent.Type.TouchEnd: QEvent.Type.MouseButtonRelease,
}


class TouchScreen:
    """One finger is the mouse, two pan and zoom. Qt's own pinch counts every step twice where one finger is a mouse."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._had_two = False
        self._has_one = False
        self._is_ignored = False
        self._last: dict[int, QPointF] = {}
        widget.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)

    def let_go(self) -> bool:
        """Take no notice of what touches until it is lifted; return whether one finger had begun something."""
        had, self._has_one = self._has_one, False
        self._is_ignored = True
        return had

    def fingers(self, event: QTouchEvent, *, ignored: bool = False) -> Fingers | None:
        """Return what two fingers ask for; None where there is one, which is sent on as a mouse.

        What begins while it is `ignored` is taken no notice of until it is lifted: a palm beside a pen.
        """
        event.accept()
        begins, points = event.type() is QEvent.Type.TouchBegin, event.points()
        if begins:
            self._is_ignored = ignored
        if self._is_ignored:
            return None
        self._has_one = event.type() in (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate)
        if begins:
            self._last.clear()
        self._had_two = len(points) > 1 or (self._had_two and not begins)
        if not self._had_two:
            if event.type() in _AS_MOUSE and points:
                self._as_mouse(_AS_MOUSE[event.type()], points[0].position())
            return None
        before = [self._last.get(point.id()) for point in points[:2]]
        self._last = {point.id(): point.position() for point in points}
        if len(points) < 2 or before[0] is None or before[1] is None:
            return Fingers()
        line, now = QLineF(before[0], before[1]), QLineF(points[0].position(), points[1].position())
        if line.length() < 1:
            return Fingers()
        return Fingers(now.length() / line.length(), now.center(), now.center() - line.center())

    def _as_mouse(self, kind: QEvent.Type, place: QPointF) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        button = none if kind is QEvent.Type.MouseMove else left
        held = none if kind is QEvent.Type.MouseButtonRelease else left
        globally = QPointF(self._widget.mapToGlobal(place))
        keys = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self._widget, QMouseEvent(kind, place, globally, button, held, keys))
