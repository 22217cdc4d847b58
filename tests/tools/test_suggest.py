"""Suggestions from the picture, locks and the quiet sentences: a suggestion is never more than that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kneeview.case.case import Case
from kneeview.case.placements import CircleMark, Found, PointMark, is_locked, is_suggested
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import Side
from kneeview.domain.measurement import Missing, PlacedLandmark
from kneeview.tools.place.look import Seen, reach_mm
from kneeview.tools.pointer import Pointer
from kneeview.tools.tool_id import ToolId
from tests.hand import Hand

R, LEFT = Side.RIGHT, Side.LEFT
HIP, KNEE, ANKLE = (R, L.HIP_CENTER), (R, L.KNEE_CENTER), (R, L.ANKLE_CENTER)
CONDYLE = (R, L.FEMORAL_CONDYLE_LATERAL)
RIM = (ImagePoint(320.0, 400.0), ImagePoint(400.0, 320.0), ImagePoint(480.0, 400.0))


class Eye:
    """Finds heads and edges at once where it is told to, and remembers what it was asked."""

    def __init__(self, *, sees: bool = True) -> None:
        self.sees = sees
        self.asked: list[PlacedLandmark] = []

    def __call__(self, _: Case, step: PlacedLandmark, pointer: Pointer, tell: Callable[[Seen | None], None]) -> None:
        self.asked.append(step)
        found = CircleMark(RIM) if step[1] is L.HIP_CENTER else PointMark(pointer.at.moved(0.0, 5.0))
        tell(found if self.sees else None)


def hand(eye: Eye | None = None, *, kind: Kind = Kind.RADIOGRAPH) -> Hand:
    return Hand(kind=kind, find_landmark=eye or Eye())


def at_condyle(eye: Eye | None = None) -> Hand:
    made = hand(eye)
    made.session.apply(replace(made.case, protocol_id="full_alignment"), "Protocol")
    made.machine.go_to(CONDYLE)
    return made


def test_one_rough_click_suggests_the_head_and_waits() -> None:
    made = hand().click(390, 410)
    mark = made.case.placement(*HIP)
    assert mark == CircleMark(RIM, Found.SUGGESTED)
    assert made.machine.step == HIP
    assert made.machine.asks == HIP
    assert "Right?" in made.machine.tool.prompt.sentence
    assert made.machine.tool.prompt.keys[0] == ("Space", "take it")
    assert made.session.undo_label == "Suggest right hip centre"


def test_what_is_suggested_is_not_measured_and_is_said() -> None:
    made = hand().click(390, 410)
    assert L.HIP_CENTER not in made.case.subject().positions[R]
    made.machine.place.go_to(KNEE)
    made.click(390, 1600).click(410, 2700)
    angle = next(r for r in made.case.readings() if r.measurement.id == "hka" and r.side is R)
    assert isinstance(angle.outcome, Missing)
    assert [notice.landmark for notice in made.case.notices() if notice.code == "suggested"] == [HIP]
    made.machine.go_to(HIP)
    made.machine.accept()
    after = next(r for r in made.case.readings() if r.measurement.id == "hka" and r.side is R)
    assert not isinstance(after.outcome, Missing)
    assert not any(notice.code == "suggested" for notice in made.case.notices())


def test_space_takes_the_suggestion_and_goes_on() -> None:
    made = hand().click(390, 410)
    made.machine.accept()
    assert made.case.placement(*HIP) == CircleMark(RIM, Found.SNAPPED)
    assert made.machine.step == KNEE
    asked = [made.machine.asks]
    made.machine.undo()
    asked.append(made.machine.asks)
    assert asked == [None, HIP]
    made.machine.undo()
    assert made.case.placement(*HIP) is None


def test_both_legs_of_the_quick_axis_take_six_clicks_and_two_spaces() -> None:
    made = hand()
    for side_x in (0.0, 600.0):
        made.click(390 + side_x, 410)
        made.machine.accept()
        made.click(390 + side_x, 1600).click(410 + side_x, 2700)
    assert made.machine.step is None


def test_a_click_beside_a_suggested_edge_corrects_it_by_hand() -> None:
    eye = Eye()
    made = at_condyle(eye).click(300, 1500)
    assert made.case.placement(*CONDYLE) == PointMark(ImagePoint(300.0, 1505.0), Found.SUGGESTED)
    made.click(301, 1550)
    assert made.case.placement(*CONDYLE) == PointMark(ImagePoint(301.0, 1550.0))
    assert eye.asked == [CONDYLE]
    assert made.machine.step == (R, L.FEMORAL_CONDYLE_MEDIAL)


def test_three_clicks_on_the_rim_correct_a_suggested_head() -> None:
    made = hand().click(390, 410).click(300, 400)
    assert made.machine.asks is None
    assert is_suggested(made.case.placement(*HIP))
    made.click(400, 300).click(500, 400)
    assert made.case.placement(*HIP) == CircleMark((ImagePoint(300, 400), ImagePoint(400, 300), ImagePoint(500, 400)))
    assert made.machine.step == KNEE


def test_dragging_a_suggestion_makes_it_the_users_and_goes_on() -> None:
    made = hand().click(390, 410).drag(400, 400, 410, 420)
    mark = made.case.placement(*HIP)
    assert isinstance(mark, CircleMark)
    assert mark.found is Found.BY_HAND
    assert made.machine.step == KNEE
    assert made.selection() == HIP


def test_dragging_another_mark_leaves_the_suggestion_waiting() -> None:
    made = hand()
    made.machine.place.go_to(KNEE)
    made.click(390, 1600)
    made.machine.go_to(HIP)
    made.click(390, 410).drag(390, 1600, 450, 1650)
    assert made.machine.asks == HIP
    assert made.case.placement(*KNEE) == PointMark(ImagePoint(450.0, 1650.0))


def test_backspace_drops_the_suggestion_and_the_rim_is_clicked() -> None:
    eye = Eye()
    made = hand(eye).click(390, 410)
    made.machine.go_back()
    assert made.case.placement(*HIP) is None
    assert made.machine.step == HIP
    made.click(320, 400).click(400, 320).click(480, 400)
    assert made.case.placement(*HIP) == CircleMark(RIM)
    assert eye.asked == [HIP]


def test_a_head_that_is_not_found_is_said_and_asked_for_by_hand() -> None:
    eye = Eye(sees=False)
    made = hand(eye).click(390, 410)
    assert made.pending() == []
    assert "No rim" in made.machine.tool.prompt.sentence
    made.click(320, 400).click(400, 320).click(480, 400)
    assert made.case.placement(*HIP) == CircleMark(RIM)
    assert eye.asked == [HIP]


def test_an_edge_that_is_not_found_leaves_the_point_where_it_was_clicked() -> None:
    made = at_condyle(Eye(sees=False)).click(300, 1500)
    assert made.case.placement(*CONDYLE) == PointMark(ImagePoint(300.0, 1500.0))
    assert "stands where you clicked" in made.machine.tool.prompt.sentence
    made.click(500, 1500)
    assert "medial" in made.machine.tool.prompt.sentence


def test_middles_of_joints_and_photos_are_never_guessed_at() -> None:
    eye = Eye()
    made = hand(eye)
    made.machine.go_to(KNEE)
    made.click(390, 1600)
    assert made.case.placement(*KNEE) == PointMark(ImagePoint(390.0, 1600.0))
    photo = hand(eye, kind=Kind.PHOTO)
    photo.machine.go_to(HIP)
    photo.click(320, 400)
    assert len(photo.pending()) == 1
    assert eye.asked == []


def test_with_suggestions_off_nothing_is_looked_for() -> None:
    eye = Eye()
    made = hand(eye)
    made.machine.use_snapping(False)
    made.click(320, 400)
    assert eye.asked == []
    assert len(made.pending()) == 1
    without = Hand()
    without.machine.use_snapping(True)
    without.click(320, 400)
    assert len(without.pending()) == 1


def test_the_prompt_says_that_the_rim_is_looked_for() -> None:
    assert "looked for" in hand().machine.tool.prompt.sentence
    assert "three points" in Hand().machine.tool.prompt.sentence


def test_a_suggestion_left_behind_comes_round_again() -> None:
    made = hand().click(390, 410)
    made.machine.go_to(KNEE)
    made.click(390, 1600).click(410, 2700)
    for step in ((LEFT, L.HIP_CENTER), (LEFT, L.KNEE_CENTER), (LEFT, L.ANKLE_CENTER)):
        made.machine.go_to(step)
        made.machine.mark_not_visible()
    assert made.machine.step == HIP
    assert made.machine.asks == HIP


# ---------------------------------------------------------------------------------------------------------- locks


def locked() -> Hand:
    made = Hand().quick_axis()
    made.session.select(KNEE)
    made.machine.landmarks.toggle_lock()
    return made


def test_a_locked_landmark_is_neither_dragged_nor_nudged_nor_cleared() -> None:
    made = locked()
    before = made.case
    assert is_locked(before.placement(*KNEE))
    assert made.machine.landmarks.holds_locked
    made.machine.nudge(1, 0)
    assert "locked" in made.machine.tool.prompt.sentence
    made.machine.clear()
    made.machine.mark_not_visible()
    made.drag(390, 1600, 500, 1700)
    assert "locked" in made.machine.tool.prompt.sentence
    made.take(ToolId.SELECT).drag(390, 1600, 500, 1700)
    assert "locked" in made.machine.tool.prompt.sentence
    made.machine.go_to(KNEE)
    made.click(600, 1500).click(392, 1600)
    assert made.case == before
    made.take(ToolId.SELECT).click(800, 800)
    assert "locked" not in made.machine.tool.prompt.sentence


def test_a_drag_of_a_locked_landmark_shows_no_loupe() -> None:
    made = locked().press(390, 1600).move(450, 1650)
    assert not made.machine.tool.is_dragging
    assert made.machine.focus is None
    made.escape()


def test_l_unlocks_again_as_one_step() -> None:
    made = locked()
    assert made.session.undo_label == "Lock right knee centre"
    made.machine.landmarks.toggle_lock()
    assert made.session.undo_label == "Unlock right knee centre"
    made.machine.nudge(1, 0)
    assert made.case.placement(*KNEE) == PointMark(ImagePoint(391.0, 1600.0))


def test_only_what_is_placed_and_selected_can_be_locked() -> None:
    made = Hand()
    assert not made.machine.landmarks.can_lock
    assert not made.machine.landmarks.holds_locked
    made.machine.landmarks.toggle_lock()
    made.machine.mark_not_visible()
    made.session.select(HIP)
    assert not made.machine.landmarks.can_lock
    made.machine.landmarks.toggle_lock()
    assert not is_locked(made.case.placement(*HIP))
    made.machine.place.go_to(KNEE)
    made.click(390, 1600)
    assert made.machine.landmarks.can_lock


# ----------------------------------------------------------------------------------------------------- keys, loupe


def test_a_key_goes_to_a_landmark_of_this_leg_and_again_to_the_other() -> None:
    made = Hand()
    made.machine.go_to_landmark(L.ANKLE_CENTER)
    assert made.machine.step == ANKLE
    made.machine.go_to_landmark(L.ANKLE_CENTER)
    assert made.machine.step == (LEFT, L.ANKLE_CENTER)
    made.machine.go_to_landmark(L.KNEE_CENTER)
    assert made.machine.step == (LEFT, L.KNEE_CENTER)
    made.machine.go_to_landmark(L.ILIAC_CREST)
    assert made.machine.step == (LEFT, L.KNEE_CENTER)
    done = Hand().quick_axis()
    done.session.select(None)
    done.machine.go_to_landmark(L.KNEE_CENTER)
    assert done.machine.step == KNEE


def test_the_loupe_follows_the_point_and_not_the_grip() -> None:
    made = Hand().quick_axis().press(394, 1603).move(444, 1653)
    focuses = [made.machine.focus, made.release().machine.focus]
    made.machine.go_to(KNEE)
    focuses += [made.press(700, 900).machine.focus, made.release().machine.focus]
    made.take(ToolId.SELECT)
    focuses += [made.press(440, 1650).machine.focus, made.release().machine.focus]
    made.take(ToolId.RULER)
    focuses += [made.press(100, 100).machine.focus, made.release().machine.focus]
    own, placed, ruler = ImagePoint(440.0, 1650.0), ImagePoint(700.0, 900.0), ImagePoint(100.0, 100.0)
    assert focuses == [own, None, placed, None, None, None, ruler, None]


def test_with_another_tool_nothing_asks() -> None:
    made = hand().click(390, 410)
    made.take(ToolId.SELECT)
    assert made.machine.asks is None


@pytest.mark.parametrize("zoom", [0.2, 1.0, 5.0])
def test_the_eye_is_told_how_large_the_picture_is_seen(zoom: float) -> None:
    seen: list[float] = []

    def look(_: Case, __: PlacedLandmark, pointer: Pointer, tell: Callable[[Seen | None], None]) -> None:
        seen.append(pointer.image_px_per_screen_px)
        tell(None)

    Hand(zoom=zoom, find_landmark=look).click(390, 410)
    assert seen == [1 / zoom]


@pytest.mark.parametrize(("image_px", "mm_px", "reach"), [(1.0, 3.0, 4.0), (0.1, 3.0, 3.0), (9.0, 3.0, 8.0)])
def test_an_edge_is_looked_for_as_far_as_the_eye_aims_within_limits(
    image_px: float, mm_px: float, reach: float
) -> None:
    assert reach_mm(Pointer(ImagePoint(0, 0), image_px), mm_px) == pytest.approx(reach)
