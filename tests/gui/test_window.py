"""The window around the picture: commands, panels, card, and what they change."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kneeview.case.demo import measured_demo
from kneeview.case.placements import PointMark
from kneeview.case.sides import denial, question
from kneeview.domain.calibration import MagnificationCalibration, SpacingCalibration
from kneeview.domain.catalog import CATALOG
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Facing, Side, View
from kneeview.domain.measurement import Value
from kneeview.domain.posture import Posture
from kneeview.domain.protocols import PROTOCOLS
from kneeview.domain.scale import Scale, ScaleState
from kneeview.domain.sides import HeaderSide
from kneeview.gui import dialogs, sides_question
from kneeview.gui.actions import ACTIONS
from kneeview.gui.icons import ICON_NAMES
from kneeview.gui.live_label import LiveLabel
from kneeview.gui.reading_row import ReadingRow
from kneeview.gui.scale_line import state_colour
from kneeview.gui.sides_question import SidesAnswer, SidesQuestion
from kneeview.gui.typed_field import TypedField
from kneeview.gui.viewport import Viewport
from kneeview.reports.calibration import spacing_words
from kneeview.tools.tool_id import ToolId
from tests.e2e.window import Driver

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Driver:
    return Driver(qtbot, tmp_path)


@pytest.fixture
def opened(driver: Driver, tmp_path: Path) -> Driver:
    picture = tmp_path / "film.png"
    Image.linear_gradient("L").resize((600, 900)).save(picture)
    driver.open(picture)
    return driver


def test_no_key_is_used_twice() -> None:
    keys = Counter(QKeySequence(a.shortcut).toString() for a in ACTIONS if a.shortcut)
    keys.update(("Space", "H", "Left", "Right", "Up", "Down"))  # held or repeated keys of the picture itself
    assert [key for key, count in keys.items() if count > 1] == []
    assert all(not QKeySequence(a.shortcut).isEmpty() for a in ACTIONS if a.shortcut)


def test_every_command_has_a_label_a_tip_and_a_known_icon() -> None:
    for action in ACTIONS:
        assert action.text
        assert action.tip
        assert not action.icon or action.icon in ICON_NAMES
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


def test_every_command_is_in_the_menus(driver: Driver) -> None:
    in_menus = {entry for menu in driver.main.menuBar().findChildren(QMenu) for entry in menu.actions()}
    assert set(driver.window.actions_by_id.values()) <= in_menus


def test_every_control_has_a_name_for_screen_readers(opened: Driver) -> None:
    nameless = [
        widget
        for kind in (QAbstractButton, QComboBox, QLineEdit)
        for widget in opened.main.findChildren(kind)
        if not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QLineEdit)  # the clear button that Qt puts into a field
    ]
    assert nameless == []


def test_the_page_for_the_patient_is_remembered_and_off_at_first(driver: Driver) -> None:
    action = driver.window.actions_by_id["patient_page"]
    assert not driver.preferences.patient_page
    for wanted in (True, False):
        action.trigger()
        assert driver.preferences.patient_page is wanted


def test_without_a_picture_only_opening_is_offered(driver: Driver) -> None:
    enabled = {name for name, action in driver.window.actions_by_id.items() if action.isEnabled()}
    files = {"open", "open_folder", "demo", "letter", "patient_page", "quit"}
    choices = {"placement_errors", "snap", "follow", "appearance_system", "appearance_light", "appearance_dark"}
    assert enabled == {*files, *choices, "search", "keys", "about"}
    assert driver.window.start_page.isVisible()


@pytest.mark.parametrize("index", range(len(PROTOCOLS)))
def test_choosing_a_protocol_lists_its_steps(opened: Driver, index: int) -> None:
    box = next(b for b in opened.main.findChildren(QComboBox) if b.accessibleName() == "Protocol")
    box.setCurrentIndex(index)
    box.activated.emit(index)
    assert opened.window.bench.case.protocol_id == PROTOCOLS[index].id
    steps = [b for b in opened.window.steps.findChildren(QPushButton) if b.isVisibleTo(opened.main)]
    assert len(steps) >= len(PROTOCOLS[index].steps())
    assert opened.window.bench.machine.step == PROTOCOLS[index].steps()[0]


def test_a_click_on_a_step_goes_there(opened: Driver) -> None:
    target = next(
        b for b in opened.window.steps.findChildren(QPushButton) if b.accessibleName().startswith("Left ankle")
    )
    QTest.mouseClick(target, Qt.MouseButton.LeftButton)
    assert opened.window.bench.machine.step == (Side.LEFT, L.ANKLE_CENTER)


def test_the_panel_shows_the_words_of_the_readings(opened: Driver) -> None:
    bench = opened.window.bench
    bench.calibrate(SpacingCalibration(0.5, 0.5), "Typed")
    case = bench.case
    for side, x in ((Side.RIGHT, 200), (Side.LEFT, 400)):
        for landmark, y in ((L.HIP_CENTER, 100), (L.KNEE_CENTER, 400), (L.ANKLE_CENTER, 800)):
            mark = PointMark(ImagePoint(x + (20 if landmark is L.KNEE_CENTER else 0), y))
            case = case.with_placement(side, landmark, mark)
    bench.session.apply(case, "All")
    shown = {label.text() for label in opened.window.readings.findChildren(QLabel) if not label.isHidden()}
    for reading in bench.readings:
        if isinstance(reading.outcome, Value):
            assert reading.outcome.words.magnitude in shown
            assert reading.outcome.words.direction in "\n".join(shown)


def test_without_a_scale_no_millimetre_is_shown_anywhere(opened: Driver) -> None:
    bench = opened.window.bench
    for landmark, y in ((L.HIP_CENTER, 100), (L.KNEE_CENTER, 400), (L.ANKLE_CENTER, 800)):
        placed = bench.case.with_placement(Side.RIGHT, landmark, PointMark(ImagePoint(200, y)))
        bench.session.apply(placed, "Place")
    texts = [label.text() for label in opened.window.readings.findChildren(QLabel) if label.isVisible()]
    assert "needs a scale" in texts
    assert [text for text in texts if " mm" in text and "UNCALIBRATED" not in text] == []


def test_the_lines_of_a_reading_appear_while_the_pointer_is_on_it(opened: Driver) -> None:
    bench = opened.window.bench
    for side, x in ((Side.RIGHT, 200), (Side.LEFT, 400)):
        placed = bench.case.with_placement(side, L.ILIAC_CREST, PointMark(ImagePoint(x, 90)))
        bench.session.apply(placed, "Place")
    before = bench.scene()
    bench.highlight("pelvic_obliquity")
    assert len(bench.scene()) == len(before) + 1
    bench.highlight("")
    assert bench.scene() == before


def test_typing_a_spacing_on_the_card_sets_the_scale_in_one_step(opened: Driver) -> None:
    card = opened.window.scale_line.card
    opened.window.open_scale_card()
    field = card.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("nothing")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not opened.window.bench.case.scale.is_calibrated
    assert card.isVisible()
    field.setText("0,2")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert opened.window.bench.case.scale.column_mm == pytest.approx(0.2)
    assert opened.window.bench.session.undo_label == "Typed scale"
    opened.window.open_scale_card()
    back = next(b for b in card.findChildren(QPushButton) if b.text() == "Use no scale")
    back.click()
    assert not opened.window.bench.case.scale.is_calibrated
    card.hide()


def test_the_headers_magnification_is_offered_and_never_applied_by_itself(opened: Driver) -> None:
    bench = opened.window.bench
    detector = Scale(ScaleState.DETECTOR_PLANE, "header", "Detector", 0.2, 0.2, level=7, offered_factor=1.05)
    bench.session.open(replace(bench.case, header_scale=detector))
    assert bench.case.scale == detector
    card = opened.window.scale_line.card
    card.refresh()
    offer = next(b for b in card.findChildren(QPushButton) if "1.05" in b.text())
    offer.click()
    assert bench.case.calibration.calibration == MagnificationCalibration(1.05)
    assert bench.case.scale.column_mm == pytest.approx(0.2 / 1.05)


def test_the_card_begins_a_ruler_or_a_ball(opened: Driver) -> None:
    card = opened.window.scale_line.card
    for words, tool in (("Ruler", ToolId.RULER), ("Ball", ToolId.BALL)):
        opened.window.open_scale_card()
        next(b for b in card.findChildren(QPushButton) if b.text().startswith(words)).click()
        assert opened.window.bench.machine.current is tool


def test_ticking_a_posture_attests_it_and_undo_withdraws_it(opened: Driver) -> None:
    bench = opened.window.bench
    boxes = {b.accessibleName(): b for b in opened.window.table.active.column.positioning.findChildren(QAbstractButton)}
    yes, no = boxes["Knees touching: yes"], boxes["Knees touching: no"]
    yes.click()
    assert bench.case.posture.knees_touching
    no.click()
    assert bench.case.posture == Posture()
    assert [button.isChecked() for button in (yes, no)] == [False, True]
    no.click()
    assert not no.isChecked()
    for _ in range(3):
        bench.machine.undo()
    assert not yes.isChecked()
    assert bench.session.undo_label != "Knees touching: yes"


def test_a_key_leads_to_the_positioning_card(opened: Driver) -> None:
    opened.window.actions_by_id["positioning"].trigger()
    first = opened.window.table.active.column.positioning.first_answer
    assert first.hasFocus()
    QTest.keyClick(first, Qt.Key.Key_Space)
    assert opened.window.bench.case.posture.weight_bearing


def test_the_arrows_go_from_answer_to_answer(opened: Driver) -> None:
    boxes = {b.accessibleName(): b for b in opened.window.table.active.column.positioning.findChildren(QAbstractButton)}
    opened.window.go_to_positioning()
    boxes["Feet: apart"].setFocus()
    QTest.keyClick(boxes["Feet: apart"], Qt.Key.Key_Right)
    assert boxes["Feet: together"].hasFocus()
    QTest.keyClick(boxes["Feet: together"], Qt.Key.Key_Space)
    assert opened.window.bench.case.positioning.answers == {"feet": "together"}


def test_a_block_under_a_foot_is_kept_and_a_slip_of_the_keyboard_is_not(opened: Driver) -> None:
    bench = opened.window.bench
    fields = {f.accessibleName(): f for f in opened.window.table.active.column.positioning.findChildren(QLineEdit)}
    block = fields["Block, left, millimetres"]
    assert isinstance(block, TypedField)
    for typed, kept, shown, is_refused in (
        ("1,5 cm", 15, "15", False),
        ("4 m", 15, "4 m", True),
        ("no", 15, "no", True),
        ("", 0, "", False),
    ):
        block.setText(typed)
        block.editingFinished.emit()
        assert bench.case.posture.under_left.block_mm == kept
        assert block.text() == shown
        assert block.complaint.isHidden() is not is_refused
        assert not is_refused or f"“{typed}” was not taken" in block.complaint.text()
    lift = fields["Shoe lift, right, millimetres"]
    lift.setText("6")
    lift.editingFinished.emit()
    assert bench.case.posture.under_right.lift_mm == 6


def test_turning_the_view_asks_for_the_sides_again(opened: Driver) -> None:
    bench = opened.window.bench
    panel = opened.window.case_panel
    next(b for b in panel.findChildren(QAbstractButton) if "side marker" in b.text()).click()
    assert bench.case.sides_confirmed
    box = next(b for b in panel.findChildren(QComboBox) if b.accessibleName() == "How the patient is seen")
    box.activated.emit(1)
    assert bench.case.view == View(Facing.POSTERIOR)
    assert not bench.case.sides_confirmed


def test_patient_reader_and_impression_are_kept(opened: Driver) -> None:
    panel, bench = opened.window.table.active.column, opened.window.bench
    panel.drawers.open(panel.case_panel)
    fields = {field.accessibleName(): field for field in panel.findChildren(QLineEdit)}
    for name, text in (("Name", "Ωmega"), ("Identifier", "7"), ("Age, years", "6,5"), ("Reader", "Dr B")):
        fields[name].setText(text)
        fields[name].editingFinished.emit()
    assert (bench.case.patient.name, bench.case.patient.patient_id) == ("Ωmega", "7")
    assert bench.case.patient.age_years == 6.5
    assert bench.case.reader == "Dr B"
    for name, text in (
        ("Born", "2.3.2014"),
        ("Picture taken", "2026-11-22"),
        ("Born", "2/3/2014"),
        ("Born", "2999-01-01"),
    ):
        fields[name].setText(text)
        fields[name].editingFinished.emit()
    assert (bench.case.patient.birth_date, bench.case.patient.study_date) == ("2014-03-02", "2026-11-22")
    assert (fields["Born"].text(), fields["Picture taken"].text()) == ("2999-01-01", "2026-11-22")
    assert bench.session.undo_label == "Picture taken"
    sex = next(b for b in panel.findChildren(QComboBox) if b.accessibleName() == "Sex")
    sex.setCurrentIndex(1)
    sex.activated.emit(1)
    assert bench.case.patient.sex == "F"
    texts = {words.accessibleName(): words for words in panel.findChildren(QPlainTextEdit)}
    for name, text in (("Comments", "Slight turn.\nSee the seam."), ("Impression", "Straight.")):
        texts[name].setFocus()
        QTest.keyClicks(texts[name], "x")
        texts[name].setPlainText(text)
        opened.window.canvas.setFocus()
    assert (bench.case.comments, bench.case.impression) == ("Slight turn.\nSee the seam.", "Straight.")
    assert bench.session.undo_label == "Impression"
    bench.machine.undo()
    assert (bench.case.comments, bench.case.impression) == ("Slight turn.\nSee the seam.", "")
    assert bench.session.undo_label == "Comments"


def test_the_window_of_greys_is_view_state(opened: Driver) -> None:
    bench = opened.window.bench
    before = bench.case
    bench.window_by(-100.0, 0.0)
    assert bench.window.width > 0
    bench.window_by(0.0, 100.0)
    opened.window.bench.invert()
    opened.window.bench.automatic_greys()
    assert bench.display.inverted
    opened.window.bench.reset_display()
    assert bench.case == before
    assert not bench.session.undo_label


def test_holding_h_hides_the_marks(opened: Driver) -> None:
    bench = opened.window.bench
    bench.edit(lambda c: c.with_placement(Side.RIGHT, L.KNEE_CENTER, PointMark(ImagePoint(300, 300))), "Place")
    QTest.keyPress(opened.window.canvas, Qt.Key.Key_H)
    hidden = len(bench.scene())
    QTest.keyRelease(opened.window.canvas, Qt.Key.Key_H)
    assert hidden < len(bench.scene())


def test_a_failed_save_leaves_the_case_unsaved_and_says_so(
    opened: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = opened.window.bench
    bench.edit(lambda c: c.with_placement(Side.RIGHT, L.KNEE_CENTER, PointMark(ImagePoint(300, 300))), "Place")
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: tmp_path / "no such folder" / "x.kneeview")
    assert not opened.window.saving.save()
    assert "could not be written" in opened.window.banner.text
    assert bench.session.is_dirty
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: None)
    assert not opened.window.saving.save_as()


def test_a_report_that_cannot_be_written_is_one_sentence(
    opened: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sides_question, "ask_sides", lambda *_: SidesAnswer.NO_MARKER)
    monkeypatch.setattr(dialogs, "ask_report", lambda *_: tmp_path / "no such folder" / "x.pdf")
    opened.window.reporting.report()
    opened.wait_for_task()
    assert "could not be written" in opened.window.banner.text
    assert not opened.window.bench.case.sides_confirmed


def test_a_report_waits_while_the_sides_are_not_decided(
    opened: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sides_question, "ask_sides", lambda *_: None)
    monkeypatch.setattr(dialogs, "ask_report", lambda *_: pytest.fail("must not be asked"))
    opened.window.reporting.report()
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.parametrize(
    ("button", "answer"),
    [("Save", dialogs.Answer.SAVE), ("Discard", dialogs.Answer.DISCARD), ("Cancel", dialogs.Answer.CANCEL)],
)
def test_the_question_of_unsaved_changes_has_three_answers(
    driver: Driver, qtbot: QtBot, button: str, answer: dialogs.Answer
) -> None:
    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(b for b in box.buttons() if b.text() == button).click()

    QTimer.singleShot(50, press)
    assert dialogs.ask_unsaved(driver.main, "case") is answer


@pytest.mark.parametrize("answer", [*SidesAnswer, None])
def test_the_question_of_sides_shows_the_picture_and_takes_each_answer(
    opened: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: SidesAnswer | None
) -> None:
    bench, asked = opened.window.bench, []
    monkeypatch.setattr(dialogs, "ask_report", lambda *_: asked.append(answer))

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, SidesQuestion)
        words = " ".join(label.text() for label in box.findChildren(QLabel))
        assert "right leg on the left of the picture?" in words
        assert "The file does not tell right from left." in words
        assert any(not label.pixmap().isNull() for label in box.findChildren(QLabel))
        box.button(answer).click()

    before = bench.case
    QTimer.singleShot(50, press)
    opened.window.reporting.report()
    assert bool(asked) == (answer in (SidesAnswer.CHECKED, SidesAnswer.NO_MARKER))
    assert bench.case.sides_confirmed == (answer in (SidesAnswer.CHECKED, SidesAnswer.EXCHANGED))
    if answer is SidesAnswer.EXCHANGED:
        assert not bench.case.view.right_leg_on_the_left
        assert "right of the picture now" in opened.window.banner.text
        bench.machine.undo()
    assert replace(bench.case, sides_confirmed=False) == before


def test_what_is_suggested_to_save_names_what_was_measured_and_is_no_file_that_stands_there(
    opened: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[Path] = []

    def take(_: QWidget, suggestion: Path) -> Path:
        offered.append(suggestion)
        return suggestion

    monkeypatch.setattr(dialogs, "ask_save", take)
    monkeypatch.setattr(dialogs, "ask_report", take)
    monkeypatch.setattr(sides_question, "ask_sides", lambda *_: SidesAnswer.NO_MARKER)
    opened.key(Qt.Key.Key_S, CONTROL)
    opened.window.saving.save_as()
    for _ in range(2):
        opened.window.reporting.report()
        opened.wait_for_task()
    first = offered[0].stem
    assert first.startswith("photo-alignment-measured-20")
    assert [path.name for path in offered] == [
        f"{first}.kneeview",
        f"{first}-2.kneeview",
        f"{first}-2-report.pdf",
        f"{first}-2-report-2.pdf",
    ]


@pytest.mark.parametrize("answer", [SidesAnswer.CHECKED, SidesAnswer.EXCHANGED, SidesAnswer.NO_MARKER])
def test_the_answer_on_the_sides_leaves_what_was_undone_to_be_redone(
    opened: Driver, monkeypatch: pytest.MonkeyPatch, answer: SidesAnswer
) -> None:
    monkeypatch.setattr(sides_question, "ask_sides", lambda *_: answer)
    monkeypatch.setattr(dialogs, "ask_report", lambda *_: None)
    for x in (150, 250, 350):
        opened.click(ImagePoint(x, 200))
    bench = opened.window.bench
    placed = len(list(bench.case.placements()))
    opened.key(Qt.Key.Key_Z, CONTROL)
    assert len(list(bench.case.placements())) == placed - 1
    opened.key(Qt.Key.Key_R, CONTROL)
    assert opened.window.actions_by_id["redo"].isEnabled()
    opened.key(Qt.Key.Key_Y, CONTROL)
    assert len(list(bench.case.placements())) == placed


def test_a_mere_enter_or_escape_confirms_no_sides(opened: Driver) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):

        def press(key: Qt.Key = key) -> None:
            box = QApplication.activeModalWidget()
            assert isinstance(box, SidesQuestion)
            QTest.keyClick(box, key)

        QTimer.singleShot(50, press)
        opened.window.reporting.report()
        assert not opened.window.bench.case.sides_confirmed


def test_of_a_single_leg_only_that_one_is_asked_for_and_shown(opened: Driver) -> None:
    panel = opened.window.case_panel
    panel._legs.setCurrentIndex(1)
    panel._legs.activated.emit(1)
    assert {side for side, _ in opened.window.bench.case.steps} == {Side.RIGHT}
    words = [label.text() for label in opened.window.readings.findChildren(QLabel) if label.isVisibleTo(opened.main)]
    assert "Left: not on\nthis picture" in words
    assert not any("inequality" in text.lower() for text in words)
    case = opened.window.bench.case
    assert (question(case), denial(case)) == (
        "Is this the patient's right leg?",
        "No, it is the left leg",
    )
    opened.window.sides.exchange()
    assert opened.window.banner.text.startswith("The picture shows the left leg now. Nobody has checked")
    opened.window.bench.machine.undo()
    assert opened.window.banner.text == "", "what is taken back is said no longer"


def test_the_state_of_a_scale_has_its_colour_and_words() -> None:
    assert len({state_colour(state) for state in ScaleState}) == 3
    oblong = Scale(ScaleState.CALIBRATED, "header", "", 0.42, 0.3, 1.4)
    assert "0.4200 mm a row, 0.3000 mm a column" in spacing_words(oblong)


def test_a_viewport_keeps_the_point_under_the_pointer_while_zooming() -> None:
    view = Viewport(800, 600, ImagePoint(500, 900), 0.4, row_stretch=1.4)
    fixed = view.to_image(123, 456)
    zoomed = view.zoomed(3.7, 123, 456)
    assert zoomed.to_image(123, 456).distance(fixed) < 1e-9
    x, y = zoomed.to_screen(fixed)
    assert (x, y) == pytest.approx((123, 456))
    assert view.zoomed(1e9, 0, 0).zoom == 64.0
    whole = view.fitted(1000, 2000)
    assert whole.to_screen(ImagePoint(0, 0))[1] >= 0
    assert whole.to_screen(ImagePoint(1000, 2000))[1] <= 600


def test_every_measurement_has_a_row(driver: Driver) -> None:
    rows = [row for row in driver.window.readings.children() if isinstance(row, ReadingRow)]
    assert len(rows) == len(CATALOG)


def test_the_wheel_over_a_choice_turns_nobody_round(opened: Driver) -> None:
    box = next(b for b in opened.main.findChildren(QComboBox) if b.accessibleName() == "How the patient is seen")
    for notches in (-120, 120):
        event = QWheelEvent(
            QPointF(5, 5),
            box.mapToGlobal(QPointF(5, 5)),
            QPoint(),
            QPoint(0, notches),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(box, event)
    assert opened.window.bench.case.view == View()
    assert box.currentIndex() == 0


def test_a_quoted_range_says_its_direction_and_a_value_how_it_stands_to_it(opened: Driver) -> None:
    bench = opened.window.bench
    case = replace(bench.case, kind=Kind.RADIOGRAPH).with_calibration(SpacingCalibration(1.0, 1.0), "", "")
    for landmark, x, y in ((L.HIP_CENTER, 200, 100), (L.KNEE_CENTER, 250, 400), (L.ANKLE_CENTER, 200, 800)):
        case = case.with_placement(Side.RIGHT, landmark, PointMark(ImagePoint(x, y)))
    bench.session.apply(case, "All")
    shown = [label.text() for label in opened.window.readings.findChildren(QLabel) if not label.isHidden()]
    assert "1–15\nmedial" in shown
    assert any(text.endswith("lateral (valgus) · outside") for text in shown)


@pytest.mark.parametrize(
    ("header", "view", "words"),
    [
        (HeaderSide(), View(), "The file does not tell right from left."),
        (
            HeaderSide(patient_orientation="L\\F", view=View()),
            View(),
            "taken from the header (Patient Orientation L\\F).",
        ),
        (
            HeaderSide(patient_orientation="L\\F", view=View()),
            View(Facing.POSTERIOR),
            "The patient is taken to be seen from behind. The header says otherwise.",
        ),
    ],
)
@pytest.mark.parametrize(("kind", "compare"), [(Kind.RADIOGRAPH, "side marker"), (Kind.PHOTO, "selfie")])
def test_the_question_of_sides_says_what_the_answer_rests_on(
    opened: Driver, header: HeaderSide, view: View, words: str, kind: Kind, compare: str
) -> None:
    case = replace(opened.window.bench.case, header_side=header, view=view, kind=kind)
    box = SidesQuestion(opened.main, case, opened.window.canvas.grab())
    said = " ".join(label.text() for label in box.findChildren(QLabel))
    assert words in said
    assert compare in said


@pytest.mark.parametrize(("count", "words"), [(1, "1 landmark went"), (2, "2 landmarks went")])
def test_it_is_told_how_many_landmarks_went_to_the_other_leg(opened: Driver, count: int, words: str) -> None:
    bench = opened.window.bench
    for landmark_id in (L.KNEE_CENTER, L.ANKLE_CENTER)[:count]:
        placed = bench.case.with_placement(Side.RIGHT, landmark_id, PointMark(ImagePoint(99, 300)))
        bench.session.apply(placed, "Place")
    opened.window.sides.exchange()
    assert words in opened.window.banner.text
    assert bench.session.undo_label == "Exchange right and left"
    bench.machine.undo()
    opened.window.sides.exchange()


def test_landmarks_set_against_the_view_stay_when_the_sides_are_exchanged(opened: Driver) -> None:
    bench = opened.window.bench
    bench.edit(lambda case: case.with_placement(Side.RIGHT, L.KNEE_CENTER, PointMark(ImagePoint(500, 300))), "x")
    opened.window.sides.exchange()
    assert "The landmarks stay where they are." in opened.window.banner.text


def rows(driver: Driver) -> dict[str, ReadingRow]:
    return {row.measurement.id: row for row in driver.window.readings.findChildren(ReadingRow)}


def unfolded(driver: Driver) -> list[str]:
    return [name for name, row in rows(driver).items() if row.is_unfolded]


def test_no_row_moves_while_points_come_and_go(opened: Driver) -> None:
    bench = opened.window.bench
    bench.session.apply(replace(bench.case, kind=Kind.RADIOGRAPH, protocol_id="full_alignment"), "Film")
    QApplication.processEvents()

    def places() -> dict[str, tuple[int, int]]:
        QApplication.processEvents()
        return {name: (row.y(), row.height()) for name, row in rows(opened).items() if row.isVisible()}

    before = places()
    assert len(before) > 8
    for landmark, x, y in ((L.HIP_CENTER, 200, 100), (L.KNEE_CENTER, 250, 400), (L.ANKLE_CENTER, 200, 800)):
        mark = PointMark(ImagePoint(x, y))
        bench.session.apply(bench.case.with_placement(Side.RIGHT, landmark, mark), "Place")
        now = places()
        assert {name: now[name][1] for name in before} == {name: height for name, (_, height) in before.items()}


def test_a_click_unfolds_a_reading_to_its_source_and_keeps_its_lines_lit(opened: Driver) -> None:
    bench = opened.window.bench
    case = replace(bench.case, kind=Kind.RADIOGRAPH).with_calibration(SpacingCalibration(1.0, 1.0), "", "")
    for landmark, x, y in ((L.HIP_CENTER, 200, 100), (L.KNEE_CENTER, 250, 400), (L.ANKLE_CENTER, 200, 800)):
        case = case.with_placement(Side.RIGHT, landmark, PointMark(ImagePoint(x, y)))
    bench.session.apply(case, "All")
    row = rows(opened)["mad"]
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert unfolded(opened) == ["mad"]
    assert bench.highlighted == "mad"
    told = next(label.text() for label in row.findChildren(QLabel) if label.objectName() == "Detail")
    assert row.measurement.definition in told
    assert row.measurement.source in told
    assert "(placement" in told
    assert "knee centre 75 % (1 mm: 1.0 mm)" in told
    QTest.mouseClick(rows(opened)["hka"], Qt.MouseButton.LeftButton)
    assert unfolded(opened) == ["hka"]
    QTest.keyClick(rows(opened)["hka"], Qt.Key.Key_Space)
    assert unfolded(opened) == []
    assert bench.highlighted == ""


def test_no_direction_of_a_value_is_cut(driver: Driver) -> None:
    driver.open_demo()
    driver.window.bench.put(measured_demo())
    QTest.qWait(300)
    errors = [
        label for label in driver.window.table.active.column.findChildren(LiveLabel) if label.text().startswith("±")
    ]
    assert len(errors) > 40
    assert [label.text() for label in errors if not label._fits()] == []
