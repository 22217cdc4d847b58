"""Which paper is usual where the program runs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale

_LETTER_COUNTRIES: Final = frozenset(
    {
        QLocale.Country.UnitedStates,
        QLocale.Country.Canada,
        QLocale.Country.Mexico,
        QLocale.Country.Chile,
        QLocale.Country.Colombia,
        QLocale.Country.CostaRica,
        QLocale.Country.Guatemala,
        QLocale.Country.Panama,
        QLocale.Country.Philippines,
        QLocale.Country.PuertoRico,
        QLocale.Country.Venezuela,
    }
)
"""Where the Unicode CLDR has US Letter as the usual paper (supplemental data, paperSize)."""


def letter_is_usual() -> bool:
    """Whether the country of this system prints on US Letter."""
    return QLocale.system().territory() in _LETTER_COUNTRIES
