"""Numbers as people type them."""

from __future__ import annotations

from math import isfinite


def number_from(text: str) -> float | None:
    """Return the number that a text says, with a decimal point or comma; None where it says none.

    A text with both, or with more than one of them, is refused: thousands cannot be told from decimals.
    """
    plain = text.strip().replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    if plain.count(",") + plain.count(".") > 1:
        return None
    try:
        value = float(plain.replace(",", "."))
    except ValueError:
        return None
    return value if isfinite(value) else None
