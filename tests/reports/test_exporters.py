"""Every ending has an exporter; what stood before stands until the new file is whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kneeview.case.persistence import from_json
from kneeview.reports import exporters
from kneeview.reports.exporters import EXPORTERS, SUFFIXES, exporter_for, write_reports
from kneeview.reports.refusals import ExportError, UnknownEndingError
from tests.reports.cases import MADE_AT, QUICK, film, only

BEGINNINGS = {
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".csv": b"\xef\xbb\xbfid,",
    ".json": b"{",
    ".kneeview": b"{",
}


def write(*paths: Path) -> tuple[str, ...]:
    return write_reports(only(QUICK), film(), film().default_display, paths, made_at=MADE_AT)


def test_every_ending_is_known_to_this_test() -> None:
    assert set(SUFFIXES) == set(BEGINNINGS)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_ending_writes_its_form(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"report{suffix}"
    assert write(path) == ()
    assert path.read_bytes().startswith(BEGINNINGS[suffix])
    assert list(tmp_path.iterdir()) == [path]


def test_several_forms_are_written_at_once(tmp_path: Path) -> None:
    paths = [tmp_path / f"report{suffix}" for suffix in (".csv", ".json", ".kneeview")]
    write(*paths)
    assert all(path.exists() for path in paths)


def test_the_case_that_is_written_is_the_case(tmp_path: Path) -> None:
    path = tmp_path / "a.kneeview"
    write(path)
    assert from_json(path.read_bytes()).limbs == only(QUICK).limbs


@pytest.mark.parametrize("name", ["a.xyz", "a", "a.sr.dcm", "pdf", ".pdf.txt"])
def test_an_unknown_ending_names_the_known_ones(name: str) -> None:
    with pytest.raises(UnknownEndingError, match=r"known are \.pdf \.png \.jpg .*\.kneeview"):
        exporter_for(Path(name))


@pytest.mark.parametrize("name", ["a.sr.dcm", "a.GSPS.dcm", "a.sc.dcm", "a.pdf.dcm"])
def test_an_ending_that_is_promised_is_said_to_be_not_there_yet(name: str) -> None:
    with pytest.raises(UnknownEndingError, match=r"^reports in DICOM are not there yet; known are \.pdf "):
        exporter_for(Path(name))


def test_endings_are_known_in_capitals() -> None:
    assert exporter_for(Path("REPORT.PDF")) is EXPORTERS[0]


def test_nothing_is_written_where_one_ending_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(UnknownEndingError):
        write(tmp_path / "a.json", tmp_path / "a.xyz")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "a.json"
    with pytest.raises(ExportError, match="no such file or directory") as caught:
        write(path)
    assert caught.value.path == path


def test_what_stood_before_stands_when_a_form_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise ValueError("it is too large")

    path, other = tmp_path / "a.png", tmp_path / "a.json"
    path.write_bytes(b"before")
    monkeypatch.setattr(exporters, "encoded", refuse)
    with pytest.raises(ExportError, match="the PNG picture with lines could not be made: it is too large"):
        write(other, path)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("last", ["nowhere/a.csv", "folder.csv"])
def test_where_one_of_several_cannot_be_written_all_stand_as_before(last: str, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    first = tmp_path / "a.json"
    first.write_bytes(b"before")
    with pytest.raises(ExportError, match="the file could not be written") as caught:
        write(first, tmp_path / last)
    assert caught.value.path == tmp_path / last
    assert first.read_bytes() == b"before"
    assert {entry.name for entry in tmp_path.iterdir()} == {"a.json", "folder.csv"}


def test_what_stood_before_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("before", "utf-8")
    write(path)
    assert json.loads(path.read_bytes())["schema"] == "kneeview.measurements/1"
