"""The colours, each by its name, and those of the legs.

They are those of Okabe and Ito (2008), which eyes of every kind tell apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kneeview.domain.limb import Side

ORANGE: Final = "#E69F00"
SKY_BLUE: Final = "#56B4E9"
GREEN: Final = "#009E73"
VERMILION: Final = "#D55E00"
YELLOW: Final = "#F0E442"
PURPLE: Final = "#CC79A7"
MINT: Final = "#86EFC0"
"""Paler than every colour of the palette, so that it is told from them by lightness where the hue is not seen."""

WHITE: Final = "#FFFFFF"

SIDE_COLOURS: Final[Mapping[Side, str]] = {Side.RIGHT: ORANGE, Side.LEFT: SKY_BLUE}
"""The colour of each leg, everywhere on dark ground."""

SIDE_INKS: Final[Mapping[Side, str]] = {Side.RIGHT: "#A35F00", Side.LEFT: "#0B6AA2"}
"""The colour of each leg as text on white ground: the same hues, dark enough to read."""
