"""The plumb line: the roll of the picture, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from math import cos, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeview.domain.calibration import CalibrationError, RectangleCalibration, scale_from
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.plumb import PlumbLine, check_upright, levelled, roll_deg, roll_words
from kneeview.domain.scale import NO_SCALE
from tests.domain.subjects import AGAINST_THE_HORIZONTAL, assert_alike, numbers, scale_of, subject_on, without
from tests.strategies import Film, Legs, both_legs, on_film

P = ImagePoint


def leaning(angle_deg: float, length: float = 1000.0) -> PlumbLine:
    """Return a line whose lower end lies to the right for angles above zero."""
    return PlumbLine(P(500, 300), P(500 + length * sin(radians(angle_deg)), 300 + length * cos(radians(angle_deg))))


@given(st.floats(-29, 29), st.sampled_from([NO_SCALE, scale_of(0.2), scale_of(0.7)]))
def test_the_roll_is_the_lean_of_the_line_whichever_end_comes_first(angle_deg: float, scale: object) -> None:
    line = leaning(angle_deg)
    assert isinstance(scale, type(NO_SCALE))
    assert roll_deg(line, scale) == pytest.approx(angle_deg, abs=1e-9)
    assert roll_deg(PlumbLine(line.bottom, line.top), scale) == pytest.approx(angle_deg, abs=1e-9)


@given(st.floats(-29, 29), st.floats(0.05, 1.5), st.floats(0.05, 1.5))
def test_the_line_is_vertical_in_the_plane_and_the_way_back_is_exact(angle: float, row: float, column: float) -> None:
    line = leaning(angle)
    scale = levelled(scale_of(row, column), line)
    top, bottom = scale.to_plane(line.top), scale.to_plane(line.bottom)
    assert bottom.x == pytest.approx(top.x, abs=1e-6)
    assert bottom.y > top.y
    again = scale.to_image(bottom)
    assert (again.x, again.y) == pytest.approx((line.bottom.x, line.bottom.y))


def test_a_roll_is_measured_in_millimetres_not_in_pixels() -> None:
    oblong = replace(NO_SCALE, aspect=2.0)
    assert roll_deg(PlumbLine(P(0, 0), P(100, 500)), oblong) == pytest.approx(5.7105931)


def test_a_roll_is_measured_in_the_rectified_plane() -> None:
    corners = (P(0, 0), P(1000, 0), P(1000 / 1.2, 1000 / 1.2), P(0, 1000 / 1.2))
    scale = scale_from(RectangleCalibration(corners, 1000, 1000))
    assert roll_deg(PlumbLine(P(0, 0), P(0, 800)), scale) == pytest.approx(0, abs=1e-9)
    edge = PlumbLine(P(1000, 0), P(1000 / 1.2, 1000 / 1.2))
    assert roll_deg(edge, scale) == pytest.approx(0, abs=1e-6)
    with pytest.raises(CalibrationError, match="leaves the plane"):
        roll_deg(PlumbLine(P(0, 0), P(0, 9e5)), scale)


def test_without_a_line_the_scale_is_the_very_scale() -> None:
    assert levelled(NO_SCALE, None) is NO_SCALE


def test_the_explanation_tells_of_the_lean() -> None:
    assert roll_words(2.04).startswith("By the plumb line the picture leans 2.0° anticlockwise")
    assert "leans 1.0° clockwise" in roll_words(-1)
    assert roll_words(0.01) == "By the plumb line the picture stands upright."
    assert levelled(scale_of(0.2), leaning(3)).explanation == f"Given. {roll_words(3.0)}"


def test_what_is_no_vertical_is_refused() -> None:
    check_upright(leaning(29), NO_SCALE)
    with pytest.raises(CalibrationError, match="leans by 45°"):
        check_upright(leaning(45), NO_SCALE)
    with pytest.raises(CalibrationError, match="coincide"):
        levelled(NO_SCALE, PlumbLine(P(5, 5), P(5, 5.5)))
    with pytest.raises(CalibrationError, match="beyond every picture"):
        levelled(NO_SCALE, PlumbLine(P(1.5e308, 0), P(-1.5e308, 9)))


def _turned(film: Film, angle_deg: float) -> Film:
    c, s = cos(radians(angle_deg)), sin(radians(angle_deg))
    return {side: {i: (c * x - s * y, s * x + c * y) for i, (x, y) in points.items()} for side, points in film.items()}


@given(both_legs(), st.floats(-25, 25))
def test_a_plumb_line_changes_only_the_readings_against_the_horizontal(limbs: Legs, angle_deg: float) -> None:
    film = on_film(limbs)
    plain, turned = scale_of(), levelled(scale_of(), leaning(angle_deg))
    before, after = numbers(subject_on(film, plain)), numbers(subject_on(film, turned))
    assert_alike(without(after, AGAINST_THE_HORIZONTAL), without(before, AGAINST_THE_HORIZONTAL))


@given(both_legs(), st.floats(-25, 25))
def test_a_picture_that_leans_reads_as_the_upright_one_once_its_plumb_line_is_drawn(
    limbs: Legs, angle_deg: float
) -> None:
    film = on_film(limbs)
    upright = numbers(subject_on(film))
    leaning_picture = _turned(film, -angle_deg)
    levelled_again = numbers(subject_on(leaning_picture, levelled(scale_of(), leaning(angle_deg))))
    assert_alike(levelled_again, upright)
