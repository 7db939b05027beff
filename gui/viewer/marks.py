"""Boxes on a page: what was read, what is wrong, what will be covered in the packet."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from core.model import Box
from gui import theme
from gui.theme import Tone


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on a page, in fractions of it as the file shows it.

    Attributes:
        key: What it belongs to, such as a field's name; "" for nothing that can be gone to.
        text: What is said of it when the mouse rests on it.
        covered: Whether it will be painted over in the packet.
    """

    page: int
    box: Box
    tone: Tone = "accent"
    key: str = ""
    text: str = ""
    covered: bool = False


def paint_mark(painter: QPainter, room: QRectF, mark: Mark, *, chosen: bool) -> None:
    """Paints a mark where it lies in the view; the chosen one with a thicker line."""
    ink = QColor(theme.current().on_paper("ink" if mark.covered else mark.tone or "accent"))
    line = QColor(ink)
    ink.setAlpha(150 if mark.covered else 56 if chosen else 24)
    painter.fillRect(room, QBrush(ink, Qt.BrushStyle.DiagCrossPattern if mark.covered else Qt.BrushStyle.SolidPattern))
    painter.setPen(QPen(line, 3 if chosen else 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(room.adjusted(-2, -2, 2, 2))
