"""The marks that a scene is made of. Places are in pixels of the image; offsets, sizes and widths in screen units."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kneeview.domain.caption import CaptionKey
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.limb import Side
from kneeview.domain.measurement import PlacedLandmark


class Role(Enum):
    """What a mark stands for; the theme turns it into colour, width and dash."""

    MECHANICAL_AXIS = "mechanical axis"
    WEIGHT_BEARING = "weight-bearing line"
    DEVIATION = "axis deviation"
    JOINT_LINE = "joint line"
    ANATOMICAL_AXIS = "anatomical axis"
    DISTANCE = "distance"
    LEVEL = "level"
    HEAD_CIRCLE = "head circle"
    LANDMARK = "landmark"
    RIM = "rim point"
    SELECTED = "selected"
    CALIBRATION = "calibration"
    COMPARISON = "calibration not in use"
    PENDING = "pending"
    DRAWING = "drawing"
    DRAWING_GUIDE = "guide of a drawing"
    LEADER = "leader of a caption"
    SUGGESTED = "suggested"
    DOUBT = "doubt"
    SIDE = "side letter"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class LineMark:
    """A straight line; `ticks` ends it with short cross strokes."""

    start: ImagePoint
    end: ImagePoint
    role: Role
    side: Side | None = None
    ticks: bool = False


@dataclass(frozen=True, slots=True)
class OutlineMark:
    """A closed curve, given as a polygon fine enough to look round."""

    points: tuple[ImagePoint, ...]
    role: Role
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class CurveMark:
    """An open curve, or straight pieces one after the other."""

    points: tuple[ImagePoint, ...]
    role: Role
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class ArrowMark:
    """A straight line whose tip points at a place."""

    tail: ImagePoint
    tip: ImagePoint
    role: Role
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class CrossMark:
    """A landmark: a small cross with a ring, open in the middle so that the pixel it marks stays visible.

    `lit` opens the ring: the pointer is near, or the landmark is selected.
    """

    at: ImagePoint
    role: Role
    side: Side | None = None
    landmark: PlacedLandmark | None = None
    lit: bool = False


@dataclass(frozen=True, slots=True)
class CaptionMark:
    """A short text beside a place; `offset` is from the place to the near edge of the text, in screen units.

    The offset is that of the upright picture: it turns and flips with the picture, as what it keeps clear of does.
    `drawing` or `reading` is whose it is, so that a hand can take hold of it.
    `anchor` is what it is about; one that was `put` by hand makes way for no other, and a leader line leads to there.
    """

    at: ImagePoint
    text: str
    role: Role
    side: Side | None = None
    offset: tuple[float, float] = (10.0, 0.0)
    drawing: int | None = None
    reading: CaptionKey | None = None
    anchor: ImagePoint | None = None
    put: bool = False


@dataclass(frozen=True, slots=True)
class SideLetterMark:
    """The letter R or L at the edge of the picture where that side of the patient is.

    `at` is the upper end of that edge and `foot` the lower one, where it is known. The letter follows every turn and
    flip: it stands inside its edge, at the upper end that is seen, or in the middle of an edge that is seen lying.
    """

    at: ImagePoint
    letter: str
    side: Side
    at_right_edge: bool
    foot: ImagePoint | None = None


Mark = LineMark | OutlineMark | CurveMark | ArrowMark | CrossMark | CaptionMark | SideLetterMark
Scene = tuple[Mark, ...]
