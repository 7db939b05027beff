"""The fields of one link of the chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Slot

from core import edits
from core.i18n import _
from core.model import AuthorisationLink, Case, parse_date
from gui import wording
from gui.session import Session
from gui.widgets.basic import Card, button, label, row
from gui.widgets.choice import Choice
from gui.widgets.edits import CommitLine, DateLine
from gui.widgets.form import Form


class LinkRow(Card):
    """Edits the link at one place of the chain."""

    def __init__(self, session: Session, place: int) -> None:
        super().__init__(part="inset", margin=10)
        self._session, self._place = session, place
        self._paper = Choice(_("授权文件"))
        self._grantor, self._grantee = CommitLine(_("授权方")), CommitLine(_("被授权方"))
        self._from, self._to = DateLine(_("期限起")), DateLine(_("期限止"), forever=True)
        self._brand, self._trademark = CommitLine(_("品牌")), CommitLine(_("商标注册号"))
        self._sub = Choice(_("可否转授权"), [("", _("未写明")), ("yes", _("可以")), ("no", _("不可以"))])
        form = Form(3)
        fields = (
            self._paper,
            self._grantor,
            self._grantee,
            self._from,
            self._to,
            self._sub,
            self._brand,
            self._trademark,
        )
        for field in fields:
            form.add(field.accessibleName(), field)
        gone = button("", "flat", icon="trash", name=_("删除这一级授权"), does=self._on_remove)
        up = button("", "flat", icon="arrow-up", name=_("上移"), does=lambda: self._move(-1))
        down = button("", "flat", icon="arrow-down", name=_("下移"), does=lambda: self._move(1))
        self.body.addLayout(
            row(label(_("第 {n} 级授权").format(n=place + 1), "strong"), None, up, down, gone, spacing=2)
        )
        self.body.addWidget(form)
        self._connect()
        if session.read_only:
            self.setEnabled(False)

    def show_item(self, item: tuple[int, AuthorisationLink]) -> None:
        self._place, link = item
        packs = self._session.packs
        papers = [(p.id, wording.paper_title(p, packs)) for p in self._session.case.papers]
        self._paper.set_options([("", _("请选择")), *papers])
        self._paper.show_value(link.paper)
        self._grantor.show_value(link.grantor)
        self._grantee.show_value(link.grantee)
        self._from.show_day(link.valid_from)
        self._to.show_day(link.valid_to)
        self._brand.show_value(link.brand)
        self._trademark.show_value(link.trademark)
        self._sub.show_value({None: "", True: "yes", False: "no"}[link.sublicence])

    def _connect(self) -> None:
        for line in (self._grantor, self._grantee, self._from, self._to, self._brand, self._trademark):
            line.committed.connect(self._on_changed)
        self._paper.chosen.connect(self._on_changed)
        self._sub.chosen.connect(self._on_changed)

    def _link(self) -> AuthorisationLink | None:
        links = self._session.case.links
        return links[self._place] if self._place < len(links) else None

    @Slot()
    def _on_changed(self) -> None:
        link = self._link()
        if link is None:
            return
        start = parse_date(self._from.text().strip())
        changed = replace(
            link,
            paper=self._paper.value(),
            grantor=self._grantor.text().strip(),
            grantee=self._grantee.text().strip(),
            valid_from=start if isinstance(start, date) else None,
            valid_to=parse_date(self._to.text().strip()),
            brand=self._brand.text().strip(),
            trademark=self._trademark.text().strip(),
            sublicence={"": None, "yes": True, "no": False}[self._sub.value()],
        )
        self._apply(edits.put_link(self._session.case, self._place, changed), _("修改第 {n} 级授权"))

    def _apply(self, case: Case, what: str) -> None:
        self._session.apply(case, what.format(n=self._place + 1))

    def _move(self, by: int) -> None:
        case = self._session.case
        self._apply(replace(case, links=edits.move(case.links, self._place, by)), _("移动第 {n} 级授权"))

    @Slot()
    def _on_remove(self) -> None:
        self._apply(edits.remove_link(self._session.case, self._place), _("删除第 {n} 级授权"))
