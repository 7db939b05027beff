"""The authorisation chain as the checks see it: rings, steps and chains.

A ring is one paper of the chain (`L1`, `L2` …). Rings with the same two parties that follow each other are
one step: the paper and its renewals. A chain ends at the shop's own firm; what follows is another chain,
of another brand or another year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from core.checks import names
from core.checks.periods import Span, between, span, uncovered, union
from core.checks.review import Review, natural
from core.model import AuthorisationLink, Forever, Paper
from core.numbers import trademark

CERTIFICATE: Final = "trademark-certificate"
TRANSFERS: Final = ("trademark-transfer", "trademark-change")
AUTHORISATION: Final = "brand-authorisation"


@dataclass(frozen=True, slots=True)
class Ring:
    """One link with its place and its paper. What the link leaves open is taken from the paper's confirmed fields."""

    id: str
    link: AuthorisationLink
    paper: Paper | None

    @property
    def number(self) -> int:
        """Its place among the links, from 1."""
        return int(self.id[1:])

    @property
    def grantor(self) -> str:
        return self.link.grantor.strip() or self._value("grantor")

    @property
    def grantee(self) -> str:
        return self.link.grantee.strip() or self._value("grantee")

    @property
    def brand(self) -> str:
        return self.link.brand.strip() or self._value("brand")

    @property
    def trademark(self) -> str:
        return self.link.trademark.strip() or self._value("trademark_number")

    @property
    def territory(self) -> str:
        return self.link.territory.strip() or self._value("territory")

    @property
    def platforms(self) -> tuple[str, ...]:
        return self.link.platforms or split(self._value("platforms"))

    @property
    def classes(self) -> tuple[int, ...]:
        return self.link.classes or classes_of(self.paper)

    @property
    def sublicence(self) -> bool | None:
        if self.link.sublicence is not None:
            return self.link.sublicence
        return {"true": True, "false": False}.get(self._value("sublicence"))

    @property
    def span(self) -> Span | None:
        """Its days of validity; None while an end is unknown or they contradict each other."""
        paper_first = self.paper.date("valid_from") if self.paper else None
        first = self.link.valid_from or (paper_first if isinstance(paper_first, date) else None)
        last: date | Forever | None = self.link.valid_to or (self.paper.date("valid_to") if self.paper else None)
        return span(first, last)

    def _value(self, name: str) -> str:
        return self.paper.value(name).strip() if self.paper else ""


@dataclass(frozen=True, slots=True)
class Step:
    """Rings from one party to the next: a paper and its renewals."""

    rings: tuple[Ring, ...]

    @property
    def grantor(self) -> str:
        return self.rings[0].grantor

    @property
    def grantee(self) -> str:
        return self.rings[0].grantee

    @property
    def spans(self) -> tuple[Span, ...]:
        return union(s for ring in self.rings if (s := ring.span))


Chain = tuple[Step, ...]


def rings(review: Review) -> tuple[Ring, ...]:
    case = review.case
    return tuple(Ring(f"L{n}", link, case.paper(link.paper)) for n, link in enumerate(case.links, start=1))


def chains(review: Review) -> tuple[Chain, ...]:
    """Returns every chain of the case, each from the trademark's owner to the shop."""
    found: list[Chain] = []
    current: list[Step] = []
    for step in _steps(rings(review)):
        if current and names.same(current[-1].grantee, review.case.entity.name):
            found.append(tuple(current))
            current = []
        current.append(step)
    return (*found, tuple(current)) if current else tuple(found)


def _steps(all_rings: tuple[Ring, ...]) -> Iterator[Step]:
    current: list[Ring] = []
    for ring in all_rings:
        if current and not _same_parties(current[-1], ring):
            yield Step(tuple(current))
            current = []
        current.append(ring)
    if current:
        yield Step(tuple(current))


def _same_parties(one: Ring, other: Ring) -> bool:
    return names.same(one.grantor, other.grantor) and names.same(one.grantee, other.grantee)


def parties(review: Review) -> frozenset[str]:
    """Returns the folded names of everybody in the chains."""
    return frozenset(names.fold(name) for ring in rings(review) for name in (ring.grantor, ring.grantee) if name)


def classes_of(paper: Paper | None) -> tuple[int, ...]:
    """Returns the confirmed Nice classes of a paper; empty while there are none."""
    parts = split(paper.value("classes")) if paper else ()
    return tuple(int(part) for part in parts if part.isdecimal())


def split(text: str) -> tuple[str, ...]:
    """Returns the items of a field that lists several: 甲、乙."""
    for sign in ("、", "，", ";", "；", "/"):
        text = text.replace(sign, ",")
    return tuple(part.strip() for part in text.split(",") if part.strip())


def owner_of(paper: Paper) -> str:
    """Returns the confirmed owner that a trademark certificate names."""
    return (paper.value("owner") or paper.value("holder")).strip()


def number_of(paper: Paper) -> str:
    """Returns the confirmed trademark number of a paper."""
    return (paper.value("trademark_number") or paper.value("number")).strip()


def current_owners(owners: set[str], transfers: tuple[Paper, ...]) -> set[str]:
    """Follows transfers and changes of name, oldest first and each once, to the owners of today."""
    open_ = sorted(transfers, key=lambda p: (p.value("issued_on") or "9999", natural(p.id)))
    while moved := next((p for p in open_ if _former(p, owners)), None):
        open_.remove(moved)
        new = moved.value("owner") or moved.value("grantee")
        owners = (owners - _former(moved, owners)) | ({new} if new else set())
    return owners


def _former(transfer: Paper, owners: set[str]) -> set[str]:
    """Returns the owners from whom it takes the mark; all of them where it does not name one."""
    old = transfer.value("grantor") or transfer.value("holder")
    return {owner for owner in owners if names.same(owner, old)} if old else set(owners)


def same_mark(one: str, other: str) -> bool:
    """Returns whether two trademark numbers are the same: 第12345678号 is 12345678."""
    return bool(one) and trademark.compact(one) == trademark.compact(other)


def needs_chain(review: Review) -> bool:
    """Returns whether anything in the case speaks of an authorisation by somebody else."""
    case = review.case
    owned = [owner_of(p) for p in review.of_type(CERTIFICATE)]
    own_brand = bool(owned) and all(names.same(owner, case.entity.name) for owner in owned)
    questioned = any(point.reason.startswith("F3") for point in case.notice.points)
    return bool(review.of_type(AUTHORISATION)) or ((bool(owned) or questioned) and not own_brand)


def open_days(chain: Chain) -> tuple[Mapping[str, list[Span]], Mapping[str, list[Span]]]:
    """Returns, by id of the ring, the days without an authorisation and those after the parent's end."""
    gaps: dict[str, list[Span]] = defaultdict(list)
    beyond: dict[str, list[Span]] = defaultdict(list)
    for step in chain:
        _renewal_gaps(step, gaps)
    for parent, child in pairwise(chain):
        _parent_gaps(parent, child, gaps, beyond)
    return gaps, beyond


def _renewal_gaps(step: Step, gaps: dict[str, list[Span]]) -> None:
    for gap in between(step.spans):
        after = min((s, natural(r.id), r.id) for r in step.rings if (s := r.span) and s.first > gap.last)
        gaps[after[2]].append(gap)


def _parent_gaps(parent: Step, child: Step, gaps: dict[str, list[Span]], beyond: dict[str, list[Span]]) -> None:
    if not parent.spans:
        return
    end = parent.spans[-1].last
    for ring in child.rings:
        wanted = ring.span
        if wanted is None:
            continue
        if end != date.max and wanted.first > end:
            gaps_before = between((Span(end, end), wanted))
            if gaps_before:
                gaps[ring.id].extend(gaps_before)
        for open_ in uncovered(wanted, parent.spans):
            (beyond if open_.first > end else gaps)[ring.id].append(open_)
