"""Ages as people say them."""

from __future__ import annotations

import pytest

from kneeview.domain.person import age_words


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (0.0, "0 months"),
        (1 / 12, "1 month"),
        (1.999, "23 months"),
        (2.0, "2 years"),
        (3 + 1 / 12, "3 years, 1 month"),
        (13.7166, "13 years, 8 months"),
        (17.999, "17 years, 11 months"),
        (18.0, "18 years"),
        (41.9, "41 years"),
    ],
)
def test_an_age_is_said_in_whole_months_that_have_passed(years: float, words: str) -> None:
    assert age_words(years) == words
