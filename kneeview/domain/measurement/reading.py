"""From a definition and a subject to a reading: the only way from the one to the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, assert_never

from kneeview.domain.geometry import DegenerateError
from kneeview.domain.landmarks import Kind, landmark
from kneeview.domain.limb import Side
from kneeview.domain.measurement.definition import Classes, Measurement, Number
from kneeview.domain.measurement.outcome import (
    ClassValue,
    Missing,
    Outcome,
    PlacedLandmark,
    RangeOutcome,
    Reading,
    Undefined,
    Value,
    Withheld,
)
from kneeview.domain.measurement.subject import Subject, WorkingPoints, working_points
from kneeview.domain.posture import words_of
from kneeview.domain.quoted import Range
from kneeview.domain.scale import Scale
from kneeview.domain.uncertainty import Interval, interval95, slopes, variance
from kneeview.domain.units import Unit, Words, written

FARTHEST_MM: Final = 1e9
"""Points farther out than this are on no picture, and their products would be no numbers."""


def read(measurement: Measurement, side: Side | None, subject: Subject) -> Reading:
    """Return the reading of a measurement; finite positions never raise."""
    return Reading(measurement, side, subject.kind, _outcome(measurement, side, subject))


def number_of(measurement: Measurement, side: Side | None, subject: Subject) -> float | None:
    """Return the bare number of a reading, without its error; None where there is none, or a class."""
    working = working_points(measurement, side, subject)
    if isinstance(working, Missing) or not isinstance(measurement.rule, Number):
        return None
    if _refusal(measurement, working, subject) is not None:
        return None
    try:
        return measurement.rule.compute(*working.points)
    except DegenerateError:
        return None


def _refusal(measurement: Measurement, working: WorkingPoints, subject: Subject) -> Undefined | Withheld | None:
    """Return why a number that could be computed would not be true; None where it would."""
    if not all(abs(p.u) < FARTHEST_MM and abs(p.v) < FARTHEST_MM for p in working.points):
        return Undefined("its points lie beyond every picture")
    if measurement.posture is not None and not getattr(subject.posture, measurement.posture):
        return Withheld("posture", f'needs "{words_of(measurement.posture)}" to be confirmed')
    if measurement.unit is Unit.MM and not subject.scale.is_calibrated:
        return Withheld("uncalibrated", "needs a scale")
    return None


def _outcome(measurement: Measurement, side: Side | None, subject: Subject) -> Outcome:
    working = working_points(measurement, side, subject)
    if isinstance(working, Missing):
        return _without_position(working, subject)
    refusal = _refusal(measurement, working, subject)
    if refusal is not None:
        return refusal
    try:
        match measurement.rule:
            case Number() as rule:
                return _value(measurement, side, rule, working, subject)
            case Classes() as rule:
                return _class(measurement, rule, working, subject)
            case _:
                assert_never(measurement.rule)
    except DegenerateError as error:
        return Undefined(str(error))


def _without_position(missing: Missing, subject: Subject) -> Outcome:
    """Return what is still to be placed; where all is placed, why a landmark has no position."""
    to_place = tuple(key for key in missing.landmarks if key not in subject.nowhere)
    if to_place:
        return replace(missing, landmarks=to_place)
    side, landmark_id = missing.landmarks[0]
    return Undefined(f"the {side.value} {landmark(landmark_id).name.lower()} {subject.nowhere[side, landmark_id]}")


@dataclass(frozen=True, slots=True)
class _Placement:
    """What placing does to a number: one standard deviation (None without a scale), sensitivities and shares."""

    sd: float | None
    sensitivity: tuple[tuple[PlacedLandmark, float], ...]
    shares: tuple[tuple[PlacedLandmark, float], ...]


def _placement(compute: Callable[..., float], working: WorkingPoints, subject: Subject) -> _Placement:
    if not subject.scale.is_calibrated:
        return _Placement(None, (), ())
    by_landmark = slopes(compute, working.points, working.influences)
    errors = {key: subject.placement_error(key[1]) for key in by_landmark}
    parts = {key: variance(slope, errors[key].u_mm, errors[key].v_mm) for key, slope in by_landmark.items()}
    total = sum(parts.values())
    return _Placement(
        total**0.5,
        tuple((key, slope.length) for key, slope in by_landmark.items()),
        tuple((key, part / total if total > 0 else 0.0) for key, part in parts.items()),
    )


def _surface(text: str, kind: Kind) -> str:
    return text if kind is Kind.RADIOGRAPH else f"{text}, surface"


def said_of(words: Words, kind: Kind) -> Words:
    """Return the words of a value on such a picture: on a photo they say that it was read at the skin."""
    return replace(words, text=_surface(words.text, kind))


def _with(words: Words, addition: str) -> Words:
    return Words(f"{words.text}, {addition}", words.magnitude, f"{words.direction}, {addition}")


def _worded(measurement: Measurement, rule: Number, value: float, working: WorkingPoints, subject: Subject) -> Words:
    """Return the words of a value, with the same thing in millimetres and what stood under the feet where it counts."""
    words = rule.words(value)
    if rule.in_mm is not None and subject.scale.is_calibrated:
        ways = ", ".join(dict.fromkeys(way for _, way in working.served.ways))
        words = _with(words, f"{written(abs(rule.in_mm(*working.points)), Unit.MM)} between the {ways}")
    if measurement.on_floor and subject.posture.raised_words:
        words = _with(words, f"with {subject.posture.raised_words}")
    return said_of(words, subject.kind)


def scale_error(value: float, unit: Unit, scale: Scale, wobbled: Sequence[float | None]) -> float | None:
    """Return one standard deviation of a number from the scale's error; None where it is not known.

    `wobbled` are the numbers that the rectangle of a plane would give with each coordinate of its corners out by one
    standard deviation: first-order propagation, which bends angles too. None of them is one that has no number then.
    """
    if scale.relative_sd is None:
        return None
    in_mm = unit is Unit.MM
    if scale.rectangle is None:
        return abs(value) * scale.relative_sd * in_mm
    total = (abs(value) * scale.rectangle.plane_sd * in_mm) ** 2
    for other in wobbled:
        if other is None:
            return None
        total += (other - value) ** 2
    return float(total**0.5)


def _value(
    measurement: Measurement, side: Side | None, rule: Number, working: WorkingPoints, subject: Subject
) -> Value:
    value = rule.compute(*working.points)
    placement = _placement(rule.compute, working, subject)
    wobbled = [number_of(measurement, side, replace(subject, positions=each)) for each in subject.wobbled]
    scale_sd = scale_error(value, rule.unit, subject.scale, wobbled)
    is_known = placement.sd is not None and None not in wobbled
    interval = interval95(value, placement.sd or 0.0, scale_sd or 0.0) if is_known else None
    return Value(
        value,
        rule.unit,
        _worded(measurement, rule, value, working, subject),
        placement.sd,
        scale_sd,
        interval,
        placement.sensitivity,
        tuple(
            RangeOutcome(each, outcome_in(each, interval), subject.person.is_as_old_as(each))
            for each in subject.ranges_for(measurement)
        ),
        measurement.lines(*working.points) if measurement.lines else (),
        working.served,
        placement.shares,
        subject.means_for(measurement),
        subject.recalled_for(measurement),
    )


def outcome_in(quoted: Range, interval: Interval | None) -> Literal["within", "below", "above", "indeterminate"]:
    """Return how a 95 % interval stands to a range; without an interval nothing can be told.

    A limit at an end of the interval lies inside it. An interval without width is a number: there it counts whether
    the limit itself belongs to the range ("> 8 cm" does not flag 8.0 cm, "2.5 cm or more" flags 2.5 cm).
    """
    if interval is None:
        return "indeterminate"
    low, high = interval
    if quoted.low is not None and high < quoted.low:
        return "below"
    if quoted.high is not None and (low > quoted.high or (low == quoted.high and quoted.high_open)):
        return "above"
    above_low = quoted.low is None or low > quoted.low
    below_high = quoted.high is None or high < quoted.high
    if (above_low and below_high) or (low == high and quoted.holds(low)):
        return "within"
    return "indeterminate"


def _class(measurement: Measurement, rule: Classes, working: WorkingPoints, subject: Subject) -> ClassValue:
    borderline: bool | None = False
    values: list[float] = []
    for dimension in rule.dimensions:
        value = dimension.compute(*working.points)
        values.append(value)
        placement_sd = _placement(dimension.compute, working, subject).sd
        if placement_sd is None:
            borderline = None
        else:
            low, high = interval95(value, placement_sd, 0.0)
            borderline = borderline or any(low <= bound <= high for bound in dimension.bounds)
    name = rule.classify(*values)
    sure = {True: ", borderline", False: "", None: ", error not known without a scale"}[borderline]
    return ClassValue(
        name,
        _surface(rule.words(name) + sure, subject.kind),
        borderline,
        measurement.lines(*working.points) if measurement.lines else (),
        working.served,
    )
