"""A column of editable widgets that follows a sequence of items without being built anew each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.widgets import slices
from gui.widgets.basic import vbox

T = TypeVar("T")


class WidgetRows(QWidget, Generic[T]):
    """Keeps one widget an id, so that focus and half-typed words survive an update.

    Rows come a few a turn of the event loop, so that neither a long list nor several lists hold up the window.

    Args:
        make: Makes the row of an item; it has `show_item`.
        spare: How many rows that are not wanted now are kept, hidden, until their id comes again.

    Signals:
        came: The row of this id stands in its place.
    """

    came = Signal(str)

    def __init__(self, make: Callable[[T], QWidget], *, spacing: int = 8, spare: int = 0) -> None:
        super().__init__()
        self._make = make
        self._spare = spare
        self._hidden: dict[str, QWidget] = {}
        self._widgets: dict[str, QWidget] = {}
        self._waiting: list[tuple[int, str, T]] = []
        self._box = vbox(self, spacing=spacing)
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._on_turn)

    def show_items(self, items: Sequence[tuple[str, T]]) -> None:
        """Shows items by id, in order."""
        wanted = {item_id for item_id, _item in items}
        for gone in [i for i in self._widgets if i not in wanted]:
            widget = self._widgets.pop(gone)
            self._box.removeWidget(widget)
            widget.hide()
            self._hidden[gone] = widget
        while len(self._hidden) > self._spare:
            self._hidden.pop(next(iter(self._hidden))).deleteLater()
        self._waiting = [(place, item_id, item) for place, (item_id, item) in enumerate(items)]
        self._on_turn()

    def widget(self, item_id: str) -> QWidget | None:
        """Returns the row of an item; one that is still to come is made now."""
        if any(waiting == item_id for _place, waiting, _item in self._waiting):
            while item_id not in self._widgets:
                self._show(*self._waiting.pop(0))
        return self._widgets.get(item_id)

    @property
    def coming(self) -> bool:
        """Whether there are items whose rows are still to come."""
        return bool(self._waiting)

    def shown(self, item_id: str) -> QWidget | None:
        """Returns the row of an item if it was made already."""
        return self._widgets.get(item_id)

    @Slot()
    def _on_turn(self) -> None:
        while self._waiting and slices.time_left():
            self._show(*self._waiting.pop(0))
        if not self._waiting:
            self._turn.stop()
        elif not self._turn.isActive():
            self._turn.start()

    def _show(self, place: int, item_id: str, item: T) -> None:
        if item_id not in self._widgets:
            self._widgets[item_id] = self._hidden.pop(item_id) if item_id in self._hidden else self._make(item)
        widget = self._widgets[item_id]
        if self._box.indexOf(widget) != place:
            self._box.insertWidget(place, widget)
            widget.show()
        widget.show_item(item)  # type: ignore[attr-defined]  # what `make` makes has one
        self.came.emit(item_id)
