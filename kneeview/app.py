"""The start of the program: a command without a screen, or the window."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

_LAST_WAIT_MS = 15_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status: 0 done, 1 could not, 2 wrong usage."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if not arguments:
            return _window(arguments)
        from kneeview import cli  # noqa: PLC0415, where Qt's libraries are missing this import fails, and is caught

        return cli.run(arguments) if cli.is_command(arguments) else _window(arguments)
    except ImportError as error:
        if "PySide6" not in str(error) and ".so" not in str(error):
            raise
        return _refused(f"a system library of Qt is missing ({error}); the README lists what Linux needs")


def _refused(reason: str) -> int:
    print(f"kneeview: {reason}", file=sys.stderr)  # noqa: T201
    return 1


def _has_screen() -> bool:
    """Whether a window can be shown: Qt would abort the process where it finds no display."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _window(arguments: Sequence[str]) -> int:
    if not _has_screen():
        return _refused('there is no screen for the window; "kneeview --help" lists the commands that need none')
    # The window loads only now: commands without a screen start without it, and it without them.
    from PySide6.QtCore import QSettings, QStandardPaths, QThreadPool, QTimer  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from kneeview.gui.preferences import Preferences  # noqa: PLC0415
    from kneeview.gui.signals import end_on_signal  # noqa: PLC0415
    from kneeview.gui.window import MainWindow  # noqa: PLC0415

    application = QApplication(sys.argv[:1])
    application.setApplicationName("kneeview")
    application.setOrganizationName("kneeview")
    application.setStyle("Fusion")
    state = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.StateLocation)
    window = MainWindow(application, Preferences(QSettings()), Path(state) / "work")

    def fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Say that the program is at fault, and keep the work open."""
        traceback.print_exception(kind, error, trace)
        window.banner.warn(
            f"kneeview met a fault of its own ({kind.__name__}). Your work is still here; save it under another name."
        )

    sys.excepthook = fault

    def leave() -> None:
        """End as the system asks: at once, with unsaved work kept for the next start."""
        window.leave_at_once()
        application.exit()  # unlike quit(), which would close the window and so ask of unsaved work

    watch = end_on_signal(leave)
    window.show()
    if arguments[:1] == ["demo"]:
        QTimer.singleShot(0, lambda: window.files().open_demo())
    elif arguments:
        QTimer.singleShot(0, lambda: window.files().open_all(tuple(Path(argument) for argument in arguments)))
    status = application.exec()
    watch.stop()
    # A picture that was still loading must not outlive its window; a disk that hangs must not hold up the end.
    if not QThreadPool.globalInstance().waitForDone(_LAST_WAIT_MS):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    return status
