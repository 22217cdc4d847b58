"""The ladder over every combination of tags: against the printed table, and against a second way of deciding."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from kneeview.imaging.spacing import LADDER, decide_scale
from kneeview.imaging.spacing_tags import Pair, SpacingTags
from tests.imaging.ladder_table import ROWS, Row, document, scale_of_header

DOCUMENT = Path(__file__).parents[2] / "docs" / "scale-tags.md"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.header)
def test_a_header_has_the_scale_of_the_table(row: Row) -> None:
    scale = scale_of_header(row.header)
    assert scale.level == row.level
    assert (scale.row_mm, scale.column_mm) == (
        pytest.approx(row.row_mm) if row.row_mm else None,
        pytest.approx(row.column_mm) if row.column_mm else None,
    )


def test_the_printed_table_says_what_the_program_does() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "print it anew: python -m tests.imaging.ladder_table"


def test_the_table_reaches_every_level_of_the_header() -> None:
    assert {row.level for row in ROWS} == {rung.level for rung in LADDER} | {10}


PIXEL: tuple[Pair | None, ...] = (None, (0.0, 0.0), (0.19, 0.19), (0.2, 0.2))
IMAGER: tuple[Pair | None, ...] = (None, (float("nan"), 0.2), (0.2, 0.2))
SCANNED: tuple[Pair | None, ...] = (None, (0.2, 0.2))
FACTOR = (None, 1.0, 1.25)


@pytest.mark.parametrize("kind", ["", "FIDUCIAL", "GEOMETRY", "OTHER"])
def test_every_combination_is_decided_as_the_clinical_table_says(kind: str) -> None:
    """The conditions of section 3.1 of the clinical reference, written down a second time as plain conditions."""
    for pixel, imager, scanned, factor, by_distance in product(PIXEL, IMAGER, SCANNED, FACTOR, (False, True)):
        distances = (1500.0, 1200.0) if by_distance else (None, None)
        tags = SpacingTags(pixel, imager, scanned, kind, factor, *distances)
        has_pixel, has_imager = pixel in PIXEL[2:], imager == IMAGER[2]
        magnified = factor == 1.25 or by_distance
        if has_pixel and kind in ("FIDUCIAL", "GEOMETRY"):
            expected = 2 if kind == "FIDUCIAL" else 3
        elif has_pixel and has_imager:
            expected = 4 if pixel == (0.19, 0.19) else 5
        elif has_imager:
            expected = 6 if magnified else 7
        elif has_pixel:
            expected = 9 if scanned == pixel else 8
        else:
            expected = 9 if scanned else 10
        scale = decide_scale(tags)
        assert scale.level == expected, tags
        millimetres = {10: None, 6: 0.16, 7: 0.2, 9: 0.2}.get(expected, pixel[1] if pixel else None)
        assert scale.column_mm == (pytest.approx(millimetres) if millimetres else None), tags
        assert (scale.offered_factor is not None) == (expected == 5 and magnified), tags


@pytest.mark.parametrize("factor", [12.0, 0.8])
def test_a_magnification_that_no_film_has_is_told_and_not_used(factor: float) -> None:
    scale = decide_scale(SpacingTags(None, (0.2, 0.2), magnification=factor))
    assert (scale.level, scale.column_mm) == (7, 0.2)
    assert scale.warnings == (f"A magnification of {factor:g} is none that a film can have, and is ignored.",)
