"""Where the numbers of a report come from: the scale, the posture, the points that served, their errors."""

from __future__ import annotations

from collections.abc import Iterable

from kneeview.case.case import Case
from kneeview.case.placements import Absent, CircleMark, Found, PointMark, is_suggested
from kneeview.domain.calibration import HeaderCalibration
from kneeview.domain.catalog import measurement
from kneeview.domain.landmarks import ErrorStatus, LandmarkId, landmark
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import Reading, Subject, serving_source
from kneeview.domain.positioning import attested, left_open
from kneeview.domain.units import millimetres_per_pixel
from kneeview.reports.dates import recorded_moment
from kneeview.reports.wording import capitalised, joined, scale_error_words


def scale_text(case: Case) -> str:
    """Return the scale with its state, its arithmetic, its error and who made it."""
    scale, record = case.scale, case.calibration
    if scale.row_mm is None or scale.column_mm is None:
        return f"{capitalised(scale.state.words)}. {scale.explanation}"
    row, column = millimetres_per_pixel(scale.row_mm), millimetres_per_pixel(scale.column_mm)
    by_user = not isinstance(record.calibration, HeaderCalibration)
    made = [f"by {record.by}" if record.by else "", recorded_moment(record.at)] if by_user else []
    made = [part for part in made if part]
    spacing = f"{row} mm a pixel" if row == column else f"{row} mm a row, {column} mm a column"
    said = ", ".join(filter(None, (spacing, scale.state.words, scale_error_words(scale))))
    return f"{said}. {scale.explanation}" + (f" Set {' '.join(made)}." if made else "")


def positioning_text(case: Case) -> str:
    """Return what is attested of how the patient stood, and how the picture shows the patient."""
    words = attested(case.kind, case.posture, case.positioning)
    open_points = left_open(case.kind, case.posture, case.positioning)
    said = f"{capitalised(', '.join(words))}." if words else "Nothing is attested of the positioning."
    lacking = f" Not attested: {', '.join(open_points)}." if words and open_points else ""
    return f"{said}{lacking} Seen {case.view.words}; {case.side_facts.words}."


# ----------------------------------------------------------------------------------------- which points served


def _by_side(choices: Iterable[tuple[str, str]], between: str = ", ") -> str:
    """Return the words with the sides that they hold for: "from the notch (right), from the knee centre (left)"."""
    sides: dict[str, list[str]] = {}
    for side, words in choices:
        if words:
            sides.setdefault(words, []).append(side)
    everywhere = len(sides) == 1 and all(len(on) == len(SIDES) for on in sides.values())
    return between.join(words if everywhere else f"{words} ({joined(on)})" for words, on in sides.items())


def _hip(case: Case, side: Side) -> str:
    mark = case.placement(side, L.HIP_CENTER)
    if mark is None or isinstance(mark, Absent) or is_suggested(mark):
        return ""
    return f"circle through {len(mark.rim)} points of the rim" if isinstance(mark, CircleMark) else "single point"


def _knee(subject: Subject, side: Side) -> str:
    here = subject.positions[side]
    if L.FEMORAL_NOTCH in here and L.TIBIAL_SPINES in here:
        centre = "as placed" if L.KNEE_CENTER in here else "midway between them"
        return f"femoral axis to the notch, tibial axis from the spines, knee centre {centre}"
    return "knee centre for both axes" if L.KNEE_CENTER in here else ""


def _plateau(subject: Subject, side: Side) -> str:
    here = subject.positions[side]
    if L.TIBIAL_EDGE_LATERAL in here and L.TIBIAL_EDGE_MEDIAL in here:
        return "outer edges"
    return "points of the joint line" if L.TIBIAL_PLATEAU_LATERAL in here and L.TIBIAL_PLATEAU_MEDIAL in here else ""


def _level(measurement_id: str, subject: Subject) -> str:
    source = serving_source(measurement(measurement_id).needs[0], SIDES, subject)
    return "" if source is None else source.words


def _from_picture(case: Case) -> str:
    """Return the landmarks that stand where the picture suggested them, and somebody accepted that."""
    taken = (
        (side.value, landmark(i).name.lower())
        for i in LandmarkId
        for side in SIDES
        if isinstance(mark := case.placement(side, i), (PointMark, CircleMark)) and mark.found is Found.SNAPPED
    )
    return _by_side(taken, "; ")  # names of landmarks have commas


def points_used(case: Case, subject: Subject) -> tuple[tuple[str, str], ...]:
    """Return which points served where there is a choice, and which were suggested and accepted, as label and words."""
    found = (
        ("Hip centre", _by_side((side.value, _hip(case, side)) for side in SIDES)),
        ("Knee", _by_side((side.value, _knee(subject, side)) for side in SIDES)),
        ("Plateau for the weight-bearing line", _by_side((side.value, _plateau(subject, side)) for side in SIDES)),
        ("Head heights", _level("femoral_head_height_difference", subject)),
        ("Pelvic line", _level("pelvic_obliquity", subject)),
        ("Placed with a suggestion from the picture", _from_picture(case)),
    )
    return tuple((label, words) for label, words in found if words)


def placement_errors(readings: Iterable[Reading], subject: Subject) -> tuple[str, ...]:
    """Return the placement errors of the landmarks that served and where they come from, in words."""
    if not subject.scale.is_calibrated:
        return ()
    used = dict.fromkeys(i for reading in readings for _, i in reading.served.landmarks)
    lines: dict[ErrorStatus, list[str]] = {"user": [], "derived": [], "assumed": []}
    for landmark_id in used:
        error = subject.placement_error(landmark_id)
        size = f"{error.u_mm:g}" if error.u_mm == error.v_mm else f"{error.u_mm:g} × {error.v_mm:g}"
        lines[error.status].append(f"{landmark(landmark_id).name.lower()} {size}")
    titles: dict[ErrorStatus, str] = {
        "user": "The reader's own",
        "derived": "Derived from published reliability",
        "assumed": "Assumed",
    }
    return tuple(f"{titles[status]}: {'; '.join(named)}." for status, named in lines.items() if named)
