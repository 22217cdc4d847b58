"""CSV, JSON and text for other programs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest

from kneeview.case.case import Case, new_case
from kneeview.case.placements import NOT_VISIBLE
from kneeview.domain.catalog import CATALOG
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.measurement import ClassValue, Value
from kneeview.domain.scale import Scale, ScaleState
from kneeview.domain.sides import LegsShown
from kneeview.reports.table.csv_file import COLUMNS, _cell, csv_bytes
from kneeview.reports.table.json_file import json_bytes
from kneeview.reports.table.text_file import text_of
from tests.reports.cases import FULL, QUICK, film, measured, only, photo, uncalibrated

CONTRACT = (
    "id",
    "side",
    "status",
    "value",
    "unit",
    "text",
    "interval95_low",
    "interval95_high",
    "basis",
    "scale_state",
)


def document(case: Case) -> dict[str, Any]:
    return dict(json.loads(json_bytes(case, film())))


def reading(case: Case, name: str, side: str = "right") -> dict[str, Any]:
    return next(r for r in document(case)["readings"] if (r["id"], r["side"]) == (name, side))


def rows(case: Case) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_bytes(case).decode("utf-8-sig"), newline="")))


# ---------------------------------------------------------------------------------------------------------- CSV


def test_the_csv_begins_with_a_mark_and_the_columns_of_the_contract() -> None:
    content = csv_bytes(measured())
    assert content.startswith(b"\xef\xbb\xbfid,side,")
    assert COLUMNS[: len(CONTRACT)] == CONTRACT


def test_the_csv_has_a_row_for_every_reading() -> None:
    assert [(row["id"], row["side"]) for row in rows(measured())] == [
        (entry.id, "both" if side is None else side.value) for entry in CATALOG for side in entry.sides
    ]


def test_numbers_in_the_csv_have_a_fixed_point_and_no_exponent() -> None:
    for row in rows(measured()):
        for column in ("value", "interval95_low", "interval95_high", "placement_sd"):
            if row[column] and row["unit"] != "class":
                assert "e" not in row[column].lower()
                assert "," not in row[column]
                assert row[column] != "-0.000000"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    assert _cell(text) == "'" + text
    assert _cell("a" + text) == "a" + text


def test_the_csv_says_which_landmarks_were_used_and_which_are_missing() -> None:
    found = {(row["id"], row["side"]): row for row in rows(only(QUICK))}
    assert found["mad", "right"]["used"] == "hip_center knee_center ankle_center"
    assert found["lld", "both"]["used"].split()[:2] == ["right.hip_center", "right.ankle_center"]
    assert found["mldfa", "left"]["missing"] == "femoral_condyle_medial femoral_condyle_lateral"
    assert found["mldfa", "left"]["status"] == "missing"


# --------------------------------------------------------------------------------------------------------- JSON


def test_the_head_of_the_document() -> None:
    found = document(measured())
    assert found["schema"] == "kneeview.measurements/1"
    assert found["program"]["name"] == "kneeview"
    assert set(found["image"]) >= {"name", "sha256", "rows", "columns", "sop_instance_uid"}
    assert set(found["scale"]) >= {"state", "row_mm", "column_mm", "method", "explanation", "relative_sd"}
    assert found["scale"]["method"] == "sphere"


def test_the_document_says_which_legs_and_what_right_and_left_rest_on() -> None:
    assert document(measured())["sides"] == {
        "shown": ["right", "left"],
        "confirmed": True,
        "text": "right and left checked against the side marker",
    }
    one = replace(only(QUICK, uncalibrated(measured()), [Side.RIGHT]), legs=LegsShown.RIGHT)
    assert document(one)["sides"] == {
        "shown": ["right"],
        "confirmed": False,
        "text": "right and left taken from user, not checked against a side marker",
    }


def test_of_a_single_leg_the_text_has_its_rows_alone() -> None:
    one = replace(only(QUICK, measured(), [Side.RIGHT]), legs=LegsShown.RIGHT)
    lines = text_of(one, film()).splitlines()
    assert any(line.split()[-1:] and "  right  " in line for line in lines)
    assert not any("  left  " in line for line in lines)


def test_the_document_has_no_number_that_is_none() -> None:
    text = json_bytes(measured(), film()).decode()
    assert "NaN" not in text
    assert "Infinity" not in text


def test_a_value_is_not_rounded_and_has_everything() -> None:
    found = reading(measured(), "mad")
    known = next(r for r in measured().readings() if (r.measurement.id, r.side) == ("mad", Side.RIGHT)).outcome
    assert isinstance(known, Value)
    assert known.interval is not None
    assert found["value"] == known.value
    assert found["interval95"] == list(known.interval)
    assert (found["status"], found["unit"], found["basis"], found["text"]) == ("value", "mm", "radiograph", known.text)
    assert (found["placement_sd"], found["scale_sd"]) == (known.placement_sd, known.scale_sd)
    assert set(found["sensitivity"]) == {"hip_center", "knee_center", "ankle_center"}
    assert found["ranges"][0]["outcome"] == "below"
    assert set(found["ranges"][0]) >= {"low", "high", "source", "population", "basis", "outcome"}


def test_a_class_is_a_value() -> None:
    found = reading(measured(), "mad_zone", "left")
    assert (found["status"], found["value"], found["unit"], found["borderline"]) == ("value", "L1", "class", False)


def test_a_reading_of_both_legs_names_the_side_of_each_landmark() -> None:
    assert set(reading(measured(), "lld", "both")["sensitivity"]) == {
        f"{side}.{landmark}" for side in ("right", "left") for landmark in ("hip_center", "ankle_center")
    }


def test_what_is_missing_of_both_legs_is_told_by_side_as_well() -> None:
    case = only(QUICK).without_placement(Side.LEFT, L.ANKLE_CENTER)
    found = reading(case, "lld", "both")
    assert found["status"] == "missing"
    assert found["missing"] == ["ankle_center"]
    assert found["missing_by_side"] == {"right": [], "left": ["ankle_center"]}
    assert "value" not in found
    assert "missing_by_side" not in reading(case, "mad", "left")


@pytest.mark.parametrize(
    ("name", "side", "reason"),
    [("mad", "right", "uncalibrated"), ("lld", "both", "uncalibrated"), ("imd", "both", "posture")],
)
def test_what_would_not_be_true_is_withheld(name: str, side: str, reason: str) -> None:
    found = reading(uncalibrated(measured()), name, side)
    assert (found["status"], found["reason"]) == ("withheld", reason)
    assert "value" not in found


def test_what_the_points_do_not_determine_is_undefined() -> None:
    case = only(QUICK)
    hip = case.limbs[Side.RIGHT][L.HIP_CENTER]
    found = reading(case.with_placement(Side.RIGHT, L.ANKLE_CENTER, hip), "mad")
    assert found["status"] == "undefined"
    assert found["reason"]


def test_without_a_scale_its_numbers_are_null() -> None:
    found = document(uncalibrated(measured()))["scale"]
    assert (found["state"], found["row_mm"], found["column_mm"], found["relative_sd"]) == (
        "uncalibrated",
        None,
        None,
        None,
    )
    angle = reading(uncalibrated(measured()), "hka")
    assert (angle["placement_sd"], angle["interval95"], angle["sensitivity"]) == (None, None, {})


def test_at_the_detector_the_interval_is_the_placements_alone() -> None:
    scale = Scale(ScaleState.DETECTOR_PLANE, "header", "At the detector.", row_mm=0.3, column_mm=0.3, level=5)
    case = replace(uncalibrated(measured()), header_scale=scale)
    found = reading(case, "mad")
    half = 1.96 * found["placement_sd"]
    assert found["scale_sd"] is None
    assert found["interval95"] == pytest.approx([found["value"] - half, found["value"] + half])
    assert "magnified" in [warning["code"] for warning in document(case)["warnings"]]


def test_on_a_photo_the_basis_is_the_surface() -> None:
    opened = photo()
    found = json.loads(json_bytes(opened.case, opened.image))
    assert {each["basis"] for each in found["readings"]} == {"surface"}
    assert {row["basis"] for row in rows(opened.case)} == {"surface"}


def test_a_warning_names_its_landmark() -> None:
    case = only(QUICK)
    upside_down = case.with_placement(Side.RIGHT, L.KNEE_CENTER, case.limbs[Side.RIGHT][L.ANKLE_CENTER]).with_placement(
        Side.RIGHT, L.ANKLE_CENTER, case.limbs[Side.RIGHT][L.KNEE_CENTER]
    )
    warning = next(w for w in document(upside_down)["warnings"] if w["code"] == "order")
    assert (warning["side"], warning["landmark"]) == ("right", "knee_center")


def test_a_name_that_is_no_text_still_makes_a_document() -> None:
    image = replace(film(), name="film\udcff.png")
    assert json.loads(json_bytes(new_case(image), image))["image"]["name"] == "film\udcff.png"
    assert "film .png" in text_of(new_case(image), image)


# ----------------------------------------------------------------------------------------------------- the same


@pytest.mark.parametrize("case", [measured(), only(FULL), only(QUICK), uncalibrated(measured())])
def test_every_form_says_the_same_words(case: Case) -> None:
    words = [reading.text for reading in case.readings()]
    assert [row["text"] for row in rows(case)] == words
    assert [found["text"] for found in document(case)["readings"]] == words


def test_the_text_table_shows_every_value_right_before_left() -> None:
    text = text_of(measured(), film())
    for each in measured().readings():
        if isinstance(each.outcome, (Value, ClassValue)):
            assert each.text in text
    lines = text.splitlines()
    start = next(k for k, line in enumerate(lines) if line.startswith("Measure"))
    side = lines[start].index("Side")
    assert [line[side : side + 5].strip() for line in lines[start + 1 : start + 3]] == ["right", "left"]
    assert "Sources of the quoted ranges:" in text
    assert text.rstrip().endswith("positioning.")


def test_the_json_says_how_the_picture_was_taken_and_what_the_reader_wrote() -> None:
    case = replace(measured(), comments="Seen twice.", reader="Dr B")
    document = json.loads(json_bytes(case, film()))
    assert document["posture"]["weight_bearing"] is True
    assert document["positioning"]["central_ray"] == "hips"
    assert document["positioning"]["knees_touching"] is None
    assert (document["reader"], document["comments"]) == ("Dr B", "Seen twice.")
    assert document["impression"] == case.impression


def test_json_and_text_say_what_the_protocol_lacks() -> None:
    case = replace(only(QUICK), protocol_id="quick_axis")
    whole = document(case)["completeness"]
    assert (whole["complete"], whole["landmarks"], whole["not_placed"], whole["text"]) == (True, 6, [], "")
    assert "Incomplete" not in text_of(case, film())
    half = case.without_placement(Side.LEFT, L.HIP_CENTER).with_placement(Side.RIGHT, L.KNEE_CENTER, NOT_VISIBLE)
    told = document(half)["completeness"]
    assert (told["protocol"], told["complete"], told["not_placed"]) == ("quick_axis", False, ["left.hip_center"])
    assert told["absent"] == {"right.knee_center": "not visible"}
    assert f"Incomplete: {told['text']}" in text_of(half, film()).splitlines()[2]
    assert document(replace(half, protocol_id=""))["completeness"] is None, "nobody chose a protocol"
