"""A measurement is the definition, a reading is its outcome on one leg or on both.

`read` is the only way from the one to the other. Every output prints the reading that it returns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final, Literal, assert_never

from kneeview.domain.geometry import DegenerateError, Vec
from kneeview.domain.landmarks import Kind, Landmark, LandmarkId, PlacementError, landmark
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.posture import Posture
from kneeview.domain.scale import Scale
from kneeview.domain.uncertainty import Interval, interval95, slopes, standard_deviation
from kneeview.domain.units import Unit, Words

# ---------------------------------------------------------------------------------------------- the definition


@dataclass(frozen=True, slots=True)
class Source:
    """One way to a working point: a weighted mean of landmarks, allowed only while `also` are placed too."""

    weights: tuple[tuple[LandmarkId, float], ...]
    also: tuple[LandmarkId, ...] = ()

    @property
    def landmarks(self) -> tuple[LandmarkId, ...]:
        """Every landmark that must be placed."""
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
class Range:
    """A range quoted from a source for a population, in the unit of the measurement; None where it has no limit.

    `basis` is "quoted" for a range read in the source or a page that quotes it, "derived" for one that follows from
    such a range by geometry.
    """

    low: float | None
    high: float | None
    source: str
    population: str
    basis: Literal["quoted", "derived"] = "quoted"


@dataclass(frozen=True, slots=True)
class Number:
    """A measurement that gives a number. `compute` takes the working points in the order of the needs.

    Measurements of both legs take the right leg's points first, then the left's. `words` writes the value with its
    unit and its direction.
    """

    unit: Unit
    compute: Callable[..., float]
    words: Callable[[float], Words]


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
    not. `lines` shows the measurement on the picture.
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


# ------------------------------------------------------------------------------------------------- the outcome

PlacedLandmark = tuple[Side, LandmarkId]


@dataclass(frozen=True, slots=True)
class RangeOutcome:
    """How a value stands to a quoted range; indeterminate where a limit lies inside its 95 % interval."""

    range: Range
    outcome: Literal["within", "below", "above", "indeterminate"]


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its error.

    The errors are one standard deviation in the unit of the value; None where they are not known. `sensitivity` is the
    greatest change of the value for 1 mm of movement of a landmark.
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
    """A class; `borderline` where a bound lies inside the 95 % interval of what it depends on."""

    value: str
    text: str
    borderline: bool
    strokes: tuple[Stroke, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """Landmarks that must be placed first; `sided` where the reading is of both legs, so that the side is said."""

    landmarks: tuple[PlacedLandmark, ...]
    sided: bool = False

    @property
    def text(self) -> str:
        """What is missing, in words."""
        sides: dict[LandmarkId, list[str]] = {}
        for side, landmark_id in self.landmarks:
            sides.setdefault(landmark_id, []).append(side.value)
        names = [
            f"{' and '.join(on)} {landmark(i).name.lower()}" if self.sided else landmark(i).name.lower()
            for i, on in sides.items()
        ]
        return "needs " + ", ".join(names)


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
        return self.measurement.name if self.kind is Kind.RADIOGRAPH else f"{self.measurement.name} (surface)"

    @property
    def is_value(self) -> bool:
        """Whether there is something to read."""
        return isinstance(self.outcome, (Value, ClassValue))


# -------------------------------------------------------------------------------------------------- the subject


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: the placed landmarks of both legs in their limb frames, the scale, and the circumstances.

    `errors` replaces the default placement errors of the landmarks that it names.
    """

    positions: Mapping[Side, Mapping[LandmarkId, Vec]]
    scale: Scale
    kind: Kind = Kind.RADIOGRAPH
    posture: Posture = field(default_factory=Posture)
    errors: Mapping[LandmarkId, PlacementError] = field(default_factory=dict)

    def placement_error(self, landmark_id: LandmarkId) -> PlacementError | None:
        """Return how well a landmark is placed, in millimetres; None where there are no millimetres."""
        if not self.scale.is_calibrated:
            return None
        return self.errors.get(landmark_id) or landmark(landmark_id).placement_error(self.kind)


@dataclass(frozen=True, slots=True)
class _WorkingPoints:
    """The arguments of a computation, and which landmark moves which of them by how much."""

    points: tuple[Vec, ...]
    influences: Mapping[PlacedLandmark, tuple[tuple[int, float], ...]]


def _shortest(need: Need, lacking: list[tuple[PlacedLandmark, ...]]) -> tuple[PlacedLandmark, ...]:
    """Return the way with the fewest landmarks still to place; among equals the one to ask for, else the last."""
    return min((lacking[need.asked], *reversed(lacking)), key=len)


def _serving(need: Need, sides: tuple[Side, ...], subject: Subject) -> Source | tuple[PlacedLandmark, ...]:
    """Return the first source placed on all of the sides, or what is missing for the nearest one."""
    lacking: list[tuple[PlacedLandmark, ...]] = []
    for source in need.sources:
        missing = tuple((s, i) for s in sides for i in source.landmarks if i not in subject.positions[s])
        if not missing:
            return source
        lacking.append(missing)
    return _shortest(need, lacking)


def _working_points(measurement: Measurement, side: Side | None, subject: Subject) -> _WorkingPoints | Missing:
    sides = SIDES if side is None else (side,)
    points: list[Vec] = []
    influences: dict[PlacedLandmark, list[tuple[int, float]]] = {}
    missing: list[PlacedLandmark] = []
    for own in sides:
        for need in measurement.needs:
            source = _serving(need, sides if need.alike else (own,), subject)
            if not isinstance(source, Source):
                missing += source
                continue
            placed_here = subject.positions[own]
            mean = Vec(0, 0)
            for landmark_id, weight in source.weights:
                mean = mean + placed_here[landmark_id] * weight
                influences.setdefault((own, landmark_id), []).append((len(points), weight))
            points.append(mean)
    if missing:
        return Missing(tuple(dict.fromkeys(missing)), sided=side is None)
    return _WorkingPoints(tuple(points), {key: tuple(moves) for key, moves in influences.items()})


# ---------------------------------------------------------------------------------------------------- reading

_POSTURE_WORDS: Final = {
    "knees_touching": 'needs "knees touching" to be confirmed',
    "ankles_touching": 'needs "ankles touching" to be confirmed',
}


FARTHEST_MM: Final = 1e9
"""Points farther out than this are on no picture, and their products would be no numbers."""


def read(measurement: Measurement, side: Side | None, subject: Subject) -> Reading:
    """Return the reading of a measurement; finite positions never raise."""
    return Reading(measurement, side, subject.kind, _outcome(measurement, side, subject))


def _outcome(measurement: Measurement, side: Side | None, subject: Subject) -> Outcome:
    working = _working_points(measurement, side, subject)
    if isinstance(working, Missing):
        return working
    if not all(abs(p.u) < FARTHEST_MM and abs(p.v) < FARTHEST_MM for p in working.points):
        return Undefined("its points lie beyond every picture")
    if measurement.posture is not None and not getattr(subject.posture, measurement.posture):
        return Withheld("posture", _POSTURE_WORDS[measurement.posture])
    if measurement.unit is Unit.MM and not subject.scale.is_calibrated:
        return Withheld("uncalibrated", "needs a scale")
    try:
        match measurement.rule:
            case Number() as rule:
                return _value(measurement, rule, working, subject)
            case Classes() as rule:
                return _class(measurement, rule, working, subject)
            case _:
                assert_never(measurement.rule)
    except DegenerateError as error:
        return Undefined(str(error))


def _placement_sd(
    compute: Callable[..., float], working: _WorkingPoints, subject: Subject
) -> tuple[float | None, dict[PlacedLandmark, float]]:
    """Return the standard deviation from placing, and the sensitivity to each landmark."""
    by_landmark = slopes(compute, working.points, working.influences)
    sensitivity = {key: slope.length for key, slope in by_landmark.items()}
    errors = {key: subject.placement_error(key[1]) for key in by_landmark}
    known = [(by_landmark[key], error.u_mm, error.v_mm) for key, error in errors.items() if error is not None]
    if len(known) < len(errors):
        return None, sensitivity
    return standard_deviation(known), sensitivity


def _surface(text: str, kind: Kind) -> str:
    return text if kind is Kind.RADIOGRAPH else f"{text}, surface"


def said_of(words: Words, kind: Kind) -> Words:
    """Return the words of a value on such a picture: on a photo they say that it was read at the skin."""
    return replace(words, text=_surface(words.text, kind))


def _value(measurement: Measurement, rule: Number, working: _WorkingPoints, subject: Subject) -> Value:
    value = rule.compute(*working.points)
    placement_sd, sensitivity = _placement_sd(rule.compute, working, subject)
    relative_sd = subject.scale.relative_sd
    in_mm = rule.unit is Unit.MM
    scale_sd = None if relative_sd is None else abs(value) * relative_sd * in_mm
    interval = None if placement_sd is None else interval95(value, placement_sd, scale_sd or 0.0)
    ranges = measurement.ranges if measurement.clinical or subject.kind is Kind.RADIOGRAPH else ()
    return Value(
        value,
        rule.unit,
        said_of(rule.words(value), subject.kind),
        placement_sd,
        scale_sd,
        interval,
        tuple(sensitivity.items()) if subject.scale.is_calibrated else (),
        tuple(RangeOutcome(r, outcome_in(r, interval)) for r in ranges),
        measurement.lines(*working.points) if measurement.lines else (),
    )


def outcome_in(quoted: Range, interval: Interval | None) -> Literal["within", "below", "above", "indeterminate"]:
    """Return how a 95 % interval stands to a range; without an interval nothing can be told."""
    if interval is None:
        return "indeterminate"
    low, high = interval
    if quoted.low is not None and high < quoted.low:
        return "below"
    if quoted.high is not None and low > quoted.high:
        return "above"
    above_low = quoted.low is None or low > quoted.low
    below_high = quoted.high is None or high < quoted.high
    return "within" if above_low and below_high else "indeterminate"


def _class(measurement: Measurement, rule: Classes, working: _WorkingPoints, subject: Subject) -> ClassValue:
    borderline = False
    values: list[float] = []
    for dimension in rule.dimensions:
        value = dimension.compute(*working.points)
        values.append(value)
        placement_sd, _ = _placement_sd(dimension.compute, working, subject)
        if placement_sd is not None:
            low, high = interval95(value, placement_sd, 0.0)
            borderline = borderline or any(low <= bound <= high for bound in dimension.bounds)
    name = rule.classify(*values)
    text = rule.words(name) + (", borderline" if borderline else "")
    return ClassValue(
        name,
        _surface(text, subject.kind),
        borderline,
        measurement.lines(*working.points) if measurement.lines else (),
    )
