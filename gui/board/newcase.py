"""The one question before a new case: what is appealed, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from core.i18n import _
from gui.models.rows import ROW_HEIGHT, RowData, RowList
from gui.widgets.basic import Card, button, label, row, vbox
from gui.widgets.choice import Choice

if TYPE_CHECKING:  # only named here; loading them would hold up the start
    from core.packs import Packs

_MOST_ROWS = 8


class NewCaseDialog(QDialog):
    """Signals: chosen (playbook, platform, name)."""

    chosen = Signal(str, str, str)

    def __init__(self, packs: Packs, parent: QWidget) -> None:
        super().__init__(parent)
        self._packs = packs
        self.setWindowTitle(_("新建申诉"))
        self.setFixedWidth(620)
        self._kinds = RowList(_("申诉类型"))
        self._platform = Choice(_("平台"))
        self._shop = QLineEdit()
        self._shop.setAccessibleName(_("店铺名称"))
        self._shop.setPlaceholderText(_("店铺名称，例如 森屿旗舰店"))
        self._create = button(_("新建"), "primary", does=self._on_create)
        self._create.setDefault(True)
        self._lay_out()
        self._on_playbook_chosen()
        self._kinds.setFocus()

    def _lay_out(self) -> None:
        box = vbox(self, margin=24, spacing=12)
        box.addWidget(label(_("这次申诉的是什么"), "section"))
        kinds = sorted(self._packs.playbooks.values(), key=lambda p: p.id)
        self._kinds.set_rows([RowData(p.id, p.title, p.summary) for p in kinds])
        self._kinds.setFixedHeight(min(len(kinds), _MOST_ROWS) * ROW_HEIGHT)
        self._kinds.chosen.connect(self._on_playbook_chosen)
        frame = Card(margin=1, spacing=0)
        frame.body.addWidget(self._kinds)
        box.addWidget(frame)
        box.addWidget(label(_("平台"), "secondary"))
        box.addWidget(self._platform)
        box.addWidget(label(_("店铺"), "secondary"))
        box.addWidget(self._shop)
        box.addSpacing(8)
        box.addLayout(row(None, button(_("取消"), does=self.reject), self._create))

    def _playbook(self) -> str:
        return self._kinds.current()

    @Slot()
    def _on_playbook_chosen(self) -> None:
        playbook = self._packs.playbook(self._playbook())
        ids = playbook.platforms if playbook else ()
        self._platform.set_options([(p.id, p.title) for i in ids if (p := self._packs.platform(i))])
        self._create.setEnabled(playbook is not None)

    @Slot()
    def _on_create(self) -> None:
        self.chosen.emit(self._playbook(), self._platform.value(), self._shop.text().strip())
        self.accept()
