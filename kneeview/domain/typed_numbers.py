"""Numbers as people type them."""

from __future__ import annotations

from math import isfinite
from typing import Final

_MILLIMETRES: Final = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "in": 25.4, '"': 25.4}
"""What people write after a length."""


def number_from(text: str) -> float | None:
    """Return the number that a text says, with a decimal point or comma; None where it says none.

    A text with both, or with more than one of them, is refused: thousands cannot be told from decimals.
    """
    plain = text.strip().replace("\u2212", "-").replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    if plain.count(",") + plain.count(".") > 1:
        return None
    try:
        value = float(plain.replace(",", "."))
    except ValueError:
        return None
    return value if isfinite(value) else None


def length_from(text: str) -> float | None:
    """Return the millimetres that a text says, as in "1720", "172 cm" or "1,72 m"; None where it says none."""
    plain = text.strip().lower()
    for unit in sorted(_MILLIMETRES, key=len, reverse=True):
        if plain.endswith(unit):
            value = number_from(plain.removesuffix(unit))
            return None if value is None else value * _MILLIMETRES[unit]
    return number_from(plain)
