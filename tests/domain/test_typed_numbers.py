"""Numbers and lengths as people type them."""

from __future__ import annotations

import pytest

from kneeview.domain.typed_numbers import length_from, number_from


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
