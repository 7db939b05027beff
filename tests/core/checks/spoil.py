"""Small ways of spoiling a sound review; each returns a function from review to review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from core.checks import Review
from core.model import Code, Paper
from tests.core.checks.cases import facts_of, fields, readings_of

Spoil = Callable[[Review], Review]


def case_with(**changes: object) -> Spoil:
    return lambda review: replace(review, case=replace(review.case, **changes))


def paper_with(paper_id: str, **changes: object) -> Spoil:
    def spoil(review: Review) -> Review:
        papers = tuple(replace(p, **changes) if p.id == paper_id else p for p in review.case.papers)
        return replace(review, case=replace(review.case, papers=papers))

    return spoil


def field_of(paper_id: str, **values: str) -> Spoil:
    def spoil(review: Review) -> Review:
        old = review.case.paper(paper_id)
        kept = tuple(f for f in old.fields if f.name not in values)
        return paper_with(paper_id, fields=(*kept, *fields(**{k: v for k, v in values.items() if v})))(review)

    return spoil


def more_papers(*papers: Paper) -> Spoil:
    def spoil(review: Review) -> Review:
        case = replace(review.case, papers=(*review.case.papers, *papers))
        return replace(review, case=case, facts={**review.facts, **{p.sha256: facts_of(p) for p in papers}})

    return spoil


def without_papers(*ids: str) -> Spoil:
    def spoil(review: Review) -> Review:
        return case_with(papers=tuple(p for p in review.case.papers if p.id not in ids))(review)

    return spoil


def facts_with(paper_id: str, **changes: object) -> Spoil:
    def spoil(review: Review) -> Review:
        one = review.case.paper(paper_id)
        return replace(review, facts={**review.facts, one.sha256: facts_of(one, **changes)})

    return spoil


def read_with(paper_id: str, *codes: Code, **changes: object) -> Spoil:
    def spoil(review: Review) -> Review:
        one = review.case.paper(paper_id)
        return replace(review, readings={**review.readings, one.sha256: readings_of(one, *codes, **changes)})

    return spoil


def link_with(place: int, **changes: object) -> Spoil:
    def spoil(review: Review) -> Review:
        links = list(review.case.links)
        links[place - 1] = replace(links[place - 1], **changes)
        return case_with(links=tuple(links))(review)

    return spoil


def claim_with(place: int, **changes: object) -> Spoil:
    def spoil(review: Review) -> Review:
        claims = list(review.case.claims)
        claims[place - 1] = replace(claims[place - 1], **changes)
        return case_with(claims=tuple(claims))(review)

    return spoil


def notice_with(**changes: object) -> Spoil:
    return lambda review: case_with(notice=replace(review.case.notice, **changes))(review)


def entity_with(**changes: object) -> Spoil:
    return lambda review: case_with(entity=replace(review.case.entity, **changes))(review)


def both(*spoils: Spoil) -> Spoil:
    def spoil(review: Review) -> Review:
        for one in spoils:
            review = one(review)
        return review

    return spoil


def same_bytes(paper_id: str, as_paper: str) -> Spoil:
    return lambda review: paper_with(paper_id, sha256=review.case.paper(as_paper).sha256)(review)


def late(days: int) -> Spoil:
    return lambda review: replace(review, now=review.now + timedelta(days=days))
