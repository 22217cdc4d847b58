"""The calibration card: where the millimetre comes from, row by row, the same in the window and in the report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kneeview.case.case import Case
from kneeview.domain.calibration import (
    SCALE_DISAGREEMENT,
    Calibration,
    RulerCalibration,
    SphereCalibration,
    depth_words,
    difference_from,
    disagreement,
    scale_from,
)
from kneeview.domain.plumb import roll_words
from kneeview.domain.scale import Scale, ScaleState
from kneeview.domain.units import millimetres_per_pixel
from kneeview.reports.dates import recorded_moment
from kneeview.reports.identity import Fact
from kneeview.reports.wording import capitalised, scale_error_words

_NO_MILLIMETRES: Final = (
    "Angles and percentages are true on pixels of that shape. They have no interval, because the error of placing a "
    "landmark is known in millimetres."
)


def spacing_words(scale: Scale) -> str:
    """Return the spacing of a scale in words; rows and columns apart where they differ."""
    if scale.row_mm is None or scale.column_mm is None:
        return "No scale: no lengths"
    if abs(scale.row_mm / scale.column_mm - 1) < 1e-3:
        return f"{millimetres_per_pixel(scale.column_mm)} mm a pixel"
    return f"{millimetres_per_pixel(scale.row_mm)} mm a row, {millimetres_per_pixel(scale.column_mm)} mm a column"


def calibration_card(case: Case) -> tuple[Fact, ...]:
    """Return every row of the card, as label and words."""
    return tuple(Fact(label, words) for label, words in _rows(case))


def _rows(case: Case) -> Iterator[tuple[str, str]]:
    header, record, scale = case.header_scale, case.calibration, case.scale
    own = scale_from(record.calibration, header)  # its sentence is without that of the plumb line, which has a row
    yield "Scale", spacing_words(scale)
    yield "State", f"{capitalised(scale.state.words)}: {scale.level_words}"
    yield "Why", own.explanation
    yield "Error", _error(scale)
    made = [f"by {record.by}" if record.by else "", recorded_moment(record.at)]
    if any(made):
        yield "Made", ", ".join(part for part in made if part)
    depth = marker_depth(record.calibration)
    if depth:
        yield "Depth", depth
    if record.is_made:
        yield from _header(header, scale)
    for each in case.compared:
        yield "Compared", f"{capitalised(each.words)}."
    if case.plumb is not None:
        yield "Upright", roll_words(scale.roll_deg)
    told = {disagreement(header, scale), *(each.warning for each in case.compared)}
    for warning in scale.warnings:
        if warning not in told:
            yield "Note", warning
    if any(each.is_odd for each in case.compared):
        yield "Note", f"What was measured differs by more than {100 * SCALE_DISAGREEMENT:g} %: find out which is right."


def _error(scale: Scale) -> str:
    if scale.relative_sd is not None:
        return scale_error_words(scale)
    if scale.state is ScaleState.UNCALIBRATED:
        return _NO_MILLIMETRES
    return "Not known: lengths are too long by the magnification, 4 to 11 % on most long-leg films. Angles are true."


def _header(header: Scale, scale: Scale) -> Iterator[tuple[str, str]]:
    difference = difference_from(header, scale)
    if difference is None:
        yield "Header", "Says nothing of the size of a pixel."
        return
    amount = f"{100 * abs(difference):.1f} % {'more' if difference > 0 else 'less'}"
    advice = ": find out which is right." if disagreement(header, scale) else "."
    yield "Header", f"{spacing_words(header)}, {header.state.words}; what is in use is {amount}{advice}"


def marker_depth(calibration: Calibration) -> str:
    """Return at which depth the marker lies; "" where there is none."""
    if not isinstance(calibration, (RulerCalibration, SphereCalibration)):
        return ""
    depth_mm = calibration.marker_depth_mm
    if depth_mm is None:
        return "Not told. The scale holds at the marker; every centimetre to the bone changes it by about 1 %."
    return f"{capitalised(depth_words(depth_mm))}."
