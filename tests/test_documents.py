"""The pages of `docs` that are written from the catalogue say what the catalogue says now."""

from __future__ import annotations

import pytest

from kneeview.domain.catalog import CATALOG
from tests.documents import DOCS, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_up_to_date(name: str) -> None:
    written = (DOCS / name).read_text("utf-8")
    assert written == PAGES[name](), "write it anew with: python -m tests.documents"


def test_every_measurement_stands_on_the_page_of_the_catalogue() -> None:
    page = PAGES["catalogue.md"]()
    for entry in CATALOG:
        assert f"| `{entry.id}` |" in page


def test_what_is_recalled_is_listed_for_a_clinician() -> None:
    page = PAGES["recalled-ranges.md"]()
    for words in ("`jlca`", "`mnsa`", "Hsu et al. 1990", "Cahuzac", "Salenius and Vankka 1975"):
        assert words in page
