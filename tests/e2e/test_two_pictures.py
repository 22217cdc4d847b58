"""Two pictures side by side in the real window: each has its own case, and nothing of one reaches the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kneeview.case.patient import PatientFacts
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.gui import dialogs, sides_question
from kneeview.gui.sides_question import SidesAnswer, picture_of_sides
from tests.e2e.window import Driver
from tests.imaging.dicom_files import as_bytes, film

CONTROL = Qt.KeyboardModifier.ControlModifier
ANKLE = (Side.RIGHT, L.ANKLE_CENTER)


def picture(folder: Path, name: str, size: tuple[int, int] = (600, 900)) -> Path:
    path = folder / name
    Image.linear_gradient("L").resize(size).save(path)
    return path


@pytest.fixture
def two(driver: Driver, tmp_path: Path) -> Driver:
    """Open film.png at the left and photo.png, the active one, at the right."""
    driver.open(picture(tmp_path, "film.png"))
    driver.window.files.open(picture(tmp_path, "photo.png", (400, 700)), beside=True)
    driver.wait_for_task()
    assert [pane.bench.title for pane in driver.window.table.panes] == ["film.png", "photo.png"]
    return driver


def place_ankle(driver: Driver, x: float, y: float) -> None:
    driver.window.bench.machine.go_to(ANKLE)
    driver.click(ImagePoint(x, y))


def test_the_picture_beside_is_active_and_the_panels_are_about_it(two: Driver) -> None:
    window = two.window
    left, right = window.table.panes
    assert window.table.active is right
    assert right.column.isVisible()
    assert not left.column.isVisible()
    assert right.strip.isVisible()
    assert (left.property("place"), right.property("place")) == ("beside", "active")
    assert "photo.png" in [label.text() for label in right.column.findChildren(QLabel) if label.isVisible()]
    assert left.scale_line.isVisible()
    assert right.scale_line.isVisible()


def test_a_press_on_the_other_picture_makes_it_active_and_is_already_its_own(two: Driver) -> None:
    left, right = two.window.table.panes
    left.bench.machine.go_to(ANKLE)
    x, y = left.canvas.viewport_now.to_screen(ImagePoint(300, 450))
    QTest.mouseClick(left.canvas, Qt.MouseButton.LeftButton, pos=QPointF(x, y).toPoint())
    assert two.window.table.active is left
    assert left.bench.case.placement(*ANKLE) is not None
    assert right.bench.case.placement(*ANKLE) is None
    assert left.column.isVisible()


def test_undo_goes_to_the_active_picture_alone(two: Driver) -> None:
    left, right = two.window.table.panes
    place_ankle(two, 200, 300)
    two.key(Qt.Key.Key_F6)
    assert two.window.table.active is left
    place_ankle(two, 300, 400)
    two.key(Qt.Key.Key_Z, CONTROL)
    assert left.bench.case.placement(*ANKLE) is None
    assert right.bench.case.placement(*ANKLE) is not None
    two.key(Qt.Key.Key_F6)
    two.key(Qt.Key.Key_Z, CONTROL)
    assert right.bench.case.placement(*ANKLE) is None


def test_views_move_together_only_when_linked_and_each_keeps_its_measure(two: Driver) -> None:
    left, right = two.window.table.panes
    apart = left.canvas.viewport_now
    right.canvas.zoom_in()
    assert left.canvas.viewport_now == apart
    two.window.actions_by_id["link_views"].trigger()
    before = right.canvas.viewport_now.zoom
    right.canvas.set_view(right.canvas.viewport_now.zoomed(2.0, 10.0, 20.0).panned(7.0, -3.0))
    assert right.canvas.viewport_now.zoom == pytest.approx(2 * before)
    assert left.canvas.viewport_now.zoom == pytest.approx(2 * apart.zoom)
    at = left.canvas.viewport_now.to_screen(apart.to_image(apart.width / 2 + 10.0, apart.height / 2 + 20.0))
    wanted = (
        left.canvas.width() / 2 + 2 * 10.0 - (10.0 - right.canvas.width() / 2) + 7.0,
        left.canvas.height() / 2 + 2 * 20.0 - (20.0 - right.canvas.height() / 2) - 3.0,
    )
    assert at == pytest.approx(wanted, abs=1.0)
    two.key(Qt.Key.Key_F)
    assert left.canvas.is_fitted
    assert right.canvas.is_fitted
    two.window.actions_by_id["link_views"].trigger()
    right.canvas.zoom_in()
    assert left.canvas.is_fitted


def test_greys_change_together_when_linked(two: Driver) -> None:
    left, right = two.window.table.panes
    right.bench.window_by(0.2, 0.1)
    assert left.bench.window != right.bench.window
    two.window.actions_by_id["link_greys"].trigger()
    assert left.bench.window.width == pytest.approx(right.bench.window.width, rel=0.02)
    two.window.bench.invert()
    assert left.bench.display.inverted
    two.window.actions_by_id["link_greys"].trigger()
    two.window.bench.invert()
    assert left.bench.display.inverted


def test_closing_asks_for_its_own_case_and_leaves_the_other(two: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    left, _ = two.window.table.panes
    place_ankle(two, 200, 300)
    asked: list[str] = []

    def answer(_: object, title: str) -> dialogs.Answer:
        asked.append(title)
        return dialogs.Answer.CANCEL if len(asked) == 1 else dialogs.Answer.DISCARD

    monkeypatch.setattr(dialogs, "ask_unsaved", answer)
    two.key(Qt.Key.Key_W, CONTROL)
    assert len(two.window.table.panes) == 2
    two.key(Qt.Key.Key_W, CONTROL)
    assert asked == ["photo.png", "photo.png"]
    assert two.window.table.panes == [left]
    assert two.main.windowTitle().startswith("film.png")
    assert left.property("place") == "alone"
    assert not two.window.actions_by_id["close_picture"].isEnabled()


def test_leaving_the_program_asks_of_each_case(two: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(_: object, title: str) -> dialogs.Answer:
        asked.append(title)
        return dialogs.Answer.DISCARD if title == "film.png" else dialogs.Answer.CANCEL

    monkeypatch.setattr(dialogs, "ask_unsaved", answer)
    place_ankle(two, 200, 300)
    two.key(Qt.Key.Key_F6)
    place_ankle(two, 300, 400)
    assert not two.main.close()
    assert asked == ["film.png", "photo.png"]


def test_a_third_picture_beside_takes_the_place_of_the_other_one(two: Driver, tmp_path: Path) -> None:
    two.window.files.open(picture(tmp_path, "third.png"), beside=True)
    two.wait_for_task()
    assert [pane.bench.title for pane in two.window.table.panes] == ["third.png", "photo.png"]


def test_a_failed_opening_beside_leaves_one_picture(driver: Driver, tmp_path: Path) -> None:
    driver.open(picture(tmp_path, "film.png"))
    (tmp_path / "bad.png").write_bytes(b"no picture")
    driver.window.files.open(tmp_path / "bad.png", beside=True)
    driver.wait_for_task()
    assert driver.window.table.is_alone
    assert "bad.png" in driver.window.banner.text


@pytest.mark.parametrize("shift", [True, False])
def test_a_drop_with_shift_opens_beside(driver: Driver, tmp_path: Path, shift: bool) -> None:
    driver.open(picture(tmp_path, "film.png"))
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(picture(tmp_path, "photo.png")))])
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    driver.main.dropEvent(
        QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton, held)
    )
    driver.wait_for_task()
    titles = [pane.bench.title for pane in driver.window.table.panes]
    assert titles == (["film.png", "photo.png"] if shift else ["photo.png"])


def test_the_report_is_on_the_active_picture_and_says_so(
    two: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sides_question, "ask_sides", lambda *_: SidesAnswer.NO_MARKER)
    monkeypatch.setattr(dialogs, "ask_report", lambda *_: tmp_path / "r.csv")
    two.key(Qt.Key.Key_F6)
    two.window.reporting.report()
    two.wait_for_task()
    assert "on film.png" in two.window.banner.text


def test_a_picture_at_fit_stays_so_whatever_becomes_of_the_room(two: Driver, qtbot: QtBot) -> None:
    window = two.window

    def are_whole() -> None:
        qtbot.wait(50)
        for pane in window.table.panes:
            image = pane.bench.image
            assert image is not None
            view = pane.canvas.viewport_now
            assert (view.width, view.height) == (pane.canvas.width(), pane.canvas.height())
            assert view == view.fitted(image.columns, image.rows), pane.bench.title

    are_whole()
    for size in ((1600, 900), (1000, 640), (1280, 720)):
        two.main.resize(*size)
        are_whole()
    window.actions_by_id["link_views"].trigger()
    two.main.resize(1500, 800)
    are_whole()
    window.choices.switch_column()
    are_whole()
    for pane in window.table.panes:
        picture_of_sides(pane.canvas)  # what the report asks by
    window.choices.switch_column()
    are_whole()
    two.key(Qt.Key.Key_W, CONTROL)
    assert window.table.is_alone
    are_whole()


def test_a_view_of_a_part_keeps_its_middle_when_a_picture_comes_beside(driver: Driver, tmp_path: Path) -> None:
    driver.open(picture(tmp_path, "film.png"))
    canvas = driver.window.canvas
    canvas.zoom_by(4)
    before = canvas.viewport_now
    middle = before.to_image(before.width / 2, before.height / 2)
    driver.window.files.open(picture(tmp_path, "photo.png", (400, 700)), beside=True)
    driver.wait_for_task()
    now = canvas.viewport_now
    assert now.width < before.width
    assert now.zoom == before.zoom
    again = now.to_image(now.width / 2, now.height / 2)
    assert (again.x, again.y) == pytest.approx((middle.x, middle.y), abs=1)


def test_two_patients_side_by_side_are_named_and_told_of(driver: Driver, tmp_path: Path) -> None:
    for name, patient, number in (("one.dcm", "DOE^Jane", "1"), ("two.dcm", "ROE^Jill", "2")):
        made = film(PatientName=patient, PatientID=number, StudyDate="20250228")
        (tmp_path / name).write_bytes(as_bytes(made))
    driver.open(tmp_path / "one.dcm")
    column = driver.window.table.active.column
    assert column.of.text() == "DOE, Jane · 1 · 28 Feb 2025"
    assert column.of.isVisible()
    driver.window.files.open(tmp_path / "two.dcm", beside=True)
    driver.wait_for_task()
    whom = "DOE, Jane · 1 · 28 Feb 2025 and ROE, Jill · 2 · 28 Feb 2025"
    sentence = f"The two pictures are of different patients: {whom}."
    assert driver.window.banner.text == sentence
    assert [pane._name.text() for pane in driver.window.table.panes] == [
        "DOE, Jane · 1 · 28 Feb 2025 · one.dcm",
        "ROE, Jill · 2 · 28 Feb 2025 · two.dcm",
    ]
    driver.window.bench.edit(lambda case: replace(case, patient=PatientFacts("DOE^Jane", "1")), "Patient")
    assert sentence not in [each.sentence for each in driver.window.banner.said]
