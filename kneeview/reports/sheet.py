"""What stands where: page one as a summary beside the picture, the pages after it in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kneeview.case.case import Case
from kneeview.domain.limb import SIDES, Side
from kneeview.imaging.radiograph import Display, Radiograph
from kneeview.reports.drawn_table import drawn_table
from kneeview.reports.fonts import PT
from kneeview.reports.identity import Fact
from kneeview.reports.model import Report
from kneeview.reports.page import Flow, Page, PageSize
from kneeview.reports.paper_picture import PaperPicture, picture_size
from kneeview.reports.rows import full_head, full_row, inequality_block, table_head, table_row
from kneeview.reports.text import (
    BODY,
    FINE,
    HEADING,
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
    shortened,
)
from kneeview.scene.build import SceneOptions, build_scene

_GAP: Final = 12 * PT
_SMALL_GAP: Final = 4 * PT
_GUTTER: Final = 20 * PT
_FACT_COLUMNS: Final = 4
_FACT_LINES: Final = 3
_FILM_SHARE: Final = 0.4
_FILM_HEIGHT_SHARE: Final = 0.46
_WIDE: Final = 0.85
"""What a picture may take: of the width beside the readings, of the height above them where it is this wide."""

_IMPRESSION_LINES: Final = 7
_WARNINGS_ROOM: Final = 90 * PT


def composed(report: Report, case: Case, image: Radiograph, display: Display, page_size: PageSize) -> Sequence[Page]:
    """Return the pages of a report."""
    return _Composer(report, case, image, display, Flow(page_size)).pages()


class _Composer:
    def __init__(self, report: Report, case: Case, image: Radiograph, display: Display, flow: Flow) -> None:
        self._report = report
        self._case = case
        self._image = image
        self._display = display
        self._flow = flow
        self._measured: tuple[Side, ...] = tuple(side for side in SIDES if case.limbs[side])

    def pages(self) -> Sequence[Page]:
        """Return the pages: the summary, then everything in full."""
        self._head()
        self._summary()
        self._flow.new_page()
        self._in_full()
        return self._flow.finished()

    # ---------------------------------------------------------------------------------------------- page one

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

    def _summary(self) -> None:
        flow = self._flow
        bottom = self._bottom()
        wide = self._image.columns / (self._image.rows * self._aspect) > _WIDE
        flow.y = self._picture_above(bottom) if wide else self._picture_beside(bottom)
        for block in bottom:
            flow.y += _GAP
            flow.add(block)

    @property
    def _aspect(self) -> float:
        return self._case.scale.aspect if self._case.scale.perspective is None else 1.0

    def _film(self, width: float, height: float) -> PaperPicture:
        scene = build_scene(self._case, self._case.readings(), SceneOptions(points=False))
        size = picture_size(self._image, self._aspect, width, height)
        return PaperPicture(self._image, self._display, scene, *size)

    def _picture_beside(self, bottom: list[Block]) -> float:
        """Put the picture at the left and the readings beside it; return where both end.

        Where the readings do not all fit, the words go below the picture, where they take fewer lines.
        """
        flow = self._flow
        room = self._room(bottom)
        film = self._film(flow.width * _FILM_SHARE, room)
        x = film.width + _GUTTER
        words = [*self._inequality(flow.width - x), *self._in_words(flow.width - x)]
        if self._table_height(flow.width - x) + _heights(words) > room:
            bottom[:0] = self._in_words(flow.width)
            room = self._room(bottom)
            film = self._film(film.width, room)
            x = film.width + _GUTTER
            words = self._inequality(flow.width - x)
        width = flow.width - x
        flow.place(film)
        end = self._table(x, width, flow.y, room - _heights(words))
        return max(flow.y + film.height, self._below(words, x, end))

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
        top = flow.y + film.height + _GAP
        end = self._table(0.0, flow.width, top, room - film.height - _GAP - _heights(words))
        return self._below(words, 0.0, end)

    def _room(self, bottom: Sequence[Block]) -> float:
        return self._flow.room - _heights(bottom)

    def _below(self, blocks: Sequence[Block], x: float, y: float) -> float:
        for block in blocks:
            self._flow.place(block, x, y + _GAP)
            y += _GAP + block.height
        return y

    def _table_height(self, width: float) -> float:
        blocks = [
            table_head(width, self._report.sides),
            *(table_row(row, width, self._measured) for row in self._report.rows),
        ]
        return sum(block.height for block in blocks)

    def _table(self, x: float, width: float, y: float, height: float) -> float:
        """Put as many rows as fit; a line says where the others are. Return where the table ends."""
        flow, rows = self._flow, self._report.rows
        head = table_head(width, self._report.sides)
        blocks = [table_row(row, width, self._measured) for row in rows]
        if not blocks:
            nothing = Paragraph(Span(" ".join(self._why_no_readings()), BODY.grey()), width)
            flow.place(nothing, x, y)
            return y + nothing.height
        more = Paragraph(Span("The other readings stand on the next page.", FINE), width)
        flow.place(head, x, y)
        y, limit = y + head.height, y + height
        for number, block in enumerate(blocks):
            last = number == len(blocks) - 1
            if y + block.height + (0 if last else _SMALL_GAP + more.height) > limit:
                flow.place(more, x, y + _SMALL_GAP)
                return y + _SMALL_GAP + more.height
            flow.place(block, x, y)
            y += block.height
        return y

    def _why_no_readings(self) -> Iterator[str]:
        yield "There are no readings: no landmark has been placed yet."
        if self._report.drawn:
            yield "The free measurements stand on the next page."

    def _inequality(self, width: float) -> list[Block]:
        report = self._report
        if not report.inequality:
            return []
        block = inequality_block(report.inequality, report.remainder, width)
        return [_section("LEG-LENGTH INEQUALITY", block, width)]

    def _in_words(self, width: float) -> list[Block]:
        sentences = tuple(Paragraph(Span(sentence), width) for sentence in self._report.in_words)
        return [_section("IN WORDS", Stack(sentences, width, 2 * PT), width)] if sentences else []

    def _bottom(self) -> list[Block]:
        """Return what stands below picture and table: sources, the box, warnings."""
        report, width = self._report, self._flow.width
        blocks: list[Block] = []
        if report.sources:
            blocks.append(_sources(report.sources, width))
        blocks.append(self._box())
        blocks.append(self._warnings(width))
        return blocks

    def _box(self) -> Block:
        report, margin = self._report, 9 * PT
        width = self._flow.width - 2 * margin
        impression = Paragraph(_labelled("Impression", report.impression or "—"), width)
        if impression.line_count > _IMPRESSION_LINES:
            impression = Paragraph(_labelled("Impression", "stands in full on the next page."), width)
        lines = (
            Paragraph(_labelled("Scale", report.scale), width),
            Paragraph(_labelled("Positioning", report.positioning), width),
            impression,
        )
        return Panel(Stack(lines, width, 2 * PT), self._flow.width, margin)

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
        return _section("WARNINGS", text, width) if lines else text

    # ---------------------------------------------------------------------------------------------- in full

    def _in_full(self) -> None:
        flow, report = self._flow, self._report
        patient = next((fact.text for fact in report.facts if fact.label == "Patient"), "")
        flow.add(Paragraph(Span("Readings in full" if report.rows else "In full", TITLE), flow.width))
        whose = f"{report.title} · {patient} · case {report.case_id}"
        flow.add(shortened(whose, SUBTITLE, flow.width, 1), 6 * PT)
        rows = [full_row(row, flow.width, self._measured) for row in (*report.rows, *report.inequality)]
        if rows:
            flow.add(full_head(flow.width))
        for row in rows:
            if row.height > flow.room:
                flow.new_page()
                flow.add(full_head(flow.width))
            flow.add(row)
        flow.y += _GAP
        self._drawn()
        if report.impression and self._impression_is_long():
            self._titled("IMPRESSION", [report.impression])
        self._titled("IN FULL", [f"{fact.label}: {fact.text}" for fact in report.facts if self._is_long(fact)])
        self._titled("CALIBRATION", [f"{fact.label}: {fact.text}" for fact in report.calibration])
        self._titled("POINTS THAT SERVED", [f"{fact.label}: {fact.text}." for fact in report.points])
        self._titled(
            "PLACEMENT ERRORS (ONE STANDARD DEVIATION, MM ACROSS × ALONG THE LEG)", list(report.placement_errors)
        )
        self._titled("PICTURE", [report.image])
        self._titled("WARNINGS", [*report.warnings, *report.standing])

    def _drawn(self) -> None:
        if self._report.drawn:
            flow = self._flow
            head, *rows = drawn_table(self._report.drawn, flow.width)
            flow.keep_with_next(head, rows[0].height, 0.0)
            for row in rows:
                flow.add(row)
            flow.y += _GAP

    def _is_long(self, fact: Fact) -> bool:
        width = self._flow.width / _FACT_COLUMNS - 8 * PT
        return Paragraph(Span(fact.text), width).line_count > _FACT_LINES

    def _impression_is_long(self) -> bool:
        width = self._flow.width - 18 * PT
        return Paragraph(_labelled("Impression", self._report.impression), width).line_count > _IMPRESSION_LINES

    def _titled(self, title: str, texts: Sequence[str]) -> None:
        if not texts:
            return
        flow = self._flow
        paragraphs = [Paragraph(Span(text, BODY), flow.width) for text in texts]
        heading = Paragraph(Span(title, HEADING), flow.width)
        flow.keep_with_next(heading, min(paragraphs[0].height, 4 * BODY.size * PT), 3 * PT)
        for paragraph in paragraphs:
            flow.add(paragraph, 2 * PT)
        flow.y += _GAP - 2 * PT


def _heights(blocks: Sequence[Block]) -> float:
    return sum(_GAP + block.height for block in blocks)


def _labelled(label: str, text: str) -> tuple[Span, ...]:
    return Span(f"{label}  ", BODY.bold()), Span(text, BODY)


def _section(title: str, block: Block, width: float) -> Block:
    return Stack((Paragraph(Span(title, HEADING), width), block), width, 3 * PT)


def _sources(sources: Sequence[str], width: float) -> Block:
    text = "  ".join(f"[{number}] {source}." for number, source in enumerate(sources, start=1))
    return Paragraph((Span("Sources of the quoted ranges  ", FINE), Span(text, FINE)), width)
