"""Numbers as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeview.domain.units import Unit, is_shown_as_zero, millimetres_per_pixel, number, written

NUMERIC = [Unit.MM, Unit.DEGREE, Unit.PERCENT]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (7.537, Unit.MM, "7.5 mm"),
        (174.27519, Unit.DEGREE, "174.3°"),
        (40.37, Unit.PERCENT, "40 %"),
        (-0.04, Unit.MM, "0.0 mm"),
        (-0.06, Unit.MM, "-0.1 mm"),
        (-0.4, Unit.PERCENT, "0 %"),
        (-0.0, Unit.DEGREE, "0.0°"),
        (1234.56, Unit.MM, "1234.6 mm"),
    ],
)
def test_a_number_is_rounded_as_its_unit_asks(value: float, unit: Unit, text: str) -> None:
    assert written(value, unit) == text


def test_a_class_has_no_mark_and_no_decimals() -> None:
    assert (Unit.CLASS.mark, Unit.CLASS.decimals) == ("", 0)


def test_the_units_are_those_of_the_files() -> None:
    assert [unit.value for unit in Unit] == ["mm", "deg", "%", "class"]


@given(st.floats(-1e6, 1e6), st.sampled_from(NUMERIC))
def test_what_is_shown_as_zero_has_no_sign_and_everything_else_keeps_its_own(value: float, unit: Unit) -> None:
    text = number(value, unit)
    assert is_shown_as_zero(value, unit) == (abs(float(text)) == 0)
    assert text.startswith("-") == (value < 0 and not is_shown_as_zero(value, unit))
    assert float(text) == pytest.approx(value, abs=0.5000001 * 10.0**-unit.decimals)


def test_a_spacing_has_four_decimals() -> None:
    assert millimetres_per_pixel(0.16933333) == "0.1693"
