"""The readings of page one: as many as fit, those first that matter most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kneeview.domain.limb import Side
from kneeview.reports.fonts import PT
from kneeview.reports.model import Report, Row
from kneeview.reports.rows import table_head, table_row
from kneeview.reports.text import BODY, FINE, Block, Paragraph, Span, Stack

_GAP: Final = 4 * PT

_FIRST: Final = (
    *("mad", "wbl_percent", "hka", "clinical_tfa", "mldfa", "mpta", "jlca", "imd", "icd"),
    *("leg_length", "femur_length", "tibia_length", "leg_length_head_top", "fta", "ldta"),
    *("femoral_head_height_difference", "pelvic_obliquity", "iliac_crest_height_difference", "q_angle"),
)
"""The readings in the order in which page one has room for them; the others follow."""

_ROOM_FOR: Final = frozenset(_FIRST[:12])
"""The readings that page one should have room for."""

_ROWS_AT_MOST: Final = 12
"""More than this nobody reads in a minute."""


class ShortTable:
    """The table of page one, for the legs that were measured."""

    def __init__(self, report: Report, measured: tuple[Side, ...]) -> None:
        self._report = report
        self._measured = measured
        self.rows = sorted(report.rows, key=lambda row: _place(row, report.by_age))[:_ROWS_AT_MOST]

    def wanted_height(self, width: float) -> float:
        """Return the height that page one should have for it."""
        wanted = [row for row in self.rows if row.id in (*_ROOM_FOR, *self._report.by_age)] or self.rows
        return sum(block.height for block in (table_head(width, self._report.sides), *self._drawn(wanted, width)))

    def block(self, width: float, height: float) -> Block:
        """Return as many rows as fit; a line says where the others are."""
        if not self.rows:
            return Paragraph(Span(" ".join(self._why_no_readings()), BODY.grey()), width)
        more = Paragraph(Span("The other readings stand on the next page.", FINE), width)
        blocks: list[Block] = [table_head(width, self._report.sides)]
        taken = blocks[0].height
        for number, block in enumerate(self._drawn(self.rows, width), start=1):
            is_last = number == len(self._report.rows)
            if taken + block.height + (0 if is_last else _GAP + more.height) > height:
                break
            blocks.append(block)
            taken += block.height
        table = Stack(tuple(blocks), width)
        return table if len(blocks) > len(self._report.rows) else Stack((table, more), width, _GAP)

    def _drawn(self, rows: Sequence[Row], width: float) -> Iterator[Block]:
        return (table_row(row, width, self._measured) for row in rows)

    def _why_no_readings(self) -> Iterator[str]:
        yield "There are no readings: no landmark has been placed yet."
        if self._report.drawn:
            yield "The free measurements stand on the next page."


def _place(row: Row, by_age: Sequence[str]) -> tuple[bool, bool, int]:
    """Return where a row stands: readings without a value last, of a child those first that go by age."""
    lacking = not any(entry.is_value for entry in row.entries)
    return lacking, row.id not in by_age, _FIRST.index(row.id) if row.id in _FIRST else len(_FIRST)
