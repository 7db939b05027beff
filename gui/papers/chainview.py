"""The chain as a drawing: parties on the left, authorisations as bars on a time axis, gaps in red."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.i18n import _
from core.model import AuthorisationLink, Forever
from core.model.values import CHINA
from gui import theme

_ROW, _BAR, _AXIS, _NAMES = 32, 16, 26, 210


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    spans: tuple[tuple[date, date], ...]


class ChainView(QWidget):
    """Painted; spoken as one sentence a row."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: tuple[_Row, ...] = ()
        self._first, self._last = date.min, date.min
        self._mark: date | None = None
        theme.current().changed.connect(self.update)

    def show_links(self, links: tuple[AuthorisationLink, ...], received: datetime | None) -> None:
        """Shows the links; those of the same two parties share a row."""
        self._mark = received.astimezone(CHINA).date() if received else None
        ends = [link.valid_to for link in links if isinstance(link.valid_to, date)]
        starts = [link.valid_from for link in links if link.valid_from]
        days = [*starts, *ends, *([self._mark] if self._mark else [])]
        self._first = min(days, default=date(2000, 1, 1))
        self._last = max(max(days, default=date(2001, 1, 1)), self._first + timedelta(days=180))
        self._rows = _rows(links, self._last)
        self.setAccessibleName(_("授权链：") + _("；").join(self._spoken()))
        self.setToolTip("\n".join(self._spoken()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, _ROW * len(self._rows) + _AXIS + 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for n, row in enumerate(self._rows):
            self._paint_row(painter, n * _ROW, row)
        self._paint_axis(painter)

    def _paint_row(self, painter: QPainter, top: int, row: _Row) -> None:
        look = theme.current()
        painter.setFont(look.font("secondary"))
        painter.setPen(look.colour("text"))
        name = QFontMetrics(look.font("secondary")).elidedText(row.title, Qt.TextElideMode.ElideMiddle, _NAMES - 12)
        painter.drawText(QRectF(0, top, _NAMES, _ROW), Qt.AlignmentFlag.AlignVCenter, name)
        bar_top = top + (_ROW - _BAR) / 2
        for start, end in row.spans:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("ok"))
            painter.drawRoundedRect(self._span(start, end, bar_top), 3, 3)
        for start, end in _gaps(row.spans):
            room = self._span(start, end, bar_top)
            painter.setPen(QPen(look.colour("fail"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(look.colour("fail-soft"))
            painter.drawRect(room)
            painter.setPen(look.colour("fail"))
            text = _("断档 {days} 天").format(days=(end - start).days + 1)
            painter.drawText(
                QRectF(room.center().x() - 60, bar_top - 1, 120, _BAR + 2), Qt.AlignmentFlag.AlignCenter, text
            )

    def _paint_axis(self, painter: QPainter) -> None:
        look = theme.current()
        bottom = _ROW * len(self._rows)
        painter.setFont(look.font("secondary"))
        painter.setPen(look.colour("text-2"))
        room = QRectF(_NAMES, bottom + 6, self.width() - _NAMES, 18)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft, self._first.strftime("%Y-%m"))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight, self._last.strftime("%Y-%m"))
        if self._mark is None:
            return
        x = self._x(self._mark)
        painter.setPen(QPen(look.colour("accent"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(round(x), 0, round(x), bottom + 4)
        text = _("处罚日 {day}").format(day=self._mark.strftime("%m-%d"))
        wide = QFontMetrics(look.font("secondary")).horizontalAdvance(text)
        left = min(max(x - wide / 2, _NAMES + 60), self.width() - wide - 60)
        painter.setPen(look.colour("accent"))
        painter.drawText(QRectF(left, bottom + 6, wide + 4, 18), Qt.AlignmentFlag.AlignLeft, text)

    def _span(self, start: date, end: date, top: float) -> QRectF:
        left, right = self._x(start), self._x(end + timedelta(days=1))
        return QRectF(left, top, max(3.0, right - left), _BAR)

    def _x(self, day: date) -> float:
        share = (day - self._first) / (self._last - self._first)
        return _NAMES + share * (self.width() - _NAMES - 2)

    def _spoken(self) -> list[str]:
        said = []
        for row in self._rows:
            spans = _("、").join(
                _("{start} 至 {end}").format(start=s.isoformat(), end=e.isoformat()) for s, e in row.spans
            )
            said.append(f"{row.title} {spans or _('没有写明期限')}")
        return said


def _rows(links: tuple[AuthorisationLink, ...], last: date) -> tuple[_Row, ...]:
    grouped: dict[str, list[tuple[date, date]]] = {}
    for link in links:
        title = _("{grantor} → {grantee}").format(grantor=link.grantor or "?", grantee=link.grantee or "?")
        spans = grouped.setdefault(title, [])
        end = last if isinstance(link.valid_to, Forever) else link.valid_to
        if link.valid_from and end:
            spans.append((link.valid_from, end))
    return tuple(_Row(title, tuple(sorted(spans))) for title, spans in grouped.items())


def _gaps(spans: tuple[tuple[date, date], ...]) -> list[tuple[date, date]]:
    day = timedelta(days=1)
    return [(a_end + day, b_start - day) for (_s, a_end), (b_start, _e) in pairwise(spans) if b_start > a_end + day]
