"""Drawings in the case: numbers that are never used twice, undo, and their place in the file."""

from __future__ import annotations

import json

import pytest

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.case.notation.node import Json, NotationError
from kneeview.case.persistence import from_json, to_json
from kneeview.case.session import Session
from kneeview.domain.drawing.shapes import FORMS, Drawing, DrawingKind
from kneeview.domain.geometry import ImagePoint

EMPTY = Case(ImageReference("film.dcm"))
LENGTH = Drawing(1, DrawingKind.LENGTH, (ImagePoint(1, 2), ImagePoint(3, 4)), "scar")
TEXT = Drawing(2, DrawingKind.TEXT, (ImagePoint(1, 2),), "a scar", ImagePoint(5, 6))


def read(**changes: Json) -> Case:
    return from_json(json.dumps({"schema": "kneeview.case/1", "image": {"name": "film.dcm"}, **changes}).encode())


def test_a_drawing_is_added_changed_in_its_place_and_taken_away() -> None:
    case = EMPTY.with_drawing(LENGTH).with_drawing(TEXT)
    assert (case.drawings, case.drawn) == ((LENGTH, TEXT), 2)
    longer = LENGTH.with_point(1, ImagePoint(9, 9))
    assert case.with_drawing(longer).drawings == (longer, TEXT)
    assert case.without_drawing(2).drawings == (LENGTH,)
    assert case.without_drawing(2).drawn == 2
    assert case.drawing(2) == TEXT
    assert case.drawing(3) is None
    assert [r.id for r in case.drawn_readings()] == ["length_1.length"]


def test_a_drawing_moves_with_its_caption() -> None:
    assert TEXT.moved(1, 2).points == (ImagePoint(2, 4),)
    assert TEXT.moved(1, 2).caption_at == ImagePoint(6, 8)
    assert LENGTH.moved(1, 2).caption_at is None


def test_kinds_are_named_and_numbered() -> None:
    assert (LENGTH.title, LENGTH.id) == ("scar", "length_1")
    assert Drawing(7, DrawingKind.COBB_ANGLE, ()).title == "Cobb angle 7"
    assert set(FORMS) == set(DrawingKind)


def test_undo_and_redo_bring_drawings_back() -> None:
    session = Session(EMPTY)
    session.apply(EMPTY.with_drawing(LENGTH), "Draw length")
    session.undo()
    assert session.case == EMPTY
    session.redo()
    assert session.case.drawings == (LENGTH,)


def test_an_old_file_has_no_drawings() -> None:
    assert read().drawings == ()
    assert read(drawings=None).drawn == 0


def test_the_file_holds_drawings_readably() -> None:
    document = to_json(EMPTY.with_drawing(LENGTH))
    assert document["drawings"] == [
        {"number": 1, "kind": "length", "points": [[1, 2], [3, 4]], "name": "scar", "caption_at": None}
    ]
    assert document["drawn"] == 1


def test_a_number_in_use_counts_even_where_the_file_forgot_to_say() -> None:
    drawing: Json = {"number": 4, "kind": "circle", "points": [[1, 2], [3, 4]]}
    assert read(drawings=[drawing]).drawn == 4
    assert read(drawings=[drawing], drawn=9).drawn == 9


@pytest.mark.parametrize(
    ("drawing", "sentence"),
    [
        ({"number": 1, "points": [[1, 2]]}, "drawings[0].kind: must be one of length, polyline"),
        ({"number": 1, "kind": "spiral", "points": [[1, 2]]}, "drawings[0].kind: must be one of length, polyline"),
        ({"number": 0, "kind": "text", "points": [[1, 2]]}, "drawings[0].number: must be 1 or more"),
        ({"number": 1, "kind": "text", "points": [[1, 2], [3, 4]]}, "drawings[0].points: must be 1 point"),
        ({"number": 1, "kind": "vertical", "points": []}, "drawings[0].points: must be 1 to 2 points"),
        ({"number": 1, "kind": "text"}, "drawings[0].points: must be a list in brackets"),
        ("length", "drawings[0]: must be an object in braces"),
    ],
)
def test_a_drawing_that_makes_no_sense_is_named(drawing: Json, sentence: str) -> None:
    with pytest.raises(NotationError) as error:
        read(drawings=[drawing])
    assert str(error.value).startswith(sentence)


def test_two_drawings_of_one_number_are_refused() -> None:
    drawing: Json = {"number": 4, "kind": "text", "points": [[1, 2]]}
    with pytest.raises(NotationError, match="two drawings have the same number"):
        read(drawings=[drawing, drawing])
