"""The report as a PDF: text that can be searched, lines as vectors, the picture at print quality."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPainter, QPdfWriter

from kneeview.case.case import Case
from kneeview.imaging.radiograph import Display, Radiograph
from kneeview.reports.fonts import PT, missing_letters
from kneeview.reports.model import Report
from kneeview.reports.page import A4, FOOT, MARGIN, Page, PageSize
from kneeview.reports.sheet import composed
from kneeview.reports.text import FINE, HAIRLINE, Align, Paragraph, Rule, Span

_TABLE: Final = re.compile(rb"begincmap.*?endcmap", re.DOTALL)
_LETTERS: Final = re.compile(rb"\[[^]]*\]")

_FOOTER: Final = "Measurement aid. Not for diagnosis or surgical planning. Outside a quoted range is not a diagnosis."


def pdf_of(
    report: Report,
    case: Case,
    image: Radiograph,
    display: Display,
    page_size: PageSize = A4,
    *,
    patient_page: bool = False,
) -> bytes:
    """Return the report as a PDF. Letters that no font has are warned of in the report itself."""
    report = replace(report, warnings=(*report.warnings, *missing_letters(report)))
    return painted(composed(report, case, image, display, page_size, patient_page=patient_page), report, page_size)


def painted(pages: Sequence[Page], report: Report, page_size: PageSize) -> bytes:
    """Return composed pages as a PDF with footers. The document's title does not name the patient."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator(f"kneeview {report.version}")
    writer.setTitle(report.title)
    writer.setResolution(round(72 * PT))
    writer.setPageLayout(QPageLayout(page_size.qt, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.LosslessImageRendering)
    for number, page in enumerate(pages, start=1):
        if number > 1:
            writer.newPage()
        for placed in page:
            placed.block.draw(painter, placed.x, placed.y)
        _footer(painter, report, f"page {number} of {len(pages)}", page_size)
    painter.end()
    return _with_spaces(bytes(buffer.data().data()))


def _with_spaces(content: bytes) -> bytes:
    """Return the PDF with blanks where Qt's tables from glyphs to letters say tabulator: both have the same glyph.

    Without that a search for two words finds nothing. The tables are not compressed, and keep their length.
    """

    def corrected(table: re.Match[bytes]) -> bytes:
        return _LETTERS.sub(lambda letters: letters[0].replace(b"<0009>", b"<0020>"), table[0])

    return _TABLE.sub(corrected, content)


def _footer(painter: QPainter, report: Report, page: str, page_size: PageSize) -> None:
    width = page_size.size.width() - 2 * MARGIN
    y = page_size.size.height() - FOOT + 12 * PT
    Rule(width, HAIRLINE, 0.5 * PT).draw(painter, MARGIN, y)
    Paragraph(Span(_FOOTER, FINE), width * 0.68).draw(painter, MARGIN, y + 5 * PT)
    right = Paragraph(
        Span(f"kneeview {report.version} · case {report.case_id} · {page}", FINE), width * 0.32, Align.RIGHT
    )
    right.draw(painter, MARGIN + width * 0.68, y + 5 * PT)
