"""One client: what is so, each fact with the paper on which it stands, and the shops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from core import fields
from core.clients import FACTS, Client, Fact, Proof, ProvenPaper
from core.clients.importing import titles
from core.i18n import _
from core.jobs import Progress
from core.numbers import uscc
from gui import theme
from gui.clients.shops import ShopLines
from gui.jobs import Job
from gui.services import Services
from gui.widgets.basic import IconButton, button, hbox, label, retone, vbox
from gui.widgets.edits import CommitLine, CommitText, flush_all
from gui.widgets.form import Form
from gui.widgets.paths import ask_file


class ClientForm(QWidget):
    """Signals: changed (the client as it is now), failed (a FushenError)."""

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
        self._shops = ShopLines(services.packs())  # loaded before the dialog opened
        self._shops.added.connect(lambda shop: self._change(lambda c: c.with_shop(shop)))
        self._shops.removed.connect(lambda shop: self._change(lambda c: c.without_shop(shop)))
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
        box.addWidget(self._shops)
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
        self._shops.show_shops(client)

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
        """Offers the papers that are kept already, since a licence proves four facts; else asks for a file at once."""
        client = self._client
        if client is None or not client.papers:
            self._ask_file(name)
            return
        menu = self.proof_menu(name, client)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._facts[name].below())

    def proof_menu(self, name: str, client: Client) -> QMenu:
        """Returns what a fact can be proven by."""
        fact = client.fact(name)
        proof = fact.proof if fact else None
        menu = QMenu(self)
        menu.setAccessibleName(_("为{fact}附上证明材料").format(fact=titles()[name]))
        for paper in client.papers:
            entry = menu.addAction(theme.current().icon("file", "text-2"), paper.file)
            entry.setCheckable(True)
            entry.setChecked(proof is not None and proof.paper == paper.sha256)
            entry.triggered.connect(partial(self._on_kept, name, paper))
        menu.addSeparator()
        menu.addAction(_("从文件选择…"), partial(self._ask_file, name))
        if proof is not None:
            menu.addAction(_("不再用材料证明"), partial(self._unprove, name))
        return menu

    def _ask_file(self, name: str) -> None:
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

    def _on_kept(self, name: str, paper: ProvenPaper, _checked: bool = False) -> None:
        self._change(
            lambda c: (
                c.with_paper(paper).with_fact(Fact(name, c.value(name), Proof(paper.sha256))) if c.value(name) else c
            )
        )

    def _unprove(self, name: str) -> None:
        self._change(lambda c: c.with_fact(Fact(name, c.value(name))))


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

    def below(self) -> QPoint:
        """Returns where the menu of the button opens."""
        return self._attach.mapToGlobal(self._attach.rect().bottomLeft())

    def show_fact(self, client: Client | None, fact: Fact | None) -> None:
        self._line.show_value(fact.value if fact else "")
        provable = bool(FACTS[self._name])
        self._attach.setVisible(provable)
        self._attach.setEnabled(fact is not None)
        self._attach.setText(_("更换材料…") if fact is not None and fact.proof is not None else _("附材料…"))
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
