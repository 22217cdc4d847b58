"""The tables of a report as blocks: readings beside the picture, and readings in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kneeview.domain.limb import Side
from kneeview.reports.fonts import PT
from kneeview.reports.model import Entry, Row
from kneeview.reports.text import BODY, FINE, INK, SMALL, Align, Beside, Block, Paragraph, Rule, Span, Stack, Type
from kneeview.reports.wording import NO_TEXT, capitalised
from kneeview.scene.theme import SIDE_INKS

_GUTTER = 7 * PT
_PADDING = 3 * PT


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of the table of readings begin, and how wide they are."""

    width: float

    @property
    def name(self) -> tuple[float, float]:
        """The measurement."""
        return 0.0, self.width * 0.29

    @property
    def right(self) -> tuple[float, float]:
        """The right leg."""
        return self.width * 0.29 + _GUTTER, self.width * 0.225 - _GUTTER

    @property
    def left(self) -> tuple[float, float]:
        """The left leg."""
        return self.width * 0.515 + _GUTTER, self.width * 0.225 - _GUTTER

    @property
    def both(self) -> tuple[float, float]:
        """Both legs together."""
        return self.right[0], self.left[0] + self.left[1] - self.right[0]

    @property
    def quoted(self) -> tuple[float, float]:
        """The quoted ranges."""
        return self.width * 0.74 + _GUTTER, self.width * 0.26 - _GUTTER

    def side(self, side: Side | None) -> tuple[float, float]:
        """Return the column of a leg."""
        return {Side.RIGHT: self.right, Side.LEFT: self.left, None: self.both}[side]


def side_type(side: Side, size: float = SMALL.size) -> Type:
    """Return the letters of a leg's heading, in its ink."""
    return Type(size, colour=SIDE_INKS[side]).bold()


def _at(column: tuple[float, float], spans: Sequence[Span], align: Align) -> tuple[float, Block]:
    return column[0], Paragraph(spans, column[1], align)


def _side_head(side: Side, sides: Sequence[Side]) -> tuple[Span, ...]:
    name = side.value.capitalize()
    return (Span(name, side_type(side)),) if side in sides else (Span(f"{name}: not on this picture", FINE),)


def table_head(width: float, sides: Sequence[Side]) -> Block:
    """Return the heads of the columns, with the rule below them; `sides` are the legs that the picture shows."""
    columns, grey = Columns(width), SMALL.grey().bold()
    head = Beside(
        (
            _at(columns.name, (Span("Measure", grey),), Align.LEFT),
            _at(columns.right, _side_head(Side.RIGHT, sides), Align.RIGHT),
            _at(columns.left, _side_head(Side.LEFT, sides), Align.RIGHT),
            _at(columns.quoted, (Span("Quoted range", grey),), Align.RIGHT),
        ),
        width,
        _PADDING,
    )
    return Stack((head, Rule(width, INK, 0.7 * PT)), width)


def table_row(row: Row, width: float, measured: Sequence[Side]) -> Block:
    """Return one measurement as a row; `measured` are the legs of which anything was placed."""
    columns = Columns(width)
    name = Stack(
        (
            Paragraph(Span(row.short, BODY), columns.name[1]),
            Paragraph(Span(row.name, FINE), columns.name[1]),
        ),
        columns.name[1],
    )
    cells: list[tuple[float, Block]] = [(0.0, name)]
    cells += [(columns.side(e.side)[0], _cell(e, columns.side(e.side)[1], measured)) for e in row.entries]
    ranges: list[Block] = []
    for quoted in row.ranges:
        ranges.append(Paragraph(Span(quoted.text, BODY), columns.quoted[1], Align.RIGHT))
        ranges.append(
            Paragraph(Span(f"{quoted.population}\u00a0[{quoted.number}]", FINE), columns.quoted[1], Align.RIGHT)
        )
    if ranges:
        cells.append((columns.quoted[0], Stack(tuple(ranges), columns.quoted[1])))
    return Beside(tuple(cells), width, _PADDING, hairline=True)


def _cell(entry: Entry, width: float, measured: Sequence[Side]) -> Block:
    align = Align.CENTRE if entry.side is None else Align.RIGHT
    if not entry.is_value:
        absent = entry.side is not None and entry.side not in measured
        return Paragraph(Span(NO_TEXT if absent else entry.text, FINE), width, align)
    if entry.side is None:
        lines = (entry.text, entry.error)
    else:
        lines = (entry.value, " · ".join(part for part in (entry.error, entry.direction) if part))
    blocks: list[Block] = [Paragraph(Span(lines[0], BODY), width, align)]
    if lines[1]:
        blocks.append(Paragraph(Span(lines[1], FINE), width, align))
    return Stack(tuple(blocks), width)


def inequality_block(rows: Sequence[Row], remainder: str, width: float) -> Block:
    """Return leg, femur, tibia and what remains, each with its words and its error."""
    label_width, error_width = width * 0.24, width * 0.17
    text_width = width - label_width - error_width

    def line(label: str, text: str, error: str, type_: Type) -> Block:
        return Beside(
            (
                (0.0, Paragraph(Span(label, BODY.grey()), label_width - _GUTTER)),
                (label_width, Paragraph(Span(text, type_), text_width)),
                (label_width + text_width, Paragraph(Span(error, BODY.grey()), error_width, Align.RIGHT)),
            ),
            width,
        )

    lines = [
        line(
            "Leg" if row.id == "lld" else row.short,
            capitalised(entry.text),
            entry.error,
            BODY.bold() if row.id == "lld" and entry.is_value else BODY,
        )
        for row in rows
        for entry in row.entries
        if entry.is_value or row.id == "lld"
    ]
    if remainder:
        lines.append(line("Remainder", f"{capitalised(remainder)} (joint space)", "", BODY))
    return Stack(tuple(lines), width, 1.5 * PT)


def _full_columns(width: float) -> tuple[float, float, float]:
    return width * 0.34, width * 0.37, width * 0.29


def full_head(width: float) -> Block:
    """Return the heads of the table of readings in full, with the rule below them."""
    first, second, third = _full_columns(width)
    grey = SMALL.grey()
    head = Beside(
        (
            (0.0, Paragraph(Span("Measure", grey.bold()), first - _GUTTER)),
            (
                first,
                Paragraph(
                    (
                        Span("Reading", grey.bold()),
                        Span(" ± 95 % (standard deviations)", grey),
                    ),
                    second - _GUTTER,
                ),
            ),
            (first + second, Paragraph(Span("Quoted range, population, source", grey.bold()), third)),
        ),
        width,
        _PADDING,
    )
    return Stack((head, Rule(width, INK, 0.7 * PT)), width)


def full_row(row: Row, width: float, measured: Sequence[Side]) -> Block:
    """Return one measurement with its definition, whole readings, errors and ranges with their sources."""
    first, second, third = _full_columns(width)
    definition = Stack(
        (
            Paragraph(Span(row.title, BODY.bold()), first - _GUTTER),
            Paragraph(Span(f"{row.definition} {row.source}.", FINE), first - _GUTTER),
        ),
        first - _GUTTER,
    )
    entries = [e for e in row.entries if e.side is None or e.side in measured]
    readings = Stack(tuple(_full_entry(e, second - _GUTTER) for e in entries), second - _GUTTER)
    ranges = Stack(tuple(_full_range(row, k, entries, third) for k in range(len(row.ranges))), third, 1.5 * PT)
    return Beside(((0.0, definition), (first, readings), (first + second, ranges)), width, _PADDING, hairline=True)


def _full_entry(entry: Entry, width: float) -> Block:
    label_width = 30 * PT if entry.side is not None else 0.0
    spans = [Span(entry.text, BODY if entry.is_value else FINE)]
    if entry.errors:
        spans.append(Span(f"  {entry.errors}", FINE))
    text = Paragraph(spans, width - label_width)
    if entry.side is None:
        return text
    label = Paragraph(Span(entry.side.value.capitalize(), side_type(entry.side, BODY.size)), label_width)
    return Beside(((0.0, label), (label_width, text)), width)


def _full_range(row: Row, index: int, entries: Sequence[Entry], width: float) -> Block:
    quoted = row.ranges[index]
    outcomes = [
        f"{entry.side.value if entry.side else 'both'} {entry.outcomes[index]}" for entry in entries if entry.outcomes
    ]
    spans = [Span(quoted.text, SMALL), Span(f"  {quoted.population}; {quoted.source}.", FINE)]
    if outcomes:
        spans.append(Span(f" {capitalised(', '.join(outcomes))}.", SMALL))
    return Paragraph(spans, width)
