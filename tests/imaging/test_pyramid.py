"""Where a point of the picture lands on the screen, to half a screen pixel, at every zoom."""

from __future__ import annotations

from threading import Thread
from typing import Any

import numpy as np
import pytest

from kneeview.imaging.pyramid import Pyramid, ScreenArea, shown
from kneeview.imaging.radiograph import Radiograph


def spot(rows: int, columns: int, x: float, y: float, radius: float) -> Radiograph:
    """Return a bright disc of that radius about an image point, its rim smooth, on black."""
    across, down = np.arange(columns) + 0.5 - x, np.arange(rows) + 0.5 - y
    distance = np.hypot(across[None, :], down[:, None])
    return Radiograph("spot", (np.clip(radius - distance + 0.5, 0, 1) * 60000).astype(np.uint16), bits_stored=16)


def centre_of(view: np.ndarray[Any, Any]) -> tuple[float, float]:
    """Return where the brightness of a view has its centre, from the outer corner of its first pixel."""
    weights = view.astype(float)
    total = weights.sum()
    down, across = np.indices(view.shape)
    return float((weights * (across + 0.5)).sum() / total), float((weights * (down + 0.5)).sum() / total)


@pytest.mark.parametrize("zoom", [0.05, 0.111, 0.25, 0.37, 0.5, 0.71, 1.0, 1.4, 2.0, 3.3, 8.0, 9.9, 10.0, 17.0])
@pytest.mark.parametrize("smooth", [True, False])
@pytest.mark.parametrize("size", [(1000, 600), (1001, 603)])
def test_a_point_lands_where_it_should(zoom: float, smooth: bool, size: tuple[int, int]) -> None:
    x, y = 317.3, 611.8
    radius = max(12.0, 8 / zoom)
    pyramid = Pyramid(spot(*size, x, y, radius))
    out_w, out_h = 400, 300
    rect_w, rect_h = out_w / zoom, out_h / zoom
    rect_x, rect_y = x - 0.43 * rect_w, y - 0.61 * rect_h
    if zoom > 8:  # the disc would be larger than the view
        pyramid = Pyramid(spot(*size, x, y, 100 / zoom))
    at_x, at_y = centre_of(pyramid.visible(rect_x, rect_y, rect_w, rect_h, out_w, out_h, smooth))
    # The nearest pixel is off by up to half an image pixel, which is zoom / 2 screen pixels; on average by none.
    assert at_x == pytest.approx((x - rect_x) * out_w / rect_w, abs=0.5)
    assert at_y == pytest.approx((y - rect_y) * out_h / rect_h, abs=0.5)


def test_pixels_that_are_oblong_on_the_screen_land_right() -> None:
    pyramid = Pyramid(spot(500, 500, 250, 250, 20))
    at_x, at_y = centre_of(pyramid.visible(150, 200, 200, 100, 400, 400))
    assert at_x == pytest.approx(200, abs=0.5)
    assert at_y == pytest.approx(200, abs=0.5)


def test_one_to_one_is_the_picture_itself() -> None:
    pixels = np.random.default_rng(1).integers(0, 65536, (90, 120)).astype(np.uint16)
    view = Pyramid(Radiograph("film", pixels, bits_stored=16)).visible(20, 10, 60, 50, 60, 50)
    assert np.array_equal(view, pixels[10:60, 20:80])


def test_large_magnification_shows_squares() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (5, 7)).astype(np.uint8)
    view = Pyramid(Radiograph("film", pixels)).visible(0, 0, 7, 5, 7 * 16, 5 * 16)
    assert np.array_equal(view, np.kron(pixels, np.ones((16, 16), np.uint8)))


def test_smooth_magnification_mixes_neighbours() -> None:
    pixels = np.array([[0, 200]], np.uint8)
    view = Pyramid(Radiograph("film", pixels)).visible(0, 0, 2, 1, 8, 4)
    assert list(view[0]) == [0, 0, 25, 75, 125, 175, 200, 200]
    sharp = Pyramid(Radiograph("film", pixels)).visible(0, 0, 2, 1, 8, 4, smooth=False)
    assert list(sharp[0]) == [0, 0, 0, 0, 200, 200, 200, 200]


def test_reduction_is_the_mean_of_an_area() -> None:
    checks = np.indices((256, 256)).sum(axis=0) % 2 * 200
    pyramid = Pyramid(Radiograph("film", checks.astype(np.uint8)))
    assert set(np.unique(pyramid.visible(0, 0, 256, 256, 128, 128))) == {100}


@pytest.mark.parametrize("size", [(257, 301), (64, 5000), (1, 1), (3, 100)])
def test_levels_keep_the_whole_picture(size: tuple[int, int]) -> None:
    pyramid = Pyramid(Radiograph("film", np.full(size, 77, np.uint8)))
    assert (pyramid.rows, pyramid.columns) == size
    for number in range(8):
        level = pyramid.level(number)
        assert level.min() == level.max() == 77
        assert level.shape[0] >= 1
        assert level.shape[1] >= 1


def test_levels_are_built_when_needed_and_once() -> None:
    pyramid = Pyramid(Radiograph("film", np.zeros((1000, 1000), np.uint8)))
    assert pyramid.level(3).shape == (125, 125)
    assert pyramid.level(3) is pyramid.level(3)
    assert pyramid.level(0).shape == (1000, 1000)


def test_colour_is_resampled_by_channel() -> None:
    pixels = np.zeros((300, 300, 3), np.uint8)
    pixels[:, :, 1] = 90
    view = Pyramid(Radiograph("photo", pixels)).visible(-50, 0, 300, 300, 100, 100)
    assert view.shape == (100, 100, 3)
    assert list(view[50, 60]) == [0, 90, 0]
    assert list(view[50, 5]) == [0, 0, 0]


@pytest.mark.parametrize("rect", [(-500, 0, 100, 100), (900, 0, 100, 100), (0, -500, 100, 100), (0, 900, 100, 100)])
def test_beside_the_picture_there_is_nothing(rect: tuple[float, float, float, float]) -> None:
    pyramid = Pyramid(Radiograph("film", np.full((50, 50), 9, np.uint8)))
    assert not pyramid.visible(*rect, 40, 30).any()
    assert pyramid.covered(*rect, 40, 30).is_empty


@pytest.mark.parametrize("out", [(0, 10), (10, 0), (-1, 5)])
def test_a_view_of_no_size_is_empty(out: tuple[int, int]) -> None:
    pyramid = Pyramid(Radiograph("film", np.full((50, 50), 9, np.uint8)))
    assert pyramid.visible(0, 0, 10, 10, *out).size == 0
    assert pyramid.visible(0, 0, 0, 10, 4, 4).any() == np.False_


def test_the_edge_of_the_picture_is_sharp_and_where_it_should_be() -> None:
    pyramid = Pyramid(Radiograph("film", np.full((100, 100), 255, np.uint8)))
    view = pyramid.visible(-10, -20, 140, 140, 280, 280)
    area = pyramid.covered(-10, -20, 140, 140, 280, 280)
    assert area == ScreenArea(20, 40, 220, 240)
    inside = np.zeros((280, 280), bool)
    inside[area.top : area.bottom, area.left : area.right] = True
    assert (view[inside] == 255).all()
    assert (view[~inside] == 0).all()


def test_beyond_an_inverted_film_the_screen_is_black() -> None:
    pyramid = Pyramid(Radiograph("film", np.zeros((10, 10), np.uint16), bits_stored=12, inverse=True))
    rect = (-5.0, -5.0, 20.0, 20.0, 20, 20)
    table = np.full(65536, 255, np.uint8)
    grey = shown(pyramid.visible(*rect), table, pyramid.covered(*rect))
    assert grey[10, 10] == 255
    assert grey.sum() == 255 * 100
    assert shown(pyramid.visible(*rect), table).min() == 255


def test_a_very_long_picture_can_be_seen_at_its_end() -> None:
    pixels = np.zeros((4, 70000), np.uint8)
    pixels[:, 65000:] = 200
    view = Pyramid(Radiograph("film", pixels)).visible(64990, 0, 20, 4, 200, 40)
    assert (view[:, :95] == 0).all()
    assert (view[:, 105:] == 200).all()


@pytest.mark.parametrize("size", [(40_000, 40), (40, 40_000), (40_000, 1000)])
@pytest.mark.parametrize("zoom", [0.02, 0.3, 1.0, 12.0])
def test_a_very_long_picture_is_seen_at_every_zoom(size: tuple[int, int], zoom: float) -> None:
    rows, columns = size
    pixels = np.full(size, 100, np.uint8)
    pixels[rows // 2 :, columns // 2 :] = 200
    pyramid = Pyramid(Radiograph("long", pixels))
    half = 50 / zoom
    seen = pyramid.visible(columns * 0.75 - half, rows * 0.75 - half, 2 * half, 2 * half, 100, 100)
    if min(size) * zoom > 3:  # thinner, it lies between the pixels of the screen
        assert seen[50, 50] == 200
    whole = pyramid.visible(0, 0, columns, rows, 100, 100)
    assert (whole[0, 0], whole[-1, -1], whole[20, 80], whole[80, 20]) == (100, 200, 100, 100)


def test_levels_are_built_beforehand_until_the_picture_is_dropped() -> None:
    pyramid = Pyramid(spot(700, 500, 100, 100, 20))
    pyramid.build(lambda: True)
    asked = iter([False, False, True])
    pyramid.build(lambda: next(asked))
    assert next(asked, None) is None
    pyramid.build(lambda: False)
    assert pyramid.level(99).shape == (44, 32)
    fresh = Pyramid(spot(700, 500, 100, 100, 20))
    assert all(np.array_equal(pyramid.level(k), fresh.level(k)) for k in range(6))


def test_two_threads_build_each_level_once() -> None:
    pyramid = Pyramid(spot(3000, 2000, 100, 100, 20))
    builder = Thread(target=pyramid.build, args=(lambda: False,))
    builder.start()
    sizes = [pyramid.level(k).shape for k in range(7)]
    builder.join()
    assert sizes == [pyramid.level(k).shape for k in range(7)]
    assert sizes[1:3] == [(1500, 1000), (750, 500)]
