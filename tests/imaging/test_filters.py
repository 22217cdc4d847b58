"""Filters of the view: they make clearer what is seen, move nothing, and touch no pixel of the picture."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kneeview.imaging.pyramid import Pyramid, ScreenArea
from kneeview.imaging.radiograph import NO_FILTERS, Display, Filters, Pixels, Radiograph
from kneeview.imaging.windowing import rendered

BOTH = Filters(sharpened=True, evened=True)
EACH = (Filters(sharpened=True), Filters(evened=True), BOTH)


def leg(rows: int = 1200, columns: int = 400) -> Radiograph:
    """Return a picture that is bright above and dark below, with the same fine bars all over."""
    down = np.linspace(50_000, 8_000, rows)[:, None]
    bars = 900.0 * (np.arange(columns) // 4 % 2)[None, :]
    return Radiograph("leg", (down + bars).astype(np.uint16), bits_stored=16)


def whole(picture: Radiograph, filters: Filters, zoom: float = 1.0) -> NDArray[np.float64]:
    out = round(picture.columns * zoom), round(picture.rows * zoom)
    seen = Pyramid(picture).visible(0, 0, picture.columns, picture.rows, *out, filters=filters)
    return np.asarray(seen, dtype=np.float64)


def contrast(seen: NDArray[np.float64]) -> float:
    """Return how much the bars stand out, the broad brightness left out."""
    middle = seen[100:-100, 60:-60]
    return float(np.abs(np.diff(middle, axis=1)).mean())


@pytest.mark.parametrize("zoom", [0.3, 0.5, 1.0, 3.0, 12.0])
@pytest.mark.parametrize("filters", EACH)
def test_a_filter_never_touches_the_pixels_nor_what_is_covered(zoom: float, filters: Filters) -> None:
    picture = leg(300, 120)
    before = picture.pixels.copy()
    pyramid = Pyramid(picture)
    view = (-20 / zoom, 30.5, 160 / zoom, 200 / zoom, 160, 200)
    seen = pyramid.visible(*view, filters=filters)
    assert np.array_equal(picture.pixels, before)
    assert np.array_equal(pyramid.level(0), before)
    area: ScreenArea = pyramid.covered(*view)
    assert not seen[:, : area.left].any()
    assert seen.dtype == np.uint16
    assert not np.array_equal(seen, pyramid.visible(*view))


def test_sharpening_lifts_the_bars_and_leaves_an_even_picture_alone() -> None:
    assert contrast(whole(leg(), Filters(sharpened=True))) > 1.3 * contrast(whole(leg(), NO_FILTERS))
    plain = Radiograph("plain", np.full((90, 80), 777, np.uint16), bits_stored=16)
    assert np.all(whole(plain, BOTH) == pytest.approx(777, abs=1))


def test_local_contrast_draws_light_and_dark_together_and_lifts_the_bars() -> None:
    plain, evened = whole(leg(), NO_FILTERS), whole(leg(), Filters(evened=True))
    broad = [seen[:100].mean() - seen[-100:].mean() for seen in (plain, evened)]
    assert 0.3 < broad[1] / broad[0] < 0.6
    assert contrast(evened) > 1.4 * contrast(plain)


@pytest.mark.parametrize("filters", EACH)
def test_what_is_seen_does_not_change_when_the_view_is_panned(filters: Filters) -> None:
    pyramid = Pyramid(leg())
    one = pyramid.visible(100, 300, 200, 200, 200, 200, filters=filters).astype(float)
    other = pyramid.visible(120, 350, 200, 200, 200, 200, filters=filters).astype(float)
    assert np.abs(one[55:195, 25:195] - other[5:145, 5:175]).max() <= 1


@pytest.mark.parametrize("filters", EACH)
@pytest.mark.parametrize("zoom", [0.4, 1.0, 4.0])
def test_a_filter_moves_nothing(filters: Filters, zoom: float) -> None:
    pixels = np.full((400, 300), 20_000, np.uint16)
    pixels[180:221, 130:151] = 30_000
    pyramid = Pyramid(Radiograph("block", pixels, bits_stored=16))
    width, height = round(100 * zoom), round(120 * zoom)
    seen = pyramid.visible(90, 140, 100, 120, width, height, filters=filters).astype(float)
    bright = seen > 25_000
    down, across = np.nonzero(bright)
    assert (across.mean() + 0.5) / zoom == pytest.approx(140.5 - 90, abs=0.5 / zoom)
    assert (down.mean() + 0.5) / zoom == pytest.approx(200.5 - 140, abs=0.5 / zoom)


def test_values_stop_at_the_ends_of_their_range() -> None:
    pixels: Pixels = np.tile(np.array([[0, 0, 255, 255]], np.uint8).repeat(3, axis=1), (40, 8))
    colour = Radiograph("photo", np.dstack([pixels] * 3).astype(np.uint8))
    for picture in (Radiograph("film", pixels), colour):
        seen = Pyramid(picture).visible(0, 0, 96, 40, 96, 40, filters=BOTH)
        assert seen.dtype == np.uint8
        assert seen.shape == picture.pixels.shape
        assert (seen.min(), seen.max()) == (0, 255)


def test_reports_show_the_picture_without_filters() -> None:
    picture = leg()
    assert np.array_equal(rendered(picture, Display(filters=BOTH)), rendered(picture, Display()))
