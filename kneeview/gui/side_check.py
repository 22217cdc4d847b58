"""Right and left in the window: asked of before a report, told of on opening, exchanged, and what followed said."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kneeview.domain.sides import UNUSUAL_SIDES
from kneeview.gui import sides_question
from kneeview.gui.banner import Banner
from kneeview.gui.sides_question import SidesAnswer, picture_of_sides
from kneeview.gui.table import Table
from kneeview.gui.workbench import Workbench


class SideCheck(QObject):
    """Settles right and left of the active picture, as the user sees it."""

    report_wanted = Signal()

    def __init__(self, window: QWidget, table: Table, banner: Banner) -> None:
        super().__init__(window)
        self._window, self._table, self._banner = window, table, banner

    def warn_on_opening(self, warnings: tuple[str, ...]) -> bool:
        """Say what is to be known of a picture that was opened; False where there is nothing.

        Where by the header right is on the right, it is offered to settle that.
        """
        bench = self._table.active.bench
        of_another = [notice.text for notice in bench.notices if notice.code == "other_pixels"]
        if UNUSUAL_SIDES not in bench.notices:
            said = " ".join((*of_another, *warnings))
            if said:
                self._banner.warn(said)
            return bool(said)
        said = " ".join((*of_another, UNUSUAL_SIDES.text, *warnings))
        self._banner.warn(
            said,
            ("Turn over and check…", lambda: self._check_on_opening(warnings, turned_over=True)),
            ("Check as it is…", lambda: self._check_on_opening(warnings)),
        )
        self._stands(bench, said, lambda: UNUSUAL_SIDES in bench.notices)
        return True

    def _check_on_opening(self, warnings: tuple[str, ...], *, turned_over: bool = False) -> None:
        """Ask; where the user waits, all is as it was before, also the picture and what was said."""
        canvas = self._table.active.canvas
        before = canvas.orientation
        if turned_over:
            canvas.flip_left_right()
        if self._answer() in (SidesAnswer.CHECKED, SidesAnswer.EXCHANGED):
            return
        canvas.orient(before)
        self.warn_on_opening(warnings)

    def settle(self) -> bool:
        """Ask where nobody checked; False where a report is to wait, so that what was exchanged can be looked at."""
        if self._table.active.bench.case.sides_confirmed:
            return True
        return self._answer() in (SidesAnswer.CHECKED, SidesAnswer.NO_MARKER)

    def _answer(self) -> SidesAnswer | None:
        """Ask what the side marker says of the picture as it is seen, and take the answer over."""
        pane = self._table.active
        turned_over = pane.canvas.orientation.mirrored
        picture = picture_of_sides(pane.canvas)
        answer = sides_question.ask_sides(self._window, pane.bench.case, picture, turned_over)
        if answer is SidesAnswer.CHECKED:
            pane.bench.machine.sides.confirm(turned_over=turned_over)
        elif answer is SidesAnswer.EXCHANGED:
            self.exchange(checked=True)
        return answer

    def exchange(self, *, checked: bool = False) -> None:
        """Exchange right and left as one step, and say what followed, until that is taken back.

        `checked` is that the user said so on being asked of the side marker.
        """
        pane = self._table.active
        bench = pane.bench
        said = bench.machine.sides.exchange(checked=checked, turned_over=pane.canvas.orientation.mirrored)
        after = bench.session.committed
        self._banner.tell(said, ("Report…", self.report_wanted.emit))

        def is_so() -> bool:
            now = bench.session.committed
            return (now.view, now.sides_shown) == (after.view, after.sides_shown)

        self._stands(bench, said, is_so)

    def _stands(self, bench: Workbench, said: str, is_so: Callable[[], bool]) -> None:
        """Say a sentence no longer as soon as it is not so any more."""

        def look() -> None:
            if not is_so():
                self._banner.retract(said)
                bench.case_changed.disconnect(look)

        bench.case_changed.connect(look)
