"""Repeat readings of whole cases: the pairs that make a reader's own errors, and those that do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kneeview.case.case import Case
from kneeview.case.demo import measured_demo
from kneeview.case.notation.landmarks import read_placement_errors, write_placement_errors
from kneeview.case.notation.node import Node, NotationError
from kneeview.case.placements import PointMark
from kneeview.case.repeats import RepeatError, errors_of_reader
from kneeview.domain.landmarks import Kind, PlacementError
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.measurement import Value
from kneeview.domain.placement_errors import DEFAULT_ERRORS, PlacementErrors
from kneeview.domain.scale import NO_SCALE

FIRST = measured_demo().case


def moved(case: Case, side: Side, dx: float, dy: float) -> Case:
    mark = case.placement(side, L.ANKLE_CENTER)
    assert isinstance(mark, PointMark)
    return case.with_placement(side, L.ANKLE_CENTER, PointMark(mark.point.moved(dx, dy)))


AGAIN = moved(moved(FIRST, Side.RIGHT, 4, 2), Side.LEFT, 4, -2)


def test_two_readings_of_one_film_make_the_errors_of_what_was_placed_otherwise() -> None:
    errors, lines = errors_of_reader([(FIRST, AGAIN)])
    column, row = FIRST.scale.column_mm, FIRST.scale.row_mm
    assert column is not None
    assert row is not None
    own = errors.of(Kind.RADIOGRAPH)
    assert own.keys() == {L.ANKLE_CENTER}
    # Medial on one leg is lateral on the other: the differences are 4 px and -4 px across, 2 px and -2 px down.
    assert own[L.ANKLE_CENTER] == PlacementError(round(4 * column, 3), round(2 * row, 3), "user")
    assert lines == (f"ankle_center on a radiograph: {4 * column:.2f} x {2 * row:.2f} mm from 2 differences",)


def test_the_case_measures_with_the_errors_that_it_carries() -> None:
    errors = PlacementErrors({(L.HIP_CENTER, Kind.RADIOGRAPH): PlacementError(9, 9, "user")})
    before, after = (
        {(r.measurement.id, r.side): r.outcome for r in case.readings()}
        for case in (FIRST, replace(FIRST, placement_errors=errors))
    )
    one, other = before["leg_length", Side.RIGHT], after["leg_length", Side.RIGHT]
    assert isinstance(one, Value)
    assert isinstance(other, Value)
    assert one.placement_sd is not None
    assert other.placement_sd is not None
    assert other.placement_sd > 3 * one.placement_sd
    assert other.value == one.value


@pytest.mark.parametrize(
    ("again", "sentence"),
    [
        (replace(AGAIN, image=replace(AGAIN.image, name="other.dcm")), "are not the same picture"),
        (replace(AGAIN, kind=Kind.PHOTO), "is a film in one case and a photo in the other"),
        (replace(AGAIN, header_scale=NO_SCALE, calibration=FIRST.calibration.__class__()), "needs the same scale"),
        (FIRST, "no landmark was placed twice on 2 legs or more, at different places"),
    ],
)
def test_cases_that_are_no_repeat_readings_are_refused_in_a_sentence(again: Case, sentence: str) -> None:
    with pytest.raises(RepeatError) as error:
        errors_of_reader([(FIRST, again)])
    assert sentence in str(error.value)


def test_films_and_photos_are_kept_apart() -> None:
    photo, photo_again = replace(FIRST, kind=Kind.PHOTO), replace(AGAIN, kind=Kind.PHOTO)
    errors, lines = errors_of_reader([(FIRST, AGAIN), (photo, photo_again)])
    assert {kind for _, kind in errors.own} == set(Kind)
    assert len(lines) == 2


# --------------------------------------------------------------------------------------------------- in case files


def test_errors_of_ones_own_are_written_and_read_again() -> None:
    errors = PlacementErrors({(L.ASIS, Kind.PHOTO): PlacementError(4, 6, "user")})
    written = write_placement_errors(errors)
    assert written == [{"landmark": "asis", "kind": "photo", "sd_u_mm": 4, "sd_v_mm": 6}]
    assert read_placement_errors(Node(written)) == errors
    assert write_placement_errors(DEFAULT_ERRORS) is None
    assert read_placement_errors(Node(None)) == DEFAULT_ERRORS


@pytest.mark.parametrize("size", [0, -1, 101])
def test_an_error_that_is_no_length_is_refused_with_its_place(size: float) -> None:
    row = Node([{"landmark": "asis", "kind": "photo", "sd_u_mm": 4, "sd_v_mm": size}], "placement_errors")
    with pytest.raises(NotationError, match=r"placement_errors\[0\]\.sd_v_mm: must be above 0 and up to 100 mm"):
        read_placement_errors(row)
