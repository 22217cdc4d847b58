"""The window as it starts: menus by their titles, start page, notices. The desk comes into it when it is needed."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QToolBar, QVBoxLayout, QWidget

from kneeview.gui.foot import Foot
from kneeview.gui.icons import application_icon
from kneeview.gui.preferences import Preferences
from kneeview.gui.start_page import StartPage
from kneeview.gui.theme import BAR_HEIGHT, apply_theme
from kneeview.gui.window_place import remember_place, restore_place

if TYPE_CHECKING:  # it must not be loaded with the window: that is what this module is for
    from kneeview.gui.desk import Desk
    from kneeview.gui.files import Files

MENUS: Final = ("File", "Edit", "Protocol", "Landmark", "Tools", "Draw", "View", "Help")
"""The menus, in their order; `ACTIONS` fills them."""

_AFTER_PAINT_MS: Final = 30
_POLL_MS: Final = 20


def _desk_type() -> type[Desk]:
    """Load what works on pictures. It takes NumPy, OpenCV, pydicom and the catalogue: ten times the bare window."""
    from kneeview.gui.desk import Desk  # noqa: PLC0415, the one place where the border between the two is crossed

    return Desk


class MainWindow(QMainWindow):
    """Shows the start page at once; whatever is asked for first brings the desk, and else it comes by itself."""

    def __init__(self, application: QApplication, preferences: Preferences, work_folder: Path) -> None:
        super().__init__()
        self.application = application
        self.preferences = preferences
        self.work_folder = work_folder
        self._desk: Desk | None = None
        self.tokens = apply_theme(application, preferences.appearance)
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self.foot = Foot()
        self.banner = self.foot.banner
        self.start_page = StartPage(
            self.tokens,
            lambda: self.files().choose_and_open(),
            lambda: self.files().choose_and_open(photos=True),
            lambda: self.files().choose_and_browse(),
            lambda: self.files().open_demo(),
            lambda path: self.files().open(path),
        )
        self.start_page.show_recent(preferences.recent)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start_page)
        self.ground = QWidget()
        self.ground.setObjectName("Ground")
        column = QVBoxLayout(self.ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addWidget(self.foot)
        self.setCentralWidget(self.ground)
        self.menus = {title: self.menuBar().addMenu(title) for title in MENUS}
        for menu in self.menus.values():
            menu.aboutToShow.connect(self._bring_desk)
        self._bar = QToolBar()
        self._bar.setMovable(False)
        self._bar.setFixedHeight(BAR_HEIGHT)
        self.addToolBar(self._bar)
        self.setWindowTitle("kneeview[*]")
        restore_place(self, preferences)
        self._loading = Thread(target=_desk_type, name="loading")
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._look_up)
        application.styleHints().colorSchemeChanged.connect(self.retheme)
        if any(work_folder.glob("*")):
            self._bring_desk()  # the start page tells at once what was left; nothing on it moves under the hand

    # --------------------------------------------------------------------------------------------------- the desk

    @property
    def desk(self) -> Desk:
        """What works on pictures; built when it is first asked for."""
        if self._desk is None:
            self._poll.stop()
            self._desk = _desk_type()(self)
        return self._desk

    def files(self) -> Files:
        """Bring the desk, and return what opens files."""
        return self.desk.files

    def _bring_desk(self) -> None:
        _ = self.desk

    def _load(self) -> None:
        """Begin to load off the GUI thread: the window answers meanwhile."""
        if self._desk is None:
            self._loading.start()
            self._poll.start()

    def _look_up(self) -> None:
        if not self._loading.is_alive():
            self._poll.stop()
            self._bring_desk()

    def put_bar(self, bar: QToolBar) -> None:
        """Put the tools where room was kept for them."""
        self.removeToolBar(self._bar)
        self._bar.deleteLater()
        self._bar = bar
        self.addToolBar(bar)

    # ---------------------------------------------------------------------------------------------------- showing

    def retheme(self, *_: object) -> None:
        """Take the colours that the user or the system asks for now."""
        self.tokens = apply_theme(self.application, self.preferences.appearance)
        self.start_page.retheme(self.tokens)
        if self._desk is not None:
            self._desk.retheme(self.tokens)

    # -------------------------------------------------------------------------------------------------- the end

    def leave_at_once(self) -> None:
        """End without a question, as the system asked; unsaved work is kept, to be offered at the next start."""
        remember_place(self, self.preferences)
        if self._desk is not None:
            self._desk.end(keep=True)

    # ----------------------------------------------------------------------------------------------- Qt's events

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to load when the start page has been painted."""
        super().showEvent(event)
        if self._desk is None and self._loading.ident is None:
            QTimer.singleShot(_AFTER_PAINT_MS, self, self._load)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow a command's key also where the desk that knows it is not there yet."""
        if self._desk is not None:
            super().keyPressEvent(event)
            return
        pressed = QKeySequence(event.keyCombination())
        for entry in self.desk.actions_by_id.values():
            if entry.shortcut() == pressed:
                entry.trigger()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.desk.browsing.drop(event, self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes; remember the window."""
        if self._desk is not None and not self._desk.saving.may_leave_all():
            event.ignore()
            return
        self._poll.stop()
        remember_place(self, self.preferences)
        if self._desk is not None:
            self._desk.end()
        event.accept()
