"""The ladder of the header's scale: every combination of tags, and every warning."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import pytest

from kneeview.domain.scale import ScaleState
from kneeview.imaging.spacing import LADDER, SpacingTags, decide_scale

PATIENT = (0.130, 0.130)
DETECTOR = (0.143, 0.143)

CASES = {
    "fiducial": (
        SpacingTags(PATIENT, DETECTOR, calibration_type="FIDUCIAL"),
        (2, ScaleState.CALIBRATED, 0.130, 0.02, None),
    ),
    "geometry": (
        SpacingTags(PATIENT, DETECTOR, calibration_type="GEOMETRY"),
        (3, ScaleState.ESTIMATED, 0.130, 0.05, None),
    ),
    "fiducial, no detector": (
        SpacingTags(PATIENT, calibration_type="FIDUCIAL"),
        (2, ScaleState.CALIBRATED, 0.130, 0.02, None),
    ),
    "fiducial, equal to the detector": (
        SpacingTags(DETECTOR, DETECTOR, calibration_type="FIDUCIAL"),
        (2, ScaleState.CALIBRATED, 0.143, 0.02, None),
    ),
    "different, no type": (
        SpacingTags(PATIENT, DETECTOR),
        (4, ScaleState.CALIBRATED, 0.130, 0.02, None),
    ),
    "different, unknown type": (
        SpacingTags(PATIENT, DETECTOR, calibration_type="GUESS"),
        (4, ScaleState.CALIBRATED, 0.130, 0.02, None),
    ),
    "different, with a factor: never divided again": (
        SpacingTags(PATIENT, DETECTOR, magnification=1.2),
        (4, ScaleState.CALIBRATED, 0.130, 0.02, None),
    ),
    "equal": (
        SpacingTags(DETECTOR, DETECTOR),
        (5, ScaleState.DETECTOR_PLANE, 0.143, None, None),
    ),
    "equal but for rounding": (
        SpacingTags((0.1434, 0.1434), DETECTOR),
        (5, ScaleState.DETECTOR_PLANE, 0.1434, None, None),
    ),
    "equal, with a factor": (
        SpacingTags(DETECTOR, DETECTOR, magnification=1.2),
        (5, ScaleState.DETECTOR_PLANE, 0.143, None, 1.2),
    ),
    "equal, with distances": (
        SpacingTags(DETECTOR, DETECTOR, source_detector_mm=1800, source_patient_mm=1500),
        (5, ScaleState.DETECTOR_PLANE, 0.143, None, 1.2),
    ),
    "detector and factor": (
        SpacingTags(None, DETECTOR, magnification=1.2),
        (6, ScaleState.ESTIMATED, 0.143 / 1.2, 0.05, None),
    ),
    "detector and distances": (
        SpacingTags(None, DETECTOR, source_detector_mm=1800, source_patient_mm=1500),
        (6, ScaleState.ESTIMATED, 0.143 / 1.2, 0.05, None),
    ),
    "detector only": (
        SpacingTags(None, DETECTOR),
        (7, ScaleState.DETECTOR_PLANE, 0.143, None, None),
    ),
    "detector and one distance": (
        SpacingTags(None, DETECTOR, source_detector_mm=1800),
        (7, ScaleState.DETECTOR_PLANE, 0.143, None, None),
    ),
    "detector and a zero distance": (
        SpacingTags(None, DETECTOR, source_detector_mm=1800, source_patient_mm=0),
        (7, ScaleState.DETECTOR_PLANE, 0.143, None, None),
    ),
    "detector and a factor of one": (
        SpacingTags(None, DETECTOR, magnification=1.0),
        (7, ScaleState.DETECTOR_PLANE, 0.143, None, None),
    ),
    "detector and an impossible factor": (
        SpacingTags(None, DETECTOR, magnification=12.0),
        (7, ScaleState.DETECTOR_PLANE, 0.143, None, None),
    ),
    "zero Pixel Spacing and detector": (
        SpacingTags((0, 0), DETECTOR, magnification=1.2),
        (6, ScaleState.ESTIMATED, 0.143 / 1.2, 0.05, None),
    ),
    "Pixel Spacing only": (
        SpacingTags(PATIENT),
        (8, ScaleState.UNKNOWN, 0.130, None, None),
    ),
    "Pixel Spacing only, with a factor": (
        SpacingTags(PATIENT, magnification=1.2),
        (8, ScaleState.UNKNOWN, 0.130, None, None),
    ),
    "captured screen": (
        SpacingTags((1, 1), is_secondary_capture=True),
        (8, ScaleState.UNKNOWN, 1.0, None, None),
    ),
    "scanner only": (
        SpacingTags(scanned_pixel_spacing=(0.2, 0.2)),
        (9, ScaleState.FILM_PLANE, 0.2, None, None),
    ),
    "scanner, repeated as Pixel Spacing": (
        SpacingTags((0.2, 0.2), scanned_pixel_spacing=(0.2, 0.2)),
        (9, ScaleState.FILM_PLANE, 0.2, None, None),
    ),
    "scanner, Pixel Spacing a placeholder": (
        SpacingTags((1, 1), scanned_pixel_spacing=(0.2, 0.2), is_secondary_capture=True),
        (9, ScaleState.FILM_PLANE, 0.2, None, None),
    ),
    "scanner, another Pixel Spacing": (
        SpacingTags(PATIENT, scanned_pixel_spacing=(0.2, 0.2)),
        (8, ScaleState.UNKNOWN, 0.130, None, None),
    ),
    "section": (
        SpacingTags((0.7, 0.7), is_projection=False, source_detector_mm=1099, source_patient_mm=630, modality="CT"),
        (2, ScaleState.CALIBRATED, 0.7, 0.02, None),
    ),
    "section without spacing": (
        SpacingTags(is_projection=False),
        (10, ScaleState.UNCALIBRATED, None, None, None),
    ),
    "nothing": (
        SpacingTags(),
        (10, ScaleState.UNCALIBRATED, None, None, None),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_ladder_decides(name: str) -> None:
    tags, (level, state, column_mm, relative_sd, offered) = CASES[name]
    scale = decide_scale(tags)
    assert (scale.level, scale.state, scale.relative_sd) == (level, state, relative_sd)
    assert scale.offered_factor == (pytest.approx(offered) if offered else None)
    assert scale.column_mm == (pytest.approx(column_mm) if column_mm else None)
    assert scale.is_calibrated == (level != 10)
    assert scale.method == ("none" if level == 10 else "header")
    assert scale.explanation.endswith(".")
    assert "None" not in scale.explanation


def test_every_rung_has_a_case() -> None:
    assert {rung.level for rung in LADDER} | {10} == {level for _, (level, *_) in CASES.values()}


@pytest.mark.parametrize("bad", [(0, 0), (0, 0.1), (-0.1, 0.1), (nan, 0.1), (0.1, inf)])
def test_what_is_no_spacing_counts_as_absent(bad: tuple[float, float]) -> None:
    for tags in (SpacingTags(bad), SpacingTags(None, bad), SpacingTags(scanned_pixel_spacing=bad)):
        assert decide_scale(tags).state is ScaleState.UNCALIBRATED


def test_the_first_value_is_the_distance_of_rows() -> None:
    scale = decide_scale(SpacingTags((0.2, 0.1)))
    assert (scale.row_mm, scale.column_mm, scale.aspect) == (0.2, 0.1, 2.0)
    assert "0.1000 mm a pixel across and 0.2000 mm down" in scale.explanation


def test_the_explanation_shows_the_arithmetic() -> None:
    scale = decide_scale(SpacingTags(None, (0.2, 0.2), magnification=1.05))
    assert "0.2000 / 1.05 = 0.1905 mm a pixel (magnification from the header)" in scale.explanation
    by_distance = decide_scale(SpacingTags(None, (0.2, 0.2), source_detector_mm=1800, source_patient_mm=1500))
    assert "0.2000 / 1.2 = 0.1667 mm a pixel (distances" in by_distance.explanation


def test_an_offered_factor_is_said() -> None:
    assert "magnification of 1.2" in decide_scale(SpacingTags(DETECTOR, DETECTOR, magnification=1.2)).explanation


def test_the_shape_of_pixels_serves_angles_without_a_scale() -> None:
    told = decide_scale(SpacingTags(aspect_ratio=(4, 3)))
    assert told.aspect == pytest.approx(4 / 3)
    assert "1.333 times as high as wide" in told.explanation
    assumed = decide_scale(SpacingTags())
    assert assumed.aspect == 1
    assert "taken as square" in assumed.explanation


def test_a_plain_film_has_no_warnings() -> None:
    for name, (tags, _) in CASES.items():
        if not tags.is_secondary_capture and "impossible" not in name:
            assert decide_scale(tags).warnings == ()


WARNED = {
    "repaired": (SpacingTags(PATIENT, repaired=("Pixel Spacing “0,13\\0,13”",)), "decimal comma"),
    "rejected": (SpacingTags(rejected=("Pixel Spacing “abc”",)), "“abc” is no size and is ignored"),
    "unusual": (SpacingTags((2, 2)), "unusual"),
    "unusual in one direction": (SpacingTags((0.2, 0.03)), "unusual"),
    "absurd": (SpacingTags((33, 33)), "absurd"),
    "absurdly small": (SpacingTags((0.001, 0.001)), "absurd"),
    "factor against distances": (
        SpacingTags(DETECTOR, DETECTOR, magnification=1.6139, source_detector_mm=1175, source_patient_mm=720),
        "1175 / 720 = 1.632",
    ),
    "resized": (SpacingTags((0.286, 0.286), DETECTOR), "resized"),
    "field of view": (
        SpacingTags((1.2, 1.2), (1.2, 1.2), field_of_view_mm=(345, 432), rows=169, columns=211),
        "253 x 203 mm, but the field of view is 345 x 432 mm",
    ),
    "cassette": (
        SpacingTags((0.1, 0.1), cassette_mm=(350, 350), rows=440, columns=440),
        "44 x 44 mm, but the cassette is 350 x 350 mm",
    ),
    "captured screen": (SpacingTags((1, 1), is_secondary_capture=True), "do not trust"),
}


@pytest.mark.parametrize("name", WARNED)
def test_what_cannot_be_right_is_warned_of(name: str) -> None:
    tags, words = WARNED[name]
    (warning,) = decide_scale(tags).warnings
    assert words in warning


QUIET = {
    "usual range, lowest": SpacingTags((0.05, 0.05)),
    "usual range, highest": SpacingTags((1.5, 1.5)),
    "factor and distances agree": SpacingTags(
        DETECTOR, DETECTOR, magnification=1.4014, source_detector_mm=1009, source_patient_mm=720
    ),
    "picture as large as its field": SpacingTags((0.2, 0.2), field_of_view_mm=(430, 350), rows=2150, columns=1750),
    "part of a cassette": SpacingTags((0.2, 0.2), cassette_mm=(430, 350), rows=1500, columns=1500),
    "size of the picture unknown": SpacingTags((0.2, 0.2), cassette_mm=(350, 350)),
    "captured and calibrated": SpacingTags((1, 1), calibration_type="FIDUCIAL", is_secondary_capture=True),
    "section with distances": SpacingTags(
        (0.7, 0.7), (0.5, 0.5), magnification=1.1, source_detector_mm=1099, source_patient_mm=630, is_projection=False
    ),
}


@pytest.mark.parametrize("name", QUIET)
def test_what_can_be_right_is_not_warned_of(name: str) -> None:
    assert decide_scale(QUIET[name]).warnings == ()


def test_a_warning_never_changes_the_spacing() -> None:
    tags, _ = WARNED["cassette"]
    assert decide_scale(tags).column_mm == decide_scale(replace(tags, cassette_mm=None)).column_mm
