"""The tables of a report as blocks: readings beside the picture, errors, ways to the inequality, definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kneeview.domain.inequality import Method
from kneeview.domain.limb import SIDES, Side
from kneeview.reports.errors import ErrorRow
from kneeview.reports.fonts import PT
from kneeview.reports.model import Entry, Row
from kneeview.reports.text import BODY, FINE, INK, SMALL, Align, Beside, Block, Paragraph, Rule, Span, Stack, Type
from kneeview.reports.wording import NO_TEXT, capitalised, method_meaning, method_words
from kneeview.scene.palette import SIDE_INKS

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
    if row.ranges:
        quoted, others = row.ranges[0], len(row.ranges) - 1
        more = f", {others} more on the next page" if others else ""
        lines = (
            Paragraph(Span(quoted.text, BODY), columns.quoted[1], Align.RIGHT),
            Paragraph(Span(f"{quoted.population}\u00a0[{quoted.number}]{more}", FINE), columns.quoted[1], Align.RIGHT),
        )
        cells.append((columns.quoted[0], Stack(lines, columns.quoted[1])))
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


_BONES: Final = {"lld": "Leg", "femur_lld": "Femur", "tibia_lld": "Tibia"}
"""What stands before each inequality below their common heading."""


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
            _BONES[row.id],
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


# ----------------------------------------------------------------------------------------------- the error table

_NAME_SHARE = 0.16


def error_head(width: float) -> Block:
    """Return the heads of the error table, with the rule below them."""
    name, half = _NAME_SHARE * width, (1 - _NAME_SHARE) * width / 2
    told = Span("  reading, ± 95 % (of placement, of scale), landmark with most influence", FINE)
    heads: list[tuple[Span, ...]] = [(Span("Measure", SMALL.grey().bold()),)]
    heads += [(Span(side.value.capitalize(), side_type(side)), told) for side in SIDES]
    cells = ((0.0, name), (name, half), (name + half, half))
    line = Beside(
        tuple((x, Paragraph(head, wide - _GUTTER)) for (x, wide), head in zip(cells, heads, strict=True)), width, 2 * PT
    )
    return Stack((line, Rule(width, INK, 0.7 * PT)), width)


def error_line(rows: Sequence[ErrorRow], width: float) -> Block:
    """Return the readings of one measurement with the parts of their errors."""
    name, half = _NAME_SHARE * width, (1 - _NAME_SHARE) * width / 2
    cells: list[tuple[float, Block]] = [(0.0, Paragraph(Span(rows[0].name, SMALL.bold()), name - _GUTTER))]
    for row in rows:
        x = name + half if row.side is Side.LEFT else name
        wide = (2 * half if row.side is None else half) - _GUTTER
        lines: list[Block] = [Paragraph(Span(row.text, SMALL), wide)]
        if row.parts:
            lines.append(Paragraph(Span(row.parts, FINE), wide))
        cells.append((x, Stack(tuple(lines), wide)))
    return Beside(tuple(cells), width, 1.2 * PT, hairline=True)


# ------------------------------------------------------------------------------------- methods and definitions


def method_block(method: Method, width: float) -> Block:
    """Return one way to the inequality: what it says, what it measures, and why another says something else."""
    first, second = width * 0.2, width * 0.26
    third = width - first - second
    return Beside(
        (
            (0.0, Paragraph(Span(method.name, SMALL.bold()), first - _GUTTER)),
            (first, Paragraph(Span(method_words(method), SMALL), second - _GUTTER)),
            (first + second, Paragraph(Span(method_meaning(method), FINE), third)),
        ),
        width,
        1.5 * PT,
        hairline=True,
    )


def definition_block(row: Row, width: float) -> Block:
    """Return the definition of a measurement with its source, and its ranges with population, source and outcome."""
    told = " ".join(filter(None, (row.definition, row.made_with, f"{row.source}.")))
    lines = [
        Paragraph((Span(f"{row.title}  ", SMALL.bold()), Span(told, FINE)), width),
        *(_range_line(row, k, width) for k in range(len(row.ranges))),
    ]
    return Stack(tuple(lines), width)


def _range_line(row: Row, index: int, width: float) -> Paragraph:
    quoted = row.ranges[index]
    outcomes = [
        f"{entry.side.value if entry.side else 'both'} {entry.outcomes[index]}"
        for entry in row.entries
        if entry.outcomes[index]
    ]
    spans = [Span(quoted.text, SMALL), Span(f"  {quoted.population}; {quoted.source}.", FINE)]
    if outcomes:
        spans.append(Span(f" {capitalised(', '.join(outcomes))}.", SMALL))
    return Paragraph(spans, width)
