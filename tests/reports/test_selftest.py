"""The self-test passes, and would fail if a reading were wrong."""

from __future__ import annotations

import json
from dataclasses import replace

from kneeview.domain.catalog import CATALOG
from kneeview.domain.measurement import Number
from kneeview.reports.selftest import json_of_checks, run_checks, text_of_checks

FOR_PHOTOS = {"clinical_tfa", "q_angle"}


def test_every_value_is_true() -> None:
    assert [check for check in run_checks() if not check.passed] == []


def test_every_number_of_the_catalogue_is_checked() -> None:
    assert {check.measurement for check in run_checks()} == {
        entry.id for entry in CATALOG if isinstance(entry.rule, Number)
    } - FOR_PHOTOS


def test_the_outcome_stands_on_the_last_line() -> None:
    checks = run_checks()
    assert text_of_checks(checks).decode().splitlines()[-1] == f"passed: {len(checks)} of {len(checks)} values are true"
    assert json.loads(json_of_checks(checks))["passed"] is True


def test_a_wrong_value_and_a_missing_one_are_told() -> None:
    first, second, *rest = run_checks()
    checks = (replace(first, measured=first.expected + 0.001), replace(second, measured=None, text="needs hip"), *rest)
    text = text_of_checks(checks).decode()
    assert text.count("FAILED") == 3
    assert "needs hip" in text
    document = json.loads(json_of_checks(checks))
    assert document["passed"] is False
    assert "measured" not in document["values"][1]
