"""What a command is, and what it may ask of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from kneeview.gui.canvas import Canvas
from kneeview.gui.choices import Choices
from kneeview.gui.files import Files
from kneeview.gui.links import Links
from kneeview.gui.placement_errors import OwnErrors
from kneeview.gui.reporting import Reporting
from kneeview.gui.saving import Saving
from kneeview.gui.side_check import SideCheck
from kneeview.gui.table import Table
from kneeview.gui.workbench import Workbench
from kneeview.tools.tool_id import ToolId

NO_PICTURE: Final = "open a picture first"
BROWSING: Final = "go back to the picture first"
_NOT_NOW: Final = "not of use on this picture now"


class Commands(Protocol):
    """What the actions ask of the window."""

    files: Files
    saving: Saving
    reporting: Reporting
    sides: SideCheck
    own_errors: OwnErrors
    table: Table
    links: Links
    choices: Choices

    @property
    def is_browsing(self) -> bool:
        """Whether the browser lies over the work."""

    @property
    def bench(self) -> Workbench:
        """The active picture and its case."""

    @property
    def canvas(self) -> Canvas:
        """Where the active picture is shown."""

    def close(self) -> bool:
        """Close the window."""

    def choose_protocol(self, protocol_id: str) -> None:
        """Follow another protocol."""

    def go_to_positioning(self) -> None:
        """Go to the positioning card."""

    def open_scale_card(self) -> None:
        """Open the calibration card."""

    def close_picture(self) -> None:
        """Close the active one of two pictures."""

    def go_to_other_picture(self) -> None:
        """Make the other picture the active one."""

    def step_frame(self, by: int) -> None:
        """Open another frame of the file."""

    def view_as_loaded(self) -> None:
        """Show the picture as it was when it was opened."""

    def show_keys(self) -> None:
        """Show every key and what the mouse does."""

    def search_commands(self) -> None:
        """Ask for a command by its words."""

    def about(self) -> None:
        """Say what this is."""


def _always(_: Commands) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One command.

    `tip` says in a sentence what it does, `why_off` what is missing while it is not enabled. `tool` is set where it
    takes a tool into the hand, `checked` where it stands for something that is so or not so. `also` is a second key,
    which stays. `words` are others that a user may look for it by.
    """

    id: str
    text: str
    menu: str
    run: Callable[[Commands], object]
    shortcut: str = ""
    icon: str = ""
    tip: str = ""
    enabled: Callable[[Commands], bool] = _always
    needs_picture: bool = True
    tool: ToolId | None = None
    checked: Callable[[Commands], bool] | None = None
    on_toolbar: bool = False
    ends_group: bool = False
    why_off: str = _NOT_NOW
    also: str = ""
    words: str = ""

    def is_checked(self, window: Commands) -> bool | None:
        """Whether it is ticked; None where there is nothing to tick."""
        if self.tool is not None:
            return self.tool is window.bench.machine.current
        return None if self.checked is None else self.checked(window)

    def can_run(self, window: Commands) -> bool:
        """Whether it can be used now; what works on the picture needs to see it."""
        return not self.why_not(window)

    def why_not(self, window: Commands) -> str:
        """Return why it cannot be used now; "" where it can."""
        if self.needs_picture and not window.bench.has_image:
            return NO_PICTURE
        if self.needs_picture and window.is_browsing:
            return BROWSING
        return "" if self.enabled(window) else self.why_off
