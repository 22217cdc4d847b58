"""From role and side to colour, width and dash: one theme for the screen, one for paper.

The colours are told apart by eyes of every kind; the dash tells the kind as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kneeview.domain.limb import Side
from kneeview.scene.palette import GREEN, MINT, PURPLE, SIDE_COLOURS, VERMILION, WHITE, YELLOW
from kneeview.scene.primitives import Role


@dataclass(frozen=True, slots=True)
class Style:
    """How a mark is drawn: colour, width in screen units, dash lengths in widths, a dark halo under it or not."""

    colour: str
    width: float
    dash: tuple[float, ...] = ()
    halo: bool = True


LONG_DASHES: Final = (8.0, 4.0)
DOTS: Final = (1.0, 2.5)
SHORT_DASHES: Final = (3.0, 2.0)

_WIDTHS: Final[Mapping[Role, float]] = {
    Role.MECHANICAL_AXIS: 2.0,
    Role.WEIGHT_BEARING: 1.6,
    Role.DEVIATION: 3.5,
    Role.JOINT_LINE: 1.6,
    Role.ANATOMICAL_AXIS: 1.8,
    Role.DISTANCE: 2.0,
    Role.LEVEL: 1.4,
    Role.HEAD_CIRCLE: 1.6,
    Role.LANDMARK: 1.5,
    Role.RIM: 1.2,
    Role.SELECTED: 2.0,
    Role.CALIBRATION: 1.8,
    Role.COMPARISON: 1.2,
    Role.PENDING: 1.5,
    Role.DRAWING: 1.6,
    Role.DRAWING_GUIDE: 1.1,
    Role.LEADER: 1.0,
    Role.SUGGESTED: 1.8,
    Role.DOUBT: 1.0,
    Role.SIDE: 1.0,
    Role.NOTE: 1.0,
}

_DASHES: Final[Mapping[Role, tuple[float, ...]]] = {
    Role.WEIGHT_BEARING: LONG_DASHES,
    Role.ANATOMICAL_AXIS: DOTS,
    Role.LEVEL: SHORT_DASHES,
    Role.PENDING: SHORT_DASHES,
    Role.DRAWING_GUIDE: DOTS,
    Role.LEADER: SHORT_DASHES,
    Role.SUGGESTED: SHORT_DASHES,
    Role.COMPARISON: DOTS,
}

_OWN_COLOURS: Final[Mapping[Role, str]] = {
    Role.DEVIATION: VERMILION,
    Role.JOINT_LINE: GREEN,
    Role.SELECTED: YELLOW,
    Role.PENDING: YELLOW,
    Role.DRAWING: MINT,
    Role.DRAWING_GUIDE: MINT,
    Role.SUGGESTED: YELLOW,
    Role.DOUBT: YELLOW,
    Role.CALIBRATION: PURPLE,
    Role.COMPARISON: PURPLE,
}


@lru_cache(maxsize=256)
def style(role: Role, side: Side | None) -> Style:
    """Return how a mark of that role and side is drawn: roles with a colour of their own keep it on both legs."""
    colour = _OWN_COLOURS.get(role) or (WHITE if side is None else SIDE_COLOURS[side])
    return Style(colour, _WIDTHS[role], _DASHES.get(role, ()))
