"""A drop-down over pairs of id and title."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox

_hints: dict[tuple[str, int], QSize] = {}


class Choice(QComboBox):
    """One of several.

    Qt makes the list that drops down, with its scroll bars and styles, as soon as a box has one item: a millisecond
    each, and a page has dozens that nobody opens. So the items go in when the person comes to the box; until then it
    paints the title of its value alone.

    Signals:
        chosen: The person chose another one; carries its id.
        entered: The focus came to it.
    """

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, name: str, options: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(6)
        self._options: tuple[tuple[str, str], ...] = ()
        self._value = ""
        self._filled = False
        self.set_options(options)
        self.activated.connect(self._on_activated)

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Replaces the options and keeps the choice when it is still among them."""
        wanted = tuple(options)
        if wanted == self._options:
            return
        self._options = wanted
        if self._filled:
            self.clear()
            self._put_in()
        self.show_value(self._value)

    def options(self) -> tuple[tuple[str, str], ...]:
        return self._options

    def value(self) -> str:
        return str(self.currentData() or "") if self._filled else self._value

    def title(self) -> str:
        """Returns the title of the value."""
        return dict(self._options).get(self.value(), "")

    def show_value(self, value: str) -> None:
        """Shows a value; one that is not among the options shows the first of them."""
        known = [option for option, _title in self._options]
        shown = value if value in known else known[0] if known else ""
        self._value = shown
        self._describe()
        if self._filled:
            self.setCurrentIndex(self.findData(shown))
        else:
            self.update()

    def fill(self) -> None:
        """Puts the items in; what the person does with the box does it by itself."""
        if not self._filled:
            self.sizeHint()
            self._filled = True
            self._put_in()
            self.setCurrentIndex(self.findData(self._value))
            self._describe()

    def sizeHint(self) -> QSize:
        # Half a millisecond in the style, and the same for every empty box of one font and length.
        key = (self.font().key(), self.minimumContentsLength())
        if key not in _hints and not self._filled:
            _hints[key] = super().sizeHint()
        return _hints.get(key) or super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        if not self._filled:
            option.currentText = self.title()
        # Qt would cut it off in the middle of a sign.
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        text = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(option.currentText if text != option.currentText else "")
        option.currentText = text

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.fill()
        super().focusInEvent(event)
        self.entered.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.fill()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.fill()
        super().keyPressEvent(event)

    def showPopup(self) -> None:
        self.fill()
        super().showPopup()

    def changeEvent(self, event: QEvent) -> None:
        if self._filled or event.type() not in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            super().changeEvent(event)
            return
        # What Qt does here beside this is to make the list that drops down, in order to style it.
        self.updateGeometry()
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a page must not change an answer by accident.
        event.ignore()

    def _put_in(self) -> None:
        for value, title in self._options:
            self.addItem(title, value)

    def _describe(self) -> None:
        """Says what Qt leaves out: the value, or the name where Qt takes the value for it (a filled box on Linux)."""
        swapped = self._filled and sys.platform.startswith("linux")
        self.setAccessibleDescription(self.accessibleName() if swapped else self.title())

    @Slot(int)
    def _on_activated(self, _index: int) -> None:
        self._value = self.value()
        self._describe()
        self.chosen.emit(self.value())
