"""The built-in film with its true landmarks placed: what the demonstration and the self-test measure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kneeview.case.case import Case, new_case
from kneeview.case.opening import Opened
from kneeview.case.placements import CircleMark, Limb, Placement, PointMark
from kneeview.domain.calibration import SphereCalibration
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.positioning import Point, Positioning
from kneeview.domain.posture import Posture
from kneeview.imaging.phantom import DEMO, Film, ball_rim, film_image, head_rims, landmark_points
from kneeview.imaging.radiograph import Radiograph


def true_limbs(film: Film) -> dict[Side, Limb]:
    """Return every landmark of a film in its true place, the hip centres by three points of the rim."""
    points, rims = landmark_points(film), head_rims(film)

    def placement(side: Side, landmark_id: LandmarkId) -> Placement:
        if landmark_id is LandmarkId.HIP_CENTER:
            return CircleMark(rims[side])
        return PointMark(points[side][landmark_id])

    return {side: {landmark_id: placement(side, landmark_id) for landmark_id in points[side]} for side in SIDES}


IDEAL: Final = Positioning(
    {
        Point.STANCE: "two_legs",
        Point.FEET: "apart",
        Point.KNEES: "straight",
        Point.CENTRAL_RAY: "hips",
        Point.SHOES: "barefoot",
        Point.EXPOSURES: "single",
    }
)
"""How the made legs stand: nothing of their positioning changes a number."""


def measured_film(film: Film, image: Radiograph) -> Case:
    """Return the case of a film with every landmark in its true place, calibrated by the film's ball."""
    ball = SphereCalibration(ball_rim(film), film.ball_diameter_mm)
    return replace(
        new_case(image).with_calibration(ball, "", ""),
        view=film.view,
        view_told=True,
        sides_confirmed=True,
        posture=Posture(weight_bearing=True, patellae_forward=True),
        positioning=IDEAL,
        protocol_id="full_alignment",
        limbs=true_limbs(film),
    )


def measured_demo() -> Opened:
    """Open the built-in film as if a perfect hand had measured it."""
    image = film_image(DEMO)
    return Opened(measured_film(DEMO, image), image)
