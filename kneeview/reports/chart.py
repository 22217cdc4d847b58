"""Charts by age for children, as data: what the sources print, and where the patient lies. They pass no verdict.

Each source is a series of its own with a letter, under which the legend says source, population and method; none is
merged with another. A recalled curve is a guide (`Guide`), its limits are never compared with. Values stand in the unit
of the measurement with its sign; the axis says in words what lies on either side of 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from string import ascii_lowercase
from typing import Final

from kneeview.case.case import Case
from kneeview.case.norms import quoted_norms
from kneeview.domain.landmarks import Kind
from kneeview.domain.limb import Side
from kneeview.domain.measurement import Reading, Value
from kneeview.domain.norms import PERSISTENCE, Norm, NormKind
from kneeview.domain.person import ADULT_YEARS, Person

OLDEST: Final = ADULT_YEARS


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a source: from which age to which, and the value; `high` where it is a range, `sd` of a mean."""

    age_from: float
    age_to: float
    value: float
    high: float | None = None
    sd: float | None = None

    @property
    def age(self) -> float:
        """The middle of its ages."""
        return (self.age_from + self.age_to) / 2


@dataclass(frozen=True, slots=True)
class Series:
    """What one source prints for one population: means, or limits.

    `is_own_method` where it was measured as the patient was; `is_recalled` where it was not read in its source again.
    """

    letter: str
    text: str
    source: str
    figures: tuple[Figure, ...]
    is_limit: bool = False
    is_own_method: bool = True
    is_recalled: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """A recalled curve, drawn dashed with a band of one standard deviation."""

    text: str
    source: str
    points: tuple[tuple[float, float], ...]
    band: float


@dataclass(frozen=True, slots=True)
class PatientPoint:
    """A reading of the patient: the leg (None for both), the age in years, value and 95 % interval, and its words."""

    side: Side | None
    age: float
    value: float
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the axis of values, and what is written there."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. Ages run from 0 to 18 years."""

    id: str
    title: str
    axis: str
    ticks: tuple[Tick, ...]
    series: tuple[Series, ...]
    guide: Guide | None
    points: tuple[PatientPoint, ...]
    notes: tuple[str, ...]

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """The letters of what is taken from a source, and the source; each source once."""
        letters: dict[str, list[str]] = {}
        for series in self.series:
            letters.setdefault(series.source, []).append(series.letter)
        if self.guide is not None:
            letters.setdefault(self.guide.source, []).append("dashed")
        return tuple((", ".join(of), f"{source}.") for source, of in letters.items())

    @property
    def low(self) -> float:
        """The lower end of the axis of values."""
        return self.ticks[0].value

    @property
    def high(self) -> float:
        """The upper end of the axis of values."""
        return self.ticks[-1].value


def charts_of(case: Case, readings: Iterable[Reading]) -> tuple[Chart, ...]:
    """Return the charts of a child: the tibiofemoral angle, and the distance of the ankles; none of an adult."""
    person = case.person
    if not person.is_child:
        return ()
    values = [(reading, reading.outcome) for reading in readings if isinstance(reading.outcome, Value)]
    return _angle_chart(case.kind, person, values), _distance_chart(person, values)


_Values = Sequence[tuple[Reading, Value]]


def _points(measurement_id: str, person: Person, values: _Values) -> tuple[PatientPoint, ...]:
    age = person.age_years
    if age is None:
        return ()
    return tuple(
        PatientPoint(reading.side, age, value.value, *(value.interval or (value.value, value.value)), text=value.text)
        for reading, value in values
        if reading.measurement.id == measurement_id
    )


# ------------------------------------------------------------------------------------------------------- the angle

_METHODS: Final = {"clinical": "on the body", "photo": "on photographs", "radiograph": "on films"}


def _angle_chart(kind: Kind, person: Person, values: _Values) -> Chart:
    """Return the angle by age: the film's own angle, or on a photo that of the surface."""
    film = kind is Kind.RADIOGRAPH
    own = _points("fta" if film else "clinical_tfa", person, values)
    norms = [norm for i in ("fta", "clinical_tfa") for norm in quoted_norms().of(i) if norm.kind is NormKind.MEAN]
    methods = ("radiograph",) if film else ("clinical", "photo")
    groups = _grouped(_for_person(norms, person))
    groups.sort(key=lambda group: group[0].method not in methods)
    letters = iter(ascii_lowercase)
    series = tuple(
        Series(
            next(letters),
            f"{group[0].study}, {_METHODS.get(group[0].method, group[0].method)}: {_population(group)}.",
            group[0].source,
            tuple(_figure(norm) for norm in group),
            is_own_method=group[0].method in methods,
            is_recalled=group[0].basis == "recalled",
        )
        for group in groups
    )
    curve = quoted_norms().curve_of("fta")
    guide = None
    if curve is not None:
        band = curve.band_for(person.sex)
        said = f"Dashed: {curve.study}, recalled, with a band of ± {band:g}° (one standard deviation of children)."
        guide = Guide(f"{said} A guide and no limit.", f"{curve.source}; {curve.uncertainty}", curve.points, band)
    measured = "shafts on a film" if film else "points at the skin of a photo"
    note = (
        f"The patient's angle is that of the {measured}. Series in grey were measured otherwise: methods differ by "
        "some degrees, so they show the course by age and are no limit for this angle."
    )
    ends = [
        *(end for point in own for end in (point.low, point.high)),
        *(figure.value for each in series for figure in each.figures),
        -15.0,
        15.0,
    ]
    return Chart(
        "tibiofemoral_angle",
        "Tibiofemoral angle by age" if film else "Tibiofemoral angle at the skin by age",
        "Angle",
        tuple(Tick(v, _angle_words(v)) for v in _steps(min(ends), max(ends), 5)),
        series,
        guide,
        own,
        (note, persistence_words()),
    )


def persistence_words() -> str:
    """Return until when the literature expects the legs of children to straighten, with its sources."""
    said = " ".join(f"{advice.text} ({advice.source})." for advice in PERSISTENCE)
    return f"From the literature, and no verdict on this child: {said}"


def _angle_words(value: float) -> str:
    side = " valgus" if value > 0 else " varus" if value < 0 else ""
    return f"{abs(value):g}°{side}"


# ---------------------------------------------------------------------------------------------------- the distance


def _distance_chart(person: Person, values: _Values) -> Chart:
    """Return the distance of the ankles by age, with the knees touching."""
    own = _points("imd", person, values)
    norms = [norm for norm in quoted_norms().of("imd") if norm.age_from_y is None or norm.age_from_y < OLDEST]
    fitting = _for_person(norms, person)
    means = _grouped(norm for norm in fitting if norm.kind is NormKind.MEAN)
    letters = iter(ascii_lowercase)
    series = [
        Series(
            next(letters),
            f"{group[0].study}, mean: {_population(group)}.",
            group[0].source,
            tuple(_figure(norm) for norm in group),
            is_recalled=group[0].basis == "recalled",
        )
        for group in means
    ]
    series += [
        Series(
            next(letters),
            f"{norm.study}{' (recalled)' if norm.basis == 'recalled' else ''}: {norm.printed}, {norm.note or 'limit'}; "
            f"{norm.population}.",
            norm.source,
            (_limit(norm),),
            is_limit=True,
            is_recalled=norm.basis == "recalled",
        )
        for norm in fitting
        if norm.kind is not NormKind.MEAN and norm.as_range is not None
    ]
    ends = [
        0.0,
        100.0,
        *(end for point in own for end in (point.low, point.high)),
        *(figure.high or figure.value for each in series for figure in each.figures),
    ]
    return Chart(
        "intermalleolar_distance",
        "Intermalleolar distance by age, knees touching",
        "Distance in mm",
        tuple(Tick(v, f"{v:g}") for v in _steps(max(min(ends), 0.0), max(ends), 20)),
        tuple(series),
        None,
        own,
        ("Vermilion: limits that a source sets, at their ages. Sources disagree; none of them is a verdict.",),
    )


def _limit(norm: Norm) -> Figure:
    """Return where the limits of a row lie; where only an upper one is set, both are the same line."""
    quoted = norm.as_range
    high = 0.0 if quoted is None or quoted.high is None else quoted.high
    low = high if quoted is None or quoted.low is None else quoted.low
    return Figure(*_ages(norm), low, high)


# --------------------------------------------------------------------------------------------------- what they share


def _for_person(norms: Iterable[Norm], person: Person) -> list[Norm]:
    """Return the rows for the patient's sex; of a study that has both, those of the sex alone, else those of all."""
    fitting = [norm for norm in norms if norm.suits(Person(person.sex, norm.middle_age_y or person.age_years))]
    sexed = {(norm.study, norm.method) for norm in fitting if norm.sex}
    for_all = {(norm.study, norm.method) for norm in fitting if not norm.sex}

    def is_wanted(norm: Norm) -> bool:
        study = norm.study, norm.method
        return study not in sexed or study not in for_all or bool(norm.sex) == bool(person.sex)

    return [norm for norm in fitting if is_wanted(norm)]


def _grouped(norms: Iterable[Norm]) -> list[list[Norm]]:
    """Return the rows of each study, method and sex together, by age."""
    groups: dict[tuple[str, str, str], list[Norm]] = {}
    for norm in norms:
        groups.setdefault((norm.study, norm.method, norm.sex), []).append(norm)
    return [sorted(group, key=_ages) for group in groups.values()]


def _population(group: Sequence[Norm]) -> str:
    """Return the populations of a group once each: who, and the first and the last age; of several, all of them."""
    names = list(dict.fromkeys(norm.population for norm in group))
    who = names[0].partition(", ")[0]
    if len(names) > 1 and all(name.startswith(f"{who}, ") for name in names):
        first, last = (names[k].removeprefix(f"{who}, ") for k in (0, -1))
        return f"{who}, {first.removesuffix(' y')} to {last}"
    return ", ".join(names) if len(names) < 3 else f"{names[0]} to {names[-1]}"


def _ages(norm: Norm) -> tuple[float, float]:
    return norm.age_from_y or 0.0, min(OLDEST if norm.age_below_y is None else norm.age_below_y, OLDEST)


def _figure(norm: Norm) -> Figure:
    return Figure(*_ages(norm), norm.value or 0.0, None, norm.sd)


def _steps(low: float, high: float, step: int) -> Iterator[float]:
    return (float(k * step) for k in range(floor(low / step), ceil(high / step) + 1))
