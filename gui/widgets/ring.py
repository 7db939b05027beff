"""The readiness ring."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.i18n import _
from gui import theme

_WIDTH = 7


class Ring(QWidget):
    """How much is done, as an arc and a percentage; a dash while nobody knows."""

    def __init__(self) -> None:
        super().__init__()
        self._percent: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_percent(None)
        theme.current().changed.connect(self.update)

    def show_percent(self, percent: int | None) -> None:
        self._percent = percent
        spoken = _("就绪度正在计算") if percent is None else _("就绪度 {percent}%").format(percent=percent)
        self.setAccessibleName(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(64, 64)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(_WIDTH / 2, _WIDTH / 2, -_WIDTH / 2, -_WIDTH / 2)
        painter.setPen(QPen(look.colour("surface-2"), _WIDTH))
        painter.drawEllipse(room)
        if self._percent:
            tone = "ok" if self._percent == 100 else "accent"
            painter.setPen(QPen(look.colour(tone), _WIDTH, c=Qt.PenCapStyle.FlatCap))
            painter.drawArc(room, 90 * 16, -round(self._percent * 3.6 * 16))
        painter.setPen(look.colour("text"))
        painter.setFont(look.font("section", bold=True))
        text = "–" if self._percent is None else f"{self._percent}%"
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
