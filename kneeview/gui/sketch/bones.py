"""The outlines of the bones.

They are in millimetres of the limb frame, on the same straight adult leg as `Landmark.typical`, so that a dot there
lies on the feature that its landmark names. One drawing serves both legs and every view: it is turned over.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from functools import lru_cache
from math import cos, radians, sin
from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LandmarkId as Id
from kneeview.domain.landmarks import landmark

Outline = tuple[Vec, ...]


def _vecs(*points: tuple[float, float]) -> Outline:
    return tuple(Vec(u, v) for u, v in points)


def _arc(centre: Vec, radius: float, first_deg: float, last_deg: float, steps: int) -> Outline:
    """Return points of an arc; the angle runs from medial (0) over distal (90) to lateral (180)."""
    angles = [radians(first_deg + (last_deg - first_deg) * i / steps) for i in range(steps + 1)]
    return tuple(centre + Vec(radius * cos(a), radius * sin(a)) for a in angles)


HIP: Final = landmark(Id.HIP_CENTER).typical
HEAD_RADIUS: Final = HIP.v - landmark(Id.FEMORAL_HEAD_TOP).typical.v


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
        *_arc(HIP, 29.5, 225, 400, 12),
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
        *_arc(HIP, HEAD_RADIUS, 85, -164, 14),
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


@lru_cache(maxsize=64)
def _curve(points: Outline, closed: bool = True) -> QPainterPath:
    """Return a smooth curve through the points, at each along the line between its neighbours."""
    count = len(points)

    def at(index: int) -> Vec:
        return points[index % count] if closed else points[min(max(index, 0), count - 1)]

    def slope(index: int) -> Vec:
        before, here, after = at(index - 1), at(index), at(index + 1)
        return (after - before) * (1 / ((here - before).length + (after - here).length))

    path = QPainterPath(qt_point(points[0]))
    for i in range(count if closed else count - 1):
        start, end = at(i), at(i + 1)
        third = (end - start).length / 3
        path.cubicTo(qt_point(start + slope(i) * third), qt_point(end - slope(i + 1) * third), qt_point(end))
    if closed:
        path.closeSubpath()
    return path


def qt_point(v: Vec) -> QPointF:
    """Return a place of the limb frame as Qt has points, in millimetres."""
    return QPointF(v.u, v.v)


@lru_cache(maxsize=len(Bone))
def bone_path(bone: Bone) -> QPainterPath:
    """Return the filled shape of the bone in the limb frame, in millimetres."""
    path = _curve(OUTLINES[bone])
    return path.subtracted(_curve(HOLES[bone])) if bone in HOLES else path


def line_path(points: Outline) -> QPainterPath:
    """Return the open line through the points, in the limb frame, in millimetres."""
    return _curve(points, closed=False)
