"""The picture of a film, put together from flesh and bone."""

from __future__ import annotations

import numpy as np

from kneeview.domain.landmarks import Kind
from kneeview.domain.limb import SIDES
from kneeview.domain.scale import NO_SCALE, Scale
from kneeview.imaging.digests import Digests
from kneeview.imaging.phantom.bones import Leg
from kneeview.imaging.phantom.exposure import TOP, developed
from kneeview.imaging.phantom.film import Film
from kneeview.imaging.phantom.flesh import leg_flesh, torso
from kneeview.imaging.phantom.foot import foot
from kneeview.imaging.phantom.leg import ADULT_HIP_SEPARATION_MM
from kneeview.imaging.phantom.pelvis import pelvis
from kneeview.imaging.phantom.shank import fibula, tibia
from kneeview.imaging.phantom.solids import Array
from kneeview.imaging.phantom.thigh import femur, patella
from kneeview.imaging.radiograph import Identity, Radiograph, Window, pixels_digest

_PELVIS_REACH_MM = 112.0
"""How far trunk and pelvis of an adult reach below the hips."""


def film_image(film: Film, scale: Scale = NO_SCALE) -> Radiograph:
    """Return the picture of the film: twelve bits, bone bright, the same for the same film.

    `scale` is what its header is to say of the spacing; by default nothing, so that the ball has to serve.
    """
    pixels = developed(film, *_tissues(film))
    return Radiograph(
        name=film.name,
        pixels=pixels,
        kind=Kind.RADIOGRAPH,
        format="built in",
        byte_count=pixels.nbytes,
        bits_stored=12,
        photometric="MONOCHROME2",
        vois=(Window((TOP + 1) / 2, TOP + 1),),
        scale=scale,
        identity=Identity(study_description="Synthetic standing long-leg film, no patient"),
        digests=Digests(str, lambda: pixels_digest(pixels)),
    )


def _tissues(film: Film) -> tuple[Array, Array, Array]:
    """Return the attenuation by flesh, and millimetres of compact and of spongy bone, for each pixel."""
    flesh, compact, spongy = (np.zeros((film.rows, film.columns), np.float32) for _ in range(3))
    for side in SIDES:
        leg = Leg.of(film, side)
        if film.soft_tissue > 0:
            layer = leg_flesh(leg)
            area = flesh[layer.patch.rows, layer.patch.columns]
            np.maximum(area, layer.attenuation, out=area)
        for shadow in (femur(leg), tibia(leg), fibula(leg), patella(leg), *foot(leg)):
            place = shadow.patch.rows, shadow.patch.columns
            compact[place] += shadow.compact
            spongy[place] += shadow.spongy
    reach = _PELVIS_REACH_MM * film.hip_separation_mm / ADULT_HIP_SEPARATION_MM
    rows = min(film.rows, round((max(film.hip(side).y for side in SIDES) + reach) / film.row_mm))
    upper = flesh[:rows]
    np.sqrt(np.sqrt(upper**4 + torso(film, rows) ** 4), out=upper)  # trunk and thighs grow into each other
    for whole, part in zip((compact, spongy), pelvis(film, rows), strict=True):
        whole[:rows] += part
    return flesh, compact, spongy
