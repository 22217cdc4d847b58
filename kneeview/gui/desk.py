"""What works on pictures: table, files, browser and commands. It makes the rooms and connects them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from kneeview import __version__
from kneeview.domain.checks import NOT_FOR_DIAGNOSIS
from kneeview.domain.protocols import PROTOCOLS
from kneeview.gui.autosave import Autosave
from kneeview.gui.bar import Bar
from kneeview.gui.browser import Browser
from kneeview.gui.browsing import Browsing
from kneeview.gui.canvas import Canvas
from kneeview.gui.case_panel import CasePanel
from kneeview.gui.choices import Choices
from kneeview.gui.files import Files
from kneeview.gui.frames import FrameBar
from kneeview.gui.grey_menu import GreyMenu
from kneeview.gui.key_map import KeyMap
from kneeview.gui.links import Links
from kneeview.gui.menus import Menus
from kneeview.gui.overlays import Overlays
from kneeview.gui.pane import Pane
from kneeview.gui.placement_errors import OwnErrors
from kneeview.gui.prompt_strip import PromptStrip
from kneeview.gui.readings_panel import ReadingsPanel
from kneeview.gui.recent_menu import RecentMenu
from kneeview.gui.recovery import Recovery
from kneeview.gui.reporting import Reporting
from kneeview.gui.saving import Saving
from kneeview.gui.scale_line import ScaleLine
from kneeview.gui.side_check import SideCheck
from kneeview.gui.steps_panel import StepsPanel
from kneeview.gui.table import Table
from kneeview.gui.theme import Tokens
from kneeview.gui.two_patients import TwoPatients
from kneeview.gui.view_line import ViewLine
from kneeview.gui.window import MainWindow
from kneeview.gui.workbench import Workbench
from kneeview.imaging.digests import NO_DIGESTS
from kneeview.tools.tool_id import ToolId


class Desk(QObject):
    """Builds the parts and connects them. What is about a picture is about the active one."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = preferences = window.preferences
        self._pages = window.pages
        self.banner = window.banner
        self.opening_strip = window.foot.opening
        self.start_page = window.start_page
        self._told_of = NO_DIGESTS
        self._told_of_recovery = False
        self.autosave = Autosave(window.work_folder, self)
        self.table = Table(self._new_pane)
        self.choices = Choices(self.table, preferences)
        self.links = Links(self.table)
        self.saving = Saving(window, self.table, preferences, self.banner)
        self.files = Files(window, self.table, self.saving, preferences, self.banner, self.opening_strip)
        self.own_errors = OwnErrors(window, self.table, preferences)
        self.two_patients = TwoPatients(self.table, self.banner)
        self.sides = SideCheck(window, self.table, self.banner)
        self.reporting = Reporting(window, self.table, self.sides, preferences, self.banner, window.foot.writing)
        self.sides.report_wanted.connect(self.reporting.report)
        self.recovery = Recovery(self.autosave, self.files, self.saving, self.banner, self.start_page)
        self.browser = Browser(window.tokens)
        self.browsing = Browsing(self.browser, self.table, self.files, preferences, self.banner)
        for page in (self.table, self.browser):
            self._pages.addWidget(page)
        keys = KeyMap(preferences)
        self._menus = Menus(window.menus, self, window.tokens, keys)
        for entry in self._menus.entries.values():
            window.addAction(entry)  # its key works wherever the focus is in the window
        self._menus.place_after("open", RecentMenu(window, self.files, preferences, beside=False))
        self._recent_beside = RecentMenu(window, self.files, preferences, beside=True)
        self._menus.place_after("open_beside", self._recent_beside)
        self.grey_menu = GreyMenu(self.actions_by_id["reset"])
        self._menus.place_after("automatic", self.grey_menu)
        self._bar = Bar(self._menus.entries, self.choose_protocol)
        window.put_bar(self._bar)
        self.overlays = Overlays(window, self.table, self.browsing, self._menus, keys)
        self._connect()
        self.choices.restore()
        self._switched()

    def _connect(self) -> None:
        for changed in (self.browsing.changed, self.choices.changed):
            changed.connect(self.refresh)
        self.choices.recoloured.connect(self._window.retheme)
        self.choices.said.connect(self.banner.tell)
        self.table.switched.connect(self._switched)
        self.autosave.failed.connect(self.banner.warn)

    def _new_pane(self) -> Pane:
        tokens = self._window.tokens
        pane = Pane(self._preferences.reader, tokens, lambda pane, frame: self.files.open_frame(frame, pane))
        bench = pane.bench
        self.autosave.watch(bench)
        Choices.begin(pane, self._preferences)
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

    def retheme(self, tokens: Tokens) -> None:
        """Take other colours."""
        for pane in self.table.panes:
            pane.retheme(tokens)
        self.browser.retheme(tokens)
        self._menus.retheme(tokens)

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
        self.grey_menu.setEnabled(self.bench.has_image and not self.browsing.is_on)
        self._bar.show_protocol(self.bench.case.protocol.id, can_work=self.bench.has_image and not self.browsing.is_on)
        self._pages.setCurrentIndex(2 if self.browsing.is_on else 1 if self.bench.has_image else 0)
        if not self.bench.has_image:
            self.start_page.show_recent(self._preferences.recent)
        self.table.show_places()
        self.two_patients.look()
        self.overlays.count_notices()
        title = self.bench.title
        self._window.setWindowTitle(f"{title}[*] - kneeview" if title else "kneeview[*]")
        self._window.setWindowModified(self.bench.has_image and self.bench.session.is_dirty)

    def _tick(self) -> None:
        self._menus.tick()

    def _opened(self, pane: Pane) -> None:
        self.browsing.end()
        self.banner.clear()
        self.table.switch_to(pane)
        self._switched()
        pane.canvas.setFocus()
        image = pane.bench.image
        if image is None:
            return
        is_other_frame = image.frame_count > 1 and image.digests.are_of_file(self._told_of)
        self._told_of = image.digests
        if not (not is_other_frame and self.sides.warn_on_opening(image.warnings)) and not self._told_of_recovery:
            self.recovery.mention()
        self._told_of_recovery = True
        self.two_patients.forget()
        self.two_patients.look()

    # -------------------------------------------------------------------------------------------------- the end

    def close(self) -> bool:
        """Close the window."""
        return self._window.close()

    def end(self, *, keep: bool = False) -> None:
        """End the work; with `keep` what is not saved is offered at the next start."""
        self.files.cancel()
        self.browsing.end()
        self.choices.remember()
        self.autosave.finish(keep=keep)

    # -------------------------------------------------------------------------------------------------- commands

    def step_frame(self, by: int) -> None:
        """Open the frame so many after this one."""
        self.frames.step(by)

    def choose_protocol(self, protocol_id: str) -> None:
        """Follow another protocol."""
        name = next(protocol.name for protocol in PROTOCOLS if protocol.id == protocol_id)
        self.bench.edit(lambda case: replace(case, protocol_id=protocol_id), f"Protocol {name.lower()}")
        self.bench.machine.take(ToolId.PLACE)
        self.bench.machine.place.go_to(None)
        self.bench.hand_changed.emit()
        self.canvas.setFocus()

    def go_to_positioning(self) -> None:
        """Go to the positioning card of the active picture."""
        self.table.active.column.go_to_positioning()

    def open_scale_card(self) -> None:
        """Open the calibration card."""
        self.scale_line.open_card()

    def view_as_loaded(self) -> None:
        """Show the picture as it was when it was opened."""
        self.canvas.as_loaded()
        self.canvas.fit()
        if not self.canvas.overlays_shown:
            self.canvas.toggle_overlays()
        self.bench.reset_display()

    @property
    def is_browsing(self) -> bool:
        """Whether the browser lies over the work."""
        return self.browsing.is_on

    def show_keys(self) -> None:
        """Show every key and what the mouse does."""
        self.overlays.key_sheet.begin()

    def search_commands(self) -> None:
        """Ask for a command by its words."""
        self.overlays.search.begin()

    def about(self) -> None:
        """Say what this is."""
        self.banner.tell(f"kneeview {__version__}. {NOT_FOR_DIAGNOSIS}")
