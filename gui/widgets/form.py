"""Titles beside or above fields, in one or two columns."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from gui.widgets.basic import ElidedLabel, column


class Form(QWidget):
    """Fields with quiet titles above them, filled from left to right."""

    def __init__(self, columns: int = 2) -> None:
        super().__init__()
        self._columns = columns
        self._next = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        for n in range(columns):
            self._grid.setColumnStretch(n, 1)

    def add(self, title: str, field: QWidget, *, wide: bool = False) -> None:
        """Adds a field; a wide one takes a whole line."""
        if wide and self._next % self._columns:
            self._next += self._columns - self._next % self._columns
        caption = ElidedLabel(title, "secondary")
        caption.setBuddy(field)
        cell = column(caption, field, spacing=3)
        line, place = divmod(self._next, self._columns)
        self._grid.addLayout(cell, line, place, 1, self._columns if wide else 1)
        self._next += self._columns if wide else 1
