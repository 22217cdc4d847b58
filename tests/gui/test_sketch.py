"""The sketch of a landmark: on the feature that it names, in the colour of its leg, the right way round."""

from __future__ import annotations

from math import inf

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainterPath, QPalette, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LANDMARKS, landmark
from kneeview.domain.landmarks import LandmarkId as Id
from kneeview.domain.limb import SIDES, Side
from kneeview.gui.sketch.bones import OUTLINES, SKIN, Bone, bone_path, line_path
from kneeview.gui.sketch.plans import RIM_POINTS
from kneeview.gui.sketch.widget import LandmarkSketch
from kneeview.scene.palette import SIDE_COLOURS, SIDE_INKS

LIGHT, DARK = "#E9EDF1", "#14181D"
IDS = [each.id for each in LANDMARKS]

ON_EDGE = {
    Id.FEMORAL_HEAD_TOP: Bone.FEMUR,
    Id.GREATER_TROCHANTER: Bone.FEMUR,
    Id.FEMORAL_NOTCH: Bone.FEMUR,
    Id.FEMORAL_CONDYLE_LATERAL: Bone.FEMUR,
    Id.FEMORAL_CONDYLE_MEDIAL: Bone.FEMUR,
    Id.TIBIAL_SPINES: Bone.TIBIA,
    Id.TIBIAL_PLATEAU_LATERAL: Bone.TIBIA,
    Id.TIBIAL_PLATEAU_MEDIAL: Bone.TIBIA,
    Id.TIBIAL_EDGE_LATERAL: Bone.TIBIA,
    Id.TIBIAL_EDGE_MEDIAL: Bone.TIBIA,
    Id.TIBIAL_PLAFOND_LATERAL: Bone.TIBIA,
    Id.TIBIAL_PLAFOND_MEDIAL: Bone.TIBIA,
    Id.ILIAC_CREST: Bone.HIP_BONE,
    Id.ASIS: Bone.HIP_BONE,
    Id.MEDIAL_MALLEOLUS: Bone.TIBIA,
    Id.LATERAL_MALLEOLUS: Bone.FIBULA,
}
MIDWAY = {  # in a bone or between bones, with the direction in which it is halfway
    Id.FEMORAL_NECK: (Bone.FEMUR, Vec(0.65, 0.76)),
    Id.FEMORAL_SHAFT_PROXIMAL: (Bone.FEMUR, Vec(1, 0)),
    Id.FEMORAL_SHAFT_DISTAL: (Bone.FEMUR, Vec(1, 0)),
    Id.TIBIAL_SHAFT_PROXIMAL: (Bone.TIBIA, Vec(1, 0)),
    Id.TIBIAL_SHAFT_DISTAL: (Bone.TIBIA, Vec(1, 0)),
    Id.PATELLA_CENTER: (Bone.PATELLA, Vec(1, 0)),
}
ELSEWHERE = {Id.HIP_CENTER, Id.KNEE_CENTER, Id.ANKLE_CENTER, Id.TIBIAL_TUBEROSITY, Id.MEDIAL_KNEE_SURFACE}


def _distance(path: QPainterPath, to: Vec) -> float:
    """Return how far the place is from the line of the path, in millimetres."""
    nearest = inf
    for polygon in path.toSubpathPolygons():
        for start, end in zip(polygon.toList(), polygon.toList()[1:], strict=False):
            along, point = end - start, QPointF(to.u, to.v) - start
            square = QPointF.dotProduct(along, along)
            part = min(max(QPointF.dotProduct(point, along) / square, 0.0), 1.0) if square else 0.0
            gap = point - along * part
            nearest = min(nearest, QPointF.dotProduct(gap, gap) ** 0.5)
    return nearest


def _way_out(bone: Bone, start: Vec, direction: Vec) -> float:
    path, way = bone_path(bone), 0.0
    while path.contains(QPointF(start.u + way * direction.u, start.v + way * direction.v)):
        way += 0.1
    return way


def _sketch(width: int = 44, height: int = 44, ink: str = LIGHT) -> LandmarkSketch:
    sketch = LandmarkSketch()
    sketch.resize(width, height)
    palette = sketch.palette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor(ink))
    sketch.setPalette(palette)
    return sketch


def _alphas(image: QImage) -> list[int]:
    return [image.pixelColor(x, y).alpha() for y in range(image.height()) for x in range(image.width())]


def test_every_landmark_has_its_place_here() -> None:
    assert {*ON_EDGE, *MIDWAY, *ELSEWHERE} == set(Id)


@pytest.mark.parametrize(("landmark_id", "bone"), ON_EDGE.items())
def test_landmarks_on_an_edge_lie_on_the_drawn_edge(landmark_id: Id, bone: Bone) -> None:
    assert _distance(bone_path(bone), landmark(landmark_id).typical) < 0.3


@pytest.mark.parametrize(("landmark_id", "where"), MIDWAY.items())
def test_landmarks_in_the_middle_lie_in_the_middle(landmark_id: Id, where: tuple[Bone, Vec]) -> None:
    (bone, direction), at = where, landmark(landmark_id).typical
    there, back = _way_out(bone, at, direction), _way_out(bone, at, direction * -1)
    assert min(there, back) > 8
    assert there == pytest.approx(back, abs=2.5)


def test_the_other_landmarks_lie_where_they_are_drawn() -> None:
    hip = landmark(Id.HIP_CENTER).typical
    radius = hip.v - landmark(Id.FEMORAL_HEAD_TOP).typical.v
    for place in RIM_POINTS:
        assert (place - hip).length == pytest.approx(radius)
        assert _distance(bone_path(Bone.FEMUR), place) < 0.3
    for joint, (upper, lower) in {
        Id.KNEE_CENTER: (Bone.FEMUR, Bone.TIBIA),
        Id.ANKLE_CENTER: (Bone.TIBIA, Bone.TALUS),
    }.items():
        at = landmark(joint).typical
        assert not bone_path(upper).contains(QPointF(at.u, at.v))
        assert _distance(bone_path(upper), at) < 10
        assert _distance(bone_path(lower), at) < 3
    bump = landmark(Id.TIBIAL_TUBEROSITY).typical
    assert bone_path(Bone.TIBIA).contains(QPointF(bump.u, bump.v))
    assert _distance(line_path(SKIN[0]), landmark(Id.MEDIAL_KNEE_SURFACE).typical) < 0.3


def test_features_are_what_their_names_say() -> None:
    """The highest, lowest and innermost points of the outlines are the landmarks so called."""
    crest = landmark(Id.ILIAC_CREST).typical
    assert bone_path(Bone.HIP_BONE).boundingRect().top() == pytest.approx(crest.v, abs=1)
    for condyle, inner in ((Id.FEMORAL_CONDYLE_LATERAL, False), (Id.FEMORAL_CONDYLE_MEDIAL, True)):
        lowest = max(point.v for point in OUTLINES[Bone.FEMUR] if (point.u > 0) is inner)
        assert landmark(condyle).typical.v == pytest.approx(lowest, abs=0.1)
    ankle = [point.u for point in OUTLINES[Bone.TIBIA] if point.v > 340]
    assert max(ankle) == landmark(Id.MEDIAL_MALLEOLUS).typical.u
    assert min(point.u for point in OUTLINES[Bone.FIBULA] if point.v > 340) == landmark(Id.LATERAL_MALLEOLUS).typical.u
    knee = [point.u for point in SKIN[0] if -50 < point.v < 30]
    assert max(knee) == landmark(Id.MEDIAL_KNEE_SURFACE).typical.u


@pytest.mark.parametrize("size", [(44, 44), (48, 48), (160, 240)])
@pytest.mark.parametrize(("ink", "colours"), [(LIGHT, SIDE_COLOURS), (DARK, SIDE_INKS)])
def test_the_dot_has_the_colour_of_the_leg(
    qapp: QApplication, size: tuple[int, int], ink: str, colours: dict[Side, str]
) -> None:
    sketch = _sketch(*size, ink)
    for side in SIDES:
        for landmark_id in IDS:
            sketch.show_landmark(side, landmark_id)
            at = sketch.position_of(landmark(landmark_id).typical)
            assert sketch.rect().adjusted(3, 3, -3, -3).contains(at.toPoint())
            seen = sketch.picture(2.0).pixelColor(int(2 * at.x()), int(2 * at.y()))
            assert seen == QColor(colours[side]), (side, landmark_id)


def test_sketches_are_all_different(qapp: QApplication) -> None:
    sketch = _sketch()
    pictures: list[QImage] = []
    for side in SIDES:
        for landmark_id in IDS:
            sketch.show_landmark(side, landmark_id)
            picture = sketch.picture(1.0)
            assert not any(picture == other for other in pictures), (side, landmark_id)
            pictures.append(picture)


@pytest.mark.parametrize("landmark_id", IDS)
def test_left_is_the_mirror_image_of_right(qapp: QApplication, landmark_id: Id) -> None:
    sketch = _sketch()
    sketch.show_landmark(Side.RIGHT, landmark_id)
    right, at_right = sketch.picture(1.0), sketch.position_of(landmark(landmark_id).typical)
    sketch.show_landmark(Side.LEFT, landmark_id)
    left, at_left = sketch.picture(1.0), sketch.position_of(landmark(landmark_id).typical)
    assert at_right.x() + at_left.x() == pytest.approx(44)
    assert at_right.y() == pytest.approx(at_left.y())
    pairs = list(zip(_alphas(right.flipped(Qt.Orientation.Horizontal)), _alphas(left), strict=True))
    assert sum(abs(a - b) for a, b in pairs) / len(pairs) < 1.5
    assert max(abs(a - b) for a, b in pairs) < 80


def test_the_right_leg_is_drawn_as_on_a_film_and_turned_over_from_behind(qapp: QApplication) -> None:
    sketch = _sketch()
    medial = Vec(20, 0)
    for side, on_the_left, medial_is_right in (
        (Side.RIGHT, True, True),
        (Side.LEFT, True, False),
        (Side.RIGHT, False, False),
        (Side.LEFT, False, True),
        (None, True, True),
    ):
        sketch.show_landmark(side, Id.KNEE_CENTER, on_the_left)
        assert (sketch.position_of(medial).x() > 22) is medial_is_right


def test_without_a_landmark_there_is_nothing(qapp: QApplication) -> None:
    sketch = _sketch()
    assert not any(_alphas(sketch.picture(1.0)))
    sketch.show_landmark(Side.LEFT, Id.ASIS)
    assert any(_alphas(sketch.picture(1.0)))
    assert sketch.accessibleName() == "Where it lies: Anterior superior iliac spine, left leg"
    sketch.show_landmark(None, None)
    assert not any(_alphas(sketch.picture(1.0)))
    assert not sketch.accessibleName()


def test_the_widget_paints_the_picture(qapp: QApplication) -> None:
    sketch = _sketch()
    sketch.show_landmark(Side.LEFT, Id.TIBIAL_TUBEROSITY)
    image = QImage(sketch.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    sketch.render(image, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    assert image == sketch.picture(1.0)


def test_a_sketch_without_room_is_empty(qapp: QApplication) -> None:
    sketch = _sketch(0, 0)
    sketch.show_landmark(Side.LEFT, Id.TIBIAL_TUBEROSITY)
    assert sketch.picture(1.0).isNull()
    sketch.grab()


def test_without_a_side_the_mark_has_the_colour_of_the_text(qapp: QApplication) -> None:
    sketch = _sketch()
    sketch.show_landmark(None, Id.PATELLA_CENTER)
    at = sketch.position_of(landmark(Id.PATELLA_CENTER).typical)
    assert sketch.picture(1.0).pixelColor(at.toPoint()) == QColor(LIGHT)
    assert sketch.accessibleName() == "Patella centre"


def test_strokes_are_as_wide_in_a_large_sketch_as_in_a_small_one(qapp: QApplication) -> None:
    widths = []
    for size in (44, 176):
        sketch = _sketch(size, size)
        sketch.show_landmark(Side.RIGHT, Id.TIBIAL_SPINES)
        edge, picture = sketch.position_of(Vec(33.6, 26)), sketch.picture(4.0)
        x, y = int(4 * edge.x()), int(4 * edge.y())
        widths.append(sum(picture.pixelColor(x + i, y).alpha() > 200 for i in range(-20, 21)))
    assert 4 * 1.5 <= widths[0] <= 4 * 2
    assert widths[1] == pytest.approx(widths[0], abs=2)


def test_the_size_fits_the_prompt_strip(qapp: QApplication) -> None:
    sketch = LandmarkSketch()
    assert sketch.sizeHint().width() == sketch.sizeHint().height() == 44
    assert sketch.minimumSizeHint().width() <= 44
