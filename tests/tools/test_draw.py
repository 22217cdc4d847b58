"""Drawing by hand: click by click or drawn out, live while the pointer moves, and gestures that leave no trace."""

from __future__ import annotations

import pytest

from kneeview.domain.drawing.shapes import FORMS, Drawing, DrawingKind
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.measurement import Value
from kneeview.tools.draw import SENTENCES, DrawTool
from kneeview.tools.pointer import CaptionUnder
from kneeview.tools.tool_id import ToolId
from tests.domain.subjects import scale_of
from tests.hand import Hand

PLACES = [(100.0, 100.0), (300.0, 150.0), (320.0, 400.0), (150.0, 420.0)]


def hand_with(tool: ToolId) -> Hand:
    return Hand(scale_of()).take(tool)


def points(hand: Hand) -> list[tuple[float, float]]:
    """Return the points of the last drawing as it is shown."""
    return [(point.x, point.y) for point in hand.case.drawings[-1].points]


def in_hand(hand: Hand) -> int | None:
    """Return the number of the drawing that keys act on."""
    return hand.machine.drawing


def looked_at(hand: Hand) -> ImagePoint | None:
    """Return the place that the loupe shows."""
    return hand.machine.focus


def under(hand: Hand) -> int | None:
    """Return the number of the drawing under the pointer."""
    return hand.machine.hovered_drawing


def chosen(hand: Hand) -> int | None:
    """Return the number of the selected drawing."""
    return hand.session.selected_drawing


def kept(hand: Hand) -> tuple[Drawing, ...]:
    return hand.session.committed.drawings


# -------------------------------------------------------------------------------------------------------- drawing


@pytest.mark.parametrize("kind", [kind for kind in DrawingKind if kind not in (DrawingKind.TEXT, DrawingKind.POLYLINE)])
def test_click_by_click_makes_one_drawing_and_one_step(kind: DrawingKind) -> None:
    hand = hand_with(ToolId(kind.value))
    for place in PLACES[: FORMS[kind].most]:
        assert not kept(hand)
        hand.click(*place)
    assert [(d.number, d.kind) for d in kept(hand)] == [(1, kind)]
    assert points(hand) == PLACES[: FORMS[kind].most]
    assert hand.session.undo_label == f"Draw {FORMS[kind].name.lower()}"
    assert chosen(hand) == 1
    assert hand.tool() is ToolId(kind.value), "the next one can be drawn at once"
    hand.machine.undo()
    assert not kept(hand)
    assert not hand.session.undo_label


@pytest.mark.parametrize("kind", [kind for kind in DrawingKind if FORMS[kind].most == 2])
def test_press_drag_and_release_makes_the_same(kind: DrawingKind) -> None:
    hand = hand_with(ToolId(kind.value)).drag(*PLACES[0], *PLACES[1])
    assert points(hand) == PLACES[:2]
    assert len(kept(hand)) == 1


@pytest.mark.parametrize("tool", [ToolId.LINES_ANGLE, ToolId.COBB_ANGLE])
def test_two_lines_are_drawn_out_one_after_the_other(tool: ToolId) -> None:
    hand = hand_with(tool).drag(*PLACES[0], *PLACES[1])
    assert not kept(hand)
    hand.drag(*PLACES[2], *PLACES[3])
    assert points(hand) == PLACES


def test_the_second_line_may_begin_where_the_first_ends() -> None:
    hand = hand_with(ToolId.LINES_ANGLE).drag(*PLACES[0], *PLACES[1]).click(*PLACES[1]).click(*PLACES[3])
    assert points(hand) == [PLACES[0], PLACES[1], PLACES[1], PLACES[3]]


def test_an_angle_may_begin_with_an_arm_that_is_drawn_out() -> None:
    hand = hand_with(ToolId.ANGLE).drag(*PLACES[0], *PLACES[1]).drag(250, 300, *PLACES[2])
    assert points(hand) == PLACES[:3]


def test_the_number_is_seen_while_the_pointer_moves() -> None:
    hand = hand_with(ToolId.LENGTH).click(100, 100).move(100, 160)
    (reading,) = hand.case.drawn_readings()
    assert isinstance(reading.outcome, Value)
    assert reading.outcome.value == pytest.approx(60)
    assert in_hand(hand) == 1
    assert not kept(hand)
    assert not hand.machine.tool.is_dragging


def test_the_loupe_is_wanted_while_a_button_is_held() -> None:
    hand = hand_with(ToolId.LENGTH).press(100, 100)
    assert hand.machine.tool.is_dragging
    assert looked_at(hand) == ImagePoint(100, 100)
    hand.move(200, 200).release()
    assert looked_at(hand) is None
    hand.press(201, 201).move(301, 301)
    assert looked_at(hand) == ImagePoint(300, 300)


def test_the_loupe_shows_points_that_are_dragged_but_no_lines() -> None:
    hand = drawn(DrawingKind.LENGTH, (100, 100), (300, 100)).press(300, 100).move(400, 100)
    assert looked_at(hand) == ImagePoint(400, 100)
    hand.release().press(200, 100).move(200, 200)
    assert looked_at(hand) is None


def test_numbers_are_never_used_twice() -> None:
    hand = hand_with(ToolId.LENGTH).drag(100, 100, 200, 200)
    hand.machine.clear()
    assert not kept(hand)
    assert hand.session.undo_label == "Remove length"
    hand.drag(100, 100, 200, 200)
    assert kept(hand)[0].id == "length_2"


def test_points_beyond_the_picture_are_not_taken() -> None:
    hand = hand_with(ToolId.LENGTH).click(-50, 100)
    assert in_hand(hand) is None
    hand.press(100, 100).move(200, 100).move(-50, 100).release()
    assert points(hand) == [(100, 100), (200, 100)]


# ------------------------------------------------------------------------------------------------ how it ends


@pytest.mark.parametrize("ending", ["enter", "second click"])
def test_a_polyline_goes_on_until_it_is_ended(ending: str) -> None:
    hand = hand_with(ToolId.POLYLINE)
    for place in PLACES:
        hand.click(*place)
    assert not kept(hand)
    if ending == "enter":
        hand.machine.end()
    else:
        hand.click(PLACES[-1][0] + 1, PLACES[-1][1])
    assert points(hand) == PLACES


@pytest.mark.parametrize("ending", ["enter", "second click"])
def test_a_vertical_needs_no_second_point(ending: str) -> None:
    hand = hand_with(ToolId.VERTICAL).click(*PLACES[0])
    if ending == "enter":
        hand.machine.end()
    else:
        hand.click(*PLACES[0])
    assert points(hand) == PLACES[:1]
    assert len(kept(hand)) == 1


def test_a_second_click_on_the_same_place_makes_no_line_of_no_length() -> None:
    hand = hand_with(ToolId.LENGTH).click(100, 100).click(101, 100)
    hand.machine.end()
    assert not kept(hand)
    hand.click(200, 100)
    assert points(hand) == [(100, 100), (200, 100)]


def test_enter_does_nothing_in_a_hand_that_does_not_draw() -> None:
    hand = Hand()
    hand.machine.end()
    assert hand.tool() is ToolId.PLACE


# ------------------------------------------------------------------------------------------------ stepping back


def test_escape_steps_back_one_and_leaves_no_trace() -> None:
    hand = hand_with(ToolId.ANGLE).click(*PLACES[0]).press(200, 200).move(*PLACES[1])
    hand.escape()
    assert points(hand) == [PLACES[0]]
    hand.escape()
    assert hand.case.drawings == ()
    assert hand.tool() is ToolId.ANGLE
    assert not hand.session.is_previewing
    hand.escape()
    assert hand.tool() is ToolId.PLACE
    assert hand.case.drawn == 0


def test_escape_takes_a_line_back_that_is_being_drawn_out() -> None:
    hand = hand_with(ToolId.LENGTH).press(100, 100).move(200, 200).escape()
    assert hand.case.drawings == ()
    hand.release()
    assert hand.case.drawings == ()


def test_a_release_after_escape_sets_nothing() -> None:
    hand = hand_with(ToolId.LENGTH).press(100, 100).escape().move(200, 200).release()
    assert in_hand(hand) is None


@pytest.mark.parametrize("way", ["undo", "backspace"])
def test_points_are_taken_back_one_by_one(way: str) -> None:
    hand = hand_with(ToolId.ANGLE).click(*PLACES[0]).click(*PLACES[1])
    assert hand.machine.can_undo
    back = hand.machine.undo if way == "undo" else hand.machine.go_back
    back()
    assert in_hand(hand) == 1
    back()
    assert in_hand(hand) is None
    assert hand.case.drawings == ()
    assert not hand.machine.can_undo


def test_another_tool_drops_what_was_begun() -> None:
    hand = hand_with(ToolId.LENGTH).click(*PLACES[0]).take(ToolId.SELECT)
    assert hand.case.drawings == ()
    assert in_hand(hand) is None


# ------------------------------------------------------------------------------------------------------ prompts


def test_the_prompt_leads_from_point_to_point() -> None:
    hand = hand_with(ToolId.POLYLINE)
    seen = [hand.machine.tool.prompt]
    for place in PLACES:
        hand.click(*place)
        seen.append(hand.machine.tool.prompt)
    assert [prompt.title for prompt in seen] == ["Polyline"] * 5
    assert [prompt.sentence for prompt in seen] == [*SENTENCES[DrawingKind.POLYLINE], *[seen[-1].sentence] * 2]
    assert ("Enter", "end") not in seen[1].keys
    assert ("Enter", "end") in seen[2].keys


def test_there_is_a_sentence_for_every_point() -> None:
    assert set(SENTENCES) == set(DrawingKind)
    for kind, sentences in SENTENCES.items():
        assert len(sentences) == (FORMS[kind].most if kind is not DrawingKind.POLYLINE else 3)


def test_a_drawing_tool_asks_for_no_number() -> None:
    tool = hand_with(ToolId.LENGTH).machine.tool
    assert isinstance(tool, DrawTool)
    assert (tool.pending, tool.pending_is_line, tool.hovered, tool.request) == ((), False, None, None)
    with pytest.raises(AssertionError):
        tool.answer(1.0)


# ---------------------------------------------------------------------------------- correcting the last drawing


def test_the_points_of_the_last_drawing_can_be_corrected_without_another_tool() -> None:
    hand = hand_with(ToolId.LENGTH).drag(100, 100, 200, 200)
    hand.drag(202, 201, 302, 101)
    assert points(hand) == [(100, 100), (300, 100)]
    assert hand.session.undo_label == "Move length"
    assert in_hand(hand) == 1


def test_a_click_near_the_last_drawing_begins_the_next() -> None:
    hand = hand_with(ToolId.LENGTH).drag(100, 100, 200, 200).click(201, 200).click(300, 300)
    assert [d.number for d in kept(hand)] == [1, 2]
    assert points(hand) == [(201, 200), (300, 300)]


def test_escape_drops_a_correction() -> None:
    hand = hand_with(ToolId.LENGTH).drag(100, 100, 200, 200).press(200, 200).move(300, 300)
    assert points(hand)[1] == (300, 300)
    hand.escape()
    assert points(hand)[1] == (200, 200)
    assert hand.session.undo_label == "Draw length"


def test_the_lines_of_other_drawings_are_no_obstacle() -> None:
    hand = hand_with(ToolId.LENGTH).drag(100, 100, 200, 200).drag(400, 400, 500, 400)
    hand.drag(100, 100, 150, 300)
    assert points(hand) == [(100, 100), (150, 300)]
    assert len(kept(hand)) == 3


# ------------------------------------------------------------------------------------------------- words on it


def test_a_text_is_typed_where_it_was_clicked() -> None:
    hand = hand_with(ToolId.TEXT).click(100, 100)
    request = hand.machine.drawings.request
    assert request is not None
    assert (request.at, request.words, request.number) == (ImagePoint(100, 100), "", None)
    assert hand.case.drawings == ()
    hand.machine.drawings.answer("  old fracture ")
    assert kept(hand)[0].name == "old fracture"
    assert hand.session.undo_label == "Write text"
    assert hand.machine.drawings.request is None


def test_a_text_without_words_is_none() -> None:
    hand = hand_with(ToolId.TEXT).click(100, 100)
    hand.machine.drawings.answer("  ")
    assert hand.case.drawings == ()
    hand.machine.drawings.answer("nobody asked")
    assert hand.case.drawings == ()


def test_escape_stops_the_typing_first() -> None:
    hand = hand_with(ToolId.TEXT).click(100, 100).escape()
    assert hand.machine.drawings.request is None
    assert hand.tool() is ToolId.TEXT


def test_another_tool_stops_the_typing() -> None:
    hand = hand_with(ToolId.TEXT).click(100, 100).take(ToolId.SELECT)
    assert hand.machine.drawings.request is None


def test_drawings_are_named_and_texts_changed() -> None:
    hand = hand_with(ToolId.LENGTH).drag(100, 100, 200, 200).take(ToolId.TEXT).click(300, 300)
    edits = hand.machine.drawings
    edits.answer("scar")
    edits.edit(1)
    assert edits.request is not None
    assert (edits.request.at, edits.request.words) == (ImagePoint(200, 200), "")
    edits.answer("leg scar")
    assert kept(hand)[0].title == "leg scar"
    assert hand.session.undo_label == "Name length"
    edits.edit(2, ImagePoint(5, 5))
    assert edits.request is not None
    assert (edits.request.at, edits.request.words) == (ImagePoint(5, 5), "scar")
    edits.answer("old scar")
    assert hand.session.undo_label == "Change text"
    edits.rename(2, " ")
    assert [d.number for d in kept(hand)] == [1]
    assert hand.session.undo_label == "Remove text"


def test_what_is_gone_is_not_asked_about() -> None:
    hand = Hand()
    edits = hand.machine.drawings
    edits.edit(7)
    edits.rename(7, "gone")
    edits.remove(7)
    edits.nudge(7, 1, 1)
    assert edits.request is None
    assert not hand.session.undo_label


# ------------------------------------------------------------------------------------- dragging with the select hand


def drawn(kind: DrawingKind, *places: tuple[float, float]) -> Hand:
    """Return a hand that selects, and one drawing."""
    hand = hand_with(ToolId.SELECT)
    drawing = Drawing(1, kind, tuple(ImagePoint(*place) for place in places), "scar")
    hand.session.apply(hand.case.with_drawing(drawing), "Draw")
    return hand


LYING = [(100.0, 300.0), (300.0, 300.0)]


@pytest.mark.parametrize(
    ("kind", "before", "press", "to", "after"),
    [
        (DrawingKind.LENGTH, [(100, 100), (300, 100)], (301, 101), (401, 151), [(100, 100), (400, 150)]),
        (DrawingKind.LENGTH, [(100, 100), (300, 100)], (200, 103), (250, 203), [(150, 200), (350, 200)]),
        (DrawingKind.CIRCLE, [(300, 300), (400, 300)], (300, 300), (350, 320), [(350, 320), (450, 320)]),
        (DrawingKind.CIRCLE, [(300, 300), (400, 300)], (400, 300), (450, 300), [(300, 300), (450, 300)]),
        (DrawingKind.CIRCLE, [(300, 300), (400, 300)], (300, 400), (300, 350), [(300, 300), (300, 350)]),
        (DrawingKind.TEXT, [(300, 300)], (303, 300), (403, 350), [(400, 350)]),
        (DrawingKind.ELLIPSE, [*LYING, (250, 350)], (250, 350), (250, 380), [*LYING, (250, 380)]),
        (DrawingKind.ELLIPSE, [*LYING, (250, 350)], (300, 300), (100, 500), [(100, 300), (100, 500), (50, 400)]),
        (DrawingKind.ELLIPSE, [*LYING, (250, 250)], (300, 300), (100, 500), [(100, 300), (100, 500), (150, 400)]),
        (DrawingKind.ELLIPSE, [(9, 300), (9, 300), (250, 350)], (9, 300), (90, 300), [(90, 300), (9, 300), (250, 350)]),
        (DrawingKind.LEVEL, [(100, 300), (300, 340)], (200, 320), (210, 330), [(110, 310), (310, 350)]),
        (DrawingKind.VERTICAL, [(300, 300)], (300, 900), (350, 900), [(350, 300)]),
    ],
)  # fmt: skip
def test_points_bodies_and_rims_are_dragged(
    kind: DrawingKind,
    before: list[tuple[float, float]],
    press: tuple[float, float],
    to: tuple[float, float],
    after: list[tuple[float, float]],
) -> None:
    hand = drawn(kind, *before).drag(*press, *to)
    assert points(hand) == [pytest.approx(place) for place in after]
    hand.machine.undo()
    assert points(hand) == before


def test_an_axis_of_an_ellipse_is_not_pulled_to_nothing() -> None:
    hand = drawn(DrawingKind.ELLIPSE, (100, 300), (300, 300), (250, 350)).press(300, 300).move(200, 300).move(100, 300)
    assert points(hand) == [(100, 300), (300, 300), (250, 350)]


def test_a_caption_is_moved_beside_its_drawing_and_follows_it() -> None:
    hand = drawn(DrawingKind.LENGTH, (100, 100), (300, 100))
    hand.over(CaptionUnder(1, ImagePoint(200, 60))).drag(210, 62, 510, 362)
    assert hand.case.drawings[0].caption_at == ImagePoint(500, 360)
    assert points(hand) == [(100, 100), (300, 100)]
    assert hand.session.undo_label == "Move caption of length"
    hand.over(None).drag(200, 100, 210, 150)
    assert hand.case.drawings[0].caption_at == ImagePoint(510, 410)


def test_a_text_is_dragged_by_its_letters() -> None:
    hand = drawn(DrawingKind.TEXT, (300, 300)).over(CaptionUnder(1, ImagePoint(300, 300))).drag(340, 300, 350, 350)
    assert points(hand) == [(310, 350)]
    assert hand.case.drawings[0].caption_at is None


def test_a_caption_of_something_else_is_not_taken() -> None:
    hand = drawn(DrawingKind.LENGTH, (100, 100), (300, 100)).over(CaptionUnder(9, ImagePoint(600, 600)))
    hand.click(600, 600)
    assert chosen(hand) is None


def test_drawings_are_hovered_selected_nudged_and_cleared() -> None:
    hand = drawn(DrawingKind.LENGTH, (100, 100), (300, 100)).move(200, 102)
    assert under(hand) == 1
    assert hand.machine.tool.hovered is None
    assert chosen(hand.click(200, 102)) == 1
    hand.machine.nudge(1, 2)
    assert points(hand) == [(101, 102), (301, 102)]
    assert hand.session.undo_label == "Nudge length"
    hand.machine.nudge(-500, 0)
    assert points(hand) == [(101, 102), (301, 102)]
    hand.machine.undo()
    assert chosen(hand) == 1
    hand.machine.clear()
    assert hand.case.drawings == ()
    assert chosen(hand) is None
    hand.move(900, 900)
    assert under(hand) is None
    assert under(hand.take(ToolId.PLACE)) is None


def test_escape_drops_the_drag_then_the_selection() -> None:
    hand = drawn(DrawingKind.LENGTH, (100, 100), (300, 100)).press(300, 100).move(500, 500)
    assert hand.machine.tool.is_dragging
    hand.escape()
    assert points(hand)[1] == (300, 100)
    assert chosen(hand) == 1
    hand.escape()
    assert chosen(hand) is None


def test_a_tremble_on_a_drawing_is_no_drag() -> None:
    hand = drawn(DrawingKind.LENGTH, (100, 100), (300, 100))
    before = hand.case
    hand.press(300, 100).move(301, 101).release()
    assert hand.case == before


def test_a_drawing_stays_on_the_picture() -> None:
    hand = drawn(DrawingKind.LENGTH, (100, 100), (300, 100)).drag(200, 100, -200, 100)
    assert points(hand) == [(100, 100), (300, 100)]


def test_a_landmark_is_taken_before_a_drawing_and_a_drawing_before_a_rim() -> None:
    hand = Hand(scale_of()).quick_axis().take(ToolId.SELECT)
    for number, end in ((1, (390.0, 1600.0)), (2, (480.0, 400.0))):
        ends = (ImagePoint(700, 700), ImagePoint(*end))
        hand.session.apply(hand.case.with_drawing(Drawing(number, DrawingKind.LENGTH, ends)), "Draw")
    hand.click(390, 1600)
    assert hand.selection() is not None
    hand.click(480, 400)
    assert (chosen(hand), hand.selection()) == (2, None)


def test_placing_takes_no_hold_of_drawings() -> None:
    hand = drawn(DrawingKind.LENGTH, (100, 100), (300, 100)).take(ToolId.PLACE).click(200, 100)
    assert chosen(hand) is None
    assert len(hand.pending()) == 1
