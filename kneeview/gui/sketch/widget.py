"""The small picture of where a landmark goes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LandmarkId as Id
from kneeview.domain.landmarks import landmark
from kneeview.domain.limb import Side
from kneeview.gui.orientation import UPRIGHT, Orientation
from kneeview.gui.sketch.bones import HEAD_RADIUS, HIP, SKIN, TENDON, TUBEROSITY, Bone, bone_path, line_path, qt_point
from kneeview.gui.sketch.plans import KNEE, PLANS, RIM_POINTS, WITH_PATELLA
from kneeview.scene.palette import SIDE_COLOURS, SIDE_INKS

_STROKE: Final = 1.5
_BRIGHT: Final = 1.0
_DIM: Final = 0.45
_FILL: Final = 0.12
_GAP: Final = 1.5
"""Between the dot and the lines about it, in logical pixels."""
_BEYOND: Final = 4.0
"""How far the line across a bone goes beyond its borders, in logical pixels."""
_FADE: Final = 0.13
"""The part of the picture, at each border, over which bones that go on fade away."""
_SMALL: Final = 44


class LandmarkSketch(QWidget):
    """A line drawing of the bones about a landmark, with the landmark marked in the colour of its leg.

    The lines take the colour of the palette's text, the ground is left as it is.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side: Side | None = None
        self._landmark: Id | None = None
        self._right_leg_on_the_left = True
        self._orientation = UPRIGHT
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def show_landmark(self, side: Side | None, landmark_id: Id | None, right_leg_on_the_left: bool = True) -> None:
        """Show where that landmark of that leg lies; without a landmark, show nothing.

        Without a side the drawing is of a right leg, marked in the colour of the text. On a film seen from behind, or
        on a mirror image, the right leg is on the right: `right_leg_on_the_left` is then False and the drawing is
        turned over.
        """
        self._side, self._landmark, self._right_leg_on_the_left = side, landmark_id, right_leg_on_the_left
        name = "" if landmark_id is None else landmark(landmark_id).name
        self.setAccessibleName(f"Where it lies: {name}, {side.value} leg" if name and side else name)
        self.update()

    def turn(self, orientation: Orientation) -> None:
        """Show it turned and flipped as the picture is."""
        if orientation != self._orientation:
            self._orientation = orientation
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size in the prompt strip."""
        return QSize(_SMALL, _SMALL)

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which the drawing can be read."""
        return QSize(32, 32)

    def position_of(self, place: Vec) -> QPointF:
        """Return where a place of the limb frame is drawn, in logical pixels of the widget."""
        return self._transform().map(qt_point(place))

    def picture(self, ratio: float) -> QImage:
        """Return the sketch on transparent ground, with that many device pixels to a logical pixel."""
        layer = QImage(self.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        layer.setDevicePixelRatio(ratio)
        layer.fill(Qt.GlobalColor.transparent)
        if self._landmark is not None and not layer.isNull():
            painter = QPainter(layer)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_bones(painter, self._landmark)
            self._fade_out(painter)
            self._draw_mark(painter, self._landmark)
            painter.end()
        return layer

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the sketch."""
        painter = QPainter(self)
        painter.drawImage(0, 0, self.picture(self.devicePixelRatioF()))
        painter.end()

    def _ink(self) -> QColor:
        return self.palette().color(self.foregroundRole())

    def _colour(self) -> QColor:
        """Return the colour of the leg that stands out from the ground the text is read on."""
        ink = self._ink()
        if self._side is None:
            return ink
        return QColor((SIDE_COLOURS if ink.lightnessF() > 0.5 else SIDE_INKS)[self._side])

    def _transform(self) -> QTransform:
        region = KNEE if self._landmark is None else PLANS[self._landmark].region
        width, height = self.width(), self.height()
        if self._orientation.is_across:
            width, height = height, width
        scale = min(width / region.width, height / region.height)
        medial_is_right = (self._side is not Side.LEFT) == self._right_leg_on_the_left
        turn = QTransform()
        turn.translate(self.width() / 2, self.height() / 2)
        xx, xy, yx, yy = self._orientation.matrix
        turn = QTransform(xx, yx, xy, yy, 0, 0) * turn
        turn.scale(scale if medial_is_right else -scale, scale)
        turn.translate(-region.middle.u, -region.middle.v)
        return turn

    def _dot_radius(self) -> float:
        return min(max(0.068 * min(self.width(), self.height()), 2.5), 5.0)

    def _draw_bones(self, painter: QPainter, landmark_id: Id) -> None:
        turn, ink, plan = self._transform(), self._ink(), PLANS[landmark_id]
        for bone in Bone:
            if bone is Bone.PATELLA and landmark_id not in WITH_PATELLA:
                continue
            strength = _BRIGHT if bone in plan.bones else _DIM
            path = turn.map(bone_path(bone))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
            painter.fillPath(path, Qt.GlobalColor.black)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.fillPath(path, _faded(ink, _FILL * strength))
            painter.strokePath(path, _pen(_faded(ink, strength)))
        if landmark_id is Id.TIBIAL_TUBEROSITY:
            for border in TENDON:
                painter.strokePath(turn.map(line_path(border)), _pen(_faded(ink, _DIM)))
            painter.strokePath(turn.map(line_path(TUBEROSITY)), _pen(ink))
        if landmark_id is Id.MEDIAL_KNEE_SURFACE:
            for skin in SKIN:
                painter.strokePath(turn.map(line_path(skin)), _pen(ink))

    def _fade_out(self, painter: QPainter) -> None:
        """Let what goes on beyond the picture fade towards its borders."""
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        everything = QRectF(self.rect())
        for end in (everything.topRight(), everything.bottomLeft()):
            veil = QLinearGradient(everything.topLeft(), end)
            for place, alpha in ((0.0, 0), (_FADE, 255), (1 - _FADE, 255), (1.0, 0)):
                veil.setColorAt(place, QColor(0, 0, 0, alpha))
            painter.fillRect(everything, veil)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _draw_mark(self, painter: QPainter, landmark_id: Id) -> None:
        colour, radius = self._colour(), self._dot_radius()
        plan, at = PLANS[landmark_id], landmark(landmark_id).typical
        if plan.to_border is not None:
            here, border = self.position_of(at), self.position_of(at + plan.to_border)
            reach = QLineF(here, border)
            reach.setLength(max(reach.length(), radius + _GAP) + _BEYOND)
            painter.setPen(_pen(colour))
            painter.drawLine(reach.p2(), here * 2 - reach.p2())
        if landmark_id is Id.HIP_CENTER:
            rim = self.position_of(HIP + Vec(HEAD_RADIUS, 0)) - self.position_of(HIP)
            painter.setPen(_pen(colour))
            radius_of_head = abs(rim.x()) + abs(rim.y())  # one of them is nothing
            painter.drawEllipse(self.position_of(HIP), radius_of_head, radius_of_head)
            for place in RIM_POINTS:
                self._dot(painter, place, 0.75 * radius, colour)
            self._dot(painter, at, 0.45 * radius, colour)
        else:
            self._dot(painter, at, radius, colour)

    def _dot(self, painter: QPainter, place: Vec, radius: float, colour: QColor) -> None:
        """Draw a dot, and clear the lines about it away, so that it stands out on any ground."""
        at = self.position_of(place)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
        painter.drawEllipse(at, radius + _GAP, radius + _GAP)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setBrush(colour)
        painter.drawEllipse(at, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _faded(colour: QColor, opacity: float) -> QColor:
    paler = QColor(colour)
    paler.setAlphaF(colour.alphaF() * opacity)
    return paler


def _pen(colour: QColor) -> QPen:
    return QPen(colour, _STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
