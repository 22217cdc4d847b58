"""Calibration by the user: what was marked on the picture, and the scale that follows.

A calibration by the user outranks the header until it is taken away. It changes numbers only, never pixels or points.
One calibration is in use; others that were made on the same picture stay beside it as comparisons.
"""

from kneeview.domain.calibration.alongside import Comparison, beside, comparison
from kneeview.domain.calibration.comparing import SCALE_DISAGREEMENT, difference_from, disagreement
from kneeview.domain.calibration.kinds import (
    BALL_DIAMETERS_MM,
    FROM_HEADER,
    ON_PHOTOS_ONLY,
    SHEETS_MM,
    Calibration,
    CalibrationError,
    HeaderCalibration,
    HeightCalibration,
    MadeByUser,
    MagnificationCalibration,
    RectangleCalibration,
    RulerCalibration,
    RulerSegment,
    SpacingCalibration,
    SphereCalibration,
    check_kind,
    is_allowed,
    name_of,
)
from kneeview.domain.calibration.making import (
    DEPTH_SD_PER_MM,
    FARTHEST_MARKER_MM,
    RULER_SD,
    depth_words,
    scale_from,
)
from kneeview.domain.calibration.typing_in import typed_spacing

__all__ = [
    "BALL_DIAMETERS_MM",
    "DEPTH_SD_PER_MM",
    "FARTHEST_MARKER_MM",
    "FROM_HEADER",
    "ON_PHOTOS_ONLY",
    "RULER_SD",
    "SCALE_DISAGREEMENT",
    "SHEETS_MM",
    "Calibration",
    "CalibrationError",
    "Comparison",
    "HeaderCalibration",
    "HeightCalibration",
    "MadeByUser",
    "MagnificationCalibration",
    "RectangleCalibration",
    "RulerCalibration",
    "RulerSegment",
    "SpacingCalibration",
    "SphereCalibration",
    "beside",
    "check_kind",
    "comparison",
    "depth_words",
    "difference_from",
    "disagreement",
    "is_allowed",
    "name_of",
    "scale_from",
    "typed_spacing",
]
