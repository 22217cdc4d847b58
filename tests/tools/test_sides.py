"""Right and left confirmed or exchanged: a step of its own that takes away no way forward."""

from __future__ import annotations

from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Facing, Side, View
from tests.hand import Hand

R, L_ = Side.RIGHT, Side.LEFT


def is_confirmed(hand: Hand) -> bool:
    return hand.case.sides_confirmed


def half_undone() -> Hand:
    hand = Hand().quick_axis()
    for _ in range(4):
        hand.machine.undo()
    return hand


def test_an_answer_is_one_step_and_what_was_undone_comes_back_with_it() -> None:
    hand = half_undone()
    whole = Hand().quick_axis().case.limbs
    hand.machine.sides.confirm()
    assert hand.session.undo_label == "Check the side marker"
    assert hand.session.redo_label != ""
    for _ in range(4):
        hand.machine.redo()
    assert hand.case.limbs == whole
    assert is_confirmed(hand)
    for _ in range(5):
        hand.machine.undo()
    assert not is_confirmed(hand)
    hand.machine.sides.confirm(False)
    assert hand.session.redo_label != "", "an answer that changes nothing is no step"


def test_what_was_undone_comes_back_on_the_other_leg_after_the_sides_are_exchanged() -> None:
    hand = half_undone()
    whole = Hand().quick_axis().case.limbs
    said = hand.machine.sides.exchange()
    assert said.startswith("The patient's right leg is on the right of the picture now.")
    while hand.session.redo_label:
        hand.machine.redo()
    assert hand.case.view == View(Facing.POSTERIOR)
    assert (hand.case.limbs[R], hand.case.limbs[L_]) == (whole[L_], whole[R])


def test_what_was_undone_under_another_view_stays_as_it_was() -> None:
    hand = Hand().quick_axis()
    hand.machine.sides.exchange()
    exchanged = hand.case
    hand.machine.undo()
    hand.machine.sides.confirm()
    hand.machine.redo()
    assert hand.case == exchanged


def test_an_edit_still_ends_what_could_be_redone() -> None:
    hand = half_undone()
    hand.session.apply(hand.case.without_placement(R, L.HIP_CENTER), "Clear")
    assert hand.session.redo_label == ""
