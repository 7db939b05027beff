"""Whether the papers are in force today and for long enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core.checks import names
from core.checks.chains import number_of, same_mark
from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review, natural
from core.checks.wording import field_title
from core.i18n import _, mark
from core.model import Field, Forever, Level, Paper
from core.packs.shapes import PaperType

_SOURCE: Final = mark("规则包里的材料类型：各类材料的有效期字段")
# A renewal does not replace the certificate; both are shown together (商标法第40条).
_RENEWED_BY: Final = {"trademark-certificate": "trademark-renewal"}
_CERTAIN: Final = frozenset({"A", "A-"})


@dataclass(frozen=True, slots=True)
class Term:
    """A paper that has a term, and what is known of it."""

    paper: Paper
    type: PaperType
    first: date | None
    last: date | Forever | None
    last_field: Field | None

    def hit(self, level: Level, code: str, message: str, fix: str = "") -> Hit:
        field = self.last_field
        page, box = (field.page, field.box) if field else (0, None)
        return Hit(level, code, message, fix, paper=self.paper, subject=self.type.valid_to, page=page, box=box)


def _terms(review: Review) -> list[Term]:
    found = []
    for paper in sorted(review.case.offered(), key=lambda p: natural(p.id)):
        type_ = review.type_of(paper)
        if type_ is not None and type_.valid_to:
            found.append(_term(review, paper, type_))
    return found


def _term(review: Review, paper: Paper, type_: PaperType) -> Term:
    """Takes the term from the confirmed fields; where none is, from the chain's link that rests on the paper."""
    first = paper.date(type_.valid_from) if type_.valid_from else None
    last = paper.date(type_.valid_to)
    linked = [link for link in review.case.links if link.paper == paper.id and link.valid_to is not None]
    if last is None and linked:
        first, last = linked[0].valid_from, linked[0].valid_to
    return Term(paper, type_, first if isinstance(first, date) else None, last, paper.field(type_.valid_to))


@check(
    id="validity/known",
    title=mark("有效期是否已确认"),
    why=mark("不知道到哪天为止，就无法判断材料现在是否有效。"),
    source=_SOURCE,
    fix=mark("请对照原件填写并确认；没有期限的填“长期”。"),
    codes=("missing",),
)
def known(review: Review) -> Iterator[Hit]:
    terms = _terms(review)
    if not terms:
        yield skip(_("没有带有效期的材料，未检查有效期。"))
        return
    open_ = [term for term in terms if term.last is None]
    yield from (hit for term in open_ for hit in _missing(term))
    if not open_:
        yield passed(_("带有效期的材料都已确认到期日。"))


def _missing(term: Term) -> Iterator[Hit]:
    name, paper = term.type.valid_to, term.paper
    title = field_title(term.type, name)
    proposals = paper.proposals(name)
    if proposals:
        text = _("{file} 的“{title}”识别为 {value}，还没有人确认。")
        message = text.format(file=paper.file, title=title, value=proposals[0].value)
    else:
        message = _("{file} 的“{title}”还没有填写。").format(file=paper.file, title=title)
    required = any(spec.name == name and spec.required for spec in term.type.fields)
    yield Hit(Level.WARN if required or proposals else Level.INFO, "missing", message, paper=paper, subject=name)


@check(
    id="validity/now",
    title=mark("材料今天是否有效"),
    why=mark("过期或尚未生效的材料不能证明现在的资格。"),
    source=_SOURCE,
    fix=mark("请向出具方取得现行有效的一份来替换；已续期的，添加续期后的文件。"),
    codes=("expired", "not-yet-valid"),
)
def now(review: Review) -> Iterator[Hit]:
    terms = [term for term in _terms(review) if term.last is not None]
    if not terms:
        yield skip(_("没有已确认到期日的材料，未检查是否过期。"))
        return
    hits = [hit for term in terms for hit in _today(review, term, terms)]
    yield from hits
    if not any(hit.level.weight >= Level.WARN.weight for hit in hits):
        text = _("过期的材料都另有现行的一份（{today}）。") if hits else _("已确认到期日的材料在 {today} 都有效。")
        yield passed(text.format(today=review.today))


def _today(review: Review, term: Term, terms: list[Term]) -> Iterator[Hit]:
    today = review.today
    if _ended(term, today):
        newer = next((other for other in terms if _continues(other, term) and not _ended(other, today)), None)
        if newer is not None:
            text = _("{file} 已于 {last} 到期；另附的 {newer} 现行有效。")
            message = text.format(file=term.paper.file, last=term.last, newer=newer.paper.file)
            yield term.hit(Level.INFO, "expired", message, _("请在说明中写明两份前后相接。"))
        else:
            message = _("{file} 已于 {last} 到期。").format(file=term.paper.file, last=term.last)
            yield term.hit(Level.FAIL, "expired", message)
    elif term.first is not None and term.first > today:
        message = _("{file} 从 {first} 起才生效。").format(file=term.paper.file, first=term.first)
        yield term.hit(Level.FAIL, "not-yet-valid", message, _("请附上目前有效的一份，或等生效后再提交。"))


def _ended(term: Term, day: date) -> bool:
    return isinstance(term.last, date) and term.last < day


def _continues(newer: Term, older: Term) -> bool:
    """Returns whether one paper follows the other: the same kind, or its renewal, for the same party and mark."""
    if newer.paper.id == older.paper.id:
        return False
    if _RENEWED_BY.get(older.paper.type) == newer.paper.type:
        return same_mark(number_of(newer.paper), number_of(older.paper))
    return newer.paper.type == older.paper.type and _identity(newer.paper) == _identity(older.paper)


def _identity(paper: Paper) -> tuple[str, ...]:
    told = ("holder", "owner", "grantor", "grantee", "client", "trademark_number", "brand", "product", "model")
    return tuple(names.fold(paper.value(name)) for name in told)


@check(
    id="validity/review",
    title=mark("审核期间是否一直有效"),
    why=mark("审核需要时间；审核当天已过期或剩余有效期太短，材料可能不被接受。"),
    source=mark("规则包里的申诉类型与平台规则：审核时长与剩余有效期（附来源和日期）"),
    fix=mark("请尽快办理续期，并附上续期后的文件；办理中的，附受理回执并在说明中写明。"),
    codes=("ends-before-review", "expires-soon"),
)
def lasting(review: Review) -> Iterator[Hit]:
    terms = [t for t in _terms(review) if isinstance(t.last, date) and not _ended(t, review.today)]
    needs = tuple(_needs(review))
    if not needs:
        text = _("平台没有公布剩余有效期的要求，审核时长也未知，未检查是否临近到期。")
        yield skip(text, _("请向平台确认剩余有效期的要求。"))
        return
    short = [(term, need) for term in terms for need in needs if _days_left(review, term) < need.days]
    for term, need in short:
        message = need.text.format(file=term.paper.file, last=term.last, days=need.days, source=need.source)
        yield term.hit(need.level, need.code, message)
    if not short:
        yield passed(_("已确认到期日的材料在审核期间都有效。"), idle=not terms)


@dataclass(frozen=True, slots=True)
class _Need:
    days: int
    code: str
    text: str
    source: str
    level: Level


def _needs(review: Review) -> Iterator[_Need]:
    playbook, platform = review.playbook, review.platform
    if playbook is not None and playbook.review_days is not None:
        source = playbook.review_fact.source if playbook.review_fact else ""
        text = _("{file} 到 {last} 为止，审核可能要 {days} 天，期间会到期（{source}）。")
        yield _Need(playbook.review_days, "ends-before-review", text, source, Level.WARN)
    if platform is not None and platform.min_remaining_days is not None:
        fact = platform.min_remaining_fact
        level = Level.FAIL if fact and fact.certainty in _CERTAIN else Level.WARN
        text = _("{file} 到 {last} 为止，剩余不足平台要求的 {days} 天（{source}）。")
        yield _Need(platform.min_remaining_days, "expires-soon", text, fact.source if fact else "", level)


def _days_left(review: Review, term: Term) -> int:
    # The last day itself still counts: a paper that ends today has one day left.
    return (term.last - review.today + timedelta(days=1)).days if isinstance(term.last, date) else 10**6
