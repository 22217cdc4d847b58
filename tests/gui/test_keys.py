"""Keys: shown in one sheet, changed by pressing others, never standing for two things; and commands found by words."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from kneeview.domain.drawing.shapes import DrawingKind
from kneeview.domain.protocols import PROTOCOLS, Protocol
from kneeview.gui import dialogs
from kneeview.gui.actions import ACTIONS
from kneeview.gui.key_map import MOUSE, ON_THE_PICTURE, KeyMap
from kneeview.gui.key_sheet import KeyButton, groups
from kneeview.gui.preferences import Preferences
from kneeview.imaging.radiograph import Window
from tests.e2e.window import Driver

CONTROL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(QSettings(str(tmp_path / "keys.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Driver:
    return Driver(qtbot, tmp_path)


@pytest.fixture
def opened(driver: Driver, tmp_path: Path) -> Driver:
    picture = tmp_path / "film.png"
    Image.linear_gradient("L").resize((600, 900)).save(picture)
    driver.open(picture)
    return driver


def test_a_key_of_ones_own_is_kept(preferences: Preferences) -> None:
    keys = KeyMap(preferences)
    assert keys.assign("fit", "Ctrl+Alt+F") == ""
    assert keys.key_of("fit") == "Ctrl+Alt+F"
    again = KeyMap(preferences)
    assert again.key_of("fit") == "Ctrl+Alt+F"
    assert again.is_changed
    again.reset()
    assert KeyMap(preferences).key_of("fit") == "F"
    assert not again.is_changed


def test_a_key_in_use_is_refused_by_the_name_of_the_other_command(preferences: Preferences) -> None:
    keys = KeyMap(preferences)
    refusal = keys.assign("fit", "Ctrl+S")
    assert "Ctrl+S is the key of “Save”" in refusal
    assert keys.key_of("fit") == "F"
    assert keys.assign("fit", "F") == "", "its own key is no clash"


def test_the_keys_of_the_hand_are_refused(preferences: Preferences) -> None:
    keys = KeyMap(preferences)
    for _, fixed, _ in ON_THE_PICTURE:
        for key in fixed:
            assert "cannot be changed" in keys.assign("fit", key)


def test_a_key_that_begins_another_one_is_refused(preferences: Preferences) -> None:
    keys = KeyMap(preferences)
    two_strokes = [key for action in ACTIONS if ", " in (key := keys.key_of(action.id))]
    assert two_strokes
    assert "is the key of" in keys.assign("fit", two_strokes[0].split(", ")[0])
    assert "is the key of" in keys.assign("fit", f"{keys.key_of('invert')}, Z")


def test_a_freed_key_may_be_given_to_another_command(preferences: Preferences) -> None:
    keys = KeyMap(preferences)
    assert keys.assign("fit", "F12") == ""
    assert keys.assign("invert", "F") == ""
    assert (keys.key_of("fit"), keys.key_of("invert")) == ("F12", "F")


def test_whatever_is_stored_no_key_stands_for_two_commands(preferences: Preferences) -> None:
    preferences.keys = {"fit": "Ctrl+S", "invert": "Ctrl+S", "about": "Space", "no_such_command": "F12"}
    keys = KeyMap(preferences)
    used = Counter(key for action in ACTIONS if (key := keys.key_of(action.id)))
    assert [key for key, count in used.items() if count > 1] == []
    assert "Ctrl+S" in (keys.key_of("fit"), keys.key_of("invert"))
    assert keys.key_of("save") == ""
    assert keys.key_of("about") == ""


def test_the_sheet_holds_every_command_and_what_hand_and_mouse_do(preferences: Preferences) -> None:
    lines = [line for _, lines in groups(KeyMap(preferences)) for line in lines]
    assert {i for i, _, _ in lines if i} == {action.id for action in ACTIONS}
    assert {(name, words) for name, words in MOUSE} <= {(key, words) for _, words, key in lines}


def test_the_sheet_opens_by_its_key_and_closes_by_escape(opened: Driver) -> None:
    sheet = opened.window.overlays.key_sheet
    opened.key(Qt.Key.Key_F1)
    assert sheet.isVisible()
    below = opened.main.centralWidget()
    assert below is not None
    assert sheet.size() == below.size()
    opened.key(Qt.Key.Key_I)
    assert not opened.window.bench.display.inverted, "the picture below does not hear the keys"
    opened.key(Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert opened.window.canvas.hasFocus()


def cap(driver: Driver, name: str) -> KeyButton:
    sheet = driver.window.overlays.key_sheet
    caps = [b for b in sheet.findChildren(KeyButton) if b.accessibleName().startswith(f"Key of {name}:")]
    return caps[-1]


def test_a_key_is_changed_by_pressing_it_and_works_at_once(opened: Driver) -> None:
    opened.key(Qt.Key.Key_F1)
    cap(opened, "Invert").click()
    assert cap(opened, "Invert").text() == "press keys…"
    QTest.keyClick(cap(opened, "Invert"), Qt.Key.Key_S, CONTROL)
    assert "is the key of “Save”" in opened.window.overlays.key_sheet.said.text()
    cap(opened, "Invert").click()
    QTest.keyClick(cap(opened, "Invert"), Qt.Key.Key_F11)
    assert opened.window.overlays.key_sheet.said.text() == "F11 is the key of “Invert” now."
    assert "(F11)" in opened.window.actions_by_id["invert"].toolTip()
    opened.key(Qt.Key.Key_Escape)
    opened.key(Qt.Key.Key_F11)
    assert opened.window.bench.display.inverted
    opened.key(Qt.Key.Key_I)
    assert opened.window.bench.display.inverted, "the key of before does nothing"


def test_escape_while_keys_are_waited_for_changes_nothing(opened: Driver) -> None:
    opened.key(Qt.Key.Key_F1)
    cap(opened, "Fit").click()
    QTest.keyClick(cap(opened, "Fit"), Qt.Key.Key_Escape)
    assert cap(opened, "Fit").text() == "F"
    assert opened.window.overlays.key_sheet.isVisible()


def test_the_sheet_is_written_as_one_readable_pdf(
    opened: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "ask_sheet", lambda *_: tmp_path / "keys.pdf")
    opened.window.show_keys()
    opened.window.overlays.key_sheet._save()
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "keys.pdf").pages)
    for action in ACTIONS:
        assert action.text.rstrip("…").split()[0] in text


def test_beside_the_zoom_stands_how_to_come_back_by_the_keys_as_they_are(opened: Driver) -> None:
    line = opened.window.view_line
    assert "F fits and Ctrl+0 shows it as it was loaded." in line.toolTip()
    assert "Undo is for the case" in line.toolTip()
    opened.key(Qt.Key.Key_F1)
    cap(opened, "Fit").click()
    QTest.keyClick(cap(opened, "Fit"), Qt.Key.Key_F11)
    assert "F11 fits and Ctrl+0" in opened.window.view_line.toolTip()


def test_words_find_a_command_by_name_first(driver: Driver) -> None:
    driver.window.search_commands()
    search = driver.window.overlays.search
    assert search.found("und")[0].text == "Undo"
    assert search.found("knee cen")[0].text == "Knee centre"
    assert search.found("zoom together")[0].text == "Link zoom and pan"
    assert search.found("no such thing at all") == ()
    names = [offer.text.lower().startswith("open") for offer in search.found("open")]
    assert all(before >= after for before, after in pairwise(names))


ASKED_FOR = (
    ("paper", "rectangle"), ("a4", "rectangle"), ("csv", "report"), ("pdf", "report"), ("excel", "report"),
    ("print", "report"), ("export", "report"), ("ruler", "ruler"), ("tape", "ruler"), ("coin", "ball"),
    ("sphere", "ball"), ("calibrate", "scale"), ("pixel spacing", "scale"), ("dpi", "spacing"),
    ("flip", "flip_left_right"),
    ("mirror", "flip_left_right"), ("rotate", "turn_right"), ("clockwise", "turn_right"), ("norms", "column"),
    ("percentile", "column"), ("sidebar", "column"), ("brightness", "automatic"), ("contrast", "reset"),
    ("negative", "invert"), ("magnify", "zoom_in"), ("actual size", "one_to_one"), ("whole", "fit"),
    ("delete", "clear"),
    ("revert", "undo"), ("swap", "exchange_sides"), ("missing", "absent"), ("skip", "next"), ("postpone", "next"),
    ("snap", "snap"), ("assist", "snap"), ("shortcuts", "keys"), ("help", "keys"), ("version", "about"),
    ("exit", "quit"), ("compare", "open_beside"), ("dicomdir", "open_folder"), ("example", "demo"),
    ("uncertainty", "placement_errors"), ("posture", "positioning"), ("drag", "select"), ("protect", "lock"),
)  # fmt: skip


def test_that_suggestions_are_off_is_said_and_ticked(opened: Driver) -> None:
    entry, said = opened.window.actions_by_id["snap"], []
    for _ in range(2):
        opened.key(Qt.Key.Key_M)
        said.append((entry.isChecked(), opened.window.banner.text.split(":")[0]))
    assert said == [(False, "Suggestions are off"), (True, "Suggestions are on")]


def test_what_a_user_would_type_finds_the_command_among_the_first_three(driver: Driver) -> None:
    driver.window.search_commands()
    entries, found = driver.window.actions_by_id, driver.window.overlays.search.found
    lost = [words for words, i in ASKED_FOR if entries[i] not in [line.entry for line in found(words)[:3]]]
    assert len(ASKED_FOR) >= 40
    assert lost == []


def entries_of(menu: QMenu) -> list[QAction]:
    """Return what can be chosen in a menu, and in those below it."""
    menu.aboutToShow.emit()
    found: list[QAction] = []
    for entry in menu.actions():
        below = entry.menu()
        if isinstance(below, QMenu):
            found += entries_of(below)
        elif entry.isVisible() and not entry.isSeparator():
            found.append(entry)
    return found


def test_the_search_offers_every_entry_of_the_menus(opened: Driver) -> None:
    opened.key(Qt.Key.Key_K, CONTROL)
    listed = {offer.entry for offer in opened.window.overlays.search.found("")}
    in_menus = [entry for menu in opened.main.menus.values() for entry in entries_of(menu)]
    assert [entry.text() for entry in in_menus if entry not in listed] == []
    assert set(opened.window.actions_by_id.values()) <= listed
    assert opened.window.overlays.search.list.count() == len(listed)


@pytest.mark.parametrize("protocol", PROTOCOLS, ids=lambda protocol: protocol.id)
def test_every_protocol_is_found_by_its_name_and_followed(opened: Driver, protocol: Protocol) -> None:
    opened.key(Qt.Key.Key_K, CONTROL)
    opened.type(protocol.name)
    opened.key(Qt.Key.Key_Return)
    assert opened.window.bench.case.protocol is protocol
    assert opened.window.actions_by_id[f"protocol_{protocol.id}"].isChecked()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("calibr ball", "Ball"),
        ("calibr ruler", "Ruler"),
        ("calibr typed", "Typed spacing…"),
        ("bone", "Bone"),
        ("soft tissue", "Soft tissue"),
        ("automatic", "Automatic window"),
        ("cobb", "Cobb angle"),
        ("plumb", "Plumb line"),
        ("film.png", "film.png"),
    ],
)
def test_tools_scales_presets_and_recent_work_are_found_by_their_words(opened: Driver, typed: str, first: str) -> None:
    opened.window.search_commands()
    assert opened.window.overlays.search.found(typed)[0].text == first


def test_a_preset_of_the_grey_scale_is_set_from_the_search(opened: Driver) -> None:
    opened.key(Qt.Key.Key_K, CONTROL)
    opened.type("bone")
    opened.key(Qt.Key.Key_Return)
    voi = opened.window.bench.display.voi
    assert isinstance(voi, Window)
    assert voi.explanation == "Bone"


def test_a_command_is_found_and_run_without_the_mouse(opened: Driver) -> None:
    opened.key(Qt.Key.Key_K, CONTROL)
    search = opened.window.overlays.search
    assert search.isVisible()
    opened.type("invert")
    opened.key(Qt.Key.Key_Return)
    assert not search.isVisible()
    assert opened.window.bench.display.inverted
    assert opened.window.canvas.hasFocus()


def test_a_search_without_a_find_says_so_and_runs_nothing(driver: Driver) -> None:
    driver.window.search_commands()
    driver.type("zebra")
    search = driver.window.overlays.search
    assert search.list.item(0).text() == "No command has these words"
    driver.key(Qt.Key.Key_Return)
    assert search.isVisible()


def test_the_search_says_why_a_command_is_off_and_does_not_run_it(driver: Driver) -> None:
    driver.window.search_commands()
    driver.type("report")
    shown = [label.text() for label in driver.window.overlays.search.list.findChildren(QLabel)]
    assert "File: open a picture first" in shown
    assert "Ctrl+R" in shown
    driver.key(Qt.Key.Key_Return)
    assert driver.window.overlays.search.isVisible()
    driver.key(Qt.Key.Key_Escape)
    assert not driver.window.overlays.search.isVisible()


def test_the_arrows_go_through_what_was_found(opened: Driver) -> None:
    opened.window.search_commands()
    opened.type("zoom")
    first = opened.window.overlays.search.list.currentRow()
    opened.key(Qt.Key.Key_Down)
    assert opened.window.overlays.search.list.currentRow() == first + 1
    opened.key(Qt.Key.Key_Up)
    assert opened.window.overlays.search.list.currentRow() == first
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Escape, NONE)


def test_every_command_that_can_be_off_says_why(driver: Driver) -> None:
    for action in ACTIONS:
        assert bool(action.why_not(driver.window)) is not action.can_run(driver.window)
        assert action.why_off


def test_a_question_mark_shows_the_sheet_as_well_and_belongs_to_it(opened: Driver, preferences: Preferences) -> None:
    shown = [key.toString() for key in opened.window.actions_by_id["keys"].shortcuts()]
    assert shown == ["F1", "?"]
    assert "cannot be changed" in KeyMap(preferences).assign("fit", "?")


def test_the_tip_of_every_tool_for_drawing_tells_that_it_stays_in_the_hand() -> None:
    drawing = [action for action in ACTIONS if action.menu == "Draw"]
    assert len(drawing) == len(DrawingKind)
    assert all(action.tip.endswith("one after the other, until Esc") for action in drawing)
