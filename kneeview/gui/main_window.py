"""The one window: it makes the rooms and connects them. It decides nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from kneeview import __version__
from kneeview.domain.checks import NOT_FOR_DIAGNOSIS
from kneeview.domain.protocols import PROTOCOLS
from kneeview.gui import dialogs
from kneeview.gui.autosave import Autosave
from kneeview.gui.banner import Banner, BusyStrip
from kneeview.gui.bar import Bar
from kneeview.gui.browser import Browser
from kneeview.gui.canvas import Canvas
from kneeview.gui.case_panel import CasePanel
from kneeview.gui.command_search import CommandSearch
from kneeview.gui.files import Files
from kneeview.gui.frames import FrameBar
from kneeview.gui.grey_menu import GreyMenu
from kneeview.gui.icons import application_icon
from kneeview.gui.key_map import KeyMap
from kneeview.gui.key_sheet import KeySheet
from kneeview.gui.links import Links
from kneeview.gui.menus import Menus
from kneeview.gui.notices import Notices
from kneeview.gui.pane import Pane
from kneeview.gui.placement_errors import OwnErrors
from kneeview.gui.preferences import Preferences
from kneeview.gui.prompt_strip import PromptStrip
from kneeview.gui.readings_panel import ReadingsPanel
from kneeview.gui.recent_menu import RecentMenu
from kneeview.gui.recovery import Recovery
from kneeview.gui.reporting import Reporting
from kneeview.gui.saving import Saving
from kneeview.gui.scale_line import ScaleLine
from kneeview.gui.start_page import StartPage
from kneeview.gui.steps_panel import StepsPanel
from kneeview.gui.table import Table
from kneeview.gui.theme import Appearance, apply_theme
from kneeview.gui.view_line import ViewLine
from kneeview.gui.window_place import remember_place, restore_place
from kneeview.gui.workbench import Workbench
from kneeview.imaging.collection import Entry
from kneeview.imaging.digests import NO_DIGESTS
from kneeview.tools.tool_id import ToolId


class MainWindow(QMainWindow):
    """Builds the parts and connects them. What is about a picture is about the active one."""

    def __init__(self, application: QApplication, preferences: Preferences, work_folder: Path) -> None:
        super().__init__()
        self._application = application
        self._preferences = preferences
        self._tokens = apply_theme(application, preferences.appearance)
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self.banner = Banner()
        self.opening_strip, writing_strip = BusyStrip(), BusyStrip()
        notices = (self.banner, self.opening_strip, writing_strip)
        self.is_browsing = False
        self._told_of = NO_DIGESTS
        self._told_of_recovery = False
        self.autosave = Autosave(work_folder, self)
        self.table = Table(self._new_pane)
        self.links = Links(self.table)
        self.saving = Saving(self, self.table, preferences, self.banner)
        self.files = Files(self, self.table, self.saving, preferences, self.banner, self.opening_strip)
        self.own_errors = OwnErrors(self, self.table, preferences)
        self.reporting = Reporting(self, self.table, preferences, self.banner, writing_strip)
        self.start_page = StartPage(
            self._tokens,
            self.files.choose_and_open,
            lambda: self.files.choose_and_open(photos=True),
            self.files.choose_and_browse,
            self.files.open_demo,
            self.files.open,
        )
        self.recovery = Recovery(self.autosave, self.files, self.saving, self.banner, self.start_page)
        self.browser = Browser(self._tokens)
        self._pages = QStackedWidget()
        for page in (self.start_page, self.table, self.browser):
            self._pages.addWidget(page)
        whole = QWidget()
        whole.setObjectName("Ground")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(whole)
        self._notices = Notices(whole, notices, self._room_for_notices)
        self._keys = KeyMap(preferences)
        self._menus = Menus(self.menuBar(), self, self._tokens, self._keys)
        for entry in self._menus.entries.values():
            self.addAction(entry)  # its key works wherever the focus is in the window
        self._menus.place_after("open", RecentMenu(self, self.files, preferences, beside=False))
        self._recent_beside = RecentMenu(self, self.files, preferences, beside=True)
        self._menus.place_after("open_beside", self._recent_beside)
        self.grey_menu = GreyMenu(self.actions_by_id["reset"])
        self._menus.place_after("automatic", self.grey_menu)
        self._bar = Bar(self._menus.entries, self.choose_protocol)
        self.addToolBar(self._bar)
        self._connect()
        self.search = CommandSearch(whole, self, self._menus.entries, self._keys_to_picture)
        self.key_sheet = KeySheet(whole, self._keys, self._menus.show_keys, self._place_of_sheet, self._keys_to_picture)
        restore_place(self, self.table, preferences)
        self._switched()

    def _connect(self) -> None:
        self.browser.chosen.connect(self._choose)
        self.files.browse_wanted.connect(self.browse)
        self.browser.left.connect(self.stop_browsing)
        self.table.switched.connect(self._switched)
        self.autosave.failed.connect(self.banner.warn)
        self._application.styleHints().colorSchemeChanged.connect(self._retheme)

    def _new_pane(self) -> Pane:
        pane = Pane(self._preferences.reader, self._tokens, lambda pane, frame: self.files.open_frame(frame, pane))
        bench = pane.bench
        self.autosave.watch(bench)
        bench.placement_errors = self._preferences.placement_errors
        bench.machine.place.snaps = self._preferences.snapping
        pane.guide.is_on = self._preferences.following
        bench.opened.connect(partial(self._opened, pane))
        for signal in (bench.hand_changed, bench.saved, bench.opened):
            signal.connect(self.refresh)
        bench.case_changed.connect(partial(self._case_changed, bench))
        bench.display_changed.connect(self._tick)
        pane.canvas.view_changed.connect(self._tick)
        pane.close_wanted.connect(partial(self._close_pane, pane))
        return pane

    def _close_pane(self, pane: Pane) -> None:
        """Close one of two pictures, if its work may be left."""
        if not self.table.is_alone and self.saving.may_leave(pane):
            self.autosave.forget(pane.bench)
            self.table.remove(pane)
            self.canvas.setFocus()

    def close_picture(self) -> None:
        """Close the active one of two pictures."""
        self._close_pane(self.table.active)

    def go_to_other_picture(self) -> None:
        """Make the other picture the active one."""
        if self.table.other is not None:
            self.table.other.canvas.setFocus()

    def _retheme(self) -> None:
        self._tokens = apply_theme(self._application, self._preferences.appearance)
        for pane in self.table.panes:
            pane.retheme(self._tokens)
        self.start_page.retheme(self._tokens)
        self.browser.retheme(self._tokens)
        self._menus.retheme(self._tokens)

    # ------------------------------------------------------------------------------------------- the active picture

    @property
    def actions_by_id(self) -> dict[str, QAction]:
        """Every command by its id."""
        return self._menus.entries

    @property
    def bench(self) -> Workbench:
        """The active picture and its case."""
        return self.table.active.bench

    @property
    def canvas(self) -> Canvas:
        """Where the active picture is shown."""
        return self.table.active.canvas

    @property
    def strip(self) -> PromptStrip:
        """What to do now."""
        return self.table.active.strip

    @property
    def frames(self) -> FrameBar:
        """The frames of the active picture's file."""
        return self.table.active.frames

    @property
    def scale_line(self) -> ScaleLine:
        """What a millimetre is on the active picture."""
        return self.table.active.scale_line

    @property
    def view_line(self) -> ViewLine:
        """How the active picture is shown."""
        return self.table.active.view_line

    @property
    def steps(self) -> StepsPanel:
        """The steps of the active case."""
        return self.table.active.column.steps

    @property
    def readings(self) -> ReadingsPanel:
        """The readings of the active case."""
        return self.table.active.column.readings

    @property
    def case_panel(self) -> CasePanel:
        """Positioning, patient and report of the active case."""
        return self.table.active.column.case_panel

    # ---------------------------------------------------------------------------------------------------- showing

    def _switched(self) -> None:
        self.grey_menu.follow(self.bench)
        if self.table.is_alone:
            self.links.link_views(False)
            self.links.link_greys(False)
        self.refresh()

    def _case_changed(self, bench: Workbench) -> None:
        """Follow a step; while a mark is dragged nothing else can be done, and the step is not made yet."""
        if not bench.session.is_previewing:
            self.refresh()

    def refresh(self) -> None:
        """Show what can be done, and what the window is called."""
        self._menus.refresh()
        self._recent_beside.setEnabled(self.bench.has_image)
        self._bar.show_protocol(self.bench.case.protocol.id, can_work=self.bench.has_image and not self.is_browsing)
        self._pages.setCurrentIndex(2 if self.is_browsing else 1 if self.bench.has_image else 0)
        if not self.bench.has_image:
            self.start_page.show_recent(self._preferences.recent)
        self.table.show_places()
        title = self.bench.title
        self.setWindowTitle(f"{title}[*] - kneeview" if title else "kneeview[*]")
        self.setWindowModified(self.bench.has_image and self.bench.session.is_dirty)

    def _tick(self) -> None:
        self._menus.tick()

    def _opened(self, pane: Pane) -> None:
        self.is_browsing = False
        self.browser.close_search()
        self.banner.hide()
        self.table.switch_to(pane)
        self._switched()
        pane.canvas.setFocus()
        image = pane.bench.image
        if image is None:
            return
        is_other_frame = image.frame_count > 1 and image.digests.are_of_file(self._told_of)
        self._told_of = image.digests
        if image.warnings and not is_other_frame:
            self.banner.warn(" ".join(image.warnings))
        elif not self._told_of_recovery:
            self.recovery.mention()
        self._told_of_recovery = True

    def _room_for_notices(self) -> QRect:
        """Return where a notice may lie: below the prompt where there is one."""
        if self._pages.currentWidget() is not self.table:
            return self._pages.geometry()
        return self.table.room_of_pictures.translated(self._pages.pos())

    # -------------------------------------------------------------------------------------------------- the end

    def leave_at_once(self) -> None:
        """End without a question, as the system asked; unsaved work is kept, to be offered at the next start."""
        self.files.cancel()
        self.browser.close_search()
        self._remember_window()
        self.autosave.finish(keep=True)

    def _remember_window(self) -> None:
        remember_place(self, self.table, self._preferences)
        self._preferences.reader = self.bench.reader

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
        held = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self.files.open_entry(entry, beside=bool(held))
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

    def choose_protocol(self, protocol_id: str) -> None:
        """Follow another protocol."""
        name = next(protocol.name for protocol in PROTOCOLS if protocol.id == protocol_id)
        self.bench.edit(lambda case: replace(case, protocol_id=protocol_id), f"Protocol {name.lower()}")
        self.bench.machine.take(ToolId.PLACE)
        self.bench.machine.place.go_to(None)
        self.bench.hand_changed.emit()
        self.canvas.setFocus()

    def use_letter_paper(self, wanted: bool) -> None:
        """Print reports on US Letter, or on A4."""
        self._preferences.letter_paper = wanted

    def add_patient_page(self, wanted: bool) -> None:
        """Add a page for the patient to the PDF, or none."""
        self._preferences.patient_page = wanted

    @property
    def patient_page(self) -> bool:
        """Whether the PDF has a page for the patient."""
        return self._preferences.patient_page

    @property
    def letter_paper(self) -> bool:
        """Whether reports are printed on US Letter."""
        return self._preferences.letter_paper

    @property
    def snapping(self) -> bool:
        """Whether clicks suggest what the picture shows."""
        return self._preferences.snapping

    def use_snapping(self, wanted: bool) -> None:
        """Suggest what the picture shows, or do not, on every picture and from now on."""
        self._preferences.snapping = wanted
        for pane in self.table.panes:
            pane.bench.machine.use_snapping(wanted)
        self._tick()

    @property
    def following(self) -> bool:
        """Whether the view goes to the next landmark."""
        return self._preferences.following

    def use_following(self, wanted: bool) -> None:
        """Let the view go to the next landmark, or leave it alone, on every picture and from now on."""
        self._preferences.following = wanted
        for pane in self.table.panes:
            pane.guide.is_on = wanted
        self._tick()

    def go_to_positioning(self) -> None:
        """Go to the positioning card of the active picture."""
        self.table.active.column.go_to_positioning()

    def open_scale_card(self) -> None:
        """Open the calibration card."""
        self.scale_line.open_card()

    def view_as_loaded(self) -> None:
        """Show the picture as it was when it was opened."""
        self.canvas.upright()
        self.canvas.fit()
        if not self.canvas.overlays_shown:
            self.canvas.toggle_overlays()
        self.bench.reset_display()

    def show_keys(self) -> None:
        """Show every key and what the mouse does."""
        self.key_sheet.begin()

    def search_commands(self) -> None:
        """Ask for a command by its words."""
        self.search.begin()

    def _keys_to_picture(self) -> None:
        (self.canvas if self.bench.has_image else self.start_page).setFocus()

    def _place_of_sheet(self) -> Path | None:
        return dialogs.ask_sheet(self)

    def toggle_column(self) -> None:
        """Show the column of steps and readings, or give its room to the picture."""
        self.table.show_column(not self.table.has_column)
        self.refresh()

    @property
    def appearance(self) -> Appearance:
        """Whether the window is dark, light, or as the system."""
        return self._preferences.appearance

    def use_appearance(self, wanted: Appearance) -> None:
        """Make the window dark, light, or as the system."""
        self._preferences.appearance = wanted
        self._retheme()
        self.refresh()

    def about(self) -> None:
        """Say what this is."""
        self.banner.tell(f"kneeview {__version__}. {NOT_FOR_DIAGNOSIS}")

    # ----------------------------------------------------------------------------------------------- Qt's events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped; of several files and folders show what they hold.

        With Shift it is opened beside. Where two pictures are open, it takes the place of the one it is dropped on.
        """
        pane = self.table.pane_at(self.table.mapFrom(self, event.position().toPoint()))
        if pane is not None:
            self.table.switch_to(pane)
        beside = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        self.files.open_all(paths, beside=beside)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes; remember the window."""
        if not self.saving.may_leave_all():
            event.ignore()
            return
        self.files.cancel()
        self.browser.close_search()
        self._remember_window()
        self.autosave.finish()
        event.accept()
