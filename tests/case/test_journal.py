"""Unsaved work: written as a whole, read back equal, and never in the way of the start."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.case.journal import ENDING, JournalEntry, read_entries, remove_folder, write_entry
from kneeview.case.placements import PointMark
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import Side

AT = "2026-11-22T10:32:05+00:00"


def work() -> Case:
    case = Case(ImageReference("Ω film.dcm", "/films/Ω film.dcm", 12), impression="Straight.")
    return case.with_placement(Side.LEFT, LandmarkId.KNEE_CENTER, PointMark(ImagePoint(3.25, 4.5)))


def test_unsaved_work_reads_back_as_it_was(tmp_path: Path) -> None:
    entry = JournalEntry(work(), AT, tmp_path / "x.kneeview")
    write_entry(tmp_path / "run" / f"1{ENDING}", entry)
    assert read_entries(tmp_path / "run") == (entry,)
    assert (entry.time, entry.name) == ("10:32", "x.kneeview")


def test_work_that_was_never_saved_is_called_by_its_picture(tmp_path: Path) -> None:
    entry = JournalEntry(work(), AT)
    write_entry(tmp_path / f"1{ENDING}", entry)
    assert read_entries(tmp_path)[0].case_path is None
    assert entry.name == "Ω film.dcm"


def test_the_latest_work_comes_first(tmp_path: Path) -> None:
    for name, at in (("a", "2026-11-22T10:00:00+00:00"), ("b", "2026-11-22T11:00:00+00:00")):
        write_entry(tmp_path / f"{name}{ENDING}", JournalEntry(work(), at))
    assert [entry.time for entry in read_entries(tmp_path)] == ["11:00", "10:00"]


@pytest.mark.parametrize("text", ["", "{", '{"schema": "kneeview.case/1"}', '{"schema": "kneeview.journal/1"}'])
def test_what_cannot_be_read_is_passed_over(tmp_path: Path, text: str) -> None:
    write_entry(tmp_path / f"good{ENDING}", JournalEntry(work(), AT))
    (tmp_path / f"bad{ENDING}").write_text(text, encoding="utf-8")
    (tmp_path / f"gone{ENDING}").mkdir()
    assert [entry.case for entry in read_entries(tmp_path)] == [work()]


def test_a_failed_writing_leaves_the_work_of_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / f"1{ENDING}"
    write_entry(file, JournalEntry(work(), AT))
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_entry(file, JournalEntry(replace(work(), impression="More."), AT))
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_keys_of_a_newer_program_survive_a_crash_too(tmp_path: Path) -> None:
    case = replace(work(), unknown={"": {"later": [1, 2]}})
    write_entry(tmp_path / f"1{ENDING}", JournalEntry(case, AT))
    written = json.loads((tmp_path / f"1{ENDING}").read_text(encoding="utf-8"))
    assert written["case"]["later"] == [1, 2]
    assert read_entries(tmp_path)[0].case.unknown[""]["later"] == [1, 2]


def test_a_folder_is_forgotten_once_and_for_all(tmp_path: Path) -> None:
    write_entry(tmp_path / "run" / f"1{ENDING}", JournalEntry(work(), AT))
    remove_folder(tmp_path / "run")
    remove_folder(tmp_path / "run")
    assert not (tmp_path / "run").exists()
