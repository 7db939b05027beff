"""Two columns of cards side by side, or one below the other where the window is narrow."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from gui.widgets.basic import hbox, held

_SIDE_BY_SIDE = 720  # pixels from which two columns have room for their forms
_GAP = 12


class Columns(QWidget):
    """Holds two layouts side by side from `least` pixels on; what stands first is read first either way."""

    def __init__(
        self, left: QLayout, right: QLayout, *, shares: tuple[int, int] = (1, 1), least: int = _SIDE_BY_SIDE
    ) -> None:
        super().__init__()
        self._box = hbox(self, spacing=_GAP)
        self._box.setContentsMargins(0, 0, 6, 8)
        for layout, share in zip((left, right), shares, strict=True):
            self._box.addWidget(held(layout), share)
        self._shares, self._least = shares, least

    @property
    def stacked(self) -> bool:
        return self._box.direction() is QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < self._least
        if narrow == self.stacked:
            return
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        for place, share in enumerate(self._shares):
            self._box.setStretch(place, 0 if narrow else share)
        # What scrolls it has just asked how tall it is, and is to ask again.
        self._box.update()
        self.updateGeometry()
