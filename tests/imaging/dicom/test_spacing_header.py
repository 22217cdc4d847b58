"""From the attributes of a file to its scale: every combination of tags, written into a file and read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from pydicom.uid import UID

from kneeview.domain.scale import ScaleState
from kneeview.imaging.readers import read_image
from tests.imaging.dicom_files import CT, SECONDARY_CAPTURE, as_bytes, film, item, saved, with_raw_value

PS, IPS = [0.130, 0.130], [0.143, 0.143]

TABLE: Final[dict[str, tuple[dict[str, Any], int, float | None, float | None]]] = {
    "geometry": (
        {"PixelSpacing": PS, "ImagerPixelSpacing": IPS, "PixelSpacingCalibrationType": "GEOMETRY"}, 3, 0.130, None,
    ),
    "fiducial": (
        {"PixelSpacing": PS, "ImagerPixelSpacing": IPS, "PixelSpacingCalibrationType": "FIDUCIAL"}, 2, 0.130, None,
    ),
    "no type": ({"PixelSpacing": PS, "ImagerPixelSpacing": IPS}, 4, 0.130, None),
    "no type, factor": (
        {"PixelSpacing": PS, "ImagerPixelSpacing": IPS, "EstimatedRadiographicMagnificationFactor": 1.2},
        4, 0.130, None,
    ),
    "equal": ({"PixelSpacing": IPS, "ImagerPixelSpacing": IPS}, 5, 0.143, None),
    "equal, factor": (
        {"PixelSpacing": IPS, "ImagerPixelSpacing": IPS, "EstimatedRadiographicMagnificationFactor": 1.2},
        5, 0.143, 1.2,
    ),
    "equal, distances": (
        {
            "PixelSpacing": IPS,
            "ImagerPixelSpacing": IPS,
            "DistanceSourceToDetector": 1200,
            "DistanceSourceToPatient": 1000,
        },
        5, 0.143, 1.2,
    ),
    "detector": ({"ImagerPixelSpacing": IPS}, 7, 0.143, None),
    "detector, factor": (
        {"ImagerPixelSpacing": IPS, "EstimatedRadiographicMagnificationFactor": 1.2}, 6, 0.143 / 1.2, None,
    ),
    "detector, distances": (
        {"ImagerPixelSpacing": IPS, "DistanceSourceToDetector": 1200, "DistanceSourceToPatient": 1000},
        6, 0.143 / 1.2, None,
    ),
    "detector, distance to the entrance": (
        {"ImagerPixelSpacing": IPS, "DistanceSourceToDetector": 1200, "DistanceSourceToEntrance": 1000}, 7, 0.143, None,
    ),
    "Pixel Spacing": ({"PixelSpacing": PS}, 8, 0.130, None),
    "scanner": ({"NominalScannedPixelSpacing": [0.2, 0.2]}, 9, 0.2, None),
    "nothing": ({}, 10, None, None),
    "zero": ({"PixelSpacing": [0, 0]}, 10, None, None),
    "one value": ({"PixelSpacing": 0.13}, 10, None, None),
    "section": (
        {"SOPClassUID": UID(CT), "Modality": "CT", "PixelSpacing": PS, "DistanceSourceToDetector": 1099,
         "DistanceSourceToPatient": 630},
        2, 0.130, None,
    ),
    "scout": (
        {"SOPClassUID": UID(CT), "Modality": "CT", "PixelSpacing": PS,
         "ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"]},
        8, 0.130, None,
    ),
    "captured section": (
        {"SOPClassUID": UID(SECONDARY_CAPTURE), "Modality": "CT", "PixelSpacing": PS}, 8, 0.130, None,
    ),
    "captured placeholder and scanner": (
        {"SOPClassUID": UID(SECONDARY_CAPTURE), "PixelSpacing": [1, 1], "NominalScannedPixelSpacing": [0.2, 0.2]},
        9, 0.2, None,
    ),
    "in the functional groups": (
        {"SharedFunctionalGroupsSequence": [item(PixelMeasuresSequence=[item(PixelSpacing=PS)])]}, 8, 0.130, None,
    ),
    "in the frame's functional group": (
        {
            "SharedFunctionalGroupsSequence": [item(PixelMeasuresSequence=[item(PixelSpacing=[9, 9])])],
            "PerFrameFunctionalGroupsSequence": [item(PixelMeasuresSequence=[item(PixelSpacing=PS)])],
        },
        8, 0.130, None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_a_file_has_the_scale_of_its_tags(name: str, tmp_path: Path) -> None:
    attributes, level, column_mm, offered = TABLE[name]
    scale = read_image(saved(tmp_path, film(**attributes))).scale
    assert scale.level == level
    assert scale.column_mm == (pytest.approx(column_mm) if column_mm else None)
    assert scale.offered_factor == (pytest.approx(offered) if offered else None)


def test_rows_are_the_first_value(tmp_path: Path) -> None:
    scale = read_image(saved(tmp_path, film(PixelSpacing=[0.2, 0.1]))).scale
    assert (scale.row_mm, scale.column_mm) == (0.2, 0.1)


def test_a_decimal_comma_is_read_and_told(tmp_path: Path) -> None:
    data = as_bytes(film(PixelSpacing=["0.143", "0.143"]))
    path = tmp_path / "comma.dcm"
    path.write_bytes(with_raw_value(data, b"0.143\\0.143", b"0,143\\0,143"))
    scale = read_image(path).scale
    assert (scale.state, scale.column_mm) == (ScaleState.UNKNOWN, 0.143)
    assert "decimal comma" in scale.warnings[0]


def test_a_false_spacing_is_told_by_cassette_and_field(tmp_path: Path) -> None:
    by_cassette = read_image(saved(tmp_path, film(PixelSpacing=[0.1, 0.1], CassetteSize="35CMX43CM")))
    assert "cassette is 350 x 430 mm" in by_cassette.scale.warnings[0]
    by_field = read_image(saved(tmp_path, film(PixelSpacing=[0.1, 0.1], FieldOfViewDimensions=["200", "300"])))
    assert "field of view is 200 x 300 mm" in by_field.scale.warnings[0]
    in_inches = read_image(saved(tmp_path, film(PixelSpacing=[0.1, 0.1], CassetteSize="14INX17IN")))
    assert "cassette is 356 x 432 mm" in in_inches.scale.warnings[0]


@pytest.mark.parametrize("size", ["", "LARGE", "35X43", "35CMX"])
def test_a_cassette_of_unknown_size_is_not_compared(size: str, tmp_path: Path) -> None:
    assert read_image(saved(tmp_path, film(PixelSpacing=[0.1, 0.1], CassetteSize=size))).scale.warnings == ()


def test_a_round_field_is_not_compared(tmp_path: Path) -> None:
    assert (
        read_image(saved(tmp_path, film(PixelSpacing=[0.1, 0.1], FieldOfViewDimensions=["200"]))).scale.warnings == ()
    )


def test_the_shape_of_a_pixel_is_read(tmp_path: Path) -> None:
    scale = read_image(saved(tmp_path, film(PixelAspectRatio=["4", "3"]))).scale
    assert scale.aspect == pytest.approx(4 / 3)
    assert not scale.is_calibrated
