"""What follows from a case beyond its findings: the matrix, the chains, causes, an adviser's list, other platforms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # slow to load, and only the job needs them
    from core.advice import Cause, ToReview
    from core.checks import Report, Review
    from core.checks.lanes import Lanes
    from core.checks.matrix import Row
    from core.deposits import DepositView
    from core.readiness import Readiness


@dataclass(frozen=True, slots=True)
class Insight:
    """All of it for one state of the case.

    Attributes:
        rows: The consistency matrix.
        chains: The authorisation chains as they are drawn.
        causes: Root causes that fit the points.
        to_review: What an adviser should look at.
        elsewhere: How ready the papers are for other platforms.
        deposit: None where the appeal has nothing to do with a deposit.
    """

    rows: tuple[Row, ...] = ()
    chains: tuple[Lanes, ...] = ()
    causes: tuple[Cause, ...] = ()
    to_review: tuple[ToReview, ...] = ()
    elsewhere: tuple[Readiness, ...] = ()
    deposit: DepositView | None = None


def insight(review: Review, report: Report) -> Insight:
    """Works it out; called off the interface thread."""
    from core import advice, deposits
    from core.checks.lanes import lanes
    from core.checks.matrix import matrix
    from core.readiness import readiness

    case, packs, playbook = review.case, review.packs, review.playbook
    return Insight(
        rows=matrix(case, packs),
        chains=lanes(review, report),
        causes=advice.causes(case, packs),
        to_review=advice.to_review(case, packs),
        elsewhere=readiness(case, packs),
        deposit=deposits.view(case, packs) if playbook and playbook.asks_deposit else None,
    )
