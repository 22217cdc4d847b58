"""What lies far outside the rectangle that the plane of a photo was made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kneeview.domain.checks.notice import Notice
from kneeview.domain.geometry import DegenerateError, ImagePoint
from kneeview.domain.measurement import PlacedLandmark
from kneeview.domain.scale import Scale

FAR_SIZES: Final = 1.0
"""Farther outside than the rectangle is long, its corners say little (assumed)."""


def plane_notices(scale: Scale, points: Mapping[PlacedLandmark, Sequence[ImagePoint]]) -> Iterator[Notice]:
    """Return one notice, at the farthest landmark, where some lie outside the rectangle by more than its own size."""
    away = {key: max((_sizes_outside(scale, point) for point in each), default=0.0) for key, each in points.items()}
    farthest = max(away, key=lambda key: away[key], default=None)
    if farthest is None or away[farthest] <= FAR_SIZES:
        return
    yield Notice(
        "outside_rectangle",
        f"The legs lie outside the rectangle, by up to {away[farthest]:.1f} times its own size: the errors of its four "
        "corners grow with that distance, in lengths and in angles. Mark a larger one, beside the legs in their plane.",
        farthest,
    )


def _sizes_outside(scale: Scale, point: ImagePoint) -> float:
    try:
        return scale.sizes_outside(point)
    except DegenerateError:
        return 0.0  # what lies beyond the horizon has no reading, which says so
