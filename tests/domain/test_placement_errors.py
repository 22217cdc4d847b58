"""The table of placement errors: out and in again, refused with a sentence, and made from repeat readings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import Kind, PlacementError
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.placement_errors import (
    DEFAULT_ERRORS,
    PlacementErrors,
    PlacementErrorsError,
    errors_from,
    from_repeats,
    placement_errors_of,
    table_of,
)

HEADER = "landmark,modality,sd_u_mm,sd_v_mm,status\n"


def test_the_programs_own_table_changes_nothing() -> None:
    text = table_of(DEFAULT_ERRORS)
    assert text.startswith("landmark,modality,sd_u_mm,sd_v_mm,status\r\nhip_center,radiograph,1.2,1.5,derived\r\n")
    assert len(text.splitlines()) == 1 + 2 * len(L)
    assert errors_from(text) == DEFAULT_ERRORS
    assert errors_from(text).are_default


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(L), st.sampled_from(Kind)),
        st.tuples(st.sampled_from([0.1, 1.25, 7.0, 100.0]), st.sampled_from([0.2, 1.5, 33.0])),
    )
)
def test_a_table_that_is_written_is_read_again(rows: dict[tuple[L, Kind], tuple[float, float]]) -> None:
    errors = placement_errors_of((landmark_id, kind, u, v) for (landmark_id, kind), (u, v) in rows.items())
    assert errors_from(table_of(errors)) == errors


def test_a_row_of_ones_own_replaces_that_landmark_on_that_picture_alone() -> None:
    errors = errors_from(HEADER + "knee_center,radiograph,2.3,2.3,derived\n\nasis,photo (marked),4,6,\n")
    assert errors.of(Kind.RADIOGRAPH) == {L.KNEE_CENTER: PlacementError(2.3, 2.3, "user")}
    assert errors.of(Kind.PHOTO) == {L.ASIS: PlacementError(4, 6, "user")}
    assert not errors.are_default
    assert "knee_center,radiograph,2.3,2.3,user" in table_of(errors)


def test_the_status_may_be_left_out_and_a_mark_of_the_encoding_may_stand_before() -> None:
    errors = errors_from("\ufefflandmark,modality,sd_u_mm,sd_v_mm\r\nhip_center,photo,9,9\r\n")
    assert errors == PlacementErrors({(L.HIP_CENTER, Kind.PHOTO): PlacementError(9, 9, "user")})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "the first row must name the columns landmark, modality, sd_u_mm, sd_v_mm, status"),
        ("hip_center,radiograph,1,1\n", "the first row must name the columns"),
        (HEADER + "hip_center,radiograph,1,1\n", "row 2 has 4 cells and not 5"),
        (HEADER + "hip,radiograph,1,1,\n", 'row 2: there is no landmark "hip"'),
        (HEADER + "hip_center,scan,1,1,\n", 'row 2: modality "scan" is none of radiograph, photo'),
        (HEADER + "hip_center,photo,zero,1,\n", 'row 2: sd_u_mm "zero" is no length above 0 and up to 100 mm'),
        (HEADER + "hip_center,photo,1,0,\n", 'row 2: sd_v_mm "0" is no length'),
        (HEADER + "hip_center,photo,1,-1,\n", 'row 2: sd_v_mm "-1" is no length'),
        (HEADER + "hip_center,photo,1,inf,\n", 'row 2: sd_v_mm "inf" is no length'),
        (HEADER + "hip_center,photo,1,101,\n", 'row 2: sd_v_mm "101" is no length'),
        (
            HEADER + "hip_center,photo,1,1,\nhip_center,photo,2,2,\n",
            "row 3: hip_center on a photo stands in the table twice",
        ),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_its_row(text: str, sentence: str) -> None:
    with pytest.raises(PlacementErrorsError) as error:
        errors_from(text)
    assert str(error.value).startswith(sentence)


# ----------------------------------------------------------------------------------------------- repeat readings


def repeats(*differences: tuple[float, float]) -> list[tuple[dict[L, Vec], dict[L, Vec]]]:
    return [({L.KNEE_CENTER: Vec(7, 9)}, {L.KNEE_CENTER: Vec(7 + u, 9 + v), L.ASIS: Vec(0, 0)}) for u, v in differences]


def test_the_error_of_one_placement_is_that_of_the_differences_over_the_root_of_two() -> None:
    ((u_mm, v_mm, count),) = from_repeats(repeats((1, 4), (-1, 0), (1, 4), (-1, 0))).values()
    assert (u_mm**2, v_mm**2) == pytest.approx((4 / 3 / 2, 16 / 3 / 2))
    assert count == 4


def test_a_reader_who_moves_every_point_alike_is_steady() -> None:
    ((u_mm, _, _),) = from_repeats(repeats((5, 1), (5.2, 2))).values()
    assert u_mm == pytest.approx(0.1)


@pytest.mark.parametrize(
    "differences",
    [[], [(1, 1)], [(1, 0), (2, 0)], [(0, 1), (0, 2)], [(500, 1), (-500, 2)]],
    ids=["none", "one alone", "no spread along", "no spread across", "farther than anybody misses"],
)
def test_differences_that_tell_nothing_leave_the_programs_figure(differences: list[tuple[float, float]]) -> None:
    assert from_repeats(repeats(*differences)) == {}
