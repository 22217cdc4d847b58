"""What stands on which page: page one as a summary, the pages after it in full, and on request the patient's page."""

from __future__ import annotations

from collections.abc import Sequence

from kneeview.case.case import Case
from kneeview.imaging.radiograph import Display, Radiograph
from kneeview.reports.detail import Detail
from kneeview.reports.model import Report
from kneeview.reports.page import Flow, Page, PageSize
from kneeview.reports.patient_page import PatientPage
from kneeview.reports.summary import Summary


def composed(
    report: Report,
    case: Case,
    image: Radiograph,
    display: Display,
    page_size: PageSize,
    *,
    patient_page: bool = False,
) -> Sequence[Page]:
    """Return the pages of a report."""
    flow = Flow(page_size)
    Summary(report, case, image, display, flow).compose()
    flow.new_page()
    Detail(report, flow).compose()
    if patient_page:
        flow.new_page()
        PatientPage(case, image, flow).compose()
    return flow.finished()
