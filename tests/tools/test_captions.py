"""Captions of readings in the hand: moved with the select tool, one step each, and put back."""

from __future__ import annotations

from kneeview.domain.caption import PlacedCaption
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.limb import Side
from kneeview.tools.pointer import ReadingCaption
from kneeview.tools.tool_id import ToolId
from tests.hand import Hand

KEY = ("hka", Side.RIGHT)
CAPTION = ReadingCaption(KEY, ImagePoint(600, 1100), ImagePoint(395, 1060))


def over_caption() -> Hand:
    hand = Hand().quick_axis().take(ToolId.SELECT).over(CAPTION)
    hand.session.select(None)
    return hand


def placed(hand: Hand) -> PlacedCaption | None:
    return hand.case.caption(KEY)


def test_a_caption_is_moved_as_one_step_and_undone() -> None:
    hand = over_caption().drag(610, 1105, 710, 1205)
    assert placed(hand) == PlacedCaption("hka", Side.RIGHT, 305.0, 140.0)
    assert hand.session.undo_label == "Move caption"
    hand.machine.undo()
    assert placed(hand) is None


def test_captions_are_not_hidden_while_one_is_moved() -> None:
    hand = over_caption().press(610, 1105).move(700, 1200)
    assert placed(hand) is not None
    assert not hand.machine.tool.is_dragging
    hand.escape()
    assert placed(hand) is None
    assert hand.case == hand.session.committed


def test_a_click_on_a_caption_moves_nothing_and_lets_go_of_the_selection() -> None:
    hand = over_caption()
    before = hand.session.committed
    hand.session.select((Side.RIGHT, hand.case.protocol.landmarks[0]))
    hand.click(610, 1105)
    assert hand.case == before
    assert hand.selection() is None


def test_a_caption_stays_on_the_picture() -> None:
    hand = over_caption().press(610, 1105).move(1300, 1105).move(1900, 1105).release()
    assert placed(hand) == PlacedCaption("hka", Side.RIGHT, 895.0, 40.0)


def test_a_point_under_the_letters_comes_first() -> None:
    hand = over_caption().drag(390, 1600, 400, 1650)
    assert placed(hand) is None
    assert hand.session.undo_label == "Move right knee centre"


def test_a_caption_under_the_pointer_is_said_and_put_back() -> None:
    hand = over_caption().drag(610, 1105, 710, 1205).move(700, 1200)
    assert "double click" in hand.machine.tool.prompt.sentence
    assert hand.machine.put_caption_back()
    assert placed(hand) is None
    assert hand.session.undo_label == "Put caption back"
    hand.over(None).move(800, 800)
    assert "double click" not in hand.machine.tool.prompt.sentence
    assert not hand.machine.put_caption_back()


def test_only_the_select_tool_takes_captions() -> None:
    hand = over_caption().move(610, 1105).take(ToolId.PLACE)
    assert not hand.machine.put_caption_back()
    hand.drag(610, 1105, 710, 1205)
    assert placed(hand) is None
