"""Where landmarks are likely to lie: near enough for the view on every leg, and nothing where nothing tells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kneeview.domain.edges import EDGES, Middle, Round, Surface
from kneeview.domain.geometry import PlanePoint, Vec
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.likely import Likely, Stand, likely, unit_of
from kneeview.domain.limb import SIDES, LimbFrame, Side, View
from kneeview.domain.measurement import PlacedLandmark
from kneeview.domain.protocols import protocol
from kneeview.imaging.phantom import CHILD, DEMO, SELF_TEST_FILMS, Film, landmark_points

R, LEFT = Side.RIGHT, Side.LEFT
FILMS = (DEMO, CHILD, *SELF_TEST_FILMS)
EMPTY = Stand(400.0, 1000.0, 200.0, View(), {}, {}, in_mm=True)


def truth(film: Film, step: PlacedLandmark) -> Vec:
    point = landmark_points(film)[step[0]][step[1]]
    return LimbFrame(step[0], film.view).to_limb(PlanePoint(point.x * film.column_mm, point.y * film.row_mm))


def stand(film: Film, placed: dict[Side, dict[L, Vec]], *, in_mm: bool = True) -> Stand:
    height = film.rows * film.row_mm
    return Stand(film.width_mm, height, film.width_mm / 2, film.view, placed[R], placed[LEFT], in_mm)


@pytest.mark.parametrize("film", FILMS, ids=lambda film: film.name)
@pytest.mark.parametrize("protocol_id", ["quick_axis", "full_alignment", "leg_length"])
def test_the_next_landmark_is_where_the_view_goes(film: Film, protocol_id: str) -> None:
    placed: dict[Side, dict[L, Vec]] = {side: {} for side in SIDES}
    for step in protocol(protocol_id).steps():
        found = likely(step, stand(film, placed))
        assert found is not None
        shown = max(1.25 * found.reach, 52 * found.unit)
        off = (found.at - truth(film, step)).length
        assert off < 1.25 * shown, step  # in the view, whose longer side shows more than its shorter one
        placed[step[0]][step[1]] = truth(film, step)


def test_the_second_leg_is_looked_for_as_the_mirror_image_of_the_first() -> None:
    right = {i: truth(DEMO, (R, i)) for i in (L.HIP_CENTER, L.KNEE_CENTER, L.ANKLE_CENTER)}
    found = likely((LEFT, L.HIP_CENTER), stand(DEMO, {R: right, LEFT: {}}))
    assert found is not None
    assert found.at.u == pytest.approx(-DEMO.width_mm + right[L.HIP_CENTER].u)
    assert found.at.v == right[L.HIP_CENTER].v


def test_what_the_other_leg_lacks_is_foreseen_on_it_first() -> None:
    right = {L.HIP_CENTER: truth(DEMO, (R, L.HIP_CENTER)), L.KNEE_CENTER: truth(DEMO, (R, L.KNEE_CENTER))}
    found = likely((LEFT, L.ANKLE_CENTER), stand(DEMO, {R: right, LEFT: {}}))
    assert found is not None
    assert (found.at - truth(DEMO, (LEFT, L.ANKLE_CENTER))).length < found.reach


def test_on_this_leg_alone_a_landmark_without_a_partner_follows_the_leg() -> None:
    placed = {R: {L.ILIAC_CREST: Vec(0, 0)}, LEFT: {L.HIP_CENTER: truth(DEMO, (LEFT, L.HIP_CENTER))}}
    placed[R][L.KNEE_CENTER] = truth(DEMO, (R, L.KNEE_CENTER))
    found = likely((LEFT, L.KNEE_CENTER), stand(DEMO, placed))
    assert found is not None
    assert (found.at - truth(DEMO, (LEFT, L.KNEE_CENTER))).length < 2 * found.reach


def test_both_legs_say_where_the_midline_is() -> None:
    placed = {side: {L.HIP_CENTER: truth(DEMO, (side, L.HIP_CENTER)) + Vec(0, 0)} for side in SIDES}
    shifted = {side: {L.HIP_CENTER: at + Vec(LimbFrame(side, DEMO.view).medial_sign * 30, 0)} for side in SIDES
               for at in (placed[side][L.HIP_CENTER],)}  # fmt: skip
    knee = likely((R, L.KNEE_CENTER), stand(DEMO, placed))
    moved = likely((R, L.KNEE_CENTER), stand(DEMO, shifted))
    assert knee is not None
    assert moved is not None
    assert moved.at.u == pytest.approx(knee.at.u + 30)


def test_points_anywhere_along_a_shaft_leave_more_room() -> None:
    shaft = {L.TIBIAL_SHAFT_PROXIMAL: Vec(0, 48), L.TIBIAL_SHAFT_DISTAL: Vec(0, 173)}
    below = replace(EMPTY, height=400.0, right=shaft)
    assert unit_of(below) == 1.0, "how far apart they stand tells no size"
    found = likely((R, L.TIBIAL_PLAFOND_LATERAL), below)
    assert found is not None
    assert abs(found.at.v - 300) < 1.25 * found.reach


def test_without_anything_to_go_by_nothing_is_foreseen() -> None:
    square = replace(EMPTY, height=400.0, in_mm=False)
    assert unit_of(square) is None
    assert likely((R, L.HIP_CENTER), square) is None
    assert likely((R, L.HIP_CENTER), replace(square, in_mm=True)) is None
    assert isinstance(likely((R, L.HIP_CENTER), EMPTY), Likely)


def test_the_size_comes_from_the_leg_then_from_the_film_then_from_the_scale() -> None:
    leg = {L.HIP_CENTER: Vec(0, 0), L.ANKLE_CENTER: Vec(0, 395)}
    assert unit_of(replace(EMPTY, left=leg)) == pytest.approx(0.5)
    assert unit_of(EMPTY) == pytest.approx(0.74 * 1000 / 790)
    assert unit_of(replace(EMPTY, height=500.0)) == 1.0
    near = {L.KNEE_CENTER: Vec(0, 0), L.FEMORAL_NOTCH: Vec(0, -40)}
    assert unit_of(replace(EMPTY, height=500.0, right=near)) == 1.0
    beside = {L.GREATER_TROCHANTER: Vec(0, 0), L.PATELLA_CENTER: Vec(0, 0)}
    assert unit_of(replace(EMPTY, height=500.0, right=beside)) == pytest.approx(1.0, abs=1.0)


def test_a_leg_of_no_length_foresees_nothing() -> None:
    nowhere = {L.HIP_CENTER: Vec(5, 5), L.ANKLE_CENTER: Vec(5, 5)}
    assert likely((R, L.KNEE_CENTER), replace(EMPTY, right=nowhere)) is None


def test_every_way_out_of_bone_has_length_one() -> None:
    for edge in EDGES.values():
        match edge:
            case Surface(way) | Middle(way) | Round(way):
                assert way.length == pytest.approx(1.0, abs=1e-3)
