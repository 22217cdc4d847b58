"""How much of their length legs have reached."""

from __future__ import annotations

import pytest

from kneeview.domain.growth import share_grown
from kneeview.domain.person import Person


@pytest.mark.parametrize(
    ("sex", "age", "multiplier"),
    [
        ("M", 4.0, 2.0),
        ("F", 4.0, 1.83),
        ("", 4.0, 1.83),
        ("F", 3.2, 1.83),
        ("F", 0.0, 2.97),
        ("M", 16.0, 1.01),
        ("M", 17.0, 1.0),
        ("M", None, 1.0),
    ],
)
def test_legs_have_reached_the_share_of_the_next_birthday(sex: str, age: float | None, multiplier: float) -> None:
    assert share_grown(Person(sex, age)) == pytest.approx(1 / multiplier)
