"""Whether the sums of a deposit are known, and that the sources of the usual figures contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.checks.hit import Hit, passed
from core.checks.registry import check
from core.checks.review import Review
from core.deposits import DepositView, view
from core.i18n import _, mark
from core.model import Level
from core.packs.money_shapes import DepositFigure

_SOURCE: Final = mark("规则包里的保证金表：各来源的金额（附来源、日期和确定性）")


def _asked(review: Review) -> bool:
    return review.playbook is not None and review.playbook.asks_deposit


@check(
    id="deposit/figures",
    title=mark("保证金的各种说法是否一致"),
    why=mark("公开流传的金额互相矛盾，拿其中一个当作标准会算错，也会写错说明。"),
    source=_SOURCE,
    fix=mark("请以后台保证金页面显示的金额为准，在受理一步填写；说明中不要引用网上的标准。"),
    codes=("source-conflict",),
)
def figures(review: Review) -> Iterator[Hit]:
    if not _asked(review):
        yield passed(_("本案不涉及保证金，无需核对金额的来源。"), idle=True)
        return
    known = view(review.case, review.packs)
    if not known.conflict:
        yield passed(_("已知来源中，没有关于本店保证金的互相矛盾的说法。"), idle=True)
        return
    text = _("各来源对保证金的说法互相矛盾：{said}。计算只用您自己填写的金额。")
    message = text.format(said=_("；").join(_cited(figure) for figure in known.figures))
    yield Hit(Level.INFO, "source-conflict", message, subject="deposit")


def _cited(figure: DepositFigure) -> str:
    fact = figure.fact
    return _("{title}（{source}，{as_of}，确定性 {certainty}）").format(
        title=_(figure.title), source=fact.source, as_of=fact.as_of, certainty=fact.certainty
    )


@check(
    id="deposit/own",
    title=mark("您自己的保证金金额是否已填写"),
    why=mark("风险金额和说明都用您自己填写的数，没有它就无法计算。"),
    source=_SOURCE,
    fix=mark("请打开后台的保证金页面，把实际缴纳的金额填进受理一步。"),
    codes=("figure-missing",),
)
def own(review: Review) -> Iterator[Hit]:
    if not _asked(review):
        yield passed(_("本案不涉及保证金，无需填写金额。"), idle=True)
        return
    known = view(review.case, review.packs)
    if known.own is None:
        yield Hit(Level.WARN, "figure-missing", _("还没有填写您实际缴纳的保证金。"), subject="deposit")
    else:
        yield passed(_sum(known))


def _sum(known: DepositView) -> str:
    text = _("按您填写的金额：缴纳 {own} 元，可能受影响 {at_risk} 元。")
    return text.format(own=known.own, at_risk=known.at_risk)
