"""What a case can be handed out as: one table from the ending of a file to the exporter, and the writing of files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from kneeview.case.case import Case
from kneeview.case.persistence import SUFFIX as CASE_SUFFIX
from kneeview.case.persistence import case_bytes, discard, written_beside
from kneeview.imaging.radiograph import Display, Progress, Radiograph
from kneeview.imaging.zipped import file_of
from kneeview.reports.encoding import encoded
from kneeview.reports.fonts import missing_letters
from kneeview.reports.model import Report, report_of
from kneeview.reports.page import A4, PageSize
from kneeview.reports.pdf import pdf_of
from kneeview.reports.picture import annotated_picture
from kneeview.reports.refusals import ExportError, UnknownEndingError, is_same_file
from kneeview.reports.table.csv_file import csv_bytes
from kneeview.reports.table.json_file import json_bytes


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What is handed out: a case, its picture as it is shown, and the report on it."""

    case: Case
    image: Radiograph
    display: Display
    report: Report
    page_size: PageSize
    patient_page: bool = False


@dataclass(frozen=True, slots=True)
class Exporter:
    """One form: the endings of its files, its name for file dialogs, and what it makes. May raise `ValueError`."""

    suffixes: tuple[str, ...]
    name: str
    content: Callable[[Material], bytes]


def _pdf(material: Material) -> bytes:
    return pdf_of(
        material.report,
        material.case,
        material.image,
        material.display,
        material.page_size,
        patient_page=material.patient_page,
    )


def _picture(suffix: str) -> Callable[[Material], bytes]:
    return lambda material: encoded(annotated_picture(material.case, material.image, material.display), suffix)


def _csv(material: Material) -> bytes:
    return csv_bytes(material.case)


def _json(material: Material) -> bytes:
    return json_bytes(material.case, material.image)


def _case(material: Material) -> bytes:
    return case_bytes(material.case)


EXPORTERS: Final = (
    Exporter((".pdf",), "PDF report", _pdf),
    Exporter((".png",), "PNG picture with lines", _picture(".png")),
    Exporter((".jpg", ".jpeg"), "JPEG picture with lines", _picture(".jpg")),
    Exporter((".csv",), "CSV table", _csv),
    Exporter((".json",), "JSON readings", _json),
    Exporter((CASE_SUFFIX,), "kneeview case", _case),
)

SUFFIXES: Final = tuple(suffix for exporter in EXPORTERS for suffix in exporter.suffixes)
"""Every ending that can be written."""


NOT_THERE_YET: Final = (".sr.dcm", ".gsps.dcm", ".sc.dcm", ".pdf.dcm")
"""Endings that are promised and not built: said so, rather than called unknown."""


def exporter_for(path: Path) -> Exporter:
    """Return the exporter for the ending of a path. Raises `UnknownEndingError`."""
    name = path.name.lower()
    for exporter in EXPORTERS:
        if name.endswith(exporter.suffixes):
            return exporter
    what = "reports in DICOM are not there yet" if name.endswith(NOT_THERE_YET) else "the ending is not known"
    raise UnknownEndingError(path, f"{what}; known are {' '.join(SUFFIXES)}")


def write_reports(
    case: Case,
    image: Radiograph,
    display: Display,
    paths: Sequence[Path],
    page_size: PageSize = A4,
    made_at: datetime | None = None,
    progress: Progress | None = None,
    *,
    patient_page: bool = False,
) -> tuple[str, ...]:
    """Write a case in every form that the endings ask for, and return what the user should know of it.

    Everything is made and written beside before anything takes its place. Raises `ExportError`; the files stand as they
    stood before then, also those that could have been written. The picture itself is never written
    over. `progress` may raise `Cancelled` until the first file is written. `patient_page` adds a page in
    plain words to the PDF.
    """
    exporters = [(path, exporter_for(path)) for path in paths]
    for path in paths:
        if image.path is not None and is_same_file(path, file_of(image.path)):
            raise ExportError(path, "this is the picture itself; choose another name")
    report = report_of(case, image, made_at or datetime.now().astimezone(), turned_over=display.turned_over)
    material = Material(case, image, display, report, page_size, patient_page)
    contents = [(path, _content(path, exporter, material)) for path, exporter in exporters]
    if progress is not None:
        progress(0.9)
    _write_together(contents)
    return missing_letters(report) if any(path.name.lower().endswith(".pdf") for path in paths) else ()


def _write_together(contents: Sequence[tuple[Path, bytes]]) -> None:
    """Write all files or none: the first takes its place only when the last stands whole beside its own."""
    ready: list[tuple[Path, Path]] = []
    try:
        for path, content in contents:
            with _told(path):
                ready.append((written_beside(path, content), path))
        while ready:
            beside, path = ready[0]
            with _told(path):
                beside.replace(path)
            del ready[0]
    finally:
        for beside, _ in ready:
            discard(beside)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise ExportError(path, f"the file could not be written: {reason}") from error


def _content(path: Path, exporter: Exporter, material: Material) -> bytes:
    try:
        return exporter.content(material)
    except (ValueError, MemoryError) as error:
        reason = str(error) or "the memory does not suffice"
        raise ExportError(path, f"the {exporter.name} could not be made: {reason}") from error
