"""Notices beside the picture: they come and go while a mark is dragged, and nothing else moves for them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kneeview.case.case import Case
from kneeview.case.demo import measured_film
from kneeview.case.opening import Opened
from kneeview.case.placements import CircleMark
from kneeview.domain.checks import Notice
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.measurement import PlacedLandmark
from kneeview.gui.banner import Offer
from kneeview.gui.canvas import Canvas
from kneeview.gui.column import Column
from kneeview.gui.notice_lines import NoticeLines
from kneeview.gui.reading_row import ReadingRow
from kneeview.gui.theme import DARK
from kneeview.gui.workbench import Workbench
from kneeview.imaging.phantom import DEMO
from kneeview.imaging.radiograph import Radiograph

HIP = Side.RIGHT, L.HIP_CENTER
LONG = "The right femur measures 362.1 mm, the left 425.0 mm: look at the points; a bent knee looks shorter. "


class Laid(QObject):
    """Counts how often what it watches is moved or takes another size."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() in (QEvent.Type.Resize, QEvent.Type.Move)
        return super().eventFilter(watched, event)


@pytest.fixture
def bench(qtbot: QtBot) -> Workbench:
    del qtbot
    return Workbench()


@pytest.fixture
def column(qtbot: QtBot, bench: Workbench) -> Column:
    """Show the column of the demo film, with every landmark placed."""
    canvas = Canvas(bench)
    made = Column(bench, canvas, lambda _: None, lambda: None, DARK)
    for part in (canvas, made):
        qtbot.addWidget(part)
    made.resize(430, 1400)
    made.show()
    image = Radiograph("film", np.zeros((4000, 1400), np.uint16))
    bench.put(Opened(measured_film(DEMO, image), image))
    for _ in range(12):
        QApplication.processEvents()
    made.patient_line.age.clearFocus()  # a caret that blinks is no part of what is compared
    return made


def shown(widget: QWidget) -> QImage:
    """Return what stands on the screen, after everything asked for is painted."""
    for _ in range(3):
        QApplication.processEvents()
        QApplication.sendEvent(widget, QEvent(QEvent.Type.UpdateRequest))
    return widget.screen().grabWindow(widget.winId()).toImage()


def sentences(notices: NoticeLines) -> list[str]:
    return [label.text() for label in notices.findChildren(QLabel) if label.isVisible()]


def lowered(case: Case, share: float) -> Case:
    """Return the case with the hip so much lower, as a share of the picture's height."""
    mark = case.placement(*HIP)
    assert isinstance(mark, CircleMark)
    return case.with_placement(*HIP, mark.moved(0, share * case.image.rows))


def rows_of(column: Column) -> list[QWidget]:
    return [part for row in column.findChildren(ReadingRow) for part in (row, *row.findChildren(QWidget))]


def test_a_notice_that_comes_and_goes_in_a_drag_moves_no_reading_and_nothing_below(
    bench: Workbench, column: Column
) -> None:
    bench.session.preview(lowered(bench.case, 0.1))
    shown(column)
    notices = column.readings.notices
    assert any("femur" in sentence for sentence in sentences(notices))
    room, laid = notices.height(), Laid()
    for part in (*rows_of(column), column.statement, column.case_panel, notices):
        part.installEventFilter(laid)
    for share in (0.0, 0.1, 0.001, 0.09):
        bench.session.preview(lowered(bench.session.committed, share))
        shown(column)
        assert sentences(notices) == [notice.text for notice in bench.notices]
    assert laid.count == 0
    assert notices.height() == room


def test_a_notice_that_needs_room_pushes_down_what_is_below_and_touches_no_reading(
    bench: Workbench, column: Column
) -> None:
    laid, below = Laid(), column.statement.y()
    for part in rows_of(column):
        part.installEventFilter(laid)
    bench.session.preview(lowered(bench.case, 0.1))
    shown(column)
    assert column.statement.y() == below + column.readings.notices.height() > below
    assert laid.count == 0


@pytest.mark.parametrize("end", ["commit", "cancel"])
def test_when_the_hand_lets_go_the_room_is_given_back(bench: Workbench, column: Column, end: str) -> None:
    below = column.statement.y()
    bench.session.preview(lowered(bench.case, 0.1))
    shown(column)
    bench.session.preview(lowered(bench.session.committed, 0.001))
    shown(column)
    assert column.statement.y() > below
    assert not sentences(column.readings.notices)
    if end == "commit":
        bench.session.commit("Move")
    else:
        bench.session.cancel()
    shown(column)
    assert column.statement.y() == below


def test_at_every_moment_of_a_drag_the_column_is_what_a_whole_painting_shows(bench: Workbench, column: Column) -> None:
    for share in (0.0, 0.01, 0.1, 0.11, 0.0, 0.05, 0.2, 0.02):
        bench.session.preview(lowered(bench.session.committed, share))
        by_parts = shown(column)
        for part in (column, *column.findChildren(QWidget)):
            part.update()
        assert by_parts == shown(column), share


def test_every_sentence_is_seen_whole_and_below_the_one_before(qtbot: QtBot) -> None:
    notices = NoticeLines(lambda _: (("Show", lambda: None),))
    qtbot.addWidget(notices)
    notices.resize(300, 0)
    notices.show()
    three = (Notice("one", LONG, HIP), Notice("two", "Short."), Notice("three", LONG * 3))
    for width in (300, 500, 200):
        notices.resize(width, notices.height())
        notices.show_notices(three, keeps_room=False)
        labels = [label for label in notices.findChildren(QLabel) if label.isVisible()]
        assert [label.text() for label in labels] == [notice.text for notice in three]
        assert all(label.height() >= label.heightForWidth(label.width()) for label in labels)
        assert all(one.geometry().bottom() < other.y() for one, other in pairwise(labels))
        assert labels[-1].geometry().bottom() < notices.height()


def test_a_button_shows_the_landmark_of_the_sentence_beside_it(qtbot: QtBot) -> None:
    pointed: list[PlacedLandmark] = []

    def offers(notice: Notice) -> tuple[Offer, ...]:
        landmark = notice.landmark
        return () if landmark is None else (("Show", lambda: pointed.append(landmark)),)

    notices = NoticeLines(offers)
    qtbot.addWidget(notices)
    notices.resize(300, 0)
    notices.show()
    knee = Side.LEFT, L.KNEE_CENTER
    notices.show_notices(
        (Notice("one", "One.", HIP), Notice("two", "Two."), Notice("three", "Three.", knee)), keeps_room=False
    )
    notices.show_notices(
        (Notice("two", "Two."), Notice("three", "Three.", knee), Notice("one", "One.", HIP)), keeps_room=True
    )
    buttons = [button for button in notices.findChildren(QPushButton) if button.isVisible()]
    assert [button.accessibleName() for button in buttons] == ["Show: Three.", "Show: One."]
    for button in buttons:
        button.click()
    assert pointed == [knee, HIP]
