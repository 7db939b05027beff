"""How far a job is; while that is not known, a piece that moves along."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar

from gui import theme

_STEP_MS, _PIECE, _HEIGHT = 60, 0.3, 6
_STEPS = 30  # from one end to the other


class Bar(QProgressBar):
    """A style sheet fills a bar whose end is not known, as if all were done."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTextVisible(False)
        self._at = 0
        self._turn = QTimer(self)
        self._turn.setInterval(_STEP_MS)
        self._turn.timeout.connect(self._on_turn)

    def show_share(self, done: int, total: int) -> None:
        """Shows how much of one part of the work is done.

        A part that is done is not the whole: until the next part has begun, a piece moves along.
        """
        known = done < total
        self.setRange(0, total if known else 0)
        self.setValue(done if known else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() > self.minimum():
            self._turn.stop()
            super().paintEvent(event)
            return
        if not self._turn.isActive():
            self._turn.start()
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        room = QRectF(0, (self.height() - _HEIGHT) / 2, self.width(), _HEIGHT)
        painter.setBrush(look.colour("surface-2"))
        painter.drawRoundedRect(room, 3, 3)
        way = abs(self._at % (2 * _STEPS) - _STEPS) / _STEPS
        painter.setBrush(look.colour("accent"))
        wide = room.width() * _PIECE
        painter.drawRoundedRect(QRectF((room.width() - wide) * (1 - way), room.top(), wide, _HEIGHT), 3, 3)

    def _on_turn(self) -> None:
        if not self.isVisible():
            self._turn.stop()
            return
        self._at += 1
        self.update()
