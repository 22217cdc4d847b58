"""What is measured, and which of its landmarks serve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import Kind, LandmarkId, PlacementError, landmark
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement.definition import Measurement, Need, Source
from kneeview.domain.measurement.outcome import Missing, PlacedLandmark, Served
from kneeview.domain.norms import NO_NORMS, NormTable
from kneeview.domain.person import NOBODY, Person
from kneeview.domain.posture import Posture
from kneeview.domain.quoted import Mean, Range
from kneeview.domain.scale import Scale

Quoted = TypeVar("Quoted", Range, Mean)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: the placed landmarks of both legs in their limb frames, the scale, and the circumstances.

    `errors` replaces the default placement errors of the landmarks that it names. `nowhere` holds the landmarks that
    were placed but have no position, and why; `unplaced` what was done with landmarks instead of placing them, as in
    "marked not visible". `norms` are the tables by age and sex, of which those that suit the
    `person` are compared. `wobbled` are the positions as they would be if one coordinate of one corner of the scale's
    rectangle were out by one standard deviation, each in turn.
    """

    positions: Mapping[Side, Mapping[LandmarkId, Vec]]
    scale: Scale
    kind: Kind = Kind.RADIOGRAPH
    posture: Posture = field(default_factory=Posture)
    errors: Mapping[LandmarkId, PlacementError] = field(default_factory=dict)
    nowhere: Mapping[PlacedLandmark, str] = field(default_factory=dict)
    unplaced: Mapping[PlacedLandmark, str] = field(default_factory=dict)
    person: Person = NOBODY
    norms: NormTable = NO_NORMS
    wobbled: tuple[Mapping[Side, Mapping[LandmarkId, Vec]], ...] = ()

    def placement_error(self, landmark_id: LandmarkId) -> PlacementError:
        """Return how well a landmark is placed, in millimetres."""
        return self.errors.get(landmark_id) or landmark(landmark_id).placement_error(self.kind)

    def _is_judged(self, measurement: Measurement) -> bool:
        """Whether quoted numbers hold for such a picture: those of films say nothing of the skin."""
        return measurement.clinical or self.kind is Kind.RADIOGRAPH

    def ranges_for(self, measurement: Measurement) -> tuple[Range, ...]:
        """Return the ranges of a measurement, its own and those for the age, of one sex alone.

        Those of the patient's own age come first. The others are shown and not compared with.
        """
        if not self._is_judged(measurement):
            return ()
        own = (each for each in measurement.ranges if self.person.suits(each.sex))
        return self._own_age_first((*own, *self.norms.ranges(measurement.id, self.person)))

    def means_for(self, measurement: Measurement) -> tuple[Mean, ...]:
        """Return the quoted means to show beside a measurement."""
        if not self._is_judged(measurement):
            return ()
        own = (each for each in measurement.means if self.person.suits(each.sex))
        return self._own_age_first((*own, *self.norms.means(measurement.id, self.person)))

    def quotes_age(self, measurement: Measurement) -> bool:
        """Whether a source quotes a measurement for the patient's very age, and not for any age."""
        rows = self.norms.comparable(measurement.id, self.person)
        return self._is_judged(measurement) and any(row.has_age for row in rows if row.basis != "recalled")

    def _own_age_first(self, quoted: Iterable[Quoted]) -> tuple[Quoted, ...]:
        return tuple(sorted(quoted, key=lambda each: not self.person.is_as_old_as(each)))

    def recalled_for(self, measurement: Measurement) -> tuple[Range | Mean, ...]:
        """Return the ranges and means that are only recalled: shown as such, and never a flag."""
        if not self._is_judged(measurement):
            return ()
        own = (each for each in measurement.recalled if self.person.suits(each.sex))
        return (*own, *self.norms.recalled(measurement.id, self.person))


# ------------------------------------------------------------------------------------------- which way serves


@dataclass(frozen=True, slots=True)
class WorkingPoints:
    """The arguments of a computation, which landmark moves which of them by how much, and what served."""

    points: tuple[Vec, ...]
    influences: Mapping[PlacedLandmark, tuple[tuple[int, float], ...]]
    served: Served


def _allowed(need: Need, kind: Kind) -> list[Source]:
    return [source for source in need.sources if source.only in (None, kind)]


def serving_source(need: Need, sides: Sequence[Side], subject: Subject) -> Source | None:
    """Return the first source of a need that is placed on all of the sides; None where none is."""
    for source in _allowed(need, subject.kind):
        if all(subject.positions[side].keys() >= source.required for side in sides):
            return source
    return None


def _lacking(need: Need, sides: Sequence[Side], subject: Subject) -> tuple[PlacedLandmark, ...]:
    """Return the way with the fewest landmarks still to place; among equals the one to ask for, else the last."""
    ways = [
        tuple((s, i) for s in sides for i in source.landmarks if i not in subject.positions[s])
        for source in _allowed(need, subject.kind)
    ]
    return min((ways[need.asked], *reversed(ways)), key=len)


def working_points(measurement: Measurement, side: Side | None, subject: Subject) -> WorkingPoints | Missing:
    """Return the arguments of a measurement's computation, right before left, or the landmarks still to place."""
    sides = SIDES if side is None else (side,)
    points: list[Vec] = []
    influences: dict[PlacedLandmark, list[tuple[int, float]]] = {}
    missing: list[PlacedLandmark] = []
    ways: dict[tuple[Side | None, str], None] = {}
    for own in sides:
        for need in measurement.needs:
            asked = sides if need.alike else (own,)
            source = serving_source(need, asked, subject)
            if source is None:
                missing += _lacking(need, asked, subject)
                continue
            if source.words:
                ways[None if need.alike else own, source.words] = None
            placed_here = subject.positions[own]
            parts: list[Vec] = []
            for landmark_id, weight in source.weights:
                at = placed_here[landmark_id]
                parts.append(at if weight == 1 else at * weight)
                influences.setdefault((own, landmark_id), []).append((len(points), weight))
            points.append(parts[0] if len(parts) == 1 else Vec(sum(p.u for p in parts), sum(p.v for p in parts)))
    if missing:
        landmarks = tuple(dict.fromkeys(missing))
        said = tuple((key, subject.unplaced[key]) for key in landmarks if key in subject.unplaced)
        return Missing(landmarks, sided=side is None, said=said)
    return WorkingPoints(
        tuple(points),
        {key: tuple(moves) for key, moves in influences.items()},
        Served(tuple(influences), tuple(ways)),
    )
