"""The one question before a new case: what is appealed, where, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from core.i18n import _
from gui import wording
from gui.models.rows import ROW_HEIGHT, RowData, RowList
from gui.services import NewCase
from gui.widgets.basic import Card, button, caption, column, hbox, label, row, vbox
from gui.widgets.choice import Choice
from gui.widgets.dialog import Dialog

if TYPE_CHECKING:  # only named here; loading them would hold up the start
    from core.clients import Client
    from core.packs import Packs

_WIDTH, _HEIGHT = 720, 860


class NewCaseDialog(Dialog):
    """Signals: chosen (a NewCase)."""

    chosen = Signal(object)

    def __init__(self, packs: Packs, clients: tuple[Client, ...], parent: QWidget, *, waiting: int = 0) -> None:
        super().__init__(parent)
        self._packs = packs
        self._clients = {client.id: client for client in clients}
        self._waiting = waiting
        self._filled = ""  # what was filled in of a client; another client may take its place
        self.setWindowTitle(_("新建申诉"))
        self.want(_WIDTH, _HEIGHT)
        self._kinds = RowList(_("申诉类型"))
        self._platform = Choice(_("平台"))
        self._client = Choice(_("客户"), [("", _("不使用客户资料")), *((c.id, c.name) for c in clients)])
        self._shop = QLineEdit()
        self._shop.setAccessibleName(_("店铺名称"))
        self._shop.setPlaceholderText(_("店铺名称，例如 森屿旗舰店"))
        self._create = button(_("新建"), "primary", does=self._on_create)
        self._create.setDefault(True)
        self._lay_out()
        self._client.chosen.connect(self._on_client_chosen)
        self._on_playbook_chosen()
        self._kinds.setFocus()

    def _lay_out(self) -> None:
        box = vbox(self, margin=24, spacing=12)
        box.addWidget(label(_("这次申诉的是什么"), "section"))
        kinds = sorted(self._packs.playbooks.values(), key=lambda p: (p.order, p.id))
        self._kinds.set_rows([RowData(p.id, wording.title(p), _(p.summary), long=True) for p in kinds])
        self._kinds.setMinimumHeight(3 * ROW_HEIGHT)
        self._kinds.chosen.connect(self._on_playbook_chosen)
        frame = Card(margin=1, spacing=0)
        frame.body.addWidget(self._kinds)
        box.addWidget(frame, 1)
        lines = hbox(spacing=12)
        lines.addLayout(column(caption(_("平台"), self._platform), self._platform, spacing=4), 1)
        if self._clients:
            lines.addLayout(column(caption(_("客户"), self._client), self._client, spacing=4), 1)
        box.addLayout(lines)
        box.addLayout(column(caption(_("店铺"), self._shop), self._shop, spacing=4))
        if self._waiting:
            text = _("新建后，拖入的 {count} 个文件会加入这个案件。").format(count=self._waiting)
            box.addWidget(label(text, "secondary"))
        box.addSpacing(8)
        box.addLayout(row(None, button(_("取消"), does=self.reject), self._create))

    def _playbook(self) -> str:
        return self._kinds.current()

    @Slot()
    def _on_playbook_chosen(self) -> None:
        playbook = self._packs.playbook(self._playbook())
        ids = playbook.platforms if playbook else ()
        self._platform.set_options([(p.id, wording.title(p)) for i in ids if (p := self._packs.platform(i))])
        self._create.setEnabled(playbook is not None)

    @Slot()
    def _on_client_chosen(self) -> None:
        """Offers the client's shops, and fills in the first in the place of another client's."""
        client = self._clients.get(self._client.value())
        shops = client.shops if client else ()
        completer = QCompleter([s.shop.name for s in shops], self._shop)
        self._shop.setCompleter(completer)
        if self._shop.text() == self._filled:
            self._filled = shops[0].shop.name if shops else ""
            self._shop.setText(self._filled)
            if shops and shops[0].platform:
                self._platform.show_value(shops[0].platform)

    @Slot()
    def _on_create(self) -> None:
        client = self._clients.get(self._client.value())
        self.chosen.emit(NewCase(self._playbook(), self._platform.value(), self._shop.text().strip(), client))
        self.accept()
