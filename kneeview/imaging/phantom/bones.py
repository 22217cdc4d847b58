"""What the bones of a leg are built from, and the shadow that each of them leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LandmarkId as Id
from kneeview.domain.limb import Side
from kneeview.imaging.phantom.film import Film
from kneeview.imaging.phantom.leg import LegFrames, LegGeometry, frames_of
from kneeview.imaging.phantom.solids import Array, Bone, Patch, single

PHYSIS_MM: Final = 2.2
PHYSIS_SHARE: Final = 0.8
"""Width of the line that an open growth plate leaves in the shadow of a bone, and how much of the bone is missing."""


@dataclass(frozen=True, slots=True, eq=False)
class Shadow:
    """What one bone adds to the film: millimetres of compact and of spongy bone in its patch."""

    patch: Patch
    compact: Array
    spongy: Array


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """One leg on its film, with all that its bones are built from."""

    film: Film
    side: Side
    geometry: LegGeometry
    frames: LegFrames
    at: dict[Id, Vec]

    @classmethod
    def of(cls, film: Film, side: Side) -> Leg:
        """Return the leg of that side."""
        geometry = film.leg(side)
        return cls(film, side, geometry, frames_of(geometry), film.landmarks(side))

    def patch(self, low: Vec, high: Vec) -> Patch:
        """Return the part of the film between two limb positions."""
        return Patch.around(self.film, self.side, low, high)


def shadow_of(bone: Bone, density: Array | float) -> Shadow:
    """Return the shadow of a bone whose marrow holds that share of spongy bone."""
    return Shadow(bone.patch, bone.compact, bone.inner * single(density))


def unsharp_shadow(bone: Bone, spongy: Array, blur_mm: float) -> Shadow:
    """Return the shadow of a bone that lies far in front of the others: blurred by the size of the focal spot."""
    patch = bone.patch
    compact = bone.compact if bone.inner.any() else np.float32(0.06) * bone.outer
    sigma = blur_mm / patch.column_mm, blur_mm / patch.row_mm
    layers = [single(cv2.GaussianBlur(each, (0, 0), sigmaX=sigma[0], sigmaY=sigma[1])) for each in (compact, spongy)]
    return Shadow(patch, layers[0], layers[1])
