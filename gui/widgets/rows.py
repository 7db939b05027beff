"""A column of editable widgets that follows a sequence of items without being built anew each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from gui.widgets.basic import vbox

T = TypeVar("T")


class WidgetRows(QWidget, Generic[T]):
    """Keeps one widget an id, so that focus and half-typed words survive an update."""

    def __init__(self, make: Callable[[T], QWidget], *, spacing: int = 8) -> None:
        super().__init__()
        self._make = make
        self._widgets: dict[str, QWidget] = {}
        self._box = vbox(self, spacing=spacing)

    def show_items(self, items: Sequence[tuple[str, T]]) -> None:
        """Shows items by id, in order."""
        wanted = {item_id for item_id, _item in items}
        for gone in [i for i in self._widgets if i not in wanted]:
            widget = self._widgets.pop(gone)
            self._box.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for place, (item_id, item) in enumerate(items):
            widget = self._widgets.get(item_id) or self._made(item_id, item)
            if self._box.indexOf(widget) != place:
                self._box.insertWidget(place, widget)
            widget.show_item(item)  # type: ignore[attr-defined]  # what `make` makes has one

    def widget(self, item_id: str) -> QWidget | None:
        return self._widgets.get(item_id)

    def _made(self, item_id: str, item: T) -> QWidget:
        widget = self._make(item)
        self._widgets[item_id] = widget
        return widget
