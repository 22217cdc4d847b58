"""The session: steps, previews, the way back, and what is not saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.case.placements import NOT_VISIBLE, PointMark
from kneeview.case.session import Change, Session
from kneeview.domain.calibration import SpacingCalibration
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import Side, View
from kneeview.domain.posture import Posture

FIRST = Case(ImageReference("film.png"))
HIP = (Side.RIGHT, LandmarkId.HIP_CENTER)

Edit = Callable[[Case], Case]


def at(x: float, y: float = 0) -> PointMark:
    """Return a landmark at that point."""
    return PointMark(ImagePoint(x, y))


def edits() -> st.SearchStrategy[Edit]:
    """Draw what a user may do to a case."""
    sides, ids = st.sampled_from(Side), st.sampled_from(list(LandmarkId)[:3])
    coordinates = st.integers(0, 3)
    return st.one_of(
        st.tuples(sides, ids, coordinates).map(lambda d: lambda case: case.with_placement(d[0], d[1], at(d[2]))),
        st.tuples(sides, ids).map(lambda d: lambda case: case.without_placement(*d)),
        st.tuples(sides, ids).map(lambda d: lambda case: case.with_placement(*d, NOT_VISIBLE)),
        coordinates.map(lambda n: lambda case: case.with_calibration(SpacingCalibration(n + 1, n + 1), "me", "now")),
        st.booleans().map(lambda yes: lambda case: replace(case, posture=Posture(weight_bearing=yes))),
        st.booleans().map(lambda yes: lambda case: replace(case, view=View(mirrored=yes))),
        st.just(Case.with_header_scale),
    )


# ----------------------------------------------------------------------------------------------- the way back


@given(st.lists(edits(), max_size=12))
def test_any_edits_and_as_many_undos_give_the_first_case_and_as_many_redos_the_last(done: list[Edit]) -> None:
    session = Session(FIRST)
    for number, edit in enumerate(done):
        session.apply(edit(session.case), f"edit {number}")
    last = session.case
    for _ in done:
        session.undo()
    assert session.case == FIRST
    for _ in done:
        session.redo()
    assert session.case == last


class EditedSession(RuleBasedStateMachine):
    """A session beside the plainest model of it: all cases in a row, and where we are."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(FIRST)
        self.row: list[tuple[Case, str]] = [(FIRST, "")]
        self.here = 0
        self.saved = FIRST
        self.gesture: Case | None = None

    @property
    def present(self) -> Case:
        return self.row[self.here][0]

    def step_to(self, case: Case, label: str) -> None:
        self.gesture = None
        if case != self.present:
            self.row = [*self.row[: self.here + 1], (case, label)]
            self.here += 1

    @rule(edit=edits(), label=st.sampled_from(["place", "move", "clear"]))
    def apply(self, edit: Edit, label: str) -> None:
        case = edit(self.session.case)
        self.session.apply(case, label)
        self.step_to(case, label)

    @rule(edit=edits(), label=st.sampled_from(["nudge", "suggest"]))
    def amend(self, edit: Edit, label: str) -> None:
        case, start = edit(self.present), max(self.here - 1, 0)
        stands = case != self.row[start][0]
        after = self.row[self.here + 1 :] if case == self.present else []
        assert self.session.amend(case, label) is stands
        self.gesture = None
        self.row = [*self.row[: start + 1], *([(case, label)] if stands else []), *after]
        self.here = start + stands

    @rule(edit=edits())
    def preview(self, edit: Edit) -> None:
        self.gesture = edit(self.present)
        self.session.preview(self.gesture)

    @rule(label=st.sampled_from(["drag", "turn"]))
    def commit(self, label: str) -> None:
        self.session.commit(label)
        if self.gesture is not None:
            self.step_to(self.gesture, label)

    @rule()
    def cancel(self) -> None:
        self.session.cancel()
        self.gesture = None

    @rule()
    def undo(self) -> None:
        self.session.undo()
        self.gesture = None
        self.here = max(0, self.here - 1)

    @rule()
    def redo(self) -> None:
        self.session.redo()
        self.gesture = None
        self.here = min(len(self.row) - 1, self.here + 1)

    @rule()
    def save(self) -> None:
        self.session.mark_saved()
        self.saved = self.present

    @invariant()
    def the_session_is_where_the_model_is(self) -> None:
        assert self.session.committed == self.present
        assert self.session.case == (self.gesture or self.present)
        assert self.session.is_previewing == (self.gesture is not None)
        assert self.session.is_dirty == (self.present != self.saved)
        assert self.session.undo_label == self.row[self.here][1]
        ahead = self.row[self.here + 1 :]
        assert self.session.redo_label == (ahead[0][1] if ahead else "")


EditedSession.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestEditedSession = EditedSession.TestCase


# ------------------------------------------------------------------------------------------------ one by one


def test_a_cancelled_gesture_leaves_no_trace() -> None:
    session = Session(FIRST)
    for x in range(5):
        session.preview(FIRST.with_placement(*HIP, at(x)))
    assert session.case.placement(*HIP) == at(4)
    session.cancel()
    assert session.case is FIRST
    assert (session.undo_label, session.redo_label, session.is_dirty) == ("", "", False)


def test_a_committed_gesture_is_one_step_whatever_it_went_through() -> None:
    session = Session(FIRST)
    for x in range(5):
        session.preview(FIRST.with_placement(*HIP, at(x)))
    session.commit("Move hip centre")
    assert session.undo_label == "Move hip centre"
    session.undo()
    assert session.case is FIRST
    assert (session.undo_label, session.redo_label) == ("", "Move hip centre")


def test_a_cancelled_gesture_keeps_the_way_forward() -> None:
    session = Session(FIRST)
    session.apply(FIRST.with_placement(*HIP, at(1)), "place")
    session.undo()
    session.preview(FIRST.with_placement(*HIP, at(2)))
    session.cancel()
    session.redo()
    assert session.case.placement(*HIP) == at(1)


def test_a_new_step_ends_the_way_forward() -> None:
    session = Session(FIRST)
    session.apply(FIRST.with_placement(*HIP, at(1)), "one")
    session.undo()
    session.apply(FIRST.with_placement(*HIP, at(2)), "another")
    session.redo()
    assert session.case.placement(*HIP) == at(2)
    assert session.redo_label == ""


def test_an_edit_without_a_difference_is_no_step_and_keeps_the_way_forward() -> None:
    session = Session(FIRST)
    session.apply(FIRST.with_placement(*HIP, at(1)), "place")
    session.undo()
    session.apply(replace(FIRST), "nothing")
    assert (session.undo_label, session.redo_label) == ("", "place")


def test_an_amended_step_begins_where_it_began_and_is_called_anew() -> None:
    session = Session(FIRST)
    session.apply(FIRST.with_placement(*HIP, at(1)), "place")
    assert session.amend(FIRST.with_placement(*HIP, at(2)), "suggest")
    assert session.undo_label == "suggest"
    session.undo()
    assert session.case == FIRST
    session.redo()
    assert session.case.placement(*HIP) == at(2)


def test_an_amendment_that_leads_back_leaves_no_step() -> None:
    session = Session(FIRST)
    session.apply(FIRST.with_placement(*HIP, at(1)), "place")
    assert not session.amend(replace(FIRST), "nudge")
    assert (session.undo_label, session.is_dirty) == ("", False)


def test_commit_and_undo_without_anything_to_do_do_nothing() -> None:
    session = Session(FIRST)
    session.commit("nothing")
    session.undo()
    session.redo()
    assert session.case is FIRST


def test_undo_back_to_what_was_saved_is_clean_again() -> None:
    session = Session(FIRST)
    session.apply(FIRST.with_placement(*HIP, at(1)), "one")
    session.mark_saved()
    dirty = [session.is_dirty]
    session.apply(session.case.with_placement(*HIP, at(2)), "two")
    dirty.append(session.is_dirty)
    for _ in range(2):
        session.undo()
        dirty.append(session.is_dirty)
    assert dirty == [False, True, False, True]


def test_a_gesture_under_way_is_not_saved() -> None:
    session = Session(FIRST)
    session.preview(FIRST.with_placement(*HIP, at(1)))
    session.mark_saved()
    assert not session.is_dirty
    session.commit("place")
    assert session.is_dirty


def test_another_case_begins_anew() -> None:
    session = Session(FIRST)
    session.apply(FIRST.with_placement(*HIP, at(1)), "place")
    session.select(HIP)
    other = Case(ImageReference("other.png"))
    session.open(other)
    assert session.case is other
    assert (session.undo_label, session.selection, session.is_dirty) == ("", None, False)


def test_an_opened_case_that_is_nowhere_on_disk_is_dirty_unless_it_is_empty() -> None:
    session = Session(FIRST)
    session.open(FIRST.with_placement(*HIP, at(1)), saved=False)
    assert session.is_dirty
    session.open(FIRST, saved=False)
    assert not session.is_dirty


# --------------------------------------------------------------------------------------------------- listeners


def test_listeners_are_told_what_changed() -> None:
    session, told = Session(FIRST), list[Change]()
    session.subscribe(told.append)
    session.preview(FIRST.with_placement(*HIP, at(1)))
    session.commit("place")
    session.undo()
    session.redo()
    session.preview(FIRST)
    session.cancel()
    assert set(told) == {Change.CASE}
    assert len(told) == 6
    told.clear()
    session.select(HIP)
    session.mark_saved()
    session.open(FIRST)
    assert told == [Change.SELECTION, Change.SAVED, Change.OPENED | Change.CASE | Change.SELECTION]


def test_listeners_are_not_told_of_what_is_not_so() -> None:
    session, told = Session(FIRST), list[Change]()
    session.subscribe(told.append)
    session.cancel()
    session.commit("nothing")
    session.select(None)
    assert told == []


def test_a_listener_may_stop_while_it_is_told() -> None:
    session, told = Session(FIRST), list[str]()

    def once(_: Change) -> None:
        told.append("once")
        stop()

    stop = session.subscribe(once)
    session.subscribe(lambda _: told.append("always"))
    session.select(HIP)
    session.select(None)
    assert told == ["once", "always", "always"]


def test_listeners_see_the_session_after_the_change() -> None:
    session, seen = Session(FIRST), list[Case]()
    session.subscribe(lambda _: seen.append(session.case))
    placed = FIRST.with_placement(*HIP, at(1))
    session.apply(placed, "place")
    session.undo()
    assert seen == [placed, FIRST]


def test_a_selection_is_no_edit() -> None:
    session = Session(FIRST)
    session.select(HIP)
    assert session.selection == HIP
    assert not session.is_dirty
    assert session.undo_label == ""
