"""No words are cut off: what is seen of the window has room for its words, or its tip says them whole."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QToolBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kneeview.case.demo import measured_demo
from kneeview.domain.protocols import PROTOCOLS
from kneeview.gui.live_label import LiveLabel
from kneeview.gui.theme import Appearance
from kneeview.gui.view_line import ViewLine
from tests.e2e.window import Driver

SLACK = 2
"""Logical pixels by which a font's advance and its drawing may differ."""

SELF_TELLING = (LiveLabel, ViewLine)
"""What tells by itself, under the pointer, what it shortens."""


def words_of(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    if isinstance(widget, QLabel | QAbstractButton):
        return re.sub(r"<[^>]*>|\s*[▸▾▴]", "", widget.text())
    return ""


def is_cut(widget: QWidget) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height() + SLACK
    if isinstance(widget, QLineEdit):
        return widget.fontMetrics().horizontalAdvance(words_of(widget)) + 16 > widget.width() + SLACK
    return widget.sizeHint().width() > widget.width() + SLACK


def cut_words(window: QWidget) -> list[str]:
    """Return the words that are neither seen whole nor told by a tip."""
    found = []
    for widget in window.findChildren(QWidget):
        words = words_of(widget)
        if not words or not widget.isVisible() or isinstance(widget, SELF_TELLING):
            continue
        if is_cut(widget) and words.lower() not in widget.toolTip().lower():
            found.append(f"{type(widget).__name__} {words!r}: {widget.width()} of {widget.sizeHint().width()}")
    return found


def icons_without_words(window: QWidget) -> list[str]:
    """Return the buttons that show a sign alone, and say nowhere what they do."""
    return [
        widget.accessibleName() or repr(widget)
        for widget in window.findChildren(QAbstractButton)
        if widget.isVisible() and not widget.icon().isNull() and not widget.toolTip() and not widget.text()
    ]


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Driver:
    return Driver(qtbot, tmp_path)


def nothing_is_cut(driver: Driver, part: QWidget | None = None) -> None:
    """Look at the window, or at a part of it, in both appearances."""
    for appearance in (Appearance.DARK, Appearance.LIGHT):
        driver.window.choices.use_appearance(appearance)
        QTest.qWait(60)
        assert cut_words(part or driver.main) == [], appearance
        assert icons_without_words(part or driver.main) == [], appearance


@pytest.mark.parametrize("size", [(1280, 720), (900, 640)])
def test_on_the_start_page(driver: Driver, tmp_path: Path, size: tuple[int, int]) -> None:
    driver.preferences.remember(tmp_path / ("a film of a patient with a very long name, taken standing, " * 3 + ".dcm"))
    driver.main.resize(*size)
    driver.window.refresh()
    nothing_is_cut(driver)
    assert (driver.main.width(), driver.main.height()) == size, "nothing asks for more room than a small screen has"


@pytest.mark.parametrize("size", [(1280, 720), (900, 640)])
def test_while_landmarks_are_placed(driver: Driver, size: tuple[int, int]) -> None:
    driver.main.resize(*size)
    driver.open_demo()
    for protocol in PROTOCOLS:
        driver.window.choose_protocol(protocol.id)
        nothing_is_cut(driver)


def test_when_both_legs_are_done_and_in_the_drawers(driver: Driver) -> None:
    demo = measured_demo()
    driver.window.bench.put(replace(demo, case=replace(demo.case, patient=replace(demo.case.patient, age_years=9.0))))
    nothing_is_cut(driver)
    column = driver.window.table.active.column
    for panel in (column.positioning, column.case_panel):
        column.drawers.open(panel)
        nothing_is_cut(driver)
    driver.window.banner.warn("film.dcm: the header says left, the picture shows the right leg.", ("Turn it", print))
    driver.window.overlays.show_notices()
    nothing_is_cut(driver)


def test_on_a_photo_and_with_two_pictures(driver: Driver, tmp_path: Path) -> None:
    for name in ("photo.png", "the photo that was taken at the last visit of this patient.png"):
        Image.linear_gradient("L").resize((600, 900)).save(tmp_path / name)
        driver.window.files.open(tmp_path / name, beside=driver.window.bench.has_image)
        driver.wait_for_task()
        nothing_is_cut(driver)


def test_on_what_lies_over_the_window(driver: Driver) -> None:
    driver.open_demo()
    driver.window.show_keys()
    nothing_is_cut(driver)
    driver.window.overlays.key_sheet.hide()
    driver.window.search_commands()
    nothing_is_cut(driver)
    driver.window.overlays.search.leave()
    driver.window.open_scale_card()
    card = driver.window.scale_line.card
    assert card.isVisible()
    nothing_is_cut(driver, card)
    card.close()


def bar_buttons(driver: Driver) -> dict[str, QToolButton]:
    """Return what of the bar of tools is seen, by its name."""
    bar = next(bar for bar in driver.main.findChildren(QToolBar) if bar.isVisible())
    seen = [button for button in bar.findChildren(QToolButton) if button.isVisible()]
    return {button.accessibleName() or button.text(): button for button in seen}


def test_the_bar_gives_words_as_far_as_they_fit_and_never_loses_the_report(driver: Driver) -> None:
    driver.open_demo()
    worded: list[int] = []
    for width in (900, 1280, 1600):
        driver.main.resize(width, 720)
        QTest.qWait(60)
        buttons = bar_buttons(driver)
        assert {"Place", "Ruler", "Length", "Fit", "Report"} <= buttons.keys()
        assert "More" not in buttons
        with_words = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        worded.append(sum(button.toolButtonStyle() is with_words for button in buttons.values()))
    assert worded[0] < worded[1] < worded[2]


def test_what_the_narrowest_bar_has_no_room_for_is_behind_a_button(driver: Driver) -> None:
    driver.open_demo()
    bar = next(bar for bar in driver.main.findChildren(QToolBar) if bar.isVisible())
    bar.setMaximumWidth(560)  # narrower than any window goes, whatever the fonts are
    QTest.qWait(60)
    buttons = bar_buttons(driver)
    assert "Report" not in buttons
    assert buttons["More"].toolTip()
    buttons["More"].click()
    QTest.qWait(400)
    assert "Report" in bar_buttons(driver)
