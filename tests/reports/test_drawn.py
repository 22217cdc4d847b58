"""Drawings in every form of a report: picture, PDF, text, JSON, CSV. Programs that know the old ids find them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

from pypdf import PdfReader
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from kneeview.case.case import Case
from kneeview.domain.drawing.shapes import Drawing, DrawingKind
from kneeview.domain.geometry import ImagePoint
from kneeview.imaging.radiograph import Radiograph
from kneeview.reports.model import report_of
from kneeview.reports.pdf import pdf_of
from kneeview.reports.picture import annotated_picture
from kneeview.reports.table.csv_file import COLUMNS, csv_bytes
from kneeview.reports.table.json_file import json_bytes
from kneeview.reports.table.text_file import text_of
from kneeview.scene.palette import MINT
from tests.reports.cases import film, measured, only, uncalibrated

D = DrawingKind
AT = datetime(2026, 1, 2, tzinfo=UTC)


def drawn() -> tuple[Case, Radiograph]:
    """Return a measured case with some drawings on it."""
    case, image = measured(), film()
    width, height = float(image.columns), float(image.rows)

    def at(x: float, y: float) -> ImagePoint:
        return ImagePoint(x * width, y * height)

    for kind, points, name in (
        (D.LENGTH, (at(0.2, 0.2), at(0.4, 0.2)), "=leg scar"),
        (D.LEVEL, (at(0.2, 0.3), at(0.6, 0.31)), ""),
        (D.TEXT, (at(0.5, 0.5),), "old fracture"),
        (D.CIRCLE, (at(0.5, 0.6), at(0.5, 0.6)), ""),
        (D.ARROW, (at(0.5, 0.7), at(0.4, 0.6)), ""),
    ):
        case = case.with_drawing(Drawing(case.drawn + 1, kind, points, name))
    return case, image


def rows(case: Case) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_bytes(case).decode("utf-8-sig"))))


def test_csv_has_a_row_for_each_number_after_the_known_ones() -> None:
    case, _ = drawn()
    plain = measured()
    before, after = rows(plain), rows(case)
    assert after[: len(before)] == before
    added = after[len(before) :]
    assert [row["id"] for row in added] == [
        "length_1.length",
        "level_2.height_difference",
        "level_2.tilt",
        "circle_4.diameter",
    ]
    assert all(set(row) == set(COLUMNS) and row["side"] == "" for row in added)
    assert added[0]["name"] == "'=leg scar"
    assert float(added[0]["value"]) > 0
    assert float(added[0]["interval95_low"]) < float(added[0]["value"])
    assert (added[3]["status"], added[3]["value"], added[3]["reason"]) == ("undefined", "", "its ends coincide")


def test_json_has_drawings_with_points_and_readings() -> None:
    case, image = drawn()
    plain = measured()
    document, before = json.loads(json_bytes(case, image)), json.loads(json_bytes(plain, image))
    assert before["drawings"] == []
    assert {key: document[key] for key in before if key != "drawings"} == {
        key: value for key, value in before.items() if key != "drawings"
    }
    length, level, text, circle, arrow = document["drawings"]
    assert (length["id"], length["kind"], length["name"], len(length["points"])) == (
        "length_1", "length", "=leg scar", 2,
    )  # fmt: skip
    (reading,) = length["readings"]
    assert reading["status"] == "value"
    assert reading["unit"] == "mm"
    assert reading["text"].endswith(" mm")
    assert reading["interval95"][0] < reading["value"] < reading["interval95"][1]
    assert [r["id"] for r in level["readings"]] == ["level_2.height_difference", "level_2.tilt"]
    assert (text["name"], text["readings"], arrow["readings"]) == ("old fracture", [], [])
    assert circle["readings"][0]["reason"] == "its ends coincide"


def test_without_a_scale_lengths_are_withheld() -> None:
    case, image = drawn()
    reading = json.loads(json_bytes(uncalibrated(case), image))["drawings"][0]["readings"][0]
    assert (reading["status"], reading["reason"]) == ("withheld", "uncalibrated")


def test_the_assumed_error_is_told_where_it_counts() -> None:
    case, image = drawn()
    told = [any("free measurement" in e for e in report_of(c, image, AT).placement_errors) for c in (case, measured())]
    assert told == [True, False]
    assert not any("free measurement" in e for e in report_of(uncalibrated(case), image, AT).placement_errors)


def test_the_text_lists_them_with_their_error() -> None:
    case, image = drawn()
    text = text_of(case, image)
    assert "Free measurement" in text
    line = next(line for line in text.splitlines() if line.startswith("=leg scar"))
    assert "mm" in line
    assert "±" in line
    assert "Free measurement" not in text_of(measured(), image)


def test_the_pdf_has_their_table_and_their_words(qapp: QApplication) -> None:
    case, image = drawn()
    report = report_of(case, image, AT)
    content = pdf_of(report, case, image, image.default_display)
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    for words in ("Free measurement", "Level 2, height difference", "its ends coincide", "old fracture"):
        assert words in text
    assert "each point of a free measurement 1" in text


def test_page_one_leads_to_them_where_no_landmark_was_placed(qapp: QApplication) -> None:
    case, image = drawn()
    bare = only((), case)
    words = []
    for each in (bare, replace(bare, drawings=())):
        content = pdf_of(report_of(each, image, AT), each, image, image.default_display)
        words.append(" ".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().split()))
    assert "The free measurements stand" in words[0]
    assert "The free measurements stand" not in words[1]
    assert all("There are no readings" in text for text in words)


def test_the_picture_shows_them(qapp: QApplication) -> None:
    case, image = drawn()
    colour = QColor(MINT)
    mint = (colour.red(), colour.green(), colour.blue())
    picture = annotated_picture(case, image, image.default_display)
    plain = annotated_picture(measured(), image, image.default_display)
    assert (picture == mint).all(axis=-1).sum() > 100
    assert not (plain == mint).all(axis=-1).any()
