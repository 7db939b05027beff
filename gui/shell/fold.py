"""Where the window is narrow, the findings lie over the page and come out of a strip at its edge."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, Slot
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from core.i18n import _
from gui.shell.findings import FindingsPanel
from gui.widgets.basic import button, vbox

_STRIP = 34
_WIDE = 1100  # pixels of a desk from which the panel has a place of its own


class Fold(QObject):
    """Keeps the findings beside the page, or over it, as the room allows; the last in the desk's layout."""

    def __init__(self, panel: FindingsPanel, box: QBoxLayout, desk: QWidget) -> None:
        super().__init__(desk)
        self._panel, self._box, self._desk = panel, box, desk
        self._open = False
        self.strip = QFrame()
        self.strip.setProperty("part", "findings")
        self.strip.setFixedWidth(_STRIP)
        self._button = button("", "flat", icon="chevron-left", name=_("展开检查结果"), does=self._on_pressed)
        inner = vbox(self.strip, margin=2)
        inner.addWidget(self._button)
        inner.addStretch(1)
        box.addWidget(panel)
        box.addWidget(self.strip)
        self.strip.hide()

    @property
    def folded(self) -> bool:
        return not self.strip.isHidden()

    def fit(self) -> None:
        """Follows the size of the desk."""
        narrow = self._desk.width() < _WIDE
        if narrow != self.folded:
            self._move(narrow=narrow)
        if narrow:
            width = self._panel.width()
            self._panel.setGeometry(QRect(self._desk.width() - _STRIP - width, 0, width, self._desk.height()))

    def close(self) -> None:
        """Gives the page back what lay over it."""
        if self.folded and self._open:
            self._on_pressed()

    def _move(self, *, narrow: bool) -> None:
        self._open = False
        self._show_button()
        self.strip.setVisible(narrow)
        if narrow:
            self._box.removeWidget(self._panel)
        else:
            self._box.insertWidget(self._box.count() - 1, self._panel)
        self._panel.setVisible(not narrow)

    def _show_button(self) -> None:
        self._button.set_icon("chevron-right" if self._open else "chevron-left")
        name = _("收起检查结果") if self._open else _("展开检查结果")
        self._button.setAccessibleName(name)
        self._button.setToolTip(name)

    @Slot()
    def _on_pressed(self) -> None:
        self._open = not self._open
        self._show_button()
        self._panel.setVisible(self._open)
        self._panel.raise_()
