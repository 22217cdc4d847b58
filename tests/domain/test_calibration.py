"""From marks on the picture to a scale."""

from __future__ import annotations

from dataclasses import replace
from math import cos, hypot, isfinite, radians, sin, sqrt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kneeview.domain.calibration import (
    BALL_DIAMETERS_MM,
    FROM_HEADER,
    RULER_SD,
    Calibration,
    CalibrationError,
    HeightCalibration,
    MagnificationCalibration,
    RectangleCalibration,
    RulerCalibration,
    RulerSegment,
    SpacingCalibration,
    SphereCalibration,
    difference_from,
    disagreement,
    scale_from,
)
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.scale import MEASURED_SD, NO_SCALE, Scale, ScaleState
from tests.domain.subjects import scale_of
from tests.strategies import finite

P = ImagePoint

DETECTOR = Scale(
    ScaleState.DETECTOR_PLANE,
    "header",
    "Imager Pixel Spacing.",
    row_mm=0.2,
    column_mm=0.2,
    level=7,
    offered_factor=1.05,
)
OBLONG = replace(NO_SCALE, aspect=2.0)


def ball(radius_px: float, x: float = 300, y: float = 300) -> tuple[ImagePoint, ...]:
    """Return four points on the rim of a ball."""
    return tuple(P(x + radius_px * cos(radians(a)), y + radius_px * sin(radians(a))) for a in (10, 100, 200, 310))


def ruler(length_px: float, length_mm: float, *, down: bool = False) -> RulerSegment:
    """Return a stretch of a ruler that lies across the picture, or stands in it."""
    return RulerSegment(P(50, 60), P(50, 60 + length_px) if down else P(50 + length_px, 60), length_mm)


# ------------------------------------------------------------------------------------------------- what follows


def test_the_header_decides_until_the_user_does() -> None:
    assert scale_from(FROM_HEADER, DETECTOR) is DETECTOR
    assert scale_from(FROM_HEADER) is NO_SCALE


@pytest.mark.parametrize(
    "calibration",
    [
        SpacingCalibration(0.2, 0.2),
        RulerCalibration((ruler(1000, 200),)),
        SphereCalibration(ball(62.5), 25),
        HeightCalibration(P(10, 20), P(10, 8520), 1700),
        RectangleCalibration((P(0, 0), P(1000, 0), P(1000, 2000), P(0, 2000)), 200, 400),
    ],
    ids=lambda c: type(c).__name__,
)
@pytest.mark.parametrize("header", [NO_SCALE, DETECTOR], ids=["no header", "header"])
def test_a_calibration_by_the_user_outranks_the_header(calibration: Calibration, header: Scale) -> None:
    scale = scale_from(calibration, header)
    assert (scale.state, scale.level) == (ScaleState.CALIBRATED, 1)
    assert (scale.row_mm, scale.column_mm) == pytest.approx((0.2, 0.2), rel=1e-9)
    assert scale.explanation.endswith(".")
    assert "0.2000 mm a pixel" in scale.explanation
    assert scale.warnings == ()


def test_each_method_is_named_and_has_its_own_error() -> None:
    told = {
        scale.method: scale.relative_sd
        for scale in (
            scale_from(SpacingCalibration(0.2, 0.2)),
            scale_from(RulerCalibration((ruler(1000, 200),))),
            scale_from(SphereCalibration(ball(62.5), 25)),
            scale_from(HeightCalibration(P(0, 0), P(0, 8500), 1700)),
            scale_from(RectangleCalibration((P(0, 0), P(100, 0), P(100, 100), P(0, 100)), 20, 20)),
            scale_from(MagnificationCalibration(1.1), DETECTOR),
        )
    }
    assert told == {
        "spacing": 0.02,
        "ruler": 0.01,
        "sphere": 0.02,
        "height": 0.02,
        "rectangle": pytest.approx(hypot(0.01, 0.01), rel=1e-3),  # the plane, and corners of a hundredth of its side
        "magnification": 0.05,
    }


def test_a_small_ball_is_less_sure_by_what_its_rim_is_placed_by() -> None:
    scale = scale_from(SphereCalibration(ball(10), 25))
    assert scale.relative_sd == pytest.approx(0.7 / 20)


def test_a_typed_spacing_may_be_oblong() -> None:
    scale = scale_from(SpacingCalibration(0.3, 0.15))
    assert (scale.row_mm, scale.column_mm, scale.aspect) == (0.3, 0.15, 2)
    assert scale.explanation == "Typed by the user: 0.1500 mm a pixel across, 0.3000 mm down."


def test_rulers_are_averaged_and_the_longer_one_counts_more() -> None:
    scale = scale_from(RulerCalibration((ruler(100, 21), ruler(900, 180, down=True))))
    assert scale.column_mm == pytest.approx(201 / 1000)
    assert scale.explanation == "2 rulers: 201 mm / 1000.0 px = 0.2010 mm a pixel; they differ from it by up to 4.5 %."


def test_one_ruler_says_its_arithmetic() -> None:
    assert (
        scale_from(RulerCalibration((ruler(450, 300),))).explanation == "Ruler: 300 mm / 450.0 px = 0.6667 mm a pixel."
    )


@pytest.mark.parametrize("down", [False, True])
def test_a_ruler_on_oblong_pixels_gives_the_same_scale_whichever_way_it_lies(down: bool) -> None:
    # Rows twice as far apart as columns: 100 rows are as long as 200 columns.
    scale = scale_from(RulerCalibration((ruler(100 if down else 200, 40, down=down),)), OBLONG)
    assert (scale.row_mm, scale.column_mm) == pytest.approx((0.4, 0.2))


def test_a_ball_on_oblong_pixels_is_a_circle_in_the_plane() -> None:
    squeezed = tuple(P(p.x, p.y / 2) for p in ball(50))
    scale = scale_from(SphereCalibration(squeezed, 25), OBLONG)
    assert (scale.row_mm, scale.column_mm) == pytest.approx((0.5, 0.25))


def test_a_rectangle_tells_rows_and_columns_apart() -> None:
    scale = scale_from(RectangleCalibration((P(100, 100), P(300, 100), P(300, 200), P(100, 200)), 100, 100))
    assert (scale.row_mm, scale.column_mm, scale.aspect) == pytest.approx((1, 0.5, 2))
    there = scale.to_plane(P(200, 150))
    assert (there.x, there.y) == pytest.approx((50, 50))
    assert scale.perspective is not None


def test_an_accepted_magnification_is_an_estimate() -> None:
    scale = scale_from(MagnificationCalibration(1.05), DETECTOR)
    assert (scale.state, scale.level) == (ScaleState.ESTIMATED, 6)
    assert scale.row_mm == pytest.approx(0.2 / 1.05)
    assert scale.explanation == (
        "Detector 0.2000 / 1.05 = 0.1905 mm a pixel; the magnification was accepted by the user."
    )


def test_a_header_that_differs_by_more_than_three_percent_is_told() -> None:
    near, far = (scale_from(SpacingCalibration(0.2 * k, 0.2 * k), DETECTOR) for k in (1.029, 1.031))
    assert near.warnings == ()
    assert far.warnings == ("The header says 0.2000 mm a pixel (at the detector); your calibration differs by +3.1 %.",)
    less = scale_from(RulerCalibration((ruler(1000, 190),)), DETECTOR)
    assert less.warnings[0].endswith("differs by -5.0 %.")


def test_the_balls_on_offer_are_those_that_are_sold() -> None:
    assert BALL_DIAMETERS_MM == (25.0, 25.4, 28.0, 30.0)
    assert MEASURED_SD > RULER_SD


def test_the_state_of_a_scale_is_told_in_words() -> None:
    assert len({state.words for state in ScaleState}) == len(ScaleState)
    assert ScaleState.DETECTOR_PLANE.words == "at the detector"


def test_what_is_half_known_is_no_scale() -> None:
    assert not NO_SCALE.is_calibrated
    assert not replace(NO_SCALE, row_mm=0.2).is_calibrated
    assert DETECTOR.is_calibrated


# --------------------------------------------------------------------------------------------- what is refused

INF, NAN = float("inf"), float("nan")
SQUARE = (P(0, 0), P(100, 0), P(100, 100), P(0, 100))


@pytest.mark.parametrize(
    ("calibration", "reason"),
    [
        (SpacingCalibration(0, 0.2), "the row spacing must be more than zero"),
        (SpacingCalibration(0.2, -0.2), "the column spacing must be more than zero"),
        (SpacingCalibration(INF, 0.2), "the row spacing"),
        (SpacingCalibration(0.2, NAN), "the column spacing"),
        (RulerCalibration(()), "at least one stretch"),
        (RulerCalibration((ruler(100, 0),)), "the known length must be more than zero"),
        (RulerCalibration((ruler(100, 20), ruler(100, -1))), "the known length must be more than zero"),
        (RulerCalibration((ruler(0.5, 20),)), "coincide"),
        (RulerCalibration((ruler(100, 1e308), ruler(100, 1e308))), "make no spacing"),
        (RulerCalibration((ruler(1e308, 5e-324),)), "make no spacing"),
        (SphereCalibration(ball(50), 0), "the ball's diameter must be more than zero"),
        (SphereCalibration(ball(50)[:2], 25), "the ball's rim makes no circle: a circle needs three points"),
        (SphereCalibration((P(0, 0), P(1, 1), P(2, 2)), 25), "the ball's rim makes no circle"),
        (SphereCalibration(ball(0.9), 25), "too small"),
        (HeightCalibration(P(0, 0), P(0, 900), 0), "the patient's height must be more than zero"),
        (HeightCalibration(P(0, 0), P(0, 0.5), 1700), "coincide"),
        (RectangleCalibration(SQUARE, 0, 100), "the rectangle's width must be more than zero"),
        (RectangleCalibration(SQUARE, 100, NAN), "the rectangle's height must be more than zero"),
        (RectangleCalibration((SQUARE[0], *SQUARE[:0:-1]), 100, 100), "clockwise from the upper left"),
        (RectangleCalibration(SQUARE, 1e-9, 1e-9), "the corners make no rectangle"),
        (RulerCalibration((ruler(100, 5e-324), ruler(100, 5e-324))), "make no spacing"),
    ],
)
def test_marks_that_make_no_scale_are_refused_with_a_reason(calibration: Calibration, reason: str) -> None:
    with pytest.raises(CalibrationError, match=reason):
        scale_from(calibration)


@pytest.mark.parametrize("factor", [0.99, 3.0, NAN, INF, -1.1])
def test_a_magnification_that_no_film_has_is_refused(factor: float) -> None:
    with pytest.raises(CalibrationError, match="between 1 and 3"):
        scale_from(MagnificationCalibration(factor), DETECTOR)


def test_a_magnification_needs_the_spacing_of_the_detector() -> None:
    with pytest.raises(CalibrationError, match="no detector spacing"):
        scale_from(MagnificationCalibration(1.1), NO_SCALE)


def any_calibration() -> st.SearchStrategy[Calibration]:
    """Draw calibrations with any finite numbers at all."""
    points = st.builds(ImagePoint, finite(), finite())
    return st.one_of(
        st.builds(SpacingCalibration, finite(), finite()),
        st.builds(RulerCalibration, st.lists(st.builds(RulerSegment, points, points, finite()), max_size=3).map(tuple)),
        st.builds(SphereCalibration, st.lists(points, max_size=5).map(tuple), finite()),
        st.builds(HeightCalibration, points, points, finite()),
        st.builds(RectangleCalibration, st.tuples(points, points, points, points), finite(), finite()),
        st.builds(MagnificationCalibration, finite()),
    )


@given(any_calibration(), st.sampled_from([NO_SCALE, DETECTOR, OBLONG]))
@example(SpacingCalibration(1e308, 5e-324), NO_SCALE)
@example(RectangleCalibration((P(0, 0), P(1e200, 0), P(1e200, 1e200), P(0, 1e200)), 1, 1), NO_SCALE)
def test_finite_marks_give_a_usable_scale_or_a_reason(calibration: Calibration, header: Scale) -> None:
    try:
        scale = scale_from(calibration, header)
    except CalibrationError:
        return
    assert scale.row_mm is not None
    assert scale.column_mm is not None
    for spacing in (scale.row_mm, scale.column_mm, scale.aspect):
        assert isfinite(spacing)
        assert spacing > 0


# ------------------------------------------------------------------------------- ellipses, depths, and warnings


def ellipse(major: float, minor: float, count: int = 12) -> tuple[ImagePoint, ...]:
    """Return points on the rim of a ball that lies far from the central ray."""
    turns = (radians(360 * k / count) for k in range(count))
    return tuple(P(300 + major * cos(t), 300 + minor * sin(t)) for t in turns)


def test_the_short_axis_of_an_ellipse_counts() -> None:
    scale = scale_from(SphereCalibration(ellipse(80, 75), 25.4))
    assert scale.column_mm == pytest.approx(25.4 / 150)
    assert scale.explanation == (
        "Ball: 25.4 mm / 150.0 px (the short axis of an ellipse 1.07 times as long) = 0.1693 mm a pixel, "
        "at the ball's own depth."
    )
    assert scale.warnings == ()


def test_a_rim_that_no_ball_has_is_told() -> None:
    assert "no ball is" in scale_from(SphereCalibration(ellipse(100, 75), 25)).warnings[0]


@pytest.mark.parametrize(
    ("depth_mm", "words", "adds"),
    [
        (30.0, ", 30 mm in front of the bone (± 5.9 %, 95 %).", 0.03),
        (-15.0, ", 15 mm behind the bone (± 2.9 %, 95 %).", 0.015),
        (0.0, ", at the depth of the bone.", 0.0),
    ],
)
def test_the_depth_of_the_marker_adds_a_percent_a_centimetre(depth_mm: float, words: str, adds: float) -> None:
    sphere = scale_from(SphereCalibration(ball(62.5), 25, depth_mm))
    assert sphere.explanation.endswith(f"0.2000 mm a pixel{words}")
    assert sphere.relative_sd == pytest.approx(sqrt(MEASURED_SD**2 + adds**2))
    lone = scale_from(RulerCalibration((ruler(1000, 200),), depth_mm))
    assert lone.explanation.endswith(f"0.2000 mm a pixel{words}")
    assert lone.relative_sd == pytest.approx(sqrt(RULER_SD**2 + adds**2))
    both = scale_from(RulerCalibration((ruler(1000, 200), ruler(500, 100, down=True)), depth_mm))
    assert words[:-1] in both.explanation
    assert both.relative_sd == lone.relative_sd


@pytest.mark.parametrize("depth_mm", [501.0, -501.0, NAN, INF])
def test_a_depth_outside_the_room_is_refused(depth_mm: float) -> None:
    with pytest.raises(CalibrationError, match="within 500 mm"):
        scale_from(SphereCalibration(ball(62.5), 25, depth_mm))
    with pytest.raises(CalibrationError, match="within 500 mm"):
        scale_from(RulerCalibration((ruler(1000, 200),), depth_mm))


def test_rulers_that_differ_by_more_than_three_percent_are_told() -> None:
    alike = scale_from(RulerCalibration((ruler(500, 100), ruler(500, 105))))
    apart = scale_from(RulerCalibration((ruler(500, 100), ruler(500, 107))))
    assert alike.warnings == ()
    assert apart.warnings == ("The rulers differ from their mean by up to 3.4 %: check their ends and lengths.",)


@pytest.mark.parametrize(("length_mm", "told"), [(49, True), (51, False), (1499, False), (1501, True)])
def test_a_pixel_of_an_unlikely_size_is_told(length_mm: float, told: bool) -> None:
    scale = scale_from(RulerCalibration((ruler(1000, length_mm),)))
    assert bool(scale.warnings) is told
    assert all("outside 0.05 to 1.5 mm" in warning for warning in scale.warnings)


def test_a_rectangle_is_compared_with_the_header_too() -> None:
    scale = scale_from(RectangleCalibration((P(0, 0), P(1000, 0), P(1000, 2000), P(0, 2000)), 250, 500), DETECTOR)
    assert "+25.0 %" in scale.warnings[0]


def test_the_difference_from_the_header_has_a_sign() -> None:
    typed = scale_from(SpacingCalibration(0.19, 0.19), DETECTOR)
    assert difference_from(DETECTOR, typed) == pytest.approx(-0.05)
    assert difference_from(NO_SCALE, typed) is None
    assert difference_from(DETECTOR, NO_SCALE) is None
    assert disagreement(DETECTOR, typed) == typed.warnings[0]
    assert disagreement(DETECTOR, DETECTOR) == ""


def test_a_magnification_is_never_divided_twice() -> None:
    corrected = scale_of(0.2)
    with pytest.raises(CalibrationError, match="divided once"):
        scale_from(MagnificationCalibration(1.2), corrected)


@pytest.mark.parametrize(("second_mm", "relative_sd"), [(100, 0.01), (101, 0.01), (110, 0.0476), (90, 0.0526)])
def test_rulers_that_disagree_are_less_sure(second_mm: float, relative_sd: float) -> None:
    """Two equal lengths at 1 and 1.1 mm a pixel: mean 1.05, each 4.76 % off, error of the mean 4.76 %."""
    segments = (
        RulerSegment(ImagePoint(0, 0), ImagePoint(0, 100), 100),
        RulerSegment(ImagePoint(9, 0), ImagePoint(9, 100), second_mm),
    )
    assert scale_from(RulerCalibration(segments)).relative_sd == pytest.approx(relative_sd, abs=1e-4)
