"""Days and moments as clinicians write them: the month in letters, so that no country reads the day for the month."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(day: date) -> str:
    """Return a day, as in "22 Nov 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_words(moment: datetime) -> str:
    """Return a day and the time of its clock, as in "22 Nov 2026, 00:05"."""
    return f"{day_words(moment)}, {moment:%H:%M}"


def recorded_moment(text: str) -> str:
    """Return a moment that was recorded as ISO 8601 in words; any other text as it is."""
    try:
        return moment_words(datetime.fromisoformat(text))
    except ValueError:
        return text
