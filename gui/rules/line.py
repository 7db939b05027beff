"""The quiet line that tells of newer rules."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from core.i18n import _
from gui.widgets.basic import button, hbox, label


class RulesLine(QFrame):
    """“规则有更新（3 处）· 查看”; hidden when there is nothing newer.

    Signals:
        wanted: The person wants to see what is new.
    """

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "message")
        self._text = label("", "secondary")
        box = hbox(self, spacing=8)
        box.setContentsMargins(16, 2, 8, 2)
        box.addWidget(self._text)
        box.addWidget(button(_("查看"), "link", name=_("查看规则更新"), does=self.wanted.emit))
        box.addStretch(1)
        self.hide()

    def show_count(self, count: int) -> None:
        """Says how many things differ; nothing when none does."""
        self._text.setText(_("规则有更新（{count} 处），本案仍按建案时的规则").format(count=count))
        self.setVisible(count > 0)
