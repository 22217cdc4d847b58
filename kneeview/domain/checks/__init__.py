"""Notices: what a reader should know before believing the numbers. They never block."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from kneeview.domain.checks.astray import astray
from kneeview.domain.checks.circumstances import circumstances, scale_notices
from kneeview.domain.checks.notice import ERRORS_COVER, NOT_A_DIAGNOSIS, NOT_FOR_DIAGNOSIS, Notice
from kneeview.domain.checks.placing import (
    hidden_notice,
    misplaced,
    off_picture_notice,
    other_picture_notice,
    suggested_notice,
)
from kneeview.domain.checks.plane import plane_notices
from kneeview.domain.checks.proportions import proportions
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import PlacedLandmark, Subject

__all__ = [
    "ERRORS_COVER",
    "NOT_A_DIAGNOSIS",
    "NOT_FOR_DIAGNOSIS",
    "Notice",
    "hidden_notice",
    "notices",
    "other_picture_notice",
    "plane_notices",
    "scale_notices",
]


def notices(
    subject: Subject,
    head_diameters_mm: Mapping[Side, float],
    *,
    off_picture: Collection[PlacedLandmark] = (),
    suggested: Collection[PlacedLandmark] = (),
) -> tuple[Notice, ...]:
    """Return every notice on what was placed; those on right and left are in `kneeview.domain.sides`.

    The diameters are those of the circles on the femoral heads; `off_picture` names landmarks beyond the picture,
    `suggested` those that nobody accepted.
    """
    return (
        *(suggested_notice(key) for key in suggested),
        *(off_picture_notice(key) for key in off_picture),
        *scale_notices(subject.scale),
        *circumstances(subject),
        *_of_places(subject),
        *proportions(subject, head_diameters_mm),
    )


def _of_places(subject: Subject) -> Iterator[Notice]:
    """Return what is said of single places; a landmark that is out of order is not asked about once more."""
    out_of_order = tuple(dict.fromkeys(notice for side in SIDES for notice in misplaced(side, subject)))
    doubted = {key for notice in out_of_order for key in notice.doubts}
    yield from out_of_order
    yield from (notice for notice in astray(subject) if doubted.isdisjoint(notice.doubts))
