"""What the user attests of how the patient stood, and what stood under the feet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kneeview.domain.limb import SIDES, Side

ATTESTATIONS: Final = (
    ("weight_bearing", "weight-bearing"),
    ("patellae_forward", "patellae forward"),
    ("knees_touching", "knees touching"),
    ("ankles_touching", "ankles touching"),
)
"""What may be attested: its name in files, and in words."""


def words_of(attestation: str) -> str:
    """Return what may be attested, by its name in files, in words."""
    return dict(ATTESTATIONS)[attestation]


HIGHEST_UNDERLAY_MM: Final = 300.0
"""More than this is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Underlay:
    """What raised one foot while the picture was taken, in millimetres: blocks on the floor, a lift in the shoe."""

    block_mm: float = 0.0
    lift_mm: float = 0.0

    @property
    def total_mm(self) -> float:
        """How much the foot was raised."""
        return self.block_mm + self.lift_mm

    def words(self, side: Side) -> str:
        """Return it in words, as in "a 10 mm block under the left foot"; "" where nothing was there."""
        parts = (
            f"a {self.block_mm:g} mm block under the {side.value} foot" if self.block_mm else "",
            f"a {self.lift_mm:g} mm lift in the {side.value} shoe" if self.lift_mm else "",
        )
        return " and ".join(part for part in parts if part)


NOTHING_UNDERNEATH: Final = Underlay()


@dataclass(frozen=True, slots=True)
class Posture:
    """True where the user attests it; False means "not attested", never "not so".

    `under_right` and `under_left` are what was typed in of blocks and shoe lifts; heights of the sides are read with
    them in place.
    """

    weight_bearing: bool = False
    patellae_forward: bool = False
    knees_touching: bool = False
    ankles_touching: bool = False
    under_right: Underlay = NOTHING_UNDERNEATH
    under_left: Underlay = NOTHING_UNDERNEATH

    @property
    def attested(self) -> tuple[str, ...]:
        """The attested points in words."""
        return tuple(words for name, words in ATTESTATIONS if getattr(self, name))

    def with_attestation(self, name: str, *, attested: bool) -> Posture:
        """Return the posture with one point attested, or no longer."""
        told = {each: bool(getattr(self, each)) for each, _ in ATTESTATIONS} | {name: attested}
        return Posture(**told, under_right=self.under_right, under_left=self.under_left)

    def under(self, side: Side) -> Underlay:
        """Return what raised the foot of a side."""
        return self.under_right if side is Side.RIGHT else self.under_left

    @property
    def raised_words(self) -> str:
        """What stood under the feet, in words; "" where nothing did."""
        return " and ".join(words for side in SIDES if (words := self.under(side).words(side)))

    @property
    def right_raised_mm(self) -> float:
        """How much more the right foot was raised than the left, in millimetres."""
        return self.under_right.total_mm - self.under_left.total_mm
