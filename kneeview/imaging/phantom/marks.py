"""What is on a film beside the patient: lead letters, the scale ball, the step that the patient stands on."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kneeview.domain.geometry import PlanePoint
from kneeview.domain.landmarks import LandmarkId as Id
from kneeview.domain.limb import SIDES, LimbFrame, Side
from kneeview.imaging.phantom.film import Film
from kneeview.imaging.phantom.flesh import SOLE_MM
from kneeview.imaging.phantom.solids import Array

STEEL_PER_MM: Final = 0.7
LEAD: Final = 6.0
STEP: Final = 0.30
"""Attenuation by a millimetre of steel, by a lead letter, by the wooden step."""

_LETTER_MM: Final = 20.0
_STROKE_MM: Final = 3.2
_LETTER_MARGIN_MM: Final = 24.0
"""Height and stroke of a lead letter, and the distance of its middle from the side edge of the film."""

_LETTER_LEVEL: Final = 0.62
"""Height of the letters between hip (0) and knee (1), where there is air beside the thigh."""

_FINE: Final = 4
"""Each pixel of a letter is drawn as so many squared, then averaged."""

_GLYPHS: Final[dict[Side, tuple[tuple[tuple[float, float], ...], ...]]] = {
    Side.RIGHT: (
        ((-5, 10), (-5, -10), (1, -10), (3.6, -9.2), (5.2, -7), (5.2, -3), (3.6, -0.8), (1, 0), (-5, 0)),
        ((0.5, 0), (6, 10)),
    ),
    Side.LEFT: (((-5, -10), (-5, 10), (6, 10)),),
}
"""The strokes of the letters, in millimetres about their middle, for a letter of 20 mm."""


def lay_marks(film: Film, attenuation: Array) -> None:
    """Add to the attenuation whatever lies in the beam beside the patient."""
    soles = [
        film.plane_point(side, film.landmarks(side)[Id.ANKLE_CENTER]).y + SOLE_MM * film.leg(side).girth
        for side in SIDES
    ]
    step = round(max(soles) / film.row_mm)
    attenuation[step:] += STEP
    for side in SIDES:
        _lay_letter(film, side, attenuation)
    _lay_ball(film, attenuation)


def _lay_ball(film: Film, attenuation: Array) -> None:
    radius, centre = film.ball_diameter_mm / 2, film.ball
    if radius <= 0:
        return
    rows = slice(max(int((centre.y - radius) / film.row_mm) - 1, 0), int((centre.y + radius) / film.row_mm) + 2)
    columns = slice(
        max(int((centre.x - radius) / film.column_mm) - 1, 0), int((centre.x + radius) / film.column_mm) + 2
    )
    area = attenuation[rows, columns]
    y = (np.arange(rows.start, rows.start + area.shape[0]) + 0.5) * film.row_mm - centre.y
    x = (np.arange(columns.start, columns.start + area.shape[1]) + 0.5) * film.column_mm - centre.x
    area += 2 * STEEL_PER_MM * np.sqrt(np.maximum(radius**2 - x[None, :] ** 2 - y[:, None] ** 2, 0)).astype(np.float32)


def letter_place(film: Film, side: Side) -> PlanePoint:
    """Return where the lead letter of that side lies: beside the patient's thigh, towards the edge of the film."""
    hip = film.hip(side)
    knee = film.plane_point(side, film.landmarks(side)[Id.KNEE_CENTER])
    lateral_is_left = LimbFrame(side, film.view).medial_sign > 0
    x = _LETTER_MARGIN_MM if lateral_is_left else film.width_mm - _LETTER_MARGIN_MM
    return PlanePoint(x, hip.y + _LETTER_LEVEL * (knee.y - hip.y))


def _lay_letter(film: Film, side: Side, attenuation: Array) -> None:
    """Add a lead letter; in a mirror image it reads backwards."""
    centre, reach = letter_place(film, side), 0.8 * _LETTER_MM
    columns = max(int((centre.x - reach) / film.column_mm), 0), int((centre.x + reach) / film.column_mm) + 1
    rows = max(int((centre.y - reach) / film.row_mm), 0), int((centre.y + reach) / film.row_mm) + 1
    area = attenuation[rows[0] : rows[1], columns[0] : columns[1]]
    if not area.size:
        return
    canvas = np.zeros((area.shape[0] * _FINE, area.shape[1] * _FINE), np.uint8)
    turn = -1 if film.view.mirrored else 1
    for stroke in _GLYPHS[side]:
        for start, end in pairwise(stroke):
            _fill_stroke(
                canvas,
                [
                    (
                        ((centre.x + turn * x) / film.column_mm - columns[0]) * _FINE,
                        ((centre.y + y) / film.row_mm - rows[0]) * _FINE,
                    )
                    for x, y in (start, end)
                ],
                (_STROKE_MM / film.column_mm * _FINE, _STROKE_MM / film.row_mm * _FINE),
            )
    cover = cv2.resize(canvas, (area.shape[1], area.shape[0]), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    area -= np.log(1 - cover * np.float32(1 - np.exp(-LEAD)))


def _fill_stroke(
    canvas: NDArray[np.uint8],
    ends: list[tuple[float, float]],
    width: tuple[float, float],
) -> None:
    """Draw the convex hull of two ellipses: a stroke of round ends, on pixels that need not be square."""
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ring = np.stack([width[0] / 2 * np.cos(angles), width[1] / 2 * np.sin(angles)], 1)
    hull = cv2.convexHull(np.concatenate([ring + end for end in ends]).astype(np.float32))
    cv2.fillConvexPoly(canvas, np.round(hull).astype(np.int32), 255)
