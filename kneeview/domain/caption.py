"""Where captions of readings stand on the picture, once a hand has put them elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from kneeview.domain.geometry import ImagePoint
from kneeview.domain.limb import Side

CaptionKey = tuple[str, Side | None]
"""Whose caption: the id of a measurement and the side, None for what is read between both legs."""


@dataclass(frozen=True, slots=True)
class PlacedCaption:
    """A caption that was put by hand: `dx` and `dy` pixels of the image from its anchor to its middle.

    The anchor is the place of the leg that the caption is about: a caption follows its leg, as one of a drawing does.
    """

    measurement: str
    side: Side | None
    dx: float
    dy: float

    @property
    def key(self) -> CaptionKey:
        """Whose caption it is."""
        return self.measurement, self.side

    def beside(self, anchor: ImagePoint) -> ImagePoint:
        """Return where the middle of the caption is."""
        return anchor.moved(self.dx, self.dy)
