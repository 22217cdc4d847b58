"""The words of a report that are made from readings: parts of a text, ranges, the axis, what lies outside a range."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, assert_never

from kneeview.domain.catalog.axis import place_on_plateau
from kneeview.domain.drawing.readings import DrawnReading
from kneeview.domain.inequality import Method
from kneeview.domain.influence import ranked
from kneeview.domain.landmarks import landmark
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import (
    ClassValue,
    Measurement,
    Missing,
    Number,
    Range,
    RangeOutcome,
    Reading,
    Subject,
    Undefined,
    Value,
    Withheld,
)
from kneeview.domain.person import Person, age_words
from kneeview.domain.quoted import Mean
from kneeview.domain.scale import Scale
from kneeview.domain.uncertainty import COVERAGE_95
from kneeview.domain.units import Unit, number, written

NO_TEXT: Final = "—"
"""What stands where nothing is known."""

_NAMED_AT_MOST: Final = 8
"""A sentence that names more readings than this is read by nobody."""

_TOLD_AT_MOST: Final = 4
"""So many sources of one reading have a line each."""


def joined(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def capitalised(text: str) -> str:
    """Return the text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def value_and_direction(reading: Reading) -> tuple[str, str]:
    """Return a reading as two parts, "7.5 mm" and "medial (varus)"; without a value "" and the whole text."""
    match reading.outcome:
        case Value(words=words):
            return words.magnitude, words.direction
        case ClassValue(text=text):
            first, _, rest = text.partition(", ")
            return first, rest
        case Missing() | Undefined() | Withheld():
            return "", reading.text
        case _:
            assert_never(reading.outcome)


def half_width(reading: Reading | DrawnReading) -> str:
    """Return half the width of the 95 % interval as in "± 3.4"; "" where there is none."""
    outcome = reading.outcome
    if not isinstance(outcome, Value) or outcome.half_width is None:
        return ""
    return f"± {number(outcome.half_width, outcome.unit)}"


def made_with(readings: Iterable[Reading]) -> str:
    """Return which points served where there was a choice: "Made with the knee centre."; "" where there was none."""
    legs: dict[str, list[str]] = {}
    for reading in readings:
        for side, way in reading.served.ways:
            legs.setdefault("" if side is None else f" on the {side.value}", []).append(way)
    told = {leg: joined([f"the {way}" for way in dict.fromkeys(ways)]) for leg, ways in legs.items()}
    if len(set(told.values())) < 2:
        return "".join(f"Made with {words}." for words in set(told.values()))
    return f"Made with {', '.join(f'{words}{leg}' for leg, words in told.items())}."


def error_words(reading: Reading | DrawnReading) -> str:
    """Return the error and what it is made of, in words: every figure is half a 95 % interval.

    All but lengths have that of placement alone.
    """
    outcome = reading.outcome
    if not isinstance(outcome, Value) or outcome.placement_sd is None:
        return "error not known without a scale" if isinstance(outcome, Value) else ""
    if outcome.unit is not Unit.MM:
        return half_width(reading)
    placement = number(COVERAGE_95 * outcome.placement_sd, outcome.unit)
    scale = "not known" if outcome.scale_sd is None else number(COVERAGE_95 * outcome.scale_sd, outcome.unit)
    return f"{half_width(reading)} (placement\u00a0{placement}, scale\u00a0{scale})"


def scale_error_words(scale: Scale) -> str:
    """Return the error of a scale, as every error is printed: half a 95 % interval; "" where it is not known."""
    if scale.relative_sd is None:
        return ""
    of = "every length" if scale.rectangle is None else "lengths in the rectangle"
    more = "" if scale.rectangle is None else ", more outside it"
    return f"± {100 * COVERAGE_95 * scale.relative_sd:.1f} % of {of} (95 %{more})"


# ------------------------------------------------------------------------------------------------------- ranges


def _direction(measurement: Measurement, value: float) -> str:
    """Return the word that stands beside the number, where it does not depend on its size: "medial"."""
    rule = measurement.rule
    direction = rule.words(value).direction if isinstance(rule, Number) else ""
    return "" if any(character.isdigit() for character in direction) else direction.split(" (", 1)[0]


def range_text(measurement: Measurement, quoted: Range) -> str:
    """Return a range as it is printed, with its unit and without a bare sign: "1–15 mm medial"."""
    return " ".join(filter(None, range_parts(measurement, quoted, measurement.unit.mark)))


def range_parts(measurement: Measurement, quoted: Range, mark: str = "") -> tuple[str, str]:
    """Return a range as two parts, "1–15" and "medial"; where the ends differ in direction, all in the first.

    `mark` stands behind the numbers: that of the unit, or none beside a value that has it.
    """
    low, high = quoted.low, quoted.high
    if low is not None and high is not None and low >= 0:
        here, there = _direction(measurement, low), _direction(measurement, high)
        alike = here in (there, "") or low == 0
        return f"{low:g}–{high:g}{mark}", there if alike else ""
    ends = [_end(measurement, value, mark) for value in (low, high) if value is not None]
    if len(ends) == 2:
        return f"{ends[0]} to {ends[1]}", ""
    return f"{'from' if low is not None else 'below' if quoted.high_open else 'up to'} {ends[0]}" if ends else "", ""


def _end(measurement: Measurement, value: float, mark: str) -> str:
    return f"{abs(value):g}{mark} {_direction(measurement, value)}".strip()


def quoted_text(measurement: Measurement, quoted: Range | Mean) -> str:
    """Return a range, or a mean with the standard deviation of its group, as its source quotes it."""
    if isinstance(quoted, Range):
        return range_text(measurement, quoted)
    spread = "" if quoted.sd is None else f" ± {quoted.sd:g} (SD)"
    return f"mean {_end(measurement, quoted.value, measurement.unit.mark)}{spread}"


NOT_FOR_AGE: Final = "not for this age"
"""What is said of a range or mean whose population is older than the patient."""


def population_words(quoted: Range | Mean, person: Person) -> str:
    """Return of whom a range or mean is; where the patient is younger, that it is not for this age."""
    return quoted.population if person.is_as_old_as(quoted) else f"{quoted.population}, {NOT_FOR_AGE}"


def outcome_words(outcome: RangeOutcome) -> str:
    """Return how a reading stands to a quoted range. Never a verdict: outside a range is not a diagnosis.

    "" where the range is not for the patient's age: then there is nothing to say.
    """
    if not outcome.is_for_age:
        return ""
    return {
        "within": "within",
        "above": "outside",
        "below": "outside",
        "indeterminate": "indeterminate",
    }[outcome.outcome]


def share_words(reading: Reading, *, most: int) -> str:
    """Return the landmarks that bring in most of a value's placement error, each with its share and what 1 mm does.

    As in "knee centre 75 % (1 mm: 1.0 mm)"; "" where nothing is known of them.
    """
    value = reading.outcome
    if not isinstance(value, Value):
        return ""
    change = dict(value.sensitivity)
    return ", ".join(
        f"{'' if reading.side else f'{side.value} '}{landmark(landmark_id).name.lower()} {100 * share:.0f} % "
        f"(1 mm: {written(change.get((side, landmark_id), 0.0), value.unit)})"
        for (side, landmark_id), share in ranked(reading)[:most]
    )


# ------------------------------------------------------------------------------------------ ways to an inequality


def method_words(method: Method) -> str:
    """Return what a way to the inequality says, with half its 95 % interval in millimetres."""
    interval = method.interval
    error = "" if interval is None else f"  ± {number((interval[1] - interval[0]) / 2, Unit.MM)}"
    return f"{capitalised(method.text)}{error}"


def method_meaning(method: Method) -> str:
    """Return what a way measures, what was taken off, and why another way says something else."""
    taken_off = f" ({method.corrected})" if method.corrected else ""
    return f"{capitalised(method.measures)}{taken_off}. {method.differs}"


# ----------------------------------------------------------------------------------------------------- the axis


def _through(percent: float) -> str:
    place = place_on_plateau(percent)
    if place.startswith(("medial to", "lateral to")):
        return place
    return "through the " + place.replace(" of medial", " of the medial tibial").replace(
        " of lateral", " of the lateral tibial"
    )


def _beside(reading: Reading) -> str:
    value, direction = value_and_direction(reading)
    side = direction.split(" ", 1)[0].strip("(,")
    return f"{value} {side} to the knee centre" if side in ("medial", "lateral") else "through the knee centre"


def _clause(readings: dict[str, Reading], where: str) -> str:
    plateau, deviation = readings.get("wbl_percent"), readings.get("mad")
    through = _through(plateau.outcome.value) if plateau is not None and isinstance(plateau.outcome, Value) else ""
    beside = _beside(deviation) if deviation is not None and isinstance(deviation.outcome, Value) else ""
    if through and beside:
        return f"{through} {where} ({beside})"
    return f"{through or beside} {where}" if through or beside else ""


def axis_in_words(readings: Iterable[Reading], *, surface: bool) -> str:
    """Return where the weight-bearing line passes the knee, as a sentence; "" where it is not known."""
    of: dict[Side, dict[str, Reading]] = {side: {} for side in SIDES}
    for reading in readings:
        if reading.side is not None:
            of[reading.side][reading.measurement.id] = reading
    clauses = [clause for side in SIDES if (clause := _clause(of[side], f"on the {side.value}"))]
    if not clauses:
        return ""
    subject = "At the skin (surface), the line from hip to ankle" if surface else "The weight-bearing line"
    return f"{subject} passes {' and '.join(clauses)}."


def _compared(reading: Reading) -> tuple[RangeOutcome, ...]:
    return reading.outcome.compared if isinstance(reading.outcome, Value) else ()


def _sources(outcomes: Iterable[RangeOutcome], numbers: Mapping[str, int]) -> str:
    return " ".join(dict.fromkeys(f"[{numbers[each.range.source]}]" for each in outcomes))


def _legs(reading: Reading) -> str:
    return "both legs" if reading.side is None else reading.side.value


def _is_disputed(outcomes: Sequence[RangeOutcome]) -> bool:
    """Whether a reading lies outside the ranges of some sources and not of others, so that all of them must be told."""
    return len(words := {outcome_words(each) for each in outcomes}) > 1 and "outside" in words


def _standing_so(readings: Sequence[Reading], words: str, numbers: Mapping[str, int]) -> dict[str, list[str]]:
    """Return for each leg the readings that stand so to a range, with the numbers of the ranges' sources.

    Those of which sources disagree are told elsewhere.
    """
    found: dict[str, list[str]] = {}
    for reading in sorted(readings, key=lambda each: each.side is Side.LEFT):  # right before left
        outcomes = _compared(reading)
        so = [each for each in outcomes if outcome_words(each) == words]
        if so and not _is_disputed(outcomes):
            found.setdefault(_legs(reading), []).append(f"{reading.short} {_sources(so, numbers)}")
    return found


def _side_by_side(reading: Reading, numbers: Mapping[str, int]) -> str:
    """Return how a reading stands to several ranges that do not agree: no one of them is the verdict."""
    outcomes, parts = _compared(reading), []
    for words, told in (("within", "within"), ("outside", "outside"), ("indeterminate", "cannot be told from")):
        so = [each for each in outcomes if outcome_words(each) == words]
        if words == "within" and so:
            parts.append(f"within {len(so)} of {len(outcomes)} quoted ranges {_sources(so, numbers)}")
        elif so:
            parts.append(f"{told} {', '.join(_named_range(reading.measurement, each.range, numbers) for each in so)}")
    return f"{reading.short}, {_legs(reading)}: {'; '.join(parts)}."


def _named_range(measurement: Measurement, quoted: Range, numbers: Mapping[str, int]) -> str:
    return f"[{numbers[quoted.source]}] {range_text(measurement, quoted)} ({quoted.population})"


def _sentence(words: str, found: Mapping[str, Sequence[str]]) -> str:
    if sum(len(measures) for measures in found.values()) > _NAMED_AT_MOST:
        counts = ", ".join(f"{side} {len(measures)}" for side, measures in found.items())
        return f"{words}: {counts} readings, told one by one on the next pages."
    return f"{words}. " + " ".join(f"{side.capitalize()}: {', '.join(found[side])}." for side in found)


def ranges_in_words(
    readings: Sequence[Reading], numbers: Mapping[str, int], told: Collection[str] = ()
) -> tuple[str, ...]:
    """Return which readings lie outside a quoted range and which cannot be told from a limit.

    The measurements with the ids in `told` are told elsewhere.
    """
    values = [reading.outcome for reading in readings if isinstance(reading.outcome, Value) and _compared(reading)]
    if values and all(value.interval is None for value in values):
        return ("Without a scale no error is known, so no reading can be told from a limit of a quoted range.",)
    readings = [reading for reading in readings if reading.measurement.id not in told]
    plain = (
        _sentence(words, found)
        for words, outcome in (
            ("Outside the quoted range", "outside"),
            ("Indeterminate against a limit", "indeterminate"),
        )
        if (found := _standing_so(readings, outcome, numbers))
    )
    return (*plain, *(_side_by_side(reading, numbers) for reading in readings if _is_disputed(_compared(reading))))


def ages_in_words(readings: Sequence[Reading], subject: Subject, numbers: Mapping[str, int]) -> tuple[str, ...]:
    """Return how a child's readings that go by age stand to what sources quote for that age, one line a source.

    Of many sources only those are told one by one that a reading is not within. "" of what is quoted for no age.
    """
    age = subject.person.age_years
    if age is None or not subject.person.is_child:
        return ()
    grouped: dict[str, list[Reading]] = {}
    for reading in readings:
        if isinstance(reading.outcome, Value) and subject.quotes_age(reading.measurement):
            grouped.setdefault(reading.measurement.id, []).append(reading)
    return tuple(_at_age(group, subject, age, numbers) for group in grouped.values())


def _at_age(group: Sequence[Reading], subject: Subject, age: float, numbers: Mapping[str, int]) -> str:
    measurement = group[0].measurement
    values = ", ".join(f"{'' if reading.side is None else f'{reading.side.value} '}{reading.text}" for reading in group)
    lines = [f"{group[0].name} at {age_words(age)}: {values}."]
    outcomes = {reading.side: _compared(reading) for reading in group}
    ranges = next(iter(outcomes.values()))
    if len(ranges) > _TOLD_AT_MOST:
        lines += [_side_by_side(reading, numbers) for reading in group]
    else:
        lines += [
            f"{_named_range(measurement, each.range, numbers)}: {_standings(outcomes, k)}."
            for k, each in enumerate(ranges)
        ]
    means = "; ".join(
        f"[{numbers[mean.source]}] {quoted_text(measurement, mean).removeprefix('mean ')} "
        f"({', '.join(filter(None, (mean.population, mean.note)))})"
        for mean in subject.norms.means(measurement.id, subject.person)
    )
    lines += [f"Means, quoted without limits: {means}."] if means else []
    return "\n".join(lines)


def _standings(outcomes: Mapping[Side | None, Sequence[RangeOutcome]], index: int) -> str:
    return ", ".join(
        f"{'' if side is None else f'{side.value} '}{outcome_words(each[index])}" for side, each in outcomes.items()
    )
