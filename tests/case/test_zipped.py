"""A case of a picture inside an archive finds it again: where it was, beside the case, or unpacked."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from kneeview.case.case import Case
from kneeview.case.opening import OpeningError, open_path
from kneeview.case.persistence import save_case
from tests.case.cases import grey_picture


@pytest.fixture
def zipped(tmp_path: Path) -> tuple[Path, Path, Case]:
    """Return an archive, and the case that was made on a picture in it."""
    films, desk = tmp_path / "films", tmp_path / "desk"
    films.mkdir()
    desk.mkdir()
    picture = grey_picture(films)
    archive = films / "visit.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(picture, f"study/{picture.name}")
    picture.unlink()
    case = open_path(Path(f"{archive}!study/{picture.name}")).case
    save_case(case, desk / "film.kneeview")
    return archive, desk / "film.kneeview", case


def test_the_case_names_archive_and_picture_and_opens_again(zipped: tuple[Path, Path, Case]) -> None:
    archive, path, case = zipped
    assert case.image.path == str(Path(f"{archive}!study/film.png"))
    assert case.image.name == "film.png"
    assert open_path(path).case == case


def test_an_archive_that_moved_beside_the_case_is_found(zipped: tuple[Path, Path, Case]) -> None:
    archive, path, case = zipped
    shutil.move(archive, path.parent / archive.name)
    opened = open_path(path)
    beside = str(Path(f"{path.parent / archive.name}!study/film.png"))
    assert opened.case == replace(case, image=replace(case.image, path=beside))


def test_a_picture_that_was_unpacked_beside_the_case_is_found(zipped: tuple[Path, Path, Case]) -> None:
    archive, path, case = zipped
    with zipfile.ZipFile(archive) as packed:
        (path.parent / "film.png").write_bytes(packed.read("study/film.png"))
    archive.unlink()
    assert open_path(path).image.path == path.parent / "film.png"
    assert case.image.is_of(open_path(path).image)


def test_an_archive_that_is_gone_is_told(zipped: tuple[Path, Path, Case]) -> None:
    archive, path, _ = zipped
    archive.unlink()
    with pytest.raises(OpeningError, match=r"film\.png is gone"):
        open_path(path)
