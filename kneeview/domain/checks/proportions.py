"""What the placed points make together: sizes that nobody has, legs that do not match, signs of a turned knee.

All limits are soft: real patients lie beyond them. They are recalled or assumed, and catch slips of the hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import hypot
from typing import Final

from kneeview.domain.catalog import measurement
from kneeview.domain.checks.notice import Notice
from kneeview.domain.geometry import COINCIDENT, dot
from kneeview.domain.growth import share_grown
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import Subject, Value, number_of, read
from kneeview.domain.person import age_words
from kneeview.domain.uncertainty import COVERAGE_95
from kneeview.domain.units import written

HEAD_DIAMETER_MM: Final = (38.0, 58.0)
"""Femoral heads of adults lie in this range (recalled; a soft check that catches unit errors)."""

PLATEAU_WIDTH_MM: Final = (60.0, 95.0)
"""Tibial plateaus of adults are as wide as this (recalled; a soft check that catches unit errors)."""

LEG_LENGTH_MM: Final = (300.0, 1300.0)
"""Legs outside infancy lie in this range."""

ALIKE: Final = 0.10
"""Heads, plateaus and bones of one patient that differ by more than this share are worth a look (assumed)."""

ALIKE_DEG: Final = 10.0
"""Angles of one patient that differ by more than this are worth a look (assumed)."""

ROTATED_PERCENT: Final = 3.0
"""A patella farther off the middle of the condyles was called rotated (BMC Musculoskelet Disord 2020)."""

ROTATED_RATIO: Final = 1.5
"""Condyles that reach so unequally to both sides of the notch are a sign of rotation (assumed)."""

IDENTITY_DEG: Final = 0.05
"""Varus and its three parts agree to rounding; a difference that can be seen has a cause."""


def proportions(subject: Subject, head_diameters_mm: Mapping[Side, float]) -> Iterator[Notice]:
    """Return every notice on what the points make together. The diameters are those of the femoral heads."""
    for side in SIDES:
        yield from _identity(side, subject)
        yield from _rotation(side, subject)
    if subject.scale.is_calibrated:
        if subject.kind is Kind.RADIOGRAPH:
            yield from _heads(subject, head_diameters_mm)
            yield from _plateaus(subject)
        yield from _legs(subject)
    yield from _unlike(subject)
    yield from _knees(subject)


def _number(measurement_id: str, side: Side, subject: Subject) -> float | None:
    return number_of(measurement(measurement_id), side, subject)


def _identity(side: Side, subject: Subject) -> Iterator[Notice]:
    """Return where varus is not what femur, tibia and joint line add up to.

    It always is while each pair of points lies lateral and medial as it should; unsigned angles hide an exchange.
    """
    hka, femoral, tibial, joint = (_number(i, side, subject) for i in ("hka", "mldfa", "mpta", "jlca"))
    if hka is None or femoral is None or tibial is None or joint is None:
        return
    varus, parts = 180 - hka, femoral - tibial + joint
    if abs(varus - parts) > IDENTITY_DEG:
        yield Notice(
            "identity",
            f"{side.value.capitalize()}: the axis bends by {varus:.1f}°, but mLDFA {femoral:.1f}° - MPTA {tibial:.1f}° "
            f"+ JLCA {joint:.1f}° makes {parts:.1f}°: look at the points of the joint lines.",
            (side, L.FEMORAL_CONDYLE_LATERAL),
        )


def _rotation(side: Side, subject: Subject) -> Iterator[Notice]:
    offset = read(measurement("patella_offset_percent"), side, subject).outcome
    if isinstance(offset, Value) and abs(offset.value) > ROTATED_PERCENT:
        away, error = abs(offset.value), offset.half_width
        text = f"Knee flexion or rotation suspected (patella off-centre {away:.0f} %) on the {side.value}."
        if error is not None and away - error <= ROTATED_PERCENT:
            text = (
                f"Whether the {side.value} knee is turned cannot be told from its patella: off-centre by {away:.0f} "
                f"± {error:.0f} %, and turned is above {ROTATED_PERCENT:g} %."
            )
        yield Notice("rotation", text, (side, L.PATELLA_CENTER))
    here = subject.positions[side]
    middle = here.get(L.FEMORAL_NOTCH) or here.get(L.KNEE_CENTER)
    if middle is None or L.FEMORAL_CONDYLE_LATERAL not in here or L.FEMORAL_CONDYLE_MEDIAL not in here:
        return
    across = here[L.FEMORAL_CONDYLE_MEDIAL] - here[L.FEMORAL_CONDYLE_LATERAL]
    if across.length < COINCIDENT:
        return
    medial = dot(here[L.FEMORAL_CONDYLE_MEDIAL] - middle, across) / across.length
    lateral = across.length - medial
    narrow, wide = sorted((medial, lateral))
    if wide > ROTATED_RATIO * narrow:
        unit = " mm" if subject.scale.is_calibrated else ""
        is_sure = not subject.scale.is_calibrated or wide - ROTATED_RATIO * narrow > _reach_error(side, subject)
        sure = f"Knee rotation suspected on the {side.value}"
        unsure = f"Whether the {side.value} knee is turned cannot be told"
        within = "" if is_sure else ", which placing alone can make"
        yield Notice(
            "rotation",
            f"{sure if is_sure else unsure}: the condyles reach {max(lateral, 0):.0f}{unit} laterally "
            f"and {max(medial, 0):.0f}{unit} medially of the middle{within}.",
            (side, L.FEMORAL_CONDYLE_MEDIAL if medial > lateral else L.FEMORAL_CONDYLE_LATERAL),
        )


def _reach_error(side: Side, subject: Subject) -> float:
    """Return half the 95 % interval, in mm, of how far one condyle reaches less `ROTATED_RATIO` times the other.

    Across the knee, from the placement errors of both condyles and of the middle, which moves both.
    """
    middle = L.FEMORAL_NOTCH if L.FEMORAL_NOTCH in subject.positions[side] else L.KNEE_CENTER
    condyle = subject.placement_error(L.FEMORAL_CONDYLE_LATERAL).u_mm
    return COVERAGE_95 * hypot(
        condyle, ROTATED_RATIO * condyle, (1 + ROTATED_RATIO) * subject.placement_error(middle).u_mm
    )


def _heads(subject: Subject, diameters_mm: Mapping[Side, float]) -> Iterator[Notice]:
    low, high = HEAD_DIAMETER_MM
    for side, diameter in diameters_mm.items():
        if diameter > high or (diameter < low and not subject.person.is_child):
            yield Notice(
                "head_size",
                f"The {side.value} femoral head measures {diameter:.1f} mm across; adults have {low:g} to {high:g} "
                f"mm. {_of_size(diameter > high)} at the scale.",
                (side, L.HIP_CENTER),
            )
    yield from _pair(diameters_mm, "femoral head", L.HIP_CENTER, "look at both circles.")


def _of_size(is_large: bool) -> str:
    """Return the beginning of what to do: a small part may be that of a child, a large one is nobody's."""
    return "Look" if is_large else "Right for a child, else look"


def _plateaus(subject: Subject) -> Iterator[Notice]:
    low, high = PLATEAU_WIDTH_MM
    widths: dict[Side, float] = {}
    for side in SIDES:
        here = subject.positions[side]
        if L.TIBIAL_EDGE_LATERAL in here and L.TIBIAL_EDGE_MEDIAL in here:
            widths[side] = (here[L.TIBIAL_EDGE_MEDIAL] - here[L.TIBIAL_EDGE_LATERAL]).length
            if widths[side] > high or (widths[side] < low and not subject.person.is_child):
                yield Notice(
                    "plateau_size",
                    f"The {side.value} tibial plateau measures {widths[side]:.1f} mm across; adults have {low:g} to "
                    f"{high:g} mm. {_of_size(widths[side] > high)} at the edges and the scale.",
                    (side, L.TIBIAL_EDGE_LATERAL),
                )
    yield from _pair(widths, "tibial plateau", L.TIBIAL_EDGE_LATERAL, "look at the edges; a turned knee is narrower.")


def _pair(sizes_mm: Mapping[Side, float], part: str, landmark_id: L, advice: str) -> Iterator[Notice]:
    """Return where the same part of both legs differs by more than people do."""
    if len(sizes_mm) < 2:
        return
    right, left = sizes_mm[Side.RIGHT], sizes_mm[Side.LEFT]
    if abs(right - left) > ALIKE * max(right, left):
        yield Notice(
            "unlike",
            f"The right {part} measures {right:.1f} mm, the left {left:.1f} mm: {advice}",
            (Side.RIGHT if right > left else Side.LEFT, landmark_id),
        )


def _legs(subject: Subject) -> Iterator[Notice]:
    low, high = LEG_LENGTH_MM
    for side in SIDES:
        length = _number("leg_length", side, subject)
        if length is not None and not low <= length <= high:
            yield Notice(
                "leg_size",
                f"The {side.value} leg measures {length:.0f} mm; outside infancy legs have {low:g} to {high:g} mm. "
                "Look at the scale.",
                (side, L.ANKLE_CENTER),
            )
        elif length is not None:
            yield from _grown(side, length, subject)
    for measurement_id, part, landmark_id in (
        ("femur_length", "femur", L.HIP_CENTER),
        ("tibia_length", "tibia", L.ANKLE_CENTER),
    ):
        lengths = {side: length for side in SIDES if (length := _number(measurement_id, side, subject)) is not None}
        yield from _pair(lengths, part, landmark_id, "look at the points; a bent knee looks shorter.")


def _grown(side: Side, length: float, subject: Subject) -> Iterator[Notice]:
    """Return where a child's leg is longer than any that still has so much to grow."""
    age, grown = subject.person.age_years, share_grown(subject.person)
    longest = LEG_LENGTH_MM[1] * grown
    if age is not None and length > longest:
        yield Notice(
            "leg_size",
            f"The {side.value} leg measures {length:.0f} mm at {age_words(age)}; at that age legs have reached at most "
            f"{100 * grown:.0f} % of their length (Paley et al. 2000), here {longest:.0f} mm. Look at the scale and "
            "the age.",
            (side, L.ANKLE_CENTER),
        )


def _unlike(subject: Subject) -> Iterator[Notice]:
    for measurement_id, landmark_id in (
        ("mldfa", L.FEMORAL_CONDYLE_LATERAL),
        ("mpta", L.TIBIAL_PLATEAU_LATERAL),
        ("ldta", L.TIBIAL_PLAFOND_LATERAL),
    ):
        right, left = (_number(measurement_id, side, subject) for side in SIDES)
        if right is None or left is None or abs(right - left) <= ALIKE_DEG:
            continue
        entry = measurement(measurement_id)
        yield Notice(
            "unlike",
            f"{entry.short} is {written(right, entry.unit)} on the right and {written(left, entry.unit)} on the left: "
            "look at the points of the joint lines.",
            (Side.RIGHT, landmark_id),
        )


def _has_pair(side: Side, subject: Subject) -> bool | None:
    """Whether femur and tibia of a leg end at notch and spines; None where they do not end at all."""
    here = subject.positions[side]
    if here.keys() >= {L.FEMORAL_NOTCH, L.TIBIAL_SPINES}:
        return True
    return False if L.KNEE_CENTER in here else None


def _knees(subject: Subject) -> Iterator[Notice]:
    """Return that femur and tibia end differently on the two legs: what compares them compares unlike lengths."""
    pairs = {side: _has_pair(side, subject) for side in SIDES}
    if {True, False} != set(pairs.values()):
        return
    side = next(side for side, has_pair in pairs.items() if has_pair)
    yield Notice(
        "knees_unlike",
        f"On the {side.value} femur and tibia end at notch and spines, on the {side.other.value} at the knee centre, "
        "some millimetres farther on: place the same on both legs before you compare them.",
        (side.other, L.FEMORAL_NOTCH),
    )
