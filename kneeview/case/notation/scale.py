"""What makes the scale, written down: calibrations and the plumb line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, assert_never

from kneeview.case.notation.node import Json, Node, write_point
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
from kneeview.domain.plumb import PlumbLine


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


def read_plumb(node: Node) -> PlumbLine | None:
    """Return the plumb line; None where none was drawn."""
    return PlumbLine(node.at("top").point(), node.at("bottom").point()) if node.is_present else None


def write_plumb(plumb: PlumbLine | None) -> Json:
    """Return the plumb line as JSON."""
    return None if plumb is None else {"top": write_point(plumb.top), "bottom": write_point(plumb.bottom)}
