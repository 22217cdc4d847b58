"""The landmarks: what each is, how it is placed, how well it is placed, and where it usually lies."""

from kneeview.domain.landmarks.definition import ErrorStatus, Kind, Landmark, LandmarkId, PlacementError, Shape
from kneeview.domain.landmarks.table import LANDMARKS, LATERAL_AND_MEDIAL, landmark

__all__ = [
    "LANDMARKS",
    "LATERAL_AND_MEDIAL",
    "ErrorStatus",
    "Kind",
    "Landmark",
    "LandmarkId",
    "PlacementError",
    "Shape",
    "landmark",
]
