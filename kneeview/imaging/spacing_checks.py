"""Whether the spacing of a header can be: its size, its order, its agreement with what else the header says."""

from __future__ import annotations

from typing import Final

from kneeview.domain.scale import SILENT_RANGE_MM, ScaleState
from kneeview.domain.units import millimetres_per_pixel as written
from kneeview.imaging.spacing_tags import EQUAL, Pair, SpacingTags, usable

FACTOR_DISAGREEMENT: Final = 0.01
"""A magnification and the distances beside it that differ by more than this are warned of."""

ABSURD_RANGE_MM: Final = (0.01, 5.0)
"""No film, detector or plate has pixels outside this range."""

AREA_TOLERANCE: Final = 0.2
"""A picture whose size by the spacing is off from the stated field of view by more than this is warned of."""

SMALLEST_PART: Final = 0.5
"""A picture may show a part of its cassette, but hardly less than this part of a side."""


def sized(pair: Pair) -> str:
    """Return the spacing in words, once where rows and columns agree."""
    row, column = pair
    if written(row) == written(column):
        return f"{written(column)} mm a pixel"
    return f"{written(column)} mm a pixel across and {written(row)} mm down"


def spacing_warnings(tags: SpacingTags, spacing: Pair | None, state: ScaleState) -> tuple[str, ...]:
    """Return what the user should know of the spacing that was chosen, None where none was."""
    return (
        *(f"{raw} has a decimal comma and was read with it." for raw in tags.repaired),
        *(f"{raw} is no size and is ignored." for raw in tags.rejected),
        *(_of_size(spacing) if spacing else ()),
        *(_of_area(tags, spacing) if spacing else ()),
        *(_of_factor(tags) if tags.is_projection else ()),
        *(_of_order(tags, state) if tags.is_projection else ()),
        *(_of_placeholder(tags, state)),
    )


def _of_placeholder(tags: SpacingTags, state: ScaleState) -> tuple[str, ...]:
    if not tags.is_placeholder or state is not ScaleState.UNKNOWN:
        return ()
    return ("A captured picture carries 1 mm a pixel where nothing is known; do not trust its lengths.",)


def _of_size(spacing: Pair) -> tuple[str, ...]:
    low, high = SILENT_RANGE_MM
    if all(low <= side <= high for side in spacing):
        return ()
    absurd = not all(ABSURD_RANGE_MM[0] <= side <= ABSURD_RANGE_MM[1] for side in spacing)
    judgement = "absurd" if absurd else "unusual"
    return (f"{sized(spacing)} is {judgement} for a film ({low:g} to {high:g} mm); check it on a known length.",)


def _of_factor(tags: SpacingTags) -> tuple[str, ...]:
    stated, by_distance = tags.stated_factor, tags.distance_factor
    if stated is None and tags.magnification not in (None, 1.0):
        return (f"A magnification of {tags.magnification:g} is none that a film can have, and is ignored.",)
    if stated is None or by_distance is None or abs(stated / by_distance - 1) <= FACTOR_DISAGREEMENT:
        return ()
    distances = f"{tags.source_detector_mm:g} / {tags.source_patient_mm:g} = {by_distance:.4g}"
    return (f"The header's magnification {stated:.4g} does not agree with its distances ({distances}).",)


def _of_order(tags: SpacingTags, state: ScaleState) -> tuple[str, ...]:
    """Warn of a corrected spacing above the detector's: the bone is nearer to the tube, so it can only be smaller."""
    if tags.pixel is None or tags.imager is None or state is ScaleState.DETECTOR_PLANE:
        return ()
    if tags.pixel[1] <= tags.imager[1] * (1 + EQUAL):
        return ()
    sizes = f"Pixel Spacing {written(tags.pixel[1])} is larger than the detector's {written(tags.imager[1])}"
    return (f"{sizes}, which no correction for magnification makes; the picture may have been resized.",)


def _of_area(tags: SpacingTags, spacing: Pair) -> tuple[str, ...]:
    """Compare the size that the spacing gives with that of the exposed area or the cassette, either way up."""
    field, cassette = usable(tags.field_of_view_mm), usable(tags.cassette_mm)
    stated = field or cassette
    if stated is None or not (tags.rows and tags.columns):
        return ()
    detector = tags.imager or spacing
    width, height = tags.columns * detector[1], tags.rows * detector[0]
    ratios = [a / b for a, b in zip(sorted((width, height)), sorted(stated), strict=True)]
    smallest = 1 - AREA_TOLERANCE if field else SMALLEST_PART
    if all(smallest <= ratio <= 1 + AREA_TOLERANCE for ratio in ratios):
        return ()
    name = "field of view" if field else "cassette"
    by_spacing, by_name = f"{width:.0f} x {height:.0f} mm", f"{stated[0]:.0f} x {stated[1]:.0f} mm"
    return (f"By the spacing the picture is {by_spacing}, but the {name} is {by_name}; the spacing may be wrong.",)
