"""Painting only what changed: after a drag the screen is what a whole painting shows; the loupe is honest."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QRegion
from PySide6.QtWidgets import QApplication

from kneeview.case.demo import measured_film
from kneeview.case.opening import Opened
from kneeview.case.placements import position_on_film
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.gui.canvas import Canvas
from kneeview.gui.workbench import Workbench
from kneeview.imaging.phantom import DEMO
from kneeview.imaging.pyramid import Pyramid
from kneeview.imaging.radiograph import Radiograph
from kneeview.tools.tool_id import ToolId

PATH = ((14, 10), (25, -20), (-30, 12), (40, 40), (41, 40), (6, 3), (-60, 90))
"""Where a drag goes, in logical pixels from where it began."""

ROUNDING = 24
CORNERS = 8
"""Qt rounds the edge of a slanting stroke a little where it is clipped, and the corner of a dash there by more: one
pixel a dash, in one column. A trail or a cut halo is far more."""


@pytest.fixture
def canvas(canvas: Canvas, bench: Workbench) -> Canvas:
    """Show both legs with every landmark placed, on a picture that is nowhere the same grey."""
    canvas.resize(700, 900)
    ramp = np.add.outer(np.arange(4000), np.arange(1400)).astype(np.uint16)
    image = Radiograph("ramp", np.asarray(ramp * 12))
    bench.put(Opened(measured_film(DEMO, image), image))
    bench.machine.take(ToolId.SELECT)
    shown(canvas)
    return canvas


def shown(canvas: Canvas) -> NDArray[np.uint8]:
    """Return what stands on the screen, after everything asked for is painted, as rows x columns x 4."""
    QApplication.processEvents()
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.UpdateRequest))
    image = canvas.screen().grabWindow(canvas.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.asarray(image.constBits()).reshape(image.height(), image.width(), 4).copy()


def differing(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> int:
    """Return how many pixels of two screens differ by more than rounding in one of their channels."""
    return int((np.abs(one.astype(np.int16) - other).max(axis=2) > ROUNDING).sum())


def send(canvas: Canvas, kind: QEvent.Type, at: QPointF) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button, held = (none, left) if kind is QEvent.Type.MouseMove else (left, left)
    event = QMouseEvent(kind, at, canvas.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, event)


def place(bench: Workbench, canvas: Canvas, side: Side, landmark: L) -> QPointF:
    case = bench.case
    mark = case.placement(side, landmark)
    assert mark is not None
    position = position_on_film(mark, case.scale)
    assert position is not None
    return canvas.place_of(case.scale.to_image(position))


def placed() -> list[L]:
    image = Radiograph("ramp", np.zeros((4000, 1400), np.uint16))
    return list(measured_film(DEMO, image).limbs[Side.RIGHT])


@pytest.mark.parametrize(
    ("landmark", "zoom"),
    [*((each, 1.0) for each in placed()), (L.HIP_CENTER, 6.0), (L.KNEE_CENTER, 6.0), (L.TIBIAL_PLATEAU_MEDIAL, 6.0)],
)
def test_at_every_moment_of_a_drag_the_screen_is_what_a_whole_painting_shows(
    bench: Workbench, canvas: Canvas, landmark: L, zoom: float
) -> None:
    at = place(bench, canvas, Side.RIGHT, landmark)
    canvas.set_view(canvas.viewport_now.zoomed(zoom, at.x(), at.y()))
    shown(canvas)
    send(canvas, QEvent.Type.MouseButtonPress, at)
    for dx, dy in PATH:
        send(canvas, QEvent.Type.MouseMove, at + QPointF(dx, dy))
        by_parts = shown(canvas)
        canvas.update()
        assert differing(by_parts, shown(canvas)) <= CORNERS
    send(canvas, QEvent.Type.MouseButtonRelease, at + QPointF(*PATH[-1]))
    by_parts = shown(canvas)
    canvas.update()
    assert differing(by_parts, shown(canvas)) <= CORNERS


def test_on_a_screen_of_twice_the_pixels_it_is_so_too() -> None:
    """Qt takes its scale when it starts, thus in a process of its own; some landmarks and both zooms."""
    environment = {**os.environ, "QT_SCALE_FACTOR": "2"}
    some = "at_every_moment and (hip_center or knee_center or tibial_plateau_medial)"
    command = (
        sys.executable,
        "-m",
        "pytest",
        "--no-cov",
        "-q",
        "-p",
        "no:cacheprovider",
        "-n",
        "0",
        __file__,
        "-k",
        some,
    )
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    assert "6 passed" in ran.stdout


def test_a_frame_of_a_drag_paints_a_part_of_the_picture(
    bench: Workbench, canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = place(bench, canvas, Side.RIGHT, L.TIBIAL_PLATEAU_MEDIAL)
    send(canvas, QEvent.Type.MouseButtonPress, at)
    for dx, dy in PATH[:3]:
        send(canvas, QEvent.Type.MouseMove, at + QPointF(dx, dy))
        shown(canvas)
    asked: list[QRegion] = []
    monkeypatch.setattr(canvas, "update", asked.append)
    send(canvas, QEvent.Type.MouseMove, at + QPointF(*PATH[3]))
    QApplication.processEvents()
    (region,) = asked
    bounds = region.boundingRect()
    assert bounds.width() * bounds.height() < canvas.width() * canvas.height() / 3
    monkeypatch.undo()
    send(canvas, QEvent.Type.MouseButtonRelease, at)


def test_where_the_loupe_cannot_show_the_picture_it_has_no_cross_hair(
    bench: Workbench, canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = place(bench, canvas, Side.RIGHT, L.TIBIAL_PLATEAU_MEDIAL)
    send(canvas, QEvent.Type.MouseButtonPress, at)
    hairs: list[object] = []
    monkeypatch.setattr("kneeview.gui.loupe.paint_cross_hair", lambda *_: hairs.append(1))
    send(canvas, QEvent.Type.MouseMove, at + QPointF(*PATH[0]))
    shown(canvas)
    assert hairs

    def refused(*_: object) -> None:
        raise MemoryError

    hairs.clear()
    monkeypatch.setattr(Pyramid, "visible", refused)
    send(canvas, QEvent.Type.MouseMove, at + QPointF(*PATH[1]))
    shown(canvas)
    assert not hairs
    assert canvas.is_seen
    send(canvas, QEvent.Type.MouseButtonRelease, at)
