"""Words that change often: they are shown, wrapped and told to screen readers like those of a plain label."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kneeview.gui.live_label import LiveLabel


class Layouts(QObject):
    """Counts how often a widget is laid out anew."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.LayoutRequest
        return super().eventFilter(watched, event)


@pytest.fixture
def box(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def label(box: QWidget) -> LiveLabel:
    made = LiveLabel()
    column = QVBoxLayout(box)
    column.addWidget(made)
    column.addStretch()
    box.resize(120, 200)
    box.show()
    return made


def _height_after(label: LiveLabel, text: str, qtbot: QtBot) -> int:
    label.show_words(text)
    qtbot.wait(1)
    return label.height()


def test_words_take_the_room_that_they_need(label: LiveLabel, qtbot: QtBot) -> None:
    one = _height_after(label, "174.3°", qtbot)
    assert one > 0
    assert _height_after(label, "needs hip centre, knee centre and ankle centre", qtbot) > 2 * one
    assert _height_after(label, "two\nlines", qtbot) > 1.5 * one
    assert _height_after(label, "", qtbot) == 0


def test_another_number_of_the_same_height_lays_nothing_out(box: QWidget, label: LiveLabel, qtbot: QtBot) -> None:
    _height_after(label, "174.3°", qtbot)
    counted = Layouts()
    box.installEventFilter(counted)
    before = label.grab().toImage()
    _height_after(label, "181.0°", qtbot)
    assert counted.count == 0
    assert label.grab().toImage() != before, "the other number is shown"
    _height_after(label, "181.0° of a great many words in a row", qtbot)
    assert counted.count > 0


def test_screen_readers_are_told_the_words(label: LiveLabel) -> None:
    label.show_words("7.5 mm medial")
    assert label.text() == label.accessibleName() == "7.5 mm medial"
