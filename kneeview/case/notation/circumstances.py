"""How the picture was taken, written down: view, posture and positioning."""

from __future__ import annotations

from kneeview.case.notation.node import Json, Node
from kneeview.domain.limb import SIDES, Facing, Side, View
from kneeview.domain.positioning import QUESTIONS, Positioning
from kneeview.domain.posture import ATTESTATIONS, HIGHEST_UNDERLAY_MM, NOTHING_UNDERNEATH, Posture, Underlay


def read_view(node: Node) -> View:
    """Return the view; what is left out is a front view that is no mirror image."""
    if not node.is_present:
        return View()
    return View(node.at("facing").word(Facing, Facing.ANTERIOR), node.at("mirrored").truth())


def write_view(view: View) -> dict[str, Json]:
    """Return the view as JSON."""
    return {"facing": view.facing.value, "mirrored": view.mirrored}


def _read_underlay(node: Node) -> Underlay:
    if not node.is_present:
        return NOTHING_UNDERNEATH
    heights = {}
    for name in ("block_mm", "lift_mm"):
        height = node.at(name)
        heights[name] = height.number() if height.is_present else 0.0
        if not 0 <= heights[name] <= HIGHEST_UNDERLAY_MM:
            height.fail(f"must be 0 to {HIGHEST_UNDERLAY_MM:g} mm")
    return Underlay(**heights)


def read_posture(node: Node) -> Posture:
    """Return the posture; what is left out is not attested."""
    if not node.is_present:
        return Posture()
    under = node.at("under_foot")
    beneath = {side: _read_underlay(under.at(side)) if under.is_present else NOTHING_UNDERNEATH for side in SIDES}
    return Posture(
        **{name: node.at(name).truth() for name, _ in ATTESTATIONS},
        under_right=beneath[Side.RIGHT],
        under_left=beneath[Side.LEFT],
    )


def write_posture(posture: Posture) -> dict[str, Json]:
    """Return the posture as JSON; what stood under the feet only where something did."""
    written: dict[str, Json] = {name: getattr(posture, name) for name, _ in ATTESTATIONS}
    if posture.raised_words:
        written["under_foot"] = {
            side.value: {"block_mm": posture.under(side).block_mm, "lift_mm": posture.under(side).lift_mm}
            for side in SIDES
        }
    return written


def read_positioning(node: Node) -> Positioning:
    """Return the answers of the positioning card; what is left out is not attested."""
    answers: dict[str, str] = {}
    for question in QUESTIONS if node.is_present else ():
        told = node.at(question.point)
        name = told.text()
        if name and question.answer(name) is None:
            told.fail(f"must be one of {', '.join(each.name for each in question.answers)}")
        if name:
            answers[question.point] = name
    return Positioning(answers)


def write_positioning(positioning: Positioning) -> dict[str, Json]:
    """Return the answers of the positioning card as JSON; null is not attested."""
    return {question.point.value: positioning.answers.get(question.point) for question in QUESTIONS}
