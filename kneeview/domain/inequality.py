"""Leg-length inequality by its several methods, side by side: they measure different things and are not merged.

Every method answers in one sign, right minus left: above zero the right leg is longer. Heights are turned over for
that (a longer right leg carries its hip higher) and freed of the blocks and shoe lifts that were typed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kneeview.domain.catalog import measurement
from kneeview.domain.catalog.lengths import distance, length_difference
from kneeview.domain.catalog.points import ANKLE, FEMORAL_KNEE, HIP, TIBIAL_KNEE, compared
from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.measurement import (
    Measurement,
    Number,
    Reading,
    Subject,
    Value,
    placed,
    read,
    said_of,
)
from kneeview.domain.uncertainty import Interval
from kneeview.domain.units import Unit, Words

_LONGER: Final = compared(Unit.MM, "right longer", "left longer", "equal")


def both_bones_difference(*points: Vec) -> float:
    """Return femur and tibia of the right less those of the left, in millimetres.

    The points are hip, femoral knee, tibial knee and ankle of the right leg, then of the left.
    """
    right, left = points[:4], points[4:]
    return (distance(right[0], right[1]) + distance(right[2], right[3])) - (
        distance(left[0], left[1]) + distance(left[2], left[3])
    )


# Methods that no id of the catalogue stands for. They are read like any other, and so have their error.
_HEAD_TOP: Final = Measurement(
    "leg_length_head_top_difference",
    "Leg-length inequality from head top",
    "LLI, head top",
    "Leg length from the top of the femoral head of the right less that of the left.",
    "Radiology practice: top of the femoral head to the middle of the tibial plafond",
    Number(Unit.MM, length_difference, _LONGER),
    (placed(LandmarkId.FEMORAL_HEAD_TOP), ANKLE),
    both_sides=True,
)
_BOTH_BONES: Final = Measurement(
    "femur_and_tibia_difference",
    "Inequality of femur and tibia together",
    "Femur + tibia",
    "Femur and tibia length of the right less those of the left.",
    "Paley 2002, Principles of Deformity Correction",
    Number(Unit.MM, both_bones_difference, _LONGER),
    (HIP, FEMORAL_KNEE, TIBIAL_KNEE, ANKLE),
    both_sides=True,
)


@dataclass(frozen=True, slots=True)
class Method:
    """One way to the inequality. `difference_mm` is right minus left, above zero the right longer; None: not known.

    `measures` says from where to where, `differs` why another method gives another number, `corrected` what was taken
    off for blocks and lifts ("" where nothing was).
    """

    id: str
    name: str
    measures: str
    differs: str
    text: str
    difference_mm: float | None = None
    interval: Interval | None = None
    corrected: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is a number."""
        return self.difference_mm is not None


def _of_lengths(measures: str, differs: str, name: str, entry: Measurement, subject: Subject) -> Method:
    outcome = read(entry, None, subject).outcome
    if not isinstance(outcome, Value):
        return Method(entry.id, name, measures, differs, outcome.text)
    return Method(entry.id, name, measures, differs, outcome.text, outcome.value, outcome.interval)


def _of_heights(differs: str, name: str, entry: Measurement, subject: Subject) -> Method:
    """Return what the heights of the two sides say: how much lower the right is, turned over, blocks taken off."""
    reading = read(entry, None, subject)
    outcome = reading.outcome
    lines = " and ".join(way for _, way in reading.served.ways)
    measures = f"height of the {lines} against the horizontal" if lines else "height against the horizontal"
    if not isinstance(outcome, Value):
        return Method(entry.id, name, measures, differs, outcome.text)
    raised = subject.posture.right_raised_mm
    difference = -(outcome.value + raised)
    interval = None if outcome.interval is None else (-outcome.interval[1] - raised, -outcome.interval[0] - raised)
    words = said_of(_LONGER(difference), subject.kind).text
    beneath = subject.posture.raised_words
    corrected = f"{beneath} taken off" if beneath else ""
    return Method(entry.id, name, measures, differs, words, difference, interval, corrected)


def _blocks(subject: Subject) -> Method | None:
    """Return what the blocks and lifts say; None where nothing was typed in."""
    posture = subject.posture
    if not posture.raised_words:
        return None
    return Method(
        "blocks",
        "Blocks and lifts",
        f"what was typed in: {posture.raised_words}",
        "It is the inequality only where the pelvis stood level on them.",
        f"{_LONGER(-posture.right_raised_mm).text}, if the pelvis stood level on them",
        -posture.right_raised_mm,
    )


def leg_length_methods(subject: Subject) -> tuple[Method, ...]:
    """Return every method of the inequality, known or not; that of blocks only where some were typed in."""
    blocks = _blocks(subject)
    lengths = (
        _of_lengths(
            "hip centre to ankle centre, in a straight line",
            "It holds the joint space of the knee and shortens with a bent knee or a bowed leg.",
            "Hip to ankle",
            measurement("lld"),
            subject,
        ),
        _of_lengths(
            "top of the femoral head to the middle of the plafond",
            "It adds the radius of the femoral head on either side; radiology reports measure so.",
            "Head top to plafond",
            _HEAD_TOP,
            subject,
        ),
        _of_lengths(
            "hip centre to knee and knee to ankle centre, added",
            "It leaves out the joint space of the knee, and a bent knee or a bowed leg does not shorten it.",
            "Femur and tibia",
            _BOTH_BONES,
            subject,
        ),
    )
    heights = (
        _of_heights(
            "It holds the height of the feet and whatever bends or tilts the leg; with the central ray away from the "
            "heads it may be out by 9 mm (Slane and Bull 2006).",
            "Femoral head height",
            measurement("femoral_head_height_difference"),
            subject,
        ),
        _of_heights(
            "It holds, besides what the head height holds, an uneven pelvis.",
            "Iliac crest height",
            measurement("iliac_crest_height_difference"),
            subject,
        ),
    )
    return (*lengths, *heights, *(() if blocks is None else (blocks,)))


def remainder(readings: Iterable[Reading]) -> Words | None:
    """Return what of the inequality lies in neither bone: joint space, a bent knee or deformity; None: not known."""
    wanted = ("lld", "femur_lld", "tibia_lld")
    values = {
        reading.measurement.id: reading.outcome.value
        for reading in readings
        if reading.measurement.id in wanted and isinstance(reading.outcome, Value)
    }
    if len(values) < len(wanted):
        return None
    return _LONGER(values["lld"] - values["femur_lld"] - values["tibia_lld"])
