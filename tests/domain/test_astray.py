"""Slips of the hand are asked about at once, and no leg that anybody has is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from kneeview.domain.checks import Notice, notices
from kneeview.domain.checks.astray import astray
from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, LimbFrame, Side
from kneeview.domain.measurement import PlacedLandmark, Subject
from kneeview.domain.protocols import PROTOCOLS, Protocol, protocol
from kneeview.domain.scale import NO_SCALE, Scale
from kneeview.imaging.phantom import DEMO, Film, landmark_points
from kneeview.imaging.phantom.films import MEASURED_FILMS
from kneeview.imaging.phantom.leg import LegGeometry
from tests.domain.subjects import scale_of

R, LEFT = Side.RIGHT, Side.LEFT
QUICK = protocol("quick_axis").steps()
FULL = protocol("full_alignment").steps()
MM = scale_of()

_PLUMP = LegGeometry(femur_length_mm=140.0, tibia_length_mm=105.0, plateau_width_mm=34.0, head_radius_mm=10.0,
                     trochanter_mm=20.0, neck_mm=12.0)  # fmt: skip
_BENT = (
    Film(name="bow legs of a rachitic child", hip_separation_mm=75.0, right=replace(_PLUMP, mldfa_deg=104.0,
         mpta_deg=70.0), left=replace(_PLUMP, mldfa_deg=102.0, mpta_deg=72.0), seed=1),
    Film(name="bow legs by 40 degrees", right=LegGeometry(mldfa_deg=106.0, mpta_deg=68.0, jlca_deg=4.0,
         axis_tilt_deg=3.0), left=LegGeometry(mldfa_deg=104.0, mpta_deg=72.0), seed=2),
    Film(name="knock knees by 35 degrees", hip_separation_mm=200.0, right=LegGeometry(mldfa_deg=72.0, mpta_deg=106.0,
         axis_tilt_deg=-9.0), left=LegGeometry(mldfa_deg=70.0, mpta_deg=104.0, axis_tilt_deg=-9.0), seed=3),
    Film(name="one short thigh", right=LegGeometry(femur_length_mm=300.0), left=LegGeometry(), seed=4),
    Film(name="one short shank", right=LegGeometry(), left=LegGeometry(tibia_length_mm=240.0), seed=5),
    Film(name="a tall one", hip_separation_mm=200.0, right=LegGeometry(femur_length_mm=560.0, tibia_length_mm=480.0),
         left=LegGeometry(femur_length_mm=562.0, tibia_length_mm=478.0), seed=6),
)  # fmt: skip


def places(film: Film) -> Mapping[Side, Mapping[L, Vec]]:
    """Return where every landmark of a film is, in the limb frames, in millimetres."""
    found: dict[Side, dict[L, Vec]] = {}
    for side, points in landmark_points(film).items():
        frame = LimbFrame(side, film.view)
        mm = {i: (point.x * film.column_mm, point.y * film.row_mm) for i, point in points.items()}
        found[side] = {i: Vec(frame.medial_sign * x, y) for i, (x, y) in mm.items()}
    return found


def subject(
    steps: tuple[PlacedLandmark, ...],
    wrong: Mapping[PlacedLandmark, Vec] | None = None,
    film: Film = DEMO,
    scale: Scale = MM,
) -> Subject:
    """Return what is placed after those steps; `wrong` are landmarks that stand elsewhere."""
    at = places(film)
    positions: dict[Side, dict[L, Vec]] = {side: {} for side in SIDES}
    for side, i in steps:
        if i in at[side]:
            positions[side][i] = (wrong or {}).get((side, i), at[side][i])
    return Subject(positions, scale, Kind.RADIOGRAPH)


def on_other_leg(side: Side, landmark_id: L, film: Film = DEMO) -> Vec:
    """Return the place of a landmark of the other leg, in the frame of this one."""
    there = places(film)[side.other][landmark_id]
    return Vec(-there.u, there.v)


@pytest.mark.parametrize("film", [*MEASURED_FILMS, DEMO, *_BENT], ids=lambda film: film.name)
@pytest.mark.parametrize("entry", PROTOCOLS, ids=lambda entry: entry.id)
def test_while_legs_that_people_have_are_placed_nothing_is_asked(film: Film, entry: Protocol) -> None:
    steps = entry.steps()
    for count in range(1, len(steps) + 1):
        for scale in (MM, NO_SCALE):
            assert tuple(astray(subject(steps[:count], None, film, scale))) == ()


def between_the_knees(side: Side) -> Vec:
    """Return a place a little below the middle between the knees, in the frame of a leg."""
    knee, other = places(DEMO)[side][L.KNEE_CENTER], on_other_leg(side, L.KNEE_CENTER)
    return Vec((knee.u + other.u) / 2, knee.v + 25)


@pytest.mark.parametrize("scale", [MM, NO_SCALE], ids=["mm", "no scale"])
@pytest.mark.parametrize(
    ("placed", "wrong", "at", "words"),
    [
        (3, (R, L.ANKLE_CENTER), between_the_knees(R), "Right ankle centre lies too near to the knee centre"),
        (6, (LEFT, L.ANKLE_CENTER), between_the_knees(LEFT), "Left ankle centre lies too near to the knee centre"),
        (6, (LEFT, L.ANKLE_CENTER), on_other_leg(LEFT, L.ANKLE_CENTER), "Right and left ankle centre lie at almost"),
        (5, (LEFT, L.KNEE_CENTER), on_other_leg(LEFT, L.KNEE_CENTER), "Right and left knee centre lie at almost"),
        (4, (LEFT, L.HIP_CENTER), on_other_leg(LEFT, L.HIP_CENTER), "Right and left hip centre lie at almost"),
    ],
)
def test_a_slip_is_asked_about(placed: int, wrong: PlacedLandmark, at: Vec, words: str, scale: Scale) -> None:
    found = tuple(astray(subject(QUICK[:placed], {wrong: at}, scale=scale)))
    assert len(found) == 1
    assert found[0].text.startswith(words)
    assert found[0].text.endswith("?")
    assert wrong in found[0].doubts


def test_a_point_of_a_joint_that_is_clicked_at_another_joint_is_asked_about_once() -> None:
    at = places(DEMO)
    for wrong, there in (
        ((R, L.FEMORAL_CONDYLE_LATERAL), at[R][L.TIBIAL_PLAFOND_LATERAL]),
        ((LEFT, L.TIBIAL_PLAFOND_LATERAL), at[LEFT][L.TIBIAL_PLATEAU_LATERAL]),
        ((R, L.GREATER_TROCHANTER), at[R][L.FEMORAL_CONDYLE_LATERAL]),
    ):
        made = subject(FULL, {wrong: there})
        asked = [notice for notice in astray(made) if wrong in notice.doubts]
        assert len(asked) == 1
        assert len(tuple(astray(made))) == 1


@pytest.mark.parametrize(("dx", "dy", "how"), [(-330.0, -90.0, "too far beside"), (-330.0, 330.0, "too far from")])
def test_a_point_far_off_is_asked_about(dx: float, dy: float, how: str) -> None:
    at = places(DEMO)[R][L.ANKLE_CENTER]
    found = tuple(astray(subject(QUICK[:3], {(R, L.ANKLE_CENTER): at + Vec(dx, dy)})))
    assert [notice.text for notice in found] == [
        f"Right ankle centre lies {how} the knee centre for this leg: is one of them misplaced?"
    ]


def test_what_is_out_of_order_is_not_asked_about_twice() -> None:
    made = subject(QUICK[:3], {(R, L.ANKLE_CENTER): places(DEMO)[R][L.HIP_CENTER] + Vec(0, -30)})
    doubts = [notice for notice in notices(made, {}) if notice.doubts]
    assert [notice.code for notice in doubts] == ["order", "order"]
    assert len({notice.text for notice in doubts}) == 2


def test_where_nothing_tells_the_size_nothing_is_asked() -> None:
    assert tuple(astray(subject(()))) == ()
    assert tuple(astray(subject(QUICK[:1]))) == ()
    one_spot = {i: Vec(0, 0) for i in (L.HIP_CENTER, L.KNEE_CENTER, L.ANKLE_CENTER)}
    assert tuple(astray(Subject({R: one_spot, LEFT: {}}, NO_SCALE))) == ()
    tiny = {i: Vec(at.u / 50, at.v / 50) for i, at in places(DEMO)[R].items()}
    assert tuple(astray(Subject({R: tiny, LEFT: {}}, MM))) == ()


def test_the_notice_names_the_point_to_look_at() -> None:
    made = subject(QUICK[:3], {(R, L.ANKLE_CENTER): between_the_knees(R)})
    assert tuple(astray(made)) == (
        Notice(
            "astray",
            "Right ankle centre lies too near to the knee centre for this leg: is one of them misplaced?",
            (R, L.ANKLE_CENTER),
            ((R, L.KNEE_CENTER), (R, L.ANKLE_CENTER)),
            "Ankle centre too near to the knee centre?",
        ),
    )
