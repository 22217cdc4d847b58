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


def test_no_words_change_the_room(box: QWidget, label: LiveLabel, qtbot: QtBot) -> None:
    one = _height_after(label, "174.3°", qtbot)
    assert one > 0
    counted = Layouts()
    box.installEventFilter(counted)
    before = label.grab().toImage()
    for text in ("181.0°", "needs hip centre, knee centre and ankle centre", ""):
        assert _height_after(label, text, qtbot) == one
    label.show_words("181.0°")
    assert label.grab().toImage() != before, "the other number is shown"
    assert counted.count == 0


def test_what_does_not_fit_is_told_in_full_by_the_tooltip(label: LiveLabel, qtbot: QtBot) -> None:
    _height_after(label, "174.3°", qtbot)
    assert label.told == ""
    _height_after(label, "needs hip centre, knee centre and ankle centre", qtbot)
    assert label.told == label.text()
    _height_after(label, "", qtbot)
    assert label.told == ""


def test_two_lines_hold_a_direction_below_an_error(box: QWidget, qtbot: QtBot) -> None:
    label = LiveLabel(2)
    assert label.sizeHint().height() == 2 * label.fontMetrics().height()


def test_figures_have_one_width(label: LiveLabel) -> None:
    metrics = label.fontMetrics()
    assert metrics.horizontalAdvance("111.1") == metrics.horizontalAdvance("888.8")


def test_screen_readers_are_told_the_words(label: LiveLabel) -> None:
    label.show_words("7.5 mm medial")
    assert label.text() == label.accessibleName() == "7.5 mm medial"
