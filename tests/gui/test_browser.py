"""The page that lists what a folder or an archive holds: choosing from it, and leaving all as it was."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kneeview.case.placements import PointMark
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.gui import dialogs, looking_through
from kneeview.gui.browser_line import BrowserDelegate
from kneeview.gui.browser_model import HEADINGS, BrowserModel, line_of
from kneeview.gui.dialogs import Answer
from kneeview.gui.looking_through import Search, Thumbnails
from kneeview.gui.theme import DARK, LIGHT
from kneeview.imaging.collection import Entry, EntryKind, Tell, Worth, collected
from kneeview.imaging.collection.entry import Place
from kneeview.imaging.radiograph import Cancelled, ImageError, Progress
from tests.e2e.window import LEFT, PATIENCE_MS, Driver
from tests.imaging.dicom_files import as_bytes, film, saved

ESCAPE, ENTER, DOWN, END = Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_End


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Driver:
    return Driver(qtbot, tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a chest, a knee and a long leg."""
    made = tmp_path / "disc"
    made.mkdir()
    saved(made, film(BodyPartExamined="CHEST", PatientName="Roe^Richard"), "1.dcm")
    saved(made, film(BodyPartExamined="KNEE", PatientName="Doe^Jane", StudyDate="20260504"), "2.dcm")
    saved(made, film(SeriesDescription="Long leg", PatientName="Doe^Jane"), "3.dcm")
    return made


def shown(driver: Driver) -> list[str]:
    return [entry.name for entry in driver.window.browser.model.entries()]


def wait_for_picture(driver: Driver, qtbot: QtBot, name: str) -> None:
    qtbot.waitUntil(lambda: not driver.busy and driver.window.bench.case.image.name == name, timeout=PATIENCE_MS)


def with_edit(driver: Driver, path: Path) -> None:
    """Open a picture and place a landmark on it."""
    driver.open(path)
    driver.window.bench.edit(
        lambda case: case.with_placement(Side.RIGHT, L.KNEE_CENTER, PointMark(ImagePoint(3, 4))), "Place"
    )


# ----------------------------------------------------------------------------------------------------------- choosing


def test_what_cannot_be_opened_says_why_in_the_list_and_is_not_what_enter_opens(
    driver: Driver, tmp_path: Path, qtbot: QtBot
) -> None:
    made = tmp_path / "disc"
    made.mkdir()
    whole = as_bytes(film(np.zeros((40, 30), np.uint16), BodyPartExamined="KNEE"))
    (made / "1.dcm").write_bytes(whole[:-900])
    (made / "2.dcm").write_bytes(whole)
    (made / "notes.txt").write_text("words")
    driver.browse(made)
    browser = driver.window.browser
    cut, good, notes = browser.model.entries()
    qtbot.waitUntil(lambda: browser.model.remark(cut) != "", timeout=PATIENCE_MS)
    assert "cut short" in browser.model.remark(cut)
    assert browser.model.remark(good) == ""
    assert browser.current is good
    index = browser.model.index(browser.model.row_of(cut))
    assert "cut short" in str(browser.model.data(index))
    assert "3 files, 2 pictures." in browser.head.progress_line.text()
    assert "1 file is no picture, case or archive." in browser.head.progress_line.text()
    driver.key(END)
    assert browser.current is notes
    driver.key(ENTER)
    assert driver.window.is_browsing
    assert driver.window.banner.text == "notes.txt: No picture, case or archive that kneeview knows."


def test_a_folder_is_listed_the_measurable_first_and_enter_opens_it(driver: Driver, folder: Path, qtbot: QtBot) -> None:
    driver.browse(folder)
    assert shown(driver) == ["3.dcm", "2.dcm", "1.dcm"]
    assert driver.window.browser.head.progress_line.text() == "3 files, 3 pictures"
    driver.key(ENTER)
    wait_for_picture(driver, qtbot, "3.dcm")
    assert not driver.window.is_browsing
    assert driver.window.canvas.isVisible()


def test_arrows_go_past_the_headings(driver: Driver, folder: Path, qtbot: QtBot) -> None:
    driver.browse(folder)
    browser = driver.window.browser
    names = []
    for _ in range(3):
        assert browser.current is not None
        names.append(browser.current.name)
        driver.key(DOWN)
    assert names == ["3.dcm", "2.dcm", "1.dcm"]
    driver.key(ENTER)
    wait_for_picture(driver, qtbot, "1.dcm")


def test_a_double_click_opens(driver: Driver, folder: Path, qtbot: QtBot) -> None:
    driver.browse(folder)
    browser = driver.window.browser
    entry = browser.model.entries()[1]
    place = browser.list.visualRect(browser.model.index(browser.model.row_of(entry))).center()
    QTest.mouseClick(browser.list.viewport(), LEFT, pos=place)
    assert browser.current is entry
    QTest.mouseDClick(browser.list.viewport(), LEFT, pos=place)
    wait_for_picture(driver, qtbot, "2.dcm")


def test_a_zipped_picture_opens_and_the_case_is_offered_beside_the_archive(
    driver: Driver, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "visit.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("DICOM/IM1", as_bytes(film()))
        made.writestr("inner.zip", b"PK\x05\x06" + bytes(18))
    driver.browse(path)
    assert shown(driver) == ["IM1", "inner.zip"]
    driver.key(END)
    driver.key(ENTER)
    assert "An archive inside an archive" in driver.window.banner.text
    driver.key(Qt.Key.Key_Home)
    driver.window.browser.open_current()
    wait_for_picture(driver, qtbot, "IM1")
    offered: list[Path] = []
    monkeypatch.setattr(dialogs, "ask_save", lambda _, suggestion: offered.append(suggestion))
    driver.window.saving.save_as()
    assert [place.parent for place in offered] == [tmp_path]
    assert "quick-axis" in offered[0].name
    assert driver.preferences.recent[0] == Path(f"{path}!DICOM/IM1")
    driver.window.files.open(driver.preferences.recent[0])
    driver.wait_for_task()
    assert driver.window.bench.case.image.name == "IM1"


def test_an_archive_in_a_folder_is_looked_through_in_its_turn(driver: Driver, folder: Path) -> None:
    with zipfile.ZipFile(folder / "a.zip", "w") as made:
        made.writestr("inside.dcm", as_bytes(film()))
    driver.browse(folder)
    driver.key(END)
    driver.key(ENTER)
    driver.browse(folder / "a.zip")
    assert shown(driver) == ["inside.dcm"]


def test_a_folder_named_like_a_film_is_listed(driver: Driver, tmp_path: Path) -> None:
    (tmp_path / "x.dcm").mkdir()
    saved(tmp_path / "x.dcm", film(), "inside")
    driver.browse(tmp_path / "x.dcm")
    assert shown(driver) == ["inside"]


def test_several_files_are_a_list_and_one_opens_at_once(driver: Driver, folder: Path) -> None:
    driver.browse(folder / "1.dcm", folder / "2.dcm")
    assert shown(driver) == ["2.dcm", "1.dcm"]
    driver.window.files.open_all((folder / "1.dcm",))
    driver.wait_for_task()
    assert driver.window.bench.case.image.name == "1.dcm"
    driver.window.files.open_all(())


def test_a_drop_of_a_folder_lists_it(driver: Driver, folder: Path, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    driver.main.dropEvent(
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    )
    qtbot.waitUntil(lambda: len(shown(driver)) == 3, timeout=PATIENCE_MS)


def test_the_menu_asks_for_a_folder(driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[Path | None] = [None, folder]
    monkeypatch.setattr(dialogs, "ask_folder", lambda *_: answers.pop(0))
    driver.window.actions_by_id["open_folder"].trigger()
    assert driver.window.start_page.isVisible()
    driver.window.actions_by_id["open_folder"].trigger()
    assert driver.window.is_browsing
    assert driver.preferences.recent == (folder,)


# --------------------------------------------------------------------------------------------- the work stays as it is


def test_browsing_leaves_the_present_work_untouched(
    driver: Driver, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_edit(driver, folder / "1.dcm")
    case = driver.window.bench.case
    driver.browse(folder)
    browser = driver.window.browser
    assert browser.head.back.text() == "Back to the picture"
    unreachable = [a for a in ("save", "undo", "clear", "fit", "report") if driver.window.actions_by_id[a].isEnabled()]
    assert unreachable == []
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Space, DOWN):
        driver.key(key)
    answers = [Answer.CANCEL]
    monkeypatch.setattr(dialogs, "ask_unsaved", lambda *_: answers.pop(0))
    driver.key(ENTER)
    assert answers == []
    assert driver.window.is_browsing
    assert browser.list.hasFocus()
    driver.key(ESCAPE)
    assert driver.window.canvas.isVisible()
    assert driver.window.bench.case is case
    assert driver.window.bench.session.is_dirty
    assert driver.window.actions_by_id["undo"].isEnabled()
    driver.browse(folder)
    answers.append(Answer.DISCARD)
    driver.key(ENTER)
    wait_for_picture(driver, qtbot, "3.dcm")
    assert not driver.window.bench.session.is_dirty


def test_a_picture_that_cannot_be_read_leaves_the_list_and_the_work(driver: Driver, folder: Path) -> None:
    driver.open(folder / "1.dcm")
    driver.browse(folder)
    (folder / "3.dcm").unlink()
    driver.key(ENTER)
    driver.wait_for_task()
    assert driver.window.banner.text == "3.dcm: There is no such file."
    assert driver.window.is_browsing
    assert driver.window.bench.case.image.name == "1.dcm"
    QTest.mouseClick(driver.window.browser.head.back, LEFT)
    assert driver.window.canvas.isVisible()


def test_without_a_picture_back_leads_to_the_start(driver: Driver, folder: Path) -> None:
    driver.browse(folder)
    assert driver.window.browser.head.back.text() == "Back"
    driver.key(ESCAPE)
    assert driver.window.start_page.isVisible()


# ----------------------------------------------------------------------------------------------------------- filtering


def test_typing_filters_by_every_word_and_escape_shows_all_again(driver: Driver, folder: Path, qtbot: QtBot) -> None:
    driver.browse(folder)
    driver.type("j")
    assert driver.window.browser.head.filter.hasFocus()
    driver.type("ane 2026-05")
    qtbot.waitUntil(lambda: shown(driver) == ["2.dcm"], timeout=PATIENCE_MS)
    driver.key(ESCAPE)
    qtbot.waitUntil(lambda: len(shown(driver)) == 3, timeout=PATIENCE_MS)
    assert driver.window.is_browsing
    assert driver.window.browser.list.hasFocus()


def test_enter_in_the_filter_opens_what_it_leaves(driver: Driver, folder: Path, qtbot: QtBot) -> None:
    driver.browse(folder)
    driver.window.browser.head.filter.setFocus()
    driver.type("richard")
    driver.key(ENTER)
    wait_for_picture(driver, qtbot, "1.dcm")


def test_arrows_in_the_filter_go_to_the_list_and_a_filter_that_leaves_nothing_says_so(
    driver: Driver, folder: Path, qtbot: QtBot
) -> None:
    driver.browse(folder)
    browser = driver.window.browser
    browser.head.filter.setFocus()
    driver.key(DOWN)
    assert browser.list.hasFocus()
    driver.type("xyz")
    qtbot.waitUntil(lambda: shown(driver) == [], timeout=PATIENCE_MS)
    assert "xyz" in driver.window.browser.empty_words
    driver.key(ENTER)
    assert driver.window.is_browsing


# ----------------------------------------------------------------------------------------------- progress and refusals


def test_a_search_can_be_stopped_in_the_middle(
    driver: Driver, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Event()

    def slow(paths: tuple[Path, ...], tell: Tell) -> Iterator[Entry]:
        for entry in collected(paths, tell):
            yield entry
            gate.wait(PATIENCE_MS / 1000)

    monkeypatch.setattr(looking_through, "collected", slow)
    driver.window.files.open_all((folder,))
    qtbot.waitUntil(lambda: len(shown(driver)) == 1, timeout=PATIENCE_MS)
    browser = driver.window.browser
    assert browser.head.progress_line.text() == "1 file, 0 pictures so far"
    assert browser.search is not None
    QTest.mouseClick(browser.head.stop_button, LEFT)
    assert not browser.is_searching
    assert browser.head.progress_line.text() == "Stopped after 1 file, 0 pictures. There may be more."
    gate.set()
    search = browser.search
    qtbot.waitUntil(lambda: search.is_over, timeout=PATIENCE_MS)
    assert shown(driver) == ["1.dcm"]


def test_a_disk_that_hangs_is_told_and_does_not_hold_the_window(
    driver: Driver, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Event()

    def hanging(paths: tuple[Path, ...], tell: Tell) -> Iterator[Entry]:
        gate.wait(PATIENCE_MS / 1000)
        yield from ()

    monkeypatch.setattr(looking_through, "collected", hanging)
    monkeypatch.setattr("kneeview.gui.browser_head.PATIENCE_S", 0.1)
    driver.window.files.open_all((folder,))
    browser = driver.window.browser
    qtbot.waitUntil(lambda: "The disk has not answered" in browser.head.progress_line.text(), timeout=PATIENCE_MS)
    driver.key(ESCAPE)
    assert driver.window.start_page.isVisible()
    gate.set()


def test_what_cannot_be_looked_through_is_one_sentence(driver: Driver, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + b"words" * 30)
    driver.browse(tmp_path / "a.zip")
    assert driver.window.browser.head.progress_line.text() == "The ZIP archive is damaged or cut short."
    (tmp_path / "empty").mkdir()
    driver.browse(tmp_path / "empty")
    assert driver.window.browser.head.progress_line.text() == "0 files, 0 pictures"
    assert driver.window.browser.empty_words == "There is no picture, case or archive here."


def test_a_fault_of_the_program_in_a_search_is_raised_on_the_gui_thread(
    folder: Path, qtbot: QtBot, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(paths: tuple[Path, ...], tell: Tell) -> Iterator[Entry]:
        raise ZeroDivisionError

    monkeypatch.setattr(looking_through, "collected", faulty)
    with qtbot.captureExceptions() as faults:
        driver.window.files.open_all((folder,))
        qtbot.waitUntil(lambda: bool(faults), timeout=PATIENCE_MS)
    assert faults[0][0] is ZeroDivisionError


def test_what_is_found_later_does_not_move_the_present_entry_away(driver: Driver, folder: Path) -> None:
    driver.browse(folder)
    browser = driver.window.browser
    driver.key(DOWN)
    present = browser.current
    assert present is not None
    browser.add([replace(present, place=Place(Path(f"/y/{k}")), worth=Worth.ARCHIVE) for k in range(40)])
    top = browser.list.visualRect(browser.list.currentIndex()).top()
    for k in range(40):
        more = replace(present, place=Place(Path(f"/x/{k}.kneeview")), kind=EntryKind.CASE, worth=Worth.CASE)
        browser.add([more])
    assert browser.current is present
    assert browser.list.visualRect(browser.list.currentIndex()).top() == top


# ------------------------------------------------------------------------------------------------------ small pictures


def entries(count: int) -> list[Entry]:
    return [Entry(Place(Path(f"{k}.dcm")), EntryKind.DICOM, Worth.LIMB, rows=9, columns=9) for k in range(count)]


def test_small_pictures_of_what_is_seen_are_made(driver: Driver, folder: Path, qtbot: QtBot) -> None:
    driver.browse(folder)
    browser = driver.window.browser
    qtbot.waitUntil(
        lambda: all(browser.thumbnails.picture(entry) for entry in browser.model.entries()), timeout=PATIENCE_MS
    )
    picture = browser.thumbnails.picture(browser.model.entries()[0])
    assert isinstance(picture, QImage)
    assert (picture.width(), picture.height()) == (64, 64)


def test_only_what_is_still_seen_is_made(qtbot: QtBot) -> None:
    gate, begun = Event(), Event()
    made: list[Entry] = []

    def slow(entry: Entry, side: int, progress: Progress) -> NDArray[np.uint8]:
        begun.set()
        gate.wait(PATIENCE_MS / 1000)
        progress(0.5)
        made.append(entry)
        return np.zeros((4, 5), np.uint8)

    some = entries(50)
    thumbnails = Thumbnails(slow)
    thumbnails.want(some[:10])
    begun.wait(PATIENCE_MS / 1000)
    thumbnails.want(some[20:22])
    gate.set()
    qtbot.waitUntil(lambda: thumbnails.picture(some[21]) is not None, timeout=PATIENCE_MS)
    assert made == some[20:22]
    assert thumbnails.picture(some[0]) is None


def test_a_small_picture_that_cannot_be_made_is_not_tried_again(qtbot: QtBot) -> None:
    tried: list[Entry] = []

    def failing(entry: Entry, side: int, progress: Progress) -> NDArray[np.uint8]:
        tried.append(entry)
        raise ImageError("damaged")

    thumbnails = Thumbnails(failing)
    some = entries(2)
    for _ in range(2):
        with qtbot.waitSignal(thumbnails.changed, raising=False, timeout=300):
            thumbnails.want(some)
        qtbot.waitUntil(lambda: len(tried) == 2, timeout=PATIENCE_MS)
    assert tried == some


def test_no_more_than_some_hundreds_are_kept(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking_through, "_KEPT", 5)
    thumbnails = Thumbnails(lambda *_: np.zeros((4, 5, 3), np.uint8))
    some = entries(9)
    thumbnails.want(some)
    qtbot.waitUntil(lambda: thumbnails.picture(some[8]) is not None, timeout=PATIENCE_MS)
    assert [thumbnails.picture(entry) is not None for entry in some] == [False] * 4 + [True] * 5


def test_a_search_that_is_stopped_ends_and_keeps_what_it_found(folder: Path, qtbot: QtBot) -> None:
    search = Search((folder,))
    search.stop()
    search.start()
    qtbot.waitUntil(lambda: search.is_over, timeout=PATIENCE_MS)
    assert search.fault is None
    assert search.take() == []


# ----------------------------------------------------------------------------------------------------------- the lines


def test_every_worth_has_a_heading() -> None:
    assert set(HEADINGS) == set(Worth)


def test_a_line_is_in_words() -> None:
    entry = Entry(
        Place(Path("/disc/a.zip"), "DICOM/IM1"),
        EntryKind.DICOM,
        Worth.LIMB,
        12_345_678,
        "Doe^Jane",
        "7",
        "20260504",
        "Knee\x00 ap",
        "AP right",
        "DX",
        3000,
        2000,
        4,
    )
    line = line_of(entry, (str(Path("/disc/a.zip")),))
    assert (line.title, line.patient, line.date, line.kind) == ("Knee ap · AP right", "Doe, Jane", "4 May 2026", "DX")
    assert (line.pixels, line.size) == ("2000 × 3000", "4 frames · 12.3 MB")
    assert line.place == str(Path("DICOM/IM1"))
    assert line_of(replace(entry, description="", view="")).title == "IM1"


def test_the_screen_reader_hears_the_line_and_the_reason(driver: Driver, folder: Path) -> None:
    saved(folder, film(Modality="SR", Rows=None, Columns=None, PixelData=None), "report.dcm")
    driver.browse(folder)
    model = driver.window.browser.model
    heard = [model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert heard[0] == "Long-leg films"
    assert heard[1] == "Long leg, Doe, Jane, CR"
    assert str(heard[-1]).endswith("Holds no picture (Computed Radiography Image).")
    assert all(model.data(model.index(1), role) for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.UserRole))


@pytest.mark.parametrize("width", [300, 500, 700, 1500])
@pytest.mark.parametrize("tokens", [DARK, LIGHT])
def test_every_kind_is_drawn_at_every_width(width: int, tokens: object, driver: Driver, folder: Path) -> None:
    driver.browse(folder)
    browser = driver.window.browser
    browser.add([replace(e, worth=w, kind=k) for e in entries(1) for w in Worth for k in EntryKind])
    browser.retheme(LIGHT if tokens is LIGHT else DARK)
    browser.list.resize(width, 700)
    picture = browser.list.grab().toImage()
    assert picture.width() >= width
    colours = {picture.pixel(x, y) for x in range(0, width, 7) for y in range(0, 700, 7)}
    assert len(colours) > 5


def test_thousands_of_entries_take_little_time(qtbot: QtBot) -> None:
    model = BrowserModel()
    model.clear(())
    model.add(entries(5000))
    assert model.rowCount() == 5001
    model.filter_by("499 4999.dcm")
    assert [entry.name for entry in model.entries()] == ["4999.dcm"]
    delegate = BrowserDelegate(model, DARK, lambda _: None)
    assert delegate is not None


def test_leaving_the_window_stops_the_search(driver: Driver, folder: Path, qtbot: QtBot) -> None:
    driver.browse(folder)
    search = driver.window.browser.search
    assert search is not None
    driver.main.close()
    assert not driver.window.browser.is_searching
    with pytest.raises(Cancelled):
        search._tell(search.tally)


def test_a_button_of_the_start_page_asks_for_a_folder(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(dialogs, "ask_folder", lambda *_: asked.append(1))
    button = next(
        b for b in driver.window.start_page.findChildren(QPushButton) if b.accessibleName() == "Open a folder"
    )
    QTest.mouseClick(button, LEFT, pos=QPoint(5, 5))
    assert asked == [1]
    assert QApplication.focusWidget() is not None
