"""A check box whose words wrap."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from gui.widgets.basic import hbox, label


class Tick(QWidget):
    """Signals: clicked, by the person alone."""

    clicked = Signal()

    def __init__(self, text: str) -> None:
        super().__init__()
        self._box = QCheckBox()
        self._box.setAccessibleName(text)
        self._words = label(text, wrap=True)
        self._words.installEventFilter(self)
        self._box.clicked.connect(self._on_clicked)
        self.setFocusProxy(self._box)
        line = hbox(self, spacing=8)
        line.addWidget(self._box, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        self.setAccessibleName(text)

    def isChecked(self) -> bool:
        return self._box.isChecked()

    def setChecked(self, checked: bool) -> None:
        self._box.setChecked(checked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent) and self.isEnabled():
            self._box.click()
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _on_clicked(self) -> None:
        self.clicked.emit()
