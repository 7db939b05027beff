"""Keeps in sight where the keyboard writes: what is typed below the edge of a page would be typed unseen."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QScrollArea, QWidget

from gui.widgets import slices

_AROUND = 28  # pixels of what stands around the cursor


class FollowingArea(QScrollArea):
    """Follows the text cursor when what is scrolled grows, until the person scrolls elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.following = False
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._on_grown)
        bar.actionTriggered.connect(self._leave)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._leave()
        super().wheelEvent(event)

    @Slot()
    def _leave(self) -> None:
        self.following = False

    @Slot()
    def _on_grown(self) -> None:
        focus = QApplication.focusWidget()
        if self.following and focus is not None and self.isAncestorOf(focus):
            bring_cursor_soon(focus)


def bring(widget: QWidget) -> None:
    """Scrolls every area around a widget until it is in view."""
    for area, _inside in _areas(widget):
        area.ensureWidgetVisible(widget)


def bring_cursor_soon(widget: QWidget) -> None:
    """Brings the text cursor of a field into view once what grew or was just made has been laid out."""
    for area, _inside in _areas(widget):
        if isinstance(area, FollowingArea):
            area.following = True
    slices.soon(widget, lambda: _bring_cursor(widget))


def _bring_cursor(widget: QWidget) -> None:
    if not widget.hasFocus():
        return
    if not isinstance(widget, QPlainTextEdit):
        bring(widget)
        return
    at = widget.cursorRect().center()
    for area, inside in _areas(widget):
        placed = widget.viewport().mapTo(inside, at)
        area.ensureVisible(placed.x(), placed.y(), _AROUND, _AROUND)


def _areas(widget: QWidget) -> Iterator[tuple[QScrollArea, QWidget]]:
    """Yields the areas around a widget, each with what is scrolled in it."""
    owner = widget.parentWidget()
    while owner is not None:
        inside = owner.widget() if isinstance(owner, QScrollArea) else None
        if isinstance(owner, QScrollArea) and inside is not None:
            yield owner, inside
        owner = owner.parentWidget()
