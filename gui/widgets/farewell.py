"""Takes a large widget down a little at a time: all at once it holds the window for a tenth of a second."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QWidget,
)
from shiboken6 import createdByPython, delete, isValid, ownedByPython

_SLICE_S = 0.008
# What these are made of is their own; they are deleted whole.
_WHOLE = (QAbstractScrollArea, QComboBox, QLineEdit, QAbstractButton, QProgressBar)


class Farewell(QObject):
    """Deletes what it is given, the innermost first, in turns of the event loop; then itself."""

    def __init__(self, widget: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._widget = widget
        self._parts = _parts(widget)
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._on_turn)
        self._turn.start()

    @Slot()
    def _on_turn(self) -> None:
        until = time.perf_counter() + _SLICE_S
        while time.perf_counter() < until:
            part = next(self._parts, None)
            if part is None:
                self._turn.stop()
                self._widget.deleteLater()
                self.deleteLater()
                return
            for one in (*_unplaced(part), part):
                if isValid(one):
                    delete(one)


def _unplaced(part: QWidget) -> Iterator[QWidget]:
    """Yields what a part had made and not yet put in its place when it was taken down: nobody else would delete it."""
    for made in tuple(vars(part).values()):
        loose = isinstance(made, QWidget) and isValid(made) and made.parent() is None
        # What was handed to Qt without a parent, such as the list of a completer, goes with whatever it was handed to.
        if loose and ownedByPython(made) and not _was_shown(made):
            for one in (*_parts(made), made):
                yield from (*_unplaced(one), one)


def _was_shown(widget: QWidget) -> bool:
    """Says whether it is a window in its own right."""
    return widget.testAttribute(Qt.WidgetAttribute.WA_WState_Created)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    """Yields what is in a widget, each after what is in it."""
    if isinstance(widget, QScrollArea):
        inner = widget.widget()
        yield from _parts(inner) if inner is not None else ()
    elif not isinstance(widget, _WHOLE):
        for child in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if _is_ours(child) and isValid(child):
                yield from _parts(child)
                yield child


def _is_ours(child: QWidget) -> bool:
    """Says whether a part may go by itself.

    What Qt made within its own widgets, such as a file dialog, it takes down itself, in an order that only it knows;
    and of such parts nobody here is told when they are gone.
    """
    return createdByPython(child) and not child.isWindow()
