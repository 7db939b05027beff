"""A person's two ways to do a thing: by the mouse alone, and by the keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QPlainTextEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from gui.board.model import SHOP
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS

CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Hands(Protocol):
    """What a journey asks of a person."""

    def press(self, name: str) -> None: ...
    def fill(self, name: str, text: str) -> None: ...
    def step(self, number: int) -> None: ...
    def undo(self) -> None: ...
    def give(self, paths: list[Path]) -> None: ...
    def open_case(self, shop: str) -> None: ...
    def back(self) -> None: ...


class _Person:
    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window, self.bot = window, qtbot

    def _key(self, widget: QWidget, key: Qt.Key | str, held: Qt.KeyboardModifier = NONE) -> None:
        # What hands do comes to the program as one event after another, never as several in one turn.
        self.bot.keyClick(widget, key, held)
        self.bot.wait(1)

    def _click(self, widget: QWidget, at: QPoint | None = None) -> None:
        def within_reach() -> None:
            _bring_into_view(widget)
            hit = widget.window().childAt(widget.mapTo(widget.window(), at or widget.rect().center()))
            # A hand only reaches what nothing covers and no edge cuts off.
            assert hit is widget or widget.isAncestorOf(hit), (widget.accessibleName(), hit)

        # Nobody clicks on a page that still moves: what was just done may put more cards above.
        self.bot.waitUntil(within_reach, timeout=PATIENCE_MS)
        self.bot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or QPoint())
        self.bot.wait(1)

    def _paste(self, text: str) -> None:
        """Puts the clipboard in the place of what the field in focus holds, and goes on to the next."""
        self._key(self._write(text), Qt.Key.Key_Tab)

    def _write(self, text: str) -> QWidget:
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit | QPlainTextEdit)
        QApplication.clipboard().setText(text)
        self._key(field, Qt.Key.Key_A, CTRL)
        self._key(field, Qt.Key.Key_V, CTRL)
        return field

    def _top(self) -> QWidget:
        top = QApplication.activeModalWidget() or self.window
        if not top.isActiveWindow():
            # What a window manager does once a dialog is closed.
            top.activateWindow()
            self.bot.waitUntil(top.isActiveWindow, timeout=PATIENCE_MS)
        return top

    def _named(self, kinds: tuple[type[QWidget], ...], name: str) -> QWidget | None:
        found = (w for kind in kinds for w in self._top().findChildren(kind))
        return next((w for w in found if _is(w, name) and w.isVisible() and w.isEnabled()), None)

    def wait_for(self, kinds: tuple[type[QWidget], ...], name: str) -> QWidget:
        self.bot.waitUntil(lambda: self._named(kinds, name) is not None, timeout=PATIENCE_MS)
        found = self._named(kinds, name)
        assert found is not None
        return found


class Mouse(_Person):
    """Clicks on what it sees; words come from the clipboard."""

    def press(self, name: str) -> None:
        self._click(self.wait_for((QAbstractButton,), name))

    def fill(self, name: str, text: str) -> None:
        field = self.wait_for((QLineEdit, QPlainTextEdit), name)
        target = field.viewport() if isinstance(field, QPlainTextEdit) else field
        self._click(target)
        self.bot.waitUntil(field.hasFocus, timeout=PATIENCE_MS)
        self._paste(text)

    def step(self, number: int) -> None:
        assert self.window.desk is not None
        steps = self.window.desk.steps
        view = steps.focusProxy() or steps
        index = view.model().index(number - 1, 0)  # type: ignore[attr-defined]  # a list of the six steps
        at = view.visualRect(index).center()  # type: ignore[attr-defined]
        self._click(view.viewport(), at)  # type: ignore[attr-defined]

    def undo(self) -> None:
        self._top()
        self._click(self.window.strip._undo)

    def give(self, paths: list[Path]) -> None:
        drop(self.window, paths)

    def open_case(self, shop: str) -> None:
        self._top()
        table = self.window.board.table
        rows = (table.model().index(n, SHOP) for n in range(table.model().rowCount()))
        at = table.visualRect(next(row for row in rows if shop in str(row.data()))).center()
        self._click(table.viewport(), at)
        self.bot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def back(self) -> None:
        self._top()
        self.press("案件列表")


class Keys(_Person):
    """Never touches the mouse: in the window Ctrl+K finds everything, in dialogs Tab goes round."""

    def press(self, name: str) -> None:
        if isinstance(self._top(), QDialog):
            button = self.wait_for((QAbstractButton,), name)
            self._tab_to(button)
            self._key(button, Qt.Key.Key_Space)
        else:
            self._find(name)

    def fill(self, name: str, text: str) -> None:
        if isinstance(self._top(), QDialog):
            self._tab_to(self.wait_for((QLineEdit, QPlainTextEdit), name))
        else:
            self._find(name)
            field = self.wait_for((QLineEdit, QPlainTextEdit), name)
            self.bot.waitUntil(field.hasFocus, timeout=PATIENCE_MS)
        self._paste(text)

    def step(self, number: int) -> None:
        self._key(self._top(), str(number), CTRL)

    def undo(self) -> None:
        self._key(self._top(), Qt.Key.Key_Z, CTRL)

    def give(self, paths: list[Path]) -> None:
        """Pastes into the third step what was copied in the file manager."""
        self.step(3)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        QApplication.clipboard().setMimeData(data)
        self._key(QApplication.focusWidget() or self._top(), Qt.Key.Key_V, CTRL)

    def open_case(self, shop: str) -> None:
        """Filters the board down to the shop; Enter leads to the row, and once more into the case."""
        self._key(self._top(), Qt.Key.Key_F, CTRL)
        self._key(self._write(shop), Qt.Key.Key_Return)
        table = QApplication.focusWidget()
        assert table is self.window.board.table
        self._key(table, Qt.Key.Key_Return)

    def back(self) -> None:
        self._key(self._top(), Qt.Key.Key_W, CTRL)

    def _find(self, name: str) -> None:
        self._top()
        self._key(self.window, Qt.Key.Key_K, CTRL)
        line = self._write(name)
        palette = self.window.palette_
        rows = palette._list.rows()
        place = next((n for n, row in enumerate(rows) if row.title == name), None)
        assert place is not None, (name, [row.title for row in rows])
        for _n in range(place):
            self._key(line, Qt.Key.Key_Down)
        self._key(line, Qt.Key.Key_Return)

    def _tab_to(self, widget: QWidget) -> None:
        for _n in range(60):
            focus = QApplication.focusWidget()
            if focus is widget:
                return
            self._key(focus or self._top(), Qt.Key.Key_Tab)
        pytest.fail(f"Tab never comes to {widget.accessibleName()}")


def drop(window: Window, paths: list[Path]) -> None:
    """Drops files on the window, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    at, action = QPointF(400, 400), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at.toPoint(), action, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(at, action, data, buttons, keys))


def _is(widget: QWidget, name: str) -> bool:
    return widget.accessibleName() == name or (isinstance(widget, QAbstractButton) and widget.text() == name)


def _bring_into_view(widget: QWidget) -> None:
    owner = widget.parentWidget()
    while owner is not None:
        if isinstance(owner, QScrollArea):
            owner.ensureWidgetVisible(widget)
        owner = owner.parentWidget()
