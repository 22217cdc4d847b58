"""The landmarks and their placement errors."""

from __future__ import annotations

import csv
from dataclasses import astuple

import pytest

from kneeview.domain.landmarks import LANDMARKS, Kind, Landmark, LandmarkId, Shape, landmark
from kneeview.domain.limb import SIDES, Side

# fmt: off
CONTRACT_IDS = [
    "hip_center", "femoral_head_top", "greater_trochanter", "femoral_neck", "femoral_shaft_proximal",
    "femoral_shaft_distal", "knee_center", "femoral_notch", "tibial_spines", "femoral_condyle_lateral",
    "femoral_condyle_medial", "tibial_plateau_lateral", "tibial_plateau_medial", "tibial_edge_lateral",
    "tibial_edge_medial", "tibial_shaft_proximal", "tibial_shaft_distal", "ankle_center", "tibial_plafond_lateral",
    "tibial_plafond_medial", "patella_center", "tibial_tuberosity", "iliac_crest", "asis", "medial_malleolus",
    "lateral_malleolus", "medial_knee_surface",
]
# fmt: on

# Clinical reference, section 4.2: 1 sigma in mm, u mediolateral, v proximodistal; an empty status is an assumption.
DEFAULT_ERRORS = """\
landmark,modality,sd_u_mm,sd_v_mm,status
hip_center,radiograph,1.2,1.5,derived
knee_center,radiograph,1.5,1.5,derived
femoral_notch,radiograph,1.5,1.5,
tibial_spines,radiograph,1.5,1.5,
ankle_center,radiograph,1.2,1.2,derived
femoral_condyle_lateral,radiograph,2.0,0.5,derived
femoral_condyle_medial,radiograph,2.0,0.5,derived
tibial_plateau_lateral,radiograph,2.0,0.5,derived
tibial_plateau_medial,radiograph,2.0,0.5,derived
tibial_edge_lateral,radiograph,1.0,1.5,
tibial_edge_medial,radiograph,1.0,1.5,
tibial_plafond_lateral,radiograph,2.0,0.5,
tibial_plafond_medial,radiograph,2.0,0.5,
greater_trochanter,radiograph,2.0,2.0,
femoral_shaft_proximal,radiograph,1.0,3.0,
femoral_shaft_distal,radiograph,1.0,3.0,
tibial_shaft_proximal,radiograph,1.0,3.0,
tibial_shaft_distal,radiograph,1.0,3.0,
femoral_head_top,radiograph,2.0,1.0,
iliac_crest,radiograph,5.0,1.5,
hip_center,photo,13,13,derived
asis,photo,5,5,
knee_center,photo,5,8,
patella_center,photo,4,4,
medial_malleolus,photo,2,4,
lateral_malleolus,photo,2,4,
medial_knee_surface,photo,3,8,
"""

ROWS = [tuple(row.values()) for row in csv.DictReader(DEFAULT_ERRORS.splitlines())]
EACH = [pytest.param(x, id=x.id) for x in LANDMARKS]


@pytest.mark.parametrize(("name", "modality", "u_mm", "v_mm", "status"), ROWS)
def test_the_default_errors_are_those_of_the_reference(
    name: str, modality: str, u_mm: str, v_mm: str, status: str
) -> None:
    error = landmark(LandmarkId(name)).placement_error(Kind(modality))
    assert astuple(error) == (float(u_mm), float(v_mm), status or "assumed")


@pytest.mark.parametrize("entry", EACH)
@pytest.mark.parametrize("kind", Kind)
def test_an_error_that_the_reference_does_not_have_is_an_assumption(entry: Landmark, kind: Kind) -> None:
    error = entry.placement_error(kind)
    assert error.u_mm > 0
    assert error.v_mm > 0
    assert error.status != "derived" or (entry.id.value, kind.value) in {row[:2] for row in ROWS}


def test_the_ids_are_those_of_the_contract() -> None:
    assert [i.value for i in LandmarkId] == CONTRACT_IDS
    assert sorted(x.id for x in LANDMARKS) == sorted(CONTRACT_IDS)


def test_no_name_and_no_instruction_serves_twice() -> None:
    assert len({x.name for x in LANDMARKS}) == len({x.instruction for x in LANDMARKS}) == len(LANDMARKS)


@pytest.mark.parametrize("entry", EACH)
def test_an_instruction_is_a_sentence(entry: Landmark) -> None:
    assert entry.instruction.startswith("Click ")
    assert entry.instruction.endswith(".")


@pytest.mark.parametrize("entry", EACH)
def test_only_the_hip_centre_is_found_by_a_circle(entry: Landmark) -> None:
    assert (entry.shape is Shape.CIRCLE) == (entry.id is LandmarkId.HIP_CENTER)


@pytest.mark.parametrize("entry", EACH)
def test_medial_and_lateral_lie_where_their_names_say(entry: Landmark) -> None:
    if "lateral" in entry.id:
        assert entry.typical.u < landmark(LandmarkId(entry.id.replace("lateral", "medial"))).typical.u


@pytest.mark.parametrize("entry", EACH)
def test_proximal_and_distal_lie_where_their_names_say(entry: Landmark) -> None:
    if "proximal" in entry.id:
        assert entry.typical.v < landmark(LandmarkId(entry.id.replace("proximal", "distal"))).typical.v


def test_the_typical_leg_is_straight_and_of_430_and_360_mm() -> None:
    hip, knee, ankle = (
        landmark(i).typical for i in (LandmarkId.HIP_CENTER, LandmarkId.KNEE_CENTER, LandmarkId.ANKLE_CENTER)
    )
    assert (hip.u, knee.u, ankle.u) == (0, 0, 0)
    assert (knee.v - hip.v, ankle.v - knee.v) == (430, 360)


def test_right_comes_before_left_and_each_has_the_other() -> None:
    assert SIDES == (Side.RIGHT, Side.LEFT)
    assert [(side.letter, side.other.letter) for side in SIDES] == [("R", "L"), ("L", "R")]
