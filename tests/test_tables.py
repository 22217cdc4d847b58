"""The table of the reference files in the documentation is that of the tests."""

from __future__ import annotations

from pathlib import Path

from tests.imaging.test_against_dcmtk import MADE, MEAN_DIFFERENCE, REFERENCE_FILES

DOCS = Path(__file__).parents[1] / "docs"


def rows(name: str) -> list[list[str]]:
    lines = (DOCS / name).read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][2:]


def test_every_reference_file_is_documented_with_what_was_seen() -> None:
    table = rows("reference-files.md")
    assert [row[0] for row in table] == [*REFERENCE_FILES, *(f"made: {name}" for name in MADE)]
    assert all(float(row[-1]) <= MEAN_DIFFERENCE for row in table)
