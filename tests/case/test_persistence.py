"""Case files: load of save is the identity, strangers are refused, and a failed write loses nothing."""

from __future__ import annotations

import errno
import json
import os
import re
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from kneeview import __version__
from kneeview.case import persistence
from kneeview.case.calibration_record import CalibrationRecord
from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.case.notation.node import Json, NotationError
from kneeview.case.persistence import VERSION, CaseError, from_json, read_case, save_case, to_json, write_beside
from kneeview.case.placements import Absent, CircleMark, PointMark
from kneeview.domain.calibration import SphereCalibration
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind, LandmarkId
from kneeview.domain.limb import Side
from tests.case.cases import cases

STORED = sorted((Path(__file__).parents[1] / "data" / "cases").glob("*.json"))

MINIMAL = {"schema": "kneeview.case/1", "image": {"name": "film.dcm"}}
EMPTY = Case(ImageReference("film.dcm"))


def file_of(**changes: Json) -> bytes:
    """Return the least case file there is, with other members."""
    return json.dumps({**MINIMAL, **changes}).encode()


# ------------------------------------------------------------------------------------------------- the identity


@settings(max_examples=60)
@given(case=cases())
def test_load_of_save_is_the_identity(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "identity.kneeview"
    save_case(case, path)
    assert read_case(path) == case


@settings(max_examples=30)
@given(case=cases())
def test_saving_what_was_loaded_writes_the_same_file(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    first, second = (tmp_path_factory.getbasetemp() / f"{name}.kneeview" for name in ("first", "second"))
    save_case(case, first)
    save_case(read_case(first), second)
    assert json.loads(second.read_bytes()) == json.loads(first.read_bytes())


def test_the_least_file_opens_with_every_default() -> None:
    assert from_json(file_of()) == EMPTY


def test_the_file_says_what_the_contract_asks_for() -> None:
    document = to_json(EMPTY)
    assert document["schema"] == f"kneeview.case/{VERSION}"
    assert document["program"] == {"name": "kneeview", "version": __version__}
    image = document["image"]
    assert isinstance(image, dict)
    assert image.keys() >= {"path", "name", "size", "sha256", "sop_instance_uid"}
    assert document.keys() >= {"landmarks", "calibration", "posture", "patient", "impression"}
    assert document["calibration"] == {"method": "header", "by": "", "at": ""}


def test_the_file_is_readable_text(tmp_path: Path) -> None:
    path = tmp_path / "case.kneeview"
    save_case(Case(ImageReference("Röntgen.dcm"), impression="straight"), path)
    text = path.read_text(encoding="utf-8")
    assert "Röntgen.dcm" in text
    assert len(text.splitlines()) > 20


def test_a_name_that_is_no_utf_8_is_saved_and_comes_back(tmp_path: Path) -> None:
    name = b"film-\xff.png".decode("utf-8", "surrogateescape")
    path = tmp_path / "case.kneeview"
    save_case(Case(ImageReference(name, path=f"/films/{name}")), path)
    assert read_case(path).image == ImageReference(name, path=f"/films/{name}")


# ------------------------------------------------------------------------------------------------- unknown keys


@pytest.mark.parametrize("section", ["", "image", "view", "posture", "positioning", "calibration", "patient"])
@pytest.mark.parametrize("value", [None, 1.5, "text", {"deep": [1, {"er": None}]}], ids=repr)
def test_a_key_of_a_later_version_is_kept(section: str, value: Json, tmp_path: Path) -> None:
    document: dict[str, Any] = {
        **MINIMAL,
        "view": {},
        "posture": {},
        "positioning": {},
        "calibration": {},
        "patient": {},
    }
    (document[section] if section else document)["later"] = value
    case = from_json(json.dumps(document).encode())
    path = tmp_path / "case.kneeview"
    save_case(case, path)
    written = json.loads(path.read_bytes())
    assert (written[section] if section else written)["later"] == value
    assert read_case(path) == case


def test_a_kept_key_never_stands_before_one_of_the_programs_own() -> None:
    case = Case(ImageReference("a"), unknown={"": {"reader": "nobody", "later": 1}, "image": {"name": "b"}})
    document = to_json(case)
    image = document["image"]
    assert isinstance(image, dict)
    assert (document["reader"], document["later"], image["name"]) == ("", 1, "a")


@pytest.mark.parametrize("section", ["reader", "nowhere"])
def test_keys_of_what_is_no_section_are_not_written(section: str) -> None:
    assert to_json(Case(ImageReference("a"), unknown={section: {"later": 1}})) == to_json(Case(ImageReference("a")))


@pytest.mark.parametrize("number", ["1e999", "NaN", "-Infinity", '[{"deep": 1e999}]'])
def test_a_later_key_that_could_not_be_written_again_is_refused_by_its_place(number: str) -> None:
    for text, place in (
        ('{"schema": "kneeview.case/1", "image": {}, "later": %s}', "later"),
        ('{"schema": "kneeview.case/1", "image": {"later": %s}}', "image.later"),
    ):
        with pytest.raises(NotationError, match=f"^{place}: must be made of finite numbers"):
            from_json((text % number).encode())


@pytest.mark.parametrize("depth", [10, 500, 900, 940, 980, 1000, 5000, 200_000])
def test_a_later_key_nested_however_deep_is_either_refused_or_can_be_saved(depth: int, tmp_path: Path) -> None:
    text = f'{{"schema": "kneeview.case/1", "image": {{}}, "later": {"[" * depth}{"]" * depth}}}'
    refusal = ""
    try:
        case = from_json(text.encode())
    except NotationError as error:
        refusal = str(error)
    else:
        save_case(case, tmp_path / "case.kneeview")
        assert read_case(tmp_path / "case.kneeview") == case
    assert re.match("later: .* nested too deep|this is no readable JSON" if depth > 1000 else "", refusal)
    assert not refusal or depth > 500


# ----------------------------------------------------------------------------------------------------- schemas


@pytest.mark.parametrize(
    "schema",
    [
        "",
        "1",
        "kneeview.landmarks/1",
        "other.case/1",
        *(f"kneeview.case/{n}" for n in ("", "one", "0", "-1", "1.5", " 1", "9" * 5000)),
    ],
)
def test_a_stranger_is_refused(schema: str) -> None:
    with pytest.raises(NotationError, match=r"^schema: this is no kneeview case$"):
        from_json(file_of(schema=schema))


@pytest.mark.parametrize("schema", [f"kneeview.case/{VERSION + 1}", "kneeview.case/999"])
def test_a_case_of_a_newer_program_is_refused(schema: str) -> None:
    with pytest.raises(NotationError, match=r"^schema: this case was made by a newer kneeview; please update$"):
        from_json(file_of(schema=schema))


def test_an_older_case_takes_every_step_to_the_present(monkeypatch: pytest.MonkeyPatch) -> None:
    def named(document: dict[str, Json]) -> dict[str, Json]:
        return {**document, "reader": document["who"]}

    def doubted(document: dict[str, Json]) -> dict[str, Json]:
        return {**document, "impression": f"by {document['reader']}"}

    monkeypatch.setattr(persistence, "VERSION", 3)
    monkeypatch.setattr(persistence, "MIGRATIONS", {1: named, 2: doubted})
    case = from_json(file_of(who="A. Reader"))
    assert (case.reader, case.impression) == ("A. Reader", "by A. Reader")


def test_there_is_a_step_from_every_older_version() -> None:
    assert set(persistence.MIGRATIONS) == set(range(1, VERSION))


# -------------------------------------------------------------------------------------------------- stored cases


def test_there_is_a_stored_case_of_every_version() -> None:
    assert {json.loads(path.read_bytes())["schema"] for path in STORED} >= {
        f"kneeview.case/{n}" for n in range(1, VERSION + 1)
    }


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_every_stored_case_still_opens_and_is_kept_whole(path: Path, tmp_path: Path) -> None:
    case = read_case(path)
    assert any(case.limbs.values())
    save_case(case, tmp_path / "again.kneeview")
    assert read_case(tmp_path / "again.kneeview") == case


def test_the_stored_case_of_version_1_says_what_it_said() -> None:
    (path,) = [path for path in STORED if path.stem == "v1"]
    case = read_case(path)
    assert case.image.name == "long-leg.dcm"
    assert (case.image.rows, case.image.columns, case.image.byte_count) == (2140, 1760, 7534080)
    assert case.image.sop_instance_uid == "1.2.826.0.1.3680043.8.498.1"
    assert case.kind is Kind.RADIOGRAPH
    assert case.posture.attested == ("weight-bearing", "patellae forward")
    assert case.sides_confirmed
    rim = (ImagePoint(120, 900), ImagePoint(245.5, 900), ImagePoint(182.75, 962.75))
    assert case.calibration == CalibrationRecord(SphereCalibration(rim, 25.4), "A. Reader", "2025-03-01T10:15:00+00:00")
    assert (case.patient.sex, case.patient.age_years, case.patient.patient_id) == ("F", 6.5, "X-17")
    assert case.protocol_id == "full_alignment"
    right, left = case.limbs[Side.RIGHT], case.limbs[Side.LEFT]
    assert right[LandmarkId.HIP_CENTER] == CircleMark(
        (ImagePoint(512, 300.5), ImagePoint(540.2, 331), ImagePoint(511.7, 360.9))
    )
    assert right[LandmarkId.KNEE_CENTER] == PointMark(ImagePoint(498, 1480))
    assert left[LandmarkId.ANKLE_CENTER] == Absent("outside the film")
    assert (case.reader, case.impression) == ("A. Reader", "Knock knees, more on the right.")
    assert case.unknown == {"": {"later": {"anything": [1, None]}}, "view": {"distance_m": 2.5}}


# --------------------------------------------------------------------------------------------------- broken files


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "this is no readable JSON"),
        (b"[]", "must be an object in braces"),
        (b"{}", "schema: this is no kneeview case"),
        (file_of(schema=1), "schema: must be a text"),
        (file_of(image=None), "image: must be an object in braces"),
        (file_of(image={"name": 3}), "image.name: must be a text"),
        (file_of(image={"rows": "many"}), "image.rows: must be a number"),
        (file_of(image={"frame": 0.5}), "image.frame: must be a whole number"),
        (file_of(image={"size": -1}), "image.size: must be a whole number"),
        (file_of(kind="mri"), "kind: must be one of"),
        (file_of(sides_confirmed="yes"), "sides_confirmed: must be true or false"),
        (file_of(calibration={"method": "eye"}), "calibration.method: must be one of"),
        (file_of(calibration={"by": 7}), "calibration.by: must be a text"),
        (file_of(calibration=[]), "calibration: must be an object"),
        (file_of(protocol=7), "protocol: must be a text"),
        (file_of(landmarks={"right": {"hip": [1, 2]}}), "landmarks.right.hip: no such landmark"),
        (file_of(reader=7), "reader: must be a text"),
        (file_of(impression=[]), "impression: must be a text"),
    ],
)
def test_a_broken_case_file_is_refused_by_its_place(content: bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "case.kneeview"
    path.write_bytes(content)
    with pytest.raises(CaseError) as caught:
        read_case(path)
    assert str(caught.value).startswith(sentence)


def test_a_case_file_that_is_gone_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"^no such file or directory$"):
        read_case(tmp_path / "case.kneeview")


# -------------------------------------------------------------------------------------------------- write beside


def full_disk(_: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_write_replaces_the_whole_file_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "case.kneeview"
    path.write_bytes(b"old and longer")
    write_beside(path, b"new")
    assert path.read_bytes() == b"new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["case.kneeview"]


def test_a_full_disk_leaves_the_old_file_and_nothing_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.kneeview"
    save_case(EMPTY, path)
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(CaseError, match=r"^the case could not be written: no space left on device$"):
        save_case(Case(ImageReference("another.dcm")), path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["case.kneeview"]


def test_a_full_disk_leaves_no_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_beside(tmp_path / "case.kneeview", b"new")
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_the_old_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.kneeview"
    path.write_bytes(b"old")

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_beside(path, b"new")
    assert [entry.read_bytes() for entry in tmp_path.iterdir()] == [b"old"]


def test_a_replacement_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.kneeview"
    path.write_bytes(b"old")

    def refused(_self: Path, _target: Path) -> None:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(OSError, match="Permission denied"):
        write_beside(path, b"new")
    assert [entry.read_bytes() for entry in tmp_path.iterdir()] == [b"old"]


def test_a_folder_of_that_name_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"^the case could not be written: is a directory$"):
        save_case(EMPTY, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"^the case could not be written: no such file or directory$"):
        save_case(EMPTY, tmp_path / "gone" / "case.kneeview")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_file_keeps_its_permissions_and_a_new_one_has_the_usual_ones(tmp_path: Path) -> None:
    kept, new = tmp_path / "kept.kneeview", tmp_path / "new.kneeview"
    kept.write_bytes(b"old")
    kept.chmod(0o640)
    write_beside(kept, b"new")
    before = os.umask(0o027)
    try:
        write_beside(new, b"new")
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (kept, new)] == [0o640, 0o640]
