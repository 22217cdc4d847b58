"""A real window driven by real mouse and key events."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from kneeview.domain.geometry import ImagePoint
from kneeview.gui.preferences import Preferences
from kneeview.gui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
PATIENCE_MS = 30_000


class Driver:
    """Opens, clicks and types. Counts every press of a button or key as one input.

    `main` is what the screen shows; `window` is the desk in it, by which everything of it is reached.
    """

    def __init__(self, qtbot: QtBot, folder: Path, width: int = 1280, height: int = 720) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._bot = qtbot
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.preferences = Preferences(settings)
        self.main = MainWindow(application, self.preferences, folder / "work")
        self.window = self.main.desk
        qtbot.addWidget(self.main, before_close_func=_forget)
        self.main.resize(width, height)
        self.main.show()
        self.inputs = 0

    @property
    def canvas_place(self) -> QPoint:
        return self.window.canvas.rect().center()

    def open(self, path: Path) -> None:
        self.window.files.open(path)
        self._bot.waitUntil(lambda: not self.busy, timeout=PATIENCE_MS)

    def browse(self, *paths: Path) -> None:
        """Open a folder, an archive or several files, and wait until all is found."""
        self.window.files.open_all(paths)
        self._bot.waitUntil(lambda: self.window.is_browsing and not self.busy, timeout=PATIENCE_MS)
        self._bot.waitUntil(lambda: not self.window.browser.is_searching, timeout=PATIENCE_MS)

    def open_demo(self) -> None:
        self.window.files.open_demo()
        self.wait_for_picture()

    def wait_for_picture(self) -> None:
        self._bot.waitUntil(lambda: self.window.bench.has_image, timeout=PATIENCE_MS)

    @property
    def busy(self) -> bool:
        return self.window.files.is_busy or self.window.reporting.is_busy

    def wait_for_task(self) -> None:
        self._bot.waitUntil(lambda: not self.busy, timeout=PATIENCE_MS)

    def wait_for_rim(self) -> None:
        """Wait until the picture has answered: what was clicked is found, or not."""
        searches = self.window.bench.searches
        if searches.is_running:
            self._bot.waitUntil(lambda: not searches.is_running, timeout=PATIENCE_MS)

    def place_of(self, point: ImagePoint) -> QPoint:
        x, y = self.window.canvas.viewport_now.to_screen(point)
        return QPoint(round(x), round(y))

    def look_at(self, point: ImagePoint, zoom: float) -> None:
        """Turn the wheel about a place until the zoom is reached (navigation, not counted)."""
        canvas = self.window.canvas
        x, y = canvas.viewport_now.to_screen(point)
        canvas.set_view(canvas.viewport_now.zoomed(zoom / canvas.viewport_now.zoom, x, y))
        x, y = canvas.viewport_now.to_screen(point)
        canvas.set_view(canvas.viewport_now.panned(canvas.width() / 2 - x, canvas.height() / 2 - y))

    def click(self, point: ImagePoint) -> None:
        """Click, and see what comes of it before the next input, as people do."""
        self.click_in_a_hurry(point)
        self.wait_for_rim()

    def click_in_a_hurry(self, point: ImagePoint) -> None:
        QTest.mouseClick(self.window.canvas, LEFT, pos=self.place_of(point))
        self.inputs += 1

    def drag(self, start: ImagePoint, end: ImagePoint) -> None:
        canvas = self.window.canvas
        first, last = self.place_of(start), self.place_of(end)
        QTest.mousePress(canvas, LEFT, pos=first)
        for k in range(1, 6):
            QTest.mouseMove(canvas, first + (last - first) * k / 5)
        QTest.mouseRelease(canvas, LEFT, pos=last)
        self.inputs += 1

    def turn(self, point: ImagePoint, notches: int) -> None:
        """Turn the wheel over a place; away from the hand is above zero."""
        canvas, place = self.window.canvas, QPointF(self.place_of(point))
        for _ in range(abs(notches)):
            event = QWheelEvent(
                place,
                QPointF(canvas.mapToGlobal(place.toPoint())),
                QPoint(),
                QPoint(0, 120 if notches > 0 else -120),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(canvas, event)
        self.inputs += 1

    def press_button(self, button: QAbstractButton) -> None:
        QTest.mouseClick(button, LEFT)
        self.inputs += 1

    def answer_with(self, *answers: Callable[[QWidget], None]) -> None:
        """Answer the next questions that stop the work, one after the other, as each of them comes up."""
        left, seen = list(answers), [QApplication.activeModalWidget()]
        timer = QTimer(self.main)
        timer.setInterval(20)

        def look() -> None:
            box = QApplication.activeModalWidget()
            if box is None or box is seen[0]:
                return
            seen[0] = box
            if len(left) == 1:
                timer.stop()
            left.pop(0)(box)

        timer.timeout.connect(look)
        timer.start()

    def wait_for_rest(self) -> None:
        """Wait until the view has come to where the next landmark is likely."""
        self._bot.waitUntil(lambda: not self.window.table.active.guide.is_gliding, timeout=PATIENCE_MS)
        self._bot.waitUntil(lambda: not self.window.bench.searches.is_running, timeout=PATIENCE_MS)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget() or self.window.canvas
        QTest.keyClick(target, key, modifier)
        self.inputs += 1

    def type(self, text: str) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, text)
        self.inputs += len(text)


def _forget(window: MainWindow) -> None:
    """Let a test's window close without a question."""
    for pane in window.desk.table.panes:
        pane.bench.session.mark_saved()
