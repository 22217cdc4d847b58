"""Two pictures side by side that are of two patients: said as long as it is so, or until the user closes it."""

from __future__ import annotations

from kneeview.case.patient import are_different
from kneeview.gui.banner import Banner
from kneeview.gui.table import Table
from kneeview.reports.identity import who


class TwoPatients:
    """Looks at whom the pictures on the table are of."""

    def __init__(self, table: Table, banner: Banner) -> None:
        self._table, self._banner = table, banner
        self._said = ""

    def look(self) -> None:
        """Say that the pictures are of two patients; once they are not, say it no longer."""
        cases = [pane.bench.case for pane in self._table.panes if pane.bench.has_image]
        said = ""
        if len(cases) > 1 and are_different(*((case.patient, case.header_patient) for case in cases[:2])):
            said = f"The two pictures are of different patients: {' and '.join(who(case) for case in cases)}."
        if said != self._said:
            self._banner.retract(self._said)
            self._said = said
            if said:
                self._banner.warn(said)

    def forget(self) -> None:
        """Say it anew at the next look: what was said went with the picture that was open before."""
        self._said = ""
