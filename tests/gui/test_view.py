"""The view of the picture: turns, flips, greys, frames and overlays. It shows, and changes no reading."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from math import ceil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from pydicom.data import get_testdata_file
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QSpinBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kneeview.case.case import Case, new_case
from kneeview.case.opening import Opened, open_path
from kneeview.case.persistence import save_case
from kneeview.case.placements import PointMark
from kneeview.case.sides import question
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side, View
from kneeview.domain.scale import Scale, ScaleState
from kneeview.domain.sides import UNUSUAL_SIDES
from kneeview.gui import dialogs, sides_question
from kneeview.gui.canvas import Canvas
from kneeview.gui.grey_menu import grey_choices
from kneeview.gui.loupe import SIZE, loupe_frame
from kneeview.gui.orientation import UPRIGHT, Orientation
from kneeview.gui.picture import EDGE, SURROUND
from kneeview.gui.sides_question import SidesAnswer
from kneeview.gui.viewport import ZOOM_RANGE, Viewport
from kneeview.gui.workbench import Workbench
from kneeview.imaging.radiograph import Display, LookupTable, Overlay, Radiograph, VoiFunction, Window
from kneeview.imaging.readers import read_image
from kneeview.imaging.windowing import rendered
from kneeview.reports.lettering import Layout, caption_boxes
from kneeview.scene.palette import ORANGE, SKY_BLUE
from kneeview.tools.tool_id import ToolId
from tests.e2e.window import LEFT, Driver

EIGHT = tuple(Orientation(turns, mirrored) for turns in range(4) for mirrored in (False, True))
NAMES = [f"{90 * o.quarter_turns} degrees{', mirrored' if o.mirrored else ''}" for o in EIGHT]

NEAR, FAR = 0.2, 0.8
"""Shares of the canvas: what lies before the one is at the left or upper end, beyond the other at the far end."""

in_every_orientation = pytest.mark.parametrize("orientation", EIGHT, ids=NAMES)
lengths = st.floats(-5000, 5000)
views = st.builds(
    Viewport,
    st.floats(50, 4000),
    st.floats(50, 4000),
    st.builds(ImagePoint, lengths, lengths),
    st.floats(*ZOOM_RANGE),
    st.floats(0.3, 3.0),
    st.sampled_from(EIGHT),
)


def reference_file(name: str) -> Path:
    found = get_testdata_file(name, download=False)
    assert isinstance(found, str)
    return Path(found)


def shades(columns: int = 12, rows: int = 9) -> Radiograph:
    """Return a picture of which no two pixels are equally bright."""
    return Radiograph("shades", np.arange(20, 20 + 2 * columns * rows, 2, dtype=np.uint8).reshape(rows, columns))


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Driver:
    return Driver(qtbot, tmp_path)


def put(bench: Workbench, image: Radiograph) -> None:
    bench.put(Opened(new_case(image), image))


def grabbed(canvas: Canvas) -> QImage:
    return canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def pixels_of(picture: QImage) -> NDArray[np.uint8]:
    """Return rows x columns x blue, green, red."""
    raw = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine() // 4, 4)
    return raw[:, : picture.width(), :3].copy()


def middle_of(picture: QImage, colour: str) -> tuple[float, float]:
    """Return the middle of what has a colour, as shares of the picture's width and height."""
    wanted = QColor(colour)
    blue_green_red = (wanted.blue(), wanted.green(), wanted.red())
    rows, columns = np.nonzero((pixels_of(picture) == blue_green_red).all(axis=2))
    assert rows.size
    return float(columns.mean()) / picture.width(), float(rows.mean()) / picture.height()


# ----------------------------------------------------------------------------------------------------- conversion


@given(views, lengths, lengths)
def test_to_the_image_and_back_is_the_same_place_of_the_screen(view: Viewport, x: float, y: float) -> None:
    assert view.to_screen(view.to_image(x, y)) == pytest.approx((x, y), abs=1e-6)


@given(views, lengths, lengths)
def test_to_the_screen_and_back_is_the_same_point_of_the_image(view: Viewport, x: float, y: float) -> None:
    assert view.to_image(*view.to_screen(ImagePoint(x, y))).distance(ImagePoint(x, y)) < 1e-6


@given(views, lengths, lengths)
def test_the_marks_are_painted_through_the_same_map(view: Viewport, x: float, y: float) -> None:
    m11, m12, m21, m22, dx, dy = view.affine
    painted = (m11 * x + m21 * y + dx, m12 * x + m22 * y + dy)
    assert painted == pytest.approx(view.to_screen(ImagePoint(x, y)), abs=1e-6)


@given(views, st.floats(0.01, 100), st.floats(0, 4000), st.floats(0, 4000))
def test_zooming_keeps_the_point_under_the_pointer(view: Viewport, factor: float, x: float, y: float) -> None:
    fixed = view.to_image(x, y)
    assert view.zoomed(factor, x, y).to_screen(fixed) == pytest.approx((x, y), abs=1e-6)


@given(views, lengths, st.floats(-2000, 2000), st.floats(-2000, 2000))
def test_panning_moves_the_picture_with_the_hand(view: Viewport, place: float, dx: float, dy: float) -> None:
    point = view.to_image(place, place)
    assert view.panned(dx, dy).to_screen(point) == pytest.approx((place + dx, place + dy), abs=1e-5)


@given(views, lengths, lengths)
def test_turns_and_flips_act_on_what_is_seen(view: Viewport, x: float, y: float) -> None:
    point, now = ImagePoint(x, y), view.orientation
    middle = (view.width / 2, view.height / 2)
    right, down = (seen - half for seen, half in zip(view.to_screen(point), middle, strict=True))
    for orientation, expected in (
        (now.flipped_left_right(), (-right, down)),
        (now.flipped_up_down(), (right, -down)),
        (now.turned_right(), (-down, right)),
        (now.turned_left(), (down, -right)),
    ):
        across, along = view.oriented(orientation).to_screen(point)
        assert (across - middle[0], along - middle[1]) == pytest.approx(expected, abs=1e-6)


@given(views, st.integers(1, 4000), st.integers(1, 9000))
def test_a_fitted_picture_lies_inside_the_view(view: Viewport, columns: int, rows: int) -> None:
    fitted = view.fitted(columns, rows)
    if fitted.zoom in ZOOM_RANGE:
        return
    for corner in (ImagePoint(0, 0), ImagePoint(columns, rows)):
        x, y = fitted.to_screen(corner)
        assert -1e-6 <= x <= view.width + 1e-6
        assert -1e-6 <= y <= view.height + 1e-6


@in_every_orientation
def test_pixels_and_areas_turn_as_points_do(orientation: Orientation) -> None:
    upright = np.arange(12, dtype=np.uint16).reshape(3, 4)
    flipped = upright[:, ::-1] if orientation.mirrored else upright
    seen = orientation.seen_pixels(upright)
    assert np.array_equal(seen, np.rot90(flipped, -orientation.quarter_turns))
    assert seen.flags.c_contiguous
    for row in range(3):
        for column in range(4):
            dx, dy = orientation.seen(column + 0.5 - 2, row + 0.5 - 1.5)
            x, y = int(dx + seen.shape[1] / 2), int(dy + seen.shape[0] / 2)
            assert seen[y, x] == upright[row, column]


# --------------------------------------------------------------------------------------------- what the canvas shows


@in_every_orientation
@pytest.mark.parametrize("stretch", [1.0, 1.5], ids=["square pixels", "oblong pixels"])
def test_the_pixel_under_the_pointer_is_the_one_that_is_shown(
    bench: Workbench, canvas: Canvas, monkeypatch: pytest.MonkeyPatch, orientation: Orientation, stretch: float
) -> None:
    scale = Scale(ScaleState.UNCALIBRATED, "none", "", aspect=stretch)
    image = replace(shades(), scale=scale)
    put(bench, image)
    monkeypatch.setattr(bench, "scene", tuple)
    canvas.orient(orientation)
    expected = rendered(image, bench.display)
    shown, ratio = grabbed(canvas), canvas.devicePixelRatioF()
    assert canvas.viewport_now.zoom_down / canvas.viewport_now.zoom == stretch
    for row in range(image.rows):
        for column in range(image.columns):
            for part in (0.25, 0.75):
                x, y = canvas.viewport_now.to_screen(ImagePoint(column + part, row + part))
                colour = shown.pixelColor(int(x * ratio), int(y * ratio))
                assert colour.red() == colour.green() == colour.blue() == expected[row, column]


@in_every_orientation
def test_a_click_lands_on_the_pixel_under_it(bench: Workbench, canvas: Canvas, orientation: Orientation) -> None:
    pixels = np.zeros((40, 30), np.uint8)
    pixels[13, 8] = 255
    put(bench, Radiograph("dot", pixels))
    bench.show(Display(Window(128, 256)))
    assert canvas.devicePixelRatioF() == float(os.environ.get("QT_SCALE_FACTOR", "1"))
    bench.machine.go_to((Side.RIGHT, L.KNEE_CENTER))
    canvas.orient(orientation)
    canvas.set_view(canvas.viewport_now.zoomed(2.1, 200, 200))
    x, y = middle_of(grabbed(canvas), "#FFFFFF")
    place = QPointF(x * canvas.width(), y * canvas.height())
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place.toPoint())
    mark = bench.case.placement(Side.RIGHT, L.KNEE_CENTER)
    assert isinstance(mark, PointMark)
    assert mark.point.distance(ImagePoint(8.5, 13.5)) < 1.5 / canvas.viewport_now.zoom


@pytest.mark.skipif("QT_SCALE_FACTOR" in os.environ, reason="this is the run on a screen of that kind")
@pytest.mark.parametrize("factor", ["1.25", "1.5", "2", "3"])
def test_on_screens_of_other_pixels_points_lie_under_the_pointer_as_well(factor: str) -> None:
    chosen = (
        "pixel_under_the_pointer or click_lands or overlay_is_drawn or hairline or stand_where or borders_of_pixels "
        "or longer_than_any"
    )
    files = [__file__, str(Path(__file__).with_name("test_screen.py"))]
    command = [sys.executable, "-m", "pytest", "-q", "--no-cov", "-p", "no:cacheprovider", *files, "-k", chosen]
    ended = subprocess.run(
        command, env={**os.environ, "QT_SCALE_FACTOR": factor}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout
    assert " passed" in ended.stdout


def test_the_letters_stand_where_the_patients_sides_are_seen(bench: Workbench, canvas: Canvas) -> None:
    put(bench, Radiograph("grey", np.full((300, 300), 90, np.uint8)))

    def right_and_left() -> tuple[tuple[float, float], tuple[float, float]]:
        shown = grabbed(canvas)
        return middle_of(shown, ORANGE), middle_of(shown, SKY_BLUE)

    (right_x, right_y), (left_x, left_y) = right_and_left()
    assert right_x < NEAR
    assert left_x > FAR
    assert right_y < 0.2
    canvas.flip_left_right()
    (right_x, _), (left_x, _) = right_and_left()
    assert left_x < NEAR
    assert right_x > FAR
    canvas.flip_left_right()
    canvas.flip_up_down()
    (right_x, right_y), (left_x, left_y) = right_and_left()
    assert right_x < NEAR
    assert left_x > FAR
    assert max(right_y, left_y) < 0.2
    canvas.flip_up_down()
    canvas.turn_right()
    (right_x, right_y), (left_x, left_y) = right_and_left()
    assert right_y < NEAR
    assert left_y > FAR
    assert abs(right_x - 0.5) < 0.05
    canvas.flip_up_down()
    (_, right_y), (_, left_y) = right_and_left()
    assert left_y < NEAR
    assert right_y > FAR
    canvas.flip_left_right()
    assert right_and_left()[0][1] > 0.8


def test_around_any_picture_are_a_hairline_and_the_dark_surround(bench: Workbench, canvas: Canvas) -> None:
    for pixels in (np.full((90, 90), 200, np.uint8), np.full((90, 90, 3), (200, 40, 40), np.uint8)):
        put(bench, Radiograph("plain", pixels))
        shown, ratio = grabbed(canvas), canvas.devicePixelRatioF()
        left, top = canvas.viewport_now.to_screen(ImagePoint(0, 0))
        row = shown.height() // 2
        edge = ceil(left * ratio - 0.5)  # the first device pixel whose centre lies on the picture
        assert shown.pixelColor(edge, row) not in (SURROUND, EDGE)
        assert shown.pixelColor(edge - 1, row) == EDGE
        assert shown.pixelColor(edge - round(ratio) - 1, row) == SURROUND
        assert top > 0
        for x, y in ((0, 0), (shown.width() - 1, 0), (0, shown.height() - 1)):
            assert shown.pixelColor(x, y) == SURROUND


def test_arrow_keys_move_a_mark_as_it_is_seen(bench: Workbench, canvas: Canvas) -> None:
    put(bench, shades(60, 60))
    step = (Side.RIGHT, L.KNEE_CENTER)
    bench.edit(lambda case: case.with_placement(*step, PointMark(ImagePoint(30, 30))), "Place")
    bench.session.select(step)
    keys = ((Qt.Key.Key_Right, 1, 0), (Qt.Key.Key_Down, 0, 1), (Qt.Key.Key_Left, -1, 0), (Qt.Key.Key_Up, 0, -1))
    for orientation in EIGHT:
        canvas.orient(orientation)
        for key, dx, dy in keys:
            before, after = (_seen_mark(bench, canvas, key_of) for key_of in (None, key))
            zoom = canvas.viewport_now.zoom
            assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((dx * zoom, dy * zoom))


def _seen_mark(bench: Workbench, canvas: Canvas, key: Qt.Key | None) -> tuple[float, float]:
    if key is not None:
        QTest.keyClick(canvas, key)
    mark = bench.case.placement(Side.RIGHT, L.KNEE_CENTER)
    assert isinstance(mark, PointMark)
    return canvas.viewport_now.to_screen(mark.point)


@in_every_orientation
def test_the_loupe_shows_the_picture_as_it_lies(
    bench: Workbench, canvas: Canvas, monkeypatch: pytest.MonkeyPatch, orientation: Orientation
) -> None:
    put(bench, shades(24, 5))
    bench.edit(lambda case: case.with_placement(Side.LEFT, L.KNEE_CENTER, PointMark(ImagePoint(12.5, 2.5))), "Place")
    canvas.orient(orientation)
    x, y = canvas.viewport_now.to_screen(ImagePoint(12.5, 2.5))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    QTest.mouseMove(canvas, QPoint(round(x) + 8, round(y) + 8))
    assert bench.machine.tool.is_dragging
    monkeypatch.setattr(bench, "scene", tuple)
    at = bench.machine.focus
    assert at is not None
    place = QPointF(*canvas.viewport_now.to_screen(at))
    frame = loupe_frame(place, QSizeF(420, 400))
    assert not frame.contains(place)
    beside, half = 20, SIZE / 2  # off the cross-hair
    zoomed = replace(canvas.viewport_now, width=SIZE, height=SIZE, centre=at, zoom=canvas.viewport_now.zoom * 4)
    point = zoomed.to_image(half + beside, half + beside)
    image = bench.image
    assert image is not None
    ratio = canvas.devicePixelRatioF()
    middle = frame.center()
    colour = grabbed(canvas).pixelColor(int((middle.x() + beside) * ratio), int((middle.y() + beside) * ratio))
    if 0 <= point.x < image.columns and 0 <= point.y < image.rows:
        assert colour.red() == rendered(image, bench.display)[int(point.y), int(point.x)]
    else:
        assert colour in (SURROUND, EDGE)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x) + 8, round(y) + 8))


def test_without_a_picture_the_canvas_is_dark_and_takes_any_command(bench: Workbench, canvas: Canvas) -> None:
    assert bench.image is None
    canvas.turn_left()
    canvas.toggle_overlays()
    shown = grabbed(canvas)
    assert shown.pixelColor(5, 5) == shown.pixelColor(200, 200) == SURROUND


def test_a_picture_panned_out_of_sight_leaves_the_surround(bench: Workbench, canvas: Canvas) -> None:
    image = replace(shades(), overlays=(Overlay("Drawn", 0, 0, np.ones((9, 12), np.bool_)),))
    put(bench, image)
    canvas.set_view(canvas.viewport_now.panned(9000, 0))
    shown = grabbed(canvas)
    assert {shown.pixelColor(x, 200) == SURROUND for x in range(0, shown.width(), 20)} == {True}


# ------------------------------------------------------------------------------------------------ no reading changes


def test_no_view_changes_a_reading_the_case_or_its_history(driver: Driver) -> None:
    driver.open_demo()
    bench = driver.window.bench
    case = bench.case
    for side, x in ((Side.RIGHT, 700.0), (Side.LEFT, 1500.0)):
        for landmark, y in ((L.HIP_CENTER, 500.0), (L.KNEE_CENTER, 2000.0), (L.ANKLE_CENTER, 3500.0)):
            case = case.with_placement(side, landmark, PointMark(ImagePoint(x + y / 90, y)))
    bench.session.apply(case, "All")
    bench.session.mark_saved()
    before, notices, label = bench.readings, bench.notices, bench.session.undo_label
    for name in ("turn_right", "flip_left_right", "turn_left", "flip_up_down", "invert", "automatic", "zoom_in", "fit"):
        driver.window.actions_by_id[name].trigger()
        assert bench.case == case
        assert bench.readings == before
        assert bench.notices == notices
    assert bench.session.undo_label == label
    assert not bench.session.is_dirty
    driver.window.actions_by_id["as_loaded"].trigger()
    assert driver.window.canvas.orientation == UPRIGHT


def test_the_view_line_says_quietly_that_the_view_is_mirrored(driver: Driver) -> None:
    driver.open_demo()
    window = driver.window
    canvas, line = window.canvas, window.view_line
    assert "view" not in line.text()
    window.actions_by_id["flip_left_right"].trigger()
    assert line.text().startswith("mirrored view")
    canvas.flip_up_down()
    assert line.text().startswith("turned view")
    canvas.turn_right()
    canvas.turn_right()
    assert "view" not in line.text()
    assert canvas.orientation.is_upright
    window.actions_by_id["invert"].trigger()
    assert line.text().endswith("inverted")
    assert window.actions_by_id["invert"].isChecked()
    assert line.minimumSizeHint().width() == 0


def test_another_picture_is_opened_upright_and_whole(driver: Driver, tmp_path: Path) -> None:
    driver.open_demo()
    driver.window.canvas.turn_right()
    driver.window.canvas.zoom_in()
    other = tmp_path / "other.png"
    Image.fromarray(shades().pixels).save(other)
    driver.open(other)
    canvas = driver.window.canvas
    assert canvas.orientation.is_upright
    assert canvas.viewport_now == canvas.viewport_now.fitted(12, 9)


@pytest.mark.parametrize("answer", [*SidesAnswer, None])
def test_the_question_of_sides_is_asked_of_the_picture_as_it_is_seen_and_leaves_the_view_alone(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, answer: SidesAnswer | None
) -> None:
    driver.open_demo()
    canvas = driver.window.canvas
    canvas.flip_left_right()
    canvas.zoom_by(3)
    before, asked = canvas.viewport_now, []

    def wait(_: QWidget, case: Case, picture: QPixmap, turned_over: bool) -> SidesAnswer | None:
        asked.append((question(case, turned_over=turned_over), picture.width() < picture.height()))
        return answer

    monkeypatch.setattr(sides_question, "ask_sides", wait)
    monkeypatch.setattr(dialogs, "ask_report", lambda *_: None)
    driver.window.reporting.report()
    assert asked == [("Is the patient's right leg on the right of the picture?", True)]
    assert canvas.viewport_now == before


def test_a_mirrored_film_is_turned_over_and_checked_from_its_opening_notice(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [None, SidesAnswer.CHECKED]
    monkeypatch.setattr(sides_question, "ask_sides", lambda *_: answers.pop(0))
    driver.open(reference_file("RG3_UNCR.dcm"))
    window, bench = driver.window, driver.window.bench
    case, said = bench.case, window.banner.text
    assert said.startswith(UNUSUAL_SIDES.text)
    window.banner.act()
    assert (bench.case, window.canvas.orientation, window.banner.text) == (case, UPRIGHT, said), "the user waits"
    window.banner.act()
    assert bench.case.sides_confirmed
    assert window.canvas.orientation == Orientation(mirrored=True)
    assert window.banner.text == ""
    assert not {"side_header", "side_unconfirmed"} & {notice.code for notice in bench.notices}
    paths = [tmp_path / "r.png"]
    monkeypatch.setattr(dialogs, "ask_report", lambda *_: paths[0])
    window.reporting.report()
    driver.wait_for_task()
    assert bench.image is not None
    printed, stored = np.asarray(Image.open(paths[0]).convert("L")), rendered(bench.image, bench.display)
    inner = np.s_[400:1300, 400:1300]
    assert np.mean(printed[:, ::-1][inner] == stored[inner]) > 0.9, "the film is printed as it is seen"
    save_case(bench.case, tmp_path / "c.kneeview")
    bench.session.mark_saved()
    driver.open(tmp_path / "c.kneeview")
    assert window.canvas.orientation == Orientation(mirrored=True)


def test_a_film_that_is_said_to_be_mirrored_is_asked_of_no_longer_once_its_view_is_set(driver: Driver) -> None:
    driver.open(reference_file("RG3_UNCR.dcm"))
    driver.window.bench.edit(lambda case: case.with_view(View(mirrored=True)), "View")
    assert driver.window.banner.text == ""


# ------------------------------------------------------------------------------------------------------------ greys


@pytest.mark.parametrize("name", ["RG3_UNCR.dcm", "vlut_04.dcm", "examples_overlay.dcm", "photo.png"])
def test_reset_shows_exactly_the_picture_of_loading(driver: Driver, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "photo.png":
        Image.effect_noise((80, 120), 60).convert("RGB").save(path)
    else:
        path = reference_file(name)
    driver.open(path)
    window = driver.window
    window.bench.hide_marks(True)
    loaded = grabbed(window.canvas)
    window.bench.window_by(0.3, -0.2)
    window.actions_by_id["invert"].trigger()
    assert grabbed(window.canvas) != loaded
    window.actions_by_id["reset"].trigger()
    assert grabbed(window.canvas) == loaded
    assert window.bench.image is not None
    assert window.bench.display == window.bench.image.default_display
    for entry in window.grey_menu.actions():
        if entry.isCheckable() and entry.isVisible():
            entry.trigger()
    window.canvas.flip_up_down()
    window.canvas.zoom_in()
    window.canvas.toggle_overlays()
    window.actions_by_id["as_loaded"].trigger()
    assert grabbed(window.canvas) == loaded


def _ticked(driver: Driver) -> list[str]:
    return [entry.text() for entry in driver.window.grey_menu.actions() if entry.isChecked()]


def _offered(driver: Driver) -> list[str]:
    return [e.text() for e in driver.window.grey_menu.actions() if e.isCheckable() and e.isVisible()]


def test_the_menu_offers_every_window_of_the_file_by_its_name_and_ticks_the_one_in_force(driver: Driver) -> None:
    driver.open(reference_file("examples_overlay.dcm"))
    offered = _offered(driver)
    assert [text.split(":")[0] for text in offered] == ["WINDOW1", "WINDOW2", "Automatic", "Bone", "Soft tissue"]
    assert offered[0].endswith("W 790  L 450")
    assert _ticked(driver) == [offered[0]]
    shown = set()
    for k, entry in enumerate([e for e in driver.window.grey_menu.actions() if e.isCheckable()][:5]):
        entry.trigger()
        assert _ticked(driver) == [offered[k]]
        shown.add(pixels_of(grabbed(driver.window.canvas)).tobytes())
    assert len(shown) == 5
    driver.window.bench.window_by(0.1, 0.0)
    assert _ticked(driver) == [_offered(driver)[-1]]
    assert _ticked(driver)[0].startswith("By hand:  W ")
    driver.window.actions_by_id["automatic"].trigger()
    assert _ticked(driver) == ["Automatic"]
    driver.window.actions_by_id["reset"].trigger()
    assert _ticked(driver) == [offered[0]]


def test_windows_without_a_name_are_counted_and_tables_are_offered(driver: Driver) -> None:
    driver.open(reference_file("RG3_UNCR.dcm"))
    assert _offered(driver)[0] == "Window 1:  W 1024  L 550"
    driver.open(reference_file("vlut_04.dcm"))
    assert _offered(driver)[0] == "Table 1"
    assert _ticked(driver) == ["Table 1"]


def test_names_are_shown_letter_by_letter_and_a_doubled_window_once() -> None:
    table = LookupTable(0, np.arange(256.0), 255.0, "Head & neck")
    image = replace(shades(), vois=(Window(1, 0.5), Window(1, 0.5), Window(40, 400, explanation="Knee"), table))
    texts = [choice.text for choice in grey_choices(image, Window(50, 100))]
    assert texts[:3] == ["Window 1:  W 0.5  L 1", "Knee:  W 400  L 40", "Head & neck"]


def test_the_presets_are_relative_to_the_data_and_bone_is_the_bright_end() -> None:
    automatic = Window(500, 200)
    for inverse in (False, True):
        image = replace(shades(), inverse=inverse)
        found = {c.text: c.voi for c in grey_choices(image, automatic)}
        bone, flesh = found["Bone"], found["Soft tissue"]
        assert isinstance(bone, Window)
        assert isinstance(flesh, Window)
        assert (bone.center > flesh.center) is not inverse
        for window in (bone, flesh):
            assert window.center - window.width / 2 >= 400
            assert window.center + window.width / 2 <= 600


def test_a_photo_offers_its_own_brightness_and_contrast(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    Image.effect_noise((80, 120), 60).convert("RGB").save(path)
    driver.open(path)
    assert _offered(driver) == ["As taken"]
    driver.window.bench.window_by(-0.5, 0.1)
    assert _offered(driver)[1].startswith("By hand")
    driver.window.grey_menu.actions()[0].trigger()
    assert _ticked(driver) == ["As taken"]


@pytest.mark.parametrize("colour", [False, True], ids=["film", "photo"])
def test_dragging_with_the_right_button_windows_relative_to_the_data(
    bench: Workbench, canvas: Canvas, colour: bool
) -> None:
    ramp = np.linspace(0, 4000, 100 * 100).reshape(100, 100)
    pixels = np.stack([ramp / 16] * 3, -1).astype(np.uint8) if colour else ramp.astype(np.uint16)
    put(bench, Radiograph("ramp", pixels, bits_stored=8 if colour else 12))
    span = 255 if colour else 4000
    before = bench.window
    QTest.mousePress(canvas, Qt.MouseButton.RightButton, pos=QPoint(200, 200))
    QTest.mouseMove(canvas, QPoint(160, 160))
    QTest.mouseRelease(canvas, Qt.MouseButton.RightButton, pos=QPoint(160, 160))
    assert bench.window.width == pytest.approx(before.width - span / 10)
    assert bench.window.center == pytest.approx(before.center - span / 10)
    QTest.mousePress(canvas, Qt.MouseButton.RightButton, pos=QPoint(200, 200))
    QTest.mouseMove(canvas, QPoint(-90000, 200))
    QTest.mouseRelease(canvas, Qt.MouseButton.RightButton, pos=QPoint(200, 200))
    assert 0 < bench.window.width < span / 100


def test_a_narrow_window_by_hand_is_no_step_on_data_of_small_values(bench: Workbench, canvas: Canvas) -> None:
    del canvas
    put(bench, Radiograph("ramp", np.arange(256, dtype=np.uint8).reshape(16, 16)))
    bench.window_by(-10.0, 0.0)
    assert bench.window.function is VoiFunction.LINEAR_EXACT
    bench.show(Display(Window(100, 80)))
    bench.window_by(-0.3, 0.0)
    assert bench.window.width < 4
    bench.window_by(-0.3, 0.0)
    assert bench.window.function is VoiFunction.LINEAR_EXACT


# ----------------------------------------------------------------------------------------------------------- frames


def test_a_file_of_one_picture_shows_no_frames(driver: Driver) -> None:
    driver.open(reference_file("RG3_UNCR.dcm"))
    assert driver.window.frames.isHidden()
    assert not driver.window.actions_by_id["next_frame"].isEnabled()


def test_frames_are_chosen_and_each_has_a_case_of_its_own(driver: Driver, tmp_path: Path) -> None:
    path = reference_file("emri_small_RLE.dcm")
    driver.open(path)
    window = driver.window
    assert window.frames.isVisible()
    assert window.frames.text == "Frame 1 of 10"
    assert window.banner.text
    back, on = window.frames.findChildren(QToolButton)
    assert (back.isEnabled(), on.isEnabled()) == (False, True)
    window.canvas.turn_right()
    window.canvas.zoom_in()
    view = window.canvas.viewport_now
    on.click()
    driver.wait_for_task()
    window.actions_by_id["next_frame"].trigger()
    driver.wait_for_task()
    image = window.bench.image
    assert image is not None
    assert window.frames.text == "Frame 3 of 10"
    assert (image.frame, window.bench.case.image.frame) == (2, 2)
    assert np.array_equal(image.pixels, read_image(path, 2).pixels)
    assert not np.array_equal(image.pixels, read_image(path).pixels)
    assert not window.banner.text, "what was told of the file is not told again"
    assert window.canvas.viewport_now == replace(view, width=window.canvas.width(), height=window.canvas.height())
    save_case(window.bench.case, tmp_path / "third.kneeview")
    assert open_path(tmp_path / "third.kneeview").image.frame == 2
    spin = window.frames.findChild(QSpinBox)
    assert isinstance(spin, QSpinBox)
    spin.setValue(10)
    driver.wait_for_task()
    assert window.bench.case.image.frame == 9
    assert (back.isEnabled(), on.isEnabled()) == (True, False)
    window.actions_by_id["next_frame"].trigger()
    driver.wait_for_task()
    assert window.frames.text == "Frame 10 of 10"
    back.click()
    driver.wait_for_task()
    assert window.frames.text == "Frame 9 of 10"


def test_the_greys_of_ones_own_stay_from_frame_to_frame(driver: Driver) -> None:
    driver.open(reference_file("emri_small_RLE.dcm"))
    bench = driver.window.bench
    bench.window_by(0.2, 0.1)
    chosen = bench.display
    driver.window.step_frame(1)
    driver.wait_for_task()
    assert bench.display == chosen
    driver.window.actions_by_id["reset"].trigger()
    assert bench.image is not None
    assert bench.display == bench.image.default_display


def test_another_frame_asks_about_unsaved_changes_and_staying_shows_the_present_one(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.open(reference_file("emri_small_RLE.dcm"))
    bench = driver.window.bench
    bench.edit(lambda case: case.with_placement(Side.RIGHT, L.KNEE_CENTER, PointMark(ImagePoint(9, 9))), "Place")
    monkeypatch.setattr(dialogs, "ask_unsaved", lambda *_: dialogs.Answer.CANCEL)
    driver.window.step_frame(1)
    assert driver.window.frames.text == "Frame 1 of 10"
    assert bench.session.is_dirty
    monkeypatch.setattr(dialogs, "ask_unsaved", lambda *_: dialogs.Answer.DISCARD)
    driver.window.step_frame(1)
    driver.wait_for_task()
    assert driver.window.frames.text == "Frame 2 of 10"
    assert not [mark for _, mark in bench.case.placements()]


def test_a_frame_that_cannot_be_read_leaves_the_present_one(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "many.dcm"
    path.write_bytes(reference_file("emri_small_RLE.dcm").read_bytes())
    driver.open(path)
    path.unlink()
    driver.window.step_frame(4)
    driver.wait_for_task()
    assert driver.window.frames.text == "Frame 1 of 10"
    assert "many.dcm" in driver.window.banner.text


def test_stopping_the_reading_of_a_frame_shows_the_present_one(driver: Driver) -> None:
    driver.open(reference_file("emri_small_RLE.dcm"))
    driver.window.step_frame(1)
    next(b for b in driver.window.opening_strip.findChildren(QPushButton) if b.text() == "Cancel").click()
    driver.wait_for_task()
    assert driver.window.frames.text == "Frame 1 of 10"
    assert driver.window.bench.case.image.frame == 0


# --------------------------------------------------------------------------------------------------------- overlays


@in_every_orientation
def test_an_overlay_is_drawn_where_it_is_and_nowhere_else(
    bench: Workbench, canvas: Canvas, monkeypatch: pytest.MonkeyPatch, orientation: Orientation
) -> None:
    monkeypatch.setattr(bench, "scene", tuple)
    drawn = np.zeros((6, 5), np.bool_)
    drawn[2:, 1] = drawn[4, 3] = True
    outside = Overlay("Partly outside", -1, 10, np.ones((2, 9), np.bool_))
    put(bench, replace(shades(), overlays=(Overlay("Drawn", 3, 4, drawn), outside)))
    canvas.orient(orientation)
    shown = pixels_of(grabbed(canvas)).astype(int)
    canvas.toggle_overlays()
    hidden = pixels_of(grabbed(canvas)).astype(int)
    ratio = canvas.devicePixelRatioF()
    expected = np.zeros((9, 12), np.bool_)
    expected[3:9, 4:9] = drawn
    expected[0, 10:] = True
    differs = (shown != hidden).any(axis=2)
    for row in range(9):
        for column in range(12):
            x, y = canvas.viewport_now.to_screen(ImagePoint(column + 0.5, row + 0.5))
            assert differs[int(y * ratio), int(x * ratio)] == expected[row, column]
    area = canvas.viewport_now.zoom**2 * ratio**2
    assert differs.sum() == pytest.approx(expected.sum() * area, rel=0.1)
    canvas.toggle_overlays()
    assert np.array_equal(pixels_of(grabbed(canvas)), shown)


def test_an_overlay_of_one_pixel_is_still_seen_on_a_large_film(bench: Workbench, canvas: Canvas) -> None:
    plane = np.zeros((2000, 1500), np.bool_)
    plane[:, 700] = True
    image = Radiograph("large", np.full((2000, 1500), 60, np.uint8), overlays=(Overlay("Line", 0, 0, plane),))
    put(bench, image)
    bench.hide_marks(True)
    shown = pixels_of(grabbed(canvas)).astype(int)
    canvas.toggle_overlays()
    differs = (shown - pixels_of(grabbed(canvas))).max(axis=2)
    rows = [row for row in differs if row.any()]
    assert len(rows) > 300
    assert all(row.max() > 40 for row in rows)


def test_the_overlays_of_a_file_are_shown_and_can_be_hidden(driver: Driver) -> None:
    driver.open(reference_file("examples_overlay.dcm"))
    window = driver.window
    action = window.actions_by_id["overlays"]
    assert action.isEnabled()
    assert action.isChecked()
    window.banner.clear()
    shown = grabbed(window.canvas)
    QTest.keyClick(window.canvas, Qt.Key.Key_O)
    assert not action.isChecked()
    assert grabbed(window.canvas) != shown
    readings = window.bench.readings
    action.trigger()
    assert action.isChecked()
    assert window.bench.readings == readings
    driver.open(reference_file("RG3_UNCR.dcm"))
    assert not action.isEnabled()


# --------------------------------------------------------------------------------------------------------- captions


def test_captions_keep_to_their_side_of_the_leg_when_the_view_is_flipped(driver: Driver) -> None:
    driver.open_demo()
    bench, canvas = driver.window.bench, driver.window.canvas
    case = bench.case
    for side, x in zip(SIDES, (700.0, 1500.0), strict=True):
        for landmark, y in ((L.HIP_CENTER, 500.0), (L.KNEE_CENTER, 2000.0), (L.ANKLE_CENTER, 3500.0)):
            case = case.with_placement(side, landmark, PointMark(ImagePoint(x, y)))
    bench.session.apply(case, "All")
    upright = middle_of(grabbed(canvas), ORANGE)[0]
    canvas.flip_left_right()
    flipped = middle_of(grabbed(canvas), ORANGE)[0]
    assert flipped == pytest.approx(1 - upright, abs=0.02)


def test_a_caption_of_a_reading_is_moved_by_its_letters_and_put_back_by_a_double_click(driver: Driver) -> None:
    driver.open_demo()
    bench, canvas = driver.window.bench, driver.window.canvas
    case = bench.case
    for side, x in zip(SIDES, (700.0, 1500.0), strict=True):
        for landmark, y in ((L.HIP_CENTER, 500.0), (L.KNEE_CENTER, 2000.0), (L.ANKLE_CENTER, 3500.0)):
            case = case.with_placement(side, landmark, PointMark(ImagePoint(x, y)))
    bench.session.apply(case, "All")
    bench.machine.take(ToolId.SELECT)
    canvas.fit()

    def letters() -> QPoint:
        layout = Layout(canvas.to_device(), 1.0, QRectF(canvas.rect()))
        boxes = {mark.reading: box for mark, box in caption_boxes(bench.scene(), layout)}
        return boxes["hka", SIDES[0]].center().toPoint()

    start = letters()
    QTest.mouseMove(canvas, start)
    QTest.mousePress(canvas, LEFT, pos=start)
    for k in range(1, 6):
        QTest.mouseMove(canvas, start + QPoint(20 * k, 10 * k))
    QTest.mouseRelease(canvas, LEFT, pos=start + QPoint(100, 50))
    assert (letters() - start - QPoint(100, 50)).manhattanLength() <= 2
    assert bench.session.undo_label == "Move caption"
    QTest.mouseMove(canvas, letters() + QPoint(1, 0))
    QTest.mouseDClick(canvas, LEFT, pos=letters())
    assert bench.case == case
    assert letters() == start


def test_labels_of_the_frame_bar_are_words(driver: Driver) -> None:
    texts = [label.text() for label in driver.window.frames.findChildren(QLabel)]
    assert "Frame" in texts
    assert all(a != b for a, b in pairwise(texts))


def test_a_photo_speaks_of_contrast_and_brightness_and_not_of_a_window(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    Image.new("RGB", (60, 40), (90, 120, 150)).save(path)
    driver.open(path)
    words = driver.window.view_line.text()
    assert "as taken" in words
    assert "W " not in words
    driver.window.bench.window_by(0.25, 0.1)
    assert "contrast 80 %" in driver.window.view_line.text()
    assert "brightness" in driver.window.view_line.text()
