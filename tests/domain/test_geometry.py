"""Angles, lines, circles and planes in perspective."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from math import cos, degrees, hypot, pi, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeview.domain.geometry import (
    DegenerateError,
    Homography,
    ImagePoint,
    Vec,
    angle_between,
    angle_between_lines,
    circle_through,
    cross,
    crossing,
    dot,
    foot_on_line,
    offset_from_line,
    rectangle_in_perspective,
    share_at_crossing,
    tilt,
    varus_between,
    varus_between_lines,
)
from tests.strategies import finite

vectors = st.builds(Vec, st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
directions = vectors.filter(lambda v: v.length > 1e-3)


def polar(angle_deg: float, length: float = 1.0) -> Vec:
    """Return the vector at that angle from medial towards distal."""
    return Vec(length * cos(radians(angle_deg)), length * sin(radians(angle_deg)))


# --------------------------------------------------------------------------------------------- points and vectors


def test_an_image_point_moves_and_has_a_distance() -> None:
    point = ImagePoint(1.5, 2.5)
    assert point.moved(3, -4) == ImagePoint(4.5, -1.5)
    assert point.distance(point.moved(3, -4)) == 5


@pytest.mark.parametrize(
    ("x", "y", "is_finite"),
    [(0, 0, True), (float("inf"), 0, False), (0, float("nan"), False), (1e308, -1e308, True)],
)
def test_a_point_knows_whether_it_is_finite(x: float, y: float, is_finite: bool) -> None:
    assert ImagePoint(x, y).is_finite is is_finite


def test_vectors_add_stretch_and_multiply() -> None:
    a, b = Vec(3, 4), Vec(-1, 2)
    assert (a + b, a - b, a * 2) == (Vec(2, 6), Vec(4, 2), Vec(6, 8))
    assert (a.length, dot(a, b), cross(a, b)) == (5, 5, 10)


@given(directions, st.floats(-360, 360))
def test_a_turned_vector_keeps_its_length_and_turns_from_medial_towards_distal(vector: Vec, angle_deg: float) -> None:
    turned = vector.turned(angle_deg)
    assert turned.length == pytest.approx(vector.length)
    assert cross(vector, turned) == pytest.approx(vector.length**2 * sin(radians(angle_deg)), abs=1e-6)
    assert Vec(1, 0).turned(90).v == pytest.approx(1)


# ---------------------------------------------------------------------------------------------------------- angles


@given(st.floats(0, 180), st.floats(-180, 180), st.floats(0.01, 1e3), st.floats(0.01, 1e3))
def test_an_angle_is_unsigned_and_does_not_depend_on_lengths(
    angle_deg: float, from_deg: float, first: float, second: float
) -> None:
    a, b = polar(from_deg, first), polar(from_deg + angle_deg, second)
    assert angle_between(a, b) == pytest.approx(angle_deg, abs=1e-9)
    assert angle_between(b, a) == pytest.approx(angle_deg, abs=1e-9)


@pytest.mark.parametrize("tiny_deg", [1e-7, 1e-9, 1e-12])
def test_a_tiny_angle_and_one_near_180_degrees_are_not_lost(tiny_deg: float) -> None:
    # An arc cosine would give 0 here: the cosine of so small an angle is 1 to rounding.
    assert angle_between(Vec(0, 400), polar(90 + tiny_deg, 400)) == pytest.approx(tiny_deg, rel=1e-2)
    assert 180 - angle_between(Vec(0, -400), polar(90 + tiny_deg, 400)) == pytest.approx(tiny_deg, abs=3e-14)


@given(st.floats(-179, 179), st.floats(-180, 180))
def test_varus_is_above_zero_where_the_distal_bone_leans_medially(bend_deg: float, from_deg: float) -> None:
    proximal = polar(from_deg, 430)
    distal = polar(from_deg - bend_deg, 360)  # from distal (90) to medial (0) the polar angle falls
    assert varus_between(proximal, distal) == pytest.approx(bend_deg, abs=1e-9)


def test_a_bone_that_leans_medially_below_a_vertical_one_is_in_varus() -> None:
    assert varus_between(Vec(0, 400), Vec(40, 400)) == pytest.approx(5.710593, abs=1e-6)
    assert varus_between(Vec(0, 400), Vec(-40, 400)) == pytest.approx(-5.710593, abs=1e-6)


@given(vectors, vectors, vectors, vectors)
def test_the_angles_of_lines_are_those_of_their_directions(a: Vec, b: Vec, c: Vec, d: Vec) -> None:
    if min((b - a).length, (d - c).length) < 1e-3:
        return
    assert angle_between_lines(a, b, c, d) == angle_between(b - a, d - c)
    assert varus_between_lines(a, b, c, d) == varus_between(b - a, d - c)


def test_a_tilt_is_above_zero_where_the_medial_end_is_lower() -> None:
    assert tilt(Vec(-40, 0), Vec(40, 4)) == pytest.approx(2.862405, abs=1e-6)
    assert tilt(Vec(-40, 4), Vec(40, 0)) == pytest.approx(-2.862405, abs=1e-6)


# ----------------------------------------------------------------------------------------------------------- lines


@given(vectors, vectors, vectors)
def test_the_foot_of_the_perpendicular_is_as_far_as_the_offset_says(point: Vec, start: Vec, end: Vec) -> None:
    if (end - start).length < 1e-3:
        return
    foot = foot_on_line(point, start, end)
    assert (point - foot).length == pytest.approx(abs(offset_from_line(point, start, end)), abs=1e-6)
    assert dot(end - start, point - foot) == pytest.approx(0, abs=1e-3)


def test_a_line_that_passes_medially_has_an_offset_above_zero() -> None:
    assert offset_from_line(Vec(-20, 400), Vec(0, 0), Vec(0, 800)) == 20
    assert offset_from_line(Vec(30, 400), Vec(0, 0), Vec(0, 800)) == -30


@given(vectors, directions, directions, st.floats(-3, 3), st.floats(-3, 3))
def test_two_lines_cross_where_both_pass(at: Vec, first: Vec, second: Vec, t: float, s: float) -> None:
    if abs(cross(first, second)) < 1e-3 * first.length * second.length:
        return
    a, c = at + first * t, at + second * s
    found = crossing(a, a + first, c, c + second)
    assert (found - at).length < 1e-6 * (1 + at.length + 4 * (first.length + second.length)) * 1e3


@given(vectors, vectors, vectors, directions)
def test_a_line_is_crossed_at_its_share_of_the_way(start: Vec, end: Vec, first: Vec, way: Vec) -> None:
    line, second = end - start, first + way
    if abs(cross(line, way)) < 1e-3 * line.length * way.length or line.length < 1e-3:
        return
    at = crossing(start, end, first, second)
    share = share_at_crossing(start, end, first, second)
    assert (first + way * share - at).length < 1e-6 * (1 + start.length + end.length + first.length) * 1e3


def test_a_share_is_none_at_the_first_point_and_all_at_the_second() -> None:
    plateau = Vec(40, 400), Vec(-40, 400)
    assert share_at_crossing(Vec(40, 0), Vec(40, 800), *plateau) == 0
    assert share_at_crossing(Vec(20, 0), Vec(20, 800), *plateau) == 0.25
    assert share_at_crossing(Vec(-60, 0), Vec(-60, 800), *plateau) == 1.25


def test_parallel_lines_do_not_cross() -> None:
    with pytest.raises(DegenerateError, match="parallel"):
        crossing(Vec(0, 0), Vec(10, 10), Vec(5, 0), Vec(25, 20))
    with pytest.raises(DegenerateError, match="parallel"):
        share_at_crossing(Vec(0, 0), Vec(10, 10), Vec(5, 0), Vec(25, 20))


POINT = Vec(3, 4)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: angle_between(Vec(0, 0), POINT),
        lambda: angle_between(POINT, Vec(0, 1e-10)),
        lambda: varus_between(Vec(0, 0), POINT),
        lambda: varus_between(POINT, Vec(0, 0)),
        lambda: angle_between_lines(POINT, POINT, Vec(0, 0), Vec(0, 1)),
        lambda: angle_between_lines(Vec(0, 0), Vec(0, 1), POINT, POINT),
        lambda: varus_between_lines(POINT, POINT, Vec(0, 0), Vec(0, 1)),
        lambda: varus_between_lines(Vec(0, 0), Vec(0, 1), POINT, POINT),
        lambda: share_at_crossing(POINT, POINT, Vec(0, 0), Vec(0, 1)),
        lambda: share_at_crossing(Vec(0, 0), Vec(0, 1), POINT, POINT),
        lambda: tilt(POINT, POINT),
        lambda: offset_from_line(Vec(0, 0), POINT, POINT),
        lambda: foot_on_line(Vec(0, 0), POINT, POINT),
        lambda: crossing(POINT, POINT, Vec(0, 0), Vec(0, 1)),
        lambda: crossing(Vec(0, 0), Vec(0, 1), POINT, POINT),
    ],
)
def test_points_that_coincide_give_no_direction(ask: Callable[[], object]) -> None:
    with pytest.raises(DegenerateError, match="coincide"):
        ask()


# --------------------------------------------------------------------------------------------------------- circles


def rim(
    n: int, *, arc_deg: float = 360.0, noise: float = 0.0, seed: int = 0, centre: tuple[float, float] = (512.0, 300.0)
) -> list[tuple[float, float]]:
    """Return n points on the rim of a circle of radius 60, out of place along the radius by the noise."""
    chance = random.Random(seed)  # noqa: S311
    points = []
    for k in range(n):
        angle, radius = radians(20 + arc_deg * k / n), 60 + chance.gauss(0, noise)
        points.append((centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)))
    return points


def cost(points: Sequence[tuple[float, float]], x: float, y: float, radius: float) -> float:
    """Return the sum of squared distances to the rim."""
    return sum((hypot(px - x, py - y) - radius) ** 2 for px, py in points)


def minimised(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Return the best circle by brute force: a compass search on the centre; the best radius is the mean distance."""

    def radius_at(x: float, y: float) -> float:
        return sum(hypot(px - x, py - y) for px, py in points) / len(points)

    def cost_at(at: tuple[float, float]) -> float:
        return cost(points, *at, radius_at(*at))

    n = len(points)
    best = (sum(x for x, _ in points) / n, sum(y for _, y in points) / n)
    step = 64.0
    while step > 1e-9:
        around = [
            (best[0] + step * cos(angle), best[1] + step * sin(angle)) for angle in (2 * pi * k / 12 for k in range(12))
        ]
        nearest = min(around, key=cost_at)
        if cost_at(nearest) < cost_at(best):
            best = nearest
        else:
            step /= 2
    return (*best, radius_at(*best))


@given(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4), st.floats(0.5, 1e4), st.integers(3, 8), st.floats(60, 360))
def test_points_of_a_circle_give_that_circle(x: float, y: float, radius: float, n: int, arc_deg: float) -> None:
    angles = [radians(arc_deg * k / n) for k in range(n)]
    circle = circle_through([(x + radius * cos(a), y + radius * sin(a)) for a in angles])
    tolerance = 1e-7 * (abs(x) + abs(y) + radius)
    assert (circle.x, circle.y, circle.radius) == pytest.approx((x, y, radius), abs=tolerance)


@pytest.mark.parametrize("arc_deg", [360.0, 180.0, 90.0])
@pytest.mark.parametrize("n", [4, 5, 9, 24])
@pytest.mark.parametrize("noise", [0.3, 3.0])
def test_more_points_give_the_circle_of_least_squared_distance(n: int, arc_deg: float, noise: float) -> None:
    points = rim(n, arc_deg=arc_deg, noise=noise, seed=n)
    circle = circle_through(points)
    x, y, radius = minimised(points)
    assert (circle.x, circle.y, circle.radius) == pytest.approx((x, y, radius), abs=1e-4)
    found, least = cost(points, circle.x, circle.y, circle.radius), cost(points, x, y, radius)
    assert found <= least * (1 + 1e-9)


@pytest.mark.parametrize(("n", "arc_deg", "noise", "seed"), [(4, 20, 1, 55), (6, 45, 20, 105)])
def test_a_rim_that_is_hardly_bent_gives_its_circle_though_the_steps_never_end(
    n: int, arc_deg: float, noise: float, seed: int
) -> None:
    points = rim(n, arc_deg=arc_deg, noise=noise, seed=seed)
    circle = circle_through(points)
    assert cost(points, circle.x, circle.y, circle.radius) <= cost(points, *minimised(points)) * (1 + 1e-9)


def test_a_circle_does_not_depend_on_where_the_picture_begins() -> None:
    points = rim(6, arc_deg=200, noise=2.0, seed=5)
    here = circle_through(points)
    far = circle_through([(x + 1e5, y - 1e5) for x, y in points])
    assert (far.x - 1e5, far.y + 1e5, far.radius) == pytest.approx((here.x, here.y, here.radius), abs=1e-6)


def test_an_almost_straight_rim_gives_a_large_circle() -> None:
    on_rim = [(5000 * sin(a), 5000 * cos(a)) for a in (-2e-4, -7e-5, 7e-5, 2e-4)]
    circle = circle_through(on_rim)
    assert (circle.x, circle.y, circle.radius) == pytest.approx((0, 0, 5000), abs=5)


def test_a_point_in_the_middle_does_not_upset_the_circle() -> None:
    # One of the points lies where the iteration begins, so that it has no direction from there.
    circle = circle_through([(-1, 0), (1, 0), (0, -1), (0, 1), (0, 0)])
    assert (circle.x, circle.y) == pytest.approx((0, 0), abs=1e-9)
    assert 0 < circle.radius <= 1


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        ([(0, 0), (1, 1)], "three points"),
        ([(5, 5), (5, 5), (5, 5)], "coincide"),
        ([(0, 0), (1, 1), (2, 2)], "on a line"),
        ([(0, 0), (1, 1), (2, 2), (3, 3)], "on a line"),
        ([(0, 0), (0, 0), (2, 2)], "on a line"),
        ([(1e308, 0), (-1e308, 1e308), (1e308, 1e308)], "beyond every picture"),
    ],
)
def test_points_that_make_no_circle_are_refused(points: list[tuple[float, float]], reason: str) -> None:
    with pytest.raises(DegenerateError, match=reason):
        circle_through(points)


@given(st.lists(st.tuples(finite(), finite()), min_size=0, max_size=6))
def test_finite_points_give_a_circle_or_a_reason(points: list[tuple[float, float]]) -> None:
    try:
        circle = circle_through(points)
    except DegenerateError:
        return
    assert circle.radius > 0


# ----------------------------------------------------------------------------------------------- perspective

CORNERS = [(100.0, 100.0), (900.0, 140.0), (840.0, 1300.0), (60.0, 1240.0)]


def test_the_corners_go_to_the_rectangle() -> None:
    plane = rectangle_in_perspective(CORNERS, 800, 1200)
    for corner, expected in zip(CORNERS, [(0, 0), (800, 0), (800, 1200), (0, 1200)], strict=True):
        assert plane.apply(*corner) == pytest.approx(expected, abs=1e-9)


def test_straight_lines_stay_straight_in_perspective() -> None:
    plane = rectangle_in_perspective(CORNERS, 800, 1200)
    (ax, ay), (bx, by), (cx, cy) = (plane.apply(200 + 60 * k, 300 + 110 * k) for k in (0, 1, 5))
    assert (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) == pytest.approx(0, abs=1e-6)


def test_the_diagonals_cross_in_the_middle_of_the_rectangle() -> None:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = CORNERS
    middle = crossing(Vec(ax, ay), Vec(cx, cy), Vec(bx, by), Vec(dx, dy))
    assert rectangle_in_perspective(CORNERS, 800, 1200).apply(middle.u, middle.v) == pytest.approx((400, 600), abs=1e-9)


@pytest.mark.parametrize(
    "order",
    [(0, 3, 2, 1), (0, 2, 1, 3), (0, 1, 3, 2), (1, 2, 3, 0), (2, 3, 0, 1), (3, 0, 1, 2)],
    ids=["counter-clockwise", "crossed", "crossed below", "from the upper right", "lower right", "lower left"],
)
def test_corners_in_another_order_are_refused(order: tuple[int, ...]) -> None:
    with pytest.raises(DegenerateError, match="clockwise from the upper left"):
        rectangle_in_perspective([CORNERS[k] for k in order], 800, 1200)


@pytest.mark.parametrize(
    "corners",
    [
        [(0, 0), (100, 0), (50, 50), (0, 100)],
        [(0, 0), (100, 0), (100, 0), (0, 100)],
        [(0, 0), (100, 0), (20, 20), (0, 100)],
    ],
    ids=["three on a line", "two coincide", "a dent"],
)
def test_corners_that_span_no_rectangle_are_refused(corners: list[tuple[float, float]]) -> None:
    with pytest.raises(DegenerateError, match="span an area"):
        rectangle_in_perspective(corners, 100, 100)


def test_a_point_on_the_vanishing_line_or_beyond_it_is_not_in_the_plane() -> None:
    # A rectangle whose sides meet at y = 500, as those of a road do: the picture above is sky.
    plane = rectangle_in_perspective([(400, 1000), (600, 1000), (700, 1500), (300, 1500)], 100, 100)
    assert plane.apply(500, 501)[1] < -100
    for y in (500, 499, -500):
        with pytest.raises(DegenerateError, match="vanishing line"):
            plane.apply(500, y)


def test_a_map_that_flattens_the_plane_has_no_way_back() -> None:
    with pytest.raises(DegenerateError, match="rectangle in perspective"):
        Homography(((1, 2, 3), (2, 4, 6), (0, 0, 1))).inverse()


def test_a_map_and_its_inverse_undo_each_other() -> None:
    plane = rectangle_in_perspective(CORNERS, 800, 1200)
    assert plane.inverse().apply(*plane.apply(321, 654)) == pytest.approx((321, 654), abs=1e-9)


def test_degrees_of_a_right_angle() -> None:
    assert angle_between(Vec(1, 0), Vec(0, 1)) == degrees(pi / 2)
