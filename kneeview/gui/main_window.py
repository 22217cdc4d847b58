"""The one window: menus, bar, picture, and the column of steps and readings. It decides nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
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
from kneeview.domain.checks import NOT_FOR_DIAGNOSIS
from kneeview.domain.protocols import PROTOCOLS
from kneeview.gui.actions import ACTIONS, Action
from kneeview.gui.banner import Banner, BusyStrip
from kneeview.gui.browser import Browser
from kneeview.gui.canvas import Canvas
from kneeview.gui.case_panel import CasePanel
from kneeview.gui.choice_box import ChoiceBox
from kneeview.gui.files import Files
from kneeview.gui.frames import FrameBar
from kneeview.gui.grey_menu import GreyMenu
from kneeview.gui.icons import application_icon, icon
from kneeview.gui.preferences import Preferences
from kneeview.gui.prompt_strip import PromptStrip
from kneeview.gui.readings_panel import ReadingsPanel
from kneeview.gui.scale_line import ScaleLine
from kneeview.gui.start_page import StartPage
from kneeview.gui.steps_panel import StepsPanel
from kneeview.gui.theme import apply_theme
from kneeview.gui.view_line import ViewLine
from kneeview.gui.workbench import Workbench
from kneeview.imaging.collection import Entry
from kneeview.imaging.radiograph import Display
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
        self.bench = Workbench(self)
        self.bench.reader = preferences.reader
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self.canvas = Canvas(self.bench)
        self.banner = Banner()
        self.opening_strip, writing_strip = BusyStrip(), BusyStrip()
        notices = (self.banner, self.opening_strip, writing_strip)
        self.files = Files(self, self.bench, preferences, notices, self.canvas.setFocus)
        self.strip = PromptStrip(self.bench, self.canvas)
        self.frames = FrameBar(self.bench, self._tokens, self.files.open_frame)
        self.scale_line = ScaleLine(self.bench, self._tokens)
        self.steps = StepsPanel(self.bench, self._tokens, self.canvas.show_landmark)
        self.readings = ReadingsPanel(self.bench, self._tokens, self.canvas.show_landmark)
        self.case_panel = CasePanel(self.bench)
        self.start_page = StartPage(
            self._tokens,
            self.files.choose_and_open,
            lambda: self.files.choose_and_open(photos=True),
            self.files.choose_and_browse,
            self.files.open_demo,
            self.files.open,
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
        for notice in notices:
            column.addWidget(notice)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(whole)
        self.actions_by_id: dict[str, QAction] = {}
        self._protocol = ChoiceBox()
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
        self._readings_area = _scrolling(self.readings, self.case_panel)
        parts.addWidget(self._readings_area, 1)
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
        report.clicked.connect(self.files.report)
        self._report_button = report
        bar.addWidget(report)
        self.addToolBar(bar)

    def _connect(self) -> None:
        self.browser.chosen.connect(self._choose)
        self.files.browse_wanted.connect(self.browse)
        self.files.stayed.connect(self.frames.refresh)
        self.files.sides_wanted.connect(self.canvas.upright)
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
        self._readings_area.verticalScrollBar().setValue(0)
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
            self._recent.addAction(path.name, partial(self.files.open, path))
        self._recent.setEnabled(True)

    # ------------------------------------------------------------------------------------------------- browsing

    def browse(self, paths: tuple[Path, ...]) -> None:
        """Show what folders, archives and files hold; what is open stays open."""
        self.files.cancel()
        self.banner.hide()
        self.is_browsing = True
        if len(paths) == 1:
            self._preferences.remember(paths[0])
        self.refresh()
        self.browser.browse(paths, has_picture=self.bench.has_image)

    def _choose(self, entry: Entry) -> None:
        self.files.open_entry(entry)
        self.browser.list.setFocus()

    def stop_browsing(self) -> None:
        """Go back to the picture, or to the start."""
        self.files.cancel()
        self.browser.close_search()
        self.is_browsing = False
        self.refresh()
        self.canvas.setFocus()

    def step_frame(self, by: int) -> None:
        """Open the frame so many after this one."""
        self.frames.step(by)

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

    def use_letter_paper(self, wanted: bool) -> None:
        """Print reports on US Letter, or on A4."""
        self._preferences.letter_paper = wanted

    @property
    def letter_paper(self) -> bool:
        """Whether reports are printed on US Letter."""
        return self._preferences.letter_paper

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
        self.files.open_all(tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes; remember the window."""
        if not self.files.may_leave():
            event.ignore()
            return
        self.files.cancel()
        self.browser.close_search()
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
