"""The scene as a whole, against pictures of it that were looked at."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from kneeview.case.placements import PointMark
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import Side
from tests.snapshots import CASES, FOLDER, HEIGHT, snapshot

ROUNDING = 24
"""Of 255, what the edge of a stroke may differ by between versions of Qt."""


def colours(image: QImage) -> NDArray[np.int16]:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.asarray(plain.constBits()).reshape(plain.height(), plain.width(), 4)[..., :3].astype(np.int16)


def differing(name: str, image: QImage) -> int:
    """Return how many pixels differ from the picture that was looked at by more than rounding."""
    known, now = colours(QImage(str(FOLDER / f"{name}.png"))), colours(image)
    assert known.shape == now.shape
    return int((np.abs(known - now).max(axis=-1) > ROUNDING).sum())


@pytest.mark.parametrize("name", CASES)
def test_the_scene_looks_as_it_did(name: str) -> None:
    assert differing(name, snapshot(CASES[name])) == 0


def test_a_landmark_moved_by_a_pixel_of_the_screen_is_seen() -> None:
    case = CASES["adult"]
    ankle = case.placement(Side.LEFT, LandmarkId.ANKLE_CENTER)
    assert isinstance(ankle, PointMark)
    moved = PointMark(ankle.point.moved(case.image.rows / HEIGHT, 0.0))
    changed = case.with_placement(Side.LEFT, LandmarkId.ANKLE_CENTER, moved)
    assert differing("adult", snapshot(changed)) > 10
