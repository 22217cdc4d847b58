"""Page one: what a colleague reads in a minute. The picture with its lines, the readings that matter, the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kneeview.case.case import Case
from kneeview.domain.landmarks import Kind
from kneeview.domain.limb import SIDES
from kneeview.imaging.radiograph import Display, Radiograph
from kneeview.reports.fonts import PT
from kneeview.reports.identity import Fact
from kneeview.reports.model import Report
from kneeview.reports.page import Flow
from kneeview.reports.paper_picture import PaperPicture, picture_size
from kneeview.reports.rows import inequality_block
from kneeview.reports.short_table import ShortTable
from kneeview.reports.text import (
    BODY,
    FINE,
    INK,
    SMALL,
    SUBTITLE,
    TITLE,
    Align,
    Beside,
    Block,
    Panel,
    Paragraph,
    Rule,
    Span,
    Stack,
    labelled,
    section,
    shortened,
)
from kneeview.scene.build import SceneOptions, build_scene

GAP: Final = 12 * PT
_GUTTER: Final = 20 * PT
_FACT_COLUMNS: Final = 4
_FACT_LINES: Final = 3
_FILM_SHARE: Final = 0.42
_LARGER_SHARES: Final = (0.54, 0.5, 0.46)
_FILM_HEIGHT_SHARE: Final = 0.46
_WIDE: Final = 0.85
"""What a picture may take: of the width beside the readings, of the height above them where it is this wide."""

_MAT: Final = 56 * PT
"""So much room for captions at each side of a picture, where there is as much."""

_OWN_WORDS_LINES: Final = 7
_WARNINGS_ROOM: Final = 64 * PT

_NUMBER: Final = re.compile(r"\[(\d+)\]")


class Summary:
    """Composes page one."""

    def __init__(self, report: Report, case: Case, image: Radiograph, display: Display, flow: Flow) -> None:
        self._report = report
        self._case = case
        self._image = image
        self._display = display
        self._flow = flow
        self._table = ShortTable(report, tuple(side for side in SIDES if case.limbs[side]))

    def compose(self) -> None:
        """Put head, picture, readings, words and warnings on the page."""
        self._head()
        bottom = self._bottom()
        wide = self._image.columns / (self._image.rows * self._aspect) > _WIDE
        self._flow.y = self._picture_above(bottom) if wide else self._picture_beside(bottom)
        for block in bottom:
            self._flow.y += GAP
            self._flow.add(block)

    # ------------------------------------------------------------------------------------------------- the head

    def _head(self) -> None:
        flow, report = self._flow, self._report
        left = flow.width * 0.62
        title = Stack(
            (
                Paragraph(Span(report.title, TITLE), left),
                Paragraph(Span(report.subtitle, SUBTITLE), left),
            ),
            left,
        )
        letterhead = Paragraph(Span(report.letterhead, SUBTITLE), flow.width * 0.36, Align.RIGHT)
        flow.add(Beside(((0.0, title), (flow.width * 0.64, letterhead)), flow.width), 8 * PT)
        flow.add(Rule(flow.width, INK, 1.0 * PT), 9 * PT)
        if report.lacking:
            margin = 6 * PT
            lacking = f"{report.lacking} Readings that need them have no value."
            told = Paragraph(labelled("Incomplete", lacking), flow.width - 2 * margin)
            flow.add(Panel(told, flow.width, margin), 9 * PT)
        for start in range(0, len(report.facts), _FACT_COLUMNS):
            flow.add(self._facts(report.facts[start : start + _FACT_COLUMNS]), 5 * PT)
        flow.y += 9 * PT

    def _facts(self, facts: Sequence[Fact]) -> Block:
        step = self._flow.width / _FACT_COLUMNS
        width = step - 8 * PT
        return Beside(
            tuple(
                (
                    k * step,
                    Stack(
                        (
                            Paragraph(Span(fact.label, FINE), width),
                            shortened(fact.text, BODY, width, _FACT_LINES),
                        ),
                        width,
                    ),
                )
                for k, fact in enumerate(facts)
            ),
            self._flow.width,
        )

    # ---------------------------------------------------------------------------------- the picture and the readings

    @property
    def _aspect(self) -> float:
        return self._case.scale.aspect if self._case.scale.perspective is None else 1.0

    def _film(self, width: float, height: float) -> PaperPicture:
        scene = build_scene(self._case, self._case.readings(), SceneOptions(points=False))
        wide, tall = picture_size(self._image, self._aspect, width, height)
        mat = min(_MAT, (width - wide) / 2) if self._case.kind is Kind.RADIOGRAPH else 0.0  # photos end in no dark
        return PaperPicture(self._image, self._display, scene, wide + 2 * mat, tall, mat)

    def _picture_beside(self, bottom: list[Block]) -> float:
        """Put the picture at the left and the readings beside it; return where both end.

        Where the readings do not all fit, the words go below the picture, where they take fewer lines.
        """
        flow = self._flow
        room = self._room(bottom)
        film = self._as_large_as_fits(room)
        x = film.width + _GUTTER
        words = [*self._inequality(flow.width - x), *self._in_words(flow.width - x)]
        if self._table.wanted_height(flow.width - x) + _heights(words) > room:
            bottom[:0] = self._in_words(flow.width)
            room = self._room(bottom)
            film = self._film(film.width, room)
            x = film.width + _GUTTER
            words = self._inequality(flow.width - x)
        width = flow.width - x
        flow.place(film)
        table = self._table.block(width, room - _heights(words))
        flow.place(table, x)
        return max(flow.y + film.height, self._below(words, x, flow.y + table.height))

    def _as_large_as_fits(self, room: float) -> PaperPicture:
        """Return the picture at the largest share of the width that leaves room beside it for readings and words."""
        flow = self._flow
        least = self._film(flow.width * _FILM_SHARE, room)
        for share in _LARGER_SHARES:
            film = self._film(flow.width * share, room)
            width = flow.width - film.width - _GUTTER
            words = [*self._inequality(width), *self._in_words(width)]
            if film.height > least.height and self._table.block(width, room).height + _heights(words) <= film.height:
                return film
        return least

    def _picture_above(self, bottom: Sequence[Block]) -> float:
        """Put a wide picture above the readings and the words side by side; return where they end."""
        flow = self._flow
        half = (flow.width - _GUTTER) / 2
        beside = [*self._inequality(half), *self._in_words(half)]
        words: list[Block] = []
        if beside:
            words = [Beside(tuple((k * (half + _GUTTER), block) for k, block in enumerate(beside)), flow.width)]
        room = self._room(bottom)
        film = self._film(flow.width, room * _FILM_HEIGHT_SHARE)
        flow.place(film, (flow.width - film.width) / 2)
        top = flow.y + film.height + GAP
        table = self._table.block(flow.width, room - film.height - GAP - _heights(words))
        flow.place(table, 0.0, top)
        return self._below(words, 0.0, top + table.height)

    def _room(self, bottom: Sequence[Block]) -> float:
        return self._flow.room - _heights(bottom)

    def _below(self, blocks: Sequence[Block], x: float, y: float) -> float:
        for block in blocks:
            self._flow.place(block, x, y + GAP)
            y += GAP + block.height
        return y

    def _inequality(self, width: float) -> list[Block]:
        report = self._report
        if not report.inequality:
            return []
        block = inequality_block(report.inequality, report.remainder, width)
        return [section("LEG-LENGTH INEQUALITY", block, width)]

    def _in_words(self, width: float) -> list[Block]:
        sentences = tuple(Paragraph(Span(sentence), width) for sentence in self._report.in_words)
        return [section("IN WORDS", Stack(sentences, width, 2 * PT), width)] if sentences else []

    # ---------------------------------------------------------------------------------------------------- the foot

    def _bottom(self) -> list[Block]:
        """Return what stands below picture and table: sources, the box, warnings."""
        return [*self._sources(), self._box(), self._warnings(self._flow.width)]

    def _sources(self) -> list[Block]:
        """Return the sources of the ranges that the table may show and that the words name."""
        shown = {row.ranges[0].number for row in self._table.rows if row.ranges}
        shown |= {int(number) for sentence in self._report.in_words for number in _NUMBER.findall(sentence)}
        text = "  ".join(f"[{n}] {source}." for n, source in enumerate(self._report.sources, start=1) if n in shown)
        if not text:
            return []
        return [Paragraph((Span("Sources of the quoted ranges  ", FINE), Span(text, FINE)), self._flow.width)]

    def _box(self) -> Block:
        report, margin = self._report, 9 * PT
        width = self._flow.width - 2 * margin
        lines = [
            Paragraph(labelled("Scale", report.scale), width),
            Paragraph(labelled("Positioning", report.positioning), width),
            *own_words("Comments", report.comments, width, empty=""),
            *own_words("Impression", report.impression, width, empty="—"),
        ]
        return Panel(Stack(tuple(lines), width, 2 * PT), self._flow.width, margin)

    def _warnings(self, width: float) -> Block:
        """Return the warnings, as many as there is room for; all of them stand in full later."""
        report = self._report
        standing = Paragraph(Span(" ".join(report.standing), FINE), width)
        lines: list[Block] = []
        height = 0.0
        for number, warning in enumerate(report.warnings):
            line = Paragraph(Span(f"{number + 1}. {warning}", SMALL), width)
            if height + line.height > _WARNINGS_ROOM:
                more = len(report.warnings) - number
                lines.append(Paragraph(Span(f"{more} more on the next page.", SMALL.grey()), width))
                break
            lines.append(line)
            height += line.height
        text = Stack((*lines, standing), width, 1.5 * PT)
        return section("WARNINGS", text, width) if lines else text


def own_words(name: str, text: str, width: float, *, empty: str) -> list[Paragraph]:
    """Return the user's words; of long ones that they stand in full later."""
    if not text and not empty:
        return []
    paragraph = Paragraph(labelled(name, text or empty), width)
    if paragraph.line_count > _OWN_WORDS_LINES:
        return [Paragraph(labelled(name, "stands in full on the next page."), width)]
    return [paragraph]


def is_cut_on_page_one(name: str, text: str, page_width: float) -> bool:
    """Whether the user's words are too long for page one."""
    return Paragraph(labelled(name, text), page_width - 18 * PT).line_count > _OWN_WORDS_LINES


def is_shortened_on_page_one(fact: Fact, page_width: float) -> bool:
    """Whether the head has no room for the whole of a fact."""
    return Paragraph(Span(fact.text), page_width / _FACT_COLUMNS - 8 * PT).line_count > _FACT_LINES


def _heights(blocks: Sequence[Block]) -> float:
    return sum(GAP + block.height for block in blocks)
