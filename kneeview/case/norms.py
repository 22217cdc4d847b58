"""The quoted norms that the program brings along, read from `resources/norms`."""

from __future__ import annotations

from functools import cache

from kneeview.domain.norms import Curve, NormTable, norms_from, points_from, sources_from
from kneeview.resources import resource


@cache
def quoted_norms() -> NormTable:
    """Return every norm of the folder's tables in the order of their names, and the recalled curve."""
    sources = sources_from(resource("norms", "sources.csv").read_text("utf-8"))
    tables = sorted(resource("norms", "tables").iterdir(), key=lambda table: table.name)
    norms = tuple(norm for table in tables for norm in norms_from(table.read_text("utf-8"), sources))
    return NormTable(norms, (_salenius_and_vankka(),))


def _salenius_and_vankka() -> Curve:
    points = points_from(resource("norms", "curves", "salenius_vankka.csv").read_text("utf-8"))
    return Curve(
        "fta",
        "Salenius and Vankka 1975",
        points,
        8.0,
        (("M", 10.0), ("F", 7.0)),
        "Salenius and Vankka 1975, J Bone Joint Surg Am 57:259-61, 1480 examinations from birth to 16 years; "
        "the curve is recalled, its standard deviation quoted in Postgraduate Paediatric Orthopaedics (Cambridge)",
        "read off a recalled curve: uncertain by 2°, before 18 months by 3°",
    )
