"""The readings as a table of plain text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from kneeview.case.case import Case
from kneeview.imaging.radiograph import Radiograph
from kneeview.reports.identity import printable
from kneeview.reports.model import Row, report_of


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _range_line(row: Row, index: int) -> str:
    quoted = row.ranges[index]
    outcomes = [f"{entry.side or 'both'} {entry.outcomes[index]}" for entry in row.entries if entry.outcomes[index]]
    said = f"{quoted.text} ({quoted.population}) [{quoted.number}]"
    return f"{said}: {', '.join(outcomes)}" if outcomes else said


def text_of(case: Case, image: Radiograph) -> str:
    """Return what the report says of the readings, in aligned columns, right before left."""
    report = report_of(case, image, datetime.now(UTC))
    rows: list[tuple[str, ...]] = [("Measure", "Side", "Reading", "± 95 %", "Quoted range")]
    for row in (*report.rows, *report.inequality):
        ranges = [_range_line(row, k) for k in range(len(row.ranges))]
        sides = ["both" if entry.side is None else entry.side.value for entry in row.entries]
        for k in range(max(len(row.entries), len(ranges))):
            entry = row.entries[k] if k < len(row.entries) else None
            rows.append(
                (
                    row.title if k == 0 else "",
                    sides[k] if entry else "",
                    entry.text if entry else "",
                    entry.error if entry else "",
                    ranges[k] if k < len(ranges) else "",
                )
            )
    lines = [
        f"{report.title}: {printable(image.name)}",
        report.subtitle,
        *([f"Incomplete: {report.lacking}"] if report.lacking else []),
        f"Scale: {report.scale}",
        "",
        *_aligned(rows),
        "",
    ]
    if report.drawn:
        free = [("Free measurement", "Reading", "± 95 %"), *((row.title, row.text, row.error) for row in report.drawn)]
        lines += [*_aligned(free), ""]
    sources = [f"[{number}] {source}" for number, source in enumerate(report.sources, start=1)]
    lines += ["Sources of the quoted ranges:", *sources, ""] if sources else []
    lines += [*report.in_words, ""] if report.in_words else []
    lines += [f"Warning: {warning}" for warning in report.warnings]
    return "\n".join([*lines, *report.standing]) + "\n"
