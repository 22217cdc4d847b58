"""Solid bodies seen by a beam: how many millimetres of each tissue lie behind a pixel.

A long bone stands nearly upright, so its outline is a medial and a lateral edge for each row of pixels and, at its
ends, an upper and a lower surface for each column. Between them the bone is a flattened tube: a chord across it is
long in the middle and falls to nothing at the edge, as the shadow of a real bone does. A second, smaller tube inside
is its marrow; the difference is compact bone, whose chords are longest at the edges, which is what makes cortices
bright.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from kneeview.domain.geometry import Vec
from kneeview.domain.limb import LimbFrame, Side
from kneeview.imaging.phantom.film import Film
from kneeview.imaging.phantom.leg import Frame

Array = NDArray[np.float32]

APPARENT_MM: Final = 0.15
"""A rounded body begins with a chord of nothing, so its edge is seen this far inside of where it is. Bones are drawn
larger by as much, for what readers place points on is the edge that they see."""

_CURVE_STEPS: Final = 400
"""Samples along an end surface: one every 0.2 mm of the widest, finer than a pixel."""


def single(values: ArrayLike) -> Array:
    """Return the values as an array of single precision, itself where it is one."""
    return np.asarray(values, np.float32)


def rounded(depth: Array, radius: float) -> Array:
    """Return the share of a chord at a depth below a rounded surface: 0 at the surface, 1 from the radius on."""
    e = np.clip(depth / np.float32(radius), 0, 1)
    return single(np.sqrt(e * (2 - e)))


def smooth(x: Sequence[float], y: Sequence[float], at: NDArray[np.floating]) -> Array:
    """Return the monotone cubic curve through the points (Fritsch and Carlson 1980), constant beyond its ends.

    Between two points it never leaves their range, so a point that is an extreme of its neighbours is one of the curve.
    """
    xs, ys = np.asarray(x, np.float64), np.asarray(y, np.float64)
    step, slope = np.diff(xs), np.diff(ys) / np.diff(xs)
    tangent = np.zeros_like(ys)
    same = slope[:-1] * slope[1:] > 0
    before, after = 2 * step[1:] + step[:-1], step[1:] + 2 * step[:-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        tangent[1:-1] = np.where(same, (before + after) / (before / slope[:-1] + after / slope[1:]), 0)
    tangent[0], tangent[-1] = slope[0], slope[-1]
    place = np.clip(at.astype(np.float64), xs[0], xs[-1])
    k = np.clip(np.searchsorted(xs, place, side="right") - 1, 0, len(xs) - 2)
    t = (place - xs[k]) / step[k]
    curve = (
        ys[k] * (1 + 2 * t) * (1 - t) ** 2
        + tangent[k] * step[k] * t * (1 - t) ** 2
        + ys[k + 1] * t**2 * (3 - 2 * t)
        + tangent[k + 1] * step[k] * t**2 * (t - 1)
    )
    return single(curve)


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A part of the picture around a bone, with the limb position of the centre of each of its pixels."""

    rows: slice
    columns: slice
    u: Array
    """Medial position of each column in millimetres, 1 x n."""
    v: Array
    """Distal position of each row in millimetres, m x 1."""
    column_mm: float
    row_mm: float

    @classmethod
    def around(cls, film: Film, side: Side, low: Vec, high: Vec) -> Patch:
        """Return the part of the film between two limb positions, as far as it lies on the film."""
        sign, hip = LimbFrame(side, film.view).medial_sign, film.hip(side)
        x = sorted((hip.x + sign * low.u, hip.x + sign * high.u))
        left, right = (min(max(round(each / film.column_mm), 0), film.columns) for each in x)
        top, bottom = (min(max(round((hip.y + each) / film.row_mm), 0), film.rows) for each in (low.v, high.v))
        u = sign * ((np.arange(left, right) + 0.5) * film.column_mm - hip.x)
        v = (np.arange(top, bottom) + 0.5) * film.row_mm - hip.y
        return cls(
            slice(top, bottom),
            slice(left, right),
            u.astype(np.float32)[None, :],
            v.astype(np.float32)[:, None],
            film.column_mm,
            film.row_mm,
        )

    def edge(self, points: Sequence[Vec]) -> Array:
        """Return the u of a side edge for each row, from points in order from proximal to distal.

        On a bone so short that its parts overlap, a point that lies above the one before it is left out.
        """
        descending = [points[0]]
        for point in points[1:]:
            if point.v > descending[-1].v:
                descending.append(point)
        return smooth([p.v for p in descending], [p.u for p in descending], self.v)

    def along(self, v: Sequence[float], values: Sequence[float]) -> Array:
        """Return a quantity for each row, from its values at some v."""
        return smooth(v, values, self.v)

    def surface(self, frame: Frame, points: Sequence[tuple[float, float]], scale: float) -> Array:
        """Return the v of an end surface for each column, from points (across, along) in the frame of a joint.

        The points are in millimetres of an adult; `scale` makes them those of the leg.
        """
        x, y = [scale * p[0] for p in points], [scale * p[1] for p in points]
        across = np.linspace(x[0], x[-1], _CURVE_STEPS)
        curve = [frame.at(float(a), float(b)) for a, b in zip(across, smooth(x, y, across), strict=True)]
        u = np.maximum.accumulate([p.u for p in curve])
        return single(np.interp(self.u, u, [p.v for p in curve]))

    def inside(self, frame: Frame) -> tuple[Array, Array]:
        """Return for each pixel its place across and along the frame."""
        along, across = frame.at(0, 1) - frame.origin, frame.at(1, 0) - frame.origin
        u, v = self.u - np.float32(frame.origin.u), self.v - np.float32(frame.origin.v)
        return u * across.u + v * across.v, u * along.u + v * along.v

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.v.shape[0], self.u.shape[1]

    def stroke(self, points: Sequence[Vec], width_mm: float) -> Stroke:
        """Return a soft line through the points: near 1 in its middle, fading over its width."""
        if 0 in self.shape:
            return Stroke(slice(0, 0), slice(0, 0), np.zeros((0, 0), np.float32))
        step = (float(self.u[0, -1] - self.u[0, 0]) / max(self.u.size - 1, 1)) or self.column_mm
        x = np.array([(p.u - float(self.u[0, 0])) / step for p in points])
        y = np.array([(p.v - float(self.v[0, 0])) / self.row_mm for p in points])
        reach_x, reach_y = (math.ceil(2.5 * width_mm / mm) for mm in (self.column_mm, self.row_mm))
        left, right = max(math.floor(x.min()) - reach_x, 0), min(math.ceil(x.max()) + reach_x, self.shape[1])
        top, bottom = max(math.floor(y.min()) - reach_y, 0), min(math.ceil(y.max()) + reach_y, self.shape[0])
        if bottom <= top or right <= left:
            return Stroke(slice(0, 0), slice(0, 0), np.zeros((0, 0), np.float32))
        canvas = np.zeros((bottom - top, right - left), np.float32)
        fixed = np.round(np.stack([x - left, y - top], 1) * 16).astype(np.int32)
        cv2.polylines(canvas, [fixed], False, 1.0, max(1, round(width_mm / self.column_mm)), cv2.LINE_8, 4)
        soft = cv2.GaussianBlur(canvas, (0, 0), sigmaX=width_mm / 2 / self.column_mm, sigmaY=width_mm / 2 / self.row_mm)
        return Stroke(slice(top, bottom), slice(left, right), single(soft))


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """A soft line and the part of its patch that it touches."""

    rows: slice
    columns: slice
    weight: Array


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The outline of a tube: its two edges for each row, its end surfaces for each column, None where it is open.

    `depth` is its thickness along the beam, `squareness` how box-like its section is (0 round, 1 flat), `rounding`
    over how many millimetres its ends are rounded off.
    """

    medial: Array
    lateral: Array
    depth: Array
    top: Array | None = None
    bottom: Array | None = None
    squareness: Array | float = 0.0
    rounding: float = 8.0

    def chord(self, patch: Patch) -> Array:
        """Return the length of the beam inside the tube for each pixel."""
        half = (self.medial - self.lateral) / 2 + np.float32(APPARENT_MM)
        hollow = half > 0.01
        half = np.where(hollow, half, np.float32(1))
        x = (patch.u - (self.medial + self.lateral) / 2) / half
        x *= x
        q = np.asarray(self.squareness, np.float32)
        section = 1 - x * ((1 - q) + q * x)
        np.maximum(section, 0, out=section)
        np.sqrt(section, out=section)
        section *= np.where(hollow, np.maximum(self.depth, 0), 0)
        for surface, sign in ((self.top, 1.0), (self.bottom, -1.0)):
            if surface is not None:
                section *= rounded(np.float32(sign) * (patch.v - surface) + np.float32(APPARENT_MM), self.rounding)
        return single(section)

    def shrunk(self, cortex: Array | float, plate: float) -> Outline:
        """Return the tube inside, whose walls are `cortex` and whose ends are `plate` millimetres thick."""
        wall = np.asarray(cortex, np.float32)
        return Outline(
            self.medial - wall,
            self.lateral + wall,
            self.depth - 2 * wall,
            None if self.top is None else self.top + np.float32(plate),
            None if self.bottom is None else self.bottom - np.float32(plate),
            self.squareness,
            self.rounding,
        )


@dataclass(slots=True, eq=False)
class Bone:
    """A bone in the making: the union of its parts, and how much spongy bone is in its marrow."""

    patch: Patch
    outer: Array = field(init=False)
    inner: Array = field(init=False)
    extra: Array = field(init=False)
    """Millimetres of compact bone added or taken away by lines and ridges."""

    def __post_init__(self) -> None:
        self.outer, self.inner, self.extra = (np.zeros(self.patch.shape, np.float32) for _ in range(3))

    def add(self, outline: Outline, cortex: Array | float, plate: float) -> None:
        """Add a tube with a cortex of that thickness."""
        self.add_chords(outline.chord(self.patch), outline.shrunk(cortex, plate).chord(self.patch))

    def add_chords(self, outer: Array, inner: Array) -> None:
        """Add a part by its chords; where parts overlap the longer chord counts, once."""
        np.maximum(self.outer, outer, out=self.outer)
        np.maximum(self.inner, inner, out=self.inner)

    def blend(self, outer: Array, inner: Array) -> None:
        """Add a part that grows into the others: where it overlaps them, no seam is left."""
        touched = np.flatnonzero(outer.any(axis=1))
        rows = slice(touched[0], touched[-1] + 1) if touched.size else slice(0, 0)
        for whole, part in ((self.outer[rows], outer[rows]), (self.inner[rows], inner[rows])):
            np.sqrt(np.hypot(whole * whole, part * part), out=whole)

    def add_ball(self, centre: Vec, radius: float, cortex: float) -> None:
        """Add a sphere with a thin shell."""
        radius += APPARENT_MM
        square = (self.patch.u - centre.u) ** 2 + (self.patch.v - centre.v) ** 2
        self.add_chords(
            2 * np.sqrt(np.maximum(radius**2 - square, 0)),
            2 * np.sqrt(np.maximum((radius - cortex) ** 2 - square, 0)),
        )

    def line(self, points: Sequence[Vec], width_mm: float, compact_mm: float) -> None:
        """Add a ridge of so many millimetres of compact bone, inside the outline."""
        stroke = self.patch.stroke(points, width_mm)
        inside = self.outer[stroke.rows, stroke.columns] > 0
        self.extra[stroke.rows, stroke.columns] += compact_mm * stroke.weight * inside

    def cut(self, points: Sequence[Vec], width_mm: float, share: float) -> None:
        """Take that share of the bone away along a line: a hollow, or the cartilage of a growth plate."""
        stroke = self.patch.stroke(points, width_mm)
        left = 1 - np.float32(share) * np.minimum(1.4 * stroke.weight, 1)
        self.outer[stroke.rows, stroke.columns] *= left
        self.inner[stroke.rows, stroke.columns] *= left

    @property
    def compact(self) -> Array:
        """Millimetres of compact bone behind each pixel."""
        return single(np.maximum(self.outer - self.inner + self.extra, 0))
