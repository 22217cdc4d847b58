"""What the readings of a film must be, from its parameters alone.

Angles follow from the parameters by the identities of the frontal plane; positions are summed along the chain
hip - notch - condyle line - plateau line - spines - ankle as complex numbers v + i u, in which a turn of a direction
is a factor. Nothing here calls the measuring code or uses the landmarks, so that an error in either shows.
"""

from __future__ import annotations

from cmath import exp, phase
from dataclasses import dataclass
from enum import Enum
from math import asin, cos, degrees, hypot, pi, radians, sin, sqrt

from kneeview.domain.limb import SIDES, Side
from kneeview.imaging.phantom import leg as body
from kneeview.imaging.phantom.film import Film
from kneeview.imaging.phantom.leg import LegGeometry


class KneePoints(Enum):
    """Which points of the knee the readings use: the pair of notch and spines, or the knee centre alone."""

    PAIR = "pair"
    CENTER = "center"


def _turn(angle_deg: float) -> complex:
    return exp(1j * pi * angle_deg / 180)


def _polar(z: complex) -> float:
    return degrees(phase(z))


@dataclass(frozen=True, slots=True)
class _Chain:
    """The points of a leg as v + i u from the hip, with the femoral mechanical axis (hip to notch) straight down."""

    notch: complex
    condyles: complex
    plateau: complex
    spines: complex
    ankle: complex
    turn_deg: float
    """What the directions of this chain are turned by on the film."""


def _chain(leg: LegGeometry) -> _Chain:
    down_the_tibia = _turn(leg.varus_deg)
    notch = complex(leg.femur_length_mm)
    condyles = notch + body.NOTCH_DEPTH_MM * leg.girth
    plateau = condyles + leg.joint_space_mm * _turn(leg.mldfa_deg - 90)
    spines = plateau - body.SPINE_HEIGHT_MM * leg.girth * down_the_tibia
    ankle = spines + leg.tibia_length_mm * down_the_tibia
    return _Chain(notch, condyles, plateau, spines, ankle, leg.axis_tilt_deg - _polar(ankle))


def _passes_medial(point: complex, towards: complex) -> float:
    """Return how far the line from the hip to `towards` passes medial of the point."""
    return (point.conjugate() * towards).imag / abs(towards)


def _leg_values(leg: LegGeometry, knee: KneePoints) -> dict[str, float]:
    chain = _chain(leg)
    middle = (chain.notch + chain.spines) / 2
    pair = knee is KneePoints.PAIR
    distal_femur, proximal_tibia = (chain.notch, chain.spines) if pair else (middle, middle)
    femur_deg, tibia_deg = (
        (0.0, leg.varus_deg) if pair else (_polar(distal_femur), _polar(chain.ankle - proximal_tibia))
    )
    plateau_deg = leg.mldfa_deg + leg.jlca_deg
    plafond_deg = leg.varus_deg + leg.ldta_deg
    length = abs(chain.ankle)
    edges = chain.plateau + body.EDGE_DROP_MM * leg.girth * _turn(plateau_deg - 90)
    crossing_mm = _passes_medial(edges, chain.ankle) / sin(radians(plateau_deg - _polar(chain.ankle)))
    return {
        "hka": 180 - (tibia_deg - femur_deg),
        "mldfa": leg.mldfa_deg - femur_deg,
        "aldfa": leg.mldfa_deg - leg.ama_deg,
        "mpta": plateau_deg - tibia_deg,
        "jlca": leg.jlca_deg,
        "ldta": plafond_deg - tibia_deg,
        "mlpfa": leg.mlpfa_deg + femur_deg,
        "ampfa": 180 - leg.mlpfa_deg - leg.ama_deg,
        "mnsa": leg.mnsa_deg,
        "ama": abs(leg.ama_deg - femur_deg),
        "fta": leg.ama_deg - leg.varus_deg - leg.tibial_shaft_lean_deg,
        "kjlo": 90 - plateau_deg - chain.turn_deg,
        "ajlo": 90 - plafond_deg - chain.turn_deg,
        "femur_length": leg.femur_length_mm if pair else abs(distal_femur),
        "tibia_length": leg.tibia_length_mm if pair else abs(chain.ankle - proximal_tibia),
        "leg_length": length,
        "leg_length_head_top": sqrt(
            length**2 + leg.head_radius_mm**2 + 2 * length * leg.head_radius_mm * cos(radians(leg.axis_tilt_deg))
        ),
        "mad": _passes_medial(middle, chain.ankle),
        "wbl_percent": 50 - 100 * crossing_mm / leg.plateau_width_mm,
        "patella_offset_percent": 100 * leg.patella_offset_mm / (body.CONDYLE_SPACING_MM * leg.girth),
    }


def _gap(film: Film, hip_to_point: dict[Side, complex]) -> float:
    """Return the distance of one point of each leg, given as v + i u from its hip, on the film."""
    rise = _stature(film.right) - _stature(film.left)
    between_hips = sqrt(film.hip_separation_mm**2 - rise**2)
    right, left = hip_to_point[Side.RIGHT], hip_to_point[Side.LEFT]
    return hypot(between_hips - right.imag - left.imag, right.real - left.real - rise)


def _stature(leg: LegGeometry) -> float:
    return abs(_chain(leg).ankle) * cos(radians(leg.axis_tilt_deg))


def _malleolus(leg: LegGeometry) -> complex:
    chain, at = _chain(leg), body.MEDIAL_MALLEOLUS_MM * leg.girth
    return (chain.ankle + complex(at.v, at.u) * _turn(leg.varus_deg)) * _turn(chain.turn_deg)


def _knee_surface(leg: LegGeometry) -> complex:
    chain, at = _chain(leg), body.KNEE_SURFACE_MM * leg.girth
    return (chain.condyles + complex(at.v, at.u) * _turn(leg.mldfa_deg - 90)) * _turn(chain.turn_deg)


def true_values(film: Film, knee: KneePoints = KneePoints.PAIR) -> dict[tuple[str, Side | None], float]:
    """Return what every reading of the film must be, by id and side; None is the side of what compares both legs.

    Readings that are classes, and those made for photos, are left out.
    """
    each = {side: _leg_values(film.leg(side), knee) for side in SIDES}
    values: dict[tuple[str, Side | None], float] = {
        (reading, side): value for side in SIDES for reading, value in each[side].items()
    }
    for difference, of in (("lld", "leg_length"), ("femur_lld", "femur_length"), ("tibia_lld", "tibia_length")):
        values[difference, None] = each[Side.RIGHT][of] - each[Side.LEFT][of]
    lower = _stature(film.left) - _stature(film.right)
    tilt = asin(lower / film.hip_separation_mm)
    values["femoral_head_height_difference", None] = lower + film.left.head_radius_mm - film.right.head_radius_mm
    crest_separation = film.hip_separation_mm * (1 - 2 * body.CREST_MM.u / body.ADULT_HIP_SEPARATION_MM)
    values["iliac_crest_height_difference", None] = crest_separation * sin(tilt)
    values["pelvic_obliquity", None] = degrees(tilt)
    values["imd", None] = _gap(film, {side: _malleolus(film.leg(side)) for side in SIDES})
    values["icd", None] = _gap(film, {side: _knee_surface(film.leg(side)) for side in SIDES})
    return values
