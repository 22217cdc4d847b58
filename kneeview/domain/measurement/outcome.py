"""The outcome of a measurement: a value, a class, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kneeview.domain.landmarks import Kind, LandmarkId, landmark
from kneeview.domain.limb import Side
from kneeview.domain.measurement.definition import Measurement, Stroke
from kneeview.domain.quoted import Mean, Range
from kneeview.domain.uncertainty import Interval
from kneeview.domain.units import Unit, Words

PlacedLandmark = tuple[Side, LandmarkId]


@dataclass(frozen=True, slots=True)
class RangeOutcome:
    """How a value stands to a quoted range; indeterminate where a limit lies inside its 95 % interval.

    `is_for_age` is false where the patient is younger than the range's population. Then it is no comparison, and no
    words, column or page makes one of it.
    """

    range: Range
    outcome: Literal["within", "below", "above", "indeterminate"]
    is_for_age: bool = True


@dataclass(frozen=True, slots=True)
class Served:
    """What a reading was made from: the landmarks that moved its working points, right before left.

    `ways` says which way served where there was a choice, with the side that it holds for (None: both alike).
    """

    landmarks: tuple[PlacedLandmark, ...] = ()
    ways: tuple[tuple[Side | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its error.

    The errors are one standard deviation in the unit of the value; None where they are not known. `sensitivity` is the
    greatest change of the value for 1 mm of movement of a landmark; `shares` is the part of the placement error's
    variance that each landmark brings in, 0 to 1. `ranges` are compared with the value; `means` and what is only
    `recalled` stand beside it and flag nothing.
    """

    value: float
    unit: Unit
    words: Words
    placement_sd: float | None
    scale_sd: float | None
    interval: Interval | None
    sensitivity: tuple[tuple[PlacedLandmark, float], ...]
    ranges: tuple[RangeOutcome, ...]
    strokes: tuple[Stroke, ...]
    served: Served = Served()
    shares: tuple[tuple[PlacedLandmark, float], ...] = ()
    means: tuple[Mean, ...] = ()
    recalled: tuple[Range | Mean, ...] = ()

    @property
    def compared(self) -> tuple[RangeOutcome, ...]:
        """How it stands to the ranges of the patient's own age."""
        return tuple(each for each in self.ranges if each.is_for_age)

    @property
    def text(self) -> str:
        """The value with its unit and its direction."""
        return self.words.text

    @property
    def half_width(self) -> float | None:
        """Half the width of the 95 % interval; None where there is none."""
        return None if self.interval is None else (self.interval[1] - self.interval[0]) / 2


@dataclass(frozen=True, slots=True)
class ClassValue:
    """A class; `borderline` where a bound lies inside the 95 % interval of what it depends on.

    None where that is not known, since without a scale there are no errors.
    """

    value: str
    text: str
    borderline: bool | None
    strokes: tuple[Stroke, ...] = ()
    served: Served = Served()


@dataclass(frozen=True, slots=True)
class Missing:
    """Landmarks that must be placed first; `sided` where the reading is of both legs, so that the side is said.

    `said` tells of some of them what the user did with them instead, as in "marked not visible".
    """

    landmarks: tuple[PlacedLandmark, ...]
    sided: bool = False
    said: tuple[tuple[PlacedLandmark, str], ...] = ()

    @property
    def text(self) -> str:
        """What is missing, in words."""
        told = dict(self.said)
        to_place = [key for key in self.landmarks if key not in told]
        needed = [f"needs {self._names(to_place)}"] if to_place else []
        others = [
            f"{self._names([key for key in self.landmarks if told.get(key) == words])} {words}"
            for words in dict.fromkeys(told.values())
        ]
        return "; ".join((*needed, *others))

    def _names(self, landmarks: list[PlacedLandmark]) -> str:
        sides: dict[LandmarkId, list[str]] = {}
        for side, landmark_id in landmarks:
            sides.setdefault(landmark_id, []).append(side.value)
        return ", ".join(
            f"{' and '.join(on)} {landmark(i).listed}" if self.sided else landmark(i).listed for i, on in sides.items()
        )


@dataclass(frozen=True, slots=True)
class Undefined:
    """The points do not determine a value."""

    reason: str

    @property
    def text(self) -> str:
        """The reason in words."""
        return f"not defined: {self.reason}"


@dataclass(frozen=True, slots=True)
class Withheld:
    """A value that could be computed but would not be true."""

    reason: Literal["uncalibrated", "posture"]
    text: str


Outcome = Value | ClassValue | Missing | Undefined | Withheld


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of a measurement on one side, or on both (`side` None)."""

    measurement: Measurement
    side: Side | None
    kind: Kind
    outcome: Outcome

    @property
    def text(self) -> str:
        """What the panel, the picture and the report show."""
        return self.outcome.text

    @property
    def name(self) -> str:
        """The name of the measurement; on a photo it says that it is read at the skin."""
        return self.measurement.name_on(self.kind)

    @property
    def short(self) -> str:
        """The short name; on a photo it says that it is read at the skin."""
        return self.measurement.short_on(self.kind)

    @property
    def is_value(self) -> bool:
        """Whether there is something to read."""
        return isinstance(self.outcome, (Value, ClassValue))

    @property
    def served(self) -> Served:
        """What the reading was made from; nothing where there is no value."""
        return self.outcome.served if isinstance(self.outcome, (Value, ClassValue)) else Served()
