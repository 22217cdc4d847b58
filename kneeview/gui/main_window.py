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
    QLabel,
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
from kneeview.gui.canvas import Canvas
from kneeview.gui.case_panel import CasePanel
from kneeview.gui.icons import application_icon, icon
from kneeview.gui.preferences import Preferences
from kneeview.gui.prompt_strip import PromptStrip
from kneeview.gui.readings_panel import ReadingsPanel
from kneeview.gui.scale_line import ScaleLine
from kneeview.gui.start_page import StartPage
from kneeview.gui.steps_panel import StepsPanel
from kneeview.gui.tasks import Progress, Task
from kneeview.gui.theme import apply_theme
from kneeview.gui.workbench import Workbench
from kneeview.imaging.radiograph import Display
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
        self.task: Task[Opened] | Task[tuple[str, ...]] | None = None
        self.bench = Workbench(self)
        self.bench.reader = preferences.reader
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self.canvas = Canvas(self.bench)
        self.banner, self.busy = Banner(), BusyStrip()
        self.strip = PromptStrip(self.bench, self.canvas)
        self.scale_line = ScaleLine(self.bench, self._tokens)
        self.steps = StepsPanel(self.bench, self._tokens, self.canvas.show_landmark)
        self.readings = ReadingsPanel(self.bench, self._tokens, self.canvas.show_landmark)
        self.case_panel = CasePanel(self.bench)
        self.start_page = StartPage(
            self._tokens,
            self.choose_and_open,
            lambda: self.choose_and_open(photos=True),
            self.open_demo,
            self.open,
        )
        self._view_line = QLabel()
        self._view_line.setObjectName("Quiet")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start_page)
        self._pages.addWidget(self._work_page())
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
        below.addWidget(self._view_line)
        middle = QWidget()
        middle.setObjectName("Ground")
        rows = QVBoxLayout(middle)
        rows.setContentsMargins(12, 10, 12, 10)
        rows.setSpacing(8)
        rows.addWidget(self.strip)
        rows.addWidget(self.canvas, 1)
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

    def _made(self, action: Action) -> QAction:
        made = QAction(action.text, self)
        key = QKeySequence(action.shortcut)
        made.setShortcut(key)
        shown = key.toString(QKeySequence.SequenceFormat.NativeText)
        made.setToolTip(f"{action.tip} ({shown})" if shown else action.tip)
        if action.icon:
            made.setIcon(icon(action.icon, self._tokens.text))
        if action.tool is not None:
            made.setCheckable(True)
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
        self.bench.opened.connect(self._opened)
        for signal in (self.bench.case_changed, self.bench.hand_changed, self.bench.saved, self.bench.opened):
            signal.connect(self.refresh)
        self.bench.display_changed.connect(self._show_view)
        self.canvas.view_changed.connect(self._show_view)
        self._protocol.activated.connect(self._choose_protocol)
        self._application.styleHints().colorSchemeChanged.connect(self._retheme)

    def _retheme(self) -> None:
        self._tokens = apply_theme(self._application)
        self.steps.retheme(self._tokens)
        self.start_page.retheme(self._tokens)
        for action in ACTIONS:
            if action.icon:
                self.actions_by_id[action.id].setIcon(icon(action.icon, self._tokens.text))

    # ---------------------------------------------------------------------------------------------------- showing

    def refresh(self) -> None:
        """Show what can be done, and what the window is called."""
        for action in ACTIONS:
            made = self.actions_by_id[action.id]
            made.setEnabled(action.can_run(self))
            if action.tool is not None:
                made.setChecked(action.tool is self.bench.machine.current)
        undo, redo = self.bench.session.undo_label, self.bench.session.redo_label
        self.actions_by_id["undo"].setText(f"Undo: {undo}" if undo else "Undo")
        self.actions_by_id["redo"].setText(f"Redo: {redo}" if redo else "Redo")
        self._report_button.setEnabled(self.bench.has_image)
        self._fit_steps()
        self._protocol.setEnabled(self.bench.has_image)
        self._protocol.setCurrentIndex(self._protocol.findData(self.bench.case.protocol.id))
        self._pages.setCurrentIndex(1 if self.bench.has_image else 0)
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

    def _show_view(self) -> None:
        window = self.bench.window
        inverted = " · inverted" if self.bench.display.inverted else ""
        self._view_line.setText(
            f"{self.canvas.zoom_percent:.0f} %  ·  window {window.width:.0f} / {window.center:.0f}{inverted}"
        )

    def _opened(self) -> None:
        self.banner.hide()
        self.refresh()
        self._show_view()
        self.canvas.setFocus()
        image = self.bench.image
        if image is not None and image.warnings:
            self.banner.tell(" ".join(image.warnings))

    def _list_recent(self) -> None:
        self._recent.clear()
        for path in self._preferences.recent:
            self._recent.addAction(path.name, partial(self.open, path))
        self._recent.setEnabled(True)

    # ---------------------------------------------------------------------------------------------------- opening

    def choose_and_open(self, *, photos: bool = False) -> None:
        """Ask for a file and open it."""
        recent = self._preferences.recent
        folder = str(recent[0].parent) if recent else ""
        path = dialogs.ask_open(self, folder, photos=photos)
        if path is not None:
            self.open(path)

    def open(self, path: Path, *, accept_other_pixels: bool = False) -> None:
        """Open a film, a photo or a case, off the GUI thread; a failure leaves everything as it was."""

        def work(progress: Progress) -> Opened:
            return open_path(path, accept_other_pixels=accept_other_pixels, progress=progress)

        self._open(work, path)

    def open_demo(self) -> None:
        """Open the built-in film."""
        self._open(lambda _: open_demo(), None)

    def _open(self, work: Callable[[Progress], Opened], path: Path | None) -> None:
        if not self._may_leave():
            return

        def done(opened: Opened) -> None:
            self.busy.end()
            if path is not None:
                self._preferences.remember(path)
            self.bench.put(opened)

        def failed(error: Exception) -> None:
            self.busy.end()
            name = "The demo" if path is None else path.name
            if isinstance(error, OtherPixelsError) and path is not None:
                self.banner.warn(
                    f"{name}: {error}.", "Open all the same", lambda: self.open(path, accept_other_pixels=True)
                )
                return
            self.banner.warn(f"{name}: {str(error).rstrip('.')}.")
            if path is not None and not path.exists():
                self._preferences.forget(path)

        if self.task is not None and self.task.is_running:
            self.task.cancel()
        self.task = Task(work, done, failed, (OpeningError,), self.busy.progress)
        self.busy.begin(f"Opening {'the demo film' if path is None else path.name} …", self.task.cancel)
        self.task.start()

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
        """Open the first file that was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.open(paths[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes; remember the window."""
        if not self._may_leave():
            event.ignore()
            return
        if self.task is not None:
            self.task.cancel()
        self._preferences.geometry = self.saveGeometry()
        self._preferences.reader = self.bench.reader
        event.accept()


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
