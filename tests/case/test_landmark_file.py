"""Landmark files: what they say, and that every error names its place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kneeview.case.landmark_file import case_from_landmarks, read_landmark_file
from kneeview.case.notation.node import Json, NotationError
from kneeview.case.patient import PatientFacts
from kneeview.case.placements import Absent, CircleMark, PointMark
from kneeview.domain.calibration import FROM_HEADER, SpacingCalibration
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind, LandmarkId
from kneeview.domain.limb import Facing, Side, View
from kneeview.domain.posture import Posture
from kneeview.domain.scale import ScaleState
from kneeview.domain.sides import HeaderSide
from kneeview.imaging.digests import Digests
from kneeview.imaging.radiograph import Radiograph
from tests.domain.subjects import scale_of

IMAGE = Radiograph(
    "film.png",
    np.zeros((12, 10), np.uint8),
    digests=Digests.known("ab" * 32, "cd" * 32),
    scale=scale_of(0.2),
    header_side=HeaderSide(view=View(Facing.POSTERIOR)),
)

EXAMPLE = """
{
  "schema": "kneeview.landmarks/1",
  "kind": "radiograph",
  "view": {"facing": "anterior", "mirrored": false},
  "posture": {"weight_bearing": true, "patellae_forward": true, "knees_touching": false, "ankles_touching": false},
  "calibration": {"method": "header"},
  "patient": {"sex": "F", "age_years": 6.5},
  "landmarks": {
    "right": {"hip_center": {"rim": [[512.0, 300.5], [540.2, 331.0], [511.7, 360.9]]},
              "knee_center": [498.0, 1480.0],
              "ankle_center": [505.5, 2510.0]},
    "left":  {"hip_center": [1180.0, 302.0], "knee_center": [1192.0, 1476.0],
              "ankle_center": {"absent": "outside the film"}}
  }
}
"""


def test_the_example_of_the_contract_reads_as_it_says() -> None:
    case = case_from_landmarks(EXAMPLE.encode(), IMAGE)
    rim = (ImagePoint(512, 300.5), ImagePoint(540.2, 331), ImagePoint(511.7, 360.9))
    assert case.limbs == {
        Side.RIGHT: {
            LandmarkId.HIP_CENTER: CircleMark(rim),
            LandmarkId.KNEE_CENTER: PointMark(ImagePoint(498, 1480)),
            LandmarkId.ANKLE_CENTER: PointMark(ImagePoint(505.5, 2510)),
        },
        Side.LEFT: {
            LandmarkId.HIP_CENTER: PointMark(ImagePoint(1180, 302)),
            LandmarkId.KNEE_CENTER: PointMark(ImagePoint(1192, 1476)),
            LandmarkId.ANKLE_CENTER: Absent("outside the film"),
        },
    }
    assert (case.kind, case.view) == (Kind.RADIOGRAPH, View())
    assert case.posture == Posture(weight_bearing=True, patellae_forward=True)
    assert case.calibration.calibration == FROM_HEADER
    assert case.patient == PatientFacts(sex="F", age_years=6.5)
    assert case.image.sha256 == IMAGE.sha256
    assert case.scale == IMAGE.scale


def test_a_file_that_says_next_to_nothing_is_enough() -> None:
    case = case_from_landmarks(b'{"schema": "kneeview.landmarks/1"}', IMAGE)
    assert case.kind is Kind.RADIOGRAPH
    assert case.view == View(Facing.POSTERIOR), "the header is to speak"
    assert case.patient == PatientFacts()
    assert not any(case.limbs.values())


def test_the_kind_left_out_is_that_of_the_picture() -> None:
    photo = replace(IMAGE, kind=Kind.PHOTO)
    assert case_from_landmarks(b'{"schema": "kneeview.landmarks/1"}', photo).kind is Kind.PHOTO


def test_unknown_keys_are_passed_over() -> None:
    document = json.loads(EXAMPLE)
    document["later"] = {"x": [1, 2]}
    document["view"]["distance_m"] = 2
    document["landmarks"]["right"]["hip_center"]["by"] = "hand"
    assert case_from_landmarks(json.dumps(document).encode(), IMAGE) == case_from_landmarks(EXAMPLE.encode(), IMAGE)


def test_a_calibration_in_the_file_outranks_the_header() -> None:
    document = json.loads(EXAMPLE)
    document["calibration"] = {"method": "spacing", "row_mm": 0.3, "column_mm": 0.15}
    case = case_from_landmarks(json.dumps(document).encode(), IMAGE)
    assert case.calibration.calibration == SpacingCalibration(0.3, 0.15)
    assert (case.scale.state, case.scale.row_mm) == (ScaleState.CALIBRATED, 0.3)


# Where in the example something else stands, what stands there, and what the error must say.
BROKEN: list[tuple[str, Json, str]] = [
    ("schema", "kneeview.landmarks/2", 'schema: must be "kneeview.landmarks/1"'),
    ("schema", None, 'schema: must be "kneeview.landmarks/1"'),
    ("schema", 1, 'schema: must be "kneeview.landmarks/1"'),
    ("kind", "mri", "kind: must be one of radiograph, photo"),
    ("view", "anterior", "view: must be an object in braces"),
    ("view.facing", "lateral", "view.facing: must be one of anterior, posterior"),
    ("view.mirrored", 0, "view.mirrored: must be true or false"),
    ("posture", [], "posture: must be an object in braces"),
    ("posture.weight_bearing", "yes", "posture.weight_bearing: must be true or false"),
    ("patient", "F", "patient: must be an object in braces"),
    ("patient.sex", 2, "patient.sex: must be a text in quotation marks"),
    ("patient.age_years", "6", "patient.age_years: must be a number"),
    ("patient.age_years", True, "patient.age_years: must be a number"),
    ("landmarks", [], "landmarks: must be an object in braces"),
    ("landmarks.middle", {}, "landmarks.middle: a leg is right or left"),
    ("landmarks.right", [1, 2], "landmarks.right: must be an object in braces"),
    ("landmarks.right.hip", [1, 2], "landmarks.right.hip: no such landmark"),
    ("landmarks.right.hip_centre", [1, 2], "landmarks.right.hip_centre: no such landmark; did you mean hip_center?"),
    ("landmarks.right.qqq", None, "landmarks.right.qqq: no such landmark"),
    ("landmarks.left.knee_center", [1], "landmarks.left.knee_center: must be a point [x, y]"),
    ("landmarks.left.knee_center", [1, 2, 3], "landmarks.left.knee_center: must be a point [x, y]"),
    ("landmarks.left.knee_center", ["1", 2], "landmarks.left.knee_center[0]: must be a number"),
    ("landmarks.left.knee_center", [1, True], "landmarks.left.knee_center[1]: must be a number"),
    ("landmarks.left.knee_center", [1, None], "landmarks.left.knee_center[1]: must be a number"),
    ("landmarks.left.knee_center", 3, 'landmarks.left.knee_center: must be [x, y], {"rim"'),
    ("landmarks.left.knee_center", {"x": 1, "y": 2}, 'landmarks.left.knee_center: must be [x, y], {"rim"'),
    ("landmarks.left.knee_center", {"absent": 1}, "landmarks.left.knee_center.absent: must be a text"),
    ("landmarks.left.hip_center", {"rim": [[0, 0], [8, 0]]}, "landmarks.left.hip_center: a circle needs three points"),
    ("landmarks.left.hip_center", {"rim": [[0, 0], [1, 1], [2, 2]]}, "landmarks.left.hip_center: the points of the"),
    ("landmarks.left.hip_center", {"rim": 3}, "landmarks.left.hip_center.rim: must be a list in brackets"),
    ("landmarks.left.hip_center", {"rim": [[0, 0], [8], [4, 8]]}, "landmarks.left.hip_center.rim[1]: must be a point"),
    ("landmarks.left.hip_center", {"rim": [[0, "0"]]}, "landmarks.left.hip_center.rim[0][1]: must be a number"),
    ("calibration", "header", "calibration: must be an object in braces"),
    ("calibration.method", "eye", "calibration.method: must be one of header, spacing, ruler, sphere, height"),
    ("calibration", {"method": "spacing", "row_mm": 0.2}, "calibration.column_mm: must be a number"),
    (
        "calibration",
        {"method": "spacing", "row_mm": 0, "column_mm": 1},
        "calibration: the row spacing must be more than zero",
    ),
    ("calibration", {"method": "ruler"}, "calibration.segments: must be a list in brackets"),
    ("calibration", {"method": "ruler", "segments": []}, "calibration: a ruler needs at least one stretch"),
    ("calibration", {"method": "ruler", "segments": [{"from": [0, 0]}]}, "calibration.segments[0].to: must be a list"),
    (
        "calibration",
        {"method": "ruler", "segments": [{"from": [0, 0], "to": [0, 9], "length_mm": "9"}]},
        "calibration.segments[0].length_mm: must be a number",
    ),
    ("calibration", {"method": "sphere", "rim": [[0, 0]], "diameter_mm": 25}, "calibration: the ball's rim makes no"),
    ("calibration", {"method": "sphere", "rim": [[0, 0]]}, "calibration.diameter_mm: must be a number"),
    ("calibration", {"method": "height", "top": [0, 0], "bottom": [0, 900]}, "calibration.height_mm: must be a number"),
    ("calibration", {"method": "height", "top": [0, 0], "height_mm": 1}, "calibration.bottom: must be a list"),
    (
        "calibration",
        {"method": "rectangle", "corners": [[0, 0], [1, 0], [1, 1]], "width_mm": 1, "height_mm": 1},
        "calibration.corners: must be four corners, clockwise from the upper left",
    ),
    (
        "calibration",
        {"method": "rectangle", "corners": [[0, 0], [0, 9], [9, 9], [9, 0]], "width_mm": 1, "height_mm": 1},
        "calibration: the corners make no rectangle: the four corners must go clockwise",
    ),
    ("calibration", {"method": "magnification"}, "calibration.factor: must be a number"),
    ("calibration", {"method": "magnification", "factor": 9}, "calibration: a magnification lies between 1 and 3"),
]


def broken(place: str, value: Json) -> bytes:
    """Return the example with another value at that place."""
    document = json.loads(EXAMPLE)
    *path, last = place.split(".")
    inner = document
    for key in path:
        inner = inner[key]
    inner[last] = value
    return json.dumps(document).encode()


@pytest.mark.parametrize(("place", "value", "sentence"), BROKEN, ids=[f"{p}={v!r}"[:60] for p, v, _ in BROKEN])
def test_an_error_is_one_sentence_that_names_its_place(place: str, value: Json, sentence: str) -> None:
    with pytest.raises(NotationError) as caught:
        case_from_landmarks(broken(place, value), IMAGE)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", '"1"', "true", "null"])
def test_a_coordinate_that_is_no_finite_number_is_refused_by_its_place(number: str) -> None:
    text = EXAMPLE.replace("1480.0", number)
    with pytest.raises(NotationError, match=r"^landmarks\.right\.knee_center\[1\]: must be a (finite )?number$"):
        case_from_landmarks(text.encode(), IMAGE)


def test_the_centre_of_any_landmark_may_be_found_by_a_circle() -> None:
    text = EXAMPLE.replace("[498.0, 1480.0]", '{"rim": [[0, 0], [8, 0], [4, 8]]}')
    placed = case_from_landmarks(text.encode(), IMAGE).limbs[Side.RIGHT][LandmarkId.KNEE_CENTER]
    assert placed == CircleMark((ImagePoint(0, 0), ImagePoint(8, 0), ImagePoint(4, 8)))


def test_a_landmark_that_stands_twice_is_refused_and_neither_is_taken() -> None:
    text = EXAMPLE.replace('"knee_center": [498.0, 1480.0]', '"knee_center": [1, 2], "knee_center": [3, 4]')
    with pytest.raises(NotationError, match=r"^knee_center: stands twice in one pair of braces$"):
        case_from_landmarks(text.encode(), IMAGE)


@pytest.mark.parametrize("content", [b"[]", b"3", b"null", b'"kneeview.landmarks/1"'])
def test_what_is_no_object_is_refused(content: bytes) -> None:
    with pytest.raises(NotationError, match=r"^must be an object in braces$"):
        case_from_landmarks(content, IMAGE)


def test_a_file_is_read_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "points.json"
    path.write_text(EXAMPLE, encoding="utf-8")
    assert read_landmark_file(path, IMAGE) == case_from_landmarks(EXAMPLE.encode(), IMAGE)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotationError, match="No such file"):
        read_landmark_file(tmp_path / "points.json", IMAGE)
