"""What stands behind a reading: definition, every quoted range side by side, and which landmarks it hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from kneeview.domain.limb import Side
from kneeview.domain.measurement import Measurement, Reading, Value
from kneeview.domain.person import Person
from kneeview.domain.quoted import Mean, Range
from kneeview.gui.quoted_norms import QuotedNorms
from kneeview.gui.theme import Tokens
from kneeview.reports.chart import persistence_words
from kneeview.reports.wording import (
    capitalised,
    error_words,
    made_with,
    outcome_words,
    population_words,
    quoted_text,
    share_words,
)

_MOST: Final = 4
"""How many landmarks of a reading are told: those that bring in most of its error."""

_OUTCOME_WIDTH: Final = 88

NOT_READ_AGAIN: Final = "recalled, not re-read, and no flag"


_BY_AGE: Final = frozenset({"imd", "icd", "clinical_tfa", "fta"})
"""What of a child's legs straightens with age."""


def detail(measurement: Measurement, readings: Sequence[Reading], tokens: Tokens, norms: QuotedNorms) -> str:
    """Return what a row unfolds to, as the rich text of a label. `norms` stand where there is no value yet."""
    told = (measurement.definition, made_with(readings), f"Defined after {measurement.source}.")
    definition = escape(" ".join(filter(None, told)))
    parts = [
        f"<p style='margin: 0 0 4px 0'>{definition}</p>",
        _table(measurement, readings, tokens, norms),
        *(_dependence(reading, tokens) for reading in readings),
    ]
    if norms.lacks_age:
        parts.append("<p style='margin: 4px 0 0 0'>Norms go by age, which is not known: enter it above.</p>")
    if norms.person.is_child and measurement.id in _BY_AGE:
        parts.append(f"<p style='margin: 4px 0 0 0'>{escape(persistence_words())}</p>")
    return "".join(parts)


# ------------------------------------------------------------------------------------------------- quoted ranges


def _table(measurement: Measurement, readings: Sequence[Reading], tokens: Tokens, norms: QuotedNorms) -> str:
    """Return what the sources say, one below the other, with how each leg stands to it: several, never one verdict."""
    values = [(reading.side, reading.outcome) for reading in readings if isinstance(reading.outcome, Value)]
    shown = values[0][1] if values else None
    ranges = [each.range for each in shown.ranges] if shown else norms.ranges
    means, recalled = (shown.means, shown.recalled) if shown else (norms.means, norms.recalled)
    lines = [
        _line(
            quoted_text(measurement, quoted),
            _printed(quoted),
            _source(quoted, norms.person),
            [_coloured(side, outcome_words(value.ranges[k]), tokens) for side, value in values],
            tokens,
        )
        for k, quoted in enumerate(ranges)
    ]
    lines += [_line(quoted_text(measurement, mean), "", _source(mean, norms.person), [], tokens) for mean in means]
    lines += [
        _line(quoted_text(measurement, each), NOT_READ_AGAIN, _source(each, norms.person), [], tokens)
        for each in recalled
    ]
    return f"<table width='100%' cellspacing='0' cellpadding='1'>{''.join(lines)}</table>" if lines else ""


def _line(text: str, remark: str, source: str, outcomes: Sequence[str], tokens: Tokens) -> str:
    wide = 2 if len(outcomes) == 1 else 1
    cells = "".join(
        f"<td colspan='{wide}' width='{wide * _OUTCOME_WIDTH}' align='right'>{each}</td>" for each in outcomes
    )
    said = f" ({escape(remark)})" if remark else ""
    rest = "" if outcomes else " colspan='3'"
    return (
        f"<tr><td{rest}><span style='color: {tokens.text}'>{escape(text)}</span>{said}</td>{cells}</tr>"
        f"<tr><td colspan='3' style='padding-bottom: 4px'>{escape(source)}</td></tr>"
    )


def _printed(quoted: Range) -> str:
    return f"printed as {quoted.printed}" if quoted.printed else ""


def _source(quoted: Range | Mean, person: Person) -> str:
    note = f" {capitalised(quoted.note).rstrip('.')}." if quoted.note else ""
    basis = "" if quoted.basis == "quoted" else f"{quoted.basis.capitalize()}: "
    return f"{basis}{population_words(quoted, person)}; {quoted.source.rstrip('.')}.{note}"


def _coloured(side: Side | None, text: str, tokens: Tokens) -> str:
    colour = tokens.text if side is None else tokens.side(side)
    return f"<span style='color: {colour}'>{escape(text)}</span>"


# ----------------------------------------------------------------------------------------------------- influence


def _dependence(reading: Reading, tokens: Tokens) -> str:
    """Return how unsure a value is, and the landmarks that bring in most of that, with what 1 mm of each does."""
    most = share_words(reading, most=_MOST)
    error = error_words(reading)
    error = f"{error} at 95 %" if error.startswith("±") else error
    told = "; ".join(part for part in (error, f"from {most}" if most else "") if part)
    leg = "" if reading.side is None else f"{_coloured(reading.side, reading.side.value.capitalize(), tokens)} "
    return f"<p style='margin: 4px 0 0 0'>{leg}{escape(told)}.</p>" if told else ""
