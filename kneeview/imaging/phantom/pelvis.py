"""The pelvis: what the hips hang from. It is scenery, but for the crest and the spine that its landmarks name.

Drawn as a flat plate of changing thickness in its own frame (x lateral from the midline, y down from the line of the
hips, in millimetres of an adult), one half at a time, then laid onto the film.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kneeview.domain.geometry import Vec
from kneeview.domain.limb import SIDES, LimbFrame, Side
from kneeview.imaging.phantom.film import Film
from kneeview.imaging.phantom.leg import ADULT_HIP_SEPARATION_MM
from kneeview.imaging.phantom.solids import Array, rounded, single

_STEP_MM: Final = 0.4
_LEFT, _TOP, _RIGHT, _BOTTOM = -8, -215, 162, 112
"""The canvas of one half, a little beyond the midline."""

_SHIFT: Final = 4
"""Binary places after the point in coordinates of the drawing functions."""

_HIP_X: Final = ADULT_HIP_SEPARATION_MM / 2
_HIP_SPACE_MM: Final = 4.0
"""The joint space between the femoral head and the roof of the socket."""

_UNSHARP_MM: Final = 0.45
"""The blur of the pelvis, which lies farthest in front of the detector."""

_Points = tuple[tuple[float, float], ...]

_ILIUM: Final[_Points] = (
    (112, -158), (124, -155), (134, -147), (141, -134), (142, -119), (138, -108), (131, -97.5), (124, -90), (117, -86),
    (113, -78), (110.5, -66), (108.5, -56), (110, -47), (108.5, -38), (110, -30), (107, -23), (103, -12), (104, 4),
    (103, 18), (97, 32), (90, 42), (87, 54), (83, 68), (75, 80), (64, 86), (54, 83), (44, 76), (32, 68), (18, 63),
    (7, 60), (3.5, 55), (2.6, 40), (3.2, 24), (9, 17), (18, 12), (25, 12), (38, 4), (50, -5), (58, -18), (62, -34),
    (60.5, -52), (54, -66), (46, -80), (42, -98), (44, -116), (52, -130), (66, -142), (82, -151), (98, -156.5),
)  # fmt: skip
_OBTURATOR: Final[_Points] = (
    (28, 26), (38, 19), (52, 16), (64, 22), (68, 36), (65, 52), (56, 62), (45, 60), (34, 50), (27, 38),
)  # fmt: skip
_SACRUM: Final[_Points] = (
    (-25, -137), (0, -135), (25, -137), (46, -131), (62, -120), (61, -104), (54, -88), (44, -74), (29, -57), (18, -40),
    (11, -24), (7, -8), (3, 6), (-3, 6), (-7, -8), (-40, -70),
)  # fmt: skip
"""It goes on beyond the midline, where the canvas ends."""

_FORAMINA: Final[_Points] = ((27, -106), (24, -86), (20, -68), (15, -52))
_LUMBAR: Final = ((-160.0, 27.0), (-200.0, 26.0))
"""Middle height and half width of the lowest vertebrae."""

_EDGES_WITHIN: Final[tuple[tuple[_Points, float, float], ...]] = (
    (((61, -34), (62, -8), (65, 12), (70, 34), (70, 50)), 1.8, 3.4),  # ilioischial line
    (((50, -72), (59, -52), (60.5, -34), (55, -14), (40, 2), (24, 11)), 2.2, 3.2),  # iliopectineal line
    (((68.5, -6), (66, 8), (67.5, 15), (70.5, 16), (72, 8), (70.5, -4)), 1.5, 3.0),  # teardrop
    (((106, -22), (99, -8), (92, 6), (80, 18)), 1.6, 3.0),  # front wall of the socket
    (((110, -27), (107, -6), (103, 12), (96, 28)), 1.8, 2.6),  # its rear wall
    (((55, -122), (60, -110), (56, -94), (48, -80)), 1.8, 4.0),  # sacroiliac joint
    (((51, -120), (55, -109), (51, -95), (44, -83)), 1.8, -4.0),
)
"""Edges seen through the bone: their course, their width, and how much compact bone they add."""


def _closed_curve(points: _Points, steps: int = 12) -> Array:
    """Return a closed curve through the points (Catmull-Rom)."""
    p = np.asarray(points, np.float64)
    before, after, beyond = np.roll(p, 1, 0), np.roll(p, -1, 0), np.roll(p, -2, 0)
    t = (np.arange(steps) / steps)[None, :, None]
    a, b, c, d = (each[:, None, :] for each in (before, p, after, beyond))
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return single(curve.reshape(-1, 2))


@dataclass(frozen=True, slots=True, eq=False)
class _Canvas:
    """One half of the pelvis on a grid of its own."""

    x: Array
    """Millimetres lateral of the midline, 1 x n."""
    y: Array
    """Millimetres below the line of the hips, m x 1."""

    @classmethod
    def empty(cls) -> _Canvas:
        """Return the grid."""
        x = (np.arange(round((_RIGHT - _LEFT) / _STEP_MM), dtype=np.float32) + 0.5) * _STEP_MM + _LEFT
        y = (np.arange(round((_BOTTOM - _TOP) / _STEP_MM), dtype=np.float32) + 0.5) * _STEP_MM + _TOP
        return cls(single(x)[None, :], single(y)[:, None])

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.y.size, self.x.size

    def hill(self, x: float, y: float, wide: float, high: float) -> Array:
        """Return a bell of height 1 about a point."""
        return single(np.exp(-(((self.x - x) / wide) ** 2)) * np.exp(-(((self.y - y) / high) ** 2)))

    def line(self, points: _Points, width_mm: float) -> Array:
        """Return a soft line through the points: near 1 in its middle, fading over its width."""
        canvas = np.zeros(self.shape, np.float32)
        thickness = max(1, round(width_mm / _STEP_MM))
        cv2.polylines(canvas, [_pixels(single(points))], False, 1.0, thickness, cv2.LINE_8, _SHIFT)
        return single(cv2.GaussianBlur(canvas, (0, 0), width_mm / 2 / _STEP_MM))

    def below_edge(self, *outlines: _Points) -> Array:
        """Return how many millimetres each pixel lies inside the outlines; one within another is a hole."""
        mask = np.zeros(self.shape, np.uint8)
        cv2.fillPoly(mask, [_pixels(_closed_curve(each)) for each in outlines], 255, cv2.LINE_8, _SHIFT)
        return single(cv2.distanceTransform(mask, cv2.DIST_L2, 5)) * np.float32(_STEP_MM)


def _pixels(points: Array) -> NDArray[np.int32]:
    """Return places of the canvas in the fixed-point pixels of the drawing functions."""
    pixels = (points - np.array([_LEFT, _TOP], np.float32)) / _STEP_MM - 0.5
    return np.round(pixels * 2**_SHIFT).astype(np.int32)


def _arc(radius: float, first_deg: float, last_deg: float) -> _Points:
    """Return an arc about the hip; the angle runs from above (0) towards lateral (+90)."""
    return tuple(
        (_HIP_X + radius * sin(radians(a)), -radius * cos(radians(a))) for a in np.linspace(first_deg, last_deg, 40)
    )


def _innominate(canvas: _Canvas, head_mm: float) -> tuple[Array, Array]:
    """Return compact and spongy bone of ilium, pubis and ischium, with a socket for a head of that radius."""
    hill, line = canvas.hill, canvas.line
    depth = canvas.below_edge(_ILIUM, _OBTURATOR)
    thick = 5.5 + 24 * hill(_HIP_X - 2, -26, 30, 22) + 22 * hill(76, 62, 20, 30) + 6 * hill(56, -108, 15, 30)
    thick += 10 * hill(14, 34, 18, 26) + 10 * np.exp(-depth / 5) + 8 * hill(130, -146, 14, 20)
    thick += 26 * line(((50, -98), (56, -68), (66, -46), (84, -36)), 13)
    thick += 10 * line(((100, -42), (112, -84), (126, -134)), 14)
    outer = thick * rounded(depth, 6)
    inner = np.maximum(thick - 2.6, 0) * rounded(depth - 1.3, 6)
    # The head stands in a hollow, with a wall before it and one behind it.
    from_hip = np.sqrt((canvas.x - _HIP_X) ** 2 + canvas.y**2)
    socket = np.clip((head_mm + _HIP_SPACE_MM - from_hip) / 0.8 + 0.5, 0, 1)
    walls = 0.16 + 0.20 * np.clip((_HIP_X + 10 - canvas.x) / 12, 0, 1)
    left = 1 - socket * (1 - walls)
    outer, inner = (single(cv2.GaussianBlur(each * left, (0, 0), _UNSHARP_MM / _STEP_MM)) for each in (outer, inner))
    compact = (outer - inner) * (1 - 0.55 * hill(46, -100, 16, 36))  # no bright edge where it lies on the sacrum
    for points, width, millimetres in (
        (_arc(head_mm + _HIP_SPACE_MM + 1.4, -34, 36), 3.2, 8.0),  # the bright eyebrow of the socket's roof
        (_arc(head_mm + _HIP_SPACE_MM + 0.6, -115, -34), 1.6, 3.0),
        *_EDGES_WITHIN,
    ):
        compact += millimetres * line(points, width)
    return single(compact), single(0.75 * inner)


def _spine(canvas: _Canvas) -> tuple[Array, Array]:
    """Return compact and spongy bone of the sacrum and of the lowest vertebrae."""
    plate = (44 - 32 * np.clip((canvas.y + 130) / 140, 0, 1)) * rounded(canvas.below_edge(_SACRUM), 9)
    compact = 2.2 * canvas.line(((0, -122), (0, -46)), 5)
    for x, y in _FORAMINA:
        plate *= 1 - 0.6 * canvas.hill(x, y, 6, 4)
        compact += 1.8 * canvas.line(((x - 8, y - 2), (x - 3, y - 6), (x + 4, y - 5.5), (x + 9, y - 1)), 1.6)
    plate *= 1 - 0.55 * np.clip((canvas.x - 40) / 22, 0, 1)
    compact += 0.05 * plate
    spongy = 0.55 * plate
    for middle, half in _LUMBAR:
        from_middle = np.abs(canvas.y - middle)
        waist = half - 3.5 + 3.5 * (from_middle / 15) ** 2
        body = rounded(np.minimum(waist - np.abs(canvas.x), 15 - from_middle - 0.002 * canvas.x**2), 7)
        spongy += 22 * body
        compact += body + 2.2 * canvas.hill(0, middle + 6, 4, 9)
        compact += 3.0 * (canvas.hill(18, middle - 2, 5.5, 7) - canvas.hill(18, middle - 2, 3.8, 5))
    return single(compact), single(spongy)


def pelvis(film: Film, rows: int) -> tuple[Array, Array]:
    """Return millimetres of compact and of spongy bone of the pelvis in the upper rows of the film."""
    size, scale = (film.columns, rows), film.hip_separation_mm / ADULT_HIP_SEPARATION_MM
    total = [np.zeros((rows, film.columns), np.float32) for _ in range(2)]
    canvas = _Canvas.empty()
    spine = _spine(canvas)
    for side in SIDES:
        forward = _onto_film(film, side, scale)
        for k, bone in enumerate(_innominate(canvas, film.leg(side).head_radius_mm / scale)):
            half = np.maximum(bone + spine[k], 0) * (canvas.x >= 0)
            total[k] += np.float32(scale) * cv2.warpAffine(half, forward, size, flags=cv2.INTER_LINEAR)
    return total[0], total[1]


def _onto_film(film: Film, side: Side, scale: float) -> NDArray[np.float64]:
    """Return the affine map from the pixels of the half's canvas to those of the film."""
    frame, hip = LimbFrame(side, film.view), film.hip(side)
    tilt = film.pelvic_obliquity_deg * (1 if side is Side.LEFT else -1)

    def to_film(column: float, row: float) -> tuple[float, float]:
        x, y = (column + 0.5) * _STEP_MM + _LEFT, (row + 0.5) * _STEP_MM + _TOP
        limb = Vec((_HIP_X - x) * scale, y * scale).turned(tilt)
        offset = frame.to_plane(limb)
        return (hip.x + offset.x) / film.column_mm - 0.5, (hip.y + offset.y) / film.row_mm - 0.5

    (x0, y0), (x1, y1), (x2, y2) = to_film(0, 0), to_film(1, 0), to_film(0, 1)
    return np.array([[x1 - x0, x2 - x0, x0], [y1 - y0, y2 - y0, y0]])
