"""The picture, its marks and the loupe as they are painted; after a change only where something changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from kneeview.case.placements import position_on_film
from kneeview.domain.geometry import ImagePoint
from kneeview.gui.canvas.view import PictureView
from kneeview.gui.loupe import cross_box, loupe_frame, name_box, paint_cross_hair, paint_loupe, paint_name
from kneeview.gui.picture import SURROUND, NotShownError, Picture
from kneeview.gui.viewport import Viewport
from kneeview.gui.workbench import Workbench
from kneeview.reports.lettering import Layout
from kneeview.reports.painter import Tracing
from kneeview.scene.palette import SIDE_COLOURS
from kneeview.tools.select import step_name

_NUDGED_MS: Final = 1200
"""How long the loupe stays after a nudge."""

_BORDER: Final = 2
"""How far the loupe's and the name's border reach beyond their frame, in logical pixels."""

NOT_SHOWN: Final = "There is not enough memory to show this part of the picture. Fit it (F) or close another program."
NOT_SHOWN_COLOUR: Final = "#E6EAEE"


@dataclass(frozen=True, slots=True)
class _Loupe:
    """The loupe over a point that is being set; `cross` is where the cross-hair of the keys is seen."""

    focus: ImagePoint
    frame: QRectF
    cross: QRectF | None = None


@dataclass(frozen=True, slots=True)
class _Name:
    """The name at the pointer of what a press would place."""

    text: str
    colour: str
    frame: QRectF


@dataclass(frozen=True, slots=True)
class _Seen:
    """All that is on the screen over the picture, and where that lies: while it is the same, nothing is painted."""

    view: Viewport
    ratio: float
    marks: Tracing
    over: _Loupe | _Name | None


def _parts(over: _Loupe | _Name | None) -> tuple[QRectF, ...]:
    """Return where something is painted that belongs to the hand."""
    if over is None:
        return ()
    return (over.frame, over.cross) if isinstance(over, _Loupe) and over.cross is not None else (over.frame,)


def _covered(over: _Loupe | _Name | None) -> QRegion:
    """Return where nothing below is seen: the loupe fills its frame, a name lets through what is behind it."""
    if not isinstance(over, _Loupe):
        return QRegion()
    inside: QRect = over.frame.toAlignedRect()
    return QRegion(inside.adjusted(_BORDER, _BORDER, -_BORDER, -_BORDER))


class PaintedView(PictureView):
    """Paints what is seen.

    News of the case or of the hand are compared with what was last asked to be painted, and only the difference is
    painted. Every other change paints the whole.
    """

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(workbench, parent)
        self.is_seen = True
        self._asked: _Seen | None = None
        self._traced: Tracing | None = None
        self._nudging = QTimer(self)
        self._nudging.setSingleShot(True)
        self._nudging.setInterval(_NUDGED_MS)
        self._nudging.timeout.connect(self.update)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        workbench.case_changed.connect(self.follow)
        workbench.hand_changed.connect(self.follow)
        workbench.display_changed.connect(self.update)

    def follow(self) -> None:
        """Ask for painting where the case or the hand changed what is seen."""
        if self._picture is None or not self.isVisible():
            self.update()
            return
        before, now = self._asked, self._seen_now()
        self._asked = now
        region = None if before is None else self._changed(before, now)
        if region is None:
            self.update()
        elif not region.isEmpty():
            self.update(region)

    def _changed(self, before: _Seen, now: _Seen) -> QRegion | None:
        """Return where two moments differ; None for everywhere.

        On a screen of a broken scale a region of logical pixels cuts device pixels: there the whole is painted.
        """
        if (before.view, before.ratio) != (now.view, now.ratio) or now.ratio != round(now.ratio):
            return None
        region = now.marks.changed_since(before.marks)
        if region is None:
            return None
        if before.over != now.over:
            for part in (*_parts(before.over), *_parts(now.over)):
                frame: QRect = part.toAlignedRect()
                region += frame.adjusted(-_BORDER, -_BORDER, _BORDER, _BORDER)
        return region

    def _seen_now(self) -> _Seen:
        return _Seen(self.viewport_now, self.devicePixelRatioF(), self.marks(), self._over())

    def marks(self) -> Tracing:
        """Return the marks as they lie on the widget now: the same tracing while neither they nor the view change."""
        scene, layout = self._bench.scene(), Layout(self.to_device(), 1.0, QRectF(self.rect()))
        if self._traced is None or self._traced.scene is not scene or self._traced.layout != layout:
            self._traced = Tracing(scene, layout, self._traced)
        return self._traced

    def _over(self) -> _Loupe | _Name | None:
        """Return what belongs to the hand: the loupe while a point is moved, else the name of what comes next."""
        machine, room = self._bench.machine, QSizeF(self.width(), self.height())
        focus = machine.focus
        if focus is None and self._nudging.isActive():
            focus = self._selected_place()
        if focus is not None:
            return _Loupe(focus, loupe_frame(self.place_of(focus), room))
        aim = self.aimed_at
        if aim is not None:
            place = self.place_of(aim)
            return _Loupe(aim, loupe_frame(place, room), cross_box(place))
        at = self._name_place()
        if machine.step is None or at is None:
            return None
        side, _ = machine.step
        name = f"{step_name(machine.step)}{'' if machine.asks is None else '?'}"
        return _Name(name, SIDE_COLOURS[side], name_box(at, room, name))

    @property
    def aimed_at(self) -> ImagePoint | None:
        """Where the cross-hair of the keys stands; None without one."""
        return None

    def _name_place(self) -> QPointF | None:
        """Return where the name of the next landmark belongs; nowhere without a pointer."""
        return None

    def _selected_place(self) -> ImagePoint | None:
        """Return where the selected landmark is."""
        selection, case = self._bench.session.selection, self._bench.case
        placement = None if selection is None else case.placement(*selection)
        position = None if placement is None else position_on_film(placement, case.scale)
        return None if position is None else case.scale.to_image(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint surround, picture, marks and loupe."""
        was_seen, part = self.is_seen, event.region()
        is_whole = part.boundingRect().contains(self.rect())
        painter = QPainter(self)
        if self._picture is None:
            painter.fillRect(self.rect(), SURROUND)
        elif self._paint_picture(painter, self._picture):
            now = self._to_paint(is_whole=is_whole)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            now.marks.paint(painter, part - _covered(now.over))
            self._paint_over(painter, self._picture, now)
        painter.end()
        if was_seen is not self.is_seen and not is_whole:
            self.update()

    def _to_paint(self, *, is_whole: bool) -> _Seen:
        """Return what is to be painted: as it is now; into a part, what stands around it, as news are on their way."""
        asked = self._asked
        if not is_whole and asked is not None and asked.view == self.viewport_now:
            return asked
        self._asked = self._seen_now()
        return self._asked

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

    def _paint_over(self, painter: QPainter, picture: Picture, now: _Seen) -> None:
        match now.over:
            case _Loupe(focus, frame, cross):
                paint_loupe(painter, picture, frame, now.view, focus, now.ratio, self._bench.shown_display)
                if cross is not None:
                    paint_cross_hair(painter, cross)
            case _Name(text, colour, frame):
                paint_name(painter, frame, text, colour)
            case None:
                pass
