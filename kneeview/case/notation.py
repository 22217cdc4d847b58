"""How a case is written down: the JSON of points, placements, calibrations, view and posture, both ways.

Reading is strict: what is no finite number, no known landmark or no known word is an error that names its place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from math import isfinite
from typing import Final, NoReturn, TypeVar, assert_never

from kneeview.case.case import Absent, CircleMark, Found, Json, Limb, Placement, PointMark
from kneeview.domain.calibration import (
    FROM_HEADER,
    Calibration,
    HeaderCalibration,
    HeightCalibration,
    MagnificationCalibration,
    RectangleCalibration,
    RulerCalibration,
    RulerSegment,
    SpacingCalibration,
    SphereCalibration,
)
from kneeview.domain.geometry import DegenerateError, ImagePoint, circle_through
from kneeview.domain.landmarks import Kind, LandmarkId, Shape, landmark
from kneeview.domain.limb import SIDES, Facing, Side, View
from kneeview.domain.placement_errors import DEFAULT_ERRORS, LARGEST_MM, PlacementErrors, placement_errors_of
from kneeview.domain.plumb import PlumbLine
from kneeview.domain.positioning import QUESTIONS, Positioning
from kneeview.domain.posture import ATTESTATIONS, HIGHEST_UNDERLAY_MM, NOTHING_UNDERNEATH, Posture, Underlay

Word = TypeVar("Word", bound=StrEnum)


class NotationError(Exception):
    """A file that does not say what it should; the message is one sentence that names the place."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a JSON document together with its place, so that every error can name it."""

    value: Json
    place: str = ""

    def fail(self, sentence: str) -> NoReturn:
        """Raise a `NotationError` that names this place."""
        raise NotationError(f"{self.place}: {sentence}" if self.place else sentence)

    def _within(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    @property
    def is_present(self) -> bool:
        """Whether the key stands in the file with a value."""
        return self.value is not None

    def members(self) -> Iterator[tuple[str, Node]]:
        """Return the keys and values of an object."""
        if not isinstance(self.value, dict):
            self.fail("must be an object in braces")
        return ((key, Node(value, self._within(key))) for key, value in self.value.items())

    def at(self, key: str) -> Node:
        """Return the member of that key; absent and null are the same."""
        if not isinstance(self.value, dict):
            self.fail("must be an object in braces")
        return Node(self.value.get(key), self._within(key))

    def has(self, key: str) -> bool:
        """Whether this is an object with that key."""
        return isinstance(self.value, dict) and key in self.value

    def items(self) -> list[Node]:
        """Return the elements of a list."""
        if not isinstance(self.value, list):
            self.fail("must be a list in brackets")
        return [Node(value, f"{self.place}[{k}]") for k, value in enumerate(self.value)]

    def number(self) -> float:
        """Return a finite number."""
        if isinstance(self.value, bool) or not isinstance(self.value, (int, float)):
            self.fail("must be a number")
        try:
            value = float(self.value)
        except OverflowError:
            value = float("inf")
        if not isfinite(value):
            self.fail("must be a finite number")
        return value

    def whole(self, default: int = 0) -> int:
        """Return a whole number that is not below zero, or the default where nothing stands."""
        if not self.is_present:
            return default
        value = self.number()
        if value < 0 or not value.is_integer():
            self.fail("must be a whole number, 0 or more")
        return int(value)

    def text(self, default: str = "") -> str:
        """Return a text, or the default where nothing stands."""
        if self.value is None:
            return default
        if not isinstance(self.value, str):
            self.fail("must be a text in quotation marks")
        return self.value

    def truth(self, *, default: bool = False) -> bool:
        """Return true or false, or the default where nothing stands."""
        if self.value is None:
            return default
        if not isinstance(self.value, bool):
            self.fail("must be true or false")
        return self.value

    def word(self, words: type[Word], default: Word) -> Word:
        """Return one of a closed set of words, or the default where nothing stands."""
        if self.value is None:
            return default
        try:
            return words(self.text())
        except ValueError:
            self.fail(f"must be one of {', '.join(words)}")

    def point(self) -> ImagePoint:
        """Return a point `[x, y]` in pixels."""
        coordinates = self.items()
        if len(coordinates) != 2:
            self.fail("must be a point [x, y]")
        return ImagePoint(coordinates[0].number(), coordinates[1].number())


def parse(text: str | bytes) -> Node:
    """Return the root of a JSON document. Raises `NotationError` where it is none.

    NaN and Infinity pass here, so that whoever asks for the number can name its place when refusing it.
    """
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        return Node(json.loads(decoded))
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise NotationError(f"this is no readable JSON{where}") from error


# ---------------------------------------------------------------------------------------------- small sections


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


# -------------------------------------------------------------------------------------------------- landmarks


def read_landmark_id(name: str, node: Node) -> LandmarkId:
    """Return the landmark of that id; an unknown id is an error that offers the nearest known one."""
    try:
        return LandmarkId(name)
    except ValueError:
        near = get_close_matches(name, list(LandmarkId), n=1)
        return node.fail("no such landmark" + (f"; did you mean {near[0]}?" if near else ""))


def read_placement(landmark_id: LandmarkId, node: Node) -> Placement:
    """Return a placement: `[x, y]`, `{"rim": [...]}` or `{"absent": "reason"}`."""
    if isinstance(node.value, list):
        return PointMark(node.point())
    if node.has("rim"):
        rim = tuple(point.point() for point in node.at("rim").items())
        if landmark(landmark_id).shape is not Shape.CIRCLE:
            node.fail("is a point; only the hip centre is found by a circle")
        try:
            circle_through([(point.x, point.y) for point in rim])
        except DegenerateError as error:
            node.fail(str(error))
        return CircleMark(rim)
    if node.has("absent"):
        return Absent(node.at("absent").text())
    return node.fail('must be [x, y], {"rim": [[x, y], ...]} or {"absent": "reason"}')


def write_point(point: ImagePoint) -> list[Json]:
    """Return a point as JSON."""
    return [point.x, point.y]


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
                limbs[Side(name)][landmark_id] = read_placement(landmark_id, placed)
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


# ------------------------------------------------------------------------------------------------ calibration


def read_calibration(node: Node) -> Calibration:
    """Return the calibration; nothing at all means: the header decides."""
    if not node.is_present:
        return FROM_HEADER
    method = node.at("method").text("header")
    reader = _CALIBRATIONS.get(method)
    if reader is None:
        node.at("method").fail(f"must be one of {', '.join(_CALIBRATIONS)}")
    return reader(node)


def _read_ruler(node: Node) -> Calibration:
    return RulerCalibration(
        tuple(
            RulerSegment(s.at("from").point(), s.at("to").point(), s.at("length_mm").number())
            for s in node.at("segments").items()
        ),
        _marker_depth(node),
    )


def _marker_depth(node: Node) -> float | None:
    depth = node.at("marker_depth_mm")
    return depth.number() if depth.is_present else None


def _read_rectangle(node: Node) -> Calibration:
    corners = [corner.point() for corner in node.at("corners").items()]
    if len(corners) != 4:
        node.at("corners").fail("must be four corners, clockwise from the upper left")
    return RectangleCalibration(
        (corners[0], corners[1], corners[2], corners[3]), node.at("width_mm").number(), node.at("height_mm").number()
    )


def _read_header(_: Node) -> Calibration:
    return FROM_HEADER


def _read_spacing(node: Node) -> Calibration:
    return SpacingCalibration(node.at("row_mm").number(), node.at("column_mm").number())


def _read_sphere(node: Node) -> Calibration:
    return SphereCalibration(
        tuple(point.point() for point in node.at("rim").items()), node.at("diameter_mm").number(), _marker_depth(node)
    )


def _read_height(node: Node) -> Calibration:
    return HeightCalibration(node.at("top").point(), node.at("bottom").point(), node.at("height_mm").number())


def _read_magnification(node: Node) -> Calibration:
    return MagnificationCalibration(node.at("factor").number())


_CALIBRATIONS: Final[Mapping[str, Callable[[Node], Calibration]]] = {
    "header": _read_header,
    "spacing": _read_spacing,
    "ruler": _read_ruler,
    "sphere": _read_sphere,
    "height": _read_height,
    "rectangle": _read_rectangle,
    "magnification": _read_magnification,
}


def write_calibration(calibration: Calibration) -> dict[str, Json]:
    """Return a calibration as JSON."""
    match calibration:
        case HeaderCalibration():
            return {"method": "header"}
        case SpacingCalibration(row_mm, column_mm):
            return {"method": "spacing", "row_mm": row_mm, "column_mm": column_mm}
        case RulerCalibration(segments, depth_mm):
            return {
                "method": "ruler",
                "segments": [
                    {"from": write_point(s.start), "to": write_point(s.end), "length_mm": s.length_mm} for s in segments
                ],
                **_written_depth(depth_mm),
            }
        case SphereCalibration(rim, diameter_mm, depth_mm):
            return {
                "method": "sphere",
                "rim": [write_point(p) for p in rim],
                "diameter_mm": diameter_mm,
                **_written_depth(depth_mm),
            }
        case HeightCalibration(top, bottom, height_mm):
            return {
                "method": "height",
                "top": write_point(top),
                "bottom": write_point(bottom),
                "height_mm": height_mm,
            }
        case RectangleCalibration(corners, width_mm, height_mm):
            return {
                "method": "rectangle",
                "corners": [write_point(p) for p in corners],
                "width_mm": width_mm,
                "height_mm": height_mm,
            }
        case MagnificationCalibration(factor):
            return {"method": "magnification", "factor": factor}
        case _:
            assert_never(calibration)


def _written_depth(depth_mm: float | None) -> dict[str, Json]:
    return {} if depth_mm is None else {"marker_depth_mm": depth_mm}


# ------------------------------------------------------------------------------------------------- plumb line


def read_plumb(node: Node) -> PlumbLine | None:
    """Return the plumb line; None where none was drawn."""
    return PlumbLine(node.at("top").point(), node.at("bottom").point()) if node.is_present else None


def write_plumb(plumb: PlumbLine | None) -> Json:
    """Return the plumb line as JSON."""
    return None if plumb is None else {"top": write_point(plumb.top), "bottom": write_point(plumb.bottom)}


# ------------------------------------------------------------------------------------------- placement errors


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
