"""What must be known of the picture, the posture and the patient before the numbers are believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kneeview.domain.catalog import CATALOG, measurement
from kneeview.domain.checks.notice import Notice
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import Subject, number_of
from kneeview.domain.person import age_words
from kneeview.domain.posture import words_of
from kneeview.domain.scale import Scale, ScaleState

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

TOUCHING_MM: Final = 10.0
"""Surfaces farther apart than this do not touch, whatever was attested (assumed)."""

SURFACE_BIAS: Final = (
    "A line over the skin to the ankle reads about 4.5° more varus than the hip-knee-ankle angle of a film "
    "(Sheehy et al. 2015), and a turned leg changes it."
)


def scale_notices(scale: Scale) -> tuple[Notice, ...]:
    """Return what must be known of the scale."""
    if scale.rectangle is not None and scale.state is ScaleState.ESTIMATED:
        return tuple(Notice("estimated", f"Scale estimated. {text}") for text in scale.warnings)
    state = _SCALE_NOTICES.get(scale.state)
    return (*((state,) if state else ()), *(Notice("scale", text) for text in scale.warnings))


def circumstances(subject: Subject) -> Iterator[Notice]:
    """Return what must be known of the kind of picture, of the posture and of the patient's age."""
    if subject.kind is Kind.PHOTO:
        yield from _surface(subject)
    lacking = [words_of(name) for name in ("weight_bearing", "patellae_forward") if not getattr(subject.posture, name)]
    if lacking:
        yield Notice("posture", f"Posture not attested ({', '.join(lacking)}).")
    yield from _touching(subject)
    yield from _age(subject)


def _surface(subject: Subject) -> Iterator[Notice]:
    yield Notice("surface", "Photograph - surface landmarks; not equivalent to radiographic HKA/MAD/LLD.")
    biased = ("mad", "hka", "clinical_tfa")
    if any(number_of(measurement(i), side, subject) is not None for i in biased for side in SIDES):
        yield Notice("surface_bias", SURFACE_BIAS)


def _touching(subject: Subject) -> Iterator[Notice]:
    """Return where the landmarks say that what is attested to touch does not."""
    for attested, landmark_id, parts in (
        ("knees_touching", L.MEDIAL_KNEE_SURFACE, "inner sides of the knees"),
        ("ankles_touching", L.MEDIAL_MALLEOLUS, "inner ankle bones"),
    ):
        right, left = (subject.positions[side].get(landmark_id) for side in SIDES)
        if not getattr(subject.posture, attested) or right is None or left is None or not subject.scale.is_calibrated:
            continue
        gap = -(right.u + left.u)  # u points towards the midline on both sides
        if abs(gap) > TOUCHING_MM:
            yield Notice(
                "not_touching",
                f'"{words_of(attested)}" is attested, but the {parts} lie {abs(gap):.0f} mm '
                f"{'apart' if gap > 0 else 'over each other'}: look at the points, or withdraw it.",
                (Side.RIGHT, landmark_id),
            )


def _age(subject: Subject) -> Iterator[Notice]:
    """Return how far the patient's age lets norms be compared."""
    lacking = [
        entry.name.split(",")[0].lower()
        for entry in CATALOG
        if entry.clinical
        and (entry.both_sides or subject.kind is Kind.PHOTO)  # on a film the angle at the skin is by the way
        and subject.norms.needs_age(entry.id, subject.person)
        and any(number_of(entry, side, subject) is not None for side in entry.sides)
    ]
    if lacking:
        yield Notice(
            "age_unknown",
            f"The patient's age is not known, so norms by age are not compared ({', '.join(lacking)}).",
        )
    age = subject.person.age_years
    measured = any(subject.positions[side] for side in SIDES)
    if subject.kind is Kind.RADIOGRAPH and subject.person.is_child and age is not None and measured:
        yield Notice(
            "adult_ranges",
            f"The patient is {age_words(age)} old: ranges of adults are shown with their population; they "
            "are not those of children, and no reading is compared with them.",
        )
