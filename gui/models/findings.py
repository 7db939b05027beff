"""Findings as cards in a list: worst first, symbol and words, as tall as their text needs."""

from __future__ import annotations

import re

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from core.i18n import _
from core.model import Finding
from gui import theme, wording
from gui.models.text import draw_text, text_height
from gui.widgets.speaking import heard

Index = QModelIndex | QPersistentModelIndex
FINDING_ROLE = Qt.ItemDataRole.UserRole + 1
_GAP, _PAD, _BAR, _EDGE, _ROUND = 8, 10, 12, 3, 6


class FindingModel(QAbstractListModel):
    """Findings in the report's order."""

    def __init__(self) -> None:
        super().__init__()
        self._findings: tuple[Finding, ...] = ()

    def set_findings(self, findings: tuple[Finding, ...]) -> None:
        if findings != self._findings:
            self.beginResetModel()
            self._findings = findings
            self.endResetModel()

    def findings(self) -> tuple[Finding, ...]:
        return self._findings

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._findings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        finding = self._findings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return finding.message
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return heard(wording.level_title(finding.level), finding.message, finding.fix)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(p for p in (finding.message, finding.why, finding.fix) if p)
        return finding if role == FINDING_ROLE else None


class FindingDelegate(QStyledItemDelegate):
    """Paints one card: bold head with its symbol, place and remedy below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = _width(option)
        head, body = _heights(index.data(FINDING_ROLE), width)
        return QSize(width, head + body + 2 * _PAD + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        finding: Finding = index.data(FINDING_ROLE)
        room: QRect = option.rect.adjusted(0, 0, 0, -_GAP)
        room.setWidth(_width(option))
        tone = "" if finding.waived else wording.level_tone(finding.level)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_card(painter, room, tone)
        state = option.state
        if state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver):
            painter.setPen(QPen(look.colour(tone or "line-strong"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(room).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        _paint_words(painter, room, finding, tone)
        painter.restore()


def head_and_body(finding: Finding) -> tuple[str, str]:
    """Returns the first sentence as the head, the rest with place and remedy as the body."""
    head, rest = _first_sentence(finding.message)
    place = wording.finding_place(finding)
    place = "" if place and place in finding.message else place
    waived = _("已由 {name} 具名豁免").format(name=finding.waived.by) if finding.waived else ""
    return head, "\n".join(part for part in (waived, place, rest, finding.fix) if part)


def _first_sentence(message: str) -> tuple[str, str]:
    found = re.search(r'。(?![”」）"])|(?<=[^.…])\.(?=\s|$)', message)
    return (message[: found.start()], message[found.end() :]) if found else (message, "")


def _width(option: QStyleOptionViewItem) -> int:
    # The scroll bar's room is left free whether or not it shows, so that heights do not depend on it.
    view = option.widget
    return view.width() - _BAR if isinstance(view, QListView) else 240


def _heights(finding: Finding, width: int) -> tuple[int, int]:
    look = theme.current()
    head, body = head_and_body(finding)
    inner = width - 2 * _PAD - 4
    tall = text_height(head, look.font(bold=True), inner - 18)
    return tall, text_height(body, look.font("secondary"), inner) + 3 if body else 0


def _paint_card(painter: QPainter, room: QRect, tone: str) -> None:
    # Two rounded rectangles, the upper one square on the left: clipping by a path takes 80 ms the first time.
    look = theme.current()
    ground = look.colour(f"{tone}-soft" if tone else "surface-2")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(tone or "line-strong"))
    painter.drawRoundedRect(QRectF(room.left(), room.top(), 3 * _ROUND, room.height()), _ROUND, _ROUND)
    painter.setBrush(ground)  # nowhere one over the other at a round corner, where the lower one would shine through
    painter.drawRoundedRect(QRectF(room).adjusted(2 * _ROUND, 0, 0, 0), _ROUND, _ROUND)
    painter.fillRect(QRect(room.left() + _EDGE, room.top(), 4 * _ROUND, room.height()), ground)


def _paint_words(painter: QPainter, room: QRect, finding: Finding, tone: str) -> None:
    look = theme.current()
    head, body = head_and_body(finding)
    tall, _below = _heights(finding, room.width())
    left, top = room.left() + _PAD + 4, room.top() + _PAD
    width = room.width() - 2 * _PAD - 4
    painter.drawPixmap(left, top + 3, look.pixmap(wording.level_icon(finding.level), tone or "text-2", 14))
    painter.setFont(look.font(bold=True))
    painter.setPen(look.colour("text"))
    draw_text(painter, QRectF(left + 18, top, width - 18, tall + 2), head)
    painter.setFont(look.font("secondary"))
    painter.setPen(look.colour("text-2"))
    draw_text(painter, QRectF(left, top + tall + 3, width, room.bottom() - top - tall), body)
