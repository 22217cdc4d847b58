"""The table of placement errors: typed, imported, exported, from repeat readings, and used at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from kneeview.case.demo import measured_demo
from kneeview.case.opening import Opened
from kneeview.case.persistence import save_case
from kneeview.case.placements import PointMark
from kneeview.domain.landmarks import LANDMARKS, Kind, PlacementError
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.measurement import Value
from kneeview.domain.placement_errors import DEFAULT_ERRORS, errors_from, placement_errors_of
from kneeview.gui import dialogs
from kneeview.gui.placement_errors import PlacementErrorsDialog, remembered_errors
from kneeview.gui.workbench import Workbench
from tests.e2e.window import Driver

KNEE = next(row for row, entry in enumerate(LANDMARKS) if entry.id is L.KNEE_CENTER)
OWN = placement_errors_of([(L.KNEE_CENTER, Kind.RADIOGRAPH, 4.0, 3.0)])


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Driver:
    driver = Driver(qtbot, tmp_path)
    driver.window.bench.put(measured_demo())
    driver.window.own_errors.show()
    return driver


def dialog_of(driver: Driver) -> PlacementErrorsDialog:
    dialog = driver.window.own_errors.dialog
    assert dialog is not None
    return dialog


def type_in(driver: Driver, column: int, text: str) -> None:
    item = dialog_of(driver).table.item(KNEE, column)
    assert item is not None
    item.setText(text)


def shown(driver: Driver, column: int) -> str:
    item = dialog_of(driver).table.item(KNEE, column)
    assert item is not None
    return item.text()


def error_of_mad(bench: Workbench) -> float:
    outcome = next(r.outcome for r in bench.readings if r.measurement.id == "mad" and r.side is Side.RIGHT)
    assert isinstance(outcome, Value)
    assert outcome.half_width is not None
    return outcome.half_width


def chooser(path: Path) -> Callable[..., Path]:
    return lambda *_: path


def test_a_typed_figure_holds_at_once_is_kept_and_can_be_undone(driver: Driver) -> None:
    bench = driver.window.bench
    before = error_of_mad(bench)
    type_in(driver, 1, "4,0")
    assert error_of_mad(bench) > 2 * before
    assert bench.case.placement_errors.of(Kind.RADIOGRAPH) == {L.KNEE_CENTER: PlacementError(4.0, 1.5, "user")}
    assert "own" in shown(driver, 5)
    assert remembered_errors(driver.preferences) == bench.case.placement_errors
    type_in(driver, 2, "3")
    assert bench.case.placement_errors == OWN
    bench.machine.undo()
    bench.machine.undo()
    assert error_of_mad(bench) == before


@pytest.mark.parametrize("text", ["abc", "0", "-1", "101", "nan", ""])
def test_what_is_no_length_is_refused_in_words_and_changes_nothing(driver: Driver, text: str) -> None:
    type_in(driver, 1, text)
    assert "nothing was changed" in dialog_of(driver).said.text()
    assert shown(driver, 1) == "1.5"
    assert driver.window.bench.case.placement_errors is DEFAULT_ERRORS
    assert driver.preferences.placement_errors == ""


def test_a_new_picture_takes_the_readers_figures_and_a_saved_case_keeps_its_own(driver: Driver, tmp_path: Path) -> None:
    type_in(driver, 1, "4")
    type_in(driver, 2, "3")
    picture = tmp_path / "film.png"
    Image.new("L", (60, 90)).save(picture)
    driver.window.bench.session.mark_saved()
    driver.open(picture)
    assert driver.window.bench.case.placement_errors == OWN
    saved = measured_demo()
    driver.window.bench.session.mark_saved()
    driver.window.bench.put(saved)
    assert driver.window.bench.case.placement_errors.are_default
    driver.window.bench.put(Opened(replace(saved.case, limbs={side: {} for side in Side}), saved.image, tmp_path / "a"))
    assert driver.window.bench.case.placement_errors.are_default


def test_a_table_goes_out_and_comes_back(
    driver: Driver, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "errors.csv"
    monkeypatch.setattr(dialogs, "ask_place_of_errors", chooser(path))
    monkeypatch.setattr(dialogs, "ask_errors", chooser(path))
    type_in(driver, 1, "4")
    type_in(driver, 2, "3")
    dialog = dialog_of(driver)
    dialog._export()
    assert errors_from(path.read_text("utf-8")) == OWN
    dialog._reset()
    assert driver.window.bench.case.placement_errors.are_default
    dialog._import()
    qtbot.waitUntil(lambda: "hold now" in dialog.said.text())
    assert driver.window.bench.case.placement_errors == OWN
    path.write_text("landmark\n", "utf-8")
    dialog._import()
    qtbot.waitUntil(lambda: "Nothing was changed" in dialog.said.text())
    assert driver.window.bench.case.placement_errors == OWN


def test_two_cases_of_one_picture_give_ones_own_figures(
    driver: Driver, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = measured_demo().case
    again = first
    for side, by in ((Side.RIGHT, 6.0), (Side.LEFT, 11.0)):
        mark = first.placement(side, L.KNEE_CENTER)
        if not isinstance(mark, PointMark):
            mark = first.placement(side, L.FEMORAL_NOTCH)
            assert isinstance(mark, PointMark)
            again = again.with_placement(side, L.FEMORAL_NOTCH, PointMark(mark.point.moved(by, by / 2)))
        else:
            again = again.with_placement(side, L.KNEE_CENTER, PointMark(mark.point.moved(by, by / 2)))
    paths = (tmp_path / "a.kneeview", tmp_path / "b.kneeview")
    save_case(first, paths[0])
    save_case(again, paths[1])
    dialog = dialog_of(driver)
    monkeypatch.setattr(dialogs, "ask_two_cases", lambda *_: paths)
    dialog._from_cases()
    qtbot.waitUntil(lambda: "Your own figures hold now" in dialog.said.text())
    assert len(driver.window.bench.case.placement_errors.own) == 1
    monkeypatch.setattr(dialogs, "ask_two_cases", lambda *_: paths[:1])
    dialog._from_cases()
    assert "two cases" in dialog.said.text()


def test_stored_figures_that_cannot_be_read_count_for_nothing(driver: Driver) -> None:
    driver.preferences.placement_errors = "rubbish"
    assert remembered_errors(driver.preferences).are_default
