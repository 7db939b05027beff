"""The clients: facts entered once, each with the paper that proves it."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from core.clients import Client, shelf
from core.clients.profiles import new
from core.clients.tables import Table
from core.i18n import _
from core.jobs import Progress
from core.packs import Packs
from gui.clients.form import ClientForm
from gui.clients.importing import ImportDialog
from gui.jobs import Job
from gui.messages import MessageBar
from gui.models.rows import RowData, RowList
from gui.services import Services
from gui.widgets.basic import Card, button, hbox, held, label, row, scrolled, vbox
from gui.widgets.dialog import Dialog
from gui.widgets.edits import flush_all
from gui.widgets.paths import ask_file
from gui.widgets.speaking import announce


class ClientsDialog(Dialog):
    """Every change is saved as it is made; what goes wrong is said here, not behind it."""

    def __init__(self, services: Services, clients: tuple[Client, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._clients = clients
        self.setWindowTitle(_("客户资料"))
        self.want(940, 640)
        self.messages = MessageBar()
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(_("筛选客户…"))
        self._filter.setAccessibleName(_("筛选客户"))
        self._filter.textChanged.connect(self._show_list)
        self._list = RowList(_("客户"))
        self._list.chosen.connect(self._show_client)
        self._form = ClientForm(services)
        self._form.changed.connect(self._on_changed)
        self._form.failed.connect(self.messages.show_error)
        self._before: dict[str, Client | None] = {}  # clients as they were before what can be taken back
        self._back = button("", "link", icon="undo", does=self._on_back)
        self._back.hide()
        self._remove = button(_("删除客户"), "danger", icon="trash", does=self._on_remove)
        self._none = label("", "secondary", wrap=True)
        self._none.setMargin(12)
        self._lay_out()
        self._show_list()
        self._show_client()

    def _lay_out(self) -> None:
        left = vbox(spacing=8)
        left.addWidget(self._filter)
        frame = Card(margin=1, spacing=0)
        frame.body.addWidget(self._list, 1)
        frame.body.addWidget(self._none)
        left.addWidget(frame, 1)
        holder = held(left)
        holder.setFixedWidth(280)
        both = hbox(spacing=16)
        both.addWidget(holder)
        both.addWidget(scrolled(self._form), 1)
        box = vbox(self, margin=20, spacing=12)
        box.addWidget(self.messages)
        text = _("资料只填一次，新建案件时带入；每一项都可以附上证明它的材料，材料会一并加入案件。")
        box.addWidget(label(text, "secondary", wrap=True))
        box.addLayout(both, 1)
        box.addLayout(
            row(
                button(_("新增客户"), icon="plus", does=self._on_new),
                button(_("从表格导入…"), icon="upload", does=self._on_import),
                self._remove,
                self._back,
                None,
                button(_("完成"), "primary", does=self.accept),
            )
        )

    def done(self, result: int) -> None:
        flush_all(self)
        super().done(result)

    def _client(self) -> Client | None:
        return next((c for c in self._clients if c.id == self._list.current()), None)

    @Slot()
    def _show_list(self, keep: str = "") -> None:
        words = self._filter.text().lower().split()
        shown = [c for c in self._clients if all(word in _searched(c) for word in words)]
        self._list.set_rows([_row(client) for client in shown], keep=keep)
        self._none.setText(
            _("没有符合的客户。")
            if self._clients
            else _("还没有客户。可以逐个新增，也可以从 XLSX 或 CSV 表格一次导入。")
        )
        self._list.setVisible(bool(shown))
        self._none.setVisible(not shown)

    @Slot()
    def _show_client(self, _id: str = "") -> None:
        client = self._client()
        self._remove.setEnabled(client is not None)
        self._form.show_client(client)

    @Slot(object)
    def _on_changed(self, client: Client) -> None:
        if client.id in self._before:
            self._offer_back({}, "")  # it would take back what was typed since
        self._take(shelf.put(self._clients, client))
        self._show_list(keep=client.id)

    def _take(self, clients: tuple[Client, ...]) -> None:
        self._clients = clients
        services = self._services
        job = Job(lambda _progress: services.save_clients(lambda: self._clients))
        job.failed.connect(self.messages.show_error)
        self._services.runner.start(job)

    @Slot()
    def _on_new(self) -> None:
        client = new(_("新客户"))
        self._filter.clear()
        self._on_changed(client)
        self._list.choose(client.id)
        self._show_client()
        self._form.begin()

    @Slot()
    def _on_remove(self) -> None:
        flush_all(self)
        if (client := self._client()) is not None:
            self._take(tuple(c for c in self._clients if c.id != client.id))
            self._show_list()
            self._show_client()
            self._offer_back({client.id: client}, _("撤销删除“{name}”").format(name=client.name))

    def _offer_back(self, before: dict[str, Client | None], text: str) -> None:
        self._before = before
        self._back.setText(text)
        self._back.setAccessibleName(text)
        self._back.setVisible(bool(text))
        announce(self, text)

    @Slot()
    def _on_back(self) -> None:
        before = self._before
        self._offer_back({}, "")
        self._filter.clear()
        others = tuple(c for c in self._clients if c.id not in before)
        back = [client for client in before.values() if client is not None]
        self._take(tuple(sorted((*others, *back), key=lambda c: c.name)))
        self._show_list(keep=back[0].id if back else "")
        self._show_client()
        self._list.setFocus()

    @Slot()
    def _on_import(self) -> None:
        ask_file(self, _("选择客户表格"), self.import_from, kinds=_("表格 (*.xlsx *.csv)"))

    def import_from(self, path: Path) -> None:
        """Reads a table off the interface thread, then shows what it would bring."""
        services = self._services

        def read(_progress: Progress) -> object:
            from core.clients import tables

            return tables.read(path), services.packs()

        job = Job(read, title=_("读取 {file}").format(file=path.name))
        job.succeeded.connect(self._on_table_read)
        job.failed.connect(self.messages.show_error)
        services.runner.start(job)

    @Slot(object)
    def _on_table_read(self, found: object) -> None:
        self.messages.dismiss()  # what was wrong with another file
        table, packs = cast("tuple[Table, Packs]", found)
        dialog = ImportDialog(table, self._clients, packs, self)
        dialog.confirmed.connect(self._on_imported)
        dialog.open()

    @Slot(object)
    def _on_imported(self, clients: tuple[Client, ...]) -> None:
        known = {client.id: client for client in self._clients}
        before = {c.id: known.get(c.id) for c in clients if known.get(c.id) != c}
        self._take(clients)
        self._filter.clear()
        self._show_list(keep=next(iter(before), ""))
        self._show_client()
        self._list.setFocus()
        self._offer_back(before, _("撤销导入的 {count} 位客户").format(count=len(before)))


def _searched(client: Client) -> str:
    shops = " ".join(s.shop.name for s in client.shops)
    return f"{client.name} {shops} {' '.join(f.value for f in client.facts)}".lower()


def _row(client: Client) -> RowData:
    proven = sum(fact.proof is not None for fact in client.facts)
    detail = client.value("name") or _("{count} 家店铺").format(count=len(client.shops))
    pill = _("{count} 项有证明").format(count=proven) if proven else ""
    return RowData(client.id, client.name, detail, pill, "ok" if proven else "")
