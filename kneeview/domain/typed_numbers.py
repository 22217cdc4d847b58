"""Numbers as people type them."""

from __future__ import annotations

import re
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


OLDEST_YEARS: Final = 120.0
"""Nobody is older."""

_AGE: Final = re.compile(
    r"(?P<years>[\d.,]+)\s*(?:y|yr|yrs|year|years)?"
    r"|(?P<whole>\d+)\s*(?:y|yr|yrs|year|years|;)[\s,]*(?P<months>\d+)\s*(?:m|mo|mos|month|months)?",
    re.IGNORECASE,
)
_MONTHS_ONLY: Final = re.compile(r"(\d+)\s*(?:m|mo|mos|month|months)", re.IGNORECASE)
_MONTHS: Final = 12


def age_from(text: str) -> float | None:
    """Return the age in years that a text says, as in "4.5", "4y 6m", "4;6", "4 years 6 months" or "54 months".

    None where it says none, more than eleven months behind years, or an age that nobody has.
    """
    plain = text.strip()
    only = _MONTHS_ONLY.fullmatch(plain)
    both = _AGE.fullmatch(plain)
    if only is not None:
        age: float | None = int(only[1]) / _MONTHS
    elif both is None:
        return None
    elif both["whole"] is None:
        age = number_from(both["years"])
    else:
        months = int(both["months"])
        age = int(both["whole"]) + months / _MONTHS if months < _MONTHS else None
    return age if age is not None and 0 <= age <= OLDEST_YEARS else None


def length_from(text: str) -> float | None:
    """Return the millimetres that a text says, as in "1720", "172 cm" or "1,72 m"; None where it says none."""
    plain = text.strip().lower()
    for unit in sorted(_MILLIMETRES, key=len, reverse=True):
        if plain.endswith(unit):
            value = number_from(plain.removesuffix(unit))
            return None if value is None else value * _MILLIMETRES[unit]
    return number_from(plain)
