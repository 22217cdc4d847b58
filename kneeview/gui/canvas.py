"""The picture and its marks: pan, zoom, window, and the pointer of the tools."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTouchEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kneeview.case.placements import position_on_film
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.measurement import PlacedLandmark
from kneeview.gui.loupe import paint_loupe, paint_name
from kneeview.gui.orientation import UPRIGHT, Orientation
from kneeview.gui.picture import SURROUND, NotShownError, Picture
from kneeview.gui.touch import Fingers, TouchScreen, fingers_of, two_finger_step
from kneeview.gui.viewport import Viewport
from kneeview.gui.words_field import WordsField
from kneeview.gui.workbench import Workbench
from kneeview.imaging.digests import NO_DIGESTS
from kneeview.reports.lettering import Layout, caption_boxes
from kneeview.reports.painter import paint_scene
from kneeview.scene.theme import SIDE_COLOURS
from kneeview.tools.pointer import CaptionUnder, Pointer, ReadingCaption
from kneeview.tools.select import step_name
from kneeview.tools.tool_id import ToolId

_ZOOM_PER_NOTCH: Final = 1.2
_KEY_ZOOM: Final = 1.25
_NUDGED_MS: Final = 1200
"""How long the loupe stays after a nudge."""

_NUDGE: Final = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_FINE, _COARSE = 1.0, 10.0
_AROUND_A_CAPTION: Final = (-4.0, -4.0, 4.0, 6.0)
"""How far around its letters a caption is taken hold of; below the baseline hang descenders."""

NOT_SHOWN: Final = "There is not enough memory to show this part of the picture. Fit it (F) or close another program."
NOT_SHOWN_COLOUR: Final = "#E6EAEE"


class _Drag(Enum):
    """What a held button does."""

    NONE = auto()
    TOOL = auto()
    PAN = auto()
    WINDOW = auto()


class Canvas(QWidget):
    """Shows the picture of the workbench. Left is the tool's, middle pans, right windows, the wheel zooms."""

    view_changed = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = workbench
        self._picture: Picture | None = None
        self._shown = (NO_DIGESTS, 0)
        self.overlays_shown = True
        self.viewport_now = Viewport(1, 1)
        self._fitted = True
        self.is_seen = True
        self._drag = _Drag.NONE
        self._last = QPointF()
        self._pointed = False
        self._space_held = False
        self._space_used = False
        self._nudging = QTimer(self)
        self._nudging.setSingleShot(True)
        self._nudging.setInterval(_NUDGED_MS)
        self._nudging.timeout.connect(self.update)
        self.setMouseTracking(True)
        self._touch_screen = TouchScreen(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 200)
        self.setAccessibleName("Picture")
        self.setAccessibleDescription("The film or photo with its landmarks and lines.")
        workbench.opened.connect(self._picture_opened)
        workbench.case_changed.connect(self.update)
        workbench.hand_changed.connect(self._hand_changed)
        workbench.display_changed.connect(self.update)
        self.words = WordsField(workbench, self.place_of, self)
        self.view_changed.connect(self.words.follow)

    # ----------------------------------------------------------------------------------------------------- the view

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
        self.fit()

    def _hand_changed(self) -> None:
        placing = self._bench.machine.current is not ToolId.SELECT and self._bench.machine.tool.hovered is None
        self.setCursor(Qt.CursorShape.CrossCursor if placing else Qt.CursorShape.ArrowCursor)
        self.update()

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

    # ------------------------------------------------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint surround, picture, marks and loupe."""
        del event
        painter = QPainter(self)
        if self._picture is None:
            painter.fillRect(self.rect(), SURROUND)
        elif self._paint_picture(painter, self._picture):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_scene(painter, self._bench.scene(), self.to_device(), 1.0, QRectF(self.rect()))
            self._paint_over(painter, self._picture)
        painter.end()

    def _paint_picture(self, painter: QPainter, picture: Picture) -> bool:
        """Paint the picture and return whether it is seen; where it is not, no mark may stand and none may be set."""
        ratio, display = self.devicePixelRatioF(), self._bench.shown_display
        try:
            picture.paint(painter, self.viewport_now, ratio, display, overlays=self.overlays_shown)
        except NotShownError:
            self.is_seen = False
            painter.fillRect(self.rect(), SURROUND)
            painter.setPen(QColor(NOT_SHOWN_COLOUR))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, NOT_SHOWN)
        else:
            self.is_seen = True
        return self.is_seen

    def to_device(self) -> QTransform:
        """Return the map from the image to the widget."""
        return QTransform(*self.viewport_now.affine)

    def _paint_over(self, painter: QPainter, picture: Picture) -> None:
        """Paint what belongs to the hand: the loupe while a point is moved, else the name of what comes next."""
        machine = self._bench.machine
        focus = machine.focus
        if focus is None and self._nudging.isActive():
            focus = self._selected_place()
        room = self.viewport_now
        if focus is not None:
            display = self._bench.shown_display
            paint_loupe(painter, picture, room, focus, self.devicePixelRatioF(), display)
        elif machine.step is not None and self._pointed and self._drag is _Drag.NONE:
            side, _ = machine.step
            name = f"{step_name(machine.step)}{'' if machine.asks is None else '?'}"
            paint_name(painter, self._last, QSizeF(room.width, room.height), name, SIDE_COLOURS[side])

    def _selected_place(self) -> ImagePoint | None:
        """Return where the selected landmark is."""
        selection, case = self._bench.session.selection, self._bench.case
        placement = None if selection is None else case.placement(*selection)
        position = None if placement is None else position_on_film(placement, case.scale)
        return None if position is None else case.scale.to_image(position)

    # ------------------------------------------------------------------------------------------------------- pointer

    def place_of(self, point: ImagePoint) -> QPointF:
        """Return where a point of the image is seen on the widget."""
        return QPointF(*self.viewport_now.to_screen(point))

    def _pointer(self, position: QPointF) -> Pointer:
        at = self.viewport_now.to_image(position.x(), position.y())
        return Pointer(at, 1 / self.viewport_now.zoom, self._caption_under(position))

    def _caption_under(self, position: QPointF) -> CaptionUnder | ReadingCaption | None:
        """Return the caption of a drawing or a reading at a place, where the hand takes hold of such things."""
        if self._bench.machine.current is not ToolId.SELECT or self._bench.machine.tool.is_dragging:
            return None
        layout = Layout(self.to_device(), 1.0, QRectF(self.rect()))
        for mark, box in reversed(caption_boxes(self._bench.scene(), layout)):
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
            self._follow(self._touch_screen.fingers(event))
        else:
            return super().event(event)
        return True

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
        """Nudge by the arrows as it is seen, hold the space bar to pan, hold H to hide the marks."""
        key = Qt.Key(event.key())
        if key in _NUDGE and self._bench.session.has_selection:
            step = _COARSE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _FINE
            dx, dy = self.viewport_now.image_step(*_NUDGE[key])
            self._nudging.start()
            self._bench.machine.nudge(dx * step, dy * step)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._bench.machine.asks is not None:
            self._bench.machine.go_on()
        elif key is Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space_held, self._space_used = True, False
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._bench.machine.end()
        elif key is Qt.Key.Key_H:
            if not event.isAutoRepeat():
                self._bench.hide_marks(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Go to the next landmark when the space bar did not pan; show the marks again."""
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Space and self._space_held:
            self._space_held = False
            if not self._space_used:
                self._bench.machine.go_on()
        elif event.key() == Qt.Key.Key_H:
            self._bench.hide_marks(False)
        else:
            super().keyReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the name at the pointer away with the pointer."""
        super().leaveEvent(event)
        self._pointed = False
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle in the middle; a fitted picture stays fitted."""
        del event
        self.viewport_now = self.viewport_now.resized(self.width(), self.height())
        if self._fitted:
            self.fit()
        else:
            self.view_changed.emit()
