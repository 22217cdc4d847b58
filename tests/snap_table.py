"""How well suggestions from the picture hit the truth on synthetic films: `python -m tests.snap_table` prints it.

Every film is made worse in known ways, every landmark is clicked roughly at places drawn by a seeded generator, and
what is suggested is compared with where the landmark is: the centre of a head in the plane, the others along the
normal of their edge, which is all that the search moves.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.domain.edges import EDGES, Middle, Round, Surface
from kneeview.domain.geometry import ImagePoint, circle_through
from kneeview.domain.landmarks import LandmarkId, landmark
from kneeview.domain.limb import SIDES, LimbFrame, Side
from kneeview.domain.scale import NO_SCALE
from kneeview.imaging.phantom import CHILD, DEMO, SELF_TEST_FILMS, Film, film_image, landmark_points
from kneeview.imaging.snap import part
from kneeview.imaging.snap.landmark import find_edge
from kneeview.tools.guide import typical_mm

Grey = NDArray[np.float32]

WRONG_MM: Final = 2.0
"""What is suggested farther off than this is wrong: more than a reader is off by hand."""

REACH_MM: Final = 5.0
_ROUGH_HEAD: Final = 0.5
_ROUGH_MM: Final = 3.0
"""How rough the clicks are: a share of the radius of a head, millimetres along and across the edge of the others."""

_BESIDE_MM: Final = 25.0
"""How far to either side of a shaft the clicks of the second table lie: a fibula lies nearer."""

_SHAFTS: Final = "middle of a shaft"


def _noisy(grey: Grey, draw: np.random.Generator, sigma: float) -> Grey:
    return np.asarray(grey + draw.standard_normal(grey.shape, np.float32) * np.float32(sigma), np.float32)


def _blurred(grey: Grey, sigma: float) -> Grey:
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), sigma), np.float32)


def _flat(grey: Grey, share: float) -> Grey:
    return np.asarray(2000 + (grey - 2000) * np.float32(share), np.float32)


WAYS: Final[dict[str, Callable[[Grey, np.random.Generator], Grey]]] = {
    "as made": lambda grey, _: grey,
    "noise (4 % of the range)": lambda grey, draw: _noisy(grey, draw, 160),
    "strong noise (10 %)": lambda grey, draw: _noisy(grey, draw, 400),
    "blur (3 px, 0.9 mm)": lambda grey, _: _blurred(grey, 3.0),
    "contrast 8 %, noise": lambda grey, draw: _noisy(_flat(grey, 0.08), draw, 10),
    "contrast 10 %, blur, strong noise": lambda grey, draw: _noisy(_flat(_blurred(grey, 2.0), 0.1), draw, 30),
}
"""The ways in which films are made worse. The films have 4096 values and pixels of 0.25 to 0.42 mm."""


@dataclass(frozen=True, slots=True)
class Try:
    """One rough click and what came of it: how far off in mm, None where nothing was suggested; how long it took."""

    landmark: LandmarkId
    off_mm: float | None
    seconds: float


def tries(films: Sequence[Film], way: str, clicks: int, seed: int = 5) -> Iterator[Try]:
    """Click every landmark that has an edge, on both legs of every film, so many times."""
    draw = np.random.default_rng(seed)
    for film in films:
        asked = _worse(film, way, draw)
        for side in SIDES:
            for landmark_id in EDGES:
                for _ in range(clicks):
                    yield _try(asked, film, side, landmark_id, draw)


def _worse(film: Film, way: str, draw: np.random.Generator) -> part.Film:
    """Return a film made worse, of a size that nothing tells but its shape."""
    pixels = np.clip(WAYS[way](film_image(film).pixels.astype(np.float32), draw), 0, 65535).astype(np.uint16)
    shape = replace(NO_SCALE, aspect=film.row_mm / film.column_mm)
    case = Case(ImageReference("film", rows=film.rows, columns=film.columns), header_scale=shape, view=film.view)
    unit = typical_mm(case)
    assert unit is not None
    return part.Film(pixels, unit, film.row_mm / film.column_mm)


def tries_at_shafts(films: Sequence[Film], way: str, apart_mm: float, seed: int = 6) -> Iterator[Try]:
    """Click the middles of shafts at places across them, evenly from one side to the other, as far as other bones."""
    draw = np.random.default_rng(seed)
    for film in films:
        asked = _worse(film, way, draw)
        for side in SIDES:
            for landmark_id in _GROUPS[_SHAFTS]:
                for off in np.arange(-_BESIDE_MM, _BESIDE_MM + 0.1, apart_mm):
                    yield _asked_at(asked, film, side, landmark_id, float(off), draw.uniform(-1.0, 1.0))


def tries_along_normals(films: Sequence[Film], way: str, apart_mm: float, seed: int = 7) -> Iterator[Try]:
    """Click landmarks on surfaces at places along their normals, evenly as far as a border may lie from a click."""
    draw = np.random.default_rng(seed)
    for film in films:
        asked = _worse(film, way, draw)
        for side in SIDES:
            for landmark_id in (i for i, edge in EDGES.items() if isinstance(edge, Surface)):
                for off in np.arange(-REACH_MM, REACH_MM + 0.1, apart_mm):
                    yield _asked_at(asked, film, side, landmark_id, float(off), draw.uniform(-2.0, 2.0))


def _try(asked: part.Film, film: Film, side: Side, landmark_id: LandmarkId, draw: np.random.Generator) -> Try:
    if isinstance(EDGES[landmark_id], Round):
        turn, away = draw.uniform(0, 2 * np.pi), draw.uniform(0, _ROUGH_HEAD) * film.leg(side).head_radius_mm
        return _asked_at(asked, film, side, landmark_id, away * np.cos(turn), away * np.sin(turn))
    along, across = draw.uniform(-_ROUGH_MM, _ROUGH_MM), draw.uniform(-1.0, 1.0)
    return _asked_at(asked, film, side, landmark_id, along, across)


def _asked_at(asked: part.Film, film: Film, side: Side, landmark_id: LandmarkId, along: float, across: float) -> Try:
    """Click off a landmark by so many mm along the normal of its edge and across it."""
    truth = landmark_points(film)[side][landmark_id]
    frame = LimbFrame(side, film.view)
    edge = EDGES[landmark_id]
    match edge:
        case Round():
            rough = (along, across)
            way = (0.0, 0.0)
        case Surface(normal) | Middle(normal):
            way = (frame.medial_sign * normal.u, normal.v)
            rough = (along * way[0] - across * way[1], along * way[1] + across * way[0])
    click = ImagePoint(truth.x + rough[0] / film.column_mm, truth.y + rough[1] / film.row_mm)
    start = time.perf_counter()
    found = find_edge(asked, landmark_id, frame, click, REACH_MM)
    took = time.perf_counter() - start
    if found is None:
        return Try(landmark_id, None, took)
    if isinstance(edge, Round):
        circle = circle_through([(p.x * film.column_mm, p.y * film.row_mm) for p in found])
        return Try(landmark_id, hypot(circle.x - truth.x * film.column_mm, circle.y - truth.y * film.row_mm), took)
    dx, dy = (found[0].x - truth.x) * film.column_mm, (found[0].y - truth.y) * film.row_mm
    return Try(landmark_id, abs(dx * way[0] + dy * way[1]), took)


def shares(made: Sequence[Try]) -> tuple[float, float, float, float]:
    """Return the median and 95th percentile of the error in mm, and the shares not found and wrong."""
    off = np.array([each.off_mm for each in made if each.off_mm is not None])
    not_found = 1 - len(off) / len(made)
    if not len(off):
        return float("nan"), float("nan"), 1.0, 0.0
    wrong = float((off > WRONG_MM).sum()) / len(made)
    return float(np.median(off)), float(np.quantile(off, 0.95)), not_found, wrong


_GROUPS: Final = {
    "femoral head": (LandmarkId.HIP_CENTER,),
    "knee joint line": (
        LandmarkId.FEMORAL_CONDYLE_LATERAL,
        LandmarkId.FEMORAL_CONDYLE_MEDIAL,
        LandmarkId.TIBIAL_PLATEAU_LATERAL,
        LandmarkId.TIBIAL_PLATEAU_MEDIAL,
    ),
    "plafond": (LandmarkId.TIBIAL_PLAFOND_LATERAL, LandmarkId.TIBIAL_PLAFOND_MEDIAL),
    _SHAFTS: tuple(i for i, edge in EDGES.items() if isinstance(edge, Middle)),
}
"""The rows of the table; the landmarks that are in none make the last one."""


def table(made_of: Callable[[str], Sequence[Try]]) -> str:
    """Return the table in Markdown of what came of the clicks on films made worse in each way."""
    grouped = {i for group in _GROUPS.values() for i in group}
    groups = {**_GROUPS, "other edges": tuple(i for i in EDGES if i not in grouped)}
    lines = [
        "| film | landmark | clicks | median mm | 95 % mm | not found | wrong (> 2 mm) | ms |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for way in WAYS:
        made = made_of(way)
        for name, ids in groups.items():
            own = [each for each in made if each.landmark in ids]
            if not own:
                continue
            median, most, lost, wrong = shares(own)
            took = 1000 * float(np.median([each.seconds for each in own]))
            lines.append(
                f"| {way} | {name} | {len(own)} | {median:.2f} | {most:.2f} | {lost:.1%} | {wrong:.1%} | {took:.1f} |"
            )
    return "\n".join(lines)


_FILMS: Final = (DEMO, CHILD, *SELF_TEST_FILMS)

if __name__ == "__main__":
    sys.stdout.write("Rough clicks\n\n" + table(lambda way: list(tries(_FILMS, way, 4))) + "\n")
    beside = table(lambda way: list(tries_at_shafts(_FILMS, way, 1.0)))
    sys.stdout.write(f"\nClicks across a shaft, up to {_BESIDE_MM:.0f} mm to either side\n\n{beside}\n")
    sys.stdout.write(f"\nOther edges: {', '.join(landmark(i).name.lower() for i in EDGES)} less those above.\n")
