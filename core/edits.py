"""The edits a person makes, as plain functions from case to case. The screen calls them; each is one undo step."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar, cast

from core.exhibits import exhibit_order
from core.model import (
    Answer,
    AnswerValue,
    AuthorisationLink,
    Box,
    Case,
    Claim,
    Field,
    FieldSource,
    Mask,
    Override,
    Paper,
    Point,
    Round,
    Submission,
    Unavailable,
    Waiver,
)

T = TypeVar("T")


def next_id(prefix: str, used: Iterable[str]) -> str:
    """Returns the id after the highest one in use: N1, N2 …"""
    numbers = [int(found[1]) for one in used if (found := re.fullmatch(rf"{prefix}(\d+)", one))]
    return f"{prefix}{max(numbers, default=0) + 1}"


def add_points(case: Case, quotes: Iterable[str], *, round_number: int = 1) -> Case:
    """Adds points with the reviewer's words; empty lines are left out."""
    points = list(case.notice.points)
    for quote in quotes:
        if words := quote.strip():
            points.append(Point(next_id("N", (p.id for p in points)), words, round=round_number))
    return with_points(case, points)


def with_points(case: Case, points: Iterable[Point]) -> Case:
    return replace(case, notice=replace(case.notice, points=tuple(points)))


def put_point(case: Case, point: Point) -> Case:
    """Puts a point in the place of the one with its id."""
    return with_points(case, (point if p.id == point.id else p for p in case.notice.points))


def remove_point(case: Case, point_id: str) -> Case:
    """Takes a point away, with the claims that answered it and the papers' ties to it."""
    kept = with_points(case, (p for p in case.notice.points if p.id != point_id))
    papers = (replace(p, answers=tuple(a for a in p.answers if a != point_id)) for p in case.papers)
    return replace(kept, claims=tuple(c for c in case.claims if c.point != point_id), papers=tuple(papers))


def split_points(text: str) -> tuple[str, ...]:
    """Splits a verdict's wording into points: by lines, and by numbers such as 1、 2. （3） ③.

    A line that ends in a colon only leads in to what follows, and is no point.
    """
    marks = r"(?:^|\n|(?<=[；;。]))\s*(?:[（(]?[0-9一二三四五六七八九十]{1,2}[）)、.．]|[①-⑳])\s*"
    parts = re.split(rf"{marks}|\n+", text)
    cleaned = (part.strip(" \t；;") for part in parts)
    return tuple(part for part in cleaned if part and not part.endswith(("：", ":")))


def split_quote(quote: str) -> tuple[str, ...]:
    """Splits one point's wording further: also at semicolons."""
    return tuple(part.strip() for piece in split_points(quote) for part in re.split(r"[；;]", piece) if part.strip())


def split_point(case: Case, point_id: str, quotes: tuple[str, ...]) -> Case:
    """Puts several points in the place of one; the first keeps its id, reason and claims."""
    points: list[Point] = []
    used = [p.id for p in case.notice.points]
    for point in case.notice.points:
        if point.id != point_id:
            points.append(point)
            continue
        points.append(replace(point, quote=quotes[0]))
        for quote in quotes[1:]:
            used.append(next_id("N", used))
            points.append(Point(used[-1], quote, round=point.round))
    return with_points(case, points)


def merge_point(case: Case, point_id: str) -> Case:
    """Joins a point to the one before it, which takes over its claims and ties; the first one has none before it."""
    points = list(case.notice.points)
    place = next((n for n, point in enumerate(points) if point.id == point_id), 0)
    if place == 0:
        return case
    kept, gone = points[place - 1], points.pop(place)
    cause = "\n".join(part for part in (kept.cause, gone.cause) if part)
    points[place - 1] = replace(kept, quote=f"{kept.quote}\n{gone.quote}", cause=cause)
    claims = (replace(c, point=kept.id) if c.point == gone.id else c for c in case.claims)
    papers = (replace(p, answers=_renamed(p.answers, gone.id, kept.id)) for p in case.papers)
    return replace(with_points(case, points), claims=tuple(claims), papers=tuple(papers))


def _renamed(ids: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(new if one == old else one for one in ids))


def put_paper(case: Case, paper: Paper) -> Case:
    """Puts a paper in the place of the one with its id."""
    return replace(case, papers=tuple(paper if p.id == paper.id else p for p in case.papers))


def add_papers(case: Case, papers: Iterable[Paper]) -> Case:
    """Adds papers, giving each the next free id."""
    all_papers = list(case.papers)
    for paper in papers:
        all_papers.append(replace(paper, id=next_id("P", _paper_ids(case, all_papers))))
    return replace(case, papers=tuple(all_papers))


def remove_paper(case: Case, paper_id: str) -> Case:
    """Takes a paper out of the case; what cited it loses the citation, the original stays in the file's history."""
    claims = (replace(c, exhibits=tuple(e for e in c.exhibits if e.paper != paper_id)) for c in case.claims)
    papers = (
        replace(p, replaces="" if p.replaces == paper_id else p.replaces) for p in case.papers if p.id != paper_id
    )
    links = (link for link in case.links if link.paper != paper_id)
    return replace(case, claims=tuple(claims), papers=tuple(papers), links=tuple(links))


def set_field(paper: Paper, name: str, value: str) -> Paper:
    """Takes a typed value for a field: confirmed, in place of an earlier confirmed one. "" clears it."""
    kept = tuple(f for f in paper.fields if f.name != name or not f.confirmed)
    typed = (Field(name, value, FieldSource.TYPED, confirmed=True),) if value else ()
    return replace(paper, fields=kept + typed)


def confirm_field(paper: Paper, proposal: Field) -> Paper:
    """Confirms a proposal, keeping where it was read; the other proposals of that name stay for comparison."""
    kept = tuple(f for f in paper.fields if f != proposal and not (f.name == proposal.name and f.confirmed))
    return replace(paper, fields=(*kept, replace(proposal, confirmed=True)))


def dismiss_field(paper: Paper, proposal: Field) -> Paper:
    """Sets a proposal aside: it is not proposed again, wherever on the paper the same value is read."""
    said = f"{proposal.name}={proposal.value}"
    kept = tuple(f for f in paper.fields if f.confirmed or (f.name, f.value) != (proposal.name, proposal.value))
    dismissed = paper.dismissed if said in paper.dismissed else (*paper.dismissed, said)
    return replace(paper, fields=kept, dismissed=dismissed)


def cover(paper: Paper, mask: Mask) -> Paper:
    """Takes a region that copies of the paper must not show; one that lies wholly in another changes nothing."""
    if any(other.page == mask.page and _lies_in(mask.box, other.box) for other in paper.masks):
        return paper
    kept = (m for m in paper.masks if m.page != mask.page or not _lies_in(m.box, mask.box))
    return replace(paper, masks=tuple(sorted((*kept, mask), key=lambda m: (m.page, m.box[1], m.box[0]))))


def uncover(paper: Paper, mask: Mask) -> Paper:
    """Takes a region back."""
    return replace(paper, masks=tuple(m for m in paper.masks if m != mask))


def _lies_in(inner: Box, outer: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def put_link(case: Case, position: int, link: AuthorisationLink) -> Case:
    """Puts a link at a place of the chain; the place after the last one adds it."""
    links = list(case.links)
    links[position : position + 1] = [link]
    return replace(case, links=tuple(links))


def remove_link(case: Case, position: int) -> Case:
    return replace(case, links=case.links[:position] + case.links[position + 1 :])


def move(items: tuple[T, ...], position: int, by: int) -> tuple[T, ...]:
    """Moves one item up or down; at the ends nothing happens."""
    target = position + by
    if not 0 <= target < len(items):
        return items
    moved = list(items)
    moved.insert(target, moved.pop(position))
    return tuple(moved)


def add_claim(case: Case, claim: Claim) -> Case:
    """Adds a claim after the last one of its point, with the next free id."""
    new = replace(claim, id=next_id("C", (c.id for c in case.claims)))
    last = max((i for i, c in enumerate(case.claims) if c.point == claim.point), default=len(case.claims) - 1)
    return replace(case, claims=(*case.claims[: last + 1], new, *case.claims[last + 1 :]))


def newest_claim(before: Case, after: Case) -> str:
    """Returns the id of the claim that `after` has and `before` had not."""
    old = {claim.id for claim in before.claims}
    return next(claim.id for claim in after.claims if claim.id not in old)


def put_claim(case: Case, claim: Claim) -> Case:
    return replace(case, claims=tuple(claim if c.id == claim.id else c for c in case.claims))


def remove_claim(case: Case, claim_id: str) -> Case:
    return replace(case, claims=tuple(c for c in case.claims if c.id != claim_id))


def move_claim(case: Case, claim_id: str, by: int) -> Case:
    """Moves a claim past the neighbour of the same point."""
    claims = list(case.claims)
    here = next(i for i, c in enumerate(claims) if c.id == claim_id)
    same = [i for i, c in enumerate(claims) if c.point == claims[here].point]
    target = same.index(here) + by
    if 0 <= target < len(same):
        there = same[target]
        claims[here], claims[there] = claims[there], claims[here]
    return replace(case, claims=tuple(claims))


def reword(case: Case, passage: str, text: str, draft: str) -> Case:
    """Puts the person's own words in the place of a template's passage; `draft` is what the template says now.

    The template's very words are no rewording: the passage follows the template again.
    """
    kept = tuple(own for own in case.overrides if own.passage != passage)
    return replace(case, overrides=kept if text == draft else (*kept, Override(passage, text, draft)))


def unword(case: Case, passage: str) -> Case:
    """Lets a passage follow its template again."""
    return replace(case, overrides=tuple(own for own in case.overrides if own.passage != passage))


def take_drafts(case: Case, drafts: Iterable[Claim]) -> Case:
    """Adds drafted claims that the case does not have yet, each with the next free id after the last of its point."""
    for claim in drafts:
        if not any(c.source == claim.source for c in case.claims):
            case = add_claim(case, claim)
    return case


def set_answer(case: Case, question: str, value: AnswerValue | None) -> Case:
    """Records an answer, or takes it back with None."""
    kept = tuple(a for a in case.answers if a.question != question)
    return replace(case, answers=kept if value is None else (*kept, Answer(question, value)))


def set_deposit(case: Case, question: str, amount: Decimal | None) -> Case:
    """Takes the person's own figure: as the answer to the playbook's question, else in the case's own field."""
    if question:
        return set_answer(case, question, f"{amount:f}" if amount is not None else None)
    return replace(case, money_at_risk=amount)


def set_unavailable(case: Case, unavailable: Unavailable) -> Case:
    """Records that a required paper can't be obtained; an empty reason takes it back."""
    kept = tuple(u for u in case.unavailable if u.requirement != unavailable.requirement)
    return replace(case, unavailable=(*kept, unavailable) if unavailable.reason else kept)


def waive(case: Case, waiver: Waiver) -> Case:
    """Records a waiver in the place of an earlier one of the same finding."""
    kept = tuple(w for w in case.waivers if w.finding != waiver.finding)
    return replace(case, waivers=(*kept, waiver))


def unwaive(case: Case, finding_key: str) -> Case:
    return replace(case, waivers=tuple(w for w in case.waivers if w.finding != finding_key))


def log_submission(case: Case, submission: Submission) -> Case:
    """Notes what was sent, with the numbers of its exhibits; the round it belongs to gets its moment."""
    if not submission.exhibits:
        submission = replace(submission, exhibits=exhibit_order(case).sent())
    rounds = tuple(r for r in case.rounds if r.number != submission.round)
    old = next((r for r in case.rounds if r.number == submission.round), Round(submission.round))
    ordered = sorted((*rounds, replace(old, submitted_at=submission.at)), key=lambda r: r.number)
    return replace(case, submissions=(*case.submissions, submission), rounds=tuple(ordered))


def current_round(case: Case) -> int:
    """Returns the number of the round being prepared: the one after the last verdict."""
    judged = [r.number for r in case.rounds if r.verdict_at is not None or r.verdict_text]
    return max(judged, default=0) + 1


def begin_next_round(case: Case, verdict_text: str, verdict_at: datetime, deadline: datetime | None = None) -> Case:
    """Turns a new rejection into the next round: its words become points.

    `deadline` is the one that the rejection states, if it states one. The earlier notice's was for the round before.
    """
    number = current_round(case)
    old = next((r for r in case.rounds if r.number == number), Round(number))
    judged = replace(old, verdict_at=verdict_at, verdict_text=verdict_text)
    rounds = sorted((*(r for r in case.rounds if r.number != number), judged), key=lambda r: r.number)
    begun = replace(case, rounds=tuple(rounds), notice=replace(case.notice, deadline=deadline))
    return add_points(begun, split_points(verdict_text), round_number=number)


def rebased(base: T, edited: T, onto: T) -> T:
    """Returns `onto` with what was changed from `base` to `edited`: an edit made on an older state loses nothing.

    Where both changed the same value, the edit wins; rows of a list are told apart by their id.
    """
    if onto == base or edited == onto:
        return edited
    if edited == base:
        return onto
    if is_dataclass(edited) and not isinstance(edited, type) and type(edited) is type(onto) is type(base):
        names = [field.name for field in fields(edited)]
        merged = {n: rebased(getattr(base, n), getattr(edited, n), getattr(onto, n)) for n in names}
        return replace(edited, **merged)
    if all(isinstance(side, tuple) and _keyed(side) for side in (base, edited, onto)):
        return cast("T", _rebased_rows(cast("_Rows", base), cast("_Rows", edited), cast("_Rows", onto)))
    return edited


_Rows = tuple[Any, ...]
_KEYS = ("id", "question", "requirement", "finding", "passage", "number")


def _rebased_rows(base: _Rows, edited: _Rows, onto: _Rows) -> _Rows:
    old, new, now = ({_key(row): row for row in rows} for rows in (base, edited, onto))
    order = [*new, *(key for key in now if key not in new and key not in old)]
    kept = (key for key in order if key in now or old.get(key) != new[key])
    return tuple(_rebased_row(old.get(key), new.get(key), now.get(key)) for key in kept)


def _rebased_row(old: object, new: object, now: object) -> object:
    if new is None or now is None:
        return new or now
    return new if old is None else rebased(old, new, now)


def _keyed(rows: _Rows) -> bool:
    return all(is_dataclass(row) and any(hasattr(row, key) for key in _KEYS) for row in rows)


def _key(row: object) -> object:
    return next(getattr(row, key) for key in _KEYS if hasattr(row, key))


def _paper_ids(case: Case, papers: Iterable[Paper]) -> Iterable[str]:
    # Ids of papers that are gone may still be named by waivers, so they are not given again.
    yield from (p.id for p in papers)
    for waiver in case.waivers:
        yield from waiver.finding.split(":")
