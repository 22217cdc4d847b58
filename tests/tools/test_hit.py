"""What lies under the pointer, at the edges of what can be."""

from __future__ import annotations

import pytest

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.case.placements import Absent, CircleMark, PointMark
from kneeview.domain.calibration import RectangleCalibration, RulerCalibration, RulerSegment
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind, LandmarkId
from kneeview.domain.limb import Side
from kneeview.tools.hit import Hit, Part, dragged, hit
from kneeview.tools.tool_id import ToolId
from tests.hand import Hand

P = ImagePoint
EMPTY = Case(ImageReference("photo"), Kind.PHOTO)
HIP, KNEE = (Side.RIGHT, LandmarkId.HIP_CENTER), (Side.RIGHT, LandmarkId.KNEE_CENTER)
TILTED = RectangleCalibration((P(400, 500), P(600, 500), P(800, 900), P(200, 900)), 300, 600)
RIM = (P(450, 600), P(500, 560), P(550, 600))


def tilted() -> Case:
    """Return a case whose plane vanishes far above the rectangle, at y = 300."""
    return EMPTY.with_calibration(TILTED, "", "")


def test_a_landmark_beyond_the_plane_cannot_be_hit() -> None:
    case = tilted().with_placement(*KNEE, PointMark(P(500, 100)))
    assert hit(case, P(500, 100), 9) is None
    assert hit(tilted().with_placement(*KNEE, PointMark(P(500, 700))), P(500, 700), 9) is not None


def test_a_ring_in_perspective_is_not_hit_but_its_centre_is() -> None:
    case = tilted().with_placement(*HIP, CircleMark(RIM))
    found = hit(case, P(500, 560), 3)
    assert found is None
    assert hit(case, P(500, 560), 3, HIP) == Hit(HIP, Part.RIM_POINT, P(500, 560), 1)


def test_in_the_very_middle_of_a_circle_its_centre_is_hit() -> None:
    case = EMPTY.with_placement(*HIP, CircleMark((P(0, 50), P(50, 0), P(100, 50))))
    found = hit(case, P(50, 50), 9)
    assert found is not None
    assert found.part is Part.CENTRE


def test_a_circle_whose_rim_lies_on_a_line_stays_where_it_is() -> None:
    case = EMPTY.with_placement(*HIP, CircleMark((P(0, 0), P(1, 1), P(2, 2))))
    assert dragged(case, Hit(HIP, Part.RING, P(0, 0)), P(5, 9)) == case


def test_a_ring_cannot_be_dragged_beyond_the_plane() -> None:
    case = tilted().with_placement(*HIP, CircleMark(RIM))
    assert dragged(case, Hit(HIP, Part.RING, P(500, 560)), P(500, 100)) == case


@pytest.mark.parametrize("placement", [None, Absent("cut off")])
def test_what_is_not_placed_is_not_dragged(placement: Absent | None) -> None:
    case = EMPTY if placement is None else EMPTY.with_placement(*KNEE, placement)
    assert dragged(case, Hit(KNEE, Part.CENTRE, P(0, 0)), P(5, 5)) == case


def test_only_a_ball_has_a_ring_to_pull() -> None:
    case = EMPTY.with_calibration(RulerCalibration((RulerSegment(P(0, 0), P(0, 300), 100),)), "", "")
    assert dragged(case, Hit(None, Part.RING, P(0, 0)), P(50, 50)) == case


def test_escape_lets_go_of_what_the_select_tool_drags() -> None:
    hand = Hand().take(ToolId.RULER).click(100, 100).click(100, 550)
    hand.machine.answer(300.0)
    before = hand.case
    hand.take(ToolId.SELECT).press(100, 550).move(100, 800)
    assert hand.case != before
    assert hand.escape().case == before
    assert hand.tool() is ToolId.SELECT
    assert not hand.machine.tool.pending_is_line
