"""The plumb line and the depth of a marker in the case and its file; moving marks and taking them away."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kneeview.case.calibration_record import CalibrationRecord
from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.case.notation.node import NotationError
from kneeview.case.opening import OpeningError, open_path
from kneeview.case.persistence import from_json, save_case, to_json
from kneeview.case.scale_marks import (
    ScalePiece,
    ball_on_plane,
    has_piece,
    marked_points,
    piece_name,
    with_points,
    without_piece,
)
from kneeview.domain.calibration import (
    FROM_HEADER,
    Calibration,
    CalibrationError,
    HeightCalibration,
    MagnificationCalibration,
    RectangleCalibration,
    RulerCalibration,
    RulerSegment,
    SpacingCalibration,
    SphereCalibration,
)
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.plumb import PlumbLine
from tests.case.cases import grey_picture

P = ImagePoint
EMPTY = Case(ImageReference("film", rows=3000, columns=1400))
PHOTO = replace(EMPTY, kind=Kind.PHOTO)
PLUMB = PlumbLine(P(100, 100), P(120, 900))
TWO = RulerCalibration((RulerSegment(P(0, 0), P(0, 450), 300), RulerSegment(P(50, 0), P(50, 300), 200)), 12.5)
BALL = SphereCalibration((P(100, 100), P(150, 50), P(200, 100)), 25)
HEIGHT = HeightCalibration(P(10, 10), P(10, 2000), 1700)
RECTANGLE = RectangleCalibration((P(0, 0), P(100, 0), P(100, 100), P(0, 100)), 50, 50)


def test_depth_and_plumb_line_stand_in_the_file_as_the_contract_says() -> None:
    case = EMPTY.with_calibration(TWO, "Reader", "2026-01-02").with_plumb(PLUMB)
    document = to_json(case)
    calibration = document["calibration"]
    assert isinstance(calibration, dict)
    assert calibration["marker_depth_mm"] == 12.5
    assert document["plumb"] == {"top": [100, 100], "bottom": [120, 900]}
    assert from_json(json.dumps(document).encode()) == case


def test_a_case_without_them_says_nothing_of_them() -> None:
    document = to_json(EMPTY.with_calibration(BALL, "", ""))
    assert document["plumb"] is None
    assert isinstance(document["calibration"], dict)
    assert "marker_depth_mm" not in document["calibration"]


def test_a_case_of_before_them_still_opens() -> None:
    document = to_json(EMPTY.with_calibration(BALL, "", ""))
    del document["plumb"]
    assert from_json(json.dumps(document).encode()) == EMPTY.with_calibration(BALL, "", "")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"plumb": {"top": [1, 2]}}, "plumb.bottom"),
        ({"plumb": {"top": [1], "bottom": [1, 2]}}, "plumb.top: must be a point"),
        ({"calibration": {"method": "ruler", "segments": [], "marker_depth_mm": "a"}}, "marker_depth_mm: must be a"),
    ],
)
def test_what_is_no_plumb_line_or_depth_names_its_place(change: dict[str, object], reason: str) -> None:
    document = {**to_json(EMPTY), **change}
    with pytest.raises(NotationError, match=reason):
        from_json(json.dumps(document).encode())


def test_a_plumb_line_without_length_keeps_the_case_from_opening(tmp_path: Path) -> None:
    picture = grey_picture(tmp_path)
    opened = open_path(picture)
    path = tmp_path / "x.kneeview"
    save_case(replace(opened.case, plumb=PlumbLine(P(1, 1), P(1, 1))), path)
    with pytest.raises(OpeningError, match="plumb line coincide"):
        open_path(path)


def test_the_scale_of_a_case_is_turned_upright() -> None:
    case = EMPTY.with_plumb(PLUMB)
    assert case.scale.roll_deg == pytest.approx(1.4320962)
    assert case.with_plumb(None).scale.roll_deg == 0
    with pytest.raises(CalibrationError, match="leans"):
        EMPTY.with_plumb(PlumbLine(P(0, 0), P(100, 100)))


def test_a_rectangle_in_whose_plane_the_plumb_line_does_not_lie_is_refused() -> None:
    corners = (P(0, 0), P(1000, 0), P(900, 300), P(100, 300))
    case = PHOTO.with_plumb(PlumbLine(P(500, 100), P(500, 2900)))
    with pytest.raises(CalibrationError, match="leaves the plane"):
        case.with_calibration(RectangleCalibration(corners, 100, 100), "", "")


@pytest.mark.parametrize("calibration", [TWO, BALL, HEIGHT, RECTANGLE])
def test_marks_move_by_their_points(calibration: Calibration) -> None:
    points = marked_points(calibration)
    moved = tuple(point.moved(3, 4) for point in points)
    there = with_points(calibration, moved)
    assert marked_points(there) == moved
    assert with_points(there, points) == calibration


@pytest.mark.parametrize("calibration", [FROM_HEADER, SpacingCalibration(0.2, 0.2), MagnificationCalibration(1.1)])
def test_what_was_not_marked_has_no_points(calibration: Calibration) -> None:
    assert marked_points(calibration) == ()
    assert with_points(calibration, ()) == calibration
    assert not has_piece(replace(EMPTY, calibration=CalibrationRecord(calibration)), ScalePiece())


def test_one_ruler_of_two_can_be_taken_away_then_the_other() -> None:
    case = EMPTY.with_calibration(TWO, "Reader", "then")
    assert has_piece(case, ScalePiece(segment=1))
    one = without_piece(case, ScalePiece(segment=0))
    assert one.calibration == CalibrationRecord(replace(TWO, segments=TWO.segments[1:]), "Reader", "then")
    assert not has_piece(one, ScalePiece(segment=1))
    assert without_piece(one, ScalePiece()).calibration == CalibrationRecord()


def test_the_plumb_line_goes_alone() -> None:
    case = EMPTY.with_calibration(BALL, "", "").with_plumb(PLUMB)
    assert has_piece(case, ScalePiece(plumb=True))
    bare = without_piece(case, ScalePiece(plumb=True))
    assert bare == EMPTY.with_calibration(BALL, "", "")
    assert not has_piece(bare, ScalePiece(plumb=True))


def test_pieces_have_names() -> None:
    names = [piece_name(PHOTO.with_calibration(c, "", ""), ScalePiece()) for c in (TWO, BALL, HEIGHT, RECTANGLE)]
    assert names == ["ruler", "ball", "patient's height", "rectangle"]
    assert piece_name(EMPTY, ScalePiece(plumb=True)) == "plumb line"


def test_only_a_ball_has_a_shadow() -> None:
    assert ball_on_plane(EMPTY) is None
    shadow = ball_on_plane(EMPTY.with_calibration(BALL, "", ""))
    assert shadow is not None
    assert (shadow.x, shadow.y, shadow.minor) == pytest.approx((150, 100, 50))
    spoilt = CalibrationRecord(SphereCalibration((P(0, 0), P(1, 1), P(2, 2)), 25))
    assert ball_on_plane(replace(EMPTY, calibration=spoilt)) is None
