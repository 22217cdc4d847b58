"""The small picture of where a landmark goes.

The bones are outlines in millimetres of the limb frame, on the same straight adult leg as `Landmark.typical`, so that
the dot lies on the feature that its landmark names. One drawing serves both legs and every view: it is turned over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from math import cos, radians, sin
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LandmarkId as Id
from kneeview.domain.landmarks import landmark
from kneeview.domain.limb import Side
from kneeview.gui.orientation import UPRIGHT, Orientation
from kneeview.scene.theme import SIDE_COLOURS, SIDE_INKS

Outline = tuple[Vec, ...]


def _vecs(*points: tuple[float, float]) -> Outline:
    return tuple(Vec(u, v) for u, v in points)


def _arc(centre: Vec, radius: float, first_deg: float, last_deg: float, steps: int) -> Outline:
    """Return points of an arc; the angle runs from medial (0) over distal (90) to lateral (180)."""
    angles = [radians(first_deg + (last_deg - first_deg) * i / steps) for i in range(steps + 1)]
    return tuple(centre + Vec(radius * cos(a), radius * sin(a)) for a in angles)


_HIP: Final = landmark(Id.HIP_CENTER).typical
_HEAD_RADIUS: Final = _HIP.v - landmark(Id.FEMORAL_HEAD_TOP).typical.v


class Bone(Enum):
    """The bones that are drawn, from the hindmost to the foremost."""

    SACRUM = auto()
    HIP_BONE = auto()
    CALCANEUS = auto()
    TALUS = auto()
    FIBULA = auto()
    FEMUR = auto()
    TIBIA = auto()
    PATELLA = auto()


OUTLINES: Final[Mapping[Bone, Outline]] = {
    Bone.SACRUM: _vecs(
        (76, -568), (64, -569), (46, -562), (36, -545), (42, -522), (54, -502), (66, -484), (75, -464), (81, -446),
        (86, -433), (94, -433), (99, -446), (105, -464), (114, -484), (126, -502), (138, -522), (144, -545),
        (134, -562), (116, -569), (104, -568),
    ),
    Bone.HIP_BONE: (
        # crest, anterior spines, roof of the socket
        *_vecs(
            (-16, -588.5), (-27, -590), (-38, -590), (-47, -584), (-52, -570), (-50, -552), (-42, -534), (-34, -520),
            (-28, -511), (-25.5, -500), (-24, -490), (-20.5, -480), (-21.5, -469), (-27, -458),
        ),
        *_arc(_HIP, 29.5, 225, 400, 12),
        # ischium, pubis, inlet, wing
        *_vecs(
            (13, -400), (4.5, -391), (2.5, -376), (7, -361), (15, -350), (26, -345), (36, -348), (46, -355),
            (58, -363), (72, -368), (82, -371), (87, -379), (88, -392), (86, -406), (78, -415), (66, -419),
            (53, -427), (44, -438), (39.5, -452), (39, -468), (41, -484), (45, -500), (50, -514), (54, -532),
            (49, -550), (38, -565), (24, -575), (5, -583),
        ),
    ),
    Bone.CALCANEUS: _vecs(
        (-22, 394), (-4, 391), (12, 394), (15, 406), (13, 422), (4, 432), (-10, 433), (-22, 424), (-25, 408),
    ),
    Bone.TALUS: _vecs(
        (-17, 363), (-12, 361.5), (-1, 362.3), (8, 361.7), (12.2, 363.4), (13, 369), (14.5, 375), (20, 383), (19, 391),
        (6, 395), (-12, 394), (-21.5, 389), (-20.5, 379), (-18.2, 370),
    ),
    Bone.FIBULA: _vecs(
        (-38, 13.5), (-44, 16), (-46.8, 23.5), (-46, 33), (-42.8, 46), (-40.5, 62), (-37, 108), (-35.5, 180),
        (-32.8, 252), (-30, 299), (-29.8, 332), (-31.5, 354), (-33, 370), (-31, 379.5), (-26.5, 385), (-22, 380),
        (-20.2, 370), (-18.6, 361), (-16, 350), (-15.8, 332), (-18, 299), (-21.5, 252), (-24, 180), (-26, 108),
        (-28.6, 62), (-28.6, 48), (-26, 34), (-26, 24), (-31, 17),
    ),
    Bone.FEMUR: (
        # greater trochanter, outer border
        *_vecs(
            (-45, -426), (-52, -430), (-59, -427.5), (-64.5, -419), (-66.3, -407), (-64, -392), (-59.5, -375),
            (-54.4, -349), (-49.2, -314), (-43, -265), (-37.5, -215), (-30.8, -150), (-28, -97), (-29.5, -70),
            (-34, -48), (-39.8, -32), (-41.3, -21),
        ),
        # condyles and notch
        *_vecs(
            (-40.4, -11), (-37, -6), (-32, -3.3), (-24, -2.2), (-16.5, -3.0), (-11, -5.2), (-6.2, -8.0), (0, -9),
            (6.2, -7.6), (11, -4.0), (16.5, -0.8), (24, 0.3), (32, -0.9), (37.5, -4), (41, -9.5),
        ),
        # inner border, lesser trochanter, lower border of the neck
        *_vecs(
            (41.8, -20), (39.4, -32), (29, -49), (17, -70), (8, -97), (-1.6, -150), (-9.5, -215), (-15, -265),
            (-20, -314), (-22.5, -336), (-20.5, -350), (-14.5, -360), (-13.4, -369), (-17, -379), (-16.6, -388),
            (-12.5, -396.5), (-6, -402.5),
        ),
        # head, upper border of the neck
        *_arc(_HIP, _HEAD_RADIUS, 85, -164, 14),
        *_vecs((-31, -424.5), (-36.5, -420), (-41, -421)),
    ),
    Bone.TIBIA: (
        *_vecs(
            (-38, 6), (-36, 4.7), (-33, 4.3), (-26, 4.6), (-15.5, 5.2), (-11.5, 3.8), (-6.5, -0.2), (0, 2), (6.5, -0.6),
            (11.5, 4.6), (15.5, 6.8), (26, 7.4), (33, 7.6), (36.4, 7.9), (38, 9),
        ),
        *_vecs(
            (37.6, 14), (33.6, 26), (27, 41), (21.6, 58), (17.2, 85), (14.4, 115), (12.8, 185), (11.8, 240),
            (11.8, 275), (13.6, 303), (18.5, 332), (23.6, 347), (27, 362), (26, 369.5), (22, 374.5), (18.2, 371.5),
            (16.6, 365.5), (15.6, 360.5), (14, 358.3), (7, 357.8), (0, 357.6), (-7, 357.6), (-14, 357.8),
            (-18.6, 357.2), (-21, 353),
        ),
        *_vecs(
            (-20.6, 345), (-17.5, 331), (-13.6, 303), (-11.8, 275), (-11.8, 240), (-12.8, 185), (-14.4, 115),
            (-17.2, 85), (-21.6, 56), (-27.5, 40), (-33.6, 27), (-37.4, 14),
        ),
    ),
    Bone.PATELLA: _vecs(
        (0, -48), (12, -46), (20.5, -38), (22, -27), (17, -15), (8, -6.5), (0, -4), (-8, -6.5), (-17, -15), (-22, -27),
        (-20.5, -38), (-12, -46),
    ),
}  # fmt: skip
"""Closed curves, each through its points."""

HOLES: Final[Mapping[Bone, Outline]] = {
    Bone.HIP_BONE: _vecs(
        (61, -402), (49, -407), (36, -409), (27, -402), (23.5, -389), (26, -374), (34, -366), (45, -368), (56, -378),
        (62.5, -391),
    ),
}  # fmt: skip
"""The obturator foramen."""

TUBEROSITY: Final = _vecs((-13, 33), (-12.4, 44), (-8.5, 52.5), (-3.5, 55.5), (1, 51), (4, 43), (5, 33))
"""The bump itself, an open line on the front of the tibia."""

TENDON: Final = (_vecs((-7, -4), (-11, 31)), _vecs((7, -4), (3.5, 31)))
"""The borders of the patellar tendon."""

SKIN: Final = (
    _vecs(
        (60, -150),
        (52, -100),
        (45.6, -55),
        (44.9, -38),
        (46, -18),
        (44.4, 2),
        (42, 24),
        (43.5, 52),
        (49, 90),
        (53, 130),
    ),
    _vecs((-78, -150), (-68, -100), (-57, -50), (-51.5, -20), (-51, 8), (-53.5, 40), (-57, 80), (-59, 130)),
)
"""The skin of the inner and of the outer side of the knee."""


@dataclass(frozen=True, slots=True)
class _Region:
    """What is in sight at the least: a rectangle of the limb frame."""

    middle: Vec
    width: float
    height: float


_PELVIS: Final = _Region(Vec(14, -497), 196, 232)
_HIP_JOINT: Final = _Region(Vec(-14, -418), 122, 122)
_UPPER_THIGH: Final = _Region(Vec(-24, -356), 130, 224)
_LOWER_THIGH: Final = _Region(Vec(-4, -80), 130, 224)
_KNEE: Final = _Region(Vec(0, 0), 104, 104)
_KNEE_FRONT: Final = _Region(Vec(-2, 6), 120, 140)
_UPPER_SHIN: Final = _Region(Vec(-2, 72), 120, 200)
_LOWER_SHIN: Final = _Region(Vec(-2, 303), 110, 196)
_ANKLE: Final = _Region(Vec(-3, 359), 84, 84)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one landmark is shown: where, on which bones, and from it to the border of a bone whose middle it is."""

    region: _Region
    bones: tuple[Bone, ...]
    to_border: Vec | None = None


def _across(half: float, along: Vec) -> Vec:
    """Return half the way across a bone, square to its direction."""
    return Vec(along.v, -along.u) * (half / along.length)


_FEMORAL_SHAFT: Final = landmark(Id.FEMORAL_SHAFT_DISTAL).typical - landmark(Id.FEMORAL_SHAFT_PROXIMAL).typical
_NECK: Final = _HIP - landmark(Id.FEMORAL_NECK).typical

_PLANS: Final[Mapping[Id, _Plan]] = {
    Id.HIP_CENTER: _Plan(_HIP_JOINT, (Bone.FEMUR,)),
    Id.FEMORAL_HEAD_TOP: _Plan(_HIP_JOINT, (Bone.FEMUR,)),
    Id.GREATER_TROCHANTER: _Plan(_HIP_JOINT, (Bone.FEMUR,)),
    Id.FEMORAL_NECK: _Plan(_HIP_JOINT, (Bone.FEMUR,), _across(15, _NECK)),
    Id.FEMORAL_SHAFT_PROXIMAL: _Plan(_UPPER_THIGH, (Bone.FEMUR,), _across(15, _FEMORAL_SHAFT)),
    Id.FEMORAL_SHAFT_DISTAL: _Plan(_LOWER_THIGH, (Bone.FEMUR,), _across(15, _FEMORAL_SHAFT)),
    Id.KNEE_CENTER: _Plan(_KNEE, (Bone.FEMUR, Bone.TIBIA)),
    Id.FEMORAL_NOTCH: _Plan(_KNEE, (Bone.FEMUR,)),
    Id.FEMORAL_CONDYLE_LATERAL: _Plan(_KNEE, (Bone.FEMUR,)),
    Id.FEMORAL_CONDYLE_MEDIAL: _Plan(_KNEE, (Bone.FEMUR,)),
    Id.TIBIAL_SPINES: _Plan(_KNEE, (Bone.TIBIA,)),
    Id.TIBIAL_PLATEAU_LATERAL: _Plan(_KNEE, (Bone.TIBIA,)),
    Id.TIBIAL_PLATEAU_MEDIAL: _Plan(_KNEE, (Bone.TIBIA,)),
    Id.TIBIAL_EDGE_LATERAL: _Plan(_KNEE, (Bone.TIBIA,)),
    Id.TIBIAL_EDGE_MEDIAL: _Plan(_KNEE, (Bone.TIBIA,)),
    Id.TIBIAL_SHAFT_PROXIMAL: _Plan(_UPPER_SHIN, (Bone.TIBIA,), _across(14, Vec(0, 1))),
    Id.TIBIAL_SHAFT_DISTAL: _Plan(_LOWER_SHIN, (Bone.TIBIA,), _across(12, Vec(0, 1))),
    Id.TIBIAL_PLAFOND_LATERAL: _Plan(_ANKLE, (Bone.TIBIA,)),
    Id.TIBIAL_PLAFOND_MEDIAL: _Plan(_ANKLE, (Bone.TIBIA,)),
    Id.ANKLE_CENTER: _Plan(_ANKLE, (Bone.TIBIA, Bone.TALUS)),
    Id.PATELLA_CENTER: _Plan(_KNEE_FRONT, (Bone.PATELLA,)),
    Id.TIBIAL_TUBEROSITY: _Plan(_KNEE_FRONT, (Bone.TIBIA,)),
    Id.ILIAC_CREST: _Plan(_PELVIS, (Bone.HIP_BONE,)),
    Id.ASIS: _Plan(_PELVIS, (Bone.HIP_BONE,)),
    Id.MEDIAL_MALLEOLUS: _Plan(_ANKLE, (Bone.TIBIA,)),
    Id.LATERAL_MALLEOLUS: _Plan(_ANKLE, (Bone.FIBULA,)),
    Id.MEDIAL_KNEE_SURFACE: _Plan(_KNEE_FRONT, ()),
}
_WITH_PATELLA: Final = frozenset({Id.PATELLA_CENTER, Id.TIBIAL_TUBEROSITY})

RIM_POINTS: Final = tuple(_HIP + Vec(_HEAD_RADIUS, 0).turned(a) for a in (-140, -60, 20))
"""Three points on the rim of the femoral head, as they would be clicked."""

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


@lru_cache(maxsize=64)
def _curve(points: Outline, closed: bool = True) -> QPainterPath:
    """Return a smooth curve through the points, at each along the line between its neighbours."""
    count = len(points)

    def at(index: int) -> Vec:
        return points[index % count] if closed else points[min(max(index, 0), count - 1)]

    def slope(index: int) -> Vec:
        before, here, after = at(index - 1), at(index), at(index + 1)
        return (after - before) * (1 / ((here - before).length + (after - here).length))

    path = QPainterPath(_qt(points[0]))
    for i in range(count if closed else count - 1):
        start, end = at(i), at(i + 1)
        third = (end - start).length / 3
        path.cubicTo(_qt(start + slope(i) * third), _qt(end - slope(i + 1) * third), _qt(end))
    if closed:
        path.closeSubpath()
    return path


def _qt(v: Vec) -> QPointF:
    return QPointF(v.u, v.v)


@lru_cache(maxsize=len(Bone))
def bone_path(bone: Bone) -> QPainterPath:
    """Return the filled shape of the bone in the limb frame, in millimetres."""
    path = _curve(OUTLINES[bone])
    return path.subtracted(_curve(HOLES[bone])) if bone in HOLES else path


def line_path(points: Outline) -> QPainterPath:
    """Return the open line through the points, in the limb frame, in millimetres."""
    return _curve(points, closed=False)


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
        return self._transform().map(_qt(place))

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
        region = _KNEE if self._landmark is None else _PLANS[self._landmark].region
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
        turn, ink, plan = self._transform(), self._ink(), _PLANS[landmark_id]
        for bone in Bone:
            if bone is Bone.PATELLA and landmark_id not in _WITH_PATELLA:
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
        plan, at = _PLANS[landmark_id], landmark(landmark_id).typical
        if plan.to_border is not None:
            here, border = self.position_of(at), self.position_of(at + plan.to_border)
            reach = QLineF(here, border)
            reach.setLength(max(reach.length(), radius + _GAP) + _BEYOND)
            painter.setPen(_pen(colour))
            painter.drawLine(reach.p2(), here * 2 - reach.p2())
        if landmark_id is Id.HIP_CENTER:
            rim = self.position_of(_HIP + Vec(_HEAD_RADIUS, 0)) - self.position_of(_HIP)
            painter.setPen(_pen(colour))
            radius_of_head = abs(rim.x()) + abs(rim.y())  # one of them is nothing
            painter.drawEllipse(self.position_of(_HIP), radius_of_head, radius_of_head)
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
