"""Notices: what a reader should know before believing the numbers. They never block."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kneeview.domain.landmarks import Kind, landmark
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import PlacedLandmark, Subject
from kneeview.domain.posture import words_of
from kneeview.domain.scale import Scale, ScaleState

HEAD_DIAMETER_MM: Final = (38.0, 58.0)
"""Femoral heads of adults lie in this range (recalled; a soft check that catches unit errors)."""

LEG_LENGTH_MM: Final = (300.0, 1300.0)
"""Legs outside infancy lie in this range."""

NOT_FOR_DIAGNOSIS: Final = (
    "Not for diagnosis or surgical planning. Measurement aid; values depend on landmark placement and positioning."
)
NOT_A_DIAGNOSIS: Final = (
    "Normal ranges are quoted from the named source for the named population; outside the range is not a diagnosis."
)
ERRORS_COVER: Final = (
    "The errors are of placement and scale; they do not include positioning (rotation, flexion, stance)."
)


@dataclass(frozen=True, slots=True)
class Notice:
    """One warning: a code for programs, a sentence for people, and the landmark to look at, if there is one."""

    code: str
    text: str
    landmark: PlacedLandmark | None = None


_SCALE_NOTICES: Final[Mapping[ScaleState, Notice]] = {
    ScaleState.UNCALIBRATED: Notice("uncalibrated", "UNCALIBRATED - no lengths; angles and percentages only."),
    ScaleState.DETECTOR_PLANE: Notice(
        "magnified", "Scale at detector plane - lengths are magnified (typically 4-11 % on a long-leg film)."
    ),
    ScaleState.FILM_PLANE: Notice(
        "film_plane", "Scale at the plane of the scanned film - lengths are magnified (typically 4-11 %)."
    ),
    ScaleState.UNKNOWN: Notice(
        "scale_unknown",
        "The header gives a spacing without saying what it means - lengths may be magnified (typically 4-11 %).",
    ),
    ScaleState.ESTIMATED: Notice(
        "estimated",
        "Scale estimated from an assumed magnification - lengths may be out by 10 %; angles are not affected.",
    ),
}

# Proximal to distal: each must lie above the next.
_ORDER: Final = (
    (L.ILIAC_CREST, L.HIP_CENTER, L.FEMORAL_SHAFT_PROXIMAL, L.FEMORAL_SHAFT_DISTAL, L.FEMORAL_NOTCH, L.ANKLE_CENTER),
    (L.ASIS, L.HIP_CENTER, L.KNEE_CENTER, L.TIBIAL_SHAFT_PROXIMAL, L.TIBIAL_SHAFT_DISTAL, L.ANKLE_CENTER),
    (L.FEMORAL_HEAD_TOP, L.HIP_CENTER, L.TIBIAL_SPINES, L.ANKLE_CENTER),
    (L.ASIS, L.PATELLA_CENTER, L.TIBIAL_TUBEROSITY, L.ANKLE_CENTER),
)

# Lateral then medial: the second must lie nearer to the midline.
_ACROSS: Final = (
    (L.FEMORAL_CONDYLE_LATERAL, L.FEMORAL_CONDYLE_MEDIAL),
    (L.TIBIAL_PLATEAU_LATERAL, L.TIBIAL_PLATEAU_MEDIAL),
    (L.TIBIAL_EDGE_LATERAL, L.TIBIAL_EDGE_MEDIAL),
    (L.TIBIAL_PLAFOND_LATERAL, L.TIBIAL_PLAFOND_MEDIAL),
    (L.LATERAL_MALLEOLUS, L.MEDIAL_MALLEOLUS),
    (L.GREATER_TROCHANTER, L.HIP_CENTER),
)


def scale_notices(scale: Scale) -> tuple[Notice, ...]:
    """Return what must be known of the scale."""
    state = _SCALE_NOTICES.get(scale.state)
    return (*((state,) if state else ()), *(Notice("scale", text) for text in scale.warnings))


def notices(
    subject: Subject,
    head_diameters_mm: Mapping[Side, float],
    *,
    off_picture: Collection[PlacedLandmark] = (),
    suggested: Collection[PlacedLandmark] = (),
) -> tuple[Notice, ...]:
    """Return every notice on what was placed; those on right and left are in `kneeview.domain.sides`.

    The diameters are those of the circles on the femoral heads; `off_picture` names landmarks beyond the picture,
    `suggested` those that nobody accepted.
    """
    return (
        *(_only_suggested(key) for key in suggested),
        *(_off_picture(key) for key in off_picture),
        *scale_notices(subject.scale),
        *_circumstances(subject),
        *(notice for side in SIDES for notice in _misplaced(side, subject)),
        *_sizes(subject, head_diameters_mm),
    )


def _off_picture(key: PlacedLandmark) -> Notice:
    side, landmark_id = key
    return Notice(
        "outside_picture",
        f"{side.value.capitalize()} {landmark(landmark_id).name.lower()} lies beyond the picture: "
        "are the landmarks of another picture?",
        key,
    )


def _only_suggested(key: PlacedLandmark) -> Notice:
    side, landmark_id = key
    name = f"{side.value.capitalize()} {landmark(landmark_id).name.lower()}"
    return Notice("suggested", f"{name} is only suggested and not measured: accept or correct it.", key)


def _circumstances(subject: Subject) -> Iterator[Notice]:
    if subject.kind is Kind.PHOTO:
        yield Notice("surface", "Photograph - surface landmarks; not equivalent to radiographic HKA/MAD/LLD.")
    lacking = [words_of(name) for name in ("weight_bearing", "patellae_forward") if not getattr(subject.posture, name)]
    if lacking:
        yield Notice("posture", f"Posture not attested ({', '.join(lacking)}).")


def _misplaced(side: Side, subject: Subject) -> Iterator[Notice]:
    here = subject.positions[side]
    for chain in _ORDER:
        for upper, lower in pairwise(i for i in chain if i in here):
            if here[upper].v >= here[lower].v:
                yield Notice(
                    "order",
                    f"{side.value.capitalize()} {landmark(upper).name.lower()} lies below the "
                    f"{landmark(lower).name.lower()}: is one of them misplaced?",
                    (side, upper),
                )
    for lateral, medial in _ACROSS:
        if lateral in here and medial in here and here[lateral].u >= here[medial].u:
            yield Notice(
                "order",
                f"{side.value.capitalize()} {landmark(lateral).name.lower()} lies nearer to the midline than the "
                f"{landmark(medial).name.lower()}: are they swapped?",
                (side, lateral),
            )


def _sizes(subject: Subject, head_diameters_mm: Mapping[Side, float]) -> Iterator[Notice]:
    if not subject.scale.is_calibrated:
        return
    if subject.kind is Kind.RADIOGRAPH:
        low, high = HEAD_DIAMETER_MM
        for side, diameter in head_diameters_mm.items():
            if not low <= diameter <= high:
                yield Notice(
                    "head_size",
                    f"The {side.value} femoral head measures {diameter:.1f} mm across; adults have {low:g} to {high:g} "
                    "mm. Right for a child, else look at the scale.",
                    (side, L.HIP_CENTER),
                )
    low, high = LEG_LENGTH_MM
    for side in SIDES:
        here = subject.positions[side]
        if L.HIP_CENTER in here and L.ANKLE_CENTER in here:
            length = (here[L.ANKLE_CENTER] - here[L.HIP_CENTER]).length
            if not low <= length <= high:
                yield Notice(
                    "leg_size",
                    f"The {side.value} leg measures {length:.0f} mm; outside infancy legs have {low:g} to {high:g} mm. "
                    "Look at the scale.",
                    (side, L.ANKLE_CENTER),
                )
