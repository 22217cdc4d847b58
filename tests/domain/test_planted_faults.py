"""The laws would catch the faults that programs of this kind are known for: each is planted, and a law must fail.

Every fault is one that was published or found in public code: a sign taken from the screen, `acos` instead of `atan2`,
the supplement of an angle, row and column spacing exchanged, a direction left unsigned, a scale applied to angles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import acos, cos, degrees, radians, sin

import pytest

from kneeview.domain import catalog
from kneeview.domain.catalog import axis
from kneeview.domain.geometry import ImagePoint, PlanePoint, Vec, angle_between_lines, dot
from kneeview.domain.landmarks import LANDMARKS
from kneeview.domain.limb import SIDES, LimbFrame, Side, View
from kneeview.domain.measurement import Number, Subject
from kneeview.domain.scale import Scale
from tests.domain.subjects import AGAINST_THE_HORIZONTAL, assert_alike, numbers, scale_of, subject_on, value_of, without
from tests.domain.test_worked_examples import EXAMPLES, O1
from tests.strategies import Film, on_film

LEGS = {
    side: {x.id: (x.typical.turned(bend) if x.typical.v > 2 else x.typical) + Vec(-90, 0) for x in LANDMARKS}
    for side, bend in ((Side.RIGHT, 4.0), (Side.LEFT, -3.0))
}
"""A knock-kneed right leg and a bowed left one."""


def moved(film: Film, place: Callable[[float, float], tuple[float, float]]) -> Film:
    return {side: {i: place(x, y) for i, (x, y) in points.items()} for side, points in film.items()}


# ----------------------------------------------------------------------------------- the laws, on one pair of legs


def the_mirror_image_measures_the_same() -> None:
    film = on_film(LEGS)
    mirrored = subject_on(moved(film, lambda x, y: (2400 - x, y)), view=View(mirrored=True))
    assert_alike(numbers(mirrored), numbers(subject_on(film)))


def the_other_leg_measures_the_same() -> None:
    film = on_film(LEGS)
    exchanged = on_film({side: LEGS[side.other] for side in SIDES})
    here, there = numbers(subject_on(film)), numbers(subject_on(exchanged))
    each = {key: value for key, value in here.items() if key[1] is not None}
    assert_alike(
        {(i, side): there[i, side.other] for i, side in each if side is not None},
        each,
    )


def turning_changes_nothing() -> None:
    film, c, s = on_film(LEGS), cos(radians(37)), sin(radians(37))
    turned = subject_on(moved(film, lambda x, y: (c * x - s * y, s * x + c * y)))
    assert_alike(
        without(numbers(turned), AGAINST_THE_HORIZONTAL), without(numbers(subject_on(film)), AGAINST_THE_HORIZONTAL)
    )


def oblong_pixels_change_nothing() -> None:
    film = on_film(LEGS)
    oblong = subject_on(moved(film, lambda x, y: (x / 0.3, y / 0.42)), scale_of(0.42, 0.3))
    assert_alike(numbers(oblong), numbers(subject_on(film)))


def the_identity_holds() -> None:
    subject = subject_on(on_film(LEGS))
    for side in SIDES:
        hka, mldfa, mpta, jlca = (value_of(i, side, subject).value for i in ("hka", "mldfa", "mpta", "jlca"))
        assert 180 - hka == pytest.approx(mldfa - mpta + jlca, abs=1e-9)


def worked_examples_come_out() -> None:
    for example in EXAMPLES:
        if isinstance(example.value, float):
            side = None if example.left is not None else Side.RIGHT
            subject = subject_on(example.film, scale_of(example.mm_per_pixel), kind=example.kind)
            assert value_of(example.id, side, subject).value == pytest.approx(example.value, abs=1e-6)


def a_straight_leg_has_the_published_error() -> None:
    sd = value_of("hka", Side.RIGHT, subject_on({Side.RIGHT: O1})).placement_sd
    assert sd == pytest.approx(0.49, abs=0.05)


LAWS = (
    the_mirror_image_measures_the_same,
    the_other_leg_measures_the_same,
    turning_changes_nothing,
    oblong_pixels_change_nothing,
    the_identity_holds,
    worked_examples_come_out,
    a_straight_leg_has_the_published_error,
)

# --------------------------------------------------------------------------------------------------------- the faults

Patch = pytest.MonkeyPatch


def _let(patch: Patch, measurement_id: str, compute: Callable[..., float]) -> None:
    """Let a measurement compute something else."""
    entry = catalog.measurement(measurement_id)
    assert isinstance(entry.rule, Number)
    other = replace(entry, rule=replace(entry.rule, compute=compute))
    patch.setitem(catalog._BY_ID, measurement_id, other)
    patch.setattr(catalog, "CATALOG", tuple(other if each is entry else each for each in catalog.CATALOG))


def sign_from_the_screen(patch: Patch) -> None:
    """Take the right of the screen for medial: true of the right leg, as films hang."""
    patch.setattr(LimbFrame, "to_limb", lambda _, point: Vec(point.x, point.y))


def mirror_not_heeded(patch: Patch) -> None:
    """Read the view and do not use it."""
    patch.setattr(LimbFrame, "medial_sign", property(lambda self: 1 if self.side is Side.RIGHT else -1))


def unsigned_deviation(patch: Patch) -> None:
    """Drop the direction of the deviation."""
    _let(patch, "mad", lambda *points: abs(axis.axis_deviation(*points)))


def unsigned_bend(patch: Patch) -> None:
    """Read valgus as varus."""
    _let(patch, "hka", lambda *points: 180 - abs(180 - axis.hip_knee_ankle(*points)))


def supplement(patch: Patch) -> None:
    """Print the medial angle of the femur for the lateral one."""
    _let(patch, "mldfa", lambda *points: 180 - angle_between_lines(*points))


def swapped_spacings(patch: Patch) -> None:
    """Exchange row and column spacing."""

    def exchanged(self: Scale, point: ImagePoint) -> PlanePoint:
        assert self.row_mm is not None
        assert self.column_mm is not None
        return PlanePoint(point.x * self.row_mm, point.y * self.column_mm)

    patch.setattr(Scale, "to_plane", exchanged)


def angles_in_pixels(patch: Patch) -> None:
    """Take points as they lie on the screen, whatever the shape of a pixel."""
    patch.setattr(Scale, "to_plane", lambda self, point: PlanePoint(point.x * self.row_mm, point.y * self.row_mm))


def arc_cosine(patch: Patch) -> None:
    """Take the angle from `acos`, which has no sign and no slope at a straight leg."""

    def rounded(hip: Vec, femoral_knee: Vec, tibial_knee: Vec, ankle: Vec) -> float:
        a, b = femoral_knee - hip, ankle - tibial_knee
        return 180 - degrees(acos(max(-1.0, min(1.0, dot(a, b) / (a.length * b.length)))))

    _let(patch, "hka", rounded)


def deviation_along_the_plateau(patch: Patch) -> None:
    """Take the deviation level across the picture, not at right angles to the line."""

    def level(hip: Vec, knee: Vec, ankle: Vec) -> float:
        return hip.u + (ankle.u - hip.u) * (knee.v - hip.v) / (ankle.v - hip.v) - knee.u

    _let(patch, "mad", level)


FAULTS = (
    sign_from_the_screen,
    mirror_not_heeded,
    unsigned_deviation,
    unsigned_bend,
    supplement,
    swapped_spacings,
    angles_in_pixels,
    arc_cosine,
    deviation_along_the_plateau,
)


def broken_laws() -> list[str]:
    broken = []
    for law in LAWS:
        try:
            law()
        except (AssertionError, ZeroDivisionError):
            broken.append(law.__name__)
    return broken


def test_without_a_fault_every_law_holds() -> None:
    assert broken_laws() == []
    assert isinstance(subject_on(on_film(LEGS)), Subject)


@pytest.mark.parametrize("plant", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_breaks_a_law(plant: Callable[[Patch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    assert broken_laws()


def test_a_fault_is_caught_by_more_than_the_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    sign_from_the_screen(monkeypatch)
    assert "the_mirror_image_measures_the_same" in broken_laws()
    assert "the_other_leg_measures_the_same" in broken_laws()
