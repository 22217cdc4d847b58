"""The built-in film: its geometry obeys its parameters, its truth is true, and its picture shows what it says."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import atan2, cos, degrees, hypot, radians, sin

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kneeview.domain.calibration import SphereCalibration, scale_from
from kneeview.domain.geometry import (
    ImagePoint,
    PlanePoint,
    Vec,
    angle_between,
    circle_through,
    cross,
    crossing,
    dot,
    tilt,
    varus_between,
)
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as Id
from kneeview.domain.limb import SIDES, Facing, LimbFrame, Side, View
from kneeview.domain.scale import NO_SCALE, Scale, ScaleState
from kneeview.imaging.phantom import (
    CHILD,
    DEMO,
    SELF_TEST_FILMS,
    Film,
    KneePoints,
    LegGeometry,
    ball_rim,
    film_image,
    head_rims,
    landmark_points,
    landmarks_of,
    true_values,
)
from kneeview.imaging.phantom.leg import Frame, frames_of
from kneeview.imaging.phantom.marks import letter_place

FILMS = (DEMO, CHILD, *SELF_TEST_FILMS)
GEOMETRIES = tuple(film.leg(side) for film in FILMS for side in SIDES)
FILM = pytest.mark.parametrize("film", FILMS, ids=lambda film: film.name)
PIXEL_MM = 0.3


@cache
def pixels(film: Film) -> NDArray[np.uint8] | NDArray[np.uint16]:
    """Return the picture of a film without its noise."""
    return film_image(replace(film, noise=0.0)).pixels


def measured(film: Film, knee: KneePoints) -> dict[tuple[str, Side | None], float]:
    """Return the readings of a film from its landmarks in pixels, by the definitions and nothing else."""
    values: dict[tuple[str, Side | None], float] = {}
    plane: dict[Side, dict[Id, PlanePoint]] = {}
    for side, points in landmark_points(film).items():
        plane[side] = {i: PlanePoint(p.x * film.column_mm, p.y * film.row_mm) for i, p in points.items()}
        at = {i: LimbFrame(side, film.view).to_limb(p) for i, p in plane[side].items()}
        for reading, value in _leg_readings(at, knee).items():
            values[reading, side] = value
    for name, of in (("lld", "leg_length"), ("femur_lld", "femur_length"), ("tibia_lld", "tibia_length")):
        values[name, None] = values[of, Side.RIGHT] - values[of, Side.LEFT]
    right, left = plane[Side.RIGHT], plane[Side.LEFT]
    for name, i in (
        ("femoral_head_height_difference", Id.FEMORAL_HEAD_TOP),
        ("iliac_crest_height_difference", Id.ILIAC_CREST),
    ):
        values[name, None] = right[i].y - left[i].y
    hips = right[Id.HIP_CENTER], left[Id.HIP_CENTER]
    values["pelvic_obliquity", None] = degrees(atan2(hips[0].y - hips[1].y, abs(hips[0].x - hips[1].x)))
    for name, i in (("imd", Id.MEDIAL_MALLEOLUS), ("icd", Id.MEDIAL_KNEE_SURFACE)):
        values[name, None] = hypot(right[i].x - left[i].x, right[i].y - left[i].y)
    return values


def _leg_readings(at: dict[Id, Vec], knee: KneePoints) -> dict[str, float]:
    hip, ankle, middle = at[Id.HIP_CENTER], at[Id.ANKLE_CENTER], at[Id.KNEE_CENTER]
    pair = knee is KneePoints.PAIR
    kf, kt = (at[Id.FEMORAL_NOTCH], at[Id.TIBIAL_SPINES]) if pair else (middle, middle)
    fl, fm = at[Id.FEMORAL_CONDYLE_LATERAL], at[Id.FEMORAL_CONDYLE_MEDIAL]
    tl, tm = at[Id.TIBIAL_PLATEAU_LATERAL], at[Id.TIBIAL_PLATEAU_MEDIAL]
    el, em = at[Id.TIBIAL_EDGE_LATERAL], at[Id.TIBIAL_EDGE_MEDIAL]
    pl, pm = at[Id.TIBIAL_PLAFOND_LATERAL], at[Id.TIBIAL_PLAFOND_MEDIAL]
    shaft = at[Id.FEMORAL_SHAFT_DISTAL] - at[Id.FEMORAL_SHAFT_PROXIMAL]
    shin = at[Id.TIBIAL_SHAFT_DISTAL] - at[Id.TIBIAL_SHAFT_PROXIMAL]
    tip, neck = at[Id.GREATER_TROCHANTER], at[Id.FEMORAL_NECK]
    where = crossing(hip, ankle, em, el)
    return {
        "hka": 180 - varus_between(kf - hip, ankle - kt),
        "mldfa": angle_between(hip - kf, fl - fm),
        "aldfa": angle_between(shaft * -1, fl - fm),
        "mpta": angle_between(ankle - kt, tm - tl),
        "jlca": tilt(fl, fm) - tilt(tl, tm),
        "ldta": angle_between(kt - ankle, pl - pm),
        "mlpfa": angle_between(kf - hip, tip - hip),
        "ampfa": angle_between(shaft, hip - tip),
        "mnsa": angle_between(hip - neck, shaft),
        "ama": angle_between(shaft, kf - hip),
        "fta": -varus_between(shaft, shin),
        "kjlo": tilt(tl, tm),
        "ajlo": tilt(pl, pm),
        "femur_length": (kf - hip).length,
        "tibia_length": (ankle - kt).length,
        "leg_length": (ankle - hip).length,
        "leg_length_head_top": (ankle - at[Id.FEMORAL_HEAD_TOP]).length,
        "mad": cross(ankle - hip, middle - hip) / (ankle - hip).length,
        "wbl_percent": 100 * dot(where - em, el - em) / dot(el - em, el - em),
        "patella_offset_percent": 100 * dot(at[Id.PATELLA_CENTER] - (fl + fm) * 0.5, fm - fl) / dot(fm - fl, fm - fl),
    }


def outward_edge(film: Film, side: Side, at: Vec, outwards: Vec, reach_mm: float = 1.5) -> float:
    """Return how far beyond a place the picture falls most steeply, in millimetres."""
    steps = np.arange(-reach_mm, reach_mm, 0.05)
    profile = sampled(film, [film.plane_point(side, at + outwards * float(step)) for step in steps])
    return float(steps[np.argmin(np.gradient(profile))])


def sampled(film: Film, places: list[PlanePoint]) -> NDArray[np.float32]:
    x = np.array([[p.x / film.column_mm - 0.5 for p in places]], np.float32)
    y = np.array([[p.y / film.row_mm - 0.5 for p in places]], np.float32)
    return np.asarray(cv2.remap(pixels(film), x, y, cv2.INTER_CUBIC)[0], np.float32)


def across(frame: Frame) -> Vec:
    return frame.at(1, 0) - frame.origin


def along(frame: Frame) -> Vec:
    return frame.at(0, 1) - frame.origin


# --- geometry ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_landmarks_give_the_parameters_back(geometry: LegGeometry) -> None:
    at = landmarks_of(geometry)
    hip, notch, spines, ankle = (at[i] for i in (Id.HIP_CENTER, Id.FEMORAL_NOTCH, Id.TIBIAL_SPINES, Id.ANKLE_CENTER))
    readings = _leg_readings(at, KneePoints.PAIR)
    assert readings["mldfa"] == pytest.approx(geometry.mldfa_deg, abs=1e-9)
    assert readings["mpta"] == pytest.approx(geometry.mpta_deg, abs=1e-9)
    assert readings["jlca"] == pytest.approx(geometry.jlca_deg, abs=1e-9)
    assert readings["ldta"] == pytest.approx(geometry.ldta_deg, abs=1e-9)
    assert readings["mlpfa"] == pytest.approx(geometry.mlpfa_deg, abs=1e-9)
    assert readings["mnsa"] == pytest.approx(geometry.mnsa_deg, abs=1e-9)
    assert readings["ama"] == pytest.approx(geometry.ama_deg, abs=1e-9)
    assert (notch - hip).length == pytest.approx(geometry.femur_length_mm, abs=1e-9)
    assert (ankle - spines).length == pytest.approx(geometry.tibia_length_mm, abs=1e-9)
    assert degrees(atan2(ankle.u - hip.u, ankle.v - hip.v)) == pytest.approx(geometry.axis_tilt_deg, abs=1e-9)
    assert (at[Id.TIBIAL_EDGE_MEDIAL] - at[Id.TIBIAL_EDGE_LATERAL]).length == pytest.approx(geometry.plateau_width_mm)
    assert (at[Id.FEMORAL_HEAD_TOP] - hip).length == pytest.approx(geometry.head_radius_mm)
    assert (at[Id.FEMORAL_NECK] - hip).length == pytest.approx(geometry.neck_mm)
    middle = at[Id.KNEE_CENTER]
    assert (middle - notch).length == pytest.approx((middle - spines).length)


@pytest.mark.parametrize("geometry", [LegGeometry(), *GEOMETRIES])
def test_every_landmark_lies_on_its_own_side_of_the_knee(geometry: LegGeometry) -> None:
    at = landmarks_of(geometry)
    assert set(at) == set(Id)
    for lateral, medial in (
        (Id.FEMORAL_CONDYLE_LATERAL, Id.FEMORAL_CONDYLE_MEDIAL),
        (Id.TIBIAL_PLATEAU_LATERAL, Id.TIBIAL_PLATEAU_MEDIAL),
        (Id.TIBIAL_EDGE_LATERAL, Id.TIBIAL_EDGE_MEDIAL),
        (Id.TIBIAL_PLAFOND_LATERAL, Id.TIBIAL_PLAFOND_MEDIAL),
        (Id.LATERAL_MALLEOLUS, Id.MEDIAL_MALLEOLUS),
        (Id.GREATER_TROCHANTER, Id.HIP_CENTER),
    ):
        assert at[lateral].u < at[medial].u
    for upper, lower in ((Id.ILIAC_CREST, Id.ASIS), (Id.ASIS, Id.HIP_CENTER), (Id.FEMORAL_NOTCH, Id.TIBIAL_SPINES)):
        assert at[upper].v < at[lower].v


def test_a_frame_leads_there_and_back() -> None:
    frame = Frame(Vec(3, -7), 12.5)
    back = frame.inside(frame.at(4.0, -2.5))
    assert (back.u, back.v) == pytest.approx((4.0, -2.5))


@FILM
@pytest.mark.parametrize("knee", KneePoints)
def test_true_values_are_those_of_the_landmarks(film: Film, knee: KneePoints) -> None:
    truth, found = true_values(film, knee), measured(film, knee)
    assert truth.keys() == found.keys()
    for key, value in truth.items():
        assert found[key] == pytest.approx(value, abs=1e-9), key


@FILM
def test_the_identity_of_the_frontal_plane_holds(film: Film) -> None:
    truth = true_values(film)
    for side in SIDES:
        mldfa, mpta, jlca = (truth[name, side] for name in ("mldfa", "mpta", "jlca"))
        assert 180 - truth["hka", side] == pytest.approx(mldfa - mpta + jlca)


def test_the_demonstration_shows_knock_knees_and_a_longer_right_leg() -> None:
    truth = true_values(DEMO)
    assert truth["hka", Side.RIGHT] == pytest.approx(185.5)
    assert truth["hka", Side.LEFT] == pytest.approx(182.3)
    assert truth["mad", Side.RIGHT] < -15
    assert truth["lld", None] == pytest.approx(12, abs=1)
    assert truth["femoral_head_height_difference", None] < 0  # the right hip is the higher one


@FILM
def test_all_landmarks_lie_on_the_film_and_the_legs_where_the_view_puts_them(film: Film) -> None:
    points = landmark_points(film)
    for side in SIDES:
        for point in points[side].values():
            assert 0 < point.x < film.columns
            assert 0 < point.y < film.rows
    right_first = points[Side.RIGHT][Id.KNEE_CENTER].x < points[Side.LEFT][Id.KNEE_CENTER].x
    assert right_first == film.view.right_leg_on_the_left


@FILM
def test_rims_are_circles_about_the_landmarks(film: Film) -> None:
    for side, rim in head_rims(film).items():
        circle = circle_through([(p.x * film.column_mm, p.y * film.row_mm) for p in rim])
        hip = film.plane_point(side, Vec(0, 0))
        assert (circle.x, circle.y) == pytest.approx((hip.x, hip.y))
        assert circle.radius == pytest.approx(film.leg(side).head_radius_mm)
    ball = circle_through([(p.x * film.column_mm, p.y * film.row_mm) for p in ball_rim(film)])
    assert (ball.x, ball.y, ball.radius) == pytest.approx((film.ball.x, film.ball.y, film.ball_diameter_mm / 2))


@FILM
def test_the_ball_calibrates_the_film_and_hides_no_bone(film: Film) -> None:
    header = replace(NO_SCALE, aspect=film.row_mm / film.column_mm)
    scale = scale_from(SphereCalibration(ball_rim(film), film.ball_diameter_mm), header)
    assert scale.column_mm == pytest.approx(film.column_mm)
    assert scale.row_mm == pytest.approx(film.row_mm)
    for side in SIDES:
        bone = film.plane_point(side, film.landmarks(side)[Id.MEDIAL_KNEE_SURFACE])
        assert abs(bone.x - film.ball.x) > film.ball_diameter_mm / 2 + 2


def test_a_mirror_image_and_a_view_from_behind_lie_alike() -> None:
    film = SELF_TEST_FILMS[3]
    mirrored = landmark_points(replace(film, view=View(mirrored=True)))
    behind = landmark_points(replace(film, view=View(Facing.POSTERIOR)))
    for side in SIDES:
        for landmark, point in landmark_points(film)[side].items():
            expected = ImagePoint(film.width_mm / film.column_mm - point.x, point.y)
            assert mirrored[side][landmark].distance(expected) < 1e-9
            assert behind[side][landmark].distance(expected) < 1e-9


# --- picture ----------------------------------------------------------------------------------------------------------


def test_the_picture_is_a_radiograph_of_twelve_bits() -> None:
    radiograph = film_image(DEMO)
    assert radiograph.pixels.dtype == np.uint16
    assert radiograph.pixels.shape == (DEMO.rows, DEMO.columns)
    assert radiograph.pixels.flags.c_contiguous
    assert radiograph.bits_stored == 12
    assert 3500 < radiograph.pixels.max() <= 4095
    assert (radiograph.kind, radiograph.photometric, radiograph.inverse) == (Kind.RADIOGRAPH, "MONOCHROME2", False)
    assert (radiograph.name, radiograph.format) == ("kneeview demo film", "built in")
    assert radiograph.scale is NO_SCALE
    assert len(radiograph.pixels_sha256) == 64


def test_the_header_says_what_the_caller_wishes() -> None:
    scale = Scale(ScaleState.CALIBRATED, "header", "Made so.", row_mm=0.6, column_mm=0.6, level=2)
    assert film_image(Film(column_mm=0.6, row_mm=0.6), scale).scale is scale


def test_the_same_film_gives_the_same_picture_and_another_seed_another() -> None:
    film = Film(column_mm=0.6, row_mm=0.6)
    first, second = film_image(film), film_image(film)
    other = film_image(replace(film, seed=film.seed + 1))
    assert first.pixels_sha256 == second.pixels_sha256
    assert np.array_equal(first.pixels, second.pixels)
    assert not np.array_equal(first.pixels, other.pixels)


def test_a_mirrored_film_is_the_mirror_image() -> None:
    film = replace(SELF_TEST_FILMS[3], column_mm=0.6, row_mm=0.6, noise=0.0)
    plain = film_image(film).pixels.astype(np.float64)
    mirrored = film_image(replace(film, view=View(mirrored=True))).pixels[:, ::-1].astype(np.float64)
    assert np.corrcoef(plain.ravel(), mirrored.ravel())[0, 1] > 0.999  # all but the grain


@pytest.mark.parametrize("film", [DEMO, CHILD, SELF_TEST_FILMS[4], SELF_TEST_FILMS[6]], ids=lambda film: film.name)
def test_rims_are_drawn_where_they_are(film: Film) -> None:
    pixel = max(film.column_mm, film.row_mm)
    for side in SIDES:
        radius = film.leg(side).head_radius_mm
        for angle in range(100, 250, 10):  # clear of the neck and of the edges of the socket
            ray = Vec(sin(radians(angle)), cos(radians(angle)))
            assert abs(outward_edge(film, side, ray * radius, ray)) < pixel, (side, angle)
    radius, centre = film.ball_diameter_mm / 2, film.ball
    steps = np.arange(-1.5, 1.5, 0.05)
    for angle in range(0, 360, 15):
        c, s = cos(radians(angle)), sin(radians(angle))
        profile = sampled(film, [PlanePoint(centre.x + (radius + t) * c, centre.y + (radius + t) * s) for t in steps])
        assert abs(steps[np.argmin(np.gradient(profile))]) < pixel, angle


@FILM
def test_joint_surfaces_are_drawn_through_their_landmarks(film: Film) -> None:
    allowed = max(film.column_mm, film.row_mm)
    for side in SIDES:
        at, frames = film.landmarks(side), frames_of(film.leg(side))
        for landmark, outwards in (
            (Id.FEMORAL_HEAD_TOP, Vec(0, -1)),
            (Id.FEMORAL_NOTCH, along(frames.condyles)),
            (Id.FEMORAL_CONDYLE_LATERAL, along(frames.condyles)),
            (Id.FEMORAL_CONDYLE_MEDIAL, along(frames.condyles)),
            (Id.TIBIAL_PLATEAU_LATERAL, along(frames.plateau) * -1),
            (Id.TIBIAL_PLATEAU_MEDIAL, along(frames.plateau) * -1),
            (Id.TIBIAL_EDGE_LATERAL, across(frames.plateau) * -1),
            (Id.TIBIAL_EDGE_MEDIAL, across(frames.plateau)),
            (Id.TIBIAL_PLAFOND_LATERAL, along(frames.plafond)),
            (Id.TIBIAL_PLAFOND_MEDIAL, along(frames.plafond)),
            (Id.ANKLE_CENTER, along(frames.plafond)),
            (Id.MEDIAL_MALLEOLUS, across(frames.ankle)),
            (Id.LATERAL_MALLEOLUS, across(frames.ankle) * -1),
            (Id.MEDIAL_KNEE_SURFACE, across(frames.condyles)),
        ):
            assert abs(outward_edge(film, side, at[landmark], outwards)) < allowed, (side, landmark)


@FILM
def test_scenery_is_drawn_near_its_landmarks(film: Film) -> None:
    for side in SIDES:
        at = film.landmarks(side)
        for landmark in (Id.GREATER_TROCHANTER, Id.ILIAC_CREST):
            assert abs(outward_edge(film, side, at[landmark], Vec(0, -1))) < 2 * PIXEL_MM, (side, landmark)


@FILM
def test_shaft_points_lie_midway_between_the_cortices(film: Film) -> None:
    for side in SIDES:
        at, frames = film.landmarks(side), frames_of(film.leg(side))
        for landmark, frame, half_mm in (
            (Id.FEMORAL_SHAFT_PROXIMAL, frames.shaft, 14.2),
            (Id.FEMORAL_SHAFT_DISTAL, frames.shaft, 14.8),
            (Id.TIBIAL_SHAFT_PROXIMAL, frames.tibial_shaft, 14.2),
            (Id.TIBIAL_SHAFT_DISTAL, frames.tibial_shaft, 11.6),
        ):
            medially, half = across(frame), half_mm * film.leg(side).girth
            medial = outward_edge(film, side, at[landmark] + medially * half, medially)
            lateral = outward_edge(film, side, at[landmark] - medially * half, medially * -1)
            assert abs(medial - lateral) / 2 < PIXEL_MM, (side, landmark)


@pytest.mark.parametrize("film", [DEMO, SELF_TEST_FILMS[4], SELF_TEST_FILMS[5]], ids=lambda film: film.name)
def test_lead_letters_lie_beside_their_legs_and_mirror_with_the_picture(film: Film) -> None:
    turn = -1 if film.view.mirrored else 1
    for side in SIDES:
        place = letter_place(film, side)
        knee = film.plane_point(side, film.landmarks(side)[Id.KNEE_CENTER])
        assert (place.x < film.width_mm / 2) == (knee.x < film.width_mm / 2)
        stem, gap = sampled(film, [PlanePoint(place.x + turn * dx, place.y - 5) for dx in (-5, 10)])
        assert stem > 4 * gap
    bowl = letter_place(film, Side.RIGHT)
    inner, outer = sampled(film, [PlanePoint(bowl.x + turn * dx, bowl.y - 5) for dx in (5.2, -9)])
    assert inner > 4 * outer


def test_air_is_dark_flesh_grey_and_cortex_bright() -> None:
    film = DEMO
    shaft = film.landmarks(Side.RIGHT)[Id.FEMORAL_SHAFT_PROXIMAL]
    places = [film.plane_point(Side.RIGHT, shaft + Vec(du, 0)) for du in (-100, 45, 0, 11)]
    air, flesh, canal, cortex = sampled(film, places)
    assert air < 0.05 * 4095
    assert air < flesh < canal < cortex


@pytest.mark.parametrize(
    "film",
    [
        Film(column_mm=0.8, row_mm=0.8, soft_tissue=0.0, ball_diameter_mm=0.0),
        Film(column_mm=0.8, row_mm=0.8, soft_tissue=1.6),
        Film(column_mm=0.8, row_mm=0.8, width_mm=220.0, top_margin_mm=20.0, bottom_margin_mm=10.0),
        Film(column_mm=0.8, row_mm=0.8, left=LegGeometry(femur_length_mm=395, tibia_length_mm=330, axis_tilt_deg=4)),
        Film(column_mm=0.8, row_mm=0.8, right=LegGeometry(mldfa_deg=70, mpta_deg=105, jlca_deg=-4, ldta_deg=75)),
        Film(column_mm=0.8, row_mm=0.8, left=LegGeometry(mldfa_deg=105, mpta_deg=72, jlca_deg=6, mnsa_deg=100)),
    ],
    ids=["bones alone", "stout", "cut off", "short", "much valgus", "much varus"],
)
def test_unusual_films_are_drawn_too(film: Film) -> None:
    picture = film_image(film).pixels
    assert picture.shape == (film.rows, film.columns)
    assert picture.max() > 2000
