"""The work on one picture, and where it is shown, without a window around it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kneeview.gui.canvas import Canvas
from kneeview.gui.workbench import Workbench


@pytest.fixture
def bench(qtbot: QtBot) -> Workbench:
    del qtbot  # it makes the application that timers need
    return Workbench()


@pytest.fixture
def canvas(qtbot: QtBot, bench: Workbench) -> Canvas:
    made = Canvas(bench)
    qtbot.addWidget(made)
    made.resize(420, 400)
    made.show()
    return made
