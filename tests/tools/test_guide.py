"""What the view is asked to show: where a landmark is, or is likely to be, in pixels of the image."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.case.placements import NOT_VISIBLE, CircleMark, PointMark
from kneeview.domain.calibration import RectangleCalibration
from kneeview.domain.geometry import DegenerateError, ImagePoint, PlanePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.scale import NO_SCALE, Scale
from kneeview.imaging.phantom import DEMO, head_rims, landmark_points
from kneeview.tools.guide import sight_of, stand_of, typical_mm

R, LEFT = Side.RIGHT, Side.LEFT
KNEE, HIP = (R, L.KNEE_CENTER), (R, L.HIP_CENTER)


def film() -> Case:
    return Case(ImageReference("film", rows=DEMO.rows, columns=DEMO.columns))


def test_on_an_empty_film_the_hip_is_shown_where_films_have_it() -> None:
    for side in SIDES:
        sight = sight_of(film(), (side, L.HIP_CENTER))
        assert sight is not None
        assert sight.at.distance(landmark_points(DEMO)[side][L.HIP_CENTER]) < sight.radius


def test_a_placed_landmark_is_shown_with_its_joint_and_a_head_with_its_rim() -> None:
    rim = head_rims(DEMO)[R]
    case = film().with_placement(*HIP, CircleMark(rim)).with_placement(*KNEE, PointMark(ImagePoint(500.0, 2000.0)))
    knee, hip = sight_of(case, KNEE), sight_of(case, HIP)
    assert knee is not None
    assert hip is not None
    assert knee.at == ImagePoint(500.0, 2000.0)
    assert hip.radius == pytest.approx(2.4 * hip.at.distance(rim[0]), rel=1e-6)
    assert knee.radius == pytest.approx(52 * (typical_mm(case) or 0), rel=1e-6)


def test_what_is_not_visible_is_looked_for_all_the_same() -> None:
    case = film().with_placement(*KNEE, NOT_VISIBLE)
    assert sight_of(case, KNEE) == sight_of(film(), KNEE)


def test_a_short_picture_of_unknown_size_shows_only_what_is_placed() -> None:
    case = Case(ImageReference("knee", rows=800, columns=800))
    assert sight_of(case, KNEE) is None
    assert typical_mm(case) is None
    placed = case.with_placement(*KNEE, PointMark(ImagePoint(10.0, 20.0)))
    sight = sight_of(placed, KNEE)
    assert sight is not None
    assert sight.radius == pytest.approx(100.0)


def test_a_place_beyond_the_picture_is_looked_for_at_its_edge() -> None:
    case = film().with_placement(*KNEE, PointMark(ImagePoint(500.0, 300.0)))
    sight = sight_of(case, HIP)
    assert sight is not None
    assert sight.at.y == 0.0


def test_without_the_size_of_the_picture_nothing_is_shown() -> None:
    case = Case(ImageReference("film"))
    assert stand_of(case) is None
    assert sight_of(case, KNEE) is None
    assert typical_mm(case) is None


def test_where_the_plane_has_no_place_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    case = film()

    def nowhere(_: Scale, __: PlanePoint) -> ImagePoint:
        raise DegenerateError("beyond the horizon")

    def endless(_: Scale, __: PlanePoint) -> ImagePoint:
        return ImagePoint(float("inf"), 0.0)

    monkeypatch.setattr(Scale, "to_image", nowhere)
    assert sight_of(case, HIP) is None
    monkeypatch.setattr(Scale, "to_image", endless)
    assert sight_of(case, HIP) is None


def test_a_picture_with_its_corner_on_the_horizon_is_not_guessed_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(_: Scale, __: ImagePoint) -> PlanePoint:
        raise DegenerateError("on the horizon")

    monkeypatch.setattr(Scale, "to_plane", nowhere)
    assert stand_of(film()) is None


def test_a_rectified_photo_is_looked_at_in_its_own_plane() -> None:
    corners = (ImagePoint(300, 300), ImagePoint(700, 310), ImagePoint(720, 900), ImagePoint(290, 880))
    photo = replace(Case(ImageReference("p", rows=2000, columns=1000)), kind=Kind.PHOTO, header_scale=NO_SCALE)
    case = photo.with_calibration(RectangleCalibration(corners, 400.0, 600.0), "", "")
    case = case.with_placement(R, L.KNEE_CENTER, PointMark(ImagePoint(400, 1200)))
    case = case.with_placement(R, L.ASIS, PointMark(ImagePoint(420, 500)))
    sight = sight_of(case, (R, L.ANKLE_CENTER))
    assert sight is not None
    assert 300 < sight.at.x < 500
    assert sight.at.y > 1500
