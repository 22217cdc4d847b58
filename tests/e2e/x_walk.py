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
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPointF, QSettings, QThreadPool, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QWidget

from kneeview.case.placements import CircleMark, PointMark, position_on_film
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import Value
from kneeview.gui.desk import Desk
from kneeview.gui.preferences import Preferences
from kneeview.gui.sides_question import SidesAnswer, SidesQuestion
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

    def turn(self, point: ImagePoint, notches: int) -> None:
        """Turn the wheel away from the hand over a place."""
        self.aim(point)
        self._send("click", "--repeat", str(notches), "--delay", "40", "4")
        self.inputs += 1
        self.wait(0.2)

    def press(self, widget: QWidget) -> None:
        """Aim at the middle of a button and press it."""
        place = widget.mapToGlobal(QPointF(widget.rect().center())) * widget.devicePixelRatioF()
        self._send("mousemove", "--sync", str(round(place.x())), str(round(place.y())))
        self._send("click", "1")
        self.inputs += 1

    def answer(self, button_of: Callable[[QWidget], QWidget | None]) -> None:
        """Press a button of a box that will come up; it is looked for until it is there."""

        def look() -> None:
            if pressed() is None:
                QTimer.singleShot(50, look)
            else:
                self.wait(0.3)  # the box is painted by then
                box, button = pressed() or (None, None)
                if box is not None and button is not None:
                    self.press(button)

        def pressed() -> tuple[QWidget, QWidget] | None:
            """Return the box that is up and its button; Qt's own boxes live no longer than they are held."""
            box = QApplication.activeModalWidget()
            button = None if box is None else button_of(box)
            return None if box is None or button is None else (box, button)

        look()

    def key(self, name: str) -> None:
        if self._pace:
            self.wait(self._pace / 3)
        self._send("key", name)
        self.inputs += 1
        self.wait(0.05)


def _named(within: QWidget, name: str) -> QAbstractButton:
    found = within.findChildren(QAbstractButton)
    return next(each for each in found if name in (each.accessibleName(), each.text().replace("&", "")))


def _place(window: Desk, side: Side, landmark: L) -> ImagePoint:
    case = window.bench.case
    mark = case.placement(side, landmark)
    assert isinstance(mark, (PointMark, CircleMark))
    position = position_on_film(mark, case.scale)
    assert position is not None
    return case.scale.to_image(position)


def walk(main: MainWindow, folder: Path, pace: float) -> dict[str, object]:
    """Open, scale, both legs, report; then a drag and its undo. Return what was counted and measured."""
    window = main.desk
    hand, points = XHand(window, pace), landmark_points(DEMO)
    began = time.monotonic()
    hand.press(_named(main.start_page, "See the demo"))
    hand.until("picture")
    hand.wait(0.3)
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
    hand.answer(lambda box: box.button(SidesAnswer.CHECKED) if isinstance(box, SidesQuestion) else None)
    hand.answer(lambda box: _named(box, "Save") if isinstance(box, QFileDialog) else None)
    hand.key("ctrl+r")
    hand.until("done")
    main.activateWindow()  # no window manager gives it the keys back here
    hand.wait(0.2)
    seconds, inputs = time.monotonic() - began, hand.inputs
    hand.until("rest")
    main.grab().save(str(folder / "done.png"))
    hand.key("f")
    before = window.bench.case
    knee = _place(window, Side.RIGHT, L.KNEE_CENTER)
    zoom = window.canvas.viewport_now.zoom
    hand.turn(knee, 3)
    zoomed = window.canvas.viewport_now.zoom / zoom
    hand.drag(knee, knee.moved(60, 80))
    moved = _place(window, Side.RIGHT, L.KNEE_CENTER).distance(knee)
    hand.key("ctrl+z")
    undone = window.bench.case == before
    hand.key("ctrl+3")
    protocol = window.bench.case.protocol_id
    hand.key("ctrl+z")
    undone = undone and window.bench.case == before
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
        "zoomed": zoomed,
        "protocol": protocol,
        "undone": undone,
        "off": off,
        "reports": [path.name for path in Path.home().glob("*.pdf")],
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
    return 0 if "reports" in outcome else 1


def _walked(window: MainWindow, folder: Path, pace: float, outcome: dict[str, object]) -> None:
    try:
        outcome.update(walk(window, folder, pace))
    finally:
        window.desk.bench.session.mark_saved()
        QApplication.quit()


if __name__ == "__main__":
    sys.exit(main())
