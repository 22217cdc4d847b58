"""What drawings read: worked examples by hand, the laws of the film plane, errors, and what cannot be read."""

from __future__ import annotations

import random
from math import atan, cos, degrees, hypot, isfinite, radians, sin, sqrt
from statistics import stdev

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kneeview.domain.drawing.readings import CLICK_ERROR, GAUGES, DrawnReading, read_drawing
from kneeview.domain.drawing.shapes import FORMS, Drawing, DrawingKind
from kneeview.domain.geometry import Homography, ImagePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.limb import Facing, View
from kneeview.domain.measurement import Undefined, Value, Withheld
from kneeview.domain.plumb import PlumbLine, levelled
from kneeview.domain.scale import NO_SCALE, Scale, ScaleState
from kneeview.domain.units import Unit
from tests.domain.subjects import scale_of
from tests.strategies import finite

D = DrawingKind
Place = tuple[float, float]
FRONT, BEHIND, MIRRORED = View(), View(Facing.POSTERIOR), View(mirrored=True)
AGAINST_THE_VERTICAL = (D.LEVEL, D.VERTICAL)


def drawn(kind: DrawingKind, *places: Place, number: int = 1, name: str = "") -> Drawing:
    return Drawing(number, kind, tuple(ImagePoint(*place) for place in places), name)


def read(
    drawing: Drawing, scale: Scale | None = None, view: View = FRONT, kind: Kind = Kind.RADIOGRAPH
) -> dict[str, DrawnReading]:
    return {r.gauge.id: r for r in read_drawing(drawing, scale or scale_of(), view, kind)}


def values(
    drawing: Drawing, scale: Scale | None = None, view: View = FRONT, kind: Kind = Kind.RADIOGRAPH
) -> dict[str, Value]:
    outcomes = {gauge: r.outcome for gauge, r in read(drawing, scale, view, kind).items()}
    assert all(isinstance(outcome, Value) for outcome in outcomes.values()), outcomes
    return {gauge: outcome for gauge, outcome in outcomes.items() if isinstance(outcome, Value)}


# ---------------------------------------------------------------------------------------------- worked examples


@pytest.mark.parametrize(
    ("drawing", "gauge", "value", "text"),
    [
        # 3-4-5
        (drawn(D.LENGTH, (10, 10), (40, 50)), "length", 50.0, "50.0 mm"),
        # 30 + 40 + 50
        (drawn(D.POLYLINE, (0, 0), (30, 0), (30, 40), (0, 0)), "length", 120.0, "120.0 mm"),
        # a right angle, and one past it: atan2(10, -10)
        (drawn(D.ANGLE, (0, -50), (0, 0), (20, 0)), "angle", 90.0, "90.0°"),
        (drawn(D.ANGLE, (10, 0), (0, 0), (-10, 10)), "angle", 135.0, "135.0°"),
        # the second line runs back: 180 - atan(1/2)
        (
            drawn(D.LINES_ANGLE, (0, 0), (20, 0), (100, 100), (80, 110)),
            "angle",
            180 - degrees(atan(0.5)),
            "153.4° (supplement 26.6°)",
        ),
        # the same two lines: Cobb takes the smaller
        (drawn(D.COBB_ANGLE, (0, 0), (20, 0), (100, 100), (80, 110)), "angle", degrees(atan(0.5)), "26.6°"),
        (drawn(D.COBB_ANGLE, (0, 0), (20, 0), (100, 100), (120, 110)), "angle", degrees(atan(0.5)), "26.6°"),
        # radius 5
        (drawn(D.CIRCLE, (100, 100), (103, 104)), "diameter", 10.0, "10.0 mm"),
        # the axis drawn first is 60 long; the other reaches 10 to either side
        (drawn(D.ELLIPSE, (0, 0), (60, 0), (45, 10)), "long_axis", 60.0, "60.0 mm"),
        (drawn(D.ELLIPSE, (0, 0), (60, 0), (45, 10)), "short_axis", 20.0, "20.0 mm"),
        # the axis drawn first is the shorter one
        (drawn(D.ELLIPSE, (0, 0), (60, 0), (30, -80)), "long_axis", 160.0, "160.0 mm"),
        (drawn(D.ELLIPSE, (0, 0), (60, 0), (30, -80)), "short_axis", 60.0, "60.0 mm"),
        # seen from the front the patient's right is on the left of the picture
        (drawn(D.LEVEL, (100, 56), (300, 50)), "height_difference", 6.0, "right end 6.0 mm lower"),
        (drawn(D.LEVEL, (300, 50), (100, 56)), "height_difference", 6.0, "right end 6.0 mm lower"),
        (drawn(D.LEVEL, (100, 50), (300, 56)), "height_difference", -6.0, "left end 6.0 mm lower"),
        (drawn(D.LEVEL, (100, 50), (300, 50)), "height_difference", 0.0, "level (0.0 mm)"),
        (drawn(D.LEVEL, (100, 70), (300, 50)), "tilt", degrees(atan(0.1)), "5.7° with the right end lower"),
        (drawn(D.LEVEL, (300, 70), (100, 50)), "tilt", -degrees(atan(0.1)), "5.7° with the left end lower"),
        (drawn(D.LEVEL, (300, 70), (100, 70)), "tilt", 0.0, "0.0° (level)"),
        (drawn(D.VERTICAL, (100, 50), (80, 900)), "distance", 20.0, "20.0 mm to the patient's right"),
        (drawn(D.VERTICAL, (100, 50), (120, 900)), "distance", -20.0, "20.0 mm to the patient's left"),
        (drawn(D.VERTICAL, (100, 50), (100, 900)), "distance", 0.0, "0.0 mm (on the vertical)"),
    ],
)
def test_worked_examples(drawing: Drawing, gauge: str, value: float, text: str) -> None:
    found = values(drawing)[gauge]
    assert found.value == pytest.approx(value, abs=1e-9)
    assert found.text == text


def test_every_number_has_a_worked_example() -> None:
    marks = [mark for mark in getattr(test_worked_examples, "pytestmark", ()) if mark.name == "parametrize"]
    shown = {(drawing.kind, gauge) for drawing, gauge, _, _ in marks[0].args[1]}
    assert shown == {(kind, gauge.id) for kind in D for gauge in GAUGES[kind]}


def test_text_and_arrow_read_nothing() -> None:
    assert not read(drawn(D.TEXT, (0, 0), name="scar"))
    assert not read(drawn(D.ARROW, (0, 0), (10, 10)))


@pytest.mark.parametrize("kind", list(D))
def test_nothing_is_read_before_all_points_are_there(kind: DrawingKind) -> None:
    too_few = [(0.0, 0.0), (9.0, 40.0), (80.0, 3.0)][: max(FORMS[kind].fewest, 2) - 1]
    assert not read(drawn(kind, *too_few))


def test_titles_name_the_number_where_there_is_more_than_one() -> None:
    level = drawn(D.LEVEL, (0, 0), (10, 1), number=3)
    assert [r.title for r in read(level).values()] == ["Level 3, height difference", "Level 3, tilt"]
    assert [r.title for r in read(drawn(D.LENGTH, (0, 0), (9, 9), name="scar")).values()] == ["scar"]
    assert [r.id for r in read(level).values()] == ["level_3.height_difference", "level_3.tilt"]


# --------------------------------------------------------------------------------------------------------- laws


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    """Draw a drawing that reads something, its points well apart."""
    kind = draw(st.sampled_from([kind for kind in D if GAUGES[kind]]))
    count = max(FORMS[kind].fewest, 2)
    coordinate = st.integers(0, 2000).map(lambda tenths: tenths / 10)
    places = draw(st.lists(st.tuples(coordinate, coordinate), min_size=count, max_size=count, unique=True))
    drawing = drawn(kind, *places)
    ends = drawing.points
    assume(min(a.distance(b) for k, a in enumerate(ends) for b in ends[k + 1 :]) > 5)
    assume(abs(ends[0].x - ends[1].x) > 1)  # a level that is upright has no right end
    if kind is D.ELLIPSE:
        (ax, ay), (bx, by), (cx, cy) = places
        assume(abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) > 100)
    return drawing


def numbers(drawing: Drawing, scale: Scale | None = None, view: View = FRONT) -> dict[str, float]:
    return {gauge: value.value for gauge, value in values(drawing, scale, view).items()}


def changed(drawing: Drawing, change: dict[str, float]) -> Drawing:
    """Return the drawing turned (degrees), stretched and moved."""
    turn, k = radians(change.get("turn", 0.0)), change.get("times", 1.0)
    across, down = change.get("across", 1.0), change.get("down", 1.0)
    points = tuple(
        ImagePoint(
            across * (k * (cos(turn) * p.x - sin(turn) * p.y) + change.get("x", 0.0)),
            down * (k * (sin(turn) * p.x + cos(turn) * p.y) + change.get("y", 0.0)),
        )
        for p in drawing.points
    )
    return Drawing(drawing.number, drawing.kind, points)


@given(drawings(), st.floats(-180, 180), st.floats(-500, 500), st.floats(-500, 500))
def test_turning_and_moving_changes_nothing_but_what_is_read_against_the_vertical(
    drawing: Drawing, turn: float, x: float, y: float
) -> None:
    change = {"turn": 0.0 if drawing.kind in AGAINST_THE_VERTICAL else turn, "x": x, "y": y}
    assert numbers(changed(drawing, change)) == pytest.approx(numbers(drawing), rel=1e-6, abs=1e-6)


@given(drawings())
def test_the_mirror_image_reads_the_same(drawing: Drawing) -> None:
    mirror = changed(drawing, {"across": -1.0})
    assert numbers(mirror, view=MIRRORED) == pytest.approx(numbers(drawing))
    assert numbers(mirror, view=BEHIND) == pytest.approx(numbers(drawing))


@given(drawings(), st.floats(0.2, 5))
def test_enlarging_multiplies_lengths_and_leaves_angles(drawing: Drawing, k: float) -> None:
    units = {gauge.id: gauge.unit for gauge in GAUGES[drawing.kind]}
    before = numbers(drawing)
    expected = {gauge: value * (k if units[gauge] is Unit.MM else 1) for gauge, value in before.items()}
    assert numbers(changed(drawing, {"times": k})) == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert numbers(drawing, scale_of(k)) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(drawings(), st.floats(0.2, 2), st.floats(0.2, 2))
def test_oblong_pixels_change_nothing(drawing: Drawing, row_mm: float, column_mm: float) -> None:
    shown = changed(drawing, {"across": 1 / column_mm, "down": 1 / row_mm})
    assert numbers(shown, scale_of(row_mm, column_mm)) == pytest.approx(numbers(drawing), rel=1e-9, abs=1e-7)


@given(drawings(), st.floats(-20, 20))
def test_a_plumb_line_rights_a_leaning_picture(drawing: Drawing, lean: float) -> None:
    """The whole picture leans, and with it a line that hangs: the readings are those of the upright picture."""
    leaning = changed(drawing, {"turn": lean})
    top, bottom = (changed(drawn(D.TEXT, place), {"turn": lean}).points[0] for place in ((50.0, 0.0), (50.0, 200.0)))
    scale = levelled(scale_of(), PlumbLine(top, bottom))
    assert numbers(leaning, scale) == pytest.approx(numbers(drawing), rel=1e-6, abs=1e-6)


def test_angles_are_true_for_oblong_pixels_without_a_scale() -> None:
    scale = Scale(ScaleState.UNCALIBRATED, "none", "Aspect only.", aspect=2.0)
    found = values(drawn(D.ANGLE, (20, 0), (0, 0), (20, 10)), scale)["angle"]
    assert found.value == pytest.approx(45.0)
    assert (found.placement_sd, found.interval) == (None, None)
    angle = drawn(D.ANGLE, (20, 0), (0, 0), (20, 10))
    assert [r.has_error for r in (*read(angle, scale).values(), *read(angle).values())] == [False, True]
    assert not read(drawn(D.LENGTH, (0, 0), (9, 9)), scale)["length"].has_error


# ------------------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("drawing", "gauge", "sd"),
    [
        (drawn(D.LENGTH, (0, 0), (100, 0)), "length", sqrt(2)),
        (drawn(D.CIRCLE, (100, 100), (130, 100)), "diameter", sqrt(2)),  # both sides of the rim, one millimetre each
        (drawn(D.ELLIPSE, (0, 0), (60, 0), (45, 10)), "short_axis", sqrt(2)),
        (drawn(D.LEVEL, (0, 0), (100, 0)), "height_difference", sqrt(2)),
        (drawn(D.LEVEL, (0, 0), (100, 0)), "tilt", degrees(sqrt(2) / 100)),
        (drawn(D.VERTICAL, (0, 0), (70, 400)), "distance", sqrt(2)),
        # arms of 100 at a right angle: 1/100 at either end, and both at the apex
        (drawn(D.ANGLE, (100, 0), (0, 0), (0, 100)), "angle", degrees(sqrt(4) / 100)),
        (drawn(D.COBB_ANGLE, (0, 0), (100, 0), (0, 50), (100, 80)), "angle", None),
    ],
)
def test_placing_errors_go_through_as_worked_out(drawing: Drawing, gauge: str, sd: float | None) -> None:
    found = values(drawing)[gauge].placement_sd
    expected = degrees(hypot(sqrt(2) / 100, sqrt(2) / hypot(100, 30))) if sd is None else sd
    assert found == pytest.approx(expected, rel=1e-3)


def test_the_error_agrees_with_a_simulation() -> None:
    drawing = drawn(D.ANGLE, (300, 20), (40, 60), (200, 310))
    rng = random.Random(5)  # noqa: S311, a simulation
    simulated = []
    for _ in range(20_000):
        points = tuple(p.moved(rng.gauss(0, 1), rng.gauss(0, 1)) for p in drawing.points)
        simulated.append(values(Drawing(1, D.ANGLE, points))["angle"].value)
    assert values(drawing)["angle"].placement_sd == pytest.approx(stdev(simulated), rel=0.03)


def test_a_length_has_the_error_of_its_scale_too() -> None:
    found = values(drawn(D.LENGTH, (0, 0), (100, 0)), scale_of(relative_sd=0.05))["length"]
    assert found.scale_sd == pytest.approx(5.0)
    assert found.interval == pytest.approx((100 - 1.96 * sqrt(27), 100 + 1.96 * sqrt(27)))
    angle = values(drawn(D.ANGLE, (9, 0), (0, 0), (0, 9)), scale_of(relative_sd=0.05))["angle"]
    assert angle.scale_sd == 0


def test_at_the_detector_the_interval_is_that_of_placing_alone() -> None:
    found = values(drawn(D.LENGTH, (0, 0), (100, 0)), scale_of(relative_sd=None))["length"]
    assert found.scale_sd is None
    assert found.interval == pytest.approx((100 - 1.96 * sqrt(2), 100 + 1.96 * sqrt(2)))


def test_on_a_photo_the_text_says_surface_and_clicks_err_more() -> None:
    found = values(drawn(D.LENGTH, (0, 0), (100, 0)), kind=Kind.PHOTO)["length"]
    assert found.text == "100.0 mm, surface"
    assert found.placement_sd == pytest.approx(sqrt(2) * CLICK_ERROR[Kind.PHOTO].u_mm)
    assert {error.status for error in CLICK_ERROR.values()} == {"assumed"}


# ------------------------------------------------------------------------------------------ what cannot be read


@pytest.mark.parametrize("kind", [kind for kind in D if any(g.unit is Unit.MM for g in GAUGES[kind])])
def test_no_millimetre_without_a_scale(kind: DrawingKind) -> None:
    places = [(0.0, 0.0), (100.0, 7.0), (50.0, 40.0)][: max(FORMS[kind].fewest, 2)]
    outcomes = {r.gauge.unit: r.outcome for r in read(drawn(kind, *places), NO_SCALE).values()}
    assert outcomes[Unit.MM] == Withheld("uncalibrated", "needs a scale")
    assert isinstance(outcomes.get(Unit.DEGREE), Value | None)


@pytest.mark.parametrize(
    ("drawing", "reason"),
    [
        (drawn(D.LENGTH, (5, 5), (5, 5)), "its ends coincide"),
        (drawn(D.POLYLINE, (5, 5), (5, 5), (5, 5)), "its points coincide"),
        (drawn(D.ANGLE, (5, 5), (5, 5), (9, 9)), "two of its points coincide"),
        (drawn(D.COBB_ANGLE, (5, 5), (5, 5), (9, 9), (2, 4)), "two of its points coincide"),
        (drawn(D.CIRCLE, (5, 5), (5, 5)), "its ends coincide"),
        (drawn(D.ELLIPSE, (5, 5), (9, 5), (20, 5)), "its ends coincide"),
        (drawn(D.ELLIPSE, (5, 5), (5, 5), (20, 9)), "two of its points coincide"),
        (drawn(D.LEVEL, (5, 5), (5, 90)), "the line runs straight down, so that neither end is the right one"),
        (drawn(D.LENGTH, (5, 5), (1e12, 90)), "its points lie beyond every picture"),
    ],
)
def test_points_that_determine_nothing_say_why(drawing: Drawing, reason: str) -> None:
    assert {r.outcome for r in read(drawing).values()} == {Undefined(reason)}
    assert {r.text for r in read(drawing).values()} == {f"not defined: {reason}"}


def test_points_beyond_the_vanishing_line_of_a_rectangle_say_so() -> None:
    tilted = Homography(((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, -0.01, 1.0)))
    scale = Scale(ScaleState.CALIBRATED, "rectangle", "Tilted.", 1.0, 1.0, perspective=tilted, relative_sd=0.02)
    outcome = read(drawn(D.LENGTH, (5, 5), (5, 150)), scale)["length"].outcome
    assert isinstance(outcome, Undefined)
    assert "vanishing line" in outcome.reason


@given(
    st.sampled_from(D),
    st.lists(st.builds(ImagePoint, finite() | st.integers(-99, 99), finite() | st.integers(-99, 99)), max_size=4),
)
def test_finite_points_never_raise(kind: DrawingKind, points: list[ImagePoint]) -> None:
    drawing = Drawing(1, kind, tuple(points[: FORMS[kind].most]))
    for reading in read_drawing(drawing, scale_of(), FRONT, Kind.RADIOGRAPH):
        if isinstance(reading.outcome, Value):
            assert isfinite(reading.outcome.value)
