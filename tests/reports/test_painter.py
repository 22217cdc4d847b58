"""The painter: what each mark leaves on a picture, where, and how it keeps its size."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QRegion, QTransform

from kneeview.case.case import Case
from kneeview.case.demo import measured_film
from kneeview.case.placements import CircleMark, PointMark
from kneeview.domain.caption import PlacedCaption
from kneeview.domain.drawing.shapes import Drawing, DrawingKind
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import Side
from kneeview.imaging.phantom import DEMO, MEASURED_FILMS
from kneeview.imaging.radiograph import Radiograph
from kneeview.reports.clipping import clipped
from kneeview.reports.lettering import Layout, caption_boxes, readable
from kneeview.reports.painter import Tracing, paint_scene
from kneeview.scene.build import SceneOptions, build_scene
from kneeview.scene.palette import GREEN, ORANGE, SKY_BLUE, VERMILION
from kneeview.scene.primitives import (
    ArrowMark,
    CaptionMark,
    CrossMark,
    CurveMark,
    LineMark,
    Mark,
    OutlineMark,
    Role,
    Scene,
    SideLetterMark,
)
from tests.reports.cases import measured

GROUND = QColor("#808080")

SQUARE = tuple(ImagePoint(x, y) for x, y in ((40, 40), (80, 40), (80, 80), (40, 80)))

MARKS: tuple[Mark, ...] = (
    LineMark(ImagePoint(20, 60), ImagePoint(100, 60), Role.MECHANICAL_AXIS, Side.RIGHT),
    LineMark(ImagePoint(20, 60), ImagePoint(100, 60), Role.JOINT_LINE, Side.RIGHT, ticks=True),
    LineMark(ImagePoint(20, 60), ImagePoint(100, 60), Role.WEIGHT_BEARING, Side.LEFT),
    OutlineMark(SQUARE, Role.HEAD_CIRCLE, Side.LEFT),
    CurveMark(SQUARE, Role.DRAWING),
    ArrowMark(ImagePoint(20, 60), ImagePoint(100, 60), Role.DRAWING),
    CrossMark(ImagePoint(60, 60), Role.LANDMARK, Side.RIGHT),
    CrossMark(ImagePoint(60, 60), Role.LANDMARK, Side.RIGHT, lit=True),
    CrossMark(ImagePoint(60, 60), Role.RIM, Side.RIGHT),
    CaptionMark(ImagePoint(30, 60), "HKA", Role.MECHANICAL_AXIS, Side.RIGHT),
    SideLetterMark(ImagePoint(0, 0), "R", Side.RIGHT, at_right_edge=False),
    SideLetterMark(ImagePoint(120, 0), "L", Side.LEFT, at_right_edge=True),
)


def painted(scene: Scene, to_device: QTransform | None = None, unit: float = 1.0, size: int = 120) -> QImage:
    picture = QImage(size, size, QImage.Format.Format_RGB32)
    picture.fill(GROUND)
    painter = QPainter(picture)
    paint_scene(painter, scene, to_device or QTransform(), unit)
    painter.end()
    return picture


def drawn(picture: QImage) -> list[tuple[int, int]]:
    return [
        (x, y) for y in range(picture.height()) for x in range(picture.width()) if picture.pixelColor(x, y) != GROUND
    ]


def has_colour(picture: QImage, colour: str) -> bool:
    wanted = QColor(colour)
    return any(picture.pixelColor(x, y) == wanted for x, y in drawn(picture))


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: type(mark).__name__)
def test_every_mark_is_drawn_in_colour_on_a_dark_halo(mark: Mark) -> None:
    picture = painted((mark,))
    colours = [picture.pixelColor(x, y) for x, y in drawn(picture)]
    assert min(colour.lightness() for colour in colours) < 30
    assert max(colour.hsvSaturation() for colour in colours) > 100


def test_colours_are_those_of_the_theme() -> None:
    line = ImagePoint(20, 60), ImagePoint(100, 60)
    for role, side, colour in (
        (Role.MECHANICAL_AXIS, Side.RIGHT, ORANGE),
        (Role.MECHANICAL_AXIS, Side.LEFT, SKY_BLUE),
        (Role.DEVIATION, Side.LEFT, VERMILION),
        (Role.JOINT_LINE, Side.RIGHT, GREEN),
    ):
        assert has_colour(painted((LineMark(*line, role, side),), unit=3.0), colour)


def test_a_cross_leaves_the_pixel_that_it_marks() -> None:
    for lit in (False, True):
        picture = painted((CrossMark(ImagePoint(60.5, 60.5), Role.LANDMARK, Side.RIGHT, lit=lit),))
        assert picture.pixelColor(60, 60) == GROUND


def test_marks_keep_their_size_at_every_zoom() -> None:
    cross = CrossMark(ImagePoint(60, 60), Role.LANDMARK, Side.RIGHT)
    far = QTransform.fromTranslate(60 - 600, 60 - 600).scale(10, 10)
    assert painted((cross,)) == painted((cross,), far)


def test_marks_grow_with_the_unit() -> None:
    line = LineMark(ImagePoint(0, 60), ImagePoint(120, 60), Role.MECHANICAL_AXIS, Side.RIGHT)
    one, three = (len([y for x, y in drawn(painted((line,), unit=unit)) if x == 60]) for unit in (1.0, 3.0))
    assert three == pytest.approx(3 * one, abs=2)


def test_lines_that_run_both_ways_are_drawn_once() -> None:
    here, there = ImagePoint(20, 30), ImagePoint(100, 90)
    one = LineMark(here, there, Role.WEIGHT_BEARING, Side.RIGHT)
    other = LineMark(there, here, Role.WEIGHT_BEARING, Side.RIGHT)
    assert painted((one, other)) == painted((one,))


def test_side_letters_stand_in_their_corners_and_stay_in_sight_when_the_corner_is_above() -> None:
    right, left = MARKS[-2], MARKS[-1]
    assert max(x for x, _ in drawn(painted((right,)))) < 60 < min(x for x, _ in drawn(painted((left,))))
    assert painted((right,)) == painted((right,), QTransform.fromTranslate(0, -5000))
    assert not drawn(painted((right,), QTransform.fromTranslate(-5000, 0)))


@pytest.mark.parametrize("offset", [(-20.0, 0.0), (20.0, 0.0), (0.0, 20.0), (0.0, -20.0)])
def test_captions_stand_on_their_side_of_the_place(offset: tuple[float, float]) -> None:
    places = drawn(painted((CaptionMark(ImagePoint(60, 60), "MAD", Role.DEVIATION, None, offset),)))
    middle_x = sum(x for x, _ in places) / len(places)
    middle_y = sum(y for _, y in places) / len(places)
    assert (middle_x - 60) * offset[0] >= 0
    assert (middle_y - 60) * offset[1] >= 0
    assert abs(middle_x - 60 if offset[0] == 0 else middle_y - 60) < 3


def test_captions_are_kept_inside_the_picture() -> None:
    whole = painted((CaptionMark(ImagePoint(60, 60), "HKA 180", Role.DEVIATION),), size=400)
    for place in (ImagePoint(2, 2), ImagePoint(118, 118), ImagePoint(60, 119)):
        assert len(drawn(painted((CaptionMark(place, "HKA 180", Role.DEVIATION),)))) == pytest.approx(
            len(drawn(whole)), rel=0.1
        )


def test_marks_out_of_sight_are_left_out() -> None:
    away = QTransform.fromTranslate(-5000, -5000)
    scene = tuple(mark for mark in MARKS if not isinstance(mark, SideLetterMark))
    assert not drawn(painted(scene, away))


def test_dashes_stand_still_while_the_view_moves_along_the_line() -> None:
    line = LineMark(ImagePoint(60, -4000), ImagePoint(60, 4000), Role.WEIGHT_BEARING, Side.RIGHT)
    before, after = painted((line,)), painted((line,), QTransform.fromTranslate(0, -10))
    assert before.copy(0, 10, 120, 110) == after.copy(0, 0, 120, 110)


def test_a_whole_case_is_drawn_and_the_painter_is_left_as_it_was() -> None:
    case = measured()
    picture = QImage(200, 500, QImage.Format.Format_RGB32)
    picture.fill(GROUND)
    painter = QPainter(picture)
    painter.setPen(QColor("#123456"))
    scale = QTransform.fromScale(200 / case.image.columns, 500 / case.image.rows)
    paint_scene(painter, build_scene(case, case.readings()), scale, 0.5)
    assert painter.pen().color() == QColor("#123456")
    painter.end()
    hip = case.subject().positions[Side.RIGHT][LandmarkId.HIP_CENTER]
    assert hip is not None
    assert has_colour(picture, ORANGE)
    assert has_colour(picture, SKY_BLUE)


@pytest.mark.parametrize(
    ("start", "end", "seen"),
    [
        ((-10, 5), (20, 5), ((0, 5), (10, 5), 10)),
        ((5, 5), (7, 5), ((5, 5), (7, 5), 0)),
        ((20, 5), (-10, 5), ((10, 5), (0, 5), 10)),
        ((-10, 20), (20, 20), None),
        ((-10, -1), (20, -1), None),
        ((-5, 0), (5, 10), ((0, 5), (5, 10), 50**0.5)),
        ((-9, 5), (5, 30), None),
        ((3, 3), (3, 3), ((3, 3), (3, 3), 0)),
    ],
)
def test_lines_are_cut_at_the_edge(
    start: tuple[float, float],
    end: tuple[float, float],
    seen: tuple[tuple[float, float], tuple[float, float], float] | None,
) -> None:
    found = clipped(QPointF(*start), QPointF(*end), QRectF(0, 0, 10, 10))
    if seen is None:
        assert found is None
        return
    assert found is not None
    line, skipped = found
    assert (line.x1(), line.y1()) == pytest.approx(seen[0])
    assert (line.x2(), line.y2()) == pytest.approx(seen[1])
    assert skipped == pytest.approx(seen[2])


def test_captions_are_light_enough_to_read() -> None:
    assert readable(VERMILION).lightnessF() > QColor(VERMILION).lightnessF()
    assert readable(SKY_BLUE) == QColor(SKY_BLUE)
    assert readable("#000000").lightnessF() > 0.5


def test_a_curve_stays_open() -> None:
    closing = [(40, y) for y in range(50, 70)]
    assert set(closing) <= set(drawn(painted((OutlineMark(SQUARE, Role.DRAWING),))))
    assert not set(closing) & set(drawn(painted((CurveMark(SQUARE, Role.DRAWING),))))


@pytest.mark.parametrize("zoom", [0.5, 1.0])
def test_the_barbs_of_an_arrow_are_at_its_tip_and_keep_their_size(zoom: float) -> None:
    arrow = ArrowMark(ImagePoint(20, 60), ImagePoint(100, 60), Role.DRAWING)
    inked = drawn(painted((arrow,), QTransform.fromScale(zoom, zoom)))
    off_shaft = [(x, y) for x, y in inked if abs(y - 60 * zoom) > 3.5]
    assert off_shaft
    assert all(100 * zoom - 14 < x < 100 * zoom for x, _ in off_shaft)


def test_an_arrow_of_no_length_is_a_point_without_barbs() -> None:
    assert not drawn(painted((ArrowMark(ImagePoint(60, 60), ImagePoint(60, 60), Role.DRAWING),)))


def test_captions_are_found_where_they_are_written() -> None:
    mark = CaptionMark(ImagePoint(30, 60), "12.3 mm", Role.DRAWING, drawing=4)
    other = CaptionMark(ImagePoint(30, 900), "HKA", Role.MECHANICAL_AXIS, Side.RIGHT)
    layout = Layout(QTransform(), 1.0, QRectF(0, 0, 120, 120))
    ((found, box),) = caption_boxes((mark, other), layout)
    assert found is mark
    inked = drawn(painted((mark,)))
    assert all(box.adjusted(-4, -4, 4, 6).contains(QPointF(x, y)) for x, y in inked)
    assert min(x for x, _ in inked) == pytest.approx(box.left(), abs=4)
    assert max(x for x, _ in inked) == pytest.approx(box.right(), abs=4)


# ------------------------------------------------------------------------------------------- captions make way


def crowded(name: str) -> Case:
    """Return a measured film of that name with captions of every kind near each other."""
    made = next(each for each in (replace(DEMO, name="demo"), *MEASURED_FILMS) if each.name == name)
    picture = Radiograph("film", np.full((made.rows, made.columns), 700, np.uint16), bits_stored=12)
    case = measured_film(made, picture)
    knee = case.placement(Side.RIGHT, LandmarkId.KNEE_CENTER)
    assert isinstance(knee, PointMark)
    for k in range(3):
        start = knee.point.moved(40.0, 6.0 * k)
        case = case.with_drawing(Drawing(k + 1, DrawingKind.LENGTH, (start, start.moved(300.0, 0.0))))
    for k, place in enumerate((ImagePoint(10, 10), ImagePoint(made.columns - 10.0, 10))):
        case = case.with_drawing(Drawing(k + 4, DrawingKind.ARROW, (place, place.moved(0, 40)), "near the letter"))
    return case


@pytest.mark.parametrize("name", ["demo", "child", "valgus", "varus", "mirrored", "oblong pixels", "severe"])
@pytest.mark.parametrize("zoom", [0.12, 0.16, 0.25, 1.0])
def test_no_caption_stands_on_another_or_on_a_letter(name: str, zoom: float) -> None:
    case = crowded(name)
    scene = build_scene(case, case.readings())
    area = QRectF(0, 0, case.image.columns * zoom, case.image.rows * zoom)
    layout = Layout(QTransform.fromScale(zoom, zoom), 1.0, area)
    boxes = [box for _, box in caption_boxes(scene, layout)]
    assert len(boxes) >= 9
    letters = [layout.letter_box(mark) for mark in scene if isinstance(mark, SideLetterMark)]
    assert len(letters) == 2
    for one, other in combinations((*boxes, *letters), 2):
        assert not one.intersects(other)
    assert all(area.contains(box) for box in boxes)
    assert boxes == [box for _, box in caption_boxes(build_scene(case, case.readings()), layout)]


def test_captions_make_way_for_one_that_a_hand_put_and_not_otherwise() -> None:
    layout = Layout(QTransform(), 1.0, QRectF(0, 0, 400, 400))
    free = CaptionMark(ImagePoint(100, 100), "HKA 178.0", Role.MECHANICAL_AXIS, Side.RIGHT)
    ((_, alone),) = caption_boxes((free,), layout)
    put = CaptionMark(ImagePoint(140, 100), "MAD 4 mm", Role.DEVIATION, Side.RIGHT, (0.0, 0.0), put=True)
    (_, moved), (_, stays) = caption_boxes((free, put), layout)
    assert moved.left() == alone.left()
    assert moved.top() != alone.top()
    assert stays.center() == QPointF(140, 100)
    assert abs(moved.center().y() - alone.center().y()) < 3 * alone.height()


def test_a_caption_put_far_off_is_led_to_what_it_is_about() -> None:
    far = CaptionMark(ImagePoint(80, 20), "A", Role.DEVIATION, None, (0.0, 0.0), anchor=ImagePoint(20, 100), put=True)
    near = replace(far, anchor=ImagePoint(76, 34))
    assert any(x < 40 and y > 70 for x, y in drawn(painted((far,))))
    assert len(drawn(painted((near,)))) == len(drawn(painted((replace(far, anchor=None),))))


def edits() -> list[tuple[Case, SceneOptions, float]]:
    """Return moments of one case after the other, each with what the hand does, and the zoom of the view."""
    case = crowded("demo")
    hip, knee = (case.placement(Side.RIGHT, i) for i in (LandmarkId.HIP_CENTER, LandmarkId.KNEE_CENTER))
    assert isinstance(hip, CircleMark)
    assert isinstance(knee, PointMark)
    moved = [case.with_placement(Side.RIGHT, LandmarkId.HIP_CENTER, hip.moved(9.0 * k, -7.0 * k)) for k in (1, 2)]
    bent = case.with_placement(Side.RIGHT, LandmarkId.KNEE_CENTER, knee.moved(30.0, 4.0))
    dragging = SceneOptions(captions=False, selected=(Side.RIGHT, LandmarkId.HIP_CENTER))
    return [
        (case, SceneOptions(), 0.16),
        (case, dragging, 0.16),
        *((each, dragging, 0.16) for each in moved),
        (moved[1], SceneOptions(), 0.16),
        (bent, SceneOptions(), 0.16),
        (bent, SceneOptions(highlighted="mldfa"), 0.16),
        (bent, SceneOptions(hovered=(Side.LEFT, LandmarkId.ANKLE_CENTER)), 0.16),
        (bent.without_placement(Side.LEFT, LandmarkId.HIP_CENTER), SceneOptions(), 0.16),
        (bent.without_drawing(1), SceneOptions(drawing_selected=2), 0.16),
        (case.with_caption(PlacedCaption("hka", Side.RIGHT, 400.0, 90.0)), SceneOptions(), 0.16),
        (case, SceneOptions(), 0.25),
    ]


def test_a_tracing_made_after_another_paints_what_one_made_afresh_paints_and_tells_where_it_differs() -> None:
    before: Tracing | None = None
    for case, options, zoom in edits():
        size = QRectF(0, 0, 460, 700)
        layout, scene = Layout(QTransform.fromScale(zoom, zoom), 1.0, size), build_scene(case, case.readings(), options)
        after, afresh = Tracing(scene, layout, before), Tracing(scene, layout)
        assert on_paper(after) == on_paper(afresh)
        assert after.captions == afresh.captions
        region = None if before is None else after.changed_since(before)
        if before is not None and region is not None:
            one, other = on_paper(before), on_paper(after)
            beyond = QRegion(0, 0, 460, 700) - region
            for picture in (one, other):
                cover(picture, region)
            assert one == other, "what is told not to differ is the same"
            assert not beyond.isEmpty()
        before = after


def test_a_part_of_a_tracing_is_painted_as_the_whole_is() -> None:
    case = crowded("demo")
    layout = Layout(QTransform.fromScale(0.16, 0.16), 1.0, QRectF(0, 0, 460, 700))
    tracing = Tracing(build_scene(case, case.readings()), layout)
    whole = on_paper(tracing)
    for part in (QRegion(40, 40, 100, 90), QRegion(200, 300, 7, 300), QRegion(0, 0, 460, 9) + QRegion(90, 340, 60, 60)):
        painted_part, expected = on_paper(tracing, part, clipped_to=part), whole.copy()
        for picture in (painted_part, expected):
            cover(picture, QRegion(0, 0, 460, 700) - part)
        difference = np.abs(as_array(painted_part).astype(int) - as_array(expected))
        assert difference.max() <= 24  # Qt rounds the edge of a slanting stroke a little where it is clipped


def test_a_mark_that_comes_to_lie_on_another_is_told_everywhere() -> None:
    one, two = MARKS[0], MARKS[4]
    layout = Layout(QTransform(), 1.0, QRectF(0, 0, 120, 120))
    before = Tracing((one, two), layout)
    assert Tracing((two, one), layout, before).changed_since(before) is None


def on_paper(tracing: Tracing, part: QRegion | None = None, clipped_to: QRegion | None = None) -> QImage:
    picture = QImage(460, 700, QImage.Format.Format_RGB32)
    picture.fill(GROUND)
    painter = QPainter(picture)
    if clipped_to is not None:
        painter.setClipRegion(clipped_to)
    tracing.paint(painter, part)
    painter.end()
    return picture


def as_array(picture: QImage) -> NDArray[np.uint8]:
    return np.asarray(picture.constBits()).reshape(picture.height(), picture.width(), 4)


def cover(picture: QImage, region: QRegion) -> None:
    painter = QPainter(picture)
    painter.setClipRegion(region)
    painter.fillRect(picture.rect(), QColor("#000000"))
    painter.end()
