"""Captions that were put by hand: they stand in the case and its file, and undo brings them back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.case.notation.node import Json, NotationError
from kneeview.case.persistence import from_json, to_json
from kneeview.domain.caption import PlacedCaption
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.limb import Side

EMPTY = Case(ImageReference("film.dcm"))
HKA = PlacedCaption("hka", Side.RIGHT, 12.5, -40.0)
IMD = PlacedCaption("imd", None, 0.0, 90.0)


def read(captions: Json) -> Case:
    document = {"schema": "kneeview.case/1", "image": {"name": "film.dcm"}, "captions": captions}
    return from_json(json.dumps(document).encode())


def test_a_caption_has_one_place() -> None:
    elsewhere = replace(HKA, dx=3.0)
    case = EMPTY.with_caption(HKA).with_caption(IMD).with_caption(elsewhere)
    assert case.captions == (IMD, elsewhere)
    assert case.caption(("hka", Side.RIGHT)) == elsewhere
    assert case.caption(("hka", Side.LEFT)) is None
    assert case.without_caption(HKA.key).captions == (IMD,)
    assert HKA.beside(ImagePoint(100, 100)) == ImagePoint(112.5, 60.0)


def test_captions_survive_the_file_and_old_files_have_none() -> None:
    case = EMPTY.with_caption(HKA).with_caption(IMD)
    assert from_json(json.dumps(to_json(case)).encode()).captions == (HKA, IMD)
    assert read(None).captions == ()


@pytest.mark.parametrize(
    ("captions", "sentence"),
    [
        ([{"side": "left", "dx": 1, "dy": 1}], "captions[0].measurement: must be the id of a measurement"),
        ([{"measurement": "hka", "side": "up", "dx": 1, "dy": 1}], "captions[0].side: must be one of"),
        ([{"measurement": "hka", "dx": "1", "dy": 1}], "captions[0].dx: must be a number"),
        ([{"measurement": "hka", "dx": 1, "dy": 1}] * 2, "captions: a caption has two places"),
    ],
)
def test_a_caption_that_makes_no_sense_is_named(captions: Json, sentence: str) -> None:
    with pytest.raises(NotationError) as error:
        read(captions)
    assert str(error.value).startswith(sentence)
