"""What a benchmark writes. The benchmarks themselves are run by `python -m tests.benchmarks`, never here."""

from __future__ import annotations

import pytest

from tests.benchmarks.registry import Figure


def test_a_figure_beside_a_peer_is_judged_by_their_ratio() -> None:
    assert Figure("frame", 8.0, "ms", 0.5, "a peer", 16.0, 1.25).as_json() == {
        "name": "frame",
        "figure": 8.0,
        "unit": "ms",
        "peer": "a peer",
        "peer_figure": 16.0,
        "ratio": 0.5,
        "floor": 1.25,
        "goal": 0.5,
        "met": True,
    }
    assert not Figure("frame", 8.1, "ms", 0.5, "a peer", 16.0).met


def test_a_figure_without_a_peer_is_judged_by_itself_and_has_every_key() -> None:
    alone = Figure("frame", 8.3, "ms", 8.3)
    assert alone.as_json() == {
        "name": "frame",
        "figure": 8.3,
        "unit": "ms",
        "peer": None,
        "peer_figure": None,
        "ratio": None,
        "floor": None,
        "goal": 8.3,
        "met": True,
    }


@pytest.mark.parametrize("figure", [8.4, float("inf")])
def test_a_slower_figure_has_not_met_its_goal(figure: float) -> None:
    assert not Figure("frame", figure, "ms", 8.3).met
