"""The case: what follows from it, and its edits."""

from __future__ import annotations

from dataclasses import replace
from math import cos, isfinite, radians, sin
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneeview.case.calibration_record import CalibrationRecord
from kneeview.case.case import Case, new_case
from kneeview.case.image_reference import ImageReference, reference_to
from kneeview.case.placements import (
    NOT_VISIBLE,
    Absent,
    CircleMark,
    Found,
    Limb,
    PointMark,
    circle_on_film,
    position_on_film,
)
from kneeview.domain.calibration import (
    Calibration,
    CalibrationError,
    HeightCalibration,
    RectangleCalibration,
    RulerCalibration,
    RulerSegment,
    SpacingCalibration,
)
from kneeview.domain.geometry import ImagePoint, PlanePoint
from kneeview.domain.landmarks import LANDMARKS, Kind, LandmarkId
from kneeview.domain.limb import SIDES, Facing, Side, View
from kneeview.domain.measurement import Missing, Outcome, Undefined, Value
from kneeview.domain.positioning import QUESTIONS, answered
from kneeview.domain.posture import Posture
from kneeview.domain.protocols import PROTOCOLS
from kneeview.domain.scale import NO_SCALE, ScaleState
from kneeview.domain.sides import HeaderSide, LegsShown
from kneeview.imaging.digests import Digests
from kneeview.imaging.radiograph import Radiograph
from tests.case.cases import image_points, limbs, views
from tests.domain.subjects import numbers, scale_of, subject_on
from tests.strategies import Legs, both_legs, on_film

R, L = Side.RIGHT, Side.LEFT
HIP, KNEE, ANKLE = LandmarkId.HIP_CENTER, LandmarkId.KNEE_CENTER, LandmarkId.ANKLE_CENTER

EMPTY = Case(ImageReference("film.png"))


def point(x: float, y: float) -> PointMark:
    """Return a landmark at that point."""
    return PointMark(ImagePoint(x, y))


def ring(x: float, y: float, across: float, down: float | None = None) -> CircleMark:
    """Return a rim with those half axes in pixels."""
    return CircleMark(
        tuple(
            ImagePoint(x + across * cos(radians(a)), y + (down or across) * sin(radians(a))) for a in (0, 80, 190, 300)
        )
    )


# -------------------------------------------------------------------------------------------- from marks to film


def test_a_point_lies_in_the_film_plane_by_its_spacings() -> None:
    assert position_on_film(point(100, 200), scale_of(0.5, 0.25)) == PlanePoint(25, 100)


def test_a_circle_lies_at_its_centre_in_millimetres_also_on_oblong_pixels() -> None:
    # 20 mm on film: 80 columns of 0.25 mm, 40 rows of 0.5 mm - no circle in pixels.
    mark = ring(100, 200, 80, 40)
    circle = circle_on_film(mark, scale_of(0.5, 0.25))
    assert circle is not None
    assert (circle.x, circle.y, circle.radius) == pytest.approx((25, 100, 20))
    place = position_on_film(mark, scale_of(0.5, 0.25))
    assert place is not None
    assert (place.x, place.y) == pytest.approx((25, 100))


def test_what_is_absent_or_makes_no_circle_lies_nowhere() -> None:
    straight = CircleMark((ImagePoint(0, 0), ImagePoint(1, 1), ImagePoint(2, 2)))
    assert position_on_film(NOT_VISIBLE, scale_of()) is None
    assert position_on_film(straight, scale_of()) is None
    assert circle_on_film(straight, scale_of()) is None


def test_a_point_beyond_the_horizon_of_a_photo_lies_nowhere() -> None:
    corners = (ImagePoint(400, 1000), ImagePoint(600, 1000), ImagePoint(700, 1500), ImagePoint(300, 1500))
    photo = replace(EMPTY, kind=Kind.PHOTO)
    case = photo.with_calibration(RectangleCalibration(corners, 500, 900), "me", "now")
    assert position_on_film(point(500, 1200), case.scale) is not None
    assert position_on_film(point(500, 400), case.scale) is None
    assert position_on_film(ring(500, 400, 50), case.scale) is None


def test_what_has_no_position_is_not_defined_and_says_why() -> None:
    corners = (ImagePoint(400, 1000), ImagePoint(600, 1000), ImagePoint(700, 1500), ImagePoint(300, 1500))
    straight = CircleMark((ImagePoint(450, 1000), ImagePoint(450, 1100), ImagePoint(450, 1200)))
    photo = replace(EMPTY, kind=Kind.PHOTO).with_calibration(RectangleCalibration(corners, 500, 900), "me", "now")
    limb: Limb = {HIP: point(500, 400), KNEE: point(500, 1200)}

    def hka(case: Case) -> Outcome:
        return next(r.outcome for r in case.readings() if (r.measurement.id, r.side) == ("hka", R))

    begun = replace(photo, limbs={R: limb, L: {}})
    assert hka(begun) == Missing(((R, ANKLE),)), "what is still to be placed comes first"
    placed = begun.with_placement(R, ANKLE, point(500, 1400))
    assert hka(placed) == Undefined("the right hip centre lies beyond the horizon of the rectangle's plane")
    on_a_line = placed.with_placement(R, HIP, straight)
    assert hka(on_a_line) == Undefined("the right hip centre has a rim that makes no circle")


def test_what_is_marked_not_visible_is_not_asked_for_again() -> None:
    case = EMPTY.with_placement(R, HIP, NOT_VISIBLE).with_placement(L, HIP, Absent("cut off"))
    texts = {(r.measurement.id, r.side): r.text for r in case.readings()}
    assert texts["femur_length", R] == "needs knee centre; hip centre marked not visible"
    case = case.with_placement(R, KNEE, PointMark(ImagePoint(5, 6), Found.SUGGESTED))
    texts = {(r.measurement.id, r.side): r.text for r in case.readings()}
    assert texts["femur_length", R] == "hip centre marked not visible; knee centre only suggested"
    assert texts["lld", None] == "needs right and left ankle centre; right and left hip centre marked not visible"
    outcome = next(r.outcome for r in case.readings() if (r.measurement.id, r.side) == ("femur_length", R))
    assert isinstance(outcome, Missing)
    assert outcome.landmarks == ((R, HIP), (R, KNEE)), "files name what is missing, whatever was done with it"


def test_a_circle_moves_as_a_whole() -> None:
    moved = ring(100, 200, 30).moved(7, -9)
    circle = circle_on_film(moved, scale_of())
    assert circle is not None
    assert (circle.x, circle.y, circle.radius) == pytest.approx((107, 191, 30))


# --------------------------------------------------------------------------------------------------- what follows


@settings(max_examples=15)
@given(both_legs(), views())
def test_a_case_reads_what_its_points_say(legs: Legs, view: View) -> None:
    film = on_film(legs)
    case = replace(
        EMPTY,
        header_scale=scale_of(0.2),
        view=view,
        posture=Posture(knees_touching=True, ankles_touching=True),
        limbs={side: {i: point(*at) for i, at in points.items()} for side, points in film.items()},
    )
    assert numbers(case.subject()) == numbers(subject_on(film, scale_of(0.2), view))
    assert all(reading.is_value for reading in case.readings())


def test_a_hip_found_by_a_circle_serves_as_its_centre() -> None:
    limb: Limb = {HIP: ring(100, 100, 24), KNEE: point(80, 500), ANKLE: point(100, 900)}
    case = replace(EMPTY, header_scale=scale_of(0.5), limbs={R: limb, L: {}})
    mad = next(r.outcome for r in case.readings() if r.measurement.id == "mad" and r.side is R)
    assert isinstance(mad, Value)
    assert mad.value == pytest.approx(10)


def test_absent_landmarks_are_missing() -> None:
    limb: Limb = {HIP: point(100, 100), KNEE: Absent("metal"), ANKLE: point(100, 900)}
    case = replace(EMPTY, limbs={R: limb, L: {}})
    assert KNEE not in case.subject().positions[R]
    assert case.subject().positions[L] == {}


def test_the_scale_in_force_is_the_users_and_else_the_headers() -> None:
    header = replace(scale_of(0.2), state=ScaleState.DETECTOR_PLANE)
    case = replace(EMPTY, header_scale=header)
    assert case.scale is header
    calibrated = case.with_calibration(SpacingCalibration(0.19, 0.19), "A. Reader", "2025-03-01")
    assert (calibrated.scale.state, calibrated.scale.row_mm) == (ScaleState.CALIBRATED, 0.19)
    assert (calibrated.calibration.by, calibrated.calibration.at) == ("A. Reader", "2025-03-01")
    assert calibrated.without_calibration() == case
    assert calibrated.with_header_scale().scale.column_mm == 0.2


RULED = RulerCalibration((RulerSegment(ImagePoint(0, 0), ImagePoint(500, 0), 100),))


def test_another_kind_of_calibration_takes_over_and_the_first_stays_as_a_comparison() -> None:
    case = EMPTY.with_calibration(RULED, "A", "1").with_calibration(SpacingCalibration(0.19, 0.19), "B", "2")
    assert case.calibration == CalibrationRecord(SpacingCalibration(0.19, 0.19), "B", "2")
    assert case.comparisons == (CalibrationRecord(RULED, "A", "1"),)
    assert [each.words for each in case.compared] == ["ruler of 100 mm gives 0.2000 mm a pixel, 5.3 % more"]
    assert case.scale.warnings == (
        (
            "Also measured: ruler of 100 mm gives 0.2000 mm a pixel, 5.3 % more than the scale in use. "
            "Find out which is right."
        ),
    )
    back = case.with_comparison_used(0)
    assert (back.calibration, back.comparisons) == (case.comparisons[0], (case.calibration,))
    assert case.without_comparison(0).comparisons == ()


def test_there_is_one_comparison_of_a_kind() -> None:
    longer = replace(RULED, marker_depth_mm=10.0)
    case = EMPTY.with_calibration(RULED, "", "").with_calibration(SpacingCalibration(0.2, 0.2), "", "")
    again = case.with_calibration(longer, "", "")
    assert again.calibration.calibration == longer
    assert [each.calibration for each in again.comparisons] == [SpacingCalibration(0.2, 0.2)]
    assert again.with_calibration(RULED, "", "").comparisons == again.comparisons


def test_the_headers_scale_in_use_leaves_what_was_marked_to_compare() -> None:
    case = EMPTY.with_calibration(RULED, "A", "1").with_header_scale()
    assert (case.calibration, case.comparisons) == (CalibrationRecord(), (CalibrationRecord(RULED, "A", "1"),))
    assert [each.words for each in case.compared] == ["ruler of 100 mm gives 0.2000 mm a pixel"]
    assert case.scale is case.header_scale


@pytest.mark.parametrize(
    "calibration",
    [
        HeightCalibration(ImagePoint(9, 0), ImagePoint(9, 900), 1700),
        RectangleCalibration((ImagePoint(0, 0), ImagePoint(90, 0), ImagePoint(90, 90), ImagePoint(0, 90)), 100, 100),
    ],
)
def test_what_makes_a_scale_on_photos_only_is_refused_on_a_film(calibration: Calibration) -> None:
    with pytest.raises(CalibrationError, match="on photos only: a film shows more than one plane"):
        EMPTY.with_calibration(calibration, "", "")
    assert replace(EMPTY, kind=Kind.PHOTO).with_calibration(calibration, "", "").scale.is_calibrated


def test_marks_that_make_no_scale_do_not_become_the_scale() -> None:
    same_point = RulerSegment(ImagePoint(3, 3), ImagePoint(3, 3), 100)
    with pytest.raises(CalibrationError):
        EMPTY.with_calibration(RulerCalibration((same_point,)), "me", "now")


def test_notices_know_the_size_of_the_heads_and_whether_sides_are_confirmed() -> None:
    limb: Limb = {HIP: ring(100, 100, 80), ANKLE: point(100, 900)}
    other: Limb = {HIP: point(300, 100), ANKLE: point(300, 900)}
    case = replace(EMPTY, header_scale=scale_of(0.5), limbs={R: limb, L: other}, sides_confirmed=True)
    assert [n.text for n in case.notices() if n.code == "head_size"] == [
        "The right femoral head measures 80.0 mm across; adults have 38 to 58 mm. Look at the scale."
    ]
    codes = {n.code for n in case.notices()}
    assert "side_unconfirmed" not in codes
    assert "side_unconfirmed" in {n.code for n in replace(case, sides_confirmed=False).notices()}


def test_a_rim_on_a_line_is_no_head() -> None:
    straight = CircleMark((ImagePoint(0, 0), ImagePoint(1, 1), ImagePoint(2, 2)))
    case = replace(EMPTY, header_scale=scale_of(), limbs={R: {HIP: straight}, L: {}})
    assert "head_size" not in {n.code for n in case.notices()}


def test_the_next_step_is_the_first_that_is_neither_placed_nor_absent() -> None:
    case = EMPTY
    asked = []
    while case.next_step is not None:
        asked.append(case.next_step)
        mark = NOT_VISIBLE if case.next_step == (R, KNEE) else point(1, 1)
        case = case.with_placement(*case.next_step, mark)
    assert asked == [(R, HIP), (R, KNEE), (R, ANKLE), (L, HIP), (L, KNEE), (L, ANKLE)]
    assert case.without_placement(L, HIP).next_step == (L, HIP)


def test_an_unknown_protocol_leads_like_the_first() -> None:
    assert replace(EMPTY, protocol_id="of a later version").protocol is PROTOCOLS[0]


@given(
    limbs(),
    st.builds(SpacingCalibration, st.floats(1e-150, 1e150), st.floats(1e-150, 1e150)) | st.none(),
    st.sampled_from(Kind),
    views(),
)
def test_any_points_in_any_scale_are_read_without_raising(
    placed: dict[Side, dict[LandmarkId, PointMark | CircleMark | Absent]],
    calibration: SpacingCalibration | None,
    kind: Kind,
    view: View,
) -> None:
    record = CalibrationRecord(calibration) if calibration else CalibrationRecord()
    case = replace(EMPTY, limbs=placed, kind=kind, view=view, calibration=record)
    for reading in case.readings():
        assert reading.text
        assert not isinstance(reading.outcome, Value) or isfinite(reading.outcome.value)
    assert all(notice.text for notice in case.notices())


# ---------------------------------------------------------------------------------------------------------- edits


@given(image_points())
def test_an_edit_makes_a_new_case_and_leaves_the_old_one(at: ImagePoint) -> None:
    placed = EMPTY.with_placement(R, HIP, PointMark(at))
    assert EMPTY.placement(R, HIP) is None
    assert placed.placement(R, HIP) == PointMark(at)
    assert placed.placement(L, HIP) is None
    assert placed.without_placement(R, HIP) == EMPTY
    assert placed.without_placement(R, KNEE) == placed


def test_placements_come_right_before_left() -> None:
    case = EMPTY.with_placement(L, HIP, point(1, 1)).with_placement(R, KNEE, point(2, 2))
    assert list(case.placements()) == [((R, KNEE), point(2, 2)), ((L, HIP), point(1, 1))]


# ---------------------------------------------------------------------------------------------- the picture of it

IMAGE = Radiograph(
    "film.png",
    np.zeros((12, 10), np.uint8),
    path=Path("films") / "film.png",
    byte_count=99,
    scale=scale_of(0.2),
    header_side=HeaderSide(view=View(Facing.POSTERIOR)),
    sop_instance_uid="1.2.3",
    frame=2,
    digests=Digests.known("aa", "bb"),
)


def test_a_new_case_has_what_the_picture_says_of_itself() -> None:
    case = new_case(IMAGE, "A. Reader")
    assert case.image == ImageReference("film.png", str(IMAGE.path), 99, 12, 10, Digests.known("aa", "bb"), "1.2.3", 2)
    assert (case.scale, case.view, case.reader) == (IMAGE.scale, View(Facing.POSTERIOR), "A. Reader")
    assert case.kind is Kind.RADIOGRAPH
    assert case.protocol is PROTOCOLS[0]
    assert list(case.placements()) == []


def test_a_new_case_of_a_photo_begins_with_the_protocol_for_photos() -> None:
    case = new_case(replace(IMAGE, kind=Kind.PHOTO, header_side=HeaderSide(), path=None, scale=NO_SCALE))
    assert (case.kind, case.protocol_id, case.view, case.image.path) == (Kind.PHOTO, "photo_alignment", View(), "")


@pytest.mark.parametrize(
    ("sha256", "pixels_sha256", "is_of"),
    [("aa", "bb", True), ("aa", "--", True), ("--", "bb", True), ("--", "--", False), ("", "", False)],
)
def test_a_picture_is_the_same_by_its_file_or_by_its_pixels(sha256: str, pixels_sha256: str, is_of: bool) -> None:
    reference = replace(reference_to(IMAGE), digests=Digests.known(sha256, pixels_sha256))
    assert reference.is_of(IMAGE) is is_of


def test_a_picture_without_hashes_is_nobodys() -> None:
    nameless = replace(IMAGE, digests=Digests.known())
    assert not reference_to(nameless).is_of(nameless)


def test_every_landmark_can_be_placed_on_both_sides() -> None:
    case = EMPTY
    for side in SIDES:
        for x in LANDMARKS:
            case = case.with_placement(side, x.id, point(1, 2))
    assert len(list(case.placements())) == 2 * len(LANDMARKS)


def test_a_landmark_beyond_the_picture_is_pointed_out() -> None:
    case = Case(ImageReference("film", rows=100, columns=50))
    inside = case.with_placement(Side.RIGHT, LandmarkId.KNEE_CENTER, PointMark(ImagePoint(50.0, 100.0)))
    assert "outside_picture" not in {notice.code for notice in inside.notices()}
    beyond = inside.with_placement(Side.LEFT, LandmarkId.KNEE_CENTER, PointMark(ImagePoint(50.1, 20.0)))
    rim = CircleMark((ImagePoint(1.0, 1.0), ImagePoint(9.0, -1.0), ImagePoint(5.0, 4.0)))
    both = beyond.with_placement(Side.RIGHT, LandmarkId.HIP_CENTER, rim)
    absent = both.with_placement(Side.LEFT, LandmarkId.ANKLE_CENTER, Absent("cut off"))
    found = [notice.landmark for notice in absent.notices() if notice.code == "outside_picture"]
    assert set(found) == {(Side.LEFT, LandmarkId.KNEE_CENTER), (Side.RIGHT, LandmarkId.HIP_CENTER)}


# ------------------------------------------------------------------------------------------------ which legs


@pytest.mark.parametrize(
    ("legs", "header", "placed", "shown"),
    [
        (None, None, (), (R, L)),
        (None, R, (), (R,)),
        (None, R, (L,), (R, L)),
        (LegsShown.BOTH, R, (), (R, L)),
        (LegsShown.LEFT, None, (), (L,)),
        (LegsShown.LEFT, R, (), (L,)),
    ],
)
def test_only_the_legs_of_the_picture_are_asked_for(
    legs: LegsShown | None, header: Side | None, placed: tuple[Side, ...], shown: tuple[Side, ...]
) -> None:
    limbs: dict[Side, Limb] = {side: {HIP: point(3, 3)} if side in placed else {} for side in (R, L)}
    case = replace(EMPTY, legs=legs, header_side=HeaderSide(only=header), limbs=limbs)
    assert case.sides_shown == shown
    assert case.steps == case.protocol.steps(shown)
    assert case.next_step == next(step for step in case.steps if step[0] not in placed or step[1] is not HIP)


def test_every_question_of_positioning_can_be_answered_and_opened_again() -> None:
    case = Case(ImageReference("film"))
    for question in QUESTIONS:
        for answer in question.answers:
            told = case.with_answer(question, answer.name)
            assert (told.posture, told.positioning) == answered(question, answer.name, case.posture, case.positioning)
            assert (told.posture, told.positioning) != (case.posture, case.positioning)
            assert told.with_answer(question, "") == case


def test_a_photo_from_behind_asks_for_nothing_that_only_the_front_shows() -> None:
    photo = replace(EMPTY, kind=Kind.PHOTO, protocol_id="photo_alignment")
    behind = photo.with_view(View(Facing.POSTERIOR))
    front = {landmark_id for _, landmark_id in photo.steps}
    assert front - {landmark_id for _, landmark_id in behind.steps} == {LandmarkId.ASIS, LandmarkId.PATELLA_CENTER}
    film = replace(behind, kind=Kind.RADIOGRAPH)
    assert film.steps == photo.steps, "X-rays show the kneecap from behind, too"
    said = {
        r.measurement.id: r.outcome.said for r in behind.readings() if r.side is R and isinstance(r.outcome, Missing)
    }
    assert ((R, LandmarkId.PATELLA_CENTER), "not visible from behind") in said["clinical_tfa"]


def test_what_only_the_front_shows_is_told_where_it_is_placed_from_behind() -> None:
    behind = replace(EMPTY, kind=Kind.PHOTO).with_view(View(Facing.POSTERIOR))
    placed = behind.with_placement(R, LandmarkId.PATELLA_CENTER, PointMark(ImagePoint(5, 5)))
    (notice,) = [each for each in placed.notices() if each.code == "hidden"]
    assert notice.text.startswith("Right patella centre lies at the front and is not seen from behind")
    assert notice.landmark == (R, LandmarkId.PATELLA_CENTER)
    absent = behind.with_placement(R, LandmarkId.PATELLA_CENTER, Absent("not visible"))
    for case in (absent, replace(placed, view=View())):
        assert "hidden" not in {each.code for each in case.notices()}
