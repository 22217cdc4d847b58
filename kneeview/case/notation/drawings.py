"""How drawings are written down in a case: their JSON, both ways. Reading is strict, as in `notation`."""

from __future__ import annotations

from kneeview.case.notation.node import Json, Node, write_point
from kneeview.domain.drawing.shapes import Drawing, DrawingKind


def read_drawings(node: Node) -> tuple[Drawing, ...]:
    """Return the drawings; where nothing stands, none. A number that stands twice is an error."""
    drawings = tuple(_drawing(each) for each in node.items()) if node.is_present else ()
    numbers = [drawing.number for drawing in drawings]
    if len(set(numbers)) < len(numbers):
        node.fail("two drawings have the same number")
    return drawings


def _drawing(node: Node) -> Drawing:
    kind = node.at("kind")
    if not kind.is_present:
        kind.fail(f"must be one of {', '.join(DrawingKind)}")
    number = node.at("number").whole()
    if number < 1:
        node.at("number").fail("must be 1 or more")
    points, caption_at = node.at("points"), node.at("caption_at")
    drawing = Drawing(
        number,
        kind.word(DrawingKind, DrawingKind.LENGTH),
        tuple(point.point() for point in points.items()),
        node.at("name").text(),
        caption_at.point() if caption_at.is_present else None,
    )
    form = drawing.form
    if not form.fewest <= len(drawing.points) <= form.most:
        count = f"{form.fewest}" if form.fewest == form.most else f"{form.fewest} to {form.most}"
        points.fail(f"must be {count} point{'' if count == '1' else 's'}")
    return drawing


def write_drawings(drawings: tuple[Drawing, ...]) -> list[Json]:
    """Return the drawings as JSON, in the order of drawing."""
    return [_written(drawing) for drawing in drawings]


def _written(drawing: Drawing) -> dict[str, Json]:
    return {
        "number": drawing.number,
        "kind": drawing.kind.value,
        "points": [write_point(point) for point in drawing.points],
        "name": drawing.name,
        "caption_at": None if drawing.caption_at is None else write_point(drawing.caption_at),
    }
