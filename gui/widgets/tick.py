"""A check box whose words wrap."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from gui.widgets.basic import WrappedLabel, hbox


class Tick(QWidget):
    """Signals: clicked, by the person alone."""

    clicked = Signal()

    def __init__(self, text: str) -> None:
        super().__init__()
        self._box = QCheckBox()
        self._box.setAccessibleName(text)
        self._words = _Words(text, self._box)
        self._box.clicked.connect(self._on_clicked)
        self.setFocusProxy(self._box)
        line = hbox(self, spacing=2)  # the empty box has a gap of its own
        line.addWidget(self._box, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        self.setAccessibleName(text)

    def isChecked(self) -> bool:
        return self._box.isChecked()

    def setChecked(self, checked: bool) -> None:
        self._box.setChecked(checked)

    @Slot()
    def _on_clicked(self) -> None:
        self.clicked.emit()


class _Words(WrappedLabel):
    def __init__(self, text: str, box: QCheckBox) -> None:
        super().__init__(text)
        self._box = box

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self.isEnabled():
            self._box.click()
