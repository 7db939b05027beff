"""Which papers are exhibits, and their numbers.

Numbers follow the order in which the narrative first mentions a paper, so a reader meets 附件1 first. Where the person
asks for it, numbers that the platform already has stay what they were, and later papers come between as 附件5A.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.model import Case, Claim, ClaimKind, ExhibitRef, Paper, Role, SentExhibit

# The order in which the letter tells the claims of one point.
TELLING_ORDER = (ClaimKind.FACT, ClaimKind.ANSWER, ClaimKind.CAUSE, ClaimKind.DONE, ClaimKind.WILL)
_KINDS = {kind: place for place, kind in enumerate(TELLING_ORDER)}
_NAME = re.compile(r"(\d{1,6})([A-Z]*)")
_Key = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class ExhibitNumbers:
    """The exhibits in the order in which they go in.

    Attributes:
        papers: Ids of their papers.
        names: What each is called, `3` or `3A`; left out, they count from 1.
    """

    papers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def place(self, paper: str) -> int | None:
        """Returns the place of a paper's exhibit among all, from 1, or None when the paper does not go in."""
        return self.papers.index(paper) + 1 if paper in self.papers else None

    def name(self, paper: str) -> str:
        """Returns what a paper's exhibit is called: `3`, `3A`; "" when the paper does not go in."""
        place = self.place(paper)
        if place is None:
            return ""
        return self.names[place - 1] if self.names else str(place)

    def label(self, ref: ExhibitRef) -> str:
        """Returns how the letter names an exhibit: 附件3, or 附件3第2页; "" when it does not go in."""
        name = self.name(ref.paper)
        if not name:
            return ""
        return f"附件{name}第{ref.page}页" if ref.page else f"附件{name}"

    def sent(self) -> tuple[SentExhibit, ...]:
        """Returns the numbers as a submission keeps them."""
        return tuple(SentExhibit(paper, self.name(paper)) for paper in self.papers)


def exhibit_order(case: Case) -> ExhibitNumbers:
    """Numbers the exhibits: mentioned ones first, then the others in the order of the papers.

    A paper of an earlier round that did not convince goes in only when a claim cites it.
    """
    papers = _mentioned_first(case)
    given = _given(case) if case.packet.keep_numbers else {}
    if not given:
        return ExhibitNumbers(papers)
    names = _names(papers, given)
    order = sorted(names, key=lambda paper: _key(names[paper]))
    return ExhibitNumbers(tuple(order), tuple(names[paper] for paper in order))


def told(case: Case) -> Iterator[Claim]:
    """Yields the claims in the order the letter tells them: point by point, then those of no point."""
    places = {point.id: place for place, point in enumerate(case.notice.points)}
    yield from sorted(case.claims, key=lambda claim: (places.get(claim.point, len(places)), _KINDS[claim.kind]))


def in_telling_order(claims: Iterable[Claim]) -> list[Claim]:
    """Returns the claims of one point in the order the letter tells them."""
    return sorted(claims, key=lambda claim: _KINDS[claim.kind])


def _mentioned_first(case: Case) -> tuple[str, ...]:
    known = {paper.id for paper in case.papers}
    mentioned = (ref.paper for claim in told(case) for ref in claim.cited)
    rest = (paper.id for paper in case.papers if _goes_in(paper))
    return tuple(dict.fromkeys(p for p in (*mentioned, *rest) if p in known))


def _given(case: Case) -> Mapping[str, str]:
    """Returns the numbers that the platform already has, by paper: those of the last submission that kept them."""
    sent = next((one.exhibits for one in reversed(case.submissions) if one.exhibits), ())
    papers = {one.number: one.paper for one in reversed(sent) if _NAME.fullmatch(one.number)}
    return {paper: number for number, paper in papers.items()}


def _names(papers: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """Gives each paper its number: the one it was sent under, or one after the exhibit mentioned before it.

    A number of a paper that no longer goes in is not given again: the platform knows it as something else.
    """
    used, names, before = set(given.values()), {}, ""
    last = max(used, key=_key)
    for paper in papers:
        name = given.get(paper) or _next(before if before and _key(before) < _key(last) else "", used)
        used.add(name)
        names[paper] = before = name
    return names


def _next(before: str, used: set[str]) -> str:
    """Returns the next free number: 5A, 5B … after `before`, or one more than the highest when that is empty."""
    if not before:
        return str(max(_key(name)[0] for name in used) + 1)
    number = _key(before)[0]
    letters = next(letter for letter in _letters() if f"{number}{letter}" not in used)
    return f"{number}{letters}"


def _letters() -> Iterator[str]:
    """Yields A … Z, AA, AB …"""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    yield from alphabet
    for head in _letters():
        yield from (head + letter for letter in alphabet)


def _key(name: str) -> _Key:
    found = _NAME.fullmatch(name)
    return (int(found[1]), len(found[2]), found[2]) if found else (0, 0, "")


def _goes_in(paper: Paper) -> bool:
    return paper.role is not Role.REJECTED
