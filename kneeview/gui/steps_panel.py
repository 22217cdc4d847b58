"""The steps of the protocol: to do, next, suggested, done, locked, not visible; a click goes there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QIcon, QKeySequence, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kneeview.case.placements import Absent, is_locked, is_suggested
from kneeview.domain.landmarks import landmark
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import PlacedLandmark
from kneeview.gui.landmark_keys import LANDMARK_KEYS
from kneeview.gui.theme import Tokens
from kneeview.gui.workbench import Workbench
from kneeview.scene.palette import YELLOW
from kneeview.tools.select import step_name

_TODO, _NEXT, _DONE, _ABSENT = "to do", "next", "done", "not visible"
_SUGGESTED, _LOCKED = "suggested", "locked"
_BESIDE_NAME: Final = 30
"""What a step's button has beside its name: the sign of its state, and what is between."""

_SETTLED = (_DONE, _LOCKED, _ABSENT)


def _dot(state: str, colour: str, bright_colour: str, ratio: float) -> QIcon:
    """Return the sign of a state.

    Filled when done, a padlock when locked; a ring when not, bright when next, dashed and bright when
    suggested, crossed when absent.
    """
    pixmap = QPixmap(round(12 * ratio), round(12 * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    bright = state in (_NEXT, _SUGGESTED)
    pen = QPen(QColor(bright_colour if bright else colour), 2.0 if bright else 1.4)
    if state == _SUGGESTED:
        pen.setDashPattern([1.4, 1.1])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    if state in (_DONE, _LOCKED):
        painter.setBrush(QColor(colour))
    if state == _LOCKED:
        painter.drawRoundedRect(QRectF(2, 5, 8, 5.5), 1, 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(QRectF(3.6, 1.4, 4.8, 7), 0, 180 * 16)
    else:
        painter.drawEllipse(QRectF(2, 2, 8, 8))
    if state == _ABSENT:
        painter.drawLine(QPointF(3.2, 8.8), QPointF(8.8, 3.2))
    painter.end()
    return QIcon(pixmap)


class StepButton(QPushButton):
    """One step; it tells when the pointer comes to rest on it, and when that is over."""

    def __init__(self, entered: Callable[[], None], left: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("Step")
        self._entered = entered
        self._left = left
        self._name = ""

    def show_name(self, name: str) -> None:
        """Show the landmark's name, shortened where there is no room; the tip says it whole."""
        self._name = name
        self._shorten()

    def _shorten(self) -> None:
        room = self.width() - _BESIDE_NAME
        text = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        if text != self.text():
            self.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the name for the new room."""
        super().resizeEvent(event)
        self._shorten()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light the landmark on the picture."""
        super().enterEvent(event)
        self._entered()

    def leaveEvent(self, event: QEvent) -> None:
        """Let it be."""
        super().leaveEvent(event)
        self._left()


class StepsPanel(QWidget):
    """Both legs side by side, right first."""

    def __init__(self, workbench: Workbench, tokens: Tokens, show: Callable[[PlacedLandmark], None]) -> None:
        super().__init__()
        self._bench = workbench
        self._tokens = tokens
        self._show = show
        self._buttons: dict[PlacedLandmark, StepButton] = {}
        self._steps: tuple[PlacedLandmark, ...] = ()
        self._shown: tuple[object, ...] | None = None
        heading = QLabel("STEPS")
        heading.setObjectName("Heading")
        self._count = QLabel()
        self._count.setObjectName("Caption")
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch()
        top.addWidget(self._count)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        for column in range(len(SIDES)):
            self._grid.setColumnStretch(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.addLayout(top)
        layout.addLayout(self._grid)
        workbench.case_changed.connect(self.refresh)
        workbench.hand_changed.connect(self.refresh)

    def retheme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self._tokens = tokens
        self._steps = ()
        self.refresh()

    @property
    def _bright(self) -> str:
        """The colour of what is next: the yellow of the picture on dark ground, ink on light ground."""
        return YELLOW if QColor(self._tokens.panel).lightnessF() < 0.5 else self._tokens.text

    @property
    def current_button(self) -> QPushButton | None:
        """The button of the step that is placed next."""
        step = self._bench.machine.step
        return None if step is None else self._buttons.get(step)

    def refresh(self) -> None:
        """Show the steps as they stand."""
        steps = self._bench.case.steps
        if steps != self._steps:
            self._rebuild(steps)
        current, hovered = self._bench.machine.step, self._bench.machine.tool.hovered
        pointed = None if hovered is None else hovered.landmark
        states = {step: self._state(step, current) for step in self._buttons}
        doubts = {key: notice.text for key, notice in self._bench.doubted.items()}
        shown = states, doubts, current, self._bench.session.selection, pointed
        if shown == self._shown and self._bench.session.is_previewing:
            return  # a landmark that moves is still placed
        self._shown = shown
        done = 0
        for step, button in self._buttons.items():
            state = states[step]
            done += state in _SETTLED
            doubt = doubts.get(step, "")
            if (button.property("state"), button.property("doubt")) != (state, doubt):
                button.setProperty("state", state)
                button.setProperty("doubt", doubt)
                button.setIcon(_dot(state, self._tokens.side(step[0]), self._bright, self.devicePixelRatioF()))
                button.setAccessibleName(f"{step_name(step)}, {state}{', questioned' if doubt else ''}")
                button.show_name(f"{'? ' if doubt else ''}{landmark(step[1]).name}")
                button.style().polish(button)  # what is not visible is struck out
                key = QKeySequence(LANDMARK_KEYS[step[1]]).toString(QKeySequence.SequenceFormat.NativeText)
                says = doubt or landmark(step[1]).instruction
                button.setToolTip(f"{step_name(step)}: {state}. {says} ({key})")
            button.setChecked(step in (current, self._bench.session.selection))
            lit = step == pointed
            if button.property("lit") != lit:
                button.setProperty("lit", lit)
                button.style().polish(button)
        self._count.setText(f"{done} of {len(steps)}")

    def _state(self, step: PlacedLandmark, current: PlacedLandmark | None) -> str:
        placement = self._bench.case.placement(*step)
        if isinstance(placement, Absent):
            return _ABSENT
        if is_suggested(placement):
            return _SUGGESTED
        if is_locked(placement):
            return _LOCKED
        if step == current and placement is None:
            return _NEXT
        return _TODO if placement is None else _DONE

    def _rebuild(self, steps: tuple[PlacedLandmark, ...]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._steps = steps
        self._shown = None
        self._buttons = {}
        rows = dict.fromkeys(SIDES, 1)
        for column, side in enumerate(SIDES):
            on_picture = any(step[0] is side for step in steps)
            title = QLabel(side.value.capitalize() if on_picture else f"{side.value.capitalize()}: not on this picture")
            title.setObjectName("Quiet" if not on_picture else "Right" if side is Side.RIGHT else "Left")
            self._grid.addWidget(title, 0, column)
            title.show()
        for step in steps:
            button = StepButton(partial(self._bench.point_at, step), partial(self._bench.point_at, None))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.pressed.connect(partial(self._go_to, step))
            self._buttons[step] = button
            self._grid.addWidget(button, rows[step[0]], SIDES.index(step[0]))
            button.show()  # at once, so that the size of the panel is right before the next turn of the event loop
            rows[step[0]] += 1

    def _go_to(self, step: PlacedLandmark) -> None:
        self._bench.machine.go_to(step)
        self._show(step)
