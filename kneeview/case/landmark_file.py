"""Landmark files (`kneeview.landmarks/1`): placements made elsewhere, put on a picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kneeview.case.calibration_record import CalibrationRecord
from kneeview.case.case import Case, new_case
from kneeview.case.notation.circumstances import read_positioning, read_posture, read_view
from kneeview.case.notation.landmarks import read_limbs
from kneeview.case.notation.node import Node, NotationError, parse
from kneeview.case.notation.scale import read_calibration
from kneeview.case.patient import PatientFacts
from kneeview.domain.calibration import CalibrationError
from kneeview.domain.landmarks import Kind
from kneeview.imaging.radiograph import Radiograph

SCHEMA = "kneeview.landmarks/1"


def read_patient(node: Node) -> PatientFacts:
    """Return the patient's facts; what is left out stays empty."""
    if not node.is_present:
        return PatientFacts()
    age = node.at("age_years")
    return PatientFacts(
        node.at("name").text(),
        node.at("id").text(),
        node.at("sex").text(),
        node.at("birth_date").text(),
        age.number() if age.is_present else None,
        node.at("study_date").text(),
    )


def case_from_landmarks(text: bytes, image: Radiograph) -> Case:
    """Return the case of a landmark file's text on a picture.

    Raises `NotationError` with one sentence that names the place.
    """
    root = parse(text)
    schema = root.at("schema")
    if schema.value != SCHEMA:
        schema.fail(f'must be "{SCHEMA}"')
    case = new_case(image)
    made = replace(
        case,
        kind=root.at("kind").word(Kind, image.kind),
        view=read_view(root.at("view")) if root.at("view").is_present else case.view,
        view_told=True,
        posture=read_posture(root.at("posture")),
        positioning=read_positioning(root.at("positioning")),
        calibration=CalibrationRecord(read_calibration(root.at("calibration"))),
        patient=read_patient(root.at("patient")),
        limbs=read_limbs(root.at("landmarks")),
        protocol_id="",
    )
    try:
        return made.with_usable_scale()
    except CalibrationError as error:
        root.at("calibration").fail(str(error))


def read_landmark_file(path: Path, image: Radiograph) -> Case:
    """Return the case of a landmark file on a picture. Raises `NotationError`."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise NotationError(error.strerror or "the file cannot be read") from error
    return case_from_landmarks(text, image)
