"""How the picture lies on the screen: turned by right angles and flipped. View state, never pixels, never the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

from kneeview.imaging.pyramid import ScreenArea
from kneeview.imaging.radiograph import Pixels

Matrix = tuple[int, int, int, int]

_TURNS: Final[tuple[Matrix, ...]] = ((1, 0, 0, 1), (0, -1, 1, 0), (-1, 0, 0, -1), (0, 1, -1, 0))
"""Rows of the matrix that turns a step on the screen (y down) to the right by so many right angles."""

_BOTH, _DOWN, _ACROSS = -1, 0, 1
_FLIPS: Final = ((None, _ACROSS), (_ACROSS, _BOTH), (_BOTH, _DOWN), (_DOWN, None))
"""By turns, not mirrored and mirrored: what OpenCV flips after rows and columns changed places, if they do."""


@dataclass(frozen=True, slots=True)
class Orientation:
    """One of the eight ways: the picture is first flipped left to right where `mirrored`, then turned to the right.

    The commands below act on what is seen, so a flip after a turn is about the upright of the screen.
    """

    quarter_turns: int = 0
    mirrored: bool = False

    @property
    def is_upright(self) -> bool:
        """Whether the picture is seen as the file has it."""
        return self == UPRIGHT

    @property
    def is_across(self) -> bool:
        """Whether the rows of the picture are seen as columns."""
        return self.quarter_turns % 2 == 1

    @property
    def words(self) -> str:
        """What is unusual about the view; "" where nothing is."""
        if self.mirrored:
            return "mirrored view"
        return "" if self.is_upright else "turned view"

    @property
    def matrix(self) -> Matrix:
        """The rows of the matrix from a step on the upright picture to the step that is seen."""
        xx, xy, yx, yy = _TURNS[self.quarter_turns]
        return (-xx, xy, -yx, yy) if self.mirrored else (xx, xy, yx, yy)

    # -------------------------------------------------------------------------------------------------- commands

    def turned_right(self) -> Orientation:
        """Return what is seen, turned by a right angle to the right."""
        return Orientation((self.quarter_turns + 1) % 4, self.mirrored)

    def turned_left(self) -> Orientation:
        """Return what is seen, turned by a right angle to the left."""
        return Orientation((self.quarter_turns - 1) % 4, self.mirrored)

    def flipped_left_right(self) -> Orientation:
        """Return the mirror image of what is seen, left for right."""
        return Orientation(-self.quarter_turns % 4, not self.mirrored)

    def flipped_up_down(self) -> Orientation:
        """Return the mirror image of what is seen, up for down."""
        return Orientation((2 - self.quarter_turns) % 4, not self.mirrored)

    # ------------------------------------------------------------------------------------------------ conversion

    def seen(self, x: float, y: float) -> tuple[float, float]:
        """Return the step that is seen for a step on the upright picture."""
        xx, xy, yx, yy = self.matrix
        return xx * x + xy * y, yx * x + yy * y

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """Return the step on the upright picture for a step that is seen."""
        xx, xy, yx, yy = self.matrix
        return xx * x + yx * y, xy * x + yy * y

    def seen_pixels(self, pixels: Pixels) -> Pixels:
        """Return upright pixels as they are seen, lying one after the other in memory."""
        turned: MatLike = cv2.transpose(pixels) if self.is_across else pixels
        flip = _FLIPS[self.quarter_turns][self.mirrored]
        if flip is not None:
            turned = cv2.flip(turned, flip)
        if pixels.dtype == np.uint8:
            return np.ascontiguousarray(turned, dtype=np.uint8)
        return np.ascontiguousarray(turned, dtype=np.uint16)

    def seen_area(self, area: ScreenArea, width: int, height: int) -> ScreenArea:
        """Return where an area of an upright view of width x height pixels is seen."""
        left, top, right, bottom = area.left, area.top, area.right, area.bottom
        if self.mirrored:
            left, right = width - right, width - left
        for _ in range(self.quarter_turns):
            left, top, right, bottom = height - bottom, left, height - top, right
            width, height = height, width
        return ScreenArea(left, top, right, bottom)


UPRIGHT: Final = Orientation()
"""The picture as the file has it."""
