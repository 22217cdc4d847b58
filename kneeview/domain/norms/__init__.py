"""Norms by age and sex: quoted ranges and means of populations, several side by side and never merged.

A table is a CSV with the columns of `COLUMNS`, one row for each figure that a source prints; the folder
`resources/norms` holds them. Ages are in years, from `age_from_y` (inclusive) to `age_below_y` (exclusive), and empty
where the source sets no bound: a row for "8 years" holds from the eighth birthday to the day before the ninth.

Which row is a limit and which is not is told by its kind:

| kind | the row says |
|---|---|
| mean | a mean, with its standard deviation where that is printed. Shown as quoted, never made into limits |
| range | normal from `low` to `high`, both belonging to it |
| up_to | the upper limit of normal, which belongs to it |
| above | the source flags what lies strictly above, so that the limit belongs to normal |
| from | the source's definition begins at the limit, so that the limit does not belong to normal |
| below | normal lies strictly below the limit |

A row that is only recalled (not read again in its source) never makes a range to compare with.
"""

from kneeview.domain.norms.reading import COLUMNS, NormsError, norms_from, points_from, sources_from
from kneeview.domain.norms.table import NO_NORMS, PERSISTENCE, Advice, Curve, Norm, NormKind, NormTable

__all__ = [
    "COLUMNS",
    "NO_NORMS",
    "PERSISTENCE",
    "Advice",
    "Curve",
    "Norm",
    "NormKind",
    "NormTable",
    "NormsError",
    "norms_from",
    "points_from",
    "sources_from",
]
