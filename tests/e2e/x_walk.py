"""The main job in the real window by real X events: `DISPLAY=:9 python -m tests.e2e.x_walk FOLDER [--pace SECONDS]`.

The window runs as the program runs it; every press, key and motion comes from xdotool and goes through the X server.
With `--pace` the hand waits before each aimed press, as a person does. Prints what came of it as JSON.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPointF, QSettings, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication

from kneeview.case.placements import CircleMark, PointMark, position_on_film
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import Value
from kneeview.gui import dialogs, sides_question
from kneeview.gui.desk import Desk
from kneeview.gui.preferences import Preferences
from kneeview.gui.sides_question import SidesAnswer
from kneeview.gui.window import MainWindow
from kneeview.imaging.phantom import DEMO, landmark_points, true_values

_PATIENCE_S = 30.0


class XHand:
    """Aims at places of the picture and presses there, through the X server. Counts presses of buttons and keys."""

    def __init__(self, window: Desk, pace: float) -> None:
        self.window = window
        self.inputs = 0
        self._pace = pace

    def _send(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], check=True)
        self.wait(0.03)

    @staticmethod
    def wait(seconds: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        loop.exec()

    def until(self, what: str) -> None:
        """Wait until something is so; the name of what is awaited stands in the error."""
        end = time.monotonic() + _PATIENCE_S
        conditions = {
            "picture": lambda: self.window.bench.has_image,
            "rest": lambda: not (self.window.table.active.guide.is_gliding or self.window.bench.searches.is_running),
            "done": lambda: QThreadPool.globalInstance().waitForDone(10) and not self.window.files.is_busy,
            "number": lambda: self.window.bench.machine.tool.request is not None,
        }
        while not conditions[what]():
            if time.monotonic() > end:
                raise TimeoutError(what)
            self.wait(0.02)

    def aim(self, point: ImagePoint) -> None:
        self.until("rest")
        if self._pace:
            self.wait(self._pace)
        canvas = self.window.canvas
        x, y = canvas.viewport_now.to_screen(point)
        if not canvas.rect().contains(round(x), round(y)):
            raise AssertionError(f"{point} is not in view")
        place = canvas.mapToGlobal(QPointF(x, y)) * canvas.devicePixelRatioF()
        self._send("mousemove", "--sync", str(round(place.x())), str(round(place.y())))

    def click(self, point: ImagePoint) -> None:
        self.aim(point)
        self._send("click", "1")
        self.inputs += 1
        self.wait(0.05)
        self.until("rest")

    def drag(self, start: ImagePoint, end: ImagePoint) -> None:
        self.aim(start)
        self._send("mousedown", "1")
        for share in (0.3, 0.7, 1.0):
            dx, dy = end.x - start.x, end.y - start.y
            self.aim(start.moved(share * dx, share * dy))
        self._send("mouseup", "1")
        self.inputs += 1
        self.wait(0.05)

    def key(self, name: str) -> None:
        if self._pace:
            self.wait(self._pace / 3)
        self._send("key", name)
        self.inputs += 1
        self.wait(0.05)


def _place(window: Desk, side: Side, landmark: L) -> ImagePoint:
    case = window.bench.case
    mark = case.placement(side, landmark)
    assert isinstance(mark, (PointMark, CircleMark))
    position = position_on_film(mark, case.scale)
    assert position is not None
    return case.scale.to_image(position)


def walk(main: MainWindow, folder: Path, pace: float) -> dict[str, object]:
    """Open, scale, both legs, report; then a drag and its undo. Return what was counted and measured."""
    dialogs.ask_report = lambda *_: folder / "walk.pdf"
    sides_question.ask_sides = lambda *_: SidesAnswer.CHECKED
    window = main.desk
    hand, points = XHand(window, pace), landmark_points(DEMO)
    window.files.open_demo()
    hand.until("picture")
    hand.wait(0.3)
    main.activateWindow()
    began = time.monotonic()
    hand.key("b")
    hand.click(DEMO.image_point(DEMO.ball))
    hand.until("number")
    hand.key("Return")
    for side in SIDES:
        hand.click(points[side][L.HIP_CENTER].moved(12, -8))
        main.grab().save(str(folder / f"suggested-{side.value}.png"))
        hand.key("space")
        hand.click(points[side][L.KNEE_CENTER])
        hand.click(points[side][L.ANKLE_CENTER])
    hand.key("ctrl+r")
    hand.until("done")
    hand.wait(0.2)
    seconds, inputs = time.monotonic() - began, hand.inputs
    hand.until("rest")
    main.grab().save(str(folder / "done.png"))
    hand.key("f")
    before = window.bench.case
    knee = _place(window, Side.RIGHT, L.KNEE_CENTER)
    hand.drag(knee, knee.moved(60, 80))
    moved = _place(window, Side.RIGHT, L.KNEE_CENTER).distance(knee)
    hand.key("ctrl+z")
    found = {(r.measurement.id, r.side): r.outcome for r in window.bench.case.readings()}
    truth = true_values(DEMO)
    off = {}
    for key in (("hka", Side.RIGHT), ("hka", Side.LEFT), ("lld", None)):
        outcome = found[key]
        assert isinstance(outcome, Value)
        off[f"{key[0]} {key[1] or 'both'}"] = outcome.value - truth[key]
    return {
        "ratio": main.devicePixelRatioF(),
        "inputs": inputs,
        "seconds": seconds,
        "dragged": moved,
        "screen_pixel": 1 / window.canvas.viewport_now.zoom,
        "undone": window.bench.case == before,
        "off": off,
        "report": (folder / "walk.pdf").exists(),
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pace", type=float, default=0.0)
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    settings = QSettings(str(arguments.folder / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(application, Preferences(settings), arguments.folder)
    window.resize(1280, 720)
    window.move(0, 0)
    window.show()
    outcome: dict[str, object] = {}
    QTimer.singleShot(300, lambda: _walked(window, arguments.folder, arguments.pace, outcome))
    application.exec()
    sys.stdout.write(json.dumps(outcome) + "\n")
    return 0 if "report" in outcome else 1


def _walked(window: MainWindow, folder: Path, pace: float, outcome: dict[str, object]) -> None:
    try:
        outcome.update(walk(window, folder, pace))
    finally:
        window.desk.bench.session.mark_saved()
        QApplication.quit()


if __name__ == "__main__":
    sys.exit(main())
