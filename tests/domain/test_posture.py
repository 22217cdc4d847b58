"""What is attested of the posture, and what stood under the feet."""

from __future__ import annotations

import pytest

from kneeview.domain.limb import Side
from kneeview.domain.posture import ATTESTATIONS, Posture, Underlay


def test_what_is_attested_is_said_in_the_order_of_the_table() -> None:
    everything = Posture()
    for name, words in ATTESTATIONS:
        everything = everything.with_attestation(name, attested=True)
        assert everything.attested[-1] == words
    assert everything.attested == tuple(words for _, words in ATTESTATIONS)
    withdrawn = everything.with_attestation("knees_touching", attested=False)
    assert withdrawn.attested == ("weight-bearing", "patellae forward", "ankles touching")


@pytest.mark.parametrize(
    ("posture", "words", "right_raised_mm"),
    [
        (Posture(), "", 0),
        (Posture(under_left=Underlay(10)), "a 10 mm block under the left foot", -10),
        (Posture(under_right=Underlay(lift_mm=4.5)), "a 4.5 mm lift in the right shoe", 4.5),
        (
            Posture(under_right=Underlay(10, 5), under_left=Underlay(3)),
            "a 10 mm block under the right foot and a 5 mm lift in the right shoe and a 3 mm block under the left foot",
            12,
        ),
    ],
)
def test_what_stood_under_the_feet_is_said_and_added_up(posture: Posture, words: str, right_raised_mm: float) -> None:
    assert posture.raised_words == words
    assert posture.right_raised_mm == right_raised_mm


def test_attesting_leaves_the_blocks_where_they_are() -> None:
    raised = Posture(under_left=Underlay(10))
    attested = raised.with_attestation("weight_bearing", attested=True)
    assert attested.under(Side.LEFT) == Underlay(10)
    assert attested.under(Side.RIGHT) == Underlay()
