"""The pages of `docs` that are written from the catalogue. `python -m tests.documents` writes them anew."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kneeview.case.norms import quoted_norms
from kneeview.domain.catalog import CATALOG
from kneeview.domain.limb import Side
from kneeview.domain.measurement import Classes, ClassValue, Measurement, Number, Reading, Value
from kneeview.domain.quoted import Mean, Range
from kneeview.domain.uncertainty import COVERAGE_95
from kneeview.domain.units import Unit, number
from kneeview.reports.wording import range_text
from tests.domain.subjects import reading_of, scale_of, subject_on
from tests.domain.test_worked_examples import EXAMPLES, Example

DOCS: Final = Path(__file__).resolve().parent.parent / "docs"


_ASKED: Final = (
    "None of these was read again in its source. The program shows them as recalled and never flags a reading by them. "
    "A clinician is asked to check each against its reference; one that holds becomes `quoted`."
)

_EXPLAINED: Final = (
    "Points are in pixels of a picture seen from the front, x to the right and y down; the right leg lies on the left. "
    "Errors are 95 % intervals with the default placement errors and a scale of ± 3.9 %; what they "
    "are made of stands behind them, as 95 % as well. Readings of the surface are of a photo."
)


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _limits(entry: Measurement, quoted: Range) -> str:
    return range_text(entry, quoted) or "no limit"


def _mean(entry: Measurement, quoted: Mean) -> str:
    spread = "" if quoted.sd is None else f", SD {quoted.sd:g}{entry.unit.mark}"
    return f"mean {quoted.value:g}{entry.unit.mark}{spread}"


def _figure(entry: Measurement, quoted: Range | Mean) -> str:
    return _limits(entry, quoted) if isinstance(quoted, Range) else _mean(entry, quoted)


# ------------------------------------------------------------------------------------------- what is only recalled


def recalled_ranges() -> str:
    """Return the page of every range, mean and curve that is only recalled, for a clinician to check."""
    lines = [
        "# Figures that are only recalled",
        "",
        "Written from the catalogue and the tables by `python -m tests.documents`; do not edit.",
        "",
        _ASKED,
        "",
        "| measurement | figure | population | source |",
        "|---|---|---|---|",
    ]
    for entry in CATALOG:
        rows = [norm.as_range or norm.as_mean for norm in quoted_norms().of(entry.id) if norm.basis == "recalled"]
        for quoted in (*entry.recalled, *(row for row in rows if row is not None)):
            cells = (f"`{entry.id}` {entry.name}", _figure(entry, quoted), quoted.population, quoted.source)
            lines += [_cells(*cells)]
    lines += ["", "## Curves", ""]
    for curve in quoted_norms().curves:
        ages = ", ".join(f"{age:g} y: {value:g}°" for age, value in curve.points)
        lines.append(
            f"- `{curve.measurement_id}`: {curve.source}. {curve.uncertainty.capitalize()}. Valgus by age: {ages}."
        )
    lines += [
        "",
        "## Bounds",
        "",
        "- `mad_zone`: the quadrants of the plateau (Stevens 1999).",
        "- `cpak`: neutral from -2° to 2° and from 177° to 183° (MacDessi et al. 2021; the formulae are quoted).",
        "- Notices: femoral heads of 38 to 58 mm and plateaus of 60 to 95 mm in adults. They block nothing.",
    ]
    return "\n".join(lines) + "\n"


# -------------------------------------------------------------------------------------------------- the catalogue


def _example(entry: Measurement) -> Example:
    """Return the worked example that shows most: the first with a value that is not nothing."""
    of = [example for example in EXAMPLES if example.id == entry.id]
    return next((example for example in of if example.value not in (0, 0.0, 180.0)), of[0])


def _points(example: Example, reading: Reading) -> str:
    """Return the landmarks that served an example as they stand in a landmark file, in pixels."""
    served, legs = set(reading.served.landmarks), example.film
    return "; ".join(
        (f"{side.value}: " if len(legs) > 1 else "")
        + ", ".join(f"{i.value} {x:g} {y:g}" for i, (x, y) in points.items() if (side, i) in served)
        for side, points in legs.items()
    )


def _error(outcome: Value | ClassValue) -> str:
    if isinstance(outcome, ClassValue):
        return "borderline" if outcome.borderline else "not borderline"
    placement = number(COVERAGE_95 * (outcome.placement_sd or 0.0), outcome.unit)
    scale = f", scale {number(COVERAGE_95 * outcome.scale_sd, outcome.unit)}" if outcome.scale_sd else ""
    return f"± {number(outcome.half_width or 0.0, outcome.unit)} (placement {placement}{scale})"


def _row(entry: Measurement) -> str:
    example = _example(entry)
    side = None if entry.both_sides else Side.RIGHT
    reading = reading_of(entry.id, side, subject_on(example.film, scale_of(example.mm_per_pixel), kind=example.kind))
    assert isinstance(reading.outcome, (Value, ClassValue))
    figures: tuple[Range | Mean, ...] = (*entry.ranges, *entry.means)
    quoted = "; ".join(f"{_figure(entry, each)} ({each.population}; {each.source})" for each in figures)
    by_age = len({norm.study for norm in quoted_norms().of(entry.id)})
    norms = "; ".join(filter(None, (quoted, f"norms by age from {by_age} sources" if by_age else "")))
    value = reading.outcome.value
    shown = value if isinstance(value, str) else f"{value:.6f}"
    return _cells(
        f"`{entry.id}`",
        f"{entry.name}. {entry.definition}",
        "both" if entry.both_sides else "each",
        entry.unit.value,
        f"{_points(example, reading)} at {example.mm_per_pixel:g} mm/px",
        f"{shown}: {reading.text}",
        _error(reading.outcome),
        entry.source,
        norms or "none",
    )


def catalogue() -> str:
    """Return the page of every measurement with a worked example, its value, its error and its source."""
    for entry in CATALOG:
        assert isinstance(entry.rule, (Number, Classes))
        assert entry.unit in Unit
    return (
        "\n".join(
            [
                "# The catalogue",
                "",
                "Written from the code and its worked examples by `python -m tests.documents`; do not edit.",
                "",
                _EXPLAINED,
                "",
                "| id | name and definition | side | unit | example | value | error | source | quoted |",
                "|---|---|---|---|---|---|---|---|---|",
                *(_row(entry) for entry in CATALOG),
            ]
        )
        + "\n"
    )


PAGES: Final = {"recalled-ranges.md": recalled_ranges, "catalogue.md": catalogue}

if __name__ == "__main__":
    for name, write in PAGES.items():
        (DOCS / name).write_text(write(), "utf-8")
