"""Sides, how the patient is seen, and the limb frame from which every sign comes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kneeview.domain.geometry import PlanePoint, Vec


class Side(StrEnum):
    """A leg of the patient, named from the patient."""

    RIGHT = "right"
    LEFT = "left"

    @property
    def other(self) -> Side:
        """The other leg."""
        return Side.LEFT if self is Side.RIGHT else Side.RIGHT

    @property
    def letter(self) -> str:
        """R or L, as it stands on the picture."""
        return "R" if self is Side.RIGHT else "L"


SIDES = (Side.RIGHT, Side.LEFT)
"""Right before left, as reports are."""


class Facing(StrEnum):
    """From where the patient is seen."""

    ANTERIOR = "anterior"
    POSTERIOR = "posterior"


@dataclass(frozen=True, slots=True)
class View:
    """How the picture shows the patient: from the front or from behind, and whether it is a mirror image."""

    facing: Facing = Facing.ANTERIOR
    mirrored: bool = False

    @property
    def right_leg_on_the_left(self) -> bool:
        """Whether the patient's right leg is on the viewer's left, as on a radiograph seen from the front."""
        return (self.facing is Facing.ANTERIOR) != self.mirrored

    @property
    def words(self) -> str:
        """From where the patient is seen, as in "from behind, mirror image"."""
        front = "from the front" if self.facing is Facing.ANTERIOR else "from behind"
        return f"{front}, mirror image" if self.mirrored else front


@dataclass(frozen=True, slots=True)
class LimbFrame:
    """The frame of one leg: u towards the midline, v towards the foot, both in millimetres.

    In radiographic hanging the midline lies at greater x for the right leg and at smaller x for the left. A view from
    behind turns that over, a mirror image turns it over again (clinical convention: signs are the patient's).
    """

    side: Side
    view: View

    @property
    def medial_sign(self) -> int:
        """+1 where medial is towards greater x, else -1."""
        return 1 if (self.side is Side.RIGHT) == self.view.right_leg_on_the_left else -1

    def to_limb(self, point: PlanePoint) -> Vec:
        """Return the plane point in the limb frame."""
        return Vec(self.medial_sign * point.x, point.y)

    def to_plane(self, position: Vec) -> PlanePoint:
        """Return the limb position in the film plane."""
        return PlanePoint(self.medial_sign * position.u, position.v)
