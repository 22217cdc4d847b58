"""The lines that show drawings: where they run, on square and oblong pixels, and with nothing to stand on."""

from __future__ import annotations

from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeview.domain.drawing.lines import DrawnLine, Extent, drawn_lines
from kneeview.domain.drawing.shapes import FORMS, Drawing, DrawingKind
from kneeview.domain.geometry import Homography, ImagePoint
from kneeview.domain.plumb import PlumbLine, levelled
from kneeview.domain.scale import NO_SCALE, Scale, ScaleState
from tests.domain.subjects import scale_of
from tests.strategies import finite

D = DrawingKind
SHEET = Extent(1000.0, 2000.0)


def lines(kind: DrawingKind, *places: tuple[float, float], scale: Scale | None = None) -> tuple[DrawnLine, ...]:
    drawing = Drawing(1, kind, tuple(ImagePoint(*place) for place in places))
    return drawn_lines(drawing, scale or scale_of(), SHEET)


def places(line: DrawnLine) -> list[tuple[float, float]]:
    return [(round(point.x, 6), round(point.y, 6)) for point in line.points]


def test_a_length_has_ticks_and_a_polyline_none() -> None:
    (length,) = lines(D.LENGTH, (0, 0), (30, 40))
    assert length.ticks
    (path,) = lines(D.POLYLINE, (0, 0), (30, 40), (9, 9))
    assert (path.ticks, places(path)) == (False, [(0, 0), (30, 40), (9, 9)])


def test_the_arc_of_an_angle_goes_the_short_way_round() -> None:
    _, arc = lines(D.ANGLE, (-100, 10), (0, 0), (-100, -10))
    assert all(x < 0 for x, _ in places(arc))
    assert all(hypot(*place) == pytest.approx(0.3 * hypot(100, 10)) for place in places(arc))


def test_a_circle_is_round_in_millimetres_and_passes_through_its_rim() -> None:
    scale = scale_of(row_mm=0.5, column_mm=0.25)
    (rim,) = lines(D.CIRCLE, (400, 200), (480, 200), scale=scale)
    assert rim.closed
    radii = [hypot((point.x - 400) * 0.25, (point.y - 200) * 0.5) for point in rim.points]
    assert radii == pytest.approx([20.0] * len(radii))


def test_an_ellipse_reaches_its_axes() -> None:
    rim, along, across = lines(D.ELLIPSE, (0, 0), (60, 0), (45, 10))
    assert (max(x for x, _ in places(rim)), max(y for _, y in places(rim))) == (60, 10)
    assert along.guide
    assert across.guide
    assert places(across) == [(30, -10), (30, 10)]


def test_a_level_shows_how_far_its_ends_lie_apart() -> None:
    _, guide = lines(D.LEVEL, (100, 70), (300, 50))
    assert places(guide) == [(300, 50), (100, 50), (100, 70)]


def test_a_vertical_hangs_to_the_foot_of_the_picture() -> None:
    (line,) = lines(D.VERTICAL, (100, 50))
    assert places(line) == [(100, 50), (100, 2000)]


def test_a_vertical_shows_the_way_to_a_point_even_above_it() -> None:
    line, guide = lines(D.VERTICAL, (100, 50), (160, 20))
    assert places(line) == [(100, 20), (100, 2000)]
    assert places(guide) == [(100, 20), (160, 20)]


def test_a_vertical_follows_the_plumb_line() -> None:
    scale = levelled(scale_of(), PlumbLine(ImagePoint(0, 0), ImagePoint(100, 1000)))
    (line,) = lines(D.VERTICAL, (100, 500), scale=scale)
    assert places(line) == [(100, 500), (250, 2000)]


def test_a_vertical_below_the_picture_or_on_one_of_unknown_size_has_no_length() -> None:
    (line,) = lines(D.VERTICAL, (100, 2500))
    assert places(line) == [(100, 2500), (100, 2500)]


def test_lines_that_meet_on_the_picture_show_their_angle_there() -> None:
    meeting = (500.0, 500.0)
    shown = lines(D.LINES_ANGLE, (100, 500), (300, 500), (500, 900), (500, 700))
    guides = [line for line in shown if line.guide]
    assert [places(line) for line in guides[:2]] == [[(300, 500), meeting], [(500, 700), meeting]]
    arc = shown[-1]
    assert places(arc)[0] == (440, 500)  # both lines run towards the place where they meet: the angle is behind it
    assert places(arc)[-1] == (500, 560)


def test_the_angle_is_shown_beyond_a_line_that_runs_towards_the_other() -> None:
    arc = lines(D.LINES_ANGLE, (100, 500), (300, 500), (500, 700), (500, 900))[-1]
    assert [places(arc)[0], places(arc)[-1]] == [(560, 500), (500, 560)]


def test_cobb_shows_the_smaller_angle() -> None:
    points = ((100, 500), (300, 500), (900, 450), (700, 470))  # the second runs back, towards the first
    both = [lines(kind, *points)[-1] for kind in (D.LINES_ANGLE, D.COBB_ANGLE)]
    wide, narrow = (abs(places(arc)[-1][0] - places(arc)[0][0]) for arc in both)
    assert narrow < 10
    assert wide > 100


@pytest.mark.parametrize("second", [((100, 600), (300, 600)), ((100, 600), (300, 601))])
def test_lines_that_meet_beyond_the_picture_are_joined(second: tuple[tuple[float, float], ...]) -> None:
    shown = lines(D.COBB_ANGLE, (100, 500), (300, 500), *second)
    assert len(shown) == 3
    assert shown[-1].guide
    assert places(shown[-1])[0] == (200, 500)


def test_a_text_has_no_lines_and_an_arrow_one() -> None:
    assert lines(D.TEXT, (5, 5)) == ()
    assert len(lines(D.ARROW, (5, 5), (9, 9))) == 1


def test_what_is_not_complete_shows_what_there_is() -> None:
    assert lines(D.LENGTH, (5, 5)) == ()
    assert [places(line) for line in lines(D.ANGLE, (5, 5), (9, 9))] == [[(5, 5), (9, 9)]]
    assert [line.ticks for line in lines(D.COBB_ANGLE, (5, 5), (9, 9), (50, 50))] == [True]


def test_points_that_determine_nothing_are_joined() -> None:
    assert len(lines(D.ELLIPSE, (5, 5), (5, 5), (9, 9))) == 1
    tilted = Homography(((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, -0.01, 1.0)))
    scale = Scale(ScaleState.CALIBRATED, "rectangle", "Tilted.", 1.0, 1.0, perspective=tilted)
    assert len(lines(D.CIRCLE, (5, 5), (5, 150), scale=scale)) == 1


@given(
    st.sampled_from(D),
    st.lists(st.builds(ImagePoint, finite(), finite()), min_size=1, max_size=4),
    st.sampled_from([NO_SCALE, scale_of(0.2, 0.3)]),
)
def test_any_points_give_finite_lines(kind: DrawingKind, points: list[ImagePoint], scale: Scale) -> None:
    drawing = Drawing(1, kind, tuple(points[: FORMS[kind].most]))
    for line in drawn_lines(drawing, scale, SHEET):
        assert len(line.points) > 1
        assert all(point.is_finite for point in line.points)
