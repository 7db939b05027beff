"""Who appeals: shop, legal person, and what is at risk."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from core.i18n import _
from core.model import Case, ShopKind
from gui import wording
from gui.binding import Bindings
from gui.session import Session
from gui.widgets.basic import Card, label
from gui.widgets.choice import Choice
from gui.widgets.edits import CommitLine
from gui.widgets.form import Form

_ENTITY = ("name", "uscc", "legal_representative", "address", "contact")
_LONG = frozenset({"name", "address"})  # more than half a line


class PartyCard(Card):
    """Shop and entity."""

    def __init__(self, session: Session, bind: Bindings) -> None:
        super().__init__()
        self._session = session
        self._playbook = Choice(_("申诉类型"), [(p.id, wording.title(p)) for p in session.packs.playbooks.values()])
        self._platform = Choice(_("平台"), [(p.id, wording.title(p)) for p in session.packs.platforms.values()])
        form = Form()
        form.add(_("申诉类型"), self._playbook, wide=True)
        form.add(_("平台"), self._platform)
        bind.choice(self._playbook, lambda c: c.playbook, lambda c, v: replace(c, playbook=v), _("选择申诉类型"))
        bind.choice(self._platform, lambda c: c.platform, lambda c, v: replace(c, platform=v), _("选择平台"))
        _add_shop(form, bind)
        _add_entity(form, bind)
        money = CommitLine(_("涉及金额（元）"), hint=_("例如 50000"))
        form.add(_("涉及金额（元）"), money)
        bind.text(money, lambda c: str(c.money_at_risk or ""), _put_money, _("填写涉及金额"))
        self.body.addWidget(label(_("店铺与主体"), "strong"))
        self.body.addWidget(form)

    def show_case(self, case: Case) -> None:
        """Nothing beyond the bound fields."""


def _add_shop(form: Form, bind: Bindings) -> None:
    name, kind, category = (
        CommitLine(_("店铺名称")),
        Choice(_("店铺类型"), wording.shop_kinds()),
        CommitLine(_("主营类目")),
    )
    client = CommitLine(_("客户"), hint=_("代办时填写，可留空"))
    form.add(_("店铺名称"), name)
    form.add(_("店铺类型"), kind)
    form.add(_("主营类目"), category)
    form.add(_("客户"), client, wide=True)
    bind.text(name, lambda c: c.shop.name, lambda c, v: replace(c, shop=replace(c.shop, name=v)), _("填写店铺名称"))
    bind.choice(
        kind, lambda c: c.shop.kind, lambda c, v: replace(c, shop=replace(c.shop, kind=ShopKind(v))), _("选择店铺类型")
    )
    bind.text(
        category,
        lambda c: c.shop.category,
        lambda c, v: replace(c, shop=replace(c.shop, category=v)),
        _("填写主营类目"),
    )
    bind.text(client, lambda c: c.client, lambda c, v: replace(c, client=v), _("填写客户"))


def _add_entity(form: Form, bind: Bindings) -> None:
    titles = (_("主体名称"), _("统一社会信用代码"), _("法定代表人"), _("住所"), _("联系人与电话"))
    for key, title in zip(_ENTITY, titles, strict=True):
        line = CommitLine(title, hint=_("与营业执照一致") if key == "name" else "")
        form.add(title, line, wide=key in _LONG)
        step = _("填写{title}").format(title=title)
        bind.text(line, lambda c, k=key: getattr(c.entity, k), lambda c, v, k=key: _put_entity(c, k, v), step)  # type: ignore[misc]  # defaults bind the loop's key


def _put_entity(case: Case, key: str, value: str) -> Case:
    entity = case.entity
    values = {name: getattr(entity, name) for name in _ENTITY} | {key: value}
    return replace(case, entity=type(entity)(**values))


def _put_money(case: Case, text: str) -> Case:
    try:
        amount = Decimal(text.replace(",", "").replace("¥", "").strip()) if text else None
    except InvalidOperation:
        return case
    return replace(case, money_at_risk=amount)
