"""The film: how two legs stand on it, and where in the picture each landmark lies.

The patient stands with both ankles at one height, so the hips are as high as the legs are long and the pelvis tilts
with them. The middle of the film is the patient's midline.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, degrees, radians, sin
from typing import Final

from kneeview.domain.geometry import ImagePoint, PlanePoint, Vec
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import SIDES, LimbFrame, Side, View
from kneeview.imaging.phantom.leg import ADULT_HIP_SEPARATION_MM, ADULT_LEG, LegGeometry, frames_of, landmarks_of

HEAD_RIM_DEG: Final = (245.0, 140.0, 35.0)
"""Where the three rim points of a femoral head lie: polar angles in the limb frame, clear of the neck."""

BALL_RIM_DEG: Final = (-90.0, 30.0, 150.0)
"""Where the three rim points of the ball lie: angles on the picture from x to y."""

FROM_THE_FRONT: Final = View()
"""How a radiograph hangs: the patient faces the viewer."""


@dataclass(frozen=True, slots=True)
class Film:
    """A standing long-leg film with known geometry. Millimetres are those at the depth of the bones.

    `column_mm` and `row_mm` are the size of a pixel across and down. `hip_separation_mm` is the distance between the
    hip centres along the pelvis; `top_margin_mm` reaches from the upper edge to the higher hip, `bottom_margin_mm`
    from the ankles to the lower edge. `soft_tissue` scales the thickness of the flesh and `noise` that of the grain;
    zero draws none. `ball_diameter_mm` zero leaves the scale ball away.
    """

    right: LegGeometry = ADULT_LEG
    left: LegGeometry = ADULT_LEG
    name: str = "kneeview film"
    view: View = FROM_THE_FRONT
    column_mm: float = 0.3
    row_mm: float = 0.3
    hip_separation_mm: float = ADULT_HIP_SEPARATION_MM
    width_mm: float = 426.0
    top_margin_mm: float = 186.0
    bottom_margin_mm: float = 92.0
    ball_diameter_mm: float = 25.0
    soft_tissue: float = 1.0
    noise: float = 1.0
    seed: int = 1

    def leg(self, side: Side) -> LegGeometry:
        """Return the leg of that side."""
        return self.right if side is Side.RIGHT else self.left

    def stature_mm(self, side: Side) -> float:
        """Return how high the hip centre stands above the ankle centre."""
        ankle = frames_of(self.leg(side)).ankle.origin
        return ankle.v

    @property
    def pelvic_obliquity_deg(self) -> float:
        """The tilt of the line between the hip centres, above zero where the right one is lower."""
        rise = self.stature_mm(Side.LEFT) - self.stature_mm(Side.RIGHT)
        return degrees(asin(rise / self.hip_separation_mm))

    @property
    def columns(self) -> int:
        """The width of the picture in pixels."""
        return round(self.width_mm / self.column_mm)

    @property
    def rows(self) -> int:
        """The height of the picture in pixels."""
        stature = max(self.stature_mm(side) for side in SIDES)
        return round((self.top_margin_mm + stature + self.bottom_margin_mm) / self.row_mm)

    def hip(self, side: Side) -> PlanePoint:
        """Return the hip centre in millimetres of the film plane."""
        sign = LimbFrame(side, self.view).medial_sign
        half_mm = self.hip_separation_mm / 2 * cos(radians(self.pelvic_obliquity_deg))
        tallest = max(self.stature_mm(each) for each in SIDES)
        return PlanePoint(self.width_mm / 2 - sign * half_mm, self.top_margin_mm + tallest - self.stature_mm(side))

    def plane_point(self, side: Side, position: Vec) -> PlanePoint:
        """Return a limb position, measured from the hip centre, in the film plane."""
        hip, offset = self.hip(side), LimbFrame(side, self.view).to_plane(position)
        return PlanePoint(hip.x + offset.x, hip.y + offset.y)

    def image_point(self, point: PlanePoint) -> ImagePoint:
        """Return a point of the film plane in pixels."""
        return ImagePoint(point.x / self.column_mm, point.y / self.row_mm)

    def landmarks(self, side: Side) -> dict[LandmarkId, Vec]:
        """Return the landmarks of one leg in its limb frame, the pelvis tilted as the patient stands."""
        tilt = self.pelvic_obliquity_deg if side is Side.LEFT else -self.pelvic_obliquity_deg
        return landmarks_of(self.leg(side), self.hip_separation_mm, tilt)

    @property
    def ball(self) -> PlanePoint:
        """The centre of the scale ball: midway between the knees."""
        knees = [self.plane_point(side, self.landmarks(side)[LandmarkId.KNEE_CENTER]) for side in SIDES]
        return PlanePoint((knees[0].x + knees[1].x) / 2, (knees[0].y + knees[1].y) / 2)


def landmark_points(film: Film) -> dict[Side, dict[LandmarkId, ImagePoint]]:
    """Return the exact place of every landmark in the picture, in pixels."""
    return {
        side: {
            landmark_id: film.image_point(film.plane_point(side, position))
            for landmark_id, position in film.landmarks(side).items()
        }
        for side in SIDES
    }


def head_rims(film: Film) -> dict[Side, tuple[ImagePoint, ...]]:
    """Return three points on the rim of each femoral head, in pixels."""
    return {
        side: tuple(
            film.image_point(film.plane_point(side, Vec(radius * sin(radians(angle)), radius * cos(radians(angle)))))
            for angle in HEAD_RIM_DEG
        )
        for side in SIDES
        for radius in (film.leg(side).head_radius_mm,)
    }


def ball_rim(film: Film) -> tuple[ImagePoint, ...]:
    """Return three points on the rim of the scale ball, in pixels."""
    radius, centre = film.ball_diameter_mm / 2, film.ball
    return tuple(
        film.image_point(PlanePoint(centre.x + radius * cos(radians(angle)), centre.y + radius * sin(radians(angle))))
        for angle in BALL_RIM_DEG
    )
