"""The picture on the screen: frames of window and level, of pan and zoom, beside pyqtgraph and beside a ready frame."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import count
from typing import Final

import numpy as np
import pyqtgraph
from numpy.typing import NDArray
from pydicom import dcmread
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from kneeview.case.case import new_case
from kneeview.case.opening import Opened
from kneeview.gui.canvas import Canvas
from kneeview.gui.workbench import Workbench
from kneeview.imaging.pyramid import Pyramid
from kneeview.imaging.radiograph import Radiograph, Window
from tests.benchmarks.films import COLUMNS, ROWS, large_film, large_pixels
from tests.benchmarks.registry import Figure, frame_ms, times_ms

VIEW: Final = 1920, 1080
FRAME_MS, SLOW_FRAME_MS = 8.3, 16.7
FLOORS, SLOW_FLOORS = 7.5, 15.0
"""How long a frame may take, and how many times a ready frame of the same run stands for it on a slow machine."""

_ROUNDS: Final = 40
_FIT: Final = "fit"
_HARD: Final = frozenset({"0.36", "0.51", "0.71"})
_ZOOMS: Final = {
    _FIT: None,
    "1:4": 0.25,
    "0.36": 0.36,
    "1:2": 0.5,
    "0.51": 0.51,
    "0.71": 0.71,
    "1:1": 1.0,
    "2:1": 2.0,
    "4:1": 4.0,
}


def frame(name: str, taken: float, floor: float, *, slow: bool = False) -> Figure:
    """Return the figure of a frame; the bound grows with the floor, as the machine is slow or busy."""
    bound = max(SLOW_FRAME_MS, SLOW_FLOORS * floor) if slow else max(FRAME_MS, FLOORS * floor)
    return Figure(name, taken, "ms", round(bound, 1), floor=floor)


class ReadyFrame(QWidget):
    """Draws a ready grey frame: what no program can go below."""

    def __init__(self) -> None:
        super().__init__()
        width, height = VIEW
        self._pixels = np.random.default_rng(0).integers(0, 255, (height, width)).astype(np.uint8)
        self.resize(width, height)
        self.show()
        application().processEvents()  # until it stands on the screen, repainting it does nothing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        width, height = VIEW
        painter = QPainter(self)
        painter.drawImage(0, 0, QImage(self._pixels.data, width, height, width, QImage.Format.Format_Grayscale8))
        painter.end()


@cache
def application() -> QApplication:
    """Return the application, without a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QApplication([])


@cache
def large_radiograph() -> Radiograph:
    """Return the large film as the program has it."""
    return Radiograph("film", large_pixels(), bits_stored=16, vois=(Window(32768, 60000),))


def _canvas() -> tuple[Workbench, Canvas]:
    bench = Workbench()
    canvas = Canvas(bench)
    canvas.resize(*VIEW)
    canvas.show()
    bench.put(Opened(new_case(large_radiograph()), large_radiograph()))
    application().processEvents()
    return bench, canvas


def _look(canvas: Canvas, zoom: float | None) -> None:
    canvas.fit()
    if zoom is not None:
        canvas.set_view(replace(canvas.viewport_now, zoom=zoom))


def _swinging(move: Callable[[int], object], paint: Callable[[], object]) -> Callable[[], None]:
    """Return a call that moves there and back, and paints."""
    ways = count()

    def call() -> None:
        move(1 if next(ways) % 2 else -1)
        paint()

    return call


def _peers(zoom: float | None) -> dict[str, Callable[[], None]]:
    """Return a window/level frame of pyqtgraph, in each of its settings."""
    calls: dict[str, Callable[[], None]] = {}
    pixels: NDArray[np.uint16] = large_pixels()
    for downsampling in (False, True):
        view = pyqtgraph.GraphicsView()
        box = pyqtgraph.ViewBox(lockAspect=True, invertY=True, enableMenu=False)
        view.setCentralItem(box)
        item = pyqtgraph.ImageItem(pixels, axisOrder="row-major", autoDownsample=downsampling, levels=(2000, 62000))
        box.addItem(item)
        view.resize(*VIEW)
        view.show()
        width, height = VIEW
        factor = 1 / (zoom or min(width / COLUMNS, height / ROWS))
        half = width * factor / 2, height * factor / 2
        box.setRange(
            xRange=(COLUMNS / 2 - half[0], COLUMNS / 2 + half[0]),
            yRange=(ROWS / 2 - half[1], ROWS / 2 + half[1]),
            padding=0,
        )
        application().processEvents()

        def move(way: int, item: pyqtgraph.ImageItem = item, view: pyqtgraph.GraphicsView = view) -> None:
            del view  # kept alive by this call
            item.setLevels((2000 + 300 * way, 62000))

        calls["automatic downsampling" if downsampling else "no downsampling"] = _swinging(
            move, view.viewport().repaint
        )
    return calls


def window_frames() -> Iterator[Figure]:
    """Yield the frames of window and level at every zoom, and beside pyqtgraph at two of them."""
    application()
    bench, canvas = _canvas()
    floor_widget = ReadyFrame()
    ours = _swinging(lambda way: bench.window_by(0.01 * way, 0.0), canvas.repaint)
    for name, zoom in _ZOOMS.items():
        _look(canvas, zoom)
        taken, floor = frame_ms(ours, floor_widget.repaint, _ROUNDS)
        yield frame(f"window/level frame, {name}", taken, floor)
        if name in (_FIT, "1:1"):
            peers = _peers(zoom)
            taken, floor, *theirs = times_ms((ours, floor_widget.repaint, *peers.values()), 20)
            fastest = min(range(len(theirs)), key=theirs.__getitem__)
            peer = f"pyqtgraph ImageItem, {list(peers)[fastest]}"
            yield Figure(
                f"window/level frame, {name}, beside pyqtgraph", taken, "ms", 0.167, peer, theirs[fastest], floor
            )


def moving_frames() -> Iterator[Figure]:
    """Yield the frames of pan and of zoom at every zoom, and with both filters."""
    application()
    bench, canvas = _canvas()
    floor_widget = ReadyFrame()

    def pan(way: int) -> None:
        canvas.set_view(canvas.viewport_now.panned(7.0 * way, 5.0 * way))

    def zoom_about(way: int) -> None:
        canvas.set_view(canvas.viewport_now.zoomed(1.01**way, 900, 500))

    for name, zoom in _ZOOMS.items():
        for kind, move in (("pan", pan), ("zoom", zoom_about)):
            _look(canvas, zoom)
            taken, floor = frame_ms(_swinging(move, canvas.repaint), floor_widget.repaint, _ROUNDS)
            yield frame(f"{kind} frame, {name}", taken, floor, slow=name in _HARD)
    for words, switch in (("sharpened", bench.switch_sharpening), ("local contrast", bench.switch_local_contrast)):
        switch()
        for name in (_FIT, "0.71", "1:1"):
            _look(canvas, _ZOOMS[name])
            taken, floor = frame_ms(_swinging(pan, canvas.repaint), floor_widget.repaint, _ROUNDS)
            yield frame(f"pan frame, {name}, {words}", taken, floor, slow=True)
        switch()


def reduced_levels() -> Iterator[Figure]:
    """Yield the time of building every reduced level, beside the decoding of the file."""
    path, radiograph = large_film(), large_radiograph()
    taken, peer = times_ms(
        (lambda: Pyramid(radiograph).build(lambda: False), lambda: dcmread(path).pixel_array), rounds=15
    )
    yield Figure("building every reduced level", taken, "ms", 3.0, "pydicom dcmread and pixel_array", peer)
