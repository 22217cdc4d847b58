"""The window: a landmark dragged with everything that follows, the start, and the memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from math import cos, sin
from pathlib import Path
from time import perf_counter
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent

from kneeview.case.case import Case
from kneeview.case.demo import measured_film
from kneeview.case.opening import Opened
from kneeview.case.placements import position_on_film
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import Side
from kneeview.gui.canvas import Canvas
from kneeview.gui.preferences import Preferences
from kneeview.gui.window import MainWindow
from kneeview.imaging.phantom import DEMO
from kneeview.tools.tool_id import ToolId
from tests.benchmarks.films import PIXEL_BYTES, folder, large_film
from tests.benchmarks.registry import MIB, Figure, frame_ms, percentile_95
from tests.benchmarks.viewing import VIEW, ReadyFrame, application, frame, large_radiograph

_ROOT: Final = Path(__file__).parents[2]
_ROUNDS: Final = 80
_STARTS: Final = 24


def _window() -> MainWindow:
    app = application()
    app.setStyle("Fusion")
    place = folder("settings")
    settings = QSettings(str(place / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(app, Preferences(settings), place / "work")
    window.resize(VIEW[0] + 440, VIEW[1] + 160)
    window.show()
    return window


def _send(canvas: Canvas, kind: QEvent.Type, place: QPointF) -> None:
    held = Qt.MouseButton.LeftButton
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else held
    globally = QPointF(canvas.mapToGlobal(place))
    application().sendEvent(canvas, QMouseEvent(kind, place, globally, button, held, Qt.KeyboardModifier.NoModifier))


def _place(case: Case, canvas: Canvas, landmark: LandmarkId) -> QPointF:
    mark = case.placement(Side.RIGHT, landmark)
    position = None if mark is None else position_on_film(mark, case.scale)
    if position is None:
        raise LookupError(landmark)
    return QPointF(*canvas.viewport_now.to_screen(case.scale.to_image(position)))


def drag_frames() -> Iterator[Figure]:
    """Yield the frames of dragging landmarks with both legs placed: read, noted, drawn and painted anew."""
    window = _window()
    bench, canvas, floor_widget = window.desk.bench, window.desk.canvas, ReadyFrame()
    image = large_radiograph()
    for landmark in (LandmarkId.KNEE_CENTER, LandmarkId.HIP_CENTER, LandmarkId.TIBIAL_PLATEAU_MEDIAL):
        bench.put(Opened(measured_film(DEMO, image), image))
        bench.machine.take(ToolId.SELECT)
        application().processEvents()
        at = _place(bench.case, canvas, landmark)
        _send(canvas, QEvent.Type.MouseButtonPress, at)
        turn = 0.0

        def move(at: QPointF = at) -> None:
            nonlocal turn
            turn += 0.2
            _send(canvas, QEvent.Type.MouseMove, at + QPointF(12 + 20 * sin(turn), 12 + 15 * cos(0.7 * turn)))
            application().processEvents()
            application().sendEvent(window, QEvent(QEvent.Type.UpdateRequest))  # paint now what Qt would in 5 ms

        taken, floor = frame_ms(move, floor_widget.repaint, _ROUNDS)
        yield frame(f"drag frame, {landmark.value.replace('_', ' ')}, both legs placed", taken, floor)
        _send(canvas, QEvent.Type.MouseButtonRelease, at)
    bench.session.mark_saved()
    window.close()


# --------------------------------------------------------------------------------------------------------------- start

_OURS: Final = """
import os, sys
from PySide6.QtCore import QTimer
from kneeview import app
def shown():
    QTimer.singleShot(0, lambda: os._exit(0))
QTimer.singleShot(0, shown)
app.main([])
"""
"""Ends in the second turn of the event loop: what is shown is painted in the first."""

_ASKED: Final = """
import builtins, os, sys
from PySide6.QtCore import QTimer
plain, asked = builtins.__import__, {}
def noted(name, globals=None, locals=None, names=(), level=0):
    if name.startswith("PySide6") and globals["__name__"].startswith("kneeview"):
        asked.setdefault(name, set()).update(names)
    return plain(name, globals, locals, names, level)
def tell():
    for module, names in asked.items():
        print("from", module, "import", ", ".join(sorted(names)))
    sys.stdout.flush()
    os._exit(0)
builtins.__import__ = noted
from kneeview import app
QTimer.singleShot(0, tell)
app.main([])
"""
"""Starts the program, and tells which names of PySide6 it has asked for when it answers."""

_BARE: Final = """
import os, sys
{imports}
application = QApplication(sys.argv[:1])
application.setStyle("Fusion")
window = QMainWindow()
window.resize(1440, 900)
window.show()
def shown():
    QTimer.singleShot(0, lambda: os._exit(0))
QTimer.singleShot(0, shown)
application.exec()
"""


@cache
def _as_installed() -> dict[str, str]:
    """Return the environment of a first start after installing: nothing remembered, every module compiled."""
    nowhere = str(_ROOT / "nowhere")
    return {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPYCACHEPREFIX": str(folder("compiled")),
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": nowhere,
        "XDG_STATE_HOME": nowhere,
    }


def _said_by(program: str) -> str:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=_ROOT, env=_as_installed(), check=True, capture_output=True, text=True).stdout


def _started_ms(program: str) -> float:
    begun = perf_counter()
    _said_by(program)
    return (perf_counter() - begun) * 1000


def starts() -> Iterator[Figure]:
    """Yield the time from nothing to a window that answers, beside a bare one; medians, as starts vary widely.

    PySide6 makes a class when its name is first asked for, `Qt` alone in 16 ms: the bare window asks for the same.
    """
    bare_window = _BARE.format(imports=_said_by(_ASKED))
    _started_ms(_OURS), _started_ms(bare_window)
    ours, bare = zip(*((_started_ms(_OURS), _started_ms(bare_window)) for _ in range(_STARTS)), strict=True)
    yield Figure(
        "start to a window that answers, median",
        statistics.median(ours),
        "ms",
        1.6,
        "a bare QMainWindow",
        statistics.median(bare),
    )
    yield Figure(
        "start to a window that answers",
        percentile_95(ours),
        "ms",
        1.6,
        "a bare QMainWindow",
        percentile_95(bare),
    )


# -------------------------------------------------------------------------------------------------------------- memory

_PEAK: Final = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
import cv2, numpy, pydicom
from kneeview.gui.preferences import Preferences
from kneeview.gui.window import MainWindow
application = QApplication(sys.argv[:1])
settings = QSettings(sys.argv[1], QSettings.Format.IniFormat)
window = MainWindow(application, Preferences(settings), Path(sys.argv[1]).parent / "work")
window.resize(1920, 1080)
window.show()
desk = window.desk
if len(sys.argv) > 2:
    desk.files.open(Path(sys.argv[2]))
    while not desk.bench.has_image or desk.files.is_busy:
        application.processEvents()
    for _ in range(20):
        desk.canvas.zoom_in()
        application.processEvents()
lines = Path("/proc/self/status").read_text().splitlines()
print(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024)
import os; sys.stdout.flush(); os._exit(0)
"""


def _peak_bytes(*arguments: str) -> int:
    settings = str(folder(f"memory {len(arguments)}") / "settings.ini")
    ran = subprocess.run(
        [sys.executable, "-c", _PEAK, settings, *arguments],
        cwd=_ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=True,
    )
    return int(ran.stdout.split()[-1])


def window_memory() -> Iterator[Figure]:
    """Yield the greatest memory of the window with a film open and looked at, over that of the empty window."""
    if not Path("/proc/self/status").exists():
        return
    peak = (_peak_bytes(str(large_film())) - _peak_bytes()) / MIB
    yield Figure("peak memory of the window with a film", peak, "MiB", 2.5, "the pixels", PIXEL_BYTES / MIB)
