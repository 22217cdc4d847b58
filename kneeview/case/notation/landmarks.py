"""Landmarks written down: where they are, how each was found, and how well the user places them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import assert_never

from kneeview.case.notation.node import Json, Node, write_point
from kneeview.case.placements import Absent, CircleMark, Found, Limb, Placement, PointMark
from kneeview.domain.geometry import DegenerateError, circle_through
from kneeview.domain.landmarks import Kind, LandmarkId
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.placement_errors import DEFAULT_ERRORS, LARGEST_MM, PlacementErrors, placement_errors_of


def read_landmark_id(name: str, node: Node) -> LandmarkId:
    """Return the landmark of that id; an unknown id is an error that offers the nearest known one."""
    try:
        return LandmarkId(name)
    except ValueError:
        near = get_close_matches(name, list(LandmarkId), n=1)
        return node.fail("no such landmark" + (f"; did you mean {near[0]}?" if near else ""))


def read_placement(node: Node) -> Placement:
    """Return a placement: `[x, y]`, `{"rim": [...]}` or `{"absent": "reason"}`."""
    if isinstance(node.value, list):
        return PointMark(node.point())
    if node.has("rim"):
        rim = tuple(point.point() for point in node.at("rim").items())
        try:
            circle_through([(point.x, point.y) for point in rim])
        except DegenerateError as error:
            node.fail(str(error))
        return CircleMark(rim)
    if node.has("absent"):
        return Absent(node.at("absent").text())
    return node.fail('must be [x, y], {"rim": [[x, y], ...]} or {"absent": "reason"}')


def write_placement(placement: Placement) -> Json:
    """Return a placement as JSON."""
    match placement:
        case PointMark(point):
            return write_point(point)
        case CircleMark(rim):
            return {"rim": [write_point(point) for point in rim]}
        case Absent(reason):
            return {"absent": reason}
        case _:
            assert_never(placement)


def read_limbs(node: Node) -> Mapping[Side, Limb]:
    """Return the placements of both legs. Sides other than right and left are errors."""
    limbs: dict[Side, dict[LandmarkId, Placement]] = {side: {} for side in SIDES}
    if not node.is_present:
        return limbs
    for name, side_node in node.members():
        if name not in tuple(Side):
            side_node.fail("a leg is right or left")
        if not side_node.is_present:
            continue
        for landmark_name, placed in side_node.members():
            landmark_id = read_landmark_id(landmark_name, placed)
            if placed.is_present:
                limbs[Side(name)][landmark_id] = read_placement(placed)
    return limbs


def write_limbs(limbs: Mapping[Side, Limb]) -> dict[str, Json]:
    """Return the placements of both legs as JSON, in the order of placing."""
    return {side.value: {i.value: write_placement(mark) for i, mark in limbs[side].items()} for side in SIDES}


def read_states(node: Node, limbs: Mapping[Side, Limb]) -> Mapping[Side, Limb]:
    """Return the placements with how each was found and whether it is locked; what is left out is the usual.

    They stand in a section of their own, so that landmarks are written alike in cases and in landmark files.
    """
    if not node.is_present:
        return limbs
    known = {side: dict(limbs[side]) for side in SIDES}
    for name, side_node in node.members():
        if name not in tuple(Side):
            side_node.fail("a leg is right or left")
        here = known[Side(name)]
        for landmark_name, state in side_node.members():
            landmark_id = read_landmark_id(landmark_name, state)
            placement = here.get(landmark_id)
            found = state.at("found").word(Found, Found.BY_HAND)
            locked = state.at("locked").truth()
            if isinstance(placement, (PointMark, CircleMark)):
                here[landmark_id] = replace(placement, found=found, locked=locked)
    return known


def write_states(limbs: Mapping[Side, Limb]) -> dict[str, Json]:
    """Return how placements were found and which are locked, where that is not the usual."""
    written: dict[str, Json] = {}
    for side in SIDES:
        states: dict[str, Json] = {i.value: s for i, mark in limbs[side].items() if (s := _written_state(mark))}
        if states:
            written[side.value] = states
    return written


def _written_state(placement: Placement) -> dict[str, Json]:
    if isinstance(placement, Absent):
        return {}
    found: dict[str, Json] = {} if placement.found is Found.BY_HAND else {"found": placement.found.value}
    return {**found, "locked": True} if placement.locked else found


def read_placement_errors(node: Node) -> PlacementErrors:
    """Return the user's placement errors: `[{"landmark", "kind", "sd_u_mm", "sd_v_mm"}, ...]`, in millimetres."""
    if not node.is_present:
        return DEFAULT_ERRORS
    rows = []
    for row in node.items():
        name = row.at("landmark")
        sizes = [row.at(key) for key in ("sd_u_mm", "sd_v_mm")]
        for size in sizes:
            if not 0 < size.number() <= LARGEST_MM:
                size.fail(f"must be above 0 and up to {LARGEST_MM:g} mm")
        landmark_id = read_landmark_id(name.text(), name)
        rows.append((landmark_id, row.at("kind").word(Kind, Kind.RADIOGRAPH), sizes[0].number(), sizes[1].number()))
    return placement_errors_of(rows)


def write_placement_errors(errors: PlacementErrors) -> Json:
    """Return the user's placement errors as JSON; null where all are the program's own."""
    if errors.are_default:
        return None
    return [
        {"landmark": landmark_id.value, "kind": kind.value, "sd_u_mm": error.u_mm, "sd_v_mm": error.v_mm}
        for (landmark_id, kind), error in errors.own.items()
    ]
