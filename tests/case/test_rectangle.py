"""A rectangle on a photo: what it says of legs beside it, and of how sure that is."""

from __future__ import annotations

from dataclasses import replace
from statistics import stdev

import numpy as np
import pytest

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.case.placements import PointMark
from kneeview.domain.calibration import RectangleCalibration, scale_from
from kneeview.domain.calibration.rectangle import CORNER_SD_PX
from kneeview.domain.drawing.shapes import Drawing, DrawingKind
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.measurement import Value
from kneeview.domain.scale import ScaleState

EMPTY = Case(ImageReference("photo.jpg"))

Corners = tuple[tuple[float, float], ...]

LARGE: Corners = ((100, 100), (1100, 100), (1100, 1900), (100, 1900))
"""1 m x 1.8 m around the legs, seen at one millimetre a pixel."""

SHEET: Corners = ((1000, 1500), (1210, 1500), (1210, 1797), (1000, 1797))
"""A sheet of paper, 210 x 297 mm, beside the right foot."""

LEGS = {
    Side.RIGHT: {L.ASIS: (400, 200), L.PATELLA_CENTER: (420, 1000), L.ANKLE_CENTER: (440, 1750)},
    Side.LEFT: {L.ASIS: (800, 200), L.PATELLA_CENTER: (780, 1000), L.ANKLE_CENTER: (760, 1750)},
}


def rectangle(corners: Corners, width_mm: float, height_mm: float) -> RectangleCalibration:
    a, b, c, d = (ImagePoint(*corner) for corner in corners)
    return RectangleCalibration((a, b, c, d), width_mm, height_mm)


def photo(made: RectangleCalibration) -> Case:
    case = replace(EMPTY, kind=Kind.PHOTO)
    for side, points in LEGS.items():
        for landmark, at in points.items():
            case = case.with_placement(side, landmark, PointMark(ImagePoint(*at)))
    return case.with_calibration(made, "", "")


def value_of(case: Case, measurement_id: str, side: Side | None) -> Value:
    (found,) = (r for r in case.readings() if (r.measurement.id, r.side) == (measurement_id, side))
    assert isinstance(found.outcome, Value)
    return found.outcome


def codes(case: Case) -> list[str]:
    return [notice.code for notice in case.notices()]


def scattered(corners: Corners, size: tuple[float, float], measurement_id: str) -> float:
    """Return the spread of a reading when the corners are clicked many times."""
    rng = np.random.default_rng(7)
    values = []
    for _ in range(400):
        clicked = tuple((x + rng.normal(0, CORNER_SD_PX), y + rng.normal(0, CORNER_SD_PX)) for x, y in corners)
        values.append(value_of(photo(rectangle(clicked, *size)), measurement_id, Side.RIGHT).value)
    return stdev(values)


@pytest.mark.parametrize(("corners", "size"), [(LARGE, (1000, 1800)), (SHEET, (210, 297))], ids=["large", "sheet"])
def test_the_error_of_an_angle_from_the_corners_is_that_of_many_clicks(
    corners: Corners, size: tuple[float, float]
) -> None:
    value = value_of(photo(rectangle(corners, *size)), "clinical_tfa", Side.RIGHT)
    assert value.scale_sd == pytest.approx(scattered(corners, size, "clinical_tfa"), rel=0.15)


def test_a_small_rectangle_beside_the_legs_is_far_less_sure_than_one_around_them() -> None:
    around = value_of(photo(rectangle(LARGE, 1000, 1800)), "clinical_tfa", Side.RIGHT)
    beside = value_of(photo(rectangle(SHEET, 210, 297)), "clinical_tfa", Side.RIGHT)
    assert around.scale_sd is not None
    assert beside.scale_sd is not None
    assert around.scale_sd < 0.1
    assert beside.scale_sd > 10 * around.scale_sd
    assert beside.half_width is not None
    assert beside.placement_sd is not None
    assert beside.half_width > 1.96 * beside.placement_sd


def test_legs_beyond_the_size_of_the_rectangle_are_told_with_how_far_they_lie() -> None:
    (notice,) = (n for n in photo(rectangle(SHEET, 210, 297)).notices() if n.code == "outside_rectangle")
    assert notice.text.startswith("The legs lie outside the rectangle, by up to 4.8 times its own size")
    assert notice.landmark == (Side.RIGHT, L.ASIS)
    assert "outside_rectangle" not in codes(photo(rectangle(LARGE, 1000, 1800)))
    assert "outside_rectangle" not in codes(replace(EMPTY, kind=Kind.PHOTO))


def test_a_landmark_beyond_the_horizon_is_not_told_to_lie_outside() -> None:
    # The sides meet at y = 500, as those of a road do: the hips are in the sky.
    road = rectangle(((400, 1000), (600, 1000), (700, 1500), (300, 1500)), 100, 100)
    assert all(code != "outside_rectangle" for code in codes(photo(road).without_placement(Side.RIGHT, L.ANKLE_CENTER)))


@pytest.mark.parametrize(
    ("corners", "said"),
    [
        (((100, 1500), (310, 1500), (330, 1560), (80, 1560)), "of its opposite sides one is 1.19 times as long"),
        (((100, 1500), (310, 1500), (312, 1600), (98, 1600)), "it is shortened 3.0 times in one direction"),
    ],
)
def test_a_rectangle_on_the_floor_makes_an_estimate_and_says_why(corners: Corners, said: str) -> None:
    scale = scale_from(rectangle(corners, 210, 297))
    assert scale.state is ScaleState.ESTIMATED
    assert scale.relative_sd is not None
    assert scale.relative_sd > 0.05
    (warning,) = scale.warnings
    assert said in warning
    assert [n.code for n in photo(rectangle(corners, 210, 297)).notices() if "floor" in n.text] == ["estimated"]


def test_a_drawn_length_has_the_error_of_where_it_lies() -> None:
    case = photo(rectangle(SHEET, 210, 297))
    errors = []
    for y in (1600, 200):
        drawn = case.with_drawing(Drawing(1, DrawingKind.LENGTH, (ImagePoint(1000, y), ImagePoint(1210, y))))
        outcome = drawn.drawn_readings()[0].outcome
        assert isinstance(outcome, Value)
        assert outcome.scale_sd is not None
        errors.append(outcome.scale_sd / outcome.value)
    assert errors[0] < 0.02
    assert errors[1] > 3 * errors[0]


def test_what_may_lie_beyond_the_horizon_has_no_error_that_is_known() -> None:
    # One click decides whether the hip lies in the plane at all.
    road = rectangle(((400, 1000), (600, 1000), (700, 1500), (300, 1500)), 100, 100)
    top = ImagePoint(500, 502)
    case = replace(EMPTY, kind=Kind.PHOTO).with_calibration(road, "", "")
    case = case.with_drawing(Drawing(1, DrawingKind.LENGTH, (top, ImagePoint(500, 1200))))
    case = case.with_placement(Side.RIGHT, L.ASIS, PointMark(top))
    for landmark, at in ((L.PATELLA_CENTER, ImagePoint(480, 1100)), (L.ANKLE_CENTER, ImagePoint(480, 1400))):
        case = case.with_placement(Side.RIGHT, landmark, PointMark(at))
    for outcome in (case.drawn_readings()[0].outcome, value_of(case, "clinical_tfa", Side.RIGHT)):
        assert isinstance(outcome, Value)
        assert (outcome.scale_sd, outcome.interval) == (None, None)
