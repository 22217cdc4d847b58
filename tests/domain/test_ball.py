"""The shadow of a ball: circle or ellipse, and which of its axes counts."""

from __future__ import annotations

from contextlib import suppress
from math import cos, radians, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeview.domain.ball import Ellipse, ball_shadow, ellipse_through
from kneeview.domain.geometry import DegenerateError


def rim(ellipse: Ellipse, count: int, scatter: float = 0.0, seed: int = 1) -> list[tuple[float, float]]:
    """Return points evenly round an ellipse, each off by a little."""
    places = np.array([ellipse.at(360 * k / count + 7) for k in range(count)])
    placed = places + np.random.default_rng(seed).normal(0, scatter, places.shape)
    return [(float(x), float(y)) for x, y in placed]


@given(
    st.floats(-5000, 5000),
    st.floats(-5000, 5000),
    st.floats(5, 400),
    st.floats(1.02, 3),
    st.floats(0, 180),
    st.integers(5, 20),
)
def test_points_of_an_ellipse_give_it_back(
    x: float, y: float, minor: float, elongation: float, turn_deg: float, count: int
) -> None:
    drawn = Ellipse(x, y, minor * elongation, minor, turn_deg)
    found = ellipse_through(rim(drawn, count))
    assert (found.x, found.y) == pytest.approx((x, y), abs=1e-4 * minor)
    assert (found.major, found.minor) == pytest.approx((drawn.major, drawn.minor), rel=1e-4)
    assert abs(sin(radians(found.turn_deg - turn_deg))) < 0.01


def test_the_rim_of_an_ellipse_is_where_its_axes_say() -> None:
    ellipse = Ellipse(10, 20, 8, 5, 90)
    assert ellipse.at(0) == pytest.approx((10, 28))
    assert ellipse.at(90) == pytest.approx((5, 20))
    assert ellipse.radius_towards(10, 100) == pytest.approx(8)
    assert ellipse.off_rim(0, 20) == pytest.approx(5)
    assert ellipse.elongation == pytest.approx(1.6)


@pytest.mark.parametrize("elongation", [1.02, 1.05, 1.15])
@pytest.mark.parametrize("count", [6, 8, 24])
def test_a_long_shadow_is_an_ellipse_from_six_points_on(elongation: float, count: int) -> None:
    drawn = Ellipse(300, 200, 75 * elongation, 75, 35)
    shadow = ball_shadow(rim(drawn, count))
    assert not shadow.is_round
    assert shadow.minor == pytest.approx(75)
    assert shadow.elongation == pytest.approx(elongation)


def test_five_points_or_a_hundredth_of_length_make_no_ellipse() -> None:
    assert ball_shadow(rim(Ellipse(0, 0, 80, 75), 5)).is_round
    assert ball_shadow(rim(Ellipse(0, 0, 75.5, 75), 24)).is_round
    assert ball_shadow(rim(Ellipse(0, 0, 75, 75), 24)).minor == pytest.approx(75)


@given(st.integers(0, 10_000), st.integers(6, 24))
def test_badly_placed_points_of_a_circle_seldom_cost_more_than_their_scatter(seed: int, count: int) -> None:
    shadow = ball_shadow(rim(Ellipse(0, 0, 40, 40), count, scatter=0.3, seed=seed))
    assert shadow.minor == pytest.approx(40, abs=1.2)


@pytest.mark.parametrize(
    "points",
    [
        [(0.0, 0.0), (1.0, 0.0), (2.0, 1.0), (5.0, 5.0)],
        [(float(k), float(k)) for k in range(7)],
        [(1.0, 1.0)] * 6,
        [(cos(k), sin(k)) for k in (0.0, 0.0, 0.0, 1.0, 1.0, 2.0)],
        [(k, k * k) for k in (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)],
        [(k, 1 / k) for k in (-3.0, -2.0, -1.0, 1.0, 2.0, 3.0)],
        [(1e200, 0.0), (-1e200, 0.0), (0.0, 1e200), (0.0, -1e200), (7e199, 7e199)],
    ],
)
def test_points_that_make_no_ellipse_are_refused(points: list[tuple[float, float]]) -> None:
    with pytest.raises(DegenerateError):
        ellipse_through(points)


def test_points_of_a_hyperbola_are_taken_for_a_circle() -> None:
    assert ball_shadow([(k, 1 / k) for k in (-3.0, -2.0, -1.0, 1.0, 2.0, 3.0)]).is_round


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=5, max_size=8))
def test_any_points_give_an_ellipse_or_a_reason(points: list[tuple[float, float]]) -> None:
    with suppress(DegenerateError):
        ellipse = ellipse_through(points)
        assert ellipse.major >= ellipse.minor > 0
