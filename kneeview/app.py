"""The start of the program: a command without a screen, or the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status: 0 done, 1 could not, 2 wrong usage."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    from kneeview import cli  # noqa: PLC0415

    if cli.is_command(arguments):
        return cli.run(arguments)
    return _window([Path(argument) for argument in arguments if argument != "demo"], demo=arguments[:1] == ["demo"])


def _window(paths: list[Path], *, demo: bool) -> int:
    from PySide6.QtCore import QSettings, QTimer  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from kneeview.gui.main_window import MainWindow  # noqa: PLC0415
    from kneeview.gui.preferences import Preferences  # noqa: PLC0415

    application = QApplication(sys.argv[:1])
    application.setApplicationName("kneeview")
    application.setOrganizationName("kneeview")
    application.setStyle("Fusion")
    window = MainWindow(application, Preferences(QSettings()))
    window.show()
    if demo:
        QTimer.singleShot(0, window.open_demo)
    elif paths:
        QTimer.singleShot(0, lambda: window.open(paths[0]))
    return application.exec()
