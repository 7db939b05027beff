"""Which papers are exhibits, and their numbers.

Numbers follow the order in which the narrative first mentions a paper, so a reader meets 附件1 first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.model import Case, Claim, ClaimKind, ExhibitRef, Paper, Role

# The order in which the letter tells the claims of one point.
TELLING_ORDER = (ClaimKind.FACT, ClaimKind.ANSWER, ClaimKind.CAUSE, ClaimKind.DONE, ClaimKind.WILL)


@dataclass(frozen=True, slots=True)
class ExhibitNumbers:
    """Attributes: papers: Ids of the exhibits' papers; the first is 附件1."""

    papers: tuple[str, ...] = ()

    def number(self, paper: str) -> int | None:
        """Returns the number of a paper's exhibit, or None when the paper does not go in."""
        return self.papers.index(paper) + 1 if paper in self.papers else None

    def label(self, ref: ExhibitRef) -> str:
        """Returns how the letter names an exhibit: 附件3, or 附件3第2页; "" when it does not go in."""
        number = self.number(ref.paper)
        if number is None:
            return ""
        if ref.page:
            return f"附件{number}第{ref.page}页"
        return f"附件{number}"


def exhibit_order(case: Case) -> ExhibitNumbers:
    """Numbers the exhibits: mentioned ones first, then the others in the order of the papers.

    A paper of an earlier round that did not convince goes in only when a claim cites it.
    """
    known = {paper.id for paper in case.papers}
    mentioned = (ref.paper for claim in told(case) for ref in claim.cited)
    rest = (paper.id for paper in case.papers if _goes_in(paper))
    return ExhibitNumbers(tuple(dict.fromkeys(p for p in (*mentioned, *rest) if p in known)))


def told(case: Case) -> Iterator[Claim]:
    """Yields the claims in the order the letter tells them: point by point, then those of no point."""
    points = [point.id for point in case.notice.points]
    for point in points:
        yield from _of_point(case, (point,))
    others = {claim.point for claim in case.claims} - set(points)
    yield from _of_point(case, tuple(others))


def _of_point(case: Case, points: tuple[str, ...]) -> Iterator[Claim]:
    for kind in TELLING_ORDER:
        yield from (claim for claim in case.claims if claim.kind is kind and claim.point in points)


def _goes_in(paper: Paper) -> bool:
    return paper.role is not Role.REJECTED
