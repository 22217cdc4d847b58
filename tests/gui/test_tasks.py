"""Work off the GUI thread: what is told, and what is let go of."""

from __future__ import annotations

import gc
from threading import Event
from weakref import ref

import pytest
from pytestqt.qtbot import QtBot

from kneeview.gui.tasks import Progress, Task


class _Film:
    """Stands for what is large."""


def _run(qtbot: QtBot, told: list[str], *, is_cancelled: bool) -> ref[_Film]:
    """Return what the task made; the task itself is known to nobody afterwards."""
    made: list[ref[_Film]] = []
    may_end = Event()

    def work(_: Progress) -> _Film:
        film = _Film()
        made.append(ref(film))
        may_end.wait()
        return film

    task = Task(work, lambda _: told.append("done"), lambda _: told.append("failed"), (), lambda _: None)
    task.start()
    qtbot.waitUntil(lambda: bool(made))
    if is_cancelled:
        task.cancel()
    may_end.set()
    qtbot.waitUntil(lambda: not task.is_running)
    return made[0]


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_what_a_task_made_is_let_go_of_once_the_task_has_ended(qtbot: QtBot, is_cancelled: bool) -> None:
    told: list[str] = []
    film = _run(qtbot, told, is_cancelled=is_cancelled)
    gc.collect()
    assert told == ([] if is_cancelled else ["done"])
    assert film() is None
