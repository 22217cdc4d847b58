"""Landmarks that lie where they cannot: beyond the picture, below the next one, on the wrong side of another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from kneeview.domain.checks.notice import Notice
from kneeview.domain.landmarks import LATERAL_AND_MEDIAL, landmark
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.measurement import PlacedLandmark, Subject

# Proximal to distal: each must lie above the next.
_ORDER: Final = (
    (L.ILIAC_CREST, L.HIP_CENTER, L.FEMORAL_SHAFT_PROXIMAL, L.FEMORAL_SHAFT_DISTAL, L.FEMORAL_NOTCH, L.ANKLE_CENTER),
    (L.ASIS, L.HIP_CENTER, L.KNEE_CENTER, L.TIBIAL_SHAFT_PROXIMAL, L.TIBIAL_SHAFT_DISTAL, L.ANKLE_CENTER),
    (L.FEMORAL_HEAD_TOP, L.HIP_CENTER, L.TIBIAL_SPINES, L.ANKLE_CENTER),
    (L.ASIS, L.PATELLA_CENTER, L.TIBIAL_TUBEROSITY, L.ANKLE_CENTER),
)

# Lateral then medial: the second must lie nearer to the midline.
ACROSS: Final = (*LATERAL_AND_MEDIAL, (L.GREATER_TROCHANTER, L.HIP_CENTER))


def other_picture_notice(name: str, made_on: str | None) -> tuple[Notice, ...]:
    """Return the notice on a case that another picture was put under; `made_on` is None where it has its own."""
    if made_on is None:
        return ()
    made = "another file of that name" if made_on == name else made_on
    text = (
        f"This case was made on {made}, whose pixels are not those of {name}: it was opened on it all the same. "
        "Landmarks, scale and patient may be another picture's."
    )
    return (Notice("other_pixels", text),)


def off_picture_notice(key: PlacedLandmark) -> Notice:
    """Return the notice on a landmark beyond the picture."""
    side, landmark_id = key
    return Notice(
        "outside_picture",
        f"{side.value.capitalize()} {landmark(landmark_id).name.lower()} lies beyond the picture: "
        "are the landmarks of another picture?",
        key,
        (key,),
        "Beyond the picture?",
    )


def hidden_notice(key: PlacedLandmark) -> Notice:
    """Return the notice on a landmark that a photo from behind cannot show."""
    side, landmark_id = key
    return Notice(
        "hidden",
        f"{side.value.capitalize()} {landmark(landmark_id).listed} lies at the front and is not seen from behind: "
        "is the view right, and where was it placed?",
        key,
    )


def suggested_notice(key: PlacedLandmark) -> Notice:
    """Return the notice on a landmark that was suggested and that nobody accepted."""
    side, landmark_id = key
    name = f"{side.value.capitalize()} {landmark(landmark_id).name.lower()}"
    return Notice("suggested", f"{name} is only suggested and not measured: accept or correct it.", key)


def misplaced(side: Side, subject: Subject) -> Iterator[Notice]:
    """Return the notices on landmarks of one leg that are out of order, down the leg or across it."""
    here = subject.positions[side]
    for chain in _ORDER:
        for upper, lower in pairwise(i for i in chain if i in here):
            if here[upper].v >= here[lower].v:
                yield Notice(
                    "order",
                    f"{side.value.capitalize()} {landmark(upper).name.lower()} lies below the "
                    f"{landmark(lower).name.lower()}: is one of them misplaced?",
                    (side, upper),
                    ((side, upper), (side, lower)),
                    f"{landmark(upper).name} below the {landmark(lower).name.lower()}?",
                )
    for lateral, medial in ACROSS:
        if lateral in here and medial in here and here[lateral].u >= here[medial].u:
            yield Notice(
                "order",
                f"{side.value.capitalize()} {landmark(lateral).name.lower()} lies nearer to the midline than the "
                f"{landmark(medial).name.lower()}: are they swapped?",
                (side, lateral),
                ((side, lateral), (side, medial)),
                "Lateral and medial swapped?",
            )
