"""What pointer, fingers and keys do on the picture."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QTabletEvent, QTouchEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kneeview.gui.canvas.aiming import AimedView
from kneeview.gui.pen import Pen
from kneeview.gui.touch import Fingers, TouchScreen, fingers_of, two_finger_step
from kneeview.gui.words_field import WordsField
from kneeview.gui.workbench import Workbench
from kneeview.tools.pointer import CaptionUnder, Pointer, ReadingCaption
from kneeview.tools.tool_id import ToolId

_ZOOM_PER_NOTCH: Final = 1.2

_NUDGE: Final = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_FINE, _COARSE = 1.0, 10.0
_AROUND_A_CAPTION: Final = (-4.0, -4.0, 4.0, 6.0)
"""How far around its letters a caption is taken hold of; below the baseline hang descenders."""


class _Drag(Enum):
    """What a held button does."""

    NONE = auto()
    TOOL = auto()
    PAN = auto()
    WINDOW = auto()


class Canvas(AimedView):
    """Shows the picture of the workbench. Left is the tool's, middle pans, right windows, the wheel zooms."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(workbench, parent)
        self._drag = _Drag.NONE
        self._last = QPointF()
        self._pointed = False
        self._space_held = False
        self._space_used = False
        self.setMouseTracking(True)
        self._touch_screen = TouchScreen(self)
        self._pen = Pen(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 200)
        workbench.hand_changed.connect(self._choose_cursor)
        self.words = WordsField(workbench, self.place_of, self)
        self.view_changed.connect(self.words.follow)

    def _choose_cursor(self) -> None:
        placing = self._bench.machine.current is not ToolId.SELECT and self._bench.machine.tool.hovered is None
        self.setCursor(Qt.CursorShape.CrossCursor if placing else Qt.CursorShape.ArrowCursor)

    def _name_place(self) -> QPointF | None:
        """Return where the pointer hovers; None while a button is held or the pointer is elsewhere."""
        return self._last if self._pointed and self._drag is _Drag.NONE else None

    # ------------------------------------------------------------------------------------------------------- pointer

    def _pointer(self, position: QPointF) -> Pointer:
        at = self.viewport_now.to_image(position.x(), position.y())
        return Pointer(at, 1 / self.viewport_now.zoom, self._caption_under(position))

    def _caption_under(self, position: QPointF) -> CaptionUnder | ReadingCaption | None:
        """Return the caption of a drawing or a reading at a place, where the hand takes hold of such things."""
        if self._bench.machine.current is not ToolId.SELECT or self._bench.machine.tool.is_dragging:
            return None
        for mark, box in reversed(self.marks().captions):
            if not box.adjusted(*_AROUND_A_CAPTION).contains(position):
                continue
            middle = self.viewport_now.to_image(box.center().x(), box.center().y())
            if mark.drawing is not None:
                return CaptionUnder(mark.drawing, middle)
            if mark.reading is not None and mark.anchor is not None:
                return ReadingCaption(mark.reading, middle, mark.anchor)
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin the tool's gesture, a pan or a windowing."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._picture is None or self._drag is not _Drag.NONE:
            return
        self._last = event.position()
        if event.button() is Qt.MouseButton.LeftButton and self._space_held:
            self._drag, self._space_used = _Drag.PAN, True
        elif event.button() is Qt.MouseButton.LeftButton and self.is_seen:
            self._drag = _Drag.TOOL
            self._bench.machine.press(self._pointer(event.position()))
        elif event.button() is Qt.MouseButton.MiddleButton:
            self._drag = _Drag.PAN
        elif event.button() is Qt.MouseButton.RightButton:
            self._drag = _Drag.WINDOW

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fit where nothing is placed by a click; a quick second click of the placing hand is a press.

        On a drawing it asks for its name, or for other words of a text; a caption that was moved goes back.
        """
        if event.button() is Qt.MouseButton.LeftButton and self._bench.machine.put_caption_back():
            return
        drawing = self._bench.machine.hovered_drawing
        if drawing is not None and event.button() is Qt.MouseButton.LeftButton:
            self._bench.machine.drawings.edit(
                drawing, self.viewport_now.to_image(event.position().x(), event.position().y())
            )
            return
        selecting = self._bench.machine.current is ToolId.SELECT and self._bench.machine.tool.hovered is None
        if event.button() is Qt.MouseButton.MiddleButton or (event.button() is Qt.MouseButton.LeftButton and selecting):
            self.fit()
        else:
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with what the button does."""
        if self._picture is None:
            return
        step = event.position() - self._last
        if not step.isNull():
            self.stop_aiming()
        self._last, self._pointed = event.position(), True
        if self._drag is _Drag.PAN:
            self.set_view(self.viewport_now.panned(step.x(), step.y()))
        elif self._drag is _Drag.WINDOW:
            self._bench.window_by(step.x() / 400, -step.y() / 400)
        else:
            self._bench.machine.move(self._pointer(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what the button did."""
        ended, self._drag = self._drag, _Drag.NONE
        if ended is _Drag.TOOL:
            self._bench.machine.release(self._pointer(event.position()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer; two fingers on a touch pad pan."""
        step = two_finger_step(event)
        if step is None:
            factor = _ZOOM_PER_NOTCH ** (event.angleDelta().y() / 120)
            self.set_view(self.viewport_now.zoomed(factor, event.position().x(), event.position().y()))
        else:
            self.set_view(self.viewport_now.panned(step.x(), step.y()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom and pan as fingers do; all other events take their usual way."""
        if isinstance(event, QNativeGestureEvent):
            self._follow(fingers_of(event))
        elif isinstance(event, QTouchEvent):
            self._follow(self._touch_screen.fingers(event, ignored=self._pen.is_near))
        else:
            return super().event(event)
        return True

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Take the pen for a mouse; a hand that rests beside it lets go of what it had begun."""
        if self._touch_screen.let_go() and self._drag is _Drag.TOOL:
            self._drag = _Drag.NONE
            self._bench.machine.cancel()
        self._pen.follow(event)

    def _follow(self, fingers: Fingers | None) -> None:
        """Show what two fingers ask for."""
        if fingers is None:
            return
        if self._drag is _Drag.TOOL:  # the first of two fingers looked like a press
            self._drag = _Drag.NONE
            self._bench.machine.cancel()
        if fingers.switches_fit:
            (self.one_to_one if self._fitted else self.fit)()
            return
        view = self.viewport_now
        if fingers.step is not None:
            view = view.panned(fingers.step.x(), fingers.step.y())
        if fingers.place is not None:
            view = view.zoomed(fingers.factor, fingers.place.x(), fingers.place.y())
        if view != self.viewport_now:
            self.set_view(view)

    # ---------------------------------------------------------------------------------------------------------- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nudge or aim by the arrows as it is seen, hold the space bar to pan, hold H to hide the marks."""
        key = Qt.Key(event.key())
        if key in _NUDGE:
            self._arrow(key, _COARSE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _FINE)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key is Qt.Key.Key_Escape and self.aimed_at is not None:
            self.stop_aiming()
        elif key is Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space_held, self._space_used = True, False
        elif key is Qt.Key.Key_H:
            if not event.isAutoRepeat():
                self._bench.hide_marks(True)
        else:
            super().keyPressEvent(event)

    def _arrow(self, key: Qt.Key, step: float) -> None:
        """Move the cross-hair, else nudge what is selected, else show the cross-hair."""
        dx, dy = self.viewport_now.image_step(*_NUDGE[key])
        if self.aimed_at is not None:
            self.move_aim(dx * step, dy * step)
        elif self._bench.session.has_selection:
            self._nudging.start()
            self._bench.machine.nudge(dx * step, dy * step)
        else:
            self.begin_aiming()

    def _enter(self) -> None:
        """Place where the cross-hair stands, else take what is suggested, else show the cross-hair or end a drawing."""
        if self.aimed_at is not None:
            self.place_aimed()
        elif self._bench.machine.asks is not None:
            self._bench.machine.accept()
        elif not self.begin_aiming():
            self._bench.machine.end()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Take what is suggested when the space bar did not pan; show the marks again."""
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Space and self._space_held:
            self._space_held = False
            if not self._space_used:
                self._bench.machine.accept()
        elif event.key() == Qt.Key.Key_H:
            self._bench.hide_marks(False)
        else:
            super().keyReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the name at the pointer away with the pointer."""
        super().leaveEvent(event)
        self._pointed = False
        self.update()
