"""How a line of a collection is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kneeview.gui.browser_model import BrowserModel, Heading, Index
from kneeview.gui.icons import icon
from kneeview.gui.theme import CAPTION_PX, Tokens
from kneeview.imaging.collection import Entry, EntryKind

THUMBNAIL_PX: Final = 72
"""The longer side of a small picture, in logical pixels."""

_ROW_PX: Final = 88
_HEADING_PX: Final = 40
_MARGIN: Final = 8
_GAP: Final = 16
_GREYED: Final = 0.6


class BrowserDelegate(QStyledItemDelegate):
    """Draws a line in columns: small picture, what, who, when, kind and size."""

    def __init__(self, model: BrowserModel, tokens: Tokens, picture_of: Callable[[Entry], QImage | None]) -> None:
        super().__init__()
        self._model = model
        self._tokens = tokens
        self._picture_of = picture_of
        self._icons: dict[str, QIcon] = {}

    def retheme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self._tokens = tokens
        self._icons = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(option.rect.width(), _ROW_PX if self._model.heading(index) is None else _HEADING_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a heading or an entry."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        font: QFont = option.font
        heading, entry = self._model.heading(index), self._model.entry(index)
        if heading is not None:
            self._paint_heading(painter, rect, font, heading)
        elif entry is not None:
            self._paint_ground(painter, rect, state)
            self._paint_entry(painter, rect.adjusted(_MARGIN, 0, -_MARGIN, 0), font, entry)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, font: QFont, heading: Heading) -> None:
        small = QFont(font)
        small.setPixelSize(CAPTION_PX)
        small.setWeight(QFont.Weight.DemiBold)
        painter.setFont(small)
        painter.setPen(QColor(self._tokens.quiet))
        room = rect.adjusted(_MARGIN, 0, -_MARGIN, -8)
        words = f"{heading.text.upper()}   {heading.count:,}"
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words)
        painter.setPen(QPen(QColor(self._tokens.line), 1))
        painter.drawLine(room.left(), rect.bottom() - 3, room.right(), rect.bottom() - 3)

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if not is_chosen and not state & QStyle.StateFlag.State_MouseOver:
            return
        box = QRectF(rect).adjusted(0.5, 1.5, -0.5, -1.5)
        painter.setBrush(QColor(self._tokens.raised if is_chosen else self._tokens.panel))
        painter.setPen(QPen(QColor(self._tokens.focus if is_chosen else self._tokens.line), 1.5 if is_chosen else 1))
        painter.drawRoundedRect(box, 8, 8)

    def _paint_entry(self, painter: QPainter, rect: QRect, font: QFont, entry: Entry) -> None:
        line = self._model.line(entry)
        top = rect.top() + (rect.height() - THUMBNAIL_PX) // 2
        self._paint_picture(painter, QRect(rect.left(), top, THUMBNAIL_PX, THUMBNAIL_PX), entry)
        remark = self._model.remark(entry)
        if remark:
            painter.setOpacity(_GREYED)
        columns = _columns(rect.adjusted(THUMBNAIL_PX + _GAP, 0, 0, 0))
        place = line.place if line.place != line.title else ""
        below = ": ".join(part for part in (place, remark) if part)
        written = (
            (line.title, below),
            (line.patient, line.patient_id),
            (line.date, line.kind),
            (line.pixels, line.size),
        )
        for k, (room, (first, second)) in enumerate(zip(columns, written, strict=False)):
            self._write(painter, room, font, first, second, is_strong=k == 0)

    def _write(self, painter: QPainter, room: QRect, font: QFont, first: str, second: str, *, is_strong: bool) -> None:
        strong, small = QFont(font), QFont(font)
        strong.setWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
        small.setPixelSize(CAPTION_PX + 1)
        middle = room.center().y()
        for face, colour, text, y, mode in (
            (strong, self._tokens.text, first, middle - 20, Qt.TextElideMode.ElideRight),
            (small, self._tokens.quiet, second, middle + 2, Qt.TextElideMode.ElideMiddle),
        ):
            painter.setFont(face)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(face).elidedText(text, mode, room.width())
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(QRect(room.left(), y, room.width(), 20), flags, shown)

    def _paint_picture(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        """Draw the small picture on black, as films are; a sign of its kind until it is there."""
        picture = self._picture_of(entry)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(box), 6, 6)
        painter.fillPath(frame, QColor("#000000") if picture is not None else QColor(self._tokens.raised))
        if picture is None:
            self._icon(entry).paint(painter, box.adjusted(24, 24, -24, -24))
            return
        size = picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(box.center())
        painter.save()
        painter.setClipPath(frame)
        painter.drawImage(place, picture)
        painter.restore()

    def _icon(self, entry: Entry) -> QIcon:
        name = {EntryKind.CASE: "report", EntryKind.PHOTO: "photo", EntryKind.ARCHIVE: "open"}.get(entry.kind, "film")
        name = "info" if self._model.remark(entry) and entry.kind is not EntryKind.ARCHIVE else name
        if name not in self._icons:
            self._icons[name] = icon(name, self._tokens.quiet)
        return self._icons[name]


def _columns(room: QRect) -> tuple[QRect, ...]:
    """Return the columns for what, who, when and size; where it is narrow the last ones are left out."""
    who = max(min(room.width() * 24 // 100, 260), 120)
    widths = (who, 96, 128) if room.width() >= 640 else (who, 96) if room.width() >= 420 else ()
    what = room.width() - sum(widths) - _GAP * len(widths)
    found, left = [], room.left()
    for width in (what, *widths):
        found.append(QRect(left, room.top(), width, room.height()))
        left += width + _GAP
    return tuple(found)
