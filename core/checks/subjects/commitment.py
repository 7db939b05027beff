"""Whether the merchant's own commitment is given, by the right party and with every sentence confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from core.checks import names
from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.i18n import _, mark
from core.model import Commitment, Level


@check(
    id="commitment/given",
    title=mark("真实性承诺是否完成"),
    why=mark("承诺由您本人对材料真实负责，程序不会代填；没有逐项确认，就不能写进提交包。"),
    source=mark("规则包中的承诺条款；平台整改要求的公开转述"),
    fix=mark("请在提交包一步逐项阅读并勾选承诺，填写签署人和日期。"),
    codes=("missing", "unconfirmed"),
)
def given(review: Review) -> Iterator[Hit]:
    playbook, commitment = review.playbook, review.case.commitment
    if playbook is None or not playbook.commitment:
        yield skip(_("这类申诉的规则包没有承诺条款，未检查承诺。"))
    elif commitment == Commitment():
        yield Hit(Level.FAIL, "missing", _("还没有作出真实性承诺。"))
    else:
        lacking = tuple(_lacking(review, commitment, playbook.commitment))
        if lacking:
            text = _("真实性承诺还没有完成：{lacking}。")
            yield Hit(Level.FAIL, "unconfirmed", text.format(lacking=_("；").join(lacking)))
        else:
            yield passed(_("真实性承诺已逐项确认并签署。"))


def _lacking(review: Review, commitment: Commitment, sentences: tuple[str, ...]) -> Iterator[str]:
    open_ = [sentence for sentence in sentences if sentence not in commitment.statements]
    # An intake says `confirmed = true` for all sentences at once and lists none.
    if open_ and commitment.statements:
        yield _("有 {count} 条没有勾选").format(count=len(open_))
    if not commitment.confirmed:
        yield _("没有确认")
    if not commitment.signed_by.strip():
        yield _("没有签署人")
    if commitment.on is None:
        yield _("没有日期")
    elif commitment.on > review.today:
        yield _("日期 {on} 还没有到").format(on=commitment.on)


@check(
    id="commitment/entity",
    title=mark("承诺的签署人是否是店铺主体"),
    why=mark("承诺书的落款要与营业执照上的主体一致，否则承诺可能不被采信。"),
    source=mark("承诺书落款为主体全称、公章和法定代表人签字（公开转述）"),
    fix=mark("请把签署人改为店铺主体的全称或其法定代表人，或更正案件中的主体信息。"),
    codes=("entity-mismatch",),
)
def entity(review: Review) -> Iterator[Hit]:
    signer, owner = review.case.commitment.signed_by.strip(), review.case.entity
    if not signer or not owner.name:
        yield skip(_("承诺没有签署人，或案件没有主体名称，未核对二者。"))
        return
    known = [name for name in (owner.name, owner.legal_representative) if name]
    if any(names.contains(signer, name) for name in known):
        yield passed(_("承诺的签署人与店铺主体一致。"))
        return
    # Another firm can't commit for this one; another person may be authorised to sign.
    level = Level.FAIL if names.is_firm(signer) else Level.WARN
    text = _("承诺的签署人是“{signer}”，店铺主体是“{owner}”。")
    yield Hit(level, "entity-mismatch", text.format(signer=signer, owner=owner.name), quote=signer)
