"""The malalignment statement: which angles lie outside their quoted ranges, and so what contributes to the axis.

It says where the angles stand and nothing else: an angle outside the range of a source is no diagnosis. The order of
questions is that of Paley's malalignment test (mLDFA, MPTA, JLCA, then the joints above and below).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import hypot
from typing import Final, Literal

from kneeview.domain.landmarks import Kind
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import Reading, Value
from kneeview.domain.quoted import Mean, Range
from kneeview.domain.uncertainty import COVERAGE_95
from kneeview.domain.units import written


@dataclass(frozen=True, slots=True)
class _Angle:
    """An angle: of which part it tells, towards what that contributes outside its range, and what more of it is."""

    id: str
    part: str
    below: str
    above: str
    more: str = "larger"


_ANGLES: Final = (
    _Angle("mldfa", "femur", "valgus", "varus"),
    _Angle("mpta", "tibia", "varus", "valgus"),
    _Angle("jlca", "joint line", "valgus", "varus", "more open laterally"),
    _Angle("ldta", "ankle", "valgus", "varus"),
    _Angle("mlpfa", "hip", "", ""),
)

Standing = Literal["within", "below", "above", "indeterminate", "no range"]


@dataclass(frozen=True, slots=True)
class Finding:
    """How one angle of one leg stands to one quoted range (None where it has none).

    Without a range of the patient's age there is no standing; `range` is then that of adults, and is not compared.
    """

    side: Side
    measurement_id: str
    short: str
    part: str
    value: float
    text: str
    standing: Standing
    range: Range | None
    towards: str
    recalled: tuple[Range | Mean, ...] = ()

    @property
    def is_outside(self) -> bool:
        """Whether it lies outside the quoted range for certain."""
        return self.standing in ("below", "above")


@dataclass(frozen=True, slots=True)
class Statement:
    """What the angles say: every finding, and the sentences of a report, right before left, then both compared."""

    findings: tuple[Finding, ...]
    sentences: tuple[str, ...]


def malalignment(readings: Iterable[Reading]) -> Statement:
    """Return the statement on a film's readings. On a photo there is none: the angles are not those of bones."""
    of = {
        (reading.measurement.id, reading.side): reading
        for reading in readings
        if reading.kind is Kind.RADIOGRAPH and isinstance(reading.outcome, Value)
    }
    findings = tuple(found for side in SIDES for angle in _ANGLES for found in _findings(angle, side, of))
    sentences = [sentence for side in SIDES if (sentence := _leg(side, findings))]
    return Statement(findings, (*sentences, *_compared(of), *_sources(findings)))


def _findings(angle: _Angle, side: Side, of: Mapping[tuple[str, Side | None], Reading]) -> Iterable[Finding]:
    reading = of.get((angle.id, side))
    if reading is None or not isinstance(reading.outcome, Value):
        return
    value = reading.outcome
    plain = (side, angle.id, reading.short, angle.part, value.value, value.text)
    if not value.compared:
        of_adults = value.ranges[0].range if value.ranges else None
        yield Finding(*plain, "no range", of_adults, "", () if of_adults else value.recalled)
    for compared in value.compared:
        towards = {"below": angle.below, "above": angle.above}.get(compared.outcome, "")
        yield Finding(*plain, compared.outcome, compared.range, towards, value.recalled)


def _limits(quoted: Range) -> str:
    return f"{quoted.low:g}–{quoted.high:g}°"  # angles of bones are quoted with both limits; a test holds that


def _against(found: Finding) -> str:
    """Return an angle beside its range: "MPTA 82.0°, below 85–90°"."""
    limits = "" if found.range is None else _limits(found.range)
    return f"{found.short} {found.text}, {found.standing} {limits}"


def _outside(found: Finding) -> str:
    if not found.towards:
        return f"at the {found.part} {_against(found)}"
    return f"the {found.part} contributes to {found.towards} ({_against(found)})"


def _named(found: Iterable[Finding]) -> str:
    return ", ".join(f"{each.short} {each.text} ({_limits(each.range)})" for each in found if each.range is not None)


def _without_range(found: Finding) -> str:
    recalled = ", ".join(f"{_limits(each)} ({each.population})" for each in found.recalled if isinstance(each, Range))
    not_read = f"; {recalled} is recalled, not re-read, and no flag" if recalled else ""
    return f"{found.short} {found.text} has no quoted range{not_read}"


def _leg(side: Side, findings: Iterable[Finding]) -> str:
    """Return what the angles of one leg say; "" where none is known."""
    here = [found for found in findings if found.side is side]
    if not here:
        return ""
    outside = [found for found in here if found.is_outside]
    unsure = [found for found in here if found.standing == "indeterminate"]
    within = [found for found in here if found.standing == "within"]
    unquoted = [found for found in here if found.standing == "no range" and found.range is None]
    other_age = [found for found in here if found.standing == "no range" and found.range is not None]
    parts = ["; ".join(_outside(found) for found in outside)] if outside else []
    if not outside and within and not unsure:
        parts.append("no angle lies outside its quoted range")
    if unsure:
        parts.append(f"indeterminate against a limit: {_named(unsure)}")
    if within:
        parts.append(f"within: {_named(within)}")
    if other_age:
        parts.append(f"not compared, since the ranges are not of this age: {_named(other_age)}")
    parts += [_without_range(found) for found in unquoted]
    return f"{side.value.capitalize()}: {'. '.join(part[:1].upper() + part[1:] for part in parts)}."


def _compared(of: Mapping[tuple[str, Side | None], Reading]) -> Iterable[str]:
    """Return right against left: what differs by more than the placement error, and what does not."""
    differ: list[str] = []
    alike: list[str] = []
    for angle in _ANGLES:
        pair = [of[angle.id, side] for side in SIDES if (angle.id, side) in of]
        values = [reading.outcome for reading in pair if isinstance(reading.outcome, Value)]
        if len(values) < 2 or values[0].placement_sd is None or values[1].placement_sd is None:
            continue
        right, left = values
        difference = right.value - left.value
        if abs(difference) <= COVERAGE_95 * hypot(values[0].placement_sd, values[1].placement_sd):
            alike.append(pair[0].short)
        else:
            where = "right" if difference > 0 else "left"
            differ.append(f"{pair[0].short} {angle.more} on the {where} by {written(abs(difference), right.unit)}")
    if differ or alike:
        none = f"no difference beyond the placement error in {', '.join(alike)}" if alike else ""
        yield f"Right against left: {'; '.join(filter(None, (*differ, none)))}."


def _sources(findings: Iterable[Finding]) -> Iterable[str]:
    quoted = dict.fromkeys(
        f"{found.range.source} ({found.range.population})" for found in findings if found.range is not None
    )
    if quoted:
        yield f"Ranges: {'; '.join(quoted)}. Outside a range is not a diagnosis."
