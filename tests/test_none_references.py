"""A guard against a fault of the Qt binding: a call that takes a reference to None and never gives it back.

With enough calls the count of references runs out and the interpreter dies, so a window that writes its readings on
every mouse move would not live for a day.
"""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 1000
A_HANDFUL = 50


def test_a_thousand_texts_of_a_label_leave_no_references_to_none_behind(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    label.setText("0")
    before = sys.getrefcount(None)
    for k in range(CALLS):
        label.setText(str(k))
    assert abs(sys.getrefcount(None) - before) < A_HANDFUL
    assert label.text() == str(CALLS - 1)
