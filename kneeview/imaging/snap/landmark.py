"""Which edge is looked for, by landmark: the one place that leads from anatomy to pixels."""

from __future__ import annotations

from typing import Final, assert_never

from kneeview.domain.edges import EDGES, Middle, Round, Surface
from kneeview.domain.geometry import ImagePoint, Vec
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import LimbFrame
from kneeview.imaging.snap.edge import find_surface
from kneeview.imaging.snap.head import find_head
from kneeview.imaging.snap.part import Film
from kneeview.imaging.snap.shaft import find_middle

SHORT_SIDE_MM: Final = 300.0
"""What the shorter side of a film of unknown size is taken for: only how much of it is looked at depends on it."""


def find_edge(
    film: Film, landmark_id: LandmarkId, frame: LimbFrame, click: ImagePoint, reach_mm: float
) -> tuple[ImagePoint, ...] | None:
    """Return the point of a landmark near a click, or three points on its rim; None where no edge is certain.

    `reach_mm` is how far along the normal a border may lie, in typical millimetres.
    """

    def seen(direction: Vec) -> tuple[float, float]:
        return frame.medial_sign * direction.u, direction.v

    edge = EDGES.get(landmark_id)
    match edge:
        case None:
            return None
        case Round(neck):
            return find_head(film, click, seen(neck))
        case Surface(out):
            place = find_surface(film, click, seen(out), reach_mm)
        case Middle(across):
            place = find_middle(film, click, seen(across))
        case _:
            assert_never(edge)
    return None if place is None else (place,)
