"""Fonts for paper, and which letters of a report no font of this machine has."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFont, QTextLayout

from kneeview.reports.model import Report

PT: Final = 10.0
"""Device units of a page in one typographic point: pages are drawn at 720 units an inch."""

_FAMILIES: Final = (
    "Inter",
    "Segoe UI",
    "Helvetica Neue",
    "Noto Sans",
    "Open Sans",
    "Roboto",
    "Liberation Sans",
    "Arial",
    "DejaVu Sans Condensed",
    "DejaVu Sans",
)
"""Plain text faces of the common systems, the narrow before the wide; Qt takes other scripts from where they are."""


@lru_cache(maxsize=64)
def paper_font(points: float, weight: int = QFont.Weight.Normal) -> QFont:
    """Return the font of that size, with figures of equal width, set without regard to pixels."""
    font = QFont()
    font.setFamilies(_FAMILIES)
    font.setPixelSize(round(points * PT))
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setFeature(QFont.Tag("liga"), 0)
    return font


def can_be_set(text: str) -> bool:
    """Whether some font of this machine has every letter of the text."""
    layout = QTextLayout(text, paper_font(9))
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(1e6)
    layout.endLayout()
    return not any(0 in run.glyphIndexes() for run in layout.glyphRuns())


def missing_letters(report: Report) -> tuple[str, ...]:
    """Return a sentence for each text of the user that this machine cannot set."""
    facts = {fact.label: fact.text for fact in report.facts}
    texts = (
        ("name", facts.get("Patient", "")),
        ("identifier", facts.get("Identifier", "")),
        ("reader's name", facts.get("Reader", "")),
        ("image's name", facts.get("Image", "")),
        ("letterhead", report.letterhead),
        ("impression", report.impression),
    )
    return tuple(
        f"The {what} contains letters for which this machine has no font."
        for what, text in texts
        if text and not can_be_set(text)
    )
