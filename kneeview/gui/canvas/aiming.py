"""A cross-hair that the arrow keys move over the picture: landmarks are placed without a mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kneeview.domain.geometry import ImagePoint
from kneeview.gui.canvas.painting import PaintedView
from kneeview.gui.workbench import Workbench
from kneeview.tools.guide import sight_of
from kneeview.tools.pointer import Pointer
from kneeview.tools.select import step_name

_ABOUT = "The film or photo with its landmarks and lines."
_HOW = "Arrows move the cross-hair, Shift by ten, Enter places there, Esc lets go."


class AimedView(PaintedView):
    """Begins where the next landmark is likely, stays in the picture and in view, and goes as soon as the mouse moves.

    It is there only while a landmark is to be placed.
    """

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(workbench, parent)
        self._aim: ImagePoint | None = None
        self.setAccessibleName("Picture")
        self.setAccessibleDescription(_ABOUT)
        workbench.opened.connect(self.stop_aiming)

    def event(self, event: QEvent) -> bool:
        """Keep Escape for the cross-hair while it is there: the command of that key drops something else."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() is QEvent.Type.ShortcutOverride and self.aimed_at is not None:
            event.accept()
            return True
        return super().event(event)

    @property
    def aimed_at(self) -> ImagePoint | None:
        """Where the cross-hair stands; None while there is none, or nothing to place."""
        return None if self._bench.machine.step is None else self._aim

    def begin_aiming(self) -> bool:
        """Show the cross-hair where the next landmark is likely; False where nothing is to be placed."""
        step, case = self._bench.machine.step, self._bench.case
        if step is None or not self.is_seen:
            return False
        sight = sight_of(case, step)
        view = self.viewport_now
        middle = view.to_image(view.width / 2, view.height / 2)
        self._put(sight.at if sight is not None else middle)
        self._bench.machine.place.remark = _HOW
        self._bench.hand_changed.emit()
        return True

    def move_aim(self, dx: float, dy: float) -> None:
        """Move the cross-hair by so many pixels of the image, but by those of the screen where they are larger."""
        if self._aim is not None:
            step = max(1.0, 1 / self.viewport_now.zoom)
            self._put(self._aim.moved(dx * step, dy * step))

    def place_aimed(self) -> None:
        """Place there, as a click does; the next landmark has a cross-hair of its own."""
        at, self._aim = self._aim, None
        if at is not None:
            pointer = Pointer(at, 1 / self.viewport_now.zoom)
            self._bench.machine.press(pointer)
            self._bench.machine.release(pointer)
        self._tell()

    def stop_aiming(self) -> None:
        """Take the cross-hair away."""
        if self._aim is None:
            return
        self._aim = None
        if self._bench.machine.place.remark == _HOW:
            self._bench.machine.place.remark = ""
            self._bench.hand_changed.emit()
        self._tell()

    def _put(self, at: ImagePoint) -> None:
        image = self._bench.case.image
        self._aim = ImagePoint(min(max(at.x, 0.0), image.columns), min(max(at.y, 0.0), image.rows))
        self.show_point(self._aim)
        self._tell()

    def _tell(self) -> None:
        """Paint it, and tell those who do not see it where it stands."""
        step, at = self._bench.machine.step, self.aimed_at
        where = "" if step is None or at is None else f"{step_name(step)}? Column {at.x:.0f}, row {at.y:.0f}. {_HOW}"
        self.setAccessibleDescription(where or _ABOUT)
        self.follow()
