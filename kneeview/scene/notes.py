"""What a picture says of itself where it is handed out without a report."""

from __future__ import annotations

from typing import Final

from kneeview.case.case import Case
from kneeview.case.completeness import completeness
from kneeview.domain.geometry import ImagePoint
from kneeview.scene.primitives import CaptionMark, Role, Scene

_FOOT: Final = 8.0
_LINE: Final = 18.0
"""How far the lowest line stands from the lower edge, and how far apart lines stand, in screen units."""


def incomplete_marks(case: Case) -> Scene:
    """Return what the protocol lacks as lines at the middle of the lower edge; none where nothing is lacking."""
    found = completeness(case)
    lines = () if found is None else found.brief
    foot = ImagePoint(case.image.columns / 2, case.image.rows)
    return tuple(
        CaptionMark(foot, line, Role.NOTE, offset=(0.0, -_FOOT - k * _LINE)) for k, line in enumerate(reversed(lines))
    )
