"""A state in two words: soft ground, symbol and text, so that colour never speaks alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme
from gui.theme import Tone

SYMBOL = {"ok": "check", "warn": "warn", "fail": "cross", "accent": "circle", "": ""}
_PAD = 9
_ICON = 13
_KEPT = 500
_sizes: dict[tuple[str, Tone, bool, str], QSize] = {}  # a page asks for each a dozen times


class Pill(QWidget):
    """A rounded label with a tone."""

    def __init__(self, text: str = "", tone: Tone = "", *, symbol: bool = True, big: bool = False) -> None:
        super().__init__()
        self._text, self._tone, self._symbol, self._big = text, tone, symbol, big
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        if not text:
            self.hide()  # never show() here: a widget without a parent would become a window

    def show_state(self, text: str, tone: Tone) -> None:
        """Changes what the pill says."""
        if (text, tone) == (self._text, self._tone) and self.isHidden() is not bool(text):
            return
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        return pill_size(self._text, self._tone if self._symbol else "", big=self._big)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(painter, QRectF(self.rect()), self._text, self._tone, symbol=self._symbol, big=self._big)


def pill_size(text: str, tone: Tone, *, big: bool = False) -> QSize:
    """Returns the room that a pill needs."""
    key = (text, tone, big, theme.current().family)
    if key not in _sizes:
        if len(_sizes) >= _KEPT:
            _sizes.clear()
        _sizes[key] = _measured(text, tone, big=big)
    return _sizes[key]


def _measured(text: str, tone: Tone, *, big: bool) -> QSize:
    metrics = QFontMetrics(theme.current().font("body" if big else "secondary", bold=big))
    icon = _ICON + 3 if SYMBOL[tone] and text else (_ICON if SYMBOL[tone] else 0)
    pad = 12 if big else _PAD
    return QSize(metrics.horizontalAdvance(text) + icon + 2 * pad, 28 if big else 21)


def paint_pill(
    painter: QPainter, room: QRectF, text: str, tone: Tone, *, symbol: bool = True, big: bool = False
) -> None:
    """Paints a pill into `room`; item delegates use it too."""
    look = theme.current()
    ground = look.colour(f"{tone}-soft" if tone else "surface-2")
    ink = look.colour(tone or "text-2")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(room, room.height() / 2, room.height() / 2)
    left = room.left() + (12 if big else _PAD)
    if symbol and SYMBOL[tone]:
        top = room.top() + (room.height() - _ICON) / 2
        painter.drawPixmap(QPointF(left, top), look.pixmap(SYMBOL[tone], tone, _ICON))
        left += _ICON + 3
    painter.setPen(ink)
    painter.setFont(look.font("body" if big else "secondary", bold=big))
    painter.drawText(QRectF(left, room.top(), room.right() - left, room.height()), Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()
