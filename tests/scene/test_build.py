"""What is drawn: every mark from the case, in the place of its points, in the order from bottom to top."""

from __future__ import annotations

from dataclasses import replace
from math import cos, pi, sin

import pytest

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.case.placements import NOT_VISIBLE, CircleMark, PointMark, circle_on_film
from kneeview.domain.calibration import (
    Calibration,
    HeightCalibration,
    RectangleCalibration,
    RulerCalibration,
    RulerSegment,
    SpacingCalibration,
    SphereCalibration,
)
from kneeview.domain.geometry import ImagePoint, PlanePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side, View
from kneeview.domain.scale import Scale, ScaleState
from kneeview.scene.build import SceneOptions, build_scene, circle_outline
from kneeview.scene.palette import SIDE_COLOURS, SIDE_INKS
from kneeview.scene.primitives import CaptionMark, CrossMark, LineMark, OutlineMark, Role, SideLetterMark
from kneeview.scene.theme import style
from tests.hand import Hand

OBLONG = Scale(ScaleState.CALIBRATED, "header", "oblong", row_mm=0.4, column_mm=0.2, aspect=2.0, relative_sd=0.02)


def measured(scale: Scale = OBLONG) -> Case:
    return Hand(scale).quick_axis().case


def scene_of(case: Case, options: SceneOptions | None = None) -> tuple[object, ...]:
    return build_scene(case, case.readings(), options)


def test_lines_run_between_the_placed_points() -> None:
    case = measured()
    lines = {(m.role, m.side): m for m in scene_of(case) if isinstance(m, LineMark)}
    weight = lines[Role.WEIGHT_BEARING, Side.RIGHT]
    ankle = case.placement(Side.RIGHT, L.ANKLE_CENTER)
    assert isinstance(ankle, PointMark)
    assert weight.end.distance(ankle.point) < 1e-9
    assert (Role.MECHANICAL_AXIS, Side.LEFT) in lines
    assert (Role.DEVIATION, Side.RIGHT) in lines


def test_the_deviation_ends_on_the_weight_bearing_line_at_a_right_angle_in_millimetres() -> None:
    lines = [m for m in scene_of(measured()) if isinstance(m, LineMark) and m.side is Side.RIGHT]
    weight = next(m for m in lines if m.role is Role.WEIGHT_BEARING)
    deviation = next(m for m in lines if m.role is Role.DEVIATION)

    def mm(a: ImagePoint, b: ImagePoint) -> tuple[float, float]:
        return (b.x - a.x) * 0.2, (b.y - a.y) * 0.4

    along, across = mm(weight.start, weight.end), mm(deviation.start, deviation.end)
    assert along[0] * across[0] + along[1] * across[1] == pytest.approx(0, abs=1e-6)


def test_a_circle_on_oblong_pixels_is_drawn_as_an_ellipse_through_its_rim() -> None:
    rim = (ImagePoint(400, 400), ImagePoint(480, 440), ImagePoint(560, 400))
    outline = circle_outline(rim, OBLONG)
    width = max(p.x for p in outline) - min(p.x for p in outline)
    height = max(p.y for p in outline) - min(p.y for p in outline)
    assert width / height == pytest.approx(2.0, rel=1e-3)
    assert min(p.distance(rim[1]) for p in outline) < 5


@pytest.mark.parametrize("roll_deg", [0.0, 7.0])
def test_each_corner_of_a_circle_is_where_the_scale_puts_it(roll_deg: float) -> None:
    scale = replace(OBLONG, roll_deg=roll_deg)
    rim = (ImagePoint(400, 400), ImagePoint(480, 440), ImagePoint(560, 400))
    circle = circle_on_film(CircleMark(rim), scale)
    assert circle is not None
    for k, corner in enumerate(circle_outline(rim, scale)):
        turn = 2 * pi * k / 96
        place = PlanePoint(circle.x + circle.radius * cos(turn), circle.y + circle.radius * sin(turn))
        assert corner.distance(scale.to_image(place)) < 1e-9


def test_a_rim_on_a_line_draws_no_circle() -> None:
    assert circle_outline((ImagePoint(0, 0), ImagePoint(1, 0), ImagePoint(2, 0))) == ()


def test_without_a_scale_the_axes_are_drawn_and_no_deviation() -> None:
    case = replace(measured(), header_scale=Case(ImageReference("x")).header_scale)
    roles = {m.role for m in scene_of(case) if isinstance(m, LineMark)}
    assert Role.MECHANICAL_AXIS in roles
    assert Role.DEVIATION not in roles
    captions = [m.text for m in scene_of(case) if isinstance(m, CaptionMark)]
    assert captions
    assert not any("mm" in text for text in captions)


def test_absent_landmarks_are_not_drawn() -> None:
    case = measured().with_placement(Side.RIGHT, L.KNEE_CENTER, NOT_VISIBLE)
    drawn = {m.landmark for m in scene_of(case) if isinstance(m, CrossMark)}
    assert (Side.RIGHT, L.KNEE_CENTER) not in drawn
    assert (Side.LEFT, L.KNEE_CENTER) in drawn


def test_the_selected_landmark_is_lit_and_shows_its_rim() -> None:
    case = measured()
    key = (Side.RIGHT, L.HIP_CENTER)
    plain = scene_of(case)
    lit = scene_of(case, SceneOptions(selected=key))
    assert not any(isinstance(m, CrossMark) and m.role is Role.RIM for m in plain)
    assert sum(isinstance(m, CrossMark) and m.role is Role.RIM for m in lit) == 3
    assert any(isinstance(m, CrossMark) and m.landmark == key and m.lit and m.role is Role.SELECTED for m in lit)
    hovered = scene_of(case, SceneOptions(hovered=key))
    assert any(isinstance(m, CrossMark) and m.landmark == key and m.lit for m in hovered)


def test_captions_say_the_direction_below_the_number() -> None:
    told = {m.text for m in scene_of(measured()) if isinstance(m, CaptionMark) and m.reading is not None}
    assert told
    for text in told:
        name, _, direction = text.partition("\n")
        assert name.split(" ")[0] in ("HKA", "MAD")
        assert any(word in direction for word in ("varus", "valgus", "medial", "lateral", "straight", "through"))
        assert "(" not in direction


def test_captions_and_points_can_be_left_out() -> None:
    bare = scene_of(measured(), SceneOptions(captions=False, points=False))
    assert not any(isinstance(m, (CaptionMark, CrossMark)) for m in bare)


@pytest.mark.parametrize(("view", "right_edge"), [(View(), Side.LEFT), (View(mirrored=True), Side.RIGHT)])
def test_the_letters_stand_where_the_patients_sides_are(view: View, right_edge: Side) -> None:
    letters = [m for m in scene_of(replace(measured(), view=view)) if isinstance(m, SideLetterMark)]
    assert {m.side for m in letters} == set(Side)
    assert next(m for m in letters if m.at_right_edge).side is right_edge


def test_a_case_without_a_picture_has_no_letters() -> None:
    assert scene_of(Case(ImageReference(""))) == ()


def test_the_gap_between_the_ankles_is_drawn_from_leg_to_leg() -> None:
    case = measured()
    for side, x in ((Side.RIGHT, 600.0), (Side.LEFT, 800.0)):
        case = case.with_placement(side, L.MEDIAL_MALLEOLUS, PointMark(ImagePoint(x, 2700.0)))
    case = replace(case, posture=replace(case.posture, knees_touching=True))
    gap = next(m for m in scene_of(case) if isinstance(m, LineMark) and m.role is Role.DISTANCE)
    assert (gap.start.x, gap.end.x) == pytest.approx((600.0, 800.0))
    caption = next(m for m in scene_of(case) if isinstance(m, CaptionMark) and m.text.startswith("IMD"))
    assert caption.text == "IMD 40.0 mm"
    assert caption.at.x == pytest.approx(700.0)


CORNERS = (ImagePoint(0, 0), ImagePoint(100, 0), ImagePoint(100, 100), ImagePoint(0, 100))


@pytest.mark.parametrize(
    ("calibration", "kinds"),
    [
        (RulerCalibration((RulerSegment(ImagePoint(0, 0), ImagePoint(0, 450), 300.0),)), {LineMark, CaptionMark}),
        (SphereCalibration((ImagePoint(0, 4), ImagePoint(8, 4), ImagePoint(4, 0)), 25.4), {OutlineMark, CaptionMark}),
        (HeightCalibration(ImagePoint(0, 0), ImagePoint(0, 900), 1800.0), {LineMark, CaptionMark}),
        (RectangleCalibration(CORNERS, 100.0, 100.0), {OutlineMark}),
    ],
)
def test_the_mark_of_the_scale_is_drawn(calibration: Calibration, kinds: set[type]) -> None:
    case = Case(ImageReference("x", rows=10, columns=10), Kind.PHOTO).with_calibration(calibration, "", "")
    marks = [m for m in scene_of(case) if getattr(m, "role", None) is Role.CALIBRATION]
    assert {type(m) for m in marks} == kinds
    assert not [
        m for m in scene_of(case, SceneOptions(calibration=False)) if getattr(m, "role", None) is Role.CALIBRATION
    ]


def test_a_scale_that_is_not_in_use_is_drawn_faintly() -> None:
    ruler = RulerCalibration((RulerSegment(ImagePoint(0, 0), ImagePoint(0, 450), 300.0),))
    case = Case(ImageReference("x", rows=10, columns=10)).with_calibration(ruler, "", "")
    beside = case.with_calibration(SpacingCalibration(0.2, 0.2), "", "")
    roles = {getattr(mark, "role", None) for mark in scene_of(beside)}
    assert Role.COMPARISON in roles
    assert Role.CALIBRATION not in roles


def test_pending_points_are_drawn_as_what_they_will_be() -> None:
    case = measured()
    two = (ImagePoint(1, 1), ImagePoint(9, 9))
    three = (*two, ImagePoint(9, 1))
    line = scene_of(case, SceneOptions(pending=two, pending_is_line=True))
    assert any(isinstance(m, LineMark) and m.role is Role.PENDING for m in line)
    circle = scene_of(case, SceneOptions(pending=three))
    assert any(isinstance(m, OutlineMark) and m.role is Role.PENDING for m in circle)
    straight = scene_of(case, SceneOptions(pending=(ImagePoint(0, 0), ImagePoint(1, 1), ImagePoint(2, 2))))
    assert not any(isinstance(m, OutlineMark) and m.role is Role.PENDING for m in straight)
    assert sum(isinstance(m, CrossMark) and m.role is Role.PENDING for m in circle) == 3


def test_a_circle_that_is_no_circle_any_more_draws_nothing_wrong() -> None:
    line = CircleMark((ImagePoint(0, 0), ImagePoint(1, 0), ImagePoint(2, 0)))
    case = measured().with_placement(Side.RIGHT, L.HIP_CENTER, line)
    assert not any(isinstance(m, OutlineMark) and m.side is Side.RIGHT for m in scene_of(case))


def test_each_leg_has_its_colour_and_each_kind_its_dash() -> None:
    assert style(Role.MECHANICAL_AXIS, Side.RIGHT).colour == SIDE_COLOURS[Side.RIGHT]
    assert style(Role.MECHANICAL_AXIS, Side.LEFT).colour == SIDE_COLOURS[Side.LEFT]
    assert style(Role.DEVIATION, Side.RIGHT) == style(Role.DEVIATION, Side.LEFT)
    dashes = {
        style(role, Side.RIGHT).dash for role in (Role.MECHANICAL_AXIS, Role.WEIGHT_BEARING, Role.ANATOMICAL_AXIS)
    }
    assert len(dashes) == 3
    assert set(SIDE_INKS) == set(Side)
    assert all(style(role, None).width > 0 for role in Role)


def test_the_lines_of_the_skin_stand_on_photos_and_not_on_films() -> None:
    case = measured()
    for landmark, y in ((L.ASIS, 100.0), (L.PATELLA_CENTER, 1500.0)):
        case = case.with_placement(Side.RIGHT, landmark, PointMark(ImagePoint(380.0, y)))

    def drawn(kind: Kind) -> bool:
        marks = scene_of(replace(case, kind=kind))
        return any(isinstance(m, LineMark) and m.role is Role.ANATOMICAL_AXIS for m in marks)

    assert drawn(Kind.PHOTO)
    assert not drawn(Kind.RADIOGRAPH)
