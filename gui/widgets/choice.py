"""A drop-down over pairs of id and title."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class Choice(QComboBox):
    """One of several.

    Signals:
        chosen: The person chose another one; carries its id.
    """

    chosen = Signal(str)

    def __init__(self, name: str, options: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.set_options(options)
        self.activated.connect(self._on_activated)

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Replaces the options and keeps the choice when it is still among them."""
        wanted = tuple(options)
        if wanted == tuple((self.itemData(i), self.itemText(i)) for i in range(self.count())):
            return
        kept = self.value()
        self.clear()
        for value, title in wanted:
            self.addItem(title, value)
        self.show_value(kept)

    def value(self) -> str:
        return str(self.currentData() or "")

    def show_value(self, value: str) -> None:
        self.setCurrentIndex(max(0, self.findData(value)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a page must not change an answer by accident.
        event.ignore()

    @Slot(int)
    def _on_activated(self, _index: int) -> None:
        self.chosen.emit(self.value())
