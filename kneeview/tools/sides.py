"""Right and left: confirmed by the side marker, or exchanged. The picture says it, so it holds for undone work too."""

from __future__ import annotations

from collections.abc import Callable

from kneeview.case.case import Case
from kneeview.case.session import Session
from kneeview.case.sides import consequence, with_sides_confirmed, with_sides_exchanged


class Sides:
    """The sides of the case; each answer is one step, and takes no way forward: what was undone can be redone."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def confirm(self, confirmed: bool = True, *, turned_over: bool = False) -> None:
        """Say that right and left agree with the side marker, or that nobody checked.

        `turned_over` is that the picture is seen left for right.
        """
        self._settle(lambda case: with_sides_confirmed(case, confirmed, as_mirror=turned_over), "Check the side marker")

    def exchange(self, *, checked: bool = False, turned_over: bool = False) -> str:
        """Exchange right and left; return in words what followed. `checked` is that the side marker says so."""
        before = self._session.committed

        def exchanged(case: Case) -> Case:
            return with_sides_confirmed(with_sides_exchanged(case, as_mirror=turned_over), checked)

        self._settle(exchanged, "Exchange right and left")
        return consequence(before, self._session.committed, turned_over=turned_over)

    def _settle(self, change: Callable[[Case], Case], label: str) -> None:
        """Change every case that can be gone forward to, as far as it has right and left where they are now."""
        now = self._session.committed

        def where_alike(case: Case) -> Case:
            return change(case) if (case.view, case.sides_shown) == (now.view, now.sides_shown) else case

        self._session.apply_throughout(where_alike, label)
