"""Asks who takes responsibility for going on over a finding, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from core.i18n import _
from core.model import Finding, Waiver
from gui.widgets.basic import button, caption, label, row, vbox
from gui.widgets.dialog import Dialog

_WIDTH, _MARGIN = 480, 20


class WaiverDialog(Dialog):
    """Signals: waived (a Waiver)."""

    waived = Signal(object)

    def __init__(self, finding: Finding, clock: Callable[[], datetime], parent: QWidget, *, by: str = "") -> None:
        super().__init__(parent)
        self._finding, self._clock = finding, clock
        self.setWindowTitle(_("具名豁免"))
        self.setFixedWidth(_WIDTH)
        self._by = QLineEdit()
        self._by.setAccessibleName(_("姓名"))
        self._reason = QPlainTextEdit()
        self._reason.setAccessibleName(_("理由"))
        self._reason.setTabChangesFocus(True)
        self._reason.setFixedHeight(84)
        self._go = button(_("记录豁免"), "primary", does=self._on_go)
        self._by.textChanged.connect(self._on_typed)
        self._reason.textChanged.connect(self._on_typed)
        box = vbox(self, margin=_MARGIN, spacing=10)
        box.addWidget(label(finding.message, "strong", wrap=True))
        box.addWidget(label(_("姓名和理由会写进案件记录和提交包的就绪报告。"), "secondary", wrap=True))
        box.addWidget(caption(_("姓名"), self._by))
        box.addWidget(self._by)
        box.addWidget(caption(_("为什么可以带着它提交"), self._reason))
        box.addWidget(self._reason)
        box.addLayout(row(None, button(_("取消"), does=self.reject), self._go))
        self._by.setText(by)  # of the one who did so last; the reason is told anew each time
        (self._reason if by else self._by).setFocus()
        self._on_typed()
        for words in self.findChildren(QLabel):
            words.setFixedWidth(_WIDTH - 2 * _MARGIN)  # words that wrap ask for their height by their width

    @Slot()
    def _on_typed(self) -> None:
        self._go.setEnabled(bool(self._by.text().strip() and self._reason.toPlainText().strip()))

    @Slot()
    def _on_go(self) -> None:
        waiver = Waiver(self._finding.key, self._by.text().strip(), self._reason.toPlainText().strip(), self._clock())
        self.waived.emit(waiver)
        self.accept()
