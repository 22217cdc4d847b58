"""The table of placement errors: the program's own, replaced by a user's where the user knows better.

The table is a CSV with the columns of `COLUMNS`, one row for a landmark on a kind of picture, standard deviations in
millimetres of the limb frame (u across, v along the leg). What is not in it keeps the program's figure, so that a
table of one row is a table. A row that differs from the program's own is the user's and is printed as such.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite, sqrt
from typing import Final

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LANDMARKS, Kind, LandmarkId, PlacementError, landmark

COLUMNS: Final = ("landmark", "modality", "sd_u_mm", "sd_v_mm", "status")

LARGEST_MM: Final = 100.0
"""Nobody misses a landmark by more; a greater number is a slip."""

FEWEST_REPEATS: Final = 2
"""A standard deviation needs two differences at least; the legs of one film give two."""


class PlacementErrorsError(ValueError):
    """A table that cannot be used; the message is one sentence that names the row."""


@dataclass(frozen=True, slots=True)
class PlacementErrors:
    """The placement errors in force: `own` are the user's, all others the program's."""

    own: Mapping[tuple[LandmarkId, Kind], PlacementError] = field(default_factory=dict)

    @property
    def are_default(self) -> bool:
        """Whether the user changed none."""
        return not self.own

    def of(self, kind: Kind) -> Mapping[LandmarkId, PlacementError]:
        """Return the user's errors on such a picture."""
        return {landmark_id: error for (landmark_id, on), error in self.own.items() if on is kind}


DEFAULT_ERRORS: Final = PlacementErrors()


def placement_errors_of(rows: Iterable[tuple[LandmarkId, Kind, float, float]]) -> PlacementErrors:
    """Return the table of landmark, kind and standard deviations; what is as the program has it is not the user's."""
    own: dict[tuple[LandmarkId, Kind], PlacementError] = {}
    for landmark_id, kind, u_mm, v_mm in rows:
        known = landmark(landmark_id).placement_error(kind)
        if (u_mm, v_mm) != (known.u_mm, known.v_mm):
            own[landmark_id, kind] = PlacementError(u_mm, v_mm, "user")
    return PlacementErrors(own)


# -------------------------------------------------------------------------------------------------------- tables


def table_of(errors: PlacementErrors) -> str:
    """Return the whole table as CSV, every landmark on films and then on photos."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for kind in Kind:
        own = errors.of(kind)
        for entry in LANDMARKS:
            error = own.get(entry.id) or entry.placement_error(kind)
            writer.writerow((entry.id.value, kind.value, f"{error.u_mm:g}", f"{error.v_mm:g}", error.status))
    return out.getvalue()


def _kind(cell: str, number: int) -> Kind:
    """Return the kind of picture; words behind it, as in "photo (skin)", are a remark."""
    word = cell.partition("(")[0].strip()
    if word not in tuple(Kind):
        raise PlacementErrorsError(f'row {number}: modality "{cell}" is none of {", ".join(Kind)}')
    return Kind(word)


def _millimetres(cell: str, column: str, number: int) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or not 0 < value <= LARGEST_MM:
        raise PlacementErrorsError(f'row {number}: {column} "{cell}" is no length above 0 and up to {LARGEST_MM:g} mm')
    return value


def errors_from(text: str) -> PlacementErrors:
    """Return the placement errors of a CSV. Raises `PlacementErrorsError` with one sentence that names the row.

    The status column may be left out: what differs from the program's own is the user's, whatever it says.
    """
    reader = csv.reader(text.removeprefix("\ufeff").splitlines())
    header = tuple(cell.strip() for cell in next(reader, []))
    if header not in (COLUMNS, COLUMNS[:-1]):
        raise PlacementErrorsError(f"the first row must name the columns {', '.join(COLUMNS)}")
    rows: dict[tuple[LandmarkId, Kind], tuple[float, float]] = {}
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise PlacementErrorsError(f"row {number} has {len(cells)} cells and not {len(header)}")
        name, modality, u_text, v_text = (cell.strip() for cell in cells[:4])
        if name not in tuple(LandmarkId):
            raise PlacementErrorsError(f'row {number}: there is no landmark "{name}"')
        key = (LandmarkId(name), _kind(modality, number))
        if key in rows:
            raise PlacementErrorsError(f"row {number}: {name} on a {key[1].value} stands in the table twice")
        rows[key] = (_millimetres(u_text, "sd_u_mm", number), _millimetres(v_text, "sd_v_mm", number))
    return placement_errors_of((landmark_id, kind, u, v) for (landmark_id, kind), (u, v) in rows.items())


# ----------------------------------------------------------------------------------------------- repeat readings


def _deviation(differences: list[float]) -> float:
    """Return the within-reader standard deviation: that of the differences, divided by the root of two."""
    mean = sum(differences) / len(differences)
    return sqrt(sum((each - mean) ** 2 for each in differences) / (len(differences) - 1)) / sqrt(2)


def from_repeats(
    pairs: Iterable[tuple[Mapping[LandmarkId, Vec], Mapping[LandmarkId, Vec]]],
) -> dict[LandmarkId, tuple[float, float, int]]:
    """Return a reader's own placement errors from legs that were placed twice, and how many differences made each.

    Each pair is one leg, placed once and again, in its limb frame in millimetres. The standard deviation of one
    placement is that of the differences divided by the root of two (Bland and Altman 1996, BMJ 313:41). A landmark
    with fewer than two differences, or without any spread, is left out: it keeps the program's figure.
    """
    differences: dict[LandmarkId, list[Vec]] = {}
    for first, second in pairs:
        for landmark_id in first.keys() & second.keys():
            differences.setdefault(landmark_id, []).append(second[landmark_id] - first[landmark_id])
    found: dict[LandmarkId, tuple[float, float, int]] = {}
    for entry in LANDMARKS:
        moved = differences.get(entry.id, [])
        if len(moved) >= FEWEST_REPEATS:
            u_mm, v_mm = _deviation([each.u for each in moved]), _deviation([each.v for each in moved])
            if min(u_mm, v_mm) > 0 and max(u_mm, v_mm) <= LARGEST_MM:
                found[entry.id] = (u_mm, v_mm, len(moved))
    return found
