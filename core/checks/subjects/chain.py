"""Whether the authorisation runs unbroken from the trademark's owner to the shop, in names and in days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from core.checks import names
from core.checks.chains import (
    CERTIFICATE,
    TRANSFERS,
    Chain,
    Ring,
    Step,
    chains,
    current_owners,
    needs_chain,
    number_of,
    open_days,
    owner_of,
    rings,
    same_mark,
)
from core.checks.hit import Hit, passed, skip
from core.checks.periods import Span
from core.checks.registry import check
from core.checks.review import Review
from core.i18n import _, mark
from core.model import Judgement, Level, Paper, Role

SOURCE: Final = mark("商标法第42、43条；平台品牌授权要求的公开转述（2024-08）")


def without_chain(review: Review, what: str) -> Iterator[Hit]:
    """Yields what a chain check says when there is no chain to look at."""
    if needs_chain(review):
        yield skip(_("还没有录入授权链，未检查{what}。").format(what=what), _("请在材料一步录入授权链。"))
    else:
        yield passed(_("本案没有授权环节，无需检查{what}。").format(what=what), idle=True)


@check(
    id="chain/links",
    title=mark("授权链是否录入完整"),
    why=mark("授权链缺一环，审核方就无法确认店铺有权销售这个品牌。"),
    source=SOURCE,
    fix=mark("请在材料一步从商标权利人开始，逐环录入授权方、被授权方和证明它的文件。"),
    codes=("missing",),
)
def links(review: Review) -> Iterator[Hit]:
    if not review.case.links:
        if needs_chain(review):
            yield Hit(Level.WARN, "missing", _("本案涉及品牌授权，但还没有录入授权链。"))
        else:
            yield passed(_("本案没有授权环节，无需录入授权链。"), idle=True)
        return
    hits = [hit for ring in rings(review) for hit in _missing(ring)]
    yield from hits
    if not hits:
        yield passed(_("授权链的每一环都有授权方、被授权方和证明文件。"))


def _missing(ring: Ring) -> Iterator[Hit]:
    if ring.paper is None:
        text = _("授权链第 {n} 环没有对应的文件（写的是“{paper}”）。")
        message = text.format(n=ring.number, paper=ring.link.paper)
        yield Hit(Level.FAIL, "missing", message, _("请添加这一环的授权书，并在授权链中选定它。"), subject=ring.id)
    elif not (ring.grantor and ring.grantee):
        text = _("授权链第 {n} 环（{file}）没有写明授权方或被授权方。")
        message = text.format(n=ring.number, file=ring.paper.file)
        yield Hit(Level.WARN, "missing", message, paper=ring.paper, subject=ring.id)
    elif ring.paper.role is Role.REJECTED:
        genuine = ring.paper.judgement is Judgement.GENUINE
        text = _("授权链第 {n} 环用的是上一轮未通过的 {file}。")
        message = text.format(n=ring.number, file=ring.paper.file)
        fix = _("请换成重新取得的授权书；确属误判的，请附官方渠道的核验结果。")
        yield Hit(Level.WARN if genuine else Level.FAIL, "missing", message, fix, paper=ring.paper, subject=ring.id)


@check(
    id="chain/names",
    title=mark("授权链前后环的名称是否相接"),
    why=mark("前一环的被授权方必须就是后一环的授权方，最后一环必须落到店铺主体；差一个字也会被当作两家公司。"),
    source=SOURCE,
    fix=mark("请对照原件核对名称；确系两家公司的，补上中间一环，或请授权方重新出具。"),
    codes=("broken-name",),
)
def linked(review: Review) -> Iterator[Hit]:
    if not review.case.links:
        yield from without_chain(review, _("名称是否相接"))
        return
    hits = [hit for chain in chains(review) for hit in _broken(chain, review.case.entity.name)]
    yield from hits
    if not review.case.entity.name:
        yield skip(_("案件没有主体名称，未核对授权链是否落到店铺主体。"), _("请填写营业执照上的主体名称。"))
    elif not hits:
        yield passed(_("授权链前后相接，最后落到店铺主体。"))


def _broken(chain: Chain, shop: str) -> Iterator[Hit]:
    said: dict[str, list[str]] = defaultdict(list)
    for one, next_ in pairwise(chain):
        if one.grantee and next_.grantor and not names.same(one.grantee, next_.grantor):
            text = _("上一环授权给“{grantee}”，这一环的授权方却是“{grantor}”")
            said[next_.rings[0].id].append(text.format(grantee=one.grantee, grantor=next_.grantor))
    end = chain[-1]
    if shop and end.grantee and not names.same(end.grantee, shop):
        text = _("最后一环授权给“{grantee}”，而店铺主体是“{shop}”")
        said[end.rings[0].id].append(text.format(grantee=end.grantee, shop=shop))
    for ring in (step.rings[0] for step in chain if step.rings[0].id in said):
        message = _("授权链在第 {n} 环断开：{said}。").format(n=ring.number, said=_("；").join(said[ring.id]))
        yield Hit(Level.FAIL, "broken-name", message, paper=ring.paper, subject=ring.id)


@check(
    id="chain/root",
    title=mark("授权链是否从商标权利人开始"),
    why=mark("第一环的授权方必须是商标现在的权利人，否则后面的授权都没有根据。"),
    source=SOURCE,
    fix=mark("请取得权利人出具的授权书；权利人已变更的，附上转让或变更证明；由其子公司授权的，附关系证明。"),
    codes=("root-not-owner",),
)
def root(review: Review) -> Iterator[Hit]:
    if not review.case.links:
        yield from without_chain(review, _("授权链的起点"))
        return
    for chain in chains(review):
        yield _root(review, chain[0])


def _root(review: Review, step: Step) -> Hit:
    ring = step.rings[0]
    certificates = _about(ring, review.of_type(CERTIFICATE))
    owners = {owner for paper in certificates if (owner := owner_of(paper))}
    if not step.grantor or not owners:
        text = _("没有已确认权利人的商标注册证，未核对授权链第 {n} 环的起点。")
        fix = _("请添加商标注册证，并确认上面的权利人和授权链的授权方。")
        return skip(text.format(n=ring.number), fix, subject=ring.id)
    current = current_owners(owners, _about(ring, review.of_type(*TRANSFERS)))
    licensed = {names.fold(p.value("grantee")) for p in review.of_type("trademark-licence-filing")}
    if names.fold(step.grantor) in {names.fold(owner) for owner in current} | licensed:
        text = _("授权链第 {n} 环的授权方“{grantor}”是商标权利人或已备案的被许可人。")
        return passed(text.format(n=ring.number, grantor=step.grantor), subject=ring.id)
    return _not_owner(review, ring, step.grantor, sorted(current))


def _not_owner(review: Review, ring: Ring, grantor: str, owners: list[str]) -> Hit:
    text = _("授权链第 {n} 环的授权方是“{grantor}”，而商标权利人是“{owner}”。")
    message = text.format(n=ring.number, grantor=grantor, owner=_("、").join(owners))
    related = bool(review.of_type("control-relation-proof"))
    fix = _("已附关系证明。请核对它写明了这两家公司的全资或控制关系。") if related else ""
    level = Level.WARN if related else Level.FAIL
    return Hit(level, "root-not-owner", message, fix, paper=ring.paper, subject=ring.id, quote=grantor)


def _about(ring: Ring, papers: tuple[Paper, ...]) -> tuple[Paper, ...]:
    """Keeps the papers of the ring's trademark; all of them while numbers are not known."""
    if not ring.trademark:
        return papers
    return tuple(p for p in papers if not number_of(p) or same_mark(number_of(p), ring.trademark))


@check(
    id="chain/periods",
    title=mark("授权期限是否连续，并在上级期限之内"),
    why=mark("没有授权的日子里卖出的货说不清来源；下级期限超出上级期限的部分没有根据。"),
    source=SOURCE,
    fix=mark("请授权方补出覆盖这段时间的授权书或续期证明；上级已续期的，把续期文件也录入授权链。"),
    codes=("period-gap", "outlives-parent"),
)
def periods(review: Review) -> Iterator[Hit]:
    if not review.case.links:
        yield from without_chain(review, _("授权期限"))
        return
    unknown = [ring for ring in rings(review) if ring.span is None]
    for ring in unknown:
        text = _("授权链第 {n} 环的起止日期不全或前后颠倒，未核对它的期限。")
        fix = _("请对照原件填写并确认起止日期；没有期限的填“长期”。")
        yield skip(text.format(n=ring.number), fix, paper=ring.paper, subject=ring.id)
    hits = [hit for chain in chains(review) for hit in _period_hits(chain)]
    yield from hits
    if not hits and not unknown:
        yield passed(_("授权期限前后连续，都在上级期限之内。"))


def _period_hits(chain: Chain) -> Iterator[Hit]:
    gaps, beyond = open_days(chain)
    for ring in (ring for step in chain for ring in step.rings):
        if ring.id in gaps:
            text = _("授权链第 {n} 环有空档：{spans}没有授权。")
            message = text.format(n=ring.number, spans=_("；").join(_written(s) for s in sorted(set(gaps[ring.id]))))
            yield Hit(Level.FAIL, "period-gap", message, paper=ring.paper, subject=ring.id)
        if ring.id in beyond:
            text = _("授权链第 {n} 环的期限超出了上级授权：{spans}上级已无授权。")
            message = text.format(n=ring.number, spans=_("；").join(_written(s) for s in beyond[ring.id]))
            yield Hit(Level.FAIL, "outlives-parent", message, paper=ring.paper, subject=ring.id)


def _written(days: Span) -> str:
    if days.last == date.max:
        return _("从 {first} 起长期").format(first=days.first)
    if days.days == 1:
        return _("{first} 当天（1 天）").format(first=days.first)
    text = _("从 {first} 到 {last} 共 {days} 天")
    return text.format(first=days.first, last=days.last, days=days.days)
