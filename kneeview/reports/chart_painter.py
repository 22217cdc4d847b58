"""Draws a chart by age: the same on paper and in the window, in the colours of either."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from kneeview.domain.limb import Side
from kneeview.reports.chart import OLDEST, Chart, Figure, PatientPoint, Series
from kneeview.reports.fonts import PT, paper_font
from kneeview.reports.text import FINE, GREY, HAIRLINE, INK, SMALL, Paragraph, Span, Type
from kneeview.scene.palette import SIDE_INKS

_SMALL: Final = 6.8
_LETTERS: Final = 7.4


@dataclass(frozen=True, slots=True)
class ChartTheme:
    """The colours of a chart. Hues are those of Okabe and Ito; form and letter tell the same as the colour."""

    ground: str = "#FFFFFF"
    ink: str = INK
    quiet: str = GREY
    grid: str = HAIRLINE
    guide: str = "#A6477F"
    band: str = "#F7EAF2"
    limit: str = "#B34700"
    right: str = SIDE_INKS[Side.RIGHT]
    left: str = SIDE_INKS[Side.LEFT]

    def of_side(self, side: Side | None) -> str:
        """Return the colour of a leg; the ink for both together."""
        return self.ink if side is None else self.right if side is Side.RIGHT else self.left


PAPER: Final = ChartTheme()


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart as a block of a page, without its legend."""

    chart: Chart
    width: float
    height: float
    theme: ChartTheme = PAPER

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw axes, guide, sources and the patient, in this order."""
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        _Plot(painter, self.chart, QRectF(x, y, self.width, self.height), self.theme).draw()
        painter.restore()


def legend(chart: Chart, width: float, theme: ChartTheme = PAPER) -> Iterator[Paragraph]:
    """Return the lines of the legend: each letter with study and population, the guide, the notes."""
    fine, strong = Type(FINE.size, colour=theme.quiet), Type(SMALL.size, colour=theme.ink).bold()
    for series in chart.series:
        colour = theme.limit if series.is_limit else theme.ink
        yield Paragraph(
            (Span(f"{series.letter}  ", Type(SMALL.size, strong.weight, colour)), Span(series.text, fine)), width
        )
    if chart.guide is not None:
        yield Paragraph(Span(chart.guide.text, fine), width)
    for note in chart.notes:
        yield Paragraph(Span(note, fine), width)


class _Plot:
    def __init__(self, painter: QPainter, chart: Chart, box: QRectF, theme: ChartTheme) -> None:
        self._painter = painter
        self._chart = chart
        self._theme = theme
        metrics = QFontMetricsF(paper_font(_SMALL))
        widest = max(metrics.horizontalAdvance(tick.text) for tick in chart.ticks)
        self._area = box.adjusted(widest + 16 * PT, 6 * PT, -16 * PT, -24 * PT)
        self._box = box
        self._taken: list[QRectF] = []

    def _x(self, age: float) -> float:
        return self._area.left() + self._area.width() * age / OLDEST

    def _y(self, value: float) -> float:
        chart = self._chart
        return self._area.bottom() - self._area.height() * (value - chart.low) / (chart.high - chart.low)

    def _pen(self, colour: str, width: float, *, dashed: bool = False) -> None:
        pen = QPen(QColor(colour), width * PT)
        if dashed:
            pen.setDashPattern([4, 3])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)

    def _write(self, box: QRectF, text: str, colour: str, align: Qt.AlignmentFlag, size: float = _SMALL) -> None:
        self._painter.setFont(paper_font(size))
        self._painter.setPen(QColor(colour))
        self._painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, text)

    def draw(self) -> None:
        """Draw everything."""
        self._guide_band()
        self._axes()
        self._painter.save()
        self._painter.setClipRect(self._area)
        self._guide_line()
        for series in self._chart.series:
            self._series(series)
        self._painter.restore()
        for point in self._chart.points:
            self._reserve(point)
        for series in self._chart.series:
            self._letter(series)
        for point in self._chart.points:
            self._patient(point)

    def _axes(self) -> None:
        area, theme = self._area, self._theme
        for tick in self._chart.ticks:
            y = self._y(tick.value)
            self._pen(theme.quiet if tick.value == 0 else theme.grid, 0.6 if tick.value == 0 else 0.5)
            self._painter.drawLine(QLineF(area.left(), y, area.right(), y))
            box = QRectF(self._box.left() + 10 * PT, y - 5 * PT, area.left() - self._box.left() - 14 * PT, 10 * PT)
            self._write(box, tick.text, theme.quiet, Qt.AlignmentFlag.AlignRight)
        for age in range(0, round(OLDEST) + 1, 2):
            x = self._x(age)
            self._pen(theme.quiet, 0.5)
            self._painter.drawLine(QLineF(x, area.bottom(), x, area.bottom() + 2.5 * PT))
            box = QRectF(x - 12 * PT, area.bottom() + 3 * PT, 24 * PT, 9 * PT)
            self._write(box, str(age), theme.quiet, Qt.AlignmentFlag.AlignHCenter)
        below = QRectF(area.left(), area.bottom() + 12 * PT, area.width(), 10 * PT)
        self._write(below, "Age in years", theme.quiet, Qt.AlignmentFlag.AlignHCenter)
        self._painter.save()
        self._painter.translate(self._box.left(), area.bottom())
        self._painter.rotate(-90)
        self._write(QRectF(0, 0, area.height(), 9 * PT), self._chart.axis, theme.quiet, Qt.AlignmentFlag.AlignHCenter)
        self._painter.restore()

    # --------------------------------------------------------------------------------------------------- the sources

    def _guide_band(self) -> None:
        guide = self._chart.guide
        if guide is None:
            return
        upper = [QPointF(self._x(age), self._y(value + guide.band)) for age, value in guide.points]
        lower = [QPointF(self._x(age), self._y(value - guide.band)) for age, value in reversed(guide.points)]
        self._painter.save()
        self._painter.setClipRect(self._area)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(self._theme.band))
        self._painter.drawPolygon(QPolygonF([*upper, *lower]))
        self._painter.restore()

    def _guide_line(self) -> None:
        guide = self._chart.guide
        if guide is not None:
            self._pen(self._theme.guide, 1.0, dashed=True)
            self._painter.drawPolyline(QPolygonF([QPointF(self._x(age), self._y(v)) for age, v in guide.points]))

    def _colour(self, series: Series) -> str:
        if series.is_limit:
            return self._theme.limit
        return self._theme.ink if series.is_own_method else self._theme.quiet

    def _series(self, series: Series) -> None:
        colour = self._colour(series)
        places = [QPointF(self._x(figure.age), self._y(figure.value)) for figure in series.figures]
        if not series.is_limit and len(places) > 1:
            self._pen(colour, 0.5, dashed=series.is_recalled)
            self._painter.drawPolyline(QPolygonF(places))
        for figure, place in zip(series.figures, places, strict=True):
            if series.is_limit:
                self._limits(figure, colour, dashed=series.is_recalled)
            else:
                self._mean(figure, place, colour)

    def _limits(self, figure: Figure, colour: str, *, dashed: bool) -> None:
        left, right = self._x(figure.age_from), self._x(figure.age_to)
        self._pen(colour, 0.8, dashed=dashed)
        for value in {figure.value, figure.value if figure.high is None else figure.high}:
            self._painter.drawLine(QLineF(left, self._y(value), right, self._y(value)))
        if figure.high is not None and figure.high != figure.value:
            for x in (left, right):
                self._painter.drawLine(QLineF(x, self._y(figure.value), x, self._y(figure.high)))

    def _mean(self, figure: Figure, place: QPointF, colour: str) -> None:
        self._pen(colour, 0.7)
        if figure.sd:
            low, high = self._y(figure.value - figure.sd), self._y(figure.value + figure.sd)
            self._painter.drawLine(QLineF(place.x(), low, place.x(), high))
        if figure.age_to - figure.age_from > 1:
            self._painter.drawLine(QLineF(self._x(figure.age_from), place.y(), self._x(figure.age_to), place.y()))
        self._painter.setBrush(QColor(self._theme.ground))
        self._painter.drawEllipse(place, 1.8 * PT, 1.8 * PT)

    def _letter(self, series: Series) -> None:
        """Write the letter beside the last figure of the series, where nothing stands yet."""
        last = series.figures[-1]
        x = self._x(last.age_to if series.is_limit else last.age) + 6 * PT
        y = self._y(last.value if last.high is None else last.high)
        shifts = [(dx, dy) for dx in range(6) for dy in (0, -1, 1)]
        for dx, dy in shifts:
            box = QRectF(x + dx * 6.5 * PT - 3 * PT, y + dy * 7 * PT - 4 * PT, 6 * PT, 8 * PT)
            if not any(box.intersects(other) for other in self._taken) and box.right() <= self._box.right():
                break
        self._taken.append(box)
        ground = QColor(self._theme.ground)
        ground.setAlpha(200)
        self._painter.fillRect(box.adjusted(PT, 0, -PT, 0), ground)
        self._write(box, series.letter, self._colour(series), Qt.AlignmentFlag.AlignHCenter, _LETTERS)

    # --------------------------------------------------------------------------------------------------- the patient

    def _reserve(self, point: PatientPoint) -> None:
        x = self._x(point.age)
        top, bottom = self._y(point.high), self._y(point.low)
        self._taken.append(QRectF(x - 4 * PT, top, 16 * PT, bottom - top).adjusted(0, -4 * PT, 0, 4 * PT))

    def _patient(self, point: PatientPoint) -> None:
        """Draw the value with its 95 % interval; right and left stand a little apart, so that both are seen."""
        apart = 0.0 if point.side is None else (-2.6 if point.side is Side.RIGHT else 2.6) * PT
        x, y = self._x(point.age) + apart, self._y(point.value)
        low, high, cap = self._y(point.low), self._y(point.high), 2.2 * PT
        colour = self._theme.of_side(point.side)
        for pen_colour, width in ((self._theme.ground, 3.0), (colour, 1.4)):
            self._pen(pen_colour, width)
            self._painter.drawLine(QLineF(x, low, x, high))
            for end in (low, high):
                self._painter.drawLine(QLineF(x - cap, end, x + cap, end))
        self._pen(self._theme.ground, 0.8)
        self._painter.setBrush(QColor(colour))
        self._painter.drawEllipse(QPointF(x, y), 3 * PT, 3 * PT)
        if point.side is not None:
            left = x - 11 * PT if point.side is Side.RIGHT else x + 4 * PT
            letter = "R" if point.side is Side.RIGHT else "L"
            self._painter.setFont(paper_font(_LETTERS, 700))
            self._painter.setPen(QColor(colour))
            box = QRectF(left, y - 5 * PT, 7 * PT, 10 * PT)
            self._painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, letter)
