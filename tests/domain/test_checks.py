"""The notices: each fires when it should, and only then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from kneeview.domain.checks import Notice, notices, scale_notices
from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LANDMARKS, Kind, LandmarkId
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import Subject
from kneeview.domain.posture import Posture
from kneeview.domain.scale import NO_SCALE, ScaleState
from tests.domain.subjects import scale_of

STANDING = Posture(weight_bearing=True, patellae_forward=True)

SOUND = Subject(
    {side: {x.id: x.typical + Vec(-90, 0) for x in LANDMARKS} for side in SIDES}, scale_of(), posture=STANDING
)
"""Two typical legs that nothing can be said against."""

HEADS = {Side.RIGHT: 46.0, Side.LEFT: 46.0}


def said(subject: Subject, heads: Mapping[Side, float] | None = None) -> list[tuple[str, str]]:
    """Return code and text of every notice."""
    found = notices(subject, HEADS if heads is None else heads)
    return [(notice.code, notice.text) for notice in found]


def with_leg(side: Side, **places: Vec) -> Subject:
    """Return the sound legs with some landmarks of one of them elsewhere."""
    leg = {**SOUND.positions[side], **{LandmarkId(name): at for name, at in places.items()}}
    return replace(SOUND, positions={**SOUND.positions, side: leg})


def test_nothing_is_said_against_two_typical_legs() -> None:
    assert notices(SOUND, HEADS) == ()


def test_nothing_is_said_of_what_is_not_placed() -> None:
    assert said(replace(SOUND, positions={side: {} for side in SIDES}), {}) == []


# ----------------------------------------------------------------------------------------------------- the scale


@pytest.mark.parametrize(
    ("state", "code", "text"),
    [
        (ScaleState.UNCALIBRATED, "uncalibrated", "UNCALIBRATED - no lengths; angles and percentages only."),
        (
            ScaleState.DETECTOR_PLANE,
            "magnified",
            "Scale at detector plane - lengths are magnified (typically 4-11 % on a long-leg film).",
        ),
        (
            ScaleState.FILM_PLANE,
            "film_plane",
            "Scale at the plane of the scanned film - lengths are magnified (typically 4-11 %).",
        ),
        (
            ScaleState.UNKNOWN,
            "scale_unknown",
            "The header gives a spacing without saying what it means - lengths may be magnified (typically 4-11 %).",
        ),
        (
            ScaleState.ESTIMATED,
            "estimated",
            "Scale estimated from an assumed magnification - lengths may be out by 10 %; angles are not affected.",
        ),
    ],
)
def test_a_scale_that_is_not_calibrated_is_told(state: ScaleState, code: str, text: str) -> None:
    assert said(replace(SOUND, scale=replace(scale_of(), state=state))) == [(code, text)]


def test_what_the_scale_itself_warns_of_is_told() -> None:
    warned = replace(scale_of(), warnings=("The header says otherwise.", "And so does the ruler."))
    assert scale_notices(warned) == (
        Notice("scale", "The header says otherwise."),
        Notice("scale", "And so does the ruler."),
    )
    assert scale_notices(scale_of()) == ()


# ------------------------------------------------------------------------------------------------- circumstances


def test_a_photo_is_said_to_show_the_surface() -> None:
    assert said(replace(SOUND, kind=Kind.PHOTO)) == [
        ("surface", "Photograph - surface landmarks; not equivalent to radiographic HKA/MAD/LLD.")
    ]


@pytest.mark.parametrize(
    ("posture", "text"),
    [
        (Posture(), "Posture not attested (weight-bearing, patellae forward)."),
        (Posture(weight_bearing=True), "Posture not attested (patellae forward)."),
        (Posture(patellae_forward=True, knees_touching=True), "Posture not attested (weight-bearing)."),
    ],
)
def test_a_posture_that_is_not_attested_is_told(posture: Posture, text: str) -> None:
    assert said(replace(SOUND, posture=posture)) == [("posture", text)]


# ---------------------------------------------------------------------------------------------------- placements


def test_one_leg_alone_is_not_on_the_wrong_side() -> None:
    alone = {Side.RIGHT: {i: Vec(at.u + 400, at.v) for i, at in SOUND.positions[Side.RIGHT].items()}, Side.LEFT: {}}
    assert said(replace(SOUND, positions=alone)) == []


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (L.ILIAC_CREST, L.HIP_CENTER),
        (L.HIP_CENTER, L.FEMORAL_SHAFT_PROXIMAL),
        (L.FEMORAL_SHAFT_PROXIMAL, L.FEMORAL_SHAFT_DISTAL),
        (L.FEMORAL_SHAFT_DISTAL, L.FEMORAL_NOTCH),
        (L.FEMORAL_NOTCH, L.ANKLE_CENTER),
        (L.ASIS, L.HIP_CENTER),
        (L.HIP_CENTER, L.KNEE_CENTER),
        (L.KNEE_CENTER, L.TIBIAL_SHAFT_PROXIMAL),
        (L.TIBIAL_SHAFT_PROXIMAL, L.TIBIAL_SHAFT_DISTAL),
        (L.TIBIAL_SHAFT_DISTAL, L.ANKLE_CENTER),
        (L.FEMORAL_HEAD_TOP, L.HIP_CENTER),
        (L.HIP_CENTER, L.TIBIAL_SPINES),
        (L.TIBIAL_SPINES, L.ANKLE_CENTER),
        (L.ASIS, L.PATELLA_CENTER),
        (L.PATELLA_CENTER, L.TIBIAL_TUBEROSITY),
        (L.TIBIAL_TUBEROSITY, L.ANKLE_CENTER),
    ],
)
def test_a_landmark_below_one_that_lies_distal_of_it_is_told(side: Side, upper: LandmarkId, lower: LandmarkId) -> None:
    names = {x.id: x.name.lower() for x in LANDMARKS}
    pair = {i: SOUND.positions[side][i] for i in (upper, lower)}
    for v, told in ((-1, False), (0, True), (1, True)):
        placed = {**pair, upper: Vec(pair[upper].u, pair[lower].v + v)}
        subject = replace(SOUND, positions={side.other: {}, side: placed})
        found = [notice for notice in notices(subject, {}) if notice.code == "order"]
        expected = Notice(
            "order",
            f"{side.value.capitalize()} {names[upper]} lies below the {names[lower]}: is one of them misplaced?",
            (side, upper),
        )
        assert found == ([expected] if told else [])


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize(
    ("lateral", "medial"),
    [
        (L.FEMORAL_CONDYLE_LATERAL, L.FEMORAL_CONDYLE_MEDIAL),
        (L.TIBIAL_PLATEAU_LATERAL, L.TIBIAL_PLATEAU_MEDIAL),
        (L.TIBIAL_EDGE_LATERAL, L.TIBIAL_EDGE_MEDIAL),
        (L.TIBIAL_PLAFOND_LATERAL, L.TIBIAL_PLAFOND_MEDIAL),
        (L.LATERAL_MALLEOLUS, L.MEDIAL_MALLEOLUS),
        (L.GREATER_TROCHANTER, L.HIP_CENTER),
    ],
)
def test_lateral_and_medial_exchanged_are_told(side: Side, lateral: LandmarkId, medial: LandmarkId) -> None:
    names = {x.id: x.name.lower() for x in LANDMARKS}
    here = SOUND.positions[side]
    exchanged = with_leg(side, **{lateral.value: here[medial], medial.value: here[lateral]})
    expected = (
        "order",
        (
            f"{side.value.capitalize()} {names[lateral]} lies nearer to the midline than the {names[medial]}: "
            "are they swapped?"
        ),
    )
    assert expected in said(exchanged)


# --------------------------------------------------------------------------------------------------------- sizes


@pytest.mark.parametrize(
    ("diameter_mm", "told"), [(37.9, True), (38.0, False), (58.0, False), (58.1, True), (460.0, True)]
)
def test_a_head_that_no_adult_has_is_told(diameter_mm: float, told: bool) -> None:
    expected = [
        (
            "head_size",
            (
                f"The left femoral head measures {diameter_mm:.1f} mm across; adults have 38 to 58 mm. "
                "Right for a child, else look at the scale."
            ),
        )
    ]
    assert said(SOUND, {Side.RIGHT: 46, Side.LEFT: diameter_mm}) == (expected if told else [])


@pytest.mark.parametrize(("length_mm", "told"), [(299.0, True), (301.0, False), (1299.0, False), (1301.0, True)])
def test_a_leg_that_nobody_has_is_told(length_mm: float, told: bool) -> None:
    places = {L.HIP_CENTER: Vec(-90, 0), L.ANKLE_CENTER: Vec(-90, length_mm)}
    subject = replace(SOUND, positions={Side.RIGHT: places, Side.LEFT: {}})
    expected = [
        (
            "leg_size",
            f"The right leg measures {length_mm:.0f} mm; outside infancy legs have 300 to 1300 mm. Look at the scale.",
        )
    ]
    assert said(subject, {}) == (expected if told else [])


def test_no_size_is_told_without_a_scale() -> None:
    found = said(replace(SOUND, scale=NO_SCALE), {Side.RIGHT: 460.0})
    assert [code for code, _ in found] == ["uncalibrated"]


def test_the_size_of_a_head_is_not_told_of_a_photo() -> None:
    found = said(replace(SOUND, kind=Kind.PHOTO), {Side.RIGHT: 460.0})
    assert [code for code, _ in found] == ["surface"]
