"""Whether every point of the rejection is known and answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.errors import BadPacks
from core.i18n import _, mark, title_of
from core.model import ClaimKind, Level, Point
from core.narrative import exhibit_order, letter, portal_texts
from core.narrative.unfilled import unfilled

_STRUCTURE: Final = mark(
    "《申诉说明的结构》：驳回理由、核查结果、事实说明、证据编号逐条对应（复申整理，依据平台整改要求的公开转述）"
)
# What was or will be done tells nothing yet about whether the objection is right.
_ANSWERING: Final = frozenset({ClaimKind.ANSWER, ClaimKind.FACT})


@check(
    id="notice/points",
    title=mark("驳回理由是否逐条录入"),
    why=mark("二次申诉要逐条回应驳回理由；没有录入，就没有可以回应的对象。"),
    source=_STRUCTURE,
    fix=mark("请在受理一步粘贴平台的原话，每条理由一行。"),
    codes=("no-points",),
)
def points(review: Review) -> Iterator[Hit]:
    count = len(review.case.notice.points)
    if count:
        yield passed(_("已录入 {count} 条驳回理由。").format(count=count))
    else:
        yield Hit(Level.FAIL, "no-points", _("还没有录入任何驳回理由。"))


@check(
    id="notice/facts",
    title=mark("说明要写的事实是否都填了"),
    why=mark("说明里留着空，审核方会当作没有写完的材料退回。"),
    source=_STRUCTURE,
    fix=mark("请在受理一步照通知和营业执照填写，在自查一步回答问题；填好后说明里的空会自动补上。"),
    codes=("fact-missing",),
)
def facts(review: Review) -> Iterator[Hit]:
    try:
        lacking = _lacking(review)
    except BadPacks:
        yield skip(_("说明的模板有错误，未检查还缺哪些事实。"))
        return
    if lacking:
        message = _("说明里还空着：{facts}。").format(facts=_("、").join(map(_, lacking)))
        yield Hit(Level.FAIL, "fact-missing", message)
    else:
        yield passed(_("说明要写的事实都填了。"))


def _lacking(review: Review) -> tuple[str, ...]:
    case, packs, numbers = review.case, review.packs, exhibit_order(review.case)
    boxes = (text.text for text in portal_texts(case, packs, numbers))
    return unfilled((*letter(case, packs, numbers).texts(), *boxes))


@check(
    id="notice/answers",
    title=mark("驳回理由是否逐条回应"),
    why=mark("漏掉一条理由，审核方就可以仅凭这一条再次驳回。"),
    source=_STRUCTURE,
    fix=mark("请在说明一步为这条理由写一句回应，并引用能证明它的附件。"),
    codes=("point-unanswered",),
)
def answers(review: Review) -> Iterator[Hit]:
    kinds: dict[str, set[ClaimKind]] = defaultdict(set)
    for claim in review.case.claims:
        if claim.text.strip():
            kinds[claim.point].add(claim.kind)
    asked = review.case.notice.points
    if not asked:
        yield skip(_("还没有录入驳回理由，未检查是否逐条回应。"))
        return
    hits = [hit for point in asked for hit in _unanswered(point, kinds[point.id])]
    yield from hits
    if not hits:
        yield passed(_("每条驳回理由都有回应。"))


def _unanswered(point: Point, kinds: set[ClaimKind]) -> Iterator[Hit]:
    if not kinds:
        text = _("理由 {id} 还没有回应：“{quote}”")
        message = text.format(id=point.id, quote=point.quote)
        yield Hit(Level.FAIL, "point-unanswered", message, subject=point.id, quote=point.quote)
    elif not kinds & _ANSWERING:
        text = _("理由 {id} 只写了原因或措施，没有正面回应：“{quote}”")
        fix = _("请补写一句事实或回应：这条理由所说的情况是否属实，凭哪份附件可见。")
        message = text.format(id=point.id, quote=point.quote)
        yield Hit(Level.WARN, "point-unanswered", message, fix, subject=point.id, quote=point.quote)


@check(
    id="notice/reasons",
    title=mark("驳回理由的类别是否明确"),
    why=mark("类别决定需要补什么材料；类别没有确认，材料清单就可能漏项。"),
    source=mark("规则包里的驳回理由"),
    fix=mark("请对照原话，在受理一步为它选定一个类别。"),
    codes=("reason-unknown",),
)
def reasons(review: Review) -> Iterator[Hit]:
    asked = review.case.notice.points
    if not asked:
        yield skip(_("还没有录入驳回理由，未检查类别。"))
        return
    hits = [hit for point in asked for hit in _unsure(review, point)]
    yield from hits
    if not hits:
        yield passed(_("每条驳回理由的类别都已确认。"))


def _unsure(review: Review, point: Point) -> Iterator[Hit]:
    if point.reason in review.packs.reasons and point.reason_confirmed:
        return
    if point.reason not in review.packs.reasons:
        text = _("理由 {id} 还没有类别：“{quote}”")
        message, fix = text.format(id=point.id, quote=point.quote), ""
    else:
        text = _("理由 {id} 的类别“{reason}”只是按措辞推测的：“{quote}”")
        title = title_of(review.packs.reasons[point.reason])
        message = text.format(id=point.id, reason=title, quote=point.quote)
        fix = _("请对照原话，在受理一步确认或改选类别。")
    yield Hit(Level.WARN, "reason-unknown", message, fix, subject=point.id, quote=point.quote)
