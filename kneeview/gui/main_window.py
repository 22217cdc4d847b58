"""The one window: menus, bar, picture, and the column of steps and readings. It decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kneeview import __version__
from kneeview.case.case import Case
from kneeview.case.opening import Opened, OpeningError, OtherPixelsError, open_demo, open_path
from kneeview.case.persistence import SUFFIX, CaseError, save_case
from kneeview.domain.checks import NOT_FOR_DIAGNOSIS
from kneeview.domain.protocols import PROTOCOLS
from kneeview.gui import dialogs
from kneeview.gui.actions import ACTIONS, Action
from kneeview.gui.banner import Banner, BusyStrip
from kneeview.gui.browser import Browser
from kneeview.gui.canvas import Canvas
from kneeview.gui.case_panel import CasePanel
from kneeview.gui.frames import FrameBar
from kneeview.gui.grey_menu import GreyMenu
from kneeview.gui.icons import application_icon, icon
from kneeview.gui.preferences import Preferences
from kneeview.gui.prompt_strip import PromptStrip
from kneeview.gui.readings_panel import ReadingsPanel
from kneeview.gui.scale_line import ScaleLine
from kneeview.gui.start_page import StartPage
from kneeview.gui.steps_panel import StepsPanel
from kneeview.gui.tasks import Progress, Task
from kneeview.gui.theme import apply_theme
from kneeview.gui.view_line import ViewLine
from kneeview.gui.workbench import Workbench
from kneeview.imaging.collection import Entry, EntryKind, is_collection
from kneeview.imaging.radiograph import Display
from kneeview.imaging.readers import IMAGE_SUFFIXES
from kneeview.imaging.zipped import file_of, stands
from kneeview.reports.exporters import ExportError, write_reports
from kneeview.tools.machine import ToolId

_COLUMN_WIDTH = 412
_ROOM_FOR_WORDS = 1120
_FIRST_SIZE = QSize(1440, 900)


class MainWindow(QMainWindow):
    """Builds the parts and connects them."""

    def __init__(self, application: QApplication, preferences: Preferences) -> None:
        super().__init__()
        self._application = application
        self._preferences = preferences
        self._tokens = apply_theme(application)
        self.task: Task[Opened] | Task[bool] | Task[tuple[str, ...]] | None = None
        self.bench = Workbench(self)
        self.bench.reader = preferences.reader
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self.canvas = Canvas(self.bench)
        self.banner, self.busy = Banner(), BusyStrip()
        self.strip = PromptStrip(self.bench, self.canvas)
        self.frames = FrameBar(self.bench, self._tokens, self.open_frame)
        self.scale_line = ScaleLine(self.bench, self._tokens)
        self.steps = StepsPanel(self.bench, self._tokens, self.canvas.show_landmark)
        self.readings = ReadingsPanel(self.bench, self._tokens, self.canvas.show_landmark)
        self.case_panel = CasePanel(self.bench)
        self.start_page = StartPage(
            self._tokens,
            self.choose_and_open,
            lambda: self.choose_and_open(photos=True),
            self.choose_and_browse,
            self.open_demo,
            self.open,
        )
        self.view_line = ViewLine(self.bench, self.canvas)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start_page)
        self._pages.addWidget(self._work_page())
        self.browser = Browser(self._tokens)
        self.is_browsing = False
        self._pages.addWidget(self.browser)
        whole = QWidget()
        whole.setObjectName("Ground")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for notice in (self.banner, self.busy):
            column.addWidget(notice)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(whole)
        self.actions_by_id: dict[str, QAction] = {}
        self._protocol = QComboBox()
        self._worded_buttons: list[QToolButton] = []
        self._told_of = ""
        self._make_menus()
        self._make_bar()
        self._connect()
        room = application.primaryScreen().availableGeometry().size()
        self.resize(_FIRST_SIZE.boundedTo(room))
        self.restoreGeometry(preferences.geometry)
        self.refresh()

    # --------------------------------------------------------------------------------------------------- building

    def _work_page(self) -> QWidget:
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.scale_line)
        below.addStretch()
        below.addWidget(self.view_line)
        middle = QWidget()
        middle.setObjectName("Ground")
        rows = QVBoxLayout(middle)
        rows.setContentsMargins(12, 10, 12, 10)
        rows.setSpacing(8)
        rows.addWidget(self.strip)
        rows.addWidget(self.canvas, 1)
        rows.addWidget(self.frames)
        rows.addLayout(below)
        self._steps_area = _scrolling(self.steps)
        column = QWidget()
        column.setObjectName("Panel")
        column.setMinimumWidth(_COLUMN_WIDTH)
        parts = QVBoxLayout(column)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        parts.addWidget(self._steps_area)
        parts.addWidget(_scrolling(self.readings, self.case_panel), 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(middle)
        splitter.addWidget(column)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        splitter.setSizes([860, _COLUMN_WIDTH])
        splitter.setHandleWidth(1)
        return splitter

    def _make_menus(self) -> None:
        menus: dict[str, QMenu] = {}
        for action in ACTIONS:
            if action.menu not in menus:
                menus[action.menu] = self.menuBar().addMenu(action.menu)
            made = self._made(action)
            menus[action.menu].addAction(made)
            if action.ends_group:
                menus[action.menu].addSeparator()
            if action.id == "open":
                self._recent = menus[action.menu].addMenu("Open recent")
                self._recent.aboutToShow.connect(self._list_recent)
            if action.id == "automatic":
                self.grey_menu = GreyMenu(self.bench, self.actions_by_id["reset"])
                menus[action.menu].insertMenu(self.actions_by_id["invert"], self.grey_menu)

    def _made(self, action: Action) -> QAction:
        made = QAction(action.text, self)
        key = QKeySequence(action.shortcut)
        made.setShortcut(key)
        shown = key.toString(QKeySequence.SequenceFormat.NativeText)
        made.setToolTip(f"{action.tip} ({shown})" if shown else action.tip)
        if action.icon:
            made.setIcon(icon(action.icon, self._tokens.text))
        made.setCheckable(action.is_checked(self) is not None)
        made.triggered.connect(partial(_run, action, self))
        self.addAction(made)
        self.actions_by_id[action.id] = made
        return made

    def _make_bar(self) -> None:
        bar = QToolBar("Tools")
        bar.setObjectName("Bar")
        bar.setMovable(False)
        bar.setIconSize(QSize(20, 20))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.toggleViewAction().setEnabled(False)
        self._protocol.setAccessibleName("Protocol")
        self._protocol.setToolTip("Which landmarks are placed, and in which order")
        self._protocol.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for protocol in PROTOCOLS:
            self._protocol.addItem(protocol.name, protocol.id)
            self._protocol.setItemData(self._protocol.count() - 1, protocol.question, Qt.ItemDataRole.ToolTipRole)
        last = ""
        for action in ACTIONS:
            if not action.on_toolbar:
                continue
            if last and last != action.menu:
                bar.addSeparator()
            if action.menu == "Tools" and last != "Tools":
                bar.addWidget(self._protocol)
                bar.addSeparator()
            last = action.menu
            bar.addAction(self.actions_by_id[action.id])
            button = bar.widgetForAction(self.actions_by_id[action.id])
            if isinstance(button, QToolButton):
                button.setAccessibleName(action.text)
                if action.menu in ("Edit", "View"):
                    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
                else:
                    self._worded_buttons.append(button)
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(gap)
        report = QToolButton()
        report.setObjectName("Primary")
        report.setText("Report")
        report.setToolTip(self.actions_by_id["report"].toolTip())
        report.clicked.connect(self.report)
        self._report_button = report
        bar.addWidget(report)
        self.addToolBar(bar)

    def _connect(self) -> None:
        self.browser.chosen.connect(self._choose)
        self.browser.left.connect(self.stop_browsing)
        self.bench.opened.connect(self._opened)
        for signal in (self.bench.case_changed, self.bench.hand_changed, self.bench.saved, self.bench.opened):
            signal.connect(self.refresh)
        self.bench.display_changed.connect(self._tick)
        self.canvas.view_changed.connect(self._tick)
        self._protocol.activated.connect(self._choose_protocol)
        self._application.styleHints().colorSchemeChanged.connect(self._retheme)

    def _retheme(self) -> None:
        self._tokens = apply_theme(self._application)
        self.steps.retheme(self._tokens)
        self.start_page.retheme(self._tokens)
        self.browser.retheme(self._tokens)
        self.frames.retheme(self._tokens)
        for action in ACTIONS:
            if action.icon:
                self.actions_by_id[action.id].setIcon(icon(action.icon, self._tokens.text))

    # ---------------------------------------------------------------------------------------------------- showing

    def refresh(self) -> None:
        """Show what can be done, and what the window is called."""
        for action in ACTIONS:
            made = self.actions_by_id[action.id]
            made.setEnabled(action.can_run(self))
        self._tick()
        undo, redo = self.bench.session.undo_label, self.bench.session.redo_label
        self.actions_by_id["undo"].setText(f"Undo: {undo}" if undo else "Undo")
        self.actions_by_id["redo"].setText(f"Redo: {redo}" if redo else "Redo")
        self._report_button.setEnabled(self.bench.has_image and not self.is_browsing)
        self._fit_steps()
        self._protocol.setEnabled(self.bench.has_image and not self.is_browsing)
        self._protocol.setCurrentIndex(self._protocol.findData(self.bench.case.protocol.id))
        self._pages.setCurrentIndex(2 if self.is_browsing else 1 if self.bench.has_image else 0)
        if not self.bench.has_image:
            self.start_page.show_recent(self._preferences.recent)
        title = self.bench.title
        self.setWindowTitle(f"{title}[*] - kneeview" if title else "kneeview[*]")
        self.setWindowModified(self.bench.has_image and self.bench.session.is_dirty)

    def _fit_steps(self) -> None:
        """Give the steps the room they need, up to two fifths of the window; the present one stays in view."""
        self._steps_area.setFixedHeight(min(self.steps.sizeHint().height() + 4, self.height() * 2 // 5))
        button = self.steps.current_button
        if button is not None:
            self._steps_area.ensureWidgetVisible(button, 0, 24)

    def _tick(self) -> None:
        """Tick what is so."""
        for action in ACTIONS:
            self.actions_by_id[action.id].setChecked(bool(action.is_checked(self)))

    def _opened(self) -> None:
        self.is_browsing = False
        self.browser.close_search()
        self.banner.hide()
        self.refresh()
        self.canvas.setFocus()
        image = self.bench.image
        if image is None:
            return
        is_other_frame = image.frame_count > 1 and image.sha256 == self._told_of
        self._told_of = image.sha256
        if image.warnings and not is_other_frame:
            self.banner.tell(" ".join(image.warnings))

    def _list_recent(self) -> None:
        self._recent.clear()
        for path in self._preferences.recent:
            self._recent.addAction(path.name, partial(self.open, path))
        self._recent.setEnabled(True)

    # ---------------------------------------------------------------------------------------------------- opening

    def choose_and_open(self, *, photos: bool = False) -> None:
        """Ask for a file and open it."""
        path = dialogs.ask_open(self, self._last_folder(), photos=photos)
        if path is not None:
            self.open(path)

    def choose_and_browse(self) -> None:
        """Ask for a folder and show what it holds."""
        path = dialogs.ask_folder(self, self._last_folder())
        if path is not None:
            self.browse((path,))

    def _last_folder(self) -> str:
        recent = self._preferences.recent
        return str(file_of(recent[0]).parent) if recent else ""

    def open_all(self, paths: tuple[Path, ...]) -> None:
        """Open one file; of several show a list to choose from."""
        if len(paths) == 1:
            self.open(paths[0])
        elif paths:
            self.browse(paths)

    def open(self, path: Path) -> None:
        """Open a film, a photo or a case, or show what a folder or an archive holds.

        The disk is never asked on the GUI thread. A failure leaves everything as it was.
        """
        if path.suffix.lower() in (*IMAGE_SUFFIXES, SUFFIX):
            self._open_file(path)
            return

        def done(is_many: bool) -> None:
            self.busy.end()
            if is_many:
                self.browse((path,))
            else:
                self._open_file(path)

        self._start(Task(lambda _: is_collection(path), done, self._never_fails, (), self.busy.progress), path.name)

    def _open_file(self, path: Path, *, accept_other_pixels: bool = False) -> None:
        def work(progress: Progress) -> Opened:
            if is_collection(path):
                raise _CollectionChosenError
            return open_path(path, accept_other_pixels=accept_other_pixels, progress=progress)

        self._open(work, path)

    def browse(self, paths: tuple[Path, ...]) -> None:
        """Show what folders, archives and files hold; what is open stays open."""
        self._cancel_task()
        self.banner.hide()
        self.is_browsing = True
        if len(paths) == 1:
            self._preferences.remember(paths[0])
        self.refresh()
        self.browser.browse(paths, has_picture=self.bench.has_image)

    def stop_browsing(self) -> None:
        """Go back to the picture, or to the start."""
        self._cancel_task()
        self.browser.close_search()
        self.is_browsing = False
        self.refresh()
        self.canvas.setFocus()

    def _choose(self, entry: Entry) -> None:
        """Open what was chosen in the list."""
        if entry.remark:
            self.banner.warn(f"{entry.name}: {entry.remark}")
        elif entry.kind is EntryKind.ARCHIVE:
            self.browse((entry.path,))
        else:
            self._open_file(entry.path)
            self.browser.list.setFocus()

    def open_demo(self) -> None:
        """Open the built-in film."""
        self._open(lambda _: open_demo(), None)

    def open_frame(self, frame: int) -> None:
        """Open another frame of the same file, with a case of its own, as any file is opened."""
        image = self.bench.image
        path = None if image is None else image.path
        if path is not None:
            self._open(lambda progress: open_path(path, frame=frame, progress=progress), path)

    def step_frame(self, by: int) -> None:
        """Open the frame so many after this one."""
        self.frames.step(by)

    def _open(self, work: Callable[[Progress], Opened], path: Path | None) -> None:
        if not self._may_leave():
            self.frames.refresh()
            return

        def done(opened: Opened) -> None:
            self.busy.end()
            if path is not None:
                self._preferences.remember(path)
            self.bench.put(opened)

        def failed(error: Exception) -> None:
            self.busy.end()
            self.frames.refresh()
            name = "The demo" if path is None else path.name
            if isinstance(error, _CollectionChosenError) and path is not None:
                self.browse((path,))
                return
            if isinstance(error, OtherPixelsError) and path is not None:
                self.banner.warn(
                    f"{name}: {error}.", "Open all the same", lambda: self._open_file(path, accept_other_pixels=True)
                )
                return
            self.banner.warn(f"{name}: {str(error).rstrip('.')}.")
            if path is not None and not stands(file_of(path)):
                self._preferences.forget(path)

        task = Task(work, done, failed, (OpeningError,), self.busy.progress)
        self._start(task, "the demo film" if path is None else path.name)

    def _start(self, task: Task[Opened] | Task[bool], name: str) -> None:
        """Begin to open, in the place of what was being opened."""
        self._cancel_task()
        self.task = task

        def stop() -> None:
            task.cancel()
            self.frames.refresh()

        self.busy.begin(f"Opening {name} …", stop)
        task.start()

    def _cancel_task(self) -> None:
        if self.task is not None and self.task.is_running:
            self.task.cancel()
            self.busy.end()

    def _never_fails(self, error: Exception) -> None:
        raise error

    # ----------------------------------------------------------------------------------------------------- saving

    def save(self) -> bool:
        """Save the case where it was; ask where if it was nowhere. Return whether it was saved."""
        return self.save_as() if self.bench.path is None else self._save_to(self.bench.path)

    def save_as(self) -> bool:
        """Save the case somewhere else. Return whether it was saved."""
        path = dialogs.ask_save(self, self._beside(SUFFIX))
        return path is not None and self._save_to(path)

    def _save_to(self, path: Path) -> bool:
        self._keep_typing()
        try:
            save_case(self.bench.session.committed, path)
        except CaseError as error:
            self.banner.warn(f"{path.name}: {error}.")
            return False
        self._preferences.remember(path)
        self.bench.saved_as(path)
        return True

    def _beside(self, suffix: str) -> Path:
        """Return a name beside the picture or the case."""
        image = self.bench.image
        place = self.bench.path or (None if image is None else image.path)
        if place is None:
            return Path.home() / f"kneeview{suffix}"
        place = file_of(place).with_name(place.name)  # beside the archive of a zipped picture
        return place.with_name(place.stem + suffix)

    def _keep_typing(self) -> None:
        """Take over a field that is still being typed in."""
        self.canvas.setFocus()

    def _may_leave(self) -> bool:
        self._keep_typing()
        if not self.bench.has_image or not self.bench.session.is_dirty:
            return True
        answer = dialogs.ask_unsaved(self, self.bench.title)
        if answer is dialogs.Answer.SAVE:
            return self.save()
        return answer is dialogs.Answer.DISCARD

    # ----------------------------------------------------------------------------------------------------- report

    def report(self) -> None:
        """Confirm the sides before a first report, ask where, and write it off the GUI thread."""
        self._keep_typing()
        image = self.bench.image
        if image is None:
            return
        if not self.bench.case.sides_confirmed:
            self.canvas.upright()  # the question is about the picture as its file has it
            confirmed = dialogs.ask_sides(self, self.bench.case.view)
            if confirmed is None:
                return
            if confirmed:
                self.bench.edit(lambda case: replace(case, sides_confirmed=True), "Check the side marker")
        path = dialogs.ask_report(self, self._beside("-report.pdf"))
        if path is None:
            return
        case, display = self.bench.session.committed, self.bench.display

        def work(_: Progress) -> tuple[str, ...]:
            return write_reports(case, image, display, (path,))

        def done(warnings: tuple[str, ...]) -> None:
            self.busy.end()
            said = " ".join((f"Report written to {path}.", *warnings))
            self.banner.tell(said, "Open", lambda: _open_outside(path))

        def failed(error: Exception) -> None:
            self.busy.end()
            self.banner.warn(f"{path.name}: {str(error).rstrip('.')}.")

        self.task = Task(work, done, failed, (ExportError,), self.busy.progress)
        self.busy.begin(f"Writing {path.name} …", self.task.cancel)
        self.task.start()

    # -------------------------------------------------------------------------------------------------- commands

    def _choose_protocol(self, index: int) -> None:
        protocol_id = str(self._protocol.itemData(index))

        def chosen(case: Case) -> Case:
            return replace(case, protocol_id=protocol_id)

        self.bench.edit(chosen, f"Protocol {self._protocol.itemText(index).lower()}")
        self.bench.machine.take(ToolId.PLACE)
        self.bench.machine.place.go_to(None)
        self.bench.hand_changed.emit()
        self.canvas.setFocus()

    def open_scale_card(self) -> None:
        """Open the calibration card."""
        self.scale_line.open_card()

    def invert(self) -> None:
        """Show bright as dark."""
        self.bench.show(replace(self.bench.display, inverted=not self.bench.display.inverted))

    def reset_display(self) -> None:
        """Show the grey scale as at loading."""
        if self.bench.image is not None:
            self.bench.show(self.bench.image.default_display)

    def view_as_loaded(self) -> None:
        """Show the picture as it was when it was opened."""
        self.canvas.upright()
        self.canvas.fit()
        if not self.canvas.overlays_shown:
            self.canvas.toggle_overlays()
        self.reset_display()

    def automatic_window(self) -> None:
        """Choose the window from the picture."""
        self.bench.show(Display(None, self.bench.display.inverted))

    def about(self) -> None:
        """Say what this is."""
        self.banner.tell(f"kneeview {__version__}. {NOT_FOR_DIAGNOSIS}")

    # ----------------------------------------------------------------------------------------------- Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the words of the bar where they no longer fit; the icons and tips stay."""
        super().resizeEvent(event)
        self._fit_steps()
        for button in self._worded_buttons:
            roomy = self.width() >= _ROOM_FOR_WORDS
            button.setToolButtonStyle(
                Qt.ToolButtonStyle.ToolButtonTextBesideIcon if roomy else Qt.ToolButtonStyle.ToolButtonIconOnly
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped; of several files and folders show what they hold."""
        self.open_all(tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes; remember the window."""
        if not self._may_leave():
            event.ignore()
            return
        if self.task is not None:
            self.task.cancel()
        self.browser.close_search()
        self._preferences.geometry = self.saveGeometry()
        self._preferences.reader = self.bench.reader
        event.accept()


class _CollectionChosenError(OpeningError):
    """What was to be opened as a file is a folder or an archive."""


def _scrolling(*panels: QWidget) -> QScrollArea:
    """Return panels one below the other in an area that scrolls down."""
    inside = QWidget()
    inside.setObjectName("Panel")
    parts = QVBoxLayout(inside)
    parts.setContentsMargins(0, 0, 0, 0)
    parts.setSpacing(0)
    for panel in panels:
        parts.addWidget(panel)
    parts.addStretch()
    area = QScrollArea()
    area.setObjectName("Panel")
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _run(action: Action, window: MainWindow, *_: object) -> None:
    action.run(window)


def _open_outside(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
