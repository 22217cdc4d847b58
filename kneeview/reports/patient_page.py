"""A page for the patient: one drawing and a few plain sentences. It explains and promises nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from kneeview.case.case import Case
from kneeview.case.placements import position_on_film
from kneeview.domain.geometry import PlanePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.landmarks import LandmarkId as L
from kneeview.domain.limb import SIDES, Side
from kneeview.domain.measurement import Value
from kneeview.imaging.radiograph import Radiograph
from kneeview.reports.fonts import PT, paper_font
from kneeview.reports.identity import person, taken_on
from kneeview.reports.page import Flow
from kneeview.reports.text import GREY, HAIRLINE, SUBTITLE, TITLE, Paragraph, Span, Type
from kneeview.reports.wording import NO_TEXT
from kneeview.scene.palette import SIDE_INKS

_LETTERS: Final = Type(12)
_HEIGHT: Final = 330 * PT
_LEG_WIDTH: Final = 0.085
"""How thick a drawn leg is, as a share of its height."""

_YOUNG_YEARS: Final = 8.0

_OF_MANY_CHILDREN: Final = (
    "You may have read that up to 75 of 100 children aged 3 to 5 have knock-knees and that most of these straighten by "
    "the age of 7 or 8 (Boston Children's Hospital, as a health article for patients quotes it). That is said of many "
    "children together; this page cannot say how it will be for one child."
)


class PatientPage:
    """Composes the page."""

    def __init__(self, case: Case, image: Radiograph, flow: Flow) -> None:
        self._case = case
        self._image = image
        self._flow = flow

    def compose(self) -> None:
        """Put title, drawing and sentences on the page."""
        flow = self._flow
        flow.add(Paragraph(Span("About the picture of your legs", TITLE), flow.width), 4 * PT)
        flow.add(Paragraph(Span(whose(self._case, self._image) or NO_TEXT, SUBTITLE), flow.width), 14 * PT)
        lines = legs_of(self._case)
        if lines:
            flow.add(LegsDrawing(lines, flow.width, _HEIGHT), 14 * PT)
        for sentence in sentences_for_the_patient(self._case, self._image):
            flow.add(Paragraph(Span(sentence, _LETTERS), flow.width), 9 * PT)


def whose(case: Case, image: Radiograph) -> str:
    """Return whose picture the page is about, and of which day, so that it cannot be taken for another's."""
    name = person(case.patient.name or image.identity.patient_name)
    return ", ".join(filter(None, (name, taken_on(case, image))))


# ------------------------------------------------------------------------------------------------------ sentences


def sentences_for_the_patient(case: Case, image: Radiograph) -> tuple[str, ...]:
    """Return what the page says, right before left, without jargon and without a promise."""
    taken = taken_on(case, image)
    when = f" that was taken on {taken}" if taken else ""
    what = "X-ray picture" if case.kind is Kind.RADIOGRAPH else "photo"
    shown = "The thick lines show how each leg runs from the hip over the knee to the ankle; the dashed line is the "
    said = [
        f"The {what}{when} was measured on a computer." + (f" {shown}straight way." if legs_of(case) else ""),
        *_axis(case),
        *_length(case),
        *_gap(case),
    ]
    if case.kind is Kind.PHOTO:
        said.append("A photo shows the skin and not the bones, so these numbers are less exact than those of an X-ray.")
    age = case.person.age_years
    if age is not None and age <= _YOUNG_YEARS:
        said.append(_OF_MANY_CHILDREN)
    said.append(
        "These are measurements and no diagnosis. What they mean depends on age, on complaints and on the examination: "
        "please talk about them with the person who gave you this page."
    )
    return tuple(said)


def _values(case: Case, measurement_id: str) -> dict[Side | None, Value]:
    return {
        reading.side: reading.outcome
        for reading in case.readings()
        if reading.measurement.id == measurement_id and isinstance(reading.outcome, Value)
    }


def _axis(case: Case) -> list[str]:
    """Return where the straight line passes each knee."""
    clauses = []
    for side, value in _values(case, "mad").items():
        where = "through the middle of the knee"
        if round(abs(value.value)) > 0:
            edge = "inner" if value.value > 0 else "outer"
            where = f"{abs(value.value):.0f} mm to the {edge} side of the middle of the knee"
        clauses.append(f"on the {side} leg {where}")
    return [f"The straight line from the hip to the ankle passes {', and '.join(clauses)}."] if clauses else []


def _give_or_take(value: Value) -> str:
    return "" if value.half_width is None else f", give or take {value.half_width:.0f} mm"


def _length(case: Case) -> list[str]:
    value = _values(case, "lld").get(None)
    if value is None:
        return []
    exact = _give_or_take(value)
    if round(abs(value.value)) == 0 or (value.interval is not None and value.interval[0] <= 0 <= value.interval[1]):
        return [f"No sure difference in length was found between the legs ({abs(value.value):.0f} mm{exact})."]
    longer, shorter = ("right", "left") if value.value > 0 else ("left", "right")
    return [f"The {longer} leg measured {abs(value.value):.0f} mm longer than the {shorter}{exact}."]


def _gap(case: Case) -> list[str]:
    value = _values(case, "imd").get(None)
    if value is None:
        return []
    return [f"With the knees together the ankles were {value.value:.0f} mm apart{_give_or_take(value)}."]


# -------------------------------------------------------------------------------------------------------- drawing


@dataclass(frozen=True, slots=True)
class LegLine:
    """A leg as three points of the film plane: hip, knee and ankle."""

    side: Side
    hip: PlanePoint
    knee: PlanePoint
    ankle: PlanePoint


_HIPS: Final = (L.HIP_CENTER, L.FEMORAL_HEAD_TOP, L.ASIS)
_KNEES: Final = (L.KNEE_CENTER, L.TIBIAL_SPINES, L.FEMORAL_NOTCH, L.PATELLA_CENTER)


def legs_of(case: Case) -> tuple[LegLine, ...]:
    """Return the legs of which hip, knee and ankle are placed, right before left."""
    scale = case.scale

    def first(side: Side, ids: tuple[L, ...]) -> PlanePoint | None:
        places = (case.placement(side, i) for i in ids)
        return next((at for mark in places if mark is not None and (at := position_on_film(mark, scale))), None)

    legs = []
    for side in SIDES:
        hip, knee, ankle = first(side, _HIPS), first(side, _KNEES), first(side, (L.ANKLE_CENTER,))
        if hip is not None and knee is not None and ankle is not None:
            legs.append(LegLine(side, hip, knee, ankle))
    return tuple(legs)


@dataclass(frozen=True, slots=True)
class LegsDrawing:
    """The legs as soft shapes with their own lines and the straight way beside them."""

    legs: tuple[LegLine, ...]
    width: float
    height: float

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw the legs in the middle of the room, in their own proportions."""
        points = [point for leg in self.legs for point in (leg.hip, leg.knee, leg.ankle)]
        left, right = min(p.x for p in points), max(p.x for p in points)
        top, bottom = min(p.y for p in points), max(p.y for p in points)
        letters = 18 * PT
        tall, wide = max(bottom - top, 1e-6), max(right - left, 1e-6)
        thick = _LEG_WIDTH * (self.height - letters)
        scale = min((self.height - letters - thick) / tall, (self.width - 2 * thick) / wide)
        middle = x + self.width / 2

        def at(point: PlanePoint) -> QPointF:
            across = (point.x - (left + right) / 2) * scale
            return QPointF(middle + across, y + letters + thick / 2 + (point.y - top) * scale)

        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for leg in self.legs:
            self._leg(painter, [at(leg.hip), at(leg.knee), at(leg.ankle)], leg.side, thick)
        painter.restore()

    def _leg(self, painter: QPainter, way: list[QPointF], side: Side, thick: float) -> None:
        def pen(colour: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
            found = QPen(QColor(colour), width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
            if style is Qt.PenStyle.CustomDashLine:
                found.setDashPattern([3, 3])
            return found

        ink = SIDE_INKS[side]
        painter.setPen(pen(HAIRLINE, thick))
        painter.drawPolyline(QPolygonF(way))
        painter.setPen(pen(ink, 3 * PT))
        painter.drawPolyline(QPolygonF(way))
        painter.setPen(pen(GREY, 1.4 * PT, Qt.PenStyle.CustomDashLine))
        painter.drawLine(way[0], way[-1])
        painter.setPen(QColor(ink))
        painter.setFont(paper_font(10, 600))
        box = QRectF(way[0].x() - 50 * PT, way[0].y() - thick / 2 - 15 * PT, 100 * PT, 13 * PT)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{side.value} leg")
