"""Paints the board's cells: two lines for the shop, a pill and a bar for the deadline."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from core.board import BoardEntry
from core.i18n import _
from core.model import Level
from gui import theme, wording
from gui.board.model import BLOCKER, DUE, ENTRY_ROLE, GROUP_ROLE, MONEY, NOW_ROLE, SHOP, UNDER_ROLE, Group, Index
from gui.models.text import elided, elided_amid, wrapped
from gui.widgets.pill import paint_pill, pill_size

ROW_HEIGHT = 55
_PAD = 10
_BAR = 104
_TWO_LINES = 40


class BoardDelegate(QStyledItemDelegate):
    """One delegate for all columns."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(80, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        room: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, look.colour("accent-soft"))
            if state & QStyle.StateFlag.State_Active and index.column() == SHOP:
                painter.fillRect(QRect(room.left(), room.top(), 3, room.height()), look.colour("accent"))
        elif index.data(GROUP_ROLE) is not None or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(room, look.colour("surface-2"))
        painter.fillRect(QRect(room.left(), room.bottom(), room.width(), 1), look.colour("line"))
        _paint_cell(painter, room.adjusted(_PAD, 0, -_PAD, -1), index)
        painter.restore()


def _paint_cell(painter: QPainter, room: QRect, index: Index) -> None:
    entry = index.data(ENTRY_ROLE)
    text = str(index.data())
    if not isinstance(entry, BoardEntry):
        _paint_heading(painter, room, index, text)
    elif index.column() == SHOP:
        _two_lines(painter, room, text, str(index.data(UNDER_ROLE)))
    elif index.column() == DUE:
        _paint_due(painter, room, entry, index.data(NOW_ROLE))
    elif index.column() == BLOCKER:
        _paint_blocker(painter, room, entry, text)
    else:
        side = Qt.AlignmentFlag.AlignRight if index.column() == MONEY else Qt.AlignmentFlag.AlignLeft
        _line(painter, room, text, side=side)


def _paint_heading(painter: QPainter, room: QRect, index: Index, text: str) -> None:
    look = theme.current()
    group: Group = index.data(GROUP_ROLE)
    if index.column() == SHOP:
        icon = "chevron-right" if group.closed else "chevron-down"
        painter.drawPixmap(room.left() - 4, room.center().y() - 5, look.pixmap(icon, "text-2", 14))
        _line(painter, room.adjusted(16, 0, 0, 0), text, bold=True)
    elif index.column() == DUE and group.due is not None:
        tone = wording.remaining(group.due, index.data(NOW_ROLE))[1]
        _line(painter, room, text, tone or "text-2", "secondary")
    else:
        side = Qt.AlignmentFlag.AlignRight if index.column() == MONEY else Qt.AlignmentFlag.AlignLeft
        _line(painter, room, text, "text-2", "secondary", side)


def _two_lines(painter: QPainter, room: QRect, first: str, second: str) -> None:
    if not second:
        _line(painter, room, first)
        return
    _line(painter, QRect(room.left(), room.top() + 7, room.width(), 22), first)
    under = elided_amid(second, theme.current().font("secondary"), room.width())  # a file's name stands at its end
    _line(painter, QRect(room.left(), room.top() + 27, room.width(), 20), under, "text-2", "secondary")


def _paint_due(painter: QPainter, room: QRect, entry: BoardEntry, now: datetime) -> None:
    look = theme.current()
    text, tone = wording.remaining(entry.due, now)
    size = pill_size(text, "")
    top = room.top() + 9 if entry.due is not None else room.center().y() - 10  # alone where there is no bar below
    paint_pill(painter, QRectF(room.left(), top, size.width(), 20), text, tone, symbol=False)
    if expiring := entry.expiring(now):
        words = QRect(room.left() + _BAR + 8, room.top() + 27, room.width() - _BAR - 8, 22)
        _line(painter, words, _("{count} 份将到期").format(count=expiring), "warn", "secondary")
    if entry.due is None:
        return
    bar = QRectF(room.left(), room.top() + 35, min(_BAR, room.width()), 6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("surface-2"))
    painter.drawRoundedRect(bar, 3, 3)
    painter.setBrush(look.colour(tone or "accent"))
    bar.setWidth(max(6.0, bar.width() * _spent(entry, now)))
    painter.drawRoundedRect(bar, 3, 3)


def _spent(entry: BoardEntry, now: datetime) -> float:
    """Returns how much of the time is gone, 0–1."""
    if entry.due is None or now >= entry.due:
        return 1.0
    since = entry.since if entry.since and entry.since < entry.due else entry.due - timedelta(days=15)
    return min(1.0, max(0.0, (now - since) / (entry.due - since)))


def _paint_blocker(painter: QPainter, room: QRect, entry: BoardEntry, text: str) -> None:
    level = entry.level if entry.blocker else Level.PASS
    tone = wording.level_tone(level)
    shown = text if entry.readiness is not None or entry.blocker else _("尚未检查")
    if entry.readiness is not None or entry.blocker:
        top = room.center().y() - 5
        painter.drawPixmap(room.left(), top, theme.current().pixmap(wording.level_icon(level), tone or "text-2", 14))
        room = room.adjusted(19, 0, 0, 0)
    _line(painter, room, shown)


def _line(
    painter: QPainter,
    room: QRect,
    text: str,
    token: str = "text",  # noqa: S107 - a colour token, no password
    size: str = "body",
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    *,
    bold: bool = False,
) -> None:
    look = theme.current()
    font = look.font(size, bold=bold)
    painter.setFont(font)
    painter.setPen(look.colour(token))
    lines = wrapped(text, font, room.width()) if room.height() > _TWO_LINES else (elided(text, font, room.width()),)
    painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), "\n".join(lines))
