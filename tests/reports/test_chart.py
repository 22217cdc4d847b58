"""Charts by age: what is shown beside the patient, of which population, and that it is drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from kneeview.case.case import Case
from kneeview.case.patient import PatientFacts
from kneeview.domain.limb import SIDES
from kneeview.domain.norms import PERSISTENCE
from kneeview.domain.posture import Posture
from kneeview.reports.chart import Chart, charts_of
from kneeview.reports.chart_painter import PAPER, ChartBlock, legend
from kneeview.reports.fonts import PT
from tests.reports.cases import measured, photo


def aged(years: float, sex: str = "", case: Case | None = None) -> Case:
    case = case or measured()
    return replace(case, patient=PatientFacts(sex=sex, age_years=years), posture=Posture(knees_touching=True))


def charts(case: Case) -> tuple[Chart, Chart]:
    angle, distance = charts_of(case, case.readings())
    return angle, distance


def test_an_adult_has_no_chart_by_age_and_neither_has_one_of_unknown_age() -> None:
    for case in (aged(18), replace(measured(), patient=PatientFacts())):
        assert charts_of(case, case.readings()) == ()


def test_a_childs_readings_stand_at_the_age_with_their_intervals() -> None:
    angle, distance = charts(aged(6.5, "F"))
    assert [point.side for point in angle.points] == list(SIDES)
    assert [point.side for point in distance.points] == [None]
    for point in (*angle.points, *distance.points):
        assert point.age == 6.5
        assert point.low < point.value < point.high
    readings = {(r.measurement.id, r.side): r.text for r in aged(6.5).readings()}
    assert [point.text for point in angle.points] == [readings["fta", side] for side in SIDES]


def test_without_the_posture_the_distance_has_no_point() -> None:
    case = replace(aged(6.5), posture=Posture())
    assert charts(case)[1].points == ()


@pytest.mark.parametrize(("sex", "wanted", "other"), [("F", "girls", "boys"), ("M", "boys", "girls")])
def test_series_are_of_the_patients_sex_where_the_source_tells_them_apart(sex: str, wanted: str, other: str) -> None:
    for chart in charts(aged(5, sex)):
        said = " ".join(series.text for series in chart.series)
        assert wanted in said
        assert other not in said
    assert "Malay children" not in charts(aged(5, sex))[0].series[1].text


def test_of_unknown_sex_a_source_with_all_children_is_shown_once() -> None:
    malaysia = [series for series in charts(aged(5))[0].series if "Malaysia" in series.text]
    assert len(malaysia) == 1
    assert "Malay children" in malaysia[0].text


def test_a_film_is_told_from_series_that_were_measured_on_the_body() -> None:
    film = charts(aged(5))[0]
    own = [series for series in film.series if series.is_own_method]
    assert own
    assert all("on films" in series.text for series in own)
    assert "methods differ" in film.notes[0]
    opened = photo()
    at_the_skin = charts(aged(5, case=opened.case))[0]
    assert "skin" in at_the_skin.title
    assert not any("on films" in series.text for series in at_the_skin.series if series.is_own_method)


def test_until_when_legs_should_be_straight_is_said_with_its_sources_and_as_no_verdict() -> None:
    said = charts(aged(9))[0].notes[-1]
    assert "no verdict" in said
    for advice in PERSISTENCE:
        assert f"{advice.text} ({advice.source})." in said


def test_the_recalled_curve_is_a_guide_and_no_series() -> None:
    angle, distance = charts(aged(5, "M"))
    assert angle.guide is not None
    assert angle.guide.band == 10
    assert "recalled" in angle.guide.text
    assert "no limit" in angle.guide.text
    assert distance.guide is None
    assert not any("Salenius" in series.text for series in angle.series)


def test_every_series_has_a_letter_of_its_own_and_stands_on_the_axis() -> None:
    for chart in charts(aged(6)):
        letters = [series.letter for series in chart.series]
        assert letters == sorted(set(letters))
        for series in chart.series:
            for figure in series.figures:
                assert 0 <= figure.age_from <= figure.age_to <= 18
                assert chart.low <= figure.value <= chart.high
        for point in chart.points:
            assert chart.low <= point.low <= point.high <= chart.high


def test_a_line_of_the_legend_is_short_and_its_source_stands_once_with_the_letters() -> None:
    for chart in charts(aged(6, "F")):
        assert max(len(series.text) for series in chart.series) < 140
        told = dict(chart.sources)
        assert len(set(told.values())) == len(told)
        for series in chart.series:
            (where,) = [letters for letters, source in chart.sources if source == f"{series.source}."]
            assert series.letter in where.split(", ")
    korea = charts(aged(6))[0].series[0]
    assert korea.text == "Korea 2008, on films: Korean children, 1.5 to 7-8 y."


def test_the_axis_of_angles_bears_words_and_no_sign() -> None:
    texts = [tick.text for tick in charts(aged(6))[0].ticks]
    assert "10° valgus" in texts
    assert "10° varus" in texts
    assert not any("-" in text for text in texts)


def drawn(chart: Chart) -> QImage:
    picture = QImage(600, 260, QImage.Format.Format_RGB32)
    picture.fill(QColor(PAPER.ground))
    painter = QPainter(picture)
    painter.scale(1 / PT, 1 / PT)
    ChartBlock(chart, 600 * PT, 260 * PT).draw(painter, 0, 0)
    painter.end()
    return picture


def coloured(picture: QImage, colour: str) -> int:
    wanted = QColor(colour).rgb()
    return sum(picture.pixel(x, y) == wanted for x in range(picture.width()) for y in range(picture.height()))


def reddish(picture: QImage) -> int:
    colours = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    return sum(colour.red() > colour.blue() + 60 for colour in colours)


def test_the_patient_is_drawn_in_the_colours_of_the_legs_over_the_sources() -> None:
    angle, distance = charts(aged(6.5, "F"))
    shown = drawn(angle)
    assert coloured(shown, PAPER.right) > 10
    assert coloured(shown, PAPER.left) > 10
    assert coloured(shown, PAPER.band) > 1000
    empty = drawn(replace(angle, points=()))
    assert coloured(empty, PAPER.right) == 0
    assert reddish(drawn(distance)) > 500
    assert reddish(drawn(replace(distance, series=()))) == 0


def test_the_legend_names_every_series_and_fits_its_width() -> None:
    for chart in charts(aged(6.5, "F")):
        lines = list(legend(chart, 240 * PT))
        assert len(lines) == len(chart.series) + (chart.guide is not None) + len(chart.notes)
        assert all(line.natural_width <= line.width + 0.1 * PT for line in lines)
