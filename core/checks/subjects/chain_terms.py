"""Whether the authorisation says what it must say: the mark, whose signature, for which day, and how exclusively."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from core.checks import names
from core.checks.chains import Chain, Ring, chains
from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.checks.subjects.chain import SOURCE, without_chain
from core.i18n import _, mark
from core.model import Level, Paper
from core.model.values import CHINA
from core.packs.shapes import ShopLevel

_CERTAIN: Final = frozenset({"A", "A-"})


@check(
    id="chain/stated",
    title=mark("授权是否写明商标号和类别"),
    why=mark("没有写商标号和类别的授权，看不出授权的是哪个商标、哪些商品。"),
    source=SOURCE,
    fix=mark("请对照原件补填；原件没有写的，请授权方出具写明商标号和类别的授权书。"),
    codes=("missing",),
)
def stated(review: Review) -> Iterator[Hit]:
    if not review.case.links:
        yield from without_chain(review, _("商标号和类别"))
        return
    hits = [hit for chain in chains(review) for hit in _unstated(chain)]
    yield from hits
    if not hits:
        yield passed(_("每条授权链都写明了商标号和类别。"))


def _unstated(chain: Chain) -> Iterator[Hit]:
    """Every ring may state it, or the first one for all that rest on it."""
    ring = chain[0].rings[0]
    first = chain[0].rings
    lacking = [_("商标号")] if not any(one.trademark for one in first) else []
    lacking += [_("类别")] if not any(one.classes for one in first) else []
    if lacking and ring.paper is not None:
        text = _("授权链第 {n} 环没有写明{what}。")
        message = text.format(n=ring.number, what=_("、").join(lacking))
        yield Hit(Level.WARN, "missing", message, paper=ring.paper, subject=ring.id)


@check(
    id="chain/signed",
    title=mark("自然人授权是否附身份证"),
    why=mark("权利人是自然人的，授权书要本人亲笔签名，并附签了名的身份证复印件，否则无法确认是本人授权。"),
    source=SOURCE,
    fix=mark("请添加这位权利人签名的身份证复印件，并确认上面的姓名。"),
    codes=("missing",),
)
def signed(review: Review) -> Iterator[Hit]:
    if not review.case.links:
        yield from without_chain(review, _("自然人的身份证"))
        return
    people = {ring.grantor: ring for chain in chains(review) for ring in _of_people(chain)}
    cards = {names.fold(paper.value("holder")) for paper in review.of_type("id-card")}
    hits = [_uncarded(ring) for name, ring in people.items() if names.fold(name) not in cards]
    yield from hits
    if not hits:
        yield passed(_("授权方都是单位，或自然人已附身份证。"))


def _of_people(chain: Chain) -> Iterator[Ring]:
    """Only Chinese names of two to four characters are surely a person's; foreign firms are written in any way."""
    for step in chain:
        ring = step.rings[0]
        name = names.fold(ring.grantor)
        if 2 <= len(name) <= 4 and all("一" <= sign <= "鿿" for sign in name) and not names.is_firm(name):
            yield ring


def _uncarded(ring: Ring) -> Hit:
    text = _("授权链第 {n} 环的授权方“{grantor}”像是自然人，材料里没有其身份证。")
    message = text.format(n=ring.number, grantor=ring.grantor)
    return Hit(Level.WARN, "missing", message, paper=ring.paper, subject=ring.id, quote=ring.grantor)


@check(
    id="chain/notice-day",
    title=mark("处罚当时是否已有授权"),
    why=mark("处罚之后才开始的授权，说明不了被罚的商品在销售当时有授权。"),
    source=SOURCE,
    fix=mark("有更早的授权书的，把它也录入授权链；没有的，请权利人出具对此前销售的确认，并在说明中如实写明。"),
    codes=("period-gap",),
)
def notice_day(review: Review) -> Iterator[Hit]:
    if not review.case.links:
        yield from without_chain(review, _("处罚当时的授权"))
        return
    received = review.case.notice.received_at
    if received is None:
        yield skip(_("没有填写收到通知的时间，未检查处罚当时是否已有授权。"), _("请填写收到通知的时间。"))
        return
    day = received.astimezone(CHINA).date()
    hits = [hit for chain in chains(review) if (hit := _began_later(chain, day))]
    yield from hits
    if not hits:
        yield passed(_("授权在 {day} 收到通知时都已开始，或期限未知。").format(day=day))


def _began_later(chain: Chain, day: date) -> Hit | None:
    for step in chain:
        if step.spans and step.spans[0].first > day:
            ring = step.rings[0]
            text = _("授权链第 {n} 环从 {first} 才开始，晚于收到通知的 {day}。")
            message = text.format(n=ring.number, first=step.spans[0].first, day=day)
            return Hit(Level.WARN, "period-gap", message, paper=ring.paper, subject=ring.id)
    return None


@check(
    id="chain/exclusive",
    title=mark("授权是否需要独占"),
    why=mark("有的店铺类型只接受自有品牌或权利人的独占授权。"),
    source=mark("规则包里的平台规则：店铺类型与独占授权（附来源和日期）"),
    fix=mark("请按平台的模板取得写明独占的授权书；已写明的，在授权书的“是否独占”里确认。"),
    codes=("not-exclusive",),
)
def exclusive(review: Review) -> Iterator[Hit]:
    if not review.case.links:
        yield from without_chain(review, _("是否独占"))
        return
    level = _asked(review)
    if level is None:
        yield passed(_("没有来源要求这类店铺取得独占授权。"))
        return
    papers = [paper for chain in chains(review) if (paper := chain[-1].rings[-1].paper)]
    hits = [_shared(paper, level) for paper in papers if paper.value("exclusive") != "true"]
    yield from hits
    if not hits:
        yield passed(_("给本店的授权都写明独占。"))


def _asked(review: Review) -> ShopLevel | None:
    levels = review.platform.shop_levels if review.platform else ()
    return next((one for one in levels if one.kind == review.case.shop.kind and one.exclusive), None)


def _shared(paper: Paper, level: ShopLevel) -> Hit:
    said_no = paper.value("exclusive") == "false"
    how = _("写明不是独占") if said_no else _("没有确认是否独占")
    text = _("{file} {how}，而这类店铺要求独占授权（{source}，{as_of}）。")
    fact = level.fact
    message = text.format(file=paper.file, how=how, source=fact.source, as_of=fact.as_of)
    sure = said_no and fact.certainty in _CERTAIN
    return Hit(
        Level.FAIL if sure else Level.WARN,
        "not-exclusive",
        message,
        paper=paper,
        subject="exclusive",
        source=fact.source,
    )
