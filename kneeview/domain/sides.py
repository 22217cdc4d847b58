"""Right and left: what the header says, what the user set, which legs the picture shows, and what disagrees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kneeview.domain.checks import Notice
from kneeview.domain.checks.placing import ACROSS
from kneeview.domain.landmarks import landmark
from kneeview.domain.limb import SIDES, Side, View
from kneeview.domain.measurement import Subject


class LegsShown(StrEnum):
    """Which legs a picture shows."""

    BOTH = "both"
    RIGHT = "right"
    LEFT = "left"

    @property
    def sides(self) -> tuple[Side, ...]:
        """The legs, right before left."""
        return SIDES if self is LegsShown.BOTH else (Side(self.value),)


@dataclass(frozen=True, slots=True)
class HeaderSide:
    """What the header says of side and view, in its own words; `view` None means: not told.

    `laterality` is the value of the attribute that `laterality_tag` names: Image Laterality, else Laterality (DICOM
    PS3.3 C.7.3.1 and C.8.11.1). `only` is the one leg that it names. `view` follows from Patient Orientation.
    """

    laterality: str = ""
    view_position: str = ""
    patient_orientation: str = ""
    view: View | None = None
    only: Side | None = None
    laterality_tag: str = "Laterality"

    @property
    def legs(self) -> LegsShown:
        """Which legs the picture shows; both where the header does not say."""
        return LegsShown.BOTH if self.only is None else LegsShown(self.only.value)


NO_HEADER: Final = HeaderSide()

_FRONT: Final = "seen from the front, no mirror image"
"""What is assumed where nobody says it."""

UNUSUAL_SIDES: Final = Notice(
    "side_header",
    "By the header the patient's right is on the right of the picture: it is seen from behind or is a mirror image. "
    "Check the side marker and set the view.",
)
"""What is said of such a picture until somebody compared the side marker or set the view."""

_ENOUGH_PAIRS: Final = 2
"""From so many pairs of lateral and medial points on, all of them the wrong way round tell of the side."""


@dataclass(frozen=True, slots=True)
class SideFacts:
    """What right and left rest on: the view in force, the header, whether the side marker was compared.

    `told` is whether somebody said how the patient is seen; else the view is the header's, or assumed.
    """

    view: View = field(default_factory=View)
    header: HeaderSide = NO_HEADER
    confirmed: bool = False
    told: bool = False

    @property
    def view_is_of_header(self) -> bool:
        """Whether the view in force puts right and left where the header does."""
        told = self.header.view
        return told is not None and told.right_leg_on_the_left == self.view.right_leg_on_the_left

    @property
    def is_assumed(self) -> bool:
        """Whether neither the header nor anybody else said how the patient is seen."""
        return self.header.view is None and not self.told and self.view == View()

    @property
    def source(self) -> str:
        """Where right and left come from, as in "taken from the header (Image Laterality R)" or "taken from user"."""
        if self.view_is_of_header:
            return f"taken from the header (Patient Orientation {self.header.patient_orientation})"
        if self.header.only is not None and self.header.view is None:
            view = f"the view assumed ({_FRONT})" if self.is_assumed else "the view from user"
            return f"taken from the header ({_laterality(self.header)}), {view}"
        return f"assumed ({_FRONT})" if self.is_assumed else "taken from user"

    @property
    def words(self) -> str:
        """What right and left rest on, in the middle of a sentence."""
        if self.confirmed:
            return "right and left checked against the side marker"
        return f"right and left {self.source}, not checked against a side marker"


def _laterality(header: HeaderSide) -> str:
    return f"{header.laterality_tag} {header.laterality}"


def _checked(facts: SideFacts) -> str:
    return "the side marker was checked" if facts.confirmed else "check the side marker"


def _edge(view: View) -> str:
    return "left" if view.right_leg_on_the_left else "right"


def side_conflicts(subject: Subject, facts: SideFacts) -> tuple[Notice, ...]:
    """Return where landmarks, view and header do not agree on right and left."""
    of_landmarks = (*_swapped(subject),) or tuple(n for side in SIDES for n in _inside_out(side, subject))
    return (
        *of_landmarks,
        *_against_orientation(facts),
        *_against_laterality(subject, facts),
    )


def side_source(facts: SideFacts) -> tuple[Notice, ...]:
    """Return what right and left rest on while nobody compared the side marker."""
    if facts.confirmed:
        return ()
    return (Notice("side_unconfirmed", f"Left/right {facts.source}, no side marker confirmed."),)


def _swapped(subject: Subject) -> Iterator[Notice]:
    right, left = subject.positions[Side.RIGHT], subject.positions[Side.LEFT]
    pairs = [i for i in right if i in left]
    crossed = [i for i in pairs if right[i].u + left[i].u > 0]
    if crossed:
        single = len(crossed) < max(len(pairs), _ENOUGH_PAIRS)  # where all are crossed it is the view, not the points
        yield Notice(
            "sides_swapped",
            f"The right {landmark(crossed[0]).name.lower()} lies on the patient's left of the left one: "
            "are right and left swapped, or is the picture a mirror image?",
            (Side.RIGHT, crossed[0]),
            tuple((side, i) for i in crossed for side in SIDES) if single else (),
            "On the wrong side?" if single else "",
        )


def _inside_out(side: Side, subject: Subject) -> Iterator[Notice]:
    """Tell where all that is lateral lies on the medial side: one point may be misplaced, not all of two pairs."""
    here = subject.positions[side]
    pairs = [(outer, inner) for outer, inner in ACROSS if outer in here and inner in here]
    if len(pairs) >= _ENOUGH_PAIRS and all(here[outer].u > here[inner].u for outer, inner in pairs):
        yield Notice(
            "sides_swapped",
            f"All that is lateral of the {side.value} leg lies on its medial side: is it the {side.other.value} leg, "
            "or is the picture a mirror image?",
            (side, pairs[0][0]),
        )


def _against_orientation(facts: SideFacts) -> Iterator[Notice]:
    told = facts.header.view
    if told is None:
        return
    if facts.view_is_of_header:
        if not told.right_leg_on_the_left and not (facts.confirmed or facts.told):
            yield UNUSUAL_SIDES
        return
    yield Notice(
        "side_header",
        f"By the header the patient's right is on the {_edge(told)} of the picture (Patient Orientation "
        f"{facts.header.patient_orientation}), by the view set here on the {_edge(facts.view)}; {_checked(facts)}.",
    )


def _against_laterality(subject: Subject, facts: SideFacts) -> Iterator[Notice]:
    only = facts.header.only
    if only is None:
        return
    stray = next(iter(subject.positions[only.other]), None)
    if stray is not None:
        yield Notice(
            "side_header",
            f"By the header the film shows the {only.value} leg ({_laterality(facts.header)}), but landmarks stand on "
            f"the {only.other.value} leg; {_checked(facts)}.",
            (only.other, stray),
        )
