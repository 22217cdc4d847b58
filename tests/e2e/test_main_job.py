"""The main job, end to end in the real window: open, scale, place, read, save, report."""

from __future__ import annotations

import gc
import json
import shutil
from pathlib import Path
from weakref import ref

import pytest
from PIL import Image
from pydicom.data import get_testdata_file
from pypdf import PdfReader
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kneeview.case.opening import open_path
from kneeview.case.persistence import save_case
from kneeview.case.placements import CircleMark, PointMark
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import Value, Withheld
from kneeview.domain.scale import ScaleState
from kneeview.gui import dialogs, sides_question
from kneeview.gui.sides_question import SidesAnswer
from kneeview.imaging.phantom import DEMO, ball_rim, head_rims, landmark_points, true_values
from kneeview.tools.tool_id import ToolId
from tests.e2e.window import Driver

CONTROL = Qt.KeyboardModifier.ControlModifier


def film() -> Path:
    found = get_testdata_file("RG3_UNCR.dcm", download=False)
    assert isinstance(found, str)
    return Path(found)


def calibrate_by_ball(driver: Driver) -> None:
    rim = ball_rim(DEMO)
    driver.look_at(rim[0], 1.5)
    driver.key(Qt.Key.Key_B)
    driver.click(DEMO.image_point(DEMO.ball))
    driver.wait_for_rim()
    driver.key(Qt.Key.Key_Return)


def place_quick_axis(driver: Driver) -> None:
    points = landmark_points(DEMO)
    for side in SIDES:
        driver.click(points[side][L.HIP_CENTER].moved(14, -9))  # a rough click: the rim is found
        driver.key(Qt.Key.Key_Space)
        for landmark in (L.KNEE_CENTER, L.ANKLE_CENTER):
            driver.look_at(points[side][landmark], 1.5)
            driver.click(points[side][landmark])


def test_the_demo_is_measured_saved_and_reported(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.open_demo()
    calibrate_by_ball(driver)
    place_quick_axis(driver)
    bench = driver.window.bench
    truth = true_values(DEMO)
    found = {(r.measurement.id, r.side): r.outcome for r in bench.readings}
    for side in SIDES:
        angle = found["hka", side]
        assert isinstance(angle, Value)
        assert angle.value == pytest.approx(truth["hka", side], abs=0.5)
    lld = found["lld", None]
    assert isinstance(lld, Value)
    assert lld.value == pytest.approx(truth["lld", None], abs=2.0)

    case_file, report = tmp_path / "demo.kneeview", tmp_path / "demo.pdf"
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: case_file)
    monkeypatch.setattr(dialogs, "ask_report", lambda *_: report)
    monkeypatch.setattr(sides_question, "ask_sides", lambda *_: SidesAnswer.CHECKED)
    assert driver.main.isWindowModified()
    driver.key(Qt.Key.Key_S, CONTROL)
    assert not driver.main.isWindowModified()
    assert case_file.name in driver.main.windowTitle()
    driver.key(Qt.Key.Key_R, CONTROL)
    driver.wait_for_task()
    text = "".join(page.extract_text() for page in PdfReader(report).pages)
    for key in (("mad", Side.RIGHT), ("hka", Side.LEFT), ("lld", None)):
        outcome = found[key]
        assert isinstance(outcome, Value)
        assert outcome.words.magnitude.replace(" ", "") in "".join(text.split())
    again = open_path(case_file)
    assert again.case.limbs == bench.case.limbs
    assert again.case.readings() == bench.readings


def test_a_real_radiograph_without_a_scale_gets_one_by_a_ruler(driver: Driver) -> None:
    driver.open(film())
    bench = driver.window.bench
    assert bench.case.scale.state is ScaleState.UNCALIBRATED
    assert "No scale" in driver.window.scale_line.text()
    bench.machine.go_to((Side.RIGHT, L.KNEE_CENTER))
    driver.click(ImagePoint(700, 300))
    driver.click(ImagePoint(800, 1500))
    tibia = next(r for r in bench.readings if r.measurement.id == "tibia_length" and r.side is Side.RIGHT)
    assert isinstance(tibia.outcome, Withheld)
    driver.key(Qt.Key.Key_R)
    driver.click(ImagePoint(100, 100))
    driver.click(ImagePoint(100, 1600))
    driver.type("300")
    driver.key(Qt.Key.Key_Return)
    tibia = next(r for r in bench.readings if r.measurement.id == "tibia_length" and r.side is Side.RIGHT)
    assert isinstance(tibia.outcome, Value)
    assert tibia.outcome.value == pytest.approx(0.2 * (100**2 + 1200**2) ** 0.5, rel=0.01)
    assert "calibrated" in driver.window.scale_line.text()
    driver.key(Qt.Key.Key_Z, CONTROL)
    assert bench.case.scale.state is ScaleState.UNCALIBRATED
    assert bench.case.placement(Side.RIGHT, L.KNEE_CENTER) is not None


def test_a_typed_decimal_comma_is_a_decimal(driver: Driver) -> None:
    driver.open(film())
    driver.key(Qt.Key.Key_R)
    driver.click(ImagePoint(100, 100))
    driver.click(ImagePoint(100, 1600))
    driver.type("299,5")
    driver.key(Qt.Key.Key_Return)
    assert driver.window.bench.case.scale.row_mm == pytest.approx(299.5 / 1500, rel=0.01)


def test_what_is_no_number_is_said_and_asked_again(driver: Driver) -> None:
    driver.open(film())
    driver.key(Qt.Key.Key_R)
    driver.click(ImagePoint(100, 100))
    driver.click(ImagePoint(100, 1600))
    driver.type("ten")
    driver.key(Qt.Key.Key_Return)
    assert not driver.window.bench.case.scale.is_calibrated
    driver.type("300")
    driver.key(Qt.Key.Key_Return)
    assert driver.window.bench.case.scale.is_calibrated


def test_a_photo_is_turned_upright_and_reads_at_the_surface(driver: Driver, tmp_path: Path) -> None:
    photo = tmp_path / "legs.jpg"
    picture = Image.new("RGB", (400, 300), "gray")
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(photo, exif=exif)
    driver.open(photo)
    bench = driver.window.bench
    assert (bench.case.image.columns, bench.case.image.rows) == (300, 400)
    assert bench.case.protocol_id == "photo_alignment"
    for x, y in ((100, 50), (110, 200), (100, 350)):
        driver.click(ImagePoint(x, y))
    angle = next(r for r in bench.readings if r.measurement.id == "clinical_tfa" and r.side is Side.RIGHT)
    assert isinstance(angle.outcome, Value)
    assert "surface" in angle.text


def test_a_landmark_is_dragged_nudged_and_cleared_with_undo(driver: Driver) -> None:
    driver.open(film())
    bench = driver.window.bench
    bench.machine.go_to((Side.RIGHT, L.KNEE_CENTER))
    driver.click(ImagePoint(700, 300))
    placed = bench.case.placement(Side.RIGHT, L.KNEE_CENTER)
    assert isinstance(placed, PointMark)
    driver.key(Qt.Key.Key_Right)
    driver.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert bench.case.placement(Side.RIGHT, L.KNEE_CENTER) == PointMark(placed.point.moved(1, 10))
    driver.drag(placed.point.moved(1, 10), ImagePoint(900, 500))
    moved = bench.case.placement(Side.RIGHT, L.KNEE_CENTER)
    assert isinstance(moved, PointMark)
    assert moved.point.distance(ImagePoint(900, 500)) < 3 / driver.window.canvas.viewport_now.zoom
    driver.key(Qt.Key.Key_Delete)
    assert bench.case.placement(Side.RIGHT, L.KNEE_CENTER) is None
    for _ in range(5):
        driver.key(Qt.Key.Key_Z, CONTROL)
    assert not bench.session.is_dirty
    driver.key(Qt.Key.Key_Y, CONTROL)
    assert bench.case.placement(Side.RIGHT, L.KNEE_CENTER) == placed


def test_keys_lead_through_the_steps(driver: Driver) -> None:
    driver.open(film())
    machine = driver.window.bench.machine
    driver.key(Qt.Key.Key_Space)
    assert machine.step == (Side.RIGHT, L.HIP_CENTER)
    assert "Nothing is placed yet" in machine.tool.prompt.sentence
    driver.key(Qt.Key.Key_J)
    assert machine.step == (Side.RIGHT, L.KNEE_CENTER)
    driver.key(Qt.Key.Key_Backspace)
    assert machine.step == (Side.RIGHT, L.HIP_CENTER)
    driver.key(Qt.Key.Key_N)
    assert machine.step == (Side.RIGHT, L.KNEE_CENTER)
    driver.key(Qt.Key.Key_V)
    assert driver.window.actions_by_id["select"].isChecked()
    driver.key(Qt.Key.Key_Escape)
    assert machine.current is ToolId.PLACE


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("note.dcm", b"this is no picture", "note.dcm"),
        ("empty.png", b"", "empty"),
        ("cut.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "cut.png"),
        ("case.kneeview", b"{}", "case.kneeview"),
        ("case.kneeview", b'{"schema": "kneeview.case/1", "image": {"name": "gone.dcm"}}', "gone"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence_and_the_work_stays(
    driver: Driver, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    driver.open(film())
    bench = driver.window.bench
    bench.machine.go_to((Side.RIGHT, L.KNEE_CENTER))
    driver.click(ImagePoint(700, 300))
    bench.session.mark_saved()
    before, image = bench.case, bench.image
    bad = tmp_path / name
    bad.write_bytes(content)
    driver.open(bad)
    assert reason in driver.window.banner.text
    assert "\n" not in driver.window.banner.text
    assert bench.case == before
    assert bench.image is image


def test_a_film_that_made_room_for_another_is_freed(driver: Driver, tmp_path: Path) -> None:
    for name, grey in (("first.png", 40), ("second.png", 90)):
        Image.new("L", (200, 300), grey).save(tmp_path / name)
    driver.open(tmp_path / "first.png")
    image = driver.window.bench.image
    assert image is not None
    first = ref(image.pixels)
    del image
    driver.window.bench.session.mark_saved()
    driver.open(tmp_path / "second.png")
    driver.wait_for_rest()
    gc.collect()
    assert first() is None


def test_a_case_whose_picture_has_other_pixels_opens_only_on_the_users_word(
    driver: Driver, tmp_path: Path, qtbot: QtBot
) -> None:
    picture = tmp_path / "film.png"
    Image.new("L", (200, 300), 40).save(picture)
    opened = open_path(picture)
    marked = opened.case.with_placement(Side.RIGHT, L.KNEE_CENTER, PointMark(ImagePoint(50, 60)))
    save_case(marked, tmp_path / "film.kneeview")
    Image.new("L", (200, 300), 90).save(picture)
    driver.open(tmp_path / "film.kneeview")
    assert "pixels" in driver.window.banner.text
    assert not driver.window.bench.has_image
    driver.window.banner.act(1)
    qtbot.waitUntil(lambda: driver.window.bench.has_image, timeout=10_000)
    assert driver.window.bench.case.placement(Side.RIGHT, L.KNEE_CENTER) is not None


def test_unsaved_changes_are_asked_about(driver: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    driver.open(film())
    bench = driver.window.bench
    bench.machine.go_to((Side.RIGHT, L.KNEE_CENTER))
    driver.click(ImagePoint(700, 300))
    answers = [dialogs.Answer.CANCEL, dialogs.Answer.DISCARD]
    monkeypatch.setattr(dialogs, "ask_unsaved", lambda *_: answers.pop(0))
    before = bench.case
    other = tmp_path / "other.png"
    Image.new("L", (20, 30)).save(other)
    driver.open(other)
    assert bench.case == before
    driver.open(other)
    assert bench.case.image.name == "other.png"
    assert not answers


def test_a_dropped_file_is_opened(driver: Driver, qtbot: QtBot, tmp_path: Path) -> None:
    copy = tmp_path / "film.dcm"
    shutil.copy(film(), copy)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(copy))])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    driver.main.dropEvent(event)
    qtbot.waitUntil(lambda: driver.window.bench.has_image, timeout=20_000)
    assert driver.preferences.recent == (copy,)


def test_points_lie_under_the_pointer_at_every_zoom(driver: Driver) -> None:
    driver.open(film())
    bench = driver.window.bench
    for zoom in (0.2, 0.73, 1.0, 3.0, 17.0):
        driver.look_at(ImagePoint(700, 300), zoom)
        bench.machine.go_to((Side.RIGHT, L.KNEE_CENTER))
        driver.click(ImagePoint(700, 300))
        mark = bench.case.placement(Side.RIGHT, L.KNEE_CENTER)
        assert isinstance(mark, PointMark)
        assert mark.point.distance(ImagePoint(700, 300)) <= 0.75 / zoom


def test_navigation_never_moves_a_point(driver: Driver) -> None:
    driver.open_demo()
    place_quick_axis(driver)
    before = driver.window.bench.case
    canvas = driver.window.canvas
    middle = driver.place_of(landmark_points(DEMO)[Side.LEFT][L.ANKLE_CENTER])
    for button in (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton):
        QTest.mousePress(canvas, button, pos=middle)
        QTest.mouseMove(canvas, middle + QPoint(60, 40))
        QTest.mouseRelease(canvas, button, pos=middle + QPoint(60, 40))
    driver.key(Qt.Key.Key_F)
    driver.key(Qt.Key.Key_1)
    driver.key(Qt.Key.Key_I)
    driver.key(Qt.Key.Key_0)
    assert driver.window.bench.case == before
    assert not driver.window.bench.display.inverted


def test_the_femoral_head_is_adjusted_by_its_ring(driver: Driver) -> None:
    driver.open_demo()
    rim = head_rims(DEMO)[Side.RIGHT]
    driver.window.choices.switch_snapping()
    driver.look_at(rim[0], 1.0)
    for point in rim:
        driver.click(point)
    bench = driver.window.bench
    before = bench.case.placement(Side.RIGHT, L.HIP_CENTER)
    assert isinstance(before, CircleMark)
    centre = landmark_points(DEMO)[Side.RIGHT][L.HIP_CENTER]
    radius = centre.distance(rim[0])
    driver.drag(centre.moved(radius, 0), centre.moved(radius + 30, 0))
    after = bench.case.placement(Side.RIGHT, L.HIP_CENTER)
    assert isinstance(after, CircleMark)
    assert after.rim[0].distance(centre) == pytest.approx(radius + 30, abs=3)


def test_the_case_file_holds_no_pixels_and_no_name_from_the_header(driver: Driver, tmp_path: Path) -> None:
    driver.open(film())
    image = driver.window.bench.image
    assert image is not None
    path = tmp_path / "c.kneeview"
    save_case(driver.window.bench.case, path)
    text = path.read_text(encoding="utf-8")
    assert len(text) < 10_000
    assert json.loads(text)["patient"]["name"] == ""
    if image.identity.patient_name:
        assert image.identity.patient_name not in text
