"""The table of free measurements in a report."""

from __future__ import annotations

from collections.abc import Sequence

from kneeview.reports.drawn import DrawnRow
from kneeview.reports.fonts import PT
from kneeview.reports.text import BODY, FINE, INK, SMALL, Beside, Block, Paragraph, Rule, Span, Stack

_GUTTER = 7 * PT
_PADDING = 3 * PT
_NAMES = 0.34
"""The share of the width that names take, as in the table of readings in full."""


def drawn_table(rows: Sequence[DrawnRow], width: float) -> tuple[Block, ...]:
    """Return the heads of the columns, and a block for each number of a drawing."""
    first = width * _NAMES
    grey = SMALL.grey()
    reading = (Span("Reading", grey.bold()), Span(" ± 95 % (of placement, of scale)", grey))
    head = Beside(
        (
            (0.0, Paragraph(Span("Free measurement", grey.bold()), first - _GUTTER)),
            (first, Paragraph(reading, width - first)),
        ),
        width,
        _PADDING,
    )
    return Stack((head, Rule(width, INK, 0.7 * PT)), width), *(_row(row, first, width) for row in rows)


def _row(row: DrawnRow, first: float, width: float) -> Block:
    name = Stack(
        (
            Paragraph(Span(row.title, BODY.bold()), first - _GUTTER),
            Paragraph(Span(row.definition, FINE), first - _GUTTER),
        ),
        first - _GUTTER,
    )
    spans = [Span(row.text, BODY if row.is_value else FINE)]
    if row.errors:
        spans.append(Span(f"  {row.errors}", FINE))
    return Beside(((0.0, name), (first, Paragraph(spans, width - first))), width, _PADDING, hairline=True)
