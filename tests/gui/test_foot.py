"""What is said stands at the foot of the window: it hides nothing of the picture, moves nothing, and leads there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.gui.foot import FOOT_HEIGHT
from kneeview.gui.window import MainWindow
from tests.e2e.window import Driver

LONG = "film.dcm: the header says the left leg and the picture shows the right one. " * 4


def places(window: MainWindow) -> dict[str, QRect]:
    """Return where everything is that is seen, but for what the foot holds."""
    parts = [part for part in window.findChildren(QWidget) if part.isVisible() and not window.foot.isAncestorOf(part)]
    return {
        f"{k} {type(part).__name__}": QRect(part.mapTo(window, QPoint(0, 0)), part.size())
        for k, part in enumerate(parts)
    }


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Driver:
    return Driver(qtbot, tmp_path)


@pytest.fixture
def demo(driver: Driver) -> Driver:
    driver.open_demo()
    QTest.qWait(50)
    return driver


def button(window: QWidget, words: str) -> QPushButton:
    return next(b for b in window.findChildren(QPushButton) if b.isVisible() and b.text().startswith(words))


def test_what_is_said_lies_on_nothing_and_moves_nothing(demo: Driver) -> None:
    before = places(demo.main)
    demo.window.banner.tell("Case saved.")
    demo.window.banner.warn(LONG, ("Find it", lambda: None), ("Open all the same", lambda: None))
    demo.main.foot.opening.begin("Opening another film …", lambda: None)
    demo.main.foot.opening.show()
    QTest.qWait(50)
    assert places(demo.main) == before
    assert demo.main.foot.height() == FOOT_HEIGHT
    demo.window.banner.clear()
    demo.main.foot.opening.end()
    QTest.qWait(50)
    assert places(demo.main) == before


def test_a_warning_is_not_lost_behind_what_is_said_later(demo: Driver) -> None:
    banner = demo.window.banner
    banner.warn("The film has a burned-in name.")
    banner.tell("Case saved.")
    banner.tell("Report written.")
    assert banner.text == "Report written."
    assert [said.sentence for said in banner.said] == ["Report written.", "The film has a burned-in name."]
    banner.retract("Report written.")
    assert banner.text == "The film has a burned-in name."
    banner.warn("The film has a burned-in name.")
    assert len(banner.said) == 1
    button(demo.main.foot, "Close").click()
    assert not banner.text


def test_all_notices_are_one_number_that_opens_the_list(demo: Driver) -> None:
    of_case = len(demo.window.bench.notices)
    assert of_case > 1
    assert demo.main.foot.count.text().startswith(f"{of_case} notices")
    demo.window.banner.warn(LONG)
    assert demo.main.foot.count.text().startswith(f"{of_case + 1} notices")
    demo.main.foot.count.click()
    listed = demo.window.overlays.notice_list
    assert listed.isVisible()
    said = {label.text() for label in listed.findChildren(QWidget) if hasattr(label, "text")}
    assert {LONG, *(notice.text for notice in demo.window.bench.notices)} <= said
    assert demo.main.rect().contains(QRect(listed.mapTo(demo.main, QPoint(0, 0)), listed.size()))
    demo.main.foot.count.click()
    assert not listed.isVisible()


def test_escape_closes_the_list_and_reaches_nothing_behind_it(demo: Driver) -> None:
    demo.window.bench.session.select((Side.RIGHT, L.KNEE_CENTER))
    demo.window.overlays.show_notices()
    demo.key(Qt.Key.Key_Escape)
    assert not demo.window.overlays.notice_list.isVisible()
    assert demo.window.bench.session.selection == (Side.RIGHT, L.KNEE_CENTER)
    assert QApplication.focusWidget() is demo.window.canvas


def test_a_press_on_the_picture_closes_the_list_and_counts(demo: Driver) -> None:
    demo.window.overlays.show_notices()
    demo.window.bench.machine.go_to((Side.RIGHT, L.ANKLE_CENTER))
    demo.click(ImagePoint(500, 900))
    assert not demo.window.overlays.notice_list.isVisible()
    assert demo.window.bench.case.placement(Side.RIGHT, L.ANKLE_CENTER) is not None


def test_a_notice_leads_where_it_points(demo: Driver) -> None:
    demo.window.bench.machine.go_to((Side.RIGHT, L.ANKLE_CENTER))
    demo.click(ImagePoint(600, 400))
    demo.window.bench.machine.go_to((Side.RIGHT, L.KNEE_CENTER))
    demo.click(ImagePoint(600, 1200))
    demo.window.canvas.setFocus()
    demo.window.overlays.show_notices()
    button(demo.window.overlays.notice_list, "Show").click()
    assert not demo.window.overlays.notice_list.isVisible()
    assert demo.window.bench.session.selection is not None
    for words, where in (("Scale", demo.window.scale_line.card), ("Sides", demo.window.case_panel.sides)):
        demo.window.overlays.show_notices()
        button(demo.window.overlays.notice_list, words).click()
        assert where.isVisible()
    demo.window.scale_line.card.close()
    demo.window.overlays.show_notices()
    button(demo.window.overlays.notice_list, "Answer").click()
    assert QApplication.focusWidget() is demo.window.table.active.column.positioning.first_answer


def test_without_a_picture_there_is_nothing_to_count(driver: Driver, tmp_path: Path) -> None:
    assert not driver.main.foot.count.isVisible()
    driver.window.files.open(tmp_path / "gone.png")
    driver.wait_for_task()
    assert driver.main.foot.count.text().startswith("1 notice ")
    driver.window.overlays.show_notices()
    button(driver.window.overlays.notice_list, "Close").click()
    assert not driver.window.banner.text
    assert not driver.main.foot.count.isVisible()
    driver.window.overlays.show_notices()
    assert not driver.window.overlays.notice_list.isVisible()
