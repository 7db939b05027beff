"""The command palette: type a few characters of any action, paper, point or finding."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from core.i18n import _
from gui.actions import Action
from gui.models.rows import ROW_ROLE, RowData, RowList
from gui.widgets.basic import vbox
from gui.widgets.speaking import announce

_MOST = 60


class Palette(QFrame):
    """Floats over the window; Enter does, Escape leaves."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("part", "palette")
        self._actions: tuple[Action, ...] = ()
        self._line = QLineEdit()
        self._line.setPlaceholderText(_("查找动作、材料、理由、问题…"))
        self._line.setAccessibleName(_("查找"))
        self._line.textChanged.connect(self._on_typed)
        self._line.installEventFilter(self)
        self._list = RowList(_("查找结果"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.clicked.connect(self._on_clicked)
        box = vbox(self, margin=8)
        box.addWidget(self._line)
        box.addWidget(self._list)
        self.hide()

    def open_with(self, actions: Sequence[Action]) -> None:
        """Shows the palette over these actions."""
        self._actions = tuple(actions)
        self.fit()
        self._line.clear()
        self._on_typed("")
        self.show()
        self.raise_()
        self._line.setFocus()

    def fit(self) -> None:
        """Stands in the middle of the window, also when that changes its size."""
        owner = self.window()
        width = min(560, owner.width() - 48)
        self.setGeometry((owner.width() - width) // 2, 64, width, min(440, owner.height() - 120))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._on_key(event.key()):
            return True
        if event.type() is QEvent.Type.FocusOut:
            self.hide()
        return super().eventFilter(watched, event)

    def _on_key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self.hide()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._do(self._list.current())
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            row = self._list.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
            index = self._list.model().index(max(0, min(row, len(self._list.rows()) - 1)), 0)
            self._list.setCurrentIndex(index)
            self._speak()
        else:
            return False
        return True

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        words = text.lower().split()
        rows = [
            RowData(str(n), action.title, action.hint, action.keys, "", action.icon)
            for n, action in enumerate(self._actions)
            if all(word in f"{action.title} {action.hint}".lower() for word in words)
        ]
        nothing = RowData("", _("没有找到。换几个字，或少打几个字试试。"), heading=True)
        self._list.set_rows(rows[:_MOST] or (nothing,), keep=rows[0].id if rows else "")
        self._speak()

    def _speak(self) -> None:
        """Says the row that Enter would do: the keyboard stays in the line."""
        row = self._list.currentIndex().data(ROW_ROLE)
        announce(self._line, row.spoken if row is not None else self._list.rows()[0].spoken)

    @Slot()
    def _on_clicked(self) -> None:
        self._do(self._list.current())

    def _do(self, row_id: str) -> None:
        actions, self._actions = self._actions, ()  # nothing of a case is held on to
        self.hide()
        if row_id:
            actions[int(row_id)].do()
