"""How captions that were put by hand are written down in a case. Reading is strict, as in `notation`."""

from __future__ import annotations

from kneeview.case.notation.node import Json, Node
from kneeview.domain.caption import PlacedCaption
from kneeview.domain.limb import Side


def read_captions(node: Node) -> tuple[PlacedCaption, ...]:
    """Return the captions; where nothing stands, none. Two places for one caption are an error."""
    captions = tuple(_caption(each) for each in node.items()) if node.is_present else ()
    keys = [caption.key for caption in captions]
    if len(set(keys)) < len(keys):
        node.fail("a caption has two places")
    return captions


def _caption(node: Node) -> PlacedCaption:
    measurement, side = node.at("measurement").text(), node.at("side")
    if not measurement:
        node.at("measurement").fail("must be the id of a measurement")
    whose = side.word(Side, Side.RIGHT) if side.is_present else None
    return PlacedCaption(measurement, whose, node.at("dx").number(), node.at("dy").number())


def write_captions(captions: tuple[PlacedCaption, ...]) -> list[Json]:
    """Return the captions as JSON."""
    return [
        {
            "measurement": caption.measurement,
            "side": None if caption.side is None else caption.side.value,
            "dx": caption.dx,
            "dy": caption.dy,
        }
        for caption in captions
    ]
