"""A question at a landmark whose place is doubted: a mark, and in full where the landmark is lit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kneeview.case.case import Case
from kneeview.case.placements import position_on_film
from kneeview.domain.measurement import PlacedLandmark
from kneeview.scene.primitives import CaptionMark, Role

Doubts = tuple[tuple[PlacedLandmark, str], ...]
"""Landmarks whose place is questioned, each with the question."""

_BESIDE: Final = (11.0, -11.0)
_ABOVE: Final = (0.0, -18.0)
"""Where the mark stands from the landmark, and the question: clear of the point, wherever the edge moves it."""


def doubt_marks(case: Case, doubts: Doubts, lit: tuple[PlacedLandmark | None, ...]) -> Iterator[CaptionMark]:
    """Return a question mark beside each landmark in doubt, and the question itself above those that are lit.

    Those come first: what is laid out later makes way for them.
    """
    scale = case.scale
    for key, question in sorted(doubts, key=lambda doubt: doubt[0] not in lit):
        placement = case.placement(*key)
        position = None if placement is None else position_on_film(placement, scale)
        if position is not None:
            text, offset = (question, _ABOVE) if key in lit else ("?", _BESIDE)
            yield CaptionMark(scale.to_image(position), text, Role.DOUBT, key[0], offset)
