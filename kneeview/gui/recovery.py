"""Work that a crash left: it is offered at the start, opened as it was, and forgotten when it is kept anew."""

from __future__ import annotations

from functools import partial

from kneeview.gui.autosave import Autosave, Leftover
from kneeview.gui.banner import Banner
from kneeview.gui.files import Files
from kneeview.gui.saving import Saving
from kneeview.gui.start_page import StartPage


class Recovery:
    """Knows what was left, and shows it on the start page."""

    def __init__(self, autosave: Autosave, files: Files, saving: Saving, banner: Banner, page: StartPage) -> None:
        self._autosave = autosave
        self._files = files
        self._saving = saving
        self._banner = banner
        self._page = page
        self._leftovers = autosave.leftovers()
        self.show()

    def show(self) -> None:
        """List what was left."""
        lines = tuple(
            (_words(left), partial(self.recover, left), partial(self.discard, left)) for left in self._leftovers
        )
        self._page.show_leftovers(lines)

    def recover(self, leftover: Leftover) -> None:
        """Open unsaved work of before; what lies in its folder goes when it is open and kept anew."""

        def done() -> None:
            self._autosave.write()
            self.discard(leftover)
            self._banner.tell(f"{_words(leftover)} is open again. It is not saved yet.", ("Save", self._save))

        self._files.recover(leftover.entries[:2], done)

    def _save(self) -> None:
        self._saving.save()

    def discard(self, leftover: Leftover) -> None:
        """Give up unsaved work of before."""
        self._autosave.discard(leftover)
        self._leftovers = tuple(left for left in self._leftovers if left is not leftover)
        self.show()

    def mention(self) -> None:
        """Say once that something was left, where the start page is not seen."""
        if self._leftovers:
            latest = self._leftovers[0]
            self._banner.warn(f"{_words(latest)} was not saved.", ("Recover", partial(self.recover, latest)))


def _words(leftover: Leftover) -> str:
    names = " and ".join(entry.name for entry in leftover.entries)
    return f"Work from {leftover.entries[0].time}: {names}"
