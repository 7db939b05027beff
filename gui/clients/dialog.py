"""The clients: facts entered once, each with the paper that proves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from core import fields
from core.clients import FACTS, Client, Fact, Proof, ProvenPaper, shelf
from core.clients.importing import titles
from core.clients.profiles import new
from core.clients.tables import Table
from core.i18n import _
from core.jobs import Progress
from core.numbers import uscc
from core.packs import Packs
from gui import wording
from gui.clients.importing import ImportDialog
from gui.jobs import Job
from gui.models.rows import RowData, RowList
from gui.services import Services
from gui.widgets.basic import Card, IconButton, button, clear, column, hbox, held, label, retone, row, scrolled, vbox
from gui.widgets.dialog import Dialog
from gui.widgets.edits import CommitLine, CommitText, flush_all
from gui.widgets.form import Form
from gui.widgets.paths import ask_file
from gui.widgets.speaking import announce


class ClientsDialog(Dialog):
    """Every change is saved as it is made.

    Signals:
        failed: A FushenError.
    """

    failed = Signal(object)

    def __init__(self, services: Services, clients: tuple[Client, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._clients = clients
        self.setWindowTitle(_("客户资料"))
        self.want(940, 640)
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(_("筛选客户…"))
        self._filter.setAccessibleName(_("筛选客户"))
        self._filter.textChanged.connect(self._show_list)
        self._list = RowList(_("客户"))
        self._list.chosen.connect(self._show_client)
        self._form = _ClientForm(services)
        self._form.changed.connect(self._on_changed)
        self._form.failed.connect(self.failed)
        self._gone: Client | None = None
        self._back = button("", "link", icon="undo", does=self._on_back)
        self._back.hide()
        self._remove = button(_("删除客户"), "danger", icon="trash", does=self._on_remove)
        self._lay_out()
        self._show_list()
        self._show_client()

    def _lay_out(self) -> None:
        left = vbox(spacing=8)
        left.addWidget(self._filter)
        frame = Card(margin=1, spacing=0)
        frame.body.addWidget(self._list)
        left.addWidget(frame, 1)
        holder = held(left)
        holder.setFixedWidth(280)
        both = hbox(spacing=16)
        both.addWidget(holder)
        both.addWidget(scrolled(self._form), 1)
        box = vbox(self, margin=20, spacing=12)
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

    @Slot()
    def _show_client(self, _id: str = "") -> None:
        client = self._client()
        self._remove.setEnabled(client is not None)
        self._form.show_client(client)

    @Slot(object)
    def _on_changed(self, client: Client) -> None:
        self._take(shelf.put(self._clients, client))
        self._show_list(keep=client.id)

    def _take(self, clients: tuple[Client, ...]) -> None:
        self._clients = clients
        services = self._services
        job = Job(lambda _progress: services.save_clients(lambda: self._clients))
        job.failed.connect(self.failed)
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
            self._gone = client
            self._take(tuple(c for c in self._clients if c.id != client.id))
            self._show_list()
            self._show_client()
            self._offer_back(_("撤销删除“{name}”").format(name=client.name))

    def _offer_back(self, text: str) -> None:
        self._back.setText(text)
        self._back.setAccessibleName(text)
        self._back.setVisible(bool(text))
        announce(self, text)

    @Slot()
    def _on_back(self) -> None:
        client, self._gone = self._gone, None
        if client is not None:
            self._filter.clear()
            self._on_changed(client)
            self._show_client()
            self._list.setFocus()
            self._offer_back("")

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
        job.failed.connect(self.failed)
        services.runner.start(job)

    @Slot(object)
    def _on_table_read(self, found: object) -> None:
        table, packs = cast("tuple[Table, Packs]", found)
        dialog = ImportDialog(table, self._clients, packs, self)
        dialog.confirmed.connect(self._on_imported)
        dialog.open()

    @Slot(object)
    def _on_imported(self, clients: tuple[Client, ...]) -> None:
        self._take(clients)
        self._show_list()
        self._show_client()


class _ClientForm(QWidget):
    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._client: Client | None = None
        self._name = CommitLine(_("客户名称"))
        self._name.committed.connect(lambda text: self._change(lambda c: replace(c, name=text or c.name)))
        self._facts = {name: _FactLine(name) for name in FACTS}
        self._note = CommitText(_("备注"), least=2)
        self._note.committed.connect(lambda text: self._change(lambda c: replace(c, note=text)))
        self._shops = column(spacing=4)
        box = vbox(self, spacing=10)
        form = Form(1)
        form.add(_("客户名称"), self._name)
        for name, line in self._facts.items():
            form.add(titles()[name], line)
            line.typed.connect(partial(self._on_fact, name))
            line.proof_wanted.connect(partial(self._ask_proof, name))
        form.add(_("备注"), self._note)
        box.addWidget(form)
        box.addWidget(label(_("店铺"), "strong"))
        box.addWidget(held(self._shops))
        box.addStretch(1)

    def begin(self) -> None:
        self._name.setFocus()
        self._name.selectAll()

    def show_client(self, client: Client | None) -> None:
        """Shows a client; what was still being typed of another one is handed on first."""
        if client is None or self._client is None or client.id != self._client.id:
            flush_all(self)
        self._client = client
        self.setEnabled(client is not None)
        self._name.show_value(client.name if client else "")
        self._note.show_value(client.note if client else "")
        for name, line in self._facts.items():
            line.show_fact(client, client.fact(name) if client else None)
        clear(self._shops)
        for store in client.shops if client else ():
            platform = self._services.packs().platform(store.platform)  # loaded before the dialog opened
            parts = (store.shop.name, wording.title(platform) if platform else "", store.shop.category)
            self._shops.addWidget(label(" · ".join(filter(None, parts)), wrap=True))
        if client is not None and not client.shops:
            self._shops.addWidget(label(_("在案件里存为客户资料，或导入表格时，会记下店铺。"), "secondary", wrap=True))

    def _change(self, change: Callable[[Client], Client]) -> None:
        if self._client is not None:
            self._client = change(self._client)
            self.changed.emit(self._client)
            self.show_client(self._client)

    def _on_fact(self, name: str, text: str) -> None:
        value = uscc.compact(text) if name == "uscc" else text
        # Another value is not what the paper says: its proof goes.
        self._change(lambda c: c if c.value(name) == value else c.with_fact(Fact(name, value)))

    def _ask_proof(self, name: str) -> None:
        ask_file(self, _("选择证明这一项的材料"), partial(self.prove, name))

    def prove(self, name: str, path: Path) -> None:
        """Keeps a paper with the client, and ties a fact to it."""
        services = self._services

        def keep(_progress: Progress) -> ProvenPaper:
            kind = fields.guess_type(services.prober.facts(path), services.packs())
            return services.clients.keep(path, kind)

        job = Job(keep, title=_("存入材料 {file}").format(file=path.name))
        job.succeeded.connect(partial(self._on_kept, name))
        job.failed.connect(self.failed)
        services.runner.start(job)

    def _on_kept(self, name: str, paper: ProvenPaper) -> None:
        self._change(
            lambda c: (
                c.with_paper(paper).with_fact(Fact(name, c.value(name), Proof(paper.sha256))) if c.value(name) else c
            )
        )


class _FactLine(QWidget):
    """A value and the paper on which it stands.

    Signals: typed (the value), proof_wanted.
    """

    typed = Signal(str)
    proof_wanted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._line = CommitLine(titles()[name])
        self._line.committed.connect(self.typed)
        self.setFocusProxy(self._line)
        self.setAccessibleName(titles()[name])
        self._state = label("", "secondary", wrap=True)
        named = _("为{fact}附上证明材料").format(fact=titles()[name])
        self._attach: IconButton = button(_("附材料…"), "link", name=named, does=self.proof_wanted.emit)
        below = hbox()
        below.addWidget(self._state, 1)
        below.addWidget(self._attach)
        box = vbox(self, spacing=2)
        box.addWidget(self._line)
        box.addLayout(below)

    def show_fact(self, client: Client | None, fact: Fact | None) -> None:
        self._line.show_value(fact.value if fact else "")
        provable = bool(FACTS[self._name])
        self._attach.setVisible(provable)
        self._attach.setEnabled(fact is not None)
        self._state.setVisible(provable)
        text, tone = _proof_text(client, fact)
        if self._name == "uscc" and fact is not None and (why := uscc.why(fact.value)):
            text, tone = why, "fail"
        self._state.setText(text)
        retone(self._state, tone)


def _proof_text(client: Client | None, fact: Fact | None) -> tuple[str, str]:
    if fact is None or client is None:
        return "", ""
    paper = client.paper(fact.proof.paper) if fact.proof else None
    if paper is None:
        return _("还没有证明材料"), "warn"
    page = fact.proof.page if fact.proof else 0
    if page:
        return _("见 {file} 第 {page} 页").format(file=paper.file, page=page), "ok"
    return _("见 {file}").format(file=paper.file), "ok"


def _searched(client: Client) -> str:
    shops = " ".join(s.shop.name for s in client.shops)
    return f"{client.name} {shops} {' '.join(f.value for f in client.facts)}".lower()


def _row(client: Client) -> RowData:
    proven = sum(fact.proof is not None for fact in client.facts)
    detail = client.value("name") or _("{count} 家店铺").format(count=len(client.shops))
    pill = _("{count} 项有证明").format(count=proven) if proven else ""
    return RowData(client.id, client.name, detail, pill, "ok" if proven else "")
