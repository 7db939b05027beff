"""Turns a case into the plain values a text template may use: strings, numbers, lists and dicts.

No object of the program reaches a template, so a pack can't do more than print.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal

from core.exhibits import ExhibitNumbers, in_telling_order, told
from core.model import Case, Claim, ClaimKind, ExhibitRef, Judgement, Paper, Point
from core.model.case import citations
from core.model.values import CHINA
from core.narrative.blocks import Cite
from core.narrative.citations import Words, words
from core.narrative.numerals import chinese
from core.narrative.unfilled import Unfilled, fact
from core.packs import Packs
from core.packs.answers import on_path
from core.packs.shapes import Playbook, Question

Values = dict[str, Any]
_latest: tuple[tuple[object, ...], Values] = ((), {})
_STOPS = ("！", "？", "…", "!", "?", "”", "：", ":", "」", "』")


def letter_values(case: Case, packs: Packs, exhibits: ExhibitNumbers) -> Values:
    """Returns everything a letter or portal template may print (templates/README.md lists it).

    The letter, each text of the portal and the drafts ask for it in a row for one state of the case.
    """
    global _latest  # one slot, replaced whole, so that threads may share it
    asked = (case, packs, exhibits)
    before, values = _latest
    if len(before) != len(asked) or any(old is not new for old, new in zip(before, asked, strict=True)):
        values = _letter_values(case, packs, exhibits)
        _latest = (asked, values)
    return values


def _letter_values(case: Case, packs: Packs, exhibits: ExhibitNumbers) -> Values:
    platform, playbook = packs.platform(case.platform), packs.playbook(case.playbook)
    points = [_point(case, packs, exhibits, point) for point in case.notice.points]
    ids = {point.id for point in case.notice.points}
    return {
        "platform": {"title": platform.title if platform else "", "addressee": platform.addressee if platform else ""},
        "playbook": {"title": playbook.title if playbook else ""},
        "shop": {"name": fact(case.shop.name, "店铺名称"), "id": case.shop.id, "category": case.shop.category},
        "entity": _entity(case),
        "notice": _notice(case),
        "rounds": [_round(case, number) for number in range(len(case.rounds))],
        "points": points,
        "general": _by_kind(case, exhibits, [c for c in case.claims if c.point not in ids]),
        "told": _by_kind(case, exhibits, list(told(case))),
        "timeline": timeline(case, packs, exhibits),
        "exhibits": [_paper(case, packs, exhibits, paper) for paper in _exhibit_papers(case, exhibits)],
        "exhibit_pairs": list(_pairs(case, packs, exhibits)),
        "rejected": [_paper(case, packs, exhibits, paper) for paper in case.rejected()],
        "forged": [_paper(case, packs, exhibits, p) for p in case.rejected() if p.judgement is Judgement.FORGED],
        "unavailable": [{"reason": u.reason, "alternative": u.alternative} for u in case.unavailable],
        "commitment": _commitment(case),
        "answers": _answers(case, playbook),
    }


def day(value: date | datetime | None) -> str:
    """Writes a day as 2026年11月5日, "" for none; a moment is the day in China."""
    if value is None:
        return ""
    local = value.astimezone(CHINA) if isinstance(value, datetime) else value
    return f"{local.year}年{local.month}月{local.day}日"


def moment(value: datetime | None) -> str:
    """Writes a moment as 2026年11月5日 14:30 in China, "" for none."""
    return f"{day(value)} {value.astimezone(CHINA):%H:%M}" if value else ""


def paper_title(paper: Paper, packs: Packs) -> str:
    """Returns what to call a paper: its own title, its type's, or its file name without the ending."""
    kind = packs.paper(paper.type)
    if paper.title:
        return paper.title
    if kind and paper.type != "other":
        return kind.title
    return paper.file.rpartition(".")[0] or paper.file


def issuer(paper: Paper) -> str:
    """Returns who issued a paper, or else from whom it was obtained; "" when neither is known."""
    return paper.value("issuer") or (paper.obtained.source if paper.obtained else "")


def _pairs(case: Case, packs: Packs, exhibits: ExhibitNumbers) -> Iterable[Values]:
    """Yields the exhibits two by two, for a list of half the height."""
    blank: Values = {"cite": "", "title": ""}
    cited = [
        {"cite": _cites(exhibits, [ExhibitRef(paper.id)]), "title": paper_title(paper, packs)}
        for paper in _exhibit_papers(case, exhibits)
    ]
    for place in range(0, len(cited), 2):
        left, right = (*cited[place : place + 2], blank)[:2]
        yield {"left": left, "right": right}


def timeline(case: Case, packs: Packs, exhibits: ExhibitNumbers) -> list[Values]:
    """Returns what a template may print of the events."""
    return [{"on": day(e.on), "what": e.what, "cites": list(e.cites)} for e in events(case, packs, exhibits)]


@dataclass(frozen=True, slots=True)
class Event:
    """Attributes: kind: `platform` for what the platform did or received, `paper`, or `shop` for what the shop did."""

    on: date
    what: str | Words
    kind: Literal["platform", "paper", "shop"]
    cites: tuple[Cite, ...] = ()


def events(case: Case, packs: Packs, exhibits: ExhibitNumbers) -> tuple[Event, ...]:
    """Returns what happened when, earliest first; only what the person stated, nothing concluded."""
    found = [*_official_events(case), *_paper_events(case, packs, exhibits), *_claim_events(case, exhibits)]
    return tuple(sorted(found, key=lambda event: event.on))


def _official_events(case: Case) -> Iterable[Event]:
    if case.notice.received_at:
        what = f"收到平台通知（{case.notice.violation}）" if case.notice.violation else "收到平台通知"
        yield Event(_day_of(case.notice.received_at), what, "platform")
    for turn in case.rounds:
        if turn.submitted_at:
            what = f"提交{_ordinal(turn.number)}申诉"
            yield Event(_day_of(turn.submitted_at), what, "platform")
        if turn.verdict_at:
            said = f"{_ordinal(turn.number)}申诉的审核结果：“{turn.verdict_text}”"
            yield Event(_day_of(turn.verdict_at), said, "platform")


def _paper_events(case: Case, packs: Packs, exhibits: ExhibitNumbers) -> Iterable[Event]:
    # Only the papers that take a rejected one's place: the list of evidence tells the provenance of the others.
    for paper in (p for p in _exhibit_papers(case, exhibits) if p.replaces):
        title, cites = paper_title(paper, packs), _cites(exhibits, [ExhibitRef(paper.id)])
        if paper.obtained and paper.obtained.on:
            what = "自{source}取得{title}".format(source=paper.obtained.source or "出具方", title=title)
            yield Event(paper.obtained.on, what, "paper", tuple(cites))
        if paper.verified and paper.verified.on:
            text = "核验{title}，途径为{channel}，结果为“{result}”"
            what = text.format(channel=paper.verified.channel, title=title, result=paper.verified.result)
            yield Event(paper.verified.on, what, "paper", tuple(cites))


def _claim_events(case: Case, exhibits: ExhibitNumbers) -> Iterable[Event]:
    for claim in told(case):
        if claim.on and claim.kind in {ClaimKind.FACT, ClaimKind.DONE}:
            wording = _wording(claim, exhibits)
            yield Event(claim.on, wording["text"], "shop", tuple(wording["cites"]))


def _ordinal(number: int) -> str:
    return "首次" if number == 1 else f"第{chinese(number)}次"


def _day_of(value: datetime) -> date:
    return value.astimezone(CHINA).date()


def _answers(case: Case, playbook: Playbook | None) -> Values:
    """Returns each answer on the path, under its id with `_` for `-`: `value` to compare, `text` to print."""
    if playbook is None:
        return {}
    seen = on_path(playbook, case)
    return {question.id.replace("-", "_"): _answer(question, seen) for question in playbook.questions}


def _answer(question: Question, case: Case) -> Values:
    value = case.answer(question.id)
    if value is None:
        return {"value": value, "text": Unfilled(question.title.rstrip("？?"))}
    chosen = value if isinstance(value, tuple) else (value,)
    titles = [option.title for option in question.options if option.value in chosen]
    text = "、".join(titles) if titles else "" if isinstance(value, bool) else str(value)
    if question.kind == "date" and text:
        text = day(date.fromisoformat(text))
    return {"value": value, "text": text}


def _entity(case: Case) -> Values:
    entity = case.entity
    return {
        "name": fact(entity.name, "主体名称"),
        "uscc": fact(entity.uscc, "统一社会信用代码"),
        "legal_representative": entity.legal_representative,
        "address": entity.address,
        "contact": entity.contact,
    }


def _notice(case: Case) -> Values:
    notice = case.notice
    return {
        "number": fact(notice.number, "通知编号"),
        "violation": fact(notice.violation, "违规类型"),
        "received": fact(moment(notice.received_at), "收到时间"),
        "deadline": moment(notice.deadline),
    }


def _round(case: Case, index: int) -> Values:
    turn = case.rounds[index]
    return {
        "number": turn.number,
        "submitted": moment(turn.submitted_at),
        "verdict": moment(turn.verdict_at),
        "verdict_text": turn.verdict_text,
    }


def _point(case: Case, packs: Packs, exhibits: ExhibitNumbers, point: Point) -> Values:
    reason = packs.reasons.get(point.reason)
    claims = [claim for claim in case.claims if claim.point == point.id]
    answering = [ExhibitRef(paper.id) for paper in case.offered() if point.id in paper.answers]
    cited = [ref for claim in in_telling_order(claims) for ref in claim.cited]
    return {
        "id": point.id,
        "quote": point.quote,
        "reason": reason.title if reason and point.reason_confirmed else "",
        "cause": words(point.cause, exhibits),
        "proof": _cites(exhibits, cited or answering),
        "papers": [_paper(case, packs, exhibits, paper) for paper in case.offered() if point.id in paper.answers],
        **_by_kind(case, exhibits, claims),
    }


def _by_kind(case: Case, exhibits: ExhibitNumbers, claims: list[Claim]) -> Values:
    names = {kind: f"{kind.value}s" for kind in ClaimKind}
    return {
        names[kind]: [_claim(case, exhibits, claim) for claim in claims if claim.kind is kind] for kind in ClaimKind
    }


def _claim(case: Case, exhibits: ExhibitNumbers, claim: Claim) -> Values:
    point = case.point(claim.point)
    return _wording(claim, exhibits) | {"point": point.id if point else ""}


@lru_cache(maxsize=2048)  # while a person types, all statements but one are those of a moment ago
def _wording(claim: Claim, exhibits: ExhibitNumbers) -> Values:
    bare, stop = _split(claim.text)
    return {
        "text": words(claim.text, exhibits),
        "bare": words(bare, exhibits),
        "stop": stop,
        "cites": _cites(exhibits, _behind(claim)),
        "on": day(claim.on),
        "owner": claim.owner,
    }


def _split(text: str) -> tuple[str, str]:
    """Splits a sentence from its full stop, so that a bracket can stand before it; one without gets one."""
    bare = text.rstrip()
    if bare.endswith(("。", "；", ";")):
        return bare[:-1], "。"
    return bare, "" if bare.endswith(_STOPS) else "。"


def _behind(claim: Claim) -> list[ExhibitRef]:
    """Returns what is cited after a claim: an exhibit that its own words name is not named twice."""
    named = citations(claim.text)
    return [ref for ref in claim.exhibits if ref not in named]


def _paper(case: Case, packs: Packs, exhibits: ExhibitNumbers, paper: Paper) -> Values:
    kind = packs.paper(paper.type)
    replacements = [p for p in case.offered() if p.replaces == paper.id]
    earlier = case.paper(paper.replaces) if paper.replaces != paper.id else None
    return {
        "id": paper.id,
        "title": paper_title(paper, packs),
        "file": paper.file,
        "type": kind.title if kind else "",
        "issuer": issuer(paper),
        "number": paper.value("number"),
        "issued_by": paper.value("issuer"),
        "issued_on": _field_day(paper, "issued_on"),
        "valid_from": _field_day(paper, "valid_from"),
        "valid_to": _field_day(paper, "valid_to"),
        "round": paper.round,
        "replaced": {"title": paper_title(earlier, packs), "judgement": earlier.judgement.value} if earlier else None,
        "judgement": paper.judgement.value,
        "judgement_note": paper.judgement_note,
        "cite": _cites(exhibits, [ExhibitRef(paper.id)]),
        "obtained": _obtained(paper),
        "verified": _verified(paper),
        "replacements": [_paper(case, packs, exhibits, p) for p in replacements if p.id != paper.id],
    }


def _field_day(paper: Paper, name: str) -> str:
    """Writes a confirmed day of a paper; “长期” stays what it is, "" while nobody confirmed one."""
    value = paper.date(name)
    return day(value) if isinstance(value, date) else value.value if value else ""


def _obtained(paper: Paper) -> Values:
    got = paper.obtained
    return {"source": got.source if got else "", "on": day(got.on) if got else "", "how": got.how if got else ""}


def _verified(paper: Paper) -> Values:
    seen = paper.verified
    return {
        "channel": seen.channel if seen else "",
        "on": day(seen.on) if seen else "",
        "result": seen.result if seen else "",
    }


def _commitment(case: Case) -> Values:
    given = case.commitment
    return {"signed_by": given.signed_by, "on": day(given.on), "confirmed": given.confirmed}


def _exhibit_papers(case: Case, exhibits: ExhibitNumbers) -> list[Paper]:
    return [paper for paper in (case.paper(id_) for id_ in exhibits.papers) if paper]


def _cites(exhibits: ExhibitNumbers, refs: Iterable[ExhibitRef]) -> list[Cite]:
    """Names exhibits; a further page of the one just named is only 第2页."""
    found: list[Cite] = []
    for ref in dict.fromkeys(refs):
        label = exhibits.label(ref)
        if label and ref.page and found and found[-1].ref.paper == ref.paper and found[-1].ref.page:
            label = f"第{ref.page}页"
        if label:
            found.append(Cite(ref, label))
    return found
