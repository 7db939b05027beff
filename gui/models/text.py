"""Measures and draws wrapped text in item delegates; what was measured is kept."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption


def text_height(text: str, font: QFont, width: int) -> int:
    """Returns the height of a text wrapped at a width."""
    return _height(text, font.key(), width)


def elided(text: str, font: QFont, width: int) -> str:
    """Returns what of a text has room in one line."""
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def elided_amid(text: str, font: QFont, width: int) -> str:
    """Returns one line of a text whose end tells it from others."""
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, width)


def wrapped(text: str, font: QFont, width: int) -> tuple[str, ...]:
    """Returns a text in one line, or in two, of which the second ends in “…” where there is still more."""
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(text) <= width:
        return (text,)
    first = _first_line(text, font.key(), width)
    return text[:first].rstrip(), metrics.elidedText(text[first:].lstrip(), Qt.TextElideMode.ElideRight, width)


def draw_text(painter: QPainter, room: QRectF, text: str) -> None:
    """Draws a text wrapped as it was measured."""
    painter.drawText(room, text, _option())


@lru_cache(maxsize=2000)
def _height(text: str, font_key: str, width: int) -> int:
    font = QFont()
    font.fromString(font_key)
    height = 0.0
    for paragraph in text.split("\n"):
        layout = QTextLayout(paragraph or " ", font)
        layout.setTextOption(_option())
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            height += line.height()
        layout.endLayout()
    return math.ceil(height)


@lru_cache(maxsize=2000)
def _first_line(text: str, font_key: str, width: int) -> int:
    font = QFont()
    font.fromString(font_key)
    layout = QTextLayout(text, font)
    layout.setTextOption(_option())
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    return line.textLength()


def _option() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
