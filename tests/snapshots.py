"""Pictures of the scene at a pinned size: `python -m tests.snapshots` draws them anew, to be looked at before a commit.

Words are left out, since fonts differ between systems; where captions may stand is a law in the painter's tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from kneeview.case.case import Case
from kneeview.case.demo import measured_film
from kneeview.domain.drawing.shapes import Drawing, DrawingKind
from kneeview.domain.geometry import ImagePoint
from kneeview.imaging.phantom import CHILD, DEMO, Film
from kneeview.imaging.radiograph import Radiograph
from kneeview.reports.painter import paint_scene
from kneeview.scene.build import build_scene
from kneeview.scene.primitives import CaptionMark, SideLetterMark

FOLDER: Final = Path(__file__).parent / "data" / "snapshots"

HEIGHT: Final = 600
"""Pixels from the top of the film to its foot."""

_GROUND: Final = QColor("#606060")


def _case(film: Film) -> Case:
    image = Radiograph("film", np.full((film.rows, film.columns), 700, np.uint16), bits_stored=12)
    return measured_film(film, image)


def _drawn_on(film: Film) -> Case:
    """Return the film with one drawing of each kind of stroke."""
    case, step = _case(film), film.rows / 8
    for k, (kind, count) in enumerate(
        ((DrawingKind.LENGTH, 2), (DrawingKind.ANGLE, 3), (DrawingKind.CIRCLE, 2), (DrawingKind.ARROW, 2))
    ):
        corners = (
            ImagePoint(200, step * (k + 1)),
            ImagePoint(500, step * (k + 1) + 90),
            ImagePoint(700, step * (k + 1)),
        )
        case = case.with_drawing(Drawing(k + 1, kind, corners[:count]))
    return case


CASES: Final[Mapping[str, Case]] = MappingProxyType(
    {"adult": _case(DEMO), "child": _case(CHILD), "drawings": _drawn_on(DEMO)}
)


def snapshot(case: Case) -> QImage:
    """Return the scene of a case without its words, on plain grey."""
    zoom = HEIGHT / case.image.rows
    picture = QImage(round(case.image.columns * zoom), HEIGHT, QImage.Format.Format_RGB32)
    picture.fill(_GROUND)
    scene = build_scene(case, case.readings())
    painter = QPainter(picture)
    strokes = tuple(mark for mark in scene if not isinstance(mark, (CaptionMark, SideLetterMark)))
    paint_scene(painter, strokes, QTransform.fromScale(zoom, zoom), 1.0)
    painter.end()
    return picture


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, case in CASES.items():
        snapshot(case).save(str(FOLDER / f"{name}.png"))
