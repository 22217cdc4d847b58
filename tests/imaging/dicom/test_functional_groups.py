"""Enhanced multi-frame files say for each frame how it is shown and how large its pixels are (PS3.3 C.7.6.16)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.dataset import Dataset

from kneeview.domain.limb import Side
from kneeview.imaging.radiograph import VoiFunction, Window
from kneeview.imaging.readers import read_image
from kneeview.imaging.windowing import rendered
from tests.imaging.dicom_files import RAMP, film, item, saved


def group(spacing: float, center: float, slope: float, **window: Any) -> Dataset:
    return item(
        PixelMeasuresSequence=[item(PixelSpacing=[spacing, spacing / 2])],
        FrameVOILUTSequence=[item(WindowCenter=center, WindowWidth=100, **window)],
        PixelValueTransformationSequence=[item(RescaleSlope=slope, RescaleIntercept=7, RescaleType="US")],
    )


def enhanced(**groups: Any) -> Dataset:
    """Return a file of two frames."""
    return film(NumberOfFrames=2, PixelData=2 * RAMP.astype("<u2").tobytes(), **groups)


def test_each_frame_is_shown_and_measured_by_its_own_group(tmp_path: Path) -> None:
    own = [
        group(0.2, 500, 2, WindowCenterWidthExplanation="BONE"),
        group(0.4, 900, 3, VOILUTFunction="SIGMOID"),
    ]
    path = saved(tmp_path, enhanced(PerFrameFunctionalGroupsSequence=own))
    first, second = read_image(path), read_image(path, 1)
    assert first.vois == (Window(500, 100, VoiFunction.LINEAR, "BONE"),)
    assert second.vois == (Window(900, 100, VoiFunction.SIGMOID),)
    assert [(one.modality.slope, one.modality.intercept) for one in (first, second)] == [(2, 7), (3, 7)]
    assert [(one.scale.row_mm, one.scale.column_mm) for one in (first, second)] == [(0.2, 0.1), (0.4, 0.2)]


def test_the_shared_group_holds_for_every_frame_that_has_none(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        enhanced(
            SharedFunctionalGroupsSequence=[group(0.2, 500, 2)],
            PerFrameFunctionalGroupsSequence=[item(), item(FrameVOILUTSequence=[item(WindowCenter=9, WindowWidth=8)])],
        ),
    )
    first, second = read_image(path), read_image(path, 1)
    assert (first.vois, second.vois) == ((Window(500, 100),), (Window(9, 8),))
    assert (first.modality.slope, second.modality.slope) == (2, 2)
    assert (first.scale.row_mm, second.scale.row_mm) == (0.2, 0.2)


def test_a_group_shows_a_frame_as_the_same_attributes_of_a_plain_file_do(tmp_path: Path) -> None:
    grouped = saved(tmp_path, enhanced(SharedFunctionalGroupsSequence=[group(0.2, 1500, 2)]), "grouped.dcm")
    plain = saved(tmp_path, film(WindowCenter=1500, WindowWidth=100, RescaleSlope=2, RescaleIntercept=7), "plain.dcm")
    pictures = [rendered(one, one.default_display) for one in (read_image(grouped, 1), read_image(plain))]
    assert len(np.unique(pictures[0])) > 2
    assert np.array_equal(pictures[0], pictures[1])


def test_attributes_outside_serve_where_there_is_no_group(tmp_path: Path) -> None:
    dataset = enhanced(SharedFunctionalGroupsSequence=[item()])
    dataset.WindowCenter, dataset.WindowWidth, dataset.RescaleSlope = 5, 6, 4
    radiograph = read_image(saved(tmp_path, dataset), 1)
    assert (radiograph.vois, radiograph.modality.slope) == ((Window(5, 6),), 4)


def test_a_spacing_of_zero_in_a_group_is_told(tmp_path: Path) -> None:
    dataset = enhanced(SharedFunctionalGroupsSequence=[item(PixelMeasuresSequence=[item(PixelSpacing=[0, 0])])])
    scale = read_image(saved(tmp_path, dataset)).scale
    assert scale.row_mm is None
    assert any("Pixel Spacing" in text for text in (scale.explanation, *scale.warnings))


@pytest.mark.parametrize(("frame", "side"), [(0, Side.RIGHT), (1, Side.LEFT)])
def test_each_frame_says_which_leg_it_shows(frame: int, side: Side, tmp_path: Path) -> None:
    own = [item(FrameAnatomySequence=[item(FrameLaterality=letter)]) for letter in "RL"]
    path = saved(tmp_path, enhanced(PerFrameFunctionalGroupsSequence=own))
    assert read_image(path, frame).header_side.only is side
