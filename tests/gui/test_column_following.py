"""The column follows every change: what it leaves alone, as it stayed, is what it would show if it were made anew."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kneeview.case.opening import Opened
from kneeview.gui.canvas import Canvas
from kneeview.gui.column import Column
from kneeview.gui.range_glyph import RangeGlyph
from kneeview.gui.theme import DARK
from kneeview.gui.workbench import Workbench
from kneeview.scene.build import SceneOptions
from tests.gui.test_notice_lines import shown
from tests.reports.cases import film
from tests.scene.test_following import CHANGES, begun


def told(column: Column) -> list[tuple[object, ...]]:
    """Return all that steps, readings and positioning say, in the order they say it."""
    panels: tuple[QWidget, ...] = (column.steps, column.readings, column.positioning)
    found: list[tuple[object, ...]] = []
    for panel in panels:
        for part in panel.findChildren(QWidget):
            words: object = None
            if isinstance(part, QLabel):
                words = part.text()
            elif isinstance(part, QAbstractButton):
                words = part.text(), part.isChecked(), part.property("state"), part.property("lit")
            elif isinstance(part, QLineEdit):
                words = part.text()
            elif isinstance(part, RangeGlyph):
                words = part.grab().toImage() if part.isVisibleTo(panel) else None
            if words is not None and part.isVisibleTo(panel):
                found.append((type(part).__name__, words))
    return found


@pytest.fixture
def bench(qtbot: QtBot) -> Workbench:
    del qtbot
    return Workbench()


def column_of(qtbot: QtBot, bench: Workbench) -> Column:
    canvas = Canvas(bench)
    made = Column(bench, canvas, lambda _: None, lambda: None, DARK)
    for part in (canvas, made):
        qtbot.addWidget(part)
    made.resize(430, 1400)
    made.show()
    return made


@pytest.mark.parametrize("order", [1, -1])
def test_what_the_column_says_after_each_change_is_what_a_new_one_says(
    qtbot: QtBot, bench: Workbench, order: int
) -> None:
    column = column_of(qtbot, bench)
    bench.put(Opened(begun(), film()))
    names = [name for name in list(CHANGES)[::order] if CHANGES[name](begun(), SceneOptions())[0] != begun()]
    assert len(names) > 15
    for number, name in enumerate(names):
        case, _ = CHANGES[name](bench.session.committed, SceneOptions())
        if number % 2:
            bench.session.preview(case)
            shown(column)
            other = column_of(qtbot, bench)
            bench.case_changed.emit()
            assert told(column) == told(other), f"{name}, previewed"
            other.deleteLater()
        bench.session.apply(case, name)
        shown(column)
        other = column_of(qtbot, bench)
        bench.case_changed.emit()
        assert told(column) == told(other), name
        other.deleteLater()
