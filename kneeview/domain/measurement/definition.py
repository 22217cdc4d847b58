"""The definition of a measurement: what it needs, how it is computed, its words and its quoted ranges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import Kind, Landmark, LandmarkId, landmark
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.quoted import Mean, Range
from kneeview.domain.units import Unit, Words


@dataclass(frozen=True, slots=True)
class Source:
    """One way to a working point: a weighted mean of landmarks, allowed only while `also` are placed too.

    `words` says which way it is, where there is more than one: "hip centres". `only` is the kind of picture that it is
    allowed on; None is both.
    """

    weights: tuple[tuple[LandmarkId, float], ...]
    also: tuple[LandmarkId, ...] = ()
    words: str = ""
    only: Kind | None = None
    required: frozenset[LandmarkId] = field(init=False, repr=False, compare=False)
    """Every landmark that must be placed; worked out once, as every frame of a drag asks for it hundreds of times."""

    def __post_init__(self) -> None:
        """Work out what is required."""
        object.__setattr__(self, "required", frozenset(self.landmarks))

    @property
    def landmarks(self) -> tuple[LandmarkId, ...]:
        """Every landmark that must be placed, those with a weight first."""
        return (*(landmark_id for landmark_id, _ in self.weights), *self.also)


@dataclass(frozen=True, slots=True)
class Need:
    """A working point that a measurement needs: the first source whose landmarks are all placed serves.

    Where sides are compared, `alike` asks for the same source on both. `asked` is the source whose landmarks are asked
    for where no other lacks fewer: the last one, the plain way, unless it is told otherwise.
    """

    sources: tuple[Source, ...]
    alike: bool = False
    asked: int = -1


def placed(landmark_id: LandmarkId) -> Need:
    """Return the need for one landmark as it was placed."""
    return Need((Source(((landmark_id, 1.0),)),))


class StrokeKind(Enum):
    """What a line on the picture stands for."""

    MECHANICAL_AXIS = "mechanical axis"
    WEIGHT_BEARING = "weight-bearing line"
    DEVIATION = "axis deviation"
    JOINT_LINE = "joint line"
    ANATOMICAL_AXIS = "anatomical axis"
    DISTANCE = "distance"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line that shows a measurement on the picture.

    For one leg both ends are in its frame. For both legs the start is in the frame of the right leg and the end in
    that of the left.
    """

    kind: StrokeKind
    start: Vec
    end: Vec


@dataclass(frozen=True, slots=True)
class Number:
    """A measurement that gives a number. `compute` takes the working points in the order of the needs.

    Measurements of both legs take the right leg's points first, then the left's. `words` writes the value with its
    unit and its direction. `in_mm` is the same thing as a length, printed beside an angle where there is a scale.
    """

    unit: Unit
    compute: Callable[..., float]
    words: Callable[[float], Words]
    in_mm: Callable[..., float] | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """One number that a class depends on, and the bounds between classes."""

    unit: Unit
    compute: Callable[..., float]
    bounds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Classes:
    """A measurement that gives a class, from one number or more."""

    dimensions: tuple[Dimension, ...]
    classify: Callable[..., str]
    words: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One entry of the catalogue.

    The unit tells whether it needs a scale: millimetres do. `posture` names what must be attested before the value is
    given. `clinical` measurements are made at the skin as well: their ranges hold for photos, those of the others do
    not. `on_photo` is the name on a photo, where the plain name belongs to films. `lines` shows the measurement on the
    picture. `on_floor` measurements compare heights above the floor, so that what stood under a foot is told with them.
    `ranges` and `means` are quoted or derived; `recalled` ones are listed and never flag anything.
    """

    id: str
    name: str
    short: str
    definition: str
    source: str
    rule: Number | Classes
    needs: tuple[Need, ...]
    both_sides: bool = False
    ranges: tuple[Range, ...] = ()
    lines: Callable[..., tuple[Stroke, ...]] | None = None
    posture: Literal["knees_touching", "ankles_touching"] | None = None
    clinical: bool = False
    means: tuple[Mean, ...] = ()
    recalled: tuple[Range | Mean, ...] = ()
    on_photo: str = ""
    on_floor: bool = False

    @property
    def unit(self) -> Unit:
        """The unit of the value."""
        return self.rule.unit if isinstance(self.rule, Number) else Unit.CLASS

    @property
    def sides(self) -> tuple[Side | None, ...]:
        """The sides it is read for: each leg, or None for both together."""
        return (None,) if self.both_sides else SIDES

    @property
    def landmarks(self) -> tuple[Landmark, ...]:
        """Every landmark that may serve it."""
        ids = dict.fromkeys(i for need in self.needs for source in need.sources for i in source.landmarks)
        return tuple(landmark(i) for i in ids)

    def name_on(self, kind: Kind) -> str:
        """Return the name on such a picture; on a photo it says that it is read at the skin."""
        return self.name if kind is Kind.RADIOGRAPH else self.on_photo or f"{self.name} (surface)"

    def short_on(self, kind: Kind) -> str:
        """Return the short name on such a picture; on a photo it says that it is read at the skin."""
        return self.short if kind is Kind.RADIOGRAPH else f"{self.short} (surface)"
