"""Whether the statements of the letter are finished, dated and shown by exhibits that exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review, natural
from core.checks.wording import sentence, start_of
from core.conversions import standing_for
from core.i18n import _, mark
from core.interview import requirements
from core.model import Claim, ClaimKind, ExhibitRef, Level, Paper
from core.narrative.blanks import blanks

_STRUCTURE: Final = mark(
    "《申诉说明的结构》：每项整改写明动作、责任人、完成日和佐证（复申整理，依据平台整改要求的公开转述）"
)
_EMPTY_CASE: Final = mark("还没有写任何语句，未检查说明。")


@check(
    id="narrative/placeholder",
    title=mark("说明里是否还有没填的空"),
    why=mark("没填的空说明材料是套用的，审核方会因此怀疑其余内容。"),
    source=_STRUCTURE,
    fix=mark("请把空处换成实际的日期、名称或数字；没有的，删去这句话。"),
    codes=("placeholder",),
)
def placeholder(review: Review) -> Iterator[Hit]:
    case = review.case
    quotes = [point.quote for point in case.notice.points if point.quote]
    texts = [(c.id, sentence(c), _without(c.text, quotes)) for c in case.claims]
    texts += [(p.id, _("理由 {id} 的原因").format(id=p.id), p.cause) for p in case.notice.points if p.cause]
    if not texts:
        yield skip(_(_EMPTY_CASE))
        return
    hits = [hit for subject, place, text in texts for hit in _blanks(subject, place, text)]
    yield from hits
    if not hits:
        yield passed(_("说明里没有没填的空。"))


def _without(text: str, quotes: list[str]) -> str:
    # The reviewer's own words may hold such signs; they are quoted unaltered.
    for quote in quotes:
        text = text.replace(quote, "")
    return text


def _blanks(subject: str, place: str, text: str) -> Iterator[Hit]:
    found = blanks(text)
    if found:
        sure = found[0].sure
        shown = _("、").join(dict.fromkeys(text[one.start : one.end] for one in found))
        message = _("{place}：像是还有没填的空（{blanks}）。").format(place=place, blanks=shown)
        yield Hit(Level.FAIL if sure else Level.WARN, "placeholder", message, subject=subject, quote=shown)


@check(
    id="narrative/proof",
    title=mark("说过的话有没有附件证明"),
    why=mark("没有证据的陈述不具有证明作用；已做的事要让人看得到。"),
    source=_STRUCTURE,
    fix=mark("请为这句话引用能证明它的附件和页码；没有证据的，改写或删去。"),
    codes=("claim-without-exhibit",),
)
def proof(review: Review) -> Iterator[Hit]:
    claims = [c for c in review.case.claims if c.kind in {ClaimKind.FACT, ClaimKind.DONE, ClaimKind.ANSWER}]
    if not claims:
        yield skip(_("还没有写事实、回应或已做的事，未检查它们的证据。"))
        return
    shown = {c.point for c in claims if c.cited}
    hits = [hit for claim in claims for hit in _unproved(claim, shown)]
    yield from hits
    if not hits:
        yield passed(_("事实、回应和已做的事都引用了附件。"))


def _unproved(claim: Claim, shown: set[str]) -> Iterator[Hit]:
    if claim.cited:
        return
    if claim.kind is ClaimKind.DONE:
        # Surely wrong: what is said to be done and can't be shown is the empty promise reviewers reject.
        text = _("这句话说事情已经做了，但没有引用任何附件：“{text}”")
        yield Hit(Level.FAIL, "claim-without-exhibit", _said(text, claim), subject=claim.id)
    elif claim.kind is ClaimKind.FACT or claim.point not in shown:
        text = _("这句话没有引用任何附件：“{text}”")
        yield Hit(Level.WARN, "claim-without-exhibit", _said(text, claim), subject=claim.id)


def _said(text: str, claim: Claim) -> str:
    return text.format(text=claim.text)


@check(
    id="narrative/dates",
    title=mark("已做与将做是否分清"),
    why=mark("把将要做的写成已经做的，一经核对就会失去信任；没有日期和责任人的措施，看不出是否真的会做。"),
    source=_STRUCTURE,
    fix=mark("请为已做的事写明完成日和责任人，为将做的事写明期限和责任人；还没做的，改为“将做”。"),
    codes=("will-for-done", "empty-phrase"),
)
def dates(review: Review) -> Iterator[Hit]:
    claims = [c for c in review.case.claims if c.kind in {ClaimKind.DONE, ClaimKind.WILL}]
    if not claims:
        yield skip(_("还没有写已做或将做的事，未检查日期和责任人。"))
        return
    hits = [hit for claim in claims for hit in _dated(review, claim)]
    yield from hits
    if not hits:
        yield passed(_("已做的事都有完成日和责任人，将做的事都有期限和责任人。"))


def _dated(review: Review, claim: Claim) -> Iterator[Hit]:
    done = claim.kind is ClaimKind.DONE
    if done and claim.on is not None and claim.on > review.today:
        text = _("这句话写作“已做”，日期 {on} 却还没有到：“{text}”")
        message = text.format(on=claim.on, text=claim.text)
        yield Hit(Level.FAIL, "will-for-done", message, subject=claim.id)
    elif not done and claim.on is not None and claim.on < review.today:
        text = _("这句话写作“将做”，期限 {on} 却已经过去：“{text}”")
        fix = _("做完了的，请改为“已做”并引用附件；还没有做的，请改写期限。")
        message = text.format(on=claim.on, text=claim.text)
        yield Hit(Level.WARN, "will-for-done", message, fix, subject=claim.id)
    lacking = _undated(claim)
    if lacking:
        yield Hit(Level.WARN, "empty-phrase", lacking, subject=claim.id)


def _undated(claim: Claim) -> str:
    """Returns the sentence on a missing day or owner, or ""."""
    no_day, no_owner = claim.on is None, not claim.owner.strip()
    if no_day and no_owner:
        return _said(_("这句话没有日期，也没有责任人：“{text}”"), claim)
    if no_day:
        return _said(_("这句话没有日期：“{text}”"), claim)
    return _said(_("这句话没有责任人：“{text}”"), claim) if no_owner else ""


@check(
    id="narrative/exhibits",
    title=mark("引用的附件是否存在"),
    why=mark("引用了不存在的附件或页码，审核方找不到证据，就会当作没有。"),
    source=mark("复申：案件里的文件与其页数"),
    fix=mark("请改为现有文件的页码，或先添加这份文件。"),
    codes=("unknown-exhibit",),
)
def exhibits(review: Review) -> Iterator[Hit]:
    cited = [(claim, ref) for claim in review.case.claims for ref in claim.cited]
    if not cited:
        yield skip(_("还没有引用任何附件，未核对附件和页码。"))
        return
    found = False
    for claim in review.case.claims:
        wrong = [said for ref in claim.cited if (said := _unknown(review, ref))]
        if wrong:
            found = True
            text = _("“{start}”这句话引用的附件有误：{wrong}。")
            message = text.format(start=start_of(claim), wrong=_("；").join(wrong))
            yield Hit(Level.FAIL, "unknown-exhibit", message, subject=claim.id)
    unread = {ref.paper for _claim, ref in cited if ref.page and _pages(review, ref) == 0}
    for paper_id in sorted(unread, key=natural):
        paper = review.case.paper(paper_id)
        if paper is not None:
            yield skip(_("{file} 的页数未知，未核对引用的页码。").format(file=paper.file), paper=paper)
    if not found and not unread:
        yield passed(_("引用的附件和页码都存在。"))


def _unknown(review: Review, ref: ExhibitRef) -> str:
    """Returns what is wrong with a citation, or ""."""
    paper = review.case.paper(ref.paper)
    if paper is None:
        return _("{ref} 不在本案的文件里").format(ref=ref)
    pages = _pages(review, ref)
    if 0 < pages < ref.page or ref.page < 0:
        text = _("{file} 只有 {pages} 页，引用的却是第 {page} 页")
        return text.format(page=ref.page, file=paper.file, pages=pages)
    return ""


def _pages(review: Review, ref: ExhibitRef) -> int:
    """Returns the pages of the cited file; 0 while they are unknown."""
    paper = review.case.paper(ref.paper)
    facts = (standing_for(paper, review.facts) or review.facts_of(paper)) if paper else None
    return len(facts.pages) if facts else 0


@check(
    id="narrative/points",
    title=mark("语句是否对应驳回理由"),
    why=mark("不对应任何驳回理由的语句会冲淡重点，也可能是理由被改号后留下的。"),
    source=_STRUCTURE,
    fix=mark("请为这句话选定它所回应的驳回理由。"),
    codes=("points-missing",),
)
def points(review: Review) -> Iterator[Hit]:
    case = review.case
    if not case.claims:
        yield skip(_(_EMPTY_CASE))
        return
    known = {point.id for point in case.notice.points}
    hits = [_pointless(claim) for claim in case.claims if claim.point not in known]
    yield from hits
    if not hits:
        yield passed(_("每句话都对应一条驳回理由。"))


def _pointless(claim: Claim) -> Hit:
    if not claim.point:
        text = _("这句话没有对应任何驳回理由：“{text}”")
        return Hit(Level.INFO, "points-missing", _said(text, claim), subject=claim.id)
    text = _("这句话对应的理由 {point} 不在通知里：“{text}”")
    message = text.format(point=claim.point, text=claim.text)
    return Hit(Level.FAIL, "points-missing", message, subject=claim.id)


@check(
    id="narrative/used",
    title=mark("材料是否都用上了"),
    why=mark("没有在说明里提到的材料，审核方不知道它证明什么。"),
    source=_STRUCTURE,
    fix=mark("请在相应的语句里引用它，或把它移出本轮材料。"),
    codes=("exhibit-not-used",),
)
def used(review: Review) -> Iterator[Hit]:
    case = review.case
    if not case.claims or not case.offered():
        yield skip(_("还没有语句或本轮材料，未检查材料是否都用上。"))
        return
    cited = {ref.paper for claim in case.claims for ref in claim.cited} | {link.paper for link in case.links}
    asked = requirements(review.playbook, case) if review.playbook else ()
    wanted = {paper for state in asked if state.state != "not-needed" for paper in state.papers}
    unused = [p for p in case.offered() if p.id not in cited | wanted and not _own_words(review, p)]
    for paper in unused:
        text = _("{file} 没有被任何语句引用，也不是规则要求的材料。")
        yield Hit(Level.INFO, "exhibit-not-used", text.format(file=paper.file), paper=paper)
    if not unused:
        yield passed(_("本轮材料都在说明里用到了。"))


def _own_words(review: Review, paper: Paper) -> bool:
    # A commitment or a statement speaks for itself.
    type_ = review.type_of(paper)
    return type_ is not None and type_.self_written
