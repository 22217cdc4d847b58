"""The marks of drawings: lines, points, captions, and what is lit."""

from __future__ import annotations

import pytest

from kneeview.case.calibration_record import CalibrationRecord
from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.domain.calibration import SpacingCalibration
from kneeview.domain.drawing.shapes import FORMS, Drawing, DrawingKind
from kneeview.domain.geometry import ImagePoint
from kneeview.scene.build import SceneOptions, build_scene
from kneeview.scene.primitives import (
    ArrowMark,
    CaptionMark,
    CrossMark,
    CurveMark,
    LineMark,
    Mark,
    OutlineMark,
    Role,
)

D = DrawingKind
PLACES = ((100.0, 100.0), (300.0, 150.0), (320.0, 400.0), (150.0, 420.0))
SCALED = CalibrationRecord(SpacingCalibration(1.0, 1.0))


def case_with(kind: DrawingKind, *places: tuple[float, float], name: str = "", scaled: bool = True) -> Case:
    case = Case(ImageReference("film", rows=1000, columns=800))
    if scaled:
        case = case.with_calibration(SCALED.calibration, "", "")
    points = tuple(ImagePoint(*place) for place in places or PLACES[: FORMS[kind].fewest])
    return case.with_drawing(Drawing(1, kind, points, name))


Drawn = LineMark | OutlineMark | CurveMark | ArrowMark | CrossMark | CaptionMark


def marks(case: Case, options: SceneOptions | None = None) -> list[Drawn]:
    roles = (Role.DRAWING, Role.DRAWING_GUIDE, Role.SELECTED, Role.RIM)
    return [mark for mark in build_scene(case, (), options) if isinstance(mark, Drawn) and mark.role in roles]


def caption(case: Case, options: SceneOptions | None = None) -> CaptionMark | None:
    found = [mark for mark in marks(case, options) if isinstance(mark, CaptionMark)]
    assert len(found) < 2
    return found[0] if found else None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (D.LENGTH, {LineMark}),
        (D.POLYLINE, {LineMark}),
        (D.ANGLE, {CurveMark}),
        (D.COBB_ANGLE, {LineMark}),
        (D.CIRCLE, {OutlineMark}),
        (D.ELLIPSE, {OutlineMark, LineMark}),
        (D.LEVEL, {LineMark, CurveMark}),
        (D.VERTICAL, {LineMark}),
        (D.TEXT, set()),
        (D.ARROW, {ArrowMark}),
    ],
)
def test_every_kind_has_its_marks(kind: DrawingKind, expected: set[type[Mark]]) -> None:
    assert {type(mark) for mark in marks(case_with(kind)) if not isinstance(mark, CaptionMark)} == expected


@pytest.mark.parametrize(
    ("kind", "places", "text"),
    [
        (D.LENGTH, ((0, 0), (30, 40)), "1 · 50.0 mm"),
        (D.LEVEL, ((100, 56), (300, 50)), "1 · right end 6.0 mm lower, 1.7°"),
        (D.ELLIPSE, ((0, 0), (60, 0), (45, 10)), "1 · 60.0 mm × 20.0 mm"),
        (D.VERTICAL, ((100, 50), (80, 900)), "1 · 20.0 mm to the patient's right"),
        (D.LENGTH, ((0, 0), (0, 0)), "1 · not defined: its ends coincide"),
    ],
)
def test_the_caption_says_number_and_reading(
    kind: DrawingKind, places: tuple[tuple[float, float], ...], text: str
) -> None:
    found = caption(case_with(kind, *places))
    assert found is not None
    assert (found.text, found.drawing) == (text, 1)


def test_a_name_stands_in_the_place_of_the_number() -> None:
    found = caption(case_with(D.LENGTH, (0, 0), (30, 40), name="scar"))
    assert found is not None
    assert found.text == "scar · 50.0 mm"


def test_without_a_scale_the_caption_says_so() -> None:
    found = caption(case_with(D.LENGTH, (0, 0), (30, 40), scaled=False))
    assert found is not None
    assert found.text == "1 · needs a scale"


def test_arrows_and_verticals_without_a_name_have_no_caption() -> None:
    assert caption(case_with(D.ARROW)) is None
    assert caption(case_with(D.VERTICAL)) is None
    named = caption(case_with(D.ARROW, name="notch"))
    assert named is not None
    assert (named.text, named.at, named.offset) == ("notch", ImagePoint(100, 100), (-10.0, 0.0))


def test_a_text_stands_on_its_point() -> None:
    found = caption(case_with(D.TEXT, (50, 60), name="old scar"))
    assert found is not None
    assert (found.text, found.at, found.offset) == ("old scar", ImagePoint(50, 60), (0.0, 0.0))


@pytest.mark.parametrize(
    ("kind", "places", "at", "offset"),
    [
        (D.LENGTH, ((0, 0), (100, 4)), (50, 2), (0.0, -10.0)),
        (D.LENGTH, ((0, 0), (4, 100)), (2, 50), (10.0, 0.0)),
        (D.LENGTH, ((0, 0), (100, 20)), (50, 10), (10.0, -10.0)),
        (D.LENGTH, ((100, 20), (0, 0)), (50, 10), (10.0, -10.0)),
        (D.LENGTH, ((5, 5), (5, 5)), (5, 5), (10.0, 0.0)),
        (D.COBB_ANGLE, ((0, 0), (100, 0), (0, 90), (100, 70)), (50, 80), (10.0, 10.0)),
        (D.ANGLE, ((0, 100), (100, 0), (200, 100)), (100, 0), (0.0, -10.0)),
        (D.ANGLE, ((100, 0), (0, 100), (100, 200)), (0, 100), (-10.0, 0.0)),
        (D.ANGLE, ((100, 0), (200, 100), (100, 200)), (200, 100), (10.0, 0.0)),
        (D.ANGLE, ((0, 0), (100, 90), (200, 0)), (100, 90), (0.0, 10.0)),
        (D.CIRCLE, ((100, 100), (150, 100)), (150, 100), (10.0, 0.0)),
        (D.VERTICAL, ((100, 0), (160, 400)), (160, 400), (10.0, 0.0)),
        (D.POLYLINE, ((0, 0), (100, 20), (50, 50)), (50, 50), (10.0, 0.0)),
    ],
)
def test_captions_stand_beside_the_lines(
    kind: DrawingKind,
    places: tuple[tuple[float, float], ...],
    at: tuple[float, float],
    offset: tuple[float, float],
) -> None:
    found = caption(case_with(kind, *places))
    assert found is not None
    assert (found.at, found.offset) == (ImagePoint(*at), offset)


def test_a_caption_that_was_moved_stays_where_it_was_put() -> None:
    case = case_with(D.LENGTH)
    moved = Drawing(1, D.LENGTH, case.drawings[0].points, caption_at=ImagePoint(500, 500))
    found = caption(case.with_drawing(moved))
    assert found is not None
    assert (found.at, found.offset) == (ImagePoint(500, 500), (0.0, 0.0))


def test_the_selected_one_is_lit_with_its_points_and_keeps_its_caption() -> None:
    case = case_with(D.LENGTH).with_drawing(Drawing(2, D.LENGTH, (ImagePoint(5, 5), ImagePoint(9, 90))))
    shown = marks(case, SceneOptions(drawing_selected=1, captions=False))
    assert [type(mark) for mark in shown if mark.role is Role.SELECTED] == [LineMark, CaptionMark]
    assert [mark.at for mark in shown if isinstance(mark, CrossMark)] == list(case.drawings[0].points)
    assert [mark.drawing for mark in shown if isinstance(mark, CaptionMark)] == [1]
    hovered = marks(case, SceneOptions(drawing_hovered=2, points=False))
    assert [type(mark) for mark in hovered if mark.role is Role.SELECTED] == [LineMark, CaptionMark]
    assert not any(isinstance(mark, CrossMark) for mark in hovered)


def test_drawings_can_be_left_out() -> None:
    assert not marks(case_with(D.LENGTH), SceneOptions(drawings=False))


def test_what_is_being_drawn_shows_what_there_is() -> None:
    shown = marks(case_with(D.COBB_ANGLE, *PLACES[:3]))
    assert [type(mark) for mark in shown] == [LineMark]
    assert marks(case_with(D.LENGTH, PLACES[0])) == []
