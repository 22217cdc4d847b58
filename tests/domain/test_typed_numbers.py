"""Numbers and lengths as people type them."""

from __future__ import annotations

import pytest

from kneeview.domain.typed_numbers import age_from, length_from, number_from


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25.4", 25.4),
        ("25,4", 25.4),
        (" 300 ", 300.0),
        ("1.234,5", None),
        ("1,234,5", None),
        ("", None),
        ("nan", None),
        ("inf", None),
        ("ten", None),
    ],
)
def test_numbers_are_read_as_people_type_them(text: str, value: float | None) -> None:
    assert number_from(text) == value


@pytest.mark.parametrize(
    ("text", "millimetres"),
    [
        ("1720", 1720.0),
        ("172 cm", 1720.0),
        ("1,72 m", 1720.0),
        ("1.72m", 1720.0),
        ("25.4 MM", 25.4),
        ("1 in", 25.4),
        ('2"', 50.8),
        ("\u221230", -30.0),
        ("tall", None),
        ("cm", None),
        ("1.720,5 mm", None),
    ],
)
def test_lengths_are_read_as_people_write_them(text: str, millimetres: float | None) -> None:
    assert length_from(text) == pytest.approx(millimetres)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        *(("4", 4.0), ("4.5", 4.5), ("4,5", 4.5), (" 4.5 years ", 4.5), ("4 y", 4.0), ("0", 0.0), ("120", 120.0)),
        *((same, 4.5) for same in ("4y 6m", "4y6m", "4;6", "4; 6", "4 years 6 months", "4 years, 6 months", "4Y 6MO")),
        *(("54 months", 4.5), ("54 m", 4.5), ("1 year 1 month", 13 / 12), ("0;11", 11 / 12), ("18mo", 1.5)),
        *((none, None) for none in ("", "abc", "400", "121", "-4", "4;12", "4y 13m", "4.5y 6m", "4 6 7", "4 6")),
        *((none, None) for none in ("1441 months", "y 6m", ";6", "4 x", "m", "1.2.3 y")),
    ],
)
def test_ages_are_read_as_people_type_them(text: str, years: float | None) -> None:
    assert age_from(text) == (None if years is None else pytest.approx(years))
