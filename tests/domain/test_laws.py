"""The laws that every measurement keeps, over the whole catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product
from math import cos, isfinite, radians, sin
from operator import attrgetter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kneeview.domain.catalog import CATALOG, measurement, readings
from kneeview.domain.geometry import Homography, ImagePoint, PlanePoint, Vec, rectangle_in_perspective
from kneeview.domain.landmarks import LANDMARKS, Kind, LandmarkId
from kneeview.domain.limb import SIDES, Facing, LimbFrame, Side, View
from kneeview.domain.measurement import (
    Classes,
    ClassValue,
    Measurement,
    Missing,
    PlacedLandmark,
    Subject,
    Undefined,
    Value,
    Withheld,
    read,
)
from kneeview.domain.posture import Posture
from kneeview.domain.scale import NO_SCALE, Scale
from kneeview.domain.units import Unit
from tests.domain.subjects import (
    AGAINST_THE_HORIZONTAL,
    ATTESTED,
    assert_alike,
    numbers,
    reading_of,
    scale_of,
    subject_on,
    value_of,
    without,
    working_points,
)
from tests.strategies import Film, Legs, both_legs, finite, on_film, spacings

DIFFERENCES = frozenset(
    {
        "lld",
        "femur_lld",
        "tibia_lld",
        "femoral_head_height_difference",
        "iliac_crest_height_difference",
        "pelvic_obliquity",
    }
)
"""Readings that say right against left, and so change their sign where the legs are exchanged."""

EACH = [pytest.param(entry, id=entry.id) for entry in CATALOG]


LEGS = settings(max_examples=25)
"""Drawing 27 landmarks on two legs and reading them all takes a while."""


def moved(film: Film, place: Callable[[float, float], tuple[float, float]]) -> Film:
    """Return the picture with every landmark taken where `place` says."""
    return {side: {i: place(x, y) for i, (x, y) in points.items()} for side, points in film.items()}


def classes(subject: Subject) -> dict[tuple[str, Side | None], str]:
    """Return the classes whose numbers are not on a bound, where rounding alone may decide."""
    found: dict[tuple[str, Side | None], str] = {}
    for reading in readings(subject):
        rule, outcome = reading.measurement.rule, reading.outcome
        if isinstance(rule, Classes) and isinstance(outcome, ClassValue):
            points = working_points(reading.measurement, reading.side, subject)
            if all(abs(d.compute(*points) - bound) > 1e-5 for d in rule.dimensions for bound in d.bounds):
                found[reading.measurement.id, reading.side] = outcome.value
    return found


def placement_errors(subject: Subject) -> dict[tuple[str, Side | None], float]:
    """Return the placement error of every number."""
    return {
        (reading.measurement.id, reading.side): reading.outcome.placement_sd
        for reading in readings(subject)
        if isinstance(reading.outcome, Value) and reading.outcome.placement_sd is not None
    }


def assert_same_errors(found: Subject, expected: Subject) -> None:
    here, there = placement_errors(found), placement_errors(expected)
    assert here.keys() == there.keys()
    for key, sd in here.items():
        assert sd == pytest.approx(there[key], rel=1e-4), key


# ---------------------------------------------------------------------------------------- 1: turning and moving


@LEGS
@given(both_legs(), st.floats(-180, 180), st.floats(-2000, 2000), st.floats(-2000, 2000))
@example({side: {x.id: x.typical + Vec(-90, 0) for x in LANDMARKS} for side in SIDES}, 180.0, 0.0, 0.0)
def test_turning_and_moving_the_legs_changes_only_the_readings_against_the_horizontal(
    limbs: Legs, turn_deg: float, dx: float, dy: float
) -> None:
    c, s = cos(radians(turn_deg)), sin(radians(turn_deg))
    film = on_film(limbs)
    before = subject_on(film)
    after = subject_on(moved(film, lambda x, y: (c * x - s * y + dx, s * x + c * y + dy)))
    assert_alike(
        without(numbers(after), AGAINST_THE_HORIZONTAL),
        without(numbers(before), AGAINST_THE_HORIZONTAL),
    )
    here, there = classes(before), classes(after)
    assert {key: here[key] for key in here.keys() & there.keys()} == {
        key: there[key] for key in here.keys() & there.keys()
    }


@LEGS
@given(both_legs(), st.floats(-2000, 2000), st.floats(-2000, 2000))
def test_moving_the_legs_changes_nothing_at_all(limbs: Legs, dx: float, dy: float) -> None:
    film = on_film(limbs)
    before, after = subject_on(film), subject_on(moved(film, lambda x, y: (x + dx, y + dy)))
    assert_alike(numbers(after), numbers(before))
    assert_same_errors(after, before)


@LEGS
@given(both_legs(), st.floats(-30, 30))
def test_a_picture_that_leans_reads_as_an_upright_one_once_its_lean_is_told(limbs: Legs, lean_deg: float) -> None:
    c, s = cos(radians(-lean_deg)), sin(radians(-lean_deg))
    film = on_film(limbs)
    leaning = moved(film, lambda x, y: (c * x - s * y, s * x + c * y))
    before, after = subject_on(film), subject_on(leaning, replace(scale_of(), roll_deg=lean_deg))
    assert_alike(numbers(after), numbers(before))
    assert_same_errors(after, before)


@LEGS
@given(both_legs(), st.floats(-30, 30))
def test_readings_against_the_horizontal_turn_with_the_picture(limbs: Legs, turn_deg: float) -> None:
    c, s = cos(radians(turn_deg)), sin(radians(turn_deg))
    film = on_film(limbs)
    before, after = subject_on(film), subject_on(moved(film, lambda x, y: (c * x - s * y, s * x + c * y)))
    for measurement_id in ("kjlo", "ajlo"):
        for side, sign in zip(SIDES, (1, -1), strict=True):
            change = value_of(measurement_id, side, after).value - value_of(measurement_id, side, before).value
            assert change == pytest.approx(sign * turn_deg, abs=1e-6)
    change = value_of("pelvic_obliquity", None, after).value - value_of("pelvic_obliquity", None, before).value
    assert change == pytest.approx(-turn_deg, abs=1e-6)  # clockwise on the screen lifts the right side


# ----------------------------------------------------------------------------------------------- 2: the mirror


@pytest.mark.parametrize(
    "view",
    [View(mirrored=True), View(Facing.POSTERIOR)],
    ids=["a mirror image", "from behind"],
)
@LEGS
@given(limbs=both_legs())
def test_the_mirrored_picture_measures_the_same_once_the_view_is_told(view: View, limbs: Legs) -> None:
    film = on_film(limbs)
    before = subject_on(film)
    after = subject_on(moved(film, lambda x, y: (2400 - x, y)), view=view)
    assert_alike(numbers(after), numbers(before))
    assert_same_errors(after, before)


@LEGS
@given(both_legs())
def test_a_mirror_image_from_behind_is_as_seen_from_the_front(limbs: Legs) -> None:
    film = on_film(limbs)
    assert_alike(numbers(subject_on(film, view=View(Facing.POSTERIOR, mirrored=True))), numbers(subject_on(film)))


@LEGS
@given(both_legs())
def test_a_mirror_that_is_not_told_turns_varus_into_valgus(limbs: Legs) -> None:
    film = on_film(limbs)
    told, untold = subject_on(film), subject_on(moved(film, lambda x, y: (2400 - x, y)))
    for side in SIDES:
        for measurement_id in ("mad", "fta", "jlca", "clinical_tfa"):
            assert value_of(measurement_id, side, untold).value == pytest.approx(
                -value_of(measurement_id, side, told).value, abs=1e-6
            )


# -------------------------------------------------------------------------------------------- 3 and 4: the scale


@LEGS
@given(both_legs(), st.floats(0.2, 5))
def test_enlarging_multiplies_lengths_and_leaves_angles_and_percentages(limbs: Legs, factor: float) -> None:
    film = on_film(limbs)
    before, after = subject_on(film, scale_of(1.0)), subject_on(film, scale_of(factor))
    in_mm = {entry.id for entry in CATALOG if entry.unit is Unit.MM}
    assert_alike(
        numbers(after),
        {key: value * factor if key[0] in in_mm else value for key, value in numbers(before).items()},
    )


@LEGS
@given(both_legs(), spacings(), spacings())
def test_oblong_pixels_change_nothing(limbs: Legs, row_mm: float, column_mm: float) -> None:
    film = on_film(limbs)
    oblong = subject_on(moved(film, lambda x, y: (x / column_mm, y / row_mm)), scale_of(row_mm, column_mm))
    assert_alike(numbers(oblong), numbers(subject_on(film)))
    assert_same_errors(oblong, subject_on(film))


@LEGS
@given(both_legs(), spacings(), spacings())
def test_without_a_scale_the_shape_of_the_pixels_is_enough_for_angles(
    limbs: Legs, row_mm: float, column_mm: float
) -> None:
    film = on_film(limbs)
    shape_only = subject_on(
        moved(film, lambda x, y: (x / column_mm, y / row_mm)), replace(NO_SCALE, aspect=row_mm / column_mm)
    )
    in_mm = frozenset(entry.id for entry in CATALOG if entry.unit is Unit.MM)
    assert_alike(numbers(shape_only), without(numbers(subject_on(film)), in_mm))
    for reading in readings(shape_only):
        if reading.measurement.id in in_mm:
            assert reading.outcome == Withheld("uncalibrated", "needs a scale")
        elif isinstance(reading.outcome, Value):
            told = (reading.outcome.placement_sd, reading.outcome.interval, reading.outcome.sensitivity)
            assert told == (None, None, ())


# -------------------------------------------------------------------------------------------- 5: there and back

POINTS = st.builds(ImagePoint, st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))


def perspectives() -> st.SearchStrategy[Homography]:
    """Draw a rectangle that was marked on a photo of about 3000 x 4000 pixels, tilted as cameras are."""
    shift = st.floats(-60, 60)
    return st.tuples(*[shift] * 8, st.floats(200, 2000), st.floats(200, 2000)).map(
        lambda d: rectangle_in_perspective(
            [
                (500 + d[0], 500 + d[1]),
                (2500 + d[2], 500 + d[3]),
                (2500 + d[4], 3500 + d[5]),
                (500 + d[6], 3500 + d[7]),
            ],
            d[8],
            d[9],
        )
    )


@given(POINTS, spacings(), spacings(), st.just(0.0) | st.floats(-180, 180))
def test_to_the_plane_and_back_is_the_identity(
    point: ImagePoint, row_mm: float, column_mm: float, roll_deg: float
) -> None:
    for flat in (scale_of(row_mm, column_mm), replace(NO_SCALE, aspect=row_mm / column_mm)):
        scale = replace(flat, roll_deg=roll_deg)
        back = scale.to_image(scale.to_plane(point))
        assert (back.x, back.y) == pytest.approx((point.x, point.y), rel=1e-12, abs=1e-7)


@given(st.builds(ImagePoint, st.floats(0, 3000), st.floats(0, 4000)), perspectives())
def test_to_the_plane_of_a_photo_and_back_is_the_identity(point: ImagePoint, perspective: Homography) -> None:
    scale = replace(scale_of(), perspective=perspective, roll_deg=3.0)
    back = scale.to_image(scale.to_plane(point))
    assert (back.x, back.y) == pytest.approx((point.x, point.y), abs=1e-6)


@given(
    st.floats(-1e4, 1e4),
    st.floats(-1e4, 1e4),
    st.sampled_from(Side),
    st.builds(View, st.sampled_from(Facing), st.booleans()),
)
def test_to_the_limb_and_back_is_the_identity(x: float, y: float, side: Side, view: View) -> None:
    frame = LimbFrame(side, view)
    assert frame.to_plane(frame.to_limb(PlanePoint(x, y))) == PlanePoint(x, y)


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("facing", Facing)
@pytest.mark.parametrize("mirrored", [False, True])
def test_medial_is_towards_the_other_leg(side: Side, facing: Facing, mirrored: bool) -> None:
    right_is_left_on_screen = {Facing.ANTERIOR: True, Facing.POSTERIOR: False}[facing] ^ mirrored
    x_of = {Side.RIGHT: 0.0, Side.LEFT: 100.0} if right_is_left_on_screen else {Side.RIGHT: 100.0, Side.LEFT: 0.0}
    frame = LimbFrame(side, View(facing, mirrored))
    here, there = (frame.to_limb(PlanePoint(x_of[s], 7.0)) for s in (side, side.other))
    assert there.u - here.u == 100
    assert (here.v, there.v) == (7, 7)


# ------------------------------------------------------------------------------- 6: what is missing; never raising


def ways(entry: Measurement, kind: Kind = Kind.RADIOGRAPH) -> list[frozenset[LandmarkId]]:
    """Return every set of landmarks that is enough for a measurement: one way for each of its needs."""
    return [
        frozenset(i for source in chosen for i in source.landmarks)
        for chosen in product(*([s for s in need.sources if s.only in (None, kind)] for need in entry.needs))
    ]


def having(
    ids: frozenset[LandmarkId], *, lacking: PlacedLandmark | None = None, kind: Kind = Kind.RADIOGRAPH
) -> Subject:
    """Return two legs with those landmarks only, but one."""
    return Subject(
        {
            side: {x.id: x.typical + Vec(-90, 0) for x in LANDMARKS if x.id in ids and (side, x.id) != lacking}
            for side in SIDES
        },
        scale_of(),
        kind,
        ATTESTED,
    )


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("entry", EACH)
def test_each_way_of_placing_is_enough(entry: Measurement, kind: Kind) -> None:
    for way in ways(entry, kind):
        for side in entry.sides:
            reading = read(entry, side, having(way, kind=kind))
            assert reading.is_value, way
            assert way.issuperset(i for _, i in reading.served.landmarks)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("entry", EACH)
def test_without_one_of_its_needs_exactly_one_landmark_is_missing_and_placing_it_helps(
    entry: Measurement, kind: Kind
) -> None:
    for way in ways(entry, kind):
        for side in entry.sides:
            for lacking in [(s, i) for s in ([side] if side else SIDES) for i in way]:
                rest = having(way, lacking=lacking, kind=kind)
                outcome = read(entry, side, rest).outcome
                if isinstance(outcome, (Value, ClassValue)):
                    continue  # another way is still open
                assert isinstance(outcome, Missing)
                assert len(outcome.landmarks) == 1, (lacking, outcome)
                needs_pair_or_other = outcome.landmarks[0]
                assert needs_pair_or_other[0] == lacking[0]
                positions = {s: dict(rest.positions[s]) for s in SIDES}
                positions[needs_pair_or_other[0]][needs_pair_or_other[1]] = Vec(-80, 40)
                assert not isinstance(read(entry, side, replace(rest, positions=positions)).outcome, Missing)


ONE_WAY = [entry for entry in CATALOG if all(len(need.sources) == 1 for need in entry.needs)]


@pytest.mark.parametrize("entry", ONE_WAY, ids=attrgetter("id"))
def test_where_there_is_one_way_only_the_missing_landmark_is_named(entry: Measurement) -> None:
    (way,) = ways(entry)
    for side in entry.sides:
        for lacking in [(s, i) for s in ([side] if side else SIDES) for i in way]:
            outcome = read(entry, side, having(way, lacking=lacking)).outcome
            assert outcome == Missing((lacking,), sided=side is None)


@pytest.mark.parametrize("entry", EACH)
def test_with_nothing_placed_the_plain_way_is_asked_for_and_its_words_say_so(entry: Measurement) -> None:
    for side in entry.sides:
        outcome = read(entry, side, having(frozenset())).outcome
        assert isinstance(outcome, Missing)
        asked = {i for _, i in outcome.landmarks}
        assert asked in ways(entry)
        assert len(asked) == min(map(len, ways(entry)))
        assert len(outcome.landmarks) == len(asked) * (1 if side else 2)
        assert outcome.text.startswith("needs ")
        assert ("right and left " in outcome.text) == (side is None)


@pytest.mark.parametrize("alone", [LandmarkId.FEMORAL_NOTCH, LandmarkId.TIBIAL_SPINES])
@pytest.mark.parametrize("name", ["mad", "hka", "femur_length", "tibia_length"])
def test_one_of_the_pair_alone_asks_for_the_knee_centre(name: str, alone: LandmarkId) -> None:
    placed_here = {LandmarkId.HIP_CENTER, LandmarkId.ANKLE_CENTER, alone}
    outcome = read(measurement(name), Side.RIGHT, having(frozenset(placed_here))).outcome
    assert outcome == Missing(((Side.RIGHT, LandmarkId.KNEE_CENTER),))


def test_what_is_missing_is_told_in_words() -> None:
    assert Missing(((Side.RIGHT, LandmarkId.HIP_CENTER),)).text == "needs hip centre"
    one_sided = Missing(((Side.RIGHT, LandmarkId.HIP_CENTER), (Side.LEFT, LandmarkId.ASIS)), sided=True)
    assert one_sided.text == "needs right hip centre, left anterior superior iliac spine"


def test_the_pelvis_asks_for_the_hip_centres_first() -> None:
    outcome = reading_of("pelvic_obliquity", None, having(frozenset())).outcome
    assert outcome == Missing(tuple((side, LandmarkId.HIP_CENTER) for side in SIDES), sided=True)


@pytest.mark.parametrize(
    ("measurement_id", "touching", "words"),
    [
        ("imd", "knees_touching", 'needs "knees touching" to be confirmed'),
        ("icd", "ankles_touching", 'needs "ankles touching" to be confirmed'),
    ],
)
def test_a_gap_is_withheld_until_its_posture_is_attested(measurement_id: str, touching: str, words: str) -> None:
    everything = having(frozenset(LandmarkId))
    without_it = replace(everything, posture=ATTESTED.with_attestation(touching, attested=False))
    assert reading_of(measurement_id, None, without_it).outcome == Withheld("posture", words)
    with_it_alone = replace(everything, posture=Posture().with_attestation(touching, attested=True))
    assert reading_of(measurement_id, None, with_it_alone).is_value


def test_only_the_gaps_between_the_legs_depend_on_posture() -> None:
    everything = replace(having(frozenset(LandmarkId)), posture=Posture())
    assert {r.measurement.id for r in readings(everything) if not r.is_value} == {"imd", "icd"}


@st.composite
def any_points(draw: st.DrawFn) -> Mapping[Side, Mapping[LandmarkId, Vec]]:
    """Draw legs whose landmarks lie on a handful of points anywhere at all, so that many coincide."""
    pool = draw(st.lists(st.builds(Vec, finite(), finite()), min_size=1, max_size=5))
    return draw(
        st.fixed_dictionaries(
            {side: st.fixed_dictionaries({i: st.sampled_from(pool) for i in LandmarkId}) for side in SIDES}
        )
    )


@given(
    any_points(),
    st.sampled_from([scale_of(relative_sd=0.02), scale_of(relative_sd=None), NO_SCALE]),
    st.sampled_from(Kind),
)
@example({side: dict.fromkeys(LandmarkId, Vec(0, 0)) for side in SIDES}, scale_of(), Kind.RADIOGRAPH)
@example(
    {side: {i: Vec(1e308 * (-1) ** k, 1e308 * (-1) ** (k // 2)) for k, i in enumerate(LandmarkId)} for side in SIDES},
    scale_of(),
    Kind.RADIOGRAPH,
)
@example(
    {side: {i: Vec(k * 5e-324, 3 * k * k * 5e-324) for k, i in enumerate(LandmarkId)} for side in SIDES},
    scale_of(),
    Kind.PHOTO,
)
def test_finite_points_never_raise_and_never_give_what_is_no_number(
    positions: Mapping[Side, Mapping[LandmarkId, Vec]], scale: Scale, kind: Kind
) -> None:
    for reading in readings(Subject(positions, scale, kind, ATTESTED)):
        outcome = reading.outcome
        assert not isinstance(outcome, Missing)
        assert reading.text
        if isinstance(outcome, Value):
            assert isfinite(outcome.value), reading
            for sd in (outcome.placement_sd, outcome.scale_sd):
                assert sd is None or (isfinite(sd) and sd >= 0), reading
            if outcome.interval is not None:
                low, high = outcome.interval
                assert low <= outcome.value <= high, reading
            for _, change in outcome.sensitivity:
                assert isfinite(change)
                assert change >= 0
        elif isinstance(outcome, Undefined):
            assert outcome.text.startswith("not defined: ")


@pytest.mark.parametrize("entry", [e for e in CATALOG if e.id not in DIFFERENCES], ids=attrgetter("id"))
def test_where_all_points_coincide_an_angle_is_not_defined_and_a_length_is_nothing(entry: Measurement) -> None:
    everything = Subject({side: dict.fromkeys(LandmarkId, Vec(0, 50)) for side in SIDES}, scale_of(), posture=ATTESTED)
    for side in entry.sides:
        outcome = read(entry, side, everything).outcome
        if entry.id in {"femur_length", "tibia_length", "leg_length", "leg_length_head_top", "imd", "icd"}:
            assert isinstance(outcome, Value)
            assert outcome.value == 0
        else:
            assert outcome == Undefined("two of its points coincide")


def test_a_line_along_the_plateau_never_crosses_it() -> None:
    along = subject_on(
        {
            Side.RIGHT: {
                LandmarkId.HIP_CENTER: (0, 400),
                LandmarkId.ANKLE_CENTER: (900, 400),
                LandmarkId.TIBIAL_EDGE_LATERAL: (60, 500),
                LandmarkId.TIBIAL_EDGE_MEDIAL: (140, 500),
            }
        }
    )
    for measurement_id in ("wbl_percent", "mad_zone"):
        assert reading_of(measurement_id, Side.RIGHT, along).outcome == Undefined("two of its lines are parallel")


# ------------------------------------------------------------------------------------------------ 7: identities


@LEGS
@given(both_legs())
def test_varus_is_what_femur_tibia_and_joint_add_up_to(limbs: Legs) -> None:
    subject = subject_on(on_film(limbs))
    for side in SIDES:
        hka, mldfa, mpta, jlca = (value_of(i, side, subject).value for i in ("hka", "mldfa", "mpta", "jlca"))
        assert 180 - hka == pytest.approx(mldfa - mpta + jlca, abs=1e-9)


@LEGS
@given(both_legs())
def test_the_angles_at_the_condyles_differ_by_the_angle_of_the_axes(limbs: Legs) -> None:
    subject = subject_on(on_film(limbs))
    for side in SIDES:
        mldfa, aldfa, ama = (value_of(i, side, subject).value for i in ("mldfa", "aldfa", "ama"))
        assert abs(mldfa - aldfa) == pytest.approx(ama, abs=1e-9)


@LEGS
@given(both_legs())
def test_the_deviation_and_the_angle_agree_on_the_side(limbs: Legs) -> None:
    one_knee: Legs = {
        side: {i: at for i, at in leg.items() if i is not LandmarkId.FEMORAL_NOTCH} for side, leg in limbs.items()
    }
    subject = subject_on(on_film(one_knee))
    for side in SIDES:
        deviation, angle = value_of("mad", side, subject), value_of("hka", side, subject)
        femur, tibia, whole = (value_of(i, side, subject).value for i in ("femur_length", "tibia_length", "leg_length"))
        # Twice the area of the triangle hip-knee-ankle, by its height and by its angle.
        assert deviation.value * whole == pytest.approx(femur * tibia * sin(radians(180 - angle.value)), abs=1e-4)


@LEGS
@given(both_legs())
def test_the_zone_and_the_percentage_agree(limbs: Legs) -> None:
    subject = subject_on(on_film(limbs))
    for side in SIDES:
        percent = value_of("wbl_percent", side, subject).value
        zone = reading_of("mad_zone", side, subject).outcome
        assert isinstance(zone, ClassValue)
        assert zone.value[0] == ("M" if percent <= 50 else "L")
        assert int(zone.value[1]) == min(3, 1 + int(abs(percent - 50) / 25)) or abs(percent - 50) % 25 == 0


@LEGS
@given(both_legs())
def test_exchanging_the_legs_exchanges_the_readings_and_turns_the_differences_over(limbs: Legs) -> None:
    exchanged = {side: limbs[side.other] for side in SIDES}
    before, after = numbers(subject_on(on_film(limbs))), numbers(subject_on(on_film(exchanged)))
    assert_alike(
        after,
        {(i, side and side.other): -value if i in DIFFERENCES else value for (i, side), value in before.items()},
    )


# ------------------------------------------------------------------------------------------- 8: what is said of it


@LEGS
@given(both_legs())
def test_on_a_photo_the_numbers_are_the_same_and_say_that_they_are_of_the_surface(limbs: Legs) -> None:
    film = on_film(limbs)
    assert_alike(numbers(subject_on(film, kind=Kind.PHOTO)), numbers(subject_on(film)))
    for bones, skin in zip(readings(subject_on(film)), readings(subject_on(film, kind=Kind.PHOTO)), strict=True):
        assert skin.text.endswith(", surface")
        assert "surface" not in bones.text
        assert (bones.name, bones.short) == (bones.measurement.name, bones.measurement.short)
        assert "surface" in skin.name.lower()
        assert skin.short == f"{bones.short} (surface)"


def test_on_a_photo_nothing_is_called_by_the_name_of_a_film() -> None:
    placed_on_skin = having(frozenset(LandmarkId), kind=Kind.PHOTO)
    named = {r.measurement.id: r.name for r in readings(placed_on_skin)}
    assert named["mad"] == "Offset of the surface line hip-ankle at the knee"
    assert named["hka"] == "Surface hip-knee-ankle angle"
    assert named["lld"] == "Surface leg-length inequality"
    assert named["mldfa"] == "Mechanical lateral distal femoral angle (surface)"


def test_the_pelvic_line_is_that_of_the_spines_on_a_photo_only() -> None:
    spines = frozenset({LandmarkId.ASIS})
    on_film = reading_of("pelvic_obliquity", None, having(spines))
    assert on_film.text == "needs right and left hip centre"
    assert on_film.served.landmarks == ()
    on_photo = reading_of("pelvic_obliquity", None, having(spines, kind=Kind.PHOTO))
    assert on_photo.text == "0.0° (level), 0.0 mm between the anterior superior iliac spines, surface"
    assert on_photo.served.ways == ((None, "anterior superior iliac spines"),)


def test_a_reading_says_which_way_served_on_each_side() -> None:
    mixed = having(frozenset({LandmarkId.HIP_CENTER, LandmarkId.ANKLE_CENTER, LandmarkId.KNEE_CENTER}))
    pair = {i: x.typical for x in LANDMARKS if (i := x.id) in {LandmarkId.FEMORAL_NOTCH, LandmarkId.TIBIAL_SPINES}}
    right = dict(mixed.positions[Side.RIGHT]) | pair
    mixed = replace(mixed, positions={Side.RIGHT: right, Side.LEFT: mixed.positions[Side.LEFT]})
    assert reading_of("hka", Side.RIGHT, mixed).served.ways == (
        (Side.RIGHT, "femoral notch"),
        (Side.RIGHT, "tibial spines"),
    )
    assert reading_of("femur_lld", None, mixed).served.ways == (
        (Side.RIGHT, "femoral notch"),
        (Side.LEFT, "knee centre"),
    )
    assert reading_of("mad", Side.RIGHT, mixed).served.landmarks == (
        (Side.RIGHT, LandmarkId.HIP_CENTER),
        (Side.RIGHT, LandmarkId.KNEE_CENTER),
        (Side.RIGHT, LandmarkId.ANKLE_CENTER),
    )


def test_only_the_ranges_of_what_is_measured_at_the_skin_as_well_are_shown_on_a_photo() -> None:
    placed = having(frozenset(LandmarkId))
    on_a_film, on_a_photo = (
        {r.measurement.id for r in readings(subject) if isinstance(r.outcome, Value) and r.outcome.ranges}
        for subject in (placed, replace(placed, kind=Kind.PHOTO))
    )
    assert on_a_film == {entry.id for entry in CATALOG if entry.ranges}
    assert on_a_photo == {"q_angle"}


@LEGS
@given(both_legs())
def test_no_text_of_a_directed_reading_carries_a_bare_sign(limbs: Legs) -> None:
    for reading in readings(subject_on(on_film(limbs))):
        if reading.measurement.id != "wbl_percent":  # a place on a scale from 0 to 100, not a direction
            assert "-" not in reading.text, reading.text


@LEGS
@given(both_legs())
def test_the_lines_on_the_picture_are_those_that_are_measured(limbs: Legs) -> None:
    subject = subject_on(on_film(limbs))
    for reading in readings(subject):
        outcome = reading.outcome
        assert isinstance(outcome, (Value, ClassValue))
        points = working_points(reading.measurement, reading.side, subject)
        assert bool(outcome.strokes) == (reading.measurement.lines is not None)
        for stroke in outcome.strokes:
            if stroke.kind.value == "axis deviation":
                assert isinstance(outcome, Value)
                assert (stroke.end - stroke.start).length == pytest.approx(abs(outcome.value), abs=1e-9)
                assert (stroke.end.u - stroke.start.u) * outcome.value >= 0  # the line lies where the words say
            else:
                for end in (stroke.start, stroke.end):
                    assert min((end - point).length for point in points) < 1e-9
        lengths = {"femur_length", "tibia_length", "leg_length"}
        if reading.measurement.id in lengths and isinstance(outcome, Value):
            (line,) = outcome.strokes
            assert (line.end - line.start).length == outcome.value
