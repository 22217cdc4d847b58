"""What else was measured on a picture, beside the scale in use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kneeview.domain.calibration import (
    FROM_HEADER,
    Calibration,
    HeightCalibration,
    MagnificationCalibration,
    RectangleCalibration,
    RulerCalibration,
    RulerSegment,
    SpacingCalibration,
    SphereCalibration,
    beside,
    comparison,
    name_of,
)
from kneeview.domain.geometry import ImagePoint as P
from kneeview.domain.scale import NO_SCALE
from tests.domain.subjects import scale_of

SEGMENT = RulerSegment(P(0, 0), P(0, 450), 300)
RULER = RulerCalibration((SEGMENT,))
BALL = SphereCalibration((P(-66, 0), P(66, 0), P(0, 66)), 25)  # 132 pixels: 0.18939 mm a pixel
BOX = RectangleCalibration((P(0, 0), P(9, 0), P(9, 9), P(0, 9)), 1000, 2000)


@pytest.mark.parametrize(
    ("calibration", "name"),
    [
        (FROM_HEADER, "the header"),
        (SpacingCalibration(0.2, 0.2), "typed spacing"),
        (RULER, "ruler of 300 mm"),
        (RulerCalibration((SEGMENT, SEGMENT)), "2 rulers"),
        (BALL, "ball of 25 mm"),
        (HeightCalibration(P(0, 0), P(0, 9), 1720), "patient's height of 1720 mm"),
        (BOX, "rectangle of 1000 x 2000 mm"),
        (MagnificationCalibration(1.05), "header's magnification of 1.05"),
    ],
)
def test_each_kind_has_a_name_with_its_size(calibration: Calibration, name: str) -> None:
    assert name_of(calibration) == name


@pytest.mark.parametrize(
    ("in_use_mm", "words", "warned"),
    [
        (0.19, "ball of 25 mm gives 0.1894 mm a pixel, 0.3 % less", False),
        (25 / 132, "ball of 25 mm gives 0.1894 mm a pixel, the same", False),
        (0.1840, "ball of 25 mm gives 0.1894 mm a pixel, 2.9 % more", False),
        (0.1838, "ball of 25 mm gives 0.1894 mm a pixel, 3.0 % more", True),
        (0.2000, "ball of 25 mm gives 0.1894 mm a pixel, 5.3 % less", True),
    ],
)
def test_another_measurement_is_compared_in_words(in_use_mm: float, words: str, warned: bool) -> None:
    in_use = scale_of(in_use_mm)
    found = comparison(BALL, NO_SCALE, in_use)
    assert (found.words, found.is_odd) == (words, warned)
    expected = (f"Also measured: {words} than the scale in use. Find out which is right.",) if warned else ()
    assert beside(in_use, [found]).warnings == expected


def test_without_a_scale_in_use_nothing_is_compared() -> None:
    found = comparison(BALL, NO_SCALE, NO_SCALE)
    assert (found.words, found.is_odd, found.warning) == ("ball of 25 mm gives 0.1894 mm a pixel", False, "")


def test_what_makes_no_scale_on_the_picture_says_so() -> None:
    found = comparison(MagnificationCalibration(1.1), NO_SCALE, scale_of(0.2))
    assert found.words == "header's magnification of 1.1 makes no scale on this picture"
    assert comparison(FROM_HEADER, NO_SCALE, scale_of(0.2)).words == "the header makes no scale on this picture"


def test_a_measurement_that_agrees_changes_nothing() -> None:
    scale = scale_of(0.19)
    assert beside(scale, [comparison(BALL, NO_SCALE, scale)]) is scale
    odd = replace(scale, warnings=("Before.",))
    assert beside(odd, [comparison(RULER, NO_SCALE, odd)]).warnings[0] == "Before."
