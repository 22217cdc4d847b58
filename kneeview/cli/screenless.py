"""Drawing without a screen."""

from __future__ import annotations

import logging
import os
from typing import Final

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

_log = logging.getLogger(__name__)


def without_screen() -> None:
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
