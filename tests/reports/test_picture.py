"""The annotated picture: the whole picture, pixel for pixel, with the lines where the landmarks are."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from kneeview.case.case import Case, new_case
from kneeview.case.placements import PointMark
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.imaging.digests import Digests
from kneeview.imaging.radiograph import Display, Radiograph
from kneeview.imaging.windowing import rendered
from kneeview.reports import picture
from kneeview.reports.encoding import Colours, encoded
from kneeview.reports.paper_picture import reduced
from kneeview.reports.picture import annotated_picture, screen_unit
from tests.reports.cases import QUICK, film, measured, only, photo

ORANGE = (0xE6, 0x9F, 0x00)


def noise(rows: int, columns: int) -> Radiograph:
    values = np.random.default_rng(1).integers(0, 4096, (rows, columns)).astype(np.uint16)
    return Radiograph("noise", values, bits_stored=12, digests=Digests.known(pixels="2" * 64))


def with_axis(image: Radiograph) -> Case:
    case = new_case(image)
    for landmark, y in ((L.HIP_CENTER, 0.1), (L.KNEE_CENTER, 0.5), (L.ANKLE_CENTER, 0.9)):
        place = ImagePoint(0.5 * image.columns, y * image.rows)
        case = case.with_placement(Side.RIGHT, landmark, PointMark(place))
    return case


def decoded(content: bytes) -> Colours:
    found = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    assert found is not None
    return found.astype(np.uint8)


@pytest.mark.parametrize(("rows", "columns"), [(400, 600), (900, 300), (3, 2), (1, 1)])
def test_the_picture_has_its_full_size(rows: int, columns: int) -> None:
    image = noise(rows, columns)
    assert annotated_picture(with_axis(image), image, image.default_display).shape == (rows, columns, 3)


def test_beside_the_marks_every_pixel_is_as_it_is_shown() -> None:
    image = noise(400, 600)
    made = annotated_picture(with_axis(image), image, image.default_display)
    grey = rendered(image, image.default_display)
    corner = slice(300, 400), slice(500, 600)
    assert np.array_equal(made[corner], np.repeat(grey[corner][..., None], 3, axis=2))


def test_the_picture_of_an_unfinished_protocol_says_so_at_its_lower_edge_and_a_finished_one_does_not() -> None:
    whole = replace(only(QUICK), protocol_id="quick_axis")
    half = whole.without_placement(Side.LEFT, L.HIP_CENTER)
    foot = slice(film().rows - 80, film().rows), slice(film().columns // 4, 3 * film().columns // 4)
    counts = []
    for case in (whole, half):
        shown = annotated_picture(case, film(), film().default_display)[foot]
        counts.append(int((shown == 255).all(axis=2).sum()))
    assert counts[0] == 0
    assert counts[1] > 500


def test_a_photo_keeps_its_colours() -> None:
    opened = photo()
    made = annotated_picture(opened.case, opened.image, opened.image.default_display)
    assert tuple(made[700, 20]) == (180, 150, 120)


def test_the_axis_runs_through_its_landmarks() -> None:
    image = noise(400, 600)
    made = annotated_picture(with_axis(image), image, Display())
    assert tuple(made[120, 300]) == ORANGE


def test_tiles_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = annotated_picture(measured(), film(), film().default_display)
    monkeypatch.setattr(picture, "_TILE", 700)
    tiled = annotated_picture(measured(), film(), film().default_display)
    assert np.abs(whole.astype(int) - tiled.astype(int)).max() <= 8


def test_a_picture_longer_than_qt_can_draw_is_drawn() -> None:
    image = noise(33000, 40)
    made = annotated_picture(with_axis(image), image, Display())
    assert made.shape == (33000, 40, 3)
    assert tuple(made[29000, 20]) == ORANGE


def test_marks_are_as_large_as_the_picture_needs() -> None:
    assert screen_unit(noise(400, 600)) == 1.0
    assert screen_unit(noise(2600, 100)) == 2.0


@pytest.mark.parametrize("suffix", [".png", ".jpg"])
def test_what_is_encoded_can_be_read(suffix: str) -> None:
    image = noise(40, 60)
    grey = rendered(image, image.default_display)
    read = decoded(encoded(grey, suffix))
    assert read.shape == grey.shape
    if suffix == ".png":
        assert np.array_equal(read, grey)


def test_colours_are_encoded_in_their_order() -> None:
    red = np.zeros((4, 4, 3), np.uint8)
    red[..., 0] = 255
    read = decoded(encoded(red, ".png"))
    assert tuple(read[0, 0]) == (0, 0, 255)


def test_a_jpeg_too_long_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="choose PNG"):
        encoded(np.zeros((65536, 1), np.uint8), ".jpg")


def test_inversion_is_shown() -> None:
    image = noise(40, 60)
    shown, inverted = (annotated_picture(new_case(image), image, Display(inverted=turn)) for turn in (False, True))
    assert np.abs(shown[35, 30].astype(int) + inverted[35, 30] - 255).max() <= 1


def test_a_picture_is_never_enlarged_for_print() -> None:
    small = np.zeros((10, 10), np.uint8)
    assert reduced(small, 300, 300).shape == (10, 10)
    assert reduced(np.zeros((100, 50), np.uint8), 20, 40).shape == (40, 20)
