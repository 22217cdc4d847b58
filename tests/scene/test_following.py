"""One scene after another: each is what it would be alone, and what stayed is not made again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from kneeview.case.calibration_record import CalibrationRecord
from kneeview.case.case import Case
from kneeview.case.placements import NOT_VISIBLE, CircleMark, Found, PointMark
from kneeview.case.scale_marks import ScalePiece
from kneeview.domain.calibration import HeightCalibration, RulerCalibration, RulerSegment, SphereCalibration
from kneeview.domain.caption import PlacedCaption
from kneeview.domain.drawing.shapes import Drawing, DrawingKind
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Facing, Side, View
from kneeview.domain.plumb import PlumbLine
from kneeview.domain.sides import LegsShown
from kneeview.scene.build import SceneBuilder, SceneOptions, build_scene
from kneeview.scene.primitives import CrossMark, LineMark, OutlineMark
from tests.reports.cases import measured

Moment = tuple[Case, SceneOptions]
Change = Callable[[Case, SceneOptions], Moment]

HIP: Final = Side.RIGHT, L.HIP_CENTER
KNEE: Final = Side.LEFT, L.KNEE_CENTER
RIM: Final = (ImagePoint(300, 300), ImagePoint(340, 300), ImagePoint(320, 280))
RULER: Final = RulerCalibration((RulerSegment(ImagePoint(100, 100), ImagePoint(100, 500), 100.0),))


def moved(case: Case, key: tuple[Side, L], dx: float, dy: float) -> Case:
    mark = case.placement(*key)
    return case.with_placement(*key, mark.moved(dx, dy)) if isinstance(mark, (PointMark, CircleMark)) else case


def begun() -> Case:
    """Return a case with marks of every kind."""
    case = measured().with_drawing(Drawing(1, DrawingKind.ANGLE, RIM))
    plumb = PlumbLine(ImagePoint(50, 50), ImagePoint(50, 900))
    return replace(case, plumb=plumb, calibration=CalibrationRecord(SphereCalibration(RIM, 30.0)))


CHANGES: Final[dict[str, Change]] = {
    "hip moved": lambda case, now: (moved(case, HIP, 9.0, -4.0), now),
    "knee moved": lambda case, now: (moved(case, KNEE, -3.0, 8.0), now),
    "hip suggested": lambda case, now: (case.with_placement(*HIP, CircleMark(RIM, Found.SUGGESTED)), now),
    "knee suggested": lambda case, now: (case.with_placement(*KNEE, PointMark(RIM[0], Found.SUGGESTED)), now),
    "knee not visible": lambda case, now: (case.with_placement(*KNEE, NOT_VISIBLE), now),
    "hip cleared": lambda case, now: (case.without_placement(*HIP), now),
    "leg cleared": lambda case, now: (replace(case, limbs={**case.limbs, Side.LEFT: {}}), now),
    "all cleared": lambda case, now: (replace(case, limbs={side: {} for side in Side}), now),
    "short protocol": lambda case, now: (replace(case, protocol_id="quick_axis"), now),
    "long protocol": lambda case, now: (replace(case, protocol_id="full_alignment"), now),
    "seen from behind": lambda case, now: (replace(case, view=View(Facing.POSTERIOR)), now),
    "mirrored": lambda case, now: (replace(case, view=View(mirrored=True)), now),
    "one leg": lambda case, now: (replace(case, legs=LegsShown.RIGHT, limbs={**case.limbs, Side.LEFT: {}}), now),
    "photo": lambda case, now: (replace(case, kind=Kind.PHOTO), now),
    "larger picture": lambda case, now: (replace(case, image=replace(case.image, columns=5000)), now),
    "ruler": lambda case, now: (replace(case, calibration=CalibrationRecord(RULER)), now),
    "height": lambda case, now: (
        replace(case, calibration=CalibrationRecord(HeightCalibration(ImagePoint(9, 9), ImagePoint(9, 900), 500.0))),
        now,
    ),
    "compared": lambda case, now: (
        replace(case, comparisons=(CalibrationRecord(SphereCalibration(RIM, 25.0)),)),
        now,
    ),
    "plumb": lambda case, now: (replace(case, plumb=PlumbLine(ImagePoint(50, 50), ImagePoint(60, 900))), now),
    "drawn": lambda case, now: (
        case.with_drawing(Drawing(1, DrawingKind.LENGTH, (ImagePoint(200, 200), ImagePoint(300, 250)))),
        now,
    ),
    "drawn elsewhere": lambda case, now: (
        case.with_drawing(Drawing(1, DrawingKind.LENGTH, (ImagePoint(230, 200), ImagePoint(310, 250)), "name")),
        now,
    ),
    "caption put": lambda case, now: (case.with_caption(PlacedCaption("hka", Side.RIGHT, 80.0, 9.0)), now),
    "selected": lambda case, now: (case, replace(now, selected=HIP)),
    "hovered": lambda case, now: (case, replace(now, hovered=KNEE)),
    "highlighted": lambda case, now: (case, replace(now, highlighted="mldfa")),
    "dragging": lambda case, now: (case, replace(now, captions=not now.captions)),
    "without points": lambda case, now: (case, replace(now, points=not now.points)),
    "without scale": lambda case, now: (case, replace(now, calibration=not now.calibration)),
    "without drawings": lambda case, now: (case, replace(now, drawings=not now.drawings)),
    "pending": lambda case, now: (case, replace(now, pending=(*now.pending, ImagePoint(5.0, len(now.pending) ** 2)))),
    "pending line": lambda case, now: (case, replace(now, pending_is_line=not now.pending_is_line)),
    "drawing selected": lambda case, now: (case, replace(now, drawing_selected=1)),
    "drawing hovered": lambda case, now: (case, replace(now, drawing_hovered=1)),
    "scale lit": lambda case, now: (case, replace(now, scale_lit=not now.scale_lit)),
    "piece": lambda case, now: (case, replace(now, scale_piece=ScalePiece())),
    "plumb piece": lambda case, now: (case, replace(now, scale_piece=ScalePiece(plumb=True))),
    "back": lambda _case, _now: (measured(), SceneOptions()),
}
"""Everything that a scene depends on, changed."""


@given(st.lists(st.sampled_from(sorted(CHANGES)), max_size=8))
@settings(max_examples=60)
def test_a_scene_after_others_is_what_it_is_alone(names: list[str]) -> None:
    builder, case, options = SceneBuilder(), begun(), SceneOptions()
    builder.build(case, case.readings(), options)
    for name in names:
        case, options = CHANGES[name](case, options)
        readings = case.readings()
        assert builder.build(case, readings, options) == build_scene(case, readings, options), name


def test_every_change_is_seen_right_after_the_first_scene() -> None:
    for name, change in CHANGES.items():
        start, builder = begun(), SceneBuilder()
        builder.build(start, start.readings())
        case, options = change(start, SceneOptions())
        assert builder.build(case, case.readings(), options) == build_scene(case, case.readings(), options), name


def test_while_a_hip_is_dragged_the_marks_of_the_other_leg_are_the_very_same() -> None:
    case, builder = measured(), SceneBuilder()
    before = builder.build(case, case.readings())
    other = moved(case, HIP, 9.0, -4.0)
    now = {id(mark) for mark in builder.build(other, other.readings())}
    marks = [mark for mark in before if isinstance(mark, (LineMark, OutlineMark, CrossMark)) and mark.side is Side.LEFT]
    assert marks
    assert all(id(mark) in now for mark in marks)
