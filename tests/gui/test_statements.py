"""What the window says of readings in words: influence, quoted ranges side by side, angles, ways to the inequality."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kneeview.case.demo import measured_film
from kneeview.case.opening import Opened
from kneeview.case.patient import PatientFacts
from kneeview.case.placements import Limb, PointMark
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.malalignment import malalignment
from kneeview.domain.posture import Posture
from kneeview.domain.quoted import Range
from kneeview.gui.canvas import Canvas
from kneeview.gui.prompt_strip import PromptStrip
from kneeview.gui.quoted_norms import quoted_norms_for
from kneeview.gui.range_glyph import _shaded
from kneeview.gui.reading_detail import NOT_READ_AGAIN, detail
from kneeview.gui.statement_panel import StatementPanel
from kneeview.gui.steps_panel import StepsPanel
from kneeview.gui.theme import DARK
from kneeview.gui.workbench import Workbench
from kneeview.imaging.phantom import CHILD, DEMO, Film, film_image
from kneeview.tools.tool_id import ToolId

HIP = (Side.RIGHT, L.HIP_CENTER)


def bench_of(film: Film) -> Workbench:
    bench = Workbench()
    image = film_image(film)
    bench.put(Opened(measured_film(film, image), image))
    return bench


@pytest.fixture(scope="module")
def adult() -> Workbench:
    return bench_of(DEMO)


@pytest.fixture(scope="module")
def child() -> Workbench:
    return bench_of(CHILD)


def told_of(bench: Workbench, measurement_id: str) -> str:
    """Return what the row of a measurement unfolds to."""
    found = tuple(reading for reading in bench.readings if reading.measurement.id == measurement_id)
    entry = found[0].measurement
    return detail(entry, found, DARK, quoted_norms_for(entry, bench.subject))


def test_the_strip_tells_what_a_millimetre_of_the_landmark_in_the_hand_does(qtbot: QtBot) -> None:
    bench = bench_of(DEMO)
    canvas = Canvas(bench)
    strip = PromptStrip(bench, canvas)
    qtbot.addWidget(canvas)
    qtbot.addWidget(strip)
    bench.machine.take(ToolId.SELECT)
    strip.show()

    def said() -> str:
        return " | ".join(label.text() for label in strip.findChildren(QLabel) if label.isVisible() and label.text())

    assert "Drag a mark" in said()
    bench.session.select(HIP)
    assert "Right hip centre | 1 mm here changes MAD by 0.4" in said()
    assert "Drag a mark" not in said()
    bench.machine.take(ToolId.PLACE)
    bench.session.select(HIP)
    assert "Right hip centre: 1 mm here changes MAD by 0.4" in said()
    bench.session.select(None)
    assert "1 mm" not in said()


def test_a_child_is_shown_what_every_source_says_side_by_side(child: Workbench) -> None:
    girl = PatientFacts(sex="F", age_years=5.0)
    posture = Posture(weight_bearing=True, knees_touching=True)
    child.edit(lambda case: replace(case, patient=girl, posture=posture), "Patient")
    told = told_of(child, "imd")
    assert told.count("<tr>") >= 2 * 5, "each source has a line of its own"
    assert "mean 26 mm ± 8.8 (SD)" in told, "means as quoted"
    assert "See a doctor" in told
    assert "boys" not in told


def test_what_is_only_recalled_says_so_and_has_no_outcome(adult: Workbench) -> None:
    told = told_of(adult, "jlca")
    line = next(line for line in told.split("</tr>") if "0–2" in line)
    assert NOT_READ_AGAIN in line
    assert not any(word in line for word in ("within", "outside", "indeterminate"))


def test_a_reading_without_value_names_its_ranges_and_no_outcome() -> None:
    bench = Workbench()
    told = told_of(bench, "mldfa")
    assert "85–90°" in told
    assert not any(word in told for word in ("within", "outside", "indeterminate"))


def test_a_child_without_a_value_is_shown_the_norms_of_its_age_and_until_when_legs_straighten(qtbot: QtBot) -> None:
    del qtbot
    bench = bench_of(CHILD)
    nothing: dict[Side, Limb] = {side: {} for side in Side}
    bench.edit(lambda case: replace(case, patient=PatientFacts(sex="F", age_years=5.0), limbs=nothing), "Patient")
    told = told_of(bench, "imd")
    assert "mean 26 mm ± 8.8 (SD)" in told
    assert "Refer if knock-knees persist or worsen after 7 to 8 years of age" in told
    assert "boys" not in told
    quoted = told.partition("From the literature")[0]
    assert not any(word in quoted for word in ("within", "outside", "indeterminate"))
    bench.edit(lambda case: replace(case, patient=PatientFacts(), header_patient=PatientFacts()), "Patient")
    told = told_of(bench, "imd")
    assert "Norms go by age, which is not known" in told
    assert "knock-knees" not in told


def test_the_sections_say_what_the_report_says_and_follow_when_the_hand_rests(qtbot: QtBot) -> None:
    bench = bench_of(DEMO)
    panel = StatementPanel(bench, DARK)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.angles.text == "", "folded at first"
    for head in panel.findChildren(QPushButton):
        QTest.mouseClick(head, Qt.MouseButton.LeftButton)
    before = panel.angles.text
    for sentence in malalignment(bench.readings).sentences:
        assert escape(sentence) in before
    assert "Femoral head height" in panel.inequality.text
    place = bench.case.placement(Side.RIGHT, L.FEMORAL_CONDYLE_MEDIAL)
    assert isinstance(place, PointMark)
    moved = PointMark(place.point.moved(0, -40))
    bench.edit(lambda case: case.with_placement(Side.RIGHT, L.FEMORAL_CONDYLE_MEDIAL, moved), "Move")
    assert panel.angles.text == before, "not while the hand moves"
    qtbot.waitUntil(lambda: panel.angles.text != before)
    assert escape(malalignment(bench.readings).sentences[0]) in panel.angles.text


def test_without_angles_and_lengths_there_are_no_sections(qtbot: QtBot) -> None:
    panel = StatementPanel(Workbench(), DARK)
    qtbot.addWidget(panel)
    panel.show()
    panel.refresh()
    assert not panel.angles.isVisible()
    assert not panel.inequality.isVisible()


def test_of_another_protocol_no_row_of_the_one_before_is_left_to_be_painted(qtbot: QtBot) -> None:
    bench = bench_of(DEMO)
    panel = StepsPanel(bench, DARK, lambda _: None)
    qtbot.addWidget(panel)
    panel.show()
    panel.refresh()
    before = [button for button in panel.findChildren(QPushButton) if button.isVisible()]
    bench.edit(lambda case: replace(case, protocol_id="quick_axis"), "Protocol")
    assert not any(button.isVisible() for button in before)
    assert len([button for button in panel.findChildren(QPushButton) if button.isVisible()]) == len(bench.case.steps)


def test_a_range_with_one_limit_has_its_glyph_too() -> None:
    ranges = [(None, 80.0), (5.0, None), (None, None), (85.0, 90.0)]
    shaded = [_shaded(Range(low, high, "", "")) for low, high in ranges]
    assert shaded == [(0.0, 80.0), (5.0, 10.0), (-1.0, 0.0), (85.0, 90.0)]
