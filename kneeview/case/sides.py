"""Right and left exchanged: what follows when the side marker says otherwise. Pure functions on a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from kneeview.case.case import Case
from kneeview.case.placements import Limb, points_of
from kneeview.domain.landmarks import LATERAL_AND_MEDIAL, Kind, LandmarkId
from kneeview.domain.limb import Facing, Side, View
from kneeview.domain.sides import LegsShown

_OTHER_END: Final[Mapping[LandmarkId, LandmarkId]] = {
    **dict(LATERAL_AND_MEDIAL),
    **{medial: lateral for lateral, medial in LATERAL_AND_MEDIAL},
}


def turned_over(view: View, kind: Kind, *, as_mirror: bool = False) -> View:
    """Return the view with right and left at the other edges.

    From where a patient stands on a photo is plain to see, so only whether it is a mirror image is turned over, as
    with selfies. A film that is no mirror image is taken to be seen from the other side. On the readings both have the
    same effect. `as_mirror` is that the user looks at the film left for right: then that is what it is, too.
    """
    if kind is Kind.PHOTO or view.mirrored or (as_mirror and view.facing is Facing.ANTERIOR):
        return replace(view, mirrored=not view.mirrored)
    return View() if view.facing is Facing.POSTERIOR else View(Facing.POSTERIOR)


def only_side(case: Case) -> Side | None:
    """Return the leg that the picture shows; None where it shows both."""
    sides = case.sides_shown
    return sides[0] if len(sides) == 1 else None


def _across(limb: Limb) -> float | None:
    """Return where a leg's landmarks lie across the picture, in pixels; None where none is placed."""
    found = [point.x for mark in limb.values() for point in points_of(mark)]
    return sum(found) / len(found) if found else None


def follows_view(case: Case) -> bool:
    """Whether the landmarks were placed as the view has it: the right ones at the edge where R stands.

    A leg without landmarks counts as lying at the middle of the picture.
    """
    middle = case.image.columns / 2
    right, left = _across(case.limbs[Side.RIGHT]), _across(case.limbs[Side.LEFT])
    right_is_left_of_it = (middle if right is None else right) < (middle if left is None else left)
    return right_is_left_of_it == case.view.right_leg_on_the_left


def with_sides_exchanged(case: Case, *, as_mirror: bool = False) -> Case:
    """Return the case with right and left the other way round; whoever checked them before has not checked these.

    Of both legs the view is turned over, and the landmarks go to the other leg, unless they were set against the view
    and only that was wrong. Of a single leg the landmarks go to the other leg and the view stays, so that what was
    lateral is medial now. Twice is no change but that nobody checked.
    """
    only = only_side(case)
    if only is not None:
        moved = {_OTHER_END.get(i, i): mark for i, mark in case.limbs[only].items()}
        limbs: Mapping[Side, Limb] = {only: {}, only.other: moved}
        return replace(case, limbs=limbs, legs=LegsShown(only.other.value))
    limbs = case.limbs
    if follows_view(case):
        limbs = {side: limbs[side.other] for side in Side}
    return replace(case, limbs=limbs).with_view(turned_over(case.view, case.kind, as_mirror=as_mirror))


def with_sides_confirmed(case: Case, confirmed: bool = True, *, as_mirror: bool = False) -> Case:
    """Return the case after the side marker was found to agree with it, or was not.

    `as_mirror` is that it was compared left for right: a view from behind that only followed from where the right leg
    lies is a mirror image seen from the front then, with the same sides.
    """
    if confirmed and as_mirror and case.view == View(Facing.POSTERIOR) and not case.view_told:
        case = case.with_view(View(mirrored=True))
    return replace(case, sides_confirmed=confirmed)


def landmarks_moved(before: Case, after: Case) -> int:
    """Return how many landmarks stand on the other leg now."""
    return sum(len(after.limbs[side]) for side in Side) if before.limbs != after.limbs else 0


# ------------------------------------------------------------------------------------------------- in words


def _edge(case: Case, turned_over: bool) -> str:
    return "left" if case.view.right_leg_on_the_left != turned_over else "right"


def question(case: Case, *, turned_over: bool = False) -> str:
    """Return what is asked: of both legs where the right one lies, of a single leg which one it is.

    `turned_over` is that the picture is seen left for right.
    """
    only = only_side(case)
    if only is not None:
        return f"Is this the patient's {only.value} leg?"
    return f"Is the patient's right leg on the {_edge(case, turned_over)} of the picture?"


def denial(case: Case, *, turned_over: bool = False) -> str:
    """Return the answer that exchanges right and left."""
    only = only_side(case)
    if only is not None:
        return f"No, it is the {only.other.value} leg"
    return f"No, it is on the {_edge(case, not turned_over)}"


def consequence(before: Case, after: Case, *, turned_over: bool = False) -> str:
    """Return what was done after right and left were exchanged, in a sentence or two."""
    only = only_side(after)
    if only is None:
        now = f"The patient's right leg is on the {_edge(after, turned_over)} of the picture now."
        now += f" The view was changed from \u201c{before.view.words}\u201d to \u201c{after.view.words}\u201d."
    else:
        now = f"The picture shows the {only.value} leg now."
    moved = landmarks_moved(before, after)
    if moved:
        what = f" {moved} landmark{'s' if moved > 1 else ''} went to the other leg."
    else:
        what = " The landmarks stay where they are." if any(after.limbs.values()) else ""
    checked = "" if after.sides_confirmed else " Nobody has checked the side marker since."
    return f"{now}{what}{checked} Look at the picture, then make the report."
