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
from kneeview.domain.norms import COLUMNS, NormTable, norms_from
from kneeview.domain.person import Person
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
    bare = replace(SOUND, kind=Kind.PHOTO, positions={side: {} for side in SIDES})
    surface = ("surface", "Photograph - surface landmarks; not equivalent to radiographic HKA/MAD/LLD.")
    assert said(bare) == [surface]
    assert said(replace(SOUND, kind=Kind.PHOTO)) == [
        surface,
        (
            "surface_bias",
            (
                "A line over the skin to the ankle reads about 4.5° more varus than the hip-knee-ankle angle of a film "
                "(Sheehy et al. 2015), and a turned leg changes it."
            ),
        ),
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
    assert ("posture", text) in said(replace(SOUND, posture=posture))


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
            ((side, upper), (side, lower)),
            f"{names[upper].capitalize()} below the {names[lower]}?",
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
                f"{'Look' if diameter_mm > 58 else 'Right for a child, else look'} at the scale."
            ),
        )
    ]
    assert said(SOUND, {Side.LEFT: diameter_mm}) == (expected if told else [])


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
    assert [code for code, _ in found] == ["surface", "surface_bias"]


@pytest.mark.parametrize(("width_mm", "told"), [(59.0, True), (61.0, False), (94.0, False), (96.0, True)])
def test_a_plateau_that_no_adult_has_is_told(width_mm: float, told: bool) -> None:
    edges = {L.TIBIAL_EDGE_LATERAL: Vec(-90 - width_mm, 0), L.TIBIAL_EDGE_MEDIAL: Vec(-90, 0)}
    subject = replace(SOUND, positions={Side.RIGHT: edges, Side.LEFT: {}})
    expected = [
        (
            "plateau_size",
            (
                f"The right tibial plateau measures {width_mm:.1f} mm across; adults have 60 to 95 mm. "
                f"{'Look' if width_mm > 95 else 'Right for a child, else look'} at the edges and the scale."
            ),
        )
    ]
    assert said(subject, {}) == (expected if told else [])


def test_a_child_may_have_small_bones() -> None:
    edges = {L.TIBIAL_EDGE_LATERAL: Vec(-140, 0), L.TIBIAL_EDGE_MEDIAL: Vec(-90, 0)}
    subject = replace(SOUND, positions={Side.RIGHT: edges, Side.LEFT: {}}, person=Person("F", 6.5))
    assert said(subject, {Side.RIGHT: 25.0}) == [
        (
            "adult_ranges",
            (
                "The patient is 6 years, 6 months old: ranges of adults are shown with their population; they are "
                "not those of children, and no reading is compared with them."
            ),
        )
    ]
    assert said(replace(subject, positions={side: {} for side in SIDES}), {}) == []


def test_a_childs_bones_are_not_larger_than_those_of_adults() -> None:
    edges = {L.TIBIAL_EDGE_LATERAL: Vec(-190, 0), L.TIBIAL_EDGE_MEDIAL: Vec(-90, 0)}
    subject = replace(SOUND, positions={Side.RIGHT: edges, Side.LEFT: {}}, person=Person("F", 6.5))
    assert [text for code, text in said(subject, {Side.RIGHT: 60.0}) if code in ("head_size", "plateau_size")] == [
        "The right femoral head measures 60.0 mm across; adults have 38 to 58 mm. Look at the scale.",
        "The right tibial plateau measures 100.0 mm across; adults have 60 to 95 mm. Look at the edges and the scale.",
    ]


@pytest.mark.parametrize(("length_mm", "told"), [(649.0, False), (651.0, True)])
def test_a_leg_that_has_more_to_grow_than_legs_become_long_is_told(length_mm: float, told: bool) -> None:
    places = {L.HIP_CENTER: Vec(-90, 0), L.ANKLE_CENTER: Vec(-90, length_mm)}
    subject = replace(SOUND, positions={Side.RIGHT: places, Side.LEFT: {}}, person=Person("M", 4.0))
    text = (
        f"The right leg measures {length_mm:.0f} mm at 4 years; at that age legs have reached at most 50 % of their "
        "length (Paley et al. 2000), here 650 mm. Look at the scale and the age."
    )
    assert [notice for notice in said(subject, {}) if notice[0] == "leg_size"] == ([("leg_size", text)] if told else [])


# ---------------------------------------------------------------------------------------------------- proportions


def test_heads_of_unlike_size_are_told_with_both_sizes() -> None:
    assert said(SOUND, {Side.RIGHT: 46, Side.LEFT: 52}) == [
        ("unlike", "The right femoral head measures 46.0 mm, the left 52.0 mm: look at both circles.")
    ]
    assert said(SOUND, {Side.RIGHT: 46, Side.LEFT: 51}) == []


def test_plateaus_and_bones_of_unlike_size_are_told_and_the_larger_is_shown() -> None:
    short = {i: Vec(at.u, at.v * 0.85) for i, at in SOUND.positions[Side.LEFT].items()}
    narrow = {**short, L.TIBIAL_EDGE_LATERAL: short[L.TIBIAL_EDGE_LATERAL] + Vec(12, 0)}
    found = notices(replace(SOUND, positions={**SOUND.positions, Side.LEFT: narrow}), HEADS)
    told = {notice.text: notice.landmark for notice in found if notice.code == "unlike"}
    assert told == {
        "The right tibial plateau measures 76.1 mm, the left 64.1 mm: look at the edges; a turned knee is narrower.": (
            Side.RIGHT,
            L.TIBIAL_EDGE_LATERAL,
        ),
        "The right femur measures 421.0 mm, the left 357.9 mm: look at the points; a bent knee looks shorter.": (
            Side.RIGHT,
            L.HIP_CENTER,
        ),
        "The right tibia measures 358.0 mm, the left 304.3 mm: look at the points; a bent knee looks shorter.": (
            Side.RIGHT,
            L.ANKLE_CENTER,
        ),
    }


def test_the_larger_of_two_unlike_sizes_may_be_the_left() -> None:
    found = notices(SOUND, {Side.RIGHT: 40, Side.LEFT: 50})
    assert [notice.landmark for notice in found] == [(Side.LEFT, L.HIP_CENTER)]


def test_angles_of_unlike_size_are_told_with_both() -> None:
    right = SOUND.positions[Side.RIGHT]
    subject = with_leg(Side.RIGHT, femoral_condyle_medial=right[L.FEMORAL_CONDYLE_MEDIAL] + Vec(0, 10))
    (found,) = (notice for notice in notices(subject, HEADS) if notice.code == "unlike")
    assert found.text == "mLDFA is 75.4° on the right and 87.0° on the left: look at the points of the joint lines."
    assert found.landmark == (Side.RIGHT, L.FEMORAL_CONDYLE_LATERAL)


@pytest.mark.parametrize("side", SIDES)
def test_femora_that_end_differently_on_the_two_legs_are_told(side: Side) -> None:
    pair = {L.FEMORAL_NOTCH, L.TIBIAL_SPINES}
    without_pair: Mapping[L, Vec] = {i: at for i, at in SOUND.positions[side].items() if i not in pair}
    mixed = replace(SOUND, positions={side: without_pair, side.other: SOUND.positions[side.other]})
    (found,) = notices(mixed, HEADS)
    assert (found.code, found.landmark) == ("knees_unlike", (side, L.FEMORAL_NOTCH))
    assert f"on the {side.value} at the knee centre" in found.text
    unfinished: Mapping[L, Vec] = {i: at for i, at in without_pair.items() if i is not L.KNEE_CENTER}
    assert "knees_unlike" not in dict(said(replace(mixed, positions={**mixed.positions, side: unfinished})))


def test_an_exchange_that_unsigned_angles_hide_is_told_by_the_identity() -> None:
    left = SOUND.positions[Side.LEFT]
    exchanged = with_leg(
        Side.LEFT,
        femoral_condyle_lateral=left[L.FEMORAL_CONDYLE_MEDIAL],
        femoral_condyle_medial=left[L.FEMORAL_CONDYLE_LATERAL],
    )
    (found,) = (notice for notice in notices(exchanged, HEADS) if notice.code == "identity")
    assert found.landmark == (Side.LEFT, L.FEMORAL_CONDYLE_LATERAL)
    assert found.text.startswith("Left: the axis bends by 0.0°, but mLDFA 93.0° - MPTA 86.9° + JLCA ")
    assert found.text.endswith(": look at the points of the joint lines.")


# ------------------------------------------------------------------------------------------------------- rotation


@pytest.mark.parametrize(
    ("shift_mm", "text"),
    [
        (1.3, ""),
        (
            3.2,
            (
                "Whether the right knee is turned cannot be told from its patella: off-centre by 4 ± 10 %, and turned "
                "is above 3 %."
            ),
        ),
        (9.2, "Knee flexion or rotation suspected (patella off-centre 16 %) on the right."),
        (-8.0, "Knee flexion or rotation suspected (patella off-centre 19 %) on the right."),
    ],
)
def test_a_patella_off_the_middle_is_a_sign_of_rotation_beyond_its_own_error(shift_mm: float, text: str) -> None:
    right = SOUND.positions[Side.RIGHT]
    subject = with_leg(Side.RIGHT, patella_center=right[L.PATELLA_CENTER] + Vec(shift_mm, 0))
    assert said(subject) == ([("rotation", text)] if text else [])


def test_condyles_that_reach_unequally_within_their_error_are_not_told_to_be_turned() -> None:
    right = dict(SOUND.positions[Side.RIGHT])
    del right[L.PATELLA_CENTER]
    right[L.FEMORAL_CONDYLE_MEDIAL] = right[L.FEMORAL_CONDYLE_MEDIAL] + Vec(14, 0)
    found = notices(replace(SOUND, positions={Side.RIGHT: right, Side.LEFT: {}}), {})
    (told,) = (notice.text for notice in found if notice.code == "rotation")
    assert told == (
        "Whether the right knee is turned cannot be told: the condyles reach 24 mm laterally and 38 mm medially of the "
        "middle, which placing alone can make."
    )


@pytest.mark.parametrize(
    ("landmark_id", "shift_mm", "words"),
    [
        (L.FEMORAL_CONDYLE_LATERAL, -24, "48 mm laterally and 24 mm medially"),
        (L.FEMORAL_CONDYLE_MEDIAL, 24, "24 mm laterally and 48 mm medially"),
        (L.FEMORAL_CONDYLE_MEDIAL, -26, "23 mm laterally and 0 mm medially"),
    ],
)
def test_condyles_that_reach_unequally_are_a_sign_of_rotation(
    landmark_id: LandmarkId, shift_mm: float, words: str
) -> None:
    right = dict(SOUND.positions[Side.RIGHT])
    del right[L.PATELLA_CENTER]
    right[landmark_id] = right[landmark_id] + Vec(shift_mm, 0)
    found = notices(replace(SOUND, positions={Side.RIGHT: right, Side.LEFT: {}}), {})
    (told,) = (notice for notice in found if notice.code == "rotation")
    assert told.text == f"Knee rotation suspected on the right: the condyles reach {words} of the middle."
    wider = L.FEMORAL_CONDYLE_LATERAL if shift_mm < 0 else L.FEMORAL_CONDYLE_MEDIAL
    assert told.landmark == (Side.RIGHT, wider)
    unscaled = notices(replace(SOUND, positions={Side.RIGHT: right, Side.LEFT: {}}, scale=NO_SCALE), {})
    assert any(words.replace(" mm", "") in notice.text for notice in unscaled)


def test_condyles_on_one_spot_are_told_by_their_order_alone() -> None:
    here = {i: Vec(-90, 0) for i in (L.FEMORAL_CONDYLE_LATERAL, L.FEMORAL_CONDYLE_MEDIAL)}
    subject = replace(SOUND, positions={Side.RIGHT: {**here, L.KNEE_CENTER: Vec(-90, -5)}, Side.LEFT: {}})
    assert [code for code, _ in said(subject, {})] == ["order"]


# ------------------------------------------------------------------------------------------ what is attested, the age


@pytest.mark.parametrize(
    ("attested", "landmark_id", "u_mm", "words"),
    [
        ("knees_touching", L.MEDIAL_KNEE_SURFACE, -20, "inner sides of the knees lie 40 mm apart"),
        ("knees_touching", L.MEDIAL_KNEE_SURFACE, 6, "inner sides of the knees lie 12 mm over each other"),
        ("ankles_touching", L.MEDIAL_MALLEOLUS, -20, "inner ankle bones lie 40 mm apart"),
        ("ankles_touching", L.MEDIAL_MALLEOLUS, -4, ""),
    ],
)
def test_what_is_attested_to_touch_and_does_not_is_told(
    attested: str, landmark_id: LandmarkId, u_mm: float, words: str
) -> None:
    both = {side: {landmark_id: Vec(u_mm, 0)} for side in SIDES}
    subject = replace(SOUND, positions=both, posture=STANDING.with_attestation(attested, attested=True))
    found = [notice for notice in notices(subject, {}) if notice.code == "not_touching"]
    assert [notice.landmark for notice in found] == ([(Side.RIGHT, landmark_id)] if words else [])
    for notice in found:
        assert words in notice.text
        assert f'"{attested.replace("_", " ")}" is attested' in notice.text
    assert all(notice.code != "not_touching" for notice in notices(replace(subject, posture=STANDING), {}))
    assert all(notice.code != "not_touching" for notice in notices(replace(subject, scale=NO_SCALE), {}))


def test_without_an_age_the_norms_that_are_left_out_are_named() -> None:
    norm = "imd,Study,clinical,mean,boys,M,8,17,14,,,,,,KEY,quoted\n"
    norms = NormTable(norms_from(",".join(COLUMNS) + "\n" + norm, {"KEY": "A source"}))
    touching = STANDING.with_attestation("knees_touching", attested=True)
    both = {side: {L.MEDIAL_MALLEOLUS: Vec(-20, 0)} for side in SIDES}
    subject = replace(SOUND, positions=both, posture=touching, norms=norms)
    text = "The patient's age is not known, so norms by age are not compared (intermalleolar distance)."
    assert said(subject, {}) == [("age_unknown", text)]
    assert said(replace(subject, person=Person("M", 30)), {}) == []
    assert said(replace(subject, posture=STANDING), {}) == []


def test_landmarks_on_one_spot_raise_nothing() -> None:
    one_spot = replace(SOUND, positions={side: {i: Vec(-90, 0) for i in LandmarkId} for side in SIDES})
    assert {code for code, _ in said(one_spot, {})} >= {"order", "plateau_size", "leg_size"}
