"""The pages after the first: charts, errors, what the angles say, ways to the inequality, definitions and sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kneeview.reports.chart_painter import ChartBlock, legend
from kneeview.reports.drawn_table import drawn_table
from kneeview.reports.fonts import PT
from kneeview.reports.model import Report
from kneeview.reports.page import Flow
from kneeview.reports.rows import definition_block, error_head, error_line, method_block
from kneeview.reports.summary import GAP, is_cut_on_page_one, is_shortened_on_page_one
from kneeview.reports.text import (
    BODY,
    FINE,
    HEADING,
    SMALL,
    SUBTITLE,
    TITLE,
    Block,
    Paragraph,
    Span,
    Stack,
    labelled,
    shortened,
)

_GUTTER: Final = 18 * PT
_CHART_HEIGHT: Final = 176 * PT
_LEGEND_GAP: Final = 4 * PT


class Detail:
    """Composes everything after page one."""

    def __init__(self, report: Report, flow: Flow) -> None:
        self._report = report
        self._flow = flow
        self._half = (flow.width - _GUTTER) / 2

    def compose(self) -> None:
        """Put the parts one after the other."""
        flow, report = self._flow, self._report
        patient = next((fact.text for fact in report.facts if fact.label == "Patient"), "")
        flow.add(Paragraph(Span("Errors, definitions and sources" if report.rows else "In full", TITLE), flow.width))
        whose = f"{report.title} · {patient} · case {report.case_id}"
        flow.add(shortened(whose, SUBTITLE, flow.width, 1), 10 * PT)
        self._words()
        self._charts()
        self._errors()
        self._drawn()
        self._titled("WHAT THE ANGLES SAY", report.angles)
        self._methods()
        self._in_two_columns()
        self._titled("PICTURE", [report.image])

    # --------------------------------------------------------------------------------------------- what was too long

    def _words(self) -> None:
        report, width = self._report, self._flow.width
        for name, text in (("Comments", report.comments), ("Impression", report.impression)):
            if text and is_cut_on_page_one(name, text, width):
                self._titled(name.upper(), [text])
        facts = [fact for fact in report.facts if is_shortened_on_page_one(fact, width)]
        self._titled("IN FULL", [f"{fact.label}: {fact.text}" for fact in facts])

    # --------------------------------------------------------------------------------------------- charts and tables

    def _charts(self) -> None:
        flow = self._flow
        for chart in self._report.charts:
            block = ChartBlock(chart, flow.width, _CHART_HEIGHT)
            heading = Paragraph(Span(chart.title.upper(), HEADING), flow.width)
            flow.keep_with_next(heading, block.height + 40 * PT, 3 * PT)
            flow.add(block, _LEGEND_GAP)
            flow.add_columns(list(legend(chart, self._half)), 1 * PT, _GUTTER)
            flow.y += GAP

    def _errors(self) -> None:
        flow, rows = self._flow, self._report.errors
        if not rows:
            return
        head = error_head(flow.width)
        lines = [error_line(row, flow.width) for row in rows]
        heading = Paragraph(Span("READINGS WITH THEIR ERRORS", HEADING), flow.width)
        flow.keep_with_next(heading, head.height + lines[0].height, 2 * PT)
        flow.add(head)
        for line in lines:
            if line.height > flow.room:
                flow.new_page()
                flow.add(head)
            flow.add(line)
        flow.y += GAP

    def _drawn(self) -> None:
        if self._report.drawn:
            flow = self._flow
            head, *rows = drawn_table(self._report.drawn, flow.width)
            flow.keep_with_next(head, rows[0].height, 0.0)
            for row in rows:
                flow.add(row)
            flow.y += GAP

    def _methods(self) -> None:
        flow, methods = self._flow, self._report.methods
        if not methods:
            return
        blocks = [method_block(method, flow.width) for method in methods]
        heading = Paragraph(Span("LEG-LENGTH INEQUALITY BY ITS METHODS, SIDE BY SIDE", HEADING), flow.width)
        flow.keep_with_next(heading, blocks[0].height, 3 * PT)
        for block in blocks:
            flow.add(block)
        flow.y += GAP

    # ------------------------------------------------------------------------------------------------- fine print

    def _in_two_columns(self) -> None:
        """Put the parts that nobody reads in a row beside each other."""
        report, width = self._report, self._half
        blocks: list[Block] = []
        blocks += _part("CALIBRATION", [labelled(fact.label, fact.text, SMALL) for fact in report.calibration], width)
        effects = [
            (
                Span(f"{each.words[:1].upper()}{each.words[1:]}  ", SMALL.bold()),
                Span(each.text, SMALL),
                *_by(each.source),
            )
            for each in report.effects
        ]
        for chart in report.charts:
            sources = [labelled(letters, source, SMALL) for letters, source in chart.sources]
            blocks += _part(f"SOURCES OF THE CHART “{chart.title.upper()}”", sources, width)
        blocks += _part("WHAT POSITIONING CAN DO TO THE NUMBERS", effects, width)
        blocks += _part("POINTS THAT SERVED", [labelled(f.label, f"{f.text}.", SMALL) for f in report.points], width)
        errors = [(Span(text, SMALL),) for text in report.placement_errors]
        blocks += _part("PLACEMENT ERRORS (ONE STANDARD DEVIATION, MM ACROSS × ALONG THE LEG)", errors, width)
        rows = [definition_block(row, width) for row in (*report.rows, *report.inequality)]
        blocks += _headed("DEFINITIONS, RANGES AND SOURCES", rows, width)
        warnings = [(Span(text, SMALL),) for text in (*report.warnings, *report.standing)]
        blocks += _part("WARNINGS", warnings, width)
        self._flow.add_columns(blocks, 3 * PT, _GUTTER)
        self._flow.y += GAP

    def _titled(self, title: str, texts: Sequence[str]) -> None:
        if not texts:
            return
        flow = self._flow
        paragraphs = [Paragraph(Span(text, BODY), flow.width) for text in texts]
        heading = Paragraph(Span(title, HEADING), flow.width)
        flow.keep_with_next(heading, min(paragraphs[0].height, 4 * BODY.size * PT), 3 * PT)
        for paragraph in paragraphs:
            flow.add(paragraph, 2 * PT)
        flow.y += GAP - 2 * PT


def _by(source: str) -> tuple[Span, ...]:
    return (Span(f"  {source}.", FINE),)


def _part(title: str, texts: Sequence[Sequence[Span]], width: float) -> list[Block]:
    return _headed(title, [Paragraph(spans, width) for spans in texts], width)


def _headed(title: str, blocks: Sequence[Block], width: float) -> list[Block]:
    """Return the blocks with a heading that stays with the first of them."""
    if not blocks:
        return []
    heading = Stack((Paragraph(Span("", FINE), width), Paragraph(Span(title, HEADING), width)), width)
    return [Stack((heading, blocks[0]), width, 2 * PT), *blocks[1:]]
