"""From a path to a case with its picture."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kneeview.case.case import Case
from kneeview.case.opening import (
    Opened,
    OpeningError,
    OtherPixelsError,
    PictureGoneError,
    open_case,
    open_demo,
    open_path,
)
from kneeview.case.persistence import save_case
from kneeview.case.placements import PointMark
from kneeview.domain.calibration import MagnificationCalibration, SpacingCalibration
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import Side
from tests.case.cases import grey_picture

KNEE = (Side.RIGHT, LandmarkId.KNEE_CENTER)


def edited(opened: Opened) -> Case:
    """Return the case with a knee placed."""
    return opened.case.with_placement(*KNEE, PointMark(ImagePoint(3, 4)))


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Path, Path, Case]:
    """Return a picture in one folder, and the case that was made on it in another."""
    films, desk = tmp_path / "films", tmp_path / "desk"
    films.mkdir()
    desk.mkdir()
    picture = grey_picture(films)
    case = edited(open_path(picture))
    save_case(case, desk / "film.kneeview")
    return picture, desk / "film.kneeview", case


def test_an_image_opens_with_an_empty_case(tmp_path: Path) -> None:
    picture = grey_picture(tmp_path)
    opened = open_path(picture)
    assert opened.path is None
    assert opened.case.image.path == str(picture)
    assert (opened.case.image.rows, opened.case.image.columns) == (12, 10)
    assert opened.case.image.byte_count == picture.stat().st_size
    assert opened.case.image.is_of(opened.image)
    assert list(opened.case.placements()) == []


def test_a_case_finds_its_picture_where_it_was(saved: tuple[Path, Path, Case]) -> None:
    picture, path, case = saved
    opened = open_path(path)
    assert opened.case == case
    assert opened.path == path
    assert opened.image.path == picture


def test_the_ending_of_a_case_may_be_in_capitals(saved: tuple[Path, Path, Case]) -> None:
    _, path, case = saved
    assert open_path(path.rename(path.with_suffix(".KNEEVIEW"))).case == case


def test_a_picture_that_moved_beside_the_case_is_found_and_remembered(saved: tuple[Path, Path, Case]) -> None:
    picture, path, case = saved
    beside = path.parent / picture.name
    shutil.move(picture, beside)
    opened = open_path(path)
    assert opened.image.path == beside
    assert opened.case == replace(case, image=replace(case.image, path=str(beside)))


def test_a_picture_that_is_gone_is_told(saved: tuple[Path, Path, Case]) -> None:
    picture, path, _ = saved
    picture.unlink()
    with pytest.raises(
        OpeningError, match=r"^its picture film\.png is gone: it is neither where it was last found nor"
    ):
        open_path(path)


def test_a_picture_with_other_pixels_is_refused(saved: tuple[Path, Path, Case]) -> None:
    picture, path, _ = saved
    grey_picture(picture.parent, seed=2)
    with pytest.raises(OtherPixelsError, match="does not have the pixels that this case was made on"):
        open_path(path)


def test_other_pixels_open_on_the_users_word(saved: tuple[Path, Path, Case]) -> None:
    picture, path, case = saved
    grey_picture(picture.parent, seed=2)
    opened = open_path(path, accept_other_pixels=True)
    assert opened.case.limbs == case.limbs
    assert opened.case.image.is_of(opened.image)
    assert not case.image.is_of(opened.image)


def test_a_case_on_other_pixels_says_so_also_when_it_was_saved_until_its_own_picture_is_back(
    saved: tuple[Path, Path, Case],
) -> None:
    picture, path, case = saved
    own = picture.read_bytes()
    save_case(replace(case, sides_confirmed=True), path)
    assert open_path(path).case.sides_confirmed
    grey_picture(picture.parent, seed=2)
    opened = open_path(path, accept_other_pixels=True)
    assert not opened.case.sides_confirmed, "the side marker of this picture was not looked at"
    save_case(opened.case, path)
    again = open_path(path)
    for each in (opened.case, again.case):
        assert each.made_on is not None
        assert each.made_on.pixels_sha256 == case.image.pixels_sha256
        first = each.notices()[0]
        assert first.code == "other_pixels"
        assert "another file of that name, whose pixels are not those of film.png" in first.text
    grey_picture(picture.parent, seed=3)
    third = open_path(path, accept_other_pixels=True).case.made_on
    assert third is not None
    assert third.pixels_sha256 == case.image.pixels_sha256, "what the landmarks were made on is the first picture"
    picture.write_bytes(own)
    back = open_path(path, accept_other_pixels=True).case
    assert back.made_on is None
    assert "other_pixels" not in {notice.code for notice in back.notices()}


def test_the_same_pixels_in_another_file_are_the_same_picture(saved: tuple[Path, Path, Case]) -> None:
    picture, path, case = saved
    with picture.open("ab") as file:
        file.write(b"a trailing remark")
    opened = open_path(path)
    assert opened.image.sha256 != case.image.sha256
    assert opened.image.pixels_sha256 == case.image.pixels_sha256


def test_another_picture_in_the_old_place_does_not_hide_the_right_one_beside_the_case(
    saved: tuple[Path, Path, Case],
) -> None:
    picture, path, _ = saved
    shutil.move(picture, path.parent / picture.name)
    grey_picture(picture.parent, seed=2)
    assert open_path(path).image.path == path.parent / picture.name


@pytest.mark.parametrize("accepted", [False, True])
def test_an_unreadable_picture_in_the_old_place_does_not_hide_the_right_one_beside_the_case(
    saved: tuple[Path, Path, Case], accepted: bool
) -> None:
    picture, path, _ = saved
    shutil.copy(picture, path.parent / picture.name)
    picture.write_bytes(b"no picture at all")
    assert open_path(path, accept_other_pixels=accepted).image.path == path.parent / picture.name


def test_a_picture_that_cannot_be_read_is_told_with_the_reason(saved: tuple[Path, Path, Case]) -> None:
    picture, path, _ = saved
    picture.write_bytes(b"")
    with pytest.raises(OpeningError, match=r"^its picture film\.png cannot be read: The file is empty"):
        open_path(path)


def test_an_unreadable_picture_and_one_with_other_pixels_are_told_as_other_pixels(
    saved: tuple[Path, Path, Case],
) -> None:
    picture, path, _ = saved
    picture.write_bytes(b"")
    grey_picture(path.parent, seed=2)
    with pytest.raises(OtherPixelsError):
        open_path(path)


@pytest.mark.parametrize("place", ["x" * 5000, "\0", "films/" * 2000])
def test_a_place_that_no_disk_can_have_is_no_place(saved: tuple[Path, Path, Case], place: str) -> None:
    _, path, case = saved
    save_case(replace(case, image=replace(case.image, path=place)), path)
    with pytest.raises(OpeningError, match="is gone"):
        open_path(path)


def test_the_users_scale_comes_with_the_case_and_the_headers_is_read_anew(saved: tuple[Path, Path, Case]) -> None:
    _, path, case = saved
    save_case(case.with_calibration(SpacingCalibration(0.2, 0.2), "me", "now"), path)
    opened = open_path(path)
    assert opened.case.scale.row_mm == 0.2
    assert opened.case.header_scale == opened.image.scale


def test_a_scale_that_the_picture_does_not_support_is_told(saved: tuple[Path, Path, Case]) -> None:
    _, path, case = saved
    record = replace(case.calibration, calibration=MagnificationCalibration(1.1))
    save_case(replace(case, calibration=record), path)
    with pytest.raises(OpeningError, match=r"^calibration: the header has no detector spacing to divide$"):
        open_path(path)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("case.kneeview", b"{}", "schema: this is no kneeview case"),
        ("film.png", b"no picture", "no picture that kneeview knows"),
        ("film.png", b"", "The file is empty"),
    ],
)
def test_what_cannot_be_opened_is_told_in_one_sentence(
    name: str, content: bytes, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(OpeningError, match=sentence):
        open_path(path)


@pytest.mark.parametrize("name", ["case.kneeview", "film.png"])
def test_a_path_that_is_not_there_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(OpeningError, match=r"(?i)no such file"):
        open_path(tmp_path / name)


def test_the_demonstration_opens_needs_no_file_and_comes_back_from_its_case(tmp_path: Path) -> None:
    opened = open_demo()
    assert opened.path is None
    assert opened.case.image.path == ""
    save_case(edited(opened), tmp_path / "demo.kneeview")
    again = open_path(tmp_path / "demo.kneeview")
    assert again.case == edited(opened)
    assert again.path == tmp_path / "demo.kneeview"


def test_the_user_finds_a_picture_that_was_renamed_and_the_case_is_to_be_saved(saved: tuple[Path, Path, Case]) -> None:
    picture, path, case = saved
    found = picture.rename(picture.with_name("renamed.png"))
    with pytest.raises(PictureGoneError):
        open_path(path)
    opened = open_path(path, picture=found)
    assert opened.case.limbs == case.limbs
    assert opened.case.image.path == str(found)
    assert (opened.path, opened.is_saved) == (path, False)
    assert open_path(picture.parent / "renamed.png").is_saved


def test_a_picture_that_the_user_found_must_have_the_pixels_all_the_same(saved: tuple[Path, Path, Case]) -> None:
    picture, path, _ = saved
    picture.unlink()
    wrong = grey_picture(picture.parent, "wrong.png", seed=2)
    with pytest.raises(OtherPixelsError, match=r"the picture wrong\.png \(for film\.png\) does not have the pixels"):
        open_path(path, picture=wrong)
    opened = open_path(path, picture=wrong, accept_other_pixels=True)
    assert opened.image.path == wrong
    assert "made on film.png, whose pixels are not those of wrong.png" in opened.case.notices()[0].text


def test_a_case_without_a_file_looks_only_where_its_picture_was(saved: tuple[Path, Path, Case]) -> None:
    picture, _, case = saved
    opened = open_case(case, None)
    assert (opened.case, opened.path) == (case, None)
    picture.unlink()
    with pytest.raises(PictureGoneError):
        open_case(case, None)
