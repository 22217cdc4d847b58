"""Reports without a screen: all of the command line that needs Qt."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from kneeview.case.opening import Opened
from kneeview.reports.exporters import exporter_for, write_reports
from kneeview.reports.page import A4, LETTER
from kneeview.reports.paper import letter_is_usual

_log = logging.getLogger(__name__)


def check_endings(paths: Sequence[Path]) -> None:
    """Raise `UnknownEndingError` where a path has an ending that no exporter knows."""
    for path in paths:
        exporter_for(path)


def write_drawn(opened: Opened, paths: Sequence[Path], paper: str | None, *, patient_page: bool) -> tuple[str, ...]:
    """Write reports and return what the user should know; `paper` None is the system's. Raises `ExportError`."""
    _without_screen()
    letter = letter_is_usual() if paper is None else paper == "letter"
    size = LETTER if letter else A4
    case, image = opened.case, opened.image
    display = replace(image.default_display, turned_over=case.is_turned_over)
    return write_reports(case, image, display, paths, size, patient_page=patient_page)


def _without_screen() -> None:
    """Make Qt able to draw without a screen. On Windows its usual platform needs none, and offscreen has no fonts."""
    if QGuiApplication.instance() is None:
        if os.name != "nt":
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        qInstallMessageHandler(_log_qt)
        _KEPT.append(QGuiApplication(["kneeview"]))


_KEPT: Final[list[QGuiApplication]] = []
"""Qt's application must outlive every font."""


def _log_qt(_: QtMsgType, __: object, message: str) -> None:
    _log.debug("Qt: %s", message)
