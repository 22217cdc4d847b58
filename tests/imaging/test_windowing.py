"""The grey table: formulas, limits, the automatic window, and what is said of a table."""

from __future__ import annotations

from dataclasses import replace
from math import exp
from typing import Any

import numpy as np
import pytest

from kneeview.imaging.radiograph import Display, LookupTable, Modality, Radiograph, VoiFunction, Window
from kneeview.imaging.windowing import (
    automatic_window,
    effective_window,
    grey_table,
    moved_window,
    rendered,
    value_range,
)

RAMP = np.arange(4096, dtype=np.uint16).reshape(64, 64)
FILM = Radiograph("film", RAMP, bits_stored=12)


def table_of(radiograph: Radiograph = FILM, **window: Any) -> np.ndarray[Any, Any]:
    return grey_table(radiograph, Display(Window(**window)))


def test_a_table_answers_for_every_pixel_value() -> None:
    assert grey_table(FILM, Display()).shape == (65536,)
    assert grey_table(Radiograph("photo", RAMP.astype(np.uint8)), Display()).shape == (256,)
    assert grey_table(FILM, Display()).dtype == np.uint8


def test_values_beyond_the_bits_are_as_bright_as_the_last() -> None:
    table = table_of(center=2048, width=4096)
    assert (table[4096:] == table[4095]).all()


@pytest.mark.parametrize("value", [0, 1000, 1050, 1149, 1150, 1250, 1350, 1351, 4095])
def test_the_linear_window_is_that_of_the_standard(value: int) -> None:
    center, width = 1200, 300
    if value <= center - 0.5 - (width - 1) / 2:
        expected = 0.0
    elif value > center - 0.5 + (width - 1) / 2:
        expected = 255.0
    else:
        expected = ((value - (center - 0.5)) / (width - 1) + 0.5) * 255
    assert table_of(center=center, width=width)[value] == int(expected + 1e-9)


@pytest.mark.parametrize("value", [0, 1049, 1050, 1125, 1200, 1349, 1350, 4095])
def test_the_exact_window_is_that_of_the_standard(value: int) -> None:
    expected = min(max((value - 1200) / 300 + 0.5, 0), 1) * 255
    assert table_of(center=1200, width=300, function=VoiFunction.LINEAR_EXACT)[value] == int(expected + 1e-9)


@pytest.mark.parametrize("value", [0, 900, 1200, 1500, 4095])
def test_the_sigmoid_is_that_of_the_standard(value: int) -> None:
    expected = 255 / (1 + exp(-4 * (value - 1200) / 300))
    assert table_of(center=1200, width=300, function=VoiFunction.SIGMOID)[value] == int(expected + 1e-6)


def test_eight_bits_through_the_whole_window_are_as_stored() -> None:
    photo = Radiograph("photo", np.arange(256, dtype=np.uint8).reshape(16, 16))
    assert np.array_equal(table_of(photo, center=128, width=256), np.arange(256))


@pytest.mark.parametrize("function", VoiFunction)
@pytest.mark.parametrize("width", [0.0, -5.0, 1e-300, 1e300])
def test_no_width_breaks_the_table(function: VoiFunction, width: float) -> None:
    table = table_of(center=2000, width=width, function=function)
    assert (np.diff(table[:4096].astype(int)) >= 0).all()


def test_a_width_of_one_is_a_step() -> None:
    table = table_of(center=2000, width=1)
    assert (table[1999], table[2000]) == (0, 255)


def test_the_window_acts_after_the_rescale() -> None:
    rescaled = replace(FILM, modality=Modality(2.0, -1000.0))
    assert table_of(rescaled, center=2000, width=1)[1499] == 0
    assert table_of(rescaled, center=2000, width=1)[1500] == 255


def test_the_window_acts_on_stored_values_with_their_sign() -> None:
    signed = replace(FILM, stored_offset=-2048)
    table = table_of(signed, center=0, width=1)
    assert (table[2047], table[2048]) == (0, 255)


def test_a_negative_slope_turns_the_order_and_nothing_else() -> None:
    turned = replace(FILM, modality=Modality(-1.0, 4095.0))
    assert np.array_equal(
        table_of(turned, center=1000, width=500)[:4096], table_of(center=1000, width=500)[:4096][::-1]
    )


def test_a_modality_table_is_looked_up_and_ends_with_its_ends() -> None:
    table = LookupTable(100, np.array([0.0, 50.0, 99.0]), 99)
    grey = table_of(replace(FILM, modality=Modality(table=table)), center=50, width=100)
    assert list(grey[[0, 100, 101, 102, 103, 4095]]) == [
        grey[100],
        grey[100],
        grey[101],
        grey[102],
        grey[102],
        grey[102],
    ]
    assert grey[100] < grey[101] < grey[102]


def test_a_voi_table_spans_all_greys() -> None:
    voi = LookupTable(0, np.arange(4096.0), 4095)
    table = grey_table(FILM, Display(voi))[:4096]
    assert (table[0], table[4095]) == (0, 255)
    assert np.array_equal(np.bincount(table), np.full(256, 16))


@pytest.mark.parametrize("inverse", [False, True])
@pytest.mark.parametrize("inverted", [False, True])
def test_inversion_is_the_last_step_and_two_make_none(inverse: bool, inverted: bool) -> None:
    display = Display(Window(1000, 500), inverted)
    plain = grey_table(FILM, Display(Window(1000, 500))).astype(int)
    table = grey_table(replace(FILM, inverse=inverse), display).astype(int)
    if inverse == inverted:
        assert np.array_equal(table, plain)
    else:
        assert np.abs(table - (255 - plain)).max() <= 1
        assert (table[0], table[4095]) == (255, 0)


def test_load_and_reset_show_the_same() -> None:
    film = replace(FILM, vois=(Window(1000, 500), Window(2000, 100)), inverse=True)
    assert film.default_display == Display(Window(1000, 500))
    assert np.array_equal(rendered(film, film.default_display), rendered(film, film.default_display))


def test_the_rendering_is_the_table_of_every_pixel() -> None:
    table = grey_table(FILM, Display(Window(1000, 500)))
    assert np.array_equal(rendered(FILM, Display(Window(1000, 500))), table[RAMP])


def test_the_automatic_window_leaves_out_the_ends() -> None:
    window = automatic_window(FILM)
    low, high = window.center - window.width / 2, window.center + window.width / 2
    assert low == pytest.approx(4096 * 0.005, abs=2)
    assert high == pytest.approx(4096 * 0.995, abs=2)


def test_the_automatic_window_leaves_out_padding() -> None:
    pixels = np.full((100, 100), 4095, np.uint16)
    pixels[:20] = np.arange(2000, dtype=np.uint16).reshape(20, 100) % 500
    bare = Radiograph("film", pixels, bits_stored=12)
    padded = replace(bare, padding=(4000, 4095))
    assert automatic_window(bare).width > 4000
    assert automatic_window(padded).width < 500
    assert value_range(padded) == (0, 499)


def test_padding_is_in_stored_values() -> None:
    pixels = np.concatenate([np.zeros(900, np.uint16), np.arange(2000, 2100, dtype=np.uint16)]).reshape(10, 100)
    film = Radiograph("film", pixels, stored_offset=-2048, bits_stored=12, padding=(-2048, -2048))
    assert value_range(film) == (-48, 51)


def test_a_picture_of_nothing_but_padding_is_still_shown() -> None:
    film = Radiograph("film", np.full((8, 8), 7, np.uint16), bits_stored=12, padding=(0, 4095))
    assert value_range(film) == (7, 7)


@pytest.mark.parametrize("value", [0, 7, 4095])
def test_a_uniform_picture_is_shown_mid_grey(value: int) -> None:
    film = Radiograph("film", np.full((8, 8), value, np.uint16), bits_stored=12)
    window = automatic_window(film)
    assert (window.center, window.width) == (value, 1)
    assert (rendered(film, Display()) == 127).all()


def test_two_values_of_which_one_is_rare_are_told_apart() -> None:
    pixels = np.zeros((100, 100), np.uint16)
    pixels[0, 0] = 4000
    film = Radiograph("film", pixels, bits_stored=12)
    assert set(np.unique(rendered(film, Display()))) == {0, 255}


def test_a_large_film_is_judged_by_a_sample() -> None:
    large = np.tile(RAMP, (40, 30))
    window = automatic_window(Radiograph("film", large, bits_stored=12))
    assert window.center == pytest.approx(2048, abs=60)


def test_the_automatic_window_follows_a_negative_slope() -> None:
    film = replace(FILM, modality=Modality(-1.0, 0.0))
    window = automatic_window(film)
    assert window.center == pytest.approx(-2048, abs=3)
    assert window.width > 4000


def test_what_is_shown_is_told_as_a_window() -> None:
    assert effective_window(FILM, Display(Window(5, 6))) == Window(5, 6)
    assert effective_window(FILM, Display()) == automatic_window(FILM)
    flat, steep = np.zeros(1000), np.arange(1000.0)
    voi = LookupTable(0, np.concatenate([flat, steep, flat + 999]), 1023, "BONE")
    window = effective_window(FILM, Display(voi))
    assert window.center == pytest.approx(1500, abs=5)
    assert window.width == pytest.approx(960, abs=40)
    assert window.explanation == "BONE"


def test_a_flat_table_is_told_by_its_whole_range() -> None:
    window = effective_window(FILM, Display(LookupTable(10, np.full(101, 3.0), 255)))
    assert (window.center, window.width) == (60, 100)


PHOTO = Radiograph("photo", np.stack([RAMP.astype(np.uint8)] * 3, axis=-1))


def test_a_photo_is_shown_as_it_is() -> None:
    assert np.array_equal(rendered(PHOTO, Display()), PHOTO.pixels)
    assert value_range(PHOTO) == (0, 255)
    assert np.array_equal(rendered(PHOTO, Display(automatic_window(PHOTO))), PHOTO.pixels)


def test_a_window_is_brightness_and_contrast_of_a_photo() -> None:
    brighter = rendered(PHOTO, Display(Window(64, 128)))
    assert brighter.shape == PHOTO.pixels.shape
    assert brighter.mean() > PHOTO.pixels.mean()
    assert np.array_equal(rendered(PHOTO, Display(inverted=True)), 255 - PHOTO.pixels)


def test_a_window_is_moved_by_shares_of_the_range_and_stays_in_it() -> None:
    window = Window(500, 200, VoiFunction.LINEAR_EXACT)
    assert moved_window(window, (0, 1000), 0.1, 0.2) == Window(300, 300, VoiFunction.LINEAR_EXACT, "by hand")
    widest = moved_window(window, (0, 1000), 100, 100)
    assert (widest.center, widest.width) == (0, 4000)
    narrowest = moved_window(window, (0, 1000), -100, -100)
    assert (narrowest.center, narrowest.width) == (1000, 2)


def test_a_window_of_less_than_two_whole_values_is_no_step() -> None:
    assert moved_window(Window(50, 40), (0, 100), -0.1, 0).function is VoiFunction.LINEAR
    assert moved_window(Window(50, 40), (0, 100), -1, 0).function is VoiFunction.LINEAR_EXACT
    assert moved_window(Window(7, 1), (7, 7), 0, 0).width > 0
