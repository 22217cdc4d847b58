"""The report on paper: what it says, that nothing overlaps, and that any name can be set."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QRectF
from PySide6.QtGui import QTransform

from kneeview.case.case import Case, new_case
from kneeview.case.opening import Opened
from kneeview.case.patient import PatientFacts
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.positioning import Positioning
from kneeview.domain.posture import Posture
from kneeview.imaging.windowing import rendered
from kneeview.reports.fonts import PT, can_be_set, missing_letters
from kneeview.reports.lettering import Layout, caption_boxes
from kneeview.reports.model import report_of
from kneeview.reports.page import A4, FOOT, MARGIN, Flow, Page, PageSize
from kneeview.reports.paper_picture import PaperPicture
from kneeview.reports.pdf import pdf_of
from kneeview.reports.sheet import composed
from kneeview.reports.text import BODY, Beside, Block, Panel, Paragraph, Span, Stack, shortened
from kneeview.scene.primitives import LineMark, Role
from tests.reports.cases import FULL, MADE_AT, QUICK, film, measured, only, photo, uncalibrated

LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff^" + "Hubert Blaine Adolph Bertram " * 12

NO_LETTERS = "\U0001f9b5"


def opened(case: Case) -> Opened:
    return Opened(case, film())


def named(name: str, reader: str = "") -> Opened:
    return opened(replace(only(FULL), patient=PatientFacts(name, "ID-" + "9" * 80), reader=reader or name))


CASES = {
    "every landmark": opened(measured()),
    "full alignment": opened(only(FULL)),
    "quick axis": opened(only(QUICK)),
    "half a protocol": opened(only(FULL[::2], replace(measured(), limbs=only(FULL).limbs))),
    "one leg": opened(only(FULL, sides=(Side.LEFT,))),
    "no scale": opened(uncalibrated(measured())),
    "nothing placed": opened(new_case(film())),
    "tall photo": photo(),
    "wide photo": photo(1200, 500),
    "tiny photo": photo(4, 3),
    "long names": named(LONG_NAME),
    "word without end": named("x" * 3000),
    "child": opened(
        replace(measured(), patient=PatientFacts(sex="F", age_years=6.5), posture=Posture(knees_touching=True))
    ),
    "long comments": opened(replace(only(QUICK), comments="Seen from in front.\n\n" * 150)),
    "long impression": opened(replace(measured(), impression="Valgus on both sides.\n\n" * 150)),
    "Cyrillic": named("Иванов^Иван"),
    "Arabic": named("محمد^عبد الله"),
    "no font": named(NO_LETTERS),
    "control characters": named("a\0b\x1b[31m\u2028c\r\n"),
}


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages).replace("\xa0", " ")


def pdf(of: Opened, size: PageSize = A4) -> bytes:
    return pdf_of(report_of(of.case, of.image, MADE_AT), of.case, of.image, of.image.default_display, size)


def pages_of(of: Opened, size: PageSize = A4) -> Sequence[Page]:
    return composed(report_of(of.case, of.image, MADE_AT), of.case, of.image, of.image.default_display, size)


def leaves(block: Block, x: float, y: float) -> Iterator[tuple[QRectF, Block]]:
    """Return the blocks that a block is made of, and where they lie."""
    match block:
        case Stack():
            for part in block.blocks:
                yield from leaves(part, x, y)
                y += part.height + block.gap
        case Beside():
            for offset, part in block.blocks:
                yield from leaves(part, x + offset, y + block.padding)
        case Panel():
            yield from leaves(block.block, x + block.margin, y + block.margin)
        case _:
            if block.height > 0:
                yield QRectF(x, y, block.width, block.height), block


def test_page_one_of_an_unfinished_protocol_says_at_its_head_what_is_lacking() -> None:
    case = replace(only(QUICK), protocol_id="quick_axis")
    first = PdfReader(io.BytesIO(pdf(opened(case)))).pages[0].extract_text()
    assert "Incomplete" not in first
    half = case.without_placement(Side.LEFT, L.HIP_CENTER).without_placement(Side.LEFT, L.ANKLE_CENTER)
    first = " ".join(PdfReader(io.BytesIO(pdf(opened(half)))).pages[0].extract_text().split())
    told = "Incomplete 2 of 6 landmarks of the protocol Quick axis not placed: left hip centre, ankle centre."
    assert told in first
    assert first.index(told) < first.index("Patient")


@pytest.mark.parametrize("size", PageSize)
@pytest.mark.parametrize("name", CASES)
def test_nothing_overlaps_and_nothing_leaves_the_page(name: str, size: PageSize) -> None:
    room = QRectF(MARGIN, MARGIN, size.size.width() - 2 * MARGIN, size.size.height() - MARGIN - FOOT)
    slack = 0.1 * PT
    for page in pages_of(CASES[name], size):
        boxes = [box for placed in page for box, _ in leaves(placed.block, placed.x, placed.y)]
        for box in boxes:
            assert room.adjusted(-slack, -slack, slack, slack).contains(box)
        for one, other in combinations(boxes, 2):
            common = one.intersected(other)
            assert common.width() < slack or common.height() < slack


@pytest.mark.parametrize("name", CASES)
def test_no_line_is_wider_than_its_column(name: str) -> None:
    for page in pages_of(CASES[name]):
        for placed in page:
            for _, block in leaves(placed.block, placed.x, placed.y):
                if isinstance(block, Paragraph):
                    assert block.natural_width <= block.width + 0.1 * PT


@pytest.mark.parametrize("name", CASES)
def test_every_shown_reading_stands_in_the_report_word_for_word(name: str) -> None:
    of = CASES[name]
    text = text_of(pdf(of))
    found = report_of(of.case, of.image, MADE_AT)
    assert found.title in text
    for row in (*found.rows, *found.inequality):
        for entry in row.entries:
            if entry.is_value:
                assert entry.text in text
        for quoted in row.ranges:
            assert quoted.source in text
            assert quoted.population in text


@pytest.mark.parametrize("name", ["full alignment", "no scale", "tall photo"])
def test_the_report_says_where_its_numbers_come_from(name: str) -> None:
    of = CASES[name]
    text = text_of(pdf(of))
    found = report_of(of.case, of.image, MADE_AT)
    for sentence in (found.scale, found.positioning, *found.warnings, *found.standing, *found.in_words, found.image):
        assert " ".join(sentence.split()) in text
    assert f"case {found.case_id} · page 1 of" in text
    assert "Measurement aid. Not for diagnosis or surgical planning." in text


def test_patient_and_reader_stand_on_page_one() -> None:
    page = PdfReader(io.BytesIO(pdf(CASES["full alignment"]))).pages[0].extract_text()
    for words in ("DEMO, Leg", "DEMO-1", "Dr Reader", "22 Nov 2026", "Valgus on both sides."):
        assert words in page


def test_right_is_read_before_left() -> None:
    page = PdfReader(io.BytesIO(pdf(CASES["quick axis"]))).pages[0].extract_text()
    assert page.index("Right") < page.index("Left")
    assert page.index("18.9 mm") < page.index("7.8 mm")


@pytest.mark.parametrize(("size", "width", "height"), [(PageSize.A4, 595, 842), (PageSize.LETTER, 612, 792)])
def test_page_sizes(size: PageSize, width: int, height: int) -> None:
    box = PdfReader(io.BytesIO(pdf(CASES["quick axis"], size))).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (width, height)


def test_the_metadata_does_not_name_the_patient() -> None:
    content = pdf(CASES["full alignment"])
    metadata = PdfReader(io.BytesIO(content)).metadata
    assert metadata is not None
    assert metadata.title == "Leg alignment report"
    assert (metadata.creator or "").startswith("kneeview")
    assert not [value for value in metadata.values() if "DEMO" in str(value)]


def test_the_picture_is_embedded_without_loss_and_no_finer_than_print() -> None:
    of = CASES["full alignment"]
    picture = PdfReader(io.BytesIO(pdf(of))).pages[0].images[0]
    film_block = next(placed.block for placed in pages_of(of)[0] if isinstance(placed.block, PaperPicture))
    assert picture.image is not None
    assert picture.image.height == round(film_block.height / (72 * PT) * 300)
    grey = int(rendered(of.image, of.image.default_display)[0, 0])
    assert picture.image.convert("RGB").getpixel((0, 0)) == (grey, grey, grey)


def test_captions_on_paper_stand_beside_the_bones_and_in_the_dark_beside_a_narrow_picture() -> None:
    block = next(placed.block for placed in pages_of(CASES["quick axis"])[0] if isinstance(placed.block, PaperPicture))
    assert block.mat > 20 * PT
    scale = (block.width - 2 * block.mat) / film().columns
    to_page = QTransform(scale, 0, 0, scale, block.mat, 0)
    layout = Layout(to_page, 0.5 * PT, QRectF(0, 0, block.width, block.height))
    boxes = [box for mark, box in caption_boxes(block.scene, layout) if mark.reading is not None]
    axes = [mark for mark in block.scene if isinstance(mark, LineMark) and mark.role is Role.MECHANICAL_AXIS]
    assert len(boxes) == len(axes) == 4
    for box in boxes:
        for axis in axes:
            x = [layout.at(end).x() for end in (axis.start, axis.end)]
            assert box.right() < min(x) - 8 * PT or box.left() > max(x) + 8 * PT


@pytest.mark.parametrize("name", ["long names", "word without end"])
def test_what_is_shortened_in_the_head_stands_in_full_later(name: str) -> None:
    of = CASES[name]
    patient = next(fact.text for fact in report_of(of.case, of.image, MADE_AT).facts if fact.label == "Patient")
    assert re.sub(r"\s", "", patient) in re.sub(r"\s", "", text_of(pdf(of)))


def test_a_long_impression_goes_on_over_the_pages() -> None:
    of = CASES["long impression"]
    text = text_of(pdf(of))
    assert "Impression stands in full on the next page." in text
    assert text.count("Valgus on both sides.") == 150


def test_long_comments_go_on_over_the_pages() -> None:
    text = text_of(pdf(CASES["long comments"]))
    assert "Comments stands in full on the next page." in text
    assert text.count("Seen from in front.") == 150


def test_a_child_has_the_charts_and_an_adult_has_none() -> None:
    text = text_of(pdf(CASES["child"]))
    for words in ("TIBIOFEMORAL ANGLE BY AGE", "INTERMALLEOLAR DISTANCE BY AGE", "Yoo et al. 2008", "Age in years"):
        assert words in text
    assert "BY AGE" not in text_of(pdf(opened(replace(measured(), patient=PatientFacts(age_years=40)))))


def test_what_positioning_can_do_is_told_with_its_source_until_it_is_attested() -> None:
    left_open = text_of(pdf(opened(replace(only(QUICK), positioning=Positioning(), posture=Posture()))))
    attested = text_of(pdf(opened(only(QUICK))))
    for source in ("BioMed Eng OnLine 2021", "Nguyen et al. 2021"):
        assert source in left_open
        assert source not in attested


def test_every_reading_names_the_landmark_with_most_influence() -> None:
    of = CASES["quick axis"]
    text = text_of(pdf(of))
    errors = report_of(of.case, of.image, MADE_AT).errors
    assert len(errors) > 5
    for row in (row for group in errors for row in group):
        assert row.parts.replace("\xa0", " ") in text
    assert any("knee centre" in row.parts for group in errors for row in group)


def test_two_columns_hold_all_blocks_in_their_order_and_are_level() -> None:
    flow = Flow(A4)
    blocks = [Paragraph(Span(f"block {k} " + "word " * (k % 7 * 9)), 200 * PT) for k in range(60)]
    flow.add_columns(blocks, 2 * PT, 10 * PT)
    placed = [each for page in flow.finished() for each in page]
    assert [each.block for each in placed] == blocks
    last = flow.finished()[-1]
    left = max(each.box.bottom() for each in last if each.x == MARGIN)
    right = max(each.box.bottom() for each in last if each.x > MARGIN)
    assert abs(left - right) < 100 * PT
    assert flow.y >= max(left, right) - PT


def test_letters_without_a_font_are_warned_of() -> None:
    of = CASES["no font"]
    report = report_of(of.case, of.image, MADE_AT)
    sentence = "The name contains letters for which this machine has no font."
    assert not can_be_set(NO_LETTERS)
    assert sentence in missing_letters(report)
    assert sentence in text_of(pdf(of))
    assert missing_letters(report_of(measured(), film(), MADE_AT)) == ()


def test_a_text_is_shortened_to_its_lines() -> None:
    assert shortened("short", BODY, 100 * PT, 1).line_count == 1
    assert shortened("word " * 100, BODY, 100 * PT, 2).line_count == 2


def test_a_paragraph_is_divided_by_lines() -> None:
    whole = Paragraph(Span("word " * 60), 100 * PT)
    head, rest = whole.split(whole.height / 2)
    assert head is not None
    assert rest is not None
    assert head.line_count + rest.line_count == whole.line_count
    assert head.height + rest.height == pytest.approx(whole.height)
    assert whole.split(0.0)[0] is None
    assert whole.split(whole.height + 1)[1] is None


def test_the_picture_grows_where_few_readings_stand_beside_it() -> None:
    few, many = (
        next(placed.block for placed in pages_of(each)[0] if isinstance(placed.block, PaperPicture))
        for each in (CASES["tall photo"], CASES["every landmark"])
    )
    assert few.mat == 0
    assert few.width > 1.15 * many.width
