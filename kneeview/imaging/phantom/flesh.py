"""Soft tissue: the skin's outline, the fat below it, muscles, the body above the legs.

Thicknesses are those of a slender adult and scale with the girth of the bones and with the film's `soft_tissue`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LandmarkId as Id
from kneeview.domain.limb import SIDES
from kneeview.imaging.phantom.bones import Leg
from kneeview.imaging.phantom.film import Film
from kneeview.imaging.phantom.leg import ADULT_HIP_SEPARATION_MM
from kneeview.imaging.phantom.solids import Array, Outline, Patch, single, smooth

FAT_PER_MM: Final = 0.0183
MUSCLE_PER_MM: Final = 0.0206
"""Attenuation by a millimetre of fat and of muscle at the mean energy of a 75 kV beam behind its filter (60 keV)."""

_Sections = tuple[tuple[float, float, float, float], ...]

_THIGH: Final[_Sections] = (  # fraction from hip to knee, lateral and medial skin from the line between them, fat
    (-0.30, 80, 80, 20), (0.0, 92, 80, 18), (0.10, 95, 82, 16), (0.22, 92, 80, 14), (0.35, 86, 76, 12),
    (0.5, 78, 68, 10), (0.65, 69, 60, 9), (0.78, 61, 55, 8), (0.88, 55, 53, 7),
    (0.95, 52.5, 52.5, 6), (1.0, 50.5, 51.5, 6),
)  # fmt: skip
_SHANK: Final[_Sections] = (  # fraction from knee to ankle, the same
    (0.05, 50, 50, 6), (0.12, 52, 49.5, 6), (0.2, 56, 51, 6), (0.29, 58, 52, 6), (0.4, 55, 48, 6), (0.52, 48, 42, 5.5),
    (0.66, 39.5, 34.5, 5), (0.8, 33.5, 29.5, 4), (0.91, 33, 30, 3.5), (0.97, 36, 33, 3),
)  # fmt: skip
_FOOT: Final[_Sections] = (
    (4, 38, 33.5, 3),
    (20, 37, 34, 4),
    (40, 42, 38, 5),
    (58, 47, 42, 6),
    (74, 48, 43, 6),
    (80, 46, 40, 5),
)
"""Millimetres below the ankle centre, the same."""

_GAS: Final = (
    (38, -150, 24, 15, 22), (62, -138, 17, 21, 20), (74, -112, 14, 17, 16), (-72, -128, 21, 17, 20),
    (-58, -146, 16, 12, 14), (6, -62, 15, 19, 18), (-5, -42, 12, 15, 14), (12, -88, 10, 12, 10),
)  # fmt: skip
"""Gas in the bowel: x and y from the middle of the hips, half width, half height and depth."""

SOLE_MM: Final = 77.0
"""The sole below the ankle centre."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Attenuation by the flesh of one part of the body, in its patch."""

    patch: Patch
    attenuation: Array


def leg_flesh(leg: Leg) -> Layer:
    """Return the flesh of one leg from the groin to the sole."""
    k = leg.geometry.girth
    wide = k * leg.film.soft_tissue
    knee, ankle = leg.at[Id.KNEE_CENTER], leg.at[Id.ANKLE_CENTER]
    rows: list[tuple[Vec, float, float, float]] = []
    for fraction, lateral, medial, fat in _THIGH:
        rows.append((knee * fraction, lateral * wide, medial * wide, fat * wide))
    for fraction, lateral, medial, fat in _SHANK:
        rows.append((knee + (ankle - knee) * fraction, lateral * k, medial * k, fat * wide))
    for below, lateral, medial, fat in _FOOT:
        rows.append((ankle + Vec(0, below * k), lateral * k, medial * k, fat * wide))
    half_gap = leg.film.hip_separation_mm / 2
    patch = leg.patch(
        Vec(min(p.u - a for p, a, _, _ in rows) - 2, rows[0][0].v),
        Vec(min(max(p.u + b for p, _, b, _ in rows) + 2, half_gap + 8), ankle.v + SOLE_MM * k + 1),
    )
    v = [p.v for p, _, _, _ in rows]
    medial_edge = np.minimum(patch.along(v, [p.u + b for p, _, b, _ in rows]), half_gap - 0.5 * k)
    lateral_edge = patch.along(v, [p.u - a for p, a, _, _ in rows])
    fat_mm = patch.along(v, [f for _, _, _, f in rows])
    marks = [0.0, 0.3 * knee.v, 0.8 * knee.v, knee.v, knee.v + 0.28 * (ankle.v - knee.v)]
    marks += [ankle.v - 60 * k, ankle.v, ankle.v + 30 * k, ankle.v + 60 * k]
    depth = patch.along(marks, [v * wide for v in (168, 158, 122, 112, 112)] + [v * k for v in (74, 92, 150, 200)])
    sole = np.full_like(patch.u, ankle.v + SOLE_MM * k)
    above = np.full_like(patch.u, rows[0][0].v)
    skin = Outline(medial_edge, lateral_edge, depth, above, sole, 0.1, 12 * k)
    # The fat under the skin is not even: its depth wavers along the leg, differently on each side.
    wave = 1 + 0.22 * np.sin(patch.v / (31 * k)) + 0.12 * np.sin(patch.v / (12.7 * k) + 1)
    outer = skin.chord(patch)
    skin = Outline(medial_edge - 0.3 * fat_mm * wave, lateral_edge, depth, above, sole, 0.1, 12 * k)
    muscle = skin.shrunk(fat_mm, 5 * k).chord(patch)
    root = np.clip((patch.v - rows[0][0].v) / (140 * k), 0, 1)
    root = root * root * (3 - 2 * root)
    outer, muscle = outer * root, muscle * root
    attenuation = FAT_PER_MM * outer + (MUSCLE_PER_MM - FAT_PER_MM) * muscle
    for across, first, last, depth_mm in ((-0.42, 0.2, 0.8, 30), (0.2, 0.18, 0.7, 26), (0.5, 0.3, 0.75, 30)):
        seam = [
            knee * (first + (last - first) * t / 8) + Vec(across * 62 * wide * (1 - 0.35 * t / 8), 0) for t in range(9)
        ]
        stroke = patch.stroke(seam, 5 * wide)
        attenuation[stroke.rows, stroke.columns] -= (MUSCLE_PER_MM - FAT_PER_MM) * depth_mm * wide * stroke.weight
    return Layer(patch, single(attenuation))


def torso(film: Film, rows: int) -> Array:
    """Return the attenuation by the body above the groin, for the upper rows of the film."""
    scale = film.hip_separation_mm / ADULT_HIP_SEPARATION_MM
    hips = [film.hip(side) for side in SIDES]
    middle, level = film.width_mm / 2, (hips[0].y + hips[1].y) / 2
    x = (np.arange(film.columns, dtype=np.float32)[None, :] + 0.5) * film.column_mm - middle
    y = (np.arange(rows, dtype=np.float32)[:, None] + 0.5) * film.row_mm - level
    thigh = _THIGH[1][1] * (film.right.girth + film.left.girth) / 2 * film.soft_tissue
    hip_half = film.hip_separation_mm / 2 + max(thigh, 60 * scale)
    marks = [v * scale for v in (-220, -150, -100, -40, 20, 60)]
    half = smooth(marks, [share * hip_half for share in (0.80, 0.87, 0.94, 0.99, 1.0, 1.0)], y)
    thick = np.maximum(206 * film.soft_tissue - _gas(film, rows, level, scale), 0) * scale
    section = np.sqrt(np.maximum(1 - (x / half) ** 2, 0))
    inner = np.sqrt(np.maximum(1 - (x / (half - 22 * scale)) ** 2, 0))
    # The body ends in the groin: an arch, high between the legs' roots and open to the thighs at its sides.
    groin = (104 - 40 * (np.abs(x) / (190 * scale)) ** 1.5) * scale
    e = np.clip((groin - y) / (100 * scale), 0, 1)
    end = e * e * (3 - 2 * e)
    return single(thick * end * (FAT_PER_MM * section + 0.82 * (MUSCLE_PER_MM - FAT_PER_MM) * inner))


def _gas(film: Film, rows: int, level_mm: float, scale: float) -> Array:
    """Return millimetres of gas in the bowel of an adult, for the upper rows; worked out on every fourth pixel."""
    x = ((np.arange(2, film.columns, 4, dtype=np.float32) + 0.5) * film.column_mm - film.width_mm / 2)[None, :] / scale
    y = ((np.arange(2, rows, 4, dtype=np.float32) + 0.5) * film.row_mm - level_mm)[:, None] / scale
    gas = np.zeros((y.size, x.size), np.float32)
    for cx, cy, wide, high, deep in _GAS:
        bx, by = (x - cx) / wide, (y - cy) / high
        uneven = 1 + 0.25 * np.sin(2.1 * bx + 1.3 * by + cx) * np.cos(1.7 * by - 1.1 * bx + cy)
        gas += deep * np.maximum(1 - (bx * bx + by * by) * uneven, 0) ** np.float32(0.8)
    return single(cv2.resize(gas, (film.columns, rows), interpolation=cv2.INTER_LINEAR))
