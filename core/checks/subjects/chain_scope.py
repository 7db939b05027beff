"""Whether the authorisation reaches far enough: who may pass it on, where, for what and how many steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.checks import names
from core.checks.chains import CERTIFICATE, Ring, chains, classes_of, number_of, rings, same_mark
from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.checks.subjects.chain import SOURCE, without_chain
from core.i18n import _, mark, title_of
from core.model import Level
from core.packs.shapes import Platform, ShopLevel

# Ways of saying “no limit”; words of the language, no rule of any platform.
_EVERYWHERE: Final = (
    "全渠道",
    "全平台",
    "所有平台",
    "各平台",
    "各大平台",
    "线上渠道",
    "线上平台",
    "网络平台",
    "电商平台",
    "互联网",
)
_NATIONWIDE: Final = ("中国", "全国", "全球", "全世界", "大陆", "china", "worldwide", "mainland")
_CERTAIN: Final = frozenset({"A", "A-"})


@check(
    id="chain/sublicence",
    title=mark("中间环节是否有权转授权"),
    why=mark("没有写明可以转授权的，下一环的授权可能无效。"),
    source=SOURCE,
    fix=mark("请上一级授权方出具写明“可转授权”的授权书，或直接授权给下一环。"),
    codes=("sublicence",),
)
def sublicence(review: Review) -> Iterator[Hit]:
    if not review.case.links:
        yield from without_chain(review, _("转授权"))
        return
    passing_on = [ring for chain in chains(review) for step in chain[:-1] for ring in step.rings]
    hits = [hit for ring in passing_on for hit in _sublicence(ring)]
    yield from hits
    if not hits:
        yield passed(_("需要转授权的环节都写明了可以转授权。"))


def _sublicence(ring: Ring) -> Iterator[Hit]:
    if ring.sublicence is False:
        text = _("授权链第 {n} 环写明不得转授权，“{grantee}”却又授权给了别人。")
        message = text.format(n=ring.number, grantee=ring.grantee)
        yield Hit(Level.FAIL, "sublicence", message, paper=ring.paper, subject=ring.id)
    elif ring.sublicence is None:
        text = _("授权链第 {n} 环没有写明“{grantee}”可以转授权。")
        message = text.format(n=ring.number, grantee=ring.grantee)
        yield Hit(Level.WARN, "sublicence", message, paper=ring.paper, subject=ring.id)


@check(
    id="chain/length",
    title=mark("授权级数是否超限"),
    why=mark("各类店铺允许的授权级数不同，超出的授权不被接受。"),
    source=mark("规则包里的平台规则：店铺类型与授权级数（附来源和日期）"),
    fix=mark("请由更上一级的权利方直接授权，减少中间环节；或向平台确认本类目允许的级数。"),
    codes=("too-long",),
)
def length(review: Review) -> Iterator[Hit]:
    if not review.case.links:
        yield from without_chain(review, _("授权级数"))
        return
    level = _shop_level(review)
    if level is None or level.levels_max is None:
        fix = _("请向平台确认本类目允许的授权级数。")
        yield skip(_("平台对这类店铺允许的授权级数未知，未检查级数。"), fix)
        return
    long = [chain for chain in chains(review) if len(chain) > level.levels_max]
    for chain in long:
        last = chain[-1].rings[-1]
        text = _("授权链有 {count} 级，这类店铺允许 {most} 级（{source}，{as_of}）。")
        source, as_of = level.fact.source, level.fact.as_of
        message = text.format(count=len(chain), most=level.levels_max, source=source, as_of=as_of)
        weight = Level.FAIL if level.fact.certainty in _CERTAIN else Level.WARN
        yield Hit(weight, "too-long", message, paper=last.paper, subject=last.id, source=source)
    if not long:
        yield passed(_("授权级数在平台允许的范围内。"))


def _shop_level(review: Review) -> ShopLevel | None:
    """Returns the strictest known level of the shop's kind."""
    platform = review.platform
    mine = [one for one in platform.shop_levels if one.kind == review.case.shop.kind] if platform else []
    known = [one for one in mine if one.levels_max is not None]
    return min(known, key=lambda one: one.levels_max or 0, default=None)


@check(
    id="chain/platform",
    title=mark("授权是否包含本平台"),
    why=mark("授权书列明了平台而没有本平台的，等于没有授权在这里销售。"),
    source=SOURCE,
    fix=mark("请授权方重新出具包含本平台的授权书。"),
    codes=("platform",),
)
def platform(review: Review) -> Iterator[Hit]:
    if not review.case.links:
        yield from without_chain(review, _("授权平台"))
        return
    here = review.platform
    if here is None:
        yield skip(_("没有安装本平台的规则包，未核对授权平台。"))
        return
    hits = [hit for ring in rings(review) for hit in _platform(ring, here)]
    yield from hits
    if not hits:
        yield passed(_("授权都包含本平台，或没有限定平台。"))


def _platform(ring: Ring, here: Platform) -> Iterator[Hit]:
    ours = {names.fold(name).casefold() for name in (here.id, here.title, here.title_en, *here.names)}
    listed = {names.fold(part).casefold() for text in ring.platforms for part in names.marks(text)}
    if not listed or listed & ours or any(word in name for word in _EVERYWHERE for name in listed):
        return
    shown = _("、").join(ring.platforms)
    if any(our in name for our in ours for name in listed):
        text = _("授权链第 {n} 环写的平台是“{platforms}”，与本平台（{here}）的名称不完全相同。")
        level, fix = Level.WARN, _("请核对它指的是否就是本平台；不是的，请授权方重新出具。")
    else:
        text = _("授权链第 {n} 环只授权在“{platforms}”销售，不包含本平台（{here}）。")
        level, fix = Level.FAIL, ""
    message = text.format(n=ring.number, platforms=shown, here=title_of(here))
    yield Hit(level, "platform", message, fix, paper=ring.paper, subject=ring.id, quote=shown)


@check(
    id="chain/territory",
    title=mark("授权地域是否有限制"),
    why=mark("网店面向全国销售，只限某地的授权通常不被接受。"),
    source=mark("平台品牌授权要求的公开转述：除个别类目外不得有地域限制"),
    fix=mark("请授权方出具不限地域、或写明中国大陆全境的授权书；类目允许的，在说明中写明。"),
    codes=("territory",),
)
def territory(review: Review) -> Iterator[Hit]:
    if not review.case.links:
        yield from without_chain(review, _("授权地域"))
        return
    narrow = [ring for ring in rings(review) if ring.territory and not _nationwide(ring.territory)]
    for ring in narrow:
        text = _("授权链第 {n} 环限定在“{territory}”销售。")
        message = text.format(n=ring.number, territory=ring.territory)
        yield Hit(Level.WARN, "territory", message, paper=ring.paper, subject=ring.id, quote=ring.territory)
    if not narrow:
        yield passed(_("授权没有限定地域，或覆盖全国。"))


def _nationwide(territory: str) -> bool:
    plain = names.fold(territory).casefold()
    if any(word in plain for word in ("省", "除", "不含", "不包括")):
        return False
    return any(word in plain for word in _NATIONWIDE)


@check(
    id="chain/class",
    title=mark("授权类别是否在商标核定类别之内"),
    why=mark("超出注册证或上级授权的类别没有根据。"),
    source=SOURCE,
    fix=mark("请对照商标注册证核对类别；写错的请授权方更正，另有注册证的请一并添加。"),
    codes=("class",),
)
def nice_class(review: Review) -> Iterator[Hit]:
    if not review.case.links:
        yield from without_chain(review, _("授权类别"))
        return
    if not any(ring.classes for ring in rings(review)):
        yield skip(_("授权链没有填写类别，未核对类别。"), _("授权书写明类别的，请在授权链中填写。"))
        return
    hits = list(_class_hits(review))
    yield from hits
    if not hits:
        yield passed(_("授权类别都在上级授权和商标核定类别之内。"))


def _class_hits(review: Review) -> Iterator[Hit]:
    certified = {number_of(p): set(classes_of(p)) for p in review.of_type(CERTIFICATE) if classes_of(p)}
    for chain in chains(review):
        allowed: set[int] = set()
        for step in chain:
            for ring in step.rings:
                limit = allowed or _certified(certified, ring.trademark)
                beyond = sorted(set(ring.classes) - limit) if limit else []
                if beyond:
                    text = _("授权链第 {n} 环的第 {classes} 类不在上级授权或商标核定的类别之内。")
                    message = text.format(n=ring.number, classes=_("、").join(map(str, beyond)))
                    yield Hit(Level.FAIL, "class", message, paper=ring.paper, subject=ring.id)
            allowed = {c for ring in step.rings for c in ring.classes} or allowed


def _certified(certified: dict[str, set[int]], trademark: str) -> set[int]:
    matching = [classes for number, classes in certified.items() if same_mark(number, trademark)]
    return set().union(*(matching or certified.values()))


@check(
    id="chain/brand",
    title=mark("授权链上的品牌是否一致"),
    why=mark("品牌名与商标不一致，就看不出授权的是不是这个商标；中英文都有的，两种都要写。"),
    source=SOURCE,
    fix=mark("请对照商标注册证核对品牌名；写错或写漏的，请授权方重新出具。"),
    codes=("brand",),
)
def brand(review: Review) -> Iterator[Hit]:
    if not review.case.links:
        yield from without_chain(review, _("品牌"))
        return
    if not any(ring.brand for ring in rings(review)):
        yield skip(_("授权链没有填写品牌，未核对品牌。"), _("请对照授权书，在授权链中填写品牌。"))
        return
    hits = [hit for chain in chains(review) for hit in _brand_hits([r for step in chain for r in step.rings])]
    yield from hits
    if not hits:
        yield passed(_("授权链上的品牌前后一致。"))


def _brand_hits(chain: list[Ring]) -> Iterator[Hit]:
    named = [ring for ring in chain if ring.brand]
    for ring in named[1:]:
        first, mine = names.marks(named[0].brand), names.marks(ring.brand)
        if first == mine:
            continue
        text = _("授权链第 {n} 环的品牌是“{brand}”，第 {first} 环写的是“{first_brand}”。")
        message = text.format(n=ring.number, brand=ring.brand, first=named[0].number, first_brand=named[0].brand)
        level = Level.WARN if first & mine else Level.FAIL
        yield Hit(level, "brand", message, paper=ring.paper, subject=ring.id, quote=ring.brand)
