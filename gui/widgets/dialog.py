"""What all windows over the window have in common: they never ask for more room than the window has."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QLayout, QWidget

_LEAST = QSize(320, 240)


class Dialog(QDialog):
    """A dialog no larger than its window, so that its buttons are on the screen.

    Qt would make it as tall as its words need one character wide, which is twice the height of a small screen.
    """

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._wanted: QSize | None = None

    def want(self, width: int, height: int, *, share: float = 0.0) -> None:
        """Asks for a size, or for more where that is no more than a share of the window.

        The dialog has it where the window has room for it.
        """
        self._wanted = QSize(width, height).expandedTo(self._room() * share)
        self.resize(self._wanted)

    def showEvent(self, event: QShowEvent) -> None:
        layout = self.layout()
        if layout is not None:
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumHeight(0)
        self.resize((self._wanted or self.size()).boundedTo(self._room()))
        super().showEvent(event)  # which puts it in the middle of its window

    def _room(self) -> QSize:
        parent = self.parentWidget()
        around = parent.window().size() if parent is not None else self.screen().availableSize()
        return around.expandedTo(_LEAST)
