"""Whether a paper is recent enough, where a source tells how old it may be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from core.checks.hit import Hit, at_field, passed, skip
from core.checks.registry import check
from core.checks.review import Review, natural
from core.checks.wording import confirm
from core.i18n import _, mark
from core.model import Case, Level, Paper
from core.model.values import CHINA
from core.packs.answers import on_path
from core.packs.conditions import holds
from core.packs.shapes import AgeLimit, PaperAgeLimit

_REPORT: Final = "test-report"
_SOURCE: Final = mark("规则包里的平台规则与材料类型：材料最多可以多旧（附来源和日期）")
_CERTAIN: Final = frozenset({"A", "A-"})


@check(
    id="report/age",
    title=mark("检测报告是否太旧"),
    why=mark("报告法定没有有效期，但平台常只看近期的检测。"),
    source=_SOURCE,
    fix=mark("请以现在的货重新送检；要证明被罚当时的货，换用日期在要求之内的报告，或在说明中写明原因。"),
    codes=("too-old",),
)
def report(review: Review) -> Iterator[Hit]:
    papers = review.of_type(_REPORT)
    if papers:
        yield from _aged(review, papers)
    else:
        yield passed(_("本轮材料里没有检测报告。"), idle=True)


@check(
    id="validity/age",
    title=mark("其他材料是否太旧"),
    why=mark("平台只看一定日期之内的凭证；更早的即使真实，也常不被采信。"),
    source=_SOURCE,
    fix=mark("请换用日期在要求之内的凭证；没有的，在说明中写明原因。"),
    codes=("too-old",),
)
def others(review: Review) -> Iterator[Hit]:
    papers = sorted((p for p in review.case.offered() if p.type != _REPORT), key=lambda p: natural(p.id))
    yield from _aged(review, tuple(papers))


def _aged(review: Review, papers: tuple[Paper, ...]) -> Iterator[Hit]:
    limited = [(paper, limit) for paper in papers if (limit := _limit(review, paper))]
    hits = [hit for paper, limit in limited if (hit := _hit(review, paper, limit))]
    yield from hits
    if not limited:
        yield passed(_("没有来源限制这些材料的日期。"), idle=True)
    elif not hits:
        yield passed(_("有日期要求的 {count} 份材料都不太旧。").format(count=len(limited)))


def _limit(review: Review, paper: Paper) -> AgeLimit | None:
    """Returns what the platform asks of such a paper in this appeal, else what is usual."""
    platform, type_ = review.platform, review.type_of(paper)
    for limit in platform.max_ages if platform else ():
        if limit.paper == paper.type and _applies(review, limit):
            return limit
    return type_.max_age if type_ else None


def _applies(review: Review, limit: PaperAgeLimit) -> bool:
    return (not limit.playbooks or review.case.playbook in limit.playbooks) and holds(limit.when, _seen(review))


def _seen(review: Review) -> Case:
    return on_path(review.playbook, review.case) if review.playbook else review.case


def _hit(review: Review, paper: Paper, limit: AgeLimit) -> Hit | None:
    day, field, until = paper.date(limit.field), paper.field(limit.field), _until(review, limit)
    if not isinstance(day, date) or field is None:
        return confirm(paper, review.type_of(paper), limit.field)
    if until is None:
        message = _("没有填写收到通知的时间，未检查 {file} 是否太旧。").format(file=paper.file)
        return skip(message, _("请填写收到通知的时间。"), paper=paper)
    if day >= until - timedelta(days=limit.days):
        return None
    text = _("{file} 的日期是 {day}，早于 {until} 之前的 {days} 天（{source}，{as_of}）。")
    fact = limit.fact
    message = text.format(file=paper.file, day=day, until=until, days=limit.days, source=fact.source, as_of=fact.as_of)
    # What is only usual, or told by hearsay, is a doubt.
    sure = isinstance(limit, PaperAgeLimit) and fact.certainty in _CERTAIN
    return at_field(Level.FAIL if sure else Level.WARN, "too-old", message, paper=paper, field=field)


def _until(review: Review, limit: AgeLimit) -> date | None:
    if limit.before == "sending":
        return review.today
    received = review.case.notice.received_at
    return received.astimezone(CHINA).date() if received else None
